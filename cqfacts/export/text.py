"""Single values as text, for the formats that have nothing but text."""

from __future__ import annotations

from decimal import Decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def to_text(value: Any) -> str:  # noqa: ANN401 - a record holds values of several types
    """Return a value of a record as text: None is empty, a decimal has no exponent."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case list() | tuple():
            return "; ".join(map(to_text, value))
        case _:
            return str(value)
