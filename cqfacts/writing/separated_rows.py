"""Rows of CSV and TSV: a header with the names of the fields, and then the records."""

from __future__ import annotations

import csv
import io
import json
import re

from cqfacts.flat.facts import LIST_FIELDS
from cqfacts.flat.spreadsheet import restore

from .grid_readers import cut_separated, find_delimiter
from .rows import Row, check_header, find_wanted, read_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .grid import Line
    from .rows import Faults

_ESCAPE = re.compile(r"\\([tnr\\])")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def find_flat_delimiter(text: str, format_name: str) -> str | None:
    """Return what separates flat records, None for a text whose first row has not their fields."""
    for delimiter in ("\t",) if format_name == "tsv" else (",", find_delimiter(text)):
        try:
            first = next(filter(None, csv.reader(io.StringIO(text), delimiter=delimiter)), None)
        except csv.Error:
            continue
        if first is None or read_header(first) is not None:
            return delimiter
    return None


def read_flat(
    text: str, faults: Faults, delimiter: str, *, has_mark: bool = False
) -> Iterator[Row]:
    """Yield the records of CSV, or of TSV, whose tabs and newlines within values are escaped.

    A table for spreadsheets has a byte order mark, and apostrophes that are not of its texts.
    Raises RowsError.
    """
    is_tsv = delimiter == "\t"
    lines = _cut_tsv(text) if is_tsv else cut_separated(text, faults.name, delimiter)
    return _read_records(restore_all(lines) if has_mark else lines, faults)


def restore_all(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield rows without the apostrophes by which nothing in them was a formula."""
    for line, values in lines:
        yield line, [*map(restore, values)]


def _read_records(lines: Iterator[Line], faults: Faults) -> Iterator[Row]:
    """Yield the records of lines of which the first has the names of the fields.

    Raises RowsError for a header that is not one of facts.
    """
    first = next(lines, None)
    if first is None:
        return
    header_line, header = first
    names = read_header(header) or header
    check_header(names, header_line, faults.name)
    is_spaced = any(one != one.strip() for one in header)
    lists = [one for one in names if one in LIST_FIELDS]
    for line, whole in lines:
        values = _trim(whole, len(names), is_spaced=is_spaced)
        if not any(values):
            continue
        if len(values) == len(names):
            record: dict[str, Any] = dict(zip(names, values, strict=True))
            known = len(faults.problems)
            for field in lists:
                record[field] = _read_list(record[field])
                if (wanted := find_wanted(field, record[field])) is not None:
                    remedy = 'write ["…", "…"], or leave it empty'
                    faults.add(line, "\n".join(values), f"{field} is not {wanted}", remedy)
            if len(faults.problems) == known:
                yield Row(line=line, record=record)
            continue
        problem = f"the row has {_count(len(values), 'field')} and the header {len(names)}"
        remedy = "put values with separators in quotes" if len(values) > len(names) else "fill it"
        faults.add(line, "\n".join(values), problem, remedy)


def _trim(values: list[str], width: int, *, is_spaced: bool) -> list[str]:
    """Return the cells of a row without empty ones beyond the header, and without its blanks."""
    if len(values) > width and not any(map(str.strip, values[width:])):
        values = values[:width]
    return [*map(str.strip, values)] if is_spaced else values


def _read_list(said: str) -> object:
    """Return a list, which is written as JSON has it, or with semicolons between its items.

    What is no JSON is None within a list.
    """
    if not said.lstrip().startswith("["):
        return [one.strip() for one in said.split(";") if one.strip()]
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return [None]


def _cut_tsv(text: str) -> Iterator[Line]:
    for line, joined in enumerate(text.split("\n"), 1):
        if joined.strip("\r"):
            yield line, [_unescape(value) for value in joined.removesuffix("\r").split("\t")]


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], value) if "\\" in value else value


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
