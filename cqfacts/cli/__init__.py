"""The command line: Typer and Rich, and nobody else.

`main` is the one seam: arguments in, an exit status out, everything else on stdout and stderr.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_INTERRUPTED = 130


def run() -> NoReturn:
    """Run cqfacts as a program, and end the process."""
    # One short command leaves no garbage worth searching for.
    gc.disable()
    status = main()
    # Nothing is left to tear down once the output is out: files are closed where they are written,
    # and there are no threads.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            # Nobody reads it, or it was never there.
            continue
    os._exit(status)


def main(args: Sequence[str] | None = None, *, plainly: bool = True) -> int:
    """Run one command and return its exit status. Everything that stops it becomes one line.

    Without `plainly` Typer reads every command line, also those that can be read without it.
    """
    try:
        from .boundary import run_command

        return run_command(args, plainly=plainly)
    except KeyboardInterrupt:
        return _INTERRUPTED
