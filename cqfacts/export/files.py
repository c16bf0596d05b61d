"""Files that are written for others: whole or not at all, and over another only when told to."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress

from cqfacts.errors import OutputError
from cqfacts.saving import Disk, ending_with, list_left_overs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_BLOCK = 1 << 16
# What is written to even where it leads to a file.
_STREAMS = ("/dev/stdout", "/dev/stderr")


@contextmanager
def open_file(name: str, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file to be written, which takes its place when the block ends without an error.

    What is no file, such as a device or a pipe, is written to as it is. Raises OutputError.
    """
    if "\0" in name:
        raise OutputError(f"{name} cannot be written (a name has no zero byte)", "name a file")
    if _is_special(name):
        with _told(name), open(name, "wb", buffering=_BLOCK) as stream:
            yield stream
    else:
        with place_file(name, force=force) as beside, open(beside, "r+b", _BLOCK) as stream:
            yield stream


@contextmanager
def place_file(name: str, *, force: bool) -> Iterator[str]:
    """Yield the path of an empty file beside, which takes its place when the block ends well.

    For what writes files by their paths. The file has the mode of the one that it replaces, is
    forced to the disk, and is gone if anything goes wrong or the program is told to end. Raises
    OutputError.
    """
    target = os.path.realpath(name)
    with _told(name):
        for left_over in list_left_overs(target):
            Disk.remove(left_over)
        is_new = _check_file(name, target, force=force)
        beside = _name_beside(target)
        with _removed_on_failure(beside, Disk.remove):
            # What replaces another file is nobody else's to read before it has the mode of that.
            os.close(Disk.create(beside, 0o666 if is_new else 0o600))
            yield beside
            descriptor = os.open(beside, os.O_RDWR | getattr(os, "O_BINARY", 0))
            try:
                if not is_new:
                    Disk.copy_mode(target, descriptor)
                Disk.sync(descriptor)
            finally:
                os.close(descriptor)
            if force:
                Disk.rename(beside, target)
            else:
                _put_first(name, beside, target)
            Disk.sync_folder(os.path.dirname(target))


@contextmanager
def place_folder(name: str, *, force: bool, is_ours: Callable[[str], bool]) -> Iterator[str]:
    """Yield the path of an empty folder beside, which takes its place when the block ends well.

    A folder that is there is replaced with force, and only where it holds nothing else than what
    `is_ours` says of the path of each of its files. Raises OutputError.
    """
    target = os.path.realpath(name)
    with _told(name):
        for left_over in list_left_overs(target):
            _settle(left_over, target)
        is_new = _check_folder(name, target, force=force, is_ours=is_ours)
        beside, kept = _name_beside(target), _name_beside(target, "old")

        def settle(_: str) -> None:
            _settle(kept, target)
            _remove_tree(beside)

        with _removed_on_failure(beside, settle):
            os.mkdir(beside)
            yield beside
            for folder, _, files in os.walk(beside):
                for one in files:
                    descriptor = os.open(os.path.join(folder, one), os.O_RDWR)
                    try:
                        Disk.sync(descriptor)
                    finally:
                        os.close(descriptor)
                Disk.sync_folder(folder)
            if not is_new:
                Disk.rename(target, kept)
            os.rename(beside, target)
            Disk.sync_folder(os.path.dirname(target))
            _remove_tree(kept)


def _settle(beside: str, target: str) -> None:
    """Remove a folder beside another, or put it back where it was kept and nothing is there."""
    if beside.endswith(".old") and os.path.lexists(beside) and not os.path.lexists(target):
        os.rename(beside, target)
    _remove_tree(beside)


def _check_file(name: str, target: str, *, force: bool) -> bool:
    """Refuse what must not be replaced. Return whether there is nothing yet."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return True
    if not force:
        raise _refuse_existing(name)
    if not stat.S_ISREG(mode):
        raise OutputError(f"{name} cannot be written (not a file)", "name a file")
    # An administrator may write whatever is there, but not against what its mode says.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise OutputError(
            f"{name} cannot be written (it is read-only)", "allow it, or name another file"
        )
    return False


def _check_folder(name: str, target: str, *, force: bool, is_ours: Callable[[str], bool]) -> bool:
    """Refuse what must not be replaced. Return whether there is nothing yet."""
    if not os.path.lexists(target):
        return True
    if not os.path.isdir(target):
        raise OutputError(f"{name} is a file, and a folder is written", "name another")
    found = [
        os.path.relpath(os.path.join(folder, one), target)
        for folder, _, files in os.walk(target)
        for one in files
    ]
    if found and not force:
        raise _refuse_existing(name)
    strangers = [one for one in found if not is_ours(one)]
    if strangers:
        raise OutputError(f"{name} holds other files ({strangers[0]})", "name another folder")
    return False


def _refuse_existing(name: str) -> OutputError:
    return OutputError(f"{name} exists", "replace it with --force or name another file")


def _is_special(name: str) -> bool:
    """Whether something is there that is written to, and cannot be replaced."""
    if name in _STREAMS:
        return True
    with suppress(OSError):
        mode = os.stat(name).st_mode
        return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
    return False


def _put_first(name: str, beside: str, target: str) -> None:
    """Give a new file its name, unless somebody else took it meanwhile."""
    try:
        Disk.link(beside, target)
    except FileExistsError as error:
        raise _refuse_existing(name) from error
    except OSError:
        # Some file systems have no second names, so the look and the rename are two steps.
        if os.path.lexists(target):
            raise _refuse_existing(name) from None
        Disk.rename(beside, target)
    else:
        Disk.remove(beside)


@contextmanager
def _removed_on_failure(beside: str, remove: Callable[[str], object]) -> Iterator[None]:
    """Remove what is beside where the block fails, or a signal ends the program in it."""
    with ending_with(lambda: remove(beside)):
        try:
            yield
        except BaseException:
            with suppress(OSError):
                remove(beside)
            raise


def _remove_tree(path: str) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)


def _name_beside(target: str, ending: str = "new") -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.{ending}")


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say of a file that cannot be written why."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(
            f"{name} cannot be written ({reason})", "name a file that you may write"
        ) from error
