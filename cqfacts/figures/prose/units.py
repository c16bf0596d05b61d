"""Units of prose: money, percent, measures, and the nouns that are counted."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen
from cqfacts.figures.units import Unit

from . import currencies, words
from .nouns import find_noun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.numerals import Numeral
    from cqfacts.figures.tokens import Tokens

_AREAS = {
    "km": "km²",
    "m": "m²",
    "miles": "square miles",
    "feet": "square feet",
    "cm": "cm²",
    "mm": "mm²",
    "inches": "square inches",
    "yards": "square yards",
}
_VOLUMES = {"m": "m³", "km": "km³", "feet": "cubic feet", "cm": "cm³", "miles": "cubic miles"}
_SQUARE = frozenset(("square", "sq"))
_CUBIC = frozenset(("cubic", "cu"))
_ADJECTIVES = frozenset(lexicon.words_of("metric nautical imperial long short light calendar"))
_WEIGHTS = frozenset(
    lexicon.words_of("""
        weigh weighs weighed weighing weight heavier lighter lost catch fish baby ft feet tall
    """)
)
_POINTS = frozenset(("point", "points"))
_SCALES_OF_DEGREES = {"celsius": "°C", "c": "°C", "centigrade": "°C", "fahrenheit": "°F", "f": "°F"}
_PER = frozenset(("per", "a", "an"))
_FARTHEST_WEIGHT = 7
_COUNTED_IF_MANY = frozenset(("piece", "class", "party", "step", "stop", "time"))
_MOST_DIGITS = 9
_WEATHER = lexicon.words_of("""
    temperature temperatures degrees celsius weather heat cold warm warmer warming cooler hot hotter
    heatwave frost fridge freezer oven
