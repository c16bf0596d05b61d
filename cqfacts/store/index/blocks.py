"""Blocks: texts in order, cut into blocks that know where they begin and where the next one does.

A block is under a checksum with both its ends, so that a text that is not in it is nowhere: what
is not found is as sure as what is found.
"""

from __future__ import annotations

from array import array
from itertools import groupby
from operator import itemgetter
from zlib import compress, crc32, decompress

from .schema import INSERTS, pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias

    Entry: TypeAlias = tuple[str, list[int]]
    Block: TypeAlias = tuple[str, str | None, list[Entry]]
    """The text that it begins with, that of the next block, if there is one, and its entries."""

# What a block holds is read whole to find one of it, so these are few.
_MOST_VALUES = 128


def write_blocks(database: sqlite3.Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Write texts, each with its numbers, which come in their order."""
    database.executemany(INSERTS["block"], map(_pack_block, _cut(rows)))


def _cut(rows: Iterable[tuple[str, int]]) -> Iterator[Block]:
    first = ""
    entries: list[Entry] = []
    size = 0
    for text, group in groupby(rows, itemgetter(0)):
        values = [value for _, value in group]
        if entries and size + len(values) > _MOST_VALUES:
            yield first, text, entries
            first, entries, size = text, [], 0
        entries.append((text, values))
        size += len(values) + 1
    yield first, None, entries


def _pack_block(block: Block) -> tuple[Any, ...]:
    body = pack(block)
    return block[0], body, crc32(body)


def pack_numbers(numbers: array[int]) -> bytes:
    """Return many numbers as bytes."""
    return compress(numbers.tobytes(), 1)


def unpack_numbers(packed: bytes) -> array[int]:
    """Return the numbers that `pack_numbers` was given."""
    return array("I", decompress(packed))
