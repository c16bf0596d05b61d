"""How lists of indicators and of sources look."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from cqfacts.export.text import to_text
from cqfacts.flat.catalogue import INDICATOR_FIELDS, flatten_indicator
from cqfacts.wording import describe_source

from .parts import render_footnotes, render_title
from .table import Column, render_table
from .wrapping import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from rich.console import RenderableType

    from cqfacts.model import Source, Topic
    from cqfacts.store import Store

    from .table import Row

_COLUMNS = [
    Column(header="Key", least=14, style="bold"),
    Column(header="Label", least=14),
    Column(header="Unit", least=6),
    Column(header="Facts", justify="right"),
    Column(header="Latest"),
]


def render_topics(store: Store, topics: Sequence[Topic], width: int) -> RenderableType:
    """Return the indicators of topics, a table a topic."""
    parts: list[RenderableType] = []
    for topic in topics:
        keys = store.keys_of(topic.name)
        count = f"{len(keys)} {'indicator' if len(keys) == 1 else 'indicators'}"
        parts += [render_title([topic.label, count], topic.name)]
        rows = [_row_of(flatten_indicator(store, key)) for key in keys]
        parts += [render_table(_COLUMNS, [rows], width), Text("")]
    return Group(*parts[:-1])


def render_topic_list(records: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """Return topics with how many indicators and facts each has, and how to go on."""
    columns = [
        Column(header="Topic", least=10, style="bold"),
        Column(header="Label", least=12),
        Column(header="Indicators", justify="right"),
        Column(header="Facts", justify="right"),
    ]
    names = ("topic", "label", "indicators", "facts")
    rows = [[to_text(record[name]) for name in names] for record in records]
    hint = "'cqfacts list TOPIC' lists the indicators of a topic, 'cqfacts list --all' all of them."
    return Group(render_table(columns, [rows], width), *render_footnotes([hint]))


def render_matches(records: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """Return what a search found, with the words that it met."""
    columns = [*_COLUMNS, Column(header="Found in", least=14, style="dim")]
    rows = [[*_row_of(record), record["matched"]] for record in records]
    return render_table(columns, [rows], width)


def render_source_list(sources: Iterable[tuple[Source, int]], width: int) -> RenderableType:
    """Return sources with how many facts each states; the address has a line of its own."""
    columns = [
        Column(header="Source", least=14, style="bold"),
        Column(header="Document", least=12),
        Column(header="Facts", justify="right"),
    ]
    rows: list[Row] = []
    for source, count in sources:
        rows.append([source.id, Link(describe_source(source), source.url), f"{count}"])
        if source.url:
            rows.append(["", Link(source.url, source.url), ""])
    return render_table(columns, [rows], width)


def _row_of(record: Mapping[str, Any]) -> list[str]:
    return [to_text(record[name]) for name in INDICATOR_FIELDS]
