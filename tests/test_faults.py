"""Every command under every fault: a status that is promised, a clear line, and nothing damaged.

Real processes, each in a folder of its own. What is promised stands in docs/commands.md.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from faults import (
    PROGRAM,
    STORE_NAME,
    WORKS,
    Ended,
    World,
    close,
    find_crash,
    find_damage,
    run,
    run_at_terminal,
)

from cqfacts.cli import main
from cqfacts.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from faults import Work

if sys.platform == "win32":
    pytest.skip("needs the processes of Unix", allow_module_level=True)


def test_every_command_has_its_row() -> None:
    assert sorted(WORKS) == sorted(COMMANDS)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path / "work")
    made.fill()
    return made


@dataclass(frozen=True)
class Sound:
    """What a command does where nothing is at fault."""

    ended: Ended
    old: dict[str, bytes]
    new: dict[str, bytes]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sound]:
    known: dict[str, Sound] = {}

    def find(command: str) -> Sound:
        if command not in known:
            world = World(tmp_path_factory.mktemp(command) / "work")
            world.fill()
            old = world.look()
            ended = run(world, WORKS[command].args)
            assert ended.status == 0, ended
            known[command] = Sound(ended, old, world.look())
        return known[command]

    return find


ALL_COMMANDS = pytest.mark.parametrize("command", WORKS)


def each_with_each(
    faults: Iterable[str], commands: Iterable[str] = tuple(WORKS), *, every: int
) -> pytest.MarkDecorator:
    """Try each fault with each command; the short form takes one pair of so many, of every row and
    of every column.
    """
    columns = tuple(commands)
    step = 1 if IS_LONG else every
    pairs = [
        pytest.param(fault, command, id=f"{fault}-{command}")
        for row, fault in enumerate(faults)
        for column, command in enumerate(columns)
        if (row + column) % step == 0
    ]
    return pytest.mark.parametrize(("fault", "command"), pairs)


def hold(command: str, ended: Ended, world: World, sound: Sound) -> None:
    """Hold a process and its folder against what must be so under every fault."""
    assert find_crash(ended.err) is None, ended
    assert find_damage(WORKS[command], world.look(), sound.old, sound.new) == []


@ALL_COMMANDS
def test_without_a_fault_all_is_well(command: str, sound: Callable[[str], Sound]) -> None:
    work, found = WORKS[command], sound(command)
    assert (bool(found.ended.out), found.ended.err) == (work.prints, b"")
    changed = {name for name in found.new if found.new[name] != found.old.get(name)}
    assert changed == ({work.writes} if work.writes else set())


# Standard streams.


def lost(work: Work) -> int:
    """The status where standard output cannot be written: 5, unless there is no answer."""
    return 5 if work.prints else 0


def well(_: Work) -> int:
    return 0


def write_to_full() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def write_to_nobody() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@dataclass(frozen=True)
class StreamFault:
    """What the standard streams of a process are, and which status is promised for that."""

    status: Callable[[Work], int]
    closed: tuple[int, ...] = ()
    out: Callable[[], int] | None = None
    err: Callable[[], int] | None = None
    told: str = ""


FULL = "the output cannot be written (No space left on device); free some space or write elsewhere"
CLOSED = "the output cannot be written (it is closed); open it, or write to a file"

STREAMS = {
    "output-full": StreamFault(lost, out=write_to_full, told=FULL),
    "output-closed": StreamFault(lost, closed=(1,), told=CLOSED),
    "reader-gone": StreamFault(well, out=write_to_nobody),
    "messages-closed": StreamFault(well, closed=(2,)),
    "messages-full": StreamFault(well, err=write_to_full),
    "output-and-messages-closed": StreamFault(lost, closed=(1, 2)),
    "output-and-messages-full": StreamFault(lost, out=write_to_full, err=write_to_full),
    "input-closed": StreamFault(well, closed=(0,)),
    "all-closed": StreamFault(lost, closed=(0, 1, 2)),
}


@each_with_each(STREAMS, every=2)
def test_streams(fault: str, command: str, world: World, sound: Callable[[str], Sound]) -> None:
    work, given = WORKS[command], STREAMS[fault]
    out = given.out() if given.out else subprocess.PIPE
    err = given.err() if given.err else subprocess.PIPE
    ended = run(world, work.args, stdout=out, stderr=err, before=close(*given.closed))
    for descriptor in (out, err):
        if descriptor >= 0:
            os.close(descriptor)
    hold(command, ended, world, sound(command))
    assert ended.status == given.status(work)
    if not given.told or not work.prints:
        assert ended.told == []
    elif work.writes:
        # The work is done, and is not to be done again.
        problem = given.told.partition(";")[0]
        (line,) = ended.told
        assert line.startswith("cqfacts: ")
        assert line.endswith(f", but {problem}; do not do it again")
        assert world.look() == sound(command).new
    else:
        assert ended.told == [f"cqfacts: {given.told}"]


@ALL_COMMANDS
def test_a_message_that_nobody_gets_changes_no_status(command: str, world: World) -> None:
    args = (*WORKS[command].args, "--nonsense")
    before = world.look()
    told = run(world, args)
    assert (told.status, told.out, len(told.told)) == (2, b"", 1)
    for closed in ((2,), (1, 2), (0, 1, 2)) if IS_LONG else ((0, 1, 2),):
        ended = run(world, args, before=close(*closed))
        assert (ended.status, ended.out, ended.err) == (2, b"", b"")
    assert world.look() == before


def test_a_reader_of_one_line_ends_a_long_answer(world: World) -> None:
    """What is written does not fit into a pipe, so that the end of the reader is met."""
    facts = "".join(
        f'\n[[town.homes.facts]]\nperiod = "{year}"\nvalue = {year}\nsource = "gazette"\n'
        for year in range(1000, 2000)
    )
    with world.store.open("a", encoding="utf-8") as file:
        file.write(facts)
    for command in ("show", "cite", "compare", "chart"):
        more = ("--all",) if command == "cite" else ()
        line = '"$0" "$@" | head -n 1; exit "${PIPESTATUS[0]}"'
        args = (PROGRAM, *WORKS[command].args, *more)
        ended = run(world, args, program=("bash", "-c", line))
        assert (ended.status, ended.err, ended.out.count(b"\n")) == (0, b"", 1), command


# The environment.

ENVIRONMENTS: dict[str, dict[str, str | None]] = {
    "locale-C": {"LC_ALL": "C"},
    "language-C": {"LANG": "C"},
    "no-locale": {"LANG": None},
    "locale-of-nowhere": {"LC_ALL": "xx_YY.nonsense"},
    "locale-C-as-it-is": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "language-C-without-utf-8": {"LANG": "C", "PYTHONUTF8": "0"},
    "encoding-ascii": {"PYTHONIOENCODING": "ascii"},
    "encoding-latin-1": {"PYTHONIOENCODING": "latin-1:strict"},
    "no-terminal": {"TERM": None},
    "dumb-terminal": {"TERM": "dumb"},
    "terminal-of-nowhere": {"TERM": "nonsense"},
    "one-column": {"COLUMNS": "1", "LINES": "1"},
    "no-columns": {"COLUMNS": "0", "LINES": "0"},
    "nonsense-of-columns": {"COLUMNS": "many", "LINES": "-3"},
    "no-home": {"HOME": None, "XDG_CACHE_HOME": None},
    "home-nowhere": {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": None},
    "home-a-file": {"HOME": "/dev/null", "XDG_CACHE_HOME": None},
    "home-empty": {"HOME": "", "XDG_CACHE_HOME": None},
    "home-relative": {"HOME": "home", "XDG_CACHE_HOME": None},
    "cache-a-file": {"XDG_CACHE_HOME": "/dev/null"},
    "no-temporary-folder": {"TMPDIR": "/nowhere/at/all"},
    "no-zone": {"TZ": "Nonsense/Nowhere"},
    "first-day": {"CQFACTS_TODAY": "0001-01-01"},
    "last-day": {"CQFACTS_TODAY": "9999-12-31"},
    "built-in-1970": {"SOURCE_DATE_EPOCH": "0"},
}
# Where the output lacks a character, its number is written.
ENCODINGS = {
    "encoding-ascii": "ascii",
    "encoding-latin-1": "latin-1",
    "locale-C-as-it-is": "ascii",
    "language-C-without-utf-8": "utf-8",
}
# On these days other figures are still to come, and other targets open.
DAYS = {"first-day", "last-day"}
# A Python that is told not to know UTF-8 does not read what is typed in it; an index has no place;
# and what is said of years to come as if they were over is a finding.
OTHER_STATUSES = {
    ("locale-C-as-it-is", "get"): 3,
    ("home-relative", "index"): 5,
    ("first-day", "check"): 1,
    ("first-day", "add"): 1,
    ("first-day", "import"): 1,
}


@each_with_each(ENVIRONMENTS, every=5)
def test_environments(
    fault: str, command: str, world: World, sound: Callable[[str], Sound]
) -> None:
    set_environment(world, ENVIRONMENTS[fault])
    ended = run(world, WORKS[command].args)
    hold(command, ended, world, sound(command))
    status = OTHER_STATUSES.get((fault, command), 0)
    assert ended.status == status
    if status:
        assert world.look() == sound(command).old
        return
    assert ended.err == b""
    assert world.look() == sound(command).new
    if command not in PRINT_PLACES and fault not in DAYS | DRAWN_OTHERWISE.get(command, set()):
        text = sound(command).ended.out.decode()
        encoding = ENCODINGS.get(fault, "utf-8")
        assert ended.out == text.encode(encoding, "backslashreplace")


# What depends on the folder in which it is tried, and on the terminal.
PRINT_PLACES = {"index", "init"}
DRAWN_OTHERWISE = {
    "chart": {*ENCODINGS, "one-column", "no-columns", "nonsense-of-columns", "locale-C-as-it-is"}
}


def set_environment(world: World, given: dict[str, str | None]) -> None:
    for name, value in given.items():
        if value is None:
            world.dropped.add(name)
        else:
            world.environment[name] = value


# Terminals.


@each_with_each(["1x24", "0x0", "1x1", "2x2", "65535x1"], every=3)
def test_terminals(fault: str, command: str, world: World, sound: Callable[[str], Sound]) -> None:
    width, height = map(int, fault.split("x"))
    status, received = run_at_terminal(world, WORKS[command].args, width=width, height=height)
    hold(command, Ended(status, b"", received.encode()), world, sound(command))
    assert status == 0
    assert world.look() == sound(command).new


# What the system gives no more of.


def limit(kind: int, size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (size, size))


@ALL_COMMANDS
def test_a_full_disk(command: str, world: World, sound: Callable[[str], Sound]) -> None:
    ended = run(world, WORKS[command].args, before=limit(resource.RLIMIT_FSIZE, 0))
    hold(command, ended, world, sound(command))
    if WORKS[command].writes:
        assert (ended.status, len(ended.told)) == (5, 1)
        assert world.look() == sound(command).old
    else:
        assert ended.status == 0
        assert ended.out == sound(command).ended.out or command in PRINT_PLACES


# Python itself does not start with less; cqfacts is met when it has.
LIMITED = """
import os, resource, sys
from cqfacts.cli import run
kind, size = sys.argv.pop(1), int(sys.argv.pop(1))
if kind == "files":
    resource.setrlimit(resource.RLIMIT_NOFILE, (size, size))
