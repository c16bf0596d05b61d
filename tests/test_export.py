"""Exporting: files that are written whole or not at all, in every format, and read back."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HEADER, IS_LONG, PROJECT, SHIPPED
from hostile import quote
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_importing import TABLES, TEXTS

from cqfacts import Store, flatten_fact, open_store
from cqfacts.errors import OutputError, UsageError
from cqfacts.export import Document, write
from cqfacts.export import parquet as parquet_module
from cqfacts.export.excerpt import Excerpt
from cqfacts.export.exporting import (
    ENDINGS,
    FLAT_FORMATS,
    FORMATS,
    ExportOptions,
    export,
    write_text,
)
from cqfacts.export.files import open_file, place_folder
from cqfacts.flat.spreadsheet import BYTE_ORDER_MARK, neutralize
from cqfacts.record import replace
from cqfacts.store.tables import File
from cqfacts.writing import RowsError, import_rows, read_rows
from cqfacts.writing.row_formats import BINARY_FORMATS, read_binary_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import MakeStore, Run

    from cqfacts import Fact, Indicator

PROGRAM = str(Path(sys.executable).parent / "cqfacts")
SQLITE, PARQUET = "x.sqlite", "x.parquet"
NAMES = [f"x{ending}" for ending in ENDINGS if ENDINGS[ending] in FORMATS]
COPIED = ("csv", "tsv", "json", "jsonl", *BINARY_FORMATS)
FULL = ExportOptions(full=True)
MEGABYTE = 1 << 20
LONGEST_WAIT = 60
STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2024"
value = "43 thousand"
stated = "43,000 homes"
source = "gazette"
"""
# What programs that read a file might take for something else than text.
HOSTILE = (
    *("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1+1", "\\n", "'s"),
    *('a"b', "a,b;c", "a\tb", "a\nb", "a\rb", "a\r\nb", "'); DROP TABLE facts; --"),
    *("<script>alert(1)</script>", "\u202eevil\u202c", "\x07\x1b[31m", "\x7f\x85\u2028x"),
    *("{{7*7}}", "%s%n", "NULL", "null", "\ufeffmark", "0x1F", "1e5", "2025-01-01", "true"),
    *(" edges ", "\U0001f600新能源", "a" * 40_000),
)


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def hostile_store() -> Store:
    facts = [
        {"value": 1, "source": f"s-{number}", "period": "2025", "stated": text, "note": text}
        for number, text in enumerate(HOSTILE)
    ]
    sources = {
        f"s-{number}": {"title": text, "publisher": text, "url": text}
        for number, text in enumerate(HOSTILE)
    }
    homes = {"label": HOSTILE[0], "unit": "=A1", "aliases": list(HOSTILE), "facts": facts}
    shops = {
        f"shop-{number}": {
            "label": text,
            "description": text,
            "subject": text,
            "facts": [{"text": text, "source": "s-0"}],
        }
        for number, text in enumerate(HOSTILE)
    }
    topic = {"label": HOSTILE[0], "aliases": list(HOSTILE), "homes": homes, **shops}
    return Store([File(name="x", tables={"schema": 1, "sources": sources, "town": topic})])


def list_full(store: Store) -> list[dict[str, Any]]:
    return [dict(one) for one in Excerpt(store).records(full=True)]


def test_what_a_killed_export_left_is_removed_a_day_later(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    gone, ours, parts = "999999999", str(os.getppid()), tmp_path / "parts"
    ages = {f".x.csv.{gone}.new": 2, f".x.csv.{ours}.new": 2, f".x.csv.{ours}9999999.new": 0}
    for name, days in {**ages, ".x.csv.x.new": 2, f".y.csv.{gone}.new": 2}.items():
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - days * 86_400 - 9,) * 2)
    assert run("export", "-o", str(path)).status == 0
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {*ages, ".x.csv.x.new", f".y.csv.{gone}.new", "x.csv"} - {f".x.csv.{gone}.new"}
    # A folder that was to be replaced is put back where there is none.
    assert run("export", "--partition-by", "topic", "-o", str(parts)).status == 0
    before = sorted(one.name for one in parts.iterdir())
    for ending in ("old", "new"):
        parts.rename(tmp_path / f".parts.{gone}.{ending}")
        os.utime(tmp_path / f".parts.{gone}.{ending}", (1, 1))
        if ending == "old":
            refused = run("export", "--partition-by", "topic", "-o", str(parts))
            assert "exists; replace it with --force" in refused.err
            assert sorted(one.name for one in parts.iterdir()) == before
    assert run("export", "--partition-by", "topic", "-o", str(parts)).status == 0
    assert [one.name for one in tmp_path.iterdir() if "parts" in one.name] == ["parts"]


