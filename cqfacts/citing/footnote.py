"""Footnotes: the document first, as a note under a text names it, and then the figure."""

from __future__ import annotations

from .text import FRAME, NOTHING, describe_document, describe_note, end_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

__all__ = ["FRAME", "NOTHING", "format_citation"]


def format_citation(citation: Citation) -> str:
    """Return the citation as the text of a footnote, without its number."""
    document = f"{describe_document(citation)} (looked up {citation.looked_up})"
    return f"{document}: {end_sentence(citation.statement)}{describe_note(citation)}"
