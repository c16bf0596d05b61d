"""Write docs/mutation.md from the run of mutmut in mutants/.

A mutant that survives without a reason in tests/survivors.toml is an error, and so is a reason for
one that does not.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import tomli

_HERE = Path(__file__).parent
_REASONS = _HERE / "survivors.toml"
_PAGE = _HERE.parent / "docs" / "mutation.md"
_TEMPLATE = _HERE / "mutants.md"
_MUTMUT = Path(sys.executable).parent / "mutmut"
_LEAST_PERCENT = 90

# A mutant that never ends is noticed as well as one that gives a wrong answer.
_NOTICED = ("killed", "timeout")
_SURVIVED = "survived"


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """A change of a line: in which function, and what it says before and after."""

    function: str
    before: str
    after: str


def read_reasons() -> dict[str, list[Mutant]]:
    """Return the mutants that are known to survive, by why they do."""
    tables = tomli.loads(_REASONS.read_text(encoding="utf-8"))["reasons"]
    return {table["why"]: [Mutant(*mutant) for mutant in table["mutants"]] for table in tables}


def format_reasons(reasons: dict[str, list[Mutant]]) -> str:
    """Return the survivors as a section of the page."""
    count = sum(map(len, reasons.values()))
    lines = [f"## Survivors\n\nAll {count} of them, by why no test notices them."]
    for why, mutants in reasons.items():
        lines.append(f"\n{why}\n")
        lines += [f"- `{one.function}`: `{one.before}` → `{one.after}`" for one in mutants]
    return "\n".join(lines) + "\n"


def main() -> int:
    results = _read_results()
    if unchecked := [name for name, said in results.items() if said not in (*_NOTICED, _SURVIVED)]:
        print(*unchecked, sep="\n", file=sys.stderr)
        print("these were not checked; run 'make mutants' to its end", file=sys.stderr)
        return 1
    survivors = {_describe(name) for name, said in results.items() if said == _SURVIVED}
    reasons = read_reasons()
    known = {mutant for mutants in reasons.values() for mutant in mutants}
    for problem, mutants in [
        ("survives without a reason", survivors - known),
        ("does not survive and has a reason", known - survivors),
    ]:
        for one in sorted(mutants):
            print(f"{problem}: {[one.function, one.before, one.after]}", file=sys.stderr)
    if survivors != known:
        return 1
    counts = Counter(said for said in results.values())
    percent = 100 * sum(counts[said] for said in _NOTICED) / len(results)
    page = _TEMPLATE.read_text("utf-8").replace("{counts}", _format_counts(results))
    _PAGE.write_text(page.replace("{survivors}", format_reasons(reasons)), "utf-8")
    print(f"{percent:.1f} % of {len(results)} mutants are noticed")
    return int(percent < _LEAST_PERCENT)


def _ask(*args: str) -> str:
    return subprocess.run([_MUTMUT, *args], capture_output=True, text=True, check=True).stdout


def _read_results() -> dict[str, str]:
    lines = (line.strip() for line in _ask("results", "--all", "true").splitlines())
    return dict(line.rsplit(": ", 1) for line in lines if ": " in line)


def _describe(name: str) -> Mutant:
    """Return the change of a mutant: of its lines the first that differ."""
    changed = [line for line in _ask("show", name).splitlines() if line[:1] in ("-", "+")]
    before = next(line[1:].strip() for line in changed if line[:1] == "-" and line[:3] != "---")
    after = next(line[1:].strip() for line in changed if line[:1] == "+" and line[:3] != "+++")
    return Mutant(_name_function(name), before, after)


def _name_function(name: str) -> str:
    """Return `amount.parse_amount` for `cqfacts.amount.x_parse_amount__mutmut_3`."""
    module, _, function = name.rpartition(".")
    function = function.rpartition("__mutmut_")[0]
    # mutmut marks a method by the letter ǁ around its class.
    method = function.removeprefix("xǁ").replace("ǁ", ".") if "ǁ" in function else function[2:]
    return f"{module.removeprefix('cqfacts.')}.{method}"


def _format_counts(results: dict[str, str]) -> str:
    tables: dict[str, Counter[str]] = {}
    for name, said in results.items():
        tables.setdefault(name.rpartition(".")[0], Counter())[said] += 1
    python = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
    tables["all"] = Counter(results.values())
    lines = [
        f"The last run, with mutmut {version('mutmut')} and {python}:",
        "",
        "| module | mutants | noticed | of these by never ending | survived | noticed, percent |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for module, counts in sorted(tables.items(), key=lambda pair: (pair[0] == "all", pair[0])):
        noticed = sum(counts[said] for said in _NOTICED)
        cells = [module, counts.total(), noticed, counts["timeout"], counts[_SURVIVED]]
        row = [*map(str, cells), f"{100 * noticed / counts.total():.1f}"]
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
