"""The shelf that an index is: it knows where the files say what, and reads only that."""

from __future__ import annotations

import os
import sqlite3
import sys
from bisect import bisect_left
from functools import cached_property
from zlib import crc32

from cqfacts.errors import DamagedIndexError, StoreSyntaxError
from cqfacts.naming import begins_words, fold, forms_of, has_words, is_chinese
from cqfacts.record import Record
from cqfacts.store.records import Piece
from cqfacts.store.summary import Wording
from cqfacts.store.table_shelf import TableShelf
from cqfacts.store.tables import File

from .blocks import unpack_numbers
from .schema import (
    KINDS,
    ORDER_BITS,
    UNSETTLED,
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

    from .blocks import Block, Entry

_KEPT = 64
_MOST_WORDS = 64
# What places that are not of this piece may come to.
_MISREADINGS = (OSError, ValueError, TypeError, LookupError, AttributeError, StoreSyntaxError)
# What shelves have open. Referred to from here, it cannot be finalized before its shelf is.
_OPEN: dict[int, tuple[sqlite3.Connection, Slices]] = {}


class _Row(Record):
    """What the index says of an indicator, under its checksum."""

    number: int
    key: str
    pieces: int
    problems: int
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
        # Whoever asks for one text asks for its neighbours. No text is in this one.
        self._block: Block = ("", "", [])
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
        indicator = self.find_row(key)
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
        return [row.key for row in self._find_rows(range(first, last + 1))]

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
        found = [
            (number, 0, folded)
            for folded, numbers in self._find_starting("written", start)
            for number in numbers
        ]
        found += [
            (named >> ORDER_BITS, 1 + named % (1 << ORDER_BITS), folded)
            for folded, numbers in self._find_starting("name", start)
            for named in numbers
        ]
        keys = {row.number: row.key for row in self._find_rows({one[0] for one in found})}
        return ((folded, keys[number]) for number, _, folded in sorted(found))

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""
        found = self._find_rows(self._find_numbers("written", folded))
        return [row.key for row in found if self.must(fold(row.key) == folded)]

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""
        named = self._find_numbers("name", folded)
        rows = list(self._find_rows({one >> ORDER_BITS for one in named}))
        return [
            row.key for row in rows if self.must(folded in map(fold, self._unpack_words(row)[0]))
        ]

    def find_keys_with(self, words: Sequence[str], *, begun: bool = False) -> list[str]:
        """Return the keys of indicators whose names have the folded words (`has_words`)."""
        looked_up = words[:_MOST_WORDS]
        numbers = [self._find_with_word(word, begun=begun) for word in looked_up]
        found = list(self._find_rows(set.intersection(*numbers)))
        names_of = {row.key: [*map(fold, self._unpack_words(row)[0])] for row in found}
        # What holds a word of Chinese may have it in its texts alone.
        plain = [word for word in looked_up if not is_chinese(word)]
        for names in names_of.values():
            self.must(has_words(plain, names, begun=begun))
        return [key for key, names in names_of.items() if has_words(words, names, begun=begun)]

    def _find_with_word(self, word: str, *, begun: bool) -> set[int]:
        """Return the numbers of the indicators that may have a word in a name."""
        if is_chinese(word) and len(word) > 1:
            return set(self._find_holding([word]))
        numbers = {one for form in forms_of(word) for one in self._find_numbers("word", form)}
        if begun and begins_words(word):
            numbers.update(one for _, found in self._find_starting("word", word) for one in found)
        return numbers

    def find_keys_about(self, subject: str | None) -> list[str]:
        """Return the keys of indicators that name this subject, folded; None: that name none."""
        if subject is not None:
            numbers = set(self._find_numbers("subject", subject))
        else:
            numbers = {*range(1, self.values["indicators"] + 1)}
            numbers.difference_update(*(found for _, found in self._find_starting("subject", "")))
        return [row.key for row in self._find_rows(numbers)]

    def find_keys_holding(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the keys of all indicators that may hold each of the folded words."""
        return (row.key for row in self._find_rows(self._find_holding(words)))

    def _find_holding(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of all indicators that may hold each of the folded words."""
        # More would hardly leave fewer.
        words = words[:_MOST_WORDS]
        grams = {
            (gram, len(run) == 1)
            for word in words
            for run in find_runs(word)
            # The last gram is a single character, which stands for the end of a run.
            for gram in find_grams(run)[: max(len(run) - 1, 1)]
        }
        numbers: set[int] | None = None
        for gram, is_prefix in sorted(grams)[:_MOST_WORDS]:
            found = self._find_with_gram(gram, is_prefix=is_prefix)
            numbers = found if numbers is None else numbers & found
        encoded = [word.encode(errors="replace") for word in words]
        return [
            number
            for number, folded in self._find_folded(numbers)
            if all(word in folded for word in encoded)
        ]

    def _find_folded(self, numbers: Collection[int] | None) -> Iterator[tuple[int, bytes]]:
        """Yield the folded words of indicators by their numbers; None are all."""
        question = "SELECT id, folded, folded_crc FROM wording"
        wanted: Sequence[int] = range(1, self.values["indicators"] + 1)
        if numbers is None:
            rows = self.ask(f"{question} ORDER BY id")
        else:
            wanted = sorted(numbers)
            rows = (row for one in wanted for row in self.ask(f"{question} WHERE id = ?", one))
        for number in wanted:
            found, folded, crc = next(rows, (0, b"", 0))
            self.must(found == number and isinstance(folded, bytes))
            self.must(find_body_crc(number, folded) == crc)
            yield number, folded

    def _find_with_gram(self, gram: str, *, is_prefix: bool) -> set[int]:
        """Return the numbers of the indicators that have a gram, or one that starts so."""
        if is_prefix:
            rows = [row for _, found in self._find_starting("gram", gram) for row in found]
        else:
            rows = self._find_numbers("gram", gram)
        numbers: set[int] = set()
        for row in rows:
            found = list(self.ask("SELECT indicators, crc FROM gram WHERE id = ?", row))
            self.must(len(found) == 1)
            packed, crc = found[0]
            self.must(isinstance(packed, bytes) and find_body_crc(row, packed) == crc)
            numbers.update(unpack_numbers(packed))
        return numbers

    def find_topics_called(self, folded: str) -> list[str]:
        """Return the names of topics with this name, label or alias, folded."""
        return self._heads.find_topics_called(folded)

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that may have problems."""
        if not self.values["are_sources_sound"]:
            return list(keys)
        if not self.values["problems"]:
            return []
        troubled = list(self._ask_rows("problems"))
        self.must(sum(row.problems for row in troubled) == self.values["problems"])
        among = {row.key for row in troubled}
        return [key for key in keys if key in among]

    def summary(self, key: str) -> Summary | None:
        """Return the summary of an indicator, None where there is no such indicator."""
        row = self.find_row(key)
        return unpack_summary(row.summary) if row else None

    def wording(self, key: str) -> Wording | None:
        """Return the words of an indicator, None where there is no such indicator."""
        row = self.find_row(key)
        if row is None:
            return None
        names, texts = self._unpack_words(row)
        return Wording(names=names, texts=texts)

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
        self.must(len(heads) == len(self._files))
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

    def find_row(self, key: str) -> _Row | None:
        """Return what the index says of an indicator, None where there is none."""
        row = next(self._find_rows(self._find_numbers("key", key)), None)
        self.must(row is None or row.key == key)
        return row

    def find_all_rows(self) -> Iterator[_Row]:
        """Yield what the index says of each indicator, in store order."""
        number = 0
        for row in self._ask_rows("TRUE"):
            number += 1
            self.must(row.number == number)
            yield row
        self.must(number == self.values["indicators"])

    def _find_rows(self, numbers: Collection[int]) -> Iterator[_Row]:
        """Yield what the index says of indicators, in store order."""
        for number in sorted(numbers):
            row = next(self._ask_rows("id = ?", number), None)
            if row is None or row.number != number:
                raise self._give_up()
            yield row

    def _ask_rows(self, condition: str, *given: int) -> Iterator[_Row]:
        question = (
            "SELECT id, key, topic, pieces, problems, names_stranger, summary, crc "  # noqa: S608 - ours
            f"FROM indicator WHERE {condition} ORDER BY id"
        )
        for *row, summary, crc in self.ask(question, *given):
            if type(summary) is not bytes or find_row_crc(row, summary) != crc:
                raise self._give_up()
            number, key, _, pieces, problems, _ = row
            yield _Row(number=number, key=key, pieces=pieces, problems=problems, summary=summary)

    def _unpack_words(self, row: _Row) -> tuple[list[str], list[str]]:
        """Return the names of an indicator and its texts."""
        for words, crc in self.ask("SELECT words, crc FROM wording WHERE id = ?", row.number):
            self.must(isinstance(words, bytes) and find_body_crc(row.number, words) == crc)
            names, texts, _ = unpack(words)
            self.must(row.key.endswith(f".{names[0]}"))
            return names, texts
        raise self._give_up()

    def _find_numbers(self, kind: str, text: str) -> list[int]:
        """Return the numbers that a text leads to, none where it is nowhere."""
        wanted = KINDS[kind] + text
        if not _is_text(text):
            return []
        _, _, entries = self._find_block(wanted)
        place = bisect_left(entries, (wanted, []))
        is_there = place < len(entries) and entries[place][0] == wanted
        return entries[place][1] if is_there else []

    def _find_starting(self, kind: str, start: str) -> Iterator[Entry]:
        """Yield the texts that start so, in their order, and the numbers that each leads to."""
        if not _is_text(start):
            return
        place: str | None = KINDS[kind] + start
        high = _find_end(KINDS[kind] + start)
        while place is not None and place < high:
            low = place
            _, place, entries = self._find_block(low)
            for text, numbers in entries:
                if low <= text < high:
                    yield text[1:], numbers

    def _find_block(self, text: str) -> Block:
        """Return the block that a text belongs to."""
        first, after, _ = self._block
        if not first <= text or (after is not None and text >= after):
            question = "SELECT body, crc FROM block WHERE first <= ? ORDER BY first DESC LIMIT 1"
            row = next(self.ask(question, text), (None, None))
            first, after, _ = self._block = self._unpack(*row)
            self.must(first <= text and (after is None or text < after))
        return self._block

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
            known = [str(state).removesuffix(UNSETTLED) for (state,) in rows]
            states = [pack_state(observe(path)) for path in self._files]
        except (OSError, sqlite3.Error, UnicodeError):
            return None
        found = zip(self._files, known, states, strict=False)
        return next((path for path, before, now in found if before != now), None)


class Keys:
    """The keys of all indicators, in store order."""

    def __init__(self, shelf: IndexShelf) -> None:
        self._shelf = shelf

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._shelf.find_row(key) is not None

    def __iter__(self) -> Iterator[str]:
        return (row.key for row in self._shelf.find_all_rows())

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
