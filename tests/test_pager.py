"""Answers higher than the screen go through a pager; whatever is wrong with it loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from terminals import run_in_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore

# What a pager does with its text, after it has noted its command line and its environment.
PAGER = """\
#!/bin/sh
echo "$@" > "$NOTES/args"
env > "$NOTES/environment"
{work}
"""
ROWS = 40
KEEP = 'cat > "$NOTES/text"'


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where pagers note what they are given."""
    path = tmp_path / "notes"
    path.mkdir()
    monkeypatch.setenv("NOTES", str(path))
    return path


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    return write_pager(tmp_path / "pager", KEEP)


def write_pager(path: Path, work: str) -> Path:
    path.write_text(PAGER.format(work=work), encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def stores(make_store: MakeStore) -> dict[int, Path]:
    """Return stores by how many facts they have: as many as fit the screen, one more, and many."""
    return {rows: make_store(write_facts(rows), f"{rows}.toml") for rows in (33, 34, 1001)}


def write_facts(rows: int) -> str:
    """Return indicators of 100 facts each."""
    text = ""
    for number in range(rows):
        if number % 100 == 0:
            text += f"[town.homes-{number // 100}]\nunit = 'homes'\n"
        text += f"[[town.homes-{number // 100}.facts]]\nperiod = '{1900 + number % 100}'\n"
        text += f"value = {number}\nstated = '{number} homes'\nsource = 'gazette'\n"
    return text


def show(store: Path, *options: str, **environment: str) -> str:
    line = f"cqfacts show town -s {store} {' '.join(options)}; echo status $?"
    return run_in_terminal(line, environment)


def test_a_table_that_leaves_no_line_for_the_prompt_is_paged(
    stores: dict[int, Path], pager: Path, notes: Path
) -> None:
    short, long = (show(stores[rows], CQFACTS_PAGER=str(pager)) for rows in (33, 34))
    assert short == show(stores[33], "--no-pager")
    assert short.count("\n") == ROWS
    assert long == "status 0\n"
    paged = (notes / "text").read_text(encoding="utf-8")
    assert paged + long == show(stores[34], "--no-pager")
    assert "\x1b[1m" in paged


@pytest.mark.parametrize("name", ["CQFACTS_PAGER", "PAGER"])
def test_the_environment_names_the_pager(
    stores: dict[int, Path], pager: Path, notes: Path, name: str
) -> None:
    assert show(stores[1001], **{name: f"{pager} -x 'two words' $HOME"}) == "status 0\n"
    assert (notes / "args").read_text(encoding="utf-8") == "-x two words $HOME\n"


def test_the_pager_of_cqfacts_goes_before_that_of_all_programs(
    stores: dict[int, Path], pager: Path, notes: Path
) -> None:
    show(stores[1001], CQFACTS_PAGER=f"{pager} own", PAGER=f"{pager} other")
    assert (notes / "args").read_text(encoding="utf-8") == "own\n"


def test_less_is_the_pager_unless_another_is_named(
    stores: dict[int, Path], notes: Path, tmp_path: Path
) -> None:
    write_pager(tmp_path / "less", KEEP)
    programs = os.pathsep.join([str(tmp_path), os.path.dirname(sys.executable), os.environ["PATH"]])
    line = f"unset PAGER; cqfacts show town -s {stores[1001]}; echo status $?"
    assert run_in_terminal(line, {"PATH": programs}) == "status 0\n"
    assert (notes / "args").read_text(encoding="utf-8") == "-FIRX\n"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param({}, ["LESS=FIRX", "LESSCHARSET=utf-8"], id="unset"),
        pytest.param({"LESS": "S", "LESSCHARSET": "latin1"}, ["LESS=S", "LESSCHARSET=latin1"]),
    ],
)
def test_a_pager_is_told_what_the_text_is_unless_somebody_has(
    stores: dict[int, Path], pager: Path, notes: Path, given: dict[str, str], found: list[str]
) -> None:
    show(stores[1001], CQFACTS_PAGER=str(pager), **given)
    lines = (notes / "environment").read_text(encoding="utf-8").splitlines()
    assert sorted(line for line in lines if line.startswith("LESS")) == found


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"CQFACTS_PAGER": "", "PAGER": "{pager}"}, id="empty"),
        pytest.param({"PAGER": ""}, id="empty-for-all"),
        pytest.param({"CQFACTS_PAGER": "cat", "PAGER": "{pager}"}, id="cat"),
        pytest.param({"CQFACTS_PAGER": "nosuch-pager -x"}, id="missing"),
        pytest.param({"CQFACTS_PAGER": "/"}, id="no-program"),
        pytest.param({"CQFACTS_PAGER": "'"}, id="no-command"),
        pytest.param({"CQFACTS_PAGER": "false"}, id="fails"),
        pytest.param({"CQFACTS_PAGER": "true"}, id="takes-nothing"),
        pytest.param({"CQFACTS_PAGER": "sh -c 'sleep 0.2; exit 3'"}, id="fails-late"),
        pytest.param({"CQFACTS_PAGER": "sh -c 'kill -9 $$'"}, id="dies"),
    ],
)
def test_without_a_pager_that_takes_it_all_is_printed_and_nothing_said(
    stores: dict[int, Path], pager: Path, notes: Path, environment: dict[str, str]
) -> None:
    given = {name: value.format(pager=pager) for name, value in environment.items()}
    assert show(stores[1001], **given) == show(stores[1001], "--no-pager")
    assert list(notes.iterdir()) == []


