"""What reading the tables of words costs the reader of figures, beside the floor.

python bench/tables.py, once `make bench` has made the environment of the floor.
"""

from __future__ import annotations

import subprocess
import sys
import time

from figures import FLOOR

from cqfacts.figures.vocabulary import load, read_tables

_MOST = 0.1
_RUNS, _READINGS = 10, 50


def main() -> int:
    """Print the ratio; 1 where it is more than it may be."""
    floor = min(_time_floor() for _ in range(_RUNS))
    words = min(_time_reading() for _ in range(_READINGS))
    ratio = words / floor
    print(f"tables of words: {words * 1000:.1f} ms, {ratio:.3f} of the floor (at most {_MOST})")
    return int(ratio > _MOST)


def _time_floor() -> float:
    start = time.perf_counter()
    subprocess.run(FLOOR.args, check=True, capture_output=True)  # noqa: S603 - of this folder
    return time.perf_counter() - start


def _time_reading() -> float:
    start = time.perf_counter()
    load(read_tables())
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
