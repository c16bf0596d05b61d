"""The store in the folder: which one answers where no option and no variable names one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED
from terminals import run_in_terminal

from cqfacts.cli import main

if TYPE_CHECKING:
    from pathlib import Path

STORE = """schema = 1
[sources.g]
title = "G"
[town.homes]
label = "Homes"
unit = "homes"
[[town.homes.facts]]
period = "2025"
value = 5
stated = "5 homes"
source = "g"
"""
NOT_ONE = 'title = "a list"\n\n[schema]\nschema = 1\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder below one with a store, in which commands run."""
    (tmp_path / "facts.toml").write_text(STORE, encoding="utf-8")
    inner = tmp_path / "reports" / "2025"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    monkeypatch.delenv("CQFACTS_STORE", raising=False)
    return inner


def ask(capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str]:
    status = main(line.split())
    return status, capsys.readouterr().out


def test_the_nearest_store_above_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "get homes") == (0, "5\n")
    assert os.environ.get("CQFACTS_STORE") is None
    (folder / "facts.toml").write_text(STORE.replace("value = 5", "value = 6"), encoding="utf-8")
    assert ask(capsys, "get homes") == (0, "6\n")


def test_shipped_names_the_store_that_ships(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gdp = "get gdp -p 2025 -m growth"
    assert ask(capsys, gdp)[0] == 3
    assert ask(capsys, f"{gdp} -s shipped") == (0, "5.3\n")
    monkeypatch.setenv("CQFACTS_STORE", "shipped")
    assert ask(capsys, gdp) == (0, "5.3\n")
    assert main(["add", "gdp", "5 yuan", "-p", "2025", "-s", "shipped"]) == 2
    assert "never written" in capsys.readouterr().err
    (folder / "shipped").write_text(STORE, encoding="utf-8")
    assert ask(capsys, "get homes -s ./shipped") == (0, "5\n")


def test_what_is_written_goes_to_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "homes", "12 homes", "-p", "2024", "--source", "g"]) == 0
    assert "12" in (folder.parent.parent / "facts.toml").read_text(encoding="utf-8")
    capsys.readouterr()


def test_a_file_that_declares_no_schema_is_passed_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "facts.toml").write_text(NOT_ONE, encoding="utf-8")
    assert ask(capsys, "get homes") == (0, "5\n")


def test_a_broken_one_is_never_passed_over(folder: Path) -> None:
    (folder / "facts.toml").write_text("schema = 1  # mine\n[town\n", encoding="utf-8")
    assert main(["get", "homes"]) == 5


def test_the_home_folder_is_the_last(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    assert ask(capsys, "get homes")[1].strip() == ""


def test_the_checkout_of_the_store_that_ships_is_not_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SHIPPED.parent)
    monkeypatch.delenv("CQFACTS_STORE", raising=False)
    assert main(["add", "gdp", "5 yuan", "-p", "2025"]) == 2
    assert "never written" in capsys.readouterr().err


def test_a_terminal_is_told_which_one_it_is(folder: Path) -> None:
    out = run_in_terminal("cqfacts get homes", {"NO_COLOR": "1", "CQFACTS_STORE": ""}, cwd=folder)
    assert "'-s shipped' is the one that ships" in " ".join(out.split())
