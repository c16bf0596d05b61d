"""BibTeX, which BibLaTeX reads as well: an entry a fact."""

from __future__ import annotations

from .annotation import annotate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n\n", "\n")
NOTHING = ""

# What TeX takes for its own. An upright bar is none, and many readers know no command for it.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "$&#_%{}"}
    | {
        "\\": "\\textbackslash{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "<": "\\textless{}",
        ">": "\\textgreater{}",
    }
)
_LONE_BRACES = {"\\{": "\\textbraceleft{}", "\\}": "\\textbraceright{}"}
# Pairs that TeX draws as one sign.
_LIGATURES = ("--", "''", "``", ",,", "!`", "?`")


def format_citation(citation: Citation) -> str:
    """Return the entry: the figure within its document.

    What is between double braces keeps its capitals, and is one name.
    """
    published = citation.published
    fields = {
        "author": _keep(citation.publisher),
        "title": _keep(citation.statement),
        "booktitle": _keep(citation.title),
        "publisher": _keep(citation.publisher),
        "year": f"{published.year:04}" if published else None,
        "date": str(published) if published else None,
        # Programs take an address as it is, also where it has signs of TeX.
        "url": citation.link,
        "urldate": str(citation.looked_up),
        "annote": escape(annotate(citation)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@incollection{{{citation.key},\n{''.join(lines)}}}"


def escape(text: str) -> str:
    """Return text that TeX prints as it is."""
    escaped = text.translate(_ESCAPES)
    if not _is_balanced(text):
        # BibTeX counts braces whether or not a backslash stands before them.
        for brace, command in _LONE_BRACES.items():
            escaped = escaped.replace(brace, command)
    for pair in _LIGATURES:
        # Twice, since of three in a row the second pair begins within the first.
        for _ in range(2):
            escaped = escaped.replace(pair, "{}".join(pair))
    return escaped


def _is_balanced(text: str) -> bool:
    """Whether every brace of a text has its other one."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _keep(text: str | None) -> str | None:
    return f"{{{escape(text)}}}" if text else None
