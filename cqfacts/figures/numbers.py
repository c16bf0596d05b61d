"""Numbers: digits in the groups of any country, words, and the scale words behind them."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import Amount, AmountError, parse_amount
from cqfacts.record import Record, replace

from .money import is_money_name, is_money_sign
from .tokens import Cursor
from .vocabulary import CHINESE, NAMES, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .tokens import Tokens

    Form = Literal["digits", "words", "chinese"]

_ENGLISH = re.compile(
    r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?"
)
_SWISS = re.compile(r"[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]+)?")
# Written with a decimal comma, or with points between groups, and in no other way.
_CONTINENTAL = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})"
    r"|0,[0-9]{3}"
)
# The same, the other way round.
_PLAINLY_ENGLISH = re.compile(
    r"[0-9]+,[0-9]{3}\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+\.[0-9]{1,2}"
)
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?")
_BLANKS = frozenset(" \u00a0\u202f\u2009\u2007\u2008\u2006\u2005")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MOST_CHARACTERS = 40
_MOST_WORDS = 14
_LARGEST_SCALE = 12  # a million millions
_DOZEN = 12
_LONGEST_GROUP = 3
_THOUSAND, _HUNDRED, _TEN = 1000, 100, 10
_FIRST_YEAR, _LAST_YEAR, _YEAR_DIGITS = 1800, 2199, 4
_CAPITAL_SCALES = {"M": 6, "B": 9, "T": 12}
_ADDED = {
    ("and", "a", "half"): "0.5",
    ("and", "one", "half"): "0.5",
    ("and", "a", "quarter"): "0.25",
    ("and", "three", "quarters"): "0.75",
}
_ARTICLES = frozenset(("a", "an"))
_FRACTIONS_OF_PRICES = frozenset(("2", "4", "8", "16", "32"))


class Numeral(Record):
    """A number and the tokens from `first` to `last` that write it, its scale word included.

    `scale` is the power of ten of its scale word, 0 without one; `is_plain` says whether it is
    nothing but digits. `doubt` says what its digits or its scale may mean as well, and
    `is_spaced` that a plain blank parts its groups of digits.
    """

    amount: Amount
    first: int
    last: int
    form: Form
    scale: int = 0
    is_plain: bool = False
    is_spaced: bool = False
    doubt: str | None = None

    @property
    def has_scale(self) -> bool:
        """Whether it has a scale word."""
        return self.scale > 0


def read_number(tokens: Tokens, index: int) -> Numeral | None:
    """Read the number whose first word or digits stand at a token."""
    known, found = tokens.memo
    if known != index:
        found = _read_number(tokens, index)
        tokens.memo = (index, found)
    return found if isinstance(found, Numeral) else None


def is_number(tokens: Tokens, index: int) -> bool:
    """Whether a number begins with a token, in digits or in a word for one."""
    return tokens[index].kind == "number" or tokens[index].fold in NUMBERS.words


def is_year(digits: str) -> bool:
    """Whether digits are written as years are: four of them and nothing else."""
    is_plain = len(digits) == _YEAR_DIGITS and digits.isdigit()
    return is_plain and _FIRST_YEAR <= int(digits) <= _LAST_YEAR


def read_whole(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read a whole number without a scale word; return it with its last token."""
    if tokens[index].fold in ("a", "an", "half"):
        return None
    numeral = read_number(tokens, index)
    if numeral is None or numeral.has_scale or numeral.first != index:
        return None
    value = numeral.amount.value
    return (int(value), numeral.last) if value == value.to_integral_value() else None


