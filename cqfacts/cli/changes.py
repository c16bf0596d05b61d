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
    from cqfacts.writing import RowProblem


def write_diff(path: str, before: bytes, after: bytes) -> None:
    """Write a unified diff of a file to standard output, with the line ends it has."""
    from cqfacts.writing.hunks import format_diff

    write_output(format_diff(_name(path), before, after))


def tell_problems(problems: Iterable[Diagnostic | RowProblem]) -> None:
    """Tell problems on standard error, one a line, as `check` has them."""
    for problem in problems:
        tell_place(describe_problem(problem))


def describe_problem(problem: Diagnostic | RowProblem) -> str:
    """Return a problem in one line, in which its grade follows the place unless it is an error."""
    grade = "" if problem.severity == "error" else f"{problem.severity}: "
    return make_visible(f"{problem.place}: {grade}{problem.message}")


def _name(path: str) -> str:
    """Return the name by which `patch` finds a file: it takes none outside the current folder."""
    if not os.path.isabs(path):
        return path
    with suppress(OSError):
        path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path
