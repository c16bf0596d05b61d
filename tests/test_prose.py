"""Figures of whole documents: what is read of news and reports, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from counting import count_calls
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.figures import read_figures as read_prose
from cqfacts.figures.vocabulary import MONEY

if TYPE_CHECKING:
    from cqfacts.figures import Figure

Read = tuple[str, str, str | None, str | None]


def sign(figure: Figure, value: str) -> str:
    is_fall = figure.direction == "down" and figure.kind != "multiple"
    return f"-{value.removeprefix('-')}" if is_fall else value


def write_value(figure: Figure) -> str:
    """Return a number as it is signed: `-4.2`, `5..6`, `1/3`."""
    if figure.out_of is not None:
        return sign(figure, f"{figure.value:f}/{figure.out_of:f}")
    if figure.high is not None:
        return f"{sign(figure, f'{figure.value:f}')}..{sign(figure, f'{figure.high.value:f}')}"
    return sign(figure, f"{figure.value:f}")


def read(text: str) -> list[Read]:
    """Return the characters, value, qualifier and unit of each figure."""
    return [
        (text[one.start : one.end], write_value(one), one.qualifier, one.unit)
        for one in read_prose(text)
    ]


def cases(*rows: tuple[str, list[Read]]) -> list[Any]:
    """Name each case by its text."""
    return [pytest.param(text, figures, id=text) for text, figures in rows]


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("two dozen houses", [("two dozen houses", "24", None, "houses")]),
        (
            "more than a dozen villages",
            [("more than a dozen villages", "12", "over", "villages")],
        ),
        ("half a dozen", [("half a dozen", "6", None, None)]),
        ("Rs 45,000 crore", [("Rs 45,000 crore", "450000000000", None, "INR")]),
        ("1,04,125 schools", [("1,04,125 schools", "104125", None, "schools")]),
        ("7½ hours", [("7½ hours", "7.5", None, "hour")]),
        ("rose 4-1/4 cents", [("4-1/4 cents", "4.25", None, "cents")]),
        ("a quarter of a mile", [("a quarter of a mile", "0.25", None, "miles")]),
        ("minus 27 degrees Celsius", [("minus 27 degrees Celsius", "-27", None, "°C")]),
        ("down to -3C", [("-3C", "-3", None, "°C")]),
        ("15m passengers a year", [("15m passengers", "15000000", None, "passengers")]),
        ("its spire is 52m high", [("52m", "52", None, "m")]),
        ("US$5.6bn", [("US$5.6bn", "5600000000", None, "USD")]),
        ("NZ$985,000", [("NZ$985,000", "985000", None, "NZD")]),
        ("148.3p", [("148.3p", "148.3", None, "pence")]),
        ("12 pounds in weight", [("12 pounds", "12", None, "lb")]),
        ("2.5 million pounds", [("2.5 million pounds", "2500000", None, "GBP")]),
        ("Denmark paid 340 million kroner", [("340 million kroner", "340000000", None, "DKK")]),
        ("5,000 rupees, Lahore said", [("5,000 rupees", "5000", None, "PKR")]),
        ("891.7 square kilometres", [("891.7 square kilometres", "891.7", None, "km²")]),
        ("3.6 terawatt-hours", [("3.6 terawatt-hours", "3.6", None, "TWh")]),
        ("winds of 90 miles an hour", [("90 miles an hour", "90", None, "mph")]),
        ("three percentage points", [("three percentage points", "3", None, "pp")]),
        ("a magnitude 6.4 earthquake", [("6.4", "6.4", None, None)]),
        ("a 300-bed hospital", [("300-bed", "300", None, "bed")]),
        ("a 34-year-old striker", [("34-year", "34", None, "year")]),
        ("30 sales staff", [("30 sales staff", "30", None, "staff")]),
        ("20 sports centres", [("20 sports centres", "20", None, "centres")]),
        ("584 ports in 127 countries and regions", [
            ("584 ports", "584", None, "ports"),
            ("127 countries and regions", "127", None, "countries and regions"),
        ]),
        ("45 roads and five airports", [
            ("45 roads", "45", None, "roads"),
            ("five airports", "5", None, "airports"),
        ]),
        ("three 500-megawatt units", [
            ("three", "3", None, "units"),
            ("500-megawatt", "500", None, "MW"),
        ]),
        ("12 dead and 40 injured", [
            ("12 dead", "12", None, "people"),
            ("40 injured", "40", None, "people"),
        ]),
        ("Zero deaths", [("Zero deaths", "0", None, "deaths")]),
    ),
)  # fmt: skip
def test_numbers_and_their_units(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("not quite half of them", [("not quite half", "1/2", "nearly", None)]),
        ("just under $43,000", [("just under $43,000", "43000", "under", "USD")]),
        ("a 25,000-strong workforce", [("25,000-strong", "25000", None, None)]),
        ("80-odd soldiers", [("80-odd soldiers", "80", "about", "soldiers")]),
        ("200-plus guests", [("200-plus guests", "200", "at least", "guests")]),
        ("an estimated $90 million", [("an estimated $90 million", "90000000", "about", "USD")]),
        ("tickets start from £15", [("from £15", "15", "at least", "GBP")]),
        ("a minimum of 9 per cent", [("a minimum of 9 per cent", "9", "at least", "%")]),
        ("pass the 1,000 mark", [("pass the 1,000 mark", "1000", "over", None)]),
        ("broke the 400m world record", [("400m", "400", None, "m")]),
        ("€45m plus €5m", [("€45m", "45000000", None, "EUR"), ("€5m", "5000000", None, "EUR")]),
        ("go back up to 33%", [("33%", "33", None, "%")]),
        ("within half a day", [("within half a day", "0.5", "at most", "day")]),
        ("better than 5%", [("better than 5%", "5", "over", "%")]),
    ),
)
def test_hedges(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("rose 5% to 12 million", ["5", "12000000"]),
        ("fell to 11", ["11"]),
        ("shed 0.77%", ["-0.77"]),
        ("lost 4% of its value", ["-4"]),
        ("a loss of £3m", ["3000000"]),
        ("cut 1,500 jobs", ["1500"]),
        ("2,300 fewer jobs", ["-2300"]),
        ("reduced emissions by 30%", ["-30"]),
        ("a drop of £129 or 7%", ["-129", "-7"]),
        ("trimming its forecast by 900,000 tonnes", ["-900000"]),
        ("30-40% below normal", ["-30..-40"]),
        ("12 minutes faster than the bus", ["-12"]),
        ("down by a third", ["-1/3"]),
        ("slid six points to 31%", ["-6", "31"]),
        ("slipped below 4%", ["4"]),
        ("made up 58.8 percent of GDP", ["58.8"]),
        ("2.3 km below the surface", ["2.3"]),
    ],
)
def test_a_decrease_is_below_zero(text: str, values: list[str]) -> None:
    assert [write_value(one) for one in read_prose(text)] == values


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("between 5 and 6 percent", [("5 and 6 percent", "5..6", None, "%")]),
        ("two or three weeks", [("two or three weeks", "2..3", None, "week")]),
        ("$2m to $3m", [("$2m to $3m", "2000000..3000000", None, "USD")]),
        ("12–15C", [("12–15C", "12..15", None, "°C")]),
        ("about 5 to 6%", [("about 5 to 6%", "5..6", "about", "%")]),
        ("between A$250 million and A$400 million", [
            ("A$250 million and A$400 million", "250000000..400000000", None, "AUD"),
        ]),
        ("rose from 4.1% to 4.6%", [("4.1%", "4.1", None, "%"), ("4.6%", "4.6", None, "%")]),
        ("doubled from 3,800 to 7,600 units", [
            ("doubled", "2", None, "×"),
            ("3,800", "3800", None, "units"),
            ("7,600 units", "7600", None, "units"),
        ]),
        ("rising 10% to 15%", [("10% to 15%", "10..15", None, "%")]),
        ("2 hours 15 minutes", [("2 hours 15 minutes", "2.25", None, "hour")]),
        ("3 trillion yuan (about 421.54 billion U.S. dollars)", [
            ("3 trillion yuan", "3000000000000", None, "CNY"),
        ]),
        ("340 homes (12% of the stock)", [
            ("340 homes", "340", None, "homes"),
            ("12%", "12", None, "%"),
        ]),
        ("seven to ten times the fee", [("seven to ten times", "7..10", None, "×")]),
    ),
)  # fmt: skip
def test_ranges_conversions_and_compounds(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


def test_a_conversion_is_the_same_figure_in_another_unit() -> None:
    (figure,) = read_prose("€2bn, or about $2.3bn")
    assert figure.also is not None
    also = figure.also
    assert (int(also.value), also.unit, also.qualifier) == (2_300_000_000, "USD", "about")


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("one in three adults", [("one in three", "1/3", None, None)]),
        ("nine out of ten locations", [("nine out of ten", "9/10", None, None)]),
        ("seven of its nine reactors", [
            ("seven", "7", None, None),
            ("nine reactors", "9", None, "reactors"),
        ]),
        ("A third goes to the city", [("A third", "1/3", None, None)]),
        ("A third accused was acquitted", []),
        ("trade at 1.6 times book value", [("1.6 times", "1.6", None, "×")]),
        ("fined eight times since June", [("eight times", "8", None, "times")]),
        ("twice the average", [("twice", "2", None, "×")]),
        ("came second with 79.9 and Delhi sixth.", [
            ("second", "2", None, None),
            ("79.9", "79.9", None, None),
            ("sixth", "6", None, None),
        ]),
        ("the country's second-largest crop", [("second-largest", "2", None, None)]),
        ("dropped to 14th place", [("14th", "14", None, None)]),
        ("in the top five", [("top five", "5", "at most", None)]),
        ("fourth straight win", [("fourth straight win", "4", None, "win")]),
        ("unbeaten in 14 games", [("14 games", "14", None, "games")]),
        ("No 5 has played", []),
    ),
)  # fmt: skip
def test_fractions_multiples_ranks_and_streaks(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "over the past five years",
        "two weeks ago",
        "within the next 10 days",
        "the first time in three months",
        "10 years after",
        "the first 11 months",
        "won 3-1, 6-4 and 7-5",
        "a 4-4-2 formation",
        "per 100,000 people",
        "Class 9 and 10 pupils",
        "as of 1400 local time",
        "ref. HB/2025/118",
        "Boeing 737-800",
        "the FTSE 100 index",
        "Windows 11 and Wi-Fi 7",
        "Section 3.2 of Article 21A",
        "call 0800 555 111 before 5pm",
        "dozens of villages, hundreds of thousands of people",
        "one of the largest",
        "the third quarter of 2025",
        "her fifth title",
        "15th Five-Year Plan",
        "24/7",
        "the 2025/26 season",
        "exits 12 and 14",
        "net zero and zero-emission",
        "in his 40s",
    ],
)
def test_names_dates_and_periods_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_a_length_is_a_figure_and_a_period_is_not() -> None:
    text = "It took three weeks, was delayed by two hours, and fell 3% in four months."
    assert [one.unit for one in read_prose(text)] == ["week", "hour", "%"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("MAD 6.5 billion", "6500000000", "MAD"),
        ("4.48 dirhams, Rabat said", "4.48", "MAD"),
        ("12 dirhams, Dubai said", "12", "AED"),
        ("4,000 pula", "4000", "BWP"),
        ("Nigeria: N1.06trn", "1060000000000", "NGN"),
        ("the naira, at N1,530/$1 in Lagos", "1530", "NGN"),
        ("SDG 2.4 million", "2400000", "SDG"),
        ("a profit of SFr275m", "275000000", "CHF"),
        ("Manila will pay P1,500 each", "1500", "PHP"),
        ("the P1.2-billion project in the Philippines", "1200000000", "PHP"),
        ("Zambian farmers got K250", "250", "ZMW"),
        ("Kampala: Shs 2.4 trillion", "2400000000000", "UGX"),
        ("Dhaka pays Tk 1,200 crore", "12000000000", "BDT"),
        ("Colombia: 1,200 pesos", "1200", "COP"),
        ("30 billion CFA francs", "30000000000", "XOF"),
        ("Cameroon: 30 billion CFA francs", "30000000000", "XAF"),
        ("4.5bn Egyptian pounds", "4500000000", "EGP"),
        ("Oslo paid 85 kroner", "85", "NOK"),
        ("Norway's and Danish goods at 85 Danish kroner", "85", "DKK"),
        ("Seoul spent 24.6tn won", "24600000000000", "KRW"),
        ("Wellington put aside $48m", "48000000", "NZD"),
        ("Mexico paid $1,250", "1250", "USD"),
        ("$1.2t of debt", "1200000000000", "USD"),
        ("US$4.16B", "4160000000", "USD"),
        ("N$20.78 a litre", "20.78", "NAD"),
        ("GH¢2.4m", "2400000", "GHS"),
        ("Dubai's fee of Dh60", "60", "AED"),
        ("9.5cps", "9.5", "cents"),
        ("£12-an-hour wage", "12", "GBP"),
    ],
)
def test_money_of_the_whole_world(text: str, value: str, unit: str) -> None:
    assert [(write_value(one), one.unit) for one in read_prose(text)] == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "ALL 12",
        "He won 3",
        "the sum of 5",
        "on the N11 and the Q1",
        "three soles",
    ],
)
def test_a_word_is_no_money_where_no_place_is_named(text: str) -> None:
    assert all(one.unit not in MONEY.units for one in read_prose(text))


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("30.4M people", [("30.4M people", "30400000", None, "person")]),
        ("a plan of 2.27M", [("2.27M", "2270000", None, None)]),
        ("£4bn for a country of 2.5m.", [
            ("£4bn", "4000000000", None, "GBP"),
            ("2.5m", "2500000", None, None),
        ]),
        ("a £3m statue 35m tall", [
            ("£3m", "3000000", None, "GBP"),
            ("35m", "35", None, "m"),
        ]),
        ("598m kg", [("598m kg", "598000000", None, "kg")]),
        ("3.5 Bm3 of water", [("3.5 Bm3", "3500000000", None, "m³")]),
        ("3.2Mt of CO2", [("3.2Mt", "3200000", None, "t")]),
        ("209,000 t", [("209,000 t", "209000", None, "t")]),
        ("2,100 MT", [("2,100 MT", "2100", None, "t")]),
        ("€5-6m", [("€5-6m", "5000000..6000000", None, "EUR")]),
        ("1.9x EBITDA", [("1.9x", "1.9", None, "×")]),
        ("minus 170 Celsius", [("minus 170 Celsius", "-170", None, "°C")]),
        ("an hour and a half", [("an hour and a half", "1.5", None, "hour")]),
        ("1 minute 45 seconds before landing", [
            ("1 minute 45 seconds", "1.75", None, "minute"),
        ]),
        ("a two-hour-six-minute run", [("two-hour-six-minute", "2.1", None, "hour")]),
        ("fell 5% in 3 hours 15 minutes", [
            ("5%", "-5", None, "%"),
            ("3 hours 15 minutes", "3.25", None, "hour"),
        ]),
        ("within a half-mile", [("within a half-mile", "0.5", "at most", "miles")]),
        ("two-tenths of a percentage point", [
            ("two-tenths of a percentage point", "0.2", None, "pp"),
        ]),
        ("0.3 of a second", [("0.3 of a second", "0.3", None, "second")]),
        ("300-odd km", [("300-odd km", "300", "about", "km")]),
        ("nearly a mile", [("nearly a mile", "1", "nearly", "miles")]),
        ("more than a year ago", []),
        ("29,164,578 Nepalis", [("29,164,578 Nepalis", "29164578", None, "Nepalis")]),
        ("2,204 signatures asks for", [("2,204 signatures", "2204", None, "signatures")]),
        ("a 500-piece puzzle", [("500-piece", "500", None, "piece")]),
        ("a three-piece suite", []),
        ("AD 91 seats, Chega 60, PS 58", [
            ("91 seats", "91", None, "seats"),
            ("60", "60", None, None),
            ("58", "58", None, None),
        ]),
        ("four points below the 11% of May", [
            ("four points", "4", None, "pp"),
            ("11%", "11", None, "%"),
        ]),
        ("the Dow fell 300 points, or 1%", [
            ("300 points", "-300", None, "points"),
            ("1%", "-1", None, "%"),
        ]),
    ),
)  # fmt: skip
def test_scales_lengths_and_counts(text: str, figures: list[Read]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("one in twenty-five adults", ["1/25"]),
        ("9 in 10 Nigerians", ["9/10"]),
        ("1 hospital in 4", ["1/4"]),
        ("one household in nine", ["1/9"]),
        ("one in every three people", ["1/3"]),
        ("three out of every four teachers", ["3/4"]),
        ("seven baskets out of ten.", ["7/10"]),
        ("two of every five firms", ["2/5"]),
        ("one patient in every hundred", ["1/100"]),
        ("One in 100,000 had it", ["1/100000"]),
        ("dropped by a half", ["-1/2"]),
        ("15 out of 20 wards", ["15", "20"]),
        ("two goals in three games", ["2", "3"]),
        ("19th in 20", ["20"]),
        ("Only 1 in 7 villages", ["1/7"]),
        ("made 326-6 in 50 overs", ["50"]),
        ("half as much", ["0.5"]),
        ("nineteen and one more than last time", ["19", "1"]),
        ("nine were hurt, one seriously", ["9", "1"]),
        ("five or less", ["5"]),
    ],
)
def test_parts_and_small_counts(text: str, values: list[str]) -> None:
    assert [write_value(one) for one in read_prose(text)] == values


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("Globacom, once No. 2, is a distant third: 12.1%", [2, 3]),
        ("19th out of 32", [19]),
        ("12th in the world and first in Latin America", [12, 1]),
        ("The No. 1 cause of death", [1]),
        ("rose to No. 5", [5]),
        ("SITUATION REPORT No. 31", []),
        ("Main roads come first", []),
    ],
)
def test_places_among_others(text: str, ranks: list[int]) -> None:
    assert [int(one.value) for one in read_prose(text) if one.kind == "rank"] == ranks


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("crossed 5 trillion", "over"),
        ("topped $3bn", "over"),
        ("passed 1,000", "over"),
        ("a good 40%", "over"),
        ("as few as six", "at least"),
        ("30 minutes or less", "at most"),
        ("inched up to 47.73 per cent", None),
        ("B.C. 16,000", None),
    ],
)
def test_qualifiers_on_either_side(text: str, qualifier: str | None) -> None:
    assert [one.qualifier for one in read_prose(text)] == [qualifier]


@pytest.mark.parametrize(
    "text",
    [
        "call 988 or text 741741",
        "phone +352 247 82000",
        "call 555-0188",
        "Rev. 2",
        "see note [1] and [12]",
        "at 9.20 on Friday",
        "(c. 683 A.D.) and 450 BC",
        "1H24 and 2Q25",
        "in '82 and the '90s",
        'the film "Seven" and "Room 1408"',
        "a 4K TV",
        "lives at 45 Baker Street",
        "1. See the annex. 2. Level 3, 80 Favona Rd",
        "Doors open at 10.",
        "twenty20 cricket",
        "a 20-something",
    ],
)
def test_numbers_that_name_something_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_the_head_of_a_column_gives_unit_and_scale() -> None:
    table = "| Segment | Sales £m | Change % |\n|:--|--:|--:|\n"
    table += "| Food | 4,105 | (1.2) |\n| Toys | 88 | 3.4 |\n"
    assert [(write_value(one), one.unit) for one in read_prose(table)] == [
        ("4105000000", "GBP"),
        ("-1.2", "%"),
        ("88000000", "GBP"),
        ("3.4", "%"),
    ]


WORDS = """
    the a an of and or to in by from for between or than more over top No first ranked half third
    one two dozen hundred million trillion crore percent % points yuan pounds tons years ago times
    consecutive fold - – . , ( ) " RMB $ A US 2025 1 37 5.3 1,000 12,34,567 ½ ° C km / h 3-1 aged
    people dead fell rose below nearly up down plus odd per every
