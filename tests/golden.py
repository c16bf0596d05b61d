"""Golden cases: a file holds a command, what it prints, and how it ends.

    $ COLUMNS=80 cqfacts show nev -f table
    …standard output…
    --- stderr
    …standard error…
    --- exit 3

The last two parts are left out where there is nothing to say. `make golden` writes the files anew.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ERROR = "--- stderr\n"
_EXIT = "--- exit "


@dataclass(frozen=True)
class Case:
    """A command line: what stands before the program's name is its environment."""

    line: str

    @property
    def environment(self) -> dict[str, str]:
        words = shlex.split(self.line)
        return dict(word.split("=", 1) for word in words[: words.index("cqfacts")])

    @property
    def args(self) -> list[str]:
        words = shlex.split(self.line)
        return words[words.index("cqfacts") + 1 :]


def read_case(path: Path) -> tuple[Case, str]:
    """Return the command of a golden file and all that follows it."""
    first, _, expected = path.read_text(encoding="utf-8").partition("\n")
    return Case(first.removeprefix("$ ")), expected


def join_outcome(out: str, err: str, status: int) -> str:
    """Return what a command did as a golden file has it."""
    text = out
    if err:
        text += _ERROR + err
    return f"{text}{_EXIT}{status}\n" if status else text


def wants_writing() -> bool:
    """Whether the files are to be written anew."""
    return os.environ.get("CQFACTS_GOLDEN") == "write"
