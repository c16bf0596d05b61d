"""Importing a table at a terminal: what nothing in it says is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminals import run_in_terminal
from test_tables import STORE

from cqfacts import open_store

if TYPE_CHECKING:
    from pathlib import Path


def test_what_a_table_leaves_open_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(STORE, encoding="utf-8")
    table = "When,Taken,Clerk\n2023,12.5,A\n2024,13.25,B\n"
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    out = run_in_terminal(
        "cqfacts import table.csv -s facts.toml; echo exit $?",
        {"NO_COLOR": "1"},
        cwd=tmp_path,
        typed=[
            ("What is 'When' (a field, a key; empty: leave it out): ", "period\n"),
            ("What is 'Taken' (a field, a key; empty: leave it out): ", "town.rent\n"),
            ("Source: ", "gazette\n"),
        ],
    )
    assert "When  Taken  Clerk\n2023  12.5   A\n" in out
    assert "column 'Clerk' has only words, and is left out" in " ".join(out.split())
    assert out.endswith("exit 0\n")
    facts = open_store(path).facts("town.rent")
    assert [(str(one.period), str(one.amount and one.amount.value)) for one in facts] == [
        ("2023", "12.5"),
        ("2024", "13.25"),
    ]
