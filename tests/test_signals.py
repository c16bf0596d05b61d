"""SIGINT and SIGTERM at any moment of every command: it ends as others end, and leaves nothing.

A process that a signal ends is told to a shell as 130 and 143, and ends its loops too.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from faults import PROGRAM, STORE_NAME, WORKS, Work, World, find_crash, set_up

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("needs the signals of Unix", allow_module_level=True)

MOMENTS, MORE_MOMENTS = (100, 100) if IS_LONG else (5, 2)
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
INDICATORS = 1500
FACT = '\n[town.n{0}]\nunit = "homes"\n[[town.n{0}.facts]]\nperiod = "2025"\nvalue = {0}\nstated = "{0} homes, as the gazette of the town has it in its yearly report"\nsource = "gazette"\n'


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

    What it says then, and how it ends, is Python's own.
    """
    told = err.startswith((b"Traceback", b"Fatal", b"Could not", b"Exception ignored", b"Error"))
    return told and not _INSIDE.search(err)


# A function of cqfacts that is at work; that its modules are loaded comes before.
_INSIDE = re.compile(rb'/cqfacts/[^"]*", line \d+, in (?!<module>)')


def restore(world: World, before: dict[str, bytes]) -> None:
    for name in world.look().keys() - before.keys():
        (world.folder / name).unlink()
    for name, content in before.items():
        if not (world.folder / name).exists() or (world.folder / name).read_bytes() != content:
            (world.folder / name).write_bytes(content)


def drop_cache(world: World) -> None:
    for path in (world.folder.parent / "cache").rglob("*.index"):
        path.unlink()


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("name", ALL_WORKS)
def test_a_signal_at_any_moment(name: str, number: signal.Signals, tmp_path: Path) -> None:
    work = ALL_WORKS[name]
    world = World(tmp_path / "work")
    fill(world)
    old = world.look()
    took, answer = time.monotonic(), b""
    with start(world, work) as process:
        answer, err = process.communicate(timeout=120)
    took = time.monotonic() - took
    assert (process.returncode, err) == (0, b"")
    new = world.look()
    chance = random.Random(f"{name} {number}")  # noqa: S311 - moments, not secrets
    outcomes: Counter[str] = Counter()
    for _ in range(MOMENTS if name in WORKS else MORE_MOMENTS):
        restore(world, old)
        drop_cache(world)
        with start(world, work) as process:
            time.sleep(took * chance.uniform(0, 1.05))
            process.send_signal(number)
            out, err = process.communicate(timeout=120)
        found = world.look()
        kept = {one: found.pop(one) for one in [*found] if ".edited-" in one}
        if kept:
            # What was typed is nothing to be thrown away, and is named.
            (copy,) = kept
            assert err == f"cqfacts: what was typed is kept in {copy}\n".encode()
            assert kept[copy] == new[STORE_NAME]
            err = b""
        if process.returncode == 0:
            outcomes["done"] += 1
            assert (out, err, found.keys()) == (answer, b"", new.keys())
        elif is_before_cqfacts(err):
            outcomes["before"] += 1
            assert found == old
        else:
            outcomes["ended"] += 1
            assert (process.returncode, err) == (-number, b"")
            assert answer.startswith(out)
            assert find_crash(err) is None
        outcomes["new" if work.writes and found != old else "old"] += 1
        changed = {one for one in found if found[one] != old.get(one)}
        assert changed <= {work.writes}, os.listdir(world.folder)
        if work.changes_store and changed:
            assert found == new
        if changed:
            # A database has the moment of its writing in it.
            assert len(found[str(work.writes)]) == len(new[str(work.writes)])
        # The next one works on whatever there is, and leaves nothing of the one before.
        if changed:
            restore(world, old)
        if work.writes or name.startswith("index"):
            with start(world, work) as process:
                again, err = process.communicate(timeout=120)
            assert (process.returncode, again, err) == (0, answer, b"")
            assert world.look().keys() - kept.keys() == new.keys()
            cache = world.folder.parent / "cache" / "cqfacts"
            assert not cache.exists() or not [*cache.glob("*.new")]
    print(f"SIGNALS {name} {number.name}: {dict(outcomes)}")
