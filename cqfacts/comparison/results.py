"""The values that a comparison is made of."""

from __future__ import annotations

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator, Measure, Status
    from cqfacts.period import Period
    from cqfacts.rivals import Judgement

    Direction = Literal["up", "down", "unchanged", "undetermined"]
    Outcome = Literal["better", "worse", "faster", "slower", "same", "undetermined"]
    TargetVerdict = Literal["met", "missed", "undetermined", "open", "no actual"]
    Finding = Literal["conflict", "missed", "undetermined", "worse"]
    Claim = Literal["first", "record"]

FINDINGS: tuple[Finding, ...] = ("conflict", "missed", "undetermined", "worse")


class Change(Record):
    """From an earlier period to a later one.

    `absolute` is later minus earlier: in the unit for a level, in percentage points for a growth
    or a share, in places for a rank. `percent` and `yearly` (the compound rate a year, where the
    periods are more than a year apart) are for levels; None where they cannot be computed. A growth
    that goes on in the wanted direction is `faster` or `slower`, and not better or worse.
    """

    against: Period
    absolute: Interval
    unit: str | None
    percent: Interval | None
    yearly: Interval | None
    direction: Direction
    outcome: Outcome


class TargetOutcome(Record):
    """What became of a target, and the row of the actual it was held against.

    For an open target that is the latest actual; None where the store has none.
    """

    verdict: TargetVerdict
    wanted: Interval
    actual: Row | None


class Discrepancy(Record):
    """A growth, multiple, share, streak or claim that other figures of the store contradict.

    `computed` is what the two `levels` give, in the unit of the fact: the later over the earlier,
    or the part of the whole. A streak contradicts an `earlier` one instead, as do a level that is
    said to be the first of its kind and one that is said to be a record: `claim` is which.
    """

    check: Literal["growth-differs", "share-differs", "streak-differs", "claim-differs"]
    fact: Fact
    computed: Interval | None = None
    levels: tuple[Row, ...] = ()
    earlier: Fact | None = None
    claim: Claim | None = None


class Row(Record):
    """What all sources state for one period: a value, or several that agree or do not.

    `problems` are what else in the store contradicts them, which the judgement leaves out.
    """

    period: Period
    status: Status
    facts: tuple[Fact, ...]
    judgement: Judgement
    change: Change | None = None
    target: TargetOutcome | None = None
    problems: tuple[Discrepancy, ...] = ()


class Overall(Record):
    """The latest period of a series against its base."""

    period: Period
    change: Change


class Series(Record):
    """The rows of one measure in one unit, by period; `of` and `base` as its facts have them."""

    measure: Measure
    of: str | None
    base: Period | None
    unit: str | None
    rows: tuple[Row, ...]
    overall: Overall | None = None


class IndicatorComparison(Record):
    """One indicator: its series, and what a reader must know about them."""

    indicator: Indicator
    series: tuple[Series, ...]
    footnotes: tuple[str, ...]


class Relation(Record):
    """How one indicator's value stands to that of the last one.

    `ratio` and `share` (in percent) are for levels of one unit, `difference` (in percentage
    points) for measures in percent; `reason` says why there is none of them.
    """

    ratio: Interval | None = None
    share: Interval | None = None
    difference: Interval | None = None
    reason: str | None = None


class AcrossRow(Record):
    """Several indicators for one period.

    `cells` has one row or None an indicator, `relations` one an indicator but the last, None
    where there is nothing to relate.
    """

    measure: Measure
    of: str | None
    period: Period
    cells: tuple[Row | None, ...]
    relations: tuple[Relation | None, ...]


class Across(Record):
    """Two or more indicators side by side, each against the last."""

    indicators: tuple[Indicator, ...]
    rows: tuple[AcrossRow, ...]
    footnotes: tuple[str, ...]


class Comparison(Record):
    """Each indicator by itself, and all of them side by side where several were named."""

    indicators: tuple[IndicatorComparison, ...]
    across: Across | None

    @property
    def findings(self) -> dict[Finding, list[str]]:
        """What a gate can ask for, with the keys of the indicators in which it was found."""
        found: dict[Finding, list[str]] = {}
        for one in self.indicators:
            for finding in sorted(_findings_of(one)):
                found.setdefault(finding, []).append(one.indicator.key)
        return found


def _findings_of(one: IndicatorComparison) -> set[Finding]:
    found: set[Finding] = set()
    for series in one.series:
        changes = [row.change for row in series.rows]
        changes.append(series.overall.change if series.overall else None)
        outcomes = {change.outcome for change in changes if change}
        verdicts = {row.target.verdict for row in series.rows if row.target}
        judged = {row.judgement.verdict for row in series.rows}
        is_contradicted = any(row.problems for row in series.rows)
        if is_contradicted or judged & {"conflict", "contradiction"}:
            found.add("conflict")
        if "missed" in verdicts:
            found.add("missed")
        if "worse" in outcomes:
            found.add("worse")
        if "undetermined" in verdicts | outcomes:
            found.add("undetermined")
    return found
