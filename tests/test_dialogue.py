"""Adding a fact at a terminal: what is missing is asked for, and the fact is shown first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from terminals import run_in_terminal

from cqfacts import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore

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


@pytest.fixture
def path(make_store: MakeStore) -> Path:
    return make_store(STORE)


def talk(path: Path, line: str, *typed: tuple[str, str]) -> str:
    environment = {"NO_COLOR": "1", "CQFACTS_STORE": path.name, "CQFACTS_TODAY": "2026-06-30"}
    return run_in_terminal(f"{line}; echo exit $?", environment, cwd=path.parent, typed=typed)


def test_everything_that_is_missing_is_asked_for(path: Path) -> None:
    out = talk(
        path,
        "cqfacts add",
        ("Indicator: ", "1\n"),
        ("Words that state it: ", "more than 50,000 homes\n"),
        ("Period (empty: none): ", "2025\n"),
        ("Source: ", "2\n"),
        ("[Y/n] ", "\n"),
    )
    assert "  1  town.homes  New homes\n" in out
    assert "  1  2024\n" in out
    assert "  2  gazette  The Gazette\n" in out
    shown, question, told = out.partition("Write it to facts.toml? [Y/n] ")
    assert "2025    level    > 50 thousand homes  more than 50,000" in shown
    assert question
    assert told.endswith(
        "facts.toml: added town.homes, 2025, level, > 50 thousand homes, by gazette\nexit 0\n"
    )
    assert len(open_store(path).facts("town.homes")) == 2


def test_what_is_new_is_asked_for(path: Path) -> None:
    out = talk(
        path,
        "cqfacts add town.roads '120 kilometers' --source wire",
        ("Label of the new indicator (empty: go back): ", "Roads\n"),
        ("Period (empty: none): ", "\n"),
        ("Title of the new source (empty: go back): ", "The Wire\n"),
        ("Unit [km]: ", "\n"),
        ("[Y/n] ", "y\n"),
    )
    assert out.endswith("added town.roads, level, 120 km, by wire\nexit 0\n")
    store = open_store(path)
    assert (store.indicator("town.roads").unit, store.source("wire").title) == ("km", "The Wire")


def test_a_slip_is_told_and_asked_for_again(path: Path) -> None:
    out = talk(
        path,
        "cqfacts add town.homes '50,000 homes' --source gazette",
        ("none): ", "20255\n"),
        ("none): ", "2025\n"),
        ("[Y/n] ", "\n"),
    )
    assert "cqfacts: --period: '20255' is not a period" in out
    assert out.endswith("exit 0\n")


def test_a_slip_in_a_name_makes_nothing_new(path: Path) -> None:
    out = talk(
        path,
        "cqfacts add town.hoems '50,000 homes' -p 2025",
        ("indicator (empty: go back): ", "\n"),
        ("Indicator: ", "town.homes\n"),
        ("Source: ", "gazete\n"),
        ("source (empty: go back): ", "\n"),
        ("Source: ", "gazette\n"),
        ("[Y/n] ", "\n"),
    )
    assert "cqfacts: nothing is called 'town.hoems'; did you mean 'town.homes'" in out
    assert "cqfacts: no source is called 'gazete'; did you mean 'gazette'?\n" in out
    assert out.endswith("added town.homes, 2025, level, 50 thousand homes, by gazette\nexit 0\n")
    assert (len(open_store(path).keys), len(open_store(path).source_ids)) == (1, 2)


def test_an_empty_answer_goes_back(path: Path) -> None:
    out = talk(
        path,
        "cqfacts add town.homes '4,000 or 5 homes'",
        ("Value: ", "\n"),
        ("Words that state it: ", "the 5 million mark\n"),
        ("Qualifier: ", "2\n"),
        ("Period (empty: none): ", "\n"),
        ("Source: ", "\n"),
        ("Period (empty: none): ", "2025\n"),
        ("Source: ", "gazette\n"),
        ("[Y/n] ", "\n"),
    )
    assert "'mark' may hedge the figure" in out
    assert out.endswith("added town.homes, 2025, level, ≥ 5 million homes, by gazette\nexit 0\n")


def test_bytes_that_are_no_text_are_told_at_a_terminal(path: Path) -> None:
    out = talk(path, "cqfacts add town.homes $'\\xff\\xfe 5 homes' -p 2025", ("", ""))
    assert out == "cqfacts: words: what is given is not UTF-8; type it again as text\nexit 2\n"


def test_a_doubtful_fact_is_not_what_enter_means(path: Path) -> None:
    before = path.read_bytes()
    line = "cqfacts add town.homes '43,000 homes' -p 2024 --source gazette"
    out = talk(path, line, ("[y/N] ", "\n"))
    assert "[fact-repeated]" in out
    assert out.endswith("nothing is written\nexit 0\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_whoever_leaves_has_written_nothing(path: Path, key: str) -> None:
    before = path.read_bytes()
    line = "cqfacts add town.homes '50,000 homes' --source gazette"
    out = talk(path, line, ("none): ", "2025\n"), ("[Y/n] ", key))
    assert "Traceback" not in out
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["facts.toml"]


def test_nothing_is_asked_where_nobody_answers(path: Path) -> None:
    out = talk(path, "cqfacts add town.homes '50,000 homes' --source gazette < /dev/null")
    assert out == (
        "cqfacts: the fact has no period; give --period, or --undated where there is none\nexit 2\n"
    )
