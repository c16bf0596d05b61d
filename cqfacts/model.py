"""Topic, Indicator, Fact and Source: frozen records, without input or output."""

from __future__ import annotations

from .record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Literal

    from .amount import Amount
    from .diagnostics import Location
    from .interval import Interval
    from .period import Period

    Measure = Literal["level", "change", "growth", "share", "multiple", "rank", "streak"]
    Status = Literal["actual", "target", "plan", "estimate"]
    IndicatorKind = Literal["flow", "stock"]
    Better = Literal["higher", "lower"]
    GrowthBasis = Literal["nominal", "real"]


MEASURES: tuple[Measure, ...] = ("level", "change", "growth", "share", "multiple", "rank", "streak")
STATUSES: tuple[Status, ...] = ("actual", "target", "plan", "estimate")
KINDS: tuple[IndicatorKind, ...] = ("flow", "stock")
BETTERS: tuple[Better, ...] = ("higher", "lower")
GROWTH_BASES: tuple[GrowthBasis, ...] = ("nominal", "real")

EXACT_MEASURES: frozenset[Measure] = frozenset({"level", "rank", "streak"})
"""The measures whose plain whole numbers are exact."""

MEASURE_UNITS: dict[Measure, str] = {
    "growth": "%",
    "share": "%",
    "multiple": "×",
    "rank": "",
    "streak": "year",
}
"""The measures that bring a unit of their own; the others have the indicator's."""


class Source(Record):
    """A document that states facts."""

    id: str
    title: str
    publisher: str | None = None
    published: date | None = None
    url: str | None = None


class Topic(Record):
    """A group of indicators; `name` is its table in the store."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    description: str | None = None


class Indicator(Record):
    """What is measured, and what its facts are about."""

    topic: str
    name: str
    label: str
    aliases: tuple[str, ...] = ()
    description: str | None = None
    unit: str | None = None
    subject: str | None = None
    kind: IndicatorKind = "flow"
    better: Better = "higher"
    growth_basis: GrowthBasis = "nominal"

    @property
    def key(self) -> str:
        """The topic and the name, as in `economy.gdp`."""
        return f"{self.topic}.{self.name}"


class Fact(Record):
    """One statement about an indicator, and where it was written down.

    It has an `amount` or a `text`. `unit` is the one its amount is in: the measure's, its own, or
    the indicator's, None for a plain number. `each` says that the amount holds for every step of
    the period. `origin` takes no part in equality: a fact moved to another line still says the
    same thing.
    """

    key: str
    source: str
    measure: Measure = "level"
    status: Status = "actual"
    period: Period | None = None
    amount: Amount | None = None
    text: str | None = None
    unit: str | None = None
    of: str | None = None
    base: Period | None = None
    each: bool = False
    stated: str | None = None
    note: str | None = None
    accept: tuple[str, ...] = ()
    origin: Location = field(compare=False, repr=False)

    @property
    def interval(self) -> Interval | None:
        """The numbers that the amount may mean, None for a fact of text."""
        return self.amount.interval if self.amount else None

    @property
    def steps(self) -> int:
        """How many periods the fact speaks of."""
        if self.period is None:
            return 0
        return self.period.count_parts() if self.each else 1

    def last_period(self) -> Period | None:
        """Return the last of the periods that the fact speaks of."""
        return self.period.last_part() if self.each and self.period else self.period

    def periods(self) -> Iterator[Period]:
        """Yield the periods that the fact speaks of: one, none, or with `each` every step."""
        if self.period is None:
            return
        if self.each:
            yield from self.period.parts()
        else:
            yield self.period
