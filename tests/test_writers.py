"""Writers in real processes: many at once, and killed at any moment. Figures are in README.md."""

from __future__ import annotations

import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli
from conftest import HEADER, IS_LONG, PROJECT

from cqfacts.checks import check_files
from cqfacts.saving import hold_lock
from cqfacts.store.index import keeping
from cqfacts.writing import add_fact, replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

PROGRAM = str(Path(sys.executable).parent / "cqfacts")
WRITERS, TIMES = (16, 25) if IS_LONG else (4, 5)
ROUNDS = 3 if IS_LONG else 1
# What else a machine may have to do: as many processes as this that never rest.
LOAD = 4 if IS_LONG else 2
LOOKS = 1_000 if IS_LONG else 50
KILLS = 200 if IS_LONG else 12
# A limit on the size of files is what a full disk looks like to one process.
LIMITED = """
import resource, signal, sys
from cqfacts.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(main(sys.argv[2:]))
"""
COUNTED = """
import sys, tomli
from cqfacts.cli import main
load, sizes = tomli.loads, []
def count(text, **options):
    sizes.append(len(text))
    return load(text, **options)
tomli.loads = count
status = main(sys.argv[1:])
heavy = {"rich", "typer"}
print(status, len(sizes), max(sizes), heavy & {*sys.modules})
"""
DONE = (0, b"")
INDICATOR = '[town.homes]\nlabel = "New homes"\n# Facts follow.\n'


def words_of(path: Path, number: int) -> list[str]:
    """Return a command line that adds a fact which no other number adds."""
    year = 1500 + number
    said = [PROGRAM, "add", "town.homes", f"{1_001 + number} homes"]
    return [*said, "-p", str(year), "--source", "gazette", "-s", str(path)]


def run_command(words: list[str]) -> tuple[int, bytes]:
    """Run a command line; return its exit status and what it says of it."""
    done = subprocess.run(words, check=False, capture_output=True)
    return done.returncode, done.stderr


@contextmanager
def load() -> Iterator[None]:
    """Keep the machine busy with something else."""
    counting = [sys.executable, "-c", "while True: pass"]
    started = [subprocess.Popen(counting) for _ in range(LOAD)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def read_years(content: bytes) -> list[str]:
    facts = tomli.loads(content.decode())["town"]["homes"].get("facts", [])
    return [fact["period"] for fact in facts]


def sound(path: Path) -> bool:
    problems = check_files([path])
    return not [one for one in problems if one.severity == "error"]


def test_writers_of_several_files_of_one_store_see_each_other(tmp_path: Path) -> None:
    """All of them bring the same new source, and each finds it where another put it."""
    (tmp_path / "store.toml").write_text(HEADER, encoding="utf-8")
    for number in range(WRITERS):
        text = f'[town.n{number}]\nlabel = "N{number}"\n'
        (tmp_path / f"n{number}.toml").write_text(text, encoding="utf-8")

    def add(number: int) -> tuple[int, bytes]:
        words = [PROGRAM, "add", f"town.n{number}", "3 homes", "-p", "2025", "--source", "wire"]
        return run_command([*words, "--title", "The Wire", "-s", str(tmp_path)])

    with ThreadPoolExecutor(WRITERS) as pool:
        assert list(pool.map(add, range(WRITERS))) == [DONE] * WRITERS
    problems = [one for one in check_files([tmp_path]) if one.severity == "error"]
    assert problems == []
    said = sum(path.read_text().count("[sources.wire]") for path in tmp_path.iterdir())
    assert (said, [one for one in os.listdir(tmp_path) if one.startswith(".")]) == (1, [])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text(HEADER + INDICATOR, encoding="utf-8")
    return path


@pytest.mark.parametrize("_", range(ROUNDS))
def test_no_writer_is_refused_or_loses_what_another_wrote(
    path: Path, tmp_path: Path, _: int
) -> None:
    waited = []

    def write(writer: int) -> list[tuple[int, bytes]]:
        ended = []
        for number in range(TIMES):
            start = time.monotonic()
            ended.append(run_command(words_of(path, writer * TIMES + number)))
            waited.append(time.monotonic() - start)
        return ended

    looked = tmp_path / "looked" / "facts.toml"
    looked.parent.mkdir()
    looks, seen = 0, {b""}
    with load(), ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, writer) for writer in range(WRITERS)]
        while not all(one.done() for one in writing):
            content = path.read_bytes()
            looks += 1
            if content not in seen:
                seen.add(content)
                looked.write_bytes(content)
                assert sound(looked)
            time.sleep(0.005)
    ended = [one for each in writing for one in each.result()]
    assert [one for one in ended if one != DONE] == []
    assert len(ended) == WRITERS * TIMES
    print(f"{WRITERS} x {TIMES} adds, {looks} looks at {len(seen) - 1} versions")
    print(f"an add took {statistics.median(waited):.1f} s, and at most {max(waited):.1f} s")
    years = read_years(path.read_bytes())
    assert sorted(years) == [str(1500 + number) for number in range(WRITERS * TIMES)]
    assert sound(path)
    assert path.read_bytes().startswith((HEADER + INDICATOR).encode())
    assert looks >= LOOKS
    assert sorted(os.listdir(path.parent)) == ["facts.toml", "looked"]


