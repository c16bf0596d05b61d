"""Judging: the problems that a store has with new facts and did not have without them.

Only what may say something else because of them is built: their indicators, those that they are
set against, and, where one is new, the names of all.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from cqfacts.checks import check_store
from cqfacts.record import replace
from cqfacts.store import Store
from cqfacts.store.tables import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from cqfacts.diagnostics import Diagnostic, Location
    from cqfacts.store.positions import Positions

    from .own import Snapshot

_RESERVED = frozenset({"schema", "store", "sources"})


class Places:
    """Where things stand in the new content of a file, worked out when it is asked.

    `name` is what messages call the file, where that is not its path.
    """

    def __init__(self, path: str, content: bytes, name: str | None = None) -> None:
        self.path = path
        self.content = content
        self.name = path if name is None else name

    def describe(self, location: Location) -> str:
        """Return where something stands, as a message names it."""
        if location.file != self.path:
            return str(location)
        return f"{self.name}:{self._positions.find(location.keys, location.part)[0]}"

    def locate(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem with its line and column."""
        location = problem.location
        if location.file != self.path or location.line is not None:
            return problem
        line, column = self._positions.find(location.keys, location.part)
        return replace(problem, location=replace(location, line=line, column=column))

    @cached_property
    def _positions(self) -> Positions:
        from cqfacts.store.positions import Positions

        return Positions(self.content)


def narrow(snapshots: Sequence[Snapshot], keys: Collection[str]) -> Store:
    """Return a store of these indicators and of those whose figures are held against theirs."""
    wanted = set(keys)
    for key, facts in _all_facts(snapshots):
        for fact in facts:
            of = fact.get("of") if isinstance(fact, dict) else None
            if isinstance(of, str) and (key in keys or of in keys):
                wanted |= {key, of}
    return Store(
        File(name=one.path, tables=_select(one.tables, wanted), meant={}) for one in snapshots
    )


def find_new_problems(
    before: Store, after: Store, places: Places, today: date | None
) -> tuple[Diagnostic, ...]:
    """Return the problems of one store that another does not have, with their places."""
    old = set(check_store(before, today=today, place=places.describe))
    return tuple(
        places.locate(problem)
        for problem in check_store(after, today=today, place=places.describe)
        if problem not in old
    )


def find_more_problems(
    before: Store,
    after: Store,
    places: Mapping[str, Places],
    today: date | None,
    *,
    renamed: Callable[[Sequence[str]], Sequence[str]] | None = None,
) -> Iterator[Diagnostic]:
    """Yield the problems that one store has more than another, wherever they stand in it.

    Where tables were `renamed`, or moved to another file, a problem is known by its check and the
    names of its place.
    """

    def identify(problem: Diagnostic) -> Hashable:
        names = tuple(key for key in problem.location.keys if isinstance(key, str))
        if renamed:
            return problem.check, tuple(renamed(names))
        # The line and the number of a fact may be others after a change.
        return problem.check, problem.location.file, names, problem.problem, problem.remedy

    known = Counter(map(identify, check_store(before, today=today, place=_say_nothing)))
    plain = check_store(after, today=today, place=_say_nothing)
    described = check_store(
        after, today=today, place=lambda location: places[location.file].describe(location)
    )
    for one, problem in zip(map(identify, plain), described, strict=True):
        if known[one]:
            known[one] -= 1
        else:
            yield places[problem.location.file].locate(problem)


def _say_nothing(_: Location) -> str:
    return ""


def find_name_problems(
    before: Sequence[Snapshot], after: Sequence[Snapshot], places: Places
) -> tuple[Diagnostic, ...]:
    """Return the problems that come with new names and units; facts are not looked at."""
    old, new = (
        {
            problem
            for problem in check_store(_strip(snapshots))
            if problem.check not in {"indicator-empty", "source-unused", "schema-missing"}
        }
        for snapshots in (before, after)
    )
    return tuple(map(places.locate, sorted(new - old, key=str)))


def _strip(snapshots: Sequence[Snapshot]) -> Store:
    """Return a store without facts; where nothing but facts is said of an indicator it is empty."""
    return Store(
        File(
            name=one.path,
            tables={
                topic: table
                if topic in _RESERVED or not isinstance(table, dict)
                else {name: _without_facts(inner) for name, inner in table.items()}
                for topic, table in one.tables.items()
            },
            meant={},
        )
        for one in snapshots
    )


def _without_facts(table: object) -> object:
    if not isinstance(table, dict):
        return table
    return {key: value for key, value in table.items() if key != "facts"}


def _select(tables: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """Return the tables of a file with these indicators only."""
    selected: dict[str, Any] = {}
    for topic, table in tables.items():
        if topic in _RESERVED or not isinstance(table, dict):
            selected[topic] = table
            continue
        kept = {
            name: inner
            for name, inner in table.items()
            if not isinstance(inner, dict) or f"{topic}.{name}" in wanted
        }
        if kept:
            selected[topic] = kept
    return selected


def _all_facts(snapshots: Sequence[Snapshot]) -> Iterator[tuple[str, Sequence[Any]]]:
    for one in snapshots:
        for topic, table in one.tables.items():
            if topic in _RESERVED or not isinstance(table, dict):
                continue
            for name, inner in table.items():
                facts = inner.get("facts") if isinstance(inner, dict) else None
                if isinstance(facts, list):
                    yield f"{topic}.{name}", facts
