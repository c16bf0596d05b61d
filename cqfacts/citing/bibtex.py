"""BibTeX, which BibLaTeX reads as well: an entry a fact."""

from __future__ import annotations

from .annotation import annotate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n\n", "\n")
NOTHING = ""

# BibTeX counts braces whether or not a backslash stands before them.
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "$&#_%"}
    | {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "<": "\\textless{}",
        ">": "\\textgreater{}",
        "|": "\\textbar{}",
    }
)
# Pairs that TeX draws as one sign.
_LIGATURES = ("--", "''", "``", ",,", "!`", "?`")
_VERBATIM = str.maketrans({character: f"%{ord(character):02X}" for character in '\\{} "'})


def format_citation(citation: Citation) -> str:
    """Return the entry. What is between double braces keeps its capitals, and is one name."""
    published = citation.published
    fields = {
        "author": _keep(citation.publisher),
        "title": _keep(citation.title),
        "publisher": _keep(citation.publisher),
        "year": f"{published.year:04}" if published else None,
        "date": str(published) if published else None,
        # Programs take an address as it is, also where it has signs of TeX.
        "url": citation.link.translate(_VERBATIM) if citation.link else None,
        "urldate": str(citation.looked_up),
        "note": escape(citation.statement),
        "annote": escape(annotate(citation)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n{''.join(lines)}}}"


def escape(text: str) -> str:
    """Return text that TeX prints as it is."""
    for pair in _LIGATURES:
        # Twice, since of three in a row the second pair begins within the first.
        text = text.replace(pair, "\0".join(pair)).replace(pair, "\0".join(pair))
    return text.translate(_ESCAPES).replace("\0", "{}")


def _keep(text: str | None) -> str | None:
    return f"{{{escape(text)}}}" if text else None
