"""SQLite: topics, indicators, facts and sources as tables, with keys and full-text search.

The tables are laid out so that Datasette finds what to show: `name` is what a row is called.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from cqfacts.errors import OutputError
from cqfacts.flat.facts import FACT_FIELDS, INDICATOR_CHOICES
from cqfacts.flat.tables import (
    tabulate_fact,
    tabulate_indicator,
    tabulate_source,
    tabulate_topic,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal
    from typing import Any

    from cqfacts.model import Fact

    from .excerpt import Excerpt

VERSION = 1
"""The version of the layout, which is the database's `user_version`."""

# Words of any script are found by any three characters in a row, Chinese ones too.
_SEARCH = "tokenize='trigram'"
_TRIGRAM = (3, 34)

_TABLES = """
CREATE TABLE topics (
  topic TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  aliases TEXT NOT NULL,
  description TEXT
);
CREATE TABLE indicators (
  key TEXT NOT NULL PRIMARY KEY,
  topic TEXT NOT NULL REFERENCES topics (topic),
  name TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  aliases TEXT NOT NULL,
  description TEXT,
  unit TEXT,
  subject TEXT,
  kind TEXT NOT NULL,
  better TEXT NOT NULL,
  growth_basis TEXT NOT NULL
);
CREATE TABLE sources (
  source TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  publisher TEXT,
  published TEXT,
  url TEXT
);
CREATE TABLE facts (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL REFERENCES indicators (key),
  measure TEXT,
  status TEXT NOT NULL,
  period TEXT,
  period_start TEXT,
  period_end TEXT,
  qualifier TEXT,
  value NUMERIC,
  unit TEXT,
  low NUMERIC,
  high NUMERIC,
  bounds TEXT,
  written TEXT,
  value_exact TEXT,
  low_exact TEXT,
  high_exact TEXT,
  "of" TEXT,
  base TEXT,
  each INTEGER NOT NULL,
  text TEXT,
  stated TEXT,
  source TEXT NOT NULL REFERENCES sources (source),
  note TEXT,
  accept TEXT NOT NULL
);
"""
# Made when the tables are full: quicker, and the same bytes whatever the order.
_INDEXES = f"""
CREATE INDEX indicators_by_topic ON indicators (topic);
CREATE INDEX facts_by_key ON facts (key, period_end);
CREATE INDEX facts_by_source ON facts (source);
CREATE VIRTUAL TABLE facts_fts USING fts5 (
  text, stated, "of", note, content="facts", content_rowid="id", {_SEARCH}
);
CREATE VIRTUAL TABLE indicators_fts USING fts5 (
  key, label, aliases, description, content="indicators", {_SEARCH}
);
INSERT INTO facts_fts (facts_fts) VALUES ('rebuild');
INSERT INTO indicators_fts (indicators_fts) VALUES ('rebuild');
"""  # noqa: S608 - one of our own words
_OF_INDICATOR = frozenset({"label", "subject"})
_OF_SOURCE = frozenset({"publisher", "title", "published", "url"})


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
            database.executescript(_TABLES)
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
            indicator = tabulate_indicator(self.store.indicator(key))
            self._insert("indicators", {**indicator, "name": indicator["label"]})
            self.database.executemany(_INSERT_FACT, map(_to_row, facts))
        for name in self.excerpt.list_topics():
            topic = tabulate_topic(self.store.topic(name))
            self._insert("topics", {**topic, "name": topic["label"]})
        for source_id in self.excerpt.sources:
            source = tabulate_source(self.store.source(source_id))
            day = source["published"]
            published = day.isoformat() if day else None
            self._insert("sources", {**source, "published": published, "name": source["title"]})

    def _insert(self, table: str, record: dict[str, Any]) -> None:
        """Add a row; where another has its name, its key stands behind it."""
        key = next(iter(record.values()))
        asked = f"SELECT 1 FROM {table} WHERE name = ?"  # noqa: S608 - one of three
        while self.database.execute(asked, (record["name"],)).fetchone():
            record["name"] += f" ({key})"
        self.database.execute(_make_insert(table, record), record)


def _make_insert(table: str, names: Iterable[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f":{name}" for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own


def _to_row(fact: Fact) -> dict[str, Any]:
    row = tabulate_fact(fact)
    for name in _DAYS:
        row[name] = row[name].isoformat() if row[name] else None
    for name in _NUMBERS:
        number = row[name]
        row[f"{name}_exact"] = None if number is None else f"{number:f}"
        row[name] = _to_number(number)
    return row


_DAYS = ("period_start", "period_end")
_NUMBERS = ("value", "low", "high")
_FACT_COLUMNS = re.findall(r'^  "?(\w+)', _TABLES.partition("CREATE TABLE facts")[2], re.MULTILINE)
_INSERT_FACT = _make_insert("facts", _FACT_COLUMNS[1:])


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
        if name in INDICATOR_CHOICES:
            yield f"nullif(indicators.{name}, '{INDICATOR_CHOICES[name][0]}') AS {name}"
        elif name == "accept":
            yield "(SELECT group_concat(value, ' ') FROM json_each(facts.accept)) AS accept"
        else:
            table = (
                "indicators"
                if name in _OF_INDICATOR
                else "sources"
                if name in _OF_SOURCE
                else "facts"
            )
            yield f'{table}."{name}"'
