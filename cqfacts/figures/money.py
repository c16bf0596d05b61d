"""Money: the currency that is named or signed beside a number."""

from __future__ import annotations

from cqfacts.record import Record

from .vocabulary import MONEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token, Tokens

_FARTHEST_NAME = 6
_NEARLY_AS_OFTEN = 3


class Currency(Record):
    """A currency, the tokens that name it, and the others that are written in the same way.

    `is_told` says that nothing but this one can be meant, or that the text names its place.
    """

    code: str
    first: int
    last: int
    may_be: tuple[str, ...] = ()
    is_told: bool = True


def find_sign(tokens: Tokens, index: int) -> Currency | None:
    """Find the sign or code of money that ends at a token, before a number: `US$`, `EUR`, `Rs.`.

    None where none stands there, or where its letters are those of a word or of something's name.
    """
    sign, number = tokens[index], tokens[index + 1]
    if sign.kind == "end" or number.opens_block:
        return None
    if sign.text == "." and sign.is_glued and tokens[index - 1].kind == "word":
        first, fold = index - 1, tokens[index - 1].fold
        if fold not in MONEY.letters or tokens[index - 2].text == ".":
            return None
    elif sign.kind == "sign":
        return _find_symbol(tokens, index)
    elif sign.kind == "word":
        first, fold = index, sign.fold
    else:
        return None
    if tokens[first].is_glued and tokens[first - 1].kind in ("word", "number"):
        return None
    return _find_code(tokens, tokens[first], fold, first, index)


def is_money_sign(tokens: Tokens, index: int) -> bool:
    """Whether a sign or a code of money ends at a token."""
    return find_sign(tokens, index) is not None


def _find_symbol(tokens: Tokens, index: int) -> Currency | None:
    """Find `$`, `HK$`, `US $`, `U.S.$`, `S/`."""
    sign, prefix = tokens[index], tokens[index - 1]
    joined = f"{prefix.fold}{sign.fold}"
    is_near = sign.is_glued or (len(sign.gap) == 1 and prefix.text.isupper())
    if is_near and prefix.kind == "word" and joined in MONEY.by_sign:
        return _settle(tokens, joined, MONEY.by_sign[joined], index - 1, index)
    if sign.text == "$" and prefix.text == "." and tokens[index - 2].fold == "s":
        return Currency(code="USD", first=index - 4, last=index)
    if sign.fold not in MONEY.by_sign:
        return None
    return _settle(tokens, sign.fold, MONEY.by_sign[sign.fold], index, index)


def _find_code(tokens: Tokens, printed: Token, fold: str, first: int, last: int) -> Currency | None:
    """Find a code or the letters that are short for a name: `MAD`, `Rs`, `N`, `SFr`."""
    text = printed.text
    if text in MONEY.codes and (text not in MONEY.code_words or _count(tokens, text)):
        return Currency(code=text, first=first, last=last)
    codes = MONEY.by_sign.get(fold) or (MONEY.by_name.get(fold) if fold == "yuan" else None)
    is_short = text.isupper() or (text[:1].isupper() and len(text) > 1)
    if codes is None or not (is_short or fold in ("yuan", "kr", "rs")):
        return None
    is_glued = tokens[last + 1].is_glued
    if len(text) == 1 and not is_glued:
        return None
    if (
        fold not in MONEY.letters
        and fold != "yuan"
        and not any(_count(tokens, code) for code in codes)
    ):
        return None
    return _settle(tokens, fold, codes, first, last)