""")


def read_unit(tokens: Tokens, numeral: Numeral) -> Unit:
    """Read the unit of a number; where there is none it has no text and reaches no further."""
    first, last = numeral.first, numeral.last
    if tokens[last + 1].text == "+" and tokens[last + 1].is_glued:
        last += 1
    if is_hyphen(tokens, last + 1) and tokens[last + 2].fold in ("odd", "plus"):
        # The unit stands behind: `300-odd km`.
        behind = _read_percent(tokens, first, last + 2) or _read_measure(tokens, first, last + 2)
        if behind:
            return behind
    found = (
        _read_currency_before(tokens, first, last)
        or _read_percent(tokens, first, last)
        or _read_currency_after(tokens, first, last, is_large=numeral.has_scale)
        or _read_degrees(tokens, first, last)
    )
    if found:
        return found
    if tokens[last + 1].fold == "times":
        return _make("noun", "times", first, last + 1)
    return (
        _read_measure(tokens, first, last)
        or _read_hyphened(tokens, first, last)
        or _read_noun(tokens, first, last)
        or Unit(kind="none", first=first, last=last)
    )


def _read_currency_before(tokens: Tokens, first: int, last: int) -> Unit | None:
    found = currencies.read_sign(tokens, first - 1)
    return _make("currency", found[0], found[1], last) if found else None


def _make(kind: str, text: str | None, first: int, last: int) -> Unit:
    return Unit(kind=kind, text=text, first=first, last=last)  # type: ignore[arg-type]  # one of them


def _read_percent(tokens: Tokens, first: int, last: int) -> Unit | None:
    if tokens[last + 1].opens_block:
        return None
    start = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    word, second, third = tokens[start], tokens[start + 1], tokens[start + 2]
    if is_hyphen(tokens, start + 1):
        second, third = tokens[start + 2], tokens[start + 3]
    if word.fold in words.PERCENT or (word.fold, second.fold) == ("per", "cent"):
        end = start + 1 if word.fold == "per" else start
        behind = tokens[end + 1]
        if behind.fold in _POINTS and word.fold in words.PERCENT:
            return _make("measure", "pp", first, end + 1)
        return _make("percent", "%", first, end)
    if word.fold == "percentage" and second.fold in _POINTS:
        end = start + (2 if is_hyphen(tokens, start + 1) else 1)
        return _make("measure", "pp", first, end)
    if word.fold == "basis" and (second.fold in _POINTS or third.fold in _POINTS):
        end = start + (2 if is_hyphen(tokens, start + 1) else 1)
        return _make("measure", "basis points", first, end)
    return None


def _read_currency_after(
    tokens: Tokens, first: int, last: int, *, is_large: bool = False
) -> Unit | None:
    start = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    after = tokens[start]
    if after.opens_block:
        return None
    if after.fold in ("pound", "pounds"):
        is_weight = not is_large and any(
            tokens[index].fold in _WEIGHTS
            for index in range(max(first - _FARTHEST_WEIGHT, 0), last + _FARTHEST_WEIGHT)
        )
        if is_weight:
            return _make("measure", "lb", first, start)
    if after.fold == "p" and tokens[start + 2].fold == "m":
        return None
    found = currencies.read_name(tokens, start)
    return _make("currency", found[0], first, found[1]) if found else None


def _read_degrees(tokens: Tokens, first: int, last: int) -> Unit | None:
    sign, letter = tokens[last + 1], tokens[last + 2]
    start = last + 1
    if sign.text in ("°", "º") or sign.fold in ("degree", "degrees"):
        if letter.fold in _SCALES_OF_DEGREES:
            return _make("measure", _SCALES_OF_DEGREES[letter.fold], first, start + 1)
        hyphen = is_hyphen(tokens, start + 1)
        if hyphen and tokens[start + 2].fold in _SCALES_OF_DEGREES:
            return _make("measure", _SCALES_OF_DEGREES[tokens[start + 2].fold], first, start + 2)
        return _make("measure", "degrees", first, start)
    if sign.fold in ("℃", "℉"):
        return _make("measure", "°C" if sign.fold == "℃" else "°F", first, start)
    if sign.fold in ("celsius", "centigrade", "fahrenheit"):
        return _make("measure", _SCALES_OF_DEGREES[sign.fold], first, start)
    if sign.text in ("C", "F") and (
        sign.is_glued or tokens.names_any(("temperature", "temperatures"))
    ):
        return _make("measure", f"°{sign.text}", first, start)
    if is_hyphen(tokens, last + 1) and letter.fold in ("degree", "degrees"):
        return _make("measure", "degrees", first, last + 2)
    return None


def _read_measure(tokens: Tokens, first: int, last: int) -> Unit | None:
    start = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    after = tokens[start]
    if after.opens_block or after.kind not in ("word", "number"):
        return None
    if after.fold == "of" and tokens[start + 1].fold in _PER - {"per"}:
        return _read_part_of(tokens, first, start + 2)
    if after.text == "m" and after.is_glued and tokens[first - 1].fold in ("h", "hr", "hrs"):
        return _make("measure", "minute", first, start)
    if after.text in words.SCALED_UNITS:
        return _read_scaled(tokens, first, start)
    if after.fold in _SQUARE or after.fold in _CUBIC:
        return _read_square(tokens, first, start)
    if after.text in ("t", "g") and tokens[last].kind == "number":
        return _make("measure", after.text, first, start)
    if after.is_glued and start == last + 1 and after.fold in words.GLUED:
        return _read_glued(tokens, first, start)
    found = _read_two_words(tokens, first, start)
    if found:
        return found
    unit = words.MEASURES.get(after.fold)
    if unit is None or not _is_written_so(tokens, start, unit):
        return None
    return _read_rate(tokens, unit, first, start)


def _read_scaled(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read `Mt`, `Bm3`, `bcm`, whose scale is the number's."""
    text, third = tokens[start].text, tokens[start + 1]
    unit = words.SCALED_UNITS[text][1]
    is_cubed = third.is_glued and third.text in ("3", "³")
    is_whole = unit == "t" or is_cubed or text.casefold() in ("bcm", "mcm")
    return _make("measure", unit, first, start + is_cubed) if is_whole else None


