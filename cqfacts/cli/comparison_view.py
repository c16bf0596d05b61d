"""How a comparison looks on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from cqfacts.comparison.changes import CHANGE_UNITS
from cqfacts.wording import (
    describe_amount,
    describe_change,
    describe_measure,
    describe_percent_change,
    describe_places,
    describe_points,
    describe_range,
    describe_ratio,
    describe_share,
    is_symbol,
)

from .show import describe_source, name_reference
from .terminal import Column, render_bullets, render_notes, render_table, render_title, stack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from cqfacts.comparison import (
        Across,
        AcrossRow,
        Change,
        Comparison,
        IndicatorComparison,
        Relation,
        Row,
        Series,
    )
    from cqfacts.model import Indicator
    from cqfacts.store import Store

_NOTHING = "–"
_MOST_SOURCE_COLUMNS = 3


def render_comparison(store: Store, comparison: Comparison, width: int) -> RenderableType:
    """Return the indicators side by side where there are several, else each by itself."""
    parts: list[RenderableType] = []
    if comparison.across:
        parts += _render_across(store, comparison.across, width)
    else:
        for one in comparison.indicators:
            parts += [*_render_indicator(store, one, width), Text("")]
        parts = parts[:-1]
    used = dict.fromkeys(
        fact.source
        for one in comparison.indicators
        for series in one.series
        for row in series.rows
        for fact in row.facts
    )
    if used:
        parts += [Text(""), Text("Sources", style="dim")]
        parts += render_bullets((source, describe_source(store, source)) for source in used)
    return stack(parts)


def _render_indicator(store: Store, one: IndicatorComparison, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = [_render_heading(one.indicator)]
    if one.series:
        parts.append(_render_series(store, one.series, width))
    return [*parts, *render_bullets(("", note) for note in one.footnotes)]


def _render_heading(indicator: Indicator) -> Text:
    """Return the title of an indicator with its unit, which its cells then leave out."""
    in_cells = is_symbol(indicator.unit)
    unit = f"in {indicator.unit}" if indicator.unit and not in_cells else None
    return render_title([indicator.label, indicator.subject, unit], indicator.key)


def _render_series(store: Store, all_series: Sequence[Series], width: int) -> RenderableType:
    """Return one table for all series of an indicator, with a column a source where that is clear."""
    rows = [row for series in all_series for row in series.rows]
    sources = list(dict.fromkeys(fact.source for row in rows for fact in row.facts))
    has_rivals = any(row.judgement.verdict != "one source" for row in rows)
    by_source = sources if has_rivals and len(sources) <= _MOST_SOURCE_COLUMNS else []
    has_changes = any(row.change for row in rows)
    columns = [
        Column(header="Period"),
        Column(header="Measure", least=10),
        *(Column(header=source, least=12, style="bold") for source in by_source),
        *(() if by_source else (Column(header="Value", least=12, style="bold"),)),
        *([Column(header="Change", least=14)] if has_changes else []),
        Column(header="Verdict", least=14),
        *(() if by_source else (Column(header="Source", least=14, style="dim"),)),
    ]
    sections = [
        _rows_of(store, series, by_source=by_source, has_changes=has_changes)
        for series in all_series
    ]
    return render_table(columns, sections, width)


def _rows_of(
    store: Store, series: Series, *, by_source: Sequence[str], has_changes: bool
) -> list[list[str]]:
    """Return the rows of a series, and as the last its latest period against the base."""
    reference = name_reference(store, series.of)
    cells: list[list[str]] = []
    for row in series.rows:
        named = describe_measure(series.measure, reference, series.base, row.status)
        change = [_describe_step(row.change, series)] if has_changes else []
        verdict = _describe_verdict(row)
        if by_source:
            values = [_describe_said_by(row, source) for source in by_source]
            cells.append([str(row.period), named, *values, *change, verdict])
            continue
        first, *others = row.facts
        value = describe_amount(first, with_unit=is_symbol(first.unit))
        cells.append([str(row.period), named, value, *change, verdict, first.source])
        # Every further statement has a line of its own, so that it stays beside its source.
        for fact in others:
            value = describe_amount(fact, with_unit=is_symbol(fact.unit))
            cells.append(["", "", value, *([""] if has_changes else []), "", fact.source])
    if series.overall:
        change = series.overall.change
        blanks = [_NOTHING] * (len(by_source) or 1)
        named = f"against {change.against}"
        yearly = f"{describe_percent_change(change.yearly)} a year" if change.yearly else _NOTHING
        last = [] if by_source else [_NOTHING]
        described = _describe_change(change, series)
        cells.append([str(series.overall.period), named, *blanks, described, yearly, *last])
    return cells


def _describe_said_by(row: Row, source: str) -> str:
    """Return what one source says in a row."""
    own = [fact for fact in row.facts if fact.source == source]
    said = [describe_amount(fact, with_unit=is_symbol(fact.unit)) for fact in own]
    return "; ".join(said) or _NOTHING


def _describe_step(change: Change | None, series: Series) -> str:
    return f"{_describe_change(change, series)} vs {change.against}" if change else _NOTHING


def _describe_change(change: Change, series: Series) -> str:
    """Return a change in its unit, and for a level in percent."""
    if change.direction == "undetermined":
        return "undetermined"
    if series.measure == "rank":
        return describe_places(change.absolute)
    if series.measure in CHANGE_UNITS:
        return describe_points(change.absolute)
    unit = change.unit if is_symbol(change.unit) else None
    described = describe_change(change.absolute, unit)
    return f"{described}, {describe_percent_change(change.percent)}" if change.percent else described


def _describe_verdict(row: Row) -> str:
    """Return what became of a target, or whether the sources of an actual agree."""
    agreement = _describe_agreement(row)
    if row.target is None:
        return agreement
    verdict, actual = row.target.verdict, row.target.actual
    reached = _describe_reached(actual) if actual else ""
    described = {
        "met": f"✓ met by {reached}",
        "missed": f"✗ missed: {reached}",
        "undetermined": f"undetermined: {reached}",
        "open": f"open; {actual.period} actual: {reached}" if actual else "open; no actual yet",
        "no actual": "no actual in the store",
    }[verdict]
    return described if row.judgement.verdict == "one source" else f"{described}; {agreement}"


def _describe_agreement(row: Row) -> str:
    judgement = row.judgement
    unit = row.facts[0].unit
    # A currency stands in every cell; a percent sign belongs to the range as well.
    unit = unit if unit == "%" else None
    match judgement.verdict:
        case "agree":
            common = describe_range(judgement.common, unit) if judgement.common else ""
            return f"✓ agree: {common}"
        case "conflict":
            between = f": {describe_range(judgement.gap, unit)} between" if judgement.gap else ""
            return f"✗ conflict{between}"
        case "contradiction":
            return f"✗ {', '.join(judgement.contradicting)} contradicts itself"
        case _:
            return "one source"


def _describe_reached(actual: Row) -> str:
    """Return an actual as the source says it, or the range where several do."""
    first, *others = actual.facts
    if not others:
        return describe_amount(first, with_unit=is_symbol(first.unit))
    if actual.judgement.common is None:
        return "sources differ"
    unit = first.unit if is_symbol(first.unit) else None
    return describe_range(actual.judgement.common, unit)


def _render_across(store: Store, across: Across, width: int) -> list[RenderableType]:
    """Return several indicators side by side, each against the last."""
    *others, last = across.indicators
    parts: list[RenderableType] = [_render_heading(indicator) for indicator in across.indicators]
    if not across.rows:
        return parts
    has_relations = [
        any(row.relations[number] for row in across.rows) for number in range(len(others))
    ]
    columns = [
        Column(header="Period"),
        Column(header="Measure", least=8),
        *(Column(header=one.key, least=12, style="bold") for one in across.indicators),
        *(
            Column(header=f"{one.name} / {last.name}", least=10)
            for one, related in zip(others, has_relations, strict=True)
            if related
        ),
    ]
    rows = [_cells_across(store, row, has_relations) for row in across.rows]
    measures = dict.fromkeys(row.measure for row in across.rows)
    sections = [
        [cells for cells, row in zip(rows, across.rows, strict=True) if row.measure == measure]
        for measure in measures
    ]
    parts.append(render_table(columns, sections, width))
    return [*parts, *render_bullets(("", note) for note in across.footnotes)]


def _cells_across(store: Store, row: AcrossRow, has_relations: Sequence[bool]) -> list[str]:
    values = [_describe_cell(cell) if cell else _NOTHING for cell in row.cells]
    relations = [
        _describe_relation(relation)
        for relation, related in zip(row.relations, has_relations, strict=True)
        if related
    ]
    named = describe_measure(row.measure, name_reference(store, row.of))
    return [str(row.period), named, *values, *relations]


def _describe_cell(cell: Row) -> str:
    """Return what the sources say together: the statement that says most."""
    if cell.judgement.common is None:
        return "✗ sources conflict"
    best = cell.facts[0]
    for fact in cell.facts[1:]:
        if fact.interval and best.interval and fact.interval.is_narrower(best.interval):
            best = fact
    return describe_amount(best, with_unit=is_symbol(best.unit))


def _describe_relation(relation: Relation | None) -> str:
    if relation is None:
        return _NOTHING
    if relation.difference:
        return describe_points(relation.difference)
    if relation.ratio and relation.share:
        is_part = relation.ratio.high is not None and relation.ratio.high <= 1
        is_bound = relation.ratio.high is None and (relation.ratio.low or 0) < 1
        if is_part or is_bound:
            return describe_share(relation.share)
        return describe_ratio(relation.ratio)
    return relation.reason or _NOTHING
