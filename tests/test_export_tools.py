"""What is exported, read by the tools that it is for."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
import sqlite_utils
from conftest import PROJECT
from golden import wants_writing
from pyarrow import parquet
from test_export import HOSTILE, hostile_store

from cqfacts import open_store
from cqfacts.export.excerpt import Excerpt
from cqfacts.export.exporting import ExportOptions, export
from cqfacts.flat.facts import FACT_FIELDS, FULL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import MakeStore

    from cqfacts import Store

TOOLS = Path(sys.executable).parent
SCALE = PROJECT / "docs" / "scale.md"
PLAIN = ExportOptions()
# The same label twice, a change without a unit, and a period that is open.
STORE = """\
[town.homes]
label = "New homes"
aliases = ["dwellings", "新住房"]
description = "Finished in the period"
unit = "homes"

[[town.homes.facts]]
period = "2025/.."
value = "1.25 million"
stated = "1.25 million homes"
source = "gazette"

[town.shops]
label = "New homes"
kind = "stock"

[[town.shops.facts]]
text = "A market hall, 农贸市场"
source = "herald"
"""


@pytest.fixture
def database(tmp_path: Path, shipped: Store) -> Path:
    path = tmp_path / "facts.db"
    export(Excerpt(shipped), str(path), "sqlite", PLAIN)
    return path


def write(store: Store, path: Path, format_name: str, options: ExportOptions = PLAIN) -> str:
    export(Excerpt(store), str(path), format_name, options)
    return str(path)


def ask(query: str) -> duckdb.DuckDBPyRelation:
    found = duckdb.sql(query)
    assert found is not None
    return found


def find_table(opened: sqlite_utils.Database, name: str) -> sqlite_utils.db.Table:
    found = opened[name]
    assert isinstance(found, sqlite_utils.db.Table)
    return found


def search(opened: sqlite_utils.Database, name: str, words: str) -> list[dict[str, Any]]:
    return list(find_table(opened, name).search(words, quote=True))


def records(store: Store) -> list[dict[str, Any]]:
    return [dict(one) for one in Excerpt(store).records()]


# SQLite


@pytest.fixture
def opened(database: Path) -> Iterator[sqlite_utils.Database]:
    with closing(sqlite3.connect(database)) as connection:
        yield sqlite_utils.Database(connection)


def test_the_tables_have_their_keys(opened: sqlite_utils.Database) -> None:
    keys = {
        name: find_table(opened, name).pks for name in ("topics", "indicators", "facts", "sources")
    }
    assert keys == {
        "topics": ["topic"],
        "indicators": ["key"],
        "facts": ["id"],
        "sources": ["source"],
    }
    foreign = {
        (one.table, one.column, one.other_table, one.other_column)
        for name in ("indicators", "facts")
        for one in find_table(opened, name).foreign_keys
    }
    assert foreign == {
        ("facts", "key", "indicators", "key"),
        ("facts", "source", "sources", "source"),
        ("indicators", "topic", "topics", "topic"),
    }
    assert list(opened.query("PRAGMA foreign_key_check")) == []
    assert list(opened.query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]
    assert [opened[name].count for name in keys] == [14, 158, 351, 26]
    assert opened.query("PRAGMA user_version").__next__() == {"user_version": 1}


def test_the_view_has_the_flat_records(opened: sqlite_utils.Database, shipped: Store) -> None:
    assert [column.name for column in opened["records"].columns] == list(FACT_FIELDS)
    # Numbers are counted with as SQLite does it; the exact ones have columns of their own.
    expected = [
        {**one, **{name: _as_number(one[name]) for name in ("value", "low", "high")}}
        for one in records(shipped)
    ]
    assert list(opened["records"].rows) == expected


def _as_number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def test_numbers_sort_and_stay_exact(opened: sqlite_utils.Database, shipped: Store) -> None:
    rows = list(opened.query("SELECT value, value_exact FROM facts WHERE value > 1e12"))
    assert rows
    assert all(Decimal(row["value_exact"]) > 10**12 for row in rows)
    exact = [row["value_exact"] for row in opened.query("SELECT value_exact FROM facts")]
    values = [one["value"] for one in records(shipped)]
    assert exact == [None if value is None else f"{value:f}" for value in values]


def test_full_text_search_finds_any_script(opened: sqlite_utils.Database) -> None:
    assert find_table(opened, "facts").detect_fts() == "facts_fts"
    assert find_table(opened, "indicators").detect_fts() == "indicators_fts"
    found = {row["key"] for row in search(opened, "indicators", "新能源")}
    assert "autos.nev" in found
    assert any("Beijing" in row["stated"] for row in search(opened, "facts", "beijing"))
    of = list(opened.query("SELECT of FROM facts WHERE of = 'Beijing' LIMIT 1"))
    assert of == [{"of": "Beijing"}]


def test_open_periods_and_labels_said_twice(make_store: MakeStore, tmp_path: Path) -> None:
    path = write(open_store(make_store(STORE)), tmp_path / "x.db", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        opened = sqlite_utils.Database(connection)
        names = [(row["name"], row["label"]) for row in opened["indicators"].rows]
        assert names == [("New homes", "New homes"), ("New homes (town.shops)", "New homes")]
        days = [(row["period_start"], row["period_end"]) for row in opened["facts"].rows]
        assert days == [("2025-01-01", None), (None, None)]
        aliases = [json.loads(row["aliases"]) for row in opened["indicators"].rows]
        assert aliases == [["dwellings", "新住房"], []]


def test_hostile_text_stays_text_in_sqlite(tmp_path: Path) -> None:
    path = write(hostile_store(), tmp_path / "x.db", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        opened = sqlite_utils.Database(connection)
        assert {row["stated"] for row in opened["facts"].rows} == {*HOSTILE, None}
        assert {row["title"] for row in opened["sources"].rows} == set(HOSTILE)
        found = {row["text"] for row in search(opened, "facts", "DROP TABLE")}
        assert found == {"'); DROP TABLE facts; --", None}


def ask_datasette(database: Path, address: str) -> str:
    """Return a page as Datasette shows it, without a server."""
    done = subprocess.run(
        [str(TOOLS / "datasette"), str(database), "--get", address],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_datasette_shows_labels_and_searches(database: Path, shipped: Store) -> None:
    page = ask_datasette(database, "/facts/facts?key=autos.nev")
    assert re.search(r'<a href="/facts/indicators/autos~2Enev">New energy vehicle output</a>', page)
    assert "Chongqing outlines its 2026 work plan</a>" in page
    label = shipped.topic("autos").label
    page = ask_datasette(database, "/facts/indicators?key=autos.nev")
    assert f'<a href="/facts/topics/autos">{label}</a>' in page
    address = "/facts/indicators.json?_search=新能源&_shape=array"
    found = json.loads(ask_datasette(database, address))
    assert "autos.nev" in {row["key"] for row in found}


@pytest.mark.parametrize("table", ["topics", "indicators", "sources"])
def test_the_next_datasette_finds_labels_too(opened: sqlite_utils.Database, table: str) -> None:
    """It takes the one unique column of text where there is just one, and else `name`."""
    found = find_table(opened, table)
    unique = [one.columns for one in found.indexes if one.unique and len(one.columns) == 1]
    assert ["name"] in unique
    assert len(unique) == 2
    assert found.columns_dict["name"] is str


# Parquet


def test_columns_are_typed_and_numbers_exact(tmp_path: Path, shipped: Store) -> None:
    path = write(shipped, tmp_path / "facts.parquet", "parquet")
    schema = parquet.read_schema(path)
    assert list(FULL_FIELDS) == schema.names[: len(FULL_FIELDS)]
    assert {str(schema.field(name).type) for name in ("value", "low", "high")} == {
        "decimal128(38, 10)"
    }
    assert pa.types.is_dictionary(schema.field("key").type)
    asked = (
        f"SELECT key, period, value, low, high, published, each, aliases FROM '{path}' "  # noqa: S608 - our own
        "WHERE key = 'autos.nev' ORDER BY period_end, low"
    )
    rows = ask(asked).fetchall()
    expected = sorted(
        (
            (fact, record)
            for (fact, record) in zip(
                (fact for _, group in Excerpt(shipped) for fact in group),
                records(shipped),
                strict=True,
            )
            if fact.key == "autos.nev"
        ),
        key=lambda pair: (pair[0].period.end if pair[0].period else None, pair[1]["low"]),
    )
    assert [row[:5] for row in rows] == [
        tuple(record[name] for name in ("key", "period", "value", "low", "high"))
        for _, record in expected
    ]
    assert rows[0][7] == list(shipped.indicator("autos.nev").aliases)
    kinds = dict(row[:2] for row in ask(f"DESCRIBE FROM '{path}'").fetchall())
    assert kinds["period_end"] == kinds["published"] == "DATE"
    assert (kinds["value"], kinds["each"]) == ("DECIMAL(38,10)", "BOOLEAN")
    assert kinds["accept"] == "VARCHAR[]"


def test_all_sums_are_exact(tmp_path: Path, shipped: Store) -> None:
    path = write(shipped, tmp_path / "facts.parquet", "parquet")
    (found,) = ask(f"SELECT sum(value), sum(low), sum(high) FROM '{path}'").fetchall()  # noqa: S608 - our own
    assert found == tuple(
        sum(one[name] for one in records(shipped) if one[name] is not None)
        for name in ("value", "low", "high")
    )


@pytest.mark.parametrize(
    "number", ["1" * 29, "0." + "1" * 11, "-" + "9" * 40, "1" * 28 + "." + "1" * 10]
)
def test_what_a_column_has_no_room_for_is_text(
    make_store: MakeStore, tmp_path: Path, number: str
) -> None:
    store = open_store(make_store(STORE.replace("1.25 million", number)))
    path = write(store, tmp_path / "facts.parquet", "parquet")
    columns = "coalesce(value_beyond, value::VARCHAR), coalesce(low_beyond, low::VARCHAR)"
    asked = f"SELECT {columns} FROM '{path}' WHERE measure IS NOT NULL"  # noqa: S608 - our own
    ((value, low),) = ask(asked).fetchall()
    (record,) = (one for one in records(store) if one["measure"])
    assert (Decimal(value), Decimal(low)) == (record["value"], record["low"])


def test_parts_are_found_by_their_topic(tmp_path: Path, shipped: Store) -> None:
    folder = tmp_path / "facts"
    write(shipped, folder, "parquet", ExportOptions(partition_by="topic"))
    asked = (
        f"SELECT topic, count(*) FROM read_parquet('{folder}/*/*.parquet') "  # noqa: S608 - our own
        "GROUP BY topic ORDER BY topic"
    )
    found = dict(ask(asked).fetchall())
    topics = [one["key"].partition(".")[0] for one in records(shipped)]
    assert found == {topic: topics.count(topic) for topic in sorted(set(topics))}
    assert parquet.read_table(folder).num_rows == 351


def test_hostile_text_stays_text_in_parquet(tmp_path: Path) -> None:
    path = write(hostile_store(), tmp_path / "x.parquet", "parquet")
    found = ask(f"SELECT DISTINCT stated FROM '{path}'").fetchall()  # noqa: S608 - our own
    assert {row[0] for row in found} == {*HOSTILE, None}


SCALE_BLOCK = re.compile(
    r"^```sql duckdb\n(.*?)^```\n\n```text\n(.*?)^```\n", re.MULTILINE | re.DOTALL
)


def run_query(query: str) -> str:
    found = ask(query)
    rows = (map(str, ("" if one is None else one for one in row)) for row in found.fetchall())
    return "".join("\t".join(row) + "\n" for row in (found.columns, *rows))


def test_the_page_on_scale_is_true(
    tmp_path: Path, shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line for DuckDB is run, and gives what stands below it."""
    monkeypatch.chdir(tmp_path)
    write(shipped, tmp_path / "facts.parquet", "parquet")
    write(shipped, tmp_path / "facts", "parquet", ExportOptions(partition_by="topic"))
    text = SCALE.read_text(encoding="utf-8")
    true = SCALE_BLOCK.sub(
        lambda block: f"```sql duckdb\n{block[1]}```\n\n```text\n{run_query(block[1])}```\n",
        text,
    )
    assert len(SCALE_BLOCK.findall(text)) == 3
    if wants_writing():
        SCALE.write_text(true, encoding="utf-8")
    assert text == true or wants_writing()


