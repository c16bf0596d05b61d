"""How lists of indicators and of sources look."""

from __future__ import annotations

from rich.console import Group
from rich.text import Text

from cqfacts.export.text import to_text
from cqfacts.flat.catalogue import INDICATOR_FIELDS, flatten_indicator

from .parts import render_title
from .table import Column, render_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from rich.console import RenderableType

    from cqfacts.model import Topic
    from cqfacts.store import Store

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


def render_matches(records: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """Return what a search found, with the words that it met."""
    columns = [*_COLUMNS, Column(header="Found in", least=14, style="dim")]
    rows = [[*_row_of(record), record["matched"]] for record in records]
    return render_table(columns, [rows], width)


def render_source_list(records: Sequence[Mapping[str, Any]], width: int) -> RenderableType:
    """Return the sources with their documents."""
    columns = [
        Column(header="Source", least=16, style="bold"),
        Column(header="Publisher", least=10),
        Column(header="Title", least=20),
        Column(header="Published"),
        Column(header="Facts", justify="right"),
        Column(header="Address", least=20, style="dim"),
    ]
    names = ("source", "publisher", "title", "published", "facts", "url")
    return render_table(columns, [[[to_text(r[name]) for name in names] for r in records]], width)


def _row_of(record: Mapping[str, Any]) -> list[str]:
    return [to_text(record[name]) for name in INDICATOR_FIELDS]
