"""What a check costs, against reading the same file with tomli: ratios of one run.

python bench/check.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from cqfacts.checks import check_files

sys.path.insert(0, str(Path(__file__).parent))

from stores import write_store

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 9


def measure(one: Callable[[], object], other: Callable[[], object]) -> float:
    """Return the median ratio of processor times, one to the other, of interleaved runs."""
    ratios = []
    for _ in range(_RUNS):
        times = []
        for work in (one, other):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        ratios.append(times[0] / times[1])
    return statistics.median(ratios)


def main() -> None:
    """Print the ratios, and what they are to be."""
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
    print(f"checking 10,000 sound facts: {against_tomli:.1f} x reading with tomli (at most 8)")
    print(f"checking 20,000 facts: {growth:.2f} x checking 10,000 (at most 2.3)")


if __name__ == "__main__":
    main()
