"""The store in the folder: the facts.toml of the working folder, or of the nearest one above it."""

from __future__ import annotations

import os
import sys
from stat import S_ISREG

from cqfacts.shipped import find_shipped
from cqfacts.store.files import VARIABLE

from .streams import tell

_NAME = "facts.toml"
_TOP = 4096
"""So many bytes of a file are its top, in which it declares its schema."""


def enter_folder() -> bool:
    """Let a command without CQFACTS_STORE use the store in the folder, and say whether it does."""
    found = None if os.environ.get(VARIABLE) else find_in_folder()
    if found is not None:
        os.environ[VARIABLE] = found
    return found is not None


def leave_folder() -> None:
    """Forget the store in the folder, for a program that runs several commands."""
    os.environ.pop(VARIABLE, None)


def tell_folder(paths: object) -> None:
    """Say at a terminal which store of the folder answers, where no option names one."""
    if paths or not sys.stderr.isatty():
        return
    found = os.environ.get(VARIABLE, "")
    if found == find_in_folder():
        tell(f"the store is {found}; '-s shipped' is the one that ships")


def find_in_folder() -> str | None:
    """Return the nearest facts.toml that declares a schema and is the user's own, None without one.

    Folders are searched up to the home folder or the border of a file system.
    """
    try:
        folder = os.getcwd()
        device = os.stat(folder).st_dev
    except OSError:
        return None
    home = os.path.expanduser("~")
    while True:
        path = os.path.join(folder, _NAME)
        if _is_own_store(path):
            return None if _is_shipped(path) else path
        above = os.path.dirname(folder)
        if folder in (home, above) or not _is_on(above, device):
            return None
        folder = above


def _is_own_store(path: str) -> bool:
    """Whether a plain file of the user's own declares the schema at its top, sound or not."""
    try:
        found = os.stat(path)
        is_own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if not S_ISREG(found.st_mode) or not is_own:
            return False
        with open(path, "rb") as file:
            top = file.read(_TOP)
    except OSError:
        return False
    for line in top.splitlines():
        words = line.partition(b"#")[0].replace(b" ", b"").replace(b"\t", b"")
        if words == b"schema=1":
            return True
        if words.startswith(b"["):
            return False
    return False


def _is_shipped(path: str) -> bool:
    try:
        return os.path.samefile(path, find_shipped(_NAME))
    except OSError:
        return False


def _is_on(folder: str, device: int) -> bool:
    try:
        return os.stat(folder).st_dev == device
    except OSError:
        return False
