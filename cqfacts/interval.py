"""Intervals of exact decimals and their arithmetic, which never excludes a possible result."""

from __future__ import annotations

from bisect import bisect_right
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from itertools import accumulate

from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

_PRECISION = 120
_DOWN = Context(prec=_PRECISION, rounding=ROUND_FLOOR)
_UP = Context(prec=_PRECISION, rounding=ROUND_CEILING)
# Decimal powers are right to within one unit of the last place; the root is widened by far more.
_ROOT_SLACK = Decimal(1).scaleb(-_PRECISION + 10)
_INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)


BOUNDS = {(True, False): "[)", (False, False): "()", (True, True): "[]", (False, True): "(]"}
"""The ends of an interval as brackets, by whether each belongs to it."""


class Interval(Record):
    """All numbers between `low` and `high`; None is no limit on that side.

    An end belongs to the interval where it is `closed`. An interval holds at least one number.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = False
    high_closed: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None or self.low < self.high:
            return
        if self.low > self.high or not (self.low_closed and self.high_closed):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    @property
    def bounds(self) -> str:
        """The ends as brackets: `[)`, `()`, `[]` or `(]`."""
        return BOUNDS[self.low_closed, self.high_closed]

    @property
    def width(self) -> Decimal:
        """The distance between the ends, infinite where one is missing."""
        if self.low is None or self.high is None:
            return _INFINITY
        return _UP.subtract(self.high, self.low)

    def contains(self, number: Decimal) -> bool:
        """Whether the number is in the interval."""
        return exactly(number).is_within(self)

    def is_within(self, other: Interval) -> bool:
        """Whether every number of this interval is one of `other`."""
        return intersect(self, other) == self

    def is_narrower(self, other: Interval) -> bool:
        """Whether this interval says more than `other`: a smaller width, or one part of another."""
        if self.width != other.width:
            return self.width < other.width
        return self != other and self.is_within(other)


def exactly(number: Decimal) -> Interval:
    """Return the interval that holds this number alone."""
    return Interval(low=number, high=number, low_closed=True, high_closed=True)


def intersect(one: Interval, other: Interval) -> Interval | None:
    """Return what two intervals have in common, None when that is nothing."""
    low, low_closed = max(_low(one), _low(other), key=lambda end: (end[0], not end[1]))
    high, high_closed = min(_high(one), _high(other), key=lambda end: (end[0], end[1]))
    if low > high or (low == high and not (low_closed and high_closed)):
        return None
    return _between((low, low_closed), (high, high_closed))


def gap(one: Interval, other: Interval) -> Interval | None:
    """Return what lies between two intervals, None when they touch or overlap."""
    if intersect(one, other):
        return None
    below, above = (one, other) if _high(one)[0] <= _low(other)[0] else (other, one)
    (low, low_taken), (high, high_taken) = _high(below), _low(above)
    if low == high and (low_taken or high_taken):
        return None
    return _between((low, not low_taken), (high, not high_taken))


def widest_gap(intervals: Iterable[Interval]) -> Interval | None:
    """Return the widest gap between two of some intervals in which no other lies whole.

    None where no number lies between any two.
    """
    by_start = sorted(intervals, key=_start)
    starts = [*map(_start, by_start)]
    # For each start the first end of those that start there or later.
    first_ends = [*accumulate(map(_end, reversed(by_start)), min)][::-1]
    widest: Interval | None = None
    for below in by_start:
        first = bisect_right(starts, _end(below))
        if first == len(starts):
            continue
        # Above it, the last that starts before any other has ended.
        above = by_start[bisect_right(starts, first_ends[first]) - 1]
        found = gap(below, above)
        if found and (widest is None or found.width > widest.width):
            widest = found
    return widest


def is_at_least(one: Interval, other: Interval) -> bool:
    """Whether no number of the first is below all of the other's: it surely reaches its low end."""
    return other.low is not None and _start(one) >= _start(other)


def is_above(one: Interval, other: Interval) -> bool:
    """Whether every number of the first is above every one of the other."""
    return is_at_least(one, other) and intersect(one, other) is None


def negate(one: Interval) -> Interval:
    """Return the interval of −x."""
    (low, low_closed), (high, high_closed) = _low(one), _high(one)
    return _between((high.copy_negate(), high_closed), (low.copy_negate(), low_closed))


