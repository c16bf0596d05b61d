"""Changes of a file: what would be written, as a diff, and the problems that come with it."""

from __future__ import annotations

from cqfacts.visible import make_visible

from .streams import tell_place, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.diagnostics import Diagnostic


def write_diff(path: str, before: bytes, after: bytes) -> None:
    """Write a unified diff of a file to standard output, with the line ends it has."""
    write_output(_diff(path, before, after))


def tell_problems(problems: Iterable[Diagnostic]) -> None:
    """Tell problems on standard error, one a line, as `check` has them."""
    for problem in problems:
        grade = "" if problem.severity == "error" else f"{problem.severity}: "
        place, _, message = str(problem).partition(": ")
        tell_place(make_visible(f"{place}: {grade}{message}"))


def _diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    from difflib import unified_diff
    from io import StringIO

    # A line ends where TOML ends it, and nowhere else.
    old, new = (StringIO(one.decode(), newline="\n").readlines() for one in (before, after))
    for line in unified_diff(old, new, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
