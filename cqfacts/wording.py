"""Wording: amounts, intervals and measures as people read them. Colour and layout are elsewhere."""

from __future__ import annotations

from decimal import Decimal

from .amount import format_number, format_scaled
from .interval import Interval
from .rounding import find_common_digits, place_of_difference, widen_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .amount import Amount, Qualifier
    from .model import Fact, Measure, Source, Status
    from .period import Period, Step
    from .store import Store

MINUS = "\N{MINUS SIGN}"
JOIN = "\N{NO-BREAK SPACE}"
"""Stands between a sign, a number, its scale word and its unit, which belong on one line."""

RANGE = f"{JOIN}…{JOIN}"
"""Stands between the ends of a computed range."""


_SIGNS: dict[Qualifier, str] = {
    "over": ">",
    "at least": "≥",
    "under": "<",
    "at most": "≤",
    "about": "≈",
    "nearly": "nearly",
}
# A qualifier speaks of the magnitude: what fell by over 70 % is below −70 %.
_SIGNS_BELOW_ZERO: dict[Qualifier, str] = {
    **_SIGNS,
    "over": "<",
    "at least": "≤",
    "under": ">",
    "at most": "≥",
}
# Units that stores write in the singular, as they are read behind a number.
IMPLIED_MARK = "*"
IMPLIED = "The document implies the period and does not print it"

