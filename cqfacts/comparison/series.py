"""Series: the facts of an indicator put into rows of one measure, unit and reference."""

from __future__ import annotations

from datetime import date

from cqfacts.model import MEASURES, STATUSES
from cqfacts.rivals import base_of, judge, reference_of

from .results import Row, Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Period


def build_series(
    indicator: Indicator, facts: Iterable[Fact], within: Sequence[Period] | None
) -> list[Series]:
    """Put the facts that have a figure and a period into series, each with its rows by period.

    A fact that speaks of each step of its period stands in the row of every step; `within` limits
    the periods, None does not.
    """
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        if fact.amount is not None and fact.period is not None:
            groups.setdefault((fact.measure, reference_of(fact)), []).append(fact)
    in_order = sorted(groups.values(), key=lambda group: MEASURES.index(group[0].measure))
    series = [_build(indicator, group, within) for group in in_order]
    return [one for one in series if one.rows]


def place_of(indicator: Indicator, period: Period) -> tuple[date, date]:
    """Return what tells periods apart, in order of time: a flow's ends, a stock's last day."""
    end = period.end or date.max
    if indicator.kind == "stock" and period.end is not None:
        return end, end
    return end, period.start or date.min


def find_actuals(rows: Iterable[Row], indicator: Indicator) -> dict[tuple[date, date], Row]:
    """Return the rows of actuals by their place, the first of each."""
    found: dict[tuple[date, date], Row] = {}
    for row in rows:
        if row.status == "actual":
            found.setdefault(place_of(indicator, row.period), row)
    return found


def _build(indicator: Indicator, facts: list[Fact], within: Sequence[Period] | None) -> Series:
    stated: dict[tuple[tuple[date, date], int], list[tuple[Period, Fact]]] = {}
    for fact in facts:
        for period in fact.periods():
            if within is None or any(map(period.is_within, within)):
                place = (place_of(indicator, period), STATUSES.index(fact.status))
                stated.setdefault(place, []).append((period, fact))
    first = facts[0]
    return Series(
        measure=first.measure,
        of=first.of,
        base=base_of(first),
        unit=first.unit,
        rows=tuple(_build_row(stated[place]) for place in sorted(stated)),
    )


def _build_row(stated: list[tuple[Period, Fact]]) -> Row:
    period, first = stated[0]
    facts = tuple(fact for _, fact in stated)
    return Row(period=period, status=first.status, facts=facts, judgement=judge(facts))
