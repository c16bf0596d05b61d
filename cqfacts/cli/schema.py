"""`cqfacts schema`: the store format as JSON Schema."""

from __future__ import annotations

from cqfacts.shipped import find_shipped

from .streams import write_output

_NAME = "store.schema.json"

PARAMETERS: tuple[()] = ()


def schema() -> int:
    """Print the store format as JSON Schema, for editors and other programs.

    \b
    cqfacts schema > store.schema.json     a copy beside a store of your own
    cqfacts schema | head -4               what it is
    """
    with open(find_shipped(_NAME), encoding="utf-8") as file:
        write_output(file)
    return 0
