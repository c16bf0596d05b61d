"""Numbers: digits in the groups of any country, words, and the scale words behind them."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import Amount, AmountError, parse_amount
from cqfacts.record import Record

from .money import is_money_name, is_money_sign
from .nouns import is_plural
from .tokens import Cursor
from .vocabulary import CHINESE, NAMES, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from .tokens import Tokens

    Style = Literal["english", "continental", "likely continental", "mixed", "unknown"]

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
    r"[0-9]+,[0-9]{3}\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|(?:0|[1-9][0-9]*)\.[0-9]{1,2}"
)
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")  # no other number may be written so
_OIL = re.compile("[mk]b/d", re.IGNORECASE)
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?")
_THIN_BLANKS = frozenset("\u00a0\u202f\u2009\u2007\u2008\u2006\u2005\u2004\u200a\u205f")
_PLAIN_BLANKS = frozenset(" \u3000\u2002\u2003")
_ORDINAL = re.compile(r"(?:[0-9]{0,2}[02-9])?(?:1st|2nd|3rd)|[0-9]{0,3}[04-9]th|[0-9]{0,2}1[0-9]th")
_YEAR = re.compile("(?:1[89]|2[01])[0-9]{2}")
_TIMES = frozenset("×x*·")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MOST_CHARACTERS = 40
_MANY_TIMES = 4
_MOST_WORDS = 14
_LARGEST_SCALE = 12  # a million millions
_FARTHEST_LENGTH = 6
_MILLIONS = frozenset(("million", "billion"))
_METRES = frozenset(("metres", "meters"))
_DOZEN = 12
_LONGEST_GROUP = 3
_TEN, _HUNDRED, _HUNDREDS = 10, 100, 2
_OPEN_LETTERS = {"k": "thousand", "K": "thousand", "M": "million", "b": "billion", "B": "billion"}
_ARTICLES = frozenset(("a", "an"))
# They are added to a number, or are parts of a scale, a dozen or a unit.
_PARTS = {
    ("half",): Decimal("0.5"),
    ("a", "half"): Decimal("0.5"),
    ("one", "half"): Decimal("0.5"),
    ("a", "quarter"): Decimal("0.25"),
    ("three", "quarters"): Decimal("0.75"),
}
_FRACTION_OF_A_PRICE = re.compile("[0-9]{1,2}/(?:2|4|8|16|32)")


class Numeral(Record):
    """A number and the tokens from `first` to `last` that write it, its scale word included.

    `scale` is the power of ten of its scale word, 0 without one; `is_plain` says whether it is
    nothing but digits. `doubt` says what its digits or its scale may mean as well, and
    `is_spaced` that a plain or wide blank parts its groups of digits.
    """

    amount: Amount
    first: int
    last: int
    form: Literal["digits", "words"]
    scale: int = 0
    is_plain: bool = False
    is_spaced: bool = False
    doubt: str | None = None


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
    return _YEAR.fullmatch(digits) is not None


def read_whole(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read a whole number without a scale word; return it with its last token."""
    numeral = read_number(tokens, index)
    if numeral is None or numeral.scale > 0 or tokens[index].fold in ("a", "an", "half"):
        return None
    value = numeral.amount.value
    return (int(value), numeral.last) if value == value.to_integral_value() else None


