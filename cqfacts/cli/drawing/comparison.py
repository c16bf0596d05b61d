"""How a comparison looks: each indicator by itself, or several side by side."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from cqfacts.comparison.verdicts import (
    describe_discrepancy,
    describe_series_change,
    describe_step,
    describe_verdict,
    describe_yearly,
)
from cqfacts.wording import describe_amount, describe_measure, name_reference

from .across import render_across
from .parts import render_footnotes, render_heading, render_sources
from .table import NOTHING, Column, render_table
from .wrapping import show_period

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.comparison import Change, Comparison, IndicatorComparison, Overall, Row, Series
    from cqfacts.store import Store

_MOST_SOURCE_COLUMNS = 3
_WIDTH_FOR_IDS = 110


def render_comparison(store: Store, comparison: Comparison, width: int) -> RenderableType:
    """Return the indicators side by side where there are several, else each by itself."""
    sources = dict.fromkeys(fact.source for row in _rows_of(comparison) for fact in row.facts)
    # Where ids would squeeze the figures, the tables refer to the list below by number.
    has_ids = any(not _is_by_source(one) for one in comparison.indicators)
    is_by_number = comparison.across is not None or (width < _WIDTH_FOR_IDS and has_ids)
    names = {
        source: str(number) if is_by_number else source for number, source in enumerate(sources, 1)
    }
    parts: list[RenderableType] = []
    if comparison.across:
        notes = [
            f"{one.indicator.key}: {note}"
            for one in comparison.indicators
            for note in [*one.footnotes, *_list_problems(one)]
        ]
        parts += render_across(store, comparison.across, notes, names, width)
    else:
        # A topic's indicators of nothing but text are left to `show`.
        comparable = [one for one in comparison.indicators if one.series]
        for one in comparable or comparison.indicators:
            parts += [*_render_indicator(store, one, names, width), Text("")]
        parts = parts[:-1]
    return Group(*parts, *render_sources(store, names))


def _rows_of(comparison: Comparison) -> Iterator[Row]:
    """Yield the rows that are drawn."""
    if comparison.across:
        yield from (cell for row in comparison.across.rows for cell in row.cells if cell)
    else:
        for one in comparison.indicators:
            yield from (row for series in one.series for row in series.rows)


def _list_problems(one: IndicatorComparison) -> Iterator[str]:
    rows = (row for series in one.series for row in series.rows)
    return (f"✗ {describe_discrepancy(found)}." for row in rows for found in row.problems)


def _render_indicator(
    store: Store, one: IndicatorComparison, names: Mapping[str, str], width: int
) -> list[RenderableType]:
    parts: list[RenderableType] = [render_heading(one.indicator)]
    if one.series:
        render = _render_by_source if _is_by_source(one) else _render_series
        parts.append(render(store, one.series, names, width))
    return [*parts, *render_footnotes(one.footnotes)]


def _render_series(
    store: Store, all_series: Sequence[Series], names: Mapping[str, str], width: int
) -> RenderableType:
    """Return one table for all series of an indicator; `names` is what its sources are called."""
    has_changes = any(row.change for series in all_series for row in series.rows)
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


def _is_by_source(one: IndicatorComparison) -> bool:
    """Whether a column a source shows more than it spreads out."""
    rows = [row for series in one.series for row in series.rows]
    has_rivals = any(row.judgement.verdict != "one source" for row in rows)
    has_changes = any(row.change for row in rows)
    return has_rivals and not has_changes and len(_sources_of(one.series)) <= _MOST_SOURCE_COLUMNS


def _sources_of(all_series: Sequence[Series]) -> list[str]:
    rows = [row for series in all_series for row in series.rows]
    return list(dict.fromkeys(fact.source for row in rows for fact in row.facts))


def _render_by_source(
    store: Store, all_series: Sequence[Series], names: Mapping[str, str], width: int
) -> RenderableType:
    """Return one table for all series of an indicator, with a column a source."""
    sources = _sources_of(all_series)
    headers = [s if names[s] == s else f"{names[s]} {s}" for s in sources]
    columns = [
        Column(header="Period", least=7),
        Column(header="Measure", least=8),
        *(Column(header=header, least=20, style="bold") for header in headers),
        Column(header="Verdict", least=12),
    ]
    sections = [
        [
            [
                show_period(row.period),
                _name_measure(store, series, row),
                *(_describe_said_by(row, source) for source in sources),
                describe_verdict(row),
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
            _show_step(row.change, series),
            describe_verdict(row),
            names[first.source],
        ],
        *(
            ["", "", describe_amount(fact, alone=False), "", "", names[fact.source]]
            for fact in others
        ),
    ]


def _show_step(change: Change | None, series: Series) -> str:
    described = describe_step(change, series)
    return (
        described.replace(str(change.against), show_period(change.against)) if change else described
    )


def _overall_line(series: Series, overall: Overall) -> list[str]:
    """Return the latest period of a series against its base."""
    change = overall.change
    return [
        show_period(overall.period),
        f"against {show_period(change.against)}",
        NOTHING,
        describe_series_change(change, series),
        describe_yearly(change),
        NOTHING,
    ]


def _name_measure(store: Store, series: Series, row: Row) -> str:
    of = name_reference(store, series.of)
    return describe_measure(series.measure, of, series.base, row.status)


def _describe_said_by(row: Row, source: str) -> str:
    """Return what one source says in a row."""
    own = [fact for fact in row.facts if fact.source == source]
    said = [describe_amount(fact, alone=False) for fact in own]
    return "; ".join(said) or NOTHING
