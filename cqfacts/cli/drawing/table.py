"""Tables that fit the width of a terminal, and blocks of lines where they cannot."""

from __future__ import annotations

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cqfacts.export.text import to_text
from cqfacts.record import Record

from .wrapping import longest_piece, show_text, show_wrapped, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from rich.console import RenderableType

_GAP = 2

NOTHING = "–"
"""Stands in a cell where there is nothing to say; a block leaves its line out."""


class Column(Record):
    """A column of a table. `least` is the width it can be wrapped to, None for never wrapped."""

    header: str
    least: int | None = None
    justify: Literal["left", "right"] = "left"
    style: str = ""


Row = list[str]


def render_table(
    columns: Sequence[Column],
    sections: Sequence[Sequence[Row]],
    width: int,
) -> RenderableType:
    """Return a table, or where it cannot fit the width each row as a block of lines.

    The rows come in sections, which stand a little apart.
    """
    rows = [row for section in sections for row in section]
    widths = _fit(columns, rows, width)
    if widths is None:
        return _render_blocks(columns, rows)
    table = _make_table(columns, widths)
    for section in sections:
        _add_rows(table, section, widths)
        table.add_section()
    return table


def render_groups(
    columns: Sequence[Column], groups: Sequence[tuple[Text, Sequence[Row]]], width: int
) -> RenderableType:
    """Return one table whose rows come in groups, each under its title, or blocks as above."""
    widths = _fit(columns, [row for _, rows in groups for row in rows], width)
    parts: list[RenderableType] = [] if widths is None else [_make_table(columns, widths)]
    for title, rows in groups:
        parts.append(title)
        if widths is None:
            parts += [_render_blocks(columns, rows), Text("")]
            continue
        table = _make_table(columns, widths, has_header=False)
        _add_rows(table, rows, widths)
        parts.append(table)
    return Group(*(parts[:-1] if widths is None else parts))


def _fit(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[int] | None:
    """Return the widths of columns in which these rows fit, None where they cannot."""
    by_column = [[row[number] for row in rows] for number in range(len(columns))]
    natural = [
        min(width, max(width_of(text) for text in [column.header, *texts]))
        for column, texts in zip(columns, by_column, strict=True)
    ]
    least = [
        full if column.least is None else min(full, max(column.least, longest_piece(texts)))
        for column, full, texts in zip(columns, natural, by_column, strict=True)
    ]
    room = width - _GAP * (len(columns) - 1)
    return None if sum(least) > room else _share_width(natural, least, room)


def _make_table(
    columns: Sequence[Column], widths: Sequence[int], *, has_header: bool = True
) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_header=has_header,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for column, each in zip(columns, widths, strict=True):
        header = show_wrapped(column.header, each)
        table.add_column(
            header, justify=column.justify, style=column.style, width=each, overflow="fold"
        )
    return table


def _add_rows(table: Table, rows: Iterable[Row], widths: Sequence[int]) -> None:
    for row in rows:
        cells = zip(row, widths, strict=True)
        table.add_row(*(show_wrapped(text, each) for text, each in cells))


def render_records(
    records: Iterable[Mapping[str, Any]], fields: Sequence[str], width: int
) -> RenderableType:
    """Return chosen fields as a table, as exact as the machine formats have them."""
    rows: list[Row] = []
    breakable: set[str] = set()
    for record in records:
        # A number is never broken: half of one is another number.
        breakable.update(name for name in fields if isinstance(record[name], str))
        rows.append([to_text(record[name]) for name in fields])
    columns = [Column(header=name, least=8 if name in breakable else None) for name in fields]
    return render_table(columns, [rows], width)


def _share_width(natural: list[int], least: list[int], width: int) -> list[int]:
    """Return the widths of columns that fit, taking from the widest first."""
    widths = list(natural)
    while sum(widths) > width:
        room = [
            (full - low > 0, full, number)
            for number, (full, low) in enumerate(zip(widths, least, strict=True))
        ]
        widths[max(room)[2]] -= 1
    return widths


def _render_blocks(columns: Sequence[Column], rows: Sequence[Row]) -> RenderableType:
    """Return each row as lines of a name and a value."""
    blocks: list[RenderableType] = []
    above: Row = []
    for given in rows:
        # A row without a first cell goes on with the one above it.
        first = next((number for number, text in enumerate(given) if text), 0)
        row = [*above[:first], *given[first:]]
        above = row
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for column, text in zip(columns, row, strict=True):
            if text not in ("", NOTHING):
                grid.add_row(column.header, show_text(text))
        blocks += [grid, Text("")]
    return Group(*blocks[:-1])
