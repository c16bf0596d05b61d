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

_FAILED = 5
_INTERRUPTED = 130


def run() -> NoReturn:
    """Run cqfacts as a program, and end the process."""
    # One short command leaves no garbage worth searching for.
    gc.disable()
    _leave_interruptions()
    try:
        status = main()
    except (MemoryError, SystemError):
        # Without memory even telling so may fail.
        status = _FAILED
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
    except (OSError, ImportError, MemoryError, SystemError) as error:
        # The last is what Python itself raises where memory ends at a bad moment.
        return _give_up(error)


def _leave_interruptions() -> None:
    """Let Ctrl-C end the process at once and as it ends others, so that a shell's loop stops too.

    What Python does instead is a traceback while modules are imported. What has to be cleared away
    is (`cqfacts.saving`). Whoever had it ignored, as nohup does, goes on doing so.
    """
    # `signal` would bring `enum` along.
    import _signal  # type: ignore[import-not-found]  # the part of `signal` that is built in

    if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
        return
    is_interrupted = False
    try:
        if hasattr(_signal, "pthread_sigmask"):
            # One that is on its way comes here, and would else be lost.
            _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGINT,))
    except KeyboardInterrupt:
        is_interrupted = True
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    if hasattr(_signal, "pthread_sigmask"):
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, (_signal.SIGINT,))
    if is_interrupted:
        os.kill(os.getpid(), _signal.SIGINT)


def _give_up(error: Exception) -> int:
    """Say what the system does not give, with nothing that would have to be loaded for it."""
    reason = "no memory is left" if isinstance(error, MemoryError) else str(error)
    remedy = "allow it more memory and open files (ulimit)"
    try:
        sys.stderr.write(f"cqfacts: it cannot go on ({reason}); {remedy}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        # Nobody listens; the exit status still says what happened.
        pass
    return _FAILED
