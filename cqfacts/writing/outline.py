"""Outline: the tables of a file that have a header, and where what they hold ends.

The quick way looks for lines that open a table, and may be misled by lines within text; whoever
uses it holds the result against what was meant, and else goes the exact way.
"""

from __future__ import annotations

import re
from functools import cached_property

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.store.positions import Positions

_NAME = rb"""(?:[A-Za-z0-9_-]+|"[^"\\\n]+"|'[^'\n]+')"""
_PART = re.compile(_NAME)
_OPENING = re.compile(rb"^[ \t]*\[[^\n]*", re.MULTILINE)
_HEADER = re.compile(
    rb"[ \t]*\[{1,2}[ \t]*(%b(?:[ \t]*\.[ \t]*%b)*)[ \t]*\]{1,2}[ \t]*(?:#.*)?\r?" % (_NAME, _NAME)
)
_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")


class Table(Record):
    """A table with a header, from its first byte to that of the next; the first has no header.

    `end` is one after its last key and value, None where nobody looked.
    """

    name: tuple[str, ...]
    start: int
    stop: int
    end: int | None = None


class Outline:
    """The tables of a file, in its order. There is always the first, which may be empty."""

    def __init__(self, content: bytes, tables: Sequence[Table]) -> None:
        self.content = content
        self.tables = tables

    def find_last(self, *name: str) -> int | None:
        """Return the number of the last table whose name starts so, with one part or with two."""
        return self._last.get(name)

    def has(self, *name: str) -> bool:
        """Whether a table has just this name."""
        return name in self._names

    @cached_property
    def _last(self) -> dict[tuple[str, ...], int]:
        last: dict[tuple[str, ...], int] = {}
        for number, table in enumerate(self.tables):
            if table.name:
                last[table.name[:1]] = last[table.name[:2]] = number
        return last

    @cached_property
    def _names(self) -> frozenset[tuple[str, ...]]:
        return frozenset(table.name for table in self.tables)

    def find_end(self, number: int) -> int:
        """Return the place after a table, with the comments that belong to it.

        A comment right below belongs to it, unless the next table follows right below that.
        """
        table = self.tables[number]
        end = self._find_content_end(table)
        place = end
        while place < table.stop and (line := self._read_line(place)).strip().startswith(b"#"):
            place += len(line)
        is_before_next = place == table.stop < len(self.content)
        return end if is_before_next or end == table.start else place

    def count_blank_lines(self, number: int) -> int:
        """Return how many blank lines stand between a table and the one before, 1 for the first."""
        if number < 2:  # noqa: PLR2004 - the first has no header, and what it holds is apart
            return 1
        place, count = self.find_end(number - 1), 0
        stop = self.tables[number].start
        while place < stop and not (line := self._read_line(place)).strip():
            place += len(line)
            count += 1
        return count

    def _find_content_end(self, table: Table) -> int:
        """Return the start of the line after the last that says something."""
        if table.end is not None:
            return table.end and table.end + len(self._read_line(table.end))
        stop = table.stop
        while stop > table.start:
            start = self.content.rfind(b"\n", table.start, stop - 1) + 1 or table.start
            line = self.content[start:stop].strip()
            if line and not line.startswith(b"#"):
                return stop
            stop = start
        return stop

    def _read_line(self, place: int) -> bytes:
        found = _LINE.match(self.content, place)
        return found[0] if found else b""


def sketch(content: bytes) -> Outline | None:
    """Return the outline by lines that open a table, None where one of them is not plain."""
    found: list[tuple[tuple[str, ...], int]] = [((), 0)]
    names: dict[bytes, tuple[str, ...]] = {}
    for opening in _OPENING.finditer(content):
        line = opening[0]
        if line not in names:
            header = _HEADER.fullmatch(line)
            if header is None:
                return None
            names[line] = tuple(
                part.strip(b"\"'").decode(errors="replace") for part in _PART.findall(header[1])
            )
        found.append((names[line], opening.start()))
    stops = [start for _, start in found[1:]] + [len(content)]
    return Outline(
        content,
        [
            Table(name=name, start=start, stop=stop)
            for (name, start), stop in zip(found, stops, strict=True)
        ],
    )


def outline(content: bytes, positions: Positions) -> Outline:
    """Return the outline as a parser sees it."""
    found = list(positions.list_tables())
    starts = [content.rfind(b"\n", 0, start) + 1 for _, start, _ in found]
    stops = [*starts[1:], len(content)]
    return Outline(
        content,
        [
            Table(name=name, start=start, stop=stop, end=end)
            for (name, _, end), start, stop in zip(found, starts, stops, strict=True)
        ],
    )
