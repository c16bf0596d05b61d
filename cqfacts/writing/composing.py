"""Composing: what a person gives, made into the tables of a store."""

from __future__ import annotations

from datetime import date

from cqfacts.errors import AmbiguousError, NotFoundError, UsageError
from cqfacts.lookup import describe_miss, find_keys
from cqfacts.model import STATUSES
from cqfacts.period import PeriodError, parse_period
from cqfacts.record import Record
from cqfacts.store.records import is_name
from cqfacts.suggestion import find_near, suggest

from .entries import Entries
from .given import MissingError
from .measuring import is_other_unit, measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cqfacts.store import Store

    from .given import Given

_KEY_PARTS = 2
_NEED_OF = frozenset({"share", "rank", "streak"})


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
    key, is_new = _find_key(store, given)
    unit = given.unit if is_new else store.indicator(key).unit
    table, own_unit = _say(given, unit)
    indicator = {"label": given.label} if is_new else None
    if indicator is not None and own_unit:
        indicator["unit"] = own_unit
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


def _find_key(store: Store, given: Given) -> tuple[str, bool]:
    """Return the key that is meant, and whether it is a new one."""
    if given.key is None:
        raise MissingError("key", "no indicator is named", "name its key, as 'cqfacts list' has it")
    term = given.key.strip()
    if term not in store.keys and is_key(term) and given.label is not None:
        return term, True
    keys = find_keys(store, term, topics=False)
    if len(keys) > 1:
        raise AmbiguousError(f"'{term}' means {', '.join(keys)}; name one of them")
    if keys:
        if given.label is not None:
            raise UsageError(f"'{keys[0]}' is there already; leave out --label")
        return keys[0], False
    miss = describe_miss(store, term).removesuffix(" 'cqfacts list' shows everything")
    problem, _, guess = miss.partition(";")
    if not is_key(term):
        raise NotFoundError(f"{problem};{guess} a new one has a key like topic.name")
    remedy = f"{guess.strip()} --label makes a new indicator".strip()
    raise MissingError("label", problem, remedy, NotFoundError.exit_status)


def is_key(term: str) -> bool:
    """Whether a term may be the key of an indicator."""
    parts = term.split(".")
    is_free = parts[0] not in ("schema", "store", "sources")
    return len(parts) == _KEY_PARTS and all(map(is_name, parts)) and is_free


def _say(given: Given, unit: str | None) -> tuple[dict[str, Any], str | None]:
    """Return what the fact says, a figure or a text, and the unit of the figure."""
    if given.status is not None and given.status not in STATUSES:
        raise UsageError(f"'{given.status}' is not a status; {suggest(given.status, STATUSES)}")
    if given.text is not None:
        if given.value is not None or given.measure is not None:
            raise UsageError("a text has neither value nor measure; give one of them")
        return {"text": given.text}, None
    if not given.words and given.value is None:
        raise MissingError(
            "words", "nothing is said of it", 'quote the words that state it: "exceeded 3 million"'
        )
    measured = measure(given, unit)
    return dict(measured.table), measured.unit


def _require_company(table: Mapping[str, Any]) -> None:
    """Find what a measure needs beside its value."""
    name = table.get("measure", "level")
    if name in _NEED_OF and "of" not in table:
        raise MissingError("of", f"a {name} needs what it is a {name} of", "give --of")
    if name == "change" and not table.keys() & {"of", "base"}:
        raise MissingError("base", "a change needs what it is a change from", "give --base or --of")
    if name == "multiple" and "base" not in table:
        raise MissingError("base", "a multiple needs the period it is a multiple of", "give --base")


def _date(given: Given) -> dict[str, Any]:
    if given.is_undated:
        if given.period is not None or given.is_each:
            raise UsageError("--undated goes with neither --period nor --each; give one of them")
        return {}
    if given.period is None:
        raise MissingError(
            "period", "the fact has no period", "give --period, or --undated where there is none"
        )
    for option, text in (("--period", given.period), ("--base", given.base)):
        try:
            parse_period(text or given.period)
        except PeriodError as error:
            raise UsageError(f"{option}: {error}") from error
    return {"period": given.period, **({"each": True} if given.is_each else {})}


def _find_source(store: Store, given: Given) -> tuple[str, dict[str, Any] | None]:
    """Return the id of the source, and its table where it is new."""
    if given.source is None:
        raise MissingError("source", "the fact has no source", "give its id with --source")
    parts = {"title": given.title, "publisher": given.publisher, "url": given.url}
    described = {name: said for name, said in parts.items() if said is not None}
    if given.source in store.source_ids:
        if described or given.published:
            raise UsageError(
                f"the source '{given.source}' is there already; leave out what describes it"
            )
        return given.source, None
    if given.title is None:
        near = find_near(given.source, store.source_ids, most=1)
        guess = f"did you mean '{near[0]}'? " if near else ""
        problem = f"no source is called '{given.source}'"
        remedy = f"{guess}--title makes a new one"
        raise MissingError("title", problem, remedy, NotFoundError.exit_status)
    if given.published is not None:
        described["published"] = _read_day(given.published)
    return given.source, described


def _read_day(text: str) -> Any:  # noqa: ANN401 - a date among text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--published is '{text}', not a day; write it like 2026-01-27") from error
