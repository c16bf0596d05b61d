"""Whole commands against what they printed when a person last read it."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from golden import join_outcome, read_case, wants_writing
from packaging.version import Version

if TYPE_CHECKING:
    from conftest import Run

FOLDER = Path(__file__).parent / "golden"
# Since 0.27 Typer writes what is needed in braces, in the usage of its help.
HAS_BRACES = Version(version("typer")) >= Version("0.27")
CASES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("plainly", [True, False], ids=["plainly", "by-typer"])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_command_prints_what_it_printed(
    run: Run, path: Path, plainly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, expected = read_case(path)
    for name, value in case.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(FOLDER)
    result = run(*case.args, plainly=plainly)
    outcome = join_outcome(result.out, result.err, result.status)
    if not HAS_BRACES:
        expected = re.sub(r"^(Usage: .*)\{(.*)\}$", r"\1\2", expected, flags=re.MULTILINE)
    if wants_writing():
        path.write_text(f"$ {case.line}\n{outcome}", encoding="utf-8")
    assert outcome == expected or wants_writing()


def test_there_are_cases() -> None:
    assert len(CASES) > 40
