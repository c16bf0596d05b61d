"""Standard output and standard error: text out, messages out, and a reader that went away."""

from __future__ import annotations

import os
import sys
from errno import EBADF

from cqfacts.errors import OutputError
from cqfacts.visible import make_visible, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


class ReaderGoneError(Exception):
    """Whoever read the output closed it; there is nobody left to tell anything."""


def set_up_streams() -> None:
    """Let no character stop a stream whose encoding lacks it, and replace one that is closed.

    Half of a pair, which a file's name may have, is written as JSON escapes it.
    """
    global _has_written  # noqa: PLW0603 - there is one standard output
    _has_written = False
    _pending.clear()
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        _fill_descriptors()
    if sys.stdout is None:
        sys.stdout = _open_closed()
    if sys.stderr is None:
        sys.stderr = _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and stream.errors != "backslashreplace":
            stream.reconfigure(errors="backslashreplace")


def _fill_descriptors() -> None:
    """Open nothing where a standard stream is closed, lest a file of a store come to be there.

    An editor finds it too.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def _open_closed() -> TextIO:
    """Return a stream that cannot be written: an answer is then known to be lost."""
    return open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


_LAST_STREAM = 2
_WIDTH = 80

# What is to be written next, as long as it can still be taken back: so many characters at most,
# lest a long answer be waited for.
_pending: list[str] = []
_MOST_PENDING = 1 << 15
_has_written = False


def take_back() -> bool:
    """Forget what is pending. Return whether that was all of the output so far."""
    _pending.clear()
    return not _has_written


def write_output(pieces: Iterable[str], *, drawn: bool = False) -> None:
    """Write text to standard output. Raises ReaderGoneError and OutputError.

    On a terminal, characters that would control it are made visible, unless the text is `drawn`:
    made by Rich from text that is visible already.
    """
    hide = sys.stdout.isatty() and not drawn
    size = 0
    for piece in pieces:
        _pending.append(make_visible(piece, keep_layout=True) if hide else piece)
        size += len(piece)
        if size > _MOST_PENDING:
            _write_pending()
            size = 0


def write_last(text: str, done: str) -> None:
    """Write and bring out what tells of work that is `done`, which stands whatever comes of it.

    Raises ReaderGoneError and OutputError, which says that it is done.
    """
    try:
        write_output([text])
        flush_output()
    except OutputError as error:
        raise OutputError(f"{done}, but {error.problem}", "do not do it again") from error


def flush_output() -> None:
    """Bring out what is still buffered. Raises ReaderGoneError and OutputError."""
    _write_pending()
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _give_up(error) from error


def _write_pending() -> None:
    try:
        _bring_out_pending()
    except OSError as error:
        raise _give_up(error) from error


def _bring_out_pending() -> None:
    if _pending:
        note_written()
        text = "".join(_pending)
        _pending.clear()
        sys.stdout.write(text)


def note_written() -> None:
    """Remember that some of the output is where it cannot be taken back from."""
    global _has_written  # noqa: PLW0603 - there is one standard output
    _has_written = True


def _give_up(error: OSError) -> Exception:
    """Abandon the output and return what says why."""
    abandon_output()
    if isinstance(error, BrokenPipeError):
        return ReaderGoneError()
    return to_output_error(error)


def to_output_error(error: OSError) -> OutputError:
    """Return the error of standard output that cannot be written."""
    if error.errno == EBADF:
        problem = "the output cannot be written (it is closed)"
        return OutputError(problem, "open it, or write to a file")
    reason = error.strerror or "unknown reason"
    return OutputError(
        f"the output cannot be written ({reason})", "free some space or write elsewhere"
    )


def tell(message: str) -> None:
    """Write one line to standard error, as coming from cqfacts."""
    tell_place(f"cqfacts: {message}")


def tell_place(message: str) -> None:
    """Write one line to standard error that starts with a place, as compilers do."""
    try:
        _bring_out_pending()
        sys.stdout.flush()
        shown = make_visible(shorten(message))
        sys.stderr.write((_wrap(shown) if sys.stderr.isatty() else shown) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        # Nobody listens; the exit status still says what happened.
        return


def write_overview() -> None:
    """Write the start screen, as wide as the terminal. Raises ReaderGoneError and OutputError."""
    from .overview import describe_overview

    write_output([describe_overview(_find_width(sys.stdout) if sys.stdout.isatty() else None)])


def _wrap(message: str) -> str:
    """Return a message that the terminal does not break within words."""
    from cqfacts.visible import wrap

    return wrap(message, _find_width(sys.stderr))


def _find_width(stream: TextIO) -> int:
    """Return how many columns a stream has, as COLUMNS or its terminal says."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def abandon_output() -> None:
    """Point standard output, which failed, to nowhere: closing it at the end cannot fail again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        # A stream without a file has nothing to point elsewhere.
        return
