"""Small charts over time: where marks go, in pixels. What is drawn is decided in `charting`."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median

from cqfacts.charting.axis import choose_ticks
from cqfacts.charting.captions import describe_axis_title, describe_period
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.charting import Mark, Panel, Parts
    from cqfacts.charting.marks import Sign

    # Left, top, right and foot of what is taken, in pixels.
    _Box = tuple[float, float, float, float]
    # Words, and where the middle of their line or, on the axis, its end is.
    _Label = tuple[float, float, str]

WIDTH = 336
HEIGHT = 160
# Two lines of labels have room above the highest mark.
_TOP = 28
_BOTTOM = 22
_RIGHT = 20
_ARROW = 10
_DOT = 3.5
# A little more than the digits of the small type need.
_CHARACTER = 6.2
_HAN_WIDTH = 2
_LINE = 11
_LEAST_RANGE = 5
_MOST_TICKS = 5
_MOST_MARKS = 400
_WIDEST, _NARROWEST = 20.0, 4.0
# How much of the distance between two periods their columns take, and of that the column itself.
_FILLED, _COLUMN = 0.85, 0.8
_EDGE = 1.0
_MEANINGS: dict[Sign, str] = {
    "empty bar": "empty: target",
    "empty dot": "empty: target",
    "estimate": "pale: estimate",
    "open high": "↑ or more",
    "open low": "↓ or less",
    "range": "I range",
}


class Shape(Record):
    """A mark: the paths of its parts, each behind its class, and all that they cover."""

    mark: Mark
    paths: Sequence[tuple[str, str]]
    box: _Box

    @property
    def title(self) -> str:
        """Its period and its figure in words."""
        differs = "; sources differ" if self.mark.is_contested else ""
        return f"{describe_period(self.mark)}: {self.mark.text}{differs}"

    @property
    def kinds(self) -> str:
        """The classes of its status."""
        status = "target" if self.mark.is_hollow else self.mark.status
        return f"{status} contested" if self.mark.is_contested else status


class Chart:
    """A panel whose marks have days, as a picture."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.title = describe_axis_title(panel)
        ticks = choose_ticks(panel, _MOST_TICKS)
        self.left = 12 + max(_length(tick.label) for tick in ticks)
        self.right = WIDTH - 4
        self._is_rank = panel.shape == "dot"
        self._low, self._high = panel.place(panel.low), panel.place(panel.high)
        # An arrow beyond the last number still has its room, and so has a label below zero.
        opens = {panel.find_parts(mark, 0).open_end for mark in panel.marks}
        above, below = ("low", "high") if self._is_rank else ("high", "low")
        self._top = _TOP + (_ARROW if above in opens else 0)
        room = _LINE if self._low < 0 else _DOT if self._is_rank else 0
        foot = HEIGHT - _BOTTOM - room - (_ARROW if below in opens else 0)
        self._pixel = (self._high - self._low) / (foot - self._top)
        self.ticks: list[_Label] = [
            (self.left - 8, self._height(panel.place(tick.value)) + 4, tick.label) for tick in ticks
        ]
        self.shapes = list(self._draw(sorted(panel.marks, key=_day_of)))

    @property
    def summary(self) -> str:
        """Its first and its last mark in words."""
        return f"Chart: {self.title}. {self.shapes[0].title} … {self.shapes[-1].title}"

    @property
    def legend(self) -> Iterator[str]:
        """The signs that need an explanation, each with its meaning."""
        signs = self.panel.find_signs(_LEAST_RANGE * self._pixel)
        for sign, meaning in _MEANINGS.items():
            if sign in signs:
                yield meaning.replace("↑", "↓") if self._is_rank else meaning
        if any(mark.is_contested for mark in self.panel.marks):
            yield "red: sources differ"

    @property
    def labels(self) -> Iterator[_Label]:
        """The number of the latest actual figure, then that of the latest target.

        Where sources differ it is the number of each. What has no room is left without, and the
        latest actual always has.
        """
        taken = [shape.box for shape in self.shapes]
        actuals = [mark for mark in self.panel.marks if mark.status == "actual"]
        targets = [mark for mark in self.panel.marks if mark.is_hollow]
        latest = [mark for mark in actuals if mark.period == actuals[-1].period]
        for mark in (*latest[::-1], *targets[-1:]):
            own = next(shape.box for shape in self.shapes if shape.mark is mark)
            text = mark.figure
            places = self._find_room(_length(text), own, taken, is_below=mark.value < 0)
            if found := next(places, None):
                taken.append(found)
                yield round((found[0] + found[2]) / 2, 1), round(found[3], 1), text

    @property
    def periods(self) -> Iterator[_Label]:
        """The periods under the axis, from the latest back, those that fit."""
        free, known = float(WIDTH), set()
        for shape in reversed(self.shapes):
            text = describe_period(shape.mark)
            half = _length(text) / 2
            x = min(max((shape.box[0] + shape.box[2]) / 2, self.left + half), WIDTH - half)
            if text not in known and x + half <= free:
                known.add(text)
                free = x - half - 6
                yield round(x, 1), HEIGHT - 7, text

    def _height(self, number: float) -> float:
        """Return where a number is: upwards, but for ranks, whose first is at the top."""
        away = number - self._low if self._is_rank else self._high - number
        return round(self._top + away / self._pixel, 1)

    def _draw(self, marks: Sequence[Mark]) -> Iterator[Shape]:
        """Yield the shapes of marks, which are in order of time."""
        places, width = place_days([_day_of(mark) for mark in marks], self.left)
        for mark, x in zip(marks, places, strict=True):
            parts = self.panel.find_parts(mark, _LEAST_RANGE * self._pixel)
            around = _DOT + (_ARROW if parts.open_end else 0)
            top, foot = sorted(map(self._height, parts.reach))
            half = max(width / 2, _DOT)
            box = (x - half, top - around, x + half, foot + around)
            yield Shape(mark=mark, paths=list(self._draw_parts(parts, x, width)), box=box)

    def _draw_parts(self, parts: Parts, x: float, width: float) -> Iterator[tuple[str, str]]:
        """Yield the parts of a mark, each with its class."""
        least, most = map(self._height, parts.reach)
        if parts.bar is not None:
            start, end = self._height(0.0), self._height(parts.bar)
            yield "column", f"M{x - width / 2:.5g} {start}h{width:.5g}V{end}h{-width:.5g}z"
        if parts.range:
            low, high = map(self._height, parts.range)
            yield "possible" if parts.open_end else "range", f"M{x:.5g} {low}V{high}"
            for name, end in (("low", low), ("high", high)):
                if name != parts.open_end:
                    yield "range", f"M{x - 3:.5g} {end}h6"
        if parts.open_end:
            start = least if parts.open_end == "low" else most
            is_up = (parts.open_end == "high") != self._is_rank
            side = 5 if is_up else -5
            yield "arrow", f"M{x:.5g} {start}v{-2 * side}m-3.5 {side}l3.5 {-side}l3.5 {side}"
        if parts.dot is not None:
            dot = self._height(parts.dot)
            yield "dot", f"M{x - _DOT:.5g} {dot}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0"
        if parts.tick is not None:
            yield "range", f"M{x - 1.5:.5g} {self._height(parts.tick)}h3"

    def _find_room(
        self, length: float, own: _Box, taken: Sequence[_Box], *, is_below: bool
    ) -> Iterator[_Box]:
        """Yield where a label hides nothing: at one end of its mark, the other, or above all."""
        middle = (own[0] + own[2] - length) / 2
        feet = [own[1] - 2, own[3] + _LINE + 1]
        for foot in reversed(feet) if is_below else feet:
            for start in (middle, own[2] - length, own[0]):
                box = (start, foot - _LINE, start + length, foot)
                is_inside = self.left <= start and box[2] <= WIDTH and foot <= HEIGHT - _BOTTOM + 3
                if is_inside and not any(_overlap(box, other) for other in taken):
                    yield box
        start = min(max(middle, self.left), WIDTH - length)
        foot = min(one[1] for one in taken if one[0] < start + length and start < one[2]) - 1
        if foot >= _LINE:
            yield (start, foot - _LINE, start + length, foot)


