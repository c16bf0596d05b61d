"""`cqfacts init`: a small store of one's own to begin with."""

from __future__ import annotations

import os

from .parameters import Argument, Option
from .streams import write_output

TYPE_CHECKING = False

PARAMETERS = (
    Argument(
        name="path",
        metavar="[PATH]",
        help="The file, or the folder of it. Default: facts.toml.",
        is_required=False,
    ),
    Option(
        name="dry_run",
        flags=("--dry-run",),
        is_switch=True,
        help="Print what would be written, as a diff, and write nothing.",
    ),
)

_NAME = "facts.toml"
_ENDING = ".toml"


def init(*, path: str | None, dry_run: bool) -> int:
    """Make a small store of your own, with comments that say how it goes on.

    \b
    cqfacts init                     ./facts.toml
    cqfacts init facts/              a folder, which may get a file for each report
    """
    from cqfacts.writing import create_file
    from cqfacts.writing.starting import STARTER

    from .changes import write_diff

    name = path or _NAME
    if os.path.isdir(name) or not name.endswith(_ENDING):
        if not dry_run:
            os.makedirs(name, exist_ok=True)
        name = os.path.join(name, _NAME)
    made = create_file(name, STARTER.encode(), is_dry=dry_run)
    if dry_run:
        write_diff(made.path, made.before, made.after)
    else:
        use = f"use it with --store {name}, or set CQFACTS_STORE={os.path.abspath(name)}"
        write_output([f"{name} is made; {use}\n"])
    return 0
