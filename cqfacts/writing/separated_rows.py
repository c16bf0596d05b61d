"""Rows of CSV and TSV: a header with the names of the fields, and then the records."""

from __future__ import annotations

import csv
import io
import json
import re

from cqfacts.flat.facts import LIST_FIELDS
from cqfacts.flat.spreadsheet import restore

from .rows import Row, check_header, fail, find_wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .rows import Faults

_ESCAPE = re.compile(r"\\([tnr\\])")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def read_csv(text: str, faults: Faults, *, has_mark: bool = False) -> Iterator[Row]:
    """Yield the records of CSV. Raises RowsError.

    A table for spreadsheets has a byte order mark, and apostrophes that are not of its texts.
    """
    return _read_records(_restore_all(_cut_csv(text, faults.name), has_mark=has_mark), faults)


def read_tsv(text: str, faults: Faults, *, has_mark: bool = False) -> Iterator[Row]:
    """Yield the records of TSV, whose tabs and newlines within values are escaped.

    Raises RowsError.
    """
    return _read_records(_restore_all(_cut_tsv(text), has_mark=has_mark), faults)


def _restore_all(
    lines: Iterator[tuple[int, list[str]]], *, has_mark: bool
) -> Iterator[tuple[int, list[str]]]:
    for line, values in lines:
        yield line, [*map(restore, values)] if has_mark else values


def _read_records(lines: Iterator[tuple[int, list[str]]], faults: Faults) -> Iterator[Row]:
    """Yield the records of lines of which the first has the names of the fields.

    Raises RowsError for a header that is not one of facts.
    """
    first = next(lines, None)
    if first is None:
        return
    header_line, names = first
    check_header(names, header_line, faults.name)
    lists = [one for one in names if one in LIST_FIELDS]
    for line, values in lines:
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


def _cut_csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each record that is not blank, and its first line."""
    # Python's own limit for a field is shorter than a long quotation.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            if values:
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = "put values with quotes or newlines in quotes, and double the quotes"
        raise fail(name, line, f"is not CSV ({error})", remedy) from error


def _cut_tsv(text: str) -> Iterator[tuple[int, list[str]]]:
    for line, joined in enumerate(text.split("\n"), 1):
        if joined.strip("\r"):
            yield line, [_unescape(value) for value in joined.removesuffix("\r").split("\t")]


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], value) if "\\" in value else value


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
