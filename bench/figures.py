"""The figures that cqfacts is to reach, and the processes that show whether it does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from made_up import FACTS_AN_INDICATOR, find_middle, make_indicators
from measure import Command
from words import RARE

_HERE = Path(__file__).parent
_KEYS = 100_000
_KEYS_A_SECOND = 50_000
_COMPLETION = (
    ("_CQFACTS_COMPLETE", "complete_bash"),
    ("COMP_WORDS", "cqfacts get ne"),
    ("COMP_CWORD", "2"),
)

CQFACTS = str(Path(sys.executable).with_name("cqfacts"))
FLOOR = Command((sys.executable, str(_HERE / "floor.py"), "get", "nev"))


@dataclass(frozen=True, slots=True, kw_only=True)
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


def list_small(keys: Path) -> list[Figure]:
    """Return the figures of the store that ships; `keys` is a file to write keys into."""
    _write_known_keys(keys)
    floor = "the floor"
    return [
        Figure(
            what="`get nev`", against=floor, one=ask("get", "nev"), other=FLOOR, time=1.0, aim=0.5
        ),
        Figure(
            what="`show nev`", against=floor, one=ask("show", "nev"), other=FLOOR, time=1.0, aim=0.5
        ),
        Figure(
            what="`show nev -f table`",
            against=floor,
            one=ask("show", "nev", "-f", "table"),
            other=FLOOR,
            time=1.4,
        ),
        Figure(
            what="completion of `cqfacts get ne`",
            against=floor,
            one=Command((CQFACTS,), environment=_COMPLETION),
            other=FLOOR,
        ),
        Figure(
            what=f"`get -`, {_KEYS:,} keys",
            against=f"{_KEYS_A_SECOND:,} keys a second",
            one=Command((CQFACTS, "get", "-"), source=str(keys)),
            other=_KEYS / _KEYS_A_SECOND,
            time=1.0,
        ),
    ]
