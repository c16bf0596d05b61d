"""Locking: of several processes that want to build one index, one does, and the others wait."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE_SECONDS = 1
_MOST_SECONDS = 3600


@contextmanager
def hold_lock(place: str, on_waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of an index, waiting for it as long as need be, which is told once.

    SQLite locks a file on every system, and the system lets go of it when a process ends, however
    it ends. Raises sqlite3.Error where there can be no such file.
    """
    with closing(
        sqlite3.connect(f"{place}.lock", timeout=_PATIENCE_SECONDS, isolation_level=None)
    ) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            if on_waiting:
                on_waiting()
            lock.execute(f"PRAGMA busy_timeout = {_MOST_SECONDS * 1000}")
            lock.execute("BEGIN EXCLUSIVE")
        yield
