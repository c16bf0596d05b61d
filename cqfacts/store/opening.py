"""Finding the files of a store: the paths given, else CQFACTS_STORE, else the one that ships."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cqfacts.errors import StoreError

from .store import Store
from .tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VARIABLE = "CQFACTS_STORE"
"""The environment variable that names stores: paths, separated as in PATH."""

_PACKAGE = Path(__file__).parent.parent


def open_store(*paths: str | os.PathLike[str]) -> Store:
    """Read a store of files and folders of `*.toml`, in the order given and by name in a folder.

    Without paths it is the store that CQFACTS_STORE names, and without that the one that ships
    with cqfacts. Raises StoreError when a file is missing or cannot be read; a problem in a file's
    facts is no reason to stop (see `Store.diagnostics`).
    """
    return Store(load_tables(path) for path in find_files(find_paths(paths)))


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files that make up a store, each once. Raises StoreError."""
    files: dict[Path, Path] = {}
    for given in paths:
        path = Path(given)
        try:
            found = _list_folder(path) if path.is_dir() else [path]
        except OSError as error:
            raise StoreError(
                f"{path}: cannot be listed ({error.strerror}); give a folder that you may read"
            ) from error
        for file in found:
            files.setdefault(file.absolute(), file)
    return list(files.values())


def _list_folder(folder: Path) -> list[Path]:
    """Return the TOML files of a folder in the order of their names."""
    # Editors leave hidden files behind.
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix == ".toml" and not path.name.startswith(".")
    )
    if not files:
        raise StoreError(f"{folder}: holds no TOML file; give a file or a folder of *.toml files")
    return files


def find_paths(given: Sequence[str | os.PathLike[str]]) -> Sequence[str | os.PathLike[str]]:
    """Return the paths given, else those that CQFACTS_STORE names, else the store that ships."""
    if given:
        return given
    if named := [path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path]:
        return named
    shipped = _PACKAGE / "facts.toml"
    # In a checkout the store lies beside the package.
    return [shipped if shipped.exists() else _PACKAGE.parent / "facts.toml"]
