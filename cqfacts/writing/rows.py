"""Rows: flat records read from csv, tsv, jsonl and json, each with the line that it starts on."""

from __future__ import annotations

import csv
import io
import json
import re

from cqfacts.errors import CqfactsError
from cqfacts.flat.full import FULL_FIELDS, LIST_FIELDS
from cqfacts.flat.spreadsheet import BYTE_ORDER_MARK, restore
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

ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".json": "json",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".parquet": "parquet",
}
"""The formats that facts are read from, by the ending of a file."""

FORMATS = ("csv", "tsv", "jsonl", "json")
"""Those that are text."""

BINARY_FORMATS = ("sqlite", "parquet")
"""Those that are read from a file by its path."""

_BINARY_STARTS = {"sqlite": b"SQLite format 3\0", "parquet": b"PAR1"}
_FIELDS = frozenset(FULL_FIELDS)
_NUMBERS = frozenset({"value", "written", "low", "high"})
_NEEDED = ("key", "source")
_ESCAPE = re.compile(r"\\([tnr\\])")
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


class Row(Record):
    """A flat or full record and the line that it starts on, from 1, or its number.

    Numbers are text of type Number.
    """

    line: int
    record: Mapping[str, Any]


class Rows(Record):
    """The records of a file; `name` is the file's, for messages.

    `problems` are those of rows that are left out, and `unread` is the text of these: what it
    names may be described there.
    """

    name: str
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...] = ()
    unread: str = ""


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

    def __str__(self) -> str:
        """One line: `file:line: what is wrong; what to do [check-id]`."""
        found = f" [{self.check}]" if self.check else ""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return make_visible(f"{place}: {self.problem}; {self.remedy}{found}")


class RowsError(CqfactsError):
    """Rows have `problems`, in the order of their lines; nothing was written."""

    exit_status = 1

    def __init__(
        self, problems: Sequence[RowProblem], remedy: str = "correct what is listed"
    ) -> None:
        self.problems = tuple(problems)
        count = len({one.line for one in problems if one.severity == "error"})
        rows = "1 row has a problem" if count == 1 else f"{count} rows have problems"
        super().__init__(f"nothing was written, since {rows}; {remedy}")


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


def read_rows(content: bytes, format_name: str, name: str) -> Rows:
    """Read the records of a file in one of FORMATS.

    What is wrong with single rows is among the `problems` of the result, and kept for
    `import_rows`. Raises RowsError with all problems where a file cannot be read to its end.
    """
    whole = decode(content, name)
    text = whole.removeprefix(BYTE_ORDER_MARK)
    faults = Faults(name)
    try:
        rows = tuple(_read(text, format_name, faults, has_mark=text != whole))
    except RowsError as error:
        raise RowsError([*faults.problems, *error.problems]) from error
    unread = "\n".join(faults.texts)
    return Rows(name=name, rows=rows, problems=tuple(faults.problems), unread=unread)


def read_binary_rows(path: str, format_name: str, name: str) -> Rows:
    """Read the records of a file in one of BINARY_FORMATS; `name` is for messages.

    Raises RowsError, and UsageError where what reads it is not installed.
    """
    if format_name == "sqlite":
        from .sqlite_rows import read_sqlite

        rows = read_sqlite(path, name)
    else:
        from .parquet_rows import read_parquet

        rows = read_parquet(path, name)
    faults = Faults(name)
    found = tuple(_check_names(rows, faults))
    return Rows(name=name, rows=found, problems=tuple(faults.problems))


def guess_format(content: bytes) -> str:
    """Return the format that content most likely is in, by how it begins."""
    for format_name, start in _BINARY_STARTS.items():
        if content.startswith(start):
            return format_name
    first, _, rest = content.removeprefix(BYTE_ORDER_MARK.encode()).lstrip().partition(b"\n")
    if first.startswith(b"["):
        return "json"
    if first.startswith(b"{"):
        is_lines = first.rstrip().endswith(b"}") and b'"schema_version"' not in first
        return "jsonl" if is_lines or rest.lstrip().startswith(b"{") else "json"
    return "tsv" if b"\t" in first else "csv"


