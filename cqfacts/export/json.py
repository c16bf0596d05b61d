"""JSON: the envelope, with exact decimals as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import Document

_INDENT = "  "


def write(document: Document, *, header: bool = True) -> Iterator[str]:  # noqa: ARG001
    """Yield the envelope, indented for people. JSON has no header line to leave out."""
    yield from encode(document.envelope(), indent="\n")
    yield "\n"


def encode(value: Any, *, indent: str | None = None) -> Iterator[str]:  # noqa: ANN401
    """Yield the JSON text of plain data.

    The standard library cannot write a decimal as a number without going through a binary float,
    nor what an iterator yields without holding it all.
    `indent` is a newline with the indentation so far, None for everything in one line.
    """
    match value:
        case None:
            yield "null"
        case bool():
            yield "true" if value else "false"
        case int() | Decimal():
            yield f"{value:f}" if isinstance(value, Decimal) else str(value)
        case str():
            yield encode_basestring(value)
        case dict():
            pairs = ((f"{encode_basestring(key)}: ", inner) for key, inner in value.items())
            yield from _encode_items("{}", pairs, indent)
        case list() | tuple() | Iterator():
            yield from _encode_items("[]", (("", inner) for inner in value), indent)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in JSON")


def _encode_items(
    brackets: str, items: Iterator[tuple[str, Any]], indent: str | None
) -> Iterator[str]:
    deeper = None if indent is None else indent + _INDENT
    separator = ", " if indent is None else ","
    is_empty = True
    yield brackets[0]
    for name, value in items:
        yield ("" if is_empty else separator) + (deeper or "") + name
        yield from encode(value, indent=deeper)
        is_empty = False
    yield ("" if is_empty else indent or "") + brackets[1]
