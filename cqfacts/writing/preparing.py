"""Preparing: rows held against a store, one by one, and made into the entries that it lacks."""

from __future__ import annotations

from cqfacts.amount import AmountError, parse_amount
from cqfacts.diagnostics import Location
from cqfacts.errors import UsageError
from cqfacts.flat.reading import get_said, read_fact
from cqfacts.record import Record, replace
from cqfacts.store.facts import build_fact

from .described import Described
from .entries import Entries
from .rows import RowProblem, RowsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .rows import Row, Rows

    Watch: TypeAlias = Callable[[int, int], None]
    """Is told how many rows are done, and how many there are."""

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
        self.described = Described(store)
        self.sources = _Either(self.described.sources, store.source_ids)
        self.known: dict[str, set[Fact]] = {}

    def prepare(self, watch: Watch | None) -> Prepared:
        facts: list[tuple[str, dict[str, Any]]] = []
        lines: dict[str, list[int]] = {}
        described = self.described
        named = [row for row in self.rows.rows if self._is_sound(row, described.hold(row))]
        sound = [row for row in named if self._is_sound(row, described.make(row))]
        described.find_units(sound)
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
            indicators={key: described.tabulate(one) for key, one in described.indicators.items()},
            sources=described.sources,
        )
        return Prepared(
            entries=entries, lines=lines, homes=described.homes, skipped=len(sound) - len(facts)
        )

    def _report(self, row: Row, message: str, check: str | None = None) -> None:
        problem, _, remedy = message.partition("; ")
        self.problems.append(
            RowProblem(
                file=self.rows.name, line=row.line, problem=problem, remedy=remedy, check=check
            )
        )

    def _is_sound(self, row: Row, messages: Iterable[str]) -> bool:
        """Report what is wrong with a row. Return whether nothing is."""
        found = list(messages)
        for message in found:
            self._report(row, message)
        return not found

    def _read(self, row: Row) -> tuple[str, dict[str, Any]] | None:
        """Return a fact with its key, None where it is unsound or there already."""
        key = row.record["key"]
        indicator = self.described.indicators.get(key) or self.store.indicator(key)
        try:
            table = read_fact(row.record, indicator.unit)
        except UsageError as error:
            self._report(row, str(error))
            return None
        place = Location(file=self.rows.name, line=row.line)
        fact, problems = build_fact(table, place, indicator, self.sources)
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
        plain = replace(fact, accept=())
        if plain in self.known[key]:
            return None
        self.known[key].add(plain)
        return key, table


class _Either:
    """What is in one of several collections."""

    def __init__(self, *collections: Any) -> None:  # noqa: ANN401 - whatever has members
        self.collections = collections

    def __contains__(self, one: object) -> bool:
        return any(one in collection for collection in self.collections)


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
