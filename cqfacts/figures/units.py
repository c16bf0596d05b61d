"""Units: what stands before or behind a number and says of what it is one."""

from __future__ import annotations

from cqfacts.record import Record, replace

from .money import find_name, find_sign
from .nouns import find_noun, is_plural
from .vocabulary import MONEY, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .money import Currency
    from .numbers import Numeral
    from .tokens import Tokens

    UnitKind = Literal["percent", "currency", "measure", "noun", "hyphen", "none"]

_POINTS = frozenset(("point", "points", "pts"))
_DEGREES = frozenset(("°", "º", "degree", "degrees"))
_SCALES_OF_DEGREES = {"c": "°C", "f": "°F", "celsius": "°C", "centigrade": "°C", "fahrenheit": "°F"}
_GLUED = _SCALES_OF_DEGREES | {"in": "inches", "st": "stone"}
_PERCENT = "%"
_MINUS_SIGNS = frozenset("-−")
_FARTHEST_WEIGHT = 7
_MANY = 12
_MOST_DIGITS = 9
_STONE = "stone"
_THOSE = frozenset(("the", "those", "these", "its", "their", "our", "his", "her"))
# Words as well, which are units in their own letters alone.
_OWN_LETTERS = frozenset(("mu", "pc", "pp"))


class Unit(Record):
    """A unit as a store spells it; the tokens of it and of the number are `first` to `last`.

    What is counted stands as printed. `may_be` are currencies that the same print may mean,
    `is_negative` says that a minus stands between sign and number, and `doubt` what is unsure.
    """

    kind: UnitKind
    text: str | None = None
    first: int
    last: int
    may_be: tuple[str, ...] = ()
    is_negative: bool = False
    doubt: str | None = None


def normalize_unit(unit: str) -> str:
    """Return a unit as a store spells it: `CNY` for yuan, `%` for percent, `km` for kilometers.

    A unit is found in its own case first: `TWh`, `mW`. Any other comes back in small letters where
    only its first letter is a capital, and as it is where others are.
    """
    folded = " ".join(unit.casefold().split())
    known = UNITS.by_symbol.get(unit) or UNITS.by_word.get(folded)
    if known or folded == "per cent":
        return known or _PERCENT
    if folded in ("percentage points", "percentage point"):
        return "pp"
    codes = MONEY.by_name.get(folded) or MONEY.by_sign.get(folded)
    if unit.upper() in MONEY.codes:
        return unit.upper()
    if codes:
        return codes[0]
    place, _, name = folded.rpartition(" ")
    for code in MONEY.by_name.get(name, ()):
        if set(place.replace(".", " ").split()) & {*MONEY.places[code], "u"} and name:
            return code
    return folded if unit.capitalize() == unit or unit.istitle() or unit.islower() else unit


def is_firm_unit(unit: str) -> bool:
    """Whether a unit means the same wherever it stands: percent, money, or a physical measure.

    What is counted is not firm: residents are people, and trips may be called trains.
    """
    known = normalize_unit(unit)
    is_known = known in UNITS.by_symbol or known in UNITS.names or known in MONEY.units
    return is_known and known not in UNITS.counted


def is_money(unit: str | None) -> bool:
    """Whether a unit is a currency, or a part of one."""
    return unit in MONEY.units


def find_size(unit: str | None) -> tuple[str, int] | None:
    """Return what a unit of time is a form of, and how many of the smallest one it is."""
    known = normalize_unit(unit) if unit else ""
    return (UNITS.dimensions[known], UNITS.sizes[known]) if known in UNITS.sizes else None


def read_unit(tokens: Tokens, numeral: Numeral) -> Unit:
    """Read the unit of a number; where there is none it has no text and reaches no further."""
    first, last = numeral.first, numeral.last
    if tokens[last + 1].text == "+" and tokens[last + 1].is_glued:
        last += 1
    if tokens.is_hyphen(last + 1) and tokens[last + 2].fold in ("odd", "plus"):
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
        return Unit(kind="noun", text="times", first=first, last=last + 1)
    return (
        _read_measure(tokens, first, last)
        or _read_hyphened(tokens, first, last)
        or _read_noun(tokens, first, last)
        or Unit(kind="none", first=first, last=last)
    )


