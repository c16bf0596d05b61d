"""Which fact answers: the latest, the narrowest, or none without a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cqfacts import AmbiguousError, NotFoundError, Selection, get_answer, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store


def facts_of(*facts: str) -> str:
    """Return facts of one indicator, each given as 'value | other lines'."""
    text = '[town.homes]\nunit = "homes"\n'
    for fact in facts:
        value, *lines = fact.split(" | ")
        source = "" if any(line.startswith("source") for line in lines) else 'source = "gazette"\n'
        text += f"[[town.homes.facts]]\nvalue = {value}\n{source}" + "\n".join(lines) + "\n"
    return text


def answer(load: Callable[[str], Store], text: str, **selection: object) -> str:
    store = load(text)
    assert store.diagnostics == ()
    chosen = Selection(**selection)  # type: ignore[arg-type]
    fact = get_answer(store.facts("town.homes"), chosen, called="homes")
    assert fact.amount is not None
    return fact.amount.written


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(["1 | period='2024'", "2 | period='2025'"], "2", id="latest-end"),
        pytest.param(["1 | period='2025'", "2 | period='2025-12'"], "1", id="longest"),
        pytest.param(["1 | period='../2025'", "2 | period='2025'"], "2", id="closed-before-open"),
        pytest.param(["1", "2 | period='1999'"], "2", id="undated-last"),
        pytest.param(
            ["1 | period='2025'", "2 | period='2025/..'"], "2", id="an-open-end-is-latest"
        ),
        pytest.param(
            ["1 | period='2025' | of='Beijing'", "2 | period='2025'"], "2", id="without-of-first"
        ),
        pytest.param(
            ["1 | period='2025'", "2 | period='2026' | status='target'"], "1", id="actual"
        ),
        pytest.param(
            ["'3.4 million' | period='2025'", "'3.38 million' | period='2025' | source='herald'"],
            "3.38 million",
            id="narrowest",
        ),
        pytest.param(
            [
                "'3 million' | period='2025' | qualifier='over'",
                "'3.01 million' | period='2025' | qualifier='over' | source='herald'",
            ],
            "3.01 million",
            id="tighter-bound",
        ),
        pytest.param(
            ["5 | period='2025'", "5.0 | period='2025' | source='herald'"], "5", id="exact"
        ),
        pytest.param(
            ["5 | period='2025' | note='a'", "5 | period='2025' | source='herald'"],
            "5",
            id="equal-the-first",
        ),
        pytest.param(
            ["325 | period='2020/2025' | each=true", "316 | period='2018'"], "325", id="each-step"
        ),
    ],
)
def test_the_latest_actual_level_answers(
    load: Callable[[str], Store], facts: list[str], expected: str
) -> None:
    assert answer(load, facts_of(*facts)) == expected


def test_a_period_is_exact(load: Callable[[str], Store]) -> None:
    text = facts_of("1 | period='2024'", "2 | period='2024-01/2024-11'")
    assert answer(load, text, periods=[parse_period("2024-01/2024-12")]) == "1"


def test_a_period_finds_the_steps_of_a_fact_that_holds_for_each(
    load: Callable[[str], Store],
) -> None:
    text = facts_of("325 | period='2020/2025' | each=true", "332 | period='2022'")
    assert answer(load, text, periods=[parse_period("2021")]) == "325"


@pytest.mark.parametrize(
    ("facts", "selection", "message"),
    [
        pytest.param(
            ["1 | period='2022-01/2022-11'"],
            {"periods": [parse_period("2022")]},
            "'homes' has no actual level for 2022; there is only 2022-01/2022-11",
            id="other-period",
        ),
        pytest.param(
            ["1 | period='2022'"],
            {"measures": ["growth"]},
            "'homes' has no actual growth; there is actual level 2022",
            id="other-measure",
        ),
        pytest.param(
            ["1 | period='2022'"],
            {"of": ["Beijing"]},
            "'homes' has no actual level of 'Beijing'; there is only 2022",
            id="other-reference",
        ),
    ],
)
def test_a_miss_says_what_there_is(
    load: Callable[[str], Store], facts: list[str], selection: dict[str, object], message: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        answer(load, facts_of(*facts), **selection)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        pytest.param(
            ["1 | period='2025'", "2 | period='2025' | source='herald'"],
            "'homes' has 2 facts for 2025 that differ (1 by gazette, 2 by herald); "
            "choose with --source gazette",
            id="rivals-conflict",
        ),
        pytest.param(
            ["1 | period='2025' | of='A'", "2 | period='2025' | of='B'"],
            "'homes' has 2 answers for 2025, by of: A, B; choose with --of 'A'",
            id="two-references",
        ),
        pytest.param(
            ["1 | period='2025'", "2 | period='2025' | unit='flats' | source='herald'"],
            "'homes' has 2 answers for 2025, by unit: homes, flats; choose with --source gazette",
            id="two-units",
        ),
    ],
)
def test_more_than_one_answer_is_an_error(
    load: Callable[[str], Store], facts: list[str], message: str
) -> None:
    with pytest.raises(AmbiguousError) as caught:
        answer(load, facts_of(*facts))
    assert str(caught.value) == message


def test_of_is_compared_without_case(load: Callable[[str], Store]) -> None:
    text = facts_of("1 | period='2025' | of='Beijing'", "2 | period='2025'")
    assert answer(load, text, of=["beijing"]) == "1"


def test_a_period_selects_what_lies_within_it(load: Callable[[str], Store]) -> None:
    store = load(
        facts_of("1 | period='2024'", "2 | period='2025-Q1'", "3 | period='2024/2026'", "4")
    )
    selection = Selection(periods=[parse_period("2025/2026")])
    written = [
        fact.amount.written for fact in selection.select(store.facts("town.homes")) if fact.amount
    ]
    assert written == ["2"]
