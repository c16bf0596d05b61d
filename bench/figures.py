"""The figures that cqfacts is to reach, and the processes that show whether it does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from made_up import FACTS_AN_INDICATOR, SOURCES, find_middle, make_indicators
from measure import Command
from words import RARE

_HERE = Path(__file__).parent
_KEYS = 100_000
_LARGEST = 1_000_000
_KEYS_A_SECOND = 50_000
_MEGABYTE = 1_000_000
_AUDIT_FLOORS = 64.0
_SHORT = 3_000
_TOLD = "label,subject,period,stated"
_SHOWN = (1_000, 100_000)
_IN_A_YEAR_OF_ITS_OWN = 'exec "$0" "$@" --anyway --period $((2100 + $$ % 7000))'
_COMPLETION = (
    ("_CQFACTS_COMPLETE", "complete_bash"),
    ("COMP_WORDS", "cqfacts get ne"),
    ("COMP_CWORD", "2"),
)

CQFACTS = str(Path(sys.executable).with_name("cqfacts"))
# `make bench` makes an environment for it, with one Typer whatever cqfacts itself runs with.
_FLOOR_PYTHON = _HERE.parent / ".venv-floor" / "bin" / "python"
FLOOR = Command((str(_FLOOR_PYTHON), str(_HERE / "floor.py"), "get", "nev"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One process against another, or against seconds, and how many times as much it may take.

    `aim` is what would be better still. `of_index` says that it means nothing without the index.
    """

    what: str
    against: str
    one: Command
    other: Command | float
    time: float | None = None
    memory: float | None = None
    aim: float | None = None
    of_index: bool = False


def list_small_figures(folder: Path) -> list[Figure]:
    """Return the figures of the store that ships; the folder is for a file of keys."""
    keys = folder / "known-keys.txt"
    _write_known_keys(keys)
    table = ask("show", "nev", "--format", "table")
    completion = Command((CQFACTS,), environment=_COMPLETION)
    reading = Command((CQFACTS, "get", "-"), source=str(keys))
    allowed = _KEYS / _KEYS_A_SECOND
    return [
        Figure("`get nev`", "the floor", ask("get", "nev"), FLOOR, time=1.0, aim=0.5),
        Figure("`show nev`", "the floor", ask("show", "nev"), FLOOR, time=1.0, aim=0.5),
        Figure("`show nev -f table`", "the floor", table, FLOOR, time=1.4),
        Figure("completion of `get ne`", "the floor", completion, FLOOR),
        Figure(
            f"`get -`, {_KEYS:,} keys",
            f"{allowed:g} s: {_KEYS_A_SECOND:,} keys a second",
            reading,
            allowed,
            time=1.0,
        ),
        *_list_audits(folder),
    ]


def _list_audits(folder: Path) -> list[Figure]:
    """Return the figures of auditing: a page of news, a megabyte, and four times as much."""
    short = folder / "news-0.txt"
    _write_news(short, _SHORT)
    small, large = folder / "news-1.txt", folder / "news-4.txt"
    _write_news(small, _MEGABYTE)
    _write_news(large, 4 * _MEGABYTE)
    one, four = ask("audit", str(small)), ask("audit", str(large))
    return [
        Figure("`audit` of 3 KB", "the floor", ask("audit", str(short)), FLOOR, time=1.8, aim=1.4),
        Figure("`audit` of 1 MB", "the floor", one, FLOOR, time=_AUDIT_FLOORS),
        Figure("`audit` of 4 MB", "`audit` of 1 MB", four, one, time=4.4, memory=4.0),
    ]


def list_writing_figures(store: Path, facts: int) -> list[Figure]:
    """Return the figures of writing to a store of so many facts, which grows with each process."""
    fact = ("--value", "584", "--status", "target", "--source", next(iter(SOURCES)))
    add = ask("add", next(make_indicators(1)).key, "584", *fact, store=store)
    # A fact that is there already would be told, which is other work: each process has its year.
    dated = Command(("/bin/sh", "-c", _IN_A_YEAR_OF_ITS_OWN, *add.args), steady=False)
    read = Command((sys.executable, str(_HERE / "read_toml.py"), str(store)))
    return [Figure(f"`add` to {facts:,} facts", "reading with tomli", dated, read, time=5.0)]


