"""Rows of Parquet that `export` wrote, one file or a folder of parts, or with the same columns."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal

from cqfacts.errors import UsageError
from cqfacts.files import MOST_ROWS
from cqfacts.flat.facts import ALL_COLUMNS, FULL_FIELDS
from cqfacts.store.tables import Number

from .rows import Row, check_header, fail

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise UsageError(
        "parquet needs pyarrow", "install it with: pip install 'cqfacts[parquet]'"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ENDING = ".parquet"
_MOST_ROWS = 4_096
# What follows from the other columns.
_FOLLOWS = frozenset({*ALL_COLUMNS, "low_beyond", "high_beyond"}) - {*FULL_FIELDS}
_BEYOND = "value_beyond"


def read_parquet(path: str, name: str) -> Iterator[Row]:
    """Yield the rows of a file, or of a folder of parts, with their numbers. Raises RowsError."""
    number = 0
    for part in _find_parts(path):
        shown = name if part == path else part
        try:
            with parquet.ParquetFile(part) as file:
                names = [one for one in file.schema_arrow.names if one not in _FOLLOWS]
                check_header([one for one in names if one != _BEYOND], 0, shown)
                _check_length(number + file.metadata.num_rows, shown)
                for found in _read_rows(file, names):
                    number += 1
                    yield Row(line=number, record=_to_record(found))
        except (pa.ArrowException, OSError, ValueError, OverflowError, TypeError) as error:
            reason = str(error).partition("\n")[0]
            remedy = "write it with 'cqfacts export -o x.parquet'"
            raise fail(shown, 0, f"is not Parquet ({reason})", remedy) from error


def _check_length(rows: int, name: str) -> None:
    """Raise RowsError for a file whose few bytes are many rows."""
    if rows > MOST_ROWS:
        problem = f"has {rows:,} rows, and at most {MOST_ROWS:,} are read"
        raise fail(name, 0, problem, "split the file")


def _find_parts(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    return sorted(
        os.path.join(folder, one)
        for folder, _, files in os.walk(path)
        for one in files
        if one.endswith(_ENDING)
    )


def _read_rows(file: parquet.ParquetFile, names: list[str]) -> Iterator[dict[str, Any]]:
    # Before 20, pyarrow takes a file without rows for a broken one.
    if file.num_row_groups:
        for batch in file.iter_batches(_MOST_ROWS, columns=names):
            yield from batch.to_pylist()


def _to_record(found: dict[str, Any]) -> dict[str, Any]:
    beyond = found.pop(_BEYOND, None)
    if beyond is not None:
        found["value"] = Number(beyond)
    return {field: _to_plain(value) for field, value in found.items()}


def _to_plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case bool():
            return value
        case int() | float() | Decimal():
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            return _write_number(number)
    return value


def _write_number(number: Decimal) -> Number | None:
    """Return a number without the noughts that only fill its column; none where it is none."""
    if not number.is_finite():
        return None
    text = f"{number:f}"
    return Number(text.rstrip("0").rstrip(".") if "." in text else text)
