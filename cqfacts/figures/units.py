"""Units: what stands before or behind a number and says of what it is one."""

from __future__ import annotations

from cqfacts.record import Record, replace

from .money import find_name, find_sign
from .nouns import find_noun, is_plural
from .numbers import find_scaled
from .tokens import MINUS_SIGNS, is_note_mark
from .vocabulary import MONEY, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .money import Currency
    from .numbers import Numeral
    from .tokens import Token, Tokens

    UnitKind = Literal["percent", "currency", "measure", "noun", "hyphen", "none"]

_PERCENT = "%"
_FARTHEST_WEIGHT = 7
_FARTHEST_WHOLE = 2
_FARTHEST_SYMBOL = 3
_MANY = 12
_LONGEST_SYMBOL = 5
_VOWELS = frozenset("aeiouyäöüéèáíóúøå'")
_MOST_DIGITS = 9
_MOST_KEPT = 10_000


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
    found = UNITS.normal.get(unit)
    if found is None:
        if len(UNITS.normal) >= _MOST_KEPT:
            UNITS.normal.clear()
        found = UNITS.normal[unit] = _normalize(unit)
    return found


def _normalize(unit: str) -> str:
    """Return a unit as a store spells it, without looking at those kept."""
    folded = " ".join(unit.casefold().split())
    known = UNITS.by_symbol.get(unit) or UNITS.by_word.get(folded)
    if known:
        return known
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
    mark = tokens[last + 1]
    last += mark.is_glued and mark.kind == "word" and is_note_mark(mark.text)
    if tokens[last + 1].text == "+" and tokens[last + 1].is_glued:
        last += 1
    elif tokens[last + 1].is_hyphen and tokens[last + 2].fold in ("odd", "plus"):
        # The unit stands behind: `300-odd km`.
        last += 2
    return (
        _read_currency_before(tokens, first, last)
        or _read_accounted(tokens, first, last)
        or _read_measure(tokens, first, last)
        or _read_currency_after(tokens, first, last, is_large=numeral.scale > 0)
        or _read_hyphened(tokens, first, last)
        or _read_noun(tokens, first, last)
        or Unit(kind="none", first=first, last=last, doubt=_doubt_symbol(tokens[last + 1]))
    )


def _doubt_symbol(token: Token) -> str | None:
    """Return the doubt of letters that are no word and no known unit: `rpk`, `kWp`."""
    text = token.text
    is_known = token.fold in NOUNS.stops or token.fold in NUMBERS.short_scales
    is_known = is_known or token.fold in NUMBERS.ordinal_endings
    if token.kind != "word" or not 1 < len(text) <= _LONGEST_SYMBOL or is_known:
        return None
    has_case = not (text.islower() or text.istitle() or text.isupper())
    is_symbol = has_case or (text.islower() and _VOWELS.isdisjoint(text))
    return f"'{text}' is no known unit" if is_symbol else None


def _make_currency(found: Currency, first: int, last: int, doubt: str | None = None) -> Unit:
    """Return a currency as a unit, in doubt where several may be meant."""
    if not found.is_told:
        doubt = f"it may be {', '.join((found.code, *found.may_be))}"
    return Unit(
        kind="currency", text=found.code, first=first, last=last, may_be=found.may_be, doubt=doubt
    )


