"""The few failures that stop a command, each with its exit status.

A problem in a store is not among them: that is a `diagnostics.Diagnostic`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# When several things go wrong at once the first of these is the exit status.
_GRAVEST_FIRST = (5, 2, 3, 4, 1, 0)


class CqfactsError(Exception):
    """A command cannot go on. The message is one line, with what to do after a semicolon."""

    exit_status = 1


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
    """A file is not the TOML of a store; the message starts with its place, `file:line:column:`."""


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
