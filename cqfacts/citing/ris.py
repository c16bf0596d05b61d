"""RIS, which reference managers read: a record a fact."""

from __future__ import annotations

from .annotation import annotate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n\n", "\n")
NOTHING = ""


def format_citation(citation: Citation) -> str:
    """Return the record. A value ends with its line, and every text of a citation is one line."""
    published = citation.published
    lines = (
        ("TY", "ELEC" if citation.link else "GEN"),
        ("ID", citation.key),
        ("AU", citation.publisher),
        ("TI", citation.title),
        ("PB", citation.publisher),
        ("PY", f"{published.year:04}" if published else None),
        ("DA", f"{published:%Y/%m/%d}" if published else None),
        ("UR", citation.link),
        ("Y2", f"{citation.looked_up:%Y/%m/%d}"),
        ("N1", citation.statement),
        ("N1", annotate(citation)),
    )
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - "
