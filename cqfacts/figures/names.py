"""Names, dates and codes: numbers that say which one, or when, and not how many."""

from __future__ import annotations

import re
import unicodedata

from .money import is_money_sign
from .numbers import is_year
from .vocabulary import NAMES, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .numbers import Numeral
    from .tokens import Tokens
    from .units import Unit

_OPENING_QUOTES = frozenset("\"“'‘「『《")
_CLOSING_QUOTES = frozenset("\"”'’」』》")
_MAY_TOUCH = frozenset("{\"“”'‘’([（,，;；:：~≈<>≥≤±$€£¥–—-−‑+=|*_…•·?!.`>#、。）)》")
_MAY_FOLLOW = frozenset("}\"“”'’)]）,，.;；:：!！?？%–—-−‐‑~+…·|*_°º/`<†‡§、。(×")
_MARKS = frozenset("*†‡§")
_DASHES = frozenset("–—-−‐‑~")
_LONGEST_PLAIN = 8
_LONGEST_NAME = 5
_LONGEST_PARTY = 3
_FARTHEST_CALL = 7
_FARTHEST_STREET = 5
_TWO_DIGITS = 2
_MOST_DAYS, _MOST_HOURS, _MOST_MINUTES = 31, 24, 60
_FIRM = ("percent", "currency", "measure")
_NEVER_BEFORE = frozenset(("per", "under-", "#", "@", "/", "\\", "&", "^"))
_IDIOMS = frozenset(("in", "on", "into", "by", "or", "at"))
# In the money of a year: constant 2015 pounds.
_PRICES = frozenset(("constant", "current", "real", "nominal"))
_ERAS = frozenset(("AD", "BC", "CE", "BCE"))
_UNREADABLE = re.compile(
    r"[0-9]+(?:\.[0-9]+){2,}"  # versions, addresses, dates with points
)
_PERIODS = frozenset(("year", "month", "week", "day", "quarters", "decades", "centuries"))


def find_reason(tokens: Tokens, numeral: Numeral, unit: Unit) -> str | None:
    """Return why a number, with the unit read behind it, is no figure: it is part of a name or a date."""
    before = tokens[unit.first - 1]
    if before.fold in _NEVER_BEFORE and not (before.text == "/" and not before.is_glued):
        return "name"
    if numeral.amount.value == 1 and tokens[unit.last + 1].text == "=":
        return "base of a rate"
    if before.text == "=" and is_year(tokens[unit.first - 2].text):
        return "base of a rate"
    if before.fold == "every" and tokens[unit.first - 2].fold in ("for", "of", "in"):
        return "base of a rate"
    if numeral.form == "words":
        return "name" if _is_spelled_name(tokens, numeral, unit) else None
    if not _stands_free(tokens, numeral, unit):
        is_lettered = "word" in (tokens[unit.first - 1].kind, tokens[numeral.last + 1].kind)
        return "name" if is_lettered else "code"
    if _is_date(tokens, numeral, unit):
        return "date"
    if _is_label(tokens, numeral, unit):
        return "name"
    return "list number" if _is_list_number(tokens, numeral, unit) else None


def is_written_as_name(digits: str) -> bool:
    """Whether digits that are no number are written as versions, dates and addresses are."""
    return _UNREADABLE.fullmatch(digits) is not None


def names_one(tokens: Tokens, index: int) -> bool:
    """Whether a number behind a token says which one: `Class 9`."""
    return tokens[index].fold in NAMES.naming


def is_parallel(tokens: Tokens, numeral: Numeral, last: int) -> bool:
    """Whether plain digits behind a name go on a list of counts: `AD 91 seats, Chega 60, PS 58`."""
    first, after = numeral.first, tokens[numeral.last + 1]
    if tokens[last + 1].text not in (",", ";") and tokens[last + 1].fold != "and":
        return False
    start = last + 2 + (tokens[last + 2].fold == "and")
    start += tokens[start].fold == "the"
    if not start < first <= start + _LONGEST_PARTY or not numeral.is_plain:
        return False
    if after.is_glued and after.text not in (",", ".", ";", ")"):
        return False
    names = [tokens[place] for place in range(start, first)]
    is_list = all(name.is_capitalized and name.fold not in NAMES.months for name in names)
    ends = after.kind in ("sign", "end") or after.fold == "and"
    is_which = is_year(tokens[first].text) or names[-1].fold in NAMES.naming
    return is_list and ends and not is_which


