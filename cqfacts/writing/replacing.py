"""Replacing: the one place that writes a file of a store, whole and durably or not at all."""

from __future__ import annotations

import os
import re
import stat
from contextlib import ExitStack, contextmanager, nullcontext, suppress

from cqfacts import shipped
from cqfacts.errors import OutputError, StoreError, UsageError
from cqfacts.files import BusyError
from cqfacts.record import Record
from cqfacts.saving import Disk, LockedError, ending_with, held_ending, hold_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    Change = Callable[[bytes], bytes]
    Changes = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
    """What makes of the contents of files, by their paths, what each is to hold."""

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

    A file that does not exist is made of `change(b"")` where it `may_create`. For the rest see
    `replace_files`.
    """
    (replaced,) = replace_files(
        [path],
        lambda contents: {path: change(contents[path])},
        new=[path] if may_create else (),
        is_dry=is_dry,
        folders=folders,
        patience=patience,
    )
    return replaced


def replace_files(  # noqa: PLR0913 - likewise
    paths: Sequence[str],
    change: Changes,
    *,
    new: Collection[str] = (),
    is_dry: bool = False,
    folders: Collection[str] = (),
    patience: float = PATIENCE_SECONDS,
) -> tuple[Replaced, ...]:
    """Put what `change` makes of the contents of files in their places, all of them or none.

    A link's target is written. `change` is called under the locks of the files, and again when
    somebody else wrote one of them meanwhile; whatever it raises leaves the files as they were.
    Those of `new` need not exist, and hold nothing then. Files are put in place in the order of
    `paths`; a program that is killed in between (a signal waits) leaves the later ones as they
    were. Nothing `is_dry` is written. Where the change depends on other files, no other writer
    that names one of their `folders` is at work. One waits while other writers come and go, and
    gives up where one of them holds a lock for as many seconds as `patience` has. Raises
    StoreError, UsageError and OutputError.
    """
    targets = {path: os.path.realpath(path) for path in paths}
    for path, target in targets.items():
        _check_target(path, target, may_create=path in new)
    if is_dry:
        before = {path: _read(path, targets[path], may_create=path in new) for path in paths}
        after = change({path: content or b"" for path, content in before.items()})
        return tuple(
            Replaced(path=path, before=before[path] or b"", after=after[path]) for path in paths
        )
    with ExitStack() as held:
        with _refusing(paths[0], patience):
            held.enter_context(_hold_folders(folders, patience))
        for path in sorted(paths, key=targets.__getitem__):
            with _refusing(path, patience):
                held.enter_context(hold_lock(targets[path], patience))
                _remove_left_overs(targets[path])
        return _replace(targets, change, new, patience)


@contextmanager
def _refusing(path: str, patience: float) -> Iterator[None]:
    """Say of which file it is that it is locked, or cannot be written."""
    try:
        yield
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


def _replace(
    targets: Mapping[str, str], change: Changes, new: Collection[str], patience: float
) -> tuple[Replaced, ...]:
    for _ in range(_MOST_TRIES):
        before: dict[str, bytes | None] = {}
        for path, target in targets.items():
            with _refusing(path, patience):
                before[path] = _read(path, target, may_create=path in new)
        after = change({path: content or b"" for path, content in before.items()})
        pieces = [
            _Piece(path=path, target=target, before=before[path], after=after[path])
            for path, target in targets.items()
            if before[path] != after[path]
        ]
        if not pieces or _write(pieces, patience):
            return tuple(
                Replaced(path=path, before=before[path] or b"", after=after[path])
                for path in targets
            )
    raise OutputError(f"{next(iter(targets))} keeps being changed by another program", "try again")


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


class _Piece(Record):
    """What one file is to hold instead of what it held, None where there is none yet."""

    path: str
    target: str
    before: bytes | None
    after: bytes

    @property
    def beside(self) -> str:
        """Where the new content is written first."""
        return _name_beside(self.target, "new")

    @property
    def kept(self) -> str:
        """Where the old file is found until the new one is sure to last."""
        return _name_beside(self.target, "old")


def _write(pieces: Sequence[_Piece], patience: float) -> bool:
    """Write files beside and put them in place. Return whether all still were as before."""
    names = [name for one in pieces for name in (one.beside, one.kept)]
    with ending_with(lambda: _remove_all(*names)):
        try:
            for one in pieces:
                with _refusing(one.path, patience):
                    _write_beside(one.target, one.beside, one.after, is_new=one.before is None)
            for one in pieces:
                # Who changed the file without the lock, as editors do, is noticed here.
                with _refusing(one.path, patience):
                    if one.before is not None and Disk.read(one.target) != one.before:
                        return False
            for one in pieces:
                if one.before is not None:
                    with suppress(OSError):
                        Disk.link(one.target, one.kept)
            with held_ending() if len(pieces) > 1 else nullcontext():
                return _put_all(pieces, patience)
        finally:
            _remove_all(*names)


def _put_all(pieces: Sequence[_Piece], patience: float) -> bool:
    """Put files in place, or leave all as they were. Return whether no other took a new name."""
    done: list[_Piece] = []
    with ExitStack() as undoing:
        undoing.callback(_put_back, done)
        for one in pieces:
            with _refusing(one.path, patience):
                if one.before is not None:
                    _put(one.target, one.beside, one.kept)
                elif not _put_first(one.target, one.beside):
                    return False
            done.append(one)
        undoing.pop_all()
    return True


def _put_back(pieces: Sequence[_Piece]) -> None:
    for one in reversed(pieces):
        with suppress(OSError):
            if one.before is None:
                os.unlink(one.target)
            else:
                os.replace(one.kept, one.target)


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
