"""Tables in grids: what is head, what is body, and what is written above and below them."""

from __future__ import annotations

from cqfacts.figures import read_unit_words
from cqfacts.record import Record
from cqfacts.store.tables import Number

from .cells import BLANKS, find_part, is_period, is_year, may_be_number
from .columns import load_words, split_tens
from .rows import RowProblem, RowsError, fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grid import Grid, Line

_AROUND = f"{BLANKS}\r\n\ufeff"
_FEWEST = 2


class Table(Record):
    """A table of a file: its heads, as many as it has columns, its rows, and the lines around them.

    `head_line` is the line of the first head. `captions` are above the table and `notes` below it.
    Each row has as many cells as there are heads, without blanks around them.
    """

    heads: tuple[str, ...]
    head_line: int
    body: tuple[Line, ...]
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_table(grid: Grid) -> Table:
    """Return the table of a grid; one without rows has no body. Raises RowsError."""
    lines = [(line, _clean(cells)) for line, cells in grid.lines]
    lines = [(line, cells) for line, cells in lines if cells]
    if not lines:
        return Table(heads=(), head_line=0, body=())
    width = max(len(cells) for _, cells in lines)
    captions: list[str] = []
    while len(lines) > 1 and _count(lines[0][1]) < _FEWEST <= width:
        captions += [cell for cell in lines.pop(0)[1] if cell]
    notes: list[str] = []
    while len(lines) > 1 and width > 1 and _is_note(lines[-1][1]):
        notes += [cell for cell in lines.pop()[1] if cell]
    head_line, first = lines[0]
    if any(map(_is_plainly_number, first)):
        remedy = "put the names of the columns in its first row"
        raise fail(grid.name, head_line, "the table has no head", remedy)
    size = _count_heads(lines)
    heads = _join_heads([cells for _, cells in lines[:size]], width)
    body = lines[size:]
    if not grid.is_workbook:
        _check_width(grid.name, heads, body)
    return Table(
        heads=heads,
        head_line=head_line,
        body=tuple((line, [*cells, *[""] * (width - len(cells))]) for line, cells in body),
        captions=tuple(captions),
        notes=tuple(reversed(notes)),
    )


def _clean(cells: Sequence[str]) -> list[str]:
    """Return cells without blanks around them, and none that is empty at the end."""
    cleaned = [one if isinstance(one, Number) else one.strip(_AROUND) for one in cells]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    return cleaned


def _count(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _is_note(cells: Sequence[str]) -> bool:
    """Whether the last row has words in its first cell alone, and no period."""
    filled = [one for one in cells if one]
    return len(filled) == 1 and not isinstance(filled[0], Number) and not is_period(filled[0])


def _is_plainly_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else, and no year."""
    if not cell or is_year(cell):
        return False
    is_bare = isinstance(cell, Number) or all(one.isdigit() or one in ".,'-+%() " for one in cell)
    return is_bare and may_be_number(cell) and not is_period(str(cell))


def _count_heads(lines: Sequence[Line]) -> int:
    """Return how many rows are heads: those of words, and years below the words of groups."""
    size = 1
    while size < len(lines):
        cells, above = lines[size][1], lines[size - 1][1]
        is_years = size == 1 and _count(above) < _count(cells) and _is_row_of_years(cells)
        is_below = is_years and not any(map(may_be_number, above)) and size + 1 < len(lines)
        if not is_below and not _is_row_of_words(cells):
            break
        size += 1
    return size


def _is_row_of_words(cells: Sequence[str]) -> bool:
    missing = load_words().missing
    return all(
        not may_be_number(one)
        or read_unit_words(one) is not None
        or split_tens(one) is not None
        or find_part(one, "quarter") is not None
        for one in cells
    ) and not any(one.casefold() in missing for one in cells)


def _is_row_of_years(cells: Sequence[str]) -> bool:
    numbers = [one for one in cells if may_be_number(one)]
    return len(numbers) >= _FEWEST and all(is_period(str(one)) for one in numbers)


def _join_heads(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """Return one head for each column; the word of a group holds for the empty cells behind it."""
    filled: list[list[str]] = []
    for number, cells in enumerate(rows):
        row = [*map(str, cells), *[""] * (width - len(cells))]
        is_group = number + 1 < len(rows)
        start = next((place for place, one in enumerate(row) if one), 0)
        for place in range(start + 1, width) if is_group else ():
            below = rows[number + 1]
            if not row[place] and place < len(below) and below[place]:
                row[place] = row[place - 1]
        filled.append(row)
    return tuple(
        " ".join(" ".join(row[place] for row in filled if row[place]).split())
        for place in range(width)
    )


def _check_width(name: str, heads: Sequence[str], body: Sequence[Line]) -> None:
    """Find rows that have more cells than there are heads. Raises RowsError."""
    named = max((place + 1 for place, head in enumerate(heads) if head), default=0)
    problems = [
        RowProblem(
            file=name,
            line=line,
            problem=f"the row has {len(cells)} cells and the head {named}",
            remedy="put values with separators in quotes",
        )
        for line, cells in body
        if len(cells) > named
    ]
    if problems:
        raise RowsError(problems)
