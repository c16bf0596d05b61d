"""Preparing: rows held against a store, one by one, and made into the entries that it lacks."""

from __future__ import annotations

from datetime import date

from cqfacts.amount import AmountError, parse_amount
from cqfacts.diagnostics import Location
from cqfacts.errors import UsageError
from cqfacts.flat.reading import get_said, read_fact
from cqfacts.model import Indicator
from cqfacts.record import Record, replace
from cqfacts.store.facts import build_fact
from cqfacts.suggestion import find_near

from .composing import is_key
from .entries import Entries
from .rows import RowProblem, RowsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .rows import Row, Rows

    Watch: TypeAlias = Callable[[int, int], None]
    """Is told how many rows are done, and how many there are."""

_OF_SOURCES = ("title", "publisher", "published", "url")
_OF_INDICATORS = ("label", "subject")
_WATCHED_EVERY = 100


class Prepared(Record):
    """The entries that rows come to, and the lines that these stand in.

    `lines` has those of an indicator's new facts by its key, in their order, and `homes` the first
    of what is new, by the names of its table. `skipped` counts the rows that say what is there.
    """

    entries: Entries
    lines: Mapping[str, Sequence[int]]
    homes: Mapping[tuple[str, str], int]
    skipped: int


def prepare(store: Store, rows: Rows, watch: Watch | None = None) -> Prepared:
    """Return what rows come to in a store. Raises RowsError with all that is wrong with them."""
    return _Preparation(store, rows).prepare(watch)


