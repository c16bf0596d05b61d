"""Running a command line at a real terminal (Unix only)."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from select import select
from termios import TIOCSWINSZ
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A session whose terminal is standard input, from which a key such as Ctrl-C is a signal.
_LEAD = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp("bash", ["bash", "-c", sys.argv[1]])
"""


def run_in_terminal(
    line: str,
    more: dict[str, str] | None = None,
    *,
    width: int = 80,
    cwd: Path | None = None,
    typed: Sequence[tuple[str, str]] = (),
) -> str:
    """Run a shell line with a terminal for its output; return what the terminal received.

    It has 40 rows, and no pager unless `more` names one.
    `typed` are pairs of what to wait for, in what comes after the keys before, and the keys to
    press once it is there. A last Ctrl-C or Ctrl-D is pressed again until it is heeded, as people
    do: Python misses one between its prompt and its wait for a line.
    """
    waiting = list(typed)
    again = typed[-1][1].encode() if typed and typed[-1][1] in ("\x03", "\x04") else b""
    leader, follower = pty.openpty()
    ioctl(follower, TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    environment = {
        **kept,
        "PATH": path,
        "TERM": "xterm",
        "PYTHONUTF8": "1",
        "PAGER": "",
        **(more or {}),
    }
    with subprocess.Popen(
        [sys.executable, "-c", _LEAD, line] if typed else ["bash", "-c", line],
        stdin=follower if typed else subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env=environment,
        cwd=cwd,
        start_new_session=bool(typed),
    ) as process:
        os.close(follower)
        received = b""
        seen = 0
        while True:
            if again and not waiting and not select([leader], [], [], 1)[0]:
                os.write(leader, again)
                continue
            try:
                piece = os.read(leader, 65536)
            except OSError:
                # The last program closed its end.
                break
            if not piece:
                break
            received += piece
            if waiting and waiting[0][0].encode() in received[seen:]:
                os.write(leader, waiting.pop(0)[1].encode())
                seen = len(received)
        process.wait(timeout=60)
    os.close(leader)
    return received.decode().replace("\r\n", "\n")
