"""Periods as people write them, in English and Chinese, in words and signs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.period_words import find_period, may_begin

DAY = date(2026, 2, 1)

PERIODS = """
2025 | 2025
2025-Q3 | 2025-Q3
2025Q3 | 2025-Q3
Q3 2025 | 2025-Q3
Q3/2025 | 2025-Q3
Q3 '25 | 2025-Q3
3Q25 | 2025-Q3
third quarter of 2025 | 2025-Q3
third-quarter | 2025-Q3
next quarter | 2026-Q2
2025-S1 | 2025-S1
2025H1 | 2025-S1
1H 2025 | 2025-S1
H1 of 2025 | 2025-S1
first half of last year | 2025-S1
first 11 months of 2022 | 2022-01/2022-11
first three quarters | 2025-01/2025-09
9M25 | 2025-01/2025-09
January to November 2025 | 2025-01/2025-11
Jan-Sep 2025 | 2025-01/2025-09
October 2024 to March 2025 | 2024-10/2025-03
2025M07 | 2025-07
07/2025 | 2025-07
2019/07 | 2019-07
May 2025 | 2025-05
January | 2026-01
last year | 2025
year ended 30 June 2025 | 2024-07/2025-06
12 months to September 2025 | 2024-10/2025-09
year to June | 2024-07/2025-06
2021-2025 | 2021/2025
2021/25 | 2021/2025
2021 to 2025 | 2021/2025
2019-07-31 | 2019-07-31
31.07.2019 | 2019-07-31
2025.07.31 | 2025-07-31
Jan. 27, 2026 | 2026-01-27
27 January 2026 | 2026-01-27
January 27 | 2026-01-27
2025年 | 2025
2025年全年 | 2025
2025年底 | 2025
2025年上半年 | 2025-S1
2025年一季度 | 2025-Q1
2025年前三季度 | 2025-01/2025-09
2025年1-11月 | 2025-01/2025-11
2025年7月31日 | 2025-07-31
2020-2025年 | 2020/2025
1-11月 | 2025-01/2025-11
前11个月 | 2025-01/2025-11
上半年 | 2025-S1
去年 | 2025
12月 | 2025-12
"""
FISCAL = """
FY2024/25 | 2024 2025
FY2024-25 | 2024 2025
2024-25 | 2024 2025
2019–20 | 2019 2020
financial year 2024-25 | 2024 2025
FY25 | None 2025
fiscal 2025 | None 2025
"""
NO_PERIODS = """
week 30 of 2025
2025-W30
summer 2025
2024/25 season
2010-11
03/04/2025
past five years
year to date
so far this year
今年以来
"""
NOTHING = ["may grow", "second", "market", "一个", "12 homes", "section"]


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(" | ")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "period"), rows(PERIODS))
def test_a_period_is_read(text: str, period: str) -> None:
    found = find_period(f"In {text}, it rose.", 3, DAY)
    assert found is not None
    assert (found.end, str(found.period)) == (3 + len(text), period)


@pytest.mark.parametrize(("text", "years"), rows(FISCAL))
def test_a_fiscal_year_has_its_years(text: str, years: str) -> None:
    found = find_period(f"In {text}, it rose.", 3, DAY)
    assert found is not None
    assert found.fiscal is not None
    assert (found.period, " ".join(map(str, found.fiscal))) == (None, years)


@pytest.mark.parametrize("text", NO_PERIODS.strip().splitlines())
def test_a_time_that_is_no_period_is_found_as_one(text: str) -> None:
    found = find_period(text, 0, DAY)
    assert found is not None
    assert (found.end, found.period, found.fiscal) == (len(text), None, None)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time_is_none(text: str) -> None:
    assert find_period(text, 0, DAY) is None


@pytest.mark.parametrize("text", ["2025 to date", "late 2025", "this year"])
def test_less_than_a_whole_period_is_vague(text: str) -> None:
    found = find_period(text, 0, DAY)
    assert found is not None
    assert found.is_vague


@pytest.mark.parametrize(("text", "_period"), rows(PERIODS))
def test_a_period_may_begin_with_its_first_word(text: str, _period: str) -> None:
    first = "".join(letter if letter.isalpha() else " " for letter in text).split()
    assert text[0].isdigit() or may_begin(first[0].lower()) or may_begin(text[0].lower())


@given(st.text(max_size=30), st.none() | st.just(DAY))
def test_any_text_is_read(text: str, day: date | None) -> None:
    for place in range(len(text)):
        found = find_period(text, place, day)
        assert found is None or place < found.end <= len(text)
