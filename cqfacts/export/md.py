"""A Markdown table, as GitHub reads it."""

from __future__ import annotations

import re

from cqfacts.visible import make_visible

from .text import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import Document

# Everything that Markdown or HTML would take for its own.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]|#~$"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>", "\r": "<br>", "\t": " "}
)
# What is taken for an address within text: where it ends is anybody's guess.
_ADDRESS = re.compile(r"(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\\|`]+")


def write(document: Document, *, header: bool = True) -> Iterator[str]:  # noqa: ARG001
    """Yield the table; Markdown has none without its header."""
    yield _line(document.fields)
    yield _line("---" for _ in document.fields)
    for record in document.records:
        yield _line(escape(to_text(record[name])) for name in document.fields)


def escape(text: str) -> str:
    """Return text that stays text within its cell; an address of the web is a link to itself."""
    if _LINK.fullmatch(text) and make_visible(text) == text:
        return f"<{text}>"
    return _ADDRESS.sub(r"\\", text.replace("\r\n", "\n").translate(_ESCAPES))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
