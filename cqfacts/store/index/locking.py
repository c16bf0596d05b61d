"""Locking: of several processes that want to build one index, one does, and the others wait."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE_SECONDS = 1
_PAUSE_SECONDS = 0.05


@contextmanager
def hold_lock(place: str, on_waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of an index, waiting for it as long as need be, which is told once.

    SQLite locks a file on every system, and the system lets go of it when a process ends, however
    it ends. Raises sqlite3.Error where there can be no such file.
    """
    with closing(sqlite3.connect(f"{place}.lock", timeout=0, isolation_level=None)) as lock:
        started = time.monotonic()
        # Waiting within SQLite could not be interrupted.
        while not _takes(lock):
            if on_waiting and time.monotonic() - started > _PATIENCE_SECONDS:
                on_waiting()
                on_waiting = None
            time.sleep(_PAUSE_SECONDS)
        yield


def _takes(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise
    return True
