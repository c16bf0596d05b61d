"""Changes: each row against the one before it, and the latest against the base."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from cqfacts.interval import divide, root, subtract, to_percent_change
from cqfacts.period import years_between
from cqfacts.record import replace

from .results import Change, Overall
from .series import find_actuals, place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from cqfacts.interval import Interval
    from cqfacts.model import Indicator, Measure
    from cqfacts.period import Period

    from .results import Direction, Outcome, Row, Series

POINTS = "percentage points"

CHANGE_UNITS: dict[Measure, str] = {
    "growth": POINTS,
    "share": POINTS,
    "rank": "places",
}
"""What a change of these measures is in; that of a level is in its own unit.

The other measures are not set against each other: each is already a comparison.
"""


def add_changes(
    series: Series, indicator: Indicator, base: Period | None, pool: Sequence[Row]
) -> Series:
    """Give every actual row its change on the one before it, and the series its overall.

    The base is looked for in the `pool`: all rows of the series, those not shown included.
    """
    if series.measure != "level" and series.measure not in CHANGE_UNITS:
        return series
    rows: list[Row] = []
    earlier = _Earlier(indicator)
    for row in series.rows:
        previous = earlier.find_previous(row)
        change = _change(previous, row, series, indicator) if previous else None
        # The compound rate is said once, in the last row.
        rows.append(replace(row, change=replace(change, yearly=None) if change else None))
        earlier.add(row)
    return replace(series, rows=tuple(rows), overall=_find_overall(series, indicator, base, pool))


def find_base(rows: Sequence[Row], indicator: Indicator, base: Period) -> Row | None:
    """Return the row of actuals for a period, None where there is none."""
    return find_actuals(rows, indicator).get(place_of(indicator, base))


def _actuals(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.status == "actual"]


class _Earlier:
    """The actual rows so far, in order of time, to find those that a later one is held against.

    Flows need periods of one kind that do not overlap; stocks compare at their moments.
    """

    def __init__(self, indicator: Indicator, rows: Iterable[Row] = ()) -> None:
        self._indicator = indicator
        self._rows: dict[object, list[Row]] = {}
        self._places: dict[object, list[tuple[date, date]]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Add a row that is later than those before."""
        if row.status == "actual":
            kind = self._kind_of(row)
            self._rows.setdefault(kind, []).append(row)
            self._places.setdefault(kind, []).append(place_of(self._indicator, row.period))

    def find_previous(self, row: Row) -> Row | None:
        """Return the last row that an actual one can be held against."""
        rows, count = self.find_all(row)
        return rows[count - 1] if count and row.status == "actual" else None

    def find_all(self, row: Row) -> tuple[Sequence[Row], int]:
        """Return rows, and how many of the first of them a row can be held against."""
        kind = self._kind_of(row)
        if self._is_of_stock:
            first = place_of(self._indicator, row.period)
        elif kind is None or row.period.start is None:
            return (), 0
        else:
            first = (row.period.start, date.min)
        return self._rows.get(kind, ()), bisect_left(self._places.get(kind, ()), first)

    @property
    def _is_of_stock(self) -> bool:
        return self._indicator.kind == "stock"

    def _kind_of(self, row: Row) -> object:
        return None if self._is_of_stock else row.period.kind


def _find_overall(
    series: Series, indicator: Indicator, base: Period | None, pool: Sequence[Row]
) -> Overall | None:
    """Return the latest row against the base, None where that says nothing new.

    Rows on which sources conflict are passed over.
    """
    actuals = [row for row in _actuals(series.rows) if row.judgement.common]
    if base:
        start = find_base(pool, indicator, base)
        starts = [start] if start else []
    else:
        starts = actuals
    earlier = _Earlier(indicator, starts)
    for latest in reversed(actuals):
        rows, count = earlier.find_all(latest)
        if not count:
            continue
        change = _change(rows[0], latest, series, indicator)
        # With two rows a year apart it would only repeat the change of the second.
        says_more = base or change is None or change.yearly or count > 1
        return Overall(period=latest.period, change=change) if change and says_more else None
    return None


def _change(earlier: Row, later: Row, series: Series, indicator: Indicator) -> Change | None:
    before, after = earlier.judgement.common, later.judgement.common
    if before is None or after is None:
        return None
    absolute = subtract(after, before)
    unit = _unit_of_change(series)
    ratio = divide(after, before) if series.measure == "level" and unit == series.unit else None
    direction = _direction(absolute)
    return Change(
        against=earlier.period,
        absolute=absolute,
        unit=unit,
        percent=to_percent_change(ratio) if ratio else None,
        yearly=_yearly(ratio, years_between(earlier.period, later.period)),
        direction=direction,
        outcome=_outcome(direction, (before, after), series, indicator),
    )


def _unit_of_change(series: Series) -> str | None:
    """Return what a change is in: a level that is a percentage changes by points as well."""
    if series.unit == "%":
        return POINTS
    return CHANGE_UNITS.get(series.measure, series.unit)


def _yearly(ratio: Interval | None, years: Fraction | None) -> Interval | None:
    """Return the compound growth a year in percent, None for a year or less."""
    if ratio is None or years is None or years <= 1:
        return None
    compound = root(ratio, years)
    return to_percent_change(compound) if compound else None


def _direction(difference: Interval) -> Direction:
    low, high = difference.low, difference.high
    if low == high == 0:
        return "unchanged"
    if low is not None and (low > 0 or (low == 0 and not difference.low_closed)):
        return "up"
    if high is not None and (high < 0 or (high == 0 and not difference.high_closed)):
        return "down"
    return "undetermined"


def _outcome(
    direction: Direction, values: Sequence[Interval], series: Series, indicator: Indicator
) -> Outcome:
    if direction == "undetermined":
        return "undetermined"
    if direction == "unchanged":
        return "same"
    is_lower_better = series.measure == "rank" or indicator.better == "lower"
    wanted: Direction = "down" if is_lower_better else "up"
    if series.measure == "growth" and {*map(_direction, values)} == {wanted}:
        return "faster" if direction == wanted else "slower"
    return "better" if direction == wanted else "worse"
