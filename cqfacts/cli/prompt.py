"""The prompt: a line that a person types, and a terminal that is as it was, however that ends."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from cqfacts.saving import ending_with

from .streams import flush_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager


def is_answered() -> bool:
    """Whether a person at a terminal sees what is asked, and can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def read_line(prompt: str) -> str:
    """Return a line that is typed, without the spaces around it. Raises EOFError."""
    flush_output()
    with _restored():
        return input(prompt).strip()


def _restored() -> AbstractContextManager[None]:
    """Have the terminal put back also where a signal ends the program while it is typed at."""
    try:
        restore = _find_restorer()
    except (ImportError, OSError, ValueError):
        return nullcontext()
    return ending_with(restore)


def _find_restorer() -> Callable[[], None]:
    """Return what makes the terminal as it is now. Raises where it is none."""
    import termios

    terminal = sys.stdin.fileno()
    try:
        settings = termios.tcgetattr(terminal)
    except termios.error as error:
        raise ValueError from error

    def restore() -> None:
        termios.tcsetattr(terminal, termios.TCSADRAIN, settings)
        # What is told next does not stand behind the question.
        os.write(terminal, b"\n")

    return restore