def read_ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read `fifth`, `21st`, `14 th`, `twenty-first`; return the number and its last token."""
    token, after = tokens[index], tokens[index + 1]
    if token.fold in NUMBERS.ordinals:
        return NUMBERS.ordinals[token.fold], index
    if token.kind == "number":
        is_ordinal = after.gap in ("", " ") and _ORDINAL.fullmatch(token.text + after.fold)
        return (int(token.text), index + 1) if is_ordinal else None
    if token.fold in NUMBERS.tens and tokens[index + 1].is_hyphen:
        unit = NUMBERS.ordinals.get(tokens[index + 2].fold, _TEN)
        return (NUMBERS.tens[token.fold] + unit, index + 2) if unit < _TEN else None
    return None


def _read_number(tokens: Tokens, index: int) -> Numeral | None:
    """Read digits, `½`, or words: `half a million`, `four hundred`."""
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    if token.fold in NUMBERS.vulgar:
        if tokens[index + 1].text in NUMBERS.vulgar or tokens[index - 1].text in NUMBERS.vulgar:
            return None
        power, last, unsure = _read_scale(tokens, index)
        return _make_numeral(tokens, NUMBERS.vulgar[token.fold], index, last, power, unsure)
    if token.fold in _ARTICLES or token.fold == "half":
        return _read_part(tokens, index) or _read_spelled(tokens, index)
    return _read_spelled(tokens, index) if token.fold in NUMBERS.words else None


def _read_digits(tokens: Tokens, index: int) -> Numeral | None:
    """Read `1,380`, `1 900`, `1.234,56`, `1½`, `2 and a half`, `5×10⁹`, `3 million`."""
    written, last = _collect_groups(tokens, index)
    written = f"0{written}" if written[0] == "." else written
    is_open = not written.isdecimal() and _EITHER.fullmatch(written) is not None
    parsed = parse_digits(written, find_style(tokens) if is_open else "english")
    if parsed is None or len(written) > _MOST_CHARACTERS:
        return None
    digits, doubt = parsed
    part = _read_fraction(tokens, last + 1, digits)
    if part:
        digits, last = f"{Decimal(digits) + part[0]:f}", part[1]
    power, last, unsure = _read_power(tokens, last) or _read_scale(tokens, last)
    if not power and tokens[last + 1].fold == "dozen":
        digits, last = f"{Decimal(digits) * _DOZEN:f}", last + 1
    return _make_numeral(tokens, digits, index, last, power, doubt or unsure)


def _collect_groups(tokens: Tokens, index: int) -> tuple[str, int]:
    """Return digits with the groups of three behind blanks, `12 345`, and their last token.

    Behind the day of a month or another number they are two numbers.
    """
    text, last, before = tokens[index].text, index, tokens[index - 1]
    is_tied = before.kind == "number" or before.text == "+"
    is_named = before.fold in NAMES.months or before.fold in NAMES.naming
    is_group = text.isdecimal() and len(text) <= _LONGEST_GROUP and text[0] != "0"
    while is_group and len(text) <= _MOST_CHARACTERS:
        after = tokens[last + 1]
        is_near = after.gap in _THIN_BLANKS or after.gap in _PLAIN_BLANKS
        is_near = is_near and not (after.gap in _PLAIN_BLANKS and (is_tied or is_named))
        if after.kind != "number" or not is_near or not _GROUP.fullmatch(after.text):
            break
        text, last, is_group = text + after.text, last + 1, after.text.isdecimal()
    return text, last


def parse_digits(written: str, style: Style = "english") -> tuple[str, str | None] | None:
    """Return digits with a point for their decimals, and what else they may mean.

    None where they are no number: `1.2.3`, `1,23`. The style is that of the text they are from.
    """
    if written.isdecimal():
        return written, None
    if _CONTINENTAL.fullmatch(written) or (
        style in ("continental", "likely continental") and _EITHER.fullmatch(written)
    ):
        digits = written.replace(".", "").replace(",", ".")
        is_sure = (style == "continental" and "." in written) or not _EITHER.fullmatch(written)
        return digits, None if is_sure else _doubt_group(written)
    if _SWISS.fullmatch(written):
        return written.replace("'", "").replace("’", ""), None
    if not _ENGLISH.fullmatch(written):
        return None
    # Decimals that are nothing but zeros are written by nobody.
    is_either = style == "mixed" or written.endswith(".000")
    is_either = is_either and _EITHER.fullmatch(written) is not None
    return written.replace(",", ""), _doubt_group(written) if is_either else None


def _doubt_group(written: str) -> str:
    """Return the doubt of `1.234`, whose sign may part decimals or thousands."""
    sign = "point" if "." in written else "comma"
    return f"'{written}' has decimals or thousands behind its {sign}"


def find_style(tokens: Tokens) -> Style:
    """Return how a text writes its numbers: with decimal points or commas, by those that tell it.

    With decimal commas `1.234` is thousands.
    """
    kept = tokens.notes.get("digits")
    if kept is None:
        numbers = [token.text for token in tokens.between(0, tokens.size) if token.kind == "number"]
        points = sum(_PLAINLY_ENGLISH.fullmatch(one) is not None for one in numbers)
        groups = sum("," in one and _EITHER.fullmatch(one) is not None for one in numbers)
        commas = sum(bool(_CONTINENTAL.fullmatch(one) or _DOTTED.fullmatch(one)) for one in numbers)
        english = points + groups
        if commas >= max(_MANY_TIMES * english, 1):
            kept = "continental" if commas > 1 else "likely continental"
        elif commas and english < _MANY_TIMES * commas:
            kept = "mixed"
        else:
            kept = "english" if points else "unknown"
        tokens.notes["digits"] = kept
    return kept  # type: ignore[return-value]  # a note of this function's own


def _read_fraction(tokens: Tokens, index: int, digits: str) -> tuple[Decimal, int] | None:
    """Read `½`, `and a half` or `-1/4` behind digits; return it and its last token."""
    # Behind decimals it is a part of the last of them.
    place = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    if vulgar := NUMBERS.vulgar.get(tokens[index].fold):
        return Decimal(vulgar) * place, index
    above, slash, below = tokens[index + 1 : index + 4]
    fraction = f"{above.text}{slash.text}{below.text}" if slash.text == "/" else ""
    if tokens[index].is_hyphen and _FRACTION_OF_A_PRICE.fullmatch(fraction):
        return Decimal(above.text) / Decimal(below.text) * place, index + 3
    return _read_added(tokens, index) if digits.isdecimal() else None


def _read_added(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """Read the half or quarter that is added there, `and a half`; return it and its last token."""
    if tokens[index].fold == "and":
        for phrase, part in _PARTS.items():
            if tokens.starts_with(index + 1, phrase):
                return part, index + len(phrase)
    # Two-and-a-half.
    if tokens.starts_with(index, ("-", "and", "-", "a", "-", "half")):
        return _PARTS[("half",)], index + 5
    return None


def _read_power(tokens: Tokens, last: int) -> tuple[int, int, str | None] | None:
    """Read `×10⁹` or `x 10^9` behind digits, and `10⁵`; return the power and its last token."""
    raised = tokens[last + 1]
    if tokens[last].text == "10" and raised.is_glued and _RAISED.fullmatch(raised.text):
        return int(raised.text.translate(_SUPERSCRIPTS)) - 1, last + 1, "it may be a power of ten"
    if raised.fold == "e" and raised.is_glued:
        return _read_exponent(tokens, last)
    if raised.fold not in _TIMES:
        return None
    cursor = Cursor(tokens, last + 2)
    if not cursor.take(("10",)):
        return None
    is_raised = cursor.take(("^",)) or not cursor.peek().text.isascii()
    sign = "-" if cursor.take(("⁻", "-", "−")) else ""
    digits = sign + cursor.peek().text.translate(_SUPERSCRIPTS)
    is_power = digits.lstrip("-").isdecimal() and len(digits) < _LONGEST_GROUP
    return (int(digits), cursor.place, None) if is_raised and is_power else None


def _read_exponent(tokens: Tokens, last: int) -> tuple[int, int, str | None] | None:
    """Read `1.2e6`, `5E-3` behind digits; without decimals, `12e3`, it may as well be a name."""
    cursor = Cursor(tokens, last + 2)
    sign = cursor.take(("-", "+", "−")) or ""
    power, behind = cursor.peek(), cursor.peek(1)
    is_tied = behind.is_glued and behind.kind == "word"
    is_power = power.text.isdecimal() and power.is_glued and len(power.text) < _LONGEST_GROUP
    if not is_power or is_tied:
        return None
    doubt = None if "." in tokens[last].text else "it may be a power of ten, or a name"
    return int(sign.replace("−", "-") + power.text), cursor.place, doubt


def find_scaled(tokens: Tokens, word: str) -> tuple[int, str] | None:
    """Return the power of ten and the unit that a word is together; `mb` only in texts on oil."""
    found = NUMBERS.scaled_units.get(word)
    if found and found[1] == "barrels":
        kept = tokens.notes.get("oil")
        if kept is None:
            kept = tokens.notes["oil"] = "oil" if _OIL.search(tokens.text) else "other"
        return found if kept == "oil" else None
    return found


def _read_scale(tokens: Tokens, last: int) -> tuple[int, int, str | None]:
    """Read `million`, `-million`, `bn`, `Mio.`, `20k`, `万亿` behind a number.

    Return the power of ten, where the number then ends, and what else it may mean.
    """
    word, behind, after = tokens[last + 1], tokens[last + 2], tokens.skip_hyphen(last + 1)
    power, end = 0, last
    while power < _LARGEST_SCALE and tokens[end + 1].text in CHINESE.scales:
        power, end = power + CHINESE.scales[tokens[end + 1].text], end + 1
    if power:
        is_unclear = tokens[end].text in CHINESE.unclear_scales
        unsure = f"'{tokens[end].text}' is a million or a million millions" if is_unclear else None
        return power, end, unsure
    is_capital = word.is_glued and word.text.isupper()
    unit = word.fold if is_capital and word.fold in NUMBERS.scaled_units else word.text
    if scaled := find_scaled(tokens, unit):
        return scaled[0], last, None
    scale = NUMBERS.scales.get(tokens[after].fold)
    if scale is not None and not tokens[after].opens_block:
        second = tokens[after + 1].fold
        more = NUMBERS.scales.get(second) or NUMBERS.short_scales.get(second, 0)
        return scale + more, after + 1 if more else after, None
    if word.fold == "mm" and is_money_sign(tokens, last - 1):
        return NUMBERS.scales["million"], last + 1, None
    is_short = word.is_glued or not word.text.isupper() or is_money_sign(tokens, last - 1)
    if word.fold in NUMBERS.short_scales and is_short:
        is_cut = behind.text == "." and behind.is_glued and tokens[last + 3].kind != "end"
        end = last + 2 if is_cut and not word.is_glued else last + 1
        return NUMBERS.short_scales[word.fold], end, None
    return _read_letter(tokens, last)


def _read_letter(tokens: Tokens, last: int) -> tuple[int, int, str | None]:
    """Read `20k`, `$3.2m`, `2.5M`, `5 m voters`: a letter that money or a count makes a scale."""
    word, behind = tokens[last + 1], tokens[last + 2]
    power = NUMBERS.letter_scales.get(word.fold, 0)
    is_tied = behind.is_glued and behind.kind in ("word", "number")
    if not power or word.opens_block or is_tied:
        return 0, last, None
    is_signed = is_money_sign(tokens, last - 1) or _ends_money(tokens, last)
    is_money = is_signed or is_money_name(tokens, last + 2)
    counts, digits, unsure = _counts(tokens, last + 2), tokens[last].text, None
    if word.is_glued:
        is_length = _is_length(tokens, last)
        is_many = len(digits) > 1 or (counts and digits not in ("4", "8"))  # 4K is a name
        is_scale = (
            is_money
            or (word.text in ("M", "B", "T") and not behind.is_glued)
            or (word.fold == "k" and (is_many or word.text == "k"))
            or (word.fold == "m" and (counts or (not is_length and _counts_in_millions(tokens))))
        )
        is_open = word.text == "m" and not (is_scale or is_length or tokens.names_any(_METRES))
        unsure = f"'{word.text}' may stand for million or metres" if is_open else None
    elif is_money or word.fold not in ("m", "k") or not counts:
        is_scale = is_money and (is_signed or word.fold != "t")
        meaning = _OPEN_LETTERS.get(word.text)
        unsure = None if is_scale or not meaning else f"'{word.text}' may stand for {meaning}"
    elif word.fold == "k":
        is_scale = True
    else:
        is_people = UNITS.by_word.get(behind.fold) == "person"
        is_scale = is_people or _counts_in_millions(tokens)
        unsure = None if is_people else f"'{word.text}' may stand for million or metres"
    return (power, last + 1, unsure) if is_scale else (0, last, unsure)


def _is_length(tokens: Tokens, last: int) -> bool:
    """Whether an `m` behind digits with nothing counted is a metre: a length is spoken of."""
    is_way = tokens[last + 2].fold in ("from", "into", "off") and "." not in tokens[last].text
    near = (token.fold for token in tokens.between(last - _FARTHEST_LENGTH, last + 4))
    return is_way or tokens[last + 2].is_hyphen or not NUMBERS.lengths.isdisjoint(near)


def _counts_in_millions(tokens: Tokens) -> bool:
    """Whether a text writes millions as `m`, or amounts that are beyond any length as `bn`."""
    kept = tokens.notes.get("m")
    if kept is None:
        is_so = tokens.names_any(_MILLIONS) and not tokens.names_any(_METRES)
        for index in range(tokens.size):
            after = tokens[index + 1]
            if tokens[index].kind != "number" or not after.is_glued:
                continue
            is_money = after.fold == "m" and is_money_sign(tokens, index - 1)
            is_count = after.fold == "m" and _counts(tokens, index + 2)
            is_so = is_so or after.fold in NUMBERS.short_scales or is_money or is_count
        kept = tokens.notes["m"] = "million" if is_so else "metre"
    return kept == "million"


def _ends_money(tokens: Tokens, last: int) -> bool:
    """Whether a sign of money stands before the low end of a range: `$5-6m`."""
    dash, low = tokens[last - 1], tokens[last - 2]
    is_range = (dash.text in "-–—" and dash.is_glued) or dash.fold == "to"
    return is_range and low.kind == "number" and is_money_sign(tokens, last - 3)


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether what stands there is counted in millions and not measured in metres."""
    token, second = tokens[index], tokens[index + 1]
    is_unit = token.fold in UNITS.by_word and len(token.fold) > 1
    is_noun = is_plural(token) or (is_plural(second) and token.kind == "word")
    counts = is_unit or is_noun or is_money_name(tokens, index)
    return counts and token.fold not in NOUNS.stops


