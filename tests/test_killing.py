"""Writers killed at any moment: the store is the old or the new one, and the next one works."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG

from cqfacts import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import MakeStore

KILLS = 100 if IS_LONG else 5
"""For each of two commands."""

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"
"""
FIGURES = 2000
PROGRAM = (sys.executable, "-m", "cqfacts")
ADD = ("add", "town.homes", "more than 50,000 homes", "-p", "2025", "--source", "gazette")


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    rows = (f"town.homes,{1000 + n},{n},in words: {n},herald\n" for n in range(FIGURES))
    path.write_text("key,period,value,stated,source\n" + "".join(rows), encoding="utf-8")
    return path


def start(path: Path, args: Sequence[str]) -> subprocess.Popen[bytes]:
    # An own session, of which nothing is left when the program is killed.
    return subprocess.Popen(
        [*PROGRAM, *args, "--store", str(path), "--anyway"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,
    )


def kill_after(path: Path, args: Sequence[str], seconds: float) -> None:
    with start(path, args) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("command", ["add", "import"])
def test_a_killed_command_leaves_the_old_store_or_the_new_one(
    command: str, make_store: MakeStore, figures: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    old = make_store(STORE).read_bytes()
    path = folder / "facts.toml"
    args = ADD if command == "add" else ("import", str(figures))
    path.write_bytes(old)
    started = time.monotonic()
    with start(path, args) as process:
        process.wait()
    took = time.monotonic() - started
    new = path.read_bytes()
    assert (process.returncode, new != old) == (0, True)
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    seen = {"old": 0, "new": 0}
    for _ in range(KILLS):
        path.write_bytes(old)
        # Mostly late, when the file is written.
        kill_after(path, args, took * chance.triangular(0.2, 1.1, 0.95))
        found = path.read_bytes()
        assert found in (old, new)
        seen["old" if found == old else "new"] += 1
        # What the killed one left behind is in nobody's way, and is cleared away.
        path.write_bytes(old)
        with start(path, args) as process:
            process.wait()
        assert process.returncode == 0
        assert path.read_bytes() == new
        assert os.listdir(folder) == ["facts.toml"]
    print(f"{command}: {seen['old']} kills left the old store, {seen['new']} the new one")
    assert len(open_store(path).facts("town.homes")) == (1 if command == "add" else FIGURES)
    shutil.rmtree(folder)