def read_ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read `fifth`, `21st`, `14 th`, `twenty-first`; return the number and its last token."""
    token, after = tokens[index], tokens[index + 1]
    if token.kind == "number":
        is_short = token.text.isdigit() and len(token.text) <= _LONGEST_GROUP + 1
        is_ordinal = (
            is_short and after.fold in NUMBERS.ordinal_endings and _fits(token.text, after.fold)
        )
        return (int(token.text), index + 1) if is_ordinal and len(after.gap) < 2 else None  # noqa: PLR2004 - a blank
    if token.fold in NUMBERS.ordinals:
        return NUMBERS.ordinals[token.fold], index
    if token.fold in NUMBERS.tens and tokens.is_hyphen(index + 1):
        unit = NUMBERS.ordinals.get(tokens[index + 2].fold, _TEN)
        return (NUMBERS.tens[token.fold] + unit, index + 2) if unit < _TEN else None
    return None


def _fits(digits: str, ending: str) -> bool:
    """Whether an ending goes with a number: 21st, and no 21th."""
    is_teen = digits[-2:-1] == "1"
    return ending == ("th" if is_teen else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th"))


def _read_number(tokens: Tokens, index: int) -> Numeral | None:
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    fold = token.fold
    if fold == "half":
        return _read_half(tokens, index)
    if fold in NUMBERS.vulgar:
        return _make(tokens, NUMBERS.vulgar[fold], index, index)
    if fold in _ARTICLES:
        return _read_after_article(tokens, index)
    if fold in NUMBERS.words:
        return _read_spelled(tokens, index)
    return None


def _read_digits(tokens: Tokens, index: int) -> Numeral | None:
    """Read `1,380`, `1 900`, `1.234,56`, `1½`, `2 and a half`, `5×10⁹`, with a scale word or not."""
    written, last, is_spaced = _collect_groups(tokens, index)
    parsed = parse_digits(written, is_continental=is_continental(tokens))
    if parsed is None or len(written) > _MOST_CHARACTERS:
        return None
    digits, doubt = parsed
    after = tokens[last + 1]
    if after.fold in NUMBERS.vulgar and digits.isdigit():
        digits, last = str(int(digits) + Decimal(NUMBERS.vulgar[after.fold])), last + 1
    elif digits.isdigit() and (part := _read_added(tokens, last + 1)):
        digits, last = f"{int(digits) + part[0]}", part[1]
    elif (mixed := _read_mixed(tokens, last)) and digits.replace(".", "").isdigit():
        # Behind decimals it is a part of the last of them, as prices on exchanges are written.
        place = Decimal(1).scaleb(-len(digits.partition(".")[2]))
        digits, last = f"{Decimal(digits) + mixed[0] * place:f}", mixed[1]
    if power := _read_power(tokens, last):
        return _make(tokens, digits, index, power[1], power[0], doubt=doubt)
    scale, last, unsure = _read_scale(tokens, last)
    return _make(
        tokens,
        digits,
        index,
        last,
        scale,
        plain=written if last == index else "",
        is_spaced=is_spaced,
        doubt=doubt or unsure,
    )


def _collect_groups(tokens: Tokens, index: int) -> tuple[str, int, bool]:
    """Return digits with the groups of three behind blanks, their last token, and if blanks are plain.

    `12 345` after the day of a month or another number is two numbers.
    """
    text, last, is_plain = tokens[index].text, index, False
    if not text.isdigit() or len(text) > _LONGEST_GROUP or text[0] == "0":
        return text, last, False
    before = tokens[index - 1]
    opens = (
        before.kind != "number"
        and before.text != "+"
        and before.fold not in NAMES.months | NAMES.naming
    )
    while True:
        after = tokens[last + 1]
        if after.kind != "number" or after.gap not in _BLANKS or not _GROUP.fullmatch(after.text):
            return text, last, is_plain
        if after.gap == " " and not opens:
            return text, last, is_plain
        is_plain = is_plain or after.gap == " "
        text, last = text + after.text, last + 1
        if not after.text.isdigit():
            return text, last, is_plain


def parse_digits(written: str, *, is_continental: bool = False) -> tuple[str, str | None] | None:
    """Return digits with a point for their decimals, and what else they may mean.

    None where they are no number: `1.2.3`, `1,23`.
    """
    if _CONTINENTAL.fullmatch(written):
        return written.replace(".", "").replace(",", "."), None
    if _SWISS.fullmatch(written):
        return written.replace("'", "").replace("’", ""), None
    if not _ENGLISH.fullmatch(written):
        return None
    doubt = None
    if is_continental and _EITHER.fullmatch(written):
        doubt = f"'{written}' has decimals or thousands behind its {'point' if '.' in written else 'comma'}"
    return written.replace(",", ""), doubt


def is_continental(tokens: Tokens) -> bool:
    """Whether a text writes decimal commas, so that `1.234` may be thousands in it."""
    kept = tokens.notes.get("digits")
    if kept is None:
        numbers = [token.text for token in tokens.between(0, len(tokens)) if token.kind == "number"]
        is_so = any("," in one and _CONTINENTAL.fullmatch(one) for one in numbers)
        is_so = is_so and not any(_PLAINLY_ENGLISH.fullmatch(one) for one in numbers)
        kept = tokens.notes["digits"] = "continental" if is_so else "english"
    return kept == "continental"


def _read_mixed(tokens: Tokens, last: int) -> tuple[Decimal, int] | None:
    """Read the fraction that a hyphen joins to a number, `4-1/4`; return it and its last token."""
    if not tokens.is_hyphen(last + 1) or tokens[last + 3].text != "/":
        return None
    above, below = tokens[last + 2], tokens[last + 4]
    if not (above.text.isdigit() and below.text.isdigit() and below.is_glued):
        return None
    if len(above.text) > 2 or below.text not in _FRACTIONS_OF_PRICES:  # noqa: PLR2004 - two digits
        return None
    return Decimal(above.text) / Decimal(below.text), last + 4


def _read_added(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """Read the half or quarter that is added there, `and a half`; return it and its last token."""
    if tokens[index].fold != "and":
        return None
    for phrase, part in _ADDED.items():
        if tokens.starts_with(index, phrase):
            return Decimal(part), index + len(phrase) - 1
    return None


def _read_power(tokens: Tokens, last: int) -> tuple[int, int] | None:
    """Read `×10⁹` or `x 10^9` behind digits; return the power and its last token."""
    cursor = Cursor(tokens, last + 1)
    if not cursor.take(("×", "x", "*", "·")) or not cursor.take(("10",)):
        return None
    if cursor.take(("^",)):
        digits = cursor.peek().text
    else:
        digits = cursor.peek().text.translate(_SUPERSCRIPTS)
        if digits == cursor.peek().text or not cursor.peek().is_glued:
            return None
    is_small = digits.lstrip("-").isdigit() and len(digits) < _LONGEST_GROUP
    return (int(digits), cursor.place) if is_small else None


def _read_scale(tokens: Tokens, last: int) -> tuple[int, int, str | None]:
    """Read `million`, `-million`, `bn`, `Mio.`, `万亿` behind a number.

    Return the power of ten, where the number then ends, and what else it may mean.
    """
    word = tokens[last + 1]
    if word.kind == "chinese":
        return _read_chinese_scale(tokens, last)
    if word.is_glued and word.kind == "word":
        return *_read_suffix(tokens, last), None
    after = tokens.skip_hyphen(last + 1)
    if word.text in NUMBERS.scaled_units:
        return NUMBERS.scaled_units[word.text][0], last, None
    scale = NUMBERS.scales.get(tokens[after].fold)
    if scale is not None and not tokens[after].opens_block:
        behind = tokens[after + 1].fold
        second = NUMBERS.scales.get(behind) or NUMBERS.short_scales.get(behind)
        return (scale + second, after + 1, None) if second else (scale, after, None)
    return _read_short_scale(tokens, last)


def _read_short_scale(tokens: Tokens, last: int) -> tuple[int, int, str | None]:
    """Read `bn`, `mln`, `Mio.`, or an `m` that money or what is counted makes a million."""
    word = tokens[last + 1]
    is_money = is_money_sign(tokens, last - 1)
    if word.fold in NUMBERS.short_scales and (not word.text.isupper() or is_money):
        is_cut = tokens[last + 2].text == "." and tokens[last + 2].is_glued
        end = last + 2 if is_cut and tokens[last + 3].kind != "end" else last + 1
        return NUMBERS.short_scales[word.fold], end, None
    power = NUMBERS.letter_scales.get(word.fold)
    if (
        power is None
        or word.opens_block
        or (tokens[last + 2].is_glued and tokens[last + 2].kind == "word")
    ):
        return 0, last, None
    if is_money or is_money_name(tokens, last + 2):
        return (power, last + 1, None) if word.fold != "t" or is_money else (0, last, None)
    if word.text in ("m", "M") and _counts(tokens, last + 2):
        is_people = UNITS.by_word.get(tokens[last + 2].fold) == "person"
        unsure = None if is_people else f"'{word.text}' behind the number may be million or metres"
        is_million = is_people or _counts_in_millions(tokens)
        return (power, last + 1, unsure) if is_million else (0, last, unsure)
    return 0, last, None


def _read_chinese_scale(tokens: Tokens, last: int) -> tuple[int, int, str | None]:
    """Read `万`, `亿` or `万亿`, though the words around the number are English."""
    power, unsure = 0, None
    while power < _LARGEST_SCALE and (text := tokens[last + 1].text) in CHINESE.scales:
        power, last = power + CHINESE.scales[text], last + 1
        if text in CHINESE.unclear_scales:
            unsure = f"'{text}' is a million or a million millions"
    return power, last, unsure


def _read_suffix(tokens: Tokens, last: int) -> tuple[int, int]:
    """Read what is written right behind digits: `5bn`, `20k`, `$3.2m`, `2.5M`, `12Mt`."""
    word = tokens[last + 1]
    text, suffix = word.text, word.fold
    if text in _CAPITAL_SCALES and not tokens[last + 2].is_glued:
        return _CAPITAL_SCALES[text], last + 1
    if text in NUMBERS.scaled_units or (text.lower() in NUMBERS.scaled_units and text.isupper()):
        scaled = NUMBERS.scaled_units.get(text) or NUMBERS.scaled_units[text.lower()]
        return scaled[0], last
    if suffix in NUMBERS.short_scales:
        return NUMBERS.short_scales[suffix], last + 1
    power = NUMBERS.letter_scales.get(suffix)
    if power is None:
        return 0, last
    is_money = is_money_sign(tokens, last - 1) or _ends_money(tokens, last)
    is_money = is_money or is_money_name(tokens, last + 2)
    if suffix == "k":
        return (
            (power, last + 1)
            if text == "k" or _is_thousand(tokens, last, is_money=is_money)
            else (0, last)
        )
    if is_money or (suffix == "m" and (_counts(tokens, last + 2) or _is_million(tokens, last))):
        return power, last + 1
    return 0, last


def _is_thousand(tokens: Tokens, last: int, *, is_money: bool) -> bool:
    """Whether a `K` behind digits is a thousand, and no name as in `4K`."""
    is_many = is_money or len(tokens[last].text) > 1 or _counts(tokens, last + 2)
    return is_many and (is_money or tokens[last].text not in ("4", "8"))


def _is_million(tokens: Tokens, last: int) -> bool:
    """Whether an `m` behind digits with nothing counted is a million, as `a country of 2.5m`.

    It is a metre where a length is spoken of, and where the text never counts in millions.
    """
    if tokens[last + 2].is_glued and tokens[last + 2].kind in ("number", "word"):
        return False
    for place in range(last + 2, last + 5):
        if tokens[place].kind in ("sign", "end") and not tokens.is_hyphen(place):
            break
        if tokens[place].fold in NUMBERS.lengths_behind:
            return False
    for place in range(last - 1, last - 7, -1):
        if tokens[place].text in (".", ";") or tokens[place].opens_block:
            break
        if tokens[place].fold in NUMBERS.lengths_before:
            return False
    if tokens.is_hyphen(last + 2) or (
        tokens[last + 2].fold in ("from", "into", "off") and "." not in tokens[last].text
    ):
        return False
    return _counts_in_millions(tokens)


def _counts_in_millions(tokens: Tokens) -> bool:
    """Whether a text writes millions as `m`, or amounts that are beyond any length as `bn`."""
    kept = tokens.notes.get("m")
    if kept is None:
        is_so = is_length = False
        for index in range(len(tokens)):
            if tokens[index].kind != "number":
                continue
            after = tokens[index + 1]
            if after.is_glued and after.fold in NUMBERS.short_scales:
                is_so = True
            elif after.is_glued and after.fold == "m":
                is_so = is_so or is_money_sign(tokens, index - 1) or _counts(tokens, index + 2)
            is_length = is_length or after.fold in ("metres", "meters")
        is_so = is_so or (tokens.names_any(_MILLIONS) and not is_length)
        kept = tokens.notes["m"] = "million" if is_so else "metre"
    return kept == "million"


_MILLIONS = frozenset(("million", "billion"))


def _ends_money(tokens: Tokens, last: int) -> bool:
    """Whether a sign of money stands before the low end of a range: `$5-6m`."""
    dash, low = tokens[last - 1], tokens[last - 2]
    is_range = (dash.text in "-–—" and dash.is_glued) or dash.fold == "to"
    return is_range and low.kind == "number" and is_money_sign(tokens, last - 3)


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether what stands there is counted in millions and not measured in metres."""
    token, second = tokens[index], tokens[index + 1].fold
    if token.kind != "word" or token.is_glued or token.fold in NOUNS.stops:
        return False
    if token.fold in UNITS.by_word and len(token.fold) > 1:
        return True
    if is_money_name(tokens, index):
        return True
    plurals = NOUNS.irregular_plurals
    ends = token.fold.endswith("s") or token.fold in plurals
    return ends or second.endswith("s") or second in plurals