# A data package


def validate(path: Path) -> dict[str, Any]:
    """Return what frictionless finds in a package, with its exit status."""
    done = subprocess.run(
        [str(TOOLS / "frictionless"), "validate", "--json", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return {**report, "status": done.returncode}


def test_a_package_is_valid(tmp_path: Path, shipped: Store) -> None:
    path = tmp_path / "facts.zip"
    write(shipped, path, "zip")
    report = validate(path)
    assert (report["status"], report["valid"]) == (0, True), report
    rows = {task["name"]: task["stats"].get("rows") for task in report["tasks"]}
    assert rows == {"topics": 14, "indicators": 158, "facts": 351, "sources": 26}
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("datapackage.json"))
        licence = archive.read("LICENCE.txt").decode()
    assert described["name"] == "chongqing-in-figures"
    assert len(described["sources"]) == 26
    assert [one.get("name") for one in described["licenses"]] == [None, "MIT"]
    assert "those of their publishers" in licence


def test_a_hostile_package_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "facts.zip"
    write(hostile_store(), path, "zip")
    report = validate(path)
    assert report["valid"], report
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("datapackage.json"))
    # Addresses that are none are left to the table of sources.
    assert [one for one in described["sources"] if "path" in one] == []


def test_a_package_of_ones_own_claims_no_licence(make_store: MakeStore, tmp_path: Path) -> None:
    path = tmp_path / "facts.zip"
    write(open_store(make_store(STORE)), path, "zip")
    assert validate(path)["valid"]
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("datapackage.json"))
        licence = archive.read("LICENCE.txt").decode()
    assert described["licenses"] == [{"path": "LICENCE.txt", "title": "Whose the figures are"}]
    assert "MIT" not in licence


def test_a_table_that_was_changed_is_noticed(tmp_path: Path, shipped: Store) -> None:
    path, other = tmp_path / "facts.zip", tmp_path / "other.zip"
    write(shipped, path, "zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            old, new = b"trade.total", b"trade.totle"
            changed.writestr(name, content.replace(old, new, 1) if name == "facts.csv" else content)
    assert not validate(other)["valid"]
