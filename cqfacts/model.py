"""Topic, Indicator, Fact and Source: frozen records, without input or output.

Their fields are the one list of what the format, flat records and every export have: a field that
is added here is read, written and exported. A fact's columns are in the order of its class.
"""

from __future__ import annotations

from .amount import QUALIFIERS
from .record import COLUMNS, FULL, Record, field, part

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

COUNTING_MEASURES: frozenset[Measure] = frozenset({"rank", "streak"})
"""The measures whose numbers are whole, from 1."""

EXACT_MEASURES: frozenset[Measure] = COUNTING_MEASURES | {"level"}
"""The measures whose plain whole numbers are exact."""

MEASURES_WITH_OF: frozenset[Measure] = COUNTING_MEASURES | {"share"}
"""The measures that need what they are of."""

MEASURES_WITH_BASE: frozenset[Measure] = frozenset({"change", "growth", "multiple"})
"""The measures that may have a period they start from."""

MEASURE_UNITS: dict[Measure, str] = {
    "growth": "%",
    "share": "%",
    "multiple": "×",
    "rank": "",
    "streak": "year",
}
"""The measures that bring a unit of their own; the others have the indicator's."""


_LABEL = "What people read."
_ALIASES = "What people type, in any language."
_DESCRIPTION = "What it is about."


IMPLIED_KEYS = ("period",)
"""The keys of a fact that a document may imply without printing them."""


class Source(Record):
    """A document that states facts."""

    id: str = field("sign", column="source")
    title: str = field("text", "As the document has it.", at=20)
    publisher: str | None = field("text", "Who published it.", default=None, at=19)
    published: date | None = field(
        "day", "A date without quotes, never guessed.", default=None, at=21
    )
    url: str | None = field("text", "Where to read it.", default=None, at=22)


class KeptImport(Record):
    """How a table is read, kept under a name in `[store.imports.NAME]`: `import --as NAME`."""

    key: str | None = field("sign", "The indicator of all rows.", default=None)
    source: str | None = field("sign", "The source of all rows.", default=None)
    unit: str | None = field("sign", "The unit of all rows.", default=None)
    period: str | None = field("sign", "The period of all rows.", default=None)
    measure: str | None = field("sign", "The measure of all rows.", default=None)
    status: str | None = field("sign", "The status of all rows.", default=None)
    subject: str | None = field("text", "The subject of all rows.", default=None)
    columns: tuple[str, ...] = field(
        "texts", 'What columns are, as --map has it: "Year=period".', default=()
    )
    wide: bool = field("flag", "The periods are columns.", default=False)
    long: bool = field("flag", "The periods are in a column of their own.", default=False)
    decimal: str | None = field("sign", "What stands before decimals.", default=None)
    sheet: str | None = field("text", "The sheet of a workbook.", default=None)
    range: str | None = field("sign", "The part of a table that is read.", default=None)


class Topic(Record):
    """A group of indicators; `name` is its table in the store."""

    name: str = field("sign", column="topic")
    label: str = field("text", _LABEL)
    aliases: tuple[str, ...] = field("texts", _ALIASES, default=())
    description: str | None = field("text", _DESCRIPTION, default=None)


class Indicator(Record):
    """What is measured, and what its facts are about."""

    topic: str = field("sign", at=COLUMNS)
    name: str
    label: str = field("text", _LABEL, at=1)
    aliases: tuple[str, ...] = field("texts", _ALIASES, default=(), at=FULL + 1)
    description: str | None = field("text", _DESCRIPTION, default=None, at=FULL + 2)
    unit: str | None = field(
        "sign",
        "What its levels are counted in, spelled one way in the whole store.",
        default=None,
        flat="indicator_unit",
        at=FULL,
    )
    subject: str | None = field(
        "text", "What it is about, where that is not the store's subject.", default=None, at=2
    )
    kind: IndicatorKind = field(
        "choice",
        "A flow is something per period, a stock a state at a moment.",
        choices=KINDS,
        default="flow",
        at=24,
    )
    better: Better = field(
        "choice",
        "Decides whether a target is a floor or a ceiling.",
        choices=BETTERS,
        default="higher",
        at=25,
    )
    growth_basis: GrowthBasis = field(
        "choice",
        "Growth in real terms is never worked out from levels.",
        choices=GROWTH_BASES,
        default="nominal",
        at=26,
    )

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

    key: str = field("sign", at=0)
    measure: Measure = field(
        "choice",
        "Which aspect of the indicator the figure is.",
        choices=MEASURES,
        default="level",
        of_figure=True,
        at=3,
    )
    status: Status = field(
        "choice",
        "Target: every figure about the future; plan: text about it.",
        choices=STATUSES,
        default="actual",
        at=4,
    )
    period: Period | None = field(
        "period",
        "A period in quotes: 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27, a range 2021/2025, "
        "or an open one ../2020.",
        default=None,
        at=5,
    )
    period_start = part("day", of="period", attribute="start", at=COLUMNS + 1)
    period_end = part("day", of="period", attribute="end", at=COLUMNS + 2)
    qualifier = part(
        "choice",
        "How the source hedges; absent means as printed.",
        of="amount",
        choices=QUALIFIERS,
        at=6,
    )
    value = part(
        "number",
        'The figure as printed: a number, or text with digits and a scale word, "3.38 trillion".',
        of="amount",
        at=7,
    )
    unit: str | None = field("sign", "Only where it is not the indicator's.", default=None, at=8)
    low = part("number", of="interval", at=9)
    high = part("number", of="interval", at=10)
    bounds = part("sign", of="interval", at=11)
    written = part("prose", of="amount", at=12)
    of: str | None = field(
        "text",
        "What a share, rank or streak is of: words, or the key of an indicator.",
        default=None,
        at=13,
    )
    base: Period | None = field(
        "period", "The period that a change, growth or multiple starts from.", default=None, at=14
    )
    each: bool = field(
        "flag", "Whether the value holds for every step of the period.", default=False, at=15
    )
    text: str | None = field(
        "prose", "What a fact without a figure says, in one's own words.", default=None, at=16
    )
    stated: str | None = field(
        "prose", "The few words of the source that state the figure.", default=None, at=17
    )
    source: str = field("sign", "The id of a source.", at=18)
    note: str | None = field("prose", "What a reader must know.", default=None, at=23)
    accept: tuple[str, ...] = field(
        "ids", "Ids of checks: discrepancies that are known. A note says why.", default=(), at=27
    )
    first: bool = field(
        "flag",
        "Whether the source says that no earlier period of the indicator reached the value.",
        default=False,
        at=28,
    )
    record: bool = field(
        "flag",
        "Whether the source says that no earlier period of the indicator went beyond the value.",
        default=False,
        at=29,
    )
    implied: tuple[str, ...] = field(
        "ids",
        "Keys that the document implies and does not print.",
        choices=IMPLIED_KEYS,
        default=(),
        at=30,
    )
    amount: Amount | None = None
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
