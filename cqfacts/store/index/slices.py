"""Slices: reading places of files, with few files open at a time, and parsing what is there."""

from __future__ import annotations

from cqfacts.store.tables import parse_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO
    from typing import Any, TypeAlias

    Place: TypeAlias = tuple[int, int]

_MOST_OPEN = 32


class Slices:
    """Reads places of files. It is to be closed."""

    def __init__(self) -> None:
        self._open: dict[str, FileIO] = {}

    def read(self, path: str, places: Sequence[Place]) -> list[bytes]:
        """Return what stands at the places. Raises OSError."""
        file = self._find_file(path)
        parts = []
        for start, end in places:
            file.seek(start)
            parts.append(file.read(end - start))
        return parts

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def __enter__(self) -> Slices:  # noqa: PYI034 - Self is of 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find_file(self, path: str) -> FileIO:
        if path not in self._open:
            if len(self._open) >= _MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = open(path, "rb", buffering=0)  # noqa: SIM115 - closed with the others
        return self._open[path]


def parse_parts(parts: Sequence[bytes]) -> dict[str, Any]:
    """Return the tables of parts that belong together.

    Raises StoreSyntaxError, without a true position, also where a part is not TOML by itself.
    """
    if len(parts) > 1:
        for part in parts:
            parse_tables(part, "")
    return parse_tables(b"".join(parts), "")
