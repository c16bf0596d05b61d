"""The command line: Typer and Rich, and nobody else.

`main` is the one seam: arguments in, an exit status out, everything else on stdout and stderr.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130


def run() -> NoReturn:
    """Run cqfacts as a program."""
    sys.exit(main())


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Everything that stops it becomes one line."""
    try:
        from .boundary import run_command

        return run_command(args)
    except KeyboardInterrupt:
        return _INTERRUPTED