def _read_currency_before(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `RMB 3`, `$3`, `US $3`, `Rs. 3`, `€-3`."""
    sign = tokens[first - 1]
    is_beside = sign.is_glued or tokens[first - 2].text in MONEY.codes
    is_negative = sign.text in MINUS_SIGNS and is_beside and tokens[first].is_glued
    found = find_sign(tokens, first - 1 - is_negative)
    if found is None:
        return _read_scaled_code(tokens, first, last)
    is_rate = tokens[last + 1].text == "/" and tokens[last + 2].kind == "word"
    last += 2 * (is_rate and tokens[last + 1].is_glued and tokens[last + 2].is_glued)
    # T€ 450, M€ 3.
    letter, is_tied = tokens[found.first - 1], tokens[found.first].is_glued
    if is_tied and letter.kind == "word" and letter.fold in NUMBERS.letter_scales:
        doubt = f"'{letter.text}' before it may be its scale"
        found = replace(found, first=found.first - 1, is_told=True)
        return replace(_make_currency(found, found.first, last, doubt), is_negative=is_negative)
    behind = tokens[last + 1]
    if behind.text in MONEY.codes and not behind.opens_block:
        # $50 AUD
        is_it = behind.text in (found.code, *found.may_be)
        other = None if is_it else f"'{behind.text}' behind it is another currency"
        found = replace(found, code=behind.text if is_it else found.code, may_be=(), is_told=True)
        return replace(_make_currency(found, found.first, last + 1, other), is_negative=is_negative)
    return replace(_make_currency(found, found.first, last), is_negative=is_negative)


def _read_scaled_code(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `USDbn 3`, `EURm 3`, `TEUR 3`, whose letters behind the code may scale the number."""
    text = tokens[first - 1].text
    for code, scale in ((text[:3], text[3:]), (text[1:], text[:1])):
        is_scale = scale.lower() in NUMBERS.short_scales or scale.lower() in NUMBERS.letter_scales
        if code in MONEY.codes and is_scale:
            doubt = f"'{text}' before it may be its scale"
            return Unit(kind="currency", text=code, first=first - 1, last=last, doubt=doubt)
    return None


def _read_accounted(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `(6.1)%`, as accounts write what is below zero."""
    if tokens[first - 1].text != "(" or not tokens.starts_with(last + 1, (")", _PERCENT)):
        return None
    return Unit(kind="percent", text=_PERCENT, first=first - 1, last=last + 2, is_negative=True)


def _read_currency_after(
    tokens: Tokens, first: int, last: int, *, is_large: bool = False
) -> Unit | None:
    """Read `3 euros`, `12 €`, `3 Hong Kong dollars`, `85p`, `3 foreign dollars` with a doubt."""
    start = tokens.skip_hyphen(last + 1)
    after = tokens[start]
    is_time = after.fold == "p" and tokens[start + 2].fold == "m"
    if after.opens_block or is_time:
        return None
    if after.fold in ("pound", "pounds") and not is_large:
        near = tokens.between(first - _FARTHEST_WEIGHT, last + _FARTHEST_WEIGHT)
        if not UNITS.weights.isdisjoint(one.fold for one in near):
            return Unit(kind="measure", text="lb", first=first, last=start)
    if found := find_name(tokens, start):
        return _make_currency(found, first, found.last)
    is_strange = after.kind == "word" and after.text.islower() and not after.is_glued
    is_strange = is_strange and after.fold not in NOUNS.stops and start == last + 1
    beyond = find_name(tokens, start + 1) if is_strange else None
    if beyond is None or after.fold in NUMBERS.scales:
        return None
    doubt = None if after.fold in NOUNS.between else f"'{after.text}' stands before the currency"
    return _make_currency(beyond, first, beyond.last, doubt)


def _read_measure(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read `%`, `km`, `square kilometres`, `kWh`, `12 Mt`, `0.3 of a second`, `2h 30m`, `38C`."""
    start = tokens.skip_hyphen(last + 1)
    if tokens[start].fold == "of" and "." in tokens[last].text and tokens[start + 1].fold == "a":
        start += 2
    token = tokens[start]
    if token.opens_block or (token.fold == "second" and start <= last + 2):
        return None
    if token.text == "m" and token.is_glued and tokens[first - 1].fold in ("h", "hr", "hrs"):
        return Unit(kind="measure", text="minute", first=first, last=start)
    found = _find_scaled(tokens, start) or find_measure(tokens, start)
    if found is None and start == last + 1:
        found = _find_glued(tokens, start)
    if found is None:
        return None
    unit, end = found
    kinds: dict[str, UnitKind] = {_PERCENT: "percent", "cents": "currency"}
    return Unit(kind=kinds.get(unit, "measure"), text=unit, first=first, last=end)


def find_measure(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """Find the unit of measure that starts at a token; return it with its last token."""
    for phrase, unit in UNITS.by_phrase.get(tokens[start].fold, ()):
        end = _match_phrase(tokens, start, phrase)
        if end is not None:
            return unit, end
    farthest = start
    while farthest < start + _FARTHEST_SYMBOL and tokens[farthest + 1].is_glued:
        farthest += 1
    for last in range(farthest, start - 1, -1):
        printed = "".join([tokens[place].text for place in range(start, last + 1)])
        printed = printed.replace("^", "")
        folded = printed.casefold()
        unit = UNITS.by_symbol.get(printed) or UNITS.by_word.get(folded, "")
        if unit and (folded not in UNITS.own_letters or printed == folded):
            is_wall = unit == "stone" and tokens[start + 1].kind != "number"
            return None if is_wall else (unit, last)
    return None


def _match_phrase(tokens: Tokens, start: int, phrase: tuple[str, ...]) -> int | None:
    """Return the last token of words that may be joined by hyphens or cut short: `sq. km`."""
    place = start
    for word in phrase[1:]:
        place = tokens.skip_hyphen(place + 1)
        place += tokens[place].text == "." and tokens[place].is_glued
        if tokens[place].fold != word:
            return None
    return place


def _find_scaled(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """Find `Mt`, `Bm3`, `bcm`, whose scale is the number's."""
    text, third = tokens[start].text, tokens[start + 1]
    is_own = text in NUMBERS.scaled_units
    _, unit = find_scaled(tokens, text if is_own else text.lower()) or (0, "")
    is_cubed = third.is_glued and third.text in ("3", "³", "2", "₂")
    is_whole = unit != "m³" or is_cubed or text.casefold() in ("bcm", "mcm")
    return (unit, start + is_cubed) if unit and is_whole and (is_own or text.isupper()) else None


def _find_glued(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """Find the letters of `38C`, `99c`, `6in`; those of a temperature may stand apart."""
    text, is_glued = tokens[start].text, tokens[start].is_glued
    unit = UNITS.glued.get(text)
    if text == "c":
        around = tokens.between(start - _FARTHEST_WEIGHT, start + _FARTHEST_WEIGHT)
        unit = "cents" if UNITS.weather.isdisjoint(one.fold for one in around) else "°C"
    is_named = tokens[start - 2].is_capitalized and not tokens.starts_sentence(start - 2)
    is_unit = is_glued and not (is_named and text in ("C", "F"))
    is_unit = is_unit or (text in ("C", "F") and tokens.names_any(UNITS.weather))
    return (unit, start) if unit and is_unit else None


def _read_hyphened(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read what a thing has so many of: `a 300-bed hospital`, `three-tier`, `34-year-old`."""
    if not tokens[last + 1].is_hyphen:
        return None
    after, digits = tokens[last + 2], tokens[last].text
    if after.fold == "strong" and tokens[last].kind == "number":
        noun = find_noun(tokens, last + 3)
        end = noun.last if noun else last + 2
        return Unit(kind="hyphen", text=noun.text if noun else None, first=first, last=end)
    # Few pieces make a phrase, such as a three-piece suite; many are counted.
    is_many = digits.isdecimal() and int(digits[:_MOST_DIGITS]) > _MANY
    is_phrase = after.fold in UNITS.set_phrases
    is_phrase = is_phrase and not (is_many and after.fold in UNITS.counted_if_many)
    is_counted = is_plural(after) and after.fold not in UNITS.by_word
    if not after.text.islower() or is_phrase or is_counted or after.fold in NUMBERS.words:
        return None
    # A 300-foot-bridge.
    second = tokens[last + 4]
    is_long = tokens[last + 3].is_hyphen and second.text.islower()
    if (
        is_long
        and second.fold not in ("old", "long", "per", "a")
        and after.fold not in ("year", "day")
    ):
        return Unit(kind="hyphen", text=second.text, first=first, last=last + 4)
    unit = UNITS.by_word.get(after.fold, after.text)
    return Unit(kind="hyphen", text=unit, first=first, last=last + 2)


def _read_noun(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Read what is counted, as in `12 new homes`, `12 of the homes`."""
    if tokens[last + 1].fold == "times":
        return Unit(kind="noun", text="times", first=first, last=last + 1)
    start, found = last + 1, find_noun(tokens, last + 1)
    if found is None and tokens[start].fold == "of" and tokens[start + 1].fold in UNITS.those:
        found = find_noun(tokens, start + 2)
        found = found if found and found.last <= start + 1 + _FARTHEST_WHOLE else None
    if found is None:
        return None
    strange = tokens[start].text if found.last > start else found.text
    is_scale = strange.casefold().rstrip("s").endswith("illion")
    doubt = f"'{strange}' may be a scale" if is_scale else None
    return Unit(kind="noun", text=found.text, first=first, last=found.last, doubt=doubt)
