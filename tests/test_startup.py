"""What a command loads: nothing that it does not need. Seen in a real process, with no clock."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROBE = """
import sys
from cqfacts.cli import main
status = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
raise SystemExit(status)
"""

HEAVY = {
    "altair",
    "vl_convert",
    "jinja2",
    "platformdirs",
    "rich",
    "cqfacts.store.positions",
    "cqfacts.figures",
    "sqlite3",
    "json",
    "csv",
    "pyarrow",
    "zipfile",
    "difflib",
    "asyncio",
    "pydantic",
    "email",
    "tomllib",
}


def modules_after(*args: str) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", PROBE, *args], capture_output=True, text=True, check=True
    )
    return set(result.stderr.split())


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        pytest.param("get nev", set[str](), id="get"),
        pytest.param("show nev", set[str](), id="show"),
        pytest.param("cite gdp", set[str](), id="cite"),
        pytest.param("list", set[str](), id="list"),
        pytest.param("search land-sea", set[str](), id="search"),
        pytest.param("sources", set[str](), id="sources"),
        pytest.param("compare gdp", set[str](), id="compare"),
        pytest.param("chart nev", {"rich"}, id="chart"),
        pytest.param("check", {"cqfacts.store.positions", "cqfacts.figures"}, id="check"),
        pytest.param("audit tests/audits/retold.md", {"cqfacts.figures"}, id="audit"),
        pytest.param("schema", set[str](), id="schema"),
        pytest.param("show nev --json", {"json"}, id="json"),
        pytest.param("show nev -f csv", {"csv"}, id="csv"),
        pytest.param("show nev -f table", {"rich"}, id="table"),
        pytest.param("export nev -f tsv", set[str](), id="export"),
        pytest.param("export nev -f csv", {"csv"}, id="export-csv"),
        pytest.param("export nev -f html", {"jinja2", "json"}, id="export-html"),
        pytest.param("--help", {"rich"}, id="help"),
        pytest.param("", set[str](), id="alone"),
    ],
)
def test_a_command_loads_what_it_needs(command: str, needed: set[str]) -> None:
    loaded = modules_after(*command.split()) & HEAVY
    # difflib comes with Typer itself.
    assert loaded - {"difflib"} == needed


# What Typer and Rich are built on, and no lookup needs.
FOUNDATIONS = {"typer", "typing", "dataclasses", "pathlib", "inspect", "contextlib"}


@pytest.mark.parametrize(
    "command",
    [
        "get nev",
        "get nev -p 2025 --fields value,unit",
        "get 新能源汽车",
        "get gpd",
        "get gdp growth 2025",
        "get gdp -p 2024 -p 2025",
        "show --status target -p 2026",
        "show 2025年GDP目标",
        "show nev",
        "show nev --source=ichongqing-2026-plan --json",
        "cite gdp",
        "cite gdp --style=bibtex",
        "list autos",
        "search land-sea",
        "sources",
        "compare gdp",
        "schema",
        "",
    ],
)
def test_a_lookup_does_without_typer(command: str) -> None:
    probe = PROBE.replace("raise SystemExit(status)", "")
    result = subprocess.run(
        [sys.executable, "-c", probe, *command.split()], capture_output=True, text=True, check=True
    )
    assert not FOUNDATIONS & set(result.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_does_without_typer(shell: str) -> None:
    asked = {
        "_CQFACTS_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "cqfacts get ne",
        "COMP_CWORD": "2",
        "_TYPER_COMPLETE_ARGS": "cqfacts get ne",
    }
    result = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nev" in result.stdout
    assert not (FOUNDATIONS | HEAVY) & set(result.stderr.split())


@pytest.mark.parametrize("command", ["get nev", "show nev", "list", "sources"])
def test_a_lookup_loads_no_comparison_and_no_other_command(command: str) -> None:
    loaded = modules_after(*command.split())
    others = {"show", "compare", "get", "search", "check"} - {command.split(maxsplit=1)[0]}
    assert "cqfacts.comparison" not in loaded
    assert not {f"cqfacts.cli.{other}" for other in others} & loaded
    # The words of questions are for what is no name.
    assert "cqfacts.question" not in loaded


def test_the_library_loads_a_name_when_it_is_used() -> None:
    script = "import sys, cqfacts; print(*(m for m in sys.modules if m.startswith('cqfacts.')))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []
