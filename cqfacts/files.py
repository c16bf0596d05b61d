"""Files: all that a file, a pipe or a device holds, and how much of anything is taken.

docs/format.md names the limits, and docs/trust.md says what they come to.
"""

from __future__ import annotations

import os
import time
from errno import EBUSY, EFBIG
from io import UnsupportedOperation
from stat import S_ISREG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

LARGEST_FILE = 1_000_000_000
"""Bytes of a file."""
LARGEST_STREAM = 100_000_000
"""Bytes of what has no size: a pipe, a device."""
MOST_FILES = 100_000
"""Files of a store."""
MOST_FACTS = 10_000_000
"""Facts of a store, those with a problem included."""
MOST_ROWS = 2_000_000
"""Rows of a file that is imported."""
MOST_PROBLEMS = 10_000
"""Problems of one indicator, and of what a check shows."""
MOST_TROUBLE = 100_000
"""Problems of all that is looked up in a store."""
MOST_STEPS = 10_000
"""Steps that facts with `each` have in one indicator."""
MOST_STEPS_OF_ALL = 300_000
"""Steps that facts with `each` have in all that is looked up in a store."""
MOST_UNKNOWN = 20
"""Keys of one table that the format does not have, and that are told of one by one."""
MOST_DIGITS = 1_000_000
"""Digits in a row."""
NAMES_PER_BYTE = 1 / 20
"""Names of tables, for every byte of a file that holds more than a few."""
FEW_NAMES = 100_000
"""Names of tables that a file of any size may hold."""
LARGEST_DOCUMENT = 100_000_000
"""Bytes of a document: what is audited, or what words are held against."""
MOST_CHARACTERS = 3_000_000
"""Characters of the text of a document."""
MOST_NUMBERS = 600_000
"""Numbers of a document, in digits or Chinese characters; a megabyte has no more than 524,288."""
LARGEST_PAGE = 30_000_000
"""Characters of an HTML page, its tags included."""
MOST_MARKS = 2_000_000
"""Tags, comments and character references of an HTML page."""
LARGEST_WORKBOOK = 300_000_000
"""Bytes of everything in a workbook, unpacked."""
LARGEST_WORD_TEXT = 50_000_000
"""Bytes of XML in a Word file, unpacked."""
LARGEST_WORD_FILE = 300_000_000
"""Bytes of everything in a Word file, unpacked."""
LARGEST_PDF_CONTENT = 30_000_000
"""Bytes of what the pages of a PDF are drawn by, unpacked."""
EXTRACTION_MEMORY = 900_000_000
"""Bytes of memory of the process that extracts the text of a Word or PDF file."""
EXTRACTION_SECONDS = 8
"""Seconds of processor time that it has for any file."""
EXTRACTION_SPEED = 50_000
"""Characters that bring it another second, as many as the file has bytes."""

_PIECE = 1 << 20
# Whoever writes a file in several steps is taken to have ended when nothing came for so long; where
# what is there looks as if more were to come, when nothing came for longer.
_QUIET_NS = 50_000_000
_QUIET_UNENDED_NS = 500_000_000
# A file that never stands still is given up after this time; it is looked at so often meanwhile.
_PATIENCE_SECONDS = 1.0
_LOOK_SECONDS = 0.01


class BusyError(OSError):
    """A file is being written by another program, and does not stand still."""


def read_whole(file: BinaryIO, most: int | None = None) -> bytes:
    """Return what a file, a pipe or a device still holds. Raises OSError, also for too much.

    `most` bytes are read of a file, where it is given; of what has no size no more either.
    """
    most = most or LARGEST_FILE
    state = find_state(file)
    # What the system makes up as it is read has no size.
    if state is not None and state.st_size:
        if state.st_size > most:
            said = f"has {state.st_size:,} bytes, and at most {most:,} are read"
            raise OSError(EFBIG, said)
        return file.read()
    most = min(most, LARGEST_STREAM)
    content = bytearray()
    while piece := file.read(_PIECE):
        content += piece
        if len(content) > most:
            raise OSError(EFBIG, f"does not end within {most:,} bytes")
    return bytes(content)


def read_steady(
    path: str, most: int | None = None, opener: Callable[[str, int], int] | None = None
) -> bytes:
    """Return what a file held at one moment. Raises OSError, BusyError where it never stands still.

    At most so many bytes are read, where they are given; `opener` is as `open` has it.
    A file that is written over where it is, and not replaced, may be met half written, or empty as
    it was cut off and not written yet. So one that changed just now is read when it has been left
    alone for a moment; one that did not is never waited for.
    """
    until = None
    while True:
        with open(path, "rb", opener=opener) as file:
            before = find_state(file)
            content = read_whole(file, most)
            if before is None or _stands_still(file, before, content):
                return content
        until = until or time.monotonic() + _PATIENCE_SECONDS
        if time.monotonic() > until:
            raise BusyError(EBUSY, "another program is writing it")


def find_state(file: BinaryIO) -> os.stat_result | None:
    """Return what a change of a plain file shows in, None for what is no plain file."""
    try:
        found = os.fstat(file.fileno())
    except UnsupportedOperation:
        # A program that runs a command in itself may give it a stream of its own.
        return None
    return found if S_ISREG(found.st_mode) else None


def _stands_still(file: BinaryIO, before: os.stat_result, content: bytes) -> bool:
    """Whether a file is still as it was before it was read, and was left alone for long enough."""
    rest = _find_rest(before, content)
    while True:
        now = os.fstat(file.fileno())
        if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            return False
        if now.st_ctime_ns != before.st_ctime_ns:
            # Another file took its place, so that it is whole, or else its times were set back.
            file.seek(0)
            if file.read() != content:
                return False
            before = now
        if rest <= 0:
            return True
        time.sleep(min(rest, _LOOK_SECONDS))
        rest -= _LOOK_SECONDS


def _find_rest(state: os.stat_result, content: bytes) -> float:
    """Return for how many seconds a file is to be left alone until it is taken for whole."""
    is_ended = content.endswith(b"\n") and not content.isspace()
    quiet = _QUIET_NS if is_ended else _QUIET_UNENDED_NS
    now = time.time_ns()
    # A time that is yet to come was set by somebody, and says nothing of the last change.
    changed = state.st_mtime_ns if state.st_mtime_ns <= now else state.st_ctime_ns
    return min(quiet - (now - changed), quiet) / 1e9
