"""Diagnostic: a problem in a store, at its place, as a value."""

from __future__ import annotations

from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Severity = Literal["error", "warning", "info"]


class Location(Record):
    """Where something is written: a file, and the keys that lead to it inside the file.

    A whole number among the `keys` counts the tables of an array, from 0. `part` says whether the
    last key itself is meant, or its value. `line` and `column` count characters from 1; they are
    None until someone asks for them, because most lookups never do.
    """

    file: str
    keys: tuple[str | int, ...] = ()
    part: Literal["key", "value"] = "value"
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """`facts.toml:57:1` where the position is known, else `facts.toml: economy.gdp.facts[2]`.

        What is shown counts from 1, as people do.
        """
        if self.line is not None:
            return f"{self.file}:{self.line}:{self.column or 1}"
        path = ""
        for key in self.keys:
            path += f"[{key + 1}]" if isinstance(key, int) else f".{key}"
        return f"{self.file}: {path[1:]}" if path else self.file


class Diagnostic(Record):
    """One problem: where it is, what is wrong, what to do, and which check found it.

    `missing` is the key, or the name of a source or an indicator, whose absence is the problem.
    """

    check: str
    location: Location
    problem: str
    remedy: str
    severity: Severity = "error"
    missing: str | None = None

    @property
    def place(self) -> str:
        """Where it is, as a line of text starts."""
        return str(self.location)

    @property
    def message(self) -> str:
        """What follows the place: `what is wrong; what to do [check-id]`."""
        return f"{self.problem}; {self.remedy} [{self.check}]"

    def __str__(self) -> str:
        """One line: `place: what is wrong; what to do [check-id]`."""
        from .visible import make_visible

        return make_visible(f"{self.place}: {self.message}")
