"""Hunks: what differs between two versions of a file, line by line, and the same as a diff.

Lines that each version has once are matched first (patience diff), then what stands between them.
So the time goes with the length of a file, and a table is not matched with half of another one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from difflib import SequenceMatcher

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from typing import TypeAlias

    Range: TypeAlias = tuple[int, int, int, int]
    """The first line and the one after the last, of the old version and of the new one."""

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
# Where no line is there once, so many in a row may be.
_WINDOW = 8
# Every line of one is held against every line of the other, where that is soon done.
_MOST_PAIRS = 10_000
_CONTEXT = 3
_SPECIAL = {**{number: f"\\{number:03o}" for number in (*range(0x20), 0x7F)}, 9: "\\t", 10: "\\n"}
_SPECIAL |= {ord(sign): f"\\{sign}" for sign in '"\\'}


class Hunk(Record):
    """Lines of a file, from one number up to another, and what takes their place."""

    start: int
    stop: int
    lines: tuple[bytes, ...]


def split_lines(content: bytes) -> list[bytes]:
    """Return the lines of a file, each with the end that it has."""
    return _LINE.findall(content)


def find_hunks(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Hunk]:
    """Yield what differs between two files, in the order of their lines."""
    for start, stop, first, last in _join(_find_ranges(old, new)):
        yield Hunk(start=start, stop=stop, lines=tuple(new[first:last]))


def format_diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff, each with the end that it has in the file."""
    old, new = split_lines(before), split_lines(after)
    ranges = list(_start_with_blanks(_join(_find_ranges(old, new)), new))
    if ranges:
        yield f"--- {_quote(name)}\n+++ {_quote(name)}\n"
    for group in _group(ranges):
        yield from _format_group(group, old, new)


def _find_ranges(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Range]:
    """Yield the ranges that differ, in their order."""
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, stop, first, last = found = _trim(waiting.pop(), old, new)
        if start == stop or first == last:
            if start != stop or first != last:
                yield found
        elif anchors := _find_anchors(found, old, new, 1):
            waiting += _cut(found, anchors)
        elif (stop - start) * (last - first) <= _MOST_PAIRS:
            matcher = SequenceMatcher(None, old[start:stop], new[first:last], autojunk=False)
            for kind, a, b, c, d in matcher.get_opcodes():
                if kind != "equal":
                    yield start + a, start + b, first + c, first + d
        elif anchors := _find_anchors(found, old, new, _WINDOW):
            waiting += _cut(found, anchors)
        else:
            yield found


def _trim(found: Range, old: Sequence[bytes], new: Sequence[bytes]) -> Range:
    """Return a range without the lines that are the same at its start and at its end."""
    start, stop, first, last = found
    while start < stop and first < last and old[start] == new[first]:
        start, first = start + 1, first + 1
    while start < stop and first < last and old[stop - 1] == new[last - 1]:
        stop, last = stop - 1, last - 1
    return start, stop, first, last


def _find_anchors(
    found: Range, old: Sequence[bytes], new: Sequence[bytes], width: int
) -> list[tuple[int, int]]:
    """Return lines that are the same, as many in order as there are.

    Each starts as many lines, all the same, as the `width` says, which either version has once.
    """
    here, there = _find_single(old, found[:2], width), _find_single(new, found[2:], width)
    pairs = [(place, there[key]) for key, place in here.items() if key in there]
    # The longest run of them that is in order in the new version, too.
    ends: list[int] = []
    runs: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        runs[length : length + 1] = [number]
        before.append(runs[length - 1] if length else -1)
    anchors = []
    number = runs[-1] if runs else -1
    while number >= 0:
        anchors.append(pairs[number])
        number = before[number]
    return anchors[::-1]


def _find_single(lines: Sequence[bytes], part: tuple[int, int], width: int) -> dict[Hashable, int]:
    """Return the places of what is there once, in their order."""
    places: dict[Hashable, int] = {}
    repeated = set()
    for place in range(part[0], part[1] - width + 1):
        key = lines[place] if width == 1 else tuple(lines[place : place + width])
        if key in places:
            repeated.add(key)
        else:
            places[key] = place
    return {key: place for key, place in places.items() if key not in repeated}


def _cut(found: Range, anchors: Sequence[tuple[int, int]]) -> list[Range]:
    """Return what stands between lines that are the same, the last first."""
    start, stop, first, last = found
    starts = [(start, first), *((one + 1, other + 1) for one, other in anchors)]
    ends = [*anchors, (stop, last)]
    cut = [(a, b, c, d) for (a, c), (b, d) in zip(starts, ends, strict=True)]
    return cut[::-1]


def _join(ranges: Iterator[Range]) -> Iterator[Range]:
    """Yield ranges, those that touch as one."""
    known: Range | None = None
    for one in ranges:
        if known and (known[1], known[3]) == (one[0], one[2]):
            known = known[0], one[1], known[2], one[3]
            continue
        if known:
            yield known
        known = one
    if known:
        yield known


def _start_with_blanks(ranges: Iterator[Range], new: Sequence[bytes]) -> Iterator[Range]:
    """Yield ranges; what is new begins with the blank line before it, not with the one after it."""
    end = 0
    for start, stop, first, last in ranges:
        up = 0
        while (
            start == stop
            and first - up > end
            and new[first - up].strip()
            and new[first - up - 1] == new[last - up - 1]
        ):
            up += 1
        if up and new[first - up].strip():
            up = 0
        yield start - up, stop - up, first - up, last - up
        end = last - up


def _group(ranges: Sequence[Range]) -> Iterator[list[Range]]:
    """Yield ranges together whose surroundings touch."""
    group: list[Range] = []
    for one in ranges:
        if group and one[0] - group[-1][1] > 2 * _CONTEXT:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _format_group(
    group: Sequence[Range], old: Sequence[bytes], new: Sequence[bytes]
) -> Iterator[str]:
    before = min(_CONTEXT, group[0][0])
    after = min(_CONTEXT, len(old) - group[-1][1])
    place, first = group[0][0] - before, group[0][2] - before
    stop, last = group[-1][1] + after, group[-1][3] + after
    yield f"@@ -{_format_lines(place, stop)} +{_format_lines(first, last)} @@\n"
    for start, end, new_start, new_end in group:
        yield from _mark(" ", old[place:start])
        yield from _mark("-", old[start:end])
        yield from _mark("+", new[new_start:new_end])
        place = end
    yield from _mark(" ", old[place:stop])


def _format_lines(start: int, stop: int) -> str:
    """Return where lines stand; of none, the line before."""
    count = stop - start
    if count == 1:
        return f"{start + 1}"
    return f"{start + 1 if count else start},{count}"


def _mark(sign: str, lines: Sequence[bytes]) -> Iterator[str]:
    for line in lines:
        end = "" if line.endswith(b"\n") else "\n\\ No newline at end of file\n"
        yield f"{sign}{line.decode()}{end}"


def _quote(name: str) -> str:
    """Return the name of a file as `patch` reads it."""
    if (quoted := name.translate(_SPECIAL)) != name:
        return f'"{quoted}"'
    # After a space, patch would look for a date.
    return f"{name}\t" if " " in name else name
