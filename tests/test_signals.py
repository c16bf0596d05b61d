"""SIGINT and SIGTERM at any moment of every command: it ends as others end, and leaves nothing.

A process that a signal ends is told to a shell as 130 and 143, and ends its loops too.
"""

from __future__ import annotations

import os
import pty
import random
import re
import signal
import subprocess
import sys
import termios
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from faults import PROGRAM, STORE_NAME, WORKS, Work, World, run, set_up

import cqfacts

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("needs the signals of Unix", allow_module_level=True)

MOMENTS, MORE_MOMENTS = (100, 30) if IS_LONG else (5, 2)
"""For each command and each signal, and for the other works."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_S = ("-s", STORE_NAME)
# More to do than one line of answer: an index to be built, files of several kinds, and folders.
MORE_WORKS = {
    "index-built": Work(("get", "town.n7", "-s", "large.toml")),
    "index-rebuilt": Work(("index", "--rebuild", "-s", "large.toml")),
    "export-sqlite": Work(("export", "-o", "out.db", "-s", "large.toml"), writes="out.db"),
    "export-json": Work(("export", "-o", "out.json", "-s", "large.toml"), writes="out.json"),
    "export-zip": Work(("export", "-o", "out.zip", "-s", "large.toml"), writes="out.zip"),
    "export-over": Work(("export", "-o", "draft.csv", "--force", *_S), writes="draft.csv"),
    "import-large": Work(
        ("import", "large.csv", "--anyway", *_S), writes=STORE_NAME, changes_store=True
    ),
    "table": Work(("show", "town", "-f", "table", "-s", "large.toml")),
    "help": Work(("--help",)),
}
ALL_WORKS = {**WORKS, **MORE_WORKS}
INDICATORS = 2000
FACT = """
[town.n{0}]
unit = "homes"
[[town.n{0}.facts]]
period = "2025"
value = {0}
stated = "{0} homes, as the gazette of the town has it in its yearly report"
source = "gazette"
"""


def fill(world: World) -> None:
    world.fill()
    head = world.store.read_text(encoding="utf-8")
    facts = "".join(FACT.format(number) for number in range(INDICATORS))
    (world.folder / "large.toml").write_text(head + facts, encoding="utf-8")
    rows = (f"town.homes,{1000 + number},{number},{number},herald\n" for number in range(900))
    text = "key,period,value,stated,source\n" + "".join(rows)
    (world.folder / "large.csv").write_text(text, encoding="utf-8")
    (world.folder / "draft.csv").write_text("what was there\n", encoding="utf-8")


def start(world: World, work: Work) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *work.args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=world.folder,
        env=world.describe_environment(),
        preexec_fn=set_up(None),  # noqa: PLW1509 - there are no threads
        start_new_session=True,
    )


def is_before_cqfacts(err: bytes) -> bool:
    """Whether Python was interrupted before the first line of `cqfacts.cli.run`.

    What it says then, and how it goes on, is Python's own.
    """
    told = b"KeyboardInterrupt" in err or b"Fatal Python error" in err
    return told and not _INSIDE.search(err)


# Whatever of cqfacts is at work, but for the two modules that are loaded before that line.
_INSIDE = re.compile(
    re.escape(os.fsencode(os.path.dirname(cqfacts.__file__)))
    + rb'/(?!(?:cli/)?__init__\.py", line \d+, in <module>)[^"]*", line'
)


def restore(world: World, before: dict[str, bytes]) -> None:
    """Put every file back; a name that nothing has yet, hidden or not, stays free."""
    for name in world.look().keys() - before.keys():
        (world.folder / name).unlink()
    for name, content in before.items():
        if not (world.folder / name).exists() or (world.folder / name).read_bytes() != content:
            (world.folder / name).write_bytes(content)


def drop_cache(world: World) -> None:
    for path in (world.folder.parent / "cache").rglob("*.index"):
        path.unlink()


@dataclass(frozen=True)
class Undisturbed:
    """What a command does when nothing ends it, and how many seconds it takes for that."""

    old: dict[str, bytes]
    new: dict[str, bytes]
    answer: bytes
    took: float


def work_undisturbed(world: World, work: Work) -> Undisturbed:
    fill(world)
    old = world.look()
    started = time.monotonic()
    with start(world, work) as process:
        answer, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    return Undisturbed(old, world.look(), answer, time.monotonic() - started)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("name", ALL_WORKS)
def test_a_signal_at_any_moment(name: str, number: signal.Signals, tmp_path: Path) -> None:
    work, world = ALL_WORKS[name], World(tmp_path / "work")
    calm = work_undisturbed(world, work)
    chance = random.Random(f"{name} {number}")  # noqa: S311 - moments, not secrets
    outcomes: Counter[str] = Counter()
    for _ in range(MOMENTS if name in WORKS else MORE_MOMENTS):
        restore(world, calm.old)
        drop_cache(world)
        with start(world, work) as process:
            time.sleep(calm.took * chance.uniform(0, 1.05))
            process.send_signal(number)
            out, err = process.communicate(timeout=120)
        found = world.look()
        kept = take_kept(found, err, calm)
        told = b"" if kept else err
        if is_before_cqfacts(err):
            outcomes["before"] += 1
            assert found == (calm.old if process.returncode else calm.new)
        elif process.returncode == 0:
            outcomes["done"] += 1
            assert (out, told, found) == (calm.answer, b"", calm.new)
        else:
            outcomes["ended"] += 1
            assert (process.returncode, told) == (-number, b"")
            assert calm.answer.startswith(out)
            assert found in (calm.old, calm.new)
        outcomes["new" if found == calm.new != calm.old else "old"] += 1
        if work.writes or name.startswith("index"):
            restore(world, calm.old)
            work_again(world, work, calm)
    print(f"SIGNALS {name} {number.name}: {dict(outcomes)}")


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_an_editor_at_work_is_told_to_end(number: signal.Signals, tmp_path: Path) -> None:
    """SIGTERM ends it as well; SIGINT is its own affair, as it is at a terminal."""
    world = World(tmp_path / "work")
    fill(world)
    old = world.look()
    script = world.folder.parent / "editor"
    script.write_text(
        "#!/bin/sh\ntrap 'echo told > told; exit 3' TERM\n"
        "echo > ready\nwhile ! test -e go; do sleep 0.05; done\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    world.environment["EDITOR"] = str(script)
    with start(world, WORKS["edit"]) as process:
        wait_for(world.folder / "ready")
        process.send_signal(number)
        if number is signal.SIGINT:
            time.sleep(0.2)
            assert process.poll() is None
            (world.folder / "go").touch()
        out, err = process.communicate(timeout=60)
    found = world.look()
    if number is signal.SIGINT:
        assert (process.returncode, err) == (0, b"")
        assert out == b"facts.toml: nothing was changed\n"
        assert found.keys() == {*old, "ready", "go"}
    else:
        assert (process.returncode, out, err) == (-number, b"", b"")
        assert found.keys() == {*old, "ready", "told"}
    assert found[STORE_NAME] == old[STORE_NAME]


def test_a_pager_is_left_to_read_what_it_has(tmp_path: Path) -> None:
    """SIGTERM ends cqfacts when the person has left the pager: both would read the same keys."""
    world = World(tmp_path / "work")
    fill(world)
    script = world.folder.parent / "pager"
    script.write_text(
        "#!/bin/sh\nhead -c 5000 > text\necho > ready\n"
        "while ! test -e go; do sleep 0.05; done\necho > left\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    world.environment["PAGER"] = str(script)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, "show", "town", "-s", "large.toml"],
        stdin=follower,
        stdout=follower,
        stderr=subprocess.PIPE,
        cwd=world.folder,
        env=world.describe_environment(),
        preexec_fn=set_up(None),  # noqa: PLW1509 - there are no threads
    )
    with process:
        os.close(follower)
        wait_for(world.folder / "ready")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        assert process.poll() is None
        (world.folder / "go").touch()
        _, err = process.communicate(timeout=60)
    os.close(leader)
    assert (process.returncode, err) == (-signal.SIGTERM, b"")
    assert (world.folder / "left").exists()


def test_a_terminal_is_as_it_was_when_a_question_is_not_answered(tmp_path: Path) -> None:
    world = World(tmp_path / "work")
    fill(world)
    old = world.look()
    for number in SIGNALS:
        leader, follower = pty.openpty()
        before = termios.tcgetattr(follower)
        with subprocess.Popen(
            [PROGRAM, *WORKS["add"].args],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            cwd=world.folder,
            env=world.describe_environment(),
            preexec_fn=set_up(None),  # noqa: PLW1509 - there are no threads
        ) as process:
            received = b""
            while b"[Y/n] " not in received:
                received += os.read(leader, 1024)
            # Python misses one between its question and its wait for an answer.
            while process.poll() is None:
                process.send_signal(number)
                time.sleep(0.3)
        assert process.returncode == -number
        assert termios.tcgetattr(follower) == before
        os.close(leader)
        os.close(follower)
        assert world.look() == old


# A signal after each of the steps by which a folder takes the place of another.
BETWEEN = """
import os, signal, sys
from cqfacts.cli import run
number, steps = int(sys.argv.pop(1)), 0
rename = os.rename
replace = os.replace
def interrupt(step):
    def do(*args):
        global steps
        step(*args)
        steps += 1
        if steps == number:
            os.kill(os.getpid(), signal.SIGTERM)
    return do
