"""What stands around a table: the heading of an indicator, notes, and the list of sources."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cqfacts.wording import IMPLIED_MARK, describe_source, describe_unit, number_note

from .wrapping import Link, show, show_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.model import Indicator, Source
    from cqfacts.store import Store


def render_title(words: Iterable[str | None], key: str) -> Text:
    """Return the heading of an indicator: its words and its key, apart by dots."""
    title = Text(" · ".join(show(word) for word in words if word), style="bold")
    return title.append(f" · {show(key)}", style="not bold dim")


def render_heading(indicator: Indicator) -> Text:
    """Return the title of an indicator with its unit, which its cells then leave out."""
    words = [indicator.label, indicator.subject, describe_unit(indicator.unit)]
    return render_title(words, indicator.key)


def render_notes(notes: Sequence[str]) -> list[RenderableType]:
    """Return notes as `number_note` numbers them, to stand under a table."""
    drawn: list[RenderableType] = []
    for place, note in enumerate(notes):
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(style="dim", overflow="fold")
        grid.add_row(number_note(place), show_text(note))
        drawn.append(grid)
    return drawn


def render_implied(sources: Sequence[str]) -> list[RenderableType]:
    """Return what the mark at a period means: which documents imply it and do not print it."""
    lines = [
        f"{IMPLIED_MARK} {source} implies the period and does not print it" for source in sources
    ]
    return [Text(""), *(show_text(line, "dim") for line in lines)] if lines else []


def render_footnotes(notes: Iterable[str]) -> list[RenderableType]:
    """Return what a reader must know of a table, indented under it."""
    return [_indent(note) for note in notes]


def render_sources(store: Store, names: Mapping[str, str]) -> list[RenderableType]:
    """Return the list of sources, by id; `names` is what the tables call them."""
    if not names:
        return []
    lines = [_indent(_describe_document(store.source(id_), name)) for id_, name in names.items()]
    return [Text(""), Text("Sources", style="dim"), *lines]


def _describe_document(source: Source, name: str) -> Link:
    id_ = source.id if name == source.id else f"{name} {source.id}"
    return Link(f"{id_}: {describe_source(source)}", source.url)


def _indent(text: str) -> RenderableType:
    return Padding(show_text(text, "dim"), (0, 0, 0, 2), expand=False)
