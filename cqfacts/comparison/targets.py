"""Targets: what each wanted, and what became of it."""

from __future__ import annotations

from cqfacts.interval import Interval, intersect
from cqfacts.record import replace

from .results import TargetOutcome
from .series import find_actuals, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cqfacts.model import Fact, Indicator

    from .results import Row, Series


def add_targets(series: Series, indicator: Indicator, today: date, pool: Sequence[Row]) -> Series:
    """Give every row of targets its outcome.

    Actuals are looked for in the `pool`: all rows of the series, those not shown included.
    """
    actuals = find_actuals(pool, indicator)
    latest = next((row for row in reversed(pool) if row.status == "actual"), None)
    rows = tuple(
        replace(row, target=_find_outcome(row, actuals, latest, indicator, today))
        if row.status == "target"
        else row
        for row in series.rows
    )
    return replace(series, rows=rows)


def wanted_interval(fact: Fact, indicator: Indicator) -> Interval:
    """Return the values that meet a target.

    "5", "at least 5" and "over 5" ask for that much or more; where lower is better, for that much
    or less, as they do for ranks. "About 5" is met within its interval and beyond it on the better
    side, and so is "nearly 5". "Under 5" and "at most 5" mean what they say.
    """
    assert fact.amount is not None  # noqa: S101 - a row holds facts with a figure
    value, qualifier, stated = fact.amount.value, fact.amount.qualifier, fact.amount.interval
    if qualifier in ("under", "at most"):
        return stated
    is_lower_better = fact.measure == "rank" or (
        fact.measure != "streak" and indicator.better == "lower"
    )
    if qualifier in ("about", "nearly"):
        if is_lower_better:
            return Interval(high=stated.high, high_closed=stated.high_closed)
        return Interval(low=stated.low, low_closed=stated.low_closed)
    if qualifier and value < 0:
        # "Reduced by over 70 %" can only mean further down.
        return stated
    closed = qualifier != "over"
    if is_lower_better:
        return Interval(high=value, high_closed=closed)
    return Interval(low=value, low_closed=closed)


def _find_outcome(
    row: Row,
    actuals: Mapping[tuple[date, date], Row],
    latest: Row | None,
    indicator: Indicator,
    today: date,
) -> TargetOutcome:
    wanted = _wanted_by_all(row, indicator)
    if not row.period.is_over(today):
        return TargetOutcome(verdict="open", wanted=wanted, actual=latest)
    actual = actuals.get(place_of(indicator, row.period))
    if actual is None:
        return TargetOutcome(verdict="no actual", wanted=wanted, actual=None)
    reached = actual.judgement.common
    if reached is None:
        return TargetOutcome(verdict="undetermined", wanted=wanted, actual=actual)
    if reached.is_within(wanted):
        return TargetOutcome(verdict="met", wanted=wanted, actual=actual)
    if intersect(reached, wanted) is None:
        return TargetOutcome(verdict="missed", wanted=wanted, actual=actual)
    return TargetOutcome(verdict="undetermined", wanted=wanted, actual=actual)


def _wanted_by_all(row: Row, indicator: Indicator) -> Interval:
    """Return what meets every source's target, or the first where they exclude each other."""
    first, *others = [wanted_interval(fact, indicator) for fact in row.facts]
    common = first
    for other in others:
        common = intersect(common, other) or common
    return common
