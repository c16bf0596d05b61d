"""The values that a chart is made of."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator, Measure, Source, Status

    Shape = Literal["bar", "dot"]

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


class Mark(Record):
    """One statement, or several that agree: a line of a panel.

    `period` is None where the facts have none. `name` says what the mark is of where its panel has
    several, and `indicator` is the place of its indicator in the section. `value` is the number
    that is printed, `text` the same with its qualifier, as people read it. `sources` and `notes`
    are places in the lists of the chart. A mark is `contested` where its sources conflict, or one
    contradicts itself.
    """

    period: str | None
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
