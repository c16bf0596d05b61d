"""What the tests share: one way to run a command, and one to make a store."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, Phase, settings

from cqfacts import open_store
from cqfacts.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store

settings.register_profile(
    "cqfacts", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("cqfacts"), max_examples=2000)
# The same few examples for every mutant, so that a run can be repeated; the first failure will do.
settings.register_profile(
    "mutants",
    parent=settings.get_profile("cqfacts"),
    max_examples=10,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "cqfacts")
IS_LONG = PROFILE == "long"
"""Whether this is `make test-long`, in which what takes long is done in full."""

settings.load_profile(PROFILE)

# A run in the background may be told to ignore these, and so would be every program it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

PROJECT = Path(__file__).parent.parent
SHIPPED = PROJECT / "facts.toml"

SETTINGS = ("CQFACTS_STORE", "CQFACTS_INDEX", "NO_COLOR", "COLUMNS", "LINES", "FORCE_COLOR")
PAGERS = ("CQFACTS_PAGER", "PAGER", "LESS", "LESSCHARSET")

HEADER = """\
schema = 1

[store]
subject = "Testville"

[sources.gazette]
title = "The Gazette"
publisher = "Gazette"

[sources.herald]
title = "The Herald"

[town]
label = "Town"

"""


@dataclass(frozen=True)
class Result:
    """What a command printed, and how it ended."""

    out: str
    err: str
    status: int


class Run(Protocol):
    def __call__(self, *args: str, plainly: bool = True) -> Result: ...


class MakeStore(Protocol):
    def __call__(self, text: str, name: str = "facts.toml") -> Path: ...


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the indexes of this run are kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _no_surprises(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Keep the user's own settings away, and the day on which targets are open or not."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in (*SETTINGS, *PAGERS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CQFACTS_TODAY", "2026-06-30")
    monkeypatch.setenv("TERM", "xterm")
    # Nobody else writes what a test has just written, and reads in the same process.
    monkeypatch.setattr("cqfacts.files._QUIET_NS", 0)
    monkeypatch.setattr("cqfacts.files._QUIET_UNENDED_NS", 0)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, on the shipped store unless the arguments say otherwise."""

    def run_command(*args: str, plainly: bool = True) -> Result:
        status = main(args, plainly=plainly)
        out, err = capsys.readouterr()
        return Result(out, err, status)

    return run_command


@pytest.fixture
def make_store(tmp_path: Path) -> MakeStore:
    """Write a store that starts with two sources and a topic; return its path."""

    def write(text: str, name: str = "facts.toml") -> Path:
        path = tmp_path / name
        path.write_text(HEADER + text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(make_store: MakeStore) -> Callable[[str], Store]:
    """Open a store of this text."""
    return lambda text: open_store(make_store(text))


@pytest.fixture(scope="session")
def shipped() -> Store:
    return open_store(SHIPPED)