os.rename, os.replace = interrupt(rename), interrupt(replace)
run()
"""


@pytest.mark.parametrize("number", [1, 2])
def test_a_folder_is_the_old_or_the_new_one(number: int, tmp_path: Path) -> None:
    world = World(tmp_path / "work")
    world.fill()
    args = ("export", "--partition-by", "topic", "-o", "parts", "-s", STORE_NAME)
    assert run(world, args).status == 0
    old = world.look()
    world.store.write_bytes(world.store.read_bytes().replace(b"40,100", b"40,200"))
    program = (sys.executable, "-c", BETWEEN, str(number))
    ended = run(world, (*args, "--force"), program=program)
    assert (ended.status, ended.err) == (-signal.SIGTERM, b"")
    found = world.look()
    assert found.keys() == old.keys()
    parts = [name for name in found if name.startswith("parts")]
    assert parts
    assert (found[parts[0]] == old[parts[0]]) == (number == 1)


def wait_for(path: Path) -> None:
    started = time.monotonic()
    while not path.exists():
        assert time.monotonic() - started < 60
        time.sleep(0.02)


def take_kept(found: dict[str, bytes], err: bytes, calm: Undisturbed) -> list[str]:
    """Take out the copy of an editor, which is nothing to be thrown away, and is named."""
    kept = [one for one in found if ".edited-" in one]
    for copy in kept:
        assert err == f"cqfacts: what was typed is kept in {copy}\n".encode()
        assert found.pop(copy) == calm.new[STORE_NAME]
    return kept


def work_again(world: World, work: Work, calm: Undisturbed) -> None:
    """The next one works on whatever there is, and leaves nothing of the one before."""
    with start(world, work) as process:
        again, err = process.communicate(timeout=120)
    assert (process.returncode, again, err) == (0, calm.answer, b"")
    assert world.look() == calm.new
    cache = world.folder.parent / "cache" / "cqfacts"
    assert not cache.exists() or not [*cache.glob("*.new")]
