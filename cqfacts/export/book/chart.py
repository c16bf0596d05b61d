"""Small charts: where the marks of a series go, in pixels. How they look is the template's."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, log10

from cqfacts.amount import format_scaled
from cqfacts.record import Record, replace
from cqfacts.rivals import find_narrowest
from cqfacts.wording import MINUS, describe_amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import Literal

    from cqfacts.comparison import Row, Series
    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Kind, Period

    Shape = Literal["point", "above", "below"]
    _Box = tuple[float, float, float, float]

WIDTH = 336
HEIGHT = 148
_TOP = 24
_BOTTOM = 24
_RIGHT = 20
# A little more than the digits of the small type need.
_CHARACTER = 6.2
_HAN_WIDTH = 2
_ARROW = 15
_LEAST_WHISKER = 5
_APART = 9
_MOST_TICKS = 4
_MOST_ROWS = 400
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Mark(Record):
    """A figure: a point, or the open end of a bound; `whisker` is the top and foot of its range."""

    x: float
    y: float
    shape: Shape
    tip: float
    is_hollow: bool
    whisker: tuple[float, float] | None
    title: str


class Label(Record):
    """Words in a chart, around `x` or, on the axis, up to it."""

    x: float
    y: float
    text: str


class Chart(Record):
    """A series as a picture. `kinds` are the marks that a reader may need to be told of."""

    title: str
    summary: str
    ticks: Sequence[Label]
    left: float
    right: float
    foot: float
    path: str
    marks: Sequence[Mark]
    labels: Sequence[Label]
    periods: Sequence[Label]
    kinds: Sequence[str]


class _Figure(Record):
    """What is drawn of a row: one fact of it, or what several agree on."""

    row: Row
    fact: Fact
    value: Decimal
    interval: Interval
    day: date


def draw_chart(series: Series, indicator: Indicator, measure: str) -> Chart | None:
    """Return the chart of a series, None where it has fewer than two moments."""
    title = f"{measure}, in {series.unit}" if series.unit else measure
    figures = [figure for row in series.rows for figure in _figures_of(row)]
    days = {figure.day for figure in figures}
    if len(days) <= 1 or len(figures) > _MOST_ROWS:
        return None
    is_rank = series.measure == "rank"
    ticks = _choose_ticks(figures, is_rank=is_rank)
    tick_texts = _write_ticks(ticks)
    left = 4 + _CHARACTER * max(map(_length, tick_texts)) + 8
    scale = _Scale(ticks, days, left, is_rank=is_rank)
    marks = [scale.mark(figure) for figure in figures]
    marks = _set_apart(marks)
    return Chart(
        title=title,
        summary=_summarize(figures, title),
        ticks=[
            Label(x=left - 8, y=scale.y(tick) + 4, text=text)
            for tick, text in zip(ticks, tick_texts, strict=True)
        ],
        left=left,
        right=WIDTH - 4,
        foot=HEIGHT - _BOTTOM,
        path=_join_points(figures, marks, indicator),
        marks=marks,
        labels=list(_label_values(figures, marks, left)),
        periods=_label_periods(figures, marks, left),
        kinds=list(_name_kinds(marks)),
    )


class _Scale:
    """Where days and numbers are."""

    def __init__(
        self, ticks: Sequence[Decimal], days: Iterable[date], left: float, *, is_rank: bool
    ) -> None:
        numbers = [day.toordinal() for day in days]
        self.first, self.last = min(numbers), max(numbers)
        self.low, self.high = ticks[0], ticks[-1]
        # Marks keep off the axis.
        self.left, self.right = left + 12, WIDTH - _RIGHT
        self.is_rank = is_rank

    def x(self, day: date) -> float:
        part = (day.toordinal() - self.first) / (self.last - self.first)
        return round(self.left + part * (self.right - self.left), 1)

    def y(self, number: Decimal) -> float:
        part = float((number - self.low) / (self.high - self.low))
        part = part if self.is_rank else 1 - part
        return round(_TOP + part * (HEIGHT - _TOP - _BOTTOM), 1)

    def mark(self, figure: _Figure) -> Mark:
        interval = figure.interval
        y = self.y(figure.value)
        shape: Shape = "point"
        if interval.high is None or interval.low is None:
            is_up = (interval.high is None) != self.is_rank
            shape = "above" if is_up else "below"
        return Mark(
            x=self.x(figure.day),
            y=y,
            shape=shape,
            tip=y - _ARROW if shape == "above" else y + _ARROW,
            is_hollow=figure.row.status != "actual",
            whisker=self._whisker(interval),
            title=_describe_figure(figure),
        )

    def _whisker(self, interval: Interval) -> tuple[float, float] | None:
        """Return the ends of a range that is wide enough to be seen."""
        if interval.low is None or interval.high is None:
            return None
        top, foot = sorted((self.y(interval.high), self.y(interval.low)))
        return (top, foot) if foot - top >= _LEAST_WHISKER else None


def _figures_of(row: Row) -> Iterator[_Figure]:
    """Yield what is drawn of a row: what its facts agree on, or else each of them."""
    day = _day_of(row.period)
    if day is None:
        return
    common = row.judgement.common
    facts = [find_narrowest(row.facts)] if common else row.facts
    for fact in facts:
        interval = common or fact.interval
        if fact.amount and interval:
            value = _value_of(fact, interval)
            yield _Figure(row=row, fact=fact, value=value, interval=interval, day=day)


def _value_of(fact: Fact, interval: Interval) -> Decimal:
    """Return where a figure is drawn: at its own number, or the end that is known of a bound."""
    assert fact.amount is not None  # noqa: S101 - only figures are drawn
    value = fact.amount.value
    if interval.low is None:
        return interval.high if interval.high is not None else value
    if interval.high is None:
        return interval.low
    return min(max(value, interval.low), interval.high)


def _day_of(period: Period) -> date | None:
    return period.end or period.start


def _choose_ticks(figures: Sequence[_Figure], *, is_rank: bool) -> list[Decimal]:
    """Return round numbers around all figures: from 0, but for ranks, whose first is 1."""
    ends = [end for one in figures for end in (one.interval.low, one.interval.high, one.value)]
    numbers = [end for end in ends if end is not None]
    low, high = min(numbers), max(numbers)
    if is_rank:
        highest = max(high.to_integral_value(ROUND_CEILING), Decimal(2))
        return [Decimal(1), highest]
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    step = _choose_step(high - low or Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * (first + number) for number in range(int(last - first) + 1)]


def _choose_step(span: Decimal) -> Decimal:
    rough = span / _MOST_TICKS
    power = Decimal(1).scaleb(floor(log10(rough)))
    return next(nice * power for nice in _NICE if nice * power >= rough)


def _write_ticks(ticks: Sequence[Decimal]) -> list[str]:
    """Return numbers in the scale of the largest, whose word stands with the last one alone."""
    separator = "\n"
    return format_scaled(ticks, separator).replace("-", MINUS).split(separator)


def _set_apart(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks so that none hides another of the same moment."""
    placed: list[Mark] = []
    for mark in marks:
        moved = mark
        while any(
            abs(other.x - moved.x) < _APART and abs(other.y - moved.y) < _APART for other in placed
        ):
            moved = replace(moved, x=round(moved.x + _APART, 1))
        placed.append(moved)
    return placed


