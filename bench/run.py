"""Measure cqfacts against what it is to reach and against other programs, and write the page.

python bench/run.py [--pairs N] [--full] [--page FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from figures import (
    CQFACTS,
    FLOOR,
    ask,
    has_index,
    list_large_figures,
    list_small_figures,
    list_writing_figures,
)
from machine import describe_machine
from made_up import find_middle
from measure import Command, Measured, RunError, Runner, estimate
from page import Report, format_page, list_missing
from peers import PEERS, give_same_number
from report import Row, format_table, judge
from stores import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figures import Figure

_HERE = Path(__file__).parent
_PAGE = _HERE.parent / "docs" / "performance.md"
_SIZES = (100, 10_000, 100_000)
_FULL = 1_000_000
_WRITTEN = 10_000
_BUDGET = 20.0
_OF_TERMINALS = ("NO_COLOR", "FORCE_COLOR", "LINES")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One run: how many pairs, what runs them, and a folder for all files."""

    pairs: int
    runner: Runner
    folder: Path
    has_index: bool

    def measure_figures(self, facts: int) -> Iterator[Row]:
        """Yield the figures, those of a large store on one of so many facts."""
        yield from map(self._measure_figure, list_small_figures(self.folder))
        yield from measure_within("check.py")
        yield from measure_within("exports.py")
        written = self.folder / "written.toml"
        write_store(written, _WRITTEN)
        yield from map(self._measure_figure, list_writing_figures(written, _WRITTEN))
        large = list_large_figures(self.folder, self._provide_store(facts), facts)
        yield from map(self._measure_figure, large)

    def measure_lookups(self, facts: int) -> Iterator[Row]:
        """Yield the same lookup by cqfacts and by each peer in a store of so many facts."""
        store = self._provide_store(facts)
        if self.has_index:
            self.runner.run(Command((CQFACTS, "index", "--store", str(store), "--rebuild")))
        lookup = ask("get", find_middle(facts).key, store=store)
        row = Row(what=f"`cqfacts get`, {facts:,} facts", against="the floor")
        yield self._measure(row, lookup, FLOOR)
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            for peer in PEERS:
                if program := peer.find():
                    path = store if peer.reads == "toml" else Path(name) / f"facts.{peer.reads}"
                    if not path.exists():
                        peer.write(path, facts)
                    asked = Command((program, *peer.ask(find_middle(facts).key, str(path))))
                    yield self._measure_peer(f"{peer.name}, {facts:,} facts", asked, lookup)

    def _measure_figure(self, figure: Figure) -> Row:
        row = Row(
            what=figure.what,
            against=figure.against,
            time=figure.time,
            memory=figure.memory,
            aim=figure.aim,
        )
        if figure.of_index and not self.has_index:
            return replace(row, reason="no such command: `cqfacts index`")
        return self._measure(row, figure.one, figure.other, budget=None)

    def _measure_peer(self, what: str, asked: Command, lookup: Command) -> Row:
        """Return the row of a peer, once it has given the answer that cqfacts gives."""
        row = Row(what=what, against="`cqfacts get`")
        try:
            answer, expected = self.runner.run(asked).head, self.runner.run(lookup).head
        except RunError as error:
            return replace(row, reason=str(error))
        if not give_same_number(answer, expected):
            sys.exit(f"{what}: {answer!r} is not {expected!r}")
        return self._measure(row, asked, lookup)

    def _measure(
        self, row: Row, one: Command, other: Command | float, budget: float | None = _BUDGET
    ) -> Row:
        """Return the row with what was measured, in fewer pairs where they would take too long."""
        try:
            return replace(row, measured=self.runner.measure(one, other, self.pairs, budget))
        except RunError as error:
            return replace(row, reason=str(error))

    def _provide_store(self, facts: int) -> Path:
        path = self.folder / f"{facts}.toml"
        if not path.exists():
            write_store(path, facts)
        return path


def measure_within(program: str) -> Iterator[Row]:
    """Yield the figures that a program beside this one measures within its own process."""
    done = subprocess.run(  # noqa: S603 - a program beside this one
        [sys.executable, str(_HERE / program), "--json"], capture_output=True, check=True
    )
    for what, against, limit, ratios in json.loads(done.stdout):
        measured = Measured(pairs=len(ratios), processor=estimate(ratios))
        yield Row(what=what, against=against, measured=measured, time=limit)


def main() -> None:
    """Measure all, print the table, and write the page."""
    options = _read_options()
    sizes = (*_SIZES, _FULL) if options.full else _SIZES
    with tempfile.TemporaryDirectory(prefix="cqfacts-bench-") as name:
        _set_environment(name)
        bench = Bench(
            pairs=options.pairs, runner=Runner(), folder=Path(name), has_index=has_index()
        )
        figures = [*_tell(bench.measure_figures(sizes[-1]))]
        lookups = [row for size in sizes for row in _tell(bench.measure_lookups(size))]
    found = [peer for peer in PEERS if peer.find()]
    report = Report(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=[
            *describe_machine(),
            *((peer.name, peer.find_version()) for peer in found if peer.name != "tomli"),
        ],
        figures=figures,
        lookups=lookups,
        has_index=bench.has_index,
        asked=[peer.show() for peer in found],
        missing=[(peer.name, peer.install) for peer in PEERS if not peer.find()],
    )
    print(format_table([*figures, *lookups]), *list_missing(report.missing), sep="\n")
    options.page.write_text(format_page(report), encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=40, help="how often each pair is run")
    parser.add_argument("--full", action="store_true", help="measure 1,000,000 facts too")
    parser.add_argument("--page", type=Path, default=_PAGE, help="the file that is written")
    return parser.parse_args()


def _set_environment(folder: str) -> None:
    """Keep the settings of the one who runs this away from what is measured."""
    for name in [*os.environ]:
        if name.startswith(("CQFACTS_", "PYTHON", "XDG_")) or name in _OF_TERMINALS:
            del os.environ[name]
    home = {"HOME": folder, "XDG_CACHE_HOME": f"{folder}/cache"}
    os.environ |= home | {"LC_ALL": "C.UTF-8", "TERM": "xterm", "COLUMNS": "100"}


def _tell(rows: Iterator[Row]) -> Iterator[Row]:
    """Pass rows on, and say on standard error which is done."""
    for row in rows:
        print(row.what, judge(row) or "measured", file=sys.stderr, sep=": ")
        yield row


if __name__ == "__main__":
    main()
