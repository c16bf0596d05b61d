"""Disk: each step by which a file is written, so that a test can let any one of them fail."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress

from .content import read_steady

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# A file system that cannot do this has nothing to be forced out.
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
_DAY_SECONDS = 86_400


class Disk:
    """The steps, in their order. Each raises OSError."""

    @staticmethod
    def read(path: str) -> bytes:
        """Return what a file holds at one moment."""
        return read_steady(path)

    @staticmethod
    def create(path: str, mode: int) -> int:
        """Create a file, with a mode that the user's mask limits, and return its descriptor."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        return os.open(path, flags, mode)

    @staticmethod
    def write(descriptor: int, content: memoryview) -> int:
        """Write what goes in, and return how many bytes did."""
        return os.write(descriptor, content)

    @staticmethod
    def copy_mode(path: str, descriptor: int) -> None:
        """Give a new file what the one that it replaces has: owner, attributes and mode.

        An owner that only an administrator may give is left as it is.
        """
        if os.name == "nt":
            return
        found = os.stat(path)
        with suppress(PermissionError):
            os.fchown(descriptor, found.st_uid, found.st_gid)
        if hasattr(os, "listxattr"):
            with suppress(OSError):
                for name in os.listxattr(path):
                    os.setxattr(descriptor, name, os.getxattr(path, name))
        os.fchmod(descriptor, found.st_mode & 0o7777)

    @staticmethod
    def sync(descriptor: int) -> None:
        """Force a file to the disk."""
        os.fsync(descriptor)

    @staticmethod
    def link(path: str, name: str) -> None:
        """Give a file a second name, which nothing may have yet."""
        os.link(path, name)

    @staticmethod
    def rename(path: str, name: str) -> None:
        """Put a file in the place of another, at once."""
        os.replace(path, name)

    @staticmethod
    def sync_folder(folder: str) -> None:
        """Force the names of a folder to the disk."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        finally:
            os.close(descriptor)

    @staticmethod
    def remove(path: str) -> None:
        """Remove a name, which may be gone."""
        with suppress(FileNotFoundError):
            os.unlink(path)


def list_left_overs(target: str) -> Iterator[str]:
    """Yield what processes that were killed have left beside a file or folder to take its place.

    What is younger than a day may be of a process of another machine, which is not seen here.
    """
    folder, name = os.path.split(target)
    prefix = f".{name}."
    with suppress(OSError):
        for found in os.listdir(folder or os.curdir):
            process, _, ending = found.removeprefix(prefix).partition(".")
            is_ours = found.startswith(prefix) and process.isdecimal() and ending in ("new", "old")
            if is_ours and not is_running(int(process)):
                path = os.path.join(folder, found)
                if os.lstat(path).st_mtime < time.time() - _DAY_SECONDS:
                    yield path


def is_running(process: int) -> bool:
    """Whether a process is at work that made a file beside another, as far as can be known."""
    if os.name == "nt":
        # There, whoever asks so ends it.
        return True
    # What bears the number of this one is of a process before it.
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