def decode(content: bytes, name: str) -> str:
    """Return content as text. Raises RowsError."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fail(name, line, "is not UTF-8", "save the file as UTF-8") from error


def fail(name: str, line: int, problem: str, remedy: str) -> RowsError:
    """Return the error of a file that cannot be read on."""
    return RowsError([RowProblem(file=name, line=line, problem=problem, remedy=remedy)])


def _read(text: str, format_name: str, faults: Faults, *, has_mark: bool) -> Iterator[Row]:
    if format_name in ("json", "jsonl"):
        from .json_rows import read_json, read_lines

        read = read_json if format_name == "json" else read_lines
        return _check_names(read(text, faults), faults)
    cut = _cut_csv if format_name == "csv" else _cut_tsv
    lines = cut(text, faults.name)
    # A table for spreadsheets has the mark, and apostrophes that are not of its texts.
    return _read_separated(_restore_all(lines) if has_mark else lines, faults)


def _restore_all(lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for line, values in lines:
        yield line, [*map(restore, values)]


def _read_separated(lines: Iterator[tuple[int, list[str]]], faults: Faults) -> Iterator[Row]:
    """Yield the records of lines of which the first has the names of the fields."""
    first = next(lines, None)
    if first is None:
        return
    header_line, names = first
    check_header(names, header_line, faults.name)
    lists = [one for one in names if one in LIST_FIELDS]
    for line, values in lines:
        if len(values) == len(names):
            record: dict[str, Any] = dict(zip(names, values, strict=True))
            known = len(faults.problems)
            for field in lists:
                record[field] = _read_list(record[field])
                if (wanted := _find_wanted(field, record[field])) is not None:
                    remedy = 'write ["…", "…"], or leave it empty'
                    faults.add(line, "\n".join(values), f"{field} is not {wanted}", remedy)
            if len(faults.problems) == known:
                yield Row(line=line, record=record)
            continue
        problem = f"the row has {_count(len(values), 'field')} and the header {len(names)}"
        remedy = "put values with separators in quotes" if len(values) > len(names) else "fill it"
        faults.add(line, "\n".join(values), problem, remedy)


def check_header(names: Sequence[str], line: int, name: str) -> None:
    """Refuse columns that are no fields, and the lack of those that are needed."""
    if len(names) == 1 and ";" in names[0]:
        remedy = "save the table with commas, or as TSV"
        raise fail(name, line, "the columns are separated by ';'", remedy)
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


def _check_names(rows: Iterator[Row], faults: Faults) -> Iterator[Row]:
    """Yield the rows of JSON whose fields are those of a fact and hold what they should."""
    for row in rows:
        known = len(faults.problems)
        for field, value in row.record.items():
            text = "\n".join(map(str, row.record.values()))
            if field not in _FIELDS:
                faults.add(row.line, text, *_describe_unknown(field))
            elif (wanted := _find_wanted(field, value)) is not None:
                problem = f"{field} is {describe_type(value)}, not {wanted}"
                faults.add(row.line, text, problem, f"write {wanted}, or leave it out")
        if len(faults.problems) == known:
            yield row


def _find_wanted(field: str, value: object) -> str | None:
    """Return what a field holds where it is not that, None where all is well."""
    if value is None or type(value) is str:
        return None
    if field in LIST_FIELDS or (field == "accept" and isinstance(value, list)):
        return None if _is_list_of_text(value) else "a list of text"
    if field == "each":
        return None if isinstance(value, bool) else "true or false"
    if field in _NUMBERS:
        return None if isinstance(value, Number) else "a number"
    return "text"


def _describe_unknown(field: str) -> tuple[str, str]:
    """Return what is wrong, and what to do."""
    return f"'{field}' is not a field of a fact", suggest(field, FULL_FIELDS)


def _read_list(said: str) -> object:
    """Return a list, which is written as JSON has it, or with semicolons between its items.

    What is no JSON is None within a list.
    """
    if not said.lstrip().startswith("["):
        return [one.strip() for one in said.split(";") if one.strip()]
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return [None]


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_text(value: object) -> bool:
    """Whether a value is text, of whole characters: JSON may hold half a surrogate pair."""
    return type(value) is str and not _HALF.search(value)


def _cut_csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each record that is not blank, and its first line."""
    # Python's own limit for a field is shorter than a long quotation.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            if values:
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = "put values with quotes or newlines in quotes, and double the quotes"
        raise fail(name, line, f"is not CSV ({error})", remedy) from error


def _cut_tsv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:  # noqa: ARG001 - as for CSV
    for line, joined in enumerate(text.split("\n"), 1):
        if joined.strip("\r"):
            yield line, [_unescape(value) for value in joined.removesuffix("\r").split("\t")]


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], value) if "\\" in value else value


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
