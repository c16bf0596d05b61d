"""The formats of rows: which there are, and what reads each."""

from __future__ import annotations

from cqfacts.flat.spreadsheet import BYTE_ORDER_MARK

from .rows import Faults, Rows, RowsError, check_fields, fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rows import Row

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


def read_rows(content: bytes, format_name: str, name: str) -> Rows:
    """Read the records of a file in one of FORMATS.

    What is wrong with single rows is among the `problems` of the result, and kept for
    `import_rows`. Raises RowsError with all problems where a file cannot be read to its end.
    """
    whole = _decode(content, name)
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
    found = tuple(check_fields(rows, faults))
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


def _decode(content: bytes, name: str) -> str:
    """Return content as text. Raises RowsError."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fail(name, line, "is not UTF-8", "save the file as UTF-8") from error


def _read(text: str, format_name: str, faults: Faults, *, has_mark: bool) -> Iterator[Row]:
    if format_name in ("json", "jsonl"):
        from .json_rows import read_json, read_lines

        read = read_json if format_name == "json" else read_lines
        return check_fields(read(text, faults), faults)
    from .separated_rows import read_csv, read_tsv

    return (read_csv if format_name == "csv" else read_tsv)(text, faults, has_mark=has_mark)
