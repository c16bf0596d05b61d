"""Answers of any length: written as they are read, in memory that does not grow with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from test_cli import shell

from cqfacts import Store, open_store
from cqfacts.asked import Request
from cqfacts.cli import main, show
from cqfacts.cli.options import OutputOptions
from cqfacts.cli.output import Answer, pick, write_answer
from cqfacts.cli.streams import flush_output
from cqfacts.lookup import find_named
from cqfacts.store.tables import File

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conftest import MakeStore, Run

    from cqfacts import Fact, Indicator

FORMATS = ("tsv", "csv", "jsonl", "json", "md")
PROGRAM = str(Path(sys.executable).parent / "cqfacts")
MEGABYTE = 1 << 20


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write to nowhere: what is captured would be in memory."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        monkeypatch.setattr("sys.stdout", nowhere)
        yield


def write_whole(answer: Answer, options: OutputOptions) -> None:
    write_answer(answer, options)
    flush_output()


def measure_memory(work: Callable[[], object]) -> int:
    """Return the most memory that work needed at once, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def count_records(number: int) -> Answer:
    """Return an answer of so many records."""

    def generate() -> Iterator[Mapping[str, object]]:
        return ({"key": f"town.homes-{n}", "value": n} for n in range(number))

    return Answer(
        fields=("key", "value"),
        records=generate,
        envelope=lambda fields: {"facts": pick(generate(), fields)},
        render=lambda _: "",
    )


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    ("name", "number", "to_file"),
    [
        pytest.param("tsv", 200_000, False, id="very-many"),
        *(pytest.param(name, 20_000, False, id=name) for name in FORMATS),
        pytest.param("tsv", 20_000, True, id="file"),
    ],
)
def test_many_records_need_little_memory(
    name: str, number: int, to_file: bool, tmp_path: Path
) -> None:
    path = str(tmp_path / "answer") if to_file else None
    options = OutputOptions(format=name, output=path)
    # What is imported for a format is no part of what its records need.
    write_whole(count_records(1), OutputOptions(format=name))
    assert measure_memory(lambda: write_whole(count_records(number), options)) < MEGABYTE // 2


class Forgetful(Store):
    """A store that has the same facts under any number of keys, and keeps none."""

    def __init__(self, keys: int, facts_a_key: int) -> None:
        fact = {"period": "2025", "value": 1, "stated": "one home", "source": "gazette"}
        homes = {"unit": "homes", "facts": [fact] * facts_a_key}
        tables = {"sources": {"gazette": {"title": "G"}}, "town": {"homes": homes}}
        super().__init__([File(name="facts.toml", tables=tables)])
        self.asked = [f"town.homes-{number}" for number in range(keys)]
        self.read = 0

    def facts(self, key: str) -> tuple[Fact, ...]:
        del key
        self.read += 1
        return super().facts("town.homes")

    def indicator(self, key: str) -> Indicator:
        del key
        return super().indicator("town.homes")


