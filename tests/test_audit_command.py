"""`cqfacts audit` as a command: formats, gates, and figures written to a store of one's own."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
import tomli
from terminals import run_in_terminal

from cqfacts import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2025"
value = 5_200
stated = "5,200 new homes"
source = "gazette"

[town.buses]
label = "Buses in service"
unit = "buses"
kind = "stock"

[[town.buses.facts]]
period = "2024-12"
value = 310
source = "gazette"
"""
DRAFT = """\
---
title: Draft
date: 2027-02-10
---
Testville built 5,300 new homes in 2025, and [4,800](x) new homes in 2026.
There are now 310 buses in service. Testville planted 12,000 trees in 2026.
"""


@pytest.fixture
def store(make_store: MakeStore) -> Path:
    return make_store(STORE)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_each_figure_is_a_line_in_a_pipe(run: Run, store: Path, draft: Path) -> None:
    fields = "line,column,start,end,words,verdict,key,period,value,fact_value"
    out = run("audit", str(draft), "-s", str(store), "--fields", fields).out
    rows = [line.split("\t") for line in out.splitlines()[1:]]
    assert rows == [
        ["5", "17", "54", "69", "5,300 new homes", "differs", "town.homes", "2025", "5300", "5200"],
        ["5", "47", "84", "103", "4,800 new homes", "other", "town.homes", "2026", "4800", ""],
        ["6", "15", "127", "136", "310 buses", "matches", "town.buses", "", "310", "310"],
        ["6", "55", "167", "179", "12,000 trees", "new", "", "2026", "12000", ""],
    ]  # fmt: skip


