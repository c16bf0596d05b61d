"""Content: all that a file, a pipe or a device holds, which may be written over or never end."""

from __future__ import annotations

import os
import time
from errno import EFBIG
from io import UnsupportedOperation
from stat import S_ISREG

from .limits import LARGEST_FILE, LARGEST_STREAM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_PIECE = 1 << 20
# Whoever writes a file over where it is may be met so often.
_MOST_TRIES = 10
# A file system may give two writes within this time the same mark.
_TICK_NS = 20_000_000


def read_whole(file: BinaryIO) -> bytes:
    """Return what a file, a pipe or a device still holds. Raises OSError, also for too much."""
    state = find_state(file)
    # What the system makes up as it is read has no size.
    if state is not None and state[0]:
        if state[0] > LARGEST_FILE:
            said = f"has {state[0]:,} bytes, and at most {LARGEST_FILE:,} are read"
            raise OSError(EFBIG, said)
        return file.read()
    content = bytearray()
    while piece := file.read(_PIECE):
        content += piece
        if len(content) > LARGEST_STREAM:
            raise OSError(EFBIG, f"does not end within {LARGEST_STREAM:,} bytes")
    return bytes(content)


def read_steady(path: str) -> bytes | None:
    """Return what a file held at one moment, None where it never stands still. Raises OSError.

    A file that is written over where it is, and not replaced, may be met half written.
    """
    last = None
    for _ in range(_MOST_TRIES):
        with open(path, "rb") as file:
            before = find_state(file)
            content = read_whole(file)
            # One that is only touched says the same again.
            if before is None or content == last:
                return content
            last = content
            _wait_for_tick(before)
            if find_state(file) == before:
                return content
    return None


def _wait_for_tick(state: tuple[int, int]) -> None:
    """Wait until a file that changed just now would show another time if it changed again."""
    age = time.time_ns() - state[1]
    if 0 <= age < _TICK_NS:
        time.sleep((_TICK_NS - age) / 1e9)


def find_state(file: BinaryIO) -> tuple[int, int] | None:
    """Return what a change of a plain file shows in, None for what is no plain file."""
    try:
        found = os.fstat(file.fileno())
    except UnsupportedOperation:
        # A program that runs a command in itself may give it a stream of its own.
        return None
    if not S_ISREG(found.st_mode):
        return None
    # Not its status, which changes when another file takes its place: then it is whole.
    return found.st_size, found.st_mtime_ns