def add(one: Interval, other: Interval) -> Interval:
    """Return the interval of x + y."""
    (low_a, low_a_closed), (low_b, low_b_closed) = _low(one), _low(other)
    (high_a, high_a_closed), (high_b, high_b_closed) = _high(one), _high(other)
    return _between(
        (_DOWN.add(low_a, low_b), low_a_closed and low_b_closed),
        (_UP.add(high_a, high_b), high_a_closed and high_b_closed),
    )


def subtract(one: Interval, other: Interval) -> Interval:
    """Return the interval of x − y."""
    return add(one, negate(other))


def multiply_by(one: Interval, factor: Decimal) -> Interval:
    """Return the interval of x × factor, for a factor above 0."""
    (low, low_closed), (high, high_closed) = _low(one), _high(one)
    return _between(
        (_DOWN.multiply(low, factor), low_closed), (_UP.multiply(high, factor), high_closed)
    )


def to_percent_change(ratio: Interval) -> Interval:
    """Return a ratio as a growth in percent: 1.053 is 5.3."""
    return multiply_by(add(ratio, exactly(Decimal(-1))), Decimal(100))


def divide(one: Interval, other: Interval) -> Interval | None:
    """Return the interval of x ÷ y, None unless every y is above 0."""
    (divisor_low, divisor_low_closed), (divisor_high, divisor_high_closed) = (
        _low(other),
        _high(other),
    )
    if divisor_low < 0 or (divisor_low == 0 and divisor_low_closed):
        return None
    near, far = (divisor_low, divisor_low_closed), (divisor_high, divisor_high_closed)
    low, high = _low(one), _high(one)
    return _between(
        _quotient(low, far if low[0] >= 0 else near, _DOWN),
        _quotient(high, near if high[0] >= 0 else far, _UP),
    )


def root(one: Interval, degree: Fraction) -> Interval | None:
    """Return the interval of x to the power of 1 ÷ degree, None unless every x is at least 0."""
    (low, low_closed), (high, high_closed) = _low(one), _high(one)
    if low < 0:
        return None
    return _between(
        (_root(low, degree, _DOWN), low_closed), (_root(high, degree, _UP), high_closed)
    )


_End = tuple[Decimal, bool]


def _low(one: Interval) -> _End:
    return (-_INFINITY if one.low is None else one.low, one.low_closed)


def _high(one: Interval) -> _End:
    return (_INFINITY if one.high is None else one.high, one.high_closed)


def _start(one: Interval) -> tuple[Decimal, int]:
    """Return what orders intervals by their first number; an open end is after its number."""
    low, is_closed = _low(one)
    return low, 0 if is_closed else 1


def _end(one: Interval) -> tuple[Decimal, int]:
    """Return what orders intervals by their last number, and by whether one starts after it."""
    high, is_closed = _high(one)
    return high, 0 if is_closed else -1


def _between(low: _End, high: _End) -> Interval:
    """Make an interval of two ends, an infinite one being no limit and a zero having no sign."""
    return Interval(
        low=(low[0] or _ZERO) if low[0].is_finite() else None,
        high=(high[0] or _ZERO) if high[0].is_finite() else None,
        low_closed=low[1] and low[0].is_finite(),
        high_closed=high[1] and high[0].is_finite(),
    )


def _quotient(dividend: _End, divisor: _End, context: Context) -> _End:
    """Divide one end by another. Towards 0 or infinity the result is a limit, never reached."""
    if dividend[0] == 0:
        return (_ZERO, dividend[1])
    if dividend[0].is_infinite():
        return (dividend[0], False)
    if divisor[0].is_infinite():
        return (_ZERO, False)
    if divisor[0] == 0:
        return (_INFINITY.copy_sign(dividend[0]), False)
    return (context.divide(dividend[0], divisor[0]), dividend[1] and divisor[1])


def _root(number: Decimal, degree: Fraction, context: Context) -> Decimal:
    if number in (0, 1) or number.is_infinite():
        return number
    exponent = context.divide(Decimal(degree.denominator), Decimal(degree.numerator))
    near = context.power(number, exponent)
    slack = context.multiply(near, _ROOT_SLACK)
    return context.subtract(near, slack) if context is _DOWN else context.add(near, slack)
