"""Numbers as printed: what they mean, and writing them back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.amount import (
    _HALVES,
    QUALIFIERS,
    AmountError,
    format_amount,
    format_number,
    format_scaled,
    is_whole,
    parse_amount,
)

if TYPE_CHECKING:
    from cqfacts.amount import (
        Qualifier,
    )

SCALES = ["", " hundred", " thousand", " million", " billion", " trillion", "万", "亿", "万亿"]


def interval_of(text: str | int, qualifier: Qualifier | None, *, exact: bool = True) -> str:
    """Return an interval in mathematics' notation."""
    one = parse_amount(text, qualifier, exact_integers=exact).interval
    low = "−∞" if one.low is None else f"{one.low:f}"
    high = "∞" if one.high is None else f"{one.high:f}"
    return f"{one.bounds[0]}{low}, {high}{one.bounds[1]}"


@pytest.fixture(autouse=True)
def forget_halves() -> None:
    """Have each test work out halves of its own, so that none passes by those of another."""
    _HALVES.clear()


@pytest.mark.parametrize(
    ("text", "qualifier", "interval"),
    [
        pytest.param("3.38 trillion", None, "[3375000000000, 3385000000000)", id="scale-word"),
        pytest.param("43 thousand", None, "[42500, 43500)", id="round-printed-count"),
        pytest.param("3.38万亿", None, "[3375000000000, 3385000000000)", id="chinese-scale"),
        pytest.param("3200 亿", None, "[319950000000, 320050000000)", id="chinese-hundred-million"),
        pytest.param(584, None, "[584, 584]", id="plain-integer-is-exact"),
        pytest.param("10_663", None, "[10663, 10663]", id="underscores"),
        pytest.param("5_", None, "[5, 5]", id="underscore-at-the-end"),
        pytest.param("12,866", None, "[12866, 12866]", id="commas"),
        pytest.param("5.3", None, "[5.25, 5.35)", id="decimal"),
        pytest.param("6.0", None, "[5.95, 6.05)", id="written-zero-counts"),
        pytest.param("-2.5", None, "[-2.55, -2.45)", id="negative"),
        pytest.param("1.5e6", None, "[1450000, 1550000)", id="exponent"),
        pytest.param("3.37 trillion", "over", "(3370000000000, ∞)", id="over"),
        pytest.param("50 million", "at least", "[50000000, ∞)", id="at-least"),
        pytest.param("30", "under", "(−∞, 30)", id="under"),
        pytest.param("5", "at most", "(−∞, 5]", id="at-most"),
        pytest.param("2.036 trillion", "about", "[2035000000000, 2037000000000]", id="about"),
        pytest.param("30", "about", "[20, 40]", id="about-last-non-zero-digit"),
        pytest.param("0", "about", "[-1, 1]", id="about-nothing"),
        pytest.param("0.0", "about", "[-0.1, 0.1]", id="about-nothing-to-a-tenth"),
        pytest.param(
            "1234567890123456789012345678901",
            "about",
            "[1234567890123456789012345678900, 1234567890123456789012345678902]",
            id="about-31-digits",
        ),
        pytest.param("123,456", None, "[123456, 123456]", id="three-digits-before-a-comma"),
        pytest.param("1e+3", None, "[500, 1500)", id="exponent-with-a-sign"),
        pytest.param("1e-2", None, "[0.005, 0.015)", id="exponent-below-zero"),
        pytest.param("369 thousand", "nearly", "[368000, 369000)", id="nearly"),
        pytest.param("-70", "over", "(−∞, -70)", id="reduced-by-over"),
        pytest.param("-70", "at least", "(−∞, -70]", id="reduced-by-at-least"),
        pytest.param("-70", "under", "(-70, ∞)", id="reduced-by-under"),
        pytest.param("-60", "nearly", "(-60, -50]", id="reduced-by-nearly"),
        pytest.param("-30", "about", "[-40, -20]", id="about-below"),
    ],
)
def test_an_amount_means_an_interval(
    text: str | int, qualifier: Qualifier | None, interval: str
) -> None:
    assert interval_of(text, qualifier) == interval


