"""`cqfacts init`: a small store of one's own to begin with."""

from __future__ import annotations

import os

from cqfacts.errors import UsageError
from cqfacts.visible import make_visible

from .parameters import argument, option
from .streams import write_last

PARAMETERS = (
    argument("path", "[PATH]", "The file, or the folder of it. Default: facts.toml."),
    option("--dry-run", "Print what would be written, as a diff, and write nothing."),
)

_NAME = "facts.toml"
_ENDING = ".toml"
_SET = "CQFACTS_STORE"


def init(*, path: str | None, dry_run: bool) -> int:
    """Make a small store of your own, with comments that say how it goes on.

    \b
    cqfacts init                     ./facts.toml
    cqfacts init facts/              a folder, which may get a file for each report
    """
    import shlex

    from cqfacts.writing import create_file
    from cqfacts.writing.starting import STARTER, make_folder

    from .changes import write_diff

    name = _find_file(path or _NAME)
    if not dry_run:
        make_folder(os.path.dirname(name) or os.curdir)
    made = create_file(name, STARTER.encode(), is_dry=dry_run)
    if dry_run:
        write_diff(made.path, made.before, made.after)
    else:
        shown, whole = (make_visible(shlex.quote(one)) for one in (name, os.path.abspath(name)))
        told = f"{shown} is made; use it with --store {shown}, or set {_SET}={whole}\n"
        write_last(told, f"{name} is made")
    return 0


def _find_file(path: str) -> str:
    """Return the file that is to be made; a name without an ending is that of a folder."""
    if path.endswith(_ENDING) and not os.path.isdir(path):
        return path
    folder = path.rstrip(os.sep)
    ending = os.path.splitext(folder)[1]
    if ending and folder == path and not os.path.isdir(path):
        remedy = f"name it like {path.removesuffix(ending)}{_ENDING}, or a folder as {path}{os.sep}"
        raise UsageError(f"'{path}' does not end in {_ENDING}", remedy)
    return os.path.join(path, _NAME)
