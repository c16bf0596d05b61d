"""Verdicts in words: every change, agreement, target and relation as a reader is told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, compare_one, indicator, side_by_side

from cqfacts.comparison import Relation
from cqfacts.comparison.verdicts import (
    describe_relation,
    describe_series_change,
    describe_step,
    describe_verdict,
    describe_yearly,
)
from cqfacts.wording import JOIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store

TARGET = " | status='target'"
RANK = " | measure='rank' | of='cities'"
SHARE = " | measure='share' | of='all'"
OVER = " | qualifier='over'"


def plain(text: str) -> str:
    """Return words with the spaces that people type."""
    return text.replace(JOIN, " ")


@pytest.mark.parametrize(
    ("header", "facts", "described"),
    [
        pytest.param("", ["2023 80", "2024 84"], "+4, +5.0 %", id="level"),
        pytest.param("unit='CNY'", ["2023 80", "2024 76"], "CNY −4, −5.0 %", id="currency"),
        pytest.param("unit='flats'", ["2023 80", "2024 84"], "+4, +5.0 %", id="no-unit-of-words"),
        pytest.param("unit='flats'", ["2023 0", "2024 5"], "+5", id="from-nothing"),
        pytest.param("unit='%'", ["2023 40", "2024 50"], "+10.00 pp", id="percentages"),
        pytest.param(
            "", [f"2023 40.0{SHARE}", f"2024 50.0{SHARE}"], "+9.9 … +10.1 pp", id="shares"
        ),
        pytest.param("", [f"2023 9{RANK}", f"2024 7{RANK}"], "up 2 places", id="rank"),
        pytest.param("", ["2023 80", "2024 80"], "unchanged", id="unchanged"),
        pytest.param("", [f"2023 9{RANK}", f"2024 9{RANK}"], "unchanged", id="unchanged-rank"),
        pytest.param("", ["2023 8.0", "2024 8.0"], "undetermined: −0.1 … +0.1", id="undetermined"),
        pytest.param(
            "unit='GBP'",
            ["2023 20 billion", "2024 20.5 billion"],
            "undetermined: GBP −0.05 … +1.05 billion",
            id="undetermined-finely",
        ),
        pytest.param(
            "unit='%'", ["2023 5.0", "2024 5.0"], "undetermined: −0.1 … +0.1 pp", id="points-either"
        ),
        pytest.param(
            "",
            ["2023 5 | qualifier='over'", "2024 6 | qualifier='over'"],
            "undetermined",
            id="undetermined-without-end",
        ),
        pytest.param("", ["2023 99999", "2024 100000"], "+1, +0.001 %", id="small"),
        pytest.param("", ["2023 100000", "2024 99999"], "−1, −0.001 %", id="small-below"),
        pytest.param(
            "", ["2023 500.0", "2024 500.2"], "+0.1 … +0.3, +0.01 … +0.07 %", id="small-range"
        ),
    ],
)
def test_a_change_in_words(
    load: Callable[[str], Store], header: str, facts: list[str], described: str
) -> None:
    (series,) = compare_one(load(indicator(header, *facts))).series
    first, last = [row.change for row in series.rows]
    assert last is not None
    assert plain(describe_series_change(last, series)) == described
    assert plain(describe_step(last, series)) == f"{described} vs 2023"
    assert describe_step(first, series) == "–"


@pytest.mark.parametrize(
    ("facts", "described"),
    [
        pytest.param(["2020 100", "2022 121"], "+10.0 % a year", id="a-rate"),
        pytest.param([f"2020 40{SHARE}", f"2022 50{SHARE}", f"2024 60{SHARE}"], "–", id="none"),
        pytest.param([f"2020 100{OVER}", "2022 121"], "–", id="of-what-may-be-up-or-down"),
    ],
)
def test_a_rate_a_year_in_words(
    load: Callable[[str], Store], facts: list[str], described: str
) -> None:
    (series,) = compare_one(load(indicator("", *facts))).series
    assert series.overall is not None
    assert plain(describe_yearly(series.overall.change)) == described


@pytest.mark.parametrize(
    ("header", "facts", "described"),
    [
        pytest.param("", ["2025 5"], "one source", id="alone"),
        pytest.param("", ["2025 5", "2025 5"], "one source", id="twice"),
        pytest.param(
            "",
            ["2025 3.38 trillion", f"2025 3.37 trillion{OVER}{HERALD}"],
            "✓ agree: 3.375 – 3.385 trillion",
            id="agree",
        ),
        pytest.param(
            "unit='CNY'",
            ["2025 3.38 trillion", f"2025 3.37 trillion{OVER}{HERALD}"],
            "✓ agree: 3.375 – 3.385 trillion",
            id="a-currency-is-in-every-cell",
        ),
        pytest.param(
            "unit='%'", ["2025 40.0", f"2025 40{HERALD}"], "✓ agree: 40 %", id="percentages-agree"
        ),
        pytest.param("", ["2025 5", f"2025 7{HERALD}"], "✗ conflict: 5 – 7 between", id="conflict"),
        pytest.param(
            "unit='%'",
            ["2025 5", f"2025 7{HERALD}"],
            "✗ conflict: 5 – 7 % between",
            id="percentages-conflict",
        ),
        pytest.param(
            "", ["2025 5", f"2025 5{OVER}{HERALD}"], "✗ conflict", id="with-nothing-between"
        ),
        pytest.param(
            "",
            ["2025 5", "2025 7", f"2025 5{HERALD}"],
            "✗ gazette contradicts itself",
            id="contradiction",
        ),
        pytest.param(
            "",
            ["2025 5", "2025 7", f"2025 5{HERALD}", f"2025 7{HERALD}"],
            "✗ gazette, herald contradict themselves",
            id="contradictions",
        ),
    ],
)
def test_what_sources_say_together_in_words(
    load: Callable[[str], Store], header: str, facts: list[str], described: str
) -> None:
    (row,) = compare_one(load(indicator(header, *facts))).series[0].rows
    assert plain(describe_verdict(row)) == described


@pytest.mark.parametrize(
    ("header", "facts", "described"),
    [
        pytest.param("", [f"2025 600{TARGET}", "2025 700"], "✓ met by 700", id="met"),
        pytest.param("", [f"2025 600{TARGET}", "2025 500"], "✗ missed: 500", id="missed"),
        pytest.param(
            "", [f"2025 600{TARGET}", f"2025 500{OVER}"], "undetermined: > 500", id="undetermined"
        ),
        pytest.param("", [f"2030 600{TARGET}", "2025 500"], "open; 2025 actual: 500", id="open"),
        pytest.param("", [f"2030 600{TARGET}"], "open; no actual yet", id="open-and-alone"),
        pytest.param("", [f"2025 600{TARGET}"], "no actual in the store", id="no-actual"),
        pytest.param(
            "unit='CNY'", [f"2025 600{TARGET}", "2025 700"], "✓ met by CNY 700", id="currency"
        ),
        pytest.param(
            "unit='flats'", [f"2025 600{TARGET}", "2025 700"], "✓ met by 700", id="unit-of-words"
        ),
        pytest.param(
            "unit='CNY'",
            [f"2025 600{TARGET}", "2025 7 thousand", f"2025 6.8 thousand{HERALD}"],
            "✓ met by CNY 6.75 – 6.85 thousand",
            id="the-range-of-several",
        ),
        pytest.param(
            "unit='flats'",
            [f"2025 600{TARGET}", "2025 7 thousand", f"2025 6.8 thousand{HERALD}"],
            "✓ met by 6.75 – 6.85 thousand",
            id="the-range-without-a-unit-of-words",
        ),
        pytest.param(
            "",
            [f"2025 600{TARGET}", "2025 500", f"2025 700{HERALD}"],
            "undetermined: sources differ",
            id="sources-differ",
        ),
        pytest.param(
            "",
            [f"2025 600{TARGET}", f"2025 600{TARGET}{HERALD}", "2025 700"],
            "✓ met by 700; ✓ agree: 600",
            id="a-target-of-two",
        ),
        pytest.param(
            "",
            [f"2030 600{TARGET}", f"2030 650{TARGET}{HERALD}"],
            "open; no actual yet; ✗ conflict: 600 – 650 between",
            id="two-targets",
        ),
    ],
)
def test_what_became_of_a_target_in_words(
    load: Callable[[str], Store], header: str, facts: list[str], described: str
) -> None:
    rows = compare_one(load(indicator(header, *facts))).series[0].rows
    (row,) = [row for row in rows if row.target]
    assert plain(describe_verdict(row)) == described


@pytest.mark.parametrize(
    ("header", "one", "other", "described"),
    [
        pytest.param("", "2025 3", "2025 4", "75.0 %", id="a-part"),
        pytest.param("", "2025 4", "2025 4", "100.0 %", id="as-much"),
        pytest.param("", "2025 3", "2025 2", "1.50 ×", id="more"),
        pytest.param("", "2025 5", "2025 2", "2.50 ×", id="much-more"),
        pytest.param("", f"2025 3{OVER}", "2025 4", "> 75 %", id="a-bound-that-may-be-a-part"),
        pytest.param("", f"2025 4{OVER}", "2025 4", "> 1 ×", id="a-bound-that-is-none"),
        pytest.param("", f"2025 6{OVER}", "2025 4", "> 1.5 ×", id="a-bound-above"),
        pytest.param("", f"2025 3{OVER}", f"2025 4{OVER}", "> 0 %", id="two-bounds"),
        pytest.param("unit='%'", "2025 30", "2025 40", "−10.00 pp", id="percentages"),
        pytest.param("", "2025 3", "2025 0", "no ratio to what may be 0 or less", id="no-ratio"),
        pytest.param("", "2025 3", "2024 4", "–", id="another-period"),
    ],
)
def test_how_one_stands_to_another_in_words(
    load: Callable[[str], Store], header: str, one: str, other: str, described: str
) -> None:
    texts = [indicator(header, fact, name=name) for name, fact in (("cars", one), ("vans", other))]
    across = side_by_side(load, *texts, terms="cars vans").across
    assert across is not None
    (relation,) = across.rows[-1].relations
    assert plain(describe_relation(relation)) == described


def test_a_relation_that_says_nothing() -> None:
    assert describe_relation(Relation()) == "–"
