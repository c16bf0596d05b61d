"""What `make bench` measures with: its stores, its arithmetic, its page. No time is looked at."""

from __future__ import annotations

import sys
from math import comb
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from golden import wants_writing
from hypothesis import given
from hypothesis import strategies as st

from cqfacts import check_files, open_store

sys.path.insert(0, str(PROJECT / "bench"))

from figures import list_writing_figures
from made_up import find_middle, make_indicators
from measure import (
    Command,
    Estimate,
    Measured,
    Run,
    RunError,
    Runner,
    Usage,
    choose_pairs,
    estimate,
    find_rank,
    summarize,
)
from page import Report, format_page
from peers import PEERS, give_same_number
from report import Row, judge
from stores import write_folder, write_store
from words import RARE

if TYPE_CHECKING:
    from pathlib import Path

    import conftest
    from peers import Peer

PYTHON = (sys.executable, "-I", "-S", "-c")
PAGE = PROJECT / "tests" / "golden" / "bench-page.md"


def write(folder: Path, facts: int, seed: int = 1) -> Path:
    path = folder / f"{facts}-{seed}.toml"
    write_store(path, facts, seed)
    return path


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write(tmp_path, 400).read_bytes()
    assert write(tmp_path, 400).read_bytes() == first
    assert write(tmp_path, 400, seed=2).read_bytes() != first


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_store_is_sound(tmp_path: Path, seed: int) -> None:
    assert check_files([write(tmp_path, 400, seed)]) == []


def test_a_folder_holds_the_same_facts_as_the_file(tmp_path: Path) -> None:
    write_folder(tmp_path / "store", 400)
    one, other = open_store(tmp_path / "store"), open_store(write(tmp_path, 400))
    assert check_files(sorted((tmp_path / "store").iterdir())) == []
    assert {key: one.facts(key) for key in one.keys} == {
        key: other.facts(key) for key in other.keys
    }


@pytest.mark.parametrize("facts", [1, 20, 100, 403])
def test_a_store_has_as_many_facts_as_it_should(tmp_path: Path, facts: int) -> None:
    store = open_store(write(tmp_path, facts))
    assert sum(len(store.facts(key)) for key in store.keys) == facts


def test_a_fact_takes_about_200_bytes(tmp_path: Path) -> None:
    assert 190 < write(tmp_path, 10_000).stat().st_size / 10_000 < 210


def test_one_indicator_alone_has_the_rare_word(tmp_path: Path) -> None:
    text = write(tmp_path, 10_000).read_text(encoding="utf-8")
    assert text.count(RARE) == 1
    assert RARE in "".join(fact.text for fact in find_middle(10_000).facts)


@pytest.mark.parametrize(
    ("count", "interval"),
    [
        pytest.param(1, (1, 1), id="one"),
        pytest.param(5, (1, 5), id="too-few"),
        pytest.param(6, (1, 6), id="just-enough"),
        pytest.param(9, (2, 8), id="nine"),
        pytest.param(40, (14, 27), id="forty"),
        pytest.param(100, (40, 61), id="hundred"),
    ],
)
def test_an_interval_of_the_median_is_the_one_of_the_tables(
    count: int, interval: tuple[int, int]
) -> None:
    values = [float(value) for value in range(count, 0, -1)]
    assert estimate(values) == ((count + 1) / 2, *interval)


@pytest.mark.parametrize("count", range(6, 60))
def test_an_interval_is_the_narrowest_that_is_sure(count: int) -> None:
    def find_chance(rank: int) -> float:
        outside = sum(comb(count, below) for below in range(rank + 1))
        return 1 - 2 * outside / float(2**count)

    assert find_chance(find_rank(count)) >= 0.95 > find_chance(find_rank(count) + 1)


@given(st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=1, max_size=80))
def test_an_interval_contains_its_median(values: list[float]) -> None:
    median, low, high = estimate(values)
    assert min(values) <= low <= median <= high <= max(values)


def make_run(seconds: float, memory: float, least: float = 10.0) -> Run:
    return Run(Usage(seconds, 2 * seconds, memory), least, "", "")


def test_ratios_are_of_pairs() -> None:
    runs = [(make_run(2 * n, 30), make_run(n, 20)) for n in (1.0, 5.0, 9.0)]
    assert summarize(runs) == Measured(
        pairs=3,
        processor=Estimate(2, 2, 2),
        wall=Estimate(2, 2, 2),
        memory=Estimate(1.5, 1.5, 1.5),
        usage=Usage(10, 20, 30),
    )


def test_memory_that_cannot_be_seen_is_a_bound() -> None:
    assert summarize([(make_run(1, 10), make_run(1, 20))]).memory_is_bound


@pytest.mark.parametrize(
    ("seconds", "pairs"),
    [(0.1, 40), (1.0, 40), (2.0, 10), (100.0, 3)],
)
def test_what_is_slow_is_run_less_often(seconds: float, pairs: int) -> None:
    assert choose_pairs(40, seconds, budget=20) == pairs


