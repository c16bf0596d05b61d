"""Workbooks: the cells of a sheet of Excel, as they are typed and shown."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from cqfacts.errors import UsageError
from cqfacts.files import LARGEST_WORKBOOK
from cqfacts.store.tables import Number

from .cells import ShownNumber
from .grid import Grid
from .grid_readers import check_length
from .rows import fail

try:
    import openpyxl
except ImportError as error:
    raise UsageError(
        "an Excel workbook needs openpyxl", "install it with: pip install 'cqfacts[excel]'"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SECTION = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_MONEY_SIGNS = "$€£¥"
# What a format shows beside a number: `[$€-407]`, `"kg"`, `$`.
_BESIDE = re.compile(rf'\[\$([^\[\]-]*)(?:-[^\[\]]*)?\]|"([^"]*)"|([{_MONEY_SIGNS}])')
_HUNDRED = 100
_MOST_SHOWN = 5


def read_workbook(content: bytes, name: str, sheet: str | None) -> Grid:
    """Return the cells of the named sheet, or of the only one that has any.

    Percentages have their sign, and days of which only month or year is shown are these. Raises
    RowsError.
    """
    _check_size(content, name)
    try:
        with warnings.catch_warnings():
            # What it leaves out of a workbook, such as drawings, holds no cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            rows = _read_sheet(book, name, sheet, _list_formulas(content))
            return Grid(name=name, lines=tuple(check_length(rows, name)), is_workbook=True)
    except (UsageError, MemoryError):
        raise
    except Exception as error:
        from .rows import RowsError

        if isinstance(error, RowsError):
            raise
        # Whatever it stumbles over is in the file.
        remedy = "save it anew as .xlsx, or the sheet as CSV"
        raise fail(name, 0, "is not a workbook that can be read", remedy) from error


def _check_size(content: bytes, name: str) -> None:
    """Raise RowsError for what is no archive, and for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        remedy = "save it anew as .xlsx, or the sheet as CSV"
        raise fail(name, 0, "is not a workbook that can be read", remedy) from error
    if size > LARGEST_WORKBOOK:
        problem = f"unpacks to {size:,} bytes, and at most {LARGEST_WORKBOOK:,} are read"
        raise fail(name, 0, problem, "save the sheet as CSV")


def _list_formulas(content: bytes) -> dict[tuple[str, str], str]:
    """Return the formulas of a workbook by sheet and cell: one that nothing worked out is empty."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [one for one in archive.namelist() if one.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(one) for one in names):
            return {}
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _read_sheet(
    book: Any,  # noqa: ANN401 - it has no types
    name: str,
    wanted: str | None,
    formulas: Mapping[tuple[str, str], str],
) -> list[list[str]]:
    """Return the rows of a sheet."""
    names = [one.title for one in book.worksheets]
    if wanted is not None:
        if wanted not in names:
            shown = ", ".join(repr(one) for one in names[:_MOST_SHOWN])
            raise fail(name, 0, f"has no sheet '{wanted}'", f"name one of {shown} with --sheet")
        return _read_rows(book[wanted], formulas)
    filled = {
        one.title: rows
        for one in book.worksheets
        if any(map(any, rows := _read_rows(one, formulas)))
    }
    # A sheet without a row of two cells, such as a title or a list of contents, has no table.
    tables = {title: rows for title, rows in filled.items() if any(map(_is_row, rows))}
    filled = tables or filled
    if len(filled) > 1:
        *most, last = (f"'{one}'" for one in filled)
        shown = f"{', '.join(most)} and {last}"
        raise fail(name, 0, f"has {len(filled)} sheets, {shown}", "choose with --sheet")
    return next(iter(filled.values()), [])


def _is_row(cells: list[str]) -> bool:
    """Whether two cells or more are filled."""
    return sum(map(bool, cells)) > 1


def _read_rows(
    sheet: Any,  # noqa: ANN401 - it has no types
    formulas: Mapping[tuple[str, str], str],
) -> list[list[str]]:
    # The size that a file claims for a sheet may be wrong.
    sheet.reset_dimensions()
    return [
        [
            _write_cell(cell)
            or (formulas and formulas.get((sheet.title, getattr(cell, "coordinate", ""))))
            or ""
            for cell in row
        ]
        for row in sheet.iter_rows()
    ]


def _write_cell(cell: Any) -> str:  # noqa: ANN401 - it has no types
    """Return a cell as text; numbers are of type Number unless they are percentages."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime() | date():
            return _write_day(value, cell.number_format)
        case time():
            return value.isoformat()
        case int() | float():
            return _write_number(value, cell.number_format)
    return str(value)


def _write_number(value: float, shown_as: str) -> str:
    """Return a number to the fifteen digits that a spreadsheet keeps."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if "%" in _SECTION.sub("", shown_as):
        percent = number * _HUNDRED
        return f"{percent.normalize() if percent else percent:f}%"
    if not (beside := "".join(map("".join, _BESIDE.findall(shown_as.partition(";")[0]))).strip()):
        return Number(f"{number:f}")
    made = ShownNumber(f"{number:f}")
    is_before = shown_as.lstrip("_(* ").startswith(("[$", '"', *_MONEY_SIGNS))
    made.shown = f"{beside}1" if is_before else f"1 {beside}"
    return made


def _write_day(value: date, shown_as: str) -> str:
    """Return a day, or the month or year alone where its format shows no more."""
    letters = _SECTION.sub("", shown_as).lower()
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ")
    if "d" in letters:
        return day.isoformat()
    if "m" in letters and "y" in letters:
        return f"{day:%Y-%m}"
    return f"{day.year}" if "y" in letters else day.isoformat()