"""
prose = st.lists(
    st.one_of(st.sampled_from([*WORDS.split(), "\n\n"]), st.text(max_size=5)), max_size=25
)


@given(prose, st.sampled_from(["", " "]))
def test_places_are_valid_and_numbers_apart(words: list[str], space: str) -> None:
    text = space.join(words)
    end = 0
    for figure in read_prose(text):
        assert 0 <= figure.start <= figure.number_start < figure.number_end <= figure.end
        assert end <= figure.number_start
        end = figure.number_end
    assert end <= len(text)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read_prose(text)


WORST = [
    *("1", "1,", "1.", "1-", "1 ", "1 to ", "between 1 and ", "1 aa and ", "1%–", "$1-", "1% "),
    *("one ", "one hundred and ", "two-", "and a half ", "million ", "more than ", "by "),
    *("ranked ", "top ", "No. ", "a ", "a third ", "half ", "one in ", "-", "aaaa ", "Aaaa ", "a'"),
    *("1 a in ", "1 of every ", "a mile and a half ", "1m ", "N1 ", "$1/", "two-hour-"),
    *("1 points ", "| 1 |\n", "|-|-|\n", "A 1, ", "U.S. ", "1 CFA ", "1. A ", "1 Aa Aa "),
    *("12 aa-", "rose ", "1 hour ", "1 km (", "1/2 ", "½", "°", "Class 1 and ", "two-three "),
]


@pytest.mark.parametrize("part", WORST)
def test_twice_the_text_is_twice_the_work(part: str) -> None:
    short, long = part * 300, part * 600
    assert count_calls(lambda: read_prose(long)) < 2.2 * count_calls(lambda: read_prose(short))


@pytest.mark.parametrize("part", ["1", "1,", "1.", "a", "a'", "½", "A", "www."])
def test_a_megabyte_of_the_worst_is_read(part: str) -> None:
    assert read_prose(part * (1_000_000 // len(part))) == ()
