"""Building an index: beside the one there is, and then in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from errno import EFBIG
from glob import escape, glob
from shutil import disk_usage
from zlib import crc32

from cqfacts.errors import StoreError, StoreSyntaxError
from cqfacts.saving import ending_with
from cqfacts.store.records import Piece
from cqfacts.store.store import Store
from cqfacts.store.table_shelf import TableShelf
from cqfacts.store.tables import load_tables

from .earlier import Earlier, EarlierError, fold_topics
from .places import resolve_file
from .reading import read_file
from .schema import (
    TABLES,
    UNSETTLED,
    describe_reader,
    find_body_crc,
    find_piece_crc,
    pack,
    pack_places,
    pack_state,
    pack_tables,
    unpack,
    unpack_tables,
)
from .slices import Slices, parse_parts
from .states import observe
from .summing import Summing
from .writing import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from .cutting import Keys
    from .earlier import Gathered
    from .reading import FileSnapshot, Part
    from .states import State
    from .summing import Sum

    Progress: TypeAlias = Callable[[int, int], None]
    """Called with how many bytes are done, and how many there are."""

_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")
_CACHE_KIB = 64 * 1024
# An index of what anybody writes is a few times as large as the store.
_FEW_BYTES, _MOST_TIMES = 50_000_000, 10


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
    it `is_anew`. Raises StoreError for the files, ChangedError when one changes meanwhile, and
    OSError and sqlite3.Error where the index cannot be written.
    """
    for left_over in glob(f"{escape(place)}.*.new"):
        os.unlink(left_over)
    beside = f"{place}.{os.getpid()}.new"
    whole: set[int] = set()

    def remove() -> None:
        with suppress(OSError):
            os.unlink(beside)

    with ending_with(remove):
        try:
            while not _write_beside(beside, "" if is_anew else place, files, whole, progress):
                os.unlink(beside)
            os.replace(beside, place)
        except BaseException:
            remove()
            raise


def _write_beside(
    beside: str, place: str, files: Sequence[str], whole: set[int], progress: Progress | None
) -> bool:
    """Write an index. Return whether it is done; a file cut by mistake is added to `whole`."""
    with closing(sqlite3.connect(beside, isolation_level=None)) as database, Earlier(place) as old:
        for setting in (*_SETTINGS, f"cache_size = -{_CACHE_KIB}"):
            database.execute(f"PRAGMA {setting}")
        _limit_size(database, files)
        database.execute("BEGIN")
        for statement in TABLES.split(";"):
            database.execute(statement)
        try:
            _Build(database, files, old, progress).run(whole)
        except sqlite3.OperationalError as error:
            if "full" in str(error) and disk_usage(os.path.dirname(beside)).free > _FEW_BYTES:
                raise OSError(EFBIG, "it would be far larger than the store") from error
            raise
        except _MiscutError as error:
            whole.add(error.file)
            return False
        except EarlierError:
            # What is damaged is of no use to anybody.
            os.unlink(place)
            return False
        database.execute("COMMIT")
    # Whoever finds the index in its place after a crash must find all of it.
    with open(beside, "rb+") as file:
        os.fsync(file.fileno())
    return True


