"""Asking, at a terminal, for a fact: what is missing, and whether it is to be written."""

from __future__ import annotations

from itertools import islice

from cqfacts.amount import QUALIFIERS
from cqfacts.errors import CqfactsError, UsageError
from cqfacts.lookup import find_keys
from cqfacts.model import MEASURES
from cqfacts.record import replace
from cqfacts.visible import make_visible
from cqfacts.writing import Given, MissingError, add_entries, compose

from .changes import describe_added, has_error, tell_problems
from .options import find_today
from .prompt import read_line
from .streams import tell, write_last, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cqfacts.store import Store
    from cqfacts.writing import Added, Composed, OwnStore, UnknownColumnError
    from cqfacts.writing.given import Part

_MOST_OFFERS = 9
_QUESTIONS = {
    "key": "Indicator",
    "words": "Words that state it",
    "value": "Value",
    "measure": "Measure",
    "of": "Of what",
    "base": "Against which period",
    "period": "Period (empty: none)",
    "source": "Source",
    "qualifier": "Qualifier",
    "unit": "Unit",
    "label": "Label of the new indicator (empty: go back)",
    "title": "Title of the new source (empty: go back)",
}
# An empty answer takes back the one that led to the question.
_BACK: dict[str, Part] = {
    "label": "key",
    "title": "source",
    "words": "key",
    "value": "words",
    "measure": "words",
    "qualifier": "words",
    "unit": "words",
}
# The question says enough.
_PLAIN = frozenset({"key", "words", "period", "source"})


def ask_and_add(own: OwnStore, given: Given, file: str | None, patience: float) -> Composed | None:
    """Ask for what is missing, show the fact, and write it when it is wanted.

    Return it, None where it is not. Raises KeyboardInterrupt where nobody answers.
    """
    composed = _ask_for_parts(own.store, given)
    path = own.find_file(composed.key, file)
    shown = add_entries(own, composed.entries, path, is_dry=True, anyway=True, today=find_today())
    write_output(_draw(shown), drawn=True)
    tell_problems(shown.problems)
    if not _ask_to_write(path, is_doubtful=has_error(shown.problems)):
        write_output(["nothing is written\n"])
        return None
    added = add_entries(
        own, composed.entries, path, anyway=True, today=find_today(), patience=patience
    )
    tell_problems(one for one in added.problems if one not in shown.problems)
    write_last(describe_added(added), f"{path} has the fact")
    return composed


def ask_for_column(store: Store, unknown: UnknownColumnError) -> str:
    """Show the first rows of a table, and ask what one of its columns is, or all of them share.

    Raises KeyboardInterrupt where nobody answers.
    """
    widths = [
        min(max(map(len, map(str, one))), _WIDEST) for one in zip(*unknown.rows, strict=False)
    ]
    write_output(
        make_visible(
            "  ".join(f"{cell!s:{width}.{width}}" for cell, width in zip(row, widths, strict=False))
        ).rstrip()
        + "\n"
        for row in unknown.rows
    )
    tell(unknown.problems[0].problem)
    if unknown.part:
        offers = _list_offers(store, Given(), unknown.part)
        return _ask(_QUESTIONS[unknown.part], offers)
    offers = [
        ("period", ""),
        ("value", ""),
        *((key, store.indicator(key).label) for key in store.keys),
    ]
    return _ask(f"What is '{unknown.column}' (a field, a key; empty: leave it out)", offers)


_WIDEST = 30


def _draw(added: Added) -> Iterator[str]:
    """Yield the facts as `show` draws them."""
    from .drawing.console import draw
    from .drawing.facts import render_facts

    facts = [(fact.key, [fact]) for fact in added.facts]
    return draw(lambda width: render_facts(added.store, facts, width), "auto", is_file=False)


def _ask_for_parts(store: Store, given: Given) -> Composed:
    """Return the fact, asking for each part that is missing. Raises KeyboardInterrupt."""
    while True:
        try:
            composed = compose(store, given)
        except MissingError as missing:
            given = _ask_for(store, given, missing)
            continue
        if composed.indicator is not None and given.unit is None and composed.fact.get("value"):
            said = composed.indicator.get("unit", "")
            unit = _ask("Unit", _list_units(store), default=str(said))
            if unit != said:
                given = replace(given, unit=unit)
                continue
        return composed


