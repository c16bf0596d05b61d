"""Units: what stands before or behind a number and says of what it is one."""

from __future__ import annotations

from cqfacts.record import Record

from . import lexicon, phrases
from .numerals import is_hyphen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .numerals import Numeral
    from .tokens import Tokens

    UnitKind = Literal["percent", "currency", "measure", "noun", "hyphen", "none"]


_CANONICAL = {
    **dict.fromkeys(lexicon.words_of("rmb cny yuan renminbi 元 人民币 元人民币"), "CNY"),
    **dict.fromkeys(
        ("$", "us$", "usd", "dollars", "dollar", "u.s. dollars", "us dollars", "美元"), "USD"
    ),
    **dict.fromkeys(("€", "eur", "euro", "euros", "欧元"), "EUR"),
    **dict.fromkeys(("hk$", "hkd", "hong kong dollars", "港元"), "HKD"),
    **dict.fromkeys(("s$", "sgd", "singapore dollars"), "SGD"),
    **dict.fromkeys(("a$", "aud", "australian dollars"), "AUD"),
    **dict.fromkeys(("cad", "canadian dollars"), "CAD"),
    **dict.fromkeys(("£", "gbp"), "GBP"),
    **dict.fromkeys(("jpy", "yen", "日元"), "JPY"),
    **dict.fromkeys(("%", "％", "percent", "per cent", "pct"), "%"),
    **dict.fromkeys(("percentage points", "percentage point", "个百分点", "百分点"), "pp"),
    **dict.fromkeys(lexicon.words_of("t ton tons tonne tonnes 吨"), "t"),
    **dict.fromkeys(
        lexicon.words_of("km kilometer kilometers kilometre kilometres 公里 千米"), "km"
    ),
    **dict.fromkeys(lexicon.words_of("ha hectare hectares 公顷"), "ha"),
    **dict.fromkeys(lexicon.words_of("kg kilogram kilograms 千克 公斤"), "kg"),
    **dict.fromkeys(lexicon.words_of("min mins minute minutes 分钟"), "minute"),
    **dict.fromkeys(lexicon.words_of("h hr hrs hour hours 小时"), "hour"),
    **dict.fromkeys(lexicon.words_of("person persons people 人"), "person"),
    **dict.fromkeys(("fold", "times", "倍"), "×"),
}
_DOLLARS = {
    ("u", ".", "s", ".", "dollars"): "U.S. dollars",
    ("us", "dollars"): "US dollars",
    ("hong", "kong", "dollars"): "Hong Kong dollars",
    ("singapore", "dollars"): "Singapore dollars",
    ("australian", "dollars"): "Australian dollars",
    ("canadian", "dollars"): "Canadian dollars",
}
_COUNTED = frozenset(lexicon.words_of("person persons people 人 times teu teus"))
_FARTHEST_NOUN = 7
_SHORTEST_PLURAL = 4
_NOT_PLURALS = ("ss", "us", "is", "'s")


class Unit(Record):
    """A unit as printed; the tokens of it and of the number reach from `first` to `last`."""

    kind: UnitKind
    text: str | None = None
    first: int
    last: int


def normalize_unit(unit: str) -> str:
    """Return a unit as a store spells it: `CNY` for yuan, `%` for percent, `km` for kilometers.

    Any other unit comes back in small letters.
    """
    folded = unit.casefold()
    return _CANONICAL.get(folded, folded)


def is_firm_unit(unit: str) -> bool:
    """Whether a unit means the same wherever it stands: percent, money, or a physical measure.

    What is counted is not firm: residents are people, and trips may be called trains.
    """
    folded = unit.casefold()
    return folded not in _COUNTED and (folded in _CANONICAL or folded in lexicon.MEASURES)


def read_unit(tokens: Tokens, numeral: Numeral) -> Unit:
    """Read the unit of a number; where there is none it has no text and reaches no further."""
    first, last = numeral.first, numeral.last
    inner = tokens[last + 1]
    if inner.text in phrases.INNER_QUALIFIERS and inner.is_glued:
        last += 1
    readers = (_read_percent, _read_currency, _read_measure, _read_hyphened, _read_noun)
    for read in readers:
        unit = read(tokens, first, last)
        if unit:
            return unit
    return Unit(kind="none", first=first, last=last)


