"""An earlier index: what it says of files that have not changed since, for a new one."""

from __future__ import annotations

import os
import sqlite3
from array import array
from itertools import chain
from zlib import crc32

from cqfacts.naming import fold
from cqfacts.store.table_shelf import TableShelf, names_of_topic
from cqfacts.store.tables import File, read_content

from .blocks import unpack_numbers
from .finding import DAMAGES, open_database
from .places import resolve_file
from .reading import FileSnapshot, Part, find_digest
from .schema import (
    KINDS,
    find_body_crc,
    find_piece_crc,
    find_row_crc,
    pack_state,
    unpack,
    unpack_places,
    unpack_summary,
    unpack_tables,
)
from .states import is_settled, observe
from .summing import Sum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from .cutting import Keys

    Gathered: TypeAlias = dict[str, tuple[str, list[tuple[Keys, Part]]]]
    """The topic of each indicator by its key, and its parts, each with the keys it is under."""


class EarlierError(Exception):
    """An earlier index is damaged."""


class Earlier:
    """The index that is in a place, if it can be read; one that cannot knows nothing."""

    def __init__(self, place: str) -> None:
        self._database = open_database(place)
        self._files: dict[bytes, tuple[Any, ...]] = {}
        self._rows: dict[str, list[Any]] = {}
        try:
            if self._database is not None:
                rows = self._database.execute(
                    "SELECT path, id, state, digest, head, crc, pieces FROM file"
                )
                self._files = {path: row for path, *row in rows}
        except DAMAGES:
            self._files = {}

    def __enter__(self) -> Earlier:  # noqa: PYI034 - Self is of 3.11
        return self

    def __exit__(self, *_: object) -> None:
        if self._database is not None:
            self._database.close()

    def find_snapshot(self, path: str, number: int) -> FileSnapshot | None:
        """Return what is known of a file, None where it has changed or is new."""
        row = self._files.get(os.fsencode(resolve_file(path)))
        if row is None:
            return None
        old_number, state, digest, head, crc, pieces = row
        try:
            now = observe(path)
            settled = is_settled(now)
            is_same = pack_state(now) == state or (
                str(now[0]) == state.split()[0] and find_digest(read_content(path)) == digest
            )
            if not is_same or crc32(head) != crc or observe(path) != now:
                return None
            tables, meant = unpack(head)
            parts = self._find_parts(old_number, number, pieces)
        except OSError:
            # Reading it says what is wrong in better words.
            return None
        except DAMAGES as error:
            raise EarlierError from error
        return FileSnapshot(
            state=now,
            is_settled=settled or pack_state(now) == state,
            digest=digest,
            head=File(name=path, tables=unpack_tables(tables), meant=meant),
            parts=parts,
            is_known=True,
        )

    def find_known(
        self,
        gathered: Gathered,
        snapshots: Sequence[FileSnapshot],
        heads: TableShelf,
        topics: Mapping[str, Sequence[str]],
    ) -> set[str]:
        """Return the keys of the indicators that nothing has changed for."""
        if self._database is None:
            return set()
        old_heads = TableShelf(self._load_heads())
        old_sources, sources = set(old_heads.source_ids), set(heads.source_ids)
        if old_sources - sources:
            return set()
        old_topics = fold_topics(old_heads)
        self._load_rows()
        before = [{} if one.is_known else self._find_old_parts(one.path) for one in snapshots]
        doubts = bool(sources - old_sources)
        return {
            key
            for key, (topic, parts) in gathered.items()
            if topics[topic] == old_topics.get(topic)
            and self._is_known(key, len(parts), doubts=doubts)
            and all(
                snapshots[part.file].is_known or _is_same(part, before[part.file].get(keys))
                for keys, part in parts
            )
        }

    def _find_old_parts(self, path: str) -> Mapping[Keys, Part]:
        """Return the parts of a file that has changed, as they were."""
        row = self._files.get(os.fsencode(resolve_file(path)))
        try:
            return {} if row is None else self._find_parts(row[0], row[0], row[-1])
        except DAMAGES as error:
            raise EarlierError from error

    def _load_rows(self) -> None:
        """Load what is known of each indicator, all of it under its checksum."""
        rows = self._ask(
            "SELECT id, key, topic, pieces, problems, names_stranger, summary, crc FROM indicator"
        )
        for *row, summary, crc in rows:
            if type(summary) is not bytes or find_row_crc(row, summary) != crc:
                raise EarlierError
            self._rows[row[1]] = row

    def _is_known(self, key: str, pieces: int, *, doubts: bool) -> bool:
        """Whether an indicator is of so many pieces, and says nothing of a source of another file.

        That is no matter where there are no `doubts` of it.
        """
        row = self._rows.get(key)
        return row is not None and row[3] == pieces and not (doubts and row[5])

    def get_sum(self, key: str) -> Sum:
        """Return what the index keeps of an indicator that it knows. Raises EarlierError."""
        row = self._rows[key]
        rows = self._ask(
            "SELECT summary, indicator.crc, words, wording.crc, folded, folded_crc "
            "FROM indicator JOIN wording USING (id) WHERE id = ?",
            row[0],
        )
        summary, row_crc, *bodies = next(rows, (b"", -1))
        if type(summary) is not bytes or find_row_crc(row, summary) != row_crc:
            raise EarlierError
        words, folded = _check_body(row[0], *bodies[:2]), _check_body(row[0], *bodies[2:])
        names, texts, subject = unpack(words)
        return Sum(
            summary=unpack_summary(summary),
            names=names,
            texts=texts,
            subject=subject,
            problems=row[4],
            names_stranger=bool(row[5]),
            folded=folded,
        )

    def get_number(self, key: str) -> int:
        """Return the number of an indicator that the index knows."""
        number: int = self._rows[key][0]
        return number

    def find_grams(self, numbers: Mapping[int, int]) -> Iterator[tuple[str, array[int]]]:
        """Yield each gram with the indicators that have it: `numbers` are the new by the old ones.

        Raises EarlierError.
        """
        place: str | None = ""
        for body, crc in self._ask("SELECT body, crc FROM block ORDER BY first"):
            if type(body) is not bytes or crc32(body) != crc:
                raise EarlierError
            first, after, entries = unpack(body)
            if first != place:
                raise EarlierError
            place = after
            for gram, rows in entries:
                if gram.startswith(KINDS["gram"]):
                    old = chain.from_iterable(map(self._unpack_grams, rows))
                    # Numbers start at 1. There are very many, so no step of this is Python's.
                    yield gram[1:], array("I", filter(None, map(numbers.get, old)))
        if place is not None:
            raise EarlierError

    def _unpack_grams(self, row: int) -> array[int]:
        found = next(self._ask("SELECT indicators, crc FROM gram WHERE id = ?", row), ())
        return unpack_numbers(_check_body(row, *found))

    def _ask(self, question: str, *given: object) -> Iterator[Any]:
        """Yield the rows that answer a question in SQL. Raises EarlierError."""
        if self._database is None:
            raise EarlierError
        try:
            yield from self._database.execute(question, given)
        except sqlite3.Error as error:
            raise EarlierError from error

    def _load_heads(self) -> list[File]:
        heads = []
        for path, (_, _, _, head, *_) in self._files.items():
            tables, meant = unpack(head)
            heads.append(File(name=os.fsdecode(path), tables=unpack_tables(tables), meant=meant))
        return heads

    def _find_parts(self, old_number: int, number: int, pieces: int) -> dict[Keys, Part]:
        """Return the parts of a file, whose checksums come to `pieces`."""
        rows = self._ask(
            "SELECT key, number, places, crc, body FROM piece WHERE file = ? ORDER BY number",
            old_number,
        )
        parts: dict[Keys, Part] = {}
        for key, at, written, crc, body in rows:
            pieces -= find_piece_crc((key, old_number, at, written, crc))
            if body is None:
                topic, _, name = key.partition(".")
                places = unpack_places(written)
                part = Part(file=number, number=at, places=places, crc=crc)
                parts[topic, name] = part
            elif find_body_crc(old_number, body) != crc:
                raise EarlierError
            else:
                parts[unpack(body)[0]] = Part(file=number, number=at, packed=body)
        if pieces:
            raise EarlierError
        return parts


def _is_same(part: Part, before: Part | None) -> bool:
    """Whether a part of a file that has changed says what it said before, wherever it is now."""
    if before is None or not part.places or not before.places:
        return False
    return (part.crc, part.size) == (before.crc, before.size)


def _check_body(number: int, body: object = None, crc: object = None) -> bytes:
    """Return what is of an indicator or a row. Raises EarlierError where it is damaged."""
    if not isinstance(body, bytes) or find_body_crc(number, body) != crc:
        raise EarlierError
    return body


def fold_topics(heads: TableShelf) -> dict[str, list[str]]:
    """Return the names of all topics, folded."""
    return {
        name: [fold(one) for one in names_of_topic(name, heads.topic_pieces(name))]
        for name in heads.topic_names
    }
