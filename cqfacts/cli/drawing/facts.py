"""How facts look: a table an indicator, its notes, and the documents that state them."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from cqfacts.wording import JOIN, describe_amount, describe_measure, name_reference, number_note

from .parts import render_notes, render_sources, render_title
from .table import NOTHING, Column, render_table
from .wrapping import show_period

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from cqfacts.model import Fact
    from cqfacts.store import Store

_PERIOD = Column(header="Period", least=7)
_SOURCE = Column(header="Source", least=16, style="dim")


def render_facts(
    store: Store, facts: Iterable[tuple[str, Sequence[Fact]]], width: int
) -> Iterator[RenderableType]:
    """Yield the facts of indicators, each a part of its own, and then their sources.

    None of the `facts`, which come with the key of their indicator, is kept.
    """
    sources: dict[str, str] = {}
    for key, own in facts:
        gap = [Text("")] if sources else []
        yield Group(*gap, *_render_indicator(store, key, own, width))
        sources.update((fact.source, fact.source) for fact in own)
    yield Group(*render_sources(store, sources))


def _render_indicator(
    store: Store, key: str, facts: Sequence[Fact], width: int
) -> list[RenderableType]:
    indicator = store.indicator(key)
    notes = list(dict.fromkeys(fact.note for fact in facts if fact.note))
    figures = [_row_of_figure(store, fact, notes) for fact in facts if fact.amount]
    texts = [_row_of_text(fact, notes) for fact in facts if fact.text]
    parts: list[RenderableType] = [render_title([indicator.label, indicator.subject], key)]
    if figures:
        columns = [
            _PERIOD,
            Column(header="Measure", least=10),
            Column(header="Value", least=20, style="bold"),
            Column(header="In its words", least=16),
            _SOURCE,
        ]
        parts.append(render_table(columns, [figures], width))
    if figures and texts:
        parts.append(Text(""))
    if texts:
        columns = [_PERIOD, Column(header="Status"), Column(header="Text", least=24), _SOURCE]
        parts.append(render_table(columns, [texts], width))
    return [*parts, *render_notes(notes)]


def _row_of_figure(store: Store, fact: Fact, notes: Sequence[str]) -> list[str]:
    of = name_reference(store, fact.of)
    return [
        show_period(fact.period),
        describe_measure(fact.measure, of, fact.base, fact.status),
        describe_amount(fact) + _refer(fact, notes),
        fact.stated or NOTHING,
        fact.source,
    ]


def _row_of_text(fact: Fact, notes: Sequence[str]) -> list[str]:
    return [
        show_period(fact.period),
        fact.status,
        f"{fact.text}{_refer(fact, notes)}",
        fact.source,
    ]


def _refer(fact: Fact, notes: Sequence[str]) -> str:
    """Return the sign that refers to a fact's note."""
    return f"{JOIN}{number_note(notes.index(fact.note))}" if fact.note else ""
