"""Commands at work in a folder of their own, as real processes, and what must hold after each."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PROGRAM = str(Path(sys.executable).parent / "cqfacts")

STORE = """\
schema = 1

[store]
subject = "Testville"

[sources.gazette]
title = "The Gazette 公报"
publisher = "Gazette"

[sources.herald]
title = "The Herald"
publisher = "Herald"

[town]
label = "Town"

[town.homes]
label = "New homes"
aliases = ["新房"]
unit = "homes"

[[town.homes.facts]]
period = "2022"
value = 40_100
stated = "40,100 homes"
source = "gazette"

[[town.homes.facts]]
period = "2023"
value = "43 thousand"
stated = "新房43000套: 43 thousand homes"
source = "herald"
"""

FIGURES = """\
key,period,value,stated,source
town.homes,2020,38000,38000 homes,gazette
town.homes,2021,39000,39000 homes,herald
"""
DOCUMENT = "In 2022 Testville had 40,100 new homes.\n\nIn 2023 新房 came to 44,000 homes.\n"
# It does what an editor does: a file of its own is written, and takes the place of the other.
EDITOR = "sed -i 's/The Gazette/Our Gazette/'"

STORE_NAME = "facts.toml"
MADE = {"figures.csv": FIGURES, "draft.md": DOCUMENT}


@dataclass(frozen=True)
class Work:
    """What a command is given to do.

    `writes` is the file that it makes or changes, and `prints` says whether it has an answer for
    standard output. `reads_store` is whether it can be given another store.
    """

    args: tuple[str, ...]
    writes: str | None = None
    prints: bool = True
    reads_store: bool = True
    changes_store: bool = False


_S = ("-s", STORE_NAME)

# Every command there is; a test fails for one that has no row.
WORKS = {
    "show": Work(("show", "town", *_S)),
    "compare": Work(("compare", "town.homes", *_S)),
    "chart": Work(("chart", "town.homes", *_S)),
    "get": Work(("get", "新房", *_S)),
    "cite": Work(("cite", "town.homes", *_S)),
    "list": Work(("list", *_S)),
    "search": Work(("search", "homes", *_S)),
    "sources": Work(("sources", *_S)),
    "export": Work(("export", "-o", "out.csv", *_S), writes="out.csv"),
    "check": Work(("check", *_S), prints=False),
    "audit": Work(("audit", "draft.md", *_S)),
    "init": Work(("init", "made/"), writes="made/facts.toml", reads_store=False),
    "add": Work(
        ("add", "town.homes", "more than 50,000 homes", "-p", "2024", "--source", "gazette", *_S),
        writes=STORE_NAME,
        changes_store=True,
    ),
    "set": Work(
        ("set", "town.homes", "-p", "2022", "note=New.", *_S),
        writes=STORE_NAME,
        changes_store=True,
    ),
    "remove": Work(
        ("remove", "town.homes", "-p", "2023", *_S), writes=STORE_NAME, changes_store=True
    ),
    "rename": Work(("rename", "town", "city", *_S), writes=STORE_NAME, changes_store=True),
    "move": Work(("move", "town.homes", STORE_NAME, *_S)),
    "edit": Work(("edit", "town.homes", *_S), writes=STORE_NAME, changes_store=True),
    "import": Work(("import", "figures.csv", *_S), writes=STORE_NAME, changes_store=True),
    "index": Work(("index", *_S)),
    "schema": Work(("schema",), reads_store=False),
}


@dataclass
class World:
    """A folder in which a command is at work, with a cache of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    @property
    def store(self) -> Path:
        return self.folder / STORE_NAME

    def fill(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store.write_text(STORE, encoding="utf-8")
        for name, text in MADE.items():
            (self.folder / name).write_text(text, encoding="utf-8")

    def look(self) -> dict[str, bytes]:
        """Return every file that is there, by its path."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            # What an editor has beside is its own.
            if path.is_file() and not path.name.startswith("sed")
        }

    def describe_environment(self) -> dict[str, str]:
        known = {
            "PAGER": "",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder.parent),
            "XDG_CACHE_HOME": str(self.folder.parent / "cache"),
            "CQFACTS_TODAY": "2026-06-30",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "EDITOR": EDITOR,
            **self.environment,
        }
        return {name: value for name, value in known.items() if name not in self.dropped}


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it wrote."""

    status: int
    out: bytes
    err: bytes

    @property
    def told(self) -> list[str]:
        return self.err.decode("utf-8", "replace").splitlines()


def set_up(before: Callable[[], object] | None) -> Callable[[], None]:
    """Return what is done in a child before it becomes the program: signals are as a shell has
    them, and then what is asked for.
    """

    def do() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if before:
            before()

    return do


def run(  # noqa: PLR0913 - a process has these
    world: World,
    args: Sequence[str],
    *,
    before: Callable[[], object] | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    program: Sequence[str] = (PROGRAM,),
) -> Ended:
    """Run a command to its end; `before` is called in the child."""
    with subprocess.Popen(
        [*program, *args],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        cwd=world.folder,
        env=world.describe_environment(),
        preexec_fn=set_up(before),  # noqa: PLW1509 - these tests have no threads when they start one
    ) as process:
        out, err = process.communicate(timeout=60)
    return Ended(process.returncode, out or b"", err or b"")


def run_at_terminal(
    world: World, args: Sequence[str], *, width: int, height: int = 24
) -> tuple[int, str]:
    """Run a command at a terminal of a size; return its status and what the terminal received."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    received = b""
    with subprocess.Popen(
        [PROGRAM, *args],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=world.folder,
        env=world.describe_environment(),
        start_new_session=True,
    ) as process:
        os.close(follower)
        # What is asked is answered; without a question nobody reads it.
        os.write(leader, b"y\n")
        while select([leader], [], [], 60)[0]:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            received += piece
        process.wait(timeout=60)
    os.close(leader)
    return process.returncode, received.decode("utf-8", "replace")


# What no message of cqfacts' own has, and Python's have.
SIGNS_OF_A_CRASH = (
    "Traceback",
    "Exception ignored",
    "Fatal Python error",
    "Error:",
    "BrokenPipe",
    "KeyboardInterrupt",
    "Segmentation",
)


def find_crash(err: bytes) -> str | None:
    """Return what tells of a crash on standard error, None where nothing does."""
    text = err.decode("utf-8", "replace")
    return next((sign for sign in SIGNS_OF_A_CRASH if sign in text), None)


def find_damage(
    work: Work, found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> list[str]:
    """Return what is not as it was and not as the command makes it, by name."""
    damage = []
    for name in sorted(found.keys() | old.keys()):
        known = [one[name] for one in (old, new) if name in one]
        if found.get(name) not in known and not (name == work.writes and name not in found):
            damage.append(name)
    if work.writes in old and work.writes not in found:
        damage.append(str(work.writes))
    return damage


def close(*descriptors: int) -> Callable[[], None]:
    """Return what closes standard streams in a child."""

    def do() -> None:
        for descriptor in descriptors:
            with suppress(OSError):
                os.close(descriptor)

    return do
