"""The error boundary: a failure becomes one line on stderr and an exit status."""

from __future__ import annotations

import os
import sys
from errno import EAGAIN, EMFILE, ENFILE, ENOMEM

from cqfacts.errors import CqfactsError, DamagedIndexError, StoreSyntaxError

from .commands import COMMANDS, load_command
from .folder import enter_folder, leave_folder
from .parameters import bind
from .plainly import put_command_first, read_plainly
from .streams import (
    ReaderGoneError,
    abandon_output,
    flush_output,
    set_up_streams,
    take_back,
    tell,
    tell_place,
    to_output_error,
    write_overview,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What the system runs out of: files of this process, files of all, memory, and processes.
_LIMITS = frozenset({EMFILE, ENFILE, ENOMEM, EAGAIN})
_COMPLETION = "_CQFACTS_COMPLETE"


def run_command(
    args: Sequence[str] | None, *, plainly: bool = True, is_second_try: bool = False
) -> int:
    """Run the command that the arguments name, without Typer where they can be read `plainly`."""
    set_up_streams()
    words = sys.argv[1:] if args is None else list(args)
    if words and words[0].startswith("-"):
        words = list(put_command_first(words))
    is_in_folder = enter_folder()
    try:
        status = _run_plainly(words) if plainly else None
        if status is None:
            status = _run_by_typer(words)
        flush_output()
    except (ReaderGoneError, BrokenPipeError):
        abandon_output()
        return 0
    except DamagedIndexError as error:
        # The index is gone, so that the same line is answered from a new one. What was written
        # cannot be taken back, nor standard input be read again.
        if take_back() and "-" not in words and not is_second_try:
            return run_command(words, plainly=plainly, is_second_try=True)
        return _tell_failure(error)
    except (CqfactsError, OSError) as error:
        return _tell_failure(error)
    finally:
        if is_in_folder:
            leave_folder()
    return status


def _run_plainly(words: Sequence[str]) -> int | None:
    """Run the command of a plain command line, None where it is not plain."""
    if _COMPLETION in os.environ:
        from .shells import answer_shell

        return answer_shell()
    if not words:
        write_overview()
        return 0
    if words[0] not in COMMANDS:
        return None
    command = load_command(words[0])
    values = read_plainly(words[1:], command.parameters)
    return None if values is None else command.run(**bind(command.parameters, values))


def _run_by_typer(words: Sequence[str]) -> int:
    from .application import run_application

    return run_application(words)


def _tell_failure(error: CqfactsError | OSError) -> int:
    """Tell what stopped a command, in one line, and return the exit status."""
    if isinstance(error, StoreSyntaxError):
        tell_place(str(error))
        return error.exit_status
    if isinstance(error, CqfactsError):
        tell(str(error))
        return error.exit_status
    if error.filename is not None or error.errno in _LIMITS:
        # A module that cannot be loaded, or whatever else the system refuses.
        raise error
    # Typer's own output, such as help, that could not be written.
    abandon_output()
    failure = to_output_error(error)
    tell(str(failure))
    return failure.exit_status
