"""Numerals: the number that starts at a token, in digits, in words or in Chinese."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import AmountError, parse_amount
from cqfacts.record import Record, replace

from . import lexicon
from .spelling import parse_chinese, parse_spelled
from .tokens import NUMERALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from cqfacts.amount import Amount

    from .tokens import Tokens

    Form = Literal["digits", "words", "chinese"]


_GROUPED = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_MOST_CHARACTERS = 80
_MINUS_SIGNS = frozenset("-\N{MINUS SIGN}")
_HYPHENS = frozenset("-‐‑")  # the hyphen, and those of typesetters
_HALF = Decimal("0.5")
_HALF_PHRASE = ("and", "a", "half")


class Numeral(Record):
    """A number and the tokens from `first` to `last` that write it, its scale word included.

    `scale` is the power of ten of its scale word, 0 without one; `is_plain` says whether it is
    nothing but digits.
    """

    amount: Amount
    first: int
    last: int
    form: Form
    scale: int = 0
    is_plain: bool = False

    @property
    def has_scale(self) -> bool:
        """Whether it has a scale word."""
        return self.scale > 0


def read_numeral(tokens: Tokens, index: int) -> tuple[Numeral | None, int]:
    """Read the number that starts at a token; return it with the index to go on from.

    A run of number words that is no number is passed over whole.
    """
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    if token.fold in lexicon.NUMBER_WORDS or _starts_article_scale(tokens, index):
        return _read_words(tokens, index)
    if token.kind == "chinese" and token.text[0] in NUMERALS:
        return _read_chinese(tokens, index)
    return None, index + 1


def is_hyphen(tokens: Tokens, index: int) -> bool:
    """Whether a hyphen stands there that joins what is before it to what is behind."""
    token, after = tokens[index], tokens[index + 1]
    return token.text in _HYPHENS and token.is_glued and after.is_glued and after.kind != "end"


def _read_digits(tokens: Tokens, index: int) -> tuple[Numeral | None, int]:
    token = tokens[index]
    if len(token.text) > _MOST_CHARACTERS or not _GROUPED.fullmatch(token.text):
        return None, index + 1
    digits, last = token.text, index
    if tokens.starts_with(index + 1, _HALF_PHRASE) and digits.isdigit():
        digits, last = f"{digits}.5", index + len(_HALF_PHRASE)
    power, last = _read_scale(tokens, last)
    if power is None:
        return None, last + 1
    first, sign = _read_sign(tokens, index)
    amount = _make_amount(f"{sign}{digits}", power)
    if amount is None or _continues(tokens, last):
        return None, last + 1
    numeral = Numeral(
        amount=amount,
        first=first,
        last=last,
        form="digits",
        scale=power,
        is_plain=power == 0 and digits.isdigit(),
    )
    return numeral, last + 1


def _read_sign(tokens: Tokens, index: int) -> tuple[int, str]:
    """Return the token that a number in digits starts with, and its minus sign if it has one."""
    sign = tokens[index - 1]
    before = tokens[index - 2]
    is_sign = sign.text in _MINUS_SIGNS and tokens[index].is_glued
    opens = before.kind == "end" or not sign.is_glued or before.text in {"(", '"', "“"}
    return (index - 1, "-") if is_sign and opens else (index, "")


def _read_scale(tokens: Tokens, last: int) -> tuple[int | None, int]:
    """Return the power of the scale word behind a number and where it ends.

    The power is None where what follows makes it another number than can be read.
    """
    after = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    word = tokens[after]
    if word.kind == "chinese" and word.text[0] in NUMERALS:
        return lexicon.CHINESE_SCALES.get(word.text), after
    if word.kind != "word":
        return 0, last
    if word.is_glued and after == last + 1:
        return _read_suffix(tokens, last)
    if word.fold not in lexicon.SCALES:
        return 0, last
    is_double = tokens[after + 1].fold in lexicon.SCALES
    return None if is_double else lexicon.SCALES[word.fold], after


def _read_suffix(tokens: Tokens, last: int) -> tuple[int | None, int]:
    suffix = tokens[last + 1].fold
    if suffix in lexicon.CLEAR_SUFFIXES:
        return lexicon.SUFFIXES[suffix], last + 1
    has_currency = tokens[last - 1].fold in lexicon.CURRENCIES_BEFORE
    if suffix in lexicon.SUFFIXES and has_currency:
        return lexicon.SUFFIXES[suffix], last + 1
    is_unit = suffix in lexicon.GLUED_UNITS
    return (0, last) if is_unit or suffix in lexicon.PERCENT_WORDS else (None, last)


def _continues(tokens: Tokens, last: int) -> bool:
    """Whether more of a number follows, so that what was read is only a part of it."""
    after = tokens[last + 1]
    if is_hyphen(tokens, last + 1):
        after = tokens[last + 2]
    elif is_hyphen(tokens, last + 2) and tokens[last + 3].fold in lexicon.HYPHEN_UNITS:
        return False
    joins = after.fold == "and" and tokens.starts_with(last + 1, _HALF_PHRASE)
    return after.fold in lexicon.MULTIPLIERS or after.fold in lexicon.NUMBER_WORDS or joins


def _make_amount(digits: str, power: int) -> Amount | None:
    try:
        amount = parse_amount(f"{digits}e{power}" if power else digits)
    except AmountError:
        return None
    return amount


def _starts_article_scale(tokens: Tokens, index: int) -> bool:
    """Whether `a million` or larger stands there."""
    scale = lexicon.SCALES.get(tokens[index + 1].fold, 0)
    return tokens[index].fold == "a" and scale > lexicon.SCALES["thousand"]


def _read_words(tokens: Tokens, index: int) -> tuple[Numeral | None, int]:
    words, last = _collect_words(tokens, index)
    words[0] = "one" if words[0] == "a" else words[0]
    if (tokens[index].is_glued and is_hyphen(tokens, index - 1)) or tokens[
        index - 1
    ].fold == "point":
        return None, last + 1
    power = 0
    if len(words) > 1 and _ends_with_largest_scale(words):
        power = lexicon.SCALES[words.pop()]
    value = parse_spelled(words)
    if value is None:
        return None, last + 1
    digits = f"{value}"
    if not power and tokens.starts_with(last + 1, _HALF_PHRASE):
        digits, last = f"{value + _HALF}", last + len(_HALF_PHRASE)
        scale = lexicon.SCALES.get(tokens[last + 1].fold, 0)
        power, last = scale, last + (1 if scale else 0)
    amount = _make_amount(digits, power)
    if amount is None or _continues(tokens, last):
        return None, last + 1
    if len(words) > 1 and power:
        # Words that are written out to the last unit have no last written place but that.
        amount = replace(amount, step=Decimal(1).scaleb(power))
    numeral = Numeral(amount=amount, first=index, last=last, form="words", scale=power)
    return numeral, last + 1


def _ends_with_largest_scale(words: list[str]) -> bool:
    """Whether a scale word at the end multiplies all that is before it: `two hundred million`."""
    scales = [lexicon.SCALES.get(word, 0) for word in words]
    return scales[-1] > max(*scales[:-1], lexicon.SCALES["hundred"])


def _collect_words(tokens: Tokens, index: int) -> tuple[list[str], int]:
    """Return the number words that stand in a row, joined by hyphens or `and`, and the last."""
    words, last = [tokens[index].fold], index
    while True:
        step = last + 1
        if (tokens[step].fold == "and" and words[-1] in ("hundred", "thousand")) or is_hyphen(
            tokens, step
        ):
            step += 1
        if tokens[step].fold not in lexicon.NUMBER_WORDS or tokens[step].opens_block:
            return words, last
        if tokens[step - 1].fold == "and":
            words.append("and")
        words.append(tokens[step].fold)
        last = step


def _read_chinese(tokens: Tokens, index: int) -> tuple[Numeral | None, int]:
    text = tokens[index].text
    value = parse_chinese(text) if len(text) <= _MOST_CHARACTERS else None
    after, point = tokens[index + 1], tokens[index - 1]
    is_part = (after.kind == "number" and after.is_glued) or "点" in (after.text, point.text)
    if value is None or is_part:
        return None, index + 1
    digits, power = value
    amount = _make_amount(digits, power)
    if amount is None:
        return None, index + 1
    numeral = Numeral(amount=amount, first=index, last=index, form="chinese", scale=power)
    return numeral, index + 1
