"""What stores at their worst cost, against reading them with tomli: processor time and memory.

python bench/bounds.py [--size BYTES] [--kind KIND]… [--json] [--documents]

Each kind is written once and read by processes of their own: by tomli; by a lookup of all that it
says; by a comparison of its first indicator; and by a check, once of everything and once of
nothing that is found, so that nothing ends it early. What is no TOML is set against reading as
much that is. With --documents the documents are measured instead, each by one audit.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from extremes import BROKEN, DOCUMENTS, KINDS, write_broken, write_document, write_extreme

SIZE = 10_000_000
STORE = Path(__file__).parent.parent / "facts.toml"
REFUSED = 5
"""The exit status of what cannot be read."""
MOST_TIMES = 10
MOST_BYTES = 1_000_000_000
MOST_SECONDS = 10
WORKS = ("lookup", "compare", "check", "check of nothing")

_CHILD = """
import json, resource, sys, time
from cqfacts import CqfactsError, check_files, compare, open_store
import tomli
work, path = sys.argv[1:]
start = time.process_time()
try:
    if work == "tomli":
        with open(path, "rb") as file:
            tomli.loads(file.read().decode())
    elif work == "lookup":
        store = open_store(path)
        for key in store.keys:
            store.facts(key)
        store.diagnostics
    elif work == "compare":
        store = open_store(path)
        for key in list(store.keys)[:1]:
            compare(store, key)
    else:
        for problem in check_files([path], wanted=()) if "nothing" in work else check_files([path]):
            str(problem)
except (CqfactsError, ValueError, RecursionError):
    pass
took = time.process_time() - start
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


_STARTER = """
import json, resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([ended.returncode, ended.stdout, ended.stderr, seconds, used.ru_maxrss]))
"""


def run(work: str, path: Path) -> tuple[float, int]:
    """Return the processor time and the bytes of memory that a piece of work takes."""
    said = subprocess.run(  # noqa: S603 - itself
        [sys.executable, "-c", _CHILD, work, path],
        env=os.environ | {"CQFACTS_INDEX": "off"},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    took, size = json.loads(said)
    return took, size


def measure(kinds: tuple[str, ...], size: int, folder: Path) -> list[dict[str, object]]:
    """Return a row for each kind: the time of tomli, and of each work the times and the bytes."""
    path = folder / "facts.toml"
    path.write_bytes(write_extreme("days", size))
    sound, _ = run("tomli", path)
    rows: list[dict[str, object]] = []
    for kind in kinds:
        write = write_broken if kind in BROKEN else write_extreme
        path.write_bytes(write(kind, size))
        base = max(run("tomli", path)[0], sound if kind in BROKEN else 0)
        row: dict[str, object] = {"kind": kind, "tomli": base, "memory": 0}
        for work in WORKS:
            took, used = run(work, path)
            row[work] = took / base
            row["memory"] = max(used, int(str(row["memory"])))
        rows.append(row)
        if "--json" not in sys.argv:
            print_row(row)
    return rows


def print_row(row: dict[str, object]) -> None:
    """Print a row of a table, with marks where it is beyond what it may be."""
    times = [float(str(row[work])) for work in WORKS]
    cells = [f"{one:.1f}{' !' if one > MOST_TIMES else ''}" for one in times]
    used = int(str(row["memory"]))
    memory = f"{used / 1e6:,.0f}{' !' if used > MOST_BYTES else ''}"
    print(f"| {row['kind']} | {row['tomli']:.2f} | {' | '.join(cells)} | {memory} |", flush=True)


def audit(path: Path) -> tuple[int, str, str, float, int]:
    """Return the exit status of an audit, its output, its errors, its seconds and its bytes.

    The seconds are of the processor, and like the memory of all processes that it takes. A small
    process starts it, as what a process had before it became another is counted as well.
    """
    command = [sys.executable, "-m", "cqfacts", "audit", str(path), "-f", "tsv", "-s", str(STORE)]
    said = subprocess.run(  # noqa: S603 - itself
        [sys.executable, "-c", _STARTER, *command], stdout=subprocess.PIPE, check=True
    ).stdout
    status, out, errors, seconds, memory = json.loads(said)
    return status, out, errors, seconds, memory * (1 if sys.platform == "darwin" else 1024)


def measure_documents(kinds: list[str], folder: Path) -> None:
    """Print a row for each kind of document."""
    print("| kind | bytes | s | memory, MB | what comes of it |")
    print("| --- | --- | --- | --- | --- |")
    for kind in kinds:
        ending, content = write_document(kind)
        path = folder / f"a{ending}"
        path.write_bytes(content)
        status, _, _, seconds, memory = audit(path)
        told = "read" if status == 0 else "refused" if status == REFUSED else f"{status} !"
        late = " !" if seconds > MOST_SECONDS else ""
        large = " !" if memory > MOST_BYTES else ""
        print(
            f"| {kind} | {len(content):,} | {seconds:.1f}{late} | {memory / 1e6:,.0f}{large} "
            f"| {told} |",
            flush=True,
        )


def main() -> None:
    """Measure what the command line names, or everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--kind", action="append", choices=[*KINDS, *BROKEN, *DOCUMENTS])
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.documents:
        with tempfile.TemporaryDirectory() as folder:
            measure_documents(given.kind or [*DOCUMENTS], Path(folder))
        return
    kinds = tuple(given.kind or [*KINDS, *BROKEN])
    if not given.json:
        print(f"| kind | tomli, s | {' | '.join(WORKS)} | memory, MB |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(kinds, given.size, Path(folder))
    if given.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
