"""Beginning a store: where it can be made, and what is said where it cannot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("place", "status", "told"),
    [
        pytest.param(
            "file/x", 5, "file/x takes no file (Not a directory); name another folder", id="file"
        ),
        pytest.param(
            "file/x.toml", 5, "file takes no file (File exists); name another folder", id="in-file"
        ),
        pytest.param(
            "/proc/x.toml",
            5,
            "/proc takes no file (No such file or directory); name another folder",
            id="no-disk",
            marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc"),
        ),
        pytest.param(
            "facts.tml",
            2,
            "'facts.tml' does not end in .toml; name it like facts.toml, or a folder as facts.tml/",
            id="ending",
        ),
    ],
)
def test_where_no_store_can_begin_is_told(place: str, status: int, told: str, run: Run) -> None:
    result = run("init", place)
    assert (result.out, result.err, result.status) == ("", f"cqfacts: {told}\n", status)
    assert os.listdir() == ["file"]


@pytest.mark.parametrize("place", ["v1.2/", "plain", "new/deep", "new/own.toml"])
def test_a_folder_is_made_where_there_is_none(place: str, run: Run, folder: Path) -> None:
    assert run("init", place, "--dry-run").status == 0
    assert os.listdir() == ["file"]
    assert run("init", place).status == 0
    (made,) = folder.rglob("*.toml")
    assert str(made.relative_to(folder)).startswith(place)


def test_the_name_of_a_store_is_shown_as_a_shell_reads_it(run: Run, folder: Path) -> None:
    assert run("init", "my own.toml").out == (
        "'my own.toml' is made; use it with --store 'my own.toml', "
        f"or set CQFACTS_STORE='{folder}/my own.toml'\n"
    )
    told = run("init", "two\nlines.toml").out
    assert told.startswith("'two␊lines.toml' is made;")
    assert told.count("\n") == 1