def test_a_process_is_run_on_its_input(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("one\ntwo\n", encoding="utf-8")
    script = "import sys; print(sys.stdin.read().upper(), end='')"
    run = Runner().run(Command((*PYTHON, script), source=str(tmp_path / "in")))
    assert run.head == "ONE\nTWO\n"


def test_memory_is_that_of_the_process_alone() -> None:
    ballast = bytearray(200_000_000)
    small = Runner().run(Command((*PYTHON, "pass")))
    large = Runner().run(Command((*PYTHON, "bytearray(b'x') * 100_000_000")))
    assert small.usage.memory < 60_000_000
    assert large.usage.memory > 100_000_000
    assert ballast


@pytest.mark.parametrize(
    ("script", "message"),
    [
        pytest.param("raise SystemExit(3)", "exit status 3", id="failed"),
        pytest.param("import time; time.sleep(60)", "takes more than 0 s", id="too-long"),
    ],
)
def test_a_process_that_does_not_do_its_work_is_told(script: str, message: str) -> None:
    with pytest.raises(RunError, match=message):
        Runner(limit=0.3).run(Command((*PYTHON, script)))


def test_what_is_measured_of_writing_is_sound(tmp_path: Path) -> None:
    store = write(tmp_path, 400)
    before = store.read_bytes()
    (figure,) = list_writing_figures(store, 400)
    for times in (1, 2):
        Runner().run(figure.one)
        assert store.read_bytes().count(b"value  = 584") - before.count(b"value  = 584") == times
        assert check_files([store]) == []


def test_a_process_must_answer_the_same_each_time() -> None:
    changing = Command((*PYTHON, "import os; print(os.getpid())"))
    with pytest.raises(RunError, match="one thing now and another then"):
        Runner().measure(changing, 1.0, pairs=1)
    assert Runner().measure(changing._replace(steady=False), 1.0, pairs=1).pairs == 1


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_gives_the_answer_of_cqfacts(peer: Peer, tmp_path: Path, run: conftest.Run) -> None:
    if not (program := peer.find()):
        pytest.skip(f"{peer.name} is not installed: {peer.install}")
    store, path = write(tmp_path, 400), tmp_path / f"facts.{peer.reads}"
    peer.write(path, 400)
    for indicator in [find_middle(400), *list(make_indicators(400))[:5]]:
        answer = Runner().run(Command((program, *peer.ask(indicator.key, str(path)))))
        expected = run("get", indicator.key, "--store", str(store))
        assert give_same_number(answer.head, expected.out)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("1230000\n", '"1.23 million"\n', True, id="words"),
        pytest.param("3380000.0\n", "3380000\n", True, id="tenths"),
        pytest.param("1230000\n", "1230001\n", False, id="another"),
        pytest.param("1230000\n", "", False, id="nothing"),
        pytest.param("1230000\n", "1230000\n1230000\n", False, id="twice"),
    ],
)
def test_answers_are_compared_as_numbers(one: str, other: str, *, same: bool) -> None:
    assert give_same_number(one, other) is same


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_the_page_names_no_place_on_this_machine(peer: Peer) -> None:
    assert str(PROJECT) not in peer.show()


NEAR = Estimate(0.8, 0.75, 0.85)
FAR = Estimate(12.345, 1.41, 130.0)
USAGE = Usage(0.05, 0.0612, 15_640_000)
ROWS = [
    Row(
        what="`get nev`",
        against="the floor",
        measured=Measured(pairs=40, processor=NEAR, wall=NEAR, memory=NEAR, usage=USAGE),
        time=1.0,
        aim=0.5,
    ),
    Row(
        what="`show nev`",
        against="the floor",
        measured=Measured(pairs=40, processor=NEAR, wall=FAR, memory=NEAR, usage=USAGE),
        time=1.4,
        memory=0.7,
    ),
    Row(
        what="`get -`",
        against="2 s",
        measured=Measured(pairs=40, processor=NEAR, wall=NEAR, usage=Usage(12, 1234, 2e8)),
        time=1.0,
        aim=0.75,
    ),
    Row(
        what="checking",
        against="reading with tomli",
        measured=Measured(pairs=9, processor=FAR),
        time=8.0,
    ),
    Row(what="an index", against="reading with tomli", reason="no such command", memory=1.3),
]
LOOKUPS = [
    Row(
        what="rg, 100 facts",
        against="`cqfacts get`",
        measured=Measured(
            pairs=3,
            processor=Estimate(0.00213, 0.002, 0.0456),
            wall=NEAR,
            memory=NEAR,
            usage=USAGE,
            memory_is_bound=True,
        ),
    ),
]


def test_a_figure_is_reached_when_the_lower_end_of_its_interval_is() -> None:
    assert [judge(row) for row in [*ROWS, *LOOKUPS]] == [
        "reached",
        "not reached: wall time, peak memory",
        "reached, and the aim",
        "reached",
        "not measured: no such command",
        "",
    ]


def test_the_page_is_written_as_a_person_last_read_it() -> None:
    page = format_page(
        Report(
            date="2026-06-30",
            machine=[("processor", "a quick one, 2 cores"), ("Python", "CPython 3.11.7")],
            figures=ROWS,
            lookups=LOOKUPS,
            has_index=False,
            asked=["rg KEY facts.toml"],
            missing=[("jq", "apt install jq")],
        )
    )
    if wants_writing():
        PAGE.write_text(page, encoding="utf-8")
    assert page == PAGE.read_text(encoding="utf-8")
