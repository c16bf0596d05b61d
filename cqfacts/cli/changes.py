"""Changes of a file: what would be written, as a diff, and the problems that come with it."""

from __future__ import annotations

import os
from contextlib import suppress

from cqfacts.visible import make_visible

from .streams import tell_place, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.diagnostics import Diagnostic


def write_diff(path: str, before: bytes, after: bytes) -> None:
    """Write a unified diff of a file to standard output, with the line ends it has."""
    from cqfacts.writing.hunks import format_diff

    write_output(format_diff(_name(path), before, after))


def tell_problems(problems: Iterable[Diagnostic]) -> None:
    """Tell problems on standard error, one a line, as `check` has them."""
    for problem in problems:
        grade = "" if problem.severity == "error" else f"{problem.severity}: "
        place, _, message = str(problem).partition(": ")
        tell_place(make_visible(f"{place}: {grade}{message}"))


def _name(path: str) -> str:
    """Return the name by which `patch` finds a file: it takes none outside the current folder."""
    if not os.path.isabs(path):
        return path
    with suppress(OSError):
        path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path