def test_a_plain_integer_has_a_precision_where_it_is_not_exact() -> None:
    assert interval_of(5, None, exact=False) == "[4.5, 5.5)"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("nan", "'nan' is not a number", id="nan"),
        pytest.param("inf", "'inf' is not a number", id="inf"),
        pytest.param("1e1000000000", "'1e1000000000' is too long", id="exponent-of-a-billion"),
        pytest.param("1e41", "'1e41' is too long", id="exponent-beyond-40"),
        pytest.param("1e-+41", "'1e-+41' is not a number", id="exponent-of-two-signs"),
        pytest.param("1e−4", "'1e−4' is not a number", id="minus-of-print"),
        pytest.param("1e40", "'1e40' is too long", id="41-digits-by-exponent"),
        pytest.param("1e-41", "'1e-41' is too long", id="41-digits-behind-the-point"),
        pytest.param(
            f"{'1' * 30}.{'1' * 30}", f"'{'1' * 30}.{'1' * 8}…' is too long", id="30-and-30-digits"
        ),
        pytest.param("1e00005", "'1e00005' is too long", id="five-digits-of-exponent"),
        pytest.param(10**40, "the number is too long", id="10-to-the-40"),
        pytest.param("1" * 41, f"'{'1' * 39}…' is too long", id="41-digits"),
        pytest.param(10**5000, "the number is too long", id="5000-digits"),
        pytest.param("38.6%", "'38.6%' has a percent sign; leave it out", id="percent"),
        pytest.param("RMB 3", "'RMB 3' is not a number; write it like", id="currency"),
        pytest.param("1,23", "'1,23' is not a number", id="wrong-groups"),
        pytest.param("trillion", "'trillion' is not a number", id="no-digits"),
        pytest.param("1.2.3", "'1.2.3' is not a number", id="two-points"),
        pytest.param("５", "'５' is not a number", id="full-width"),
        pytest.param("", "'' is not a number", id="empty"),
        pytest.param("5.", "'5.' is not a number", id="no-fraction"),
    ],
)
def test_what_is_no_number_is_refused(text: str | int, message: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("1e39", "1" + "0" * 39, id="40-digits-by-exponent"),
        pytest.param("1e-40", "1E-40", id="40-digits-behind-the-point"),
        pytest.param("1" * 40, "1" * 40, id="40-digits"),
        pytest.param(10**40 - 1, "9" * 40, id="the-largest-number"),
        pytest.param("5e0002", "500", id="four-digits-of-exponent"),
        pytest.param("43 thousand", "43000", id="scale-word"),
        pytest.param("1.2 hundred", "120", id="one-zero"),
        pytest.param("1.25 hundred", "125", id="no-zero"),
        pytest.param("1.255 hundred", "125.5", id="a-fraction"),
    ],
)
def test_a_value_is_exact_and_has_no_exponent_above_zero(text: str | int, value: str) -> None:
    assert str(parse_amount(text).value) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("3.38万亿", "3.38 trillion", id="english-words"),
        pytest.param("0.5 million", "0.5 million", id="not-500-thousand"),
        pytest.param("1296000", "1,296,000", id="exact-stays-exact"),
        pytest.param("5 hundred", "0.5 thousand", id="hundred"),
        pytest.param("1e15", "1e15", id="beyond-every-scale-word"),
        pytest.param("-70.0", "-70.0", id="negative"),
        pytest.param("43 thousand", "43 thousand", id="the-same-word"),
        pytest.param("1234 thousand", "1.234 million", id="the-largest-word"),
        pytest.param("1000 thousand", "1.000 million", id="which-it-just-reaches"),
        pytest.param(
            "1.23456789012345678901234567890123 trillion",
            "1.23456789012345678901234567890123 trillion",
            id="every-digit-of-33",
        ),
    ],
)
def test_an_amount_is_written_as_it_was_meant(text: str, written: str) -> None:
    assert format_amount(parse_amount(text)) == written


@pytest.mark.parametrize(
    ("exact", "written"),
    [
        pytest.param(True, "0.005 thousand", id="where-5-would-be-exact"),
        pytest.param(False, "5", id="where-it-would-not"),
    ],
)
def test_a_whole_number_with_a_precision_keeps_it(exact: bool, written: str) -> None:
    amount = parse_amount(5, exact_integers=False)
    assert format_amount(amount, exact_integers=exact) == written
    assert parse_amount(written, exact_integers=exact) == amount


def test_whole_numbers_are_exact_where_nothing_else_is_said() -> None:
    amount = parse_amount(5, exact_integers=False)
    assert format_amount(amount) == format_amount(amount, exact_integers=True)
    assert parse_amount(5) == parse_amount(5, exact_integers=True)


