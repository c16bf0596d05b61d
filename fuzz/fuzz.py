"""Runs the fuzzer: python fuzz/fuzz.py TARGET… [--seconds N], every target without a name.

Each target runs in a process of its own, from its seeds and from what earlier runs found worth
keeping (fuzz/corpus/, not in git). What makes one fail is kept in fuzz/found/, where a test finds
it. The last line for each says how many times it ran.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

_HERE = Path(__file__).parent
_NAMES = ("store", "amount", "period", "figures", "term", "index", "document", "rows", "placing")
_WATCHED = ("auditing", "checks", "figures", "flat", "store", "writing")
"""The packages of cqfacts that are fuzzed; the modules beside them come with them."""
_UNWATCHED = ("cqfacts.writing.parquet_rows",)  # what reads them is no code of ours
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_COVERED = re.compile(r"cov: (\d+)")
_LIMITS = ("-timeout=20", "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=0")


def main() -> int:
    """Run what the command line names. Return 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        fuzz(given.inside, given.seconds)
    results = [run(name, given.seconds) for name in given.targets or _NAMES]
    return int(not all(results))


def run(name: str, seconds: int) -> bool:
    """Run one target in a process of its own. Return whether nothing was found."""
    command = [sys.executable, __file__, "--inside", name, "--seconds", str(seconds)]
    with subprocess.Popen(  # noqa: S603 - itself
        command, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        said = process.stderr.readlines() if process.stderr else []
    done = _DONE.search("".join(said))
    if process.returncode or done is None:
        print("".join(said[-40:]), end="")
        print(f"{name}: something was found; the input is in fuzz/found/{name}/")
        return False
    covered = _COVERED.findall("".join(said))
    print(
        f"{name}: {int(done[1]):,} executions in {done[2]} s, nothing found "
        f"({covered[-1] if covered else 0} places covered)",
        flush=True,
    )
    return True


def fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["cqfacts"]):
        # What cqfacts imports only when it needs it would otherwise go unseen.
        for package in _WATCHED:
            folder = _HERE.parent / "cqfacts" / package
            for module in walk_packages([str(folder)], f"cqfacts.{package}."):
                if module.name not in _UNWATCHED:
                    import_module(module.name)
        from targets import TARGETS
    from seeds import write_seeds

    corpus, found = _HERE / "corpus" / name, _HERE / "found" / name
    write_seeds(corpus, name)
    found.mkdir(parents=True, exist_ok=True)
    words = [*_LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={found}/", str(corpus)]
    atheris.Setup([sys.argv[0], *words], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
