"""What was measured, as a table for the terminal and as a page of the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from measure import Estimate, Measured

_MEGABYTE = 10**6
# Below which number how many places after the point are shown; none above the last.
_PLACES_OF_RATIO = ((0.01, 4), (0.1, 3), (10, 2), (100, 1))
_PLACES_OF_SECONDS = ((10, 3), (1000, 1))
_PLACES_OF_MEGABYTES = ((100, 1),)
_COLUMNS = (
    *("what", "against", "processor time", "wall time", "peak memory"),
    *("pairs", "allowed", "outcome"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A figure with what was measured, or with the reason why nothing was."""

    what: str
    against: str
    measured: Measured | None = None
    reason: str = ""
    time: float | None = None
    memory: float | None = None
    aim: float | None = None


def format_table(rows: Sequence[Row]) -> str:
    """Return rows as a table of Markdown, without the columns that say nothing of them."""
    cells = [_COLUMNS, *(_list_cells(row) for row in rows)]
    columns = [column for column in zip(*cells, strict=True) if any(column[1:])]
    header, *lines = zip(*columns, strict=True)
    return format_cells(header, lines)


def format_cells(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown, its columns below each other."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [header, ["-" * width for width in widths], *rows]
    return "".join("| " + " | ".join(map(str.ljust, line, widths)) + " |\n" for line in lines)


def judge(row: Row) -> str:
    """Return whether a figure is reached: whether the lower end of each interval is within it."""
    if row.measured is None:
        return f"not measured: {row.reason}"
    limits = [*_list_limits(row.measured, row)]
    missed = [name for name, found, limit in limits if found.low > limit]
    if missed:
        return f"not reached: {', '.join(missed)}"
    if row.aim and all(found.low <= row.aim for _, found, _ in limits):
        return "reached, and the aim"
    return "reached" if limits else ""


def _list_limits(measured: Measured, row: Row) -> Iterator[tuple[str, Estimate, float]]:
    """Yield what is held against a limit: its name, what was found, the limit."""
    if row.time:
        yield "processor time", measured.processor, row.time
        if measured.wall:
            yield "wall time", measured.wall, row.time
    if row.memory and measured.memory:
        yield "peak memory", measured.memory, row.memory


def _list_cells(row: Row) -> list[str]:
    limits = [
        f"time {row.time:g}" if row.time else "",
        f"(aim {row.aim:g})" if row.aim else "",
        f"memory {row.memory:g}" if row.memory else "",
    ]
    return [
        row.what,
        row.against,
        *_list_measured(row.measured),
        " ".join(filter(None, limits)),
        judge(row),
    ]


def _list_measured(measured: Measured | None) -> list[str]:
    """Return the ratios of times and memory, each with the median behind it, and the pairs."""
    if measured is None:
        return ["", "", "", ""]
    usage = measured.usage
    bound = "at most " if measured.memory_is_bound else ""
    return [
        _format_ratio(measured.processor, usage and format_seconds(usage.processor)),
        _format_ratio(measured.wall, usage and format_seconds(usage.wall)),
        _format_ratio(measured.memory, usage and format_bytes(usage.memory), bound),
        str(measured.pairs),
    ]


def _format_ratio(ratio: Estimate | None, absolute: str | None, bound: str = "") -> str:
    if ratio is None:
        return f"{bound}{absolute}" if absolute else ""
    median, low, high = map(_format_number, ratio)
    shown = f"{bound}{median} [{low}, {high}]"
    return f"{shown}, {absolute}" if absolute else shown


def _format_number(ratio: float) -> str:
    """Return a ratio with the digits that say something."""
    return f"{ratio:,.{_count_places(ratio, _PLACES_OF_RATIO)}f}"


def format_seconds(seconds: float) -> str:
    """Return seconds, to the millisecond where they are few."""
    return f"{seconds:.{_count_places(seconds, _PLACES_OF_SECONDS)}f} s"


def format_bytes(count: float) -> str:
    """Return bytes in megabytes."""
    megabytes = count / _MEGABYTE
    return f"{megabytes:,.{_count_places(megabytes, _PLACES_OF_MEGABYTES)}f} MB"


def _count_places(number: float, places: Sequence[tuple[float, int]]) -> int:
    return next((count for below, count in places if number < below), 0)