# The formats and their files


@pytest.mark.parametrize("format_name", FLAT_FORMATS)
def test_a_flat_format_is_as_show_has_it(run: Run, tmp_path: Path, format_name: str) -> None:
    path = tmp_path / f"autos.{format_name}"
    assert run("export", "autos", "-o", str(path)).status == 0
    shown = run("show", "autos", "-f", format_name)
    assert path.read_text(encoding="utf-8") == shown.out
    assert run("export", "autos", "-f", format_name).out == shown.out
    assert run("export", "autos", "-f", format_name, "-o", "-").out == shown.out


def test_all_facts_are_exported_unless_some_are_asked_for(run: Run, tmp_path: Path) -> None:
    whole, some = tmp_path / "all.jsonl", tmp_path / "some.jsonl"
    told = run("export", "-o", str(whole))
    assert told.out == f"{whole}: 351 facts of 158 indicators from 26 sources\n"
    assert len(whole.read_text(encoding="utf-8").splitlines()) == 351
    told = run("export", "nev", "gdp", "-p", "2025", "-m", "growth", "-o", str(some))
    assert told.out == f"{some}: 2 facts of 2 indicators from 2 sources\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_same_store_makes_the_same_bytes(tmp_path: Path, shipped: Store, name: str) -> None:
    contents = set()
    for number in range(2):
        path = tmp_path / f"{number}-{name}"
        export(Excerpt(shipped), str(path), ENDINGS[path.suffix], ExportOptions())
        contents.add(path.read_bytes())
        time.sleep(0.01)
    assert len(contents) == 1


def test_the_same_store_makes_the_same_zip_on_another_day(
    tmp_path: Path, shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    export(Excerpt(shipped), str(first), "zip", ExportOptions())
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: time.gmtime(2e9))
    export(Excerpt(shipped), str(second), "zip", ExportOptions())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param(
            ["-o", "x.xls"],
            "'x.xls' does not end in a format; use .json, .jsonl, .csv, .tsv, .md",
            id="ending",
        ),
        pytest.param([], "no file is named; give one with -o FILE", id="no-file"),
        pytest.param(["-o", "-"], "'-' does not end in a format; use .json", id="no-format"),
        pytest.param(["-f", "cvs"], "'cvs' is not a format; did you mean 'csv'?", id="format"),
        pytest.param(
            ["-f", "sqlite"], "sqlite is written to a file; name one with -o FILE", id="output"
        ),
        pytest.param(
            ["-o", "x.json", "--spreadsheet"],
            "--spreadsheet is for csv and tsv; leave it out",
            id="spreadsheet",
        ),
        pytest.param(
            ["-o", "x.csv", "--partition-by", "topic"],
            "--partition-by is for parquet; leave it out",
            id="parts",
        ),
        pytest.param(
            ["-o", "x.parquet", "--partition-by", "year"],
            "there are no parts by 'year'; give topic",
            id="parts-of-what",
        ),
        pytest.param(
            ["-o", "x.db", "--full"],
            "--full is for json, jsonl, csv, tsv, md; sqlite has all without it",
            id="full",
        ),
    ],
)
def test_a_wrong_question_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", *args)
    assert result.status == 2
    assert result.err.startswith(f"cqfacts: {told}")
    assert len(result.err.splitlines()) == 1
    assert list_names(tmp_path) == []


def test_where_there_are_no_facts_nothing_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    result = run("export", "gdp", "-p", "1925", "-o", str(path))
    assert (result.status, result.out) == (3, "")
    assert result.err == (
        "cqfacts: there are no facts for 1925, and nothing was written; ask for less\n"
    )
    result = run("export", "gpd", "-o", str(path))
    assert result.status == 3
    assert result.err.startswith("cqfacts: nothing is called 'gpd'; did you mean 'gdp'")
    assert list_names(tmp_path) == []