def _read_part(tokens: Tokens, index: int) -> Numeral | None:
    """Read `half a million`, `half a dozen`, `a quarter of a million`, and `half an` of an hour."""
    for phrase, part in _PARTS.items():
        place = index + len(phrase)
        place += tokens[place].fold == "of"
        is_part = tokens[place].fold in _ARTICLES
        last = place + is_part
        one = tokens[last].fold
        if not tokens.starts_with(index, phrase):
            continue
        if one == "dozen" and is_part:
            return _make_numeral(tokens, f"{int(part * _DOZEN)}", index, last)
        if one in NUMBERS.scales:
            return _make_numeral(tokens, f"{part}", index, last, NUMBERS.scales[one])
        if one in UNITS.by_word and is_part:
            return _make_numeral(tokens, f"{part}", index, place)
    return None


def _read_spelled(tokens: Tokens, index: int) -> Numeral | None:
    """Read `four hundred and two`, `two and a half million`, `one-trillion`, `a dozen`."""
    row, ends = _collect_words(tokens, index)
    after = tokens[ends[-1] + 1]
    if after.kind == "number" and after.is_glued:
        return None
    while (value := parse_spelled(row)) is None and len(row) > 1:
        row, ends = row[:-1], ends[:-1]
    if value is None:
        return None
    last, doubt, power = ends[-1], None, NUMBERS.scales.get(row[-1], 0)
    value, power = (value / 10**power, power) if power > _HUNDREDS else (value, 0)
    part = _read_added(tokens, last + 1)
    if part:
        value, last = value + part[0], part[1]
    is_article = tokens[index].fold in _ARTICLES and not power and len(row) == 1
    if not power and not is_article and (len(row) == 1 or value < _HUNDRED):
        power, last, doubt = _read_scale(tokens, last)
    if not power and tokens[last + 1].fold == "dozen":
        value, last = value * _DOZEN, last + 1
    elif is_article:
        return None
    return _make_numeral(tokens, f"{value:f}", index, last, power, doubt)


