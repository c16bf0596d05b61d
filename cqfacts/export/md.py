"""A Markdown table, as GitHub reads it."""

from __future__ import annotations

from .text import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import Document

# Everything that Markdown or HTML would take for its own.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]|#~"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>", "\r": "", "\t": " "}
)


def write(document: Document, *, header: bool = True) -> Iterator[str]:  # noqa: ARG001
    """Yield the table; Markdown has none without its header."""
    yield _line(document.fields)
    yield _line("---" for _ in document.fields)
    for record in document.records:
        yield _line(to_text(record[name]).translate(_ESCAPES) for name in document.fields)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