def _ask_to_write(path: str, *, is_doubtful: bool) -> bool:
    """Ask whether a fact is to be written; yes is what Enter means, unless it is doubtful."""
    choices = "y/N" if is_doubtful else "Y/n"
    answer = _read(f"Write it to {path}? [{choices}] ").casefold()
    return answer in ("y", "yes") or (not answer and not is_doubtful)


def _ask_for(store: Store, given: Given, missing: MissingError) -> Given:
    """Return what is given with the answer for a part, or without the one before."""
    if missing.part not in _PLAIN:
        tell(f"{missing.problem}; {missing.guess}" if missing.guess else missing.problem)
    answer = _ask(_QUESTIONS[missing.part], _list_offers(store, given, missing.part))
    if missing.part == "period" and not answer:
        return replace(given, is_undated=True)
    if not answer:
        return _go_back(given, missing.part)
    answered = replace(given, **{missing.part: answer})
    try:
        compose(store, answered)
    except MissingError:
        return answered
    except CqfactsError as error:
        # A slip is told, and asked for again.
        tell(str(error))
        return given
    return answered


def _go_back(given: Given, part: Part) -> Given:
    """Return what is given without the answer that a question follows from."""
    back = _BACK.get(part)
    if part in ("of", "base"):
        back = "measure" if given.measure else "words"
    if part == "source":
        return replace(given, period=None, is_undated=False)
    return replace(given, **{back: None}) if back else given


def _ask(question: str, offers: Sequence[tuple[str, str]], default: str = "") -> str:
    """Return an answer; a number stands for one of the offers."""
    shown = list(islice(offers, _MOST_OFFERS))
    width = max((len(word) for word, _ in shown), default=0)
    write_output(
        make_visible(f"  {number}  {word:{width}}  {meaning}".rstrip()) + "\n"
        for number, (word, meaning) in enumerate(shown, 1)
    )
    # The Tab key writes a word as it is.
    _complete_with([word for word, _ in offers if make_visible(word) == word])
    hint = f" [{default}]" if default else ""
    answer = _read(f"{question}{hint}: ") or default
    chosen = int(answer) - 1 if answer.isdecimal() and len(answer) == 1 else -1
    return shown[chosen][0] if 0 <= chosen < len(shown) else answer


def _read(prompt: str) -> str:
    """Return a line that is typed, without the spaces around it. Raises KeyboardInterrupt."""
    try:
        return read_line(make_visible(prompt))
    except EOFError as error:
        write_output(["\n"])
        raise KeyboardInterrupt from error
    except UnicodeDecodeError as error:
        raise UsageError("what was typed is not text", "type it again") from error


def _complete_with(words: Sequence[str]) -> None:
    """Let the Tab key complete an answer, where the system has a library for that."""
    try:
        import readline
    except ImportError:
        return

    def complete(typed: str, number: int) -> str | None:
        return next(islice((one for one in words if one.startswith(typed)), number, None), None)

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")


def _list_offers(store: Store, given: Given, part: str) -> list[tuple[str, str]]:
    """Return what the store knows for a part, each with what it means, the likeliest first."""
    known: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
        "key": lambda: ((key, store.indicator(key).label) for key in store.keys),
        "source": lambda: ((one.id, one.title) for one in reversed(list(store.sources))),
        "measure": lambda: ((measure, "") for measure in MEASURES),
        "qualifier": lambda: ((qualifier, "") for qualifier in (*QUALIFIERS, "none")),
        "period": lambda: ((period, "") for period in _list_periods(store, given)),
        "base": lambda: ((period, "") for period in _list_periods(store, given)),
        "of": lambda: ((of, "") for of in _list_of(store, given)),
    }
    return list(known[part]()) if part in known else []


def _list_units(store: Store) -> list[tuple[str, str]]:
    units = dict.fromkeys(store.indicator(key).unit for key in store.keys)
    return [(unit, "") for unit in units if unit]


def _list_periods(store: Store, given: Given) -> list[str]:
    """Return the periods of the indicator, else of the store, the latest first."""
    own = find_keys(store, given.key, topics=False) if given.key else []
    periods = {
        str(fact.period): fact.period.end
        for key in own or store.keys
        for fact in store.facts(key)
        if fact.period and fact.period.end
    }
    return sorted(periods, key=lambda text: (periods[text], text), reverse=True)


def _list_of(store: Store, given: Given) -> list[str]:
    own = find_keys(store, given.key, topics=False) if given.key else []
    return [*dict.fromkeys(f.of for key in own for f in store.facts(key) if f.of)]
