"""The few failures that stop a command, each with its exit status.

A problem in a store is not among them, unless nothing can be read because of it: that is a
`diagnostics.Diagnostic`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .diagnostics import Diagnostic

# When several things go wrong at once the first of these is the exit status.
_GRAVEST_FIRST = (5, 2, 3, 4, 1, 0)


class CqfactsError(Exception):
    """A command cannot go on: what is wrong, what to do, and where.

    `remedy` is empty where there is nothing to do, and `place` None where the problem names it. The
    three are put together where they are printed, and nowhere before.
    """

    exit_status = 1

    def __init__(self, problem: str, remedy: str = "", *, place: str | None = None) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy
        self.place = place

    def __str__(self) -> str:
        """One line: `place: what is wrong; what to do`."""
        place = "" if self.place is None else f"{self.place}: "
        return f"{place}{self.problem}; {self.remedy}" if self.remedy else f"{place}{self.problem}"


class UsageError(CqfactsError):
    """The question itself is wrong: an option, a field or a period that does not exist."""

    exit_status = 2


class NotFoundError(CqfactsError):
    """A named thing (a term, a source, a period of an indicator) is not in the store."""

    exit_status = 3


class AmbiguousError(CqfactsError):
    """There is more than one answer where one was asked for."""

    exit_status = 4


class StoreError(CqfactsError):
    """A store cannot be read."""

    exit_status = 5


class StoreSyntaxError(StoreError):
    """A file is not the TOML of a store; its `diagnostic` says where, and which check says so."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        place = str(diagnostic.location)
        super().__init__(diagnostic.problem, diagnostic.remedy, place=place)
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        """One line: `file:line:column: what is wrong; what to do [check-id]`."""
        return f"{super().__str__()} [{self.diagnostic.check}]"


class LimitError(StoreError):
    """A file is larger or denser than any is read."""


class DamagedIndexError(StoreError):
    """An index cannot be read. It is removed, so that whoever looks next builds it again."""


class OutputError(CqfactsError):
    """A file cannot be written."""

    exit_status = 5


def gravest(statuses: Iterable[int]) -> int:
    """Return the exit status that stands for several, 0 for none."""
    return min(statuses, key=_GRAVEST_FIRST.index, default=0)
