"""Whole processes, measured in pairs: ratios of one to another, with their intervals."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAUNCHER = Path(__file__).with_name("launch.py")
_CONFIDENCE = 0.95
# What the system rounds when it counts pages.
_SLACK = 1.02


class RunError(Exception):
    """A program that did not do what it was to be measured at."""


class Command(NamedTuple):
    """A program with its arguments, what it reads, and what is added to its environment.

    One that is `steady` prints the same whenever it is run.
    """

    args: tuple[str, ...]
    source: str = os.devnull
    environment: tuple[tuple[str, str], ...] = ()
    steady: bool = True


class Usage(NamedTuple):
    """What a process took: seconds of processor time (of user and system) and in all, bytes."""

    processor: float
    wall: float
    memory: float


class Run(NamedTuple):
    """One process: `least` is the memory below which none can be seen, `head` its first output."""

    usage: Usage
    least: float
    checksum: str
    head: str


class Estimate(NamedTuple):
    """A median and its 95 % interval."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One process against another. What was not compared is None.

    `usage` is the median of the first. `memory_is_bound`: it took less than can be seen.
    """

    pairs: int
    processor: Estimate
    wall: Estimate | None = None
    memory: Estimate | None = None
    usage: Usage | None = None
    memory_is_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Runs programs, each for so many seconds at most."""

    limit: float = 120

    def run(self, command: Command) -> Run:
        """Run a program to its end. Raises RunError where it fails or takes too long."""
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), command.source, str(self.limit)]
        done = subprocess.run(  # noqa: S603 - the programs of this folder
            [*launcher, *command.args],
            env=os.environ | dict(command.environment),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RunError("it cannot be started")
        line, _, head = done.stdout.partition(b"\n")
        *numbers, status, checksum = line.decode().split()
        processor, wall, memory, least = map(float, numbers)
        if wall >= self.limit:
            raise RunError(f"takes more than {self.limit:.0f} s")
        if status != "0":
            sys.stderr.write(done.stderr.decode(errors="replace"))
            raise RunError(f"exit status {status}")
        usage = Usage(processor, wall, memory)
        return Run(usage, least, checksum, head.decode(errors="replace"))

    def measure(
        self, one: Command, other: Command | float, pairs: int, budget: float | None = None
    ) -> Measured:
        """Run two programs in turn, each once before without being timed.

        A number instead of the other is the seconds that are allowed. Slow ones are run less
        often, to keep within the seconds of a budget. Raises RunError.
        """
        first, second = self._run(one), self._run(other)
        expected = (first.checksum, second.checksum)
        if budget:
            pairs = choose_pairs(pairs, max(first.usage.wall, second.usage.wall), budget)
        runs = []
        for number in range(pairs):
            # Each comes first as often as the other.
            if number % 2:
                second, first = self._run(other), self._run(one)
            else:
                first, second = self._run(one), self._run(other)
            if (first.checksum, second.checksum) != expected:
                raise RunError("prints one thing now and another then")
            runs.append((first, second))
        return summarize(runs)

    def _run(self, command: Command | float) -> Run:
        if isinstance(command, float):
            return Run(Usage(command, command, 0), 0, "", "")
        done = self.run(command)
        return done if command.steady else done._replace(checksum="")


def summarize(runs: Sequence[tuple[Run, Run]]) -> Measured:
    """Return the ratios of pairs of runs."""
    columns = zip(*(one.usage for one, _ in runs), strict=True)
    usage = Usage(*map(statistics.median, columns))
    return Measured(
        pairs=len(runs),
        processor=estimate([one.usage.processor / other.usage.processor for one, other in runs]),
        wall=estimate([one.usage.wall / other.usage.wall for one, other in runs]),
        memory=(
            estimate([one.usage.memory / other.usage.memory for one, other in runs])
            if all(other.usage.memory for _, other in runs)
            else None
        ),
        usage=usage,
        memory_is_bound=usage.memory <= max(one.least for one, _ in runs) * _SLACK,
    )


def estimate(values: Sequence[float]) -> Estimate:
    """Return the median with the interval between two of the values that is sure to 95 %.

    Each value lies above the true median as likely as below, whatever else is true of them. Fewer
    than six are not enough to be so sure, and give the whole range.
    """
    ordered = sorted(values)
    rank = find_rank(len(ordered))
    return Estimate(statistics.median(ordered), ordered[rank], ordered[-1 - rank])


def find_rank(count: int) -> int:
    """Return how many values may be left out at each end of an interval of the median."""
    rank, below = 0, 1
    while 2 * below <= (1 - _CONFIDENCE) * 2**count:
        rank += 1
        below += comb(count, rank)
    return max(0, rank - 1)


def choose_pairs(pairs: int, seconds: float, budget: float) -> int:
    """Return how many runs of so many seconds are made: fewer of slow ones, three at least."""
    return pairs if seconds <= 1 else min(pairs, max(3, int(budget / seconds)))
