"""CSL-JSON, which citation processors and reference managers read: an item a fact."""

from __future__ import annotations

from .annotation import annotate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from .citation import Citation

FRAME = ("[\n", ",\n", "\n]\n")
NOTHING = "[]\n"


def format_citation(citation: Citation) -> str:
    """Return the item as a JSON object; a file is a list of them."""
    import json

    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in build_item(citation).items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}"


def build_item(citation: Citation) -> dict[str, Any]:
    """Return the item as plain data: the figure within its document."""
    item = {
        "id": citation.key,
        "type": "chapter",
        "author": [{"literal": citation.publisher}] if citation.publisher else None,
        "title": citation.statement,
        "container-title": citation.title,
        "publisher": citation.publisher,
        "issued": _write_day(citation.published) if citation.published else None,
        "URL": citation.link,
        "accessed": _write_day(citation.looked_up),
        "note": annotate(citation),
    }
    return {name: value for name, value in item.items() if value}


def _write_day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