def _read_half(tokens: Tokens, index: int) -> Numeral | None:
    """Read `half a million`, `half a dozen`, and `half an hour` without its unit."""
    if tokens[index + 1].fold not in _ARTICLES:
        return None
    one = tokens[index + 2].fold
    if one == "dozen":
        return _make(tokens, "6", index, index + 2, form="words")
    if one in NUMBERS.scales:
        return _make(tokens, "0.5", index, index + 2, NUMBERS.scales[one], form="words")
    if one in UNITS.by_word:
        return _make(tokens, "0.5", index, index + 1, form="words")
    return None


def _read_after_article(tokens: Tokens, index: int) -> Numeral | None:
    """Read `a million`, `a hundred and fifty`, `a dozen`, `a quarter of a million`."""
    word = tokens[index + 1]
    if word.fold == "dozen":
        return _make(tokens, str(_DOZEN), index, index + 1, form="words")
    if word.fold == "quarter" and tokens.starts_with(index + 2, ("of", "a")):
        one = tokens[index + 4].fold
        if one in NUMBERS.scales:
            return _make(tokens, "0.25", index, index + 4, NUMBERS.scales[one], form="words")
        if one in UNITS.by_word:
            return _make(tokens, "0.25", index, index + 3, form="words")
        return None
    if word.fold == "half" and tokens[index + 2].fold in NUMBERS.scales:
        power = NUMBERS.scales[tokens[index + 2].fold]
        return _make(tokens, "0.5", index, index + 2, power, form="words")
    if word.fold not in NUMBERS.scales or tokens.is_hyphen(index + 2):
        return None
    found = _read_spelled(tokens, index)
    if found and (part := _read_added(tokens, found.last + 1)) and found.has_scale:
        value = found.amount.value + part[0] * Decimal(1).scaleb(found.scale)
        amount = replace(parse_amount(f"{value:f}"), step=None)
        return replace(found, amount=amount, last=part[1])
    return found


