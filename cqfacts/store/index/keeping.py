"""Keeping an index: finding the one of a store, and building it where it is not of its files."""

from __future__ import annotations

import os
import sqlite3

from cqfacts.errors import OutputError, StoreError, UsageError
from cqfacts.record import Record
from cqfacts.store.files import find_files, find_paths, is_large, wants_index

from .finding import open_index
from .places import find_index, require_own_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from typing import Literal, Protocol

    from .shelf import IndexShelf

    State = Literal["current", "outdated", "missing", "off", "unneeded"]

    class Watch(Protocol):
        """Who is told what happens to an index."""

        def show_progress(self, done: int, size: int) -> None:
            """Take note of how many bytes are read, and how many there are."""

        def show_waiting(self) -> None:
            """Take note that another process builds the index, which is waited for."""

        def note(self, message: str) -> None:
            """Take note of what keeps an index from being used."""


PATIENCE_SECONDS = 30.0
"""So long one other process that builds the index is waited for."""
_ATTEMPTS = 3


class Status(Record):
    """What there is to know of the index of a store. Sizes are in bytes."""

    paths: tuple[str, ...]
    files: tuple[str, ...]
    size: int
    place: str
    index_size: int | None
    state: State


def find_shelf(
    paths: Sequence[str], files: Sequence[str], watch: Watch | None
) -> IndexShelf | None:
    """Return the shelf of a store's index, built if need be, None where there can be none.

    `paths` are what the store was named by, and `files` what they hold. Raises StoreError for the
    files.
    """
    try:
        place = find_index(paths)
        require_own_folder(place)
        if shelf := open_index(place, files):
            return shelf
        with _hold_lock(place, watch):
            return open_index(place, files) or _build(place, files, watch)
    except (OutputError, OSError, sqlite3.Error) as error:
        refused = error if isinstance(error, OutputError) else _to_output_error(place, error)
        if watch:
            watch.note(f"{refused.problem}, so the whole store is read; {refused.remedy}")
    return None


def find_status(given: Sequence[str | os.PathLike[str]]) -> Status:
    """Return what there is to know of the index of a store. Raises StoreError."""
    paths = [os.fspath(path) for path in find_paths(given)]
    files = find_files(paths)
    place = find_index(paths)
    require_own_folder(place)
    index_size = os.path.getsize(place) if os.path.isfile(place) else None
    return Status(
        paths=tuple(paths),
        files=tuple(files),
        size=_measure(files),
        place=place,
        index_size=index_size,
        state=_find_state(place, files, is_there=index_size is not None),
    )


def rebuild_index(given: Sequence[str | os.PathLike[str]], watch: Watch | None = None) -> None:
    """Build the index of a store from every file, where it is large enough to have one.

    Raises UsageError, StoreError and OutputError.
    """
    if not wants_index():
        raise UsageError("CQFACTS_INDEX is off", "leave it out to build an index")
    paths = [os.fspath(path) for path in find_paths(given)]
    files, place = find_files(paths), find_index(paths)
    _measure(files)
    if not is_large(files):
        return
    from .building import ChangedError, build_index

    try:
        with _hold_lock(place, watch):
            build_index(place, files, watch.show_progress if watch else None, is_anew=True)
    except ChangedError as error:
        raise OutputError(
            "a file of the store changed while it was read", "run the command again"
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise _to_output_error(place, error) from error


def clear_index(given: Sequence[str | os.PathLike[str]]) -> None:
    """Remove the index of a store, if there is one. Raises OutputError."""
    place = find_index([os.fspath(path) for path in find_paths(given)])
    if not os.path.lexists(place):
        return
    require_own_folder(place)
    try:
        with _hold_lock(place, None):
            if os.path.lexists(place):
                os.unlink(place)
    except (OSError, sqlite3.Error) as error:
        raise _to_output_error(place, error) from error


def _hold_lock(place: str, watch: Watch | None) -> AbstractContextManager[None]:
    """Hold the lock of an index, whose folder is made. Raises OSError and OutputError."""
    from cqfacts.saving import hold_lock

    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    require_own_folder(place)
    return hold_lock(place, PATIENCE_SECONDS, watch.show_waiting if watch else None)


def _build(place: str, files: Sequence[str], watch: Watch | None) -> IndexShelf | None:
    """Build an index and open it, None where the files do not stand still."""
    from .building import ChangedError, build_index

    for _ in range(_ATTEMPTS):
        try:
            build_index(place, files, watch.show_progress if watch else None)
        except ChangedError:
            continue
        if shelf := open_index(place, files, is_new=True):
            return shelf
    return None


def _find_state(place: str, files: Sequence[str], *, is_there: bool) -> State:
    if not wants_index():
        return "off"
    if not is_large(files):
        return "unneeded"
    if not is_there:
        return "missing"
    shelf = open_index(place, files)
    if shelf is None:
        return "outdated"
    shelf.close()
    return "current"


def _measure(files: Sequence[str]) -> int:
    """Return how many bytes the files have. Raises StoreError."""
    try:
        return sum(os.stat(path).st_size for path in files)
    except OSError as error:
        raise StoreError(
            f"cannot be read ({error.strerror})", "give the path of a store", place=error.filename
        ) from error


def _to_output_error(place: str, error: OSError | sqlite3.Error) -> OutputError:
    from cqfacts.saving import LockedError

    if isinstance(error, LockedError):
        return OutputError(
            f"another cqfacts has been building the index for {PATIENCE_SECONDS:g} seconds",
            "try again later, or set CQFACTS_INDEX=off",
        )
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(
        f"no index can be kept in {os.path.dirname(place)} ({reason})",
        "set XDG_CACHE_HOME to a folder that you may write, or CQFACTS_INDEX=off",
    )
