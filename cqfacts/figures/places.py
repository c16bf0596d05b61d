"""Places and streaks: `No. 1`, `ranks sixth`, `the top five`, `nine consecutive years`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount
from cqfacts.record import replace

from . import lexicon
from .numerals import is_hyphen, read_numeral
from .reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .numerals import Numeral
    from .tokens import Tokens

_LOWEST_RANK = 1000
_ORDINAL_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_TAILS = (("in", "a", "row"), ("running",), ("in", "succession"))
_WHOLES = frozenset(lexicon.words_of("world country nation west region"))
_BEFORE_TOP = (("among", "the"), ("in", "the"), ("into", "the"), ("within", "the"))
_FARTHEST_PLACE = 3


def read_rank(tokens: Tokens, index: int, floor: int) -> Reading | None:
    """Read a place among others that starts with the number or the sign at a token."""
    token = tokens[index]
    if token.fold in ("no", "number"):
        return _read_number_sign(tokens, index, floor)
    if token.fold == "top":
        return _read_top(tokens, index, floor)
    if token.fold in lexicon.SUPERLATIVES:
        return _read_superlative(tokens, index)
    if token.text == "第":
        return _read_chinese_rank(tokens, index, floor)
    return _read_ordinal_rank(tokens, index, floor)


def read_streak(tokens: Tokens, index: int, numeral: Numeral | None) -> Reading | None:
    """Read years in a row, as the number that starts at a token or as an ordinal."""
    if tokens[index].text == "连续":
        return _read_chinese_streak(tokens, index)
    count = _read_count(tokens, index, numeral)
    ends = _find_streak_ends(tokens, count[1]) if count else None
    if count is None or ends is None or tokens[index - 1].kind == "number":
        return None
    return Reading(
        amount=count[0],
        kind="streak",
        unit=tokens[ends[0]].text,
        first=index,
        last=ends[1],
        number=(index, count[1]),
    )


def _read_count(tokens: Tokens, index: int, numeral: Numeral | None) -> tuple[Amount, int] | None:
    """Return a whole number or an ordinal, and its last token."""
    ordinal = _read_ordinal(tokens, index)
    if ordinal:
        return Amount(value=Decimal(ordinal[0]), written=str(ordinal[0])), ordinal[1]
    if numeral is None or numeral.has_scale or numeral.first != index:
        return None
    is_whole = numeral.amount.value == int(numeral.amount.value)
    return (numeral.amount, numeral.last) if is_whole else None


def _find_streak_ends(tokens: Tokens, last: int) -> tuple[int, int] | None:
    """Return where the unit and where the whole of `consecutive years` or its like ends."""
    if tokens[last + 1].fold in lexicon.CONSECUTIVE and _is_time(tokens, last + 2):
        return last + 2, last + 2
    if _is_time(tokens, last + 1):
        for tail in _TAILS:
            if tokens.starts_with(last + 2, tail):
                return last + 1, last + 1 + len(tail)
    return None


def _is_time(tokens: Tokens, index: int) -> bool:
    return tokens[index].fold in lexicon.TIME_UNITS


def _make_rank(value: int | Decimal, first: int, last: int, number: tuple[int, int]) -> Reading:
    amount = Amount(value=Decimal(value), written=str(value))
    return Reading(amount=amount, kind="rank", first=first, last=last, number=number)


def _read_ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return the number of an ordinal and its last token."""
    token, after = tokens[index], tokens[index + 1]
    if token.fold in lexicon.ORDINALS:
        return lexicon.ORDINALS[token.fold], index
    is_short = token.kind == "number" and token.text.isdigit() and len(token.text) <= 3  # noqa: PLR2004
    if is_short and after.is_glued and after.fold in _ORDINAL_SUFFIXES:
        return int(token.text), index + 1
    return None


def _read_ordinal_rank(tokens: Tokens, index: int, floor: int) -> Reading | None:
    ordinal = _read_ordinal(tokens, index)
    if ordinal is None or (
        tokens[index].is_glued
        and tokens[index - 1].kind == "sign"
        and (tokens[index - 1].text not in '"“(')
    ):
        return None
    value, last = ordinal
    after = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    if tokens[after].fold in lexicon.SUPERLATIVES:
        return _make_rank(value, index, after, (index, last))
    if after != last + 1:
        return None
    verb = _find_rank_verb(tokens, index, floor)
    if verb is not None and _ends_rank(tokens, last + 1):
        return _make_rank(value, verb, last, (index, last))
    is_scoped = tokens[last + 1].fold in lexicon.SCOPES and tokens[last + 2].fold != "to"
    if is_scoped and tokens[index - 1].fold not in ("the", "a", "its", "their"):
        return _make_rank(value, index, last, (index, last))
    return None


def _find_rank_verb(tokens: Tokens, index: int, floor: int) -> int | None:
    """Return where the verb stands that makes the ordinal behind it a rank."""
    before = index - 1
    if tokens[before].fold == "the":
        before -= 1
    if tokens[before].fold in ("in", "at", "as"):
        before -= 1
    return before if tokens[before].fold in lexicon.RANK_VERBS and before >= floor else None