def test_a_killed_add_leaves_the_old_store_or_the_new_one(path: Path, tmp_path: Path) -> None:
    old, new, duration = path.read_bytes(), *complete(path, tmp_path / "copy.toml")
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    outcomes = {old: 0, new: 0}
    for number in range(KILLS):
        # A program starts for half of its time, and writes in the other.
        moment = chance.uniform(0 if number % 2 else duration / 2, duration * 1.05)
        kill(words_of(path, 7), moment)
        content = path.read_bytes()
        outcomes[content] += 1
        # The next command works, on whatever the killed one left behind.
        assert run_command(words_of(path, 8)) == DONE
        assert read_years(path.read_bytes()) == [*read_years(content), "1508"]
        assert os.listdir(path.parent) == ["facts.toml"]
        path.write_bytes(old)
    print(f"{KILLS} kills: {outcomes[old]} old, {outcomes[new]} new")


def complete(path: Path, copy: Path) -> tuple[bytes, float]:
    """Return what the command to be killed makes of a file, and how long it takes."""
    shutil.copy(path, copy)
    start = time.monotonic()
    assert run_command(words_of(copy, 7)) == DONE
    duration = time.monotonic() - start
    content = copy.read_bytes()
    copy.unlink()
    return content, duration


def kill(words: list[str], moment: float) -> None:
    """Start a process, and kill it after so many seconds."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_whoever_is_ended_while_he_waits_keeps_nobody_from_his_turn(
    path: Path, number: signal.Signals
) -> None:
    beside = path.with_name(".facts.toml.next")
    with hold_lock(str(path), 0):
        process = subprocess.Popen(words_of(path, 1), stderr=subprocess.DEVNULL)
        while not beside.exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait() == -number
        assert beside.exists() == (number == signal.SIGKILL)
    assert run_command(words_of(path, 2)) == DONE
    assert (read_years(path.read_bytes()), os.listdir(path.parent)) == (["1502"], ["facts.toml"])


@pytest.fixture
def commands(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return a command line of each command that writes a store."""
    # What a document says anew is of an indicator that the store has facts of.
    known = 'unit = "homes"\n\n[[town.homes.facts]]\nperiod = "2023"\nvalue = 5_200\n'
    path.write_text(f'{HEADER}{INDICATOR}{known}source = "gazette"\n', encoding="utf-8")
    draft, rows = tmp_path / "draft.md", tmp_path / "rows.csv"
    draft.write_text("Testville built 4,800 new homes in 2024.\n", encoding="utf-8")
    rows.write_text("key,period,value,source\ntown.homes,2024,4800,gazette\n", encoding="utf-8")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nfor file; do :; done\necho "# more" >> "$file"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    return {
        "add": ["add", "town.homes", "4,800 homes", "-p", "2024", "--source", "gazette"],
        "import": ["import", str(rows)],
        "set": ["set", "town.homes", "note=New."],
        "remove": ["remove", "town.homes"],
        "rename": ["rename", "town", "city"],
        "edit": ["edit", "town.homes"],
        "audit": ["audit", str(draft), "--add", "--source", "gazette"],
    }


@pytest.mark.parametrize("name", ["add", "import", "set", "remove", "rename", "edit", "audit"])
def test_how_long_one_other_writer_is_waited_for_is_an_option(
    run: Run, path: Path, commands: dict[str, list[str]], name: str
) -> None:
    old = path.read_bytes()
    words = [*commands[name], "-s", str(path)]
    with hold_lock(str(path), 0):
        for seconds in ("0", "0.2"):
            result = run(*words, "--wait", seconds)
            assert result.status == 5
            assert (
                f"cqfacts: {path} has been locked by another writer for {seconds} seconds; "
                "try again, or wait longer with --wait"
            ) in result.err.splitlines()
            assert path.read_bytes() == old
    for seconds in ("-1", "soon", "nan", "inf", "1e99", ""):
        result = run(*words, f"--wait={seconds}")
        assert (result.out, result.status) == ("", 2)
        assert result.err == (
            f"cqfacts: --wait is '{seconds}', not a number of seconds; write it like 60\n"
        )
    assert run(*words, "--wait", "0").status == 0
    assert path.read_bytes() != old


def test_the_page_names_how_long_is_waited() -> None:
    page = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"holds the store for {replacing.PATIENCE_SECONDS:g} seconds" in page
    assert f"holds them up for {keeping.PATIENCE_SECONDS:g} seconds" in page


def test_a_full_disk_is_one_clear_line(path: Path) -> None:
    size = path.stat().st_size
    old = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *words_of(path, 1)[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert done.stderr == (
        f"cqfacts: {path} cannot be written (File too large); "
        "it is as it was, so correct that and try again\n"
    )
    assert (path.read_bytes(), os.listdir(path.parent)) == (old, ["facts.toml"])


def test_a_fact_is_the_same_however_it_is_added(path: Path) -> None:
    fact = {"period": "1507", "value": 1_008, "stated": "1008 homes", "source": "gazette"}
    added = add_fact([str(path)], "town.homes", fact, is_dry=True)
    assert run_command(words_of(path, 7)) == DONE
    assert path.read_bytes() == added.after


def test_an_addition_reads_its_file_twice_and_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    facts = "".join(
        f'\n[[town.homes.facts]]\nperiod = "{year}"\nvalue = {year}\nstated = "{year}"\n'
        'source = "gazette"\n'
        for year in range(1600, 2000)
    )
    path.write_text(HEADER + INDICATOR + facts, encoding="utf-8")
    words = [sys.executable, "-c", COUNTED, *words_of(path, 1)[1:]]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    after = path.read_text(encoding="utf-8")
    assert done.stdout.splitlines()[-1] == f"0 2 {len(after)} set()"
