"""The cells of text: CSV, TSV and the like, and tables between upright strokes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from cqfacts.files import MOST_ROWS

from .grid import Grid
from .rows import fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .grid import Line

DELIMITERS = "\t;|,"
"""What may separate cells; where two fit a text alike, the first of them does."""

_LOOKED_AT = 60
_HINT = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_RULE = frozenset(" \t\r|:+-")
_STROKE = re.compile(r"(?<!\\)\|")


def read_separated(text: str, name: str, delimiter: str | None = None) -> Grid:
    """Return the cells of CSV, TSV or the like. Raises RowsError.

    The delimiter is found where it is not given.
    """
    first = 1
    if hint := _HINT.match(text):
        delimiter, text, first = hint[1], text[hint.end() :], 2
    delimiter = delimiter or find_delimiter(text)
    lines = tuple(cut_separated(text, name, delimiter, first=first))
    return Grid(name=name, lines=lines, delimiter=delimiter)


def cut_separated(text: str, name: str, delimiter: str = ",", *, first: int = 1) -> Iterator[Line]:
    """Yield the fields of each record that is not blank, and its first line. Raises RowsError."""
    # Python's own limit for a field is shorter than a long quotation.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    line = first
    try:
        for values in reader:
            if values:
                yield line, values
            line = reader.line_num + first
    except csv.Error as error:
        remedy = "put values with quotes or newlines in quotes, and double the quotes"
        raise fail(name, line, f"is not CSV ({error})", remedy) from error


def find_delimiter(text: str) -> str:
    """Return what separates the cells of most of the first rows into one number of them."""
    best, most = ",", 0
    for one in DELIMITERS:
        counts = Counter(_count_cells(text, one))
        fitting = max((count for width, count in counts.items() if width > 1), default=0)
        if fitting > most:
            best, most = one, fitting
    return best


def _count_cells(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(reader):
            if number == _LOOKED_AT:
                return
            yield len(values)
    except csv.Error:
        return


def read_strokes(text: str, name: str) -> Grid:
    """Return the one table of a text whose cells stand between upright strokes, as in Markdown.

    Raises RowsError where there is none, and where there are several.
    """
    runs: list[list[Line]] = []
    last = None
    for number, line in enumerate(text.split("\n"), 1):
        if "|" not in line:
            last = last if not line.strip() else None
            continue
        if last is None:
            runs.append([])
        last = number
        if "-" not in line or not _RULE.issuperset(line):
            runs[-1].append((number, _cut_strokes(line)))
    runs = [run for run in runs if len(run) > 1]
    if len(runs) == 1:
        return Grid(name=name, lines=tuple(runs[0]))
    if not runs:
        raise fail(name, 0, "has no table", "name a file with a table")
    starts = ", ".join(str(run[0][0]) for run in runs)
    problem = f"has {len(runs)} tables, in the lines {starts}"
    raise fail(name, 0, problem, "keep one of them in a file of its own")


def _cut_strokes(line: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _STROKE.split(line)]
    if not cells[0]:
        del cells[0]
    return cells[:-1] if cells and not cells[-1] else cells


def check_length(lines: Iterable[Sequence[str]], name: str) -> Iterator[Line]:
    """Yield rows with their numbers. Raises RowsError for a file whose few bytes are many rows."""
    for number, cells in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise fail(name, 0, f"has more than {MOST_ROWS:,} rows", "split the file")
        yield number, list(cells)
