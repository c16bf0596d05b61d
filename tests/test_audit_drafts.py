"""Auditing against drafts and sentences whose verdicts a person wrote down before.

What was put aside was scored once; `tests/audit/README.md` has that score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from draft_scores import DRAFTS, score_drafts, score_sentences

if TYPE_CHECKING:
    from cqfacts import Store

# Of wrong figures about things in the store, and of figures that a person can place.
LEAST_FLAGGED = 0.85
LEAST_RIGHT = 0.85
LEAST_SENTENCES = 0.9
FIGURES_PER_FALSE_DIFFERS = 200


@pytest.mark.parametrize("folder", ["open"])
def test_drafts_get_the_verdicts_of_a_person(shipped: Store, folder: str) -> None:
    scores = score_drafts(DRAFTS / folder, shipped)
    print(scores.describe(folder))
    assert scores.false_matches == []
    assert len(scores.false_differs) <= len(scores.judged) // FIGURES_PER_FALSE_DIFFERS
    assert len(scores.flagged) >= LEAST_FLAGGED * len(scores.wrong)
    assert len(scores.right) >= LEAST_RIGHT * len(scores.placed)


@pytest.mark.parametrize("folder", ["open"])
def test_sentences_get_the_verdicts_of_a_person(shipped: Store, folder: str) -> None:
    scores = score_sentences(DRAFTS / folder / "sentences.toml", shipped)
    print(scores.describe(f"sentences of {folder}"))
    assert scores.false_matches == []
    assert len(scores.false_differs) <= len(scores.judged) // FIGURES_PER_FALSE_DIFFERS
    assert len(scores.flagged) >= LEAST_SENTENCES * len(scores.wrong)
