"""The axis of a panel: how far it reaches, what it counts in, and where it is marked."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from cqfacts.record import Record
from cqfacts.wording import MINUS, is_currency

from .marks import find_extent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cqfacts.model import Measure

    from .marks import Mark, Panel

_ZERO = Decimal(0)
_WHOLE = Decimal(100)
_TELLING_SHARE = 20
_PLACES = Decimal(5)
_SCALE_WORDS = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_THOUSANDS_FROM = 5
_WORDS_UP_TO = 15
_SMALL_BELOW = -3
_GROUP = 3
_EXACT = Context(prec=200)
_STEPS = (1, 2, 5)
# What is counted in whole numbers, and what its axis is called.
_COUNTED: dict[Measure, str] = {"rank": "place", "streak": "years"}


class Tick(Record):
    """A number that an axis shows, as it is written there."""

    value: Decimal
    label: str


def find_ends(marks: Iterable[Mark], measure: Measure) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that is drawn of marks, zero included.

    A share that is more than a small one is held against the whole.
    """
    numbers = [_ZERO]
    for mark in marks:
        extent = find_extent(mark.interval, measure)
        numbers += [end for end in (extent.low, extent.high) if end is not None]
    low, high = min(numbers), max(numbers)
    if measure == "share" and low == 0 and _TELLING_SHARE <= high <= _WHOLE:
        high = _WHOLE
    if measure == "rank":
        # The first place is to be seen as first, even where there is no other.
        high = max(high, _PLACES)
    if low == high:
        high = Decimal(1)
    return low, high


def choose_scale(low: Decimal, high: Decimal, measure: Measure) -> int:
    """Return the power of ten that an axis counts in: 6 for millions."""
    if measure in _COUNTED:
        return 0
    power = max(low.copy_abs(), high.copy_abs()).adjusted()
    if _THOUSANDS_FROM <= power < _WORDS_UP_TO:
        return min(power // _GROUP * _GROUP, max(_SCALE_WORDS))
    if power >= _WORDS_UP_TO or power < _SMALL_BELOW:
        return power // _GROUP * _GROUP
    return 0


def describe_axis(unit: str | None, scale: int, measure: Measure) -> str:
    """Return what an axis counts in: `million vehicles`, `CNY trillion`, `%`."""
    if measure in _COUNTED:
        return _COUNTED[measure]
    word = _SCALE_WORDS.get(scale) or (f"10^{scale}" if scale else "")
    words = [unit, word] if is_currency(unit) else [word, unit]
    return " ".join(one for one in words if one)


def choose_ticks(panel: Panel, most: int) -> tuple[Tick, ...]:
    """Return round numbers along a panel's axis, at most so many, and zero among them.

    Of an axis that has no room for more than one, that is zero alone.
    """
    smallest = 0 if panel.measure in _COUNTED else None
    step = _choose_step(panel.low, panel.high, most, smallest=smallest)
    first, last = _multiples(panel.low, panel.high, step)
    values = [_EXACT.multiply(step, Decimal(number)) for number in range(first, last + 1)]
    if panel.measure == "rank":
        # No place is number 0.
        values = [Decimal(1), *(value for value in values if value > 1)][: max(most, 1)]
    if len(values) > most:
        values = [_ZERO]
    return _label(values, step, panel.scale)


def _choose_step(low: Decimal, high: Decimal, most: int, *, smallest: int | None) -> Decimal:
    """Return the smallest round step of which at most so many multiples lie between two numbers.

    Two at least are let in, and no step is below ten to the power of `smallest`.
    """
    power = _EXACT.subtract(high, low).adjusted() - len(str(most)) - 1
    if smallest is not None:
        power = max(power, smallest)
    while True:
        for digit in _STEPS:
            step = Decimal(digit).scaleb(power)
            first, last = _multiples(low, high, step)
            if last - first < max(most, 2):
                return step
        power += 1


def _multiples(low: Decimal, high: Decimal, step: Decimal) -> tuple[int, int]:
    """Return the first and the last multiple of a step between two numbers."""
    first = _EXACT.divide(low, step).to_integral_value(ROUND_CEILING)
    return int(first), int(_EXACT.divide(high, step).to_integral_value(ROUND_FLOOR))


def _label(values: Sequence[Decimal], step: Decimal, scale: int) -> tuple[Tick, ...]:
    places = max(scale - step.adjusted(), 0)
    labels = [f"{value.scaleb(-scale, _EXACT):,.{places}f}" if value else "0" for value in values]
    return tuple(
        Tick(value=value, label=label.replace("-", MINUS))
        for value, label in zip(values, labels, strict=True)
    )
