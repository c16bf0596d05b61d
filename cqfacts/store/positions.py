"""Positions: the line and column at which a key or its value stands in a TOML file.

tomli keeps none, so a file that was read is cut into its sections when a problem needs its place,
and only the section that the problem is in is gone through.
"""

from __future__ import annotations

from array import array
from functools import cached_property

from cqfacts.toml.scanning import find_items, find_pairs
from cqfacts.toml.sections import Sections

from .lines import Lines
from .tables import BYTE_ORDER_MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from cqfacts.toml.scanning import Name

    Keys: TypeAlias = tuple[str | int, ...]
    Place: TypeAlias = tuple[int, int]
    Span: TypeAlias = tuple[int, int]
    Entry: TypeAlias = tuple[int, Span | None]
    """The first byte of a key, and the span of its value where it is not a part of a key."""

_DEEPEST = 8
"""How many keys lead to a thing at most; what is deeper stands where they lead."""
_MOST_KEPT = 1000
"""How many tables and arrays are remembered."""


class Positions:
    """Where the keys and values of one file stand."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._first = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
        self._lines = Lines(content[self._first :] if self._first else content)
        self._pairs_at: dict[int, dict[Keys, Entry]] = {}
        self._items_at: dict[int, tuple[array[int], array[int]]] = {}

    def find(self, keys: Keys, part: Literal["key", "value"] = "value") -> Place:
        """Return line and column, in characters from 1, of the nearest thing that is there.

        For a table that is its header; where a key is not to be found, what holds it.
        """
        for length in range(min(len(keys), _DEEPEST), 0, -1):
            found = self._find(keys[:length])
            if found is not None:
                key, value = found
                return self._place(value[0] if value and part == "value" else key)
        return (1, 1)

    def find_lines(self, keys: Keys) -> range:
        """Return the lines, from 1, of what a path leads to, none where that is not there."""
        header = self._headers.get(keys)
        span = self.find_span(keys)
        if span is None:
            return range(0)
        start, end = span
        if header is not None:
            # What a table holds ends with its last pair.
            end = self.sections.find_end(header)
        first = self._lines.find_line(start - self._first)
        return range(first, self._lines.find_line(max(end - 1, start) - self._first) + 1)

    def find_span(self, keys: Keys) -> tuple[int, int] | None:
        """Return the first byte of a value and the one after its last, None where it is not."""
        found = self._find(keys)
        return None if found is None else found[1]

    def find_section(self, keys: Keys) -> int | None:
        """Return the number of the section whose header opens a table, None where none does."""
        return self._headers.get(keys)

    def find_last_pair(self, keys: Keys) -> tuple[int, int] | None:
        """Return the span of the last pair between the braces of a table.

        Of one without pairs that is the empty span behind its opening brace. None where there is
        no table in braces.
        """
        span = self.find_span(keys)
        if span is None or self._content[span[0] : span[0] + 1] != b"{":
            return None
        last = (span[0] + 1, span[0] + 1)
        for _, start, _, end in find_pairs(self._content, span[0] + 1, span[1]):
            last = (start, end)
        return last

    @cached_property
    def sections(self) -> Sections:
        """The sections of the file."""
        return Sections(self._content)

    @cached_property
    def _headers(self) -> dict[Keys, int]:
        """The number of the section whose header opens what a path leads to."""
        headers: dict[Keys, int] = {}
        counts: dict[Keys, int] = {}
        for number, name in enumerate(self.sections.names):
            if not 0 < len(name) <= _DEEPEST:
                continue
            path = (*_resolve(name[:-1], counts), name[-1])
            if self.sections.is_list(number):
                headers.setdefault(path, number)
                count = counts.get(path, 0)
                counts[path] = count + 1
                path = (*path, count)
            elif path in counts:
                path = (*path, counts[path] - 1)
            headers.setdefault(path, number)
        return headers

    @cached_property
    def _implied(self) -> dict[Keys, int]:
        """The first header below a table that has none of its own."""
        implied: dict[Keys, int] = {}
        for path, number in self._headers.items():
            for length in range(len(path) - 1, 0, -1):
                if implied.setdefault(path[:length], number) != number:
                    break
        return implied

    def _find(self, path: Keys) -> Entry | None:
        """Return where what a path leads to stands."""
        number = self._headers.get(path)
        if number is not None:
            start = self.sections.header(number)
            return start, (start, self.sections.stop(number))
        for length in range(len(path) - 1, -1, -1):
            number = self._headers.get(path[:length]) if length else 0
            if number is not None and (found := self._find_inside(number, path[length:])):
                return found
        number = self._implied.get(path)
        return None if number is None else (self.sections.header(number), None)

    def _find_inside(self, number: int, path: Keys) -> Entry | None:
        """Return where something stands in a section."""
        entry: Entry | None = None
        pairs: int | None = self.sections.body(number)
        stop = self.sections.stop(number)
        while path:
            if isinstance(path[0], int):
                span = None if entry is None else self._find_item(entry[1], path[0])
                if span is None or entry is None:
                    return None
                entry, path = (span[0], span), path[1:]
            else:
                if pairs is None:
                    return None
                found = self._find_pair(pairs, stop, path)
                if found is None:
                    return None
                length, entry = found
                path = path[length:]
            pairs = None
            if entry[1] and self._content[entry[1][0] : entry[1][0] + 1] == b"{":
                pairs, stop = entry[1][0] + 1, entry[1][1]
        return entry

    def _find_pair(self, start: int, stop: int, path: Keys) -> tuple[int, Entry] | None:
        """Return how many keys of a path lead to a pair among those from a place on, and where."""
        known = self._pairs_at.get(start)
        if known is None:
            known = self._read_pairs(start, stop)
            if len(self._pairs_at) >= _MOST_KEPT:
                self._pairs_at.clear()
            self._pairs_at[start] = known
        for length in range(len(path), 0, -1):
            entry = known.get(path[:length])
            # Nothing leads on from a part of a key.
            if entry is not None and (entry[1] is not None or length == len(path)):
                return length, entry
        return None

    def _read_pairs(self, start: int, stop: int) -> dict[Keys, Entry]:
        pairs: dict[Keys, Entry] = {}
        for name, key, value, end in find_pairs(self._content, start, stop):
            for length in range(1, min(len(name), _DEEPEST)):
                pairs.setdefault(name[:length], (key, None))
            if len(name) <= _DEEPEST:
                pairs.setdefault(name, (key, (value, end)))
        return pairs

    def _find_item(self, span: Span | None, number: int) -> Span | None:
        if span is None or self._content[span[0] : span[0] + 1] != b"[":
            return None
        known = self._items_at.get(span[0])
        if known is None:
            known = array("q"), array("q")
            for start, end in find_items(self._content, span[0]):
                known[0].append(start)
                known[1].append(end)
            if len(self._items_at) >= _MOST_KEPT:
                self._items_at.clear()
            self._items_at[span[0]] = known
        starts, ends = known
        return (starts[number], ends[number]) if number < len(starts) else None

    def _place(self, byte: int) -> Place:
        return self._lines.find(byte - self._first)


def _resolve(parts: Name, counts: Mapping[Keys, int]) -> Keys:
    """Return a header's path with the number of the last table of every list on the way."""
    path: Keys = ()
    for part in parts:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path] - 1)
    return path
