"""Comma-separated values as RFC 4180 has them, with plain newlines."""

from __future__ import annotations

import csv
import io
from itertools import islice

from .text import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from . import Document

# So many lines are written at once, which is quicker than one by one.
_MOST_LINES = 32
# What the writer makes the same text of that `to_text` does.
_PLAIN = frozenset({str, int, type(None)})


def write(document: Document, *, header: bool = True) -> Iterator[str]:
    """Yield a line of names, then a line a record."""
    fields = document.fields
    if header:
        yield _join([fields])
    records = iter(document.records)
    while block := list(islice(records, _MOST_LINES)):
        yield _join([[_to_cell(record[name]) for name in fields] for record in block])


def _to_cell(value: Any) -> Any:  # noqa: ANN401 - a record holds values of several types
    return value if type(value) in _PLAIN else to_text(value)


def _join(rows: Sequence[Sequence[Any]]) -> str:
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    text = lines.getvalue()
    return "".join(map(_join_fields, rows)) if "\r" in text else text


def _join_fields(fields: Sequence[Any]) -> str:
    line = io.StringIO()
    # With this line ending, both of its characters are quoted where they stand in a field.
    csv.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue().removesuffix("\r\n") + "\n"
