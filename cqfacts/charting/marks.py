"""The values that a chart is made of."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Literal

    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator, Measure, Source, Status

    Shape = Literal["bar", "dot"]
    # What a legend may have to explain.
    Sign = Literal["empty bar", "empty dot", "estimate", "open low", "open high", "range"]

_ZERO = Decimal(0)
_FIRST = Decimal(1)


class Extent(Record):
    """What there is to draw of a mark.

    `sure` reaches from zero as far as every value that the figure may mean does; None where there
    is no such stretch. `low` and `high` are the ends of what it may mean, None for an open end.
    """

    sure: tuple[Decimal, Decimal] | None
    low: Decimal | None
    high: Decimal | None

    @property
    def is_open(self) -> bool:
        """Whether an end is open."""
        return self.low is None or self.high is None


class Parts(Record):
    """The parts that a mark is drawn with, in the unit of its axis; None where it has no such part.

    `bar` is the end of a bar from zero. `range` is all that the figure may mean, where that is wide
    enough to be seen, or where an end is open and nothing is sure: that end is the axis's own.
    `open_end` has an arrow, at the end of the bar or of the range. `dot` is the number that is
    printed, by itself or on a range; `tick` marks it on the range of a bar.
    """

    bar: float | None = None
    range: tuple[float, float] | None = None
    open_end: Literal["low", "high"] | None = None
    dot: float | None = None
    tick: float | None = None

    @property
    def reach(self) -> tuple[float, float]:
        """The least and the greatest number that is drawn, zero only where a bar starts there."""
        numbers = [*((0.0, self.bar) if self.bar is not None else ()), *(self.range or ())]
        numbers += [self.dot] if self.dot is not None else []
        return min(numbers), max(numbers)


class Mark(Record):
    """One statement, or several that agree: a row of a panel, or a place on a scale of time.

    `period` is None where the facts have none. `day` is its place on a scale of time: the middle of
    its period, the last day of a stock, the end that is known of an open period. `follows_gap` says
    that periods of its length are left out before it. `name` says what the mark is of where its
    panel has several, and `indicator` is the place of its indicator in the section. `value` is the
    number that is printed, `text` the same with its qualifier, as people read it. `sources` and
    `notes` are places in the lists of the chart. A mark is `contested` where its sources conflict,
    or one contradicts itself.
    """

    period: str | None
    day: date | None = None
    follows_gap: bool = False
    name: str | None
    indicator: int
    status: Status
    value: Decimal
    interval: Interval
    text: str
    sources: tuple[int, ...]
    notes: tuple[int, ...]
    is_contested: bool
    facts: tuple[Fact, ...]

    @property
    def is_hollow(self) -> bool:
        """Whether it is about what is wanted and not about what is."""
        return self.status in ("target", "plan")


class Panel(Record):
    """Marks that share an axis: one measure in one unit.

    A bar starts at zero; a rank is a dot, since a longer bar would say more of what is worse.
    `scale` is the power of ten that the axis counts in, and `axis` its unit in words. `low` and
    `high` are the least and the greatest number that is drawn, zero included.
    """

    title: str
    measure: Measure
    unit: str | None
    scale: int
    axis: str
    low: Decimal
    high: Decimal
    indicators: tuple[int, ...]
    marks: tuple[Mark, ...]

    @property
    def shape(self) -> Shape:
        """Whether its marks are bars or dots."""
        return "dot" if self.measure == "rank" else "bar"

    def extent(self, mark: Mark) -> Extent:
        """Return what there is to draw of one of its marks."""
        return find_extent(mark.interval, self.measure)

    def place(self, number: Decimal) -> float:
        """Return a number in the unit of the axis, as exact as a picture needs it."""
        return float(number.scaleb(-self.scale))

    def find_parts(self, mark: Mark, visible: float) -> Parts:
        """Return the parts of one of its marks.

        A range narrower than `visible`, in the unit of the axis, is not drawn: the bar or the dot
        is at the number that is printed, or as near to it as all sources allow.
        """
        extent = self.extent(mark)
        low = self.place(self.low if extent.low is None else extent.low)
        high = self.place(self.high if extent.high is None else extent.high)
        # Of what is sure, the end that is not zero is the end of what may be that is nearest to it.
        sure = None if extent.sure is None else high if extent.sure[1] == 0 else low
        if extent.is_open:
            return Parts(
                bar=sure,
                range=(low, high) if sure is None else None,
                open_end="low" if extent.low is None else "high",
            )
        printed = min(max(self.place(mark.value), low), high)
        is_ranged = high - low >= visible
        if sure is not None and not is_ranged:
            return Parts(bar=printed)
        # A bound whose other end is set by its measure has no number to point at.
        is_known = mark.interval.low is not None and mark.interval.high is not None
        has_dot = not is_ranged or (is_known and self.shape == "dot")
        return Parts(
            bar=sure,
            range=(low, high) if is_ranged else None,
            dot=printed if has_dot else None,
            tick=printed if is_known and not has_dot else None,
        )

    def find_signs(self, mark: Mark, parts: Parts) -> Iterator[Sign]:
        """Yield what a reader may need to be told of a mark that is drawn with these parts."""
        if mark.is_hollow:
            yield "empty dot" if self.shape == "dot" else "empty bar"
        if mark.status == "estimate":
            yield "estimate"
        if parts.open_end:
            yield "open low" if parts.open_end == "low" else "open high"
        elif parts.range:
            yield "range"


class Section(Record):
    """Indicators that are drawn together, and what a reader must know of their panels."""

    indicators: tuple[Indicator, ...]
    panels: tuple[Panel, ...]
    footnotes: tuple[str, ...]


class Chart(Record):
    """A picture of facts, before anybody draws it. Marks name `sources` and `notes` by place."""

    title: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of all panels."""
        return tuple(
            mark for section in self.sections for panel in section.panels for mark in panel.marks
        )


def find_extent(interval: Interval, measure: Measure) -> Extent:
    """Return what there is to draw of an interval.

    No place is before the first, and no share is below nothing, so that neither end is open.
    """
    low, high = interval.low, interval.high
    if measure == "rank":
        return Extent(sure=None, low=_FIRST if low is None else low, high=high)
    if measure in ("share", "streak", "multiple") and low is None and (high or _ZERO) >= 0:
        low = _ZERO
    if low is not None and low > 0:
        return Extent(sure=(_ZERO, low), low=low, high=high)
    if high is not None and high < 0:
        return Extent(sure=(high, _ZERO), low=low, high=high)
    return Extent(sure=None, low=low, high=high)
