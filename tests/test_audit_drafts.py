"""Auditing against drafts and sentences whose verdicts a person wrote down before.

What was put aside was scored once; `tests/audit/README.md` has that score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from draft_scores import DRAFTS, score_drafts, score_sentences

if TYPE_CHECKING:
    from cqfacts import Store

# Of wrong figures about things in the store, of figures that a person can place, of sentences.
# The fresh ones are held at their first score.
LEAST = {"open": (0.85, 0.85, 0.9), "aside": (0.85, 0.85, 0.9), "fresh": (0.6, 0.75, 0.93)}
FIGURES_PER_FALSE_DIFFERS = 200
# Known false matches, to be mended: a value in a table that lies beyond a bound of the store.
FALSE_MATCHES = {"fresh": ["report: '3.10'"]}


@pytest.mark.parametrize("folder", LEAST)
def test_drafts_get_the_verdicts_of_a_person(shipped: Store, folder: str) -> None:
    scores = score_drafts(DRAFTS / folder, shipped)
    print(scores.describe(folder))
    known = FALSE_MATCHES.get(folder, [])
    assert [
        str(one).partition(":")[0] + f": '{one.entry['words']}'" for one in scores.false_matches
    ] == known
    assert len(scores.false_differs) <= len(scores.judged) // FIGURES_PER_FALSE_DIFFERS
    flagged, right, _ = LEAST[folder]
    assert len(scores.flagged) >= flagged * len(scores.wrong)
    assert len(scores.right) >= right * len(scores.placed)


@pytest.mark.parametrize("folder", LEAST)
def test_sentences_get_the_verdicts_of_a_person(shipped: Store, folder: str) -> None:
    scores = score_sentences(DRAFTS / folder / "sentences.toml", shipped)
    print(scores.describe(f"sentences of {folder}"))
    assert scores.false_matches == []
    assert len(scores.false_differs) <= len(scores.judged) // FIGURES_PER_FALSE_DIFFERS
    _, _, flagged = LEAST[folder]
    assert len(scores.flagged) >= flagged * len(scores.wrong)
