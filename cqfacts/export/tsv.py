"""Tab-separated values: one record a line; tab, newline and backslash are escaped."""

from __future__ import annotations

from .text import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Document

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write(document: Document, *, header: bool = True) -> Iterator[str]:
    """Yield a line of names, then a line a record."""
    if header:
        yield "\t".join(document.fields) + "\n"
    for record in document.records:
        yield "\t".join(escape(to_text(record[name])) for name in document.fields) + "\n"


def escape(text: str) -> str:
    """Return text that stays within its field."""
    return text.translate(_ESCAPES)
