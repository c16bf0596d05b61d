"""Running the checks: over the files of a store, or over a store that is open."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import date

from cqfacts.diagnostics import Location
from cqfacts.errors import LimitError, StoreError, StoreSyntaxError
from cqfacts.files import MOST_PROBLEMS, BusyError
from cqfacts.record import replace
from cqfacts.store import Store
from cqfacts.store.files import find_files
from cqfacts.store.recovery import read_on
from cqfacts.store.tables import read_content

from . import documents, stated, structure, truth
from .report import Context, report
from .rules import RULES_BY_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.store.positions import Positions
    from cqfacts.store.recovery import RecoveredFile

# What is wrong with a key as it stands, whatever its table lost.
_IN_SPITE = frozenset(
    {"key-unknown", "type-wrong", "text-empty", "text-nul", "period-invalid", "period-unquoted"}
    | {"value-invalid", "measure-unknown", "status-unknown", "qualifier-unknown", "kind-unknown"}
    | {"better-unknown", "growth-basis-unknown", "name-invalid", "key-repeated", "alias-hidden"}
    | {"alias-ambiguous", "unit-spelled", "of-unknown", "period-future", "source-repeated"}
)

_CHECKS: tuple[Callable[[Context], Iterator[Diagnostic]], ...] = (
    structure.check_schema,
    structure.check_sources,
    structure.check_repetitions,
    structure.check_names,
    structure.check_units,
    structure.check_indicators,
    structure.check_keys,
    structure.check_periods,
    structure.check_words,
    structure.check_references,
    structure.check_accepted,
    truth.check_rivals,
    truth.check_growth,
    truth.check_shares,
    truth.check_streaks,
    truth.check_claims,
    truth.check_targets,
    stated.check_stated,
    documents.check_documents,
)


def check_files(
    paths: Sequence[str | os.PathLike[str]],
    *,
    documents: Path | None = None,
    today: date | None = None,
    accepted: bool = False,
    wanted: Container[str] = RULES_BY_ID,
) -> list[Diagnostic]:
    """Return the problems of a store's files, sorted by place, each with line and column.

    A file that is not TOML is read on past its errors. `documents` is a folder of
    `<source-id>.txt`; `accepted` adds what facts accept, and `wanted` are the ids of the checks to
    be told of. There are all problems, or the first 10,000 and one more that says so. Raises
    StoreError for a folder without files of a store.
    """
    with _without_collector():
        files = find_files(paths)
        found = _check_files(files, documents, today or _today(), wanted, accepted=accepted)
    order = {path: number for number, path in enumerate(files)}
    return sorted(dict.fromkeys(found), key=lambda problem: _order_of(problem, order))


def _check_files(
    files: Sequence[str],
    documents: Path | None,
    today: date,
    wanted: Container[str],
    *,
    accepted: bool,
) -> list[Diagnostic]:
    recovered: list[RecoveredFile] = []
    found: list[Diagnostic] = []
    for path in files:
        try:
            recovered.append(read_on(read_content(path), path))
        except StoreSyntaxError as error:
            found.append(place_error(error))
        except LimitError as error:
            place = Location(file=path, line=1, column=1)
            found.append(report("file-limit", place, error.problem, error.remedy))
        except StoreError as error:
            cause = error.__cause__
            if isinstance(cause, BusyError):
                # It is no problem of the store.
                raise
            reason = getattr(cause, "strerror", cause)
            said = f"the file cannot be read ({reason})"
            place = Location(file=path, line=1, column=1)
            found.append(report("file-unreadable", place, said, "correct the path or the file"))
    places = _Places(recovered)
    store = Store(one.file for one in recovered)
    context = Context(store=store, today=today, documents=documents, place=places.describe)
    for one in recovered:
        found += one.problems
    found = [problem for problem in found if problem.check in wanted]
    for problem in _run(context, accepted=accepted):
        if problem.check not in wanted or places.is_follow_on(problem):
            continue
        if len(found) >= MOST_PROBLEMS:
            found.append(_tell_rest(files[0]))
            break
        found.append(places.locate(problem))
    return found


def _tell_rest(file: str) -> Diagnostic:
    problem = f"there are more than {MOST_PROBLEMS:,} problems, and the rest is not shown"
    place = Location(file=file, line=1, column=1)
    remedy = "correct these first, or name checks with --only"
    return report("problems-many", place, problem, remedy)


def check_store(
    store: Store,
    *,
    today: date | None = None,
    accepted: bool = False,
    place: Callable[[Location], str] = str,
) -> list[Diagnostic]:
    """Return every problem of a store that is open, in store order, without line and column.

    `place` says where a second place stands that a message names.
    """
    context = Context(store=store, today=today or _today(), place=place)
    return list(_run(context, accepted=accepted))


def _run(context: Context, *, accepted: bool) -> Iterator[Diagnostic]:
    yield from context.store.find_diagnostics()
    acceptances = {
        (fact.origin.file, fact.origin.keys): frozenset(fact.accept)
        for fact in context.all_facts
        if fact.accept
    }
    for check in _CHECKS:
        for problem in check(context):
            # A problem stands at a fact or at one of its keys.
            keys = problem.location.keys
            places = [
                (problem.location.file, keys[:length]) for length in (len(keys), len(keys) - 1)
            ]
            is_accepted = any(problem.check in acceptances.get(place, ()) for place in places)
            if accepted or not is_accepted:
                yield problem


class _Places:
    """Where things stand in files, worked out for a file when it has a problem to place."""

    def __init__(self, recovered: Iterable[RecoveredFile]) -> None:
        self._files = {one.file.name: one for one in recovered}
        self._positions: dict[str, Positions] = {}

    def locate(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem with its line and column."""
        location = problem.location
        if location.line is not None or location.file not in self._files:
            return problem
        line, column = self._of(location.file).find(location.keys, location.part)
        return replace(problem, location=replace(location, line=line, column=column))

    def describe(self, location: Location) -> str:
        """Return where something stands, as a message names it."""
        if location.file not in self._files:
            return str(location)
        line, _ = self._of(location.file).find(location.keys, location.part)
        return f"{location.file}:{line}"

    def is_follow_on(self, problem: Diagnostic) -> bool:
        """Whether a problem only follows from a syntax error, which is told already."""
        if not any(one.blanked or not one.is_whole for one in self._files.values()):
            return False
        missing = problem.missing
        if missing is not None:
            # It may be in what could not be read.
            return any(missing in one.refused or not one.is_whole for one in self._files.values())
        return problem.check not in _IN_SPITE and self._lost_a_line(problem.location)

    def _lost_a_line(self, location: Location) -> bool:
        """Whether the table of a problem lost a line to a syntax error."""
        file = self._files.get(location.file)
        if file is None or not file.blanked or not location.keys:
            return False
        # A fact is the fourth key of its path, [topic][name][facts][number]; a header the second.
        is_fact = location.keys[2:3] == ("facts",)
        keys = location.keys[:4] if is_fact else location.keys[:2]
        lines = self._of(location.file).find_lines(keys)
        around = range(lines.start, self._reach(file, lines.stop))
        return not file.blanked.isdisjoint(around)

    @staticmethod
    def _reach(file: RecoveredFile, line: int) -> int:
        """Return the line after a table, with the blanked lines that follow it directly."""
        while line in file.blanked:
            line += 1
        return line

    def _of(self, file: str) -> Positions:
        if file not in self._positions:
            from cqfacts.store.positions import Positions

            self._positions[file] = Positions(self._files[file].content)
        return self._positions[file]


def place_error(error: StoreSyntaxError) -> Diagnostic:
    """Return why a file cannot be read at all, at its first line where no line is to blame."""
    found = error.diagnostic
    if found.location.line is not None:
        return found
    return replace(found, location=replace(found.location, line=1, column=1))


def _order_of(problem: Diagnostic, order: dict[str, int]) -> tuple[int, int, int, str]:
    location = problem.location
    return (
        order.get(location.file, len(order)),
        location.line or 0,
        location.column or 0,
        problem.check,
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector from searching records that all stay: a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - what is to come is so for the reader