def _join_points(figures: Sequence[_Figure], marks: Sequence[Mark], indicator: Indicator) -> str:
    """Return the line through the actual points that follow each other and can be compared.

    A bound breaks it: nobody knows where the line would go.
    """
    kinds = [one.row.period.kind for one in figures if one.row.status == "actual"]
    usual: Kind | None = max(kinds, key=kinds.count, default=None)
    steps: list[str] = []
    command = "M"
    for figure, mark in zip(figures, marks, strict=True):
        if figure.row.status != "actual":
            continue
        if indicator.kind == "flow" and figure.row.period.kind != usual:
            continue
        if mark.shape == "point":
            steps.append(f"{command}{mark.x:g} {mark.y:g}")
            command = "L"
        else:
            command = "M"
    return "".join(steps)


def _label_values(
    figures: Sequence[_Figure], marks: Sequence[Mark], left: float
) -> Iterator[Label]:
    """Yield the number of the latest actual and of the latest target, where there is room."""
    taken = [_box_of(mark) for mark in marks]
    for is_hollow in (False, True):
        pairs = [
            pair for pair in zip(figures, marks, strict=True) if pair[1].is_hollow == is_hollow
        ]
        for figure, mark in pairs[-1:]:
            text = describe_amount(figure.fact, alone=False)
            found = next(_find_room(text, mark, left, taken), None)
            if found:
                taken.append(found[1])
                yield found[0]