def test_a_terminal_that_cannot_move_has_no_pages(
    stores: dict[int, Path], pager: Path, notes: Path
) -> None:
    assert "homes-10" in show(stores[1001], TERM="dumb", PAGER=str(pager))
    assert list(notes.iterdir()) == []


@pytest.mark.parametrize(
    "options", ["-f tsv", "-f json", "-o table.txt", "| cat", "-f table | cat"]
)
def test_nothing_but_a_table_at_a_terminal_is_paged(
    stores: dict[int, Path], pager: Path, notes: Path, options: str, tmp_path: Path
) -> None:
    line = f"cd {tmp_path}; cqfacts show town -s {stores[1001]} {options}; echo status $?"
    assert run_in_terminal(line, {"PAGER": str(pager)}).endswith("status 0\n")
    assert list(notes.iterdir()) == []


@pytest.mark.parametrize(
    "command", ["show town --fields key,value", "list", "compare town", "chart town"]
)
def test_every_table_is_paged(
    make_store: MakeStore, pager: Path, notes: Path, command: str
) -> None:
    one = "[[town.{0}.facts]]\nperiod = '2025'\nvalue = 1\nsource = 'gazette'\n"
    store = make_store("".join(one.format(f"homes-{number}") for number in range(1001)))
    line = f"cqfacts {command} -s {store}; echo status $?"
    assert run_in_terminal(line, {"PAGER": str(pager)}) == "status 0\n"
    assert "homes-1000" in (notes / "text").read_text(encoding="utf-8")


def test_a_person_who_has_seen_enough_ends_the_command_quietly(
    stores: dict[int, Path], tmp_path: Path, notes: Path
) -> None:
    # Without room for what it does not read, the pager's end is met while it is written to.
    pager = write_pager(tmp_path / "pager", "head -c 5000 > /dev/null; exit 1")
    assert show(stores[1001], PAGER=str(pager)) == "status 0\n"
    assert (notes / "args").exists()


def test_how_a_pager_that_was_read_to_the_end_ends_is_its_own_affair(
    stores: dict[int, Path], tmp_path: Path, notes: Path
) -> None:
    pager = write_pager(tmp_path / "pager", f"{KEEP}; exit 9")
    assert show(stores[1001], PAGER=str(pager)) == "status 0\n"
    assert (notes / "text").read_text(encoding="utf-8").endswith("\n")


def test_what_is_missing_is_told_when_the_pager_has_ended(
    make_store: MakeStore, tmp_path: Path, notes: Path
) -> None:
    pager = write_pager(tmp_path / "pager", f"{KEEP}; echo the end")
    bare = "[town.bare]\nunit = 'homes'\n"
    faulty = "[[town.bare.facts]]\nperiod = '2025'\nvlaue = 1\nsource = 'gazette'\n"
    store = make_store(write_facts(1001) + bare + faulty)
    line = f"cqfacts show town bare -s {store}; echo status $?"
    first, *told, status = run_in_terminal(line, {"PAGER": str(pager)}, width=500).splitlines()
    assert (first, status) == ("the end", "status 3")
    assert [line.split(",")[0].split(";")[0] for line in told] == [
        "cqfacts: left out 1 fact because of 1 problem in the store",
        "cqfacts: 'bare' has no facts",
    ]
    assert notes.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of Unix")
def test_ctrl_c_is_the_pager_s(stores: dict[int, Path], tmp_path: Path, notes: Path) -> None:
    work = (
        "trap 'echo caught' INT\necho ready\nwhile ! read -r line < /dev/tty; do :; done\n" + KEEP
    )
    pager = write_pager(tmp_path / "pager", work)
    line = f"cqfacts show town -s {stores[1001]}; echo status $?"
    out = run_in_terminal(line, {"PAGER": str(pager)}, typed=[("ready", "\x03go on\n")])
    assert "caught" in out
    assert "Traceback" not in out
    assert out.endswith("status 0\n")
    assert (notes / "text").stat().st_size > 0


def test_the_pager_is_loaded_when_it_is_needed(stores: dict[int, Path]) -> None:
    probe = (
        "import sys; from cqfacts.cli import main; main(sys.argv[1:]);"
        "print({'subprocess', 'signal', 'cqfacts.cli.pager'} & {*sys.modules}, file=sys.stderr)"
    )
    command = [sys.executable, "-c", probe, "show", "town", "-s", str(stores[1001])]
    result = subprocess.run([*command, "-f", "tsv"], capture_output=True, text=True, check=True)
    assert result.stderr == "set()\n"


LINKED = """
[sources.linked]
title = 'Linked'
url = 'https://example.org/linked'
[[town.homes-0.facts]]
period = '2025'
text = 'so'
source = 'linked'
"""
LESS = """\
#!/bin/sh
[ "$1" = --version ] && echo "less {version} (GNU regular expressions)" && exit
cat > "$NOTES/text"
"""


@pytest.mark.parametrize(("version", "has_links"), [(551, False), (566, True), (643, True)])
def test_links_are_left_out_for_a_pager_that_does_not_know_them(
    make_store: MakeStore, tmp_path: Path, notes: Path, version: int, *, has_links: bool
) -> None:
    pager = tmp_path / "less"
    pager.write_text(LESS.format(version=version), encoding="utf-8")
    pager.chmod(0o755)
    store = make_store(write_facts(50) + LINKED)
    line = f"cqfacts show town -s {store}"
    assert run_in_terminal(line, {"PAGER": str(pager)}) == ""
    assert ("\x1b]8;" in (notes / "text").read_text(encoding="utf-8")) == has_links
