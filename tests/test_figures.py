"""Figures in words: what is read, where it stands, and what is left alone."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from counting import count_calls
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.amount import QUALIFIERS, format_number, parse_amount
from cqfacts.figures import Figure, normalize_unit, read_figures
from cqfacts.record import replace

if TYPE_CHECKING:
    from cqfacts import Fact, Store
    from cqfacts.amount import Qualifier
    from cqfacts.figures.figure import Kind

Read = tuple[str, str, str | None, str, str | None]


def write_value(figure: Figure) -> str:
    """Return a number, or both ends of a range: `5..6`."""
    return f"{figure.value:f}" + (f"..{figure.high.value:f}" if figure.high else "")


def read(text: str) -> list[Read]:
    """Return the characters, value, qualifier, kind and unit of each figure."""
    return [
        (text[one.start : one.end], write_value(one), one.qualifier, one.kind, one.unit)
        for one in read_figures(text)
    ]


def number(printed: str, value: str, qualifier: str | None = None, unit: str | None = None) -> Read:
    return (printed, value, qualifier, "number", unit)


def percent(printed: str, value: str, qualifier: str | None = None, unit: str = "%") -> Read:
    return (printed, value, qualifier, "percent", unit)


def rank(printed: str, value: str, qualifier: str | None = None) -> Read:
    return (printed, value, qualifier, "rank", None)


def streak(printed: str, value: str, unit: str = "year") -> Read:
    return (printed, value, None, "streak", unit)


def multiple(printed: str, value: str, qualifier: str | None = None) -> Read:
    return (printed, value, qualifier, "multiple", "×")


def cases(*rows: tuple[str, list[Read]]) -> list[Any]:
    """Name each case by its text."""
    return [pytest.param(text, figures, id=text) for text, figures in rows]


TRILLION = "000000000000"


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("15.12 million", [number("15.12 million", "15120000")]),
        ("1,031 townships", [number("1,031 townships", "1031", None, "townships")]),
        ("2.5 trillion yuan", [number("2.5 trillion yuan", "2500000000000", None, "CNY")]),
        ("four trillion yuan", [number("four trillion yuan", "4000000000000", None, "CNY")]),
        ("RMB3.37 trillion", [number("RMB3.37 trillion", "3370000000000", None, "CNY")]),
        ("$421.54 billion", [number("$421.54 billion", "421540000000", None, "USD")]),
        ("US$5.6bn", [number("US$5.6bn", "5600000000", None, "USD")]),
        ("$3.2m", [number("$3.2m", "3200000", None, "USD")]),
        ("29,500 tons for Beijing", [number("29,500 tons", "29500", None, "t")]),
        ("43,000 in 2020", [number("43,000", "43000")]),
        ("two hours", [number("two hours", "2", None, "hour")]),
        ("half a day", [number("half a day", "0.5", None, "day")]),
        ("half a million", [number("half a million", "500000")]),
        ("two and a half years", [number("two and a half years", "2.5", None, "year")]),
        ("twenty-five cities", [number("twenty-five cities", "25", None, "cities")]),
        (
            "two thousand three hundred tons",
            [number("two thousand three hundred tons", "2300", None, "t")],
        ),
        (
            "one hundred and five villages",
            [number("one hundred and five villages", "105", None, "villages")],
        ),
        (
            "Seven independent products",
            [number("Seven independent products", "7", None, "products")],
        ),
        (
            "52 additional fish species",
            [number("52 additional fish species", "52", None, "species")],
        ),
        (
            "18 high-quality public spaces",
            [number("18 high-quality public spaces", "18", None, "spaces")],
        ),
        ("three-tier", [number("three-tier", "3", None, "tier")]),
        ("ten-year fishing ban", [number("ten-year", "10", None, "year")]),
        ("100 km/h", [number("100 km/h", "100", None, "km/h")]),
        ("70km of road", [number("70km", "70", None, "km")]),
        ("2 million square meters", [number("2 million square meters", "2000000", None, "m²")]),
        ("142.5 percent year on year", [percent("142.5 percent", "142.5")]),
        ("5.3 per cent", [percent("5.3 per cent", "5.3")]),
        ("2.3 percentage points", [number("2.3 percentage points", "2.3", None, "pp")]),
        ("-5.3%", [percent("-5.3%", "-5.3")]),
        ("two dozen", [number("two dozen", "24")]),
        ("two or three days", [number("two or three days", "2..3", None, "day")]),
        ("1,23,456", [number("1,23,456", "123456")]),
        ("10 000 people", [number("10 000 people", "10000", None, "person")]),
        ("minus 5 degrees", [number("minus 5 degrees", "-5", None, "degrees")]),
    ),
)
def test_numbers_and_their_units(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        (
            "exceeded RMB 3.37 trillion",
            [number("exceeded RMB 3.37 trillion", "3370000000000", "over", "CNY")],
        ),
        ("more than 210,000", [number("more than 210,000", "210000", "over")]),
        (
            "top 3.01 trillion yuan",
            [number("top 3.01 trillion yuan", "3010000000000", "over", "CNY")],
        ),
        (
            "past the RMB 1 trillion mark",
            [number("past the RMB 1 trillion mark", "1000000000000", "over", "CNY")],
        ),
        ("above 6 percent", [percent("above 6 percent", "6", "over")]),
        ("over 5%", [percent("over 5%", "5", "over")]),
        ("over two talks", [number("two talks", "2", None, "talks")]),
        ("over five years", [number("five years", "5", None, "year")]),
        ("at least 50", [number("at least 50", "50", "at least")]),
        (
            "no fewer than 20 projects",
            [number("no fewer than 20 projects", "20", "at least", "projects")],
        ),
        ("300+ projects", [number("300+ projects", "300", "at least", "projects")]),
        ("50 percent or more", [percent("50 percent or more", "50", "at least")]),
        ("fewer than 12 cities", [number("fewer than 12 cities", "12", "under", "cities")]),
        ("less than 3.5 km", [number("less than 3.5 km", "3.5", "under", "km")]),
        ("up to 30", [number("up to 30", "30", "at most")]),
        ("went up to 30", [number("30", "30")]),
        ("no more than 7", [number("no more than 7", "7", "at most")]),
        ("did not exceed 5%", [percent("not exceed 5%", "5", "at most")]),
        ("never exceeded 5%", [percent("never exceeded 5%", "5", "at most")]),
        ("not about 5%", [percent("about 5%", "5", "about")]),
        ("better than 5%", [percent("better than 5%", "5", "over")]),
        ("over about 5%", [percent("about 5%", "5", "about")]),
        ("within half a day", [number("within half a day", "0.5", "at most", "day")]),
        (
            "about RMB 2.036 trillion",
            [number("about RMB 2.036 trillion", "2036000000000", "about", "CNY")],
        ),
        ("structured around 11 key areas", [number("11 key areas", "11", None, "areas")]),
        ("nearly 369,000 units", [number("nearly 369,000 units", "369000", "nearly", "units")]),
        ("the top 5% of earners", [percent("5%", "5")]),
    ),
)
def test_hedges(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("No. 1", [rank("No. 1", "1")]),
        ("China's No. 1 Automobile City", [rank("No. 1", "1")]),
        ("No. 1 Middle School", []),
        ("ranked No. 3 nationwide", [rank("No. 3", "3")]),
        ("ranks sixth nationwide", [rank("sixth", "6")]),
        ("came first time", []),
        ("third nationwide", [rank("third", "3")]),
        ("second among Chinese cities", [rank("second", "2")]),
        ("second-largest city", [rank("second-largest", "2")]),
        ("the first in the city to sign", []),
        ("for the first time", []),
        ("top five", [rank("top five", "5", "at most")]),
        ("among the top five", [rank("top five", "5", "at most")]),
        ("the top five companies", [number("five companies", "5", None, "companies")]),
        ("highest number in western China", [rank("highest", "1")]),
        ("one of the highest in China", []),
        ("the highest level in 2025", []),
        ("the highest level in history", []),
        ("nine consecutive years of excellence", [streak("nine consecutive years", "9")]),
        ("six straight years", [streak("six straight years", "6")]),
        ("five years in a row", [streak("five years in a row", "5")]),
        ("the 11th consecutive year", [streak("11th consecutive year", "11")]),
        (
            "world's No. 1 for the 11th consecutive year",
            [rank("No. 1", "1"), streak("11th consecutive year", "11")],
        ),
        (
            "exceeded 325 annually for six straight years",
            [number("exceeded 325", "325", "over"), streak("six straight years", "6")],
        ),
    ),
)
def test_places_and_streaks(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("triple", [multiple("triple", "3")]),
        ("more than doubled", [multiple("more than doubled", "2", "over")]),
        ("double-digit growth", []),
        ("doubled down on it", []),
        ("a 6.5-fold increase", [multiple("6.5-fold", "6.5")]),
        ("three times the average", [multiple("three times", "3")]),
        ("three times higher than", [multiple("three times", "3")]),
        ("one in three", [("one in three", "1", None, "fraction", None)]),
        ("two-thirds of", [("two-thirds", "2", None, "fraction", None)]),
        ("more than half of it", [("more than half", "1", "over", "fraction", None)]),
        ("the first half", []),
        ("the first three quarters", []),
        ("between 5 and 6 percent", [percent("5 and 6 percent", "5..6")]),
        ("5-6 percent", [percent("5-6 percent", "5..6")]),
        ("5 to 6 million tons", [number("5 to 6 million tons", "5000000..6000000", None, "t")]),
        ("from 5 to 6 million", [number("5 to 6 million", "5000000..6000000")]),
        ("reduced from 115 to just 11", [number("115", "115"), number("11", "11")]),
        (
            "from two hours to ten minutes",
            [number("two hours", "2", None, "hour"), number("ten minutes", "10", None, "minute")],
        ),
    ),
)
def test_multiples_fractions_and_ranges(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("超过3.37万亿元", [number("超过3.37万亿元", "3370000000000", "over", "CNY")]),
        ("约748.79亿元", [number("约748.79亿元", "74879000000", "about", "CNY")]),
        ("近36.9万辆", [number("近36.9万辆", "369000", "nearly", "辆")]),
        ("50万人以上", [number("50万人以上", "500000", "at least", "person")]),
        ("300余家", [number("300余家", "300", "over", "家")]),
        ("不足30%", [percent("不足30%", "30", "under")]),
        ("四万亿元", [number("四万亿元", "4000000000000", None, "CNY")]),
        ("二十五个", [number("二十五个", "25", None, "个")]),
        ("百分之五", [percent("百分之五", "5")]),
        ("连续九年", [streak("连续九年", "9")]),
        ("连续第11年", [streak("连续第11年", "11")]),
        ("居全国第3位", [rank("第3位", "3")]),
        ("增长5.3%", [percent("5.3%", "5.3")]),
        ("5%至6%", [percent("5%至6%", "5..6")]),
        ("翻一番", [multiple("一番", "2")]),
        ("增长3倍", [multiple("3倍", "3")]),
        ("5万3千人", [number("5万", "50000"), number("3千人", "3000", None, "person")]),
        ("10多万人", [number("10多万人", "100000", "over", "person")]),
        ("2025年1月27日", []),
        ("第十五个五年规划", []),
        ("第三产业", []),
        ("一带一路", []),
    ),
)
def test_chinese(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "in 2025",
        "January 27",
        "27 January 2025",
        "from January 5 to 7",
        "2026-01",
        "2026-01-27",
        "2021-2025",
        "the 1980s",
        "at 10:30",
        "8 p.m.",
        "over the past five years",
        "the first 11 months",
        "surpassed 2019 levels",
        "M8 and M9",
        '"33618" system',
        "Line 15",
        "Boeing 737",
        "iPhone 15",
        "15th Five-Year Plan",
        '"Six Zones and One Highland"',
        "the Two Sessions",
        'the "five networks"',
        "G20, COVID-19, P2P, 5G",
        "Section 3.2",
        "1. Introduction",
        "(15) of [12]",
        "call +86 23 6333 1234",
        "023-6333-1234",
        "24/7",
        "a ratio of 3:1",
        "https://example.org/2025/12",
        "UTC+8",
        "hundreds of thousands",
        "several thousand",
        "just one facet",
        "1.2.3",
        "0" * 41,
    ],
)
def test_dates_names_and_vague_numbers_are_no_figures(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("reduced by over 70%", "down"),
        ("reducing them by nearly 60%", "down"),
        ("about 30% lower than the average", "down"),
        ("up 30.3 percent", "up"),
        ("increase of 6.0%", "up"),
        ("target a 3% growth", "up"),
        ("5.3% GDP growth", "up"),
        ("negative growth of 5%", "down"),
        ("down 5 percentage points", "down"),
        ("下降30%", "down"),
        ("dropped to 10%", None),
        ("soared to 1.296 million", None),
        ("58.8% of GDP", None),
    ],
)
def test_directions(text: str, direction: str | None) -> None:
    assert [one.direction for one in read_figures(text)] == [direction]


def test_a_figure_knows_its_places_and_its_precision() -> None:
    text = "It exceeded RMB 3.37 trillion."
    figure = Figure(
        amount=parse_amount("3.37 trillion", "over"),
        unit="CNY",
        start=3,
        end=29,
        number_start=16,
        number_end=29,
    )
    assert read_figures(text) == (figure,)


def test_a_fraction_has_its_denominator() -> None:
    assert [(one.value, one.out_of) for one in read_figures("9 out of 10")] == [
        (Decimal(9), Decimal(10))
    ]


def test_units_are_spelled_as_in_a_store() -> None:
    units = ["yuan", "RMB", "元", "percent", "Tons", "kilometers", "Townships"]
    assert [normalize_unit(unit) for unit in units] == [
        "CNY",
        "CNY",
        "CNY",
        "%",
        "t",
        "km",
        "townships",
    ]


KINDS: dict[str, Kind] = {
    "growth": "percent",
    "share": "percent",
    "rank": "rank",
    "streak": "streak",
    "multiple": "multiple",
}

# What the words alone cannot say: each has a note in the store.
EXCEPTIONS = {
    '"50 million passengers" club': "the hedge is implied, not printed",
    "from an average of two hours": "printed in hours, kept in minutes",
    "lead the national premium new energy vehicle market": "a first place in words",
    "leads the nation": "a first place in words",
    "the country's only provincial-level pilot zone": "a first place in words",
    "for eleven years": "a streak in plain words",
    "one third of the world's total amount": "printed as a fraction, kept in percent",
    "one in every three laptops manufactured worldwide": "printed as a fraction, kept in percent",
}


def states(fact: Fact, figure: Figure) -> bool:
    """Whether a figure says what a fact says."""
    assert fact.amount is not None
    kind = KINDS.get(fact.measure, "percent" if fact.unit == "%" else "number")
    found = (figure.kind, figure.value, figure.qualifier, figure.direction == "down")
    is_fall = fact.amount.value < 0
    return found == (kind, abs(fact.amount.value), fact.amount.qualifier, is_fall)


def test_the_stated_words_of_the_shipped_store_give_its_facts(shipped: Store) -> None:
    facts = [fact for key in shipped.keys for fact in shipped.facts(key) if fact.amount]
    read_right = {
        bool(fact.stated and any(states(fact, one) for one in read_figures(fact.stated)))
        for fact in facts
        if fact.stated not in EXCEPTIONS
    }
    counts = Counter(fact.stated in EXCEPTIONS for fact in facts)
    print(f"{counts[False]} of {len(facts)} facts are read as they are stated")
    assert read_right == {True}
    assert counts[False] >= Decimal("0.96") * len(facts)


WORDS = """
    the a of and to in by from between or than more over top No first ranked half one two five
    twenty hundred million trillion percent % yuan tons years consecutive times double third third-
    - – . , ( ) " RMB $ 2025 1 37 第 三 万亿 连续 年 超过 多 百分之 亿 位 M8 5.3 1,000 1, .5
    nearly up down