def draw_chart(panel: Panel) -> Chart | None:
    """Return the chart of a panel whose marks have days, None where they are too many for it."""
    return Chart(panel) if len(panel.marks) <= _MOST_MARKS else None


def place_days(days: Sequence[int], left: float) -> tuple[list[float], float]:
    """Return where marks are on the scale of time, and how wide their columns are.

    A column is as wide as the usual distance between two days lets it be. Those of a day are side
    by side, and so are days that are nearer to each other than that.
    """
    start, end = left + 12, WIDTH - _RIGHT
    a_day = (end - start) / (days[-1] - days[0])
    known = Counter(days)
    usual = median(later - day for day, later in pairwise(known)) * a_day
    apart = min(usual * _FILLED / max(known.values()), _WIDEST)
    apart = min(max(apart, _NARROWEST), (end - start) / len(days))
    places = [start + (day - days[0]) * a_day for day in days]
    return _set_apart(places, apart, start, end), max(apart * _COLUMN - _EDGE, _EDGE / 2)


def _set_apart(places: Sequence[float], apart: float, start: float, end: float) -> list[float]:
    """Return places at least so far apart, each as near as can be to where it was.

    Where places are too near they become a row around their middle; rows that meet become one.
    """
    rows: list[tuple[float, int]] = []
    for number, place in enumerate(places):
        first, count = place - number * apart, 1
        while rows and rows[-1][0] > first:
            other, more = rows.pop()
            first, count = (first * count + other * more) / (count + more), count + more
        rows.append((first, count))
    last = end - (len(places) - 1) * apart
    firsts = [min(max(first, start), last) for first, count in rows for _ in range(count)]
    return [round(first + number * apart, 1) for number, first in enumerate(firsts)]


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _day_of(mark: Mark) -> int:
    assert mark.day is not None  # noqa: S101 - marks without a day have no place in time
    return mark.day.toordinal()


def _length(text: str) -> float:
    """Return about how long text is, in pixels."""
    return _CHARACTER * sum(1 if character.isascii() else _HAN_WIDTH for character in text)
