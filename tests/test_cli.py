"""What each command answers, exactly, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cqfacts.flat.facts import FACT_FIELDS

if TYPE_CHECKING:
    from conftest import MakeStore, Run

    from cqfacts import Store

CONFLICT = """
[town.homes]
unit = "homes"

[[town.homes.facts]]
period = "2025"
value = 1
stated = "one home"
source = "gazette"

[[town.homes.facts]]
period = "2025"
value = 2
stated = "two homes"
source = "herald"
"""


@pytest.mark.parametrize(
    ("args", "out"),
    [
        pytest.param("get nev", "1296000\n", id="nev"),
        pytest.param("get gdp", "3380000000000\n", id="narrowest-of-rivals"),
        pytest.param("get gdp -p 2026 -m growth --status target", "5\n", id="target"),
        pytest.param(
            "get gdp -p 2026 -m growth --status target --with-qualifier", "over 5\n", id="qualifier"
        ),
        pytest.param("get nev --with-qualifier", "1296000\n", id="no-qualifier-to-print"),
        pytest.param("get nev gdp", "1296000\n3380000000000\n", id="two"),
        pytest.param(
            "get gdp --fields value,unit,period,source",
            "3380000000000\tCNY\t2025\tichongqing-2026-plan\n",
            id="fields",
        ),
        pytest.param("get trade.total -p 2022-01/2022-11", "748790000000\n", id="exact-period"),
        pytest.param("get orange-orders --of beijing", "29500\n", id="of"),
        pytest.param("get good-air-days", "325\n", id="each-year"),
        pytest.param(
            "show nev -p 2025 --source ichongqing-2026-plan -m level --fields key,period,value",
            "key\tperiod\tvalue\nautos.nev\t2025\t1296000\n",
            id="show-fields",
        ),
        pytest.param(
            "show nev -p 2025 -m growth --fields key,value --no-header",
            "autos.nev\t36\n",
            id="no-header",
        ),
        pytest.param(
            "show nev -p 2025 -m growth --fields key,value -f csv",
            "key,value\nautos.nev,36\n",
            id="csv",
        ),
        pytest.param(
            "show nev -p 2025 -m growth --fields key,value -f jsonl",
            '{"key": "autos.nev", "value": 36}\n',
            id="jsonl",
        ),
        pytest.param(
            "show nev -p 2025 -m growth --fields key,value -f md",
            "| key | value |\n| --- | --- |\n| autos.nev | 36 |\n",
            id="md",
        ),
    ],
)
def test_an_answer_is_printed_and_nothing_else(run: Run, args: str, out: str) -> None:
    result = run(*args.split())
    assert (result.out, result.err, result.status) == (out, "", 0)


def test_a_chinese_alias_shows_the_same_facts_as_the_key(run: Run) -> None:
    by_alias, by_key = run("show", "新能源汽车", "--json"), run("show", "autos.nev", "--json")
    assert by_alias == by_key
    assert by_key.status == 0
    assert [fact["key"] for fact in json.loads(by_key.out)["facts"]]


def test_a_miss_suggests_what_is_near(run: Run) -> None:
    result = run("show", "gpd")
    assert (result.out, result.status) == ("", 3)
    assert result.err == (
        "cqfacts: nothing is called 'gpd'; did you mean 'gdp' (economy.gdp)? "
        "'cqfacts list' shows everything\n"
    )


def test_what_is_found_is_shown_in_the_order_asked_for_despite_a_miss(run: Run) -> None:
    result = run("show", "nev", "nosuch", "trade.total", "--fields", "key", "--no-header")
    assert list(dict.fromkeys(result.out.split())) == ["autos.nev", "trade.total"]
    assert result.err.startswith("cqfacts: nothing is called 'nosuch'; ")
    assert result.status == 3


def test_get_prints_an_empty_line_for_a_miss(run: Run) -> None:
    result = run("get", "nev", "nosuch", "gdp")
    assert (result.out, result.status) == ("1296000\n\n3380000000000\n", 3)


def test_get_without_such_a_level_names_what_there_is(run: Run) -> None:
    result = run("get", "trade.total", "-p", "2022")
    assert (result.out, result.status) == ("\n", 3)
    assert result.err == (
        "cqfacts: 'trade.total' has no actual level for 2022; there is only 2021, "
        "2022-01/2022-11, 2023, 2025\n"
    )


def test_rivals_that_conflict_are_named(run: Run, make_store: MakeStore) -> None:
    result = run("get", "homes", "-s", str(make_store(CONFLICT)))
    assert (result.out, result.status) == ("\n", 4)
    assert result.err == (
        "cqfacts: 'homes' has 2 facts for 2025 that differ (1 by gazette, 2 by herald); "
        "choose with --source gazette\n"
    )


def test_a_term_that_means_several_is_ambiguous_to_get(run: Run) -> None:
    result = run("get", "land-sea")
    assert result.status == 4
    assert result.err.startswith("cqfacts: 'land-sea' means ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        pytest.param(
            "show nev --fields key,valeu",
            "no field is called 'valeu'; did you mean 'value'? there are " + ", ".join(FACT_FIELDS),
            id="unknown-field",
        ),
        pytest.param("show nev -m levl", "'levl' is not a measure; did you mean 'level'?", id="m"),
        pytest.param(
            "show nev --status done",
            "'done' is not a status; use one of: actual, target, plan, estimate",
            id="status",
        ),
        pytest.param(
            "show nev -p 25",
            "--period: '25' is not a period; write 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27 or "
            "a range such as 2021/2025 or ../2020",
            id="period",
        ),
        pytest.param(
            "show nev -f xml",
            "'xml' is not a format; use one of: table, tsv, csv, json, jsonl, md",
            id="format",
        ),
        pytest.param(
            "show nev --json -f csv", "--json and --format csv differ; give one of them", id="two"
        ),
        pytest.param(
            "show nev --force", "--force replaces a file; name one with -o FILE", id="force"
        ),
        pytest.param(
            "show nev -o nev.xls",
            "'nev.xls' does not end in a format; use .tsv, .csv, .json, .jsonl, .md, .txt, or -f",
            id="ending",
        ),
        pytest.param(
            "show nev --color blue",
            "'blue' is not a time for colour; use one of: auto, always, never",
            id="color",
        ),
        pytest.param(
            "show nev --nosuch",
            "no such option: --nosuch; did you mean --source? 'cqfacts show --help' shows what "
            "there is",
            id="near-option",
        ),
        pytest.param(
            "show nev --qqq",
            "no such option: --qqq; 'cqfacts show --help' shows what there is",
            id="unknown-option",
        ),
        pytest.param(
            "shwo nev",
            "no command is called 'shwo'; did you mean 'show'?",
            id="unknown-command",
        ),
        pytest.param(
            "show",
            "nothing is asked for; name a TERM, or select with options such as -p 2025; "
            "'cqfacts list' shows everything",
            id="no-term",
        ),
        pytest.param(
            "compare gdp --fail-if worst",
            "'worst' is not a finding; did you mean 'worse'?",
            id="finding",
        ),
        pytest.param(
            "get nev --fields value --with-qualifier",
            "--with-qualifier and --fields differ; add the field qualifier instead",
            id="get-fields-and-qualifier",
        ),
        pytest.param(
            "compare gdp --json --fields key",
            "the JSON of a comparison has no columns; use --fields with -f jsonl",
            id="compare-json-fields",
        ),
    ],
)
def test_a_wrong_question_is_a_usage_error(run: Run, args: str, message: str) -> None:
    result = run(*args.split())
    assert (result.out, result.err, result.status) == ("", f"cqfacts: {message}\n", 2)


def test_a_source_that_does_not_exist_is_not_found(run: Run) -> None:
    result = run("show", "nev", "--source", "xinhua-nev-2021")
    assert (result.out, result.status) == ("", 3)
    assert result.err == (
        "cqfacts: no source is called 'xinhua-nev-2021'; did you mean 'xinhua-nev-2023'? "
        "'cqfacts sources' lists them\n"
    )


def test_a_period_without_facts_is_not_found_and_the_envelope_is_empty(run: Run) -> None:
    result = run("show", "nev", "-p", "1999", "--json")
    assert json.loads(result.out) == {"schema_version": 2, "facts": []}
    assert (result.err, result.status) == (
        "cqfacts: 'nev' has no facts for 1999; ask for less\n",
        3,
    )


def test_a_store_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQFACTS_STORE", "/nonexistent")
    result = run("list")
    assert (result.out, result.err, result.status) == (
        "",
        "cqfacts: /nonexistent: does not exist; give the path of a store\n",
        5,
    )


def test_a_broken_store_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text("schema = 1\n[town]\nlabel = \n", encoding="utf-8")
    result = run("list", "-s", str(path))
    assert (result.out, result.status) == ("", 5)
    assert result.err == f"{path}:3:9: invalid value; correct the TOML there [toml-syntax]\n"
    checked = run("check", "-s", str(path))
    assert (checked.out, checked.err, checked.status) == (result.err, "", 1)


@pytest.mark.parametrize("command", ["show homes", "get homes", "compare homes", "list", "sources"])
def test_a_fact_left_out_is_told(run: Run, make_store: MakeStore, command: str) -> None:
    path = make_store(CONFLICT.replace("value = 2", "vlaue = 2"))
    result = run(*command.split(), "-s", str(path))
    assert result.out
    assert result.err == (
        f"cqfacts: left out 1 fact because of 1 problem in the store, first {path}: "
        "town.homes.facts[2].vlaue: 'vlaue' is not a key of a fact; did you mean 'value'? "
        "[key-unknown]; 'cqfacts check' lists every problem\n"
    )


def test_check_lists_every_problem(run: Run, make_store: MakeStore) -> None:
    path = make_store(CONFLICT.replace("value = 2", "vlaue = 2"))
    result = run("check", "-s", str(path))
    assert (len(result.out.splitlines()), result.err, result.status) == (1, "", 1)
    assert run("check").status == 0


@pytest.mark.parametrize(
    ("gate", "status"), [("conflict", 0), ("missed", 0), ("worse", 0), ("undetermined", 1)]
)
def test_a_gate_on_the_shipped_store(run: Run, gate: str, status: int) -> None:
    assert run("compare", "gdp", "--fail-if", gate).status == status


def test_a_gate_on_a_store_with_a_conflict(run: Run, make_store: MakeStore) -> None:
    result = run(
        "compare", "homes", "--fail-if", "missed,conflict", "-s", str(make_store(CONFLICT))
    )
    assert result.status == 1
    assert result.err == (
        "cqfacts: found conflict in town.homes; 'cqfacts compare town.homes' shows it\n"
    )


def test_a_miss_is_graver_than_a_gate(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(CONFLICT))
    assert run("compare", "homes", "nosuch", "--fail-if", "conflict", "-s", path).status == 3


def test_list_has_every_key(run: Run, shipped: Store) -> None:
    listed = json.loads(run("list", "--json").out)
    assert [indicator["key"] for indicator in listed["indicators"]] == list(shipped.keys)
    assert [topic["topic"] for topic in listed["topics"]] == [t.name for t in shipped.topics]


def test_list_of_a_topic_and_of_none(run: Run) -> None:
    keys = run("list", "汽车产业", "--fields", "key", "--no-header").out.split()
    assert "autos.nev" in keys
    assert all(key.startswith("autos.") for key in keys)
    result = run("list", "autso")
    assert (result.out, result.status) == ("", 3)
    assert result.err.startswith("cqfacts: no topic is called 'autso'; did you mean 'autos'? ")


def test_search_finds_the_corridor_first(run: Run) -> None:
    found = run("search", "land-sea", "--fields", "key", "--no-header").out.split()
    assert all(key.startswith("logistics.corridor") for key in found[:5])
    result = run("search", "zebra")
    assert (result.status, result.err) == (
        3,
        "cqfacts: nothing matches 'zebra'; try fewer words, or 'cqfacts list'\n",
    )


def test_sources_count_their_facts(run: Run, shipped: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(run("sources", "-f", "csv").out)))
    assert sum(int(row["facts"]) for row in rows) == sum(
        len(shipped.facts(k)) for k in shipped.keys
    )
    assert [row["source"] for row in rows] == list(shipped.source_ids)


@pytest.mark.parametrize(
    ("command", "lists"),
    [
        ("show nev", ["facts"]),
        ("list", ["topics", "indicators"]),
        ("search nev", ["indicators"]),
        ("sources", ["sources"]),
        ("compare gdp", ["indicators", "across"]),
    ],
)
def test_json_is_an_envelope(run: Run, command: str, lists: list[str]) -> None:
    envelope = json.loads(run(*command.split(), "--json").out)
    assert list(envelope) == ["schema_version", *lists]
    assert envelope["schema_version"] == 2


def test_all_formats_carry_the_same_facts(run: Run) -> None:
    facts = json.loads(run("show", "autos", "--json").out)["facts"]
    lines = [json.loads(line) for line in run("show", "autos", "-f", "jsonl").out.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("show", "autos", "-f", "csv").out)))
    table = list(csv.reader(io.StringIO(run("show", "autos", "-f", "tsv").out), delimiter="\t"))
    assert facts == lines
    assert [list(fact) for fact in facts] == [list(FACT_FIELDS)] * len(facts)
    assert [[row[name] for name in FACT_FIELDS] for row in rows] == table[1:]
    assert [row["stated"] for row in rows] == [fact["stated"] or "" for fact in facts]


def test_a_file_is_written_in_the_format_it_ends_in_and_never_over_another(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "nev.csv"
    first = run("show", "nev", "-o", str(path))
    assert (first.out, first.err, first.status) == ("", "", 0)
    assert path.read_text(encoding="utf-8") == run("show", "nev", "-f", "csv").out
    again = run("show", "gdp", "-o", str(path))
    assert (again.err, again.status) == (
        f"cqfacts: {path} exists; replace it with --force or name another file\n",
        5,
    )
    assert run("show", "gdp", "-o", str(path), "--force").status == 0
    assert path.read_text(encoding="utf-8") == run("show", "gdp", "-f", "csv").out
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    result = run("show", "nev", "-o", str(tmp_path / "none" / "nev.csv"))
    assert result.status == 5
    assert result.err.startswith(f"cqfacts: {tmp_path}/none/nev.csv cannot be written (")


def test_cqfacts_alone_says_what_can_be_asked(run: Run) -> None:
    result = run()
    assert result.status == 0
    assert result.out.index("cqfacts show nev") < result.out.index("cqfacts list")


@pytest.mark.parametrize(
    "command", ["show", "compare", "get", "list", "search", "sources", "check", "schema"]
)
def test_help_leads_with_examples(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.status == 0
    examples, _, _ = result.out.partition("╭─")
    assert examples.count(f"\n cqfacts {command}") >= 2


def test_the_version_is_the_package_s(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").out == f"cqfacts {version('cqfacts')}\n"


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a real shell, with this Python's cqfacts."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_terms_come_from_standard_input() -> None:
    result = shell(r"printf 'nev\n# a comment\ntrade.total  # another\n\n' | cqfacts get -")
    assert (result.stdout, result.stderr) == ("1296000\n800680000000\n", "")


def test_a_reader_that_closes_the_pipe_early_is_no_error() -> None:
    result = shell("cqfacts show autos trade governance party rural ecology | head -1")
    assert (result.stdout, result.stderr, result.returncode) == (
        "\t".join(FACT_FIELDS) + "\n",
        "",
        0,
    )
    closed = shell("cqfacts show nev | true; echo ${PIPESTATUS[0]}")
    assert (closed.stdout, closed.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_told() -> None:
    result = shell("cqfacts show nev > /dev/full")
    assert (result.stderr, result.returncode) == (
        "cqfacts: the output cannot be written (No space left on device); "
        "free some space or write elsewhere\n",
        5,
    )


def test_standard_input_that_is_no_text_is_told() -> None:
    result = shell(r"printf '\377\n' | cqfacts get -", PYTHONUTF8="1")
    assert (result.stdout, result.returncode) == ("", 2)
    assert result.stderr == "cqfacts: standard input is not UTF-8 text; write one term a line\n"


def test_an_encoding_without_the_characters_stops_nothing() -> None:
    result = shell("cqfacts compare gdp -f table", PYTHONIOENCODING="ascii", COLUMNS="100")
    assert result.returncode == 0
    assert "\\u2713 agree" in result.stdout


def test_python_m_is_the_same_program() -> None:
    result = shell("python -m cqfacts get nev")
    assert (result.stdout, result.returncode) == ("1296000\n", 0)


def test_list_names_a_topic_or_all(run: Run) -> None:
    result = run("list", "autos", "--all")
    said = "cqfacts: --all and a topic differ; give one of them\n"
    assert (result.out, result.err, result.status) == ("", said, 2)


def test_a_table_of_topics_leads_on_to_their_indicators(run: Run, shipped: Store) -> None:
    topics = run("list", "-f", "table").out
    assert [topic.name for topic in shipped.topics if topic.name not in topics] == []
    assert "autos.nev" not in topics
    assert "autos.nev" in run("list", "--all", "-f", "table").out
    assert run("list", "-f", "tsv").out == run("list", "--all", "-f", "tsv").out
