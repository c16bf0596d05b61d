"""A store of one's own: its files, read whole, and which of them is to be written."""

from __future__ import annotations

import os

from cqfacts.errors import StoreError, UsageError
from cqfacts.record import Record
from cqfacts.store import Store
from cqfacts.store.files import SHIPPED, VARIABLE, find_files
from cqfacts.store.tables import File, check_schema, parse_tables, read_content

from .entries import split_key
from .replacing import replace_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

    from .replacing import Change, Replaced

    Reader: TypeAlias = "Callable[[str, bytes], Snapshot]"

ADVICE = "'cqfacts init' makes one, and --store or CQFACTS_STORE names it"


class Snapshot(Record):
    """A file as it was read."""

    path: str
    content: bytes
    tables: Mapping[str, Any]


class OwnStore:
    """The files of a store that may be written, in their order, and the store that they make up.

    `paths` are the files and folders that were named.
    """

    def __init__(self, paths: Sequence[str], snapshots: Sequence[Snapshot]) -> None:
        self.paths = tuple(paths)
        self.snapshots = tuple(snapshots)
        self.store = Store(File(name=one.path, tables=dict(one.tables)) for one in self.snapshots)

    def find(self, path: str) -> Snapshot:
        """Return a file of the store as it was read. Raises KeyError."""
        return {one.path: one for one in self.snapshots}[path]

    def put(self, snapshot: Snapshot) -> OwnStore:
        """Return the store with a file as it is now, or with one that is new."""
        files = {one.path: one for one in self.snapshots} | {snapshot.path: snapshot}
        is_known = len(files) == len(self.snapshots)
        known = files.values() if is_known else sorted(files.values(), key=lambda one: one.path)
        return OwnStore(self.paths, list(known))

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which others may write a part of the store, none where it is one file."""
        named = [path for path in self.paths if os.path.isdir(path)]
        if not named and len(self.snapshots) < 2:  # noqa: PLR2004 - one file is locked by itself
            return ()
        return (*named, *(os.path.dirname(one.path) or os.curdir for one in self.snapshots))

    def replace(self, path: str, change: Change, *, is_dry: bool, patience: float) -> Replaced:
        """Put what `change` makes of a file in its place, or in that of a new one."""
        return replace_file(
            path,
            change,
            may_create=all(one.path != path for one in self.snapshots),
            is_dry=is_dry,
            folders=self.folders,
            patience=patience,
        )

    def refresh(self, path: str) -> OwnStore:
        """Return the store as it is now, but for the file that is being written."""
        known = {one.path: one for one in self.snapshots}
        found = [
            known.get(path) if name == path else _read_again(name, known)
            for name in _list(self.paths)
        ]
        snapshots = [one for one in found if one is not None]
        return self if snapshots == list(self.snapshots) else OwnStore(self.paths, snapshots)

    def renew(self, contents: Mapping[str, bytes]) -> OwnStore:
        """Return the store as it is now, with these contents of the files that are locked."""
        known = {one.path: one for one in self.snapshots}
        names = dict.fromkeys([*_list(self.paths), *(path for path in contents if path in known)])
        found = [_read_again(name, known, contents.get(name)) for name in names]
        return self if found == list(self.snapshots) else OwnStore(self.paths, found)

    def find_file(self, key: str, named: str | None = None) -> str:
        """Return the file that gets a fact of an indicator. Raises UsageError.

        That is the one `named`, which in a folder may be new; else the only one; else the last
        that has facts of the indicator, or says anything of it.
        """
        if named is not None:
            return self._find_named(named)
        if len(self.snapshots) == 1:
            return self.snapshots[0].path
        topic, name = split_key(key)
        tables = [(one.path, _find_table(one.tables, topic, name)) for one in self.snapshots]
        found = [path for path, table in tables if "facts" in table] or [
            path for path, table in tables if table
        ]
        if not found:
            raise UsageError(
                f"the store has {len(tables)} files and none has '{key}'", "name one with --file"
            )
        return found[-1]

    def _find_named(self, named: str) -> str:
        for one in self.snapshots:
            if named == os.path.basename(one.path) or os.path.abspath(named) == os.path.abspath(
                one.path
            ):
                return one.path
        folders = [path for path in self.paths if os.path.isdir(path)]
        is_plain = os.path.basename(named) == named and not named.startswith(".")
        if len(folders) != 1 or not is_plain or not named.endswith(".toml"):
            names = ", ".join(os.path.basename(one.path) for one in self.snapshots)
            raise UsageError(
                f"'{named}' is no file of the store",
                f"there are {names}, and in a folder a new one may be named like 2026.toml",
            )
        return os.path.join(folders[0], named)


def _read_again(path: str, known: Mapping[str, Snapshot], content: bytes | None = None) -> Snapshot:
    """Read a file, or a content of it that is known; most often it is as it was."""
    content = read_content(path) if content is None else content
    one = known.get(path)
    return one if one and one.content == content else read_snapshot(path, content)


def open_own(paths: Sequence[str] | None = None, *, read: Reader | None = None) -> OwnStore:
    """Read the files that paths name, or CQFACTS_STORE. Raises UsageError without either.

    `read` makes a snapshot of a file's path and content; without it that is `read_snapshot`.
    """
    known = list(paths or ()) or [
        path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path
    ]
    if not known or SHIPPED in known:
        raise UsageError("the store that ships with cqfacts is never written", ADVICE)
    make = read or read_snapshot
    return OwnStore(known, [make(path, read_content(path)) for path in _list(known)])


def read_snapshot(path: str, content: bytes) -> Snapshot:
    """Read the content of a file. Raises StoreError."""
    tables = parse_tables(content, path)
    check_schema(tables, path)
    return Snapshot(path=path, content=content, tables=tables)


def _list(paths: Sequence[str]) -> list[str]:
    """Return the files of a store, none for a single folder that has none yet."""
    try:
        return find_files(paths)
    except StoreError:
        if len(paths) == 1 and os.path.isdir(paths[0]):
            return []
        raise


def _find_table(tables: Mapping[str, Any], topic: str, name: str) -> Mapping[str, Any]:
    table = tables.get(topic, {})
    inner = table.get(name, {}) if isinstance(table, dict) else {}
    return inner if isinstance(inner, dict) else {}
