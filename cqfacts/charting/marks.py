"""The values that a chart is made of."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.record import Record
from cqfacts.rivals import find_narrowest
from cqfacts.wording import describe_amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator, Measure, Source, Status
    from cqfacts.period import Period

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

    `indicator` is the place of its indicator, `about`, in the section, and `when` is None where the
    facts have no period. `interval` is what the facts may mean together. It is `contested` where
    its sources conflict, or one contradicts itself. What it has from its panel: `name` says what it
    is of where there are several, and `follows_gap` that periods of its length are left out before
    it. `sources` and `notes` are places in the lists of the chart.
    """

    indicator: int
    about: Indicator
    when: Period | None
    of: str | None
    facts: tuple[Fact, ...]
    interval: Interval
    is_contested: bool = False
    name: str | None = None
    follows_gap: bool = False
    sources: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()

    @property
    def period(self) -> str | None:
        """Its period as it is written."""
        return str(self.when) if self.when else None

    @property
    def day(self) -> date | None:
        """Its place on a scale of time: the middle of its period, or the last day of a stock.

        An open period is at the end that it has.
        """
        start, end = (self.when.start, self.when.end) if self.when else (None, None)
        if start is None or end is None or self.about.kind == "stock":
            return end or start
        return start + (end - start) // 2

    @property
    def fact(self) -> Fact:
        """The fact that says most."""
        return find_narrowest(self.facts)

    @property
    def status(self) -> Status:
        """What all of its facts are."""
        return self.facts[0].status

    @property
    def is_hollow(self) -> bool:
        """Whether it is about what is wanted and not about what is."""
        return self.status in ("target", "plan")

    @property
    def value(self) -> Decimal:
        """The number that is printed."""
        assert self.fact.amount is not None  # noqa: S101 - facts of text are not drawn
        return self.fact.amount.value

    @property
    def figure(self) -> str:
        """The number with its qualifier, as people read it."""
        return describe_amount(self.fact, alone=False)

    @property
    def text(self) -> str:
        """Its figure, and its status where that is not actual."""
        return self.figure if self.status == "actual" else f"{self.figure} ({self.status})"


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

    def find_signs(self, visible: float) -> set[Sign]:
        """Return the signs of its marks that need an explanation, drawn as `find_parts` says."""
        signs: set[Sign] = set()
        for mark in self.marks:
            parts = self.find_parts(mark, visible)
            if mark.is_hollow:
                signs.add("empty dot" if self.shape == "dot" else "empty bar")
            if mark.status == "estimate":
                signs.add("estimate")
            if parts.open_end:
                signs.add("open low" if parts.open_end == "low" else "open high")
            elif parts.range:
                signs.add("range")
        return signs


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
    def panels(self) -> tuple[Panel, ...]:
        """All panels of all sections."""
        return tuple(panel for section in self.sections for panel in section.panels)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of all panels."""
        return tuple(mark for panel in self.panels for mark in panel.marks)


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
