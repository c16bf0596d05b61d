"""Arrays: what is written within brackets and braces, and what is new placed after the last."""

from __future__ import annotations

import re

from .toml import format_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from cqfacts.store.positions import Keys, Positions

    Insertion: TypeAlias = tuple[int, bytes]
    """A place in a file, and what is to be put there."""

_UP_TO_COMMA = re.compile(rb"(?:[ \t\r\n]|#[^\n]*\n)*,")
_REST_OF_LINE = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(?=\r?\n)")
_INDENT = re.compile(rb"[ \t]*")


def place_in_array(
    content: bytes,
    positions: Positions,
    keys: Keys,
    known: Sequence[object],
    new: Sequence[object],
) -> list[Insertion] | None:
    """Place items after the last of an array, which is found by its keys."""
    array = positions.find_span(keys)
    if array is None:
        return None
    items = [format_value(item).encode() for item in new]
    if not known:
        return [(array[0] + 1, b", ".join(items))]
    last = positions.find_span((*keys, len(known) - 1))
    if last is None:
        return None
    line_start = content.rfind(b"\n", 0, last[0]) + 1
    if line_start <= array[0]:
        return [(last[1], b"".join(b", " + item for item in items))]
    return _place_on_lines(content, line_start, last[1], items)


def place_in_table(
    content: bytes, positions: Positions, keys: Keys, pairs: Mapping[str, object]
) -> list[Insertion] | None:
    """Place pairs in an inline table, None where the keys lead to no such table.

    The names of the pairs are as TOML has them, dotted where they are.
    """
    last, table = positions.find_last_pair(keys), positions.find_span(keys)
    if last is None or table is None:
        return None
    items = [f"{name} = {format_value(pairs[name])}".encode() for name in pairs]
    joined = b", ".join(items)
    if last[0] == last[1]:
        is_open = content[last[1] : last[1] + 1] in (b"\r", b"\n")
        return [(last[1], b" " + joined + (b"" if is_open else b" "))]
    line_start = content.rfind(b"\n", 0, last[0]) + 1
    if line_start > table[0]:
        return _place_on_lines(content, line_start, last[1], items)
    comma = _UP_TO_COMMA.match(content, last[1], table[1])
    return [(comma.end(), b" " + joined) if comma else (last[1], b", " + joined)]


def _place_on_lines(
    content: bytes, line_start: int, end: int, items: Sequence[bytes]
) -> list[Insertion]:
    """Place items on lines of their own, below the last one, which ends at a place."""
    newline = b"\r\n" if content[line_start - 2 : line_start - 1] == b"\r" else b"\n"
    indent = _INDENT.match(content, line_start)
    start = newline + (indent[0] if indent else b"")
    comma = _UP_TO_COMMA.match(content, end)
    after = comma.end() if comma else end
    rest = _REST_OF_LINE.match(content, after)
    # A comment at the end of the line stays with the item that it is about.
    place = rest.end() if rest else after
    joined = (b"," + start).join(items)
    if comma:
        return [(place, start + joined + b",")]
    return [(end, b","), (place, start + joined)]