@pytest.mark.parametrize(
    ("value", "step", "written"),
    [
        pytest.param("3380000000000", "1E+10", "3.38 trillion", id="to-its-step"),
        pytest.param("3380000000000", None, "3.38 trillion", id="exact-but-short"),
        pytest.param("800685000000", None, "800.685 billion", id="exact-and-large"),
        pytest.param("12866", None, "12,866", id="exact-and-small"),
        pytest.param("0.5", None, "0.5", id="exact-decimal"),
        pytest.param("340000", "1E+4", "0.34 million", id="coarse"),
        pytest.param("1000000", None, "1 million", id="a-million-is-large"),
        pytest.param("999999", None, "999,999", id="one-less-is-not"),
        pytest.param("1234000", None, "1.234 million", id="four-digits-are-short"),
        pytest.param("1234500", None, "1,234,500", id="five-are-not"),
        pytest.param("1234567890", None, "1.23456789 billion", id="a-billion-with-nine-digits"),
        pytest.param("123456789000", None, "123.456789 billion", id="hundreds-of-billions"),
        pytest.param("1234567891", None, "1,234,567,891", id="a-billion-with-ten-digits"),
        pytest.param("123456789", None, "123,456,789", id="nine-digits-below-a-billion"),
        pytest.param("100", None, "100", id="round-and-small"),
        pytest.param("-1000000", None, "-1 million", id="below-zero"),
        pytest.param("0", None, "0", id="nothing"),
        pytest.param(
            "0.12345678901234567890123456789012345",
            None,
            "0.12345678901234567890123456789012345",
            id="every-digit-of-35",
        ),
    ],
)
def test_numbers_for_people(value: str, step: str | None, written: str) -> None:
    assert format_number(Decimal(value), Decimal(step) if step else None) == written


@pytest.mark.parametrize(
    ("values", "written"),
    [
        pytest.param("3375000000000 3385000000000", "3.375 – 3.385 trillion", id="one-scale-word"),
        pytest.param("950 1200", "0.95 – 1.2 thousand", id="the-word-of-the-largest"),
        pytest.param("-5000000 1000", "-5 – 0.001 million", id="the-largest-may-be-below-zero"),
        pytest.param("5.3 5.40", "5.3 – 5.4", id="too-small-for-a-word"),
        pytest.param("100 999", "100 – 999", id="hundreds-have-none"),
        pytest.param("500000000 600000000", "500 – 600 million", id="round"),
        pytest.param(
            "1234567890123456789012345678901234567 1",
            "1,234,567,890,123,456,789,012,345.678901234567 – 0.000000000001 trillion",
            id="every-digit",
        ),
    ],
)
def test_exact_numbers_before_one_scale_word(values: str, written: str) -> None:
    assert format_scaled([Decimal(value) for value in values.split()], " – ") == written


@pytest.mark.parametrize(
    ("number", "answer"),
    [("5", True), ("5.0", True), ("-5.5", False), ("1" * 40, True), ("0." + "1" * 40, False)],
)
def test_a_number_is_whole_or_not(number: str, answer: bool) -> None:
    assert is_whole(Decimal(number)) is answer


def test_a_message_shows_forty_characters_of_what_was_written() -> None:
    for text, shown in [("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…")]:
        with pytest.raises(AmountError) as caught:
            parse_amount(text)
        assert str(caught.value).startswith(f"'{shown}' is not a number")


@st.composite
def written_numbers(draw: st.DrawFn) -> str:
    digits = draw(st.from_regex(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,8})?", fullmatch=True))
    return digits + draw(st.sampled_from([*SCALES, "e3", "e-3"]))


@given(written_numbers(), st.booleans(), st.sampled_from([None, *QUALIFIERS]))
def test_writing_an_amount_and_reading_it_back_is_the_identity(
    text: str, exact: bool, qualifier: Qualifier | None
) -> None:
    amount = parse_amount(text, qualifier, exact_integers=exact)
    written = format_amount(amount, exact_integers=exact)
    assert parse_amount(written, qualifier, exact_integers=exact) == amount


@given(written_numbers(), st.sampled_from([None, "at least", "at most", "about"]))
def test_the_number_itself_lies_in_its_interval(text: str, qualifier: Qualifier | None) -> None:
    amount = parse_amount(text, qualifier)
    assert amount.interval.contains(amount.value)


@given(st.text(max_size=60))
def test_no_text_raises_anything_but_an_amount_error(text: str) -> None:
    try:
        parse_amount(text)
    except AmountError as error:
        assert "\n" not in str(error) or "\n" in text
