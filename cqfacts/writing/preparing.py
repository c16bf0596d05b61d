"""Preparing: rows held against a store, one by one, and made into the entries that it lacks."""

from __future__ import annotations

from cqfacts.amount import AmountError, parse_amount
from cqfacts.diagnostics import Location
from cqfacts.errors import UsageError
from cqfacts.flat.reading import get_said, read_fact
from cqfacts.model import Indicator
from cqfacts.record import Record, replace
from cqfacts.store.facts import BuiltTable, build_fact

from .described import Described, is_named
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
    _Known: TypeAlias = tuple[int, tuple[str, ...]]
    """The line that a fact was met in, 0 for the store, and what it accepts."""

_WATCHED_EVERY = 100
_MOST_SHOWN = 20


class Prepared(Record):
    """The entries that rows come to, and the lines that these stand in.

    `lines` has those of an indicator's new facts by its key, in their order, and `homes` the first
    of what is new, by the names of its table. `skipped` counts the rows that say what is there.
    `first` are the first few of the new facts.
    """

    entries: Entries
    lines: Mapping[str, Sequence[int]]
    homes: Mapping[tuple[str, str], int]
    skipped: int
    first: tuple[Fact, ...]


def prepare(store: Store, rows: Rows, watch: Watch | None = None) -> Prepared:
    """Return what rows come to in a store. Raises RowsError with all that is wrong with them."""
    return _Preparation(store, rows).prepare(watch)


class _Preparation:
    """Rows on their way into one store."""

    def __init__(self, store: Store, rows: Rows) -> None:
        self.store = store
        self.rows = rows
        self.problems: list[RowProblem] = [*rows.problems]
        self.described = Described(store, rows.unread)
        # The facts of an indicator without what they accept, which is held against it apart.
        self.known: dict[str, dict[Fact, _Known]] = {}
        self.first: list[Fact] = []

    def prepare(self, watch: Watch | None) -> Prepared:
        facts: list[tuple[str, dict[str, Any]]] = []
        lines: dict[str, list[int]] = {}
        described = self.described
        for row in self.rows.rows:
            self._tell(row, described.hold(row))
        # A row has all of its problems told, but what it does not name cannot be looked for.
        named = [row for row in self.rows.rows if is_named(row)]
        for row in named:
            self._tell(row, described.make(row))
        described.find_units(named)
        for number, row in enumerate(named):
            if watch and number % _WATCHED_EVERY == 0:
                watch(number, len(named))
            if found := self._read(row):
                facts.append(found)
                lines.setdefault(found[0], []).append(row.line)
        if watch:
            watch(len(named), len(named))
        if self.problems:
            raise RowsError(sorted(self.problems, key=lambda one: one.line))
        entries = Entries(
            facts=tuple(facts),
            indicators={key: described.tabulate(one) for key, one in described.indicators.items()},
            sources=described.sources,
        )
        return Prepared(
            entries=entries,
            lines=lines,
            homes=described.homes,
            skipped=len(named) - len(facts),
            first=tuple(self.first),
        )

    def _report(self, row: Row, problem: str, remedy: str, check: str | None = None) -> None:
        self.problems.append(
            RowProblem(
                file=self.rows.name, line=row.line, problem=problem, remedy=remedy, check=check
            )
        )

    def _tell(self, row: Row, problems: Iterable[tuple[str, str]]) -> None:
        for problem, remedy in problems:
            self._report(row, problem, remedy)

    def _read(self, row: Row) -> tuple[str, dict[str, Any]] | None:
        """Return a fact with its key, None where it is unsound or there already."""
        key = row.record["key"]
        indicator = self.described.indicators.get(key) or self._find_indicator(key)
        try:
            table = read_fact(row.record, indicator.unit)
        except UsageError as error:
            self._report(row, error.problem, error.remedy)
            return None
        place = Location(file=self.rows.name, line=row.line)
        # Whether there is such a source has been told.
        fact, problems = build_fact(table, place, indicator, (row.record["source"],))
        for one in problems:
            self._report(row, one.problem, one.remedy, one.check)
        if fact is None:
            return None
        if found := _hold_value(row.record, fact):
            self._report(row, *found)
            return None
        bare = _lay_bare(fact)
        known = self._find_known(key)
        if bare in known:
            if found := _hold_accepted(fact, *known[bare]):
                self._report(row, *found)
            return None
        known[bare] = row.line, fact.accept
        if len(self.first) < _MOST_SHOWN:
            self.first.append(fact)
        return key, BuiltTable(table, fact)

    def _find_indicator(self, key: str) -> Indicator:
        """Return an indicator of the store, a blank one where it has none, which has been told."""
        if key in self.store.keys:
            return self.store.indicator(key)
        return Indicator(topic="", name="", label=key)

    def _find_known(self, key: str) -> dict[Fact, _Known]:
        if key not in self.known:
            facts = self.store.facts(key) if key in self.store.keys else ()
            self.known[key] = {_lay_bare(one): (0, one.accept) for one in facts}
        return self.known[key]


def _lay_bare(fact: Fact) -> Fact:
    """Return a fact without what it accepts, which it most often is."""
    return replace(fact, accept=()) if fact.accept else fact


def _hold_value(record: Mapping[str, Any], fact: Fact) -> tuple[str, str] | None:
    """Return what is wrong where a row gives a value that is not what its `written` gives.

    With it comes what to do.
    """
    value = get_said(record, "value")
    if value is None or fact.amount is None or get_said(record, "written") is None:
        return None
    try:
        is_same = parse_amount(str(value)).value == fact.amount.value
    except AmountError as error:
        return f"value: {error.problem}", error.remedy
    if is_same:
        return None
    problem = f"value is {value}, but '{fact.amount.written}' gives {fact.amount.value:f}"
    return problem, "correct one"


def _hold_accepted(fact: Fact, line: int, known: Sequence[str]) -> tuple[str, str] | None:
    """Return what is wrong where a row accepts something else than the same fact elsewhere.

    With it comes what to do.
    """
    if not fact.accept or set(fact.accept) == set(known):
        return None
    where = f"in line {line}" if line else "in the store"
    other = f"and '{' '.join(known)}' {where}" if known else f"and not said {where}"
    problem = f"accept of the fact is '{' '.join(fact.accept)}', {other}"
    return problem, "correct one of them, or leave it empty"