else:
    pages = int(open("/proc/self/statm").read().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.argv[0] = "cqfacts"
run()
"""


def hold_limit(kind: str, size: int, command: str, world: World, sound: Sound) -> Ended:
    program = (sys.executable, "-c", LIMITED, kind, str(size))
    ended = run(world, WORKS[command].args, program=program)
    hold(command, ended, world, sound)
    return ended


def expect_either(ended: Ended, world: World, sound: Sound, command: str) -> None:
    """It works, or it does not and says so in one line: nothing in between."""
    if ended.status == 0:
        assert ended.err == b""
        assert world.look() == sound.new
        assert ended.out == sound.ended.out or command in PRINT_PLACES
    else:
        assert (ended.status, len(ended.told)) == (5, 1), ended
        assert ended.out == b""
        assert world.look() == sound.old


@ALL_COMMANDS
def test_no_files_can_be_opened(
    command: str, tmp_path: Path, sound: Callable[[str], Sound]
) -> None:
    statuses = []
    for most in range(3, 13) if IS_LONG else (3, 4, 8):
        world = World(tmp_path / str(most) / "work")
        world.fill()
        ended = hold_limit("files", most, command, world, sound(command))
        if command == "edit" and ended.status == 1:
            # It was the editor that found no file to open.
            assert "the editor ended with status" in ended.told[-1]
        else:
            expect_either(ended, world, sound(command), command)
        statuses.append(ended.status)
    assert statuses[0] == 5
    assert statuses[-1] == 0 or command == "edit"


@ALL_COMMANDS
def test_no_memory_is_left(command: str, tmp_path: Path, sound: Callable[[str], Sound]) -> None:
    steps = range(0, 33 << 20, 1 << 18) if IS_LONG else (0, 2 << 20)
    statuses = []
    for most in steps:
        world = World(tmp_path / str(most) / "work")
        world.fill()
        ended = hold_limit("memory", most, command, world, sound(command))
        is_editor = command == "edit" and ended.status == 1
        if not is_editor:
            expect_either(ended, world, sound(command), command)
        statuses.append(ended.status)
    assert statuses[0] == 5


# What is given in the place of a file.

PLACES: dict[str, Callable[[Path], str]] = {}


def place(make: Callable[[Path], str]) -> Callable[[Path], str]:
    PLACES[make.__name__.replace("_", "-")] = make
    return make


@place
def nothing_there(folder: Path) -> str:
    return str(folder / "nowhere.toml")


@place
def the_null_device(folder: Path) -> str:  # noqa: ARG001 - as the others have it
    return "/dev/null"


@place
def an_empty_folder(folder: Path) -> str:
    made = folder / "empty"
    made.mkdir()
    return str(made)


@place
def a_socket(folder: Path) -> str:
    # Its name may not be long.
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(folder)
        try:
            made.bind("socket")
        finally:
            os.chdir(before)
    return str(folder / "socket")


@place
def a_loop_of_links(folder: Path) -> str:
    (folder / "loop").symlink_to("loop")
    return str(folder / "loop")


@place
def a_link_to_nothing(folder: Path) -> str:
    (folder / "link.toml").symlink_to("nowhere/at/all.toml")
    return str(folder / "link.toml")


@place
def a_name_too_long(folder: Path) -> str:
    return str(folder / ("long" * 100))


@place
def a_path_through_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file" / "facts.toml")


@place
def no_controlling_terminal(folder: Path) -> str:  # noqa: ARG001 - as the others have it
    return "/dev/tty"


@place
def memory_of_the_process(folder: Path) -> str:  # noqa: ARG001 - as the others have it
    return "/proc/self/mem"


WITH_STORE = [name for name, work in WORKS.items() if work.reads_store]
# An empty file is a store of nothing, and an empty folder one that facts may be put into.
EMPTY = {
    "the-null-device": {
        **dict.fromkeys(("list", "sources", "check", "audit", "index"), 0),
        "import": 5,
    },
    "an-empty-folder": {
        **dict.fromkeys(WORKS, 5),
        **dict.fromkeys(("add", "set", "remove", "rename", "move", "edit"), 3),
        "import": 1,
    },
}
# Only what is plain has an index, and so nothing has to be read to say that there is none.
NOT_PLAIN = {"a-socket", "no-controlling-terminal", "memory-of-the-process"}


def find_status_at(given: str, command: str) -> int:
    if given in EMPTY:
        return EMPTY[given].get(command, 3)
    if command == "index" and given in NOT_PLAIN:
        return 0
    # A file that cannot be read is a problem that a check found.
    return 1 if command == "check" else 5


@each_with_each(PLACES, WITH_STORE, every=3)
def test_places_of_stores(fault: str, command: str, world: World, tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    path = PLACES[fault](strange)
    args = [path if one == STORE_NAME else one for one in WORKS[command].args]
    before = world.look()
    ended = run(world, args, before=os.setsid)
    assert find_crash(ended.err) is None
    assert world.look() == before
    assert ended.status == find_status_at(fault, command), ended
    if ended.status == 5:
        assert (ended.out, len(ended.told)) == (b"", 1)
        assert path in ended.told[0]
    elif command == "check" and ended.status == 1:
        assert ended.out.decode().startswith(f"{path}:1:1: the file cannot be read (")
        assert ended.err == b""


# Where a document, a table to be imported, and a file to be written may be; and what does not end
# with status 5 there.
WRITTEN = {"nothing-there": 0, "the-null-device": 0}
NO_DATABASE = {"the-null-device": 1, "an-empty-folder": 1, "memory-of-the-process": 1}
OTHER_FILES = {
    "document": (
        "audit {path}",
        {"nothing-there": 3, "a-link-to-nothing": 3, "the-null-device": 0},
    ),
    "table": ("import {path} -f csv", {"the-null-device": 0}),
    "database": ("import {path} -f sqlite", NO_DATABASE),
    "export": ("export -f csv -o {path}", WRITTEN),
    "export-over": ("export -f csv -o {path} --force", WRITTEN),
    "chart": ("chart town.homes -f text -o {path}", WRITTEN),
    "answer": ("show town -f csv -o {path} --force", WRITTEN),
    "start": ("init {path}/facts.toml", {"nothing-there": 0, "an-empty-folder": 0}),
}


@each_with_each(PLACES, OTHER_FILES, every=3)
def test_places_of_other_files(fault: str, command: str, world: World, tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    path = PLACES[fault](strange)
    there = sorted(os.listdir(strange))
    line, statuses = OTHER_FILES[command]
    args = [one.format(path=path) for one in line.split()]
    world.environment["CQFACTS_STORE"] = STORE_NAME
    before = world.look()
    ended = run(world, args, before=os.setsid)
    assert find_crash(ended.err) is None
    assert world.look() == before
    assert ended.status == statuses.get(fault, 5), ended
    if ended.status:
        # The first of two lines is the list of what is wrong with the rows.
        assert len(ended.told) == (2 if statuses is NO_DATABASE and ended.status == 1 else 1)
        assert path in ended.told[0]
        assert sorted(os.listdir(strange)) == there


@pytest.mark.parametrize("command", WITH_STORE)
def test_a_name_with_a_zero_byte(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Only a program that runs a command in itself can give one."""
    name = "fa\0cts.toml"
    status = main([name if one == STORE_NAME else one for one in WORKS[command].args])
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (5, "", 1)
