"""What a shell is offered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from cqfacts.cli import main

PROGRAM = str(Path(sys.executable).parent / "cqfacts")


def ask(line: str, shell: str) -> dict[str, str]:
    """Return the environment in which a shell's script asks for the last word of a line."""
    words = line.split(" ")
    return {
        "_CQFACTS_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


def complete(line: str, shell: str = "bash") -> list[str]:
    """Ask as a shell's completion function asks."""
    environment = {**os.environ, **ask(line, shell)}
    result = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        pytest.param("cqfacts audit a.md --fail-if differs,s", "differs,stale", id="verdicts"),
        pytest.param("cqfacts sh", "show", id="command"),
        pytest.param("cqfacts show autos.n", "autos.nev", id="key"),
        pytest.param("cqfacts show eco", "economy", id="topic"),
        pytest.param("cqfacts show new-ene", "new-energy-vehicles", id="alias"),
        pytest.param("cqfacts get 新能", "新能源汽车", id="chinese-alias"),
        pytest.param("cqfacts show nev --source xinhua-nev", "xinhua-nev-2022", id="source"),
        pytest.param("cqfacts show nev --fields key,va", "key,value", id="field"),
        pytest.param("cqfacts list --fields la", "label", id="field-of-another-command"),
        pytest.param("cqfacts show nev -f js", "jsonl", id="format"),
        pytest.param("cqfacts show nev -m gr", "growth", id="measure"),
        pytest.param("cqfacts show nev --status tar", "target", id="status"),
        pytest.param("cqfacts compare nev --fail-if conf", "conflict", id="finding"),
        pytest.param("cqfacts cite nev --style bib", "bibtex", id="style"),
        pytest.param("cqfacts list gov", "governance", id="topic-to-list"),
        pytest.param("cqfacts show --peri", "--period", id="option"),
    ],
)
def test_a_word_is_completed(line: str, offered: str) -> None:
    assert offered in complete(line)


LINES = [
    "cqfacts ",
    "cqfacts s",
    "cqfacts show ",
    "cqfacts show ne",
    "cqfacts show nev ne",
    "cqfacts show 新",
    "cqfacts show -",
    "cqfacts show --s",
    "cqfacts show --source x --s",
    "cqfacts show --store a --sto",
    "cqfacts show nev -p 2025 -m ",
    "cqfacts show nev -p ",
    "cqfacts get --with-qualifier --fields key,un",
    "cqfacts list ",
    "cqfacts list autos a",
    "cqfacts search a",
    "cqfacts check --only stated-differs,sou",
    "cqfacts check x",
    "cqfacts schema ",
    "cqfacts cite nev --style ",
    "cqfacts compare --fail-if ",
    "cqfacts sources -f ",
    "cqfacts show 'ne",
    "cqfacts show --source=ic",
    "cqfacts show -- ne",
    "cqfacts shwo ne",
    "cqfacts --ver",
]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", LINES)
def test_typer_would_offer_the_same(
    line: str, shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in ask(line, shell).items():
        monkeypatch.setenv(name, value)
    offered = {}
    last = line.rsplit(" ", maxsplit=1)[-1].lstrip("'")
    for plainly in (True, False):
        with suppress(SystemExit):
            main([], plainly=plainly)
        # The words only: Typer shortens what they mean, wraps it, and reads markup in it.
        out = capsys.readouterr().out.removeprefix("_arguments '*: :((").split("\n")
        words = (re.split('":"|\t', one)[0].strip("'\")") for one in out)
        offered[plainly] = sorted(word for word in words if word.startswith(last))
    assert offered[True] == offered[False]


def test_only_what_starts_so_is_offered() -> None:
    assert all(word.startswith("autos.") for word in complete("cqfacts show autos."))


def test_the_store_of_the_line_is_asked(tmp_path: Path) -> None:
    store = tmp_path / "facts.toml"
    store.write_text("[town.homes]\nlabel = 'Homes'\n", encoding="utf-8")
    assert "town.homes" in complete(f"cqfacts show -s {store} town")


def test_a_store_that_cannot_be_read_offers_nothing() -> None:
    assert not any(complete("cqfacts show -s /nonexistent n"))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_is_served(shell: str) -> None:
    assert any("autos.nev" in line for line in complete("cqfacts show autos.n", shell))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_a_script(shell: str) -> None:
    result = subprocess.run(
        [PROGRAM],
        env={**os.environ, "_CQFACTS_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_CQFACTS_COMPLETE" in result.stdout
