"""Numbers as printed: reading "3.38 trillion" with its precision, and writing it back."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from .errors import UsageError
from .interval import Interval
from .record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    Qualifier = Literal["over", "at least", "under", "at most", "about", "nearly"]
    Ends = tuple[Decimal | None, Decimal | None, bool, bool]

QUALIFIERS: tuple[Qualifier, ...] = ("over", "at least", "under", "at most", "about", "nearly")

MOST_DIGITS = 40
"""A number with more digits, before and after its point together, is refused."""

_TOO_LARGE = 10**MOST_DIGITS
# A word that ends like another stands before it.
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "万亿": 12,
    "亿": 8,
    "万": 4,
}
SCALE_WORDS = tuple(_SCALES)
"""The words that may stand behind a number."""

# The scale words that numbers are written with, largest first.
_WRITTEN_SCALES = (("trillion", 12), ("billion", 9), ("million", 6), ("thousand", 3))
_SHORT_DIGITS = 4
_MILLION = 6
_BILLION = 9
_EXPONENT_DIGITS = 4
_NUMBER = re.compile(
    "([-+\N{MINUS SIGN}]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.]([0-9]+))?(?:[eE]([-+]?[0-9]+))?"
)
"""Sign, whole number with or without groups, fraction, exponent."""
_FEWER = f"write at most {MOST_DIGITS} digits before and after the point"
# Wide enough for every number that is let in: nothing is ever rounded under it.
_EXACT = Context(prec=4 * MOST_DIGITS)
_add, _subtract = _EXACT.add, _EXACT.subtract
_ZERO, _ONE = Decimal(0), Decimal(1)


class AmountError(UsageError, ValueError):
    """Text that is not a number as cqfacts reads it; the message says what to write instead."""


class Amount(Record):
    """A number as a source prints it.

    `value` is exact. `step` is the unit of the last written place (0.01 trillion in
    "3.38 trillion"), None for a number that is exact. `written` is the text it was read from; it
    takes no part in equality, so that "1,031" equals "1031".
    """

    value: Decimal
    step: Decimal | None = None
    qualifier: Qualifier | None = None
    written: str = field(default="", compare=False)

    @property
    def interval(self) -> Interval:
        """All the numbers that the source may have meant."""
        low, high, low_closed, high_closed = self.ends
        return Interval(low=low, high=high, low_closed=low_closed, high_closed=high_closed)

    @property
    def ends(self) -> Ends:
        """The ends of the interval, and whether each belongs to it; None is no limit.

        A qualifier speaks of the magnitude: "reduced by over 70 %" is −70, `over`, and means
        everything below −70.
        """
        value = self.value
        if self.qualifier is None:
            if self.step is None:
                return value, value, True, True
            half = _halve(self.step)
            return _subtract(value, half), _add(value, half), True, False
        if not value.is_signed():
            return _qualified_ends(value, self.qualifier, self.step)
        # copy_abs and copy_negate are exact where abs() and unary minus round to a context.
        ends = _qualified_ends(value.copy_abs(), self.qualifier, self.step)
        high, low, high_closed, low_closed = ends
        return _negate(low), _negate(high), low_closed, high_closed


def parse_amount(
    written: str | int, qualifier: Qualifier | None = None, *, exact_integers: bool = True
) -> Amount:
    """Read a number, with digits grouped by commas or not, and with a scale word or not.

    A plain whole number is exact where `exact_integers` says so; otherwise its last written place
    is its precision, as it is for every other number. Raises AmountError.
    """
    if isinstance(written, int) and abs(written) >= _TOO_LARGE:
        raise AmountError("the number is too long", _FEWER)
    text = str(written).strip()
    digits, scale = _split_scale(text)
    number, place, is_plain = _parse_number(digits, text)
    place += scale
    if not -MOST_DIGITS <= place <= number.adjusted() + scale < MOST_DIGITS:
        raise AmountError(f"'{_shorten(text)}' is too long", _FEWER)
    is_exact = is_plain and scale == 0 and exact_integers
    return Amount(
        value=_scale(number, scale, place),
        step=None if is_exact else _ONE.scaleb(place),
        qualifier=qualifier,
        written=text,
    )


def format_amount(amount: Amount, *, exact_integers: bool = True) -> str:
    """Write an amount without its qualifier so that `parse_amount` gives the same amount back."""
    if amount.step is None:
        return _group_digits(amount.value, 0)
    place = _exponent(amount.step)
    return _write_to(amount.value, 1 if place == 0 and exact_integers else place, place)


def format_number(value: Decimal, step: Decimal | None = None) -> str:
    """Write a number for people: `3.38 trillion`, `10,663`, `5.3`.

    It is written to the place of `step` and no further. Without a `step` it is exact, and gets a
    scale word where that makes a large number short.
    """
    if step is not None:
        place = _exponent(step)
        return _write_to(value, place, place)
    digits = len(value.normalize(_EXACT).as_tuple().digits)
    power = value.adjusted()
    if (power >= _MILLION and digits <= _SHORT_DIGITS) or digits <= _BILLION <= power:
        return format_scaled([value])
    return _group_digits(value, min(_exponent(value.normalize(_EXACT)), 0))


def format_scaled(values: Sequence[Decimal], separator: str = "") -> str:
    """Write exact numbers before the scale word of the largest: `3.375 – 3.385 trillion`."""
    power = max(values, key=abs).adjusted()
    word, scale = next(((w, s) for w, s in _WRITTEN_SCALES if power >= s), ("", 0))
    scaled = [value.scaleb(-scale, _EXACT).normalize(_EXACT) for value in values]
    texts = [_group_digits(value, min(_exponent(value), 0)) for value in scaled]
    return f"{separator.join(texts)} {word}".rstrip()


def is_whole(number: Decimal) -> bool:
    """Whether a number has no fraction, of however many digits it is."""
    return number == number.to_integral_value()


def _halve(step: Decimal) -> Decimal:
    """Return half a step, of which there are few."""
    if step not in _HALVES:
        _HALVES[step] = _EXACT.divide(step, Decimal(2))
    return _HALVES[step]


# A step is a power of ten, so that there are not many.
_HALVES: dict[Decimal, Decimal] = {}


def _qualified_ends(value: Decimal, qualifier: Qualifier, step: Decimal | None) -> Ends:
    """Return the ends of a qualified number that is not negative."""
    match qualifier:
        case "over":
            return value, None, False, False
        case "at least":
            return value, None, True, False
        case "under":
            return None, value, False, False
        case "at most":
            return None, value, False, True
    unit = _last_digit_unit(value) if value else step or Decimal(1)
    below = _subtract(value, unit)
    if qualifier == "nearly":
        return below, value, True, False
    return below, _add(value, unit), True, True


def _negate(end: Decimal | None) -> Decimal | None:
    """Return an end on the other side of zero, which itself has no sign."""
    return None if end is None else end.copy_negate() or _ZERO


def _last_digit_unit(value: Decimal) -> Decimal:
    """Return one unit of the last digit that is not zero: 100 for 1,500."""
    return Decimal(1).scaleb(_exponent(value.normalize(_EXACT)))


def _split_scale(text: str) -> tuple[str, int]:
    """Split a number from the scale word behind it; return it with the word's power of ten."""
    if text[-1:].isdigit():
        return text, 0
    lower = text.lower()
    for word, exponent in _SCALES.items():
        if lower.endswith(word):
            return text[: -len(word)].rstrip(), exponent
    return text, 0


