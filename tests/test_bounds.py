"""Limits and bounds: what is too much is told in one line, and nothing costs more than its size."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import tomli
from conftest import IS_LONG, PROJECT
from counting import count_steps

from cqfacts import CqfactsError, check_files, compare, open_store
from cqfacts import files as limits
from cqfacts.checks import RULES_BY_ID
from cqfacts.errors import StoreError

sys.path.insert(0, str(PROJECT / "bench"))

from extremes import BROKEN, KINDS, write_broken, write_extreme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

HEAD = 'schema = 1\n[sources.s]\ntitle = "S"\n'
FACT = "[[town.homes.facts]]\nvalue = 1\nsource = 's'\nstated = '1'\n"
SMALL = 8_000
MOST_GROWTH = 2.6
"""How much more work twice as much may be."""
LARGE = 10_000_000
MOST_SECONDS = 200
MOST_MEMORY = 1_500_000_000
"""Bytes of addresses, of which some are not memory; bench/bounds.py measures memory."""


# What each limit says


def write_each(periods: int) -> str:
    return f"{HEAD}{FACT}each = true\nperiod = '1000/{999 + periods}'\n"


# Where a limit stands, what it is made here, a store beyond it, and what is said.
LIMITS = {
    "bytes": (
        "files.LARGEST_FILE",
        50,
        HEAD + FACT,
        "has 92 bytes, and at most 50 are read; split the file, or name another",
    ),
    "facts": (
        "store.table_shelf.MOST_FACTS",
        2,
        HEAD + FACT * 3,
        "the store has more than 2 facts; ask for its files one by one",
    ),
    "problems": (
        "store.store.MOST_TROUBLE",
        3,
        HEAD + "[[town.homes.facts]]\nsource = 's'\n" * 4,
        "the store has more than 3 problems; 'cqfacts check' shows the first",
    ),
    "steps": (
        "store.store.MOST_STEPS_OF_ALL",
        10,
        write_each(11),
        "facts speak of more than 10 periods by each; state longer ones, or ask for less at a time",
    ),
    "digits": (
        "store.density.MOST_DIGITS",
        30,
        HEAD + f"x = {'9' * 31}\n",
        "has 30 digits in a row; write numbers of at most 40",
    ),
    "names": (
        "store.density.FEW_NAMES",
        4,
        "[a]\n[b]\n[c]\n" * 20,
        "names more than 16 tables, which is too many for a file of its size; keep to topics and "
        "indicators",
    ),
    "indented-names": (
        "store.density.FEW_NAMES",
        4,
        " [a]\n [b]\n [c]\n" * 20,
        "names more than 19 tables, which is too many for a file of its size; keep to topics and "
        "indicators",
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_told_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place, value, text, said = LIMITS[name]
    monkeypatch.setattr(f"cqfacts.{place}", value)
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    result = run("show", "town.homes", "--store", str(path))
    assert (result.status, result.out, result.err) == (5, "", f"cqfacts: {path}: {said}\n")


def test_what_is_at_its_limit_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(HEAD + FACT, encoding="utf-8")
    monkeypatch.setattr("cqfacts.files.LARGEST_FILE", path.stat().st_size)
    monkeypatch.setattr("cqfacts.store.table_shelf.MOST_FACTS", 1)
    assert run("show", "town.homes", "--store", str(path)).status == 0


def test_a_folder_of_too_many_files_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"{number}.toml").write_text(HEAD, encoding="utf-8")
    monkeypatch.setattr("cqfacts.store.files.MOST_FILES", 2)
    result = run("list", "--store", str(tmp_path))
    assert (result.status, result.err) == (
        5,
        f"cqfacts: {tmp_path}: holds 3 TOML files, and at most 2 are read; "
        "put the facts of a topic into one file\n",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("x = " + "[" * 300_000, "is nested too deeply", id="lists"),
        pytest.param("x = " + "{a=" * 300_000, "is nested too deeply", id="tables"),
        pytest.param("a." * 2_000 + "a = 1", "is nested too deeply", id="keys"),
        pytest.param("[" + "a." * 2_000 + "a]", "is nested too deeply", id="names"),
        pytest.param("x = " + "9" * 5000, "a number has thousands of digits", id="digits"),
        pytest.param("x = -" + "9" * 5000, "a number has thousands of digits", id="minus"),
    ],
)
def test_depth_and_length_have_an_end(run: Run, tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")
    result = run("show", "x", "--store", str(path))
    assert (result.status, result.err.count("\n")) == (5, 1)
    assert problem in result.err
    checked = run("check", "--store", str(path))
    assert checked.status == 1
    assert all(len(line) < 1000 for line in checked.out.splitlines())


@pytest.mark.parametrize("depth", [1, 10, 300])
def test_what_is_not_that_deep_is_read(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(f"{HEAD}{FACT}[x]\ny = {'[' * depth}{']' * depth}\n", encoding="utf-8")
    assert len(open_store(path).facts("town.homes")) == 1


def test_what_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("cqfacts.files.LARGEST_STREAM", 5_000_000)
    said = "does not end within 5,000,000 bytes"
    result = run("show", "x", "--store", "/dev/zero")
    assert (result.status, result.err) == (
        5,
        f"cqfacts: /dev/zero: {said}; split the file, or name another\n",
    )
    for command in ("audit", "import"):
        result = run(command, "/dev/zero")
        assert (result.status, result.err.count("\n")) == (5, 1)
        assert said in result.err
    checked = run("check", "/dev/zero")
    assert (checked.status, checked.out.count("\n")) == (1, 1)
    assert "[file-limit]" in checked.out


def test_many_problems_are_told_up_to_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cqfacts.checks.checking.MOST_PROBLEMS", 5)
    path = tmp_path / "facts.toml"
    path.write_text(HEAD + FACT + "[[town.homes.facts]]\n" * 9, encoding="utf-8")
    problems = check_files([path])
    assert len(problems) == 6
    assert problems[0].check == "problems-many"
    # A check that is named is told of whole.
    asked = check_files([path], wanted={"fact-repeated"})
    assert [problem.check for problem in asked] == []


def test_keys_that_are_none_are_told_up_to_a_number(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    keys = "".join(f"valeu{number} = 1\n" for number in range(1000))
    path.write_text(HEAD + FACT + keys, encoding="utf-8")
    problems = [one for one in check_files([path]) if one.check == "key-unknown"]
    assert len(problems) == limits.MOST_UNKNOWN + 1
    assert problems[-1].problem == "980 more are not keys of a fact"


def test_the_pages_say_the_limits() -> None:
    page = (PROJECT / "docs" / "format.md").read_text(encoding="utf-8")
    section = page.split("## Limits")[1].split("\n## ")[0]
    for name in (
        *("LARGEST_FILE", "LARGEST_STREAM", "MOST_FILES", "MOST_FACTS", "MOST_PROBLEMS"),
        *("MOST_TROUBLE", "MOST_STEPS", "MOST_STEPS_OF_ALL", "MOST_DIGITS", "FEW_NAMES"),
    ):
        assert f" {getattr(limits, name):,} " in section, name


# Work in proportion


def check_all(path: Path) -> None:
    for problem in check_files([path]):
        str(problem)


def check_nothing(path: Path) -> None:
    # Every rule is run, whatever it finds.
    check_files([path], wanted=())


def look_up(path: Path) -> None:
    store = open_store(path)
    for key in store.keys:
        store.facts(key)
    _ = store.diagnostics


def compare_first(path: Path) -> None:
    store = open_store(path)
    for key in list(store.keys)[:1]:
        compare(store, key)


WORKS: tuple[Callable[[Path], None], ...] = (check_all, check_nothing, look_up, compare_first)


def work(path: Path) -> None:
    for one in WORKS:
        try:
            one(path)
        except CqfactsError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("kind", [*KINDS, *BROKEN])
def test_twice_as_much_is_twice_the_work(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQFACTS_INDEX", "off")
    # Near names are looked for until this is used up.
    monkeypatch.setattr("cqfacts.checks.report._MOST_LOOKS", 500)
    monkeypatch.setattr("cqfacts.store.store.MOST_STEPS_OF_ALL", 3_000)
    write = write_broken if kind in BROKEN else write_extreme
    path = tmp_path / "facts.toml"
    steps = []
    for size in (SMALL, 2 * SMALL):
        path.write_bytes(write(kind, size))
        work(path)
        steps.append(count_steps(lambda: work(path)))
    # What is the same for every store is not to count.
    path.write_bytes(b"schema = 1\n")
    least = count_steps(lambda: work(path))
    assert steps[1] - least <= MOST_GROWTH * (steps[0] - least) + 10_000


@pytest.mark.skipif(not IS_LONG, reason="takes minutes: make test-long")
@pytest.mark.parametrize("kind", [*KINDS, *BROKEN])
def test_ten_megabytes_have_an_end(tmp_path: Path, kind: str) -> None:
    write = write_broken if kind in BROKEN else write_extreme
    path = tmp_path / "facts.toml"
    path.write_bytes(write(kind, LARGE))
    for work in COMMANDS:
        ended = subprocess.run(
            [sys.executable, "-m", "cqfacts", *work.split(), "--store", path],
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            preexec_fn=_limit,
        )
        said = ended.stderr.decode()
        assert ended.returncode in (0, 1, 3, 4, 5), f"{work}: {said[-500:]}"
        assert "Traceback" not in said
        assert said.count("\n") <= 3


COMMANDS = (
    *("check", "list", "search x", "sources", "get t.i", "show t.i -f csv", "compare t.i"),
    "audit /dev/null",
)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def test_the_kinds_are_what_they_say() -> None:
    for kind in KINDS:
        tomli.loads(write_extreme(kind, 20_000).decode())
    for kind in BROKEN:
        with pytest.raises((ValueError, RecursionError)):
            tomli.loads(write_broken(kind, 20_000).decode("utf-8"))


def test_every_limit_of_a_file_is_a_check() -> None:
    assert {"file-limit", "each-many", "problems-many", "toml-nesting"} <= RULES_BY_ID.keys()


def test_reading_more_than_a_file_may_hold_is_no_memory(tmp_path: Path) -> None:
    # A file with holes takes no room on the disk.
    path = tmp_path / "facts.toml"
    with path.open("wb") as file:
        file.truncate(limits.LARGEST_FILE + 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(StoreError, match="at most 1,000,000,000 are read"):
        open_store(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
