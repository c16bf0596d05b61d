"""Building an index: beside the one there is, and then in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from glob import escape, glob
from zlib import crc32

from cqfacts.errors import StoreError, StoreSyntaxError
from cqfacts.record import replace
from cqfacts.store.records import Piece
from cqfacts.store.shelf import TableShelf
from cqfacts.store.store import Store
from cqfacts.store.tables import load_tables

from .cutting import parse_parts
from .earlier import Earlier, EarlierError, fold_topics
from .places import resolve_file
from .reading import read_file
from .schema import (
    GRAMS,
    INDEXES,
    TABLES,
    describe_reader,
    pack,
    pack_tables,
    unpack,
    unpack_tables,
)
from .slices import Slices
from .states import observe
from .summing import Summing
from .writing import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
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


def build_index(
    place: str, files: Sequence[str], progress: Progress | None, *, is_anew: bool = False
) -> None:
    """Build the index of a store's files, and put it in its place when it is whole.

    Of an index that is there, what it says of files that have not changed is taken over, unless
    it `is_anew`. Raises
    StoreError for the files, ChangedError when one changes meanwhile, and OSError and
    sqlite3.Error where the index cannot be written.
    """
    for left_over in glob(f"{escape(place)}.*.new"):
        os.unlink(left_over)
    beside = f"{place}.{os.getpid()}.new"
    whole: set[int] = set()
    try:
        while not _write_beside(beside, "" if is_anew else place, files, whole, progress):
            os.unlink(beside)
        os.replace(beside, place)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _write_beside(
    beside: str, place: str, files: Sequence[str], whole: set[int], progress: Progress | None
) -> bool:
    """Write an index. Return whether it is done; a file cut by mistake is added to `whole`."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as database, Earlier(place) as old:
        for setting in (*_SETTINGS, f"cache_size = -{_CACHE_KIB}"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for statement in TABLES.split(";"):
            database.execute(statement)
        try:
            _Build(database, files, old, progress).run(whole)
        except _MiscutError as error:
            whole.add(error.file)
            return False
        except EarlierError:
            # What is damaged is of no use to anybody.
            os.unlink(place)
            return False
        for statement in INDEXES.split(";"):
            database.execute(statement)
        database.execute("COMMIT")
    # Whoever finds the index in its place after a crash must find all of it.
    with open(beside, "rb+") as file:
        os.fsync(file.fileno())
    return True


class _Build:
    """One building of an index, with what can be taken over from an earlier one."""

    def __init__(
        self,
        database: sqlite3.Connection,
        files: Sequence[str],
        earlier: Earlier,
        progress: Progress | None,
    ) -> None:
        self._database = database
        self._files = files
        self._earlier = earlier
        self._progress = progress
        self._slices = Slices()
        self._writer = Writer(database, has_grams=_make_grams(database))

    def run(self, whole: Container[int]) -> None:
        """Read the files one at a time, then what each says of every indicator."""
        readings = [self._read(number, whole) for number in range(len(self._files))]
        heads = TableShelf(reading.head for reading in readings)
        gathered = gather(readings, heads.topic_names)
        topics = fold_topics(heads)
        known = self._earlier.find_known(gathered, readings, heads, topics)
        summing = Summing(frozenset(heads.source_ids))
        totals: dict[str, int] = {}
        problems = 0
        unknown = (parts for keys, parts in gathered.items() if keys not in known)
        done, size = 0, sum(part.size for parts in unknown for part in parts)
        with self._slices:
            for position, (keys, parts) in enumerate(gathered.items(), 1):
                if keys in known:
                    one = self._earlier.get_sum(keys)
                    self._note(keys, parts)
                else:
                    one = summing.sum_up([self._load(keys, part) for part in parts])
                    done += sum(part.size for part in parts)
                if self._progress:
                    self._progress(done, size)
                add_counts(totals, one.summary.by_source)
                problems += one.problems
                self._writer.add_sum(position, keys, position, one, topics[keys[0]])
        self._writer.flush()
        self._write_files(readings)
        write_meta(self._database, heads, totals, problems, has_grams=self._writer.has_grams)
        for reading in readings:
            if observe(reading.path) != reading.state:
                raise ChangedError

    def _read(self, number: int, whole: Container[int]) -> Reading:
        path = self._files[number]
        try:
            return self._earlier.find_reading(path, number) or read_file(
                path, number, whole=number in whole
            )
        except StoreError:
            # An earlier file may be wrong too, where it was cut, and is the one to be told of.
            for before in self._files[:number]:
                load_tables(before)
            raise

    def _load(self, keys: Keys, part: Part) -> Piece:
        """Return what a file says of an indicator, and note where it says so."""
        path = self._files[part.file]
        if part.packed is not None:
            self._note(keys, [part])
            return Piece(file=path, keys=keys, table=unpack_tables(unpack(part.packed)[1]))
        parts = self._slices.read(path, part.places)
        self._note(keys, [replace(part, crc=crc32(b"".join(parts)))])
        try:
            table = parse_parts(parts)[keys[0]][keys[1]]
        except (StoreSyntaxError, KeyError) as error:
            raise _MiscutError(part.file) from error
        return Piece(file=path, keys=keys, table=table)

    def _note(self, keys: Keys, parts: Sequence[Part]) -> None:
        key = ".".join(keys)
        for part in parts:
            places = None if part.packed is not None else pack(tuple(part.places))
            self._writer.add("piece", key, part.file, part.number, places, part.crc, part.packed)

    def _write_files(self, readings: Sequence[Reading]) -> None:
        for number, one in enumerate(readings):
            head = pack((pack_tables(one.head.tables), dict(one.head.meant or {})))
            path = resolve_file(one.path)
            row = (number, path, pack(one.state), one.digest, head, crc32(head))
            self._database.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", row)


def gather(readings: Sequence[Reading], topics: Iterable[str]) -> dict[Keys, list[Part]]:
    """Return what the files say of each indicator, in store order: `topics` are in it already."""
    by_topic: dict[str, dict[Keys, list[Part]]] = {topic: {} for topic in topics}
    for reading in readings:
        for keys, part in reading.parts.items():
            by_topic[keys[0]].setdefault(keys, []).append(part)
    return {keys: parts for one in by_topic.values() for keys, parts in one.items()}


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
