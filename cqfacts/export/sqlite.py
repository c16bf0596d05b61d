"""SQLite: topics, indicators, facts and sources as tables, with keys and full-text search.

The tables are laid out so that Datasette finds what to show: `name` is what a row is called.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from cqfacts.errors import OutputError
from cqfacts.flat.facts import ALL_COLUMNS, FACT_FIELDS, INDICATOR_CHOICES
from cqfacts.flat.tables import REFERENCES, TABLES, tabulate
from cqfacts.store.summary import SEARCHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal
    from typing import Any

    from cqfacts.model import Fact, Indicator, Source, Topic

    from .excerpt import Excerpt

VERSION = 1
"""The version of the layout, which is the database's `user_version`."""

# Words of any script are found by any three characters in a row, Chinese ones too.
_SEARCH = "tokenize='trigram'"
_TRIGRAM = (3, 34)

# What a row is called by, unless another has the same.
_CALLED = ("label", "title")
_WORDS_OF_SQL = frozenset({"of"})
_TYPES = {"number": "NUMERIC", "flag": "INTEGER"}
_FACTS = TABLES["facts"]
_NUMBERS = tuple(name for name, one in _FACTS.items() if one.kind == "number")
_LAST_OF_FIGURE = "written"


def _quote(name: str) -> str:
    return f'"{name}"' if name in _WORDS_OF_SQL else name


# Made when the tables are full: quicker, and the same bytes whatever the order.
_INDEXES = f"""
CREATE INDEX indicators_by_topic ON indicators (topic);
CREATE INDEX facts_by_key ON facts (key, period_end);
CREATE INDEX facts_by_source ON facts (source);
CREATE VIRTUAL TABLE facts_fts USING fts5 (
  {", ".join(map(_quote, SEARCHED))}, content="facts", content_rowid="id", {_SEARCH}
);
CREATE VIRTUAL TABLE indicators_fts USING fts5 (
  key, label, aliases, description, content="indicators", {_SEARCH}
);
INSERT INTO facts_fts (facts_fts) VALUES ('rebuild');
INSERT INTO indicators_fts (indicators_fts) VALUES ('rebuild');
"""  # noqa: S608 - one of our own words


def write_database(excerpt: Excerpt, path: str, name: str) -> None:
    """Write an excerpt into an empty file. Raises OutputError, which says `name`."""
    if sqlite3.sqlite_version_info < _TRIGRAM:
        needed = ".".join(map(str, _TRIGRAM))
        raise OutputError(
            f"SQLite {sqlite3.sqlite_version} cannot search any script",
            f"use a Python with {needed} or later, or export another format",
        )
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # A file that is not in its place yet needs no way back.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(f"PRAGMA user_version = {VERSION}")
            database.executescript("".join(map(_define_table, TABLES)))
            database.execute("BEGIN")
            _Writing(excerpt, database).write()
            database.execute("COMMIT")
            database.executescript(f"BEGIN; {_INDEXES} {_make_view()} COMMIT;")
    except sqlite3.Error as error:
        raise OutputError(f"{name} cannot be written ({error})", "free some space") from error


class _Writing:
    """The rows of an excerpt, each table in the order of the store."""

    def __init__(self, excerpt: Excerpt, database: sqlite3.Connection) -> None:
        self.excerpt = excerpt
        self.store = excerpt.store
        self.database = database

    def write(self) -> None:
        for key, facts in self.excerpt:
            self._insert("indicators", self.store.indicator(key))
            self.database.executemany(_INSERT_FACT, map(_to_row, facts))
        for name in self.excerpt.list_topics():
            self._insert("topics", self.store.topic(name))
        for source_id in self.excerpt.sources:
            self._insert("sources", self.store.source(source_id))

    def _insert(self, table: str, record: Indicator | Source | Topic) -> None:
        """Add a row; where another has its name, its key stands behind it."""
        row = tabulate(table, record)
        key, name = next(iter(row.values())), next(row[one] for one in _CALLED if one in row)
        asked = f"SELECT 1 FROM {table} WHERE name = ?"  # noqa: S608 - one of three
        while self.database.execute(asked, (name,)).fetchone():
            name += f" ({key})"
        row = {**row, "name": name}
        self.database.execute(_make_insert(table, row), row)


def _make_insert(table: str, names: Iterable[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own


def _define_table(table: str) -> str:
    """Return the statement that makes a table."""
    key, *names = TABLES[table]
    columns = [f"{key} TEXT NOT NULL PRIMARY KEY"]
    if table == "facts":
        columns, names = ["id INTEGER PRIMARY KEY"], [key, *names]
    for name in names:
        if name in _CALLED:
            columns.append("name TEXT NOT NULL UNIQUE")
        columns.append(_define_column(table, name))
        # What SQLite counts with may be less exact than what is written.
        columns += [f"{one}_exact TEXT" for one in _NUMBERS if name == _LAST_OF_FIGURE]
    listed = ",\n  ".join(columns)
    return f"CREATE TABLE {table} (\n  {listed}\n);\n"


def _define_column(table: str, name: str) -> str:
    one = TABLES[table][name]
    parts = [_quote(name), _TYPES.get(one.kind, "TEXT")]
    if one.is_needed:
        parts.append("NOT NULL")
    if name in REFERENCES:
        parts.append(f"REFERENCES {REFERENCES[name]} ({name})")
    return " ".join(parts)


def _to_row(fact: Fact) -> dict[str, Any]:
    row = tabulate("facts", fact)
    for name in _NUMBERS:
        number = row[name]
        row[f"{name}_exact"] = None if number is None else f"{number:f}"
        row[name] = _to_number(number)
    return row


_INSERT_FACT = _make_insert("facts", (*_FACTS, *(f"{name}_exact" for name in _NUMBERS)))


def _to_number(number: Decimal | None) -> int | float | None:
    """Return a number as SQLite counts with it: a whole one as such, another as near as can be."""
    if number is None:
        return None
    whole = int(number)
    if whole == number and -_MOST <= whole < _MOST:
        return whole
    return float(number)


_MOST = 1 << 63


def _make_view() -> str:
    """Return what makes the flat records, field by field as `cqfacts show` has them."""
    return f"""
CREATE VIEW records AS SELECT {", ".join(_find_columns())}
FROM facts JOIN indicators ON indicators.key = facts.key
JOIN sources ON sources.source = facts.source;
"""  # noqa: S608 - names of our own


def _find_columns() -> Iterator[str]:
    for name in FACT_FIELDS:
        one = ALL_COLUMNS[name]
        if name in INDICATOR_CHOICES:
            yield f"nullif(indicators.{name}, '{one.default}') AS {name}"
        elif one.kind == "ids":
            yield f"(SELECT group_concat(value, ' ') FROM json_each(facts.{name})) AS {name}"  # noqa: S608 - names of our own
        else:
            yield f'{one.owner.lower()}s."{name}"'
