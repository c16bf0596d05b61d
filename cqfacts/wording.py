"""Wording: amounts, intervals and measures as people read them. Colour and layout are elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from .amount import find_scale, format_number
from .rounding import find_common_digits, place_of_difference, widen_to

if TYPE_CHECKING:
    from .amount import Amount, Qualifier
    from .interval import Interval
    from .model import Fact, Measure, Status
    from .period import Period, Step

MINUS = "\N{MINUS SIGN}"

_SIGNS: dict[Qualifier, str] = {
    "over": ">",
    "at least": "≥",
    "under": "<",
    "at most": "≤",
    "about": "≈",
    "nearly": "nearly",
}
_CURRENCY_LETTERS = 3
_TENTH = -1
_HUNDREDTH = -2
_STEP_NAMES: dict[Step, str] = {
    "year": "year",
    "half": "half-year",
    "quarter": "quarter",
    "month": "month",
    "day": "day",
}


def describe_amount(fact: Fact, *, with_unit: bool = True) -> str:
    """Return a fact's figure with its qualifier and unit: `> CNY 3.37 trillion`, `top 5`.

    A fact of text has none, and gives an empty string.
    """
    if fact.amount is None:
        return ""
    unit = fact.unit if with_unit else None
    number = _describe_written(fact.amount)
    if fact.measure == "rank":
        described = f"top {number}" if fact.amount.qualifier == "at most" else f"No. {number}"
    elif fact.measure == "streak":
        described = _qualify(f"{number} {'year' if number == '1' else 'years'}", fact.amount.qualifier)
    else:
        described = _qualify(_with_unit(number, unit), fact.amount.qualifier)
    if fact.each and fact.period:
        described += f" each {_STEP_NAMES[fact.period.step]}"
    return described


def describe_measure(
    measure: Measure, of: str | None = None, base: Period | None = None, status: Status = "actual"
) -> str:
    """Return what a figure is: `share of western China`, `growth (target)`."""
    words = {
        "level": f"level: {of}",
        "change": f"change from {of}",
        "growth": f"growth: {of}",
        "share": f"share of {of}",
        "multiple": f"multiple: {of}",
        "rank": f"rank within {of}",
        "streak": f"streak: {of}",
    }
    described = words[measure] if of else str(measure)
    if base:
        described += f" of {base}" if measure == "multiple" else f" on {base}"
    return described if status == "actual" else f"{described} ({status})"


def describe_range(interval: Interval, unit: str | None = None) -> str:
    """Return an interval with its exact ends: `3.375 – 3.385 trillion`, `> 3.37 trillion`."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return _with_unit(_sign(format_number(low)), unit)
    if low is not None and high is not None:
        word, scale = find_scale(max(abs(low), abs(high)))
        ends = [_sign(_plain(end.scaleb(-scale))) for end in (low, high)]
        return _with_unit(f"{ends[0]} – {ends[1]} {word}".rstrip(), unit)
    return _describe_open(interval, unit, lambda number: _sign(format_number(number)))


def describe_change(interval: Interval, unit: str | None = None) -> str:
    """Return a difference with its sign, in the digits that both ends round to: `+0.34 million`."""
    return _describe_computed(interval, unit, lambda number, step: _plus(format_number(number, step)))


def describe_percent_change(interval: Interval) -> str:
    """Return a change in percent, to a tenth at most: `+36 %`, `> +35.5 %`."""
    return _describe_computed(interval, "%", lambda n, step: _plus(_plain(n, step)), _TENTH)


def describe_points(interval: Interval) -> str:
    """Return a difference of percentages, to a hundredth at most: `−0.8 pp`."""
    return _describe_computed(interval, "pp", lambda n, step: _plus(_plain(n, step)), _HUNDREDTH)


def describe_share(interval: Interval) -> str:
    """Return a share in percent, to a tenth at most: `46.5 %`."""
    return _describe_computed(interval, "%", _plain, _TENTH)


