"""SQLite: topics, indicators, facts and sources as tables, with keys and full-text search.

The tables are laid out so that Datasette finds what to show: `name` is what a row is called.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from cqfacts.errors import OutputError
from cqfacts.flat.facts import FACT_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
  name TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL REFERENCES topics (topic),
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
            f"SQLite {sqlite3.sqlite_version} cannot search any script; "
            f"use a Python with {needed} or later, or export another format"
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
        raise OutputError(f"{name} cannot be written ({error}); free some space") from error


class _Writing:
    """The rows of an excerpt, each table in the order of the store."""

    def __init__(self, excerpt: Excerpt, database: sqlite3.Connection) -> None:
        self.excerpt = excerpt
        self.store = excerpt.store
        self.database = database

    def write(self) -> None:
        topic = None
        known: set[str] = set()
        for key, facts in self.excerpt:
            indicator = self.store.indicator(key)
            if indicator.topic != topic and indicator.topic not in known:
                topic = indicator.topic
                known.add(topic)
                self._write_topic(topic)
            self._insert(
                "indicators",
                key,
                self._find_name("indicators", indicator.label, key),
                indicator.topic,
                indicator.label,
                _to_list(indicator.aliases),
                indicator.description,
                indicator.unit,
                indicator.subject,
                indicator.kind,
                indicator.better,
                indicator.growth_basis,
            )
            self.database.executemany(_INSERT_FACT, map(_to_row, facts))
        for source_id in self.excerpt.sources:
            self._write_source(source_id)

    def _write_topic(self, name: str) -> None:
        topic = self.store.topic(name)
        shown = self._find_name("topics", topic.label, name)
        aliases = _to_list(topic.aliases)
        self._insert("topics", name, shown, topic.label, aliases, topic.description)

    def _write_source(self, source_id: str) -> None:
        source = self.store.source(source_id)
        shown = self._find_name("sources", source.title, source_id)
        day = source.published.isoformat() if source.published else None
        self._insert("sources", source_id, shown, source.title, source.publisher, day, source.url)

    def _find_name(self, table: str, label: str, key: str) -> str:
        """Return a label as the name of a row, with the key behind it where another has it."""
        name = label
        asked = f"SELECT 1 FROM {table} WHERE name = ?"  # noqa: S608 - one of three
        while self.database.execute(asked, (name,)).fetchone():
            name = f"{name} ({key})"
        return name

    def _insert(self, table: str, *values: object) -> None:
        places = ", ".join("?" * len(values))
        self.database.execute(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608 - likewise


_FACT_COLUMNS = 25
_INSERT_FACT = f"INSERT INTO facts VALUES (NULL{', ?' * (_FACT_COLUMNS - 1)})"  # noqa: S608 - question marks


def _to_row(fact: Fact) -> tuple[Any, ...]:
    amount, interval, period = fact.amount, fact.interval, fact.period
    numbers: Sequence[Decimal | None] = (
        (amount.value, interval.low, interval.high) if amount and interval else (None, None, None)
    )
    value, low, high = map(_to_number, numbers)
    start, end = (period.start, period.end) if period else (None, None)
    return (
        fact.key,
        fact.measure if amount else None,
        fact.status,
        str(period) if period else None,
        start.isoformat() if start else None,
        end.isoformat() if end else None,
        amount.qualifier if amount else None,
        value,
        fact.unit,
        low,
        high,
        interval.bounds if interval else None,
        amount.written if amount else None,
        *(None if number is None else f"{number:f}" for number in numbers),
        fact.of,
        str(fact.base) if fact.base else None,
        fact.each,
        fact.text,
        fact.stated,
        fact.source,
        fact.note,
        _to_list(fact.accept),
    )


def _to_number(number: Decimal | None) -> int | float | None:
    """Return a number as SQLite counts with it: a whole one as such, another as near as can be."""
    if number is None:
        return None
    whole = int(number)
    if whole == number and -_MOST <= whole < _MOST:
        return whole
    return float(number)


_MOST = 1 << 63


def _to_list(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _make_view() -> str:
    """Return what makes the flat records, field by field as `cqfacts show` has them."""
    return f"""
CREATE VIEW records AS SELECT {", ".join(_find_columns())}
FROM facts JOIN indicators ON indicators.key = facts.key
JOIN sources ON sources.source = facts.source;
"""  # noqa: S608 - names of our own


def _find_columns() -> Iterator[str]:
    for name in FACT_FIELDS:
        table = (
            "indicators" if name in _OF_INDICATOR else "sources" if name in _OF_SOURCE else "facts"
        )
        yield f'{table}."{name}"'
