"""RIS, which reference managers read: a record a fact."""

from __future__ import annotations

from .annotation import annotate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .citation import Citation

FRAME = ("", "\n\n", "\n")
NOTHING = ""


def format_citation(citation: Citation) -> str:
    """Return the record: the figure within its document.

    A value ends with its line, and every text of a citation is one line.
    """
    published = citation.published
    lines = (
        ("TY", "CHAP"),
        ("ID", citation.key),
        ("AU", _write_author(citation.publisher)),
        ("TI", citation.statement),
        ("T2", citation.title),
        ("PB", citation.publisher),
        ("PY", f"{published.year:04}" if published else None),
        ("DA", f"{published:%Y/%m/%d}" if published else None),
        ("UR", citation.link),
        ("Y2", f"{citation.looked_up:%Y/%m/%d}"),
        ("N1", annotate(citation)),
    )
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - "


def _write_author(name: str | None) -> str | None:
    """Return the name of an organization with the comma that keeps it whole.

    One that has a comma itself would be taken for a person's, and is left to `PB`.
    """
    return f"{name}," if name and "," not in name else None
