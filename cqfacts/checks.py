"""Checks: what is wrong with a store, in the order of its files.

So far the problems that reading it finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .diagnostics import Diagnostic
    from .store import Store


def check(store: Store) -> Iterator[Diagnostic]:
    """Yield every problem of a store, file by file."""
    files = list(store.files)
    yield from sorted(store.diagnostics, key=lambda problem: files.index(problem.location.file))
