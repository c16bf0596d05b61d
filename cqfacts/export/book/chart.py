"""Small charts over time: where marks go, in pixels. What is drawn is decided in `charting`."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median

from cqfacts.charting.axis import choose_ticks
from cqfacts.charting.captions import describe_axis_title, describe_period
from cqfacts.record import Record
from cqfacts.rivals import find_narrowest
from cqfacts.wording import describe_amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.charting import Mark, Panel, Parts

    # Left, top, right and foot of what is taken, in pixels.
    _Box = tuple[float, float, float, float]

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


class Label(Record):
    """Words in a chart, around `x` or, on the axis, up to it."""

    x: float
    y: float
    text: str


class Chart(Record):
    """A panel as a picture. `legend` explains the marks that a reader may need to be told of."""

    title: str
    summary: str
    ticks: Sequence[Label]
    left: float
    right: float
    shapes: Sequence[Shape]
    labels: Sequence[Label]
    periods: Sequence[Label]
    legend: Sequence[str]


def draw_chart(panel: Panel) -> Chart | None:
    """Return the chart of a panel whose marks have days, None where they are too many for it."""
    if len(panel.marks) > _MOST_MARKS:
        return None
    marks = sorted(panel.marks, key=_day_of)
    ticks = choose_ticks(panel, _MOST_TICKS)
    left = 4 + max(_length(tick.label) for tick in ticks) + 8
    heights = _Heights(panel)
    shapes = list(_draw_marks(marks, heights, left))
    title = describe_axis_title(panel)
    ends = [f"{describe_period(mark)}: {mark.text}" for mark in (marks[0], marks[-1])]
    return Chart(
        title=title,
        summary=f"Chart: {title}. {ends[0]} … {ends[1]}",
        ticks=[
            Label(x=left - 8, y=heights.find(panel.place(tick.value)) + 4, text=tick.label)
            for tick in ticks
        ],
        left=left,
        right=WIDTH - 4,
        shapes=shapes,
        labels=list(_label_latest(panel.marks, shapes, left)),
        periods=_label_periods(shapes, left),
        legend=list(_explain(panel, heights)),
    )


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


class _Heights:
    """The scale of the numbers of a panel: upwards, but for ranks, whose first is at the top."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.is_rank = panel.shape == "dot"
        self._low, self._high = panel.place(panel.low), panel.place(panel.high)
        # An arrow beyond the last number still has its room, and so has a label below zero.
        opens = {panel.find_parts(mark, 0).open_end for mark in panel.marks}
        above, below = ("low", "high") if self.is_rank else ("high", "low")
        self._top = _TOP + (_ARROW if above in opens else 0)
        room = _LINE if self._low < 0 else _DOT if self.is_rank else 0
        self._foot = HEIGHT - _BOTTOM - room - (_ARROW if below in opens else 0)
        self._pixel = (self._high - self._low) / (self._foot - self._top)

    def find(self, number: float) -> float:
        """Return where a number of the axis is, in pixels from the top."""
        away = number - self._low if self.is_rank else self._high - number
        return round(self._top + away / self._pixel, 1)

    def find_parts(self, mark: Mark) -> Parts:
        """Return the parts of a mark that can be seen."""
        return self.panel.find_parts(mark, _LEAST_RANGE * self._pixel)


def _draw_marks(marks: Sequence[Mark], heights: _Heights, left: float) -> Iterator[Shape]:
    """Yield the shapes of marks, which are in order of time."""
    places, width = place_days([_day_of(mark) for mark in marks], left)
    for mark, x in zip(marks, places, strict=True):
        parts = heights.find_parts(mark)
        paths = list(_draw_parts(parts, heights, x, width))
        ends = sorted(map(heights.find, parts.reach))
        if parts.open_end:
            ends = [ends[0] - _ARROW, ends[1] + _ARROW]
        half = max(width / 2, _DOT)
        box = (x - half, ends[0] - _DOT, x + half, ends[1] + _DOT)
        yield Shape(mark=mark, paths=paths, box=box)