def _read_part_of(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read the unit of `0.3 of a second`, `0.2 of a percentage point`."""
    word = tokens[start].fold
    if word in ("percentage", "percent") and tokens[start + 1].fold == "point":
        return _make("measure", "pp", first, start + 1)
    unit = words.MEASURES.get(word) or words.TIMES.get(word)
    is_part = "." in tokens[start - 3].text and unit is not None
    return _make("measure", unit, first, start) if is_part else None


def _read_square(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read `square kilometres`, `sq. m`, `cubic-metre`."""
    end = start + 1
    if is_hyphen(tokens, end) or tokens[end].text == ".":
        end += 1
    table = _AREAS if tokens[start].fold in _SQUARE else _VOLUMES
    unit = table.get(words.MEASURES.get(tokens[end].fold, ""))
    return _make("measure", unit, first, end) if unit else None


def _read_two_words(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read `metric tons`, `nautical miles`, `megawatt-hours`."""
    word = tokens[start].fold
    end = start + (2 if is_hyphen(tokens, start + 1) else 1)
    unit = words.MEASURES.get(tokens[end].fold)
    if word in _ADJECTIVES and unit:
        is_plain = unit == "t" or word == "calendar"
        return _make("measure", unit if is_plain else f"{word} {tokens[end].fold}", first, end)
    hours = words.WATT_HOURS.get(word.rstrip("s"))
    is_energy = hours is not None and tokens[end].fold in ("hour", "hours")
    return _make("measure", hours, first, end) if is_energy else None


def _read_glued(tokens: Tokens, first: int, start: int) -> Unit | None:
    fold = tokens[start].fold
    if tokens[start].text == "H" and tokens[start - 1].text in ("1", "2"):
        return None
    if tokens[start].text == "G" or (fold == "s" and tokens[start - 1].text[-1:] == "0"):
        return None
    if tokens[start].text == "c" and not tokens.names_any(_WEATHER):
        return _make("currency", "cents", first, start)
    return _make("measure", words.GLUED[fold], first, start)


def _is_written_so(tokens: Tokens, index: int, unit: str) -> bool:
    """Whether letters that could be a word are the sign of a unit there."""
    token = tokens[index]
    if token.fold in ("m", "w"):
        return token.text in ("m", "W")
    if token.fold == "mt":
        return token.text == "MT"
    if token.fold == "mb":
        return token.text != "mb"
    if token.fold == "mu":
        return token.text == "mu"
    if unit == "stone":
        return tokens[index - 1].kind == "number" and tokens[index + 1].kind == "number"
    return True


def _read_rate(tokens: Tokens, unit: str, first: int, last: int) -> Unit:
    """Return a unit, or the speed that it makes with what it is divided by."""
    slash, divisor = tokens[last + 1], tokens[last + 2]
    if (
        slash.text == "/"
        and divisor.fold in ("h", "hr", "hour", "s", "second")
        and unit in words.SPEEDS
    ):
        text = "m/s" if divisor.fold in ("s", "second") else words.SPEEDS[unit]
        return _make("measure", text, first, last + 2)
    if unit == "km" and tokens[last + 1].kind == "number" and tokens[last + 1].text == "2":
        return _make("measure", "km²", first, last + 1)
    if unit == "m" and tokens[last + 1].is_glued and tokens[last + 1].text in ("2", "3"):
        return _make("measure", "m²" if tokens[last + 1].text == "2" else "m³", first, last + 1)
    if slash.fold in _PER or is_hyphen(tokens, last + 1):
        word = tokens[last + 2] if slash.fold in _PER else tokens[last + 4]
        is_per = slash.fold in _PER or tokens[last + 2].fold in _PER
        if is_per and unit in words.SPEEDS and word.fold in ("hour", "second"):
            end = last + 2 if slash.fold in _PER else last + 4
            is_second = word.fold == "second"
            speed = words.SPEEDS[unit]
            if is_second:
                speed = f"{unit}/s"
            return _make("measure", "km/h" if unit == "km" and not is_second else speed, first, end)
    return _make("measure", unit, first, last)


def _read_hyphened(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read what a thing has so many of: `a 300-bed hospital`, `three-tier`, `34-year-old`."""
    if not is_hyphen(tokens, last + 1):
        return None
    after = tokens[last + 2]
    if after.kind != "word" or not after.text.islower() or _is_set_phrase(tokens, last):
        return None
    if is_hyphen(tokens, last + 3) and tokens[last + 4].fold not in ("old", "long", "per", "a"):
        noun = tokens[last + 4]
        if noun.kind == "word" and noun.text.islower() and after.fold not in ("year", "day"):
            return _make("hyphen", noun.text, first, last + 4)
    return _make("hyphen", after.text, first, last + 2)


def _is_set_phrase(tokens: Tokens, last: int) -> bool:
    """Whether a number and a word make a phrase of their own; of many pieces they do not."""
    word, digits = tokens[last + 2].fold, tokens[last].text
    is_many = digits.isdigit() and int(digits[:_MOST_DIGITS]) > words.DOZEN
    return word in words.SET_PHRASES and not (is_many and word in _COUNTED_IF_MANY)


def _read_noun(tokens: Tokens, first: int, last: int) -> Unit | None:
    if is_hyphen(tokens, last + 1) and tokens[last + 2].fold in ("odd", "plus"):
        last += 2
    found = find_noun(tokens, last + 1)
    if found is None:
        return None
    return _make("noun", found.text, first, found.last)
