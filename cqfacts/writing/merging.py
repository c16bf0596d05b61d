"""Merging: two changes of one file brought together, where neither touches what the other did.

What they must not share is a table: two figures of one fact may stand lines apart.
"""

from __future__ import annotations

from bisect import bisect_right

from cqfacts.store.lines import Lines
from cqfacts.toml.sections import Sections, is_header

from .hunks import find_hunks, split_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .hunks import Hunk


def merge(base: bytes, mine: bytes, theirs: bytes) -> bytes | None:
    """Return a file with what two others made of it, None where both changed the same table."""
    old = split_lines(base)
    lines = Lines(base)
    tables = [lines.find_line(start) - 1 for start in Sections(base).lines]
    own, other = (list(find_hunks(old, split_lines(one))) for one in (mine, theirs))
    touched = [{number for hunk in one for number in _touch(hunk, tables)} for one in (own, other)]
    if touched[0] & touched[1]:
        return None
    # Where both put tables at one place, theirs was first.
    return b"".join(_apply(old, sorted([*other, *own], key=lambda one: (one.start, one.stop))))


def _touch(hunk: Hunk, tables: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the tables that a change touches; those that it adds are none."""
    first = bisect_right(tables, hunk.start) - 1
    if hunk.start < hunk.stop:
        yield from range(first, bisect_right(tables, hunk.stop - 1))
        return
    said = [line.strip() for line in hunk.lines if line.strip()]
    if not said or is_header(said[0].decode(errors="replace")):
        return
    # At the start of a table, what is put there may belong to it or to the one before.
    yield first
    if hunk.start == tables[first] and first:
        yield first - 1


def _apply(old: Sequence[bytes], hunks: Sequence[Hunk]) -> Iterator[bytes]:
    place = 0
    for hunk in hunks:
        yield from old[place : hunk.start]
        yield from hunk.lines
        place = max(place, hunk.stop)
    yield from old[place:]
