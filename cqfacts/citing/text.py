"""Text: the figure first, then its document, in one line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n", "\n")
NOTHING = ""

_ENDS = (".", "!", "?", "…", "。", "！", "？")


def format_citation(citation: Citation) -> str:
    """Return the citation as running text."""
    document = f"{describe_document(citation)} (looked up {citation.looked_up})."
    return f"{end_sentence(citation.statement)} {document}{describe_note(citation)}"


def describe_document(citation: Citation) -> str:
    """Return publisher, title, date and address, as far as they are known."""
    words = [
        citation.publisher,
        f"“{citation.title}”",
        citation.published and str(citation.published),
        citation.url,
    ]
    return ", ".join(word for word in words if word)


def describe_note(citation: Citation) -> str:
    """Return the note of the fact as it follows a sentence, empty where there is none."""
    return f" Note: {end_sentence(citation.note)}" if citation.note else ""


def end_sentence(text: str) -> str:
    """Return text that ends as a sentence does."""
    return text if text.endswith(_ENDS) else f"{text}."
