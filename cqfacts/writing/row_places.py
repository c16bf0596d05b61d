"""Places of rows: what is found of new facts is told where the rows are that they come from."""

from __future__ import annotations

from cqfacts.record import replace

from .judging import Places
from .rows import RowProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.diagnostics import Diagnostic, Location

    from .own import Snapshot
    from .preparing import Prepared
    from .rows import Rows


class RowPlaces(Places):
    """Where things stand: in the rows, or in the file as it was before them.

    New facts come after those that were there, so that theirs keep their places and numbers.
    """

    def __init__(self, path: str, before: Snapshot | None, rows: Rows, prepared: Prepared) -> None:
        super().__init__(path, before.content if before else b"")
        self.tables = before.tables if before else {}
        self.rows = rows
        self.prepared = prepared

    def describe(self, location: Location) -> str:
        """Return where something stands, as a message names it."""
        line = self._find_line(location)
        return f"{self.rows.name}:{line}" if line else super().describe(location)

    def locate(self, problem: Diagnostic) -> Diagnostic:
        """Return a problem at its row, or with its line in the store."""
        line = self._find_line(problem.location)
        if line is None:
            return super().locate(problem)
        place = replace(problem.location, file=self.rows.name, line=line, column=1)
        return replace(problem, location=place)

    def tell(self, problems: Iterable[Diagnostic]) -> list[RowProblem]:
        """Return problems as those of rows, by their lines."""
        told = []
        for one in map(self.locate, problems):
            place = one.location
            told.append(
                RowProblem(
                    file=place.file if place.line else str(place),
                    line=place.line or 0,
                    problem=one.problem,
                    remedy=one.remedy,
                    check=one.check,
                    severity=one.severity,
                )
            )
        return sorted(told, key=lambda one: (one.file != self.rows.name, one.line))

    def _find_line(self, location: Location) -> int | None:
        """Return the line of the row that something comes from, None where it was there before."""
        if location.file != self.path:
            return None
        match location.keys:
            case (str(topic), str(name), "facts", int(number), *_):
                key = f"{topic}.{name}"
                known = self.tables.get(topic, {}).get(name, {}).get("facts", ())
                lines = self.prepared.lines.get(key, ())
                new = number - len(known)
                return lines[new] if 0 <= new < len(lines) else None
            case (str(topic), str(name), *_):
                return self.prepared.homes.get((topic, name))
        return None
