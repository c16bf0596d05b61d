"""Replacing: the one place that writes a file of a store, whole and durably or not at all."""

from __future__ import annotations

import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress

from cqfacts import shipped
from cqfacts.errors import OutputError, StoreError, UsageError
from cqfacts.files import BusyError
from cqfacts.record import Record
from cqfacts.saving import Disk, LockedError, ending_with, hold_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    Change = Callable[[bytes], bytes]

PATIENCE_SECONDS = 60.0
"""So long one other writer of the same file is waited for."""

_MOST_TRIES = 20


class Replaced(Record):
    """What a file held, and what it holds now (or would, where nothing is to be written)."""

    path: str
    before: bytes
    after: bytes

    @property
    def is_changed(self) -> bool:
        """Whether there is any difference."""
        return self.before != self.after


def replace_file(  # noqa: PLR0913 - one change, and how it is made
    path: str,
    change: Change,
    *,
    may_create: bool = False,
    is_dry: bool = False,
    folders: Collection[str] = (),
    patience: float = PATIENCE_SECONDS,
) -> Replaced:
    """Put what `change` makes of a file's content in the place of the file.

    A link's target is written. `change` is called under the lock of the file, and again when
    somebody else wrote the file meanwhile; whatever it raises leaves the file as it was. A file
    that does not exist is made of `change(b"")` where it `may_create`. Nothing `is_dry` is
    written. Where the change depends on other files, no other writer that names one of their
    `folders` is at work. One waits while other writers come and go, and gives up where one of them
    holds a lock for as many seconds as `patience` has. Raises StoreError, UsageError and
    OutputError.
    """
    target = os.path.realpath(path)
    _check_target(path, target, may_create=may_create)
    if is_dry:
        before = _read(path, target, may_create=may_create) or b""
        return Replaced(path=path, before=before, after=change(before))
    try:
        with _hold_folders(folders, patience), hold_lock(target, patience):
            _remove_left_overs(target)
            return _replace(path, target, change, may_create=may_create)
    except LockedError as error:
        raise OutputError(
            f"{path} has been locked by another writer for {patience:g} seconds",
            "try again, or wait longer with --wait",
        ) from error
    except OSError as error:
        raise _refuse(path, error) from error


def create_file(path: str, content: bytes, *, is_dry: bool = False) -> Replaced:
    """Write a new file. Raises OutputError, also where there is one of that name."""

    def fill(before: bytes) -> bytes:
        if before or os.path.lexists(path):
            raise OutputError(f"{path} exists", "name another file")
        return content

    return replace_file(path, fill, may_create=True, is_dry=is_dry)


def _check_target(path: str, target: str, *, may_create: bool) -> None:
    """Refuse what must not be written, or cannot be replaced."""
    package = os.path.dirname(os.path.realpath(shipped.__file__))
    if os.path.dirname(target) == package:
        raise UsageError(
            f"{path} is the store that ships with cqfacts, which is never written",
            "'cqfacts init' makes one of your own, which CQFACTS_STORE then names",
        )
    try:
        found = os.stat(target)
        mode = found.st_mode
    except FileNotFoundError as error:
        if may_create:
            return
        raise StoreError("does not exist", "give the path of a store", place=path) from error
    except OSError as error:
        raise _refuse(path, error) from error
    if not stat.S_ISREG(mode):
        raise OutputError(f"{path} cannot be written (not a file)", "name a file of a store")
    # An administrator may write whatever is there, but not against what its mode says.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise OutputError(
            f"{path} cannot be written (it is read-only)", "allow it, or name another file"
        )
    if _is_kept(os.stat(os.path.dirname(target)), found.st_uid):
        raise OutputError(
            f"{path} cannot be written (its folder lets only its owner replace it)",
            "name a file of your own, or one in another folder",
        )


def _is_kept(folder: os.stat_result, owner: int) -> bool:
    """Whether a folder, as /tmp does, keeps a file from anybody who owns neither of the two."""
    if not folder.st_mode & stat.S_ISVTX or os.name == "nt":
        return False
    return os.geteuid() not in (0, owner, folder.st_uid)


