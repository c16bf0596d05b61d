"""Places of indexes: the user's cache folder, and the file of each store in it."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from cqfacts.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_STEM = 40


def find_cache_folder() -> str:
    """Return the folder that holds the indexes, which need not exist.

    Raises OutputError where there is no home for it.
    """
    if sys.platform.startswith("linux"):
        # What platformdirs answers, which takes half a lookup's time to be loaded.
        given = os.environ.get("XDG_CACHE_HOME", "")
        # One that depends on where somebody stands is to be ignored, as the standard has it.
        cache = given if os.path.isabs(given) else os.path.join(_find_home(), ".cache")
        return os.path.join(cache, "cqfacts")
    from platformdirs import user_cache_dir

    return user_cache_dir("cqfacts", appauthor=False)


def _find_home() -> str:
    """Return the user's home, which is not the folder `~` of wherever the user happens to be."""
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        raise OutputError(
            "no index can be kept, since there is no home folder",
            "set XDG_CACHE_HOME to a folder that you may write, or CQFACTS_INDEX=off",
        )
    return home


def require_own_folder(place: str) -> None:
    """Refuse an index in a folder where somebody else may write. Raises OutputError.

    A folder that is not there is made for the user alone, by whoever first builds an index.
    """
    folder = os.path.dirname(place)
    try:
        found = os.stat(folder)
    except OSError:
        return
    if os.name == "nt":
        return
    if found.st_uid != os.geteuid():
        raise OutputError(
            f"no index is kept in {folder}, which is another user's",
            "set XDG_CACHE_HOME to a folder of your own, or CQFACTS_INDEX=off",
        )
    if found.st_mode & 0o022:
        raise OutputError(
            f"no index is kept in {folder}, where others may write",
            "keep them out with 'chmod go-w', or set CQFACTS_INDEX=off",
        )


def resolve_file(path: str) -> str:
    """Return the one path of a file, whatever way leads to its folder."""
    folder, name = os.path.split(path)
    return os.path.join(_resolve_folder(folder), name)


@lru_cache
def _resolve_folder(folder: str) -> str:
    return os.path.realpath(folder)


def find_index(paths: Iterable[str]) -> str:
    """Return the path of the index of the store that these files and folders make up."""
    from zlib import crc32

    known = os.pathsep.join(os.path.realpath(path) for path in paths)
    stem = os.path.splitext(os.path.basename(known))[0]
    plain = "".join(one if one.isalnum() else "-" for one in stem)[:_LONGEST_STEM]
    name = os.fsencode(known)
    # Two stores of one digest would only take turns: an index knows whose it is.
    digest = f"{crc32(name):08x}{crc32(name[::-1]):08x}"
    # Each Python has an index of its own: none would trust another's.
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return os.path.join(find_cache_folder(), f"{plain}-{digest}-{python}.index")
