"""Citing: facts → citations, and citations in the styles that people and their tools read.

A citation is of the figure: what it is, about when, as whom it has. The document stands beside it.
"""

from __future__ import annotations

from importlib import import_module

from .citation import Citation, cite_fact, cite_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Literal

    Style = Literal["text", "footnote", "markdown", "bibtex", "csl-json", "ris"]

__all__ = [
    "ENDINGS",
    "STYLES",
    "Citation",
    "cite_fact",
    "cite_facts",
    "format_citation",
    "write_citations",
]

STYLES: tuple[Style, ...] = ("text", "footnote", "markdown", "bibtex", "csl-json", "ris")
"""The styles; each is the module of its name, with an underscore for a hyphen."""

ENDINGS: dict[str, Style] = {
    ".txt": "text",
    ".md": "markdown",
    ".bib": "bibtex",
    ".json": "csl-json",
    ".ris": "ris",
}
"""The styles by the ending of a file."""


def format_citation(citation: Citation, style: Style) -> str:
    """Return a citation in a style, without a newline behind it."""
    return str(_load(style).format_citation(citation))


def write_citations(citations: Iterable[Citation], style: Style) -> Iterator[str]:
    """Yield the text of a whole file of citations, piece by piece."""
    module = _load(style)
    before, between, after = module.FRAME
    is_first = True
    for citation in citations:
        yield before if is_first else between
        yield module.format_citation(citation)
        is_first = False
    if is_first:
        yield module.NOTHING
    else:
        yield after


def _load(style: Style) -> Any:  # noqa: ANN401 - a module
    return import_module(f"{__name__}.{style.replace('-', '_')}")
