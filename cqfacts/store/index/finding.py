"""Opening an index that is there: it has to be whole, of this version, and of these files."""

from __future__ import annotations

import os
import sqlite3
from stat import S_ISREG

from .places import resolve_file
from .schema import UNSETTLED, describe_reader, pack_state
from .shelf import IndexShelf
from .states import observe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = 100
_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
DAMAGES = (
    OSError,
    sqlite3.Error,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    AttributeError,
    MemoryError,
)
"""What reading an index may raise when it is not as it was written."""


def open_index(place: str, files: Sequence[str], *, is_new: bool = False) -> IndexShelf | None:
    """Return the shelf of the index at a place, None where it is not that of the files now.

    Only where it `is_new`, what was read of a file that had just been changed is trusted: the file
    may have changed again since without a trace.
    """
    database = open_database(place)
    if database is None:
        return None
    try:
        if _is_current(database, files, UNSETTLED if is_new else ""):
            return IndexShelf(database, place, files)
    except DAMAGES:
        # Whatever is wrong with it, it is built anew.
        pass
    database.close()
    return None


def open_database(place: str) -> sqlite3.Connection | None:
    """Return the index at a place, None where none is whole, and of a kind that can be read."""
    escaped = place.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    database: sqlite3.Connection | None = None
    try:
        if not _is_whole(place):
            return None
        # It is never written again where it is, so nothing needs to be locked.
        database = sqlite3.connect(f"file:{escaped}?mode=ro&immutable=1", uri=True)
        row = database.execute("SELECT value FROM meta WHERE name = 'reader'").fetchone()
        if row == (describe_reader(),):
            return database
    except DAMAGES:
        # It is nothing that can be read.
        pass
    if database is not None:
        database.close()
    return None


def _is_whole(place: str) -> bool:
    """Whether there is a plain file as long as its first page says that the database is."""
    # A pipe must not be waited for.
    with open(os.open(place, os.O_RDONLY | _NO_WAITING), "rb") as file:
        state = os.fstat(file.fileno())
        if not S_ISREG(state.st_mode):
            return False
        header = file.read(_HEADER)
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return len(header) == _HEADER and state.st_size == (1 << 16 if page == 1 else page) * pages


def _is_current(database: sqlite3.Connection, files: Sequence[str], accepted: str) -> bool:
    rows = database.execute("SELECT path, state FROM file ORDER BY id").fetchall()
    found = [(path, state.removesuffix(accepted)) for path, state in rows]
    return found == [(os.fsencode(resolve_file(path)), pack_state(observe(path))) for path in files]
