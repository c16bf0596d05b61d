"""The shelf that an index is: it knows where the files say what, and reads only that."""

from __future__ import annotations

import os
import sqlite3
import sys
from functools import cached_property
from zlib import crc32

from cqfacts.errors import DamagedIndexError
from cqfacts.store.records import Piece
from cqfacts.store.shelf import TableShelf, names_of
from cqfacts.store.summary import Wording
from cqfacts.store.tables import File

from .cutting import parse_parts
from .schema import unpack, unpack_summary, unpack_tables
from .slices import Slices
from .writing import find_grams, find_runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.store.summary import Summary

_KEPT = 64
# What shelves have open. Referred to from here, it cannot be finalized before its shelf is.
_OPEN: dict[int, tuple[sqlite3.Connection, Slices]] = {}


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
        return () if self._get_meta("is_sound") else self._heads.diagnostics

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
        rows = self.ask(
            "SELECT file, places, crc, body FROM piece WHERE key = ? ORDER BY file", key
        )
        return [self._read_piece(key, *row) for row in rows]

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""
        return self._find_keys("topic = ?", topic)

    def names(self, key: str) -> list[str]:
        """Return the names an indicator goes by, its own first."""
        return names_of(self.pieces(key))

    def all_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield every key with the names its indicator goes by, its own first."""
        rows = self.ask(
            "SELECT key, words, wording.crc FROM indicator JOIN wording USING (id) "
            "ORDER BY position"
        )
        for key, words, crc in rows:
            yield key, self._unpack(words, crc)[0]

    def find_names_starting(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield the folded names that start so, each with a key that goes by it."""
        low, high = start, _find_end(start)
        rows = self.ask(
            "SELECT position, 0, folded, key FROM written JOIN indicator ON id = indicator "
            "WHERE folded >= ? AND folded < ? UNION ALL "
            "SELECT position, name.rowid, folded, key FROM name JOIN indicator ON id = indicator "
            "WHERE folded >= ? AND folded < ? ORDER BY 1, 2",
            *(low, high, low, high),
        )
        for _, _, folded, key in rows:
            yield folded, key

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""
        return self._find_keys("id IN (SELECT indicator FROM written WHERE folded = ?)", folded)

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""
        return self._find_keys("id IN (SELECT indicator FROM name WHERE folded = ?)", folded)

    def find_keys_starting(self, starts: Sequence[str]) -> list[str]:
        """Return the keys of indicators among whose words each of the starts begins one."""
        one = "id IN (SELECT indicator FROM word WHERE word >= ? AND word < ?)"
        ends = [end for start in starts for end in (start, _find_end(start))]
        return self._find_keys(" AND ".join([one] * len(starts)), *ends)

    def find_keys_holding(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the keys of all indicators that hold each of the folded words."""
        runs = [run for word in words for run in find_runs(word)]
        terms = [
            f'"{gram}"' + " *" * (len(run) == 1)
            for run in runs
            # The last gram is a single character, which stands for the end of a run.
            for gram in find_grams(run)[: max(len(run) - 1, 1)]
        ]
        tables, conditions, given = "wording JOIN indicator USING (id)", "", []
        if terms and self._get_meta("has_grams"):
            conditions = "id IN (SELECT rowid FROM gram WHERE gram MATCH ?) AND "
            given = [" AND ".join(dict.fromkeys(terms))]
        conditions += " AND ".join(["instr(folded, ?)"] * len(words))
        rows = self.ask(
            f"SELECT key FROM {tables} WHERE {conditions} ORDER BY position",  # noqa: S608 - ours
            *(*given, *(word.encode() for word in words)),
        )
        return (key for (key,) in rows)

    def find_topics_called(self, folded: str) -> list[str]:
        """Return the names of topics with this name, label or alias, folded."""
        return self._heads.find_topics_called(folded)

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that may have problems."""
        if not self._get_meta("are_sources_sound"):
            return list(keys)
        if not self._get_meta("problems"):
            return []
        troubled = {key for (key,) in self.ask("SELECT key FROM indicator WHERE problems")}
        return [key for key in keys if key in troubled]

    def summary(self, key: str) -> Summary | None:
        """Return the summary of an indicator, None where there is no such indicator."""
        rows = self.ask("SELECT summary, crc FROM indicator WHERE key = ?", key)
        return next((unpack_summary(self._verify(*row)) for row in rows), None)

    def wording(self, key: str) -> Wording | None:
        """Return the words of an indicator, None where they there is no such indicator."""
        rows = self.ask(
            "SELECT words, wording.crc FROM indicator JOIN wording USING (id) WHERE key = ?", key
        )
        for row in rows:
            names, texts = self._unpack(*row)
            return Wording(names=names, texts=texts)
        return None

    def facts_by_source(self) -> dict[str, int]:
        """Return how many facts each source states."""
        counts: dict[str, int] = unpack(self._get_meta("by_source"))
        return counts

    def ask(self, question: str, *given: Any) -> Iterator[Any]:  # noqa: ANN401 - what SQLite takes
        """Yield the rows that answer a question in SQL."""
        try:
            # Delegated to, the cursor would be closed with the generator, after the database.
            for row in self._database.execute(question, given):  # noqa: UP028 - see above
                yield row
        except sqlite3.Error as error:
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
    def _meta(self) -> dict[str, Any]:
        return dict(self.ask("SELECT name, value FROM meta"))

    def _get_meta(self, name: str) -> Any:  # noqa: ANN401 - what SQLite holds
        if name not in self._meta:
            raise self._give_up()
        return self._meta[name]

    def _find_keys(self, condition: str, *given: str) -> list[str]:
        question = f"SELECT key FROM indicator WHERE {condition} ORDER BY position"  # noqa: S608 - ours
        return [key for (key,) in self.ask(question, *given)]

    def _read_piece(
        self, key: str, file: int, places: bytes | None, crc: int, body: bytes | None
    ) -> Piece:
        """Read what a file says of an indicator. Raises StoreError when the file has changed."""
        name = self._files[file]
        if places is None:
            keys, table = self._unpack(body or b"", crc)
            return Piece(file=name, keys=keys, table=unpack_tables(table))
        try:
            parts = self._slices.read(name, unpack(places))
        except (OSError, ValueError, EOFError, TypeError) as error:
            raise self._give_up() from error
        if crc32(b"".join(parts)) != crc:
            raise self._give_up()
        topic, _, own_name = key.partition(".")
        table = parse_parts(parts)[topic][own_name]
        return Piece(file=name, keys=(topic, own_name), table=table)

    def _unpack(self, packed: bytes, crc: int) -> Any:  # noqa: ANN401 - plain data
        return unpack(self._verify(packed, crc))

    def _verify(self, packed: bytes, crc: int) -> bytes:
        if not isinstance(packed, bytes) or crc32(packed) != crc:
            raise self._give_up()
        return packed

    def _give_up(self) -> DamagedIndexError:
        """Remove the index and return what says so: it is damaged, or the files just changed."""
        self.close()
        remedy = "run the command again"
        try:
            os.unlink(self._place)
        except FileNotFoundError:
            pass
        except OSError:
            remedy = f"remove {self._place}, or set CQFACTS_INDEX=off"
        return DamagedIndexError(
            f"the index of {self._files[0]} is damaged, or the file changed while it was read; "
            f"{remedy}"
        )


class Keys:
    """The keys of all indicators, in store order."""

    def __init__(self, shelf: IndexShelf) -> None:
        self._ask = shelf.ask

    def __contains__(self, key: object) -> bool:
        return any(self._ask("SELECT 1 FROM indicator WHERE key = ?", key))

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._ask("SELECT key FROM indicator ORDER BY position"))

    def __len__(self) -> int:
        return int(next(self._ask("SELECT count(*) FROM indicator"))[0])


def _find_end(start: str) -> str:
    """Return what comes after all that start so; nothing does after the last character."""
    return start + chr(sys.maxunicode) * 2
