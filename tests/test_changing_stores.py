"""Stores that are replaced, written over or cut off while they are read, and clocks that are wrong.

An answer is that of one version, or a clear line says why there is none; it is never a mixture, and
never that of an index of something else.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from faults import STORE, STORE_NAME, WORKS, World, find_crash, run

from cqfacts.files import read_steady

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

if sys.platform == "win32":
    pytest.skip("needs the files of Unix", allow_module_level=True)

LOOKS = 150 if IS_LONG else 10
SAVED = 500 if IS_LONG else 8
"""Commands on a store that is being saved, for each of three ways and two sizes."""
CHANCE = Random(20261122)  # noqa: S311 - nothing is to be kept secret
SMALL, LARGE = 20, 2000
"""Indicators of a store that is read whole, and of one that has an index."""

HEAD = STORE.partition("[town.homes]")[0]
FACT = """
[town.n{number}]
unit = "homes"
[[town.n{number}.facts]]
period = "2025"
value = {value}
stated = "{value} homes, as the gazette of the town has it in its yearly report"
source = "gazette"
"""


def write_version(value: int, indicators: int) -> bytes:
    """Return a store in which every figure is the same; all versions have the same size."""
    facts = (FACT.format(number=number, value=value) for number in range(indicators))
    return (HEAD + "".join(facts)).encode()


def replace(path: Path, content: bytes) -> None:
    beside = path.with_name(".beside")
    beside.write_bytes(content)
    beside.replace(path)


def write_over(path: Path, content: bytes) -> None:
    # At once: what is written with pauses in between is there as it is.
    with path.open("r+b", buffering=0) as file:
        file.write(content)


def cut_off_and_write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def save_slowly(path: Path, content: bytes) -> None:
    """Save as an editor does that cuts the file off and writes it in parts, with pauses."""
    parts = sorted(CHANCE.sample(range(1, len(content)), CHANCE.randint(0, 3)))
    with path.open("wb", buffering=0) as file:
        for start, end in pairwise([0, *parts, len(content)]):
            time.sleep(CHANCE.uniform(0.001, 0.02))
            file.write(content[start:end])


def save_in_two_openings(path: Path, content: bytes) -> None:
    path.open("wb").close()
    time.sleep(CHANCE.uniform(0.001, 0.03))
    with path.open("ab", buffering=0) as file:
        file.write(content)


def append_and_cut_off(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(b"# more\n" * 100)
    replace(path, content)


WAYS = [replace, write_over, cut_off_and_write, append_and_cut_off]


class Changing:
    """A thread that changes a file from one version to another, again and again.

    `pause` is for how many seconds it rests in between.
    """

    def __init__(
        self,
        way: Callable[[Path, bytes], None],
        path: Path,
        indicators: int,
        pause: Callable[[], float] = lambda: 0.004,
    ) -> None:
        self.versions = [write_version(value, indicators) for value in (111, 222)]
        path.write_bytes(self.versions[0])
        self.count = 0
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._change, args=(way, path))

    def _change(self, way: Callable[[Path, bytes], None], path: Path) -> None:
        while not self._stop.wait(self._pause()):
            self.count += 1
            way(path, self.versions[self.count % 2])

    def __enter__(self) -> Changing:  # noqa: PYI034 - Self is of 3.11
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def look(world: World, *args: str) -> tuple[int, set[bytes], int, list[str]]:
    """Return the status of a lookup, the different figures, how many, and what is told."""
    ended = run(world, args, program=PROGRAM)
    assert find_crash(ended.err) is None, ended
    figures = ended.out.split()
    return ended.status, set(figures), len(figures), ended.told


PROGRAM = (str(Path(sys.executable).parent / "cqfacts"),)
ASK = ("show", "town", "-s", STORE_NAME, "-f", "tsv", "--fields", "value", "--no-header")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "work")
    world.fill()
    return world


@pytest.mark.parametrize("indicators", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_store_that_changes_is_never_mixed_up(
    way: Callable[[Path, bytes], None], indicators: int, world: World
) -> None:
    outcomes = {"answered": 0, "told": 0}
    with Changing(way, world.store, indicators) as changing:
        for _ in range(LOOKS if indicators == SMALL or IS_LONG else LOOKS // 3):
            status, figures, count, told = look(world, *ASK)
            if status == 0:
                assert (figures, count) in (({b"111"}, indicators), ({b"222"}, indicators))
                assert told == []
                outcomes["answered"] += 1
            else:
                assert (status, len(told)) == (5, 1)
                # What is replaced is whole, and is never in the way.
                assert way is not replace
                outcomes["told"] += 1
    print(f"CHANGING {way.__name__} {indicators}: {outcomes}, {changing.count} changes")
    assert changing.count > 0
    # Whatever index was built meanwhile, the answer is that of the store as it is now.
    for value in (333, 444):
        way(world.store, write_version(value, indicators))
        for _ in range(2):
            assert look(world, *ASK) == (0, {str(value).encode()}, indicators, [])


@pytest.mark.parametrize("indicators", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    "way", [save_slowly, save_in_two_openings, cut_off_and_write], ids=lambda way: way.__name__
)
def test_a_store_that_is_being_saved_is_read_whole_or_not_at_all(
    way: Callable[[Path, bytes], None], indicators: int, world: World
) -> None:
    answered = 0
    with Changing(
        way, world.store, indicators, lambda: CHANCE.choice((0.005, 0.05, 0.3))
    ) as changing:
        for _ in range(SAVED):
            status, figures, count, told = look(world, *ASK)
            if status == 0:
                assert (figures, count) in (({b"111"}, indicators), ({b"222"}, indicators))
                assert told == []
                answered += 1
            else:
                (line,) = told
                assert status == 5
                assert line.startswith(f"cqfacts: {STORE_NAME}: is being written by another")
    print(f"SAVING {way.__name__} {indicators}: {answered} of {SAVED}, {changing.count} saves")
    # A large store may change while its parts are read, each time.
    assert answered > 0 or indicators == LARGE


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("list", "-s", STORE_NAME), id="list"),
        pytest.param(("get", "homes", "-s", STORE_NAME), id="get"),
        pytest.param(("check", STORE_NAME), id="check"),
        pytest.param(("audit", "draft.md", "-s", STORE_NAME), id="audit"),
        pytest.param(("export", "-o", "out.csv", "-s", STORE_NAME), id="export"),
        pytest.param(("import", "figures.csv", "-s", STORE_NAME), id="import"),
        pytest.param(
            ("add", "homes", "5 homes", "-p", "2031", "--source", "herald", "-s", STORE_NAME),
            id="add",
        ),
        pytest.param(("import", STORE_NAME, "-f", "csv"), id="table"),
        pytest.param(("audit", STORE_NAME), id="document"),
    ],
)
def test_who_writes_all_the_time_is_told_of(args: tuple[str, ...], world: World) -> None:
    def write_without_end(path: Path, content: bytes) -> None:
        # It looks as if more were to come, so that a pause of the thread is none.
        path.write_bytes(content.rstrip())

    with Changing(write_without_end, world.store, SMALL):
        ended = run(world, args, program=PROGRAM)
    assert (ended.status, len(ended.told)) == (5, 1)
    assert b"another program" in ended.err
    assert world.store.read_bytes() in [write_version(one, SMALL).rstrip() for one in (111, 222)]


def test_a_store_that_nobody_changed_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(time, "sleep", pytest.fail)
    counted: list[int] = []
    look_at = os.fstat

    def count(file: int) -> os.stat_result:
        counted.append(file)
        return look_at(file)

    monkeypatch.setattr(os, "fstat", count)
    path = tmp_path / "facts.toml"
    for content in (b"", STORE.encode(), STORE.rstrip().encode()):
        path.write_bytes(content)
        for moment in (1_700_000_000, time.time() - 0.6):
            os.utime(path, (moment, moment))
            counted.clear()
            assert read_steady(str(path)) == content
            assert len(counted) == 3


@pytest.mark.parametrize("way", [replace, write_over], ids=lambda way: way.__name__)
def test_an_index_is_not_taken_for_that_of_another_content(
    way: Callable[[Path, bytes], None], world: World
) -> None:
    """The size and the time of change are those of before."""
    world.store.write_bytes(write_version(111, LARGE))
    assert look(world, *ASK)[1] == {b"111"}
    found = world.store.stat()
    way(world.store, write_version(222, LARGE))
    os.utime(world.store, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert world.store.stat().st_size == found.st_size
    assert look(world, *ASK) == (0, {b"222"}, LARGE, [])


CLOCKS = {"1901": -2_177_452_800, "1970": 0, "1979": 300_000_000, "2100": 4_102_444_800}


@pytest.mark.parametrize("year", CLOCKS if IS_LONG else ("1970", "2100"))
def test_clocks_that_are_wrong_change_no_answer(year: str, world: World) -> None:
    world.store.write_bytes(write_version(111, LARGE))
    moment = CLOCKS[year]
    os.utime(world.store, (moment, moment))
    assert look(world, *ASK) == (0, {b"111"}, LARGE, [])
    (index,) = (world.folder.parent / "cache" / "cqfacts").glob("*.index")
    for other in (moment, 0, 4_102_444_800):
        os.utime(index, (other, other))
        ended = run(world, ("index", "-s", STORE_NAME))
        assert b"state\tcurrent" in ended.out
        assert look(world, *ASK) == (0, {b"111"}, LARGE, [])
    world.store.write_bytes(write_version(222, LARGE))
    os.utime(world.store, (moment, moment))
    assert look(world, *ASK) == (0, {b"222"}, LARGE, [])
    for name in ("out.zip", "out.db", "out.csv"):
        ended = run(world, ("export", "-o", name, "-s", STORE_NAME))
        assert (ended.status, ended.told) == (0, [])


# Caches in which no index can be kept.


def a_file_as_cache(world: World) -> None:
    (world.folder.parent / "cache").write_text("no folder", encoding="utf-8")


def a_file_as_folder(world: World) -> None:
    (world.folder.parent / "cache").mkdir()
    (world.folder.parent / "cache" / "cqfacts").write_text("no folder", encoding="utf-8")


def a_loop_as_cache(world: World) -> None:
    (world.folder.parent / "cache").symlink_to("cache")


def the_kernel_s_files(world: World) -> None:
    world.environment["XDG_CACHE_HOME"] = "/proc"


def no_home_at_all(world: World) -> None:
    world.dropped |= {"XDG_CACHE_HOME"}
    world.environment["HOME"] = "nowhere"


def a_folder_in_the_place_of_the_index(world: World) -> None:
    place = run(world, ("index", "-s", STORE_NAME)).out.split(b"\n")[1].split(b"\t")[1]
    Path(place.decode()).mkdir(parents=True)


CACHES = [
    a_file_as_cache,
    a_file_as_folder,
    a_loop_as_cache,
    the_kernel_s_files,
    no_home_at_all,
    a_folder_in_the_place_of_the_index,
]


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.__name__)
def test_without_an_index_the_whole_store_answers(
    cache: Callable[[World], None], world: World
) -> None:
    world.store.write_bytes(write_version(111, LARGE))
    cache(world)
    before = world.look()
    status, figures, count, told = look(world, *ASK)
    assert (status, figures, count) == (0, {b"111"}, LARGE)
    (line,) = told
    assert line.startswith("cqfacts: no index can be kept")
    assert "so the whole store is read; set XDG_CACHE_HOME" in line
    for option in ("--rebuild", "--clear"):
        ended = run(world, ("index", option, "-s", STORE_NAME))
        assert find_crash(ended.err) is None
        assert (ended.status, len(ended.told)) in ((0, 0), (5, 1)), ended
    assert world.look() == before


def test_a_cache_on_a_full_disk(world: World) -> None:
    import resource

    world.store.write_bytes(write_version(111, LARGE))

    def fill_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    ended = run(world, ASK, before=fill_disk)
    assert (ended.status, set(ended.out.split()), len(ended.told)) == (0, {b"111"}, 1)
    assert find_crash(ended.err) is None
    kept = [one.name for one in (world.folder.parent / "cache" / "cqfacts").iterdir()]
    assert [one for one in kept if not one.endswith(".lock")] == []


STRANGER = 54_321
"""A user whom nobody knows."""


@pytest.fixture
def strangers_world(world: World) -> Iterator[World]:
    """Let a user who may write nothing, and has no home, into the folder."""
    if os.geteuid() != 0:
        pytest.skip("only an administrator can be somebody else")
    folders = [world.folder, *world.folder.parents]
    before = {folder: folder.stat().st_mode for folder in folders}
    for folder in folders:
        folder.chmod(before[folder] | 0o555)
    yield world
    for folder, mode in before.items():
        folder.chmod(mode)


# Python may be where only its owner finds it, so that all is loaded before.
AS_STRANGER = """
import os, sys
from cqfacts.cli import main, run
user, scratch = int(sys.argv.pop(1)), sys.argv.pop(1)
here, out = os.getcwd(), os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.chdir(scratch)
main(sys.argv[1:])
os.chdir(here)
os.dup2(out, 1)
os.setgroups([])
os.setgid(user)
os.setuid(user)
run()
"""


@pytest.mark.parametrize("command", WORKS)
def test_somebody_without_a_home_who_may_write_nothing(
    command: str, strangers_world: World, tmp_path: Path
) -> None:
    world, scratch = strangers_world, World(tmp_path / "scratch")
    scratch.fill()
    world.dropped |= {"HOME", "XDG_CACHE_HOME"}
    before = world.look()
    program = (sys.executable, "-c", AS_STRANGER, str(STRANGER), str(scratch.folder))
    ended = run(world, WORKS[command].args, program=program)
    assert find_crash(ended.err) is None
    assert world.look() == before
    if WORKS[command].writes or command == "index":
        assert (ended.status, len(ended.told)) == (5, 1), ended
    else:
        assert (ended.status, ended.told) == (0, [])


# Pipes and what never ends, in the place of a store.


@pytest.mark.parametrize("command", ["show", "compare", "get", "cite", "list", "check", "audit"])
def test_a_pipe_is_a_store(command: str, world: World) -> None:
    sound = run(world, WORKS[command].args)
    line = " ".join(f"'{one}'" for one in WORKS[command].args)
    substituted = line.replace(f"'{STORE_NAME}'", f"<(cat {STORE_NAME})")
    named = line.replace(f"'{STORE_NAME}'", "pipe")
    os.mkfifo(world.folder / "pipe")
    for shell in (f"cqfacts {substituted}", f"cat {STORE_NAME} > pipe & cqfacts {named}"):
        ended = run(world, ("-c", shell), program=("bash",))
        assert (ended.status, ended.out, ended.err) == (0, sound.out, b"")


@pytest.mark.parametrize("args", [("get", "town", "-s", "pipe"), ("check", "pipe")])
def test_a_pipe_that_nobody_writes_to_is_waited_for_until_ctrl_c(
    args: tuple[str, ...], world: World
) -> None:
    import signal

    os.mkfifo(world.folder / "pipe")
    with subprocess.Popen(
        [*PROGRAM, *args],
        cwd=world.folder,
        env=world.describe_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(0.5)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == -signal.SIGINT


MOST_MEMORY = 700 << 20
ENDLESS = [
    pytest.param(("get", "x", "-s", "/dev/zero"), 5, id="store"),
    pytest.param(("check", "/dev/zero"), 1, id="check"),
    pytest.param(("add", "a.b", "3", "-s", "/dev/zero"), 5, id="add"),
    pytest.param(("audit", "/dev/zero", "-s", STORE_NAME), 5, id="document"),
    pytest.param(("audit", "-", "-s", STORE_NAME), 5, id="document-piped"),
    pytest.param(("import", "/dev/zero", "-f", "csv", "-s", STORE_NAME), 5, id="table"),
    pytest.param(("import", "-f", "csv", "-s", STORE_NAME), 5, id="table-piped"),
    pytest.param(("get", "-", "-s", STORE_NAME), 2, id="terms"),
    pytest.param(("show", "-", "-s", STORE_NAME), 2, id="terms-of-show"),
]


@pytest.mark.parametrize(("args", "status"), ENDLESS)
def test_what_never_ends_is_refused(args: tuple[str, ...], status: int, world: World) -> None:
    import resource

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    with Path("/dev/zero").open("rb") as endless:
        ended = run(world, args, stdin=endless.fileno(), before=bound)
    assert find_crash(ended.err) is None
    assert ended.status == status
    assert len((ended.out + ended.err).splitlines()) == 1