def find_name(tokens: Tokens, start: int) -> Currency | None:  # noqa: PLR0911 - one for each form
    """Find the currency whose name, code or sign starts at a token, behind a number.

    An adjective of its place may stand before it: `Hong Kong dollars`, `U.S. dollars`, `12 €`.
    """
    named: set[str] = set()
    for index in range(start, start + _FARTHEST_NAME):
        token = tokens[index]
        if token.kind == "end" or token.opens_block:
            return None
        codes = MONEY.by_name.get(token.fold)
        if codes and tokens[index + 1].fold in ("area", "zone"):
            return None
        part = MONEY.parts.get(tokens[index + 1].fold) if len(tokens[index + 1].text) > 1 else None
        if codes and part:
            return Currency(code=part, first=start, last=index + 1)  # euro cents
        if codes and (token.fold != "cfa" or tokens[index + 1].fold not in MONEY.by_name):
            if tokens[index - 1].fold == "cfa" and index > start:
                return _settle(tokens, "cfa", MONEY.by_name["cfa"], start, index)
            return _tell(tokens, token.fold, codes, named, start, index)
        if index == start and (found := _find_sign_behind(tokens, index)):
            return found
        if not (token.is_capitalized or token.text == "." or token.fold == "cfa"):
            return None
        named.add(token.fold)
        if token.fold == "s" and tokens[index - 1].text == ".":
            named.add("us")
    return None


def is_money_name(tokens: Tokens, index: int) -> bool:
    """Whether a currency is named at a token."""
    return find_name(tokens, index) is not None


def ends_money_name(tokens: Tokens, index: int) -> bool:
    """Whether a word is the name of a currency, whatever stands before it."""
    return tokens[index].fold in MONEY.by_name and tokens[index].fold not in MONEY.name_words


def _find_sign_behind(tokens: Tokens, index: int) -> Currency | None:  # noqa: PLR0911 - one for each form
    """Find a code, a sign or a part of a currency behind a number: `12 EUR`, `12 €`, `85p`."""
    token, after = tokens[index], tokens[index + 1]
    if token.fold in MONEY.parts:
        is_part = token.fold != "p" or token.is_glued
        return Currency(code=MONEY.parts[token.fold], first=index, last=index) if is_part else None
    if token.kind == "sign":
        # Before another number it is that one's sign.
        is_own = not (after.kind in ("number", "word") and after.is_glued)
        codes = MONEY.by_sign.get(token.text)
        return _settle(tokens, token.text, codes, index, index) if codes and is_own else None
    if token.text == "c" and after.text == "/":
        return Currency(code="cents", first=index, last=index)
    joined = f"{token.fold}{after.text}"
    if after.text == "$" and after.is_glued and joined in MONEY.by_sign:
        return _settle(tokens, joined, MONEY.by_sign[joined], index, index + 1)
    if token.text in MONEY.codes and token.text not in MONEY.code_words:
        return Currency(code=token.text, first=index, last=index)
    if token.text in ("kr", "zł", "Kč"):
        return _settle(tokens, token.text, MONEY.by_sign[token.fold], index, index)
    return None


def _tell(  # noqa: PLR0913, PLR0917 - where the name stands
    tokens: Tokens, name: str, codes: tuple[str, ...], named: set[str], start: int, last: int
) -> Currency | None:
    """Return which of the currencies of one name is meant; adjectives before it decide."""
    if last > start:
        for code in codes:
            if not named.isdisjoint(MONEY.places[code]) or (code == "GBP" and name == "sterling"):
                return Currency(code=code, first=start, last=last)
        return None
    if name in MONEY.name_words and not any(_count(tokens, code) for code in codes):
        return None
    return _settle(tokens, name, codes, start, last)


def _settle(tokens: Tokens, known: str, codes: tuple[str, ...], first: int, last: int) -> Currency:
    """Return which of several countries' currencies is meant, by the places that the text names."""
    if len(codes) == 1:
        return Currency(code=codes[0], first=first, last=last)
    kept = tokens.notes.get(known)
    if kept is None:
        counts = [(_count(tokens, code), -place) for place, code in enumerate(codes)]
        most = max(counts)
        # Where the likeliest one is named about as often as another, either may be meant.
        is_open = most[1] and 0 < most[0] <= counts[0][0] * _NEARLY_AS_OFTEN
        kept = tokens.notes[known] = f"{codes[-most[1]]} {-1 if is_open else most[0]}"
    code, _, count = kept.partition(" ")
    others = tuple(one for one in codes if one != code)
    is_told = count != "-1" and (known not in MONEY.unclear_signs or count != "0")
    return Currency(code=code, first=first, last=last, may_be=others, is_told=is_told)


def _count(tokens: Tokens, code: str) -> int:
    """Return how often the text names a place of a currency."""
    return tokens.count_names(MONEY.places[code])
