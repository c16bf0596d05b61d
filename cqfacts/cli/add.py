"""`cqfacts add`: one fact into a store of one's own."""

from __future__ import annotations

import sys

from cqfacts.model import MEASURES, STATUSES
from cqfacts.visible import make_visible

from .options import STORE, find_today
from .parameters import argument, option
from .streams import write_last, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.writing import Added, Given, OwnStore


PARAMETERS = (
    argument(
        "words",
        "[KEY WORDS]...",
        "The indicator, and the printed words that state the figure.",
        complete="term",
    ),
    option("--period -p PERIOD", "2025, 2025-Q3, 2021/2025 and so on."),
    option("--undated", "The fact has no period."),
    option("--each", "The value holds for every step of the period."),
    option("--source ID", "The document that states it.", complete="source"),
    option(
        "--measure -m MEASURE",
        f"One of {', '.join(MEASURES)}. Default: what the words can only mean.",
        complete="measure",
    ),
    option("--status STATUS", f"One of {', '.join(STATUSES)}.", complete="status"),
    option("--value VALUE", "The figure, where the words leave it open."),
    option("--qualifier WORDS", "over, at least, under, at most, about, nearly, or none."),
    option("--unit UNIT", "The unit, where it is not the indicator's; that of a new one."),
    option("--of WORDS", "What a share, rank or streak is of."),
    option("--base PERIOD", "What a growth, change or multiple is against."),
    option("--text TEXT", "What is said in place of a figure, in your words."),
    option("--note TEXT", "A note."),
    option("--label TEXT", "Make a new indicator of this label."),
    option("--title TEXT", "Make a new source of this title."),
    option("--publisher TEXT", "Who publishes the new source."),
    option("--published DAY", "The date that the new source shows."),
    option("--url URL", "Where the new source stands."),
    option("--file NAME", "The file of several; in a folder it may be new."),
    option("--anyway", "Write it even where a check finds an error."),
    option("--dry-run", "Print what would be written, as a diff, and write nothing."),
    STORE,
)


def add(
    *,
    words: Sequence[str] | None,
    file: str | None,
    anyway: bool,
    dry_run: bool,
    store: Sequence[str] | None,
    undated: bool,
    each: bool,
    **parts: str | None,
) -> int:
    """Add one fact to a store of your own; the rest of the file stays as it is.

    The words are read: value, qualifier and unit are what they say, unless options say otherwise.
    At a terminal, what is missing is asked for, and the fact is shown before it is written.
    A discrepancy is shown; elsewhere than at a terminal an error of 'cqfacts check' stops it with
    exit status 1, unless --anyway is given.

    \b
    cqfacts add economy.gdp "exceeded RMB 3.37 trillion" --period 2025 --source annual-report
    cqfacts add economy.gdp "up 5.3%" -p 2025 --source gazette --title "The Gazette"
    cqfacts add town.homes "12,866 new homes" -p 2025 --source gazette --label "New homes"
    """
    from cqfacts.writing import Given, open_own

    own = open_own(store)
    key, *rest = words or ["", ""]
    given = Given(
        key=key or None,
        words=" ".join(rest) or None,
        is_undated=undated,
        is_each=each,
        **parts,
    )
    if _is_dialogue() and not dry_run:
        return _talk(own, given, file)
    return _write(own, given, file, anyway=anyway, dry_run=dry_run)


def _is_dialogue() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _write(own: OwnStore, given: Given, file: str | None, *, anyway: bool, dry_run: bool) -> int:
    """Write what is given without a question."""
    from cqfacts.writing import RefusedError, add_entries, compose

    from .changes import tell_problems, write_diff

    composed = compose(own.store, given)
    path = own.find_file(composed.key, file)
    try:
        added = add_entries(
            own,
            composed.entries,
            path,
            is_dry=dry_run,
            anyway=anyway or dry_run,
            today=find_today(),
        )
    except RefusedError as error:
        tell_problems(error.problems)
        raise
    tell_problems(added.problems)
    if not dry_run:
        write_last(describe_added(added), f"{path} has the fact")
        return 0
    write_diff(path, added.before, added.after)
    return int(_has_error(added) and not anyway)


def _has_error(added: Added) -> bool:
    return any(problem.severity == "error" for problem in added.problems)


def _talk(own: OwnStore, given: Given, file: str | None) -> int:
    """Ask for what is missing, show the fact, and write it when it is wanted."""
    from cqfacts.writing import add_entries

    from .asking import ask_for_parts, ask_to_write
    from .changes import tell_problems

    composed = ask_for_parts(own.store, given)
    path = own.find_file(composed.key, file)
    today = find_today()
    shown = add_entries(own, composed.entries, path, is_dry=True, anyway=True, today=today)
    write_output(_draw(shown), drawn=True)
    tell_problems(shown.problems)
    if not ask_to_write(path, is_doubtful=_has_error(shown)):
        write_output(["nothing is written\n"])
        return 0
    added = add_entries(own, composed.entries, path, anyway=True, today=today)
    tell_problems(one for one in added.problems if one not in shown.problems)
    write_last(describe_added(added), f"{path} has the fact")
    return 0


def _draw(added: Added) -> Iterator[str]:
    """Yield the facts as `show` draws them."""
    from .drawing.console import draw
    from .drawing.facts import render_facts

    facts = [(fact.key, [fact]) for fact in added.facts]
    return draw(lambda width: render_facts(added.store, facts, width), "auto", is_file=False)


def describe_added(added: Added) -> str:
    """Return what was written, and where: `facts.toml: added economy.gdp, 2025, > CNY 3 …`."""
    from cqfacts.wording import JOIN, describe_amount, describe_measure

    (fact,) = added.facts
    said = describe_amount(fact).replace(JOIN, " ") or fact.text
    measure = describe_measure(fact.measure, fact.of, fact.base, fact.status)
    parts = [fact.key, fact.period, measure if fact.amount else fact.status, said]
    told = ", ".join(str(part) for part in parts if part)
    return make_visible(f"{added.path}: added {told}, by {fact.source}") + "\n"
