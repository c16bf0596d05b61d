"""Opening a store: by its index where it is large, else by reading all of its files."""

from __future__ import annotations

import os

from .files import find_files, find_paths, is_large, wants_index
from .store import Store
from .tables import load_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .index.keeping import Watch


def open_store(*paths: str | os.PathLike[str], watch: Watch | None = None) -> Store:
    """Open a store of files and folders of `*.toml`, in the order given and by name in a folder.

    Without paths it is the store that CQFACTS_STORE names, and without that the one that ships
    with cqfacts. A large store is indexed when it is first opened, in the user's cache folder,
    unless CQFACTS_INDEX is `off`; `watch` is told how that goes. Raises StoreError when a file is
    missing or cannot be read; a problem in a file's facts is no reason to stop (see
    `Store.diagnostics`).
    """
    known = [os.fspath(path) for path in find_paths(paths)]
    files = find_files(known)
    if wants_index() and is_large(files):
        from .index.keeping import find_shelf

        if shelf := find_shelf(known, files, watch):
            return Store(shelf=shelf)
    return Store(load_tables(path) for path in files)
