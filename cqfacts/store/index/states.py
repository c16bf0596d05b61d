"""States of files: what tells, without reading a file, whether it is still what was indexed."""

from __future__ import annotations

import os
import time
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    State: TypeAlias = tuple[int, ...]

_BLOCK = 4096
# A file system may give two writes within this time the same mark.
_TICK_NS = 20_000_000
_MOST_WAITS = 10


def observe(path: str) -> State:
    """Return the state of a file: size, times of change, identity, and a look inside.

    Raises OSError.
    """
    with open(path, "rb", buffering=0) as file:
        found = os.fstat(file.fileno())
        # What was written over without a trace may be met in the middle, or at the end.
        file.seek(found.st_size // 2)
        looked = file.read(_BLOCK)
        file.seek(max(found.st_size - _BLOCK, 0))
        looked += file.read(_BLOCK)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, crc32(looked))


def wait_until_settled(path: str) -> None:
    """Wait until a change of a file would be seen by its times, unless it changes all the time.

    Raises OSError.
    """
    for _ in range(_MOST_WAITS):
        if not 0 <= time.time_ns() - os.stat(path).st_mtime_ns < _TICK_NS:
            return
        time.sleep(_TICK_NS / 1e9)
