"""Across indicators: two or more side by side by period, each against the last."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cqfacts.interval import divide, multiply_by, subtract

from .changes import CHANGE_UNITS, POINTS
from .results import Across, AcrossRow, Relation
from .series import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cqfacts.interval import Interval
    from cqfacts.model import GrowthBasis, Indicator, Measure
    from cqfacts.period import Period

    from .results import IndicatorComparison, Row, Series

_HUNDRED = Decimal(100)
# What puts rows beside each other: measure, reference, base, and the period's last and first day.
_Place = tuple["Measure", str, str, date, date]


def set_across(compared: Sequence[IndicatorComparison]) -> Across:
    """Set the actuals of several indicators side by side."""
    silent = [one for one in compared if not _actual_rows(one)]
    compared = [one for one in compared if one not in silent]
    measures = _shared_measures(compared)
    places: dict[_Place, list[tuple[Series, Row] | None]] = {}
    longest: dict[tuple[object, ...], _Place] = {}
    # Stocks come after flows, to join the periods that end at their moments.
    columns = sorted(enumerate(compared), key=lambda pair: pair[1].indicator.kind == "stock")
    for column, one in columns:
        for series, row in _actual_rows(one):
            if series.measure in measures:
                place = _find_place(longest, series, row.period, one.indicator)
                known = longest.setdefault(place[:4], place)
                longest[place[:4]] = min(known, place, key=lambda one: one[4])
                cells = places.setdefault(place, [None] * len(compared))
                # The first of several units of one indicator stands for it.
                cells[column] = cells[column] or (series, row)
    order = sorted(
        places, key=lambda place: (list(measures).index(place[0]), place[3:], place[1:3])
    )
    indicators = tuple(one.indicator for one in compared)
    rows = tuple(_build_row(place, places[place], indicators) for place in order)
    notes = [*_footnotes(compared, rows), *_explain_silent(silent)]
    return Across(indicators=indicators, rows=rows, footnotes=tuple(notes))


def _actual_rows(one: IndicatorComparison) -> list[tuple[Series, Row]]:
    return [(series, row) for series in one.series for row in series.rows if row.status == "actual"]


def _shared_measures(compared: Sequence[IndicatorComparison]) -> dict[Measure, None]:
    """Return the level and every measure that two indicators have; failing these, all."""
    counts: dict[Measure, int] = {}
    for one in compared:
        for measure in {series.measure for series in one.series}:
            counts[measure] = counts.get(measure, 0) + 1
    in_order = dict.fromkeys(series.measure for one in compared for series in one.series)
    shared = [measure for measure in in_order if measure == "level" or counts[measure] > 1]
    return dict.fromkeys(sorted(shared or in_order, key=lambda measure: measure != "level"))


def _find_place(
    longest: Mapping[tuple[object, ...], _Place],
    series: Series,
    period: Period,
    indicator: Indicator,
) -> _Place:
    """Return where a row goes. A stock joins the longest period that ends at its moment.

    `longest` has the place of that for each measure, reference, base and last day.
    """
    reference = (series.measure, (series.of or "").casefold(), str(series.base or ""))
    end, start = place_of(indicator, period)
    if indicator.kind == "stock":
        if found := longest.get((*reference, end)):
            return found
        # The period as written, so that a later flow of the same period finds it.
        start = period.start or date.min
    return (*reference, end, start)


def _build_row(
    place: _Place, cells: list[tuple[Series, Row] | None], indicators: Sequence[Indicator]
) -> AcrossRow:
    filled = [cell for cell in cells if cell]
    series, last = filled[0][0], cells[-1]
    # A row goes by the period that has its place, not by a stock that joined it.
    periods = [row.period for _, row in filled]
    return AcrossRow(
        measure=series.measure,
        of=series.of,
        period=next(one for one in periods if (one.start or date.min) == place[4]),
        cells=tuple(cell[1] if cell else None for cell in cells),
        relations=tuple(
            _relate(cell, last, (indicator.growth_basis, indicators[-1].growth_basis))
            for cell, indicator in zip(cells[:-1], indicators, strict=False)
        ),
    )


def _relate(
    cell: tuple[Series, Row] | None,
    last: tuple[Series, Row] | None,
    bases: tuple[GrowthBasis, GrowthBasis],
) -> Relation | None:
    if cell is None or last is None:
        return None
    series, row = cell
    if series.unit != last[0].unit:
        return Relation(reason="different units")
    if series.measure == "growth" and bases[0] != bases[1]:
        return Relation(reason="real and nominal growth")
    return _relate_intervals(series, row.judgement.common, last[1].judgement.common)


def _relate_intervals(
    series: Series, one: Interval | None, other: Interval | None
) -> Relation | None:
    if one is None or other is None:
        return Relation(reason="sources conflict")
    if CHANGE_UNITS.get(series.measure) == POINTS or series.unit == "%":
        return Relation(difference=subtract(one, other))
    if series.measure != "level":
        return None
    return _ratio_relation(divide(one, other))


def _ratio_relation(ratio: Interval | None) -> Relation:
    if ratio is None:
        return Relation(reason="no ratio to what may be 0 or less")
    return Relation(ratio=ratio, share=multiply_by(ratio, _HUNDRED))


def _footnotes(
    compared: Sequence[IndicatorComparison], rows: Sequence[AcrossRow]
) -> tuple[str, ...]:
    """Return why there is no ratio where a reader would look for one."""
    if not compared:
        return ()
    *others, last = compared
    notes: list[str] = []
    for one in others:
        units = [_level_unit(side) for side in (one, last)]
        if units[0] != units[1]:
            keys = f"{one.indicator.key} and {last.indicator.key}"
            notes.append(f"{keys} are in different units, {units[0]} and {units[1]}: no ratio.")
    if (
        len(compared) > 1
        and not any(relation for row in rows for relation in row.relations)
        and not notes
    ):
        notes.append("No two of these facts are for the same period.")
    return tuple(notes)


def _explain_silent(silent: Sequence[IndicatorComparison]) -> Iterator[str]:
    if silent:
        keys = ", ".join(one.indicator.key for one in silent)
        yield f"Without an actual figure to set beside the others: {keys}."


def _level_unit(one: IndicatorComparison) -> str:
    """Return the unit of an indicator's level, as its facts have it."""
    levels = [series.unit for series in one.series if series.measure == "level"]
    return (levels[0] if levels else one.indicator.unit) or "none"