def ask(store: Forgetful) -> Answer:
    return show.answer_with(show.AskedFacts(store, Request(keys=store.asked)))


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize(
    ("name", "keys"), [*((name, 200) for name in FORMATS), pytest.param("table", 100)]
)
def test_memory_does_not_grow_with_the_facts(name: str, keys: int) -> None:
    options = OutputOptions(format=name)
    _, few, many = (
        measure_memory(lambda: write_whole(ask(Forgetful(count, 25)), options))  # noqa: B023 - called at once
        for count in (keys // 10, keys // 10, keys)
    )
    # Holding the facts would take several times as much.
    assert many < few + MEGABYTE


@pytest.mark.parametrize("name", [*FORMATS, "table"])
def test_the_first_lines_come_before_the_last_facts_are_read(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Forgetful(1000, 10)
    read: list[int] = []

    class Noting:
        """An output that notes how much had been read when a piece of text came."""

        def isatty(self) -> bool:
            return False

        def write(self, text: str) -> None:
            del text
            read.append(store.read)

        def flush(self) -> None:
            pass

    monkeypatch.setattr("sys.stdout", Noting())
    write_whole(ask(store), OutputOptions(format=name))
    assert read[0] <= 100
    assert read[len(read) // 2] == pytest.approx(500, abs=100)
    assert read[-1] >= 900


@pytest.mark.parametrize("facts", [3, 1003])
def test_a_fact_asked_for_twice_is_shown_once_and_in_order(
    run: Run, make_store: MakeStore, facts: int
) -> None:
    one = "[[town.{0}.facts]]\nperiod = '2025'\nvalue = 1\nsource = 'gazette'\n"
    path = str(make_store("".join(one.format(f"homes-{number}") for number in range(facts))))
    asked = ["homes-2", "town", "nosuch", "homes-0", "homes-2"]
    result = run("show", *asked, "-s", path, "--fields", "key", "--no-header")
    keys = [f"town.homes-{number}" for number in (2, 0, 1, *range(3, facts))]
    assert result.out.split() == keys
    assert result.status == 3
    assert len(result.err.splitlines()) == 1
    as_json = json.loads(run("show", *asked, "-s", path, "--json").out)
    assert [fact["key"] for fact in as_json["facts"]] == keys


@pytest.mark.parametrize("facts", [1, 1003])
def test_what_an_answer_lacks_is_told_whatever_its_length(
    run: Run, make_store: MakeStore, facts: int
) -> None:
    one = "[[town.{0}.facts]]\nperiod = '2025'\nvalue = 1\nsource = 'gazette'\n"
    text = "".join(one.format(f"homes-{number}") for number in range(facts))
    path = str(make_store(text + one.format("bare").replace("value", "vlaue")))
    result = run("show", "town", "bare", "-s", path, "--fields", "key", "--no-header")
    assert len(result.out.split()) == facts
    assert [line.partition(";")[0].partition(",")[0] for line in result.err.splitlines()] == [
        "cqfacts: left out 1 fact because of 1 problem in the store",
        "cqfacts: 'bare' has no facts",
    ]
    assert result.status == 3


def test_nothing_is_shown_where_nothing_is_found(run: Run) -> None:
    for name in (*FORMATS, "table"):
        result = run("show", "nev", "-p", "1999", "-f", name)
        assert (result.out != "") is (name == "json")
        assert result.status == 3


class Coprocess:
    """`get -`, as a program uses it that asks again when it has its answer."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [PROGRAM, "get", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdin
        assert self.process.stdout
        self.input: IO[bytes] = self.process.stdin
        self.output: IO[bytes] = self.process.stdout

    def ask(self, question: bytes, lines: int = 1) -> list[bytes]:
        self.input.write(question)
        self.input.flush()
        return [self.output.readline() for _ in range(lines)]

    def end(self) -> tuple[bytes, int]:
        rest, _ = self.process.communicate(timeout=60)
        return rest, self.process.returncode


@pytest.fixture
def coprocess() -> Iterator[Coprocess]:
    started = Coprocess()
    try:
        yield started
    finally:
        started.process.kill()
        started.process.communicate()


def test_an_answer_comes_before_the_next_question(coprocess: Coprocess) -> None:
    assert coprocess.ask(b"nev\n") == [b"1296000\n"]
    assert coprocess.ask(b"# nothing\n\ntrade.total\r\n") == [b"800680000000\n"]
    assert coprocess.ask(b"nev\nnev\n", 2) == [b"1296000\n"] * 2
    told, empty = coprocess.ask(b"nosuch thing\n", 2)
    assert told.startswith(b"cqfacts: nothing is called 'nosuch thing'")
    assert empty == b"\n"
    coprocess.input.write(b"ne")
    coprocess.input.flush()
    assert coprocess.ask(b"v\n") == [b"1296000\n"]
    coprocess.input.write("新能源汽车".encode())
    assert coprocess.end() == (b"1296000\n", 3)


@pytest.mark.parametrize(
    ("given", "out", "status"),
    [
        pytest.param(b"nev\r\n\r\nnev\r", "1296000\n" * 2, 0, id="carriage-returns"),
        pytest.param(b"nev\rnev", "1296000\n" * 2, 0, id="no-newline-at-the-end"),
        pytest.param(b"\xef\xbb\xbfnev\n\xef\xbb\xbf# x\n", "1296000\n", 0, id="marks"),
        pytest.param(b"", "", 0, id="empty"),
        pytest.param(b"#\n \n", "", 0, id="comments"),
        pytest.param(b"nev\n\xe6\x96\n", "1296000\n", 2, id="no-text"),
        pytest.param(b"nev\n\xe6", "1296000\n", 2, id="cut-off"),
        pytest.param(b"nev\n" * 40_000, "1296000\n" * 40_000, 0, id="many"),
        pytest.param("# 车\n".encode() * 40_000 + b"nev", "1296000\n", 0, id="cut-between-bytes"),
    ],
)
def test_lines_are_read_whole_however_they_come(given: bytes, out: str, status: int) -> None:
    result = subprocess.run([PROGRAM, "get", "-"], input=given, capture_output=True, check=False)
    assert (result.stdout.decode(), result.returncode) == (out, status)
    assert (b"not UTF-8" in result.stderr) is (status == 2)


def test_a_standard_input_that_cannot_be_read_is_told() -> None:
    result = shell("cqfacts get nev - 0>/dev/null")
    assert (result.stdout, result.returncode) == ("1296000\n", 2)
    assert result.stderr == (
        "cqfacts: standard input cannot be read (Bad file descriptor); "
        "name the terms instead of '-'\n"
    )


def test_a_text_may_stand_in_for_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from io import StringIO

    monkeypatch.setattr("sys.stdin", StringIO("nev\n新能源汽车\n"))
    assert main(["get", "-"]) == 0
    assert capsys.readouterr().out == "1296000\n" * 2


def test_a_term_is_looked_up_once(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    asked: list[str] = []

    def look_up(store: Store, term: str, *, topics: bool = True) -> list[str]:
        asked.append(term)
        return find_named(store, term, topics=topics)

    monkeypatch.setattr("cqfacts.asked.find_named", look_up)
    result = run("get", "nev", "nosuch", "nev", "nosuch")
    assert result.out == "1296000\n\n" * 2
    assert len(result.err.splitlines()) == 2
    assert len(run("show", "nev", "nosuch", "nev", "nosuch").err.splitlines()) == 2
    assert asked == ["nev", "nosuch"] * 2


def test_memory_for_remembered_terms_has_an_end(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setattr("cqfacts.cli.get._MOST_REMEMBERED", 2)
    asked = ["nev", "autos.nev", "NEV", "nosuch", "nev"]
    assert run("get", *asked).out == "1296000\n" * 3 + "\n1296000\n"


def test_messages_and_lines_keep_their_order() -> None:
    result = shell(r"printf 'nev\nnosuch\nnev\n' | cqfacts get - 2>&1")
    first, told, *rest = result.stdout.splitlines()
    assert (first, rest) == ("1296000", ["", "1296000"])
    assert told.startswith("cqfacts: nothing is called 'nosuch'")


def test_every_key_of_the_store_gets_a_line() -> None:
    store = open_store()
    asked = [name for key in store.keys for name in (key, *store.names(key))] * 20
    result = subprocess.run(
        [PROGRAM, "get", "-"],
        input="\n".join(asked).encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    lines = result.stdout.decode().split("\n")[:-1]
    assert len(lines) == len(asked)
    assert lines.count("") == result.stderr.count(b"\n")
    alone = {term: line for term, line in zip(asked, lines, strict=True) if line}
    assert alone["autos.nev"] == alone["新能源汽车"] == "1296000"
