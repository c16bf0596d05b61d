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
from .terminal import Column, render_bullets, render_table, render_title, show_period, stack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.comparison import (
        Across,
        AcrossRow,
        Change,
        Comparison,
        IndicatorComparison,
        Overall,
        Relation,
        Row,
        Series,
    )
    from cqfacts.model import Indicator
    from cqfacts.store import Store

_NOTHING = "–"
_MOST_SOURCE_COLUMNS = 3
_WIDTH_FOR_IDS = 110


def render_comparison(store: Store, comparison: Comparison, width: int) -> RenderableType:
    """Return the indicators side by side where there are several, else each by itself."""
    sources = dict.fromkeys(
        fact.source
        for one in comparison.indicators
        for series in one.series
        for row in series.rows
        for fact in row.facts
    )
    # Where ids would squeeze the figures, the tables refer to the list below by number.
    is_narrow = width < _WIDTH_FOR_IDS and comparison.across is None
    names = {
        source: str(number) if is_narrow else source for number, source in enumerate(sources, 1)
    }
    parts: list[RenderableType] = []
    if comparison.across:
        parts += _render_across(store, comparison.across, width)
    else:
        # A topic's indicators of nothing but text are left to `show`.
        comparable = [one for one in comparison.indicators if one.series]
        for one in comparable or comparison.indicators:
            parts += [*_render_indicator(store, one, names, width), Text("")]
        parts = parts[:-1]
    if sources:
        parts += [Text(""), Text("Sources", style="dim")]
        parts += render_bullets(
            (f"{name} {source}" if is_narrow else source, describe_source(store, source))
            for source, name in names.items()
        )
    return stack(parts)


def _render_indicator(
    store: Store, one: IndicatorComparison, names: Mapping[str, str], width: int
) -> list[RenderableType]:
    parts: list[RenderableType] = [_render_heading(one.indicator)]
    if one.series:
        parts.append(_render_series(store, one.series, names, width))
    return [*parts, *render_bullets(("", note) for note in one.footnotes)]


def _render_heading(indicator: Indicator) -> Text:
    """Return the title of an indicator with its unit, which its cells then leave out."""
    in_cells = is_symbol(indicator.unit)
    unit = f"in {indicator.unit}" if indicator.unit and not in_cells else None
    return render_title([indicator.label, indicator.subject, unit], indicator.key)


def _render_series(
    store: Store, all_series: Sequence[Series], names: Mapping[str, str], width: int
) -> RenderableType:
    """Return one table for all series of an indicator; `names` is what its sources are called."""
    rows = [row for series in all_series for row in series.rows]
    sources = list(dict.fromkeys(fact.source for row in rows for fact in row.facts))
    if not any(row.change for row in rows) and _is_clear_by_source(rows, sources):
        return _render_by_source(store, all_series, sources, width)
    has_changes = any(row.change for row in rows)
    columns = [
        Column(header="Period", least=7),
        Column(header="Measure", least=8),
        Column(header="Value", least=20, style="bold"),
        *([Column(header="Change", least=14)] if has_changes else []),
        Column(header="Verdict", least=12),
        Column(header="Source", least=14, style="dim"),
    ]
    sections = []
    for series in all_series:
        lines = [line for row in series.rows for line in _lines_of(store, series, row, names)]
        if series.overall:
            lines.append(_overall_line(series, series.overall))
        sections.append(lines if has_changes else [[*line[:3], *line[4:]] for line in lines])
    return render_table(columns, sections, width)


def _is_clear_by_source(rows: Sequence[Row], sources: Sequence[str]) -> bool:
    """Whether a column a source shows more than it spreads out."""
    has_rivals = any(row.judgement.verdict != "one source" for row in rows)
    return has_rivals and len(sources) <= _MOST_SOURCE_COLUMNS


def _render_by_source(
    store: Store, all_series: Sequence[Series], sources: Sequence[str], width: int
) -> RenderableType:
    columns = [
        Column(header="Period", least=7),
        Column(header="Measure", least=8),
        *(Column(header=source, least=20, style="bold") for source in sources),
        Column(header="Verdict", least=12),
    ]
    sections = [
        [
            [
                show_period(row.period),
                _name_measure(store, series, row),
                *(_describe_said_by(row, source) for source in sources),
                _describe_verdict(row),
            ]
            for row in series.rows
        ]
        for series in all_series
    ]
    return render_table(columns, sections, width)


def _lines_of(store: Store, series: Series, row: Row, names: Mapping[str, str]) -> list[list[str]]:
    """Return a row: what its first fact says, and a line for every further one.

    Each statement keeps a line of its own, so that it stays beside its source.
    """
    first, *others = row.facts
    return [
        [
            show_period(row.period),
            _name_measure(store, series, row),
            describe_amount(first, alone=False),
            _describe_step(row.change, series),
            _describe_verdict(row),
            names[first.source],
        ],
        *(
            ["", "", describe_amount(fact, alone=False), "", "", names[fact.source]]
            for fact in others
        ),
    ]


def _overall_line(series: Series, overall: Overall) -> list[str]:
    """Return the latest period of a series against its base."""
    change = overall.change
    described = _describe_change(change, series)
    named = f"against {change.against}"
    return [
        show_period(overall.period),
        named,
        _NOTHING,
        described,
        _describe_yearly(change),
        _NOTHING,
    ]


def _name_measure(store: Store, series: Series, row: Row) -> str:
    of = name_reference(store, series.of)
    return describe_measure(series.measure, of, series.base, row.status)


def _describe_said_by(row: Row, source: str) -> str:
    """Return what one source says in a row."""
    own = [fact for fact in row.facts if fact.source == source]
    said = [describe_amount(fact, alone=False) for fact in own]
    return "; ".join(said) or _NOTHING


def _describe_step(change: Change | None, series: Series) -> str:
    return f"{_describe_change(change, series)} vs {change.against}" if change else _NOTHING


def _describe_change(change: Change, series: Series) -> str:
    """Return a change in its unit, and for a level in percent."""
    if change.direction in ("undetermined", "unchanged"):
        return change.direction
    if series.measure == "rank":
        return describe_places(change.absolute)
    if series.measure in CHANGE_UNITS:
        return describe_points(change.absolute)
    unit = change.unit if is_symbol(change.unit) else None
    described = describe_change(change.absolute, unit)
    return (
        f"{described}, {describe_percent_change(change.percent)}" if change.percent else described
    )


def _describe_yearly(change: Change) -> str:
    if change.yearly is None or change.direction == "undetermined":
        return _NOTHING
    return f"{describe_percent_change(change.yearly)} a year"


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
        return describe_amount(first, alone=False)
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
        Column(header="Period", least=7),
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
    return [show_period(row.period), named, *values, *relations]


def _describe_cell(cell: Row) -> str:
    """Return what the sources say together: the statement that says most."""
    if cell.judgement.common is None:
        return "✗ sources conflict"
    best = cell.facts[0]
    for fact in cell.facts[1:]:
        if fact.interval and best.interval and fact.interval.is_narrower(best.interval):
            best = fact
    return describe_amount(best, alone=False)


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
