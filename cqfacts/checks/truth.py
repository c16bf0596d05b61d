"""Rules of truth: figures held against each other."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from cqfacts.comparison.series import find_actuals, place_of
from cqfacts.comparison.targets import add_targets
from cqfacts.interval import divide, intersect, multiply_by, to_percent_change
from cqfacts.period import year_before
from cqfacts.rivals import find_common
from cqfacts.wording import (
    JOIN,
    describe_amount,
    describe_percent_change,
    describe_range,
    describe_share,
)

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from cqfacts.comparison import Row, Series
    from cqfacts.diagnostics import Diagnostic
    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Period

    from .report import Context

_HUNDRED = Decimal(100)
_MOST_NAMED = 20
"""So many figures are named in one problem."""


def check_rivals(context: Context) -> Iterator[Diagnostic]:
    """Report sources that contradict themselves or each other."""
    for _, series in _all_series(context):
        for row in series.rows:
            yield from _judge_row(row, series)


def check_growth(context: Context) -> Iterator[Diagnostic]:
    """Report growths and multiples that are not those of the levels."""
    levels = _Levels(context)
    for indicator, series in _all_series(context):
        if series.measure == "multiple" or (
            series.measure == "growth" and indicator.growth_basis == "nominal"
        ):
            for row in series.rows:
                if row.status == "actual":
                    for fact in row.facts:
                        yield from _check_growth(fact, indicator, levels, series.of)


def check_shares(context: Context) -> Iterator[Diagnostic]:
    """Report shares of an indicator that are not those of the levels."""
    levels = _Levels(context)
    for indicator, series in _all_series(context):
        if series.measure != "share" or not series.of or series.of not in context.store.keys:
            continue
        whole = context.store.indicator(series.of)
        for row in series.rows:
            part = levels.find(indicator, None, row.period)
            total = levels.find(whole, None, row.period)
            if part and total and part.facts[0].unit == total.facts[0].unit:
                yield from _check_share(row, part, total)


def check_streaks(context: Context) -> Iterator[Diagnostic]:
    """Report streaks of the same thing that do not start in the same year."""
    for _, series in _all_series(context):
        if series.measure != "streak":
            continue
        facts = [fact for row in series.rows for fact in row.facts if row.status == "actual"]
        starts = [(fact, start) for fact in facts if (start := _start_of(fact))]
        for (earlier, first), (later, second) in pairwise(starts):
            # A streak that began later than the last one ended is another streak.
            end = earlier.period.end if earlier.period else None
            # Two for one period are rivals, and told of as such.
            if first != second and end and second <= end.year and earlier.period != later.period:
                problem = (
                    f"{describe_amount(later)} to {later.period} start in {second}, and "
                    f"{describe_amount(earlier)} to {earlier.period} in {first}"
                ).replace(JOIN, " ")
                yield report("streak-differs", at_fact(later, "value"), problem, "correct one")


def check_targets(context: Context) -> Iterator[Diagnostic]:
    """Report targets that were missed."""
    for indicator, series in _all_series(context):
        if all(row.status != "target" for row in series.rows):
            continue
        for row in add_targets(series, indicator, context.today, series.rows).rows:
            if row.target and row.target.verdict == "missed" and row.target.actual:
                fact, actual = row.facts[0], row.target.actual.facts[0]
                problem = (
                    f"the target {describe_amount(fact)} for {row.period} was missed: "
                    f"{describe_amount(actual)} by {actual.source}"
                ).replace(JOIN, " ")
                remedy = "nothing is wrong with the store"
                yield report("target-missed", at_fact(fact, "value"), problem, remedy)


def _join(said: Iterable[str], count: int, separator: str) -> str:
    """Return what is said of a few of so many."""
    more = f" and {count - _MOST_NAMED:,} more" if count > _MOST_NAMED else ""
    return separator.join(said).replace(JOIN, " ") + more


def _all_series(context: Context) -> Iterator[tuple[Indicator, Series]]:
    for key, all_series in context.series_by_key.items():
        indicator = context.store.indicator(key)
        for series in all_series:
            yield indicator, series


def _judge_row(row: Row, series: Series) -> Iterator[Diagnostic]:
    judgement = row.judgement
    if judgement.verdict == "contradiction":
        by_source: dict[str, list[Fact]] = {}
        for fact in row.facts:
            by_source.setdefault(fact.source, []).append(fact)
        for source in judgement.contradicting:
            own = by_source[source]
            said = _join((describe_amount(fact) for fact in own[:_MOST_NAMED]), len(own), " and ")
            problem = f"{source} states {said} for {row.period}, which cannot all be true"
            place = at_fact(own[-1], "value")
            yield report("source-contradiction", place, problem, "correct one of them")
    elif judgement.verdict == "conflict":
        named = (f"{describe_amount(one)} by {one.source}" for one in row.facts[:_MOST_NAMED])
        problem = f"sources differ for {row.period}: {_join(named, len(row.facts), ', ')}"
        check = "rank-conflict" if series.measure == "rank" else "rival-conflict"
        remedy = "correct one, or accept it with a note"
        # Whichever of them accepts the conflict accepts it for all.
        accepting = [fact for fact in row.facts if check in fact.accept]
        place = at_fact((accepting or row.facts)[-1], "value")
        yield report(check, place, problem, remedy)


class _Levels:
    """The actual levels of indicators, of the whole or of a part, by their place in time."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: dict[str, dict[str, Mapping[tuple[date, date], Row]]] = {}

    def find(self, indicator: Indicator, of: str | None, period: Period) -> Row | None:
        """Return the levels for a period, None where there are none."""
        parts = self._found.get(indicator.key)
        if parts is None:
            parts = self._found[indicator.key] = self._gather(indicator)
        rows = parts.get((of or "").casefold(), {})
        return rows.get(place_of(indicator, period))

    def _gather(self, indicator: Indicator) -> dict[str, Mapping[tuple[date, date], Row]]:
        rows: dict[str, list[Row]] = {}
        for series in self._context.series_by_key[indicator.key]:
            if series.measure == "level":
                rows.setdefault((series.of or "").casefold(), []).extend(series.rows)
        return {of: find_actuals(own, indicator) for of, own in rows.items()}


