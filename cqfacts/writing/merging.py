"""Merging: two changes of one file brought together, where neither touches what the other did.

What they must not share is a table: two figures of one fact may stand lines apart.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher

from cqfacts.record import Record

from .outline import sketch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Hunk(Record):
    """Lines of a file, from one number up to another, and what takes their place."""

    start: int
    stop: int
    lines: tuple[bytes, ...]


def merge(base: bytes, mine: bytes, theirs: bytes) -> bytes | None:
    """Return a file with what two others made of it, None where both changed the same table."""
    known = sketch(base)
    if known is None:
        return None
    old = base.splitlines(keepends=True)
    tables = [base.count(b"\n", 0, table.start) for table in known.tables]
    own, other = (list(find_hunks(old, one.splitlines(keepends=True))) for one in (mine, theirs))
    touched = [{number for hunk in one for number in _touch(hunk, tables)} for one in (own, other)]
    if touched[0] & touched[1]:
        return None
    # Where both put tables at one place, theirs was first.
    return b"".join(_apply(old, sorted([*other, *own], key=lambda one: (one.start, one.stop))))


def find_hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Hunk]:
    """Yield what differs between two files, in the order of their lines."""
    start, least = 0, min(len(old), len(new))
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end])
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind != "equal":
            lines = tuple(new[start + new_first : start + new_last])
            yield Hunk(start=start + first, stop=start + last, lines=lines)


def _touch(hunk: Hunk, tables: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the tables that a change touches; those that it adds are none."""
    first = bisect_right(tables, hunk.start) - 1
    if hunk.start < hunk.stop:
        yield from range(first, bisect_right(tables, hunk.stop - 1))
        return
    said = [line.strip() for line in hunk.lines if line.strip()]
    if not said or said[0].startswith(b"["):
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