def _make_currency(found: Currency, first: int, last: int, doubt: str | None = None) -> Unit:
    if not found.is_told:
        doubt = f"the sign is that of {found.code} and of {' and '.join(found.may_be)}"
    return Unit(
        kind="currency", text=found.code, first=first, last=last, may_be=found.may_be, doubt=doubt
    )


def _read_currency_before(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `RMB 3`, `$3`, `US $3`, `Rs. 3`, `€-3`."""
    found = find_sign(tokens, first - 1)
    if found:
        return _make_currency(found, found.first, last)
    sign = tokens[first - 1]
    if sign.text not in _MINUS_SIGNS or not sign.is_glued or not tokens[first].is_glued:
        return None
    found = find_sign(tokens, first - 2)
    return replace(_make_currency(found, found.first, last), is_negative=True) if found else None


def _read_percent(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `%`, `percent`, `per cent`, `percentage points`, `pp`, `basis points`."""
    if tokens[last + 1].opens_block:
        return None
    start = tokens.skip_hyphen(last + 1)
    word, behind = tokens[start], tokens.skip_hyphen(start + 1)
    second, third = tokens[behind].fold, tokens[behind + 1].fold
    if word.text == ")" and tokens[first - 1].text == "(" and tokens[start + 1].text == _PERCENT:
        # As accounts write what is below zero: `(6.1)%`.
        return Unit(
            kind="percent", text=_PERCENT, first=first - 1, last=start + 1, is_negative=True
        )
    is_percent = UNITS.by_word.get(word.fold) == _PERCENT or word.text == _PERCENT
    if is_percent and (word.fold != "pc" or word.text == "pc"):
        if second in _POINTS:
            return Unit(kind="measure", text="pp", first=first, last=behind)
        return Unit(kind="percent", text=_PERCENT, first=first, last=start)
    if (word.fold, second) == ("per", "cent"):
        if third in _POINTS:
            return Unit(kind="measure", text="pp", first=first, last=behind + 1)
        return Unit(kind="percent", text=_PERCENT, first=first, last=behind)
    if word.fold == "percentage" and second in _POINTS:
        return Unit(kind="measure", text="pp", first=first, last=behind)
    if word.fold == "basis" and second in _POINTS:
        return Unit(kind="measure", text="basis points", first=first, last=behind)
    return None


def _read_currency_after(
    tokens: Tokens, first: int, last: int, *, is_large: bool = False
) -> Unit | None:
    """Read `3 euros`, `12 €`, `3 Hong Kong dollars`, `85p`."""
    start = tokens.skip_hyphen(last + 1)
    after = tokens[start]
    if after.opens_block:
        return None
    if after.fold in ("pound", "pounds"):
        is_weight = not is_large and any(
            tokens[index].fold in UNITS.weights
            for index in range(max(first - _FARTHEST_WEIGHT, 0), last + _FARTHEST_WEIGHT)
        )
        if is_weight:
            return Unit(kind="measure", text="lb", first=first, last=start)
    if after.fold == "p" and tokens[start + 2].fold == "m":
        return None
    found = find_name(tokens, start)
    if found:
        return _make_currency(found, first, found.last)
    is_strange = after.kind == "word" and after.text.islower() and after.fold not in NOUNS.stops
    beyond = find_name(tokens, start + 1) if is_strange and start == last + 1 else None
    if beyond is None or after.fold in NUMBERS.scales or after.is_glued:
        return None
    doubt = None if after.fold in NOUNS.between else f"'{after.text}' stands before the currency"
    return _make_currency(beyond, first, beyond.last, doubt)


def _read_degrees(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `38°C`, `38 degrees`, `100 degrees F`, `38C`, `2-degree`."""
    start = tokens.skip_hyphen(last + 1)
    sign = tokens[start]
    if sign.fold in _DEGREES:
        behind = tokens.skip_hyphen(start + 1)
        scale = _SCALES_OF_DEGREES.get(tokens[behind].fold)
        is_scale = scale is not None and (
            len(tokens[behind].fold) > 1 or tokens[behind].text.isupper()
        )
        end = behind if is_scale else start
        return Unit(kind="measure", text=scale if is_scale else "degrees", first=first, last=end)
    if sign.fold in ("celsius", "centigrade", "fahrenheit"):
        return Unit(kind="measure", text=_SCALES_OF_DEGREES[sign.fold], first=first, last=start)
    if sign.text in ("C", "F") and (sign.is_glued or tokens.names_any(UNITS.weather)):
        return Unit(kind="measure", text=f"°{sign.text}", first=first, last=start)
    return None


def _read_measure(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `km`, `square kilometres`, `metric tons`, `kWh`, `12 Mt`, `0.3 of a second`."""
    start = tokens.skip_hyphen(last + 1)
    after = tokens[start]
    if after.opens_block or after.kind not in ("word", "number", "sign"):
        return None
    if after.fold == "of" and tokens[start + 1].fold in ("a", "an"):
        return _read_part_of(tokens, first, start + 2)
    if after.text == "m" and after.is_glued and tokens[first - 1].fold in ("h", "hr", "hrs"):
        return Unit(kind="measure", text="minute", first=first, last=start)
    if after.text in NUMBERS.scaled_units or after.text.lower() in NUMBERS.scaled_units:
        return _read_scaled(tokens, first, start)
    found = find_measure(tokens, start)
    if found:
        return Unit(kind="measure", text=found[0], first=first, last=found[1])
    if after.is_glued and start == last + 1 and after.fold in UNITS.glued_letters:
        return _read_glued(tokens, first, start)
    return None


def find_measure(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """Find the unit of measure that starts at a token; return it with its last token."""
    token = tokens[start]
    fold = token.fold
    for phrase, unit in UNITS.by_phrase.get(fold, ()):
        end = _match_phrase(tokens, start, phrase)
        if end is not None:
            return unit, end
    if fold in UNITS.plain_adjectives or fold in UNITS.other_adjectives:
        unit = UNITS.by_word.get(tokens[start + 1].fold, "")
        if not UNITS.dimensions.get(unit):
            return None
        return (unit if fold in UNITS.plain_adjectives else f"{fold} {unit}", start + 1)
    joined = f"{token.text}{tokens[start + 1].text}{tokens[start + 2].text}"
    if tokens[start + 1].text == "/" and (
        joined in UNITS.by_symbol or joined.casefold() in UNITS.by_word
    ):
        return UNITS.by_symbol.get(joined) or UNITS.by_word[joined.casefold()], start + 2
    squared = f"{token.text}{tokens[start + 1].text}"
    if (
        tokens[start + 1].is_glued
        and squared.casefold() in UNITS.by_word
        and squared[-1:].isdigit()
    ):
        return UNITS.by_word[squared.casefold()], start + 1
    unit = UNITS.by_symbol.get(token.text) or UNITS.by_word.get(fold, "")
    if fold == "second":
        return None
    if (
        unit
        and unit not in (_PERCENT, "times", "×", "quarters")
        and _is_written_so(tokens, start, unit)
    ):
        return unit, start
    return None


def _match_phrase(tokens: Tokens, start: int, phrase: tuple[str, ...]) -> int | None:
    """Return the last token of words that may be joined by hyphens or cut short: `sq. km`."""
    place = start
    for word in phrase[1:]:
        place = tokens.skip_hyphen(place + 1)
        if tokens[place].text == "." and tokens[place].is_glued:
            place += 1
        if tokens[place].fold != word:
            return None
    return place


def _is_written_so(tokens: Tokens, index: int, unit: str) -> bool:
    """Whether letters that could be a word are the sign of a unit there."""
    token = tokens[index]
    if token.fold in _OWN_LETTERS or len(token.fold) == 1:
        return token.text in UNITS.by_symbol or (len(token.fold) > 1 and token.text == token.fold)
    if unit == _STONE:
        return tokens[index - 1].kind == "number" and tokens[index + 1].kind == "number"
    return True


def _read_scaled(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read `Mt`, `Bm3`, `bcm`, whose scale is the number's."""
    text, third = tokens[start].text, tokens[start + 1]
    scaled = NUMBERS.scaled_units.get(text) or NUMBERS.scaled_units.get(text.lower(), (0, ""))
    is_cubed = third.is_glued and third.text in ("3", "³", "2", "₂")
    is_whole = scaled[1] != "m³" or is_cubed or text.casefold() in ("bcm", "mcm")
    if not is_whole or (text not in NUMBERS.scaled_units and not text.isupper()):
        return None
    return Unit(kind="measure", text=scaled[1], first=first, last=start + is_cubed)


def _read_part_of(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read the unit of `0.3 of a second`, `0.2 of a percentage point`."""
    word = tokens[start].fold
    if word in ("percentage", "percent") and tokens[start + 1].fold == "point":
        return Unit(kind="measure", text="pp", first=first, last=start + 1)
    unit = UNITS.by_word.get(word)
    is_part = "." in tokens[start - 3].text and unit is not None
    return Unit(kind="measure", text=unit, first=first, last=start) if is_part else None


def _read_glued(tokens: Tokens, first: int, start: int) -> Unit | None:
    """Read the single letter behind digits: `12t`, `5h`, `99c`."""
    token = tokens[start]
    if token.text in ("H", "G"):
        return None
    near = {
        tokens[place].fold for place in range(start - _FARTHEST_WEIGHT, start + _FARTHEST_WEIGHT)
    }
    if token.text == "c" and near.isdisjoint(UNITS.weather):
        return Unit(kind="currency", text="cents", first=first, last=start)
    unit = _GLUED.get(token.fold) or UNITS.by_symbol.get(token.fold)
    return Unit(kind="measure", text=unit, first=first, last=start) if unit else None


def _read_hyphened(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read what a thing has so many of: `a 300-bed hospital`, `three-tier`, `34-year-old`."""
    if not tokens.is_hyphen(last + 1):
        return None
    after = tokens[last + 2]
    if after.fold == "strong" and tokens[last].kind == "number":
        noun = find_noun(tokens, last + 3)
        end = noun.last if noun else last + 2
        return Unit(kind="hyphen", text=noun.text if noun else None, first=first, last=end)
    if after.kind != "word" or not after.text.islower() or _is_set_phrase(tokens, last):
        return None
    if after.fold in NUMBERS.words or (is_plural(after) and after.fold not in UNITS.by_word):
        return None
    if tokens.is_hyphen(last + 3) and tokens[last + 4].fold not in ("old", "long", "per", "a"):
        noun_token = tokens[last + 4]
        is_noun = noun_token.kind == "word" and noun_token.text.islower()
        if is_noun and after.fold not in ("year", "day"):
            return Unit(kind="hyphen", text=noun_token.text, first=first, last=last + 4)
    unit = UNITS.by_word.get(after.fold, after.text)
    return Unit(kind="hyphen", text=unit, first=first, last=last + 2)


def _is_set_phrase(tokens: Tokens, last: int) -> bool:
    """Whether a number and a word make a phrase of their own; of many pieces they do not."""
    word, digits = tokens[last + 2].fold, tokens[last].text
    is_many = digits.isdigit() and int(digits[:_MOST_DIGITS]) > _MANY
    return word in UNITS.set_phrases and not (is_many and word in UNITS.counted_if_many)


def _read_noun(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read what is counted."""
    if tokens.is_hyphen(last + 1) and tokens[last + 2].fold in ("odd", "plus"):
        last += 2
    found = find_noun(tokens, last + 1)
    if found is None and tokens[last + 1].fold == "of" and tokens[last + 2].fold in _THOSE:
        whole = find_noun(tokens, last + 3)
        is_near = whole is not None and whole.last <= last + 4
        return (
            Unit(kind="noun", text=whole.text, first=first, last=whole.last)
            if is_near and whole
            else None
        )
    if found is None:
        return None
    between = [tokens[place].text for place in range(last + 1, found.last)]
    strange = between[0] if between else found.text
    doubt = (
        f"'{strange}' may be a scale" if strange.casefold().rstrip("s").endswith("illion") else None
    )
    return Unit(kind="noun", text=found.text, first=first, last=found.last, doubt=doubt)
