"""Recovery: reading on after a syntax error, so that a check finds every fault in one run.

A statement that TOML refuses is blanked out, and the rest is read again.
"""

from __future__ import annotations

import codecs
import re

import tomli

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.record import Record, replace

from .lines import Lines
from .scanning import find_pairs
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
    from collections.abc import Sequence
    from typing import Any

MOST_ERRORS = 100
"""After so many syntax errors a file is given up."""
MOST_READINGS = 4
"""How often as much as a file holds is read again because of errors, before it is given up."""

_SMALL = 1_000_000
"""So many characters are always read again, however small a file is."""
_WINDOWS = 64
_HEADER_COST = 40
"""What it costs to look at a line for its header, in characters read."""

_STATEMENT = re.compile(r"\s*(?:\[|[\w\"'.-]+\s*=)")
_LONG_NUMBER = re.compile(r"(?<![0-9_])[0-9][0-9_]{1000}")
_DEEP = re.compile(r"[\[{](?:\s*[\[{]){60}|(?<![\w.])(?:\w+\.){100}")


class RecoveredFile(Record):
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


def read_on(content: bytes, name: str) -> RecoveredFile:
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
    try:
        tables = tomli.loads(text, parse_float=Number)
    except (ValueError, RecursionError):
        return _recover(name, text, problems)
    return RecoveredFile(
        file=File(name=name, tables=tables), content=content, problems=tuple(problems)
    )


def _recover(name: str, text: str, problems: list[Diagnostic]) -> RecoveredFile:
    recovery = _Recovery(name, text.split("\n"), problems, len(text))
    tables = recovery.read()
    return RecoveredFile(
        file=File(name=name, tables=tables or {}),
        content="\n".join(recovery.lines).encode(),
        problems=tuple(recovery.problems),
        blanked=frozenset(recovery.blanked),
        refused="\n".join(recovery.refused),
        is_whole=tables is not None,
    )


class _ExhaustedError(Exception):
    """As much was read again as a file may cost."""


class _Recovery:
    """One file being read on: its lines, of which the refused ones are blanked as they are met."""

    def __init__(self, name: str, lines: list[str], problems: list[Diagnostic], size: int) -> None:
        self.name = name
        self.lines = lines
        self.problems = problems
        self.blanked: set[int] = set()
        self.refused: list[str] = []
        # The row from which it is read again: all before it can be read.
        self._next = 0
        self._left = MOST_READINGS * size + _SMALL

    def read(self) -> dict[str, Any] | None:
        """Return the tables that are left, None when the file is given up."""
        try:
            tables = self._read()
        except _ExhaustedError:
            tables = None
        if tables is None and (not self.problems or self.problems[-1].check != "toml-nesting"):
            self._give_up()
        return tables

    def _read(self) -> dict[str, Any] | None:
        while len(self.problems) < MOST_ERRORS:
            try:
                tables = self._load(self._next)
            except tomli.TOMLDecodeError as error:
                self._meet(error, error.lineno + self._next)
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
            else:
                if not self._next:
                    return tables
                # What is said twice shows where all is read at once.
                self._next = 0
        return None

    def _load(self, start: int, stop: int | None = None) -> dict[str, Any]:
        """Return what rows say. Raises what tomli does, and _ExhaustedError."""
        text = "\n".join(self.lines[start:stop])
        read = len(text)
        try:
            return tomli.loads(text, parse_float=Number)
        except tomli.TOMLDecodeError as error:
            read = error.pos
            raise
        finally:
            self._spend(read)

    def _can_be_read(self, start: int, stop: int) -> bool:
        try:
            self._load(start, stop)
        except (ValueError, RecursionError):
            return False
        return True

    def _spend(self, characters: int) -> None:
        """Count what was read again. Raises _ExhaustedError where that is too much."""
        self._left -= characters
        if self._left < 0:
            raise _ExhaustedError

    def _give_up(self) -> None:
        many = len(self.problems) >= MOST_ERRORS
        location = Location(file=self.name, line=1, column=1)
        self.problems.append(
            Diagnostic(
                check="toml-syntax",
                location=location,
                problem=f"there are {MOST_ERRORS} syntax errors, and the rest is not checked"
                if many
                else "there are too many errors for the file's size, and the rest is not checked",
                remedy="correct these first",
            )
        )

    def _meet(self, error: tomli.TOMLDecodeError, number: int) -> None:
        """Report a syntax error, whose line is given, and blank the statement it is in."""
        row = min(number, len(self.lines)) - 1
        if is_header(self.lines[row]):
            # The line that says it first is looked for in those before.
            self._spend(row * _HEADER_COST)
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
            self.problems.append(explain(error, self.lines, row, self.name, number))
        if start < end:
            end = self._find_end(end)
        if is_header(self.lines[start]):
            end = self._find_next_header(start + 1) - 1
        self._blank(start, end)
        self._next = max(self._next, start)

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
        for row in range(self._next, len(self.lines)):
            if found := pattern.search(self.lines[row]):
                return row, found.start()
        return None

    def _find_start(self, row: int) -> int:
        """Return the row in which the statement of a row starts: all before it can be read."""
        top = row
        while top > self._next and not is_header(self.lines[top]):
            top -= 1
        for start in range(row, top, -1):
            if self._can_be_read(top, start):
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
        """Return the row that opens what is never closed.

        Tables before it can be read by themselves, so it is looked for among them first: in a
        window of them, by halves in that, and then pair by pair.
        """
        rows = range(self._next, row + 1)
        headers = [self._next, *(number for number in rows if is_header(self.lines[number]))]
        self._spend(len(headers))
        top = self._find_broken_table(headers, row + 1)
        content = "\n".join(self.lines[top : row + 1]).encode()
        start = content.find(b"\n") + 1 if is_header(self.lines[top]) else 0
        for _, key, _, end in find_pairs(content, start, len(content)):
            if end >= len(content):
                return top + Lines(content).find_line(key) - 1
        return row

    def _find_broken_table(self, headers: Sequence[int], stop: int) -> int:
        """Return the last row of some from which all that follows cannot be read."""
        low, high = 0, len(headers)
        step = len(headers) // _WINDOWS + 1
        for first in range(0, len(headers), step):
            last = min(first + step, len(headers))
            end = headers[last] if last < len(headers) else stop
            if self._can_be_read(headers[low], end):
                low = last
            elif low < first:
                high = last
                break
        high = min(high, len(headers))
        while high - low > 1:
            middle = (low + high) // 2
            if self._can_be_read(headers[low], headers[middle]):
                low = middle
            else:
                high = middle
        return headers[min(low, len(headers) - 1)]