def _check_growth(
    fact: Fact, indicator: Indicator, levels: _Levels, of: str | None
) -> Iterator[Diagnostic]:
    """Hold a growth or a multiple against the levels that it speaks of."""
    start = fact.base or (year_before(fact.period) if fact.period else None)
    # A growth of each year is not that of the whole range.
    if fact.period is None or start is None or fact.interval is None or fact.each:
        return
    before = levels.find(indicator, of, start)
    after = levels.find(indicator, of, fact.period)
    if before is None or after is None or before.facts[0].unit != after.facts[0].unit:
        return
    ratio = _ratio(after, before, fact.source)
    if ratio is None:
        return
    computed = ratio if fact.measure == "multiple" else to_percent_change(ratio)
    if intersect(computed, fact.interval):
        return
    shown = (
        describe_range(computed, "×")
        if fact.measure == "multiple"
        else describe_percent_change(computed)
    )
    problem = (
        f"{fact.measure} is stated as {describe_amount(fact)}, and the levels give {shown}: "
        f"{_say(after)} over {_say(before)}"
    ).replace(JOIN, " ")
    remedy = "correct one, or accept it with a note"
    yield report("growth-differs", at_fact(fact, "value"), problem, remedy)


def _check_share(row: Row, part: Row, total: Row) -> Iterator[Diagnostic]:
    for fact in row.facts:
        ratio = _ratio(part, total, fact.source)
        if ratio is None or fact.interval is None:
            continue
        computed = multiply_by(ratio, _HUNDRED)
        if intersect(computed, fact.interval):
            continue
        problem = (
            f"share is stated as {describe_amount(fact)}, and the levels give "
            f"{describe_share(computed)}: {_say(part)} of {_say(total)}"
        ).replace(JOIN, " ")
        remedy = "correct one, or accept it with a note"
        yield report("share-differs", at_fact(fact, "value"), problem, remedy)


def _ratio(one: Row, other: Row, source: str) -> Interval | None:
    """Return how one level stands to another, by the source's own figures where it has them."""
    dividend, divisor = _level_by(one, source), _level_by(other, source)
    return divide(dividend, divisor) if dividend and divisor else None


def _level_by(row: Row, source: str) -> Interval | None:
    own = [fact for fact in row.facts if fact.source == source]
    return find_common(own) if own else row.judgement.common


def _say(row: Row) -> str:
    return f"{describe_amount(row.facts[0])} in {row.period}"


def _start_of(fact: Fact) -> int | None:
    """Return the first year of a streak that is stated exactly."""
    if fact.amount is None or fact.amount.qualifier or fact.period is None:
        return None
    if fact.period.end is None:
        return None
    return fact.period.end.year - int(fact.amount.value) + 1
