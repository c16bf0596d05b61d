"""Recovery: reading on after a syntax error, so that a check finds every fault in one run.

A statement that TOML refuses is blanked out, and the rest is read again.
"""

from __future__ import annotations

import codecs
import re

import tomli

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.record import Record, replace

from .slips import (
    Broken,
    explain,
    explain_opening,
    find_single_header,
    find_slip,
    is_header,
    is_unclosed,
)
from .tables import File, Number, parse_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

MOST_ERRORS = 100
"""After so many syntax errors a file is given up."""

_STATEMENT = re.compile(r"\s*(?:\[|[\w\"'.-]+\s*=)")
_LONG_NUMBER = re.compile(r"(?<![0-9_])[0-9][0-9_]{1000}")
_DEEP = re.compile(r"[\[{](?:\s*[\[{]){60}|(?<![\w.])(?:\w+\.){100}")


class Reading(Record):
    """What could be read of a file, and what could not.

    `content` is the file with the refused statements blanked: their lines are `blanked` (from 1),
    their text is `refused`. A file with too many errors is not `is_whole`: it was given up.
    """

    file: File
    content: bytes
    problems: tuple[Diagnostic, ...]
    blanked: frozenset[int] = frozenset()
    refused: str = ""
    is_whole: bool = True


def read_on(content: bytes, name: str) -> Reading:
    """Read all of a file that can be read. Raises StoreSyntaxError when it is not UTF-8."""
    problems: list[Diagnostic] = []
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        problem = "the file starts with a byte order mark"
        mark = Broken(name, 0, "").report(1, "toml-mark", problem, "save it without")
        problems.append(replace(mark, severity="warning"))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        # Raises, with the place.
        parse_tables(content, name)
        raise
    recovery = _Recovery(name, text.split("\n"), problems)
    tables = recovery.read()
    return Reading(
        file=File(name=name, tables=tables or {}),
        content="\n".join(recovery.lines).encode(),
        problems=tuple(recovery.problems),
        blanked=frozenset(recovery.blanked),
        refused="\n".join(recovery.refused),
        is_whole=tables is not None,
    )


class _Recovery:
    """One file being read on: its lines, of which the refused ones are blanked as they are met."""

    def __init__(self, name: str, lines: list[str], problems: list[Diagnostic]) -> None:
        self.name = name
        self.lines = lines
        self.problems = problems
        self.blanked: set[int] = set()
        self.refused: list[str] = []

    def read(self) -> dict[str, Any] | None:
        """Return the tables that are left, None when the file is given up."""
        while len(self.problems) < MOST_ERRORS:
            try:
                return tomli.loads("\n".join(self.lines), parse_float=Number)
            except tomli.TOMLDecodeError as error:
                self._meet(error)
            except RecursionError:
                place = self._find(_DEEP)
                problem = "tables or arrays are nested too deeply"
                remedy = "keep to topics, indicators and facts"
                if not self._refuse(place, "toml-nesting", problem, remedy):
                    return None
            except ValueError:
                # The one other thing that Python refuses is a number of thousands of digits.
                place = self._find(_LONG_NUMBER)
                problem, remedy = "a number has thousands of digits", "write at most 40"
                if not self._refuse(place, "value-invalid", problem, remedy):
                    return None
        location = Location(file=self.name, line=1, column=1)
        self.problems.append(
            Diagnostic(
                check="toml-syntax",
                location=location,
                problem=f"there are {MOST_ERRORS} syntax errors, and the rest is not checked",
                remedy="correct these first",
            )
        )
        return None

    def _meet(self, error: tomli.TOMLDecodeError) -> None:
        """Report a syntax error and blank the statement it is in."""
        row = min(error.lineno, len(self.lines)) - 1
        if self._mend_header(row):
            return
        slip = find_slip(self._broken(row), error.colno)
        if is_unclosed(error) and slip is None:
            row = self._find_opening(row)
            start = end = row
            broken = self._broken(row)
            self.problems.append(explain_opening(error, broken))
        else:
            while row > 0 and not self.lines[row].strip():
                row -= 1
            start, end = self._find_start(row), row
            self.problems.append(explain(error, self.lines, row, self.name))
        if start < end:
            end = self._find_end(end)
        if is_header(self.lines[start]):
            end = self._find_next_header(start + 1) - 1
        self._blank(start, end)

    def _mend_header(self, row: int) -> bool:
        """Make a list of the one `[table]` among `[[tables]]` of its name, where that is the error.

        Blanking either would lose sound facts.
        """
        number = find_single_header(self.lines, row)
        if number is None:
            return False
        broken = self._broken(number)
        header = broken.line.partition("#")[0].strip()
        problem = f"{header} is one table, and others of its name are a list"
        self.problems.append(
            broken.report(broken.start, "toml-syntax", problem, f"write [{header}]")
        )
        self.lines[number] = broken.line.replace(header, f"[{header}]", 1)
        return True

    def _refuse(self, place: tuple[int, int] | None, check: str, problem: str, remedy: str) -> bool:
        """Report a line that cannot even be parsed and blank it; False where it is not found."""
        row, column = place or (0, 0)
        broken = self._broken(row)
        self.problems.append(broken.report(column + 1, check, problem, remedy))
        if place is None:
            return False
        start = self._find_start(row)
        self._blank(start, self._find_end(row) if start < row else row)
        return True

    def _broken(self, row: int) -> Broken:
        return Broken(self.name, row, self.lines[row])

    def _blank(self, start: int, end: int) -> None:
        for number in range(start, end + 1):
            self.refused.append(self.lines[number])
            self.lines[number] = ""
            self.blanked.add(number + 1)

    def _find(self, pattern: re.Pattern[str]) -> tuple[int, int] | None:
        """Return row and column, from 0, of what a pattern finds first."""
        for row, line in enumerate(self.lines):
            if found := pattern.search(line):
                return row, found.start()
        return None

    def _find_start(self, row: int) -> int:
        """Return the row in which the statement of a row starts: all before it can be read."""
        top = row
        while top > 0 and not is_header(self.lines[top]):
            top -= 1
        for start in range(row, top, -1):
            if _can_be_read(self.lines[top:start]):
                return start
        return top if top == row else row

    def _find_end(self, row: int) -> int:
        """Return the last row of a statement that goes on after a row."""
        end = row
        while end + 1 < len(self.lines) and not _STATEMENT.match(self.lines[end + 1]):
            end += 1
        return end

    def _find_next_header(self, row: int) -> int:
        while row < len(self.lines) and not is_header(self.lines[row]):
            row += 1
        return row

    def _find_opening(self, row: int) -> int:
        """Return the row that opens what is never closed: no end of it makes a whole.

        Tables before it can be read by themselves, so it is looked for by halves.
        """
        headers = [number for number, line in enumerate(self.lines[: row + 1]) if is_header(line)]
        boundaries = [0, *headers]
        first = _bisect(boundaries, lambda number: _can_be_read(self.lines[:number]))
        top = boundaries[first]
        for end in range(top + 1, row + 2):
            if not _can_be_read(self.lines[top:end]) and not any(
                _can_be_read(self.lines[top:later]) for later in range(end + 1, row + 2)
            ):
                return end - 1
        return row


def _bisect(numbers: Sequence[int], holds: Callable[[int], bool]) -> int:
    """Return the place of the last number for which something holds, that is true up to it."""
    low, high = 0, len(numbers)
    while high - low > 1:
        middle = (low + high) // 2
        if holds(numbers[middle]):
            low = middle
        else:
            high = middle
    return low


def _can_be_read(lines: list[str]) -> bool:
    try:
        tomli.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return False
    return True
