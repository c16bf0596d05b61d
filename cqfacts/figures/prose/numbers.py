"""Numbers of prose: digits, words and scale words, `1½`, `half a million`, `two dozen`."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import Amount, AmountError, parse_amount
from cqfacts.figures import lexicon
from cqfacts.figures.numerals import Numeral, is_hyphen
from cqfacts.figures.spelling import parse_spelled
from cqfacts.record import replace

from . import words
from .currencies import is_money_name, is_money_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Tokens

_GROUPED = re.compile(
    r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?"
)
_MOST_CHARACTERS = 40
_MINUS_SIGNS = frozenset("-−–‑")
_MINUS_WORDS = frozenset(("minus", "negative"))
_OPENING = frozenset("(\"“'‘[,;:/—")
_HALF_PHRASES = (("and", "a", "half"), ("and", "one", "half"))
_QUARTER_PHRASES = {("and", "a", "quarter"): "0.25", ("and", "three", "quarters"): "0.75"}
_MOST_WORDS = 14


def read_number(tokens: Tokens, index: int) -> Numeral | None:
    """Read the number whose first word or digits stand at a token."""
    known, found = tokens.memo
    if known != index:
        found = _read_number(tokens, index)
        tokens.memo = (index, found)
    return found if isinstance(found, Numeral) else None


def _read_number(tokens: Tokens, index: int) -> Numeral | None:
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    fold = token.fold
    if fold == "half":
        return _read_half(tokens, index)
    if fold in words.VULGAR:
        return _make(tokens, words.VULGAR[fold], index, index)
    if fold in ("a", "an"):
        return _read_after_article(tokens, index)
    if fold in words.NUMBER_WORDS:
        return _read_spelled(tokens, index)
    return None


def _read_digits(tokens: Tokens, index: int) -> Numeral | None:
    text = tokens[index].text
    if len(text) > _MOST_CHARACTERS or not _GROUPED.fullmatch(text):
        return None
    digits, last = text.replace(",", ""), index
    after = tokens[last + 1]
    if after.fold in words.VULGAR and digits.isdigit() and "/" not in words.VULGAR[after.fold]:
        digits, last = str(int(digits) + Decimal(words.VULGAR[after.fold])), last + 1
    elif digits.isdigit() and (part := _find_part(tokens, last + 1)):
        digits, last = f"{int(digits) + part[0]}", part[1]
    elif (mixed := _read_mixed(tokens, last)) and digits.replace(".", "").isdigit():
        # Behind decimals it is a part of the last of them, as prices on exchanges are written.
        place = Decimal(1).scaleb(-len(digits.partition(".")[2]))
        digits, last = f"{Decimal(digits) + mixed[0] * place:f}", mixed[1]
    power, last = _read_scale(tokens, last)
    first, sign = _read_sign(tokens, index)
    return _make(tokens, f"{sign}{digits}", first, last, power, form="digits", plain=text)


def _read_mixed(tokens: Tokens, last: int) -> tuple[Decimal, int] | None:
    """Return the fraction that a hyphen joins to a number, and its last token: `4-1/4`."""
    if not is_hyphen(tokens, last + 1) or tokens[last + 3].text != "/":
        return None
    above, below = tokens[last + 2], tokens[last + 4]
    if not (above.text.isdigit() and below.text.isdigit() and below.is_glued):
        return None
    if len(above.text) > 2 or below.text not in ("2", "4", "8", "16", "32"):  # noqa: PLR2004
        return None
    return Decimal(above.text) / Decimal(below.text), last + 4


def _find_part(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """Return the half or quarter that is added there, and its last token: `and a half`."""
    if tokens[index].fold != "and":
        return None
    for phrase in _HALF_PHRASES:
        if tokens.starts_with(index, phrase):
            return Decimal("0.5"), index + 2
    for phrase, part in _QUARTER_PHRASES.items():
        if tokens.starts_with(index, phrase):
            return Decimal(part), index + 2
    return None


def _read_scale(tokens: Tokens, last: int) -> tuple[int, int]:
    """Return the power of the scale word behind a number, and where the number then ends."""
    word = tokens[last + 1]
    if word.is_glued and word.kind == "word":
        return _read_suffix(tokens, last)
    after = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    if word.text in words.SCALED_UNITS:
        return words.SCALED_UNITS[word.text][0], last
    scale = words.SCALES.get(tokens[after].fold)
    if scale is None:
        if tokens[last + 1].fold in words.CLEAR_SUFFIXES - {"k"} or _is_spaced_million(
            tokens, last
        ):
            return words.SUFFIXES[tokens[last + 1].fold], last + 1
        return 0, last
    second = words.SCALES.get(tokens[after + 1].fold)
    return (scale + second, after + 1) if second else (scale, after)


def _is_spaced_million(tokens: Tokens, last: int) -> bool:
    """Whether a letter with a space before it is a scale word: `$3.2 m`."""
    return tokens[last + 1].text in ("m", "M", "b", "B") and is_money_sign(tokens, last - 1)


def _read_suffix(tokens: Tokens, last: int) -> tuple[int, int]:
    text, suffix = tokens[last + 1].text, tokens[last + 1].fold
    power = words.SUFFIXES.get(suffix)
    if text in ("M", "B", "T") and not tokens[last + 2].is_glued:
        return {"M": 6, "B": 9, "T": 12}[text], last + 1
    if text in words.SCALED_UNITS:
        return words.SCALED_UNITS[text][0], last
    if suffix == "t" and is_money_sign(tokens, last - 1):
        return 12, last + 1
    if power is None or text == "K":
        is_money = text == "K" and is_money_sign(tokens, last - 1)
        is_many = is_money or len(tokens[last].text) > 1 or _counts(tokens, last + 2)
        is_picture = text == "K" and tokens[last].text in ("4", "8") and not is_money
        return (3, last + 1) if text == "K" and is_many and not is_picture else (0, last)
    is_money = is_money_sign(tokens, last - 1) or _ends_money(tokens, last)
    if (
        suffix in words.CLEAR_SUFFIXES
        or is_money
        or (suffix == "m" and (_counts(tokens, last + 2) or _is_million(tokens, last)))
    ):
        return power, last + 1
    return 0, last


def _is_million(tokens: Tokens, last: int) -> bool:
    """Whether an `m` behind digits with nothing counted is a million, as `a country of 2.5m`.

    It is a metre where a length is spoken of, and where the text never counts in millions.
    """
    if tokens[last + 2].is_glued and tokens[last + 2].kind in ("number", "word"):
        return False
    for place in range(last + 2, last + 5):
        if tokens[place].kind in ("sign", "end") and not is_hyphen(tokens, place):
            break
        if tokens[place].fold in words.LENGTHS_BEHIND:
            return False
    for place in range(last - 1, last - 7, -1):
        if tokens[place].text in (".", ";") or tokens[place].opens_block:
            break
        if tokens[place].fold in words.LENGTHS_BEFORE:
            return False
    if is_hyphen(tokens, last + 2) or (
        tokens[last + 2].fold in ("from", "into", "off") and "." not in tokens[last].text
    ):
        return False
    return _counts_in_millions(tokens)


def _counts_in_millions(tokens: Tokens) -> bool:
    """Whether a text writes millions as `m`, or amounts that are beyond any length as `bn`."""
    kept = tokens.notes.get("m")
    if kept is None:
        is_so = False
        is_length = False
        for index in range(len(tokens)):
            if tokens[index].kind != "number":
                continue
            after = tokens[index + 1]
            is_suffix = after.is_glued and after.fold in ("m", "bn", "mn", "tn", "trn")
            is_so = is_so or (
                is_suffix
                and (
                    after.fold != "m"
                    or is_money_sign(tokens, index - 1)
                    or _counts(tokens, index + 2)
                )
            )
            is_length = is_length or after.fold in ("metres", "meters")
        is_so = is_so or (tokens.names_any(("million", "billion")) and not is_length)
        kept = tokens.notes["m"] = "million" if is_so else "metre"
    return kept == "million"


def _ends_money(tokens: Tokens, last: int) -> bool:
    """Whether a sign of money stands before the low end of a range: `$5-6m`."""
    dash, low = tokens[last - 1], tokens[last - 2]
    is_range = (dash.text in "-–—" and dash.is_glued) or dash.fold == "to"
    return is_range and low.kind == "number" and is_money_sign(tokens, last - 3)


def _counts(tokens: Tokens, index: int) -> bool:
    """Whether what stands there is counted in millions and not measured in metres."""
    token = tokens[index]
    if token.fold in words.MEASURES and not token.is_glued and len(token.fold) > 1:
        return True
    if is_money_name(tokens, index) or token.fold in ("tonnes", "tons", "barrels", "t"):
        return True
    ends = token.fold.endswith("s") or token.fold in words.IRREGULAR_PLURALS
    second = tokens[index + 1].fold
    ends = ends or second.endswith("s") or second in words.IRREGULAR_PLURALS
    return token.kind == "word" and token.fold not in lexicon.STOPS and ends


def _read_sign(tokens: Tokens, index: int) -> tuple[int, str]:
    sign, before = tokens[index - 1], tokens[index - 2]
    if sign.fold in _MINUS_WORDS:
        is_margin = before.fold in ("or", "and") and tokens[index - 3].fold == "plus"
        return (index, "") if is_margin else (index - 1, "-")
    if sign.text not in _MINUS_SIGNS or not tokens[index].is_glued or sign.kind == "end":
        return index, ""
    opens = before.kind == "end" or not sign.is_glued or before.text in _OPENING
    return (index - 1, "-") if opens else (index, "")


def _read_half(tokens: Tokens, index: int) -> Numeral | None:
    """Read `half a million`, `half a dozen`, and `half an hour` without its unit."""
    if tokens[index + 1].fold not in ("a", "an"):
        return None
    one = tokens[index + 2].fold
    if one == "dozen":
        return _make(tokens, "6", index, index + 2, form="words")
    if one in words.SCALES:
        return _make(tokens, "0.5", index, index + 2, words.SCALES[one], form="words")
    if one in words.MEASURES:
        return _make(tokens, "0.5", index, index + 1, form="words")
    return None


def _read_after_article(tokens: Tokens, index: int) -> Numeral | None:
    """Read `a million`, `a hundred and fifty`, `a dozen`, `a quarter of a million`."""
    word = tokens[index + 1]
    if word.fold == "dozen":
        return _make(tokens, "12", index, index + 1, form="words")
    if word.fold == "quarter" and tokens[index + 2].fold == "of" and tokens[index + 3].fold == "a":
        one = tokens[index + 4].fold
        if one in words.SCALES:
            return _make(tokens, "0.25", index, index + 4, words.SCALES[one], form="words")
        if one in words.MEASURES:
            return _make(tokens, "0.25", index, index + 3, form="words")
        return None
    if word.fold == "half" and tokens[index + 2].fold in words.SCALES:
        power = words.SCALES[tokens[index + 2].fold]
        return _make(tokens, "0.5", index, index + 2, power, form="words")
    if word.fold not in words.SCALES or is_hyphen(tokens, index + 2):
        return None
    found = _read_spelled(tokens, index)
    if found and (part := _find_part(tokens, found.last + 1)) and found.has_scale:
        value = found.amount.value + part[0] * Decimal(1).scaleb(found.scale)
        amount = replace(parse_amount(f"{value:f}"), step=None)
        return replace(found, amount=amount, last=part[1])
    return found


def _read_spelled(tokens: Tokens, index: int) -> Numeral | None:
    row, ends = _collect(tokens, index)
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
    if not power and (part := _find_part(tokens, last + 1)):
        value, last = value + part[0], part[1]
        power, last = _read_scale(tokens, last)
    elif not power and tokens[last + 1].fold in words.SCALES and row != ["a"]:
        power, last = _read_scale(tokens, last)
    elif tokens[last + 1].fold == "dozen" and not power:
        return _make(tokens, f"{value * words.DOZEN:f}", index, last + 1, form="words")
    if row == ["a"] and not power:
        return None
    first, sign = (index - 1, "-") if tokens[index - 1].fold == "minus" else (index, "")
    return _make(tokens, f"{sign}{value:f}", first, last, power, form="words")


def _without_scale(row: list[str]) -> tuple[list[str], int]:
    """Split off the scale word at the end where it multiplies all before: `two hundred million`."""
    scales = [words.SCALES.get(word, 0) for word in row]
    if len(row) > 1 and scales[-1] > max(*scales[:-1], words.SCALES["hundred"]):
        return row[:-1], scales[-1]
    return row, 0


def _collect(tokens: Tokens, index: int) -> tuple[list[str], list[int]]:
    """Return the number words in a row and where each ends, an `and` counted to the next."""
    row, ends = [tokens[index].fold], [index]
    if row == ["an"]:
        row = ["a"]
    while True:
        step = ends[-1] + 1
        if (tokens[step].fold == "and" and row[-1] in ("hundred", "thousand")) or (
            is_hyphen(tokens, step) and row[-1] in lexicon.TENS_IN_WORDS
        ):
            step += 1
        word = tokens[step]
        is_more = word.fold in words.NUMBER_WORDS and not word.opens_block
        is_bare = len(row) == 1 and row[0] == "a" and word.fold not in words.SCALES
        if not is_more or is_bare or len(row) >= _MOST_WORDS:
            return row, ends
        if tokens[step - 1].fold == "and":
            row.append("and")
            ends.append(ends[-1])
        row.append(word.fold)
        ends.append(step)


def _make(  # noqa: PLR0913 - what a number is made of
    tokens: Tokens,
    digits: str,
    first: int,
    last: int,
    power: int = 0,
    *,
    form: str = "digits",
    plain: str = "",
) -> Numeral | None:
    if "/" in digits:
        return None
    try:
        amount = parse_amount(f"{digits}e{power}" if power else digits)
    except AmountError:
        return None
    written = Amount(
        value=amount.value,
        step=amount.step,
        written=_written(tokens, first, last),
    )
    return Numeral(
        amount=written,
        first=first,
        last=last,
        form="digits" if form == "digits" else "words",
        scale=power,
        is_plain=power == 0 and plain.isdigit(),
    )


def _written(tokens: Tokens, first: int, last: int) -> str:
    return " ".join(tokens[index].text for index in range(first, last + 1))
