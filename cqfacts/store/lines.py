"""Lines: at which line and column, in characters from 1, a byte of a file stands.

Any number of places in a file of any shape are found by work that goes with the file, not with
the length of its lines.
"""

from __future__ import annotations

_BLOCK = 1 << 16
# The bytes that only go on with a character: what is left without them are characters.
_CONTINUATIONS = bytes(range(0x80, 0xC0))


class Lines:
    """The lines of a file. What comes before each block is counted when it is first asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        # For each block: the line ends and the characters before it, and where its line starts.
        self._known = [(0, 0, 0)]

    def find(self, place: int) -> tuple[int, int]:
        """Return line and column of a byte."""
        line, start = self._find_line(place)
        return line, self._count_characters(place) - self._count_characters(start) + 1

    def find_line(self, place: int) -> int:
        """Return the line of a byte."""
        return self._find_line(place)[0]

    def _find_line(self, place: int) -> tuple[int, int]:
        """Return the line of a byte and where it starts."""
        first = place // _BLOCK * _BLOCK
        ends, _, before = self._of_block(place // _BLOCK)
        start = self._content.rfind(b"\n", first, place) + 1 or before
        return ends + self._content.count(b"\n", first, place) + 1, start

    def _count_characters(self, place: int) -> int:
        first = place // _BLOCK * _BLOCK
        return self._of_block(place // _BLOCK)[1] + _count(self._content[first:place])

    def _of_block(self, number: int) -> tuple[int, int, int]:
        while len(self._known) <= number:
            first = (len(self._known) - 1) * _BLOCK
            block = self._content[first : first + _BLOCK]
            ends, characters, start = self._known[-1]
            last = block.rfind(b"\n")
            self._known.append(
                (
                    ends + block.count(b"\n"),
                    characters + _count(block),
                    start if last < 0 else first + last + 1,
                )
            )
        return self._known[number]


def _count(text: bytes) -> int:
    return len(text.translate(None, _CONTINUATIONS))
