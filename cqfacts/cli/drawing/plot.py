"""Plots: marks and axes as cells of a terminal. What is drawn is decided in `charting`.

A cell stands for a stretch of numbers. Zero is a column of its own; right of it a number lies in
the cell that a bar to it ends in, left of it the same the other way round.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, copysign

from cqfacts.charting.axis import choose_ticks
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.charting import Mark, Panel, Parts
    from cqfacts.charting.axis import Tick
    from cqfacts.charting.marks import Sign
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
    """A panel laid out in so many cells: which cell a number lies in, and what is drawn there.

    `drawn` has what a legend may have to explain of the marks that have been drawn.
    """

    def __init__(self, panel: Panel, width: int, signs: Signs) -> None:
        self.panel = panel
        self.width = width
        self.drawn: set[Sign] = set()
        self._signs = signs
        extents = [panel.extent(mark) for mark in panel.marks]
        # An arrow behind the longest bar still has its cell.
        opens = (any(one.low is None for one in extents), any(one.high is None for one in extents))
        room = width - 1 - sum(opens)
        low, high = panel.place(panel.low), panel.place(panel.high)
        left = round(room * -low / (high - low))
        if low < 0 < high:
            left = min(max(left, 1), room - 1)
        right = room - left
        self._cell = max(-low / left if left else 0.0, high / right if right else 0.0)
        self.zero = left + opens[0]

    def draw(self, mark: Mark) -> str:
        """Return a mark as text of the plot's width."""
        signs = self._signs
        cells = list(self.draw_gap())
        parts = self.panel.find_parts(mark, _VISIBLE_CELLS * self._cell)
        self.drawn.update(self.panel.find_signs(mark, parts))
        if parts.bar is not None:
            self._draw_bar(cells, parts.bar, parts, mark)
        if parts.range:
            self._draw_range(cells, parts.range, parts, mark)
        # A dot at zero would hide the line that it lies on.
        if parts.dot is not None and (self.panel.shape == "dot" or parts.range or parts.dot):
            cells[self._place(parts.dot)] = signs.dots[mark.status]
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
            place = self._place_tick(tick)
            if place != self.zero:
                cells[place] = self._signs.tick
            labels[start : start + len(tick.label)] = tick.label
        return "".join(cells), "".join(labels)

    def _choose_ticks(self) -> list[tuple[Tick, int]]:
        """Return as many numbers as stand well apart, each with the cell its label starts in."""
        for most in range(min(self.width // _LEAST_APART + 1, _MOST_TICKS), 1, -1):
            ticks = choose_ticks(self.panel, most)
            apart = max(max(len(tick.label) for tick in ticks) + _LABELS_APART, _LEAST_APART)
            if all(
                later - place >= apart for place, later in pairwise(map(self._place_tick, ticks))
            ):
                return [(tick, self._start_label(tick)) for tick in ticks]
        return []

    def _start_label(self, tick: Tick) -> int:
        start = self._place_tick(tick) - (len(tick.label) - 1) // 2
        return max(min(start, self.width - len(tick.label)), 0)

    def _draw_bar(self, cells: list[str], end: float, parts: Parts, mark: Mark) -> None:
        """Fill the cells from zero to a number, the last of which may be a part, and end there."""
        signs = self._signs
        step = int(copysign(1, end))
        last = self._place(end)
        for cell in range(self.zero + step, last + step, step):
            cells[cell] = signs.fills[mark.status]
        part = abs(end) / self._cell - (abs(last - self.zero) - 1)
        if mark.status == "actual":
            if step > 0:
                eighth = min(max(round(part * len(signs.eighths)), 1), len(signs.eighths))
                cells[last] = signs.eighths[eighth - 1]
            elif part <= _HALF:
                cells[last] = signs.half
        if parts.open_end:
            arrows = signs.right if step > 0 else signs.left
            cells[last + step] = arrows[mark.is_hollow]
        elif mark.is_hollow and not parts.range:
            cells[last] = signs.caps[step > 0]

    def _draw_range(
        self, cells: list[str], ends: tuple[float, float], parts: Parts, mark: Mark
    ) -> None:
        """Draw what may be anywhere between two numbers; an open end is that of the plot."""
        signs = self._signs
        start = 0 if parts.open_end == "low" else self._place(ends[0])
        end = self.width - 1 if parts.open_end == "high" else self._place(ends[1])
        between = signs.possible if parts.open_end else signs.between
        cells[start : end + 1] = between * (end + 1 - start)
        cells[start] = signs.left[mark.is_hollow] if parts.open_end == "low" else signs.ends[0]
        cells[end] = signs.right[mark.is_hollow] if parts.open_end == "high" else signs.ends[1]
        if parts.tick is not None and start < (place := self._place(parts.tick)) < end:
            cells[place] = signs.value

    def _place_tick(self, tick: Tick) -> int:
        return self._place(self.panel.place(tick.value))

    def _place(self, number: float) -> int:
        """Return the cell of a number in the unit of the axis."""
        position = number / self._cell
        away = ceil(abs(position) - _NEAR)
        place = self.zero + (away if position > 0 else -away)
        return min(max(place, 0), self.width - 1)
