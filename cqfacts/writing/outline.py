"""Outline: the sections of a file, and where those of a name end with what belongs to them."""

from __future__ import annotations

import re
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.toml.scanning import Name
    from cqfacts.toml.sections import Sections

_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")


class Outline:
    """The sections of a file, in its order. There is always the top, which may be empty."""

    def __init__(self, sections: Sections) -> None:
        self.content = sections.content
        self.sections = sections

    def find_last(self, *name: str) -> int | None:
        """Return the number of the last section whose name starts so, with one part or with two."""
        return self._last.get(name)

    def has(self, *name: str) -> bool:
        """Whether a section has just this name."""
        return name in self._names

    @cached_property
    def _last(self) -> dict[Name, int]:
        last: dict[Name, int] = {}
        for number, name in enumerate(self.sections.names):
            if name:
                last[name[:1]] = last[name[:2]] = number
        return last

    @cached_property
    def _names(self) -> frozenset[Name]:
        return frozenset(self.sections.names)

    def find_end(self, number: int) -> int:
        """Return the place after a section, with the comments that belong to it.

        A comment right below belongs to it, unless the next section follows right below that.
        """
        end = self.sections.find_end(number)
        end = end and end + len(self._read_line(end))
        place, stop = end, self.sections.stop(number)
        while place < stop and (line := self._read_line(place)).strip().startswith(b"#"):
            place += len(line)
        is_before_next = place == stop < len(self.content)
        return place if end and not is_before_next else end

    def count_blank_lines(self, number: int) -> int:
        """Return how many blank lines stand between a section and the one before, 1 for the first.

        What the top holds is apart.
        """
        if number < 2:  # noqa: PLR2004 - the top, and the first below it
            return 1
        place, count = self.find_end(number - 1), 0
        stop = self.sections.lines[number]
        while place < stop and not (line := self._read_line(place)).strip():
            place += len(line)
            count += 1
        return count

    def _read_line(self, place: int) -> bytes:
        found = _LINE.match(self.content, place)
        return found[0] if found else b""
