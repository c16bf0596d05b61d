"""Names and dates: numbers that do not say how many."""

from __future__ import annotations

from . import lexicon
from .numerals import is_hyphen
from .tokens import NUMERALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .numerals import Numeral
    from .tokens import Token, Tokens
    from .units import Unit

_OPENING_QUOTES = frozenset("\"“'‘「『《")
_CLOSING_QUOTES = frozenset("\"”'’」』》")
_BEFORE = _OPENING_QUOTES | frozenset("([（,，、;；:：。！？~≈<>≥≤$€£¥￥–—-−+")
_AFTER = _CLOSING_QUOTES | frozenset(")]）,，、.。;；:：!！?？%％–—-−‐‑~+…·")
_DASHES = frozenset("–—-−‐‑~")
# A number below zero is read from its sign, and not from these.
_MINUS_WORDS = frozenset(("minus", "negative", "负"))
_CROSSES = frozenset("x×")
_YEAR_DIGITS = 4
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_LONGEST_PLAIN = 8
_LONGEST_NAME = 5
_CHINESE_DATE_SIGNS = frozenset("月日号时点代后届")
_COUNTING_QUALIFIERS = (("more", "than"), ("fewer", "than"), ("less", "than"), ("at", "least"))
# Words that may be written with a capital letter, yet name nothing.
_PLAIN_WORDS = (
    lexicon.STOPS
    | lexicon.CURRENCIES_BEFORE
    | lexicon.OPENING_VERBS
    | frozenset(lexicon.words_of("just only and some another a an all about among"))
)


def is_year(digits: str) -> bool:
    """Whether digits are written as years are: four of them and nothing else."""
    is_plain = len(digits) == _YEAR_DIGITS and digits.isdigit()
    return is_plain and _FIRST_YEAR <= int(digits) <= _LAST_YEAR