def _read_spelled(tokens: Tokens, index: int) -> Numeral | None:
    """Read `four hundred and two`, `two and a half million`, `one-trillion`, `six dozen`."""
    row, ends = _collect_words(tokens, index)
    after = tokens[ends[-1] + 1]
    if after.kind == "number" and after.is_glued:
        return None
    while row:
        value = parse_spelled(["one" if word == "a" else word for word in _without_scale(row)[0]])
        if value is not None:
            break
        row, ends = row[:-1], ends[:-1]
    else:
        return None
    power = _without_scale(row)[1]
    last = ends[-1]
    doubt = None
    if not power and (part := _read_added(tokens, last + 1)):
        value, last = value + part[0], part[1]
        power, last, doubt = _read_scale(tokens, last)
    elif (
        not power and row != ["a"] and tokens[tokens.skip_hyphen(last + 1)].fold in NUMBERS.scales
    ) or (not power and tokens[last + 1].fold in NUMBERS.short_scales and row != ["a"]):
        power, last, doubt = _read_scale(tokens, last)
    elif tokens[last + 1].fold == "dozen" and not power:
        return _make(tokens, f"{value * _DOZEN:f}", index, last + 1, form="words")
    if row == ["a"] and not power:
        return None
    return _make(tokens, f"{value:f}", index, last, power, form="words", doubt=doubt)


