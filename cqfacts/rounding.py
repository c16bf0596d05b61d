"""Rounding an interval for people: the digits that both of its ends share."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from .interval import Interval

_WIDE = Context(prec=200)
# An end is written to this many digits when nothing coarser keeps the two ends apart.
_OUTWARD_DIGITS = 12


def find_common_digits(
    one: Interval, finest: int | None = None, coarsest: int | None = None
) -> tuple[Decimal, Decimal] | None:
    """Return the number that both ends round to, in as many digits as possible, and its last place.

    `finest` and `coarsest` are powers of ten that the last place keeps within; None is no limit
    but 12 digits. None is returned when an end is missing, and when the ends share fewer than two
    digits: of 97.1 and 98.1 a person wants to see both, not 100. (One digit will do at the finest
    place.)
    """
    if one.low is None or one.high is None:
        return None
    sizes = sorted(end.adjusted() if end else 0 for end in (one.low, one.high))
    start = sizes[1] - _OUTWARD_DIGITS if finest is None else finest
    stop = sizes[0] - 1 if coarsest is None else min(sizes[0] - 1, coarsest)
    for place in dict.fromkeys([start, *range(start, stop + 1)]):
        step = Decimal(1).scaleb(place)
        low = _round(one.low, step, up=True)
        # An end that is not reached does not round up from the middle.
        high = _round(one.high, step, up=one.high_closed)
        if low == high and (low or one.low == one.high):
            return low, step
    return None


def widen(one: Interval, digits: int = _OUTWARD_DIGITS) -> Interval:
    """Return an interval that holds this one, with ends of no more than so many digits."""
    return Interval(
        low=_shorten(one.low, digits, ROUND_FLOOR),
        high=_shorten(one.high, digits, ROUND_CEILING),
        low_closed=one.low_closed,
        high_closed=one.high_closed,
    )


def widen_to(one: Interval, place: int) -> Interval:
    """Return an interval that holds this one, with ends of no finer place than 10**place."""
    step = Decimal(1).scaleb(place)
    return Interval(
        low=None if one.low is None else _to(one.low, step, ROUND_FLOOR),
        high=None if one.high is None else _to(one.high, step, ROUND_CEILING),
        low_closed=one.low_closed,
        high_closed=one.high_closed,
    )


def place_of_difference(one: Interval) -> int:
    """Return the power of ten one digit finer than the width, 0 for an interval without ends."""
    if one.low is None or one.high is None or one.low == one.high:
        return 0
    return one.width.adjusted() - 1


def _round(number: Decimal, step: Decimal, *, up: bool) -> Decimal:
    """Round to the nearest step; a middle goes up or down the number line."""
    away_from_zero = up == (number >= 0)
    return _to(number, step, ROUND_HALF_UP if away_from_zero else ROUND_HALF_DOWN)


def _to(number: Decimal, step: Decimal, rounding: str) -> Decimal:
    steps = _WIDE.divide(number, step).to_integral_value(rounding)
    # A zero has no sign.
    return _WIDE.multiply(steps, step) if steps else Decimal(0)


def _shorten(number: Decimal | None, digits: int, rounding: str) -> Decimal | None:
    if number is None:
        return None
    return Context(prec=digits, rounding=rounding).plus(number)
