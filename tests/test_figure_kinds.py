"""The kinds of figures that real texts are full of, each with several of its sort.

What is read is written as `value unit`, with its qualifier before it (`over 5 km`), both ends of a
range (`5..6 %`), `up` or `down` behind a change, and what is in doubt behind a question mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cqfacts.figures import read_figures, read_text

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

    from cqfacts.figures import Figure


def describe(figure: Figure) -> str:
    value = f"{figure.value:f}" + (f"/{figure.out_of:f}" if figure.out_of else "")
    if figure.high:
        value += f"..{figure.high.value:f}"
    kind = "" if figure.kind in ("number", "percent", "fraction", "multiple") else figure.kind
    doubts = "".join(f" ?{one.kind}" for one in figure.doubts if one.kind not in WEAK)
    words = (figure.qualifier, value, figure.unit, kind, figure.direction)
    return " ".join(word for word in words if word) + doubts


# Words at some distance that may make a difference of any figure; test_doubts.py has them.
WEAK = ("comparison", "hedge")


def cases(*rows: tuple[str, str]) -> list[Any]:
    return [pytest.param(text, read, id=text) for text, read in rows]


def read(text: str) -> str:
    return ", ".join(describe(figure) for figure in read_figures(text))


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("EUR 5 bn", "5000000000 EUR"),
        ("EUR 5 M", "5000000 EUR"),
        ("5 mn euros", "5000000 EUR"),
        ("5 mln euros", "5000000 EUR"),
        ("5 tn euros", "5000000000000 EUR"),
        ("5 trn yen", "5000000000000 JPY"),
        ("5 k euros", "5000 EUR"),
        ("5 m euros", "5000000 EUR"),
        ("5 Mio. euros", "5000000 EUR"),
        ("5 Mrd. euros", "5000000000 EUR"),
        ("12 million euros", "12000000 EUR"),
        ("Rs 3 lakh", "300000 INR"),
        ("₹1.5 lakh crore", "1500000000000 INR"),
        ("5 億 euros", "500000000 EUR"),
        ("5 萬 euros", "50000 EUR"),
        ("RMB 5万亿", "5000000000000 CNY"),
        ("6.7 m people", "6700000 person"),
        ("20k visitors", "20000 visitors"),
        ("5 gazillion euros", "5 EUR ?unit"),
        ("5 zillion homes", "5 homes ?unit"),
        ("5兆元", "5000000000000 CNY ?number"),
    ),
)
def test_scales(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("12 €", "12 EUR"),
        ("€12", "12 EUR"),
        ("12€", "12 EUR"),
        ("CHF 12", "12 CHF"),
        ("12 CHF", "12 CHF"),
        ("R$12", "12 BRL"),
        ("RMB3.38 trillion", "3380000000000 CNY"),
        ("RMB 3.38 trillion", "3380000000000 CNY"),
        ("3.38 trillion RMB", "3380000000000 CNY"),
        ("US $ 6.4 billion", "6400000000 USD"),
        ("US$6.4 billion", "6400000000 USD"),
        ("U.S.$6.4 billion", "6400000000 USD"),
        ("USD 6.4bn", "6400000000 USD"),
        ("21bn pounds", "21000000000 GBP"),
        ("a debt of 3.1bn Swiss francs", "3100000000 CHF"),
        ("HK$40 a ticket", "40 HKD"),
        ("Rs. 450", "450 INR"),
        ("KSh50 a day", "50 KES ?rate"),
        ("¥1500", "1500 CNY ?unit"),
        ("¥1500 in Tokyo", "1500 JPY"),
        ("Beijing paid ¥1500", "1500 CNY"),
        ("12 円", "12 JPY"),
        ("24.5p per kWh", "24.5 pence ?rate"),
        ("3.25 cents a share", "3.25 cents ?rate"),
        ("20 euro area countries", "20 countries"),
    ),
)
def test_currencies(text: str, figures: str) -> None:
    assert read(text) == figures


def test_a_sign_of_two_currencies_names_both() -> None:
    (figure,) = read_figures("¥1500")
    assert (figure.unit, figure.may_be) == ("CNY", ("JPY",))


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("1,900 homes", "1900 homes"),
        ("1 900 homes", "1900 homes"),
        ("1\u00a0900 homes", "1900 homes"),
        ("1\u202f900\u202f000 homes", "1900000 homes"),
        ("1\u2009900 homes", "1900 homes"),
        ("1'900 homes", "1900 homes"),
        ("12,34,567 homes", "1234567 homes"),
        ("950,00 euros", "950.00 EUR"),
        ("1.234,56 euros", "1234.56 EUR"),
        ("1.234.567 euros", "1234567 EUR"),
        ("0,7 km", "0.7 km"),
        ("1.234 km and 0,7 km", "1234 km ?number, 0.7 km"),
        ("1.234 km and 0.7 km", "1.234 km, 0.7 km"),
        ("９５０ euros", "950 EUR"),
        ("１，９００ homes", "1900 homes"),
        ("2\u200b900 homes", "2900 homes"),
        ("1,\u00ad900 homes", "1900 homes"),
        ("5×10⁹ bytes", "5000000000 bytes"),
        ("5 x 10^9 bytes", "5000000000 bytes"),
        ("1,380ᵖ", "1380"),
        ("1,380* homes", "1380"),
        ("1,23,4 homes", "1234 ?number"),
    ),
)
def test_groups_of_digits(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("-€5 million", "-5000000 EUR"),
        ("−€5 million", "-5000000 EUR"),
        ("€-5 million", "-5000000 EUR"),
        ("-EUR 5 million", "-5000000 EUR"),
        ("minus €5 million", "-5000000 EUR"),
        ("minus 3.2%", "-3.2 %"),
        ("-3.2%", "-3.2 %"),
        ("− 3.2%", "-3.2 %"),
        ("- 3.2%", "3.2 % ?sign"),
        ("(3.2%)", "3.2 % ?sign"),
        ("(6.1)%", "-6.1 %"),
        ("in China (40) and Malta (38.5)", "40, 38.5"),
        ("| | A |\n|-|-|\n| x | 4 |\n| y | (900) |\n", "4, -900"),
        ("| | A |\n|-|-|\n| y | (900) |\n", "900 ?sign"),
    ),
)
def test_signs(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("jobs increased 17,400 to 11,775,800", "17400 up, 11775800"),
        ("cut from 1.3 GW to zero", "1.3 GW, 0 GW"),
        ("rose 12 percent to $4m", "12 % up, 4000000 USD"),
        ("fell from 61 to 38", "61, 38"),
        ("between 43 and 50 GW", "43..50 GW"),
        ("5 to 6 percent", "5..6 %"),
        ("5–6%", "5..6 %"),
        ("an 8-to-10% rise", "8..10 % up"),
        ("$5-6 million", "5000000..6000000 USD"),
        ("4.75% to 5% range", "4.75..5 %"),
        ("won 3-1", ""),
    ),
)
def test_changes_and_ranges(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("a quarter of a million people", "250000 person"),
        ("a one-trillion-yuan economy", "1000000000000 CNY"),
        ("a four-trillion-yuan economy", "4000000000000 CNY"),
        ("the 30 millionth visitor", ""),
        ("is fifth or sixth in Africa", "5..6 rank"),
        ("came 14 th", "14 rank"),
        ("a 20,000-strong crowd", "20000"),
        ("in week 11", ""),
        ("as of 21st June", ""),
        ("on 5 May and 7 June", ""),
        ("Section 3.2", ""),
        ("3.2 Results", ""),
        ("see Fig. 3", ""),
        ("Tel. +49 611 75 47 77", ""),
        ("(2020 = 100)", ""),
        ("in constant 2015 pounds", ""),
    ),
)
def test_words_names_and_dates(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("5.3 percent", "5.3 %"),
        ("5.3 pct", "5.3 %"),
        ("5.3pc", "5.3 %"),
        ("1.2 pp", "1.2 pp"),
        ("1.2 percentage points", "1.2 pp"),
        ("120 bps", "120 basis points"),
        ("120 basis points", "120 basis points"),
        ("40.6 TWh", "40.6 TWh"),
        ("40.6TWh", "40.6 TWh"),
        ("12 GW", "12 GW"),
        ("3 mW", "3 mW"),
        ("3 MW", "3 MW"),
        ("7,900 ha", "7900 ha"),
        ("30 sq. km", "30 km²"),
        ("38°C", "38 °C"),
        ("7 million passengers and members", "7000000 passengers and members"),
        ("four WHO regions", "4 regions"),
        ("16,000 electronics companies", "16000 companies"),
    ),
)
def test_units(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    cases(
        ("超过３.37萬億元", "over 3370000000000 CNY"),
        ("新增就业約30萬人", "about 300000 person"),
        ("发电量801.3亿千瓦时", "80130000000 kWh"),
        ("占比超六成", "over 6/10"),
        ("百余家企业", "over 100 企业"),
        ("破千亿元大关", "over 100000000000 CNY"),
        ("最多半小时", "at most 0.5 hour"),
        ("5万3千人", "50000 ?number, 3000 person ?number"),
        ("2025年1—3月", ""),
        ("第十四届", ""),
    ),
)
def test_chinese(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "GDP was 3.38 trillion yuan in 2025, or 1,23,4 in 12.5xyz.",
        "| 1,380p | 0.5e |\n|-|-|\n| 7.2* | (3) |\n",
        "A score of 3-1 in game 7; call 020 7946 0018, or 5,1,2.",
        "2025年，增长5.3%，达12.5x。",
    ],
)
def test_every_number_in_digits_is_a_figure_or_told_to_be_none(text: str) -> None:
    reading = read_text(text)
    spans = [(one.start, one.end) for one in reading.figures]
    spans += [(one.start, one.end) for one in reading.skipped]
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    assert [p for p in digits if not any(start <= p < end for start, end in spans)] == []


def make(make_store: MakeStore, unit: str, *facts: str) -> Path:
    lines = [f'[town.rent]\nlabel = "Average rent"\nunit = "{unit}"\n']
    lines += [f'\n[[town.rent.facts]]\nsource = "gazette"\n{one}\n' for one in facts]
    return make_store("".join(lines))


@pytest.mark.parametrize(
    ("unit", "words", "written"),
    [
        pytest.param("EUR", "EUR 5 bn", 'value  = "5 billion"', id="scale"),
        pytest.param("USD", "12 €", 'unit   = "EUR"', id="currency-behind"),
        pytest.param("TWh", "40.6 TWh", "value  = 40.6", id="unit"),
        pytest.param("people", "6.7 m people", 'value  = "6.7 million"', id="letter"),
        pytest.param("CNY", "¥1500", 'value  = "1.5 thousand"', id="sign-decided-by-the-indicator"),
        pytest.param("%", "−3.2%", "value  = -3.2", id="minus"),
    ],
)
def test_add_writes_what_the_words_say(
    run: Run, make_store: MakeStore, unit: str, words: str, written: str
) -> None:
    path = make(make_store, unit)
    result = run(
        "add", "town.rent", "-p", "2024", "--source", "gazette", "-s", str(path), "--", words
    )
    assert (result.status, result.err) == (0, result.err)
    text = path.read_text(encoding="utf-8")
    assert (
        written.split()
        == [
            word
            for line in text.splitlines()
            if line.split()[:1] == written.split()[:1]
            for word in line.split()
        ][-len(written.split()) :]
    )


@pytest.mark.parametrize(
    ("fact", "found"),
    [
        pytest.param('value = "5 billion"\nstated = "EUR 5 bn"', None, id="scale"),
        pytest.param("value = 5\nstated = 'EUR 5 bn'", "stated-differs", id="without-scale"),
        pytest.param("value = 5\nstated = '5 $'", "stated-differs", id="other-currency"),
        pytest.param("value = 900\nstated = '1 900 euros'", "stated-differs", id="group"),
        pytest.param("value = 1900\nstated = '1 900 euros'", None, id="grouped"),
        pytest.param("value = 5\nstated = '-€5'", "stated-differs", id="sign"),
        pytest.param("value = -5\nstated = '-€5'", None, id="signed"),
        pytest.param("value = 5\nstated = '(€5)'", "stated-unclear", id="brackets"),
        pytest.param("value = 5\nstated = 'not €5'", "stated-unclear", id="denied"),
        pytest.param("value = 5\nstated = '5 gazillion euros'", "stated-unclear", id="unknown"),
        pytest.param("value = 5\nstated = '€2 miliardi'", "stated-unclear", id="other-language"),
        pytest.param("value = 5\nstated = '€m 5'", "stated-unclear", id="scale-before"),
        pytest.param("value = 5\nstated = 'kr 5'", "stated-unclear", id="currency-before"),
        pytest.param("value = 5\nstated = '€5 per km'", "stated-unclear", id="rate"),
        pytest.param("value = 5\nstated = '€5e6'", "stated-unclear", id="exponent"),
        pytest.param("value = 5\nstated = 'several hundred'", "stated-unclear", id="unread"),
        pytest.param("value = 5\nnote = 'n'\nstated = 'several hundred'", None, id="noted"),
        pytest.param("value = 1\nstated = 'one home'", None, id="one"),
        pytest.param("value = 5\nstated = '负5欧元'", "stated-differs", id="chinese-sign"),
    ],
)
def test_check_holds_the_words_against_the_value(
    run: Run, make_store: MakeStore, fact: str, found: str | None
) -> None:
    path = make(make_store, "EUR", f'period = "2024"\n{fact}')
    result = run("check", str(path), "--only", "stated-differs,stated-unclear")
    assert (f"[{found}]" in result.out + result.err) if found else not result.out + result.err


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param("1 900 euros", "differs", id="group"),
        pytest.param("-€900", "differs", id="sign"),
        pytest.param("€900", "matches", id="plain"),
        pytest.param("900,00 euros", "matches", id="decimal-comma"),
        pytest.param("９００ euros", "matches", id="full-width"),
        pytest.param("1,23,4 euros", "unclear", id="no-number"),
    ],
)
def test_audit_never_passes_over_a_number(
    run: Run, make_store: MakeStore, tmp_path: Path, words: str, verdict: str
) -> None:
    path = make(make_store, "EUR", 'period = "2024"\nvalue = 900\nstated = "€900"')
    draft = tmp_path / "draft.txt"
    draft.write_text(f"In 2024, the average rent in Testville was {words}.\n", encoding="utf-8")
    result = run("audit", str(draft), "-s", str(path), "-f", "tsv", "--fields", "verdict")
    assert result.out.split() == ["verdict", verdict]
