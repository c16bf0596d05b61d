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
# A file system may give two writes within this time the same mark: one that counts in ticks of the
# system, and one that keeps whole seconds, or every other one.
_TICK_NS = 20_000_000
_COARSE_NS = 2_000_000_000
_SECOND_NS = 1_000_000_000
_MOST_WAITS = 10
# Times that lie further ahead come of a clock that was set back, and not of one that is ahead.
_MOST_AHEAD_NS = 3600 * _SECOND_NS


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
    times = found.st_mtime_ns, found.st_ctime_ns
    return (found.st_size, *times, found.st_dev, found.st_ino, crc32(looked))


def is_settled(state: State) -> bool:
    """Whether a file that is read from now on cannot change again and keep its state.

    That may be where it was changed so short a time ago that another change would have the same
    time, by the clock of its file system.
    """
    _, modified, changed, *_ = state
    # On Windows the time of change is that of creation.
    last = modified if os.name == "nt" else changed
    grain = _TICK_NS if last % _SECOND_NS else _COARSE_NS
    return not -_MOST_AHEAD_NS < time.time_ns() - last < grain


def wait_until_settled(path: str) -> None:
    """Wait until a change of a file would be seen by its times, where that takes no time.

    Raises OSError.
    """
    for _ in range(_MOST_WAITS):
        state = observe(path)
        if is_settled(state) or not state[2] % _SECOND_NS:
            return
        time.sleep(_TICK_NS / 1e9)
