"""The shelf that an index is: it knows where the files say what, and reads only that."""

from __future__ import annotations

import os
import sqlite3
import sys
from functools import cached_property
from zlib import crc32

from cqfacts.errors import DamagedIndexError, StoreSyntaxError
from cqfacts.naming import fold, starts_words
from cqfacts.record import Record
from cqfacts.store.records import Piece
from cqfacts.store.summary import Wording
from cqfacts.store.table_shelf import TableShelf
from cqfacts.store.tables import File

from .schema import (
    find_body_crc,
    find_row_crc,
    pack_state,
    unpack,
    unpack_places,
    unpack_summary,
    unpack_tables,
)
from .slices import Slices, parse_parts
from .states import observe
from .writing import find_grams, find_runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.store.summary import Summary

_KEPT = 64
_MOST_WORDS = 64
# What places that are not of this piece may come to.
_MISREADINGS = (OSError, ValueError, TypeError, LookupError, AttributeError, StoreSyntaxError)
# What shelves have open. Referred to from here, it cannot be finalized before its shelf is.
_OPEN: dict[int, tuple[sqlite3.Connection, Slices]] = {}


class _Row(Record):
    """What the index says of an indicator, under its checksum."""

    key: str
    pieces: int
    summary: bytes


class IndexShelf:
    """The tables of a large store, read where its index says they are.

    Every method may raise DamagedIndexError.
    """

    keeps: int | None = _KEPT

    def __init__(self, database: sqlite3.Connection, place: str, files: Sequence[str]) -> None:
        """`files` are the paths of the store's files as they are to be told, in order."""
        self._database = database
        self._place = place
        self._files = tuple(files)
        self._slices = Slices()
        _OPEN[id(self)] = (database, self._slices)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order they were read."""
        return self._files

    @property
    def says_schema(self) -> bool:
        """Whether any file says which schema it is written in."""
        return self._heads.says_schema

    @property
    def source_ids(self) -> Collection[str]:
        """The ids of all sources."""
        return self._heads.source_ids

    @property
    def topic_names(self) -> Collection[str]:
        """The names of all topics."""
        return self._heads.topic_names

    @property
    def keys(self) -> Collection[str]:
        """The keys of all indicators."""
        return Keys(self)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the store itself and of its topics."""
        return () if self.values["is_sound"] else self._heads.diagnostics

    def said_of_store(self, key: str) -> str | None:
        """Return what the files first say of the store."""
        return self._heads.said_of_store(key)

    def source_pieces(self, source_id: str) -> Sequence[Piece]:
        """Return what the files say of a source, nothing where there is no such source."""
        return self._heads.source_pieces(source_id)

    def topic_pieces(self, name: str) -> Sequence[Piece]:
        """Return what the files say of a topic."""
        return self._heads.topic_pieces(name)

    def pieces(self, key: str) -> Sequence[Piece]:
        """Return what the files say of an indicator, nothing where there is none."""
        indicator = next(self.find_rows("key = ?", key), None)
        rows = self.ask(
            "SELECT file, places, crc, body FROM piece WHERE key = ? ORDER BY file", key
        )
        pieces = [self._read_piece(key, *row) for row in rows]
        # Of two pieces one may have been led to in the place of the other.
        different = {(piece.file, piece.keys) for piece in pieces}
        self.must(len(different) == len(pieces) == (indicator.pieces if indicator else 0))
        return pieces

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""
        first, last = self.values["ranges"].get(topic, (1, 0))
        keys = [row.key for row in self.find_rows("id BETWEEN ? AND ?", first, last)]
        if len(keys) != last - first + 1:
            raise self._give_up()
        return keys

    def names(self, key: str) -> list[str]:
        """Return the names an indicator goes by, its own first."""
        wording = self.wording(key)
        return list(wording.names) if wording else []

    def all_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield every key with the names its indicator goes by, its own first."""
        for key in self.keys:
            yield key, self.names(key)

    def find_names_starting(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield the folded names that start so, each with a key that goes by it."""
        low, high = start, _find_end(start)
        rows = self.ask(
            "SELECT id, 0, folded, key FROM written JOIN indicator ON id = indicator "
            "WHERE folded >= ? AND folded < ? UNION ALL "
            "SELECT id, name.rowid, folded, key FROM name JOIN indicator ON id = indicator "
            "WHERE folded >= ? AND folded < ? ORDER BY 1, 2",
            *(low, high, low, high),
        )
        for _, _, folded, key in rows:
            yield folded, key

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""
        found = self._find_keys("written", "folded = ?", folded)
        return [key for key in found if self.must(fold(key) == folded)]

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""
        found = self._find_keys("name", "folded = ?", folded)
        return [key for key in found if self.must(folded in map(fold, self.names(key)))]

    def find_keys_starting(self, starts: Sequence[str]) -> list[str]:
        """Return the keys of indicators among whose words each of the starts begins one."""
        condition = "word >= ? AND word < ?"
        found = self._find_keys("word", condition, starts[0], _find_end(starts[0]))
        for start in starts[1:_MOST_WORDS]:
            among = set(self._find_keys("word", condition, start, _find_end(start)))
            found = [key for key in found if key in among]
        names_of = {key: [*map(fold, self.names(key))] for key in found}
        for names in names_of.values():
            self.must(starts_words(starts[:_MOST_WORDS], names))
        return [key for key, names in names_of.items() if starts_words(starts, names)]

    def find_keys_holding(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the keys of all indicators that may hold each of the folded words."""
        # More would ask too much of SQLite; these leave few enough.
        words = [word for word in words if _is_text(word)][:_MOST_WORDS]
        runs = [run for word in words for run in find_runs(word)]
        grams = [
            f'"{gram}"' + " *" * (len(run) == 1)
            for run in runs
            # The last gram is a single character, which stands for the end of a run.
            for gram in find_grams(run)[: max(len(run) - 1, 1)]
        ]
        conditions, given = [], []
        if grams and self.values["has_grams"]:
            conditions.append("id IN (SELECT rowid FROM gram WHERE gram MATCH ?)")
            given.append(" AND ".join(dict.fromkeys(grams[:_MOST_WORDS])))
        conditions += ["id IN (SELECT id FROM wording WHERE instr(folded, ?))"] * len(words)
        encoded = [word.encode() for word in words]
        rows = self.find_rows(" AND ".join(conditions) or "TRUE", *given, *encoded)
        return (row.key for row in rows)

    def find_topics_called(self, folded: str) -> list[str]:
        """Return the names of topics with this name, label or alias, folded."""
        return self._heads.find_topics_called(folded)

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that may have problems."""
        if not self.values["are_sources_sound"]:
            return list(keys)
        if not self.values["problems"]:
            return []
        troubled = {row.key for row in self.find_rows("problems")}
        return [key for key in keys if key in troubled]

    def summary(self, key: str) -> Summary | None:
        """Return the summary of an indicator, None where there is no such indicator."""
        row = next(self.find_rows("key = ?", key), None)
        return unpack_summary(row.summary) if row else None

    def wording(self, key: str) -> Wording | None:
        """Return the words of an indicator, None where there is no such indicator."""
        rows = self.ask(
            "SELECT words, wording.crc FROM indicator JOIN wording USING (id) WHERE key = ?", key
        )
        for row in rows:
            names, texts = self._unpack(*row)
            self.must(key.endswith(f".{names[0]}"))
            return Wording(names=names, texts=texts)
        return None

    def facts_by_source(self) -> dict[str, int]:
        """Return how many facts each source states."""
        counts: dict[str, int] = self.values["by_source"]
        return counts

    def ask(self, question: str, *given: Any) -> Iterator[Any]:  # noqa: ANN401 - what SQLite takes
        """Yield the rows that answer a question in SQL."""
        if not all(map(_is_text, given)):
            # What is no text stands nowhere.
            return
        try:
            # Delegated to, the cursor would be closed with the generator, after the database.
            for row in self._database.execute(question, given):  # noqa: UP028 - see above
                yield row
        except (sqlite3.Error, UnicodeError) as error:
            raise self._give_up() from error

    def close(self) -> None:
        """Close all files."""
        for one in _OPEN.pop(id(self), ()):
            one.close()

    def __del__(self) -> None:
        self.close()

    @cached_property
    def _heads(self) -> TableShelf:
        rows = self.ask("SELECT head, crc FROM file ORDER BY id")
        heads = [self._unpack(*row) for row in rows]
        return TableShelf(
            File(name=name, tables=unpack_tables(tables), meant=meant)
            for name, (tables, meant) in zip(self._files, heads, strict=True)
        )

    @cached_property
    def values(self) -> dict[str, Any]:
        """What there is to know of the whole store."""
        meta = dict(self.ask("SELECT name, value FROM meta"))
        values: dict[str, Any] = self._unpack(meta.get("values"), meta.get("crc"))
        return values

    def _find_keys(self, table: str, condition: str, *given: str) -> list[str]:
        among = f"id IN (SELECT indicator FROM {table} WHERE {condition})"  # noqa: S608 - ours
        return [row.key for row in self.find_rows(among, *given)]

    def find_rows(self, condition: str, *given: Any) -> Iterator[_Row]:  # noqa: ANN401 - likewise
        """Yield the rows of indicators, in store order."""
        question = (
            "SELECT id, key, topic, pieces, problems, names_stranger, summary, crc "  # noqa: S608 - ours
            f"FROM indicator WHERE {condition} ORDER BY id"
        )
        for *row, summary, crc in self.ask(question, *given):
            if type(summary) is not bytes or find_row_crc(row, summary) != crc:
                raise self._give_up()
            yield _Row(key=row[1], pieces=row[3], summary=summary)

    def must(self, is_so: bool) -> bool:
        """Return that something is so; where it is not, the index is damaged."""
        if not is_so:
            raise self._give_up()
        return True

    def _read_piece(
        self, key: str, file: int, places: str | None, crc: int, body: bytes | None
    ) -> Piece:
        """Read what a file says of an indicator: whole, and of this one and no other."""
        self.must(type(file) is int and 0 <= file < len(self._files))
        name = self._files[file]
        if places is None:
            if not isinstance(body, bytes) or find_body_crc(file, body) != crc:
                raise self._give_up()
            keys, table = unpack(body)
            self.must(".".join(keys) == key)
            return Piece(file=name, keys=keys, table=unpack_tables(table))
        topic, _, own_name = key.partition(".")
        try:
            parts = self._slices.read(name, unpack_places(places))
            self.must(crc32(b"".join(parts)) == crc)
            table = parse_parts(parts)[topic][own_name]
        except _MISREADINGS as error:
            raise self._give_up() from error
        return Piece(file=name, keys=(topic, own_name), table=table)

    def _unpack(self, packed: Any, crc: Any) -> Any:  # noqa: ANN401 - what SQLite holds
        if not isinstance(packed, bytes) or crc32(packed) != crc:
            raise self._give_up()
        return unpack(packed)

    def _give_up(self) -> DamagedIndexError:
        """Remove the index and return what says so, unless it is a file that changed."""
        changed = self._find_changed()
        self.close()
        if changed is not None:
            return DamagedIndexError(
                "is being written by another program, and changed while it was read",
                "try again",
                place=changed,
            )
        remedy = "run the command again"
        try:
            os.unlink(self._place)
        except FileNotFoundError:
            pass
        except OSError:
            remedy = f"remove {self._place}, or set CQFACTS_INDEX=off"
        return DamagedIndexError(
            f"the index of {self._files[0]} is damaged, or the file changed while it was read",
            remedy,
        )

    def _find_changed(self) -> str | None:
        """Return a file that is no longer what was indexed, None where that is not known."""
        try:
            rows = self._database.execute("SELECT state FROM file ORDER BY id").fetchall()
            states = [pack_state(observe(path)) for path in self._files]
        except (OSError, sqlite3.Error, UnicodeError):
            return None
        known = zip(self._files, rows, states, strict=False)
        return next((path for path, (state,), now in known if state != now), None)


class Keys:
    """The keys of all indicators, in store order."""

    def __init__(self, shelf: IndexShelf) -> None:
        self._shelf = shelf

    def __contains__(self, key: object) -> bool:
        return any(self._shelf.find_rows("key = ?", key))

    def __iter__(self) -> Iterator[str]:
        number = 0
        for row in self._shelf.find_rows("TRUE"):
            number += 1
            yield row.key
        self._shelf.must(number == len(self))

    def __len__(self) -> int:
        return int(self._shelf.values["indicators"])


def _is_text(given: object) -> bool:
    """Whether SQLite can be given something: an argument of a command may be no text."""
    try:
        return not isinstance(given, str) or given.isascii() or bool(given.encode())
    except UnicodeEncodeError:
        return False


def _find_end(start: str) -> str:
    """Return what comes after all that start so; nothing does after the last character."""
    return start + chr(sys.maxunicode) * 2