def _collect_words(tokens: Tokens, index: int) -> tuple[list[str], list[int]]:
    """Return the number words in a row and where each ends, an `and` counted to the next."""
    is_article = tokens[index].fold in _ARTICLES
    row, ends = ["one" if is_article else tokens[index].fold], [index]
    while len(row) < _MOST_WORDS:
        step = ends[-1] + 1
        is_and = tokens[step].fold == "and" and row[-1] in ("hundred", "thousand")
        step += is_and or (tokens[step].is_hyphen and row[-1] in NUMBERS.tens)
        word = tokens[step]
        is_bare = is_article and len(row) == 1 and word.fold not in NUMBERS.scales
        if word.fold not in NUMBERS.words or word.opens_block or is_bare:
            break
        row += ["and", word.fold] if is_and else [word.fold]
        ends += [ends[-1], step] if is_and else [step]
    return row, ends


def parse_spelled(words: list[str]) -> Decimal | None:
    """Return the whole number that words spell, None where they do not: `four hundred and two`."""
    for scale in ("trillion", "billion", "million", "thousand", "hundred"):
        if scale in words:
            place, size = words.index(scale), Decimal(1).scaleb(NUMBERS.scales[scale])
            above, below = (
                parse_spelled(words[:place]),
                parse_spelled(words[place + 1 :] or ["zero"]),
            )
            if above is None or below is None:
                return None
            fits = above < _TEN if scale == "hundred" else above < size
            return above * size + below if fits and above > 0 and below < size else None
    tens, *small = (words[1:] if words[:1] == ["and"] else words) or [""]
    if not small:
        number = NUMBERS.small.get(tens, NUMBERS.tens.get(tens))
        return None if number is None else Decimal(number)
    unit = NUMBERS.small.get(small[0], 0) if len(small) == 1 and tens in NUMBERS.tens else 0
    return Decimal(NUMBERS.tens[tens] + unit) if 0 < unit < _TEN else None


def _make_numeral(  # noqa: PLR0913, PLR0917 - what a number is made of
    tokens: Tokens, digits: str, first: int, last: int, power: int = 0, doubt: str | None = None
) -> Numeral | None:
    """Return digits times a power of ten as a number; None where they are beyond a limit."""
    try:
        amount = parse_amount(f"{digits}e{power}" if power else digits)
    except AmountError:
        return None
    written = " ".join([token.text for token in tokens[first : last + 1]])
    second = tokens[first + 1]
    return Numeral(
        amount=Amount(value=amount.value, step=amount.step, written=written),
        first=first,
        last=last,
        form="words" if tokens[first].text.isalpha() else "digits",
        scale=power,
        is_plain=first == last and power == 0 and tokens[first].text.isdecimal(),
        is_spaced=last > first and second.kind == "number" and second.gap in _PLAIN_BLANKS,
        doubt=doubt,
    )
