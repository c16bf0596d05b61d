"""Keeping an index: finding the one of a store, and building it where it is not of its files."""

from __future__ import annotations

import os
import sqlite3

from .building import ChangedError, build_index
from .finding import open_index
from .locking import hold_lock
from .places import find_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from .shelf import IndexShelf

    class Watch(Protocol):
        """Who is told what happens to an index."""

        def show_progress(self, done: int, size: int) -> None:
            """Take note of how many bytes are read, and how many there are."""

        def note(self, message: str) -> None:
            """Take note of what keeps an index from being used."""


_ATTEMPTS = 3


def find_shelf(
    paths: Sequence[str], files: Sequence[str], watch: Watch | None
) -> IndexShelf | None:
    """Return the shelf of a store's index, built if need be, None where there can be none.

    `paths` are what the store was named by, and `files` what they hold. Raises StoreError for the
    files.
    """
    place = find_index(paths)
    if shelf := open_index(place, files):
        return shelf
    try:
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        with hold_lock(place):
            return open_index(place, files) or _build(place, files, watch)
    except (OSError, sqlite3.Error) as error:
        if watch:
            reason = getattr(error, "strerror", None) or str(error)
            watch.note(
                f"no index can be kept in {os.path.dirname(place)} ({reason}), so the whole store "
                "is read; set XDG_CACHE_HOME to a folder that you may write, or CQFACTS_INDEX=off"
            )
        return None


def _build(place: str, files: Sequence[str], watch: Watch | None) -> IndexShelf | None:
    """Build an index and open it, None where the files do not stand still."""
    for _ in range(_ATTEMPTS):
        try:
            build_index(place, files, watch.show_progress if watch else None)
        except ChangedError:
            continue
        if shelf := open_index(place, files):
            return shelf
    return None
