"""Annotations: what reference managers keep with an entry, and do not print."""

from __future__ import annotations

from .text import end_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation


def annotate(citation: Citation) -> str:
    """Return the words of the source, the note of the store, and an address that is no link."""
    parts = [
        f"In its words: “{citation.stated}”." if citation.stated else None,
        end_sentence(citation.note) if citation.note else None,
        citation.url if not citation.link else None,
    ]
    return " ".join(part for part in parts if part)
