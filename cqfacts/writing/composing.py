"""Composing: what a person gives, made into the tables of a store."""

from __future__ import annotations

from datetime import date

from cqfacts.errors import AmbiguousError, NotFoundError, UsageError
from cqfacts.lookup import describe_miss, find_keys
from cqfacts.model import MEASURE_UNITS, STATUSES
from cqfacts.period import PeriodError, parse_period
from cqfacts.record import Record
from cqfacts.store.facts import find_lack
from cqfacts.store.records import TOPIC_KEYS, is_name
from cqfacts.suggestion import find_near, suggest

from .entries import Entries, require_free_name
from .given import Given, MissingError, is_text
from .measuring import is_other_unit, measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cqfacts.model import Source
    from cqfacts.store import Store

_KEY_PARTS = 2


class Composed(Record):
    """A fact as it is to be written, with its indicator or source where these are new."""

    key: str
    fact: Mapping[str, Any]
    indicator: Mapping[str, Any] | None
    source: Mapping[str, Any] | None

    @property
    def entries(self) -> Entries:
        """What is to be added."""
        return Entries(
            facts=((self.key, self.fact),),
            indicators={} if self.indicator is None else {self.key: self.indicator},
            sources={} if self.source is None else {self.fact["source"]: self.source},
        )


def compose(store: Store, given: Given) -> Composed:
    """Return what is given as tables, held against what a store knows.

    Raises MissingError for the first part that is missing, NotFoundError, AmbiguousError and
    UsageError.
    """
    _require_text(given)
    key, is_new = _find_key(store, given)
    unit = given.unit if is_new else store.indicator(key).unit
    table, own_unit = _say(given, unit, is_new=is_new)
    indicator = {"label": given.label} if is_new else None
    if indicator is not None and (given.unit or own_unit):
        indicator["unit"] = given.unit or own_unit
    elif own_unit and (given.unit or is_other_unit(own_unit, unit)) and own_unit != unit:
        table["unit"] = own_unit
    for name in ("status", "of", "base", "note"):
        if (said := getattr(given, name)) is not None:
            table[name] = said
    _require_company(table)
    table |= _date(given)
    table["source"], source = _find_source(store, given)
    if given.words:
        table["stated"] = given.words
    return Composed(key=key, fact=table, indicator=indicator, source=source)


def _require_text(given: Given) -> None:
    """Find bytes that were no text where they came from; none of them may get into a file."""
    for name in Given.__annotations__:
        said = getattr(given, name)
        if isinstance(said, str) and not is_text(said):
            raise UsageError("what is given is not UTF-8", "type it again as text", place=name)


def _find_key(store: Store, given: Given) -> tuple[str, bool]:
    """Return the key that is meant, and whether it is a new one."""
    if given.key is None:
        raise MissingError("key", "no indicator is named", "name its key, as 'cqfacts list' has it")
    term = given.key.strip()
    if term not in store.keys and is_key(term) and given.label is not None:
        return term, True
    keys = find_keys(store, term, topics=False)
    if not keys and term.count(".") == 1:
        require_free_name(*term.split("."))
    if len(keys) > 1:
        raise AmbiguousError(f"'{term}' means {', '.join(keys)}", "name one of them")
    if keys:
        if given.label not in (None, store.indicator(keys[0]).label):
            raise UsageError(f"'{keys[0]}' is there already", "leave out --label")
        return keys[0], False
    problem, guess = describe_miss(store, term)
    if not is_key(term):
        raise NotFoundError(problem, f"{guess} a new one has a key like topic.name".lstrip())
    status = NotFoundError.exit_status
    raise MissingError("label", problem, "--label makes a new indicator", status, guess=guess)


def is_key(term: str) -> bool:
    """Whether a term may be the key of an indicator."""
    parts = term.split(".")
    if len(parts) != _KEY_PARTS or not all(map(is_name, parts)):
        return False
    return parts[0] not in ("schema", "store", "sources") and parts[1] not in TOPIC_KEYS


def _say(given: Given, unit: str | None, *, is_new: bool) -> tuple[dict[str, Any], str | None]:
    """Return what the fact says, a figure or a text, and the unit of the figure."""
    if given.status is not None and given.status not in STATUSES:
        raise UsageError(f"'{given.status}' is not a status", suggest(given.status, STATUSES))
    if given.text is not None:
        _require_no_figure(given, is_new=is_new)
        return {"text": given.text}, None
    if not given.words and given.value is None:
        raise MissingError(
            "words", "nothing is said of it", 'quote the words that state it: "exceeded 3 million"'
        )
    measured = measure(given, unit)
    own = MEASURE_UNITS.get(measured.table.get("measure", "level"))
    if own is not None and given.unit not in (None, own) and not is_new:
        name = measured.table["measure"]
        raise UsageError(f"a {name} {f'is in {own}' if own else 'has no unit'}", "leave out --unit")
    return dict(measured.table), measured.unit


def _require_no_figure(given: Given, *, is_new: bool) -> None:
    """Find what only a figure has beside a text. The unit of a new indicator is its own."""
    names = ("value", "measure", "qualifier", *(() if is_new else ("unit",)))
    said = [name for name in names if getattr(given, name) is not None]
    if said:
        raise UsageError(f"a text has no {said[0]}", f"leave out --{said[0]} or --text")


def _require_company(table: Mapping[str, Any]) -> None:
    """Find what a measure needs beside its value."""
    if lack := find_lack(table.get("measure", "level"), lambda key: key not in table):
        keys, problem = lack
        options = " or ".join(f"--{key}" for key in reversed(keys))
        raise MissingError(keys[-1], problem, f"give {options}")


def _date(given: Given) -> dict[str, Any]:
    if given.is_undated:
        if given.period is not None or given.is_each:
            raise UsageError("--undated goes with neither --period nor --each", "give one of them")
        return {}
    if given.period is None:
        raise MissingError(
            "period", "the fact has no period", "give --period, or --undated where there is none"
        )
    for option, text in (("--period", given.period), ("--base", given.base)):
        try:
            parse_period(text or given.period)
        except PeriodError as error:
            raise UsageError(error.problem, error.remedy, place=option) from error
    return {"period": given.period, **({"each": True} if given.is_each else {})}


def _find_source(store: Store, given: Given) -> tuple[str, dict[str, Any] | None]:
    """Return the id of the source, and its table where it is new."""
    if given.source is None:
        raise MissingError("source", "the fact has no source", "give its id with --source")
    parts = {"title": given.title, "publisher": given.publisher, "url": given.url}
    described = {name: said for name, said in parts.items() if said is not None}
    if given.source in store.source_ids:
        if not _says_the_same(store.source(given.source), described, given.published):
            raise UsageError(
                f"the source '{given.source}' is there already", "leave out what describes it"
            )
        return given.source, None
    if given.title is None:
        near = find_near(given.source, store.source_ids, most=1)
        guess = f"did you mean '{near[0]}'?" if near else ""
        problem, status = f"no source is called '{given.source}'", NotFoundError.exit_status
        raise MissingError("title", problem, "--title makes a new one", status, guess=guess)
    if given.published is not None:
        described["published"] = _read_day(given.published)
    return given.source, described


def _says_the_same(known: Source, described: Mapping[str, str], published: str | None) -> bool:
    """Whether what is said of a source is as it is there, so that several may bring the same."""
    if published is not None and (known.published is None or str(known.published) != published):
        return False
    return all(getattr(known, name) == said for name, said in described.items())


def _read_day(text: str) -> Any:  # noqa: ANN401 - a date among text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--published is '{text}', not a day", "write it like 2026-01-27"
        ) from error