def _find_room(
    text: str, mark: Mark, left: float, taken: Sequence[_Box]
) -> Iterator[tuple[Label, _Box]]:
    """Yield the places of a label that hide nothing: above its mark, below, and to its sides."""
    length = _CHARACTER * _length(text)
    top, foot = _box_of(mark)[1::2]
    middle = min(max(mark.x, left + length / 2), WIDTH - length / 2)
    places = [
        (middle, top - 3),
        (middle, foot + 11),
        (mark.x - length / 2 - 8, mark.y + 4),
        (mark.x + length / 2 + 8, mark.y + 4),
    ]
    for x, y in places:
        box = (x - length / 2, y - 9, x + length / 2, y + 1)
        is_inside = box[0] >= left and box[2] <= WIDTH and box[3] <= HEIGHT - _BOTTOM
        if is_inside and not any(_overlap(box, other) for other in taken):
            yield Label(x=round(x, 1), y=round(y, 1), text=text), box


def _box_of(mark: Mark) -> _Box:
    """Return the left, top, right and foot of all that a mark covers."""
    heights = (mark.y - 4, mark.y + 4, *(mark.whisker or ()))
    if mark.shape != "point":
        heights = (mark.y, mark.tip)
    return (mark.x - 5, min(heights), mark.x + 5, max(heights))


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _describe_figure(figure: _Figure) -> str:
    status = "" if figure.row.status == "actual" else f" ({figure.row.status})"
    return f"{figure.row.period}{status}: {describe_amount(figure.fact, alone=False)}"


def _label_periods(figures: Sequence[_Figure], marks: Sequence[Mark], left: float) -> list[Label]:
    """Return the periods under the axis, from the latest back, those that fit."""
    labels: list[Label] = []
    free = float(WIDTH)
    for figure, mark in sorted(
        zip(figures, marks, strict=True), key=lambda pair: pair[1].x, reverse=True
    ):
        text = str(figure.row.period)
        half = _CHARACTER * _length(text) / 2
        x = min(max(mark.x, left + half), WIDTH - half)
        if any(label.text == text for label in labels) or x + half > free:
            continue
        labels.append(Label(x=round(x, 1), y=HEIGHT - 7, text=text))
        free = x - half - 6
    return labels[::-1]


def _name_kinds(marks: Sequence[Mark]) -> Iterator[str]:
    if any(mark.is_hollow for mark in marks):
        yield "hollow"
    if any(mark.shape == "above" for mark in marks):
        yield "above"
    if any(mark.shape == "below" for mark in marks):
        yield "below"
    if any(mark.whisker for mark in marks):
        yield "whisker"


def _summarize(figures: Sequence[_Figure], title: str) -> str:
    first, last = figures[0], figures[-1]
    return f"Chart: {title}. {_describe_figure(first)} … {_describe_figure(last)}"


def _length(text: str) -> int:
    return sum(1 if character.isascii() else _HAN_WIDTH for character in text)
