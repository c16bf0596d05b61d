"""Finding the files of a store: the paths given, else CQFACTS_STORE, else the one that ships."""

from __future__ import annotations

import os

from cqfacts.errors import StoreError
from cqfacts.shipped import find_shipped

from .store import Store
from .tables import load_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VARIABLE = "CQFACTS_STORE"
"""The environment variable that names stores: paths, separated as in PATH."""


def open_store(*paths: str | os.PathLike[str]) -> Store:
    """Read a store of files and folders of `*.toml`, in the order given and by name in a folder.

    Without paths it is the store that CQFACTS_STORE names, and without that the one that ships
    with cqfacts. Raises StoreError when a file is missing or cannot be read; a problem in a file's
    facts is no reason to stop (see `Store.diagnostics`).
    """
    return Store(load_tables(path) for path in find_files(find_paths(paths)))


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """Return the files that make up a store, each once. Raises StoreError."""
    files: dict[str, str] = {}
    for given in paths:
        path = os.fspath(given)
        for file in _list_folder(path) if os.path.isdir(path) else [path]:
            files.setdefault(os.path.abspath(file), file)
    return list(files.values())


def _list_folder(folder: str) -> list[str]:
    """Return the TOML files of a folder in the order of their names."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be listed ({error.strerror}); give a folder that you may read"
        ) from error
    # Editors leave hidden files behind.
    files = [
        os.path.join(folder, name)
        for name in names
        if name.endswith(".toml") and not name.startswith(".")
    ]
    if not files:
        raise StoreError(f"{folder}: holds no TOML file; give a file or a folder of *.toml files")
    return files


def find_paths(given: Sequence[str | os.PathLike[str]]) -> Sequence[str | os.PathLike[str]]:
    """Return the paths given, else those that CQFACTS_STORE names, else the store that ships."""
    if given:
        return given
    if named := [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]:
        return named
    return [find_shipped("facts.toml")]