def list_large_figures(folder: Path, store: Path, facts: int) -> list[Figure]:
    """Return the figures of a large store; the folder is for files of keys."""
    some, many = _write_made_keys(folder, facts)
    key = find_middle(facts).key
    size = f"{facts:,} facts"
    build = Command((CQFACTS, "index", "--store", str(store), "--rebuild"), steady=False)
    read = Command((sys.executable, str(_HERE / "read_toml.py"), str(store)))
    return [
        Figure(
            f"building the index, {size}",
            "reading with tomli",
            build,
            read,
            # What is promised of time is promised of the largest store.
            time=1.33 if facts >= _LARGEST else None,
            memory=1.3,
            of_index=True,
        ),
        Figure(
            f"`get KEY`, {size}",
            "`get nev`, shipped store",
            ask("get", key, store=store),
            ask("get", "nev"),
            time=1.3,
            memory=1.5,
            of_index=True,
        ),
        Figure(
            f"`search` of a rare word, {size}",
            "the floor",
            ask("search", RARE, store=store),
            FLOOR,
            time=2.0,
            of_index=True,
        ),
        Figure(
            f"`show` of {_SHOWN[1]:,} facts out of {facts:,}",
            f"`show` of {_SHOWN[0]:,} of them",
            ask("show", "-", store=store)._replace(source=str(many)),
            ask("show", "-", store=store)._replace(source=str(some)),
            memory=1.25,
            of_index=True,
        ),
    ]


def ask(command: str, *words: str, store: Path | None = None) -> Command:
    """Return a command of cqfacts, on the store that ships unless another is given."""
    return Command((CQFACTS, command, *words, *(("--store", str(store)) if store else ())))


def has_index() -> bool:
    """Whether there is a command that builds an index."""
    return not subprocess.run(  # noqa: S603 - the program that is measured
        [CQFACTS, "index", "--help"], capture_output=True, check=False
    ).returncode


def _write_known_keys(path: Path) -> None:
    """Write so many keys of the shipped store, all of which have an answer, again and again."""
    keys = _print("list", "--fields", "key", "--no-header").splitlines()
    answers = _print("get", *keys).splitlines()
    known = [key for key, answer in zip(keys, answers, strict=True) if answer]
    path.write_text("".join(f"{key}\n" for key in islice(cycle(known), _KEYS)), encoding="utf-8")


def _write_news(path: Path, size: int) -> None:
    """Write so many characters of sentences that state the facts of the shipped store."""
    topics = _print("list", "--fields", "key", "--no-header").splitlines()
    rows = _print("show", *topics, "--fields", _TOLD, "--no-header").splitlines()
    told = [row.split("\t") for row in rows]
    news = "".join(
        f"In {period or 'those years'}, officials said, the {label.lower()} of {subject} {stated}, "
        f"which was more than many had expected, and went on as it had before.\n"
        for label, subject, period, stated in told
        if stated
    )
    path.write_text("".join(islice(cycle(news), size)), encoding="utf-8")


def _print(*args: str) -> str:
    return subprocess.run(  # noqa: S603 - likewise
        [CQFACTS, *args], capture_output=True, text=True, check=False
    ).stdout


def _write_made_keys(folder: Path, facts: int) -> list[Path]:
    """Write the keys of so many of the first facts of a store; return a file for each number."""
    paths = []
    for shown in _SHOWN:
        path = folder / f"keys-of-{shown}.txt"
        made = islice(make_indicators(facts), shown // FACTS_AN_INDICATOR)
        path.write_text("".join(f"{one.key}\n" for one in made), encoding="utf-8")
        paths.append(path)
    return paths
