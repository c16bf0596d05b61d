"""`cqfacts schema`: the store format as JSON Schema."""

from __future__ import annotations

from pathlib import Path

from .streams import write_output

_NAME = "store.schema.json"
_PACKAGE = Path(__file__).parent.parent


def schema() -> int:
    """Print the store format as JSON Schema, for editors and other programs.

    \b
    cqfacts schema > store.schema.json     a copy beside a store of your own
    cqfacts schema | head -4               what it is
    """
    shipped = _PACKAGE / _NAME
    # In a checkout it lies beside the package, as the store that ships does.
    path = shipped if shipped.exists() else _PACKAGE.parent / _NAME
    write_output([path.read_text(encoding="utf-8")])
    return 0
