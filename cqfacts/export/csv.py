"""Comma-separated values as RFC 4180 has them, with plain newlines."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .text import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Document


def write(document: Document, *, header: bool = True) -> Iterator[str]:
    """Yield a line of names, then a line a record."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    if header:
        writer.writerow(document.fields)
    for record in document.records:
        writer.writerow([to_text(record[name]) for name in document.fields])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()