def describe_ratio(interval: Interval) -> str:
    """Return how many times one is the other, to a hundredth at most: `2.15 ×`."""
    return _describe_computed(interval, "×", _plain, _HUNDREDTH)


def describe_places(interval: Interval) -> str:
    """Return a difference of ranks: `up 1 place`, `down 3 places`."""
    number = interval.low if interval.low == interval.high else None
    if number is None:
        return _describe_computed(interval, "places", lambda n, step: _plus(_plain(n, step)), 0)
    if number == 0:
        return "same place"
    count = abs(number)
    return f"{'up' if number < 0 else 'down'} {count} {'place' if count == 1 else 'places'}"


def is_symbol(unit: str | None) -> bool:
    """Whether a unit is so short that it stands with every number: `%`, `×`, `CNY`."""
    return unit in {"%", "×"} or is_currency(unit)


def is_currency(unit: str | None) -> bool:
    """Whether a unit is a currency code as ISO 4217 writes them, which stand before the number."""
    return (
        unit is not None and len(unit) == _CURRENCY_LETTERS and unit.isascii() and unit.isupper()
    )


def _describe_written(amount: Amount) -> str:
    """Return a number as it was printed, with its digits grouped."""
    written = amount.written
    if amount.step is None:
        return _sign(format_number(amount.value))
    has_groups = "," in written or "_" in written
    digits = written.lstrip("+-" + MINUS)
    if digits.replace(".", "").isdigit() and len(digits.partition(".")[0]) > 3 and not has_groups:  # noqa: PLR2004
        return _sign(format_number(amount.value, amount.step))
    return _sign(written.replace("_", ","))


def _qualify(text: str, qualifier: Qualifier | None) -> str:
    return f"{_SIGNS[qualifier]} {text}" if qualifier else text


def _with_unit(number: str, unit: str | None) -> str:
    if not unit:
        return number
    return f"{unit} {number}" if is_currency(unit) else f"{number} {unit}"


def _sign(number: str) -> str:
    return MINUS + number[1:] if number.startswith("-") else number


def _plus(number: str) -> str:
    return number if number.startswith("-") or not number.strip("0.,") else f"+{number}"


def _plain(number: Decimal, step: Decimal | None = None) -> str:
    """Write a number without a scale word, to the place of a step or else as long as it is."""
    place = step.as_tuple().exponent if step else None
    if isinstance(place, int):
        return f"{number:,.{max(-place, 0)}f}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_Write = Callable[[Decimal, "Decimal | None"], str]


def _describe_computed(
    interval: Interval, unit: str | None, write: _Write, finest: int | None = None
) -> str:
    """Return a computed interval: its common digits, else its ends rounded away from each other.

    `finest` is the power of ten of the last place written, None for all of them.
    """
    low, high = interval.low, interval.high
    if low is None or high is None:
        rounded = interval if finest is None else widen_to(interval, finest)
        return _describe_open(rounded, unit, lambda number: _sign(write(number, None)))
    if low == high and finest is None:
        return _with_unit(_sign(write(low, None)), unit)
    if common := find_common_digits(interval, finest):
        return _with_unit(_sign(write(*common)), unit)
    place = place_of_difference(interval)
    rounded = widen_to(interval, place if finest is None else max(place, finest))
    ends = [_sign(write(end, None)) for end in (rounded.low, rounded.high) if end is not None]
    return _with_unit(" … ".join(ends), unit)


def _describe_open(interval: Interval, unit: str | None, write: Callable[[Decimal], str]) -> str:
    """Return an interval with one end or none."""
    if interval.low is not None:
        return f"{'≥' if interval.low_closed else '>'} {_with_unit(write(interval.low), unit)}"
    if interval.high is not None:
        return f"{'≤' if interval.high_closed else '<'} {_with_unit(write(interval.high), unit)}"
    return "any number"