def test_what_is_missed_is_told_beside_what_is_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    result = run("export", "gdp", "nosuch", "-o", str(path))
    assert result.status == 3
    assert result.out == f"{path}: 25 facts of 1 indicator from 12 sources\n"
    assert result.err.startswith("cqfacts: nothing is called 'nosuch'")


def test_what_a_problem_leaves_out_is_told(run: Run, make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store(STORE + "[[town.homes.facts]]\nvlaue = 1\nsource = 'gazette'\n")
    result = run("export", "-s", str(store), "-o", str(tmp_path / "x.csv"))
    assert (result.status, len(result.err.splitlines())) == (0, 1)
    assert result.err.startswith("cqfacts: left out 1 fact because of ")


# Written whole or not at all


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_replaced_only_with_force(
    run: Run, make_store: MakeStore, tmp_path: Path, name: str
) -> None:
    store, path = make_store(STORE), tmp_path / "out" / name
    path.parent.mkdir()
    path.write_text("kept")
    path.chmod(0o640)
    result = run("export", "-s", str(store), "-o", str(path))
    assert (result.status, path.read_text()) == (5, "kept")
    assert result.err == (f"cqfacts: {path} exists; replace it with --force or name another file\n")
    assert run("export", "-s", str(store), "-o", str(path), "--force").status == 0
    assert path.read_bytes() != b"kept"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list_names(path.parent) == [name]


def test_a_new_file_has_the_mode_that_the_mask_leaves(run: Run, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        for name in NAMES:
            assert run("export", "nev", "-o", str(tmp_path / name)).status == 0
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o640}


def test_the_target_of_a_link_is_written(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert run("export", "nev", "-o", str(link), "--force").status == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("key,")


def test_a_read_only_file_and_a_folder_stay(run: Run, tmp_path: Path) -> None:
    path, folder = tmp_path / "x.csv", tmp_path / "y.csv"
    path.write_text("kept")
    path.chmod(0o444)
    folder.mkdir()
    result = run("export", "nev", "-o", str(path), "--force")
    assert result.status == 5
    assert result.err == (
        f"cqfacts: {path} cannot be written (it is read-only); allow it, or name another file\n"
    )
    result = run("export", "nev", "-o", str(folder), "--force")
    assert result.err == f"cqfacts: {folder} cannot be written (not a file); name a file\n"
    assert path.read_text() == "kept"


@pytest.mark.parametrize("name", NAMES)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, shipped: Store, name: str
) -> None:
    class Failing(Excerpt):
        def __iter__(self) -> Iterator[Any]:
            for number, group in enumerate(super().__iter__()):
                if number == 100:
                    raise RuntimeError("stop")
                yield group

    path = tmp_path / name
    path.write_text("old")
    with pytest.raises(RuntimeError):
        export(Failing(shipped), str(path), ENDINGS[path.suffix], ExportOptions(force=True))
    assert (list_names(tmp_path), path.read_text()) == ([name], "old")


@pytest.mark.parametrize("name", ["x.csv", "x.db", "x.parquet", "x.zip"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing(tmp_path: Path, name: str, number: signal.Signals) -> None:
    """A store that is read from a pipe holds the export up until the signal is there."""
    folder = tmp_path / "out"
    folder.mkdir()
    script = (
        "import sys, time\n"
        "from cqfacts.cli import main\n"
        "from cqfacts.store import Store\n"
        "facts = Store.facts\n"
        "def wait(self, key):\n"
        "    if key == 'autos.output' and any(sys.argv[3] != one for one in __import__('os')"
        ".listdir(sys.argv[2])):\n"
        "        print('there', flush=True)\n"
        "        time.sleep(60)\n"
        "    return facts(self, key)\n"
        "Store.facts = wait\n"
        "raise SystemExit(main(['export', '-o', sys.argv[1]]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder / name), str(folder), name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    assert len(list_names(folder)) == 1
    process.send_signal(number)
    _, err = process.communicate(timeout=LONGEST_WAIT)
    assert process.returncode == (130 if number is signal.SIGINT else -number)
    assert (list_names(folder), err) == ([], "")


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "zip"])
def test_a_full_disk_is_told(run: Run, name: str) -> None:
    result = run("export", "-f", name, "-o", "/dev/full")
    assert result.status == 5
    assert result.err == (
        "cqfacts: /dev/full cannot be written (No space left on device); "
        "name a file that you may write\n"
    )


def test_what_another_wrote_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"

    def write_late() -> None:
        with open_file(str(path), force=False) as stream:
            stream.write(b"ours")
            path.write_text("theirs")

    with pytest.raises(OutputError, match="exists"):
        write_late()
    assert (list_names(tmp_path), path.read_text()) == (["x.csv"], "theirs")


def test_standard_output_may_be_named_as_a_device(tmp_path: Path) -> None:
    args = [PROGRAM, "export", "nev", "-f", "zip", "-o", "/dev/stdout"]
    with (tmp_path / "x.zip").open("wb") as file:
        assert subprocess.run(args, stdout=file, check=False).returncode == 0
    assert zipfile.is_zipfile(tmp_path / "x.zip")
    piped = subprocess.run(args, capture_output=True, check=False).stdout
    assert piped.startswith(b"PK")


def test_show_writes_files_in_the_same_way(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    path.chmod(0o600)
    assert run("show", "nev", "-o", str(path), "--force").status == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list_names(tmp_path) == ["x.csv"]


# Folders


def test_a_folder_of_parts_is_replaced_only_with_force(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    args = ("export", "autos", "economy", "-o", str(folder), "--partition-by", "topic")
    assert run(*args).status == 0
    parts = ["topic=autos/facts.parquet", "topic=economy/facts.parquet"]
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet"))
    assert found == parts
    assert run(*args).err == (
        f"cqfacts: {folder} exists; replace it with --force or name another file\n"
    )
    assert run("export", "autos", *args[3:], "--force").status == 0
    assert list_names(folder) == ["topic=autos"]
    assert list_names(tmp_path) == ["facts"]


def test_a_folder_that_holds_something_else_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    result = run("export", "-o", str(tmp_path), "--partition-by", "topic", "--force")
    assert result.status == 5
    assert result.err == (
        f"cqfacts: {tmp_path} holds other files (notes.txt); name another folder\n"
    )
    assert list_names(tmp_path) == ["notes.txt"]


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "facts"
    (folder / "topic=a").mkdir(parents=True)
    (folder / "topic=a" / "facts.parquet").write_text("old")

    def write_some() -> None:
        is_ours = parquet_module.is_part
        with place_folder(str(folder), force=True, is_ours=is_ours) as beside:
            Path(beside, "topic=b").mkdir()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_some()
    assert list_names(tmp_path) == ["facts"]
    assert (folder / "topic=a" / "facts.parquet").read_text() == "old"


# Memory


class Endless(Store):
    """A store of any number of indicators, whose facts are made anew whenever they are read."""

    def __init__(self, keys: int) -> None:
        fact = {
            "period": "2025",
            "value": "1.25 million",
            "stated": "1.25 million homes",
            "source": "gazette",
        }
        homes = {"unit": "homes", "facts": [fact] * 50}
        tables = {"sources": {"gazette": {"title": "G"}}, "town": {"homes": homes}}
        super().__init__([File(name="facts.toml", tables=tables)])
        self.asked = [f"town.homes-{number}" for number in range(keys)]

    def facts(self, key: str) -> tuple[Fact, ...]:
        return tuple(replace(fact, key=key) for fact in super().facts("town.homes"))

    def indicator(self, key: str) -> Indicator:
        return replace(super().indicator("town.homes"), name=key.partition(".")[2])

    def left_out(self, key: str) -> int:
        return super().left_out(key.partition("-")[0])

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        return super().find_troubled({key.partition("-")[0] for key in keys})


@pytest.mark.parametrize("format_name", FORMATS)
def test_memory_does_not_grow_with_the_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    # Groups are as large as engines want them, which is more than a test wants.
    monkeypatch.setattr(parquet_module, "_MOST_ROWS", 500)
    monkeypatch.setattr(parquet_module, "MOST_IN_GROUP", 1000)
    few, many = (40, 2_000) if IS_LONG else (40, 400)

    def measure(keys: int) -> int:
        store = Endless(keys)
        excerpt = Excerpt(store, store.asked)
        tracemalloc.start()
        try:
            export(excerpt, str(tmp_path / f"{keys}"), format_name, ExportOptions(force=True))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    measure(few)
    # Holding the facts would take ten times as much as this.
    assert measure(many) < measure(few) + MEGABYTE


# Text that is not what it seems


@pytest.mark.parametrize("format_name", COPIED)
def test_no_text_is_lost_or_changed(tmp_path: Path, format_name: str) -> None:
    store = hostile_store()
    folder, path = tmp_path / "store", tmp_path / "x"
    folder.mkdir()
    bring_over(store, folder, path, format_name)
    assert by_key(list_full(open_store(folder))) == by_key(list_full(store))


def test_a_spreadsheet_finds_no_formula(run: Run, tmp_path: Path) -> None:
    store, path = hostile_store(), tmp_path / "x.csv"
    export(Excerpt(store), str(path), "csv", ExportOptions(spreadsheet=True))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    cells = {cell for row in rows for cell in row.values()}
    assert {cell for cell in cells if cell.lstrip()[:1] in (*"=+-@＝＋－＠",)} - {""} == set()
    assert {"'=1+1", "'-2+3", "'@SUM(A1)", "'＝1+1", "\t'=1+1"} <= cells
    assert {row["unit"] for row in rows} == {"'=A1", ""}
    assert run("export", "-s", str(SHIPPED), "-f", "tsv", "--spreadsheet").out[0] == "\ufeff"


SPLITS = ",;\t|"
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*")
SPLICES = [
    *('New homes;"=1+1;z', '12;"=cmd|/C calc!A0;', "x,=1+1", 'x," =1+1', 'x|"\u200b@SUM(A1)'),
    *('"=1+1', '""=1+1', '"""\n"=1+1', "x\r=1+1", 'x\t"\t=1+1', ';";"-1+1;', "'=1+1", "''=1+1"),
    *(";'=1+1", "x;'\"'=1", '";""";=1+1', "-3.2%", "-3.2", "+5", "a - b", "5 - 3; -4", "\u2028=1"),
]


def cut_as_spreadsheets_do(text: str, separators: str) -> Iterator[str]:
    """Yield the cells of a table: quotes are those of a cell where it begins with them."""
    place = 0
    while place < len(text):
        cell = ""
        if text[place] == '"':
            place += 1
            while place < len(text):
                if text.startswith('""', place):
                    cell, place = f'{cell}"', place + 2
                elif text[place] == '"':
                    place += 1
                    break
                else:
                    cell, place = cell + text[place], place + 1
        while place < len(text) and text[place] not in f"{separators}\r\n":
            cell, place = cell + text[place], place + 1
        yield cell
        place += 1


def find_formulas(text: str) -> list[str]:
    """Return the cells that are formulas in any of the dialects that tables are opened in."""
    found = []
    for separators in (*SPLITS, ",;\t", SPLITS):
        for cell in cut_as_spreadsheets_do(text.removeprefix("\ufeff"), separators):
            start = _UNSEEN.match(cell)
            shown = cell[start.end() :] if start else cell
            is_number = re.fullmatch(r"[+-]?\d+(?:\.\d+)?", shown)
            if shown[:1] in (*"=+-@＝＋－＠",) and not is_number:
                found.append(cell)
    return found


spliced = st.sampled_from(SPLICES) | st.text(
    st.sampled_from("=-+@'\",;\t|\n\r \u200b1a"), max_size=9
)


@given(st.lists(spliced, min_size=1, max_size=6), st.sampled_from(["csv", "tsv"]))
@example(SPLICES, "csv")
@example(SPLICES, "tsv")
@settings(max_examples=20_000 if IS_LONG else 200)
def test_no_dialect_cuts_a_formula_out_and_all_comes_back(
    texts: list[str], format_name: str
) -> None:
    records = [
        {"key": "town.homes", "source": "g", "stated": text, "note": f"{text};", "value": -3}
        for text in texts
    ]
    fields = list(records[0])
    document = Document(fields=fields, records=map(neutralize, records), envelope=dict)
    text = BYTE_ORDER_MARK + "".join(write(document, format_name))
    assert find_formulas(text) == []
    read = read_rows(text.encode(), format_name, "x").rows
    assert [{**row.record, "value": -3} for row in read] == records


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_export_for_spreadsheets_comes_back_as_it_was(
    run: Run, make_store: MakeStore, tmp_path: Path, form: str
) -> None:
    facts = "".join(
        f"[[town.homes.facts]]\nmeasure = 'growth'\nperiod = '{2000 + number}'\nvalue = -3.2\n"
        f"source = 'gazette'\nstated = {quote(f'x{text}')}\nnote = {quote(f'{text}x')}\n"
        for number, text in enumerate(SPLICES)
    )
    store = make_store(STORE + facts)
    out, again = tmp_path / f"x.{form}", tmp_path / "again"
    again.mkdir()
    assert run("export", "-s", str(store), "--spreadsheet", "-o", str(out)).status == 0
    assert find_formulas(out.read_text(encoding="utf-8")) == []
    assert run("import", str(out), "-s", str(again), "--anyway").status == 0
    assert flatten_all(again) == flatten_all(store)
    told = run("import", str(out), "-s", str(store))
    assert (told.status, told.err) == (0, "")
    assert len(open_store(store).facts("town.homes")) == len(SPLICES) + 1


def flatten_all(path: Path) -> list[dict[str, Any]]:
    store = open_store(path)
    return [flatten_fact(store, one) for key in store.keys for one in store.facts(key)]


def test_a_table_without_the_mark_is_read_as_it_is() -> None:
    content = "key,source,stated\ntown.homes,g,'-3.2%\n"
    for mark, stated in (("", "'-3.2%"), (BYTE_ORDER_MARK, "-3.2%")):
        (row,) = read_rows(f"{mark}{content}".encode(), "csv", "x").rows
        assert row.record["stated"] == stated


def test_a_spreadsheet_gets_numbers_as_numbers(make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store(
        STORE + "[[town.homes.facts]]\nmeasure = 'growth'\nvalue = -3.2\nsource = 'gazette'\n"
        "note = 'a;=1+1'\n"
    )
    path = tmp_path / "x.csv"
    export(Excerpt(open_store(store)), str(path), "csv", ExportOptions(spreadsheet=True))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        row = list(csv.DictReader(stream))[1]
    assert [row[name] for name in ("value", "written", "low", "unit", "note")] == [
        *("-3.2", "-3.2", "-3.25", "%"),
        "a;'=1+1",
    ]


# Round trips


def bring_over(
    store: Store, folder: Path, path: Path, format_name: str, options: ExportOptions = FULL
) -> None:
    """Export a store and import the file into an empty folder."""
    if format_name in BINARY_FORMATS:
        export(Excerpt(store), str(path), format_name, ExportOptions())
        rows = read_binary_rows(str(path), format_name, "x")
    else:
        content = "".join(write_text(Excerpt(store), format_name, options)).encode()
        rows = read_rows(content, format_name, "x")
    import_rows([str(folder)], rows, anyway=True)


def by_key(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(records, key=lambda one: str(one["key"]))


@pytest.mark.parametrize("name", ["x.db", "x.parquet", "parts", "x.csv", "x.json"])
def test_a_store_is_copied_by_two_commands(
    run: Run, tmp_path: Path, shipped: Store, name: str
) -> None:
    path, folder = tmp_path / name, tmp_path / "copy"
    folder.mkdir()
    more = {"parts": ["--partition-by", "topic"], "x.csv": ["--full"], "x.json": ["--full"]}
    assert run("export", "-o", str(path), *more.get(name, ())).status == 0
    result = run("import", str(path), "-s", str(folder))
    assert (result.status, result.out.split(", ")[0]) == (
        0,
        f"{folder / 'facts.toml'}: added 351 facts",
    )
    copy = open_store(folder)
    assert by_key(list_full(copy)) == by_key(list_full(shipped))
    assert {key: copy.facts(key) for key in copy.keys} == {
        key: shipped.facts(key) for key in shipped.keys
    }
    again = run("import", str(path), "-s", str(folder))
    assert again.out == f"{folder / 'facts.toml'}: nothing to add; 351 facts there already\n"


def test_a_copy_by_flat_records_lacks_what_they_lack(tmp_path: Path, shipped: Store) -> None:
    bring_over(shipped, tmp_path, tmp_path / "x", "csv", ExportOptions())
    copy = open_store(tmp_path)
    assert [*Excerpt(copy).records()] == [*Excerpt(shipped).records()]
    assert copy.indicator("economy.gdp").growth_basis == "real"
    assert "GDP" in shipped.indicator("economy.gdp").aliases
    assert copy.indicator("economy.gdp").aliases == ()


@pytest.mark.parametrize("format_name", BINARY_FORMATS)
def test_a_pipe_may_carry_a_binary_format(tmp_path: Path, shipped: Store, format_name: str) -> None:
    path, folder = tmp_path / "x", tmp_path / "copy"
    folder.mkdir()
    export(Excerpt(shipped), str(path), format_name, ExportOptions())
    done = subprocess.run(
        [PROGRAM, "import", "-s", str(folder)],
        input=path.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"added 351 facts" in done.stdout


EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "aliases": st.lists(TEXTS, max_size=3),
        "description": TEXTS,
        "kind": st.sampled_from(["flow", "stock"]),
        "better": st.sampled_from(["higher", "lower"]),
        "growth_basis": st.sampled_from(["nominal", "real"]),
    },
)


# What a fact accepts is the ids of checks.
CHECKS = st.from_regex(r"[a-z]+(-[a-z]+)?", fullmatch=True)


def check_round_trip(
    tables: dict[str, Any],
    extras: dict[str, Any],
    accept: list[str],
    format_name: str,
    folder: Path,
) -> None:
    for indicator in tables["town"].values():
        indicator.update(extras)
        # The same fact twice that accepts other things is a problem of its own.
        for fact in indicator["facts"]:
            fact["accept"] = accept
    store = Store([File(name="x", tables={"schema": 1, **tables})])
    (folder / "copy").mkdir()
    wanted = list_full(store)
    if not wanted:
        return
    bring_over(store, folder / "copy", folder / "x", format_name)
    # What is said twice is said once, and accepts what it accepted first.
    once: dict[str, dict[str, Any]] = {}
    for one in wanted:
        once.setdefault(json.dumps({**one, "accept": 0}, default=str), one)
    assert list_full(open_store(folder / "copy")) == [*once.values()]


@given(
    tables=TABLES,
    extras=EXTRAS,
    accept=st.lists(CHECKS, max_size=2),
    format_name=st.sampled_from(["csv", "tsv", "json", "jsonl"]),
)
def test_text_brings_back_the_same_facts(
    tables: dict[str, Any],
    extras: dict[str, Any],
    accept: list[str],
    format_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    check_round_trip(tables, extras, accept, format_name, tmp_path_factory.mktemp("copy"))


@settings(max_examples=500 if IS_LONG else 30)
@given(
    tables=TABLES,
    extras=EXTRAS,
    accept=st.lists(CHECKS, max_size=2),
    format_name=st.sampled_from(BINARY_FORMATS),
)
def test_tables_bring_back_the_same_facts(
    tables: dict[str, Any],
    extras: dict[str, Any],
    accept: list[str],
    format_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    check_round_trip(tables, extras, accept, format_name, tmp_path_factory.mktemp("copy"))


@pytest.mark.parametrize("format_name", COPIED)
@pytest.mark.parametrize(
    "number",
    [
        pytest.param("1" * 40, id="whole"),
        pytest.param("1" * 20 + "." + "1" * 20, id="both"),
        pytest.param("0." + "1" * 39, id="fraction"),
    ],
)
def test_numbers_of_any_length_come_back(
    make_store: MakeStore, tmp_path: Path, format_name: str, number: str
) -> None:
    text = STORE.replace('"43 thousand"', f'"{number}"').replace("43,000", number)
    store = open_store(make_store(text))
    assert [one["written"] for one in list_full(store)] == [number]
    folder = tmp_path / "copy"
    folder.mkdir()
    bring_over(store, folder, tmp_path / "x", format_name)
    assert list_full(open_store(folder)) == list_full(store)


@pytest.mark.parametrize("format_name", BINARY_FORMATS)
def test_a_file_without_facts_is_read_as_one(
    make_store: MakeStore, tmp_path: Path, format_name: str
) -> None:
    path, store = tmp_path / "x", make_store("")
    export(Excerpt(open_store(store)), str(path), format_name, ExportOptions())
    done = import_rows([str(store)], read_binary_rows(str(path), format_name, "x"))
    assert (done.added, done.after) == (0, done.before)


# What is wrong with a file to be imported


def told(path: Path, format_name: str, folder: Path) -> list[str]:
    with pytest.raises(RowsError) as raised:
        import_rows([str(folder)], read_binary_rows(str(path), format_name, "x"))
    return [str(one) for one in raised.value.problems]


@pytest.mark.parametrize("format_name", BINARY_FORMATS)
@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"PAR1", b"nothing" * 100])
def test_a_file_of_another_kind_is_told(
    tmp_path: Path, make_store: MakeStore, format_name: str, content: bytes
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    (problem,) = told(path, format_name, make_store(STORE))
    assert problem.startswith(("x: is not a database of facts (", "x: is not Parquet ("))
    assert "\n" not in problem


def test_a_number_changed_in_a_database_is_a_problem(tmp_path: Path, make_store: MakeStore) -> None:
    import sqlite3

    path, store = tmp_path / "x.db", make_store(STORE)
    export(Excerpt(open_store(store)), str(path), "sqlite", ExportOptions())
    with sqlite3.connect(path) as database:
        database.execute("UPDATE facts SET value = 44000")
    database.close()
    assert told(path, "sqlite", store) == [
        "x:1: value is 44000, but '43 thousand' gives 43000; correct one"
    ]


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path, make_store: MakeStore) -> None:
    import sqlite3

    path = tmp_path / "x.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW facts AS SELECT 1 AS id")
    database.close()
    assert told(path, "sqlite", make_store(STORE)) == [
        "x: is not a database of facts (no such table: facts); "
        "write it with 'cqfacts export -o x.db'"
    ]


def test_lists_in_a_table_may_be_plain(make_store: MakeStore, tmp_path: Path) -> None:
    text = (
        "key,label,source,title,written,stated,aliases,kind\n"
        "town.shops,Shops,gazette,,5,five shops,Stores; 商店,stock\n"
    )
    import_rows([str(make_store(STORE))], read_rows(text.encode(), "csv", "x"))
    shops = open_store(tmp_path / "facts.toml").indicator("town.shops")
    assert (shops.aliases, shops.kind) == (("Stores", "商店"), "stock")


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param('"[""a"""', "x:2: aliases is not a list of text", id="broken"),
        pytest.param('"[1]"', "x:2: aliases is not a list of text", id="number"),
        pytest.param('"[""\\ud800""]"', "x:2: aliases is not a list of text", id="half"),
        pytest.param("[" * 5000, "x:2: aliases is not a list of text", id="deep"),
    ],
)
def test_a_list_that_is_none_is_told(cell: str, problem: str) -> None:
    text = f"key,label,source,title,aliases\ntown.shops,Shops,gazette,,{cell}\n"
    rows = read_rows(text.encode(), "csv", "x")
    assert rows.rows == ()
    assert str(rows.problems[0]).startswith(problem)


def test_what_a_new_indicator_says_is_judged(make_store: MakeStore, tmp_path: Path) -> None:
    text = "key,label,source,written,stated,kind\ntown.shops,Shops,gazette,5,five shops,flwo\n"
    store = make_store(STORE)
    with pytest.raises(RowsError) as raised:
        import_rows([str(store)], read_rows(text.encode(), "csv", "x"))
    assert [str(one) for one in raised.value.problems] == [
        "x:2: kind is 'flwo'; did you mean 'flow'?"
    ]
    assert list_names(tmp_path) == ["facts.toml"]


# What is not installed


def test_without_pyarrow_it_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError('none')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for args in (["export", "-o", "x.parquet"], ["import", "x.parquet", "-s", "facts.toml"]):
        (tmp_path / "x.parquet").unlink(missing_ok=True)
        if args[0] == "import":
            (tmp_path / "x.parquet").write_bytes(b"PAR1")
            (tmp_path / "facts.toml").write_text(HEADER + STORE, encoding="utf-8")
        done = subprocess.run(
            [PROGRAM, *args], env=environment, cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr == (
            b"cqfacts: parquet needs pyarrow; install it with: pip install 'cqfacts[parquet]'\n"
        )


def test_the_extra_says_what_parquet_needs() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'parquet = ["pyarrow' in text


def test_options_are_checked_for_the_library_too(tmp_path: Path, shipped: Store) -> None:
    with pytest.raises(UsageError, match="--spreadsheet"):
        export(Excerpt(shipped), str(tmp_path / "x"), "json", ExportOptions(spreadsheet=True))
