"""What stands around a table: the heading of an indicator, notes, and the list of sources."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cqfacts.wording import describe_source, is_symbol

from .wrapping import show, show_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.model import Indicator
    from cqfacts.store import Store

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def render_title(words: Iterable[str | None], key: str) -> Text:
    """Return the heading of an indicator: its words and its key, apart by dots."""
    title = Text(" · ".join(show(word) for word in words if word), style="bold")
    return title.append(f" · {show(key)}", style="not bold dim")


def render_heading(indicator: Indicator) -> Text:
    """Return the title of an indicator with its unit, which its cells then leave out."""
    in_cells = is_symbol(indicator.unit)
    unit = f"in {indicator.unit}" if indicator.unit and not in_cells else None
    return render_title([indicator.label, indicator.subject, unit], indicator.key)


def render_notes(notes: Sequence[str]) -> list[RenderableType]:
    """Return notes as `mark` numbers them, to stand under a table."""
    drawn: list[RenderableType] = []
    for number, note in enumerate(notes, 1):
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(style="dim", overflow="fold")
        grid.add_row(mark(number), show_text(note))
        drawn.append(grid)
    return drawn


def render_footnotes(notes: Iterable[str]) -> list[RenderableType]:
    """Return what a reader must know of a table, indented under it."""
    return [_indent(note) for note in notes]


def render_sources(store: Store, names: Mapping[str, str]) -> list[RenderableType]:
    """Return the list of sources, by id; `names` is what the tables call them."""
    if not names:
        return []
    lines = [
        _indent(f"{id_ if name == id_ else f'{name} {id_}'}: {describe_source(store.source(id_))}")
        for id_, name in names.items()
    ]
    return [Text(""), Text("Sources", style="dim"), *lines]


def mark(number: int) -> str:
    """Return the sign that refers to a note."""
    return str(number).translate(_SUPERSCRIPTS)


def _indent(text: str) -> RenderableType:
    return Padding(show_text(text, "dim"), (0, 0, 0, 2), expand=False)
