"""How indicators look side by side, each against the last."""

from __future__ import annotations

from cqfacts.comparison.verdicts import describe_relation
from cqfacts.rivals import find_narrowest
from cqfacts.wording import JOIN, describe_amount, describe_measure, name_reference

from .parts import render_footnotes, render_heading
from .table import NOTHING, Column, render_table
from .wrapping import show_period

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.comparison import Across, AcrossRow, Row
    from cqfacts.store import Store


def render_across(
    store: Store, across: Across, footnotes: Sequence[str], names: Mapping[str, str], width: int
) -> list[RenderableType]:
    """Return several indicators side by side, each against the last.

    `footnotes` are their own, and `names` is what the sources of cells are called.
    """
    parts: list[RenderableType] = [render_heading(indicator) for indicator in across.indicators]
    notes = render_footnotes([*across.footnotes, *footnotes])
    if not across.rows:
        return [*parts, *notes]
    *others, last = across.indicators
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
    rows = [_cells_across(store, row, has_relations, names) for row in across.rows]
    measures = dict.fromkeys(row.measure for row in across.rows)
    sections = [
        [cells for cells, row in zip(rows, across.rows, strict=True) if row.measure == measure]
        for measure in measures
    ]
    parts.append(render_table(columns, sections, width))
    return [*parts, *notes]


def _cells_across(
    store: Store, row: AcrossRow, has_relations: Sequence[bool], names: Mapping[str, str]
) -> list[str]:
    values = [_describe_cell(cell, names) if cell else NOTHING for cell in row.cells]
    relations = [
        describe_relation(relation)
        for relation, related in zip(row.relations, has_relations, strict=True)
        if related
    ]
    named = describe_measure(row.measure, name_reference(store, row.of))
    return [show_period(row.period), named, *values, *relations]


def _describe_cell(cell: Row, names: Mapping[str, str]) -> str:
    """Return what the sources say together: the statement that says most, and all of them."""
    cited = {fact.source for fact in cell.facts}
    sources = f",{JOIN}".join(name for source, name in names.items() if source in cited)
    if cell.judgement.common is None:
        return f"✗ sources conflict [{sources}]"
    return f"{describe_amount(find_narrowest(cell.facts), alone=False)} [{sources}]"
