"""Sections: a TOML file as a list of headers, each with the lines below it.

This is the one module that recognises headers. Of what is TOML, each section is TOML by itself;
of what is not, the lines that look like headers begin a section wherever no long value holds them.
"""

from __future__ import annotations

import codecs
import re
from array import array

from .scanning import find_pairs, read_key, skip_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scanning import Name

# A line that starts like a header. The first one has no line end before it.
_OPENING = re.compile(rb"\n([ \t]*\[[^\n]*)")
_FIRST_LINE = re.compile(rb"[ \t]*\[[^\n]*")
# What a value on one line has between its brackets or braces. Nothing in it can be read in two
# ways, and so it is gone through once.
_ON_ONE_LINE = rb"""(?:[^\[\]{}"'#\\\n]|"(?:[^"\\\n]|\\.)*"(?!")|'[^'\n]*'(?!'))*"""
# Where a value begins that may go on over several lines.
_MAY_BE_LONG = re.compile(
    rb"=[ \t]*(?:\"\"\"|'''|\[(?!%b\])|\{(?!%b\}))" % (_ON_ONE_LINE, _ON_ONE_LINE)
)


class Sections:
    """The sections of a file, by number. The first, 0, is the top, which has no header.

    `lines` are the first bytes of the lines of their headers, where one ends and the next begins.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._first = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
        self.lines = array("q", [0])
        # Most lines with a header are there many times, and share what is known of them.
        self._headers = [_Header((), self._first, self._first, is_list=False)]
        self._cut()

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def names(self) -> list[Name]:
        """The names of the headers, () for the top."""
        return [header.name for header in self._headers]

    def name(self, number: int) -> Name:
        """Return the name of a section's header, () for the top."""
        return self._headers[number].name

    def is_list(self, number: int) -> bool:
        """Whether a section is a table of a list."""
        return self._headers[number].is_list

    def header(self, number: int) -> int:
        """Return where a header begins. The top begins after the byte order mark."""
        return self.lines[number] + self._headers[number].start

    def body(self, number: int) -> int:
        """Return where that begins which a section holds: after its header."""
        return self.lines[number] + self._headers[number].end

    def stop(self, number: int) -> int:
        """Return where a section ends: at the line of the next header."""
        return self.lines[number + 1] if number + 1 < len(self) else len(self.content)

    def find_end(self, number: int) -> int:
        """Return the place after the last pair of a section, or else after its header.

        Of a top without pairs it is 0.
        """
        last = self.body(number) if number else 0
        for *_, end in find_pairs(self.content, self.body(number), self.stop(number)):
            last = end
        return last

    def _cut(self) -> None:
        known: dict[bytes, _Header] = {}
        start = end = -1
        values = _find_long_values(self.content, self._first)
        for line, text in _find_openings(self.content, self._first):
            while end <= line:
                start, end = next(values, (len(self.content), len(self.content) + 1))
            # What stands within a value is no header.
            if line < start:
                if text not in known:
                    known[text] = read_header(text)
                self.lines.append(line)
                self._headers.append(known[text])


class _Header:
    """A header: its name, and where in its line it starts and ends."""

    __slots__ = ("end", "is_list", "name", "start")

    def __init__(self, name: Name, start: int, end: int, *, is_list: bool) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.is_list = is_list


def is_header(line: str) -> bool:
    """Whether a line starts a table, or a table of a list, where it is not part of a value."""
    return line.lstrip().startswith("[")


def is_list_header(line: str) -> bool:
    """Whether a line starts a table of a list."""
    return line.lstrip().startswith("[[")


def read_header(line: bytes) -> _Header:
    """Return the header that a line starts with."""
    start = line.index(b"[")
    is_list = line[start + 1 : start + 2] == b"["
    name, end = read_key(line, start + 1 + is_list)
    close = line.find(b"]", end)
    end = len(line) if close < 0 else close + 1
    return _Header(name, start, end + (line[end : end + 1] == b"]"), is_list=is_list)


def find_header_lines(content: bytes) -> Iterator[bytes]:
    """Yield every line that starts like a header, also those within values."""
    for _, line in _find_openings(content, 0):
        yield line


def _find_openings(content: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that start like a header, and where each begins."""
    if opening := _FIRST_LINE.match(content, first):
        yield first, opening[0]
    for opening in _OPENING.finditer(content, first):
        yield opening.start(1), opening[1]


def _find_long_values(content: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of lines whose values go on over several of them."""
    while found := _MAY_BE_LONG.search(content, place):
        start = max(content.rfind(b"\n", place, found.start()) + 1, place)
        place = skip_line(content, start)
        if content.find(b"\n", start, place) >= 0:
            yield start, place
