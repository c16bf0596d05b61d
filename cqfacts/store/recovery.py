"""Recovery: reading on after a syntax error, so that a check finds every fault in one run.

Each section of a file is read by itself. A statement that TOML refuses is blanked out, and of its
section the rest is read again.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

import tomli

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.record import Record, replace
from cqfacts.toml.joining import Joined
from cqfacts.toml.scanning import find_pairs
from cqfacts.toml.sections import is_header, is_list_header, read_header

from .lines import Lines
from .slips import (
    Broken,
    explain,
    explain_opening,
    explain_repetition,
    find_slip,
    is_repeated,
    is_unclosed,
    name_of,
)
from .tables import File, Number, parse_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.toml.scanning import Name

MOST_ERRORS = 100
"""After so many syntax errors a file is given up."""
MOST_READINGS = 4
"""How often as much as a file holds is read again because of errors, before it is given up."""

_SMALL = 1_000_000
"""So many characters are always read again, however small a file is."""

_PAIR = re.compile(r"\s*[\w\"'.-]+\s*=")
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
        # Most headers are there many times.
        self._name_of = cache(name_of)
        self._read_header = cache(read_header)
        # The last row that declares a table of each name, and a list.
        self._tables: dict[str, int] = {}
        self._lists: dict[str, int] = {}
        # Of the section that is read: its row, the one from which it is read again, the next with
        # what looks like a header, and that of the next section.
        self._start = self._next = self._header = self._stop = 0
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
        """Read each section, and then join them, which shows what is declared twice."""
        sections: list[tuple[int, dict[str, Any]]] = []
        while (start := self._stop) < len(self.lines):
            tables = self._read_section(start)
            if tables is None:
                return None
            sections.append((start, tables))
            self._note_header(start)
        joined = Joined()
        self._tables, self._lists = {}, {}
        stops = [start for start, _ in sections[1:]] + [len(self.lines)]
        for (self._start, tables), self._stop in zip(sections, stops, strict=True):
            self._join(joined, self._start, tables)
            if len(self.problems) >= MOST_ERRORS:
                return None
        return joined.tables

    def _read_section(self, start: int) -> dict[str, Any] | None:
        """Return the tables of a section without what is refused, None when that is given up."""
        self._start = self._next = start
        self._header = self._stop = self._find_next_header(start + 1)
        is_stretched = False
        while len(self.problems) < MOST_ERRORS:
            try:
                tables = self._load(self._next, self._stop)
            except tomli.TOMLDecodeError as error:
                if error.pos >= len(error.doc) and self._stop < len(self.lines):
                    self._stretch(start, is_again=is_stretched)
                    is_stretched = True
                    continue
                self._meet(error, error.lineno + self._next)
                self._stop, is_stretched = self._header, False
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
                if self._next == start:
                    return tables
                # A key that is there twice shows where the section is read from its start.
                self._next = start
        return None

    def _stretch(self, start: int, *, is_again: bool) -> None:
        """Let a section go on, whose last value does: what looked like a header is part of that.

        Where the next lines do not end it either, the end of the value is looked for.
        """
        if is_again:
            size = len("\n".join(self.lines[start : self._stop]).encode())
            content = "\n".join(self.lines[start:]).encode()
            ends = (end for *_, end in find_pairs(content, self._skip_header(start, content), size))
            end = next((end for end in ends if end > size), len(content))
            self._stop = start + content.count(b"\n", 0, end) + 1
        else:
            self._stop += 1
        self._stop = self._find_next_header(self._stop)

    def _skip_header(self, row: int, content: bytes) -> int:
        return content.find(b"\n") + 1 if is_header(self.lines[row]) else 0

    def _join(self, joined: Joined, row: int, tables: dict[str, Any]) -> None:
        """Add the section of a row to those before, and report and blank what they declare."""
        while True:
            name, is_list = self._find_name(row)
            refused = joined.add(name, tables, lambda: self._find_rows(row), is_list=is_list)
            if () not in refused:
                break
            if (is_list and not joined.make_list(name)) or not self._mend_header(row):
                self._repeat(row, row)
                return
        if refused:
            rows = self._find_rows(row)
            for key in refused:
                self._repeat(*rows[key])
        self._note_header(row)

    def _find_name(self, row: int) -> tuple[Name, bool]:
        """Return the name of a section and whether it is a list's."""
        if not is_header(self.lines[row]):
            return (), False
        header = self._read_header(self.lines[row].encode())
        return header.name, header.is_list

    def _note_header(self, row: int) -> None:
        line = self.lines[row]
        if is_header(line):
            (self._lists if is_list_header(line) else self._tables)[self._name_of(line)] = row

    def _find_rows(self, row: int) -> dict[Name, tuple[int, int]]:
        """Return the keys of the section of a row, and the first row and the last of each."""
        content = "\n".join(self.lines[row : self._stop]).encode()
        lines = Lines(content)
        return {
            key: (row + lines.find_line(start) - 1, row + lines.find_line(end - 1) - 1)
            for key, start, _, end in find_pairs(
                content, self._skip_header(row, content), len(content)
            )
        }

    def _repeat(self, start: int, end: int) -> None:
        """Report what an earlier section declares already, and blank it."""
        broken = self._broken(end)
        self.problems.append(explain_repetition(broken, self._find_first(end)))
        self._blank_statement(start, end)

    def _find_first(self, row: int) -> int | None:
        """Return the row that declares the same: in its section for a key, before it for a header.

        That is the nearest one, None where there is none.
        """
        name = name_of(self.lines[row])
        if is_header(self.lines[row]):
            rows = [known[name] for known in (self._tables, self._lists) if name in known]
            return max(rows, default=None)
        earlier = range(row - 1, self._start - 1, -1)
        return next((row for row in earlier if name_of(self.lines[row]) == name), None)

    def _load(self, start: int, stop: int) -> dict[str, Any]:
        """Return what rows declare. Raises what tomli does, and _ExhaustedError."""
        text = "\n".join(self.lines[start:stop])
        if stop < len(self.lines):
            text += "\n"
        read = len(text)
        try:
            return tomli.loads(text, parse_float=Number)
        except tomli.TOMLDecodeError as error:
            read = error.pos
            raise
        finally:
            # Raises where too much was read again.
            self._left -= read
            if self._left < 0:
                raise _ExhaustedError

    def _can_be_read(self, start: int, stop: int) -> bool:
        try:
            self._load(start, stop)
        except (ValueError, RecursionError):
            return False
        return True

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
        if self._mend_header(row):
            return
        opening = self._find_opening(row)
        if is_unclosed(error) and not find_slip(self._broken(row), error.colno):
            opening = row if opening is None else opening
        elif row < self._header:
            # What is open at an error on the lines of its own section need not be to blame.
            opening = None
        if opening is not None:
            start = end = row = opening
            broken = self._broken(row)
            self.problems.append(explain_opening(error, broken))
        else:
            while row > 0 and not self.lines[row].strip():
                row -= 1
            start, end = self._find_start(row), row
            broken = self._broken(row)
            self.problems.append(
                explain_repetition(broken, self._find_first(row))
                if is_repeated(error)
                else explain(error, broken, number)
            )
        self._blank_statement(start, end)
        self._next = max(self._next, start)

    def _blank_statement(self, start: int, end: int) -> None:
        if start < end:
            end = self._find_end(end)
        if is_header(self.lines[start]):
            end = self._find_next_header(start + 1) - 1
        self._blank(start, end)

    def _mend_header(self, row: int) -> bool:
        """Make a list of the one `[table]` among `[[tables]]` of its name, where that is the error.

        Blanking either would lose sound facts.
        """
        line = self.lines[row]
        known = self._tables if is_list_header(line) else self._lists
        number = known.get(name_of(line)) if is_header(line) else None
        if number is None:
            return False
        if is_list_header(line):
            self._lists[name_of(line)] = self._tables.pop(name_of(line))
        else:
            number = row
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
        for row in range(self._next, self._stop):
            if found := pattern.search(self.lines[row]):
                return row, found.start()
        return None

    def _find_start(self, row: int) -> int:
        """Return the row in which the statement of a row starts: all before it can be read."""
        for start in range(row, self._next, -1):
            if self._can_be_read(self._next, start):
                return start
        return row

    def _find_end(self, row: int) -> int:
        """Return the last row of a statement that goes on after a row."""
        end = row
        while end + 1 < len(self.lines):
            line = self.lines[end + 1]
            if is_header(line) or _PAIR.match(line):
                break
            end += 1
        return end

    def _find_next_header(self, row: int) -> int:
        while row < len(self.lines) and not is_header(self.lines[row]):
            row += 1
        return row

    def _find_opening(self, row: int) -> int | None:
        """Return the row above whose value goes on into a row, None where there is none."""
        top = self._next
        content = "\n".join(self.lines[top : row + 1]).encode()
        last = content.rfind(b"\n")
        for _, key, _, end in find_pairs(content, self._skip_header(top, content), len(content)):
            if key < last < end:
                return top + Lines(content).find_line(key) - 1
        return None
