"""The formats of rows: which there are, and what reads each."""

from __future__ import annotations

from cqfacts.errors import UsageError
from cqfacts.flat.spreadsheet import BYTE_ORDER_MARK
from cqfacts.record import replace

from .grid import cut_range
from .grid_readers import read_separated, read_strokes
from .rows import Faults, Rows, RowsError, check_fields, fail
from .separated_rows import find_flat_delimiter, read_flat, restore_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .grid import Grid
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
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
"""The formats that facts are read from, by the ending of a file."""

FORMATS = ("csv", "tsv", "jsonl", "json")
"""Those that are text."""

TABLE_FORMATS = ("xlsx", "markdown", "html")
"""Those of tables as people have them; what is written between strokes is read of the last two."""

BINARY_FORMATS = ("sqlite", "parquet")
"""Those that are read from a file by its path."""

_ARCHIVE, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY_STARTS = {"xlsx": _ARCHIVE, "sqlite": b"SQLite format 3\0", "parquet": b"PAR1"}


def read_rows(  # noqa: PLR0913 - one file, and the part of it that is meant
    content: bytes,
    format_name: str,
    name: str,
    *,
    is_table: bool = False,
    sheet: str | None = None,
    area: str | None = None,
) -> Rows:
    """Read the records of a file in one of FORMATS or TABLE_FORMATS.

    CSV and TSV whose header is not that of flat records, or which `is_table`, are a table as
    people have it, which `import_rows` makes out; so is a `sheet` of a workbook, and an `area` of
    any, `B3:F20`. What is wrong with single rows is among the `problems` of the result, and kept
    for `import_rows`. Raises RowsError with all problems where a file cannot be read to its end,
    and UsageError.
    """
    if format_name == "xlsx" or content.startswith(_ARCHIVE):
        from .workbooks import read_workbook

        return _make_table(read_workbook(content, name, sheet), area)
    if sheet is not None:
        raise UsageError("only a workbook has sheets", "leave out --sheet")
    whole = _decode(content, name)
    text = whole.removeprefix(BYTE_ORDER_MARK)
    has_mark = text != whole
    faults = Faults(name)
    try:
        if format_name not in FORMATS:
            return _make_table(read_strokes(text, name), area)
        if format_name in ("csv", "tsv"):
            is_table = is_table or area is not None
            delimiter = None if is_table else find_flat_delimiter(text, format_name)
            if delimiter is None:
                known = "\t" if format_name == "tsv" else None
                return _make_table(read_separated(text, name, known), area, has_mark=has_mark)
            rows = tuple(read_flat(text, faults, delimiter, has_mark=has_mark))
        else:
            rows = tuple(_read_json(text, format_name, faults))
    except RowsError as error:
        raise RowsError([*faults.problems, *error.problems]) from error
    unread = "\n".join(faults.texts)
    return Rows(name=name, rows=rows, problems=tuple(faults.problems), unread=unread)


def _make_table(grid: Grid, area: str | None, *, has_mark: bool = False) -> Rows:
    if has_mark:
        grid = replace(grid, lines=tuple(restore_all(grid.lines)))
    return Rows(name=grid.name, rows=(), grid=cut_range(grid, area) if area else grid)


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
    if first.startswith(b"<"):
        return "html"
    return "tsv" if b"\t" in first else "csv"


def _decode(content: bytes, name: str) -> str:
    """Return content as text, with its mark; UTF-16 is known by one. Raises RowsError."""
    encoding = "utf-16" if content.startswith(_MARKS_16) else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if content.startswith(_OLD_WORKBOOK):
            remedy = "save it as .xlsx, or the sheet as CSV"
            raise fail(name, 0, "is an old workbook", remedy) from error
        raise fail(name, line, "is not UTF-8", "save the file as UTF-8") from error


def _read_json(text: str, format_name: str, faults: Faults) -> Iterator[Row]:
    from .json_rows import read_json, read_lines

    read = read_json if format_name == "json" else read_lines
    return check_fields(read(text, faults), faults)
