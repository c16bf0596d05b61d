"""What README and docs show after `$` is what the program prints, at a terminal of 80 columns."""

from __future__ import annotations

import doctest
import re
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from golden import wants_writing
from terminals import run_in_terminal

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
# A bar, which a slow machine shows, and the line being taken away again.
BAR = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h\r\x1b\[1A\x1b\[2K", re.DOTALL)
LONGEST_README = 120
ENVIRONMENT = {"NO_COLOR": "1", "CQFACTS_TODAY": "2026-06-30"}


def run_block(block: str, folder: Path) -> str:
    """Run each line after `$` and return the block as it should stand.

    A `…` at the end of a command's output stands for the rest of it.
    """
    commands = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    text = ""
    for command in commands:
        line, _, shown = command.partition("\n")
        printed = BAR.sub("", run_in_terminal(line, ENVIRONMENT, cwd=folder))
        if shown.rstrip().endswith("\n…"):
            length = len(shown.rstrip().split("\n")) - 1
            printed = "\n".join([*printed.split("\n")[:length], "…\n"])
        text += f"$ {line}\n{printed}"
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_is_printed(page: Path, tmp_path: Path) -> None:
    (tmp_path / "facts.toml").symlink_to(PROJECT / "facts.toml")
    text = page.read_text(encoding="utf-8")
    true = BLOCK.sub(lambda block: f"```console\n{run_block(block[1], tmp_path)}```\n", text)
    if wants_writing():
        page.write_text(true, encoding="utf-8")
    assert text == true or wants_writing()


def test_a_dollar_stands_only_where_it_is_run() -> None:
    for page in PAGES:
        rest = BLOCK.sub("", page.read_text(encoding="utf-8"))
        assert not re.search(r"^\s*\$ ", rest, re.MULTILINE), page


def test_the_library_page_is_true() -> None:
    failed, tried = doctest.testfile(
        str(PROJECT / "docs/library.md"), module_relative=False, encoding="utf-8"
    )
    assert tried > 5
    assert failed == 0


def test_the_readme_is_short() -> None:
    assert len(PAGES[0].read_text(encoding="utf-8").splitlines()) < LONGEST_README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