_PLURALS = {
    "person": "people",
    **{unit: f"{unit}s" for unit in ("year", "month", "week", "day", "hour", "minute", "second")},
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CURRENCY_LETTERS = 3
_THOUSANDS = 3
_HUNDRED = Decimal(100)
_TENTH = -1
_HUNDREDTH = -2
# The last place of a difference that is not zero and yet smaller than others are written.
_FINEST = -12
_STEP_NAMES: dict[Step, str] = {
    "year": "year",
    "half": "half-year",
    "quarter": "quarter",
    "month": "month",
    "day": "day",
}


def describe_amount(fact: Fact, *, alone: bool = True) -> str:
    """Return a figure with its qualifier and unit: `> CNY 3.37 trillion`, `< −70 %`, `top 5`.

    A fact of text has none, and gives an empty string. A figure that does not stand alone, but
    under a heading and in the row of its period, goes without a unit that is a word and without
    `each year`.
    """
    if fact.amount is None:
        return ""
    unit = fact.unit if alone or is_symbol(fact.unit) else None
    number = _describe_written(fact.amount)
    if fact.measure == "rank":
        is_top = fact.amount.qualifier == "at most"
        described = f"top {number}" if is_top else _qualify(f"No. {number}", fact.amount)
    elif fact.measure == "streak":
        described = _qualify(f"{number} {'year' if number == '1' else 'years'}", fact.amount)
    else:
        described = _qualify(_with_unit(number, unit), fact.amount)
    if fact.each and fact.period and alone:
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


def name_reference(store: Store, of: str | None) -> str | None:
    """Return what a fact is of in words: the label where it is the key of an indicator."""
    return store.indicator(of).label if of and of in store.keys else of


def describe_range(interval: Interval, unit: str | None = None) -> str:
    """Return an interval with its exact ends: `3.375 – 3.385 trillion`, `> 3.37 trillion`."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return _with_unit(_sign(format_number(low)), unit)
    if low is not None and high is not None:
        return _with_unit(_sign(format_scaled([low, high], " – ")), unit)
    return _describe_open(interval, unit, lambda number: _sign(format_number(number)))


def describe_change(interval: Interval, unit: str | None = None) -> str:
    """Return a difference with its sign, in the digits that both ends share: `+0.34 million`."""
    low, high = interval.low, interval.high
    if low is None or high is None:
        return _describe_open(interval, unit, lambda number: _plus(_format_computed(number)))
    if low == high:
        return _with_unit(_plus(format_number(low)), unit)
    if common := find_common_digits(interval):
        return _with_unit(_plus(format_number(*common)), unit)
    # An end on each side of zero is small beside the width, and needs a digit more.
    is_either = low < 0 < high
    rounded = widen_to(interval, place_of_difference(interval) - is_either)
    ends = [end for end in (rounded.low, rounded.high) if end is not None]
    return _with_unit(_plus(format_scaled(ends, RANGE)), unit)


def describe_percent_change(interval: Interval) -> str:
    """Return a change in percent, to a tenth at most: `+36 %`, `> +35.5 %`.

    What is above 0 cannot lose more than 100 %, so that a limit there says nothing.
    """
    if interval.low == -_HUNDRED and not interval.low_closed:
        interval = Interval(high=interval.high, high_closed=interval.high_closed)
    return _describe_decimal(interval, "%", _TENTH, signed=True)


def describe_points(interval: Interval) -> str:
    """Return a difference of percentages, to a hundredth at most: `−0.8 pp`."""
    return _describe_decimal(interval, "pp", _HUNDREDTH, signed=True)


def describe_share(interval: Interval) -> str:
    """Return a share in percent, to a tenth at most: `46.5 %`."""
    return _describe_decimal(interval, "%", _TENTH)


def describe_ratio(interval: Interval) -> str:
    """Return how many times one is the other, to a hundredth at most: `2.15 ×`."""
    return _describe_decimal(interval, "×", _HUNDREDTH)


def describe_places(interval: Interval) -> str:
    """Return a difference of ranks: `up 1 place`, `down 3 places`."""
    number = interval.low if interval.low == interval.high else None
    if number is None:
        return _describe_decimal(interval, "places", 0, signed=True)
    if number == 0:
        return "same place"
    count = abs(number)
    return f"{'up' if number < 0 else 'down'} {count} {'place' if count == 1 else 'places'}"


def describe_source(source: Source) -> str:
    """Return a document in one line: publisher, title and date."""
    words = [source.publisher, f"“{source.title}”", source.published and str(source.published)]
    return ", ".join(word for word in words if word)


def is_symbol(unit: str | None) -> bool:
    """Whether a unit is so short that it stands with every number: `%`, `×`, `CNY`."""
    return unit in {"%", "×"} or is_currency(unit)


def describe_unit(unit: str | None) -> str | None:
    """Return a unit for a heading, `in homes`; None for one that stands with every number."""
    return f"in {unit}" if unit and not is_symbol(unit) else None


def describe_note(fact: Fact) -> str | None:
    """Return what a reader must know of a fact: its note, and whether its period is implied."""
    implied = IMPLIED if fact.implied else None
    return ". ".join(part for part in (implied, fact.note) if part) or None


def number_note(place: int) -> str:
    """Return the sign that refers to the note at a place in a list: a raised number, from ¹."""
    return str(place + 1).translate(_SUPERSCRIPTS)


def is_currency(unit: str | None) -> bool:
    """Whether a unit is a currency code as ISO 4217 writes them, which stand before the number."""
    return unit is not None and len(unit) == _CURRENCY_LETTERS and unit.isascii() and unit.isupper()


def _describe_written(amount: Amount) -> str:
    """Return a number as it was printed, with its digits grouped."""
    written = amount.written
    if amount.step is None:
        return _sign(format_number(amount.value))
    has_groups = "," in written or "_" in written
    digits = written.lstrip("+-" + MINUS)
    if "e" in digits.lower():
        return _sign(format_number(amount.value, amount.step))
    if digits.replace(".", "").isdigit() and len(digits.partition(".")[0]) > 3 and not has_groups:  # noqa: PLR2004
        return _sign(format_number(amount.value, amount.step))
    return _sign(written.replace("_", ","))


def _qualify(text: str, amount: Amount) -> str:
    if amount.qualifier is None:
        return text
    signs = _SIGNS_BELOW_ZERO if amount.value.is_signed() else _SIGNS
    return f"{signs[amount.qualifier]}{JOIN}{text}"


def _with_unit(number: str, unit: str | None) -> str:
    if not unit:
        return number
    if unit in _PLURALS and number != "1":
        unit = _PLURALS[unit]
    return f"{unit}{JOIN}{number}" if is_currency(unit) else f"{number}{JOIN}{unit}"


def _sign(number: str) -> str:
    """Return a number with a minus sign for every hyphen, and its scale word joined to it."""
    number, space, word = number.replace("-", MINUS).rpartition(" ")
    return f"{number}{JOIN if space else ''}{word}"


def _plus(number: str) -> str:
    """Return a number, or a range of two, with the sign of each."""
    ends = number.split(RANGE)
    return _sign(
        RANGE.join(
            end if end.startswith("-") or not end.strip("0., ") else f"+{end}" for end in ends
        )
    )


def _plain(number: Decimal, step: Decimal | None = None) -> str:
    """Write a number without a scale word, to the place of a step or else as long as it is."""
    place = step.as_tuple().exponent if step else None
    if isinstance(place, int):
        return f"{number:,.{max(-place, 0)}f}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _format_computed(number: Decimal) -> str:
    """Write an exact number that was computed, with a scale word unless it is as short without."""
    is_round = number.adjusted() > _THOUSANDS and number % 1000 == 0
    return format_scaled([number]) if is_round else format_number(number)


def _describe_decimal(interval: Interval, unit: str, finest: int, *, signed: bool = False) -> str:
    """Return a computed interval as plain decimals, to the place 10**finest at most.

    That is the digits its ends share, else its ends rounded away from each other.
    """

    def write(number: Decimal, step: Decimal | None = None) -> str:
        text = _plain(number, step)
        return _plus(text) if signed else _sign(text)

    if interval.low is None or interval.high is None:
        return _describe_open(widen_to(interval, finest), unit, write)
    if interval.low > 0 or interval.high < 0:
        # What is not zero is not written as zero.
        least = min(abs(interval.low), abs(interval.high))
        finest = min(finest, max(least.adjusted(), _FINEST))
    if common := find_common_digits(interval, finest, max(finest, 0)):
        return _with_unit(write(*common), unit)
    rounded = widen_to(interval, max(place_of_difference(interval), finest))
    ends = [end for end in (rounded.low, rounded.high) if end is not None]
    # Both ends are written to the same place.
    step = min((Decimal(1).scaleb(_place_of(end)) for end in ends), default=None)
    texts = [write(end, step) for end in ends]
    return _with_unit(RANGE.join(texts), unit)


def _place_of(number: Decimal) -> int:
    """Return the power of ten of the last digit that is not zero, at most 0."""
    exponent = number.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def _describe_open(interval: Interval, unit: str | None, write: Callable[[Decimal], str]) -> str:
    """Return an interval with one end or none."""
    if interval.low is not None:
        return f"{'≥' if interval.low_closed else '>'}{JOIN}{_with_unit(write(interval.low), unit)}"
    if interval.high is not None:
        return (
            f"{'≤' if interval.high_closed else '<'}{JOIN}{_with_unit(write(interval.high), unit)}"
        )
    return "any number"