def _read_percent(tokens: Tokens, first: int, last: int) -> Unit | None:
    if tokens[first - 1].text == "百分之":
        return Unit(kind="percent", text="百分之", first=first - 1, last=last)
    if tokens[last + 1].opens_block:
        return None
    start = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    word = tokens[start]
    if word.text in lexicon.PERCENT_SIGNS or word.fold in lexicon.PERCENT_WORDS:
        return Unit(kind="percent", text=word.text, first=first, last=start)
    second = tokens[start + 1]
    if (word.fold, second.fold) == ("per", "cent"):
        return Unit(kind="percent", text=f"{word.text} {second.text}", first=first, last=start + 1)
    if word.fold in ("percentage", "basis") and second.fold in ("point", "points"):
        return Unit(kind="measure", text=f"{word.text} {second.text}", first=first, last=start + 1)
    return None


def _read_currency(tokens: Tokens, first: int, last: int) -> Unit | None:
    before, prefix = tokens[first - 1], tokens[first - 2]
    if before.fold in lexicon.CURRENCIES_BEFORE and not tokens[first].opens_block:
        if before.text == "$" and before.is_glued and prefix.fold in ("us", "hk", "s", "a"):
            return Unit(kind="currency", text=f"{prefix.text}$", first=first - 2, last=last)
        return Unit(kind="currency", text=before.text, first=first - 1, last=last)
    after = tokens[last + 1]
    if after.fold in lexicon.CURRENCIES_AFTER and not after.opens_block:
        return _take_rate(tokens, "currency", after.text, first, last + 1)
    for words, name in _DOLLARS.items():
        if tokens.starts_with(last + 1, words):
            return Unit(kind="currency", text=name, first=first, last=last + len(words))
    return None


def _take_rate(tokens: Tokens, kind: UnitKind, text: str, first: int, last: int) -> Unit:
    """Return a unit with what it is divided by: `km/h`."""
    slash, divisor = tokens[last + 1], tokens[last + 2]
    is_rate = slash.text == "/" and slash.is_glued and divisor.kind in ("word", "chinese")
    if is_rate and divisor.is_glued:
        return Unit(kind=kind, text=f"{text}/{divisor.text}", first=first, last=last + 2)
    return Unit(kind=kind, text=text, first=first, last=last)


def _read_measure(tokens: Tokens, first: int, last: int) -> Unit | None:
    after, second = tokens[last + 1], tokens[last + 2]
    if after.opens_block:
        return None
    if after.fold in ("square", "cubic") and second.fold in lexicon.MEASURES:
        return Unit(kind="measure", text=f"{after.text} {second.text}", first=first, last=last + 2)
    is_chinese = after.text in lexicon.CHINESE_UNITS and after.is_glued
    if is_chinese or after.fold in lexicon.MEASURES:
        return _take_rate(tokens, "measure", after.text, first, last + 1)
    return None


def _read_hyphened(tokens: Tokens, first: int, last: int) -> Unit | None:
    after = tokens[last + 2]
    if is_hyphen(tokens, last + 1) and after.fold in lexicon.HYPHEN_UNITS and after.text.islower():
        return Unit(kind="hyphen", text=after.text, first=first, last=last + 2)
    return None


def _read_noun(tokens: Tokens, first: int, last: int) -> Unit | None:
    """Find the noun that is counted: the first plural before anything ends its phrase."""
    for index in range(last + 1, last + 1 + _FARTHEST_NOUN):
        word = tokens[index]
        if _is_joiner(tokens, index):
            continue
        if word.kind != "word" or word.opens_block or word.fold in lexicon.STOPS:
            return None
        if word.fold in lexicon.NUMBER_WORDS or (index == last + 1 and word.is_glued):
            return None
        if _is_plural(word.text) and not _goes_on(tokens, index):
            return Unit(kind="noun", text=word.text, first=first, last=index)
    return None


def _is_joiner(tokens: Tokens, index: int) -> bool:
    """Whether a hyphen or an `and` between two words of one phrase stands there."""
    return is_hyphen(tokens, index) or (
        tokens[index].fold == "and" and tokens[index - 1].kind == "word"
    )


def _goes_on(tokens: Tokens, index: int) -> bool:
    return is_hyphen(tokens, index + 1)


def _is_plural(word: str) -> bool:
    fold = word.lower()
    if fold in lexicon.PLURALS:
        return True
    # NEVs is a plural, and AUTOS a heading.
    ends = word.endswith("s") and not fold.endswith(_NOT_PLURALS)
    return ends and len(word) >= _SHORTEST_PLURAL and not fold.endswith("ly")
