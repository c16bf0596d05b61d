"""Rows of a SQLite database that `export` wrote, or that has the same tables."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path

from cqfacts.flat.facts import ALL_COLUMNS, FULL_FIELDS
from cqfacts.store.tables import Number

from .rows import Row, fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn

_FIELDS = {name: ALL_COLUMNS[name] for name in FULL_FIELDS}
_LISTS = tuple(name for name, one in _FIELDS.items() if one.kind in ("texts", "ids"))
_FLAGS = tuple(name for name, one in _FIELDS.items() if one.kind == "flag")
_TABLES = ("facts", "indicators", "sources")
_NUMBERS = tuple(name for name, one in _FIELDS.items() if one.kind == "number")
_KNOWN_LISTS = "a list of JSON"


def read_sqlite(path: str, name: str) -> Iterator[Row]:
    """Yield the facts of a database, each with its id as its line. Raises RowsError."""
    try:
        with closing(
            sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        ) as base:
            base.row_factory = sqlite3.Row
            # Nothing that somebody else's database defines is run.
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA query_only = ON")
            _check_tables(base, name)
            for found in base.execute(_make_query()):
                yield Row(line=found["id"], record=_to_record(dict(found), name))
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        _give_up(name, str(error).partition("\n")[0])


def _check_tables(base: sqlite3.Connection, name: str) -> None:
    """Give up where a table is missing, or makes up what it says when it is asked."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    known = {row["name"]: str(row["sql"]) for row in base.execute(asked)}
    for table in _TABLES:
        if table not in known:
            _give_up(name, f"no such table: {table}")
        if known[table].upper().split()[:2] == ["CREATE", "VIRTUAL"]:
            _give_up(name, f"{table} is a virtual table")
        for column in base.execute(f"PRAGMA table_xinfo({table})"):
            if column["hidden"]:
                _give_up(name, f"{table}.{column['name']} is a generated column")


def _give_up(name: str, problem: str) -> NoReturn:
    raise fail(
        name, 0, f"is not a database of facts ({problem})", "write it with 'cqfacts export -o x.db'"
    )


def _make_query() -> str:
    columns = [
        "facts.id AS id",
        "facts.value_exact AS value_exact",
        *(f'{one.owner.lower()}s."{one.column}" AS "{name}"' for name, one in _FIELDS.items()),
    ]
    return (
        f"SELECT {', '.join(columns)} FROM facts "  # noqa: S608 - names of our own
        "LEFT JOIN indicators ON indicators.key = facts.key "
        "LEFT JOIN sources ON sources.source = facts.source ORDER BY facts.id"
    )


def _to_record(found: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a row as the record that it was made of."""
    line, exact = found.pop("id"), found.pop("value_exact")
    found["value"] = _choose_value(found["value"], exact)
    for field in _NUMBERS:
        if isinstance(found[field], (int, float)):
            found[field] = Number(f"{Decimal(repr(found[field])):f}")
    for field in _FLAGS:
        if found[field] in (0, 1):
            found[field] = bool(found[field])
    for field in _LISTS:
        found[field] = _read_list(found[field], name, line, field)
    return found


def _choose_value(value: object, exact: object) -> object:
    """Return the exact value, but one that was changed beside it: that is then a problem."""
    try:
        number = Decimal(str(exact))
        is_same = value is None or (
            isinstance(value, (int, float)) and (number == value or float(number) == value)
        )
    except (InvalidOperation, OverflowError):
        return value
    return Number(exact) if is_same else value


def _read_list(said: object, name: str, line: int, field: str) -> object:
    if said is None:
        return None
    try:
        return json.loads(str(said))
    except (ValueError, RecursionError) as error:
        remedy = 'write ["…", "…"], or leave it empty'
        raise fail(name, line, f"{field} is not {_KNOWN_LISTS}", remedy) from error
