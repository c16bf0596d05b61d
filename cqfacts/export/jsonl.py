"""JSON lines: one record a line."""

from __future__ import annotations

from .json import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Document


def write(document: Document, *, header: bool = True) -> Iterator[str]:  # noqa: ARG001
    """Yield an object a record. JSON lines have no header to leave out."""
    for record in document.records:
        yield "".join(encode({name: record[name] for name in document.fields})) + "\n"
