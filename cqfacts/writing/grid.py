"""Grid: the cells of a table as a file has them, each row with its line, not yet understood."""

from __future__ import annotations

import re

from cqfacts.errors import UsageError
from cqfacts.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Line: TypeAlias = tuple[int, list[str]]
    """The line that a row starts on, from 1, and its cells."""

_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = 26


class Grid(Record):
    """The rows of a table, the head and whatever is above and below it among them.

    Numbers that a workbook has as such are of type Number, with a point. `delimiter` is what
    separates the cells of a text, None elsewhere. The first column is `first_column`, from 0;
    cells have letters as in a workbook where `is_workbook`.
    """

    name: str
    lines: tuple[Line, ...]
    delimiter: str | None = None
    first_column: int = 0
    is_workbook: bool = False

    def name_cell(self, line: int, column: int) -> str:
        """Return how people call a cell, `B3`; empty where rows have no letters."""
        return f"{_to_letters(self.first_column + column)}{line}" if self.is_workbook else ""


def cut_range(grid: Grid, spelled: str) -> Grid:
    """Return the part of a grid that is named as in a workbook: `B3:F20`. Raises UsageError."""
    found = _RANGE.fullmatch(spelled.strip().upper().replace("$", ""))
    if found is None:
        raise UsageError(f"'{spelled}' is not a range", "write it like B3:F20", place="--range")
    columns = sorted((_to_column(found[1]), _to_column(found[3])))
    low, high = sorted((int(found[2]), int(found[4])))
    lines = tuple(
        (line, cells[columns[0] : columns[1] + 1])
        for line, cells in grid.lines
        if low <= line <= high
    )
    return replace(grid, lines=lines, first_column=columns[0])


def _to_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _to_column(letters: str) -> int:
    column = 0
    for one in letters:
        column = column * _LETTERS + ord(one) - ord("A") + 1
    return column - 1
