"""Building an index: beside the one there is, and then in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from glob import escape, glob
from zlib import crc32

from cqfacts.errors import StoreSyntaxError
from cqfacts.naming import fold
from cqfacts.store.records import Piece
from cqfacts.store.shelf import TableShelf, names_of_topic
from cqfacts.store.store import Store

from .cutting import parse_parts
from .reading import read_file
from .schema import GRAMS, INDEXES, TABLES, describe_reader, pack, pack_tables
from .slices import Slices
from .states import observe
from .summing import Summing
from .writing import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from .cutting import Keys
    from .reading import Part, Reading

    Progress: TypeAlias = Callable[[int, int], None]
    """Called with how many bytes are done, and how many there are."""

_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")
_CACHE_KIB = 64 * 1024


class ChangedError(Exception):
    """A file changed while it was read."""


class _MiscutError(Exception):
    """A file was cut where it must not be, and is to be read as a whole."""

    def __init__(self, file: int) -> None:
        super().__init__(file)
        self.file = file


def build_index(place: str, files: Sequence[str], progress: Progress | None) -> None:
    """Build the index of a store's files, and put it in its place when it is whole.

    Raises StoreError for the files, ChangedError when one changes meanwhile, and OSError and
    sqlite3.Error where the index cannot be written.
    """
    whole: set[int] = set()
    for left_over in glob(f"{escape(place)}.*.new"):
        os.unlink(left_over)
    beside = f"{place}.{os.getpid()}.new"
    while True:
        try:
            _write_beside(beside, files, whole, progress)
        except _MiscutError as error:
            whole.add(error.file)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
        else:
            os.replace(beside, place)
            return
        os.unlink(beside)


def _write_beside(
    beside: str, files: Sequence[str], whole: set[int], progress: Progress | None
) -> None:
    with closing(sqlite3.connect(beside, isolation_level=None)) as database:
        for setting in (*_SETTINGS, f"cache_size = -{_CACHE_KIB}"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for statement in TABLES.split(";"):
            database.execute(statement)
        _Build(database, files, whole, progress).run()
        for statement in INDEXES.split(";"):
            database.execute(statement)
        database.execute("COMMIT")
    # Whoever finds the index in its place after a crash must find all of it.
    with open(beside, "rb+") as file:
        os.fsync(file.fileno())


class _Build:
    """One building of an index from nothing."""

    def __init__(
        self,
        database: sqlite3.Connection,
        files: Sequence[str],
        whole: set[int],
        progress: Progress | None,
    ) -> None:
        self._database = database
        self._files = files
        self._whole = whole
        self._progress = progress
        self._slices = Slices()
        self._writer = Writer(database, has_grams=_make_grams(database))

    def run(self) -> None:
        """Read the files one at a time, then what each says of every indicator."""
        readings = [
            read_file(path, number, whole=number in self._whole)
            for number, path in enumerate(self._files)
        ]
        heads = TableShelf(reading.head for reading in readings)
        gathered = gather(readings, heads.topic_names)
        summing = Summing(frozenset(heads.source_ids))
        topics = fold_topics(heads)
        totals: dict[str, int] = {}
        problems = 0
        done, size = 0, sum(part.size for parts in gathered.values() for part in parts)
        with self._slices:
            for position, (keys, parts) in enumerate(gathered.items(), 1):
                one = summing.sum_up([self._load(keys, part) for part in parts])
                add_counts(totals, one.summary.by_source)
                problems += one.problems
                self._writer.add_sum(position, keys, position, one, topics[keys[0]])
                done += sum(part.size for part in parts)
                if self._progress:
                    self._progress(done, size)
        self._writer.flush()
        self._write_files(readings)
        write_meta(self._database, heads, totals, problems, has_grams=self._writer.has_grams)
        for reading in readings:
            if observe(reading.path) != reading.state:
                raise ChangedError

    def _load(self, keys: Keys, part: Part) -> Piece:
        """Return what a file says of an indicator, and note where it says so."""
        path = self._files[part.file]
        key = ".".join(keys)
        if part.table is not None:
            body = pack((keys, pack_tables(part.table)))
            self._writer.add("piece", key, part.file, None, crc32(body), body)
            return Piece(file=path, keys=keys, table=dict(part.table))
        parts = self._slices.read(path, part.places)
        crc = crc32(b"".join(parts))
        self._writer.add("piece", key, part.file, pack(tuple(part.places)), crc, None)
        try:
            table = parse_parts(parts)[keys[0]][keys[1]]
        except (StoreSyntaxError, KeyError) as error:
            raise _MiscutError(part.file) from error
        return Piece(file=path, keys=keys, table=table)

    def _write_files(self, readings: Sequence[Reading]) -> None:
        for number, reading in enumerate(readings):
            head = pack((pack_tables(reading.head.tables), dict(reading.head.meant or {})))
            row = (
                number,
                os.path.abspath(reading.path),
                pack(reading.state),
                reading.digest,
                head,
                crc32(head),
            )
            self._database.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", row)


def gather(readings: Sequence[Reading], topics: Iterable[str]) -> dict[Keys, list[Part]]:
    """Return what the files say of each indicator, in store order: `topics` are in it already."""
    by_topic: dict[str, dict[Keys, list[Part]]] = {topic: {} for topic in topics}
    for reading in readings:
        for keys, part in reading.parts.items():
            by_topic[keys[0]].setdefault(keys, []).append(part)
    return {keys: parts for one in by_topic.values() for keys, parts in one.items()}


def fold_topics(heads: TableShelf) -> dict[str, list[str]]:
    """Return the names of all topics, folded."""
    return {
        name: [fold(one) for one in names_of_topic(name, heads.topic_pieces(name))]
        for name in heads.topic_names
    }


def add_counts(totals: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add the facts of each source to the totals."""
    for source, count in counts.items():
        totals[source] = totals.get(source, 0) + count


def write_meta(
    database: sqlite3.Connection,
    heads: TableShelf,
    totals: Mapping[str, int],
    problems: int,
    *,
    has_grams: bool,
) -> None:
    """Write what there is to know of the whole store, and who can read it."""
    sources = Store(shelf=heads)
    values = {
        "reader": describe_reader(),
        "by_source": pack(dict(totals)),
        "is_sound": not heads.diagnostics,
        "are_sources_sound": not sources.source_diagnostics,
        "problems": problems,
        "has_grams": has_grams,
    }
    database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _make_grams(database: sqlite3.Connection) -> bool:
    """Make the table that finds words. Return whether this SQLite can."""
    try:
        database.execute(GRAMS)
    except sqlite3.OperationalError:
        return False
    return True
