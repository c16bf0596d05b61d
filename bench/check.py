"""What a check costs, against reading the same file with tomli: ratios of one run.

python bench/check.py [--json]
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import tomli
from measure import estimate
from stores import write_store

from cqfacts.checks import check_files

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 9


def measure(one: Callable[[], object], other: Callable[[], object]) -> list[float]:
    """Return the ratios of processor times, one to the other, of interleaved runs."""
    ratios = []
    for _ in range(_RUNS):
        times = []
        for work in (one, other):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        ratios.append(times[0] / times[1])
    return ratios


def measure_checks() -> list[tuple[str, str, float, list[float]]]:
    """Return for each figure what it is of, against what, what it is to be, and the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {facts: Path(folder) / f"{facts}.toml" for facts in (10_000, 20_000)}
        for facts, path in paths.items():
            write_store(path, facts)
            if problems := check_files([path]):
                sys.exit(f"the store is not sound: {problems[0]}")
        small, large = paths.values()
        against_tomli = measure(
            lambda: check_files([small]), lambda: tomli.loads(small.read_text(encoding="utf-8"))
        )
        growth = measure(lambda: check_files([large]), lambda: check_files([small]))
    return [
        ("checking 10,000 sound facts", "reading with tomli", 8, against_tomli),
        ("checking 20,000 facts", "checking 10,000", 2.3, growth),
    ]


def main() -> None:
    """Print the ratios, and what they are to be."""
    measured = measure_checks()
    if "--json" in sys.argv:
        print(json.dumps(measured))
        return
    for what, against, limit, ratios in measured:
        median, low, high = estimate(ratios)
        print(f"{what}: {median:.2f} [{low:.2f}, {high:.2f}] x {against} (at most {limit:g})")


if __name__ == "__main__":
    main()
