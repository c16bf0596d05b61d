"""The words of a fact against its figure: what is caught, and what is no fault."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED

from cqfacts.checks import check_files

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore

TODAY = date(2026, 6, 30)


def problems_of(make_store: MakeStore, unit: str, *lines: str) -> list[str]:
    head = f'[town.homes]\nunit = "{unit}"\n' if unit else "[town.homes]\n"
    text = "[[town.homes.facts]]\nperiod = '2024'\nsource = 'gazette'\n" + "\n".join(lines) + "\n"
    path = make_store(head + text + "[[town.homes.facts]]\ntext='x'\nsource='herald'\n")
    return [f"{one.check}: {one.problem}" for one in check_files([path], today=TODAY)]


SHARE = ("measure = 'share'", "of = 'all'")
GROWTH = ("measure = 'growth'",)
RANK = ("measure = 'rank'", "of = 'all'")
STREAK = ("measure = 'streak'", "of = 'all'")


@pytest.mark.parametrize(
    ("unit", "lines"),
    [
        pytest.param("", (*SHARE, "value = 50", "stated = 'half of the total'"), id="half"),
        pytest.param("", (*SHARE, "value = 33.3", "stated = 'one in three'"), id="one-in-three"),
        pytest.param("", (*SHARE, "value = 66.7", "stated = 'two-thirds'"), id="two-thirds"),
        pytest.param(
            "", (*SHARE, "value = 75", "stated = 'three-quarters of homes'"), id="three-quarters"
        ),
        pytest.param("", (*GROWTH, "value = 22.8", "stated = '22.8 percent'"), id="percent"),
        pytest.param("", (*GROWTH, "value = 5.3", "stated = '增长5.3%'"), id="chinese-growth"),
        pytest.param(
            "",
            (*GROWTH, "value = -60", "qualifier = 'nearly'", "stated = '减少近60%'"),
            id="chinese-reduction",
        ),
        pytest.param("", (*STREAK, "value = 9", "stated = '连续9年'"), id="chinese-streak"),
        pytest.param("CNY", ("value = '3.37万亿'", "stated = '3.37万亿元'"), id="chinese-money"),
        pytest.param("person", ("value = 12", "stated = '12 people'"), id="person"),
        pytest.param("ha", ("value = 12", "stated = '12 hectares'"), id="hectares"),
        pytest.param("min", ("value = 45", "stated = '45 minutes'"), id="min"),
        pytest.param("HKD", ("value = 45", "stated = '45 Hong Kong dollars'"), id="hkd"),
        pytest.param("CNY", ("value = '3 billion'", "stated = '3 billion in sales'"), id="sales"),
        pytest.param(
            "",
            (
                "measure = 'change'",
                "base = '2023'",
                "unit = '%'",
                "value = -4",
                "stated = 'a decrease of 4 percentage points'",
            ),
            id="points",
        ),
        pytest.param("minutes", ("value = 120", "stated = 'two hours'"), id="hours"),
        pytest.param("months", ("value = 6", "stated = 'half a year'"), id="half-a-year"),
        pytest.param(
            "days",
            (
                "value = 325",
                "qualifier = 'over'",
                "stated = 'over 325 days annually for six years'",
            ),
            id="two-figures",
        ),
        pytest.param("homes", ("value = 5", "stated = 'five of the 12 homes'"), id="a-part"),
        pytest.param(
            "homes",
            ("value = 300", "qualifier = 'nearly'", "stated = 'close to 300'"),
            id="unknown-hedge",
        ),
        pytest.param("people", ("value = 32", "stated = '32 residents'"), id="another-noun"),
        pytest.param(
            "", (*RANK, "value = 5", "qualifier = 'at most'", "stated = 'top five'"), id="top-five"
        ),
        pytest.param(
            "homes",
            (
                "value = 3",
                "qualifier = 'over'",
                "stated = '3 homes'",
                "note = 'the hedge is implied'",
            ),
            id="implied-hedge",
        ),
    ],
)
def test_a_fact_that_its_words_state_is_no_fault(
    make_store: MakeStore, unit: str, lines: tuple[str, ...]
) -> None:
    assert problems_of(make_store, unit, *lines) == []


@pytest.mark.parametrize(
    ("unit", "lines", "problem"),
    [
        pytest.param(
            "countries and regions",
            ("value = 999", "stated = '127 countries and regions'", "note = 'x'"),
            "value is '999' but the stated words give 127",
            id="number-whatever-the-note",
        ),
        pytest.param(
            "",
            (*STREAK, "value = 99", "stated = 'nine consecutive years'", "note = 'x'"),
            "value is '99' but the stated words give nine",
            id="streak-whatever-the-note",
        ),
        pytest.param(
            "",
            (*GROWTH, "value = 70", "qualifier = 'over'", "stated = 'reduced by over 70%'"),
            "value is '70' but the stated words go down",
            id="sign",
        ),
        pytest.param(
            "",
            (*GROWTH, "value = -5.3", "stated = '增长5.3%'"),
            "value is '-5.3' but the stated words go up",
            id="chinese-sign",
        ),
        pytest.param(
            "homes",
            ("value = 500", "stated = '500 km'"),
            "unit is homes but the stated words give km",
            id="measure",
        ),
        pytest.param(
            "homes",
            ("value = 500", "stated = '500%'"),
            "unit is homes but the stated words give %",
            id="percent-of-a-level",
        ),
        pytest.param(
            "CNY",
            ("value = 500", "stated = '500 dollars'"),
            "unit is CNY but the stated words give USD",
            id="money",
        ),
        pytest.param(
            "years",
            ("value = 5", "stated = '5 months'"),
            "value is '5' but the stated words give 5",
            id="years-and-months",
        ),
        pytest.param(
            "",
            (*SHARE, "value = 5", "stated = '5 homes'"),
            "unit is % but the stated words give homes",
            id="share-of-what",
        ),
        pytest.param(
            "",
            (*RANK, "value = 2", "stated = 'ranked sixth'"),
            "value is '2' but the stated words give sixth",
            id="rank",
        ),
        pytest.param(
            "USD",
            ("value = 490", "stated = '490 ports'"),
            "unit is USD but the stated words give ports",
            id="counted-as-money",
        ),
        pytest.param(
            "USD",
            ("value = '5 billion'", "stated = '5 billion Hong Kong dollars'"),
            "unit is USD but the stated words give HKD",
            id="other-dollars",
        ),
        pytest.param(
            "",
            (
                "measure = 'multiple'",
                "base = '2019'",
                "value = 6",
                "stated = 'triple over the past five years'",
            ),
            "value is '6' but the stated words give triple",
            id="multiple-in-a-period",
        ),
        pytest.param(
            "homes",
            ("value = 3", "stated = 'more than 3 homes'"),
            "qualifier is absent but the stated words give 'over'",
            id="hedge",
        ),
    ],
)
def test_a_fact_that_its_words_do_not_state_is_told(
    make_store: MakeStore, unit: str, lines: tuple[str, ...], problem: str
) -> None:
    assert problems_of(make_store, unit, *lines) == [f"stated-differs: {problem}"]


IN_WORDS = (
    "lead the national premium new energy vehicle market",
    "leads the nation",
    "the country's only provincial-level pilot zone",
)
"""First places that no number states, so that none is held against them."""


def find_stated(lines: list[str], row: int) -> str:
    """Return the words behind a value."""
    line = next(line for line in lines[row:] if line.startswith("stated"))
    return line.partition('"')[2].rstrip('"')


def test_a_wrong_digit_in_the_shipped_store_is_caught(tmp_path: Path) -> None:
    """Add one to every whole number of the store that ships, one in five at a time."""
    lines = SHIPPED.read_text(encoding="utf-8").split("\n")
    numbers = [row for row, line in enumerate(lines) if re.match(r"value\s*= -?[\d_]+$", line)]
    missed: list[str] = []
    for start in range(5):
        changed = list(lines)
        rows = numbers[start::5]
        for row in rows:
            name, value = lines[row].split("= ")
            changed[row] = f"{name}= {int(value) + 1}"
        path = tmp_path / "facts.toml"
        path.write_text("\n".join(changed), encoding="utf-8")
        found = {
            problem.location.line
            for problem in check_files([path], today=TODAY)
            if problem.check == "stated-differs"
        }
        missed += [
            stated
            for row in rows
            if row + 1 not in found and (stated := find_stated(lines, row)) not in IN_WORDS
        ]
    print(f"{len(numbers) - len(missed)} of {len(numbers)} wrong digits are caught")
    assert missed == []