class _Preparation:
    """Rows on their way into one store."""

    def __init__(self, store: Store, rows: Rows) -> None:
        self.store = store
        self.rows = rows
        self.problems: list[RowProblem] = []
        # What the rows say of a source or an indicator first, by the line that says it.
        self.said: dict[tuple[str, str, str], tuple[int, Any]] = {}
        self.sources: dict[str, dict[str, Any]] = {}
        self.indicators: dict[str, Indicator] = {}
        self.homes: dict[tuple[str, str], int] = {}
        self.known: dict[str, set[Fact]] = {}

    def prepare(self, watch: Watch | None) -> Prepared:
        facts: list[tuple[str, dict[str, Any]]] = []
        lines: dict[str, list[int]] = {}
        sound = [row for row in self.rows.rows if self._note(row)]
        self._find_units(sound)
        for number, row in enumerate(sound):
            if watch and number % _WATCHED_EVERY == 0:
                watch(number, len(sound))
            if found := self._read(row):
                facts.append(found)
                lines.setdefault(found[0], []).append(row.line)
        if watch:
            watch(len(sound), len(sound))
        if self.problems:
            raise RowsError(sorted(self.problems, key=lambda one: one.line))
        entries = Entries(
            facts=tuple(facts),
            indicators={key: self._describe(one) for key, one in self.indicators.items()},
            sources=self.sources,
        )
        return Prepared(
            entries=entries, lines=lines, homes=self.homes, skipped=len(sound) - len(facts)
        )

    def _report(self, row: Row, message: str, check: str | None = None) -> None:
        problem, _, remedy = message.partition("; ")
        self.problems.append(
            RowProblem(
                file=self.rows.name, line=row.line, problem=problem, remedy=remedy, check=check
            )
        )

    def _note(self, row: Row) -> bool:
        """Note what a row says of its indicator and its source. Return whether that is sound."""
        messages = [*self._note_source(row), *self._note_indicator(row)]
        messages += self._find_differences(row)
        for message in messages:
            self._report(row, message)
        return not messages

    def _note_source(self, row: Row) -> Iterator[str]:
        record = row.record
        source_id = get_said(record, "source")
        if source_id is None or type(source_id) is not str:
            yield "the fact has no source; give the id of one in 'source'"
        elif source_id not in self.store.source_ids and source_id not in self.sources:
            if get_said(record, "title") is None:
                near = find_near(source_id, self.store.source_ids, most=1)
                guess = f"did you mean '{near[0]}'? " if near else ""
                yield f"no source is called '{source_id}'; {guess}a title makes a new one"
                return
            try:
                self.sources[source_id] = _describe_source(record)
                self.homes["sources", source_id] = row.line
            except UsageError as error:
                yield str(error)

    def _note_indicator(self, row: Row) -> Iterator[str]:
        record = row.record
        key = get_said(record, "key")
        if key is None or type(key) is not str:
            yield "the fact has no key; give that of an indicator in 'key'"
        elif key not in self.store.keys and key not in self.indicators:
            if not is_key(key):
                yield f"'{key}' is not a key; write one like topic.name, in lower case"
                return
            if (label := get_said(record, "label")) is None:
                near = find_near(key, self.store.keys, most=1)
                guess = f"did you mean '{near[0]}'? " if near else ""
                yield f"no indicator has the key '{key}'; {guess}a label makes a new one"
                return
            topic, name = key.split(".")
            subject = get_said(record, "subject") or self.store.subject
            self.indicators[key] = Indicator(topic=topic, name=name, label=label, subject=subject)
            self.homes[topic, name] = row.line

    def _find_differences(self, row: Row) -> Iterator[str]:
        """Yield where a row says another thing of its source or its indicator than is known."""
        for noun, name, fields in (
            ("indicator", get_said(row.record, "key"), _OF_INDICATORS),
            ("source", get_said(row.record, "source"), _OF_SOURCES),
        ):
            for field in fields:
                said = get_said(row.record, field)
                if said is None or type(name) is not str:
                    continue
                place, known = self.said.setdefault(
                    (noun, name, field), self._recall(noun, name, field, (row.line, said))
                )
                if said != known:
                    where = f"in line {place}" if place else "in the store"
                    yield (
                        f"{field} of '{name}' is '{said}', and '{known}' {where}; "
                        "correct one of them, or leave it empty"
                    )

    def _recall(self, noun: str, name: str, field: str, said: tuple[int, Any]) -> tuple[int, Any]:
        """Return what the store says, with line 0, else what the row does."""
        if noun == "indicator" and name in self.store.keys:
            return 0, getattr(self.store.indicator(name), field)
        if noun == "source" and name in self.store.source_ids:
            known = getattr(self.store.source(name), field)
            return 0, known.isoformat() if isinstance(known, date) else known
        return said

    def _find_units(self, rows: Sequence[Row]) -> None:
        """Give each new indicator the unit that its figures have, if there is one for all."""
        units: dict[str, dict[str | None, bool]] = {}
        for row in rows:
            key, measure = row.record["key"], get_said(row.record, "measure") or "level"
            has_figure = get_said(row.record, "written") or get_said(row.record, "value")
            if key in self.indicators and measure in ("level", "change") and has_figure:
                found, unit = units.setdefault(key, {}), get_said(row.record, "unit")
                found[unit] = measure == "level" or found.get(unit, False)
        for key, found in units.items():
            if None not in found:
                # A change may be in percent where the indicator is not.
                unit = next((one for one, is_level in found.items() if is_level), next(iter(found)))
                self.indicators[key] = replace(self.indicators[key], unit=unit)

    def _read(self, row: Row) -> tuple[str, dict[str, Any]] | None:
        """Return a fact with its key, None where it is unsound or there already."""
        key = row.record["key"]
        indicator = self.indicators.get(key) or self.store.indicator(key)
        try:
            table = read_fact(row.record, indicator.unit)
        except UsageError as error:
            self._report(row, str(error))
            return None
        sources = (self.sources, self.store.source_ids)
        place = Location(file=self.rows.name, line=row.line)
        fact, problems = build_fact(table, place, indicator, _Either(*sources))
        for one in problems:
            self._report(row, f"{one.problem}; {one.remedy}", one.check)
        if fact is None:
            return None
        if message := _hold_value(row.record, fact):
            self._report(row, message)
            return None
        if key not in self.known:
            facts = self.store.facts(key) if key in self.store.keys else ()
            self.known[key] = {replace(one, accept=()) for one in facts}
        if fact in self.known[key]:
            return None
        self.known[key].add(fact)
        return key, table

    def _describe(self, indicator: Indicator) -> dict[str, Any]:
        table = {"label": indicator.label}
        if indicator.unit:
            table["unit"] = indicator.unit
        if indicator.subject and indicator.subject != self.store.subject:
            table["subject"] = indicator.subject
        return table


class _Either:
    """What is in one of several collections."""

    def __init__(self, *collections: Any) -> None:  # noqa: ANN401 - whatever has members
        self.collections = collections

    def __contains__(self, one: object) -> bool:
        return any(one in collection for collection in self.collections)


def _describe_source(record: Mapping[str, Any]) -> dict[str, Any]:
    table = {name: said for name in _OF_SOURCES if (said := get_said(record, name)) is not None}
    if "published" in table:
        try:
            table["published"] = date.fromisoformat(table["published"])
        except (TypeError, ValueError) as error:
            raise UsageError(
                f"published is '{table['published']}', not a day; write it like 2026-01-27"
            ) from error
    return table


def _hold_value(record: Mapping[str, Any], fact: Fact) -> str | None:
    """Return what is wrong where a row gives a value that is not what its `written` gives."""
    value = get_said(record, "value")
    if value is None or fact.amount is None or get_said(record, "written") is None:
        return None
    try:
        is_same = parse_amount(str(value)).value == fact.amount.value
    except AmountError as error:
        return f"value: {error}"
    if is_same:
        return None
    return f"value is {value}, but '{fact.amount.written}' gives {fact.amount.value:f}; correct one"
