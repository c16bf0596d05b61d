"""The pager: the program in which a person reads what is too long for a screen."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from contextlib import contextmanager, suppress
from itertools import chain
from subprocess import Popen, SubprocessError, run
from time import sleep

from cqfacts.saving import ending_with

from .drawing.console import remove_links
from .streams import ReaderGoneError, note_written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

VARIABLES = ("CQFACTS_PAGER", "PAGER")
"""The environment variables that name a pager; the first that is set decides, even if empty."""

_DEFAULT = "less -FIRX"
# What every pipe takes in at once, whether anybody reads it or not.
_FIRST_BYTES = 4096
_PAUSE = 0.002
_LESS_WITH_LINKS = 566


def page(pieces: Iterable[str]) -> Iterable[str]:
    """Show text in a pager, and return what is left to print: all of it where none takes any.

    Raises ReaderGoneError when the person leaves the pager before the end.
    """
    command = _find_command()
    if not command:
        return pieces
    rest = iter(pieces) if _shows_links(command) else map(remove_links, pieces)
    head = next(rest, "")
    with _leave_interruptions():
        encoded = _encode(head)
        pager = _start(command, encoded[:_FIRST_BYTES])
        if pager is None:
            return chain([head], rest)
        note_written()
        process, pipe = pager
        with ending_with(lambda: _leave_to_read(process, pipe)):
            try:
                _feed(pipe, chain([encoded[_FIRST_BYTES:]], map(_encode, rest)))
            finally:
                process.wait()
    return ()


def _find_command() -> list[str]:
    """Return the words of the pager's command, none where there is to be no pager."""
    given = next((os.environ[name] for name in VARIABLES if name in os.environ), _DEFAULT)
    try:
        words = shlex.split(given)
    except ValueError:
        # A quotation that does not end is no command.
        return []
    # A terminal that cannot move has no pages, and `cat` would change nothing.
    is_plain = words == ["cat"] or os.environ.get("TERM") == "dumb"
    return [] if is_plain else words


def _shows_links(command: Sequence[str]) -> bool:
    """Whether a pager hands links on to the terminal: older ones show them as signs."""
    if os.path.basename(command[0]) != "less":
        return False
    try:
        told = run([command[0], "--version"], capture_output=True, check=False, timeout=1)  # noqa: S603 - the user's own choice
    except (OSError, SubprocessError):
        return False
    # Its first line is `less 643 (…)`, with a point in the versions between.
    version = told.stdout.partition(b" ")[2][: len(str(_LESS_WITH_LINKS))]
    return version.isdigit() and int(version) >= _LESS_WITH_LINKS


@contextmanager
def _leave_interruptions() -> Iterator[None]:
    """Leave Ctrl-C to the pager, where it stops a search and not the program.

    A function is not handed on to the pager, as `SIG_IGN` would be.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(command: Sequence[str], first: bytes) -> tuple[Popen[bytes], IO[bytes]] | None:
    """Start a pager and give it the first bytes, None where it does not take them."""
    reading, writing = os.pipe()
    try:
        process = Popen(command, stdin=reading, env=_describe_text())  # noqa: S603 - the user's own choice
        os.write(writing, first)
        is_taken = _takes(process, reading, len(first))
    except OSError:
        is_taken = False
    os.close(reading)
    if is_taken:
        return process, open(writing, "wb")
    os.close(writing)
    return None


def _leave_to_read(process: Popen[bytes], pipe: IO[bytes]) -> None:
    """Give a pager no more text, and wait until the person has read what it has.

    Without that the pager and a shell would read the same keys.
    """
    with suppress(OSError):
        os.close(pipe.fileno())
    with suppress(ChildProcessError):
        # `process.wait` may be what was interrupted, and its lock be held.
        os.waitpid(process.pid, 0)


def _takes(process: Popen[bytes], reading: int, size: int) -> bool:
    """Whether a pager takes any of what waits in its pipe before it ends."""
    try:
        from fcntl import ioctl
        from termios import FIONREAD
    except ImportError:
        # Elsewhere nothing tells how much waits.
        return True
    while True:
        has_ended = process.poll() is not None
        waiting = ioctl(reading, FIONREAD, bytes(4))
        if int.from_bytes(waiting, sys.byteorder) < size:
            return True
        if has_ended:
            return False
        sleep(_PAUSE)


def _describe_text() -> dict[str, str]:
    """Return the environment of a pager, which says where it does not yet what the text is."""
    more = {"LESS": "FIRX"}
    if sys.stdout.encoding.lower() == "utf-8":
        more["LESSCHARSET"] = "utf-8"
    return {**more, **os.environ}


def _encode(piece: str) -> bytes:
    """Return text as the terminal would be given it."""
    return piece.encode(sys.stdout.encoding, sys.stdout.errors or "strict")


def _feed(pipe: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Give a pager its text, each piece as soon as it is there."""
    try:
        for piece in pieces:
            pipe.write(piece)
            pipe.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    finally:
        # What is still buffered finds no reader either.
        with suppress(BrokenPipeError):
            pipe.close()
