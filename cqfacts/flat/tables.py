"""The records of topics, indicators, facts and sources as tables that refer to each other.

Unlike flat records they say everything once, and all that a store says. A list is JSON text.
"""

from __future__ import annotations

from cqfacts.model import Fact, Indicator, Source, Topic
from cqfacts.record import fields_of

from .facts import CONVERTERS, Columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from cqfacts.record import Field

    from .facts import Converter


def _list_columns(kind: type[Fact | Indicator | Source | Topic]) -> dict[str, Field]:
    return {one.column: one for one in fields_of(kind).values()}


TABLES = {
    "topics": _list_columns(Topic),
    "indicators": {"key": fields_of(Fact)["key"], **_list_columns(Indicator)},
    "sources": _list_columns(Source),
    "facts": _list_columns(Fact),
}
"""The columns of each table; but for facts the first is what tells its rows apart."""

REFERENCES = {next(iter(columns)): name for name, columns in TABLES.items() if name != "facts"}
"""The tables that columns of others refer to."""


def to_list(texts: Sequence[str]) -> str:
    """Return texts as a list of JSON."""
    if not texts:
        return "[]"
    import json

    return json.dumps(list(texts), ensure_ascii=False)


_CONVERTERS: dict[str, Converter] = {**CONVERTERS, "texts": to_list, "ids": to_list}
_COLUMNS = {
    name: Columns(columns, lambda one: _CONVERTERS.get(one.kind))
    for name, columns in TABLES.items()
}


def tabulate(table: str, record: Fact | Indicator | Source | Topic) -> dict[str, Any]:
    """Return a record as a row of its table.

    The days that the period of a fact starts and ends on are None where it is open.
    """
    return _COLUMNS[table].read(record)