def is_name_or_date(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number, with the unit read behind it, is part of a name or a date."""
    if tokens[unit.first - 1].fold in _MINUS_WORDS:
        return True
    if _is_period(tokens, numeral, unit) or _is_alternative(tokens, numeral):
        return True
    if numeral.form == "chinese":
        return _is_chinese_name(tokens, numeral, unit)
    if numeral.form == "words":
        return _is_spelled_name(tokens, numeral, unit)
    return (
        not _stands_free(tokens, numeral, unit)
        or _is_date(tokens, numeral, unit)
        or _is_label(tokens, numeral, unit)
        or _is_list_number(tokens, numeral, unit)
    )


def is_joined_after(tokens: Tokens, last: int) -> bool:
    """Whether a dash without spaces ties what ends there to a number behind it."""
    dash, after = tokens[last + 1], tokens[last + 2]
    is_tied = dash.text in _DASHES and dash.is_glued and after.is_glued
    return is_tied and (after.kind == "number" or after.text in lexicon.CURRENCIES_BEFORE)


def is_joined_before(tokens: Tokens, first: int) -> bool:
    """Whether a dash without spaces ties what begins there to something before it."""
    dash = tokens[first - 1]
    return dash.text in _DASHES and tokens[first].is_glued and dash.is_glued


def _is_period(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether it tells the length of a period: the past five years, the first 11 months."""
    before = tokens[unit.first - 1].fold
    after = unit.text or tokens[unit.last + 1].fold
    is_time = after.lower() in lexicon.TIME_UNITS or after in ("年", "个月", "天")
    return (before in lexicon.PERIOD_WORDS and is_time) or (
        numeral.form != "digits" and before == "第"
    )


def _is_alternative(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether it is one of two numbers to choose from: `two or three`."""
    first, last = numeral.first, numeral.last
    ends = ((last + 1, last + 2), (first - 1, first - 2))
    return any(
        tokens[link].fold == "or"
        and (tokens[other].kind == "number" or tokens[other].fold in lexicon.NUMBER_WORDS)
        for link, other in ends
    )


def _is_chinese_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a Chinese numeral is not followed by what it counts, or is the article `一`."""
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    is_plan = tokens.starts_with(unit.last + 1, ("规", "划"))
    return unit.kind != "measure" or numeral.amount.value <= 1 or is_plan


def _is_spelled_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    first, last = numeral.first, numeral.last
    token, before = tokens[first], tokens[first - 1]
    after = tokens[first + 2 if is_hyphen(tokens, first + 1) else first + 1]
    behind = tokens[last + 2 if is_hyphen(tokens, last + 1) else last + 1]
    if token.is_capitalized and (
        after.is_capitalized or behind.is_capitalized or not tokens.starts_sentence(first)
    ):
        return True
    if before.fold in lexicon.NAMING_WORDS or (
        is_hyphen(tokens, last + 1) and unit.kind != "hyphen"
    ):
        return True
    if _is_quoted(tokens, first, last) and not numeral.has_scale:
        return True
    is_article = token.fold == "a" and before.fold in ("of", "in", "per", "half", "quarter", "not")
    is_pronoun = numeral.amount.value <= 1 and not numeral.has_scale
    return is_article or (is_pronoun and not _is_counted_one(tokens, unit))


def _is_counted_one(tokens: Tokens, unit: Unit) -> bool:
    """Whether a spelled `one` counts: it is hedged, or a part of a hundred, or money."""
    if unit.kind in ("percent", "currency"):
        return True
    hedged = tokens[unit.first - 1].fold in ("than", "least", "within", "most")
    return hedged and unit.kind == "measure"


def _is_quoted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a quotation begins with the number and ends within two words behind it."""
    if tokens[first - 1].text not in _OPENING_QUOTES or not tokens[first].is_glued:
        return False
    return any(tokens[last + step].text in _CLOSING_QUOTES for step in (1, 2, 3))


def _stands_free(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether nothing is tied to a number in digits but what belongs to figures."""
    before, after = tokens[unit.first - 1], tokens[numeral.last + 1]
    is_stuck = tokens[unit.first].is_glued and not _may_touch(tokens, unit.first - 1)
    if is_stuck or not _CROSSES.isdisjoint((after.fold, before.fold)):
        return False
    ties = is_joined_before(tokens, unit.first) and unit.kind != "currency"
    if ties and tokens[unit.first - 2].kind == "word" and not _ends_figure(tokens, unit.first - 2):
        return False
    if not after.is_glued or unit.last > numeral.last or after.kind in ("end", "chinese"):
        return True
    is_tied = is_hyphen(tokens, numeral.last + 1) and not is_joined_after(tokens, numeral.last)
    is_clock = after.text == ":" and tokens[numeral.last + 2].kind == "number"
    return after.text in _AFTER and not is_tied and not is_clock


def _may_touch(tokens: Tokens, index: int) -> bool:
    """Whether a figure may begin right behind a token."""
    token, before = tokens[index], tokens[index - 1]
    if token.kind == "chinese":
        return token.text[0] not in NUMERALS
    if token.text == "+" or (token.text == ":" and before.kind == "number"):
        return not token.is_glued
    return token.kind == "end" or token.text in _BEFORE or token.fold in lexicon.CURRENCIES_BEFORE


def _ends_figure(tokens: Tokens, index: int) -> bool:
    return tokens[index].fold in lexicon.PERCENT_WORDS | lexicon.SCALES.keys()


def _is_date(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    if is_year(tokens[numeral.last].text) and not _counts(tokens, numeral, unit):
        return True
    months = [before, after]
    if before.text == "." or tokens[numeral.first - 2].kind == "number":
        # "Jan. 27", and the second day of "January 27 and 28".
        months += [tokens[numeral.first - 2], tokens[numeral.first - 3]]
    if any(token.fold in lexicon.MONTHS and token.is_capitalized for token in months):
        return True
    if after.kind == "chinese" and after.is_glued and after.text in _CHINESE_DATE_SIGNS:
        return True
    is_clock = after.fold in ("am", "pm", "o'clock")
    return is_clock or (after.fold in ("a", "p") and tokens[numeral.last + 3].fold == "m")


def _counts(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number that looks like a year counts something after all."""
    if unit.kind == "measure":
        return unit.text != "年"
    is_hedged = any(tokens.ends_with(numeral.first - 1, words) for words in _COUNTING_QUALIFIERS)
    return is_hedged and unit.kind == "noun" and unit.text not in ("levels", "figures")


def _is_label(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number in digits says which one: line 15, M9, a telephone number."""
    before = tokens[unit.first - 1]
    if before.text == ".":
        before = tokens[unit.first - 2]
    digits = tokens[numeral.last].text
    if unit.kind in ("percent", "currency") or numeral.has_scale or not numeral.is_plain:
        return before.fold in lexicon.NAMING_WORDS and not numeral.has_scale and unit.kind == "none"
    is_code = len(digits) > _LONGEST_PLAIN or _is_quoted(tokens, numeral.first, numeral.last)
    is_named = before.fold in lexicon.NAMING_WORDS or _has_plain_neighbour(tokens, numeral)
    if is_named or (is_code and unit.kind in ("none", "noun")):
        return True
    if unit.kind == "measure" or not _may_be_name(before) or len(digits) > _LONGEST_NAME:
        return False
    return before.fold not in _PLAIN_WORDS


def _may_be_name(token: Token) -> bool:
    has_capital = token.kind == "word" and token.text != token.fold
    return has_capital and not token.fold.endswith(("'s", "s'"))


def _has_plain_neighbour(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether another number stands beside it with a space between, as in telephone numbers."""
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    return after.kind == "number" or (before.kind == "number" and not is_year(before.text))


def _is_list_number(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether it numbers a section, an item of a list or a note."""
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if before.text in ("(", "[", "（") and after.text in (")", "]", "）"):
        return True
    if not (before.kind == "end" or "\n" in tokens[numeral.first].gap):
        return False
    is_item = after.text in (")", ".", "、") and after.is_glued
    is_section = not numeral.is_plain and "," not in tokens[numeral.last].text
    return (is_item and tokens[numeral.last + 2].kind != "end") or (
        is_section and after.is_capitalized
    )
