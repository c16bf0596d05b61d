"""Auditing against figures that were listed by hand: how many are found, and found right.

With CQFACTS_DOCUMENTS naming a folder of the documents behind the shipped store, these are measured
too; CQFACTS_LISTS names a folder of other lists.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from figure_lists import Score, find_place, load_lists, score

from cqfacts.auditing import audit_document, parse_document

if TYPE_CHECKING:
    from figure_lists import FigureList

    from cqfacts import Store
    from cqfacts.auditing import Audit, Document, Finding

LEAST = 0.97
# Of the lists that nobody read while the reader was made, and that were scored when it was.
LEAST_AT_FIRST = 0.96
LEAST_OF_DOCUMENTS = 0.9
# Lengths of time that are taken for periods, `in 25 minutes`, and a number behind a name.
MOST_LOST = {"third": 5}
LISTS = list(load_lists())
DOCUMENTS = [one for one in LISTS if one.is_document]
RETOLD = PROJECT / "tests/audits/retold.md"
PLANTED = re.compile(r"\{\{(.*?)\}\}")
KINDS = {".md": "markdown", ".html": "html"}


def parse(listed: FigureList) -> Document:
    return parse_document(listed.text, listed.path.name, KINDS.get(listed.path.suffix, "text"))


def audit(store: Store, listed: FigureList) -> Audit:
    day = listed.content.get("date")
    return audit_document(store, parse(listed), date=day if isinstance(day, date) else None)


def measure(store: Store, listed: FigureList) -> Score:
    figures = [one.figure for one in audit(store, listed).findings]
    find = parse(listed).find_offset
    return score(
        listed,
        [(one, find(one.number_start), find(one.number_end, is_end=True)) for one in figures],
    )


def kind_of(listed: FigureList) -> str:
    """Return what a list is of: documents, texts, or those of a folder of their own."""
    if listed.is_document:
        return "documents"
    folder = listed.path.parent.name
    return folder if folder in ("unseen", "second", "aside", "third") else "texts"


@pytest.mark.parametrize("kind", ["texts", "unseen", "second", "aside", "third", "documents"])
def test_figures_are_found_and_found_right(shipped: Store, kind: str) -> None:
    total = Score()
    for listed in LISTS:
        if kind_of(listed) == kind:
            total.add(measure(shipped, listed))
    if not total.entries:
        pytest.skip(f"there are no lists of {kind}")
    print(
        f"{kind}: {total.entries} listed, {total.found} found, {total.right} right, "
        f"{total.signed} signed, {total.lost} lost in silence"
    )
    print(*total.faults, sep="\n")
    least = LEAST_AT_FIRST if kind in ("aside", "third") else LEAST
    assert total.recall >= least
    assert total.precision >= least
    assert total.lost <= MOST_LOST.get(kind, 0)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_nothing_differs_that_does_not(shipped: Store, listed: FigureList) -> None:
    findings = audit(shipped, listed).findings
    assert [one for one in findings if one.verdict in ("differs", "stale")] == []


@pytest.mark.parametrize(
    "listed", [one for one in LISTS if not one.is_document], ids=lambda listed: listed.name
)
def test_nothing_matches_in_a_text_on_another_place(shipped: Store, listed: FigureList) -> None:
    assert [one for one in audit(shipped, listed).findings if one.verdict == "matches"] == []


def has_verdict(finding: Finding | None, entry: dict[str, object]) -> bool:
    """Whether a finding has the verdict and one of the keys that a person gave it."""
    if finding is None:
        return False
    if entry.get("verdict") == "new":
        return finding.verdict in ("new", "unclear")
    keys = entry["key"] if isinstance(entry["key"], list) else [entry["key"]]
    return finding.verdict == entry.get("verdict", "matches") and finding.key in keys


@pytest.mark.skipif(not DOCUMENTS, reason="CQFACTS_DOCUMENTS names no folder of documents")
def test_figures_of_the_documents_match_their_own_facts(shipped: Store) -> None:
    count = right = 0
    for listed in DOCUMENTS:
        findings, text = audit(shipped, listed).findings, listed.text
        for entry in listed.content["figures"]:
            start, end = find_place(entry, text)
            found = next(
                (
                    f
                    for f in findings
                    if f.figure.number_start < end and start < f.figure.number_end
                ),
                None,
            )
            count += 1
            right += has_verdict(found, entry)
    print(f"{right} of {count} figures match the fact that they are")
    assert right >= LEAST_OF_DOCUMENTS * count


def test_a_store_retold_differs_where_figures_were_planted(shipped: Store) -> None:
    """The planted figures stand in double braces, which the text that is audited has not."""
    retold = RETOLD.read_text(encoding="utf-8")
    planted = [match[1] for match in PLANTED.finditer(retold)]
    document = parse_document(PLANTED.sub(r"\1", retold), RETOLD.name, "markdown")
    findings = audit_document(shipped, document).findings
    differing = [one for one in findings if one.verdict == "differs"]
    said = [document.text[one.start : one.end] for one in differing]
    assert len(planted) == 20
    assert [words for words, wanted in zip(said, planted, strict=True) if wanted in words] == said
    assert {one.verdict for one in findings} == {"matches", "differs"}
