"""Whole commands against what they printed when a person last read it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from golden import join_outcome, read_case, wants_writing

if TYPE_CHECKING:
    from conftest import Run

FOLDER = Path(__file__).parent / "golden"
# How help looks is Typer's work, and held on the one that is locked; tests/test_help.py holds
# what it says on any.
LOCK = (PROJECT / "locks" / "test.txt").read_text(encoding="utf-8")
HAS_LOCKED_TYPER = f"typer=={version('typer')} " in LOCK
CASES = [
    path
    for path in sorted(FOLDER.glob("*.txt"))
    if HAS_LOCKED_TYPER or "--help" not in read_case(path)[0].args
]


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
    if wants_writing():
        path.write_text(f"$ {case.line}\n{outcome}", encoding="utf-8")
    assert outcome == expected or wants_writing()


def test_there_are_cases() -> None:
    assert len(CASES) > 40
