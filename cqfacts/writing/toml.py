"""TOML as people write it in a store: one key a line, the equals signs below each other."""

from __future__ import annotations

import re
from datetime import date

from cqfacts.store.tables import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_ORDER = (
    *("title", "publisher", "label", "aliases", "description"),
    *("measure", "status", "of", "base", "period", "each", "qualifier", "value"),
    *("unit", "subject", "kind", "better", "growth_basis"),
    *("text", "stated", "source", "url", "published", "note", "accept"),
)
_RANK = {key: number for number, key in enumerate(_ORDER)}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = {
    **{number: f"\\u{number:04X}" for number in (*range(0x20), 0x7F)},
    **{ord(sign): f"\\{name}" for sign, name in zip("\b\t\n\f\r", "btnfr", strict=True)},
    ord("\\"): "\\\\",
    ord('"'): '\\"',
}


def format_table(header: str, table: Mapping[str, Any]) -> list[str]:
    """Return a table as lines: its header as it is given, and a line for every key."""
    keys = sort_keys(table)
    width = max((len(format_key(key)) for key in keys), default=0)
    return [header, *(f"{format_key(key):{width}} = {format_value(table[key])}" for key in keys)]


def format_inline(table: Mapping[str, Any]) -> str:
    """Return a table on one line: `{ period = "2025", value = 5.3 }`."""
    pairs = (f"{format_key(key)} = {format_value(table[key])}" for key in sort_keys(table))
    return f"{{ {', '.join(pairs)} }}"


def sort_keys(table: Mapping[str, Any]) -> list[str]:
    """Return the keys of a table in the order in which stores have them."""
    return sorted(table, key=rank_key)


def rank_key(key: str) -> int:
    """Return the place of a key in the order in which stores have them."""
    return _RANK.get(key, len(_RANK))


def format_name(parts: Sequence[str]) -> str:
    """Return the name of a table: `economy.gdp`, `town."café"`."""
    return ".".join(map(format_key, parts))


def format_key(key: str) -> str:
    """Return a key, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else format_text(key)


def format_value(value: object) -> str:
    """Return a value of a store; the digits of a whole number are grouped."""
    match value:
        case bool():
            return "true" if value else "false"
        case Number():
            return str(value)
        case int():
            return f"{value:_d}"
        case str():
            return format_text(value)
        case date():
            return value.isoformat()
        case dict() | list() | tuple():
            return _format_inner(value)
    raise TypeError(f"a store holds no {type(value).__name__}")


def _format_inner(value: Mapping[str, Any] | Sequence[Any]) -> str:
    if isinstance(value, dict):
        return format_inline(value)
    return f"[{', '.join(map(format_value, value))}]"


def format_text(text: str) -> str:
    """Return text in quotes: literal ones where that saves escaping double quotes."""
    is_plain = '"' in text and "'" not in text and text.isprintable()
    return f"'{text}'" if is_plain else f'"{text.translate(_CONTROL)}"'
