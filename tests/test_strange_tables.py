"""Tables of strangers that are imported: nothing in them is run, and all that is wrong is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from conftest import SHIPPED
from pyarrow import parquet

from cqfacts import open_store
from cqfacts.export.excerpt import Excerpt
from cqfacts.export.exporting import ExportOptions, export
from cqfacts.writing import RowsError
from cqfacts.writing.row_formats import read_binary_rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("database") / "facts.db"
    export(Excerpt(open_store(SHIPPED)), str(path), "sqlite", ExportOptions())
    return path.read_bytes()


def refuse(path: Path, format_name: str) -> str:
    with pytest.raises(RowsError) as raised:
        read_binary_rows(str(path), format_name, "x")
    (problem,) = raised.value.problems
    assert "\n" not in str(problem)
    return problem.problem


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            "ALTER TABLE facts ADD COLUMN long AS (printf('%.*c', 900000000, 'x'))",
            "facts.long is a generated column",
            id="generated",
        ),
        pytest.param(
            "ALTER TABLE sources RENAME TO gone; CREATE VIRTUAL TABLE sources USING fts5(source)",
            "sources is a virtual table",
            id="virtual",
        ),
        pytest.param(
            "ALTER TABLE sources RENAME TO gone; CREATE VIEW sources AS SELECT * FROM gone",
            "no such table: sources",
            id="view",
        ),
        pytest.param(
            "PRAGMA writable_schema = ON;"
            " INSERT INTO sqlite_master VALUES ('table', CAST(x'ff' AS TEXT), 'x', 0, 'x')",
            "",
            id="names-that-are-no-text",
        ),
        pytest.param(
            "UPDATE facts SET note = CAST(x'ff' AS TEXT) WHERE id = 1", "decode", id="no-text"
        ),
    ],
)
def test_a_database_that_is_more_than_tables_is_refused(
    tmp_path: Path, database: bytes, statement: str, said: str
) -> None:
    path = tmp_path / "facts.db"
    path.write_bytes(database)
    with closing(sqlite3.connect(path)) as base:
        base.executescript(statement)
        base.commit()
    assert said in refuse(path, "sqlite")


def test_every_byte_of_a_database_may_be_wrong(tmp_path: Path, database: bytes) -> None:
    path = tmp_path / "facts.db"
    for place in range(0, 4096 * 3, 97):
        broken = bytearray(database)
        broken[place] ^= 0xFF
        path.write_bytes(broken)
        try:
            read_binary_rows(str(path), "sqlite", "x")
        except RowsError as error:
            assert all("\n" not in str(one) for one in error.problems)


def make_columns(rows: int) -> dict[str, Any]:
    return {"key": pa.array(["town.homes"] * rows), "source": pa.array(["gazette"] * rows)}


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array([2**60], pa.timestamp("ms")), id="time-beyond-the-calendar"),
        pytest.param(pa.array([1], pa.timestamp("ns")), id="nanoseconds"),
        pytest.param(pa.array([2**31 - 1], pa.date32()), id="day-beyond-the-calendar"),
        pytest.param(pa.array([2**62], pa.duration("s")), id="duration"),
        pytest.param(
            pa.Array.from_buffers(
                pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]
            ),
            id="no-text",
        ),
        pytest.param(pa.array([[1]], pa.list_(pa.int64())), id="list"),
        pytest.param(pa.array([{"a": 1}]), id="struct"),
        pytest.param(pa.array([b"\xff"]), id="bytes"),
    ],
)
def test_values_that_python_does_not_have_are_told(tmp_path: Path, column: Any) -> None:  # noqa: ANN401
    path = tmp_path / "facts.parquet"
    parquet.write_table(pa.table({**make_columns(1), "text": column}), path)
    try:
        rows = read_binary_rows(str(path), "parquet", "x")
    except RowsError as error:
        assert all("\n" not in str(one) for one in error.problems)
    else:
        assert rows.problems or isinstance(rows.rows[0].record["text"], str)


def test_many_rows_of_few_bytes_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cqfacts.writing.parquet_rows.MOST_ROWS", 1000)
    path = tmp_path / "facts.parquet"
    parquet.write_table(pa.table(make_columns(1001)), path)
    assert refuse(path, "parquet") == "has 1,001 rows, and at most 1,000 are read"
