"""The error boundary: a failure becomes one line on stderr and an exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cqfacts.errors import CqfactsError, OutputError, StoreSyntaxError, UsageError

from .app import app
from .streams import (
    ReaderGoneError,
    abandon_output,
    flush_output,
    set_up_streams,
    tell,
    tell_place,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130


def run_command(args: Sequence[str] | None) -> int:
    """Run the command that the arguments name."""
    set_up_streams()
    try:
        status = app(
            args=None if args is None else list(args), prog_name="cqfacts", standalone_mode=False
        )
        flush_output()
    except ReaderGoneError:
        return 0
    except typer.Abort:
        return _INTERRUPTED
    except SystemExit as error:
        # Typer ends so when a closed pipe stops its own output, such as help.
        if isinstance(error.__context__, BrokenPipeError):
            abandon_output()
            return 0
        raise
    except (CqfactsError, typer.TyperException, OSError) as error:
        return _tell_failure(error)
    return status if isinstance(status, int) else 0


def _tell_failure(error: CqfactsError | typer.TyperException | OSError) -> int:
    """Tell what stopped a command, in one line, and return the exit status."""
    if isinstance(error, StoreSyntaxError):
        tell_place(str(error))
        return error.exit_status
    if isinstance(error, CqfactsError):
        tell(str(error))
        return error.exit_status
    if isinstance(error, typer.TyperException):
        tell(_in_one_line(error))
        return UsageError.exit_status
    # Typer's own output, such as help, that could not be written.
    abandon_output()
    tell(f"the output cannot be written ({error.strerror}); free some space or write elsewhere")
    return OutputError.exit_status


def _in_one_line(error: typer.TyperException) -> str:
    """Return a usage error of Typer's in the form of cqfacts' own messages."""
    near = getattr(error, "possibilities", None)
    message = error.message if near else error.format_message()
    message = " ".join(message.split()).rstrip(".?")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cqfacts"
    guess = f"did you mean {' or '.join(sorted(near))}? " if near else ""
    return f"{message[:1].lower()}{message[1:]}; {guess}'{command} --help' shows what there is"
