"""Saving: how a file is written, locked, and left in order when a signal ends the program."""

from __future__ import annotations

import errno
import os
import signal
import time
from contextlib import contextmanager, suppress

from .files import read_steady

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from filelock import BaseFileLock

# A file system that cannot do this has nothing to be forced out.
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})
_DAY_SECONDS = 86_400
# Neither a pipe is waited for nor a link followed.
_PLAIN = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
# Whoever is next looks for a lock so often, and the others so often whether they are.
_NEXT_PAUSE, _OTHER_PAUSE = 0.01, 0.03
# Who waits says so as often as the first, and is taken to be gone after the second.
_CLAIM_SECONDS, _GONE_SECONDS = 0.5, 2
# What is over sooner than this is not told.
_SILENT_SECONDS = 1

# What ends a program without a word, unless it says otherwise.
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_last_acts: list[Callable[[], object]] = []
_heeded: list[int] = []
_holds: list[bool] = []
_held: list[int] = []


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


class LockedError(OSError):
    """A lock has been held by one other process for as long as one may."""


@contextmanager
def hold_lock(
    target: str, patience: float, on_waiting: Callable[[], None] | None = None
) -> Iterator[None]:
    """Hold the lock of a file, which is a hidden file beside it while somebody holds it.

    Who has waited longest is next. While others come and go one waits; the first who holds the
    lock for as many seconds as `patience` has makes one give up. `on_waiting` is called once, when
    it takes a while. The system releases the lock of a process that ends, however it ends. Raises
    LockedError, and OSError where there can be no such file.
    """
    from filelock import FileLock

    folder, name = os.path.split(target)
    lock = FileLock(os.path.join(folder, f".{name}.lock"), mode=0o666)
    turn = Turn(os.path.join(folder, f".{name}.next"))

    def remove() -> None:
        turn.end()
        # Whoever waits for a lock file that is gone sees that it has no name, and makes another.
        if lock.is_locked:
            with suppress(OSError):
                os.unlink(lock.lock_file)

    with ending_with(remove):
        try:
            _acquire(lock, turn, patience, on_waiting)
            turn.end()
            yield
        finally:
            with held_ending():
                remove()
                lock.release()


def _acquire(
    lock: BaseFileLock, turn: Turn, patience: float, on_waiting: Callable[[], None] | None
) -> None:
    from filelock import Timeout

    started = since = time.monotonic()
    holder: tuple[int, int] | None = None
    while True:
        # A signal in here would leave a file behind of which nobody knows yet.
        with held_ending():
            is_next = turn.has_come()
            if is_next:
                with suppress(Timeout):
                    lock.acquire(timeout=0)
        if lock.is_locked:
            return
        now = time.monotonic()
        found = _find_holder(lock.lock_file)
        if found != holder:
            holder, since = found, now
        if now - since >= patience:
            raise LockedError(errno.ETIMEDOUT, f"locked for {patience:g} seconds")
        if on_waiting and now - started > _SILENT_SECONDS:
            on_waiting()
            on_waiting = None
        # Chance keeps two from always looking at the same moments.
        pause = _NEXT_PAUSE if is_next else _OTHER_PAUSE
        time.sleep(pause * (0.5 + os.urandom(1)[0] / 255))


class Turn:
    """Whose turn it is to take a lock: a file beside it names whoever has waited longest.

    It makes waiting fair, and guards nothing: where it cannot be written, is damaged or of a
    process that is gone, all that comes of it is that somebody else is next.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        # By their letters the names of those who wait have the order in which they came.
        self._name = f"{time.time_ns():020} {os.getpid()}"
        self._is_waiting = False

    def has_come(self) -> bool:
        """Whether nobody else has waited longer. Who asks again waits, and says so."""
        name, age = self._read()
        if name and name < self._name and age < _GONE_SECONDS:
            self._is_waiting = True
            return False
        if self._is_waiting and (name != self._name or age > _CLAIM_SECONDS):
            self._claim()
        self._is_waiting = True
        return True

    def end(self) -> None:
        """Make way for the next one, and clear away what is of one who is gone."""
        name, age = self._read()
        if name == self._name or age > _GONE_SECONDS:
            with suppress(OSError):
                os.unlink(self._path)

    def _read(self) -> tuple[str, float]:
        """Return who is next, and for how many seconds; nothing where nobody waits."""
        with suppress(OSError, ValueError):
            descriptor = os.open(self._path, os.O_RDONLY | _PLAIN)
            try:
                # The clock of another machine may be before this one.
                age = abs(time.time() - os.fstat(descriptor).st_mtime)
                return os.read(descriptor, len(self._name) + 1).decode(), age
            finally:
                os.close(descriptor)
        return "", 0

    def _claim(self) -> None:
        with suppress(OSError):
            with suppress(FileNotFoundError):
                os.unlink(self._path)
            # A file of one's own: whatever somebody else puts here is not written.
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            try:
                os.write(descriptor, self._name.encode())
            finally:
                os.close(descriptor)


def _find_holder(path: str) -> tuple[int, int] | None:
    """Return what tells who holds a lock from who held it before: each makes a file of its own."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


@contextmanager
def ending_with(act: Callable[[], object]) -> Iterator[None]:
    """Let a signal that ends the program in the block do `act` first, which may be met anywhere.

    Whoever heeds a signal, or has it ignored as nohup does, goes on doing so: what is to be done
    where the block ends by an exception is not done here.
    """
    if not _last_acts:
        _heed_signals()
    _last_acts.append(act)
    try:
        yield
    finally:
        # It may be gone: an act that takes its time can be interrupted by another signal.
        with suppress(ValueError):
            _last_acts.remove(act)
        if not _last_acts:
            _leave_signals()


@contextmanager
def held_ending() -> Iterator[None]:
    """Let a signal wait until the block is over, which is short, and is in one of `ending_with`."""
    _holds.append(True)
    try:
        yield
    finally:
        _holds.pop()
        if _held and not _holds:
            _end(_held.pop(), None)


def end_by(number: int) -> None:
    """End the program as a signal does, so that whoever started it is told so."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _heed_signals() -> None:
    for number in (getattr(signal, name, None) for name in _ENDING_SIGNALS):
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            # Only the main thread can.
            with suppress(ValueError):
                signal.signal(number, _end)
                _heeded.append(number)


def _leave_signals() -> None:
    if not hasattr(signal, "pthread_sigmask"):
        _restore_signals()
        return
    # One that is on its way comes here, and would else be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _heeded)
    try:
        _restore_signals()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _restore_signals() -> None:
    while _heeded:
        with suppress(ValueError):
            signal.signal(_heeded.pop(), signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signals have it
    if _holds:
        _held.append(number)
        return
    while _last_acts:
        with suppress(OSError, ValueError):
            _last_acts.pop()()
    end_by(number)