def _without_scale(row: list[str]) -> tuple[list[str], int]:
    """Split off the scale word at the end where it multiplies all before: `two hundred million`."""
    scales = [NUMBERS.scales.get(word, 0) for word in row]
    if len(row) > 1 and scales[-1] > max(*scales[:-1], NUMBERS.scales["hundred"]):
        return row[:-1], scales[-1]
    return row, 0


def _collect_words(tokens: Tokens, index: int) -> tuple[list[str], list[int]]:
    """Return the number words in a row and where each ends, an `and` counted to the next."""
    row, ends = ["a" if tokens[index].fold == "an" else tokens[index].fold], [index]
    while True:
        step = ends[-1] + 1
        if (tokens[step].fold == "and" and row[-1] in ("hundred", "thousand")) or (
            tokens.is_hyphen(step) and row[-1] in NUMBERS.tens
        ):
            step += 1
        word = tokens[step]
        is_more = word.fold in NUMBERS.words and not word.opens_block
        is_bare = len(row) == 1 and row[0] == "a" and word.fold not in NUMBERS.scales
        if not is_more or is_bare or len(row) >= _MOST_WORDS:
            return row, ends
        if tokens[step - 1].fold == "and":
            row.append("and")
            ends.append(ends[-1])
        row.append(word.fold)
        ends.append(step)