def test_standard_input_is_read(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(DRAFT.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    printed = json.loads(run("audit", "-", "-s", str(store), "--json").out)
    assert printed["documents"][0]["file"] == "standard input"
    assert printed["documents"][0]["figures"] == 4


def test_a_terminal_is_shown_the_sentence_with_its_figures_marked(store: Path, draft: Path) -> None:
    line = f"cqfacts audit {draft.name} -s {store.name}"
    out = run_in_terminal(line, {"NO_COLOR": "1"}, cwd=draft.parent)
    assert "draft.md:5\n  Testville built [5,300 new homes] in 2025" in out
    assert "  ✗ 5,300 new homes differs: the store has town.homes, 2025: 5,200 homes" in out
    assert out.startswith("draft.md: 4 figures: 1 differs, 1 other, 1 new, 1 matches\n\n")


@pytest.mark.parametrize(
    ("gate", "status"),
    [
        ("differs", 1),
        ("differs,stale", 1),
        ("stale", 0),
        ("unclear", 0),
        ("other", 1),
        ("new", 1),
        ("matches", 1),
        ("contradicts", 0),
    ],
)
def test_a_gate_fails_on_what_it_names(
    run: Run, store: Path, draft: Path, gate: str, status: int
) -> None:
    assert run("audit", str(draft), "-s", str(store), "--fail-if", gate).status == status


def test_only_some_verdicts_or_indicators(run: Run, store: Path, draft: Path) -> None:
    def words(*options: str) -> list[str]:
        common = ("--fields", "words", "--no-header", "-s", str(store))
        return run("audit", str(draft), *common, *options).out.splitlines()

    assert words("--only", "new") == ["12,000 trees"]
    assert words("--only", "new,other") == ["4,800 new homes", "12,000 trees"]
    assert words("--key", "buses") == ["310 buses"]


def test_annotations_for_github(run: Run, store: Path, draft: Path) -> None:
    out = run("audit", str(draft), "-s", str(store), "-f", "github").out.splitlines()
    assert out[0] == (
        f"::error file={draft},line=5,col=17,title=differs::'5,300 new homes' differs: the store "
        "has town.homes, 2025: 5,200 homes, by gazette"
    )
    assert [line.partition(" ")[0] for line in out] == ["::error", "::notice", "::notice"]


def test_new_figures_as_text_of_a_store(run: Run, store: Path, draft: Path, tmp_path: Path) -> None:
    out = run("audit", str(draft), "-s", str(store), "--toml", "--title", "The draft").out
    assert '[sources.draft]\ntitle     = "The draft"\npublished = 2027-02-10\n' in out
    assert '[[town.homes.facts]]\nperiod = "2026"\nvalue  = 4_800\n' in out
    assert '# [topic.trees]\n# label = "trees"\n# unit  = "trees"\n' in out
    added = tmp_path / "facts.d"
    added.mkdir()
    (added / "a.toml").write_text(store.read_text(encoding="utf-8"), encoding="utf-8")
    (added / "b.toml").write_text(f"schema = 1\n{out}", encoding="utf-8")
    assert [fact.source for fact in open_store(added).facts("town.homes")] == ["gazette", "draft"]
    assert open_store(added).diagnostics == ()


def test_the_text_of_a_store_can_be_read_whatever_a_document_has(
    run: Run, store: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "a\nb.txt"
    odd.write_bytes(b"Testville\x00 had \x1b[1m three\x7f gardens; 4,800 new homes in 2026.")
    out = run("audit", str(odd), "-s", str(store), "--toml").out
    assert "Testville␀ had ␛[1m three␡ gardens" in out
    assert "homes" in tomli.loads(out)["town"]


def test_new_figures_are_written_with_their_words_and_source(
    run: Run, store: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQFACTS_TODAY", "2027-03-01")
    result = run("audit", str(draft), "-s", str(store), "--add", "--source", "herald")
    assert result.status == 0
    assert result.out == f"{store}: added 1 fact\n"
    assert f"{draft}:6: left out, since the store has no indicator for it" in result.err
    fact = open_store(store).facts("town.homes")[-1]
    assert fact.amount is not None
    assert (str(fact.period), int(fact.amount.value), fact.source) == ("2026", 4800, "herald")
    assert fact.stated == "4,800 new homes"


def test_the_new_ones_are_gone_through_at_a_terminal(store: Path, draft: Path) -> None:
    line = f"cqfacts audit {draft.name} --add --source herald; echo exit $?"
    environment = {"NO_COLOR": "1", "CQFACTS_STORE": store.name, "CQFACTS_TODAY": "2027-03-01"}
    prompt = "Add it? [y/N/q] "
    typed = (
        (prompt, "perhaps\n"),
        (prompt, "y\n"),
        ("Write it to facts.toml? [Y/n] ", "\n"),
        (prompt, "q\n"),
    )
    out = run_in_terminal(line, environment, cwd=draft.parent, typed=typed)
    assert "y adds it, n does not, q ends\n" in out
    assert "facts.toml: added town.homes, 2026, level, 4,800 homes, by herald\n" in out
    assert out.endswith("1 of 2 new figures written\nexit 0\n")
    assert len(open_store(store).facts("town.homes")) == 2


@pytest.mark.parametrize(
    ("args", "message", "status"),
    [
        (["nosuch.md"], "there is no document nosuch.md; name a file, or - to pipe one", 3),
        (["."], ". is a folder; name the documents in it", 5),
        (["draft.md", "--only", "ne"], "--only: 'ne' is not a verdict; did you mean 'new'?", 2),
        (["draft.md", "--date", "26"], "--date is '26', not a day; write it like 2026-01-27", 2),
        (["draft.md", "--add"], "the document has no source; give its id with --source", 2),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(  # noqa: PLR0913, PLR0917 - a case, and where it runs
    run: Run,
    store: Path,
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    message: str,
    status: int,
) -> None:
    monkeypatch.chdir(draft.parent)
    result = run("audit", *args, "-s", str(store))
    assert (result.err, result.status) == (f"cqfacts: {message}\n", status)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["-f", "xml"], "'xml' is not a format; use one of: table"),
        (["-f", "github", "--fields", "key"], "--format github has no --fields; leave them out"),
        (["-f", "github", "--json"], "--json and --format github differ"),
        (["-f", "github", "--force"], "--force replaces a file; name one with -o FILE"),
        (["--add", "town.homes"], "town.homes is an indicator and no document; write --key town"),
    ],
)
def test_what_does_not_go_together_is_told(
    run: Run, store: Path, draft: Path, args: list[str], message: str
) -> None:
    result = run("audit", str(draft), *args, "-s", str(store))
    assert result.err.startswith(f"cqfacts: {message}")
    assert (result.status, result.err.count("\n")) == (2, 1)


def test_the_help_and_the_error_name_every_format(run: Run, draft: Path) -> None:
    assert "md or github" in " ".join(run("audit", "--help").out.split())
    assert "github" in run("audit", str(draft), "-f", "xml").err


def test_annotations_are_written_to_a_file(
    run: Run, store: Path, draft: Path, tmp_path: Path
) -> None:
    path = tmp_path / "out.txt"
    result = run("audit", str(draft), "-s", str(store), "-f", "github", "-o", str(path))
    assert (result.out, result.status) == ("", 0)
    assert path.read_text(encoding="utf-8").startswith("::error file=")


def propose(run: Run, store: Path, path: Path, text: str, *args: str) -> str:
    path.write_text(text, encoding="utf-8")
    return run("audit", str(path), "-s", str(store), "--toml", *args).out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2026 new homes in Testville tripled.", '# value   = "3"'),
        (
            "Testville built between 5,000 and 6,000 new homes in 2026.",
            "# a fact has one number, not a range; add one end of it, with a qualifier",
        ),
        (
            "As was said, in 2026 the number of new homes in Testville came to 4,800.",
            'stated = "new homes in Testville came to 4,800"',
        ),
        ('"In 2026 Testville built 4,800" new homes, it said.', "built 4,800 new homes"),
        (
            "Testville built 4,800 new homes in 2026 and 3,900 new homes in 2027.",
            'stated = "3,900 new homes"',
        ),
    ],
)
def test_a_proposal_is_as_a_person_writes_it(
    run: Run, store: Path, tmp_path: Path, text: str, expected: str
) -> None:
    assert expected in propose(run, store, tmp_path / "a.txt", text, "--title", "x")


def test_a_source_from_before_the_period_states_no_actual_of_it(
    run: Run, store: Path, tmp_path: Path
) -> None:
    with store.open("a", encoding="utf-8") as file:
        file.write('\n[sources.old]\ntitle = "Old"\npublished = 2020-01-01\n')
    text = "Testville built 4,800 new homes in 2026."
    out = propose(run, store, tmp_path / "a.txt", text, "--source", "old")
    assert "# 2026 was not over when the source was published on 2020-01-01" in out
    assert "\n[[town.homes" not in out
    result = run("audit", str(tmp_path / "a.txt"), "-s", str(store), "--add", "--source", "old")
    assert "left out: 2026 was not over" in result.err
    assert len(open_store(store).facts("town.homes")) == 1


def test_the_store_that_ships_is_not_written(run: Run, draft: Path) -> None:
    result = run("audit", str(draft), "--add", "--source", "herald")
    assert result.status == 2
    assert "the store that ships with cqfacts is never written" in result.err


def test_one_bad_document_keeps_back_no_other(run: Run, store: Path, draft: Path) -> None:
    result = run("audit", "nosuch.md", str(draft), "-s", str(store), "--no-header")
    assert len(result.out.splitlines()) == 4
    assert (result.err.startswith("cqfacts: there is no document"), result.status) == (True, 3)


def test_control_characters_of_a_document_are_shown(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(
        "In 2025 Testville built \x1b[31m5,300 new homes\u202e today.", encoding="utf-8"
    )
    line = f"cqfacts audit evil.txt -s {store.name}"
    out = run_in_terminal(line, {"NO_COLOR": "1"}, cwd=tmp_path)
    assert "\x1b[31m" not in out
    assert "\u202e" not in out