def _limit_size(database: sqlite3.Connection, files: Sequence[str]) -> None:
    """Limit the size of an index, which has long names of topics many times."""
    size = _FEW_BYTES
    for path in files:
        # Of a file that is gone, reading it says so.
        with suppress(OSError):
            size += _MOST_TIMES * os.stat(path).st_size
    (page,) = database.execute("PRAGMA page_size").fetchone()
    database.execute(f"PRAGMA max_page_count = {size // page}")


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
        self._writer = Writer(database)
        # The checksums of the rows of each file's pieces, added up.
        self._pieces: dict[int, int] = {}
        self._done = self._size = 0
        self._read_anew: set[int] = set()

    def run(self, whole: Container[int]) -> None:
        """Read the files one at a time, then what each says of every indicator."""
        snapshots = [self._read(number, whole) for number in range(len(self._files))]
        heads = TableShelf(snapshot.head for snapshot in snapshots)
        gathered = gather(snapshots, heads.topic_names)
        topics = fold_topics(heads)
        known = self._earlier.find_known(gathered, snapshots, heads, topics)
        summing = Summing(frozenset(heads.source_ids))
        totals = _Totals()
        numbers: dict[int, int] = {}
        with self._slices:
            for number, (key, (topic, parts)) in enumerate(gathered.items(), 1):
                if key in known:
                    one = self._earlier.get_sum(key)
                    numbers[self._earlier.get_number(key)] = number
                    for _, part in parts:
                        self._note(key, part)
                        self._move_by(part)
                else:
                    one = summing.sum_up([self._load(key, *part) for part in parts])
                totals.add(topic, one)
                self._writer.add_sum((number, key, topic, len(parts)), one, topics[topic])
        if numbers:
            for gram, known_numbers in self._earlier.find_grams(numbers):
                self._writer.add_gram(gram, known_numbers)
        self._writer.finish()
        self._write_files(snapshots)
        write_meta(self._database, totals.tell(heads))
        if any(_find_state(snapshot.path) != snapshot.state for snapshot in snapshots):
            raise ChangedError

    def _read(self, number: int, whole: Container[int]) -> FileSnapshot:
        path = self._files[number]
        if known := self._earlier.find_snapshot(path, number):
            return known
        try:
            snapshot = read_file(path, number, whole=number in whole)
        except StoreError:
            # An earlier file may be wrong too, where it was cut, and is the one to be told of.
            for before in self._files[:number]:
                load_tables(before)
            raise
        self._size += snapshot.size
        self._read_anew.add(number)
        # What is read whole is done with, but for its words.
        self._move(0 if any(part.places for part in snapshot.parts.values()) else snapshot.size)
        return snapshot

    def _move_by(self, part: Part) -> None:
        """Tell that a part is done, unless its file was not read."""
        if part.file in self._read_anew:
            self._move(part.size)

    def _move(self, size: int) -> None:
        """Tell that so many bytes more are done."""
        self._done += size
        if self._progress:
            self._progress(self._done, self._size)

    def _load(self, key: str, keys: Keys, part: Part) -> Piece:
        """Return what a file says of an indicator, and note where it says so."""
        path = self._files[part.file]
        if part.packed is not None:
            self._note(key, part)
            return Piece(file=path, keys=keys, table=unpack_tables(unpack(part.packed)[1]))
        try:
            parts = self._slices.read(path, part.places)
        except OSError as error:
            raise ChangedError from error
        if crc32(b"".join(parts)) != part.crc:
            raise ChangedError
        self._move_by(part)
        self._note(key, part)
        try:
            table = parse_parts(parts)[keys[0]][keys[1]]
        except (StoreSyntaxError, KeyError) as error:
            raise _MiscutError(part.file) from error
        return Piece(file=path, keys=keys, table=table)

    def _note(self, key: str, part: Part) -> None:
        if part.packed is None:
            places, crc = pack_places(part.places), part.crc
        else:
            places, crc = None, find_body_crc(part.file, part.packed)
        row = (key, part.file, part.number, places, crc)
        self._writer.add("piece", *row, part.packed)
        self._pieces[part.file] = self._pieces.get(part.file, 0) + find_piece_crc(row)

    def _write_files(self, snapshots: Sequence[FileSnapshot]) -> None:
        for number, one in enumerate(snapshots):
            head = pack((pack_tables(one.head.tables), dict(one.head.meant or {})))
            path = os.fsencode(resolve_file(one.path))
            state = pack_state(one.state) + ("" if one.is_settled else UNSETTLED)
            row = (number, path, state, one.digest, head, crc32(head))
            pieces = self._pieces.get(number, 0)
            self._database.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, pieces))


class _Totals:
    """What there is to know of a whole store, gathered from its indicators in store order."""

    def __init__(self) -> None:
        self._by_source: dict[str, int] = {}
        self._ranges: dict[str, tuple[int, int]] = {}
        self._indicators = 0
        self._problems = 0

    def add(self, topic: str, one: Sum) -> None:
        """Add the next indicator."""
        self._indicators += 1
        self._problems += one.problems
        first, _ = self._ranges.get(topic, (self._indicators, 0))
        self._ranges[topic] = (first, self._indicators)
        for source, count in one.summary.by_source.items():
            self._by_source[source] = self._by_source.get(source, 0) + count

    def tell(self, heads: TableShelf) -> dict[str, Any]:
        """Return it, with what the heads of the files say."""
        return {
            "by_source": self._by_source,
            "ranges": self._ranges,
            "indicators": self._indicators,
            "problems": self._problems,
            "is_sound": not heads.diagnostics,
            "are_sources_sound": not Store(shelf=heads).source_diagnostics,
        }


def gather(snapshots: Sequence[FileSnapshot], topics: Iterable[str]) -> Gathered:
    """Return what the files say of each indicator, in store order: `topics` are in it already."""
    parts: Gathered = {}
    for snapshot in snapshots:
        for keys, part in snapshot.parts.items():
            parts.setdefault(".".join(keys), (keys[0], []))[1].append((keys, part))
    rank = {topic: number for number, topic in enumerate(topics)}
    return dict(sorted(parts.items(), key=lambda item: rank[item[1][0]]))


def write_meta(database: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    """Write what there is to know of the whole store, and who can read it."""
    packed = pack(dict(values))
    rows = [("reader", describe_reader()), ("values", packed), ("crc", crc32(packed))]
    database.executemany("INSERT INTO meta VALUES (?, ?)", rows)


def _find_state(path: str) -> State:
    """Return the state of a file, an empty one where it is gone."""
    try:
        return observe(path)
    except OSError:
        return ()
