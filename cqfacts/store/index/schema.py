"""The tables of an index, and the version that says whether it can be read."""

from __future__ import annotations

import marshal
import sys
from zlib import crc32

from cqfacts.store.summary import Summary
from cqfacts.store.tables import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .slices import Place
    from .states import State

VERSION = 8
"""To be raised with every change of what an index holds."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY, path BLOB, state TEXT, digest BLOB, head BLOB, crc INTEGER,
    pieces INTEGER
);
CREATE TABLE piece (
    key TEXT, file INTEGER, number INTEGER, places TEXT, crc INTEGER, body BLOB
);
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY, key TEXT, topic TEXT, pieces INTEGER, problems INTEGER,
    names_stranger INTEGER, summary BLOB, crc INTEGER
);
CREATE TABLE wording (
    id INTEGER PRIMARY KEY, folded BLOB, folded_crc INTEGER, words BLOB, crc INTEGER
);
CREATE TABLE gram (id INTEGER PRIMARY KEY, indicators BLOB, crc INTEGER);
CREATE TABLE block (first TEXT PRIMARY KEY, body BLOB, crc INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE entry (text TEXT, value INTEGER);
"""
"""A gram is two characters that stand side by side in the words of indicators. The texts of blocks
start with a letter of KINDS; while an index is built, they are in `entry`."""

KINDS = {"key": "k", "written": "w", "name": "n", "word": "t", "gram": "g", "subject": "s"}
"""What a text is: a key; a key as it is folded; a folded name; a word of one; a gram; a subject."""

INSERTS = {
    "piece": "INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)",
    "indicator": "INSERT INTO indicator VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "wording": "INSERT INTO wording VALUES (?, ?, ?, ?, ?)",
    "gram": "INSERT INTO gram VALUES (?, ?, ?)",
    "block": "INSERT INTO block VALUES (?, ?, ?)",
    "entry": "INSERT INTO entry VALUES (?, ?)",
}

PIECE_KEY = "CREATE INDEX piece_key ON piece (key)"

ORDER_BITS = 20
"""In a number of a name so many bits are its order among the names of its indicator."""


def describe_reader() -> str:
    """Return what has to be the same in what writes an index and in what reads it."""
    # Each Python folds names by the Unicode tables of its own.
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return f"cqfacts index {VERSION}, {python}, {sys.byteorder}-endian"


def pack(value: Any) -> bytes:  # noqa: ANN401 - plain data
    """Return plain data as bytes."""
    return marshal.dumps(value)


def unpack(packed: bytes) -> Any:  # noqa: ANN401 - plain data
    """Return plain data from bytes that are known to be whole."""
    return marshal.loads(packed)  # noqa: S302 - of the user's own cache, under a checksum


def find_row_crc(row: Sequence[Any], summary: bytes) -> int:
    """Return the checksum of a row of `indicator`: of what stands before the summary, and of it."""
    return crc32(summary, crc32(pack(tuple(row))))


def find_piece_crc(row: Sequence[Any]) -> int:
    """Return the checksum of a row of `piece` without its body, which has one of its own."""
    return crc32(pack(tuple(row[:5])))


def find_body_crc(number: int, body: bytes) -> int:
    """Return the checksum of what is of an indicator or a file, and of the number of that."""
    return crc32(body, number)


def pack_places(places: Sequence[Place]) -> str:
    """Return places as text, which cannot be read as anything else."""
    return " ".join(f"{start} {end}" for start, end in places)


def unpack_places(packed: str) -> list[Place]:
    """Return the places that `pack_places` was given. Raises ValueError."""
    ends = [int(end) for end in packed.split()]
    return list(zip(ends[::2], ends[1::2], strict=True))


UNSETTLED = " unsettled"
"""What follows a state that a file may have kept while it changed, until it is looked at again."""


def pack_state(state: State) -> str:
    """Return the state of a file as text."""
    return " ".join(map(str, state))


def pack_summary(summary: Summary) -> bytes:
    """Return a summary as bytes."""
    return pack(
        (
            summary.label,
            summary.unit,
            summary.facts,
            summary.left_out,
            summary.latest,
            dict(summary.by_source),
        )
    )


def unpack_summary(packed: bytes) -> Summary:
    """Return the summary that `pack_summary` was given."""
    label, unit, facts, left_out, latest, by_source = unpack(packed)
    return Summary(
        label=label,
        unit=unit,
        facts=facts,
        left_out=left_out,
        latest=latest,
        by_source=by_source,
    )


def pack_tables(value: Any) -> Any:  # noqa: ANN401 - any of TOML
    """Return tables of TOML as plain data: what Python has no plain form for becomes a pair."""
    kind = type(value)
    if kind is dict:
        return {key: pack_tables(inner) for key, inner in value.items()}
    if kind is list:
        return [pack_tables(inner) for inner in value]
    if kind in (str, int, bool):
        return value
    return (kind.__name__, str(value))


def unpack_tables(value: Any) -> Any:  # noqa: ANN401 - any of TOML
    """Return the tables that `pack_tables` was given."""
    kind = type(value)
    if kind is dict:
        return {key: unpack_tables(inner) for key, inner in value.items()}
    if kind is list:
        return [unpack_tables(inner) for inner in value]
    return _read_pair(*value) if kind is tuple else value


def _read_pair(kind: str, text: str) -> Any:  # noqa: ANN401 - any of TOML
    if kind == Number.__name__:
        return Number(text)
    import datetime as dt

    return getattr(dt, kind).fromisoformat(text)
