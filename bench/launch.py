"""Run one program into a pipe, and print what it took.

python -I -S bench/launch.py INPUT SECONDS PROGRAM ARGUMENTS

A process is charged the memory of the one that starts it, so this one imports next to nothing.
Prints one line, and the first of what the program printed: the seconds of processor and of wall
time, the bytes at the peak, those of this process itself, how the program ended, a checksum of
all that it printed.
"""

import os
import select
import signal
import sys
import time
import zlib

_KEPT = 4096
_BLOCK = 1 << 16


def launch(source: str, limit: float, command: list[str]) -> None:
    """Run the program until it ends, or for so many seconds."""
    own = _peak_of_this()
    reading, writing = os.pipe()
    into_pipe = [
        (os.POSIX_SPAWN_OPEN, 0, source, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writing, 1),
    ]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=into_pipe)
    os.close(writing)
    head, checksum = b"", 0
    while True:
        left = start + limit - time.perf_counter()
        if not select.select([reading], [], [], max(0, left))[0]:
            os.kill(child, signal.SIGKILL)
        elif block := os.read(reading, _BLOCK):
            head += block[: _KEPT - len(head)]
            checksum = zlib.crc32(block, checksum)
        else:
            break
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    processor = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss * _bytes_of_a_unit()
    line = f"{processor} {wall} {peak} {own} {os.waitstatus_to_exitcode(status)} {checksum}\n"
    sys.stdout.buffer.write(line.encode() + head)


def _peak_of_this() -> int:
    """Return the peak of this process since its program was loaded; 0 where nothing tells it."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if line[:6] == "VmHWM:")
    except (OSError, StopIteration):
        return 0


def _bytes_of_a_unit() -> int:
    """Return in what getrusage counts memory: kibibytes, but on macOS."""
    return 1 if sys.platform == "darwin" else 1024


if __name__ == "__main__":
    launch(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