def is_joined(tokens: Tokens, last: int) -> bool:
    """Whether a dash without spaces ties what ends there to a number behind it."""
    dash, after = tokens[last + 1], tokens[last + 2]
    is_tied = dash.text in _DASHES and dash.is_glued and after.is_glued
    if not is_tied:
        return False
    is_money = is_money_sign(tokens, last + 2) or tokens[last + 3].text == "$"
    return after.kind == "number" or is_money


def is_joined_before(tokens: Tokens, first: int) -> bool:
    """Whether a dash without spaces ties what begins there to a number before it."""
    dash, before = tokens[first - 1], tokens[first - 2]
    if dash.text not in _DASHES or not tokens[first].is_glued or not dash.is_glued:
        return False
    is_suffix = before.fold in NUMBERS.short_scales or before.fold in NUMBERS.letter_scales
    return before.kind == "number" or before.text == "%" or is_suffix


def _is_spelled_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    first, last = numeral.first, numeral.last
    token, before = tokens[first], tokens[first - 1]
    if token.is_capitalized and _is_capital_name(tokens, numeral, unit):
        return True
    is_tied = tokens.is_hyphen(last + 1)
    if is_tied and unit.kind not in ("hyphen", *_FIRM):
        return not numeral.has_scale or unit.kind == "none"
    if tokens.is_hyphen(first - 1) and not _continues_length(tokens, unit):
        return not before.fold.startswith(("mid", "pre", "post"))
    if before.fold in NAMES.naming and unit.kind == "none":
        return True
    if _is_quoted(tokens, first, last) and not numeral.has_scale:
        return True
    if numeral.has_scale or token.fold in ("a", "an", "half"):
        return False
    value = abs(numeral.amount.value)
    if value == 1:
        return not _is_counted_one(tokens, unit)
    if value == 0:
        is_net = before.fold in ("net", "near") or unit.kind == "hyphen"
        return is_net or (unit.kind == "none" and before.fold not in ("to", "at"))
    return unit.kind == "none" and _is_idiom(tokens, first, last)