def _replace(path: str, target: str, change: Change, *, may_create: bool) -> Replaced:
    for _ in range(_MOST_TRIES):
        before = _read(path, target, may_create=may_create)
        after = change(before or b"")
        replaced = Replaced(path=path, before=before or b"", after=after)
        if before == after or _write(target, before, after):
            return replaced
    raise OutputError(f"{path} keeps being changed by another program", "try again")


def _read(path: str, target: str, *, may_create: bool) -> bytes | None:
    """Return what a file holds, None where there is none yet."""
    try:
        return Disk.read(target)
    except FileNotFoundError:
        if may_create:
            return None
        raise
    except BusyError as error:
        problem = "is being written by another program"
        raise StoreError(problem, "try again", place=path) from error
    except OSError as error:
        raise StoreError(
            f"cannot be read ({error.strerror})", "give a file that you may read", place=path
        ) from error


def _write(target: str, before: bytes | None, after: bytes) -> bool:
    """Write a file beside and put it in place. Return whether it still was as before."""
    beside, kept = _name_beside(target, "new"), _name_beside(target, "old")
    with ending_with(lambda: _remove_all(beside, kept)):
        try:
            _write_beside(target, beside, after, is_new=before is None)
            if before is None:
                return _put_first(target, beside)
            # Who changed the file without the lock, as editors do, is noticed here.
            if Disk.read(target) != before:
                return False
            with suppress(OSError):
                Disk.link(target, kept)
            _put(target, beside, kept)
            return True
        finally:
            _remove_all(beside, kept)


def _remove_all(*names: str) -> None:
    for name in names:
        with suppress(OSError):
            Disk.remove(name)


def _write_beside(target: str, beside: str, content: bytes, *, is_new: bool) -> None:
    # What replaces another file is nobody else's to read before it has the mode of that.
    descriptor = Disk.create(beside, 0o666 if is_new else 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[Disk.write(descriptor, rest) :]
        if not is_new:
            Disk.copy_mode(target, descriptor)
        Disk.sync(descriptor)
    finally:
        os.close(descriptor)


def _put(target: str, beside: str, kept: str) -> None:
    """Rename the new file into place, and back again where that cannot be made durable."""
    Disk.rename(beside, target)
    try:
        Disk.sync_folder(os.path.dirname(target))
    except OSError as error:
        if not os.path.lexists(kept):
            raise OutputError(
                f"{target} was written, but may not outlast a crash ({error.strerror})",
                "look at the disk",
            ) from error
        os.replace(kept, target)
        raise


def _put_first(target: str, beside: str) -> bool:
    """Give a new file its name, unless somebody else took it. Return whether it has it."""
    try:
        Disk.link(beside, target)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems have no second names, so the look and the rename are two steps.
        if os.path.lexists(target):
            return False
        Disk.rename(beside, target)
    try:
        Disk.sync_folder(os.path.dirname(target))
    except OSError:
        Disk.remove(target)
        raise
    return True


@contextmanager
def _hold_folders(folders: Collection[str], patience: float) -> Iterator[None]:
    """Hold the locks of folders, in one order for all writers, so that none waits in a circle."""
    package = os.path.dirname(os.path.realpath(shipped.__file__))
    with ExitStack() as held:
        for folder in sorted({os.path.realpath(one) for one in folders} - {package}):
            # Where nothing can be written nobody else writes either.
            if os.access(folder, os.W_OK):
                held.enter_context(hold_lock(os.path.join(folder, "cqfacts"), patience))
        yield


def _name_beside(target: str, ending: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.{ending}")


def _remove_left_overs(target: str) -> None:
    """Remove what a writer that was killed left behind; nobody else writes under the lock."""
    folder, name = os.path.split(target)
    own = re.compile(rf"\.{re.escape(name)}\.\d+\.(?:new|old)")
    for found in os.listdir(folder):
        if own.fullmatch(found):
            with suppress(OSError):
                os.unlink(os.path.join(folder, found))


def _refuse(path: str, error: OSError) -> OutputError:
    reason = error.strerror or "unknown reason"
    return OutputError(
        f"{path} cannot be written ({reason})", "it is as it was, so correct that and try again"
    )