def _parse_number(digits: str, text: str) -> tuple[Decimal, int, bool]:
    """Read a number without a scale word.

    Return it with the power of ten of its last place, and whether it has neither point nor
    exponent. `text` is for the message.
    """
    match = _NUMBER.fullmatch(digits.replace("_", ""))
    if match is None:
        raise AmountError(*_describe_misreading(text))
    sign, whole, fraction, exponent = match.groups("")
    whole = whole.replace(",", "")
    if len(whole) + len(fraction) > MOST_DIGITS or len(exponent) > _EXPONENT_DIGITS:
        raise AmountError(f"'{_shorten(text)}' is too long", _FEWER)
    place = int(exponent or 0) - len(fraction)
    number = Decimal(f"{whole}{fraction}e{place}" if place else whole)
    is_plain = not (fraction or exponent)
    return (number if sign in ("", "+") else number.copy_negate()), place, is_plain


def _describe_misreading(text: str) -> tuple[str, str]:
    """Return what is wrong with a number, and what to do."""
    if text.rstrip().endswith("%"):
        return f"'{_shorten(text)}' has a percent sign", "leave it out, the measure says it"
    return f"'{_shorten(text)}' is not a number", "write it like 3.38 trillion, 12,866 or 5.3"


def _shorten(text: str) -> str:
    return text if len(text) <= MOST_DIGITS else text[: MOST_DIGITS - 1] + "…"


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _scale(number: Decimal, scale: int, place: int) -> Decimal:
    """Multiply by a power of ten, so that the last place is `place`, or 1 where that is more."""
    scaled = number.scaleb(scale, _EXACT) if scale else number
    return scaled.quantize(_ONE, context=_EXACT) if place > 0 else scaled


def _write_to(value: Decimal, smallest: int, place: int) -> str:
    """Write a number to a place (a power of ten), with a scale word of at least `smallest`.

    Without a scale word only whole numbers and decimals can show their last place.
    """
    scales = [(word, scale) for word, scale in _WRITTEN_SCALES if scale >= smallest]
    large = [pair for pair in scales if value and value.adjusted() >= pair[1]]
    if large or (smallest > 0 and scales):
        word, scale = large[0] if large else scales[-1]
        return f"{_group_digits(value.scaleb(-scale, _EXACT), place - scale)} {word}"
    if place > 0:
        return f"{value.scaleb(-place, _EXACT):.0f}e{place}"
    return _group_digits(value, place)


def _group_digits(value: Decimal, place: int) -> str:
    return f"{value:,.{max(-place, 0)}f}"