def _is_idiom(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a small number in words without a unit points back or belongs to a saying."""
    before, after = tokens[first - 1].fold, tokens[last + 1]
    if after.fold in ("to", "or"):
        return False
    if before in NAMES.definite or tokens[first - 1].text in ("back", "front"):
        return True
    if before in _IDIOMS and after.fold not in ("of", "and", "to"):
        return before in ("at", "by") or tokens[first].fold in ("two", "three", "half")
    return after.fold in ("by", "decades") or before in NAMES.counted_on


def _is_capital_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number in words with a capital letter is part of a name."""
    first, last = numeral.first, numeral.last
    if numeral.has_scale and unit.kind in _FIRM:
        return False
    if not tokens.starts_sentence(first):
        return True
    after = tokens[tokens.skip_hyphen(last + 1)]
    if not after.is_capitalized:
        return False
    return unit.kind == "none" or tokens[unit.last].is_capitalized


def _is_counted_one(tokens: Tokens, unit: Unit) -> bool:
    """Whether a spelled `one` counts: it is stressed, or a part of a hundred, or a measure."""
    if unit.kind in ("percent", "currency"):
        return True
    before, noun = tokens[unit.first - 1].fold, tokens[unit.first + 1].fold
    is_stressed = before in NAMES.stressed
    harmed = NOUNS.casualties | {"died", "dies"}
    if noun in NOUNS.persons and any(
        tokens[place].fold in harmed for place in range(unit.first + 2, unit.first + 5)
    ):
        return True
    if unit.kind == "measure":
        is_common = unit.text in UNITS.times or unit.text in ("person", "second", "degrees")
        return is_stressed or not is_common
    if noun in ("of", "another", "by", "more", "who", "or"):
        return is_stressed and noun == "of" and before in ("only", "just")
    return noun in NOUNS.casualties or (is_stressed and unit.kind == "noun")


def _is_quoted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a quotation begins with the number and ends within two words behind it."""
    if tokens[first - 1].text not in _OPENING_QUOTES or not tokens[first].is_glued:
        return False
    return any(
        tokens[place].text in _CLOSING_QUOTES and tokens[place].is_glued
        for place in range(last + 1, last + 6)
    )


def _stands_free(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether nothing is tied to a number in digits but what belongs to figures."""
    is_first = not tokens[unit.first].is_glued or _continues_length(tokens, unit)
    is_free = is_first or _is_free_before(tokens, unit)
    return is_free and _is_free_behind(tokens, numeral, unit)


def _is_free_before(tokens: Tokens, unit: Unit) -> bool:
    first = unit.first
    before, second = tokens[first - 1], tokens[first - 2]
    if before.kind in ("end", "chinese"):
        return True
    if before.kind in ("word", "number") or before.text not in _MAY_TOUCH:
        return False
    if before.text in _DASHES and before.is_glued and not _may_join(tokens, first):
        return False
    if before.text == "+" and before.is_glued and second.kind in ("number", "word"):
        return False
    if before.text == "." and before.is_glued and second.kind != "end":
        return unit.kind == "currency" or second.fold in ("rs", "c", "approx")
    return not (before.text == ":" and second.kind == "number" and before.is_glued)


def _is_free_behind(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    last = numeral.last
    after, second = tokens[last + 1], tokens[last + 2]
    if not after.is_glued or unit.last > last or after.kind in ("end", "chinese"):
        return True
    if after.kind == "word":
        return is_note_mark(after.text)
    if after.text == "(" and len(second.fold) == 1 and second.kind == "word":
        return False
    if after.text == "/":
        return second.kind == "word" or is_money_sign(tokens, last + 2)
    if tokens.is_hyphen(last + 1) and not is_joined(tokens, last):
        is_rate = second.fold in ("a", "an", "per") and tokens.is_hyphen(last + 3)
        return is_rate or second.fold in ("strong", "odd", "plus", "to")
    is_clock = after.text == ":" and second.kind == "number" and second.is_glued
    return after.text in _MAY_FOLLOW and not is_clock


def is_note_mark(text: str) -> bool:
    """Whether signs behind a number stand above the line, as those of notes do: `ᵖ`, `²`, `†`."""
    return all(
        one in _MARKS
        or unicodedata.category(one) == "Lm"
        or (unicodedata.category(one) == "No" and unicodedata.numeric(one).is_integer())
        for one in text
    )


def _continues_length(tokens: Tokens, unit: Unit) -> bool:
    """Whether an amount goes on behind a hyphen: `two-hour-six-minute`."""
    is_length = unit.text in UNITS.times or unit.text == "inches"
    large = tokens[unit.first - 2].fold
    return is_length and tokens.is_hyphen(unit.first - 1) and large in UNITS.by_word


def _may_join(tokens: Tokens, first: int) -> bool:
    """Whether a figure may begin behind a dash without spaces."""
    before = tokens[first - 2]
    if before.kind == "number" or before.text in '%)"”' or before.fold in NUMBERS.short_scales:
        return True
    if before.fold in NUMBERS.letter_scales or before.kind in ("sign", "end"):
        return True
    if before.fold in ("magnitude", "mid", "pre", "post", "sub", "c", "km", "to"):
        return True
    return tokens[first - 1].text in "–—" or before.fold in NUMBERS.scales


def _is_date(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number is a year, a day of a month or a time of the day."""
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if is_year(tokens[numeral.last].text) and before.fold in _PRICES:
        return True
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    if _is_era(tokens, numeral.last + 1) or _is_clock(tokens, numeral, unit):
        return True
    if is_year(tokens[numeral.last].text) and numeral.is_plain and not _counts(tokens, unit):
        return True
    months = [before, after]
    is_open = before.text == "," and (unit.kind != "none" or after.fold == "of")
    if not is_open and (before.text in (".", ",") or tokens[numeral.first - 2].kind == "number"):
        # "Jan. 27", and the second day of "January 27 and 28".
        months += [tokens[numeral.first - 2], tokens[numeral.first - 3]]
    if after.fold in NUMBERS.ordinal_endings:
        months += [tokens[numeral.last + 2], tokens[numeral.last + 3]]
    if after.text in "-–" or after.fold in ("and", "to"):
        months += [tokens[numeral.last + 3]]
    if _is_day(tokens, numeral) and any(
        token.fold in NAMES.months and token.is_capitalized for token in months
    ):
        return True
    if unit.kind == "measure" and unit.text not in ("hour", "pence"):
        return False
    is_half = after.fold in ("a", "p") and tokens[numeral.last + 3].fold == "m"
    return (after.fold in NAMES.clock or is_half) and unit.kind != "measure"


def _is_era(tokens: Tokens, index: int) -> bool:
    """Whether `AD`, `B.C.` or the like stands there."""
    text = tokens[index].text + tokens[index + 2].text * (tokens[index + 1].text == ".")
    return text in _ERAS or tokens.starts_with(index, ("b", ".", "c", ".", "e"))


def _is_clock(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number with a point is a time of the day: `at 9.20 on Friday`."""
    hour, point, minute = tokens[numeral.last].text.partition(".")
    before = tokens[unit.first - 1].fold
    if unit.kind == "none" and not point:
        is_at = before == "at" and tokens[numeral.last + 1].kind != "word"
        is_hour = numeral.is_plain and len(hour) <= _TWO_DIGITS
        return is_at and is_hour and tokens[unit.first - 2].fold in NAMES.openings
    is_clock = unit.kind == "none" and bool(point) and len(minute) == _TWO_DIGITS
    if not is_clock or len(hour) > _TWO_DIGITS or not (hour + minute).isdigit():
        return False
    if (
        int(hour) >= _MOST_HOURS
        or int(minute) >= _MOST_MINUTES
        or (before not in NAMES.before_clock and before not in NAMES.openings)
    ):
        return False
    after, second = tokens[numeral.last + 1].fold, tokens[numeral.last + 2].fold
    if after in ("–", "-") and before in NAMES.openings:
        return True
    if after in NAMES.days or after in NAMES.clock or after in ("yesterday", "today", "a", "p"):
        return True
    return second in NAMES.days or (after == "in" and second == "the")


def _is_day(tokens: Tokens, numeral: Numeral) -> bool:
    text = tokens[numeral.last].text
    return text.isdigit() and len(text) <= _TWO_DIGITS and int(text) <= _MOST_DAYS


def _counts(tokens: Tokens, unit: Unit) -> bool:
    """Whether a number that looks like a year counts something after all."""
    if unit.kind == "measure" and unit.text not in UNITS.times:
        return True
    is_hedged = tokens[unit.first - 1].fold in NAMES.stressed
    return unit.kind == "noun" and is_hedged and unit.text not in ("levels", "figures")


def _is_label(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number in digits says which one: line 15, M9, a telephone number."""
    index = unit.first - 1
    before = tokens[index]
    if before.text == "." and before.is_glued and tokens[index - 1].fold in NAMES.short_names:
        return True
    if before.fold in ("no", "nos") and before.is_capitalized:
        return True
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    if _is_address(tokens, numeral) or _is_called(tokens, numeral, unit):
        return True
    if before.fold in ("last", "final") and unit.kind == "none" and numeral.is_plain:
        return True
    if (
        before.fold == "number"
        and unit.kind == "none"
        and len(tokens[numeral.last].text) > _TWO_DIGITS
    ):
        return True
    if before.fold in NAMES.naming and unit.kind in ("none", "noun", "hyphen"):
        is_short = numeral.is_plain and len(tokens[numeral.last].text) <= _LONGEST_NAME
        return before.is_capitalized or unit.kind != "noun" or is_short
    if not numeral.is_plain:
        return _is_version(tokens, numeral, unit)
    return _is_code(tokens, numeral, unit) or _follows_name(tokens, numeral, unit)


def _is_address(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether it is the number of a house: `80 Favona Rd`."""
    if not numeral.is_plain:
        return False
    for step in range(1, _FARTHEST_STREET):
        token = tokens[numeral.last + step]
        if token.text == "." and token.is_glued and len(tokens[numeral.last + step - 1].text) == 1:
            continue
        if not token.is_capitalized or token.opens_block:
            return False
        if token.fold in NAMES.streets and step > 1:
            return True
    return False


def _is_called(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits without a unit are to be called, or a year with two of its digits."""
    before = tokens[unit.first - 1]
    if not numeral.is_plain:
        return False
    digits = tokens[numeral.last].text
    is_short = len(digits) == _TWO_DIGITS and before.text in "'’‘" and before.kind == "sign"
    if is_short and tokens[numeral.first].is_glued and tokens[numeral.last + 1].text not in "'’":
        return True
    if before.text == "+" and tokens[numeral.first].is_glued and unit.kind == "none":
        behind = tokens[numeral.last + 1]
        return "number" in (behind.kind, tokens[numeral.last + 2].kind) and behind.kind != "word"
    if unit.kind in ("measure", "noun") or len(digits) <= _TWO_DIGITS:
        return False
    first = numeral.first
    for place in range(first - 1, first - 1 - _FARTHEST_CALL, -1):
        token = tokens[place]
        if token.fold in NAMES.calls:
            return True
        if token.opens_block or token.text in (".", ";", "!", "?"):
            return False
    return False


def _is_version(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number with a point stands behind a name: `Python 3.13`."""
    before = tokens[unit.first - 1]
    is_name = before.is_capitalized and before.fold not in NOUNS.stops | NAMES.plain
    is_name = is_name and not _opens_cell(tokens, unit.first)
    is_alone = unit.kind == "none" and tokens[numeral.last].text.count(".") == 1
    is_alone = is_alone and numeral.first == numeral.last and not is_joined(tokens, numeral.last)
    return is_name and is_alone and not tokens.starts_sentence(unit.first - 1)


def _opens_cell(tokens: Tokens, index: int) -> bool:
    """Whether so much white space stands before a token that it is in a column of its own."""
    gap = tokens[index].gap
    return len(gap) > _TWO_DIGITS or "\t" in gap or tokens[index].opens_block


def _is_code(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits are written as codes and telephone numbers are."""
    digits = tokens[numeral.last].text
    if len(digits) > _LONGEST_PLAIN or (len(digits) > 1 and digits[0] == "0"):
        return True
    is_quoted = _is_quoted(tokens, numeral.first, numeral.last)
    return (is_quoted and unit.kind in ("none", "noun")) or _has_plain_neighbour(tokens, numeral)


def _follows_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits belong to the word with a capital letter before them."""
    if unit.kind in ("measure", "hyphen") or len(tokens[numeral.last].text) > _LONGEST_NAME:
        return False
    index = unit.first - 1
    before = tokens[index]
    is_name = before.kind == "word" and before.text != before.fold
    is_name = is_name and not _opens_cell(tokens, unit.first)
    is_verb = before.fold.endswith(("'s", "s'", "ed")) or (
        before.fold.endswith("ing") and tokens.starts_sentence(index) and unit.kind == "noun"
    )
    if not is_name or is_verb or before.fold in NOUNS.stops | NAMES.plain | NAMES.months:
        return False
    is_counted = unit.kind == "noun" and unit.last == numeral.last + 1
    if is_counted and unit.text in NAMES.tallies:
        return False
    return not (is_counted and _ends_place(tokens, index))


def _ends_place(tokens: Tokens, index: int) -> bool:
    """Whether the name of a place ends there, as in `in the Western Cape`."""
    while tokens[index].is_capitalized:
        index -= 1
    if tokens[index].fold == "the":
        index -= 1
    return tokens[index].fold in ("in", "at", "from", "across")


def _has_plain_neighbour(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether another number stands beside it with a space between, as in telephone numbers."""
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if after.kind == "number" and not after.opens_block and "\n" not in after.gap:
        return True
    is_behind = before.kind == "number" and not is_year(before.text)
    return is_behind and "\n" not in tokens[numeral.first].gap


def _is_list_number(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether it numbers a section, an item of a list or a note."""
    if numeral.has_scale or unit.kind in _FIRM:
        return False
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    text = tokens[numeral.last].text
    if before.text in ("(", "[", "（") and after.text in (")", "]", "）"):
        return numeral.is_plain and (before.text == "[" or _is_note(tokens, numeral))
    is_note = before.text == "." and after.text == "." and after.is_glued and numeral.is_plain
    if is_note and tokens[numeral.last + 2].is_capitalized and unit.kind == "none":
        return True
    is_last = "\n" in after.gap and before.text in (".", "”", '"') and numeral.is_plain
    if is_last and "\n" not in tokens[numeral.first].gap and len(text) <= _TWO_DIGITS:
        return True
    if not (before.kind == "end" or "\n" in tokens[numeral.first].gap or before.text == "#"):
        return False
    is_item = after.text in (")", ".", "、") and after.is_glued and numeral.is_plain
    is_section = not numeral.is_plain and "," not in text and numeral.first == numeral.last
    return (is_item and tokens[numeral.last + 2].kind != "end") or (
        is_section and after.is_capitalized
    )


def _is_note(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a small number in brackets numbers something: `(1) the`, and no amount: `China (40)`."""
    index = numeral.first - 1
    if len(tokens[numeral.last].text) > _TWO_DIGITS:
        return False
    before = tokens[index - 1]
    opens = before.kind == "end" or "\n" in tokens[index].gap or before.text in ";:,.|"
    return opens or not (before.is_capitalized or before.text == "%")
