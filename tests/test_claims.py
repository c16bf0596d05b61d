"""Claims: growths, multiples, shares and streaks beside the levels, as a comparison has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, TODAY, indicator, rows_of

from cqfacts import Selection, compare
from cqfacts.comparison.verdicts import describe_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store

GROWTH = " | measure='growth'"
SHARE = " | measure='share' | of='town.land'"
STREAK = " | measure='streak' | of='towns'"
LEVELS = ("2023 100", "2024 150")


def verdicts(store: Store, selection: Selection) -> list[str]:
    compared = compare(store, "town.homes", selection=selection, today=TODAY)
    rows = rows_of(compared.indicators[0])
    assert compared.findings.get("conflict", []) == ["town.homes"] * any(r.problems for r in rows)
    return [describe_verdict(row).replace("\N{NO-BREAK SPACE}", " ") for row in rows]


@pytest.mark.parametrize(
    ("header", "facts", "measure", "shown"),
    [
        pytest.param(
            "", ["2024 40" + GROWTH], "growth", "one source; ✗ the levels give +50.0 %", id="growth"
        ),
        pytest.param("", ["2024 50" + GROWTH], "growth", "one source", id="growth-right"),
        pytest.param(
            "growth_basis='real'", ["2024 40" + GROWTH], "growth", "one source", id="growth-real"
        ),
        pytest.param(
            "",
            ["2024 40" + GROWTH, f"2024 40{GROWTH}{HERALD}"],
            "growth",
            "✓ agree: 39.5 – 40.5 %; ✗ the levels give +50.0 %",
            id="growth-of-two",
        ),
        pytest.param(
            "",
            ["2024 3 | measure='multiple' | base='2023'"],
            "multiple",
            "one source; ✗ the levels give 1.5 ×",
            id="multiple",
        ),
        pytest.param(
            "", ["2024 60" + SHARE], "share", "one source; ✗ the levels give 75.0 %", id="share"
        ),
    ],
)
def test_a_claim_is_held_against_levels_that_are_not_shown(
    load: Callable[[str], Store], header: str, facts: list[str], measure: str, shown: str
) -> None:
    land = indicator("", "2024 200", name="land")
    store = load(indicator(header, *LEVELS, *facts) + land)
    assert verdicts(store, Selection(measures=[measure])) == [shown]  # type: ignore[list-item]  # one of them


def test_a_streak_is_held_against_the_one_before_it(load: Callable[[str], Store]) -> None:
    store = load(indicator("", f"2023 9{STREAK}", f"2025 12{STREAK}"))
    assert verdicts(store, Selection()) == [
        "one source",
        "one source; ✗ from 2014, and not from 2015",
    ]
