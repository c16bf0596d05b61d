"""Claims: growths, shares, streaks, firsts and records, held against the levels of a store."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from cqfacts.interval import (
    divide,
    intersect,
    is_above,
    is_at_least,
    multiply_by,
    negate,
    to_percent_change,
)
from cqfacts.period import year_before
from cqfacts.record import replace
from cqfacts.rivals import find_common

from .results import Discrepancy
from .series import build_series, find_actuals, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from cqfacts.diagnostics import Location
    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Period
    from cqfacts.store import Store

    from .results import Claim, IndicatorComparison, Row, Series

_HUNDRED = Decimal(100)
_CLAIMS = frozenset({"growth", "multiple", "share", "streak"})


class Levels:
    """The actual levels of indicators, of the whole or of a part, by their place in time.

    `get_series` returns all series of the indicator of a key.
    """

    def __init__(
        self, store: Store, get_series: Callable[[str], Sequence[Series]] | None = None
    ) -> None:
        self.store = store
        self.get_series = get_series or self._build_series
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
        for series in self.get_series(indicator.key):
            if series.measure == "level":
                rows.setdefault((series.of or "").casefold(), []).extend(series.rows)
        return {of: find_actuals(own, indicator) for of, own in rows.items()}

    def _build_series(self, key: str) -> Sequence[Series]:
        return build_series(self.store.indicator(key), self.store.facts(key), None)


def add_problems(compared: IndicatorComparison, levels: Levels) -> IndicatorComparison:
    """Give every row what contradicts its facts among all facts of the store."""
    if not any(map(_may_claim, compared.series)):
        return compared
    indicator = compared.indicator
    problems: dict[Location, list[Discrepancy]] = {}
    for series in levels.get_series(indicator.key):
        for found in (
            *find_wrong_growths(indicator, series, levels),
            *find_wrong_shares(indicator, series, levels),
            *find_wrong_streaks(series),
            *find_wrong_claims(indicator, series),
        ):
            problems.setdefault(found.fact.origin, []).append(found)
    if not problems:
        return compared
    changed = (
        replace(one, rows=tuple(_add_to_row(row, problems) for row in one.rows))
        for one in compared.series
    )
    return replace(compared, series=tuple(changed))


def find_wrong_growths(
    indicator: Indicator, series: Series, levels: Levels
) -> Iterator[Discrepancy]:
    """Yield growths and multiples that are not those of the levels.

    Growth in real terms is not held against them.
    """
    if series.measure == "multiple" or (
        series.measure == "growth" and indicator.growth_basis == "nominal"
    ):
        for row in series.rows:
            if row.status == "actual":
                for fact in row.facts:
                    yield from _check_growth(fact, indicator, levels, series.of)


def find_wrong_shares(
    indicator: Indicator, series: Series, levels: Levels
) -> Iterator[Discrepancy]:
    """Yield shares of an indicator of the store that are not those of the levels."""
    if series.measure != "share" or not series.of or series.of not in levels.store.keys:
        return
    whole = levels.store.indicator(series.of)
    for row in series.rows:
        part = levels.find(indicator, None, row.period)
        total = levels.find(whole, None, row.period)
        if part and total and part.facts[0].unit == total.facts[0].unit:
            yield from _check_share(row, part, total)


def find_wrong_streaks(series: Series) -> Iterator[Discrepancy]:
    """Yield streaks of the same thing that do not start in the year of the one before."""
    if series.measure != "streak":
        return
    facts = [fact for row in series.rows for fact in row.facts if row.status == "actual"]
    starts = [(fact, start) for fact in facts if (start := find_start(fact))]
    for (earlier, first), (later, second) in pairwise(starts):
        # A streak that began later than the last one ended is another streak.
        end = earlier.period.end if earlier.period else None
        # Two for one period are rivals, and told of as such.
        if first != second and end and second <= end.year and earlier.period != later.period:
            yield Discrepancy(check="streak-differs", fact=later, earlier=earlier)


def find_wrong_claims(indicator: Indicator, series: Series) -> Iterator[Discrepancy]:
    """Yield levels that are said to be a first or a record, and that an earlier level belies.

    A flow is held against those of periods as long as its own. Of several that belie a claim the
    first is named.
    """
    if series.measure != "level":
        return
    rows = [row for row in series.rows if row.status == "actual"]
    for index, row in enumerate(rows):
        claiming = [fact for fact in row.facts if fact.first or fact.record]
        if not claiming:
            continue
        before = [
            other
            for other in rows[:index]
            if indicator.kind == "stock" or other.period.kind == row.period.kind
        ]
        for fact in claiming:
            yield from _check_claims(
                fact, [one for other in before for one in other.facts], indicator
            )


def _check_claims(
    fact: Fact, earlier: Sequence[Fact], indicator: Indicator
) -> Iterator[Discrepancy]:
    """Hold a first and a record against the levels before it."""
    amount, meant = fact.amount, fact.interval
    if amount is None or meant is None:
        return
    is_up = indicator.better == "higher"
    if amount.qualifier in ("over", "at least", "under", "at most"):
        is_up = amount.qualifier in ("over", "at least")
    claims: dict[Claim, bool] = {"first": fact.first, "record": fact.record}
    for claim in (one for one, is_made in claims.items() if is_made):
        for other in earlier:
            if other.unit == fact.unit and _is_belied(claim, meant, other.interval, is_up=is_up):
                yield Discrepancy(check="claim-differs", fact=fact, earlier=other, claim=claim)
                break


def _is_belied(claim: Claim, meant: Interval, earlier: Interval | None, *, is_up: bool) -> bool:
    """Whether an earlier level surely reaches a first, or goes beyond a record."""
    if earlier is None:
        return False
    if not is_up:
        meant, earlier = negate(meant), negate(earlier)
    if claim == "first":
        return is_at_least(earlier, meant)
    return meant.high is not None and is_above(earlier, meant)


def find_start(fact: Fact) -> int | None:
    """Return the first year of a streak, None where it is not stated exactly."""
    if fact.amount is None or fact.amount.qualifier or fact.period is None:
        return None
    if fact.period.end is None:
        return None
    return fact.period.end.year - int(fact.amount.value) + 1


def _may_claim(series: Series) -> bool:
    """Whether a series has something that `add_problems` holds against the levels."""
    facts = (fact for row in series.rows for fact in row.facts)
    return series.measure in _CLAIMS or any(fact.first or fact.record for fact in facts)


def _add_to_row(row: Row, problems: Mapping[Location, Sequence[Discrepancy]]) -> Row:
    own = [found for fact in row.facts for found in problems.get(fact.origin, ())]
    return replace(row, problems=tuple(own)) if own else row


def _check_growth(
    fact: Fact, indicator: Indicator, levels: Levels, of: str | None
) -> Iterator[Discrepancy]:
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
    if not intersect(computed, fact.interval):
        yield Discrepancy(
            check="growth-differs", fact=fact, computed=computed, levels=(after, before)
        )


def _check_share(row: Row, part: Row, total: Row) -> Iterator[Discrepancy]:
    for fact in row.facts:
        ratio = _ratio(part, total, fact.source)
        if ratio is None or fact.interval is None:
            continue
        computed = multiply_by(ratio, _HUNDRED)
        if not intersect(computed, fact.interval):
            yield Discrepancy(
                check="share-differs", fact=fact, computed=computed, levels=(part, total)
            )


def _ratio(one: Row, other: Row, source: str) -> Interval | None:
    """Return how one level stands to another, by the source's own figures where it has them."""
    dividend, divisor = _level_by(one, source), _level_by(other, source)
    return divide(dividend, divisor) if dividend and divisor else None


def _level_by(row: Row, source: str) -> Interval | None:
    own = [fact for fact in row.facts if fact.source == source]
    return find_common(own) if own else row.judgement.common