def parse_spelled(words: list[str]) -> Decimal | None:
    """Return the whole number that words spell, None where they do not: `four hundred and two`."""
    total = group = 0
    last_scale = Decimal("Infinity")
    smallest = _THOUSAND
    previous = ""
    for word in words:
        if word == "and":
            smallest = min(smallest, _HUNDRED)
        elif word in NUMBERS.small and smallest > NUMBERS.small[word]:
            number = NUMBERS.small[word]
            if previous in NUMBERS.tens and not 0 < number < _TEN:
                return None
            group, smallest = group + number, 0
        elif word in NUMBERS.tens and smallest >= _HUNDRED:
            group, smallest = group + NUMBERS.tens[word], _TEN
        elif word == "hundred" and 0 < group < _TEN:
            group, smallest = group * _HUNDRED, _HUNDRED
        elif word in NUMBERS.scales and word != "hundred" and group:
            scale = Decimal(1).scaleb(NUMBERS.scales[word])
            if scale >= last_scale:
                return None
            total, group, last_scale, smallest = total + int(group * scale), 0, scale, _THOUSAND
        else:
            return None
        previous = word
    return Decimal(total + group)


def _make(  # noqa: PLR0913 - what a number is made of
    tokens: Tokens,
    digits: str,
    first: int,
    last: int,
    power: int = 0,
    *,
    form: Form = "digits",
    plain: str = "",
    is_spaced: bool = False,
    doubt: str | None = None,
) -> Numeral | None:
    try:
        amount = parse_amount(f"{digits}e{power}" if power else digits)
    except AmountError:
        return None
    written = " ".join(tokens[index].text for index in range(first, last + 1))
    return Numeral(
        amount=Amount(value=amount.value, step=amount.step, written=written),
        first=first,
        last=last,
        form=form,
        scale=power,
        is_plain=power == 0 and plain.isdigit(),
        is_spaced=is_spaced,
        doubt=doubt,
    )
