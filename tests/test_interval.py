"""Interval arithmetic never excludes the true value."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cqfacts.interval import (
    Interval,
    add,
    divide,
    exactly,
    gap,
    intersect,
    multiply_by,
    negate,
    root,
    subtract,
    widest_gap,
)
from cqfacts.rounding import find_common_digits, widen, widen_to

numbers = st.decimals(
    min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4
)


@st.composite
def intervals_with_a_number(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """Draw an interval and an exact number inside it."""
    number = draw(numbers)
    low = draw(st.one_of(st.none(), st.just(number), numbers.filter(lambda n: n < number)))
    high = draw(st.one_of(st.none(), st.just(number), numbers.filter(lambda n: n > number)))
    interval = Interval(
        low=low,
        high=high,
        low_closed=low is not None and (low == number or draw(st.booleans())),
        high_closed=high is not None and (high == number or draw(st.booleans())),
    )
    return interval, number


def holds(interval: Interval, number: Fraction) -> bool:
    """Whether an exact fraction, which need not be a decimal, is in an interval."""
    low = None if interval.low is None else Fraction(interval.low)
    high = None if interval.high is None else Fraction(interval.high)
    above = low is None or number > low or (number == low and interval.low_closed)
    below = high is None or number < high or (number == high and interval.high_closed)
    return above and below


pairs = intervals_with_a_number()
above_zero = st.builds(
    lambda low, width, share: (
        Interval(low=low, high=low + width, low_closed=True, high_closed=True),
        low + (width * share / 100).quantize(Decimal("0.0001"), rounding=ROUND_FLOOR),
    ),
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.decimals(min_value=0, max_value=1000, places=2),
    st.integers(0, 100),
)


@given(pairs, pairs)
def test_sums_and_differences_hold_the_true_value(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = one, other
    assert holds(add(a, b), Fraction(x) + Fraction(y))
    assert holds(subtract(a, b), Fraction(x) - Fraction(y))
    assert holds(negate(a), -Fraction(x))


@given(pairs, pairs)
def test_quotients_hold_the_true_value(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = one, other
    quotient = divide(a, b)
    if quotient is None:
        assert b.low is None or b.low < 0 or (b.low == 0 and b.low_closed)
    else:
        assert holds(quotient, Fraction(x) / Fraction(y))


@given(pairs, numbers.filter(lambda factor: factor > 0))
def test_products_hold_the_true_value(one: tuple[Interval, Decimal], factor: Decimal) -> None:
    a, x = one
    assert holds(multiply_by(a, factor), Fraction(x) * Fraction(factor))


@given(above_zero, st.integers(2, 40), st.integers(1, 40))
@example((exactly(Decimal(4)), Decimal(4)), 19, 12)
def test_roots_hold_the_true_value(
    one: tuple[Interval, Decimal], degree: int, divisor: int
) -> None:
    a, x = one
    broken = Fraction(degree, divisor)
    found = root(a, broken)
    assert found is not None
    # The root itself is irrational; its ends are compared by their powers, which are exact.
    true = Fraction(x) ** broken.denominator
    low = None if found.low is None else Fraction(found.low) ** broken.numerator
    high = None if found.high is None else Fraction(found.high) ** broken.numerator
    assert low is None or low <= true
    assert high is None or high >= true


@given(pairs, pairs)
def test_an_intersection_holds_what_both_hold(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = one, other
    common = intersect(a, b)
    for number in (x, y):
        in_both = a.contains(number) and b.contains(number)
        assert (common is not None and common.contains(number)) == in_both
    assert (gap(a, b) is None) or common is None


def is_below(one: Interval, other: Interval) -> bool:
    """Whether all of one interval is less than all of the other."""
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (
        one.high == other.low and not (one.high_closed and other.low_closed)
    )


@given(st.lists(pairs.map(lambda pair: pair[0]), max_size=7))
def test_the_widest_gap_holds_no_other_whole(intervals: list[Interval]) -> None:
    gaps = [
        gap(below, above)
        for below in intervals
        for above in intervals
        if is_below(below, above)
        and not any(is_below(below, one) and is_below(one, above) for one in intervals)
    ]
    found = widest_gap(intervals)
    widths = [one.width for one in gaps if one]
    assert found in (gaps if any(gaps) else [None])
    assert found is None or found.width == max(widths)
    assert found is None or not any(one.is_within(found) for one in intervals)


def test_the_gap_between_three_is_between_neighbours() -> None:
    ends = [(1, 2), (10, 11), (4, 5)]
    intervals = [
        Interval(low=Decimal(low), high=Decimal(high), low_closed=True, high_closed=True)
        for low, high in ends
    ]
    assert widest_gap(intervals) == Interval(low=Decimal(5), high=Decimal(10))
    assert widest_gap([]) is widest_gap(intervals[:1]) is None


@given(pairs)
def test_rounding_outward_keeps_everything(one: tuple[Interval, Decimal]) -> None:
    a, x = one
    assert a.is_within(widen(a, 3))
    assert a.is_within(widen_to(a, 2))
    assert widen(a, 3).contains(x)


@given(above_zero)
def test_common_digits_are_what_both_ends_round_to(one: tuple[Interval, Decimal]) -> None:
    a, x = one
    common = find_common_digits(a)
    if common is None:
        return
    rounded, step = common
    with localcontext() as context:
        context.prec = 100
        assert abs(x - rounded) <= step / 2


@pytest.mark.parametrize(
    ("low", "high", "finest", "common"),
    [
        pytest.param("46.459", "46.511", -1, "46.5", id="ratio"),
        pytest.param("35.868", "36.115", -1, "36", id="fewer-digits"),
        pytest.param("97.14", "98.09", -1, None, id="never-100"),
        pytest.param("745.9", "768.2", -1, None, id="no-digit"),
        pytest.param("3375", "3385", None, "3.38E+3", id="its-own-rounding"),
        pytest.param("-1.4", "-1.2", -2, None, id="one-digit-is-too-few"),
        pytest.param("0.31", "0.33", -1, "0.3", id="one-digit-at-the-finest-place"),
    ],
)
def test_digits_that_both_ends_round_to(
    low: str, high: str, finest: int | None, common: str | None
) -> None:
    interval = Interval(low=Decimal(low), high=Decimal(high), low_closed=True)
    found = find_common_digits(interval, finest)
    assert (found[0] if found else None) == (None if common is None else Decimal(common))


@pytest.mark.parametrize(
    ("low", "high", "closed"),
    [("2", "1", True), ("1", "1", False)],
)
def test_an_interval_without_numbers_cannot_be_made(low: str, high: str, closed: bool) -> None:
    with pytest.raises(ValueError, match="no number lies between"):
        Interval(low=Decimal(low), high=Decimal(high), low_closed=True, high_closed=closed)


def test_nothing_is_narrower_than_an_exact_number() -> None:
    bound, tighter = Interval(low=Decimal(3)), Interval(low=Decimal("3.01"))
    assert tighter.is_narrower(bound)
    assert exactly(Decimal(4)).is_narrower(tighter)
    assert not bound.is_narrower(tighter)
    assert not bound.is_narrower(bound)
