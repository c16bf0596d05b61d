"""Numbers in words, without their place in a text: `four hundred and two`, `三百五十`."""

from __future__ import annotations

from decimal import Decimal

from . import lexicon

_TEN = 10
_HUNDRED = 100
_THOUSAND = 1000


def parse_spelled(words: list[str]) -> Decimal | None:
    """Return the whole number that words spell, None where they do not: `four hundred and two`."""
    total = group = 0
    last_scale = Decimal("Infinity")
    smallest = _THOUSAND
    previous = ""
    for word in words:
        if word == "and":
            smallest = min(smallest, _HUNDRED)
        elif word in lexicon.UNITS_IN_WORDS and smallest > lexicon.UNITS_IN_WORDS[word]:
            number = lexicon.UNITS_IN_WORDS[word]
            if previous in lexicon.TENS_IN_WORDS and not 0 < number < _TEN:
                return None
            group, smallest = group + number, 0
        elif word in lexicon.TENS_IN_WORDS and smallest >= _HUNDRED:
            group, smallest = group + lexicon.TENS_IN_WORDS[word], _TEN
        elif word == "hundred" and 0 < group < _TEN:
            group, smallest = group * _HUNDRED, _HUNDRED
        elif word in lexicon.SCALES and word != "hundred" and group:
            scale = Decimal(1).scaleb(lexicon.SCALES[word])
            if scale >= last_scale:
                return None
            total, group, last_scale, smallest = total + int(group * scale), 0, scale, _THOUSAND
        else:
            return None
        previous = word
    return Decimal(total + group)


def parse_chinese(text: str) -> tuple[str, int] | None:
    """Return the digits and the power of a Chinese numeral: `四万亿` is 4 and 12."""
    for scale in sorted(lexicon.CHINESE_SCALES, key=len, reverse=True):
        if scale[0] not in "百千" and text.endswith(scale) and len(text) > len(scale):
            small = _parse_below_ten_thousand(text[: -len(scale)])
            return None if small is None else (str(small), lexicon.CHINESE_SCALES[scale])
    small = _parse_below_ten_thousand(text)
    return None if small is None else (str(small), 0)


def _parse_below_ten_thousand(text: str) -> int | None:
    total = 0
    digit: int | None = None
    last_power = 4
    for place, character in enumerate(text):
        power = lexicon.CHINESE_POWERS.get(character)
        if power is None:
            if digit or character not in lexicon.CHINESE_DIGITS:
                return None
            digit = lexicon.CHINESE_DIGITS[character]
        elif power >= last_power or (digit is None and (character != "十" or place)):
            return None
        else:
            total += (1 if digit is None else digit) * 10**power
            digit, last_power = None, power
    is_whole = digit is None or last_power in (1, 4) or text[-2:-1] == "零"
    return total + (digit or 0) if is_whole and text else None
