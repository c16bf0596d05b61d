"""Plots: marks and axes as cells of a terminal. What is drawn is decided in `charting`.

A cell stands for a stretch of numbers. Zero is a column of its own; right of it a number lies in
the cell that a bar to it ends in, left of it the same the other way round.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from cqfacts.charting.axis import choose_ticks
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal

    from cqfacts.charting import Extent, Mark, Panel
    from cqfacts.charting.axis import Tick
    from cqfacts.model import Status


class Signs(Record):
    """The characters that plots are drawn with."""

    fills: dict[Status, str]
    dots: dict[Status, str]
    eighths: str
    half: str
    right: tuple[str, str]
    left: tuple[str, str]
    caps: tuple[str, str]
    ends: tuple[str, str]
    value: str
    between: str
    possible: str
    zero: str
    corners: tuple[str, str]
    line: str
    tick: str


UNICODE = Signs(
    fills={"actual": "█", "target": "═", "plan": "═", "estimate": "▒"},
    dots={"actual": "●", "target": "○", "plan": "○", "estimate": "◌"},
    eighths="▏▎▍▌▋▊▉█",
    half="▐",
    right=("►", "▷"),
    left=("◄", "◁"),
    caps=("╞", "╡"),
    ends=("├", "┤"),
    value="┼",
    between="─",
    possible="╌",
    zero="│",
    corners=("└", "┘"),
    line="─",
    tick="┴",
)
ASCII = Signs(
    fills={"actual": "#", "target": "=", "plan": "=", "estimate": "~"},
    dots={"actual": "*", "target": "o", "plan": "o", "estimate": "?"},
    eighths="#",
    half="#",
    right=(">", ">"),
    left=("<", "<"),
    caps=("[", "]"),
    ends=("|", "|"),
    value="+",
    between="-",
    possible=".",
    zero="|",
    corners=("+", "+"),
    line="-",
    tick="+",
)

_MOST_TICKS = 10
_LEAST_APART = 5
_LABELS_APART = 2
_VISIBLE_CELLS = 2.0
_HALF = 0.5
_NEAR = 1e-9


class Plot:
    """A panel laid out in so many cells: which cell a number lies in, and what is drawn there."""

    def __init__(self, panel: Panel, width: int, signs: Signs) -> None:
        self.panel = panel
        self.width = width
        self._signs = signs
        extents = [panel.extent(mark) for mark in panel.marks]
        # An arrow behind the longest bar still has its cell.
        opens = (any(one.low is None for one in extents), any(one.high is None for one in extents))
        room = width - 1 - sum(opens)
        low, high = _to_float(panel.low, panel.scale), _to_float(panel.high, panel.scale)
        span = high - low
        self._left = min(max(round(room * -low / span), 1), room - 1) if low < 0 < high else 0
        self._left = room if high <= 0 else self._left
        right = room - self._left
        self._cell = max(-low / self._left if self._left else 0.0, high / right if right else 0.0)
        self._left += opens[0]
        self.zero = self._left
        self.has_whiskers = False

    def draw(self, mark: Mark) -> str:
        """Return a mark as text of the plot's width."""
        cells = [" "] * self.width
        cells[self.zero] = self._signs.zero
        extent = self.panel.extent(mark)
        if self.panel.shape == "bar" and extent.sure:
            self._draw_bar(cells, extent, mark)
        else:
            self._draw_range(cells, extent, mark)
        return "".join(cells)

    def draw_gap(self) -> str:
        """Return a line without a mark."""
        cells = [" "] * self.width
        cells[self.zero] = self._signs.zero
        return "".join(cells)

    def draw_axis(self) -> tuple[str, str]:
        """Return the line under the marks, and the numbers under that."""
        cells = [self._signs.line] * self.width
        corners = {0: self._signs.corners[0], self.width - 1: self._signs.corners[1]}
        cells[self.zero] = corners.get(self.zero, self._signs.tick)
        labels = [" "] * self.width
        for tick, start in self._choose_ticks():
            place = self._place(tick.value)
            if place != self.zero:
                cells[place] = self._signs.tick
            labels[start : start + len(tick.label)] = tick.label
        return "".join(cells), "".join(labels)

    def _choose_ticks(self) -> list[tuple[Tick, int]]:
        """Return as many numbers as stand well apart, each with the cell its label starts in."""
        for most in range(min(self.width // _LEAST_APART + 1, _MOST_TICKS), 1, -1):
            ticks = choose_ticks(self.panel, most)
            apart = max(max(len(tick.label) for tick in ticks) + _LABELS_APART, _LEAST_APART)
            places = [self._place(tick.value) for tick in ticks]
            if all(later - place >= apart for place, later in pairwise(places)):
                return [(tick, self._start_label(tick)) for tick in ticks]
        return []

    def _start_label(self, tick: Tick) -> int:
        start = self._place(tick.value) - (len(tick.label) - 1) // 2
        return max(min(start, self.width - len(tick.label)), 0)

    def _draw_bar(self, cells: list[str], extent: Extent, mark: Mark) -> None:
        """Draw what is sure as a bar from zero, then what may be beyond."""
        assert extent.sure  # noqa: S101 - the caller looked
        is_right = extent.low is not None and extent.low > 0
        step = 1 if is_right else -1
        near, far = (extent.low, extent.high) if is_right else (extent.high, extent.low)
        assert near is not None  # noqa: S101 - the sure end of a bar
        if far is None:
            last = self._fill(cells, near, step, mark)
            arrows = self._signs.right if is_right else self._signs.left
            cells[last + step] = arrows[mark.is_hollow]
            return
        if self._is_visible(near, far):
            self._fill(cells, near, step, mark)
            ends = self._place(near), self._place(far)
            self._draw_whisker(cells, min(ends), max(ends), mark)
            return
        last = self._fill(cells, _between(mark.value, near, far), step, mark)
        if mark.is_hollow:
            cells[last] = self._signs.caps[is_right]

    def _fill(self, cells: list[str], end: Decimal, step: int, mark: Mark) -> int:
        """Fill the cells from zero to a number and return the last one, which may be a part."""
        signs = self._signs
        fill = signs.fills[mark.status]
        position = abs(_to_float(end, self.panel.scale)) / self._cell
        last = self._place(end)
        for cell in range(self.zero + step, last + step, step):
            cells[cell] = fill
        part = position - (abs(last - self.zero) - 1)
        if mark.status == "actual":
            if step > 0:
                eighth = min(max(round(part * len(signs.eighths)), 1), len(signs.eighths))
                cells[last] = signs.eighths[eighth - 1]
            elif part <= _HALF:
                cells[last] = signs.half
        return last

    def _draw_range(self, cells: list[str], extent: Extent, mark: Mark) -> None:
        """Draw what may be anywhere between two ends, one of which may be open."""
        signs = self._signs
        if extent.low is not None and extent.high is not None:
            start, end = self._place(extent.low), self._place(extent.high)
            is_known = mark.interval.low is not None and mark.interval.high is not None
            if self._is_visible(extent.low, extent.high):
                self._draw_whisker(cells, start, end, mark, is_known=is_known)
            elif self.panel.shape == "dot" or start == end != self.zero:
                place = self._place(_between(mark.value, extent.low, extent.high))
                cells[place] = signs.dots[mark.status]
            return
        start = 0 if extent.low is None else self._place(extent.low)
        end = self.width - 1 if extent.high is None else self._place(extent.high)
        cells[start : end + 1] = signs.possible * (end + 1 - start)
        cells[start] = signs.left[mark.is_hollow] if extent.low is None else signs.ends[0]
        cells[end] = signs.right[mark.is_hollow] if extent.high is None else signs.ends[1]

    def _draw_whisker(
        self, cells: list[str], start: int, end: int, mark: Mark, *, is_known: bool = True
    ) -> None:
        """Draw what may be anywhere between two cells, and the number that is printed."""
        signs = self._signs
        self.has_whiskers = True
        cells[start : end + 1] = signs.between * (end + 1 - start)
        cells[start], cells[end] = signs.ends
        place = min(max(self._place(mark.value), start), end)
        if is_known and self.panel.shape == "dot":
            cells[place] = signs.dots[mark.status]
        elif is_known and start < place < end:
            cells[place] = signs.value

    def _is_visible(self, one: Decimal, other: Decimal) -> bool:
        """Whether the stretch between two numbers is wide enough to be seen."""
        scale = self.panel.scale
        return abs(_to_float(one, scale) - _to_float(other, scale)) / self._cell >= _VISIBLE_CELLS

    def _place(self, number: Decimal) -> int:
        """Return the cell of a number."""
        position = _to_float(number, self.panel.scale) / self._cell
        away = ceil(abs(position) - _NEAR)
        place = self.zero + (away if position > 0 else -away)
        return min(max(place, 0), self.width - 1)


def _between(number: Decimal, one: Decimal, other: Decimal) -> Decimal:
    """Return what is nearest to a number between two others."""
    return min(max(number, min(one, other)), max(one, other))


def _to_float(number: Decimal, scale: int) -> float:
    """Return a number in the unit of an axis, as exact as a picture needs it."""
    return float(number.scaleb(-scale))
