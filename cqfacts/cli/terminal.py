"""Drawing for a terminal: tables that fit its width, and colour only where it is wanted."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cqfacts.export.text import to_text
from cqfacts.wording import JOIN

from .streams import make_visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from cqfacts.period import Period

Color = Literal["auto", "always", "never"]

_GAP = 2
_LEAST_WIDTH = 20
_JOIN_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_LONGEST_PIECE = 12
# Where a long word may be broken: behind a hyphen or slash, and behind the dot of a key.
_INNER_BREAKS = re.compile(r"(?<=[-/])(?=\w)|(?<=[^\W\d]\.)(?=[^\W\d])")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. `least` is the width it can be wrapped to, None for never wrapped."""

    header: str
    least: int | None = None
    justify: Literal["left", "right"] = "left"
    style: str = ""


Row = list[str]


def draw(render: Callable[[int], RenderableType], color: Color, *, is_file: bool) -> str:
    """Return a drawing as text, as wide as the terminal, or as COLUMNS says."""
    width = max(shutil.get_terminal_size((80, 24)).columns, _LEAST_WIDTH)
    has_color = color == "always" or (color == "auto" and not is_file and _wants_color())
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=has_color,
        color_system="standard" if has_color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(render(width))
    assert isinstance(console.file, StringIO)  # noqa: S101 - the one given above
    lines = console.file.getvalue().splitlines()
    return "".join(f"{line if has_color else line.rstrip()}\n" for line in lines)


def show_text(text: str, style: str = "") -> Text:
    """Return stored text as Rich may draw it: never as markup, and with nothing hidden in it."""
    return Text(make_visible(text).replace(JOIN, " "), style=style)


def _show_wrapped(text: str, width: int) -> Text:
    return Text(_wrap(make_visible(text), width))


def render_title(words: Iterable[str | None], key: str) -> Text:
    """Return the heading of an indicator: its words and its key, apart by dots."""
    title = Text(" · ".join(make_visible(word) for word in words if word), style="bold")
    return title.append(f" · {make_visible(key)}", style="not bold dim")


def render_table(
    columns: Sequence[Column],
    sections: Sequence[Sequence[Row]],
    width: int,
) -> RenderableType:
    """Return a table, or where it cannot fit the width each row as a block of lines.

    The rows come in sections, which stand a little apart.
    """
    rows = [row for section in sections for row in section]
    natural = [
        max(_width_of(text) for text in [column.header, *(row[number] for row in rows)])
        for number, column in enumerate(columns)
    ]
    least = [
        full if column.least is None else min(full, max(column.least, _longest_piece(texts)))
        for column, full, texts in zip(columns, natural, zip(*rows, strict=True), strict=True)
    ]
    if sum(least) + _GAP * (len(columns) - 1) > width:
        return _render_blocks(columns, rows)
    widths = _share_width(natural, least, width - _GAP * (len(columns) - 1))
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for column, each in zip(columns, widths, strict=True):
        header = _show_wrapped(column.header, each)
        table.add_column(
            header, justify=column.justify, style=column.style, width=each, overflow="fold"
        )
    for section in sections:
        for row in section:
            cells = zip(columns, row, widths, strict=True)
            table.add_row(*(_show_wrapped(text, each) for _, text, each in cells))
        table.add_section()
    return table


def render_records(
    records: Iterable[Mapping[str, Any]], fields: Sequence[str], width: int
) -> RenderableType:
    """Return chosen fields as a table, as exact as the machine formats have them."""
    records = list(records)
    # A number is never broken: half of one is another number.
    columns = [
        Column(header=name, least=8 if any(isinstance(r[name], str) for r in records) else None)
        for name in fields
    ]
    return render_table(columns, [[[to_text(r[name]) for name in fields] for r in records]], width)


def render_notes(notes: Sequence[str], style: str = "dim") -> list[RenderableType]:
    """Return numbered notes, as `mark` numbers them, to stand under a table."""
    return [
        _render_hanging(mark(number), show_text(note), style)
        for number, note in enumerate(notes, 1)
    ]


def render_bullets(lines: Iterable[tuple[str, str]], style: str = "dim") -> list[RenderableType]:
    """Return lines with a name in front, indented where they wrap."""
    return [
        Padding(show_text(f"{name}: {text}" if name else text, style), (0, 0, 0, 2), expand=False)
        for name, text in lines
    ]


def show_period(period: Period | None) -> str:
    """Return a period that is broken between its ends and nowhere else."""
    return str(period).replace("-", _JOIN_HYPHEN) if period else "–"


def mark(number: int) -> str:
    """Return the sign that refers to a note."""
    return str(number).translate(_SUPERSCRIPTS)


def stack(parts: Sequence[RenderableType]) -> Group:
    """Return drawings below each other."""
    return Group(*parts)


def _wants_color() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _width_of(text: str) -> int:
    return cell_len(make_visible(text))


def _longest_piece(texts: Iterable[str]) -> int:
    """Return the width under which a word of these would be broken, up to a limit."""
    words = (word for text in texts for word in make_visible(text).split(" "))
    pieces = (piece for word in words for piece in _INNER_BREAKS.split(word))
    return min(max(map(cell_len, pieces), default=0), _LONGEST_PIECE)


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


def _wrap(text: str, width: int) -> str:
    """Return text in lines no wider than this, broken at spaces, else after hyphens, else anywhere.

    Rich would break at the no-break spaces too.
    """
    lines: list[str] = []
    line = ""
    for piece in (piece for word in text.split(" ") for piece in _divide(word, width)):
        longer = f"{line}{piece}" if line.endswith("\0") or not line else f"{line} {piece}"
        if line and cell_len(longer.replace("\0", "")) > width:
            lines.append(line)
            line = piece
        else:
            line = longer
    text = "\n".join([*lines, line]).replace("\0", "")
    return text.replace(JOIN, " ").replace(_JOIN_HYPHEN, "-")


def _divide(word: str, width: int) -> list[str]:
    """Return the pieces of a word that is too wide; a piece ends in NUL where the word goes on."""
    if cell_len(word) <= width:
        return [word]
    pieces: list[str] = []
    for part in _INNER_BREAKS.sub("\0 ", word.replace(JOIN, " ")).split(" "):
        rest = part
        while cell_len(rest.rstrip("\0")) > width:
            taken, rest = _take(rest, width)
            pieces.append(taken)
        pieces.append(rest)
    return pieces


def _take(text: str, width: int) -> tuple[str, str]:
    """Split text after as many characters as the width holds, at least one."""
    length = 1
    while length < len(text) and cell_len(text[: length + 1]) <= width:
        length += 1
    return text[:length], text[length:]


def _render_blocks(columns: Sequence[Column], rows: Sequence[Row]) -> RenderableType:
    """Return each row as lines of a name and a value."""
    blocks: list[RenderableType] = []
    for row in rows:
        grid = Table.grid(padding=(0, _GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for column, text in zip(columns, row, strict=True):
            if text:
                grid.add_row(column.header, show_text(text.replace(_JOIN_HYPHEN, "-")))
        blocks += [grid, Text("")]
    return Group(*blocks[:-1])


def _render_hanging(name: str, text: Text, style: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(style=style, no_wrap=True)
    grid.add_column(style=style, overflow="fold")
    grid.add_row(name, text)
    return grid
