"""Targets: what each wants, and the actual that it is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, TODAY, compare_one, indicator, notation, rows_of

from cqfacts import Selection, compare, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store
    from cqfacts.comparison import TargetOutcome

TARGET = " | status='target'"
RANK = " | measure='rank' | of='cities'"
STREAK = " | measure='streak' | of='cities'"
GROWTH = " | measure='growth'"
LOWER = "better='lower'"


def target_of(load: Callable[[str], Store], header: str, *facts: str) -> TargetOutcome:
    """Return what became of the only target among the facts."""
    rows = rows_of(compare_one(load(indicator(header, *facts))))
    (outcome,) = [row.target for row in rows if row.target]
    return outcome


@pytest.mark.parametrize(
    ("header", "target", "wanted"),
    [
        pytest.param("", "600", "[600, ∞)", id="as-much-or-more"),
        pytest.param("", "600 | qualifier='at least'", "[600, ∞)", id="at-least"),
        pytest.param("", "600 | qualifier='over'", "(600, ∞)", id="over"),
        pytest.param("", "600 | qualifier='under'", "(−∞, 600)", id="under"),
        pytest.param("", "600 | qualifier='at most'", "(−∞, 600]", id="at-most"),
        pytest.param("", "600 | qualifier='about'", "[500, ∞)", id="about"),
        pytest.param("", "600 | qualifier='nearly'", "[500, ∞)", id="nearly"),
        pytest.param(LOWER, "600", "(−∞, 600]", id="lower-as-much-or-less"),
        pytest.param(LOWER, "600 | qualifier='over'", "(−∞, 600)", id="lower-over"),
        pytest.param(LOWER, "600 | qualifier='under'", "(−∞, 600)", id="lower-under"),
        pytest.param(LOWER, "600 | qualifier='about'", "(−∞, 700]", id="lower-about"),
        pytest.param(LOWER, "600 | qualifier='nearly'", "(−∞, 600)", id="lower-nearly"),
        pytest.param("", f"3{RANK}", "(−∞, 3]", id="rank"),
        pytest.param("", f"3 | qualifier='about'{RANK}", "(−∞, 4]", id="rank-about"),
        pytest.param(LOWER, f"3{RANK}", "(−∞, 3]", id="rank-where-lower-is-better"),
        pytest.param("", f"3{STREAK}", "[3, ∞)", id="streak"),
        pytest.param(LOWER, f"3{STREAK}", "[3, ∞)", id="a-streak-is-never-better-lower"),
        pytest.param("", f"-5{GROWTH}", "[-5, ∞)", id="not-down-by-more"),
        pytest.param(LOWER, f"-5{GROWTH}", "(−∞, -5]", id="down-by-as-much"),
        pytest.param(LOWER, f"-5 | qualifier='over'{GROWTH}", "(−∞, -5)", id="down-by-over"),
        pytest.param("", f"-5 | qualifier='at least'{GROWTH}", "(−∞, -5]", id="down-by-at-least"),
        pytest.param("", f"0 | qualifier='at least'{GROWTH}", "[0, ∞)", id="nothing-is-not-below"),
        pytest.param("", f"0.5 | qualifier='over'{GROWTH}", "(0.5, ∞)", id="nor-is-a-half"),
        pytest.param(LOWER, f"0 | qualifier='at least'{GROWTH}", "(−∞, 0]", id="lower-nothing"),
        pytest.param(LOWER, f"0.5 | qualifier='over'{GROWTH}", "(−∞, 0.5)", id="lower-a-half"),
    ],
)
@pytest.mark.parametrize("period", ["2030", "2025"], ids=["open", "over"])
def test_a_target_wants_an_interval(
    load: Callable[[str], Store], header: str, target: str, wanted: str, period: str
) -> None:
    outcome = target_of(load, header, f"{period} {target}{TARGET}")
    assert notation(outcome.wanted) == wanted


@pytest.mark.parametrize(
    ("target", "actuals", "outcome"),
    [
        pytest.param("2025 600", ["2025 700"], "met by 2025", id="met"),
        pytest.param("2025 600", ["2025 500"], "missed by 2025", id="missed"),
        pytest.param(
            "2025 600",
            ["2025 500 | qualifier='over'"],
            "undetermined by 2025",
            id="undetermined",
        ),
        pytest.param(
            "2025 600", ["2025 500", f"2025 700{HERALD}"], "undetermined by 2025", id="conflict"
        ),
        pytest.param("2025 600", ["2024 700", "2026-01 1"], "no actual by nothing", id="no-actual"),
        pytest.param("2030 600", ["2024 500", "2025 700"], "open by 2025", id="open"),
        pytest.param("2030 600", [], "open by nothing", id="open-and-alone"),
        pytest.param(
            "2025 600 | of='Beijing'",
            ["2025 700", "2025 500 | of='Beijing'"],
            "missed by 2025",
            id="of-the-same",
        ),
        pytest.param("2025 600 | of='Beijing'", ["2025 700"], "no actual by nothing", id="of-none"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False], ids=["target-first", "actuals-first"])
def test_a_target_has_a_verdict_and_the_actual_that_gave_it(
    load: Callable[[str], Store], target: str, actuals: list[str], outcome: str, is_first: bool
) -> None:
    facts = [f"{target}{TARGET}", *actuals] if is_first else [*actuals, f"{target}{TARGET}"]
    found = target_of(load, "", *facts)
    assert f"{found.verdict} by {found.actual.period if found.actual else 'nothing'}" == outcome
    assert notation(found.wanted) == "[600, ∞)"


@pytest.mark.parametrize(
    ("targets", "wanted"),
    [
        pytest.param(["600 | qualifier='at least'", "700"], "[700, ∞)", id="the-narrower"),
        pytest.param(["700", "600 | qualifier='at least'"], "[700, ∞)", id="in-any-order"),
        pytest.param(
            ["600 | qualifier='at least'", "700 | qualifier='at most'"], "[600, 700]", id="both"
        ),
        pytest.param(["600", "500 | qualifier='at most'"], "[600, ∞)", id="the-first"),
    ],
)
def test_what_several_sources_want(
    load: Callable[[str], Store], targets: list[str], wanted: str
) -> None:
    one, other = targets
    facts = [f"2030 {one}{TARGET}", f"2030 {other}{TARGET}{HERALD}"]
    assert notation(target_of(load, "", *facts).wanted) == wanted


@pytest.mark.parametrize(
    ("target", "shown", "outcome"),
    [
        ("2025 600", "2025-01/2025-12", "met"),
        ("2030 600", "2030", "open"),
        ("2025 600", None, "met"),
        ("2030 600", None, "open"),
    ],
)
def test_the_actual_of_a_target_may_lie_beyond_what_is_shown(
    load: Callable[[str], Store], target: str, shown: str | None, outcome: str
) -> None:
    store = load(indicator("", "2025 9 | of='x'", f"{target}{TARGET}", "2025 700"))
    selection = Selection(periods=[parse_period(shown)] if shown else None, statuses=["target"])
    (one,) = compare(store, "town.homes", selection=selection, today=TODAY).indicators
    (row,) = rows_of(one)
    assert row.target is not None
    assert row.target.actual is not None
    assert (row.target.verdict, str(row.target.actual.period)) == (outcome, "2025")


def test_an_actual_has_no_outcome(load: Callable[[str], Store]) -> None:
    rows = rows_of(compare_one(load(indicator("", "2025 600", f"2025 600{TARGET}"))))
    assert [(row.status, row.target is None) for row in rows] == [
        ("actual", True),
        ("target", False),
    ]