def _ends_rank(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    words = lexicon.STOPS | lexicon.SCOPES | {"and", "overall", "again", "place"}
    return token.kind in ("sign", "end") or token.fold in words


def _read_number_sign(tokens: Tokens, index: int, floor: int) -> Reading | None:
    """Read `No. 1` or `number one` where it is a place and not the name of something."""
    place = index + 1
    if tokens[index].fold == "no":
        if tokens[place].text != "." or not tokens[place].is_glued:
            return None
        place += 1
    numeral, _ = read_numeral(tokens, place)
    if numeral is None or numeral.has_scale or numeral.first != place:
        return None
    value, last = numeral.amount.value, numeral.last
    if value != int(value) or not 0 < value <= _LOWEST_RANK or is_hyphen(tokens, last + 1):
        return None
    first = index
    verb = _find_rank_verb(tokens, index, floor)
    before, after = tokens[index - 1], tokens[last + 1]
    is_owned = before.fold.endswith(("'s", "s'"))
    is_open = before.kind in ("end", "sign") or before.fold in lexicon.BEFORE_NUMBER_SIGN
    is_named = after.is_capitalized or after.fold in lexicon.NAMED_BY_NUMBER
    if verb is not None:
        first = verb
    elif not is_owned and (not is_open or is_named):
        return None
    return _make_rank(value, first, last, (place, last))


def _read_top(tokens: Tokens, index: int, floor: int) -> Reading | None:
    """Read `the top five` as a place that is at most the fifth."""
    numeral, _ = read_numeral(tokens, index + 1)
    if numeral is None or numeral.has_scale or numeral.first != index + 1:
        return None
    last, value = numeral.last, numeral.amount.value
    after = tokens[last + 1]
    is_small = value == int(value) and 1 < value <= _LOWEST_RANK and "," not in tokens[last].text
    if not is_small or after.text in lexicon.PERCENT_SIGNS or after.fold in lexicon.PERCENT_WORDS:
        return None
    if after.fold in lexicon.CURRENCIES_AFTER | lexicon.MEASURES:
        return None
    lead = next((len(p) for p in _BEFORE_TOP if tokens.ends_with(index - 1, p)), 0)
    if not lead and not _ends_rank(tokens, last + 1):
        return None
    rank = _make_rank(value, max(index - lead, floor), last, (index + 1, last))
    return replace(rank, amount=replace(rank.amount, qualifier="at most"))


def _read_superlative(tokens: Tokens, index: int) -> Reading | None:
    """Read `the highest number in western China` as the first place.

    Only where a whole is named, and nothing says that it is one of several or of some years.
    """
    before = tokens[index - 1]
    if before.fold in ("the", "its"):
        before = tokens[index - 2]
    if before.fold in ("of", "among", "one") or is_hyphen(tokens, index - 1):
        return None
    if before.fold in lexicon.ORDINALS or before.fold in _ORDINAL_SUFFIXES:
        return None
    for place in range(index + 1, index + 2 + _FARTHEST_PLACE):
        token = tokens[place]
        if token.fold == "nationwide" or (token.fold == "in" and _names_whole(tokens, place + 1)):
            return _make_rank(1, index, index, (index, index))
        if token.kind != "word" or token.fold in lexicon.STOPS or token.fold.endswith("s"):
            return None
    return None


def _names_whole(tokens: Tokens, index: int) -> bool:
    """Whether a place stands there: a name, or words like `the world`."""
    while tokens[index].fold in ("the", "western", "eastern", "central", "southern", "northern"):
        index += 1
        if tokens[index].kind == "end":
            return False
    token = tokens[index]
    is_name = token.is_capitalized and token.fold not in lexicon.MONTHS
    return is_name or token.fold in _WHOLES


def _read_chinese_rank(tokens: Tokens, index: int, floor: int) -> Reading | None:
    numeral, _ = read_numeral(tokens, index + 1)
    if numeral is None or numeral.has_scale or not tokens[index + 1].is_glued:
        return None
    last, after = numeral.last, tokens[numeral.last + 1]
    if after.text in ("位", "名"):
        last += 1
    elif after.kind in ("chinese", "number", "word") and after.is_glued:
        return None
    before = tokens[index - 1]
    is_placed = before.text in lexicon.CHINESE_RANK_WORDS and index > floor
    if not is_placed and last == numeral.last:
        return None
    first = index - 1 if is_placed else index
    return _make_rank(numeral.amount.value, first, last, (index + 1, numeral.last))


def _read_chinese_streak(tokens: Tokens, index: int) -> Reading | None:
    place = index + 2 if tokens[index + 1].text == "第" else index + 1
    numeral, _ = read_numeral(tokens, place)
    if numeral is None or numeral.has_scale or tokens[numeral.last + 1].text not in ("年", "个月"):
        return None
    last = numeral.last + 1
    return Reading(
        amount=numeral.amount,
        kind="streak",
        unit=tokens[last].text,
        first=index,
        last=last,
        number=(place, numeral.last),
    )
