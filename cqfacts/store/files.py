"""The files of a store: those given, else of CQFACTS_STORE, else the one that ships.

Whether they are to be indexed is known here too, before anything of an index is loaded.
"""

from __future__ import annotations

import os
from stat import S_ISREG

from cqfacts.errors import StoreError, UsageError
from cqfacts.files import MOST_FILES
from cqfacts.shipped import find_shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGE = 256 * 1024
"""From this many bytes on, a store is indexed."""

INDEX_VARIABLE = "CQFACTS_INDEX"
"""The environment variable that turns the index off."""

SHIPPED = "shipped"
"""What names the store that ships, where a path may stand."""

VARIABLE = "CQFACTS_STORE"
"""The environment variable that names stores: paths, separated as in PATH."""


def find_paths(given: Sequence[str | os.PathLike[str]]) -> Sequence[str | os.PathLike[str]]:
    """Return the paths given, else those that CQFACTS_STORE names, else the store that ships.

    `shipped` is the store that ships, and `./shipped` a file or a folder of that name.
    """
    if not given:
        given = [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]
    if not given:
        given = [SHIPPED]
    return [find_shipped("facts.toml") if path == SHIPPED else path for path in given]


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Return the files that make up a store, each once. Raises StoreError."""
    files: dict[str, str] = {}
    for given in paths:
        path = os.fspath(given)
        if "\0" in path:
            raise StoreError("cannot be read (a name has no zero byte)", "name a file", place=path)
        for file in _list_folder(path) if os.path.isdir(path) else [path]:
            files.setdefault(os.path.abspath(file), file)
    return list(files.values())


def _list_folder(folder: str) -> list[str]:
    """Return the TOML files of a folder in the order of their names."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise StoreError(
            f"cannot be listed ({error.strerror})", "give a folder that you may read", place=folder
        ) from error
    # Editors leave hidden files behind.
    files = [
        os.path.join(folder, name)
        for name in names
        if name.endswith(".toml") and not name.startswith(".")
    ]
    if len(files) > MOST_FILES:
        raise StoreError(
            f"holds {len(files):,} TOML files, and at most {MOST_FILES:,} are read",
            "put the facts of a topic into one file",
            place=folder,
        )
    if not files:
        raise StoreError(
            "holds no TOML file", "give a file or a folder of *.toml files", place=folder
        )
    return files


def wants_index() -> bool:
    """Whether large stores are to be indexed. Raises UsageError."""
    given = os.environ.get(INDEX_VARIABLE, "")
    if given not in ("", "on", "off"):
        raise UsageError(f"{INDEX_VARIABLE} is '{given}'", "write off, or leave it out")
    return given != "off"


def is_large(files: Iterable[str]) -> bool:
    """Whether reading the files takes longer than asking an index."""
    size = 0
    for path in files:
        try:
            found = os.stat(path)
        except OSError:
            # Reading it says why it cannot be read.
            return False
        if not S_ISREG(found.st_mode):
            return False
        size += found.st_size
    return size >= LARGE
