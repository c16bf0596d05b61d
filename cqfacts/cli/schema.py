"""`cqfacts schema`: the store format as JSON Schema."""

from __future__ import annotations

from pathlib import Path

from .streams import write_output

_FILE = Path(__file__).parent.parent / "store.schema.json"


def schema() -> int:
    """Print the store format as JSON Schema, for editors and other programs.

    \b
    cqfacts schema > store.schema.json     a copy beside a store of your own
    cqfacts schema | head -4               what it is
    """
    write_output([_FILE.read_text(encoding="utf-8")])
    return 0