"""
prose = st.lists(
    st.one_of(st.sampled_from([*WORDS.split(), "\n\n"]), st.text(max_size=5)), max_size=25
)


@given(prose, st.sampled_from(["", " "]))
def test_places_are_valid_in_order_and_apart(words: list[str], space: str) -> None:
    text = space.join(words)
    end = 0
    for figure in read_figures(text):
        assert end <= figure.start <= figure.number_start < figure.number_end <= figure.end
        end = figure.end
    assert end <= len(text)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read_figures(text)


PREFIXES: dict[Qualifier | None, str] = {
    None: "",
    "over": "more than ",
    "at least": "at least ",
    "under": "less than ",
    "at most": "no more than ",
    "about": "about ",
    "nearly": "nearly ",
}


@given(
    st.decimals(0, 10**15, allow_nan=False, places=2),
    st.integers(-2, 9),
    st.sampled_from([None, *QUALIFIERS]),
)
def test_a_written_number_is_read_back(
    value: Decimal, place: int, qualifier: Qualifier | None
) -> None:
    rounded = value.quantize(Decimal(1).scaleb(place)) if place <= 0 else value // 1
    written = format_number(rounded)
    text = f"It reached {PREFIXES[qualifier]}{written} tons."
    found = [replace(one.amount, step=None) for one in read_figures(text)]
    assert found == [replace(parse_amount(written, qualifier), step=None)]


WORST = [
    *("1", "1,", "1.", "1-", "1 ", "1 to ", "between 1 and ", "1 aa and ", "1%–", "$1-"),
    *("one ", "one hundred and ", "two-", "and a half ", "million ", "more than ", "more than 1% "),
    *("ranked ", "top ", "No. ", "largest in ", "the western ", "(", '"', "-", "aaaa", "a'"),
    *("www.", "x@", "三", "百万", "第", "连续", "增长"),
]


@pytest.mark.parametrize("part", WORST)
def test_twice_the_text_is_twice_the_work(part: str) -> None:
    short, long = part * 300, part * 600
    assert count_calls(lambda: read_figures(long)) < 2.2 * count_calls(lambda: read_figures(short))


@pytest.mark.parametrize("part", ["1", "1,", "1.", "a", "a'", "三", "www."])
def test_a_megabyte_of_the_worst_is_read(part: str) -> None:
    assert read_figures(part * (1_000_000 // len(part))) == ()


def test_a_megabyte_of_number_words_is_read() -> None:
    figures = read_figures("one hundred and " * 60_000)
    assert {figure.value for figure in figures} == {Decimal(101)}
