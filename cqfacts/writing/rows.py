"""Rows: records read from a file, each with its line, what they may hold, and what is wrong."""

from __future__ import annotations

import re

from cqfacts.errors import CqfactsError
from cqfacts.flat.facts import ALL_COLUMNS, FULL_FIELDS
from cqfacts.record import Record
from cqfacts.store.fields import describe_type
from cqfacts.store.tables import Number
from cqfacts.suggestion import suggest
from cqfacts.visible import make_visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from cqfacts.diagnostics import Severity

    from .grid import Grid

_FIELDS = frozenset(FULL_FIELDS)
_NEEDED = ("key", "source")
_HALF = re.compile("[\ud800-\udfff]")


class Row(Record):
    """A flat or full record and the line that it starts on, from 1, or its number.

    Numbers are text of type Number.
    """

    line: int
    record: Mapping[str, Any]


class Rows(Record):
    """The records of a file; `name` is the file's, for messages.

    `problems` are those of rows that are left out, and `unread` is the text of these: what it
    names may be described there. `grid` is a table that is not of records, which only a store
    and options make out. `notices` are what a reader of the result is to know.
    """

    name: str
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...] = ()
    unread: str = ""
    grid: Grid | None = None
    notices: tuple[RowProblem, ...] = ()


class RowProblem(Record):
    """What is wrong with a row, and what to do.

    `line` is 0 where it stands in another file, and `check` None where no check found it.
    """

    file: str
    line: int
    problem: str
    remedy: str
    check: str | None = None
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """Where it is, as a line of text starts."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def message(self) -> str:
        """What follows the place: `what is wrong; what to do [check-id]`."""
        found = f" [{self.check}]" if self.check else ""
        return f"{self.problem}; {self.remedy}{found}"

    def __str__(self) -> str:
        """One line: `file:line: what is wrong; what to do [check-id]`."""
        return make_visible(f"{self.place}: {self.message}")


class RowsError(CqfactsError):
    """Rows have `problems`, in the order of their lines; nothing was written."""

    exit_status = 1

    def __init__(
        self, problems: Sequence[RowProblem], remedy: str = "correct what is listed"
    ) -> None:
        count = len({one.line for one in problems if one.severity == "error"})
        rows = "1 row has a problem" if count == 1 else f"{count} rows have problems"
        super().__init__(f"nothing was written, since {rows}", remedy)
        self.problems = tuple(problems)


class Faults:
    """What is wrong with rows that are left out, gathered while others are read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[RowProblem] = []
        self.texts: list[str] = []

    def add(self, line: int, text: str, problem: str, remedy: str) -> None:
        """Note what is wrong with a row, whose text is given."""
        found = RowProblem(file=self.name, line=line, problem=problem, remedy=remedy)
        self.problems.append(found)
        self.texts.append(text)


def fail(name: str, line: int, problem: str, remedy: str) -> RowsError:
    """Return the error of a file that cannot be read on."""
    return RowsError([RowProblem(file=name, line=line, problem=problem, remedy=remedy)])


def read_header(names: Sequence[str]) -> list[str] | None:
    """Return the fields of a header of flat records, however it is spelled; None for another."""
    fields = [one.strip().casefold() for one in names]
    while fields and not fields[-1]:
        fields.pop()
    is_flat = _FIELDS.issuperset(fields) and set(_NEEDED) <= set(fields)
    return fields if is_flat else None


def check_header(names: Sequence[str], line: int, name: str) -> None:
    """Refuse columns that are no fields, and the lack of those that are needed."""
    problems = []
    for one in names:
        if one not in _FIELDS:
            problem, remedy = _describe_unknown(one)
            problems.append(RowProblem(file=name, line=line, problem=problem, remedy=remedy))
    if not problems:
        problems += [
            RowProblem(file=name, line=line, problem=f"there is no column '{one}'", remedy="add it")
            for one in _NEEDED
            if one not in names
        ]
        problems += [
            RowProblem(
                file=name, line=line, problem=f"column '{one}' is there twice", remedy="remove one"
            )
            for one in dict.fromkeys(names)
            if names.count(one) > 1
        ]
    if problems:
        raise RowsError(problems)


def check_fields(rows: Iterator[Row], faults: Faults) -> Iterator[Row]:
    """Yield the rows of JSON whose fields are those of a fact and hold what they should."""
    for row in rows:
        known = len(faults.problems)
        for field, value in row.record.items():
            text = "\n".join(map(str, row.record.values()))
            if field not in _FIELDS:
                faults.add(row.line, text, *_describe_unknown(field))
            elif (wanted := find_wanted(field, value)) is not None:
                problem = f"{field} is {describe_type(value)}, not {wanted}"
                faults.add(row.line, text, problem, f"write {wanted}, or leave it out")
        if len(faults.problems) == known:
            yield row


def find_wanted(field: str, value: object) -> str | None:
    """Return what a field holds where it is not that, None where all is well."""
    if value is None or type(value) is str:
        return None
    kind = ALL_COLUMNS[field].kind
    if kind == "texts" or (kind == "ids" and isinstance(value, list)):
        return None if _is_list_of_text(value) else "a list of text"
    if kind == "flag":
        return None if isinstance(value, bool) else "true or false"
    if kind == "number" or field == "written":
        return None if isinstance(value, Number) else "a number"
    return "text"


def _describe_unknown(field: str) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    return f"'{field}' is not a field of a fact", suggest(field, FULL_FIELDS)


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_text(value: object) -> bool:
    """Whether a value is text, of whole characters: JSON may hold half a surrogate pair."""
    return type(value) is str and not _HALF.search(value)
