"""Markdown: a paragraph a citation, with the title as a link."""

from __future__ import annotations

import re

from .text import end_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n\n", "\n")
NOTHING = ""

# Everything that Markdown or HTML would take for its own within a line.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]|#~$^"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
# What is taken for an address within text.
_ADDRESS = re.compile(r"(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_LINK_ESCAPES = str.maketrans({"(": "%28", ")": "%29", "&": "&amp;"})
_LIST_SIGNS = ("-", "+", "=")


def format_citation(citation: Citation) -> str:
    """Return the citation as a paragraph."""
    title = f"“{_escape(citation.title)}”"
    if citation.link:
        title = f"[{title}]({citation.link.translate(_LINK_ESCAPES)})"
    words = [
        citation.publisher and _escape(citation.publisher),
        title,
        citation.published and str(citation.published),
        None if citation.link else citation.url and _escape(citation.url),
    ]
    document = ", ".join(word for word in words if word)
    note = f" Note: {_escape(end_sentence(citation.note))}" if citation.note else ""
    statement = _escape_start(_escape(end_sentence(citation.statement)))
    return f"{statement} {document} (looked up {citation.looked_up}).{note}"


def _escape(text: str) -> str:
    return _ADDRESS.sub(r"\\", text.translate(_ESCAPES))


def _escape_start(text: str) -> str:
    """Return a line that starts no list, heading or rule."""
    if text.startswith(_LIST_SIGNS):
        return f"\\{text}"
    digits = len(text) - len(text.lstrip("0123456789"))
    if digits and text[digits : digits + 1] in (".", ")"):
        return f"{text[:digits]}\\{text[digits:]}"
    return text
