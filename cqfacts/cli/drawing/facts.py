"""How facts look: a table an indicator, its notes, and the documents that state them."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from cqfacts.wording import (
    IMPLIED_MARK,
    JOIN,
    describe_amount,
    describe_measure,
    name_reference,
    number_note,
)

from .parts import render_implied, render_notes, render_sources, render_title
from .table import NOTHING, Column, render_groups, render_table
from .wrapping import show_period

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from cqfacts.model import Fact
    from cqfacts.store import Store

_PERIOD = Column(header="Period", least=7)
_MEASURE = Column(header="Measure", least=10)
_VALUE = Column(header="Value", least=20, style="bold")
_WORDS = Column(header="In its words", least=16)
_SOURCE = Column(header="Source", least=16, style="dim")
_WIDTH_FOR_IDS = 140
# Indicators of so few facts, so many that follow each other, are one table of so many facts.
_MOST_SMALL = 6
_LEAST_GROUPS = 3
_MOST_TOGETHER = 200


def render_facts(
    store: Store, facts: Iterable[tuple[str, Sequence[Fact]]], width: int
) -> Iterator[RenderableType]:
    """Yield the facts of indicators, each a part of its own, and then their sources.

    Small indicators that follow each other are one part, of which all facts are in memory; of the
    others, which come with the key of their indicator, none is kept.
    """
    names = _Names()
    gap: list[Text] = []
    for parts in _gather(facts):
        if len(parts) < _LEAST_GROUPS:
            for key, own in parts:
                yield Group(*gap, *_render_indicator(store, key, own, names, width))
                gap = [Text("")]
        else:
            yield Group(*gap, *_render_together(store, parts, names, width))
            gap = [Text("")]
    yield Group(*render_implied(names.implying), *render_sources(store, names.by_source))


class _Names:
    """What sources are called in tables: by their ids, or by numbers where rows are to be short."""

    def __init__(self) -> None:
        self.by_source: dict[str, str] = {}
        self.implying: list[str] = []
        self._count = 0

    def mark_period(self, fact: Fact) -> str:
        """Return the period of a fact, with a mark where its source implies it."""
        if not fact.implied:
            return show_period(fact.period)
        if fact.source not in self.implying:
            self.implying.append(fact.source)
        return f"{show_period(fact.period)}{IMPLIED_MARK}"

    def refer(self, source: str) -> str:
        """Return the id of a source, which is listed from now on."""
        self.by_source.setdefault(source, source)
        return source

    def number(self, source: str) -> str:
        """Return the number of a source, the next one where it has none yet."""
        if self.by_source.get(source, source) == source:
            self._count += 1
            self.by_source[source] = str(self._count)
        return self.by_source[source]


def _gather(
    facts: Iterable[tuple[str, Sequence[Fact]]],
) -> Iterator[list[tuple[str, Sequence[Fact]]]]:
    """Yield small indicators together as far as a table takes them, and any other by itself."""
    together: list[tuple[str, Sequence[Fact]]] = []
    count = 0
    for key, own in facts:
        is_small = len(own) <= _MOST_SMALL
        if together and (not is_small or count + len(own) > _MOST_TOGETHER):
            yield together
            together, count = [], 0
        if is_small:
            together.append((key, own))
            count += len(own)
        else:
            yield [(key, own)]
    if together:
        yield together


def _render_together(
    store: Store, parts: Sequence[tuple[str, Sequence[Fact]]], names: _Names, width: int
) -> list[RenderableType]:
    """Return one table of several indicators, a line a fact."""
    notes = list(dict.fromkeys(fact.note for _, own in parts for fact in own if fact.note))
    refer = names.number if width < _WIDTH_FOR_IDS else names.refer
    groups = []
    for key, own in parts:
        indicator = store.indicator(key)
        title = render_title([indicator.label, indicator.subject], key)
        groups.append((title, [_row_of_fact(store, fact, notes, names, refer) for fact in own]))
    columns = [_PERIOD, _MEASURE, _VALUE, _WORDS, _SOURCE]
    return [render_groups(columns, groups, width), *render_notes(notes)]


def _render_indicator(
    store: Store, key: str, facts: Sequence[Fact], names: _Names, width: int
) -> list[RenderableType]:
    indicator = store.indicator(key)
    notes = list(dict.fromkeys(fact.note for fact in facts if fact.note))
    figures = [
        _row_of_figure(store, fact, notes, names, names.refer) for fact in facts if fact.amount
    ]
    texts = [_row_of_text(fact, notes, names, names.refer) for fact in facts if fact.text]
    parts: list[RenderableType] = [render_title([indicator.label, indicator.subject], key)]
    if figures:
        columns = [_PERIOD, _MEASURE, _VALUE, _WORDS, _SOURCE]
        parts.append(render_table(columns, [figures], width))
    if figures and texts:
        parts.append(Text(""))
    if texts:
        columns = [_PERIOD, Column(header="Status"), Column(header="Text", least=24), _SOURCE]
        parts.append(render_table(columns, [texts], width))
    return [*parts, *render_notes(notes)]


def _row_of_fact(
    store: Store, fact: Fact, notes: Sequence[str], names: _Names, refer: Callable[[str], str]
) -> list[str]:
    """Return a figure or a text as a row of a table that has both."""
    if fact.amount:
        return _row_of_figure(store, fact, notes, names, refer)
    period, status, text, source = _row_of_text(fact, notes, names, refer)
    measure = "text" if fact.status == "actual" else f"text ({status})"
    return [period, measure, text, fact.stated or NOTHING, source]


def _row_of_figure(
    store: Store, fact: Fact, notes: Sequence[str], names: _Names, refer: Callable[[str], str]
) -> list[str]:
    of = name_reference(store, fact.of)
    return [
        names.mark_period(fact),
        describe_measure(fact.measure, of, fact.base, fact.status),
        describe_amount(fact) + _refer(fact, notes),
        fact.stated or NOTHING,
        refer(fact.source),
    ]


def _row_of_text(
    fact: Fact, notes: Sequence[str], names: _Names, refer: Callable[[str], str]
) -> list[str]:
    return [
        names.mark_period(fact),
        fact.status,
        f"{fact.text}{_refer(fact, notes)}",
        refer(fact.source),
    ]


def _refer(fact: Fact, notes: Sequence[str]) -> str:
    """Return the sign that refers to a fact's note."""
    return f"{JOIN}{number_note(notes.index(fact.note))}" if fact.note else ""
