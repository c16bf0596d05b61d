"""Comma-separated values as RFC 4180 has them, with plain newlines."""

from __future__ import annotations

import csv
import io

from .text import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import Document


def write(document: Document, *, header: bool = True) -> Iterator[str]:
    """Yield a line of names, then a line a record."""
    if header:
        yield _line(document.fields)
    for record in document.records:
        yield _line(to_text(record[name]) for name in document.fields)


def _line(fields: Iterable[str]) -> str:
    line = io.StringIO()
    # With this line ending, both of its characters are quoted where they stand in a field.
    csv.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue().removesuffix("\r\n") + "\n"
