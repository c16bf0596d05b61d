"""Numbers that are not read: each is told, and none that says no amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from figure_lists import load_lists

from cqfacts.auditing import audit_text
from cqfacts.auditing.loading import load_document
from cqfacts.auditing.unread import find_unread
from cqfacts.auditing.wording import describe_finding
from cqfacts.figures import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

    from cqfacts import Store

# Of every listed text, all that is reported; the telephone numbers and ages need not be.
TOLD = {
    "council-scotland": ["15–9"],
    "court-dublin": ["10-2"],
    "eurostat-unemployment": ["408"],
    "jobs-canada": ["70-30"],
    "sitrep": ["6–59"],
    "sport": ["211-6"],
    "us-payrolls": ["691-6378"],
    "vaccines": ["9-14", "5-14"],
}


def list_unread(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_unread(text, read_text(text).skipped)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("The budget was carried, 15–9.", ["15–9"], id="votes"),
        pytest.param("a 50-50 chance", ["50-50"], id="odds"),
        pytest.param("The shares are 10-15, and 20/30.", ["10-15"], id="range"),
        pytest.param("It cost 3 trillion yuan (about 421 billion dollars).", [], id="converted"),
        pytest.param("They met on 2026-02-10, in 2025-26.", [], id="dates"),
        pytest.param("It won 2-1, after 6-3, 7-5 and a 4-4-2.", [], id="scores"),
        pytest.param("Version 2.0.1, BR-163, 24/7, 16:9, *996#.", [], id="codes"),
        pytest.param("One of them, the other two, dozens.", [], id="words"),
        pytest.param("1. Section 4.2, page 12, No. 3, Table 5", [], id="places"),
        pytest.param("Testville built 5,200 new homes.", [], id="read"),
    ],
)
def test_numbers_that_are_not_read_are_told(text: str, words: list[str]) -> None:
    assert list_unread(text) == words


def test_of_every_listed_text_only_what_is_an_amount_is_told() -> None:
    texts = {one.name: load_document(str(one.path)).text for one in load_lists()}
    told = {name: list_unread(text) for name, text in texts.items()}
    assert {name: words for name, words in told.items() if words} == TOLD


def test_an_audit_has_a_number_that_is_not_read_as_unclear(load: Callable[[str], Store]) -> None:
    store = load('[town.homes]\nlabel = "New homes"\n')
    text = "There were 12 homes. The budget was carried, 15–9. There were 13 homes."
    audit = audit_text(store, text)
    assert [text[one.start : one.end] for one in audit.findings] == ["12 homes", "15–9", "13 homes"]
    found = audit.findings[1]
    assert text[slice(*found.sentence)] == "The budget was carried, 15–9."
    assert describe_finding(audit, found) == "'15–9' is unclear: '15–9' is not read"
    assert audit.count("unclear") >= 1


def test_the_command_shows_it(run: Run, tmp_path: object) -> None:
    path = f"{tmp_path}/a.txt"
    with open(path, "w", encoding="utf-8") as file:
        file.write("The budget was carried, 15–9.")
    result = run("audit", path, "-f", "tsv", "--fields", "words,verdict,value,doubt")
    assert result.out.splitlines()[-1] == "15–9\tunclear\t15\t'15–9' is not read"
    assert run("audit", path, "--fail-if", "unclear").status == 1
