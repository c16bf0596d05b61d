"""Plots: marks and axes as cells of a terminal. What is drawn is decided in `charting`.

A cell stands for a stretch of numbers. Zero is a column of its own; right of it a number lies in
the cell that a bar to it ends in, left of it the same the other way round.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, copysign

from cqfacts.charting.axis import choose_ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.charting import Mark, Panel, Parts
    from cqfacts.charting.axis import Tick
    from cqfacts.model import Status


_FILLS: dict[Status, str] = {"actual": "█", "target": "═", "plan": "═", "estimate": "▒"}
_DOTS: dict[Status, str] = {"actual": "●", "target": "○", "plan": "○", "estimate": "◌"}
# What comes in twos is for the low and the high end, or for what is filled and what is empty.
_LEFT, _RIGHT = "◄◁", "►▷"
_CAPS, _ENDS = "╞╡", "├┤"
_BETWEEN = "─"
_POSSIBLE, _VALUE = "╌", "┼"
_EIGHTHS, _HALF_CELL = "▏▎▍▌▋▊▉█", "▐"
_ZERO, _LINE, _TICK, _CORNERS = "│", "─", "┴", "└┘"
# How all of these are drawn in ASCII.
PLAIN = str.maketrans("▏▎▍▌▋▊▉█▐═▒●○◌►▷◄◁╞╡├┤┼─╌│└┘┴", "#########=~*o?>><<[]||+-.|+++")

_MOST_TICKS = 10
_LEAST_APART = 5
_LABELS_APART = 2
_VISIBLE_CELLS = 2.0
_HALF = 0.5
_NEAR = 1e-9


class Plot:
    """A panel laid out in so many cells: which cell a number lies in, and what is drawn there."""

    def __init__(self, panel: Panel, width: int) -> None:
        self.panel = panel
        self.width = width
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
        self.visible = _VISIBLE_CELLS * self._cell

    def draw(self, mark: Mark) -> str:
        """Return a mark as text of the plot's width."""
        cells = list(self.draw_gap())
        parts = self.panel.find_parts(mark, self.visible)
        if parts.bar is not None:
            self._draw_bar(cells, parts.bar, parts, mark)
        if parts.range:
            self._draw_range(cells, parts.range, parts, mark)
        # A dot at zero would hide the line that it lies on.
        if parts.dot is not None and (place := self._place(parts.dot)) != self.zero:
            cells[place] = _DOTS[mark.status]
        return "".join(cells)

    def draw_gap(self) -> str:
        """Return a line without a mark."""
        cells = [" "] * self.width
        cells[self.zero] = _ZERO
        return "".join(cells)

    def draw_axis(self) -> tuple[str, str]:
        """Return the line under the marks, and the numbers under that."""
        cells = [_LINE] * self.width
        corners = {0: _CORNERS[0], self.width - 1: _CORNERS[1]}
        cells[self.zero] = corners.get(self.zero, _TICK)
        labels = [" "] * self.width
        for tick, start in self._choose_ticks():
            place = self._place_tick(tick)
            if place != self.zero:
                cells[place] = _TICK
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
        step = int(copysign(1, end))
        last = self._place(end)
        for cell in range(self.zero + step, last + step, step):
            cells[cell] = _FILLS[mark.status]
        part = abs(end) / self._cell - (abs(last - self.zero) - 1)
        if mark.status == "actual":
            if step > 0:
                eighth = min(max(round(part * len(_EIGHTHS)), 1), len(_EIGHTHS))
                cells[last] = _EIGHTHS[eighth - 1]
            elif part <= _HALF:
                cells[last] = _HALF_CELL
        if parts.open_end:
            arrows = _RIGHT if step > 0 else _LEFT
            cells[last + step] = arrows[mark.is_hollow]
        elif mark.is_hollow and not parts.range:
            cells[last] = _CAPS[step > 0]

    def _draw_range(
        self, cells: list[str], ends: tuple[float, float], parts: Parts, mark: Mark
    ) -> None:
        """Draw what may be anywhere between two numbers; an open end is that of the plot."""
        start = 0 if parts.open_end == "low" else self._place(ends[0])
        end = self.width - 1 if parts.open_end == "high" else self._place(ends[1])
        between = _POSSIBLE if parts.open_end else _BETWEEN
        cells[start : end + 1] = between * (end + 1 - start)
        cells[start] = _LEFT[mark.is_hollow] if parts.open_end == "low" else _ENDS[0]
        cells[end] = _RIGHT[mark.is_hollow] if parts.open_end == "high" else _ENDS[1]
        if parts.tick is not None and start < (place := self._place(parts.tick)) < end:
            cells[place] = _VALUE

    def _place_tick(self, tick: Tick) -> int:
        return self._place(self.panel.place(tick.value))

    def _place(self, number: float) -> int:
        """Return the cell of a number in the unit of the axis."""
        position = number / self._cell
        away = ceil(abs(position) - _NEAR)
        place = self.zero + (away if position > 0 else -away)
        return min(max(place, 0), self.width - 1)