def _draw_parts(
    parts: Parts, heights: _Heights, x: float, width: float
) -> Iterator[tuple[str, str]]:
    """Yield the parts of a mark, each with its class."""
    least, most = map(heights.find, parts.reach)
    if parts.bar is not None:
        base = heights.find(0.0)
        yield (
            "column",
            f"M{x - width / 2:.5g} {base}h{width:.5g}V{heights.find(parts.bar)}h{-width:.5g}z",
        )
    if parts.range:
        low, high = map(heights.find, parts.range)
        yield "possible" if parts.open_end else "range", f"M{x:.5g} {low}V{high}"
        caps = [end for end in ("low", "high") if end != parts.open_end]
        for end in caps:
            yield "range", f"M{x - 3:.5g} {low if end == 'low' else high}h6"
    if parts.open_end:
        start = least if parts.open_end == "low" else most
        is_up = (parts.open_end == "high") != heights.is_rank
        step = -_ARROW if is_up else _ARROW
        yield (
            "arrow",
            f"M{x:.5g} {start}v{step}m-3.5 {-step / 2:g}l3.5 {step / 2:g}l3.5 {-step / 2:g}",
        )
    if parts.dot is not None:
        yield (
            "dot",
            f"M{x - _DOT:.5g} {heights.find(parts.dot)}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0",
        )
    if parts.tick is not None:
        yield "range", f"M{x - 1.5:.5g} {heights.find(parts.tick)}h3"


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
    firsts = [first for first, count in rows for _ in range(count)]
    last = end - (len(places) - 1) * apart
    return [
        round(min(max(first, start), last) + number * apart, 1)
        for number, first in enumerate(firsts)
    ]


def _label_latest(marks: Sequence[Mark], shapes: Sequence[Shape], left: float) -> Iterator[Label]:
    """Yield the number of the latest actual figure, then that of the latest target.

    Where sources differ it is the number of each. What has no room is left without, and the latest
    actual always has.
    """
    taken = [shape.box for shape in shapes]
    actuals = [mark for mark in marks if mark.status == "actual"]
    targets = [mark for mark in marks if mark.is_hollow]
    latest = [mark for mark in actuals if mark.period == actuals[-1].period]
    for mark in (*latest[::-1], *targets[-1:]):
        own = next(shape.box for shape in shapes if shape.mark is mark)
        text = describe_amount(find_narrowest(mark.facts), alone=False)
        is_below = mark.value < 0
        found = next(_find_room(_length(text), own, taken, left, is_below=is_below), None)
        if found:
            taken.append(found)
            yield Label(x=round((found[0] + found[2]) / 2, 1), y=round(found[3], 1), text=text)


def _find_room(
    length: float, own: _Box, taken: Sequence[_Box], left: float, *, is_below: bool
) -> Iterator[_Box]:
    """Yield where a label hides nothing: at one end of its mark, the other, or above all else."""
    middle = (own[0] + own[2] - length) / 2
    feet = [own[1] - 2, own[3] + _LINE + 1]
    for foot in reversed(feet) if is_below else feet:
        for start in (middle, own[2] - length, own[0]):
            box = (start, foot - _LINE, start + length, foot)
            is_inside = left <= box[0] and box[2] <= WIDTH and box[3] <= HEIGHT - _BOTTOM + 3
            if is_inside and not any(_overlap(box, other) for other in taken):
                yield box
    start = min(max(middle, left), WIDTH - length)
    below = [one[1] for one in taken if one[0] < start + length and start < one[2]]
    foot = min(below) - 1
    if foot >= _LINE:
        yield (start, foot - _LINE, start + length, foot)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label_periods(shapes: Sequence[Shape], left: float) -> list[Label]:
    """Return the periods under the axis, from the latest back, those that fit."""
    labels: list[Label] = []
    free = float(WIDTH)
    for shape in reversed(shapes):
        text = describe_period(shape.mark)
        half = _length(text) / 2
        x = min(max((shape.box[0] + shape.box[2]) / 2, left + half), WIDTH - half)
        if any(label.text == text for label in labels) or x + half > free:
            continue
        labels.append(Label(x=round(x, 1), y=HEIGHT - 7, text=text))
        free = x - half - 6
    return labels[::-1]


def _explain(panel: Panel, heights: _Heights) -> Iterator[str]:
    signs = {
        sign for mark in panel.marks for sign in panel.find_signs(mark, heights.find_parts(mark))
    }
    meanings = {
        "empty bar": "empty: target",
        "empty dot": "empty: target",
        "estimate": "pale: estimate",
        "open high": "↓ or more" if heights.is_rank else "↑ or more",
        "open low": "↓ or less",
        "range": "I range",
    }
    yield from (meaning for sign, meaning in meanings.items() if sign in signs)
    if any(mark.is_contested for mark in panel.marks):
        yield "red: sources differ"


def _day_of(mark: Mark) -> int:
    assert mark.day is not None  # noqa: S101 - marks without a day have no place in time
    return mark.day.toordinal()


def _length(text: str) -> float:
    """Return about how long text is, in pixels."""
    return _CHARACTER * sum(1 if character.isascii() else _HAN_WIDTH for character in text)
