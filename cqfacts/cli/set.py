"""`cqfacts set`: other values for facts, an indicator, a topic or a source of one's own store."""

from __future__ import annotations

from cqfacts.errors import UsageError

from .correcting import ALL, ANYWAY, DRY_RUN, correct_and_tell
from .options import SELECTION, STORE, WAIT
from .parameters import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cqfacts.writing import OwnStore
    from cqfacts.writing.correcting import Plan, Planned

    from .options import SelectionOptions

PARAMETERS = (
    argument(
        "words",
        "[KEY NAME=VALUE]...",
        "The indicator or topic, and what is to be set; nothing behind the sign removes it.",
        complete="setting",
    ),
    SELECTION,
    ALL,
    ANYWAY,
    DRY_RUN,
    WAIT,
    STORE,
)


def set_(
    *,
    words: Sequence[str] | None,
    selection: SelectionOptions,
    all: bool,  # noqa: A002 - the name of the option
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
) -> int:
    """Set keys of a fact in a store of your own; the rest of the file stays as it is.

    The fact is the one that the options select, or with --all all of them; -p means just this
    period. What describes an indicator or a topic (label, aliases, description, subject, ...) is
    set without options, and what describes a source (title, url, ...) with --source and no KEY.
    An error of 'cqfacts check' stops it with exit status 1, unless --anyway is given.

    \b
    cqfacts set economy.gdp -p 2025 value="3.39 trillion" stated="GDP rose to 3.39 trillion yuan"
    cqfacts set economy.gdp -p 2025 --source gazette note=
    cqfacts set economy.gdp label="Gross regional product"
    cqfacts set --source gazette url=https://gazette.example/2025
    """
    from cqfacts.writing import open_own

    own = open_own(store)
    term, values = _read(words or ())
    if term is not None and _is_of_facts(own, term, values, selection):
        plan, done = _plan_facts(term, values, selection, many=all), "set"
    else:
        plan = _plan_description(term, values, selection)
        done = f"set {' and '.join(values)} of {term or find_source_alone(selection)}"
    return correct_and_tell(own, plan, done, dry_run=dry_run, anyway=anyway, wait=wait)


def _read(words: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Return the term and the values. Raises UsageError."""
    term = None if not words or "=" in words[0] else words[0]
    values: dict[str, str] = {}
    for word in words[0 if term is None else 1 :]:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"'{word}' sets nothing", 'write it like value="3.39 trillion"')
        if name in values:
            raise UsageError(f"'{name}' is set twice", "give one of them")
        values[name] = value
    if not values:
        raise UsageError("nothing is to be set", 'write it like value="3.39 trillion"')
    return term, values


def _plan_facts(
    term: str, values: Mapping[str, str], selection: SelectionOptions, *, many: bool
) -> Plan:
    """Return how facts are to be changed."""
    from cqfacts.writing import correcting

    def plan(own: OwnStore) -> Planned:
        key = correcting.find_indicator(own, term)
        return correcting.plan_facts(own, key, selection.build(own.store), values, many=many)

    return plan


def _plan_description(
    term: str | None, values: Mapping[str, str], selection: SelectionOptions
) -> Plan:
    """Return how what describes an indicator, a topic or a source is to be changed.

    Raises UsageError.
    """
    from cqfacts.writing import correcting

    if term is None:
        source = find_source_alone(selection)
        return lambda own: correcting.plan_source(own, source, values)
    return lambda own: (
        correcting.plan_topic(own, term, values)
        if _is_topic(own, term)
        else correcting.plan_indicator(own, correcting.find_indicator(own, term), values)
    )


def find_source_alone(selection: SelectionOptions) -> str:
    """Return the one source that is named in the place of an indicator. Raises UsageError."""
    from .options import SelectionOptions as Options

    sources = selection.source or ()
    if len(sources) != 1 or selection != Options(source=selection.source):
        raise UsageError("no indicator is named", "name its KEY, or one source with --source")
    return sources[0]


def _is_topic(own: OwnStore, term: str) -> bool:
    return any(topic.name == term for topic in own.store.topics)


def _is_of_facts(
    own: OwnStore, term: str, values: Mapping[str, str], selection: SelectionOptions
) -> bool:
    """Whether facts are meant, and not what describes an indicator, a topic or a source.

    A unit is the indicator's where nothing else is set and no fact selected. Raises UsageError.
    """
    from cqfacts.writing.correcting import FACT_KEYS, INDICATOR_KEYS

    of_indicator = [name for name in values if name in INDICATOR_KEYS and name not in FACT_KEYS]
    is_unit_alone = [*values] == ["unit"] and not selection.are_given
    if not of_indicator and not is_unit_alone and not _is_topic(own, term):
        return True
    of_fact = [name for name in values if name in FACT_KEYS and name not in INDICATOR_KEYS]
    if of_indicator and of_fact:
        raise UsageError(
            f"'{of_indicator[0]}' is of an indicator, and '{of_fact[0]}' of a fact",
            "set them one after the other",
        )
    if selection.are_given:
        raise UsageError(f"'{next(iter(values))}' is of no fact", "leave out what selects facts")
    return False
