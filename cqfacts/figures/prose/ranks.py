"""Ranks and streaks of prose: `second-largest`, `came fifth`, `the third straight quarter`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, is_whole
from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen
from cqfacts.figures.reading import Reading
from cqfacts.record import replace

from . import words
from .numbers import read_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Tokens

_LOWEST_RANK = 5000
_LONGEST_ORDINAL = 4
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        lexicon.words_of("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
_ROUND_ORDINALS = {f"{word[:-1]}ieth": number for word, number in _TENS.items()} | {
    "hundredth": 100
}
_SUPERLATIVES = lexicon.SUPERLATIVES | frozenset(
    lexicon.words_of("""
        lowest smallest longest fastest tallest busiest richest poorest best worst oldest youngest
        deepest widest heaviest strongest hottest coldest wettest driest warmest wealthiest highest
        greatest cheapest deadliest shortest slowest
    """)
)
_MOST = frozenset(("most", "least"))
_RANK_VERBS = lexicon.RANK_VERBS | frozenset(
    lexicon.words_of("finish finishes ranking sits sit sat lies lay seeded lying rated listed")
)
_MOVED = frozenset(
    lexicon.words_of("""
        to into in dropped fell slipped rose climbed moved up down sixth from at remained stayed
    """)
)
_SCOPES = lexicon.SCOPES | frozenset(("overall", "place", "spot", "position"))
_SEATS = frozenset(lexicon.words_of("place spot position placed ranked seed seeded"))
_DETERMINERS = frozenset(lexicon.words_of("the a an its their his her our"))
_PLACED = frozenset(
    lexicon.words_of("distant close poor strong lowly creditable respectable surprise joint clear")
)
_ONCE = frozenset(
    lexicon.words_of("""
        once still now long currently become became becomes becoming regained lost held holds then
        firmly remains from to new former undisputed rank
    """)
)
_TABLES = frozenset(
    lexicon.words_of("world table medal medals rankings standings league country nation list")
)
_RANK_ENDS = frozenset(
    lexicon.words_of("""
        and but overall again place behind with after before for this last since out to in among
        of on from at nationally nationwide globally worldwide while when as just ahead only
        nine points next
    """)
)
_MOVERS = frozenset(
    lexicon.words_of("""
        dropped fell slipped rose climbed moved jumped went up down remained stayed ranked leapt
        tumbled sank drop drops fall falls slip slips rise rises climb climbs move moves jump jumps
        dropping falling rising climbing slipping moving go goes
    """)
)
_STREAK_WORDS = frozenset(("consecutive", "straight", "successive"))
_TAILS = (("in", "a", "row"), ("running",), ("in", "succession"), ("on", "the", "trot"))
_UNBEATEN = frozenset(("unbeaten", "undefeated", "winless", "unbroken", "unblemished"))


_BEHIND_SIGN = frozenset(
    lexicon.words_of("""
        in for among on spot slot position place ranking cause priority producer exporter seed
        globally worldwide nationwide nationally destination market worldwide with player
    """)
)


def read_rank(tokens: Tokens, index: int, *, after_rank: bool = False) -> Reading | None:
    """Read a place among others whose sign, number or `top` stands at a token.

    `after_rank` says that ranks are spoken of: `Punjab came second and Delhi sixth`.
    """
    fold = tokens[index].fold
    if fold in ("no", "nos", "number"):
        return _read_number_sign(tokens, index)
    if fold == "top":
        return _read_top(tokens, index)
    return _read_ordinal_rank(tokens, index, after_rank=after_rank)


def read_streak(tokens: Tokens, index: int) -> Reading | None:
    """Read a run without a break, as the number or the ordinal that starts at a token."""
    count = read_ordinal(tokens, index) or _read_whole(tokens, index)
    if count is None:
        return None
    value, last = count
    step = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    if tokens[step].fold in _STREAK_WORDS:
        unit = step + 1
        while (
            tokens[unit].kind == "word"
            and tokens[unit + 1].kind == "word"
            and (
                tokens[unit + 1].fold
                in (
                    "win",
                    "wins",
                    "game",
                    "games",
                    "title",
                    "defeat",
                    "defeats",
                    "year",
                    "month",
                    "quarter",
                    "week",
                    "day",
                    "victory",
                )
            )
        ):
            unit += 1
        if tokens[unit].kind == "word" and tokens[unit].fold not in lexicon.STOPS:
            return _make_streak(tokens, value, index, unit, last, unit)
        if tokens[unit].kind == "word" and tokens[unit].fold in (
            "fall",
            "rise",
            "increase",
            "decline",
            "drop",
            "gain",
            "cut",
            "falls",
            "rises",
            "gains",
            "declines",
            "losses",
            "increases",
        ):
            return _make_streak(tokens, value, index, unit, last, unit)
        return None
    unit = last + 1
    if tokens[unit].kind == "word" and tokens[unit].fold not in lexicon.STOPS:
        for tail in _TAILS:
            if tokens.starts_with(unit + 1, tail):
                return _make_streak(tokens, value, index, unit + len(tail), last, unit)
    is_unbeaten = tokens[index - 1].fold in ("in", "for") and tokens[index - 2].fold in _UNBEATEN
    if is_unbeaten and tokens[unit].kind == "word":
        return _make_streak(tokens, value, index, unit, last, unit)
    return None


def read_ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return the number of an ordinal and its last token."""
    token, after = tokens[index], tokens[index + 1]
    if token.kind == "number":
        is_short = token.text.isdigit() and len(token.text) <= _LONGEST_ORDINAL
        is_ordinal = is_short and after.is_glued and after.fold in _SUFFIXES
        return (int(token.text), index + 1) if is_ordinal else None
    if token.fold in lexicon.ORDINALS:
        return lexicon.ORDINALS[token.fold], index
    if token.fold in _ROUND_ORDINALS:
        return _ROUND_ORDINALS[token.fold], index
    if token.fold in _TENS and is_hyphen(tokens, index + 1):
        unit = lexicon.ORDINALS.get(tokens[index + 2].fold, 10)
        return (_TENS[token.fold] + unit, index + 2) if unit < 10 else None  # noqa: PLR2004
    return None


def _read_whole(tokens: Tokens, index: int) -> tuple[int, int] | None:
    numeral = read_number(tokens, index)
    if numeral is None or numeral.has_scale or numeral.first != index:
        return None
    if not is_whole(numeral.amount.value):
        return None
    if tokens[index].fold in ("a", "an", "half"):
        return None
    return int(numeral.amount.value), numeral.last


def _make_streak(  # noqa: PLR0913, PLR0917 - where its parts stand
    tokens: Tokens, value: int, first: int, last: int, number: int, unit: int
) -> Reading:
    printed = tokens[unit].fold
    return Reading(
        amount=Amount(value=Decimal(value), written=str(value)),
        kind="streak",
        unit=words.TIMES.get(printed, printed),
        first=first,
        last=last,
        number=(first, number),
    )


def _make_rank(value: int, first: int, last: int, number: tuple[int, int]) -> Reading:
    amount = Amount(value=Decimal(value), written=str(value))
    return Reading(amount=amount, kind="rank", first=first, last=last, number=number)


def _read_number_sign(tokens: Tokens, index: int) -> Reading | None:
    """Read `No. 1` or `number one` where it is a place and not the name of something."""
    place = index + 1
    if tokens[index].fold != "number":
        if tokens[place].text == "." and tokens[place].is_glued:
            place += 1
        elif not tokens[index].text[:1].isupper():
            return None
    whole = _read_whole(tokens, place)
    if whole is None or not 0 < whole[0] <= _LOWEST_RANK or is_hyphen(tokens, whole[1] + 1):
        return None
    value, last = whole
    before, after = tokens[index - 1], tokens[last + 1]
    is_owned = before.fold.endswith(("'s", "s'"))
    is_open = before.kind in ("end", "sign") or before.fold in lexicon.BEFORE_NUMBER_SIGN
    is_ranked = before.fold in _RANK_VERBS or before.fold in (
        "world",
        "current",
        "reigning",
        "ranked",
        "seeded",
        *_ONCE,
    )
    is_named = (after.is_capitalized and not is_owned) or after.fold in lexicon.NAMED_BY_NUMBER
    if not (is_ranked or is_owned) and before.fold not in (
        "at",
        "as",
        "is",
        "was",
        "are",
        "remained",
    ):
        is_named = is_named or not (after.kind in ("sign", "end") or after.fold in _BEHIND_SIGN)
        is_named = is_named or (
            before.kind != "word" and after.kind != "word" and tokens[index].fold != "number"
        )
    if tokens[index].fold == "number" and not (
        is_ranked
        or is_owned
        or after.fold
        in ("in", "on", "for", "among", "seed", "ranked", "cause", "producer", "exporter", "one")
    ):
        return None
    if not is_ranked and not is_owned and (not is_open or is_named):
        return None
    return _make_rank(value, index, last, (place, last))


def _read_top(tokens: Tokens, index: int) -> Reading | None:
    """Read `in the top five` as a place that is at most the fifth."""
    step = index + 2 if is_hyphen(tokens, index + 1) else index + 1
    whole = _read_whole(tokens, step)
    if whole is None or not 1 < whole[0] <= _LOWEST_RANK or "," in tokens[step].text:
        return None
    value, last = whole
    after = tokens[last + 1]
    if after.fold in words.PERCENT or after.fold == "per":
        return None
    before = tokens[index - 1].fold
    second = tokens[index - 2].fold
    is_among = before in ("the", "world's", "country's", "nation's") and second in (
        "in",
        "into",
        "among",
        "within",
        "of",
        "inside",
        "outside",
        "to",
    )
    ends = after.kind in ("sign", "end") or after.fold in lexicon.STOPS | _SCOPES | _RANK_ENDS
    is_compound = is_hyphen(tokens, index + 1)
    if not (is_among or ends or is_compound):
        return None
    rank = _make_rank(value, index, last, (step, last))
    return replace(rank, amount=replace(rank.amount, qualifier="at most"))


def _read_ordinal_rank(tokens: Tokens, index: int, *, after_rank: bool) -> Reading | None:
    ordinal = read_ordinal(tokens, index)
    if ordinal is None or (
        is_hyphen(tokens, index - 1) and tokens[index - 2].fold not in ("joint", "equal")
    ):
        return None
    value, last = ordinal
    after = last + 2 if is_hyphen(tokens, last + 1) else last + 1
    if value > 1 and _is_superlative(tokens, index, after, is_joined=after != last + 1):
        end = after if tokens[after].fold in _SUPERLATIVES else last
        return _make_rank(value, index, end, (index, last))
    word = tokens[after].fold
    if after != last + 1:
        is_place = word in _SEATS
    elif {tokens[index - 1].fold, word} & lexicon.MONTHS:
        is_place = False
    else:
        is_place = word in _SEATS or _is_placed(tokens, index, after, after_rank=after_rank)
    return _make_rank(value, index, last, (index, last)) if is_place else None


def _is_superlative(tokens: Tokens, index: int, after: int, *, is_joined: bool) -> bool:
    """Whether an ordinal goes with a superlative: `second-largest`, `third most visited`."""
    word = tokens[after].fold
    if word in ("best", "worst") and not is_joined:
        before = tokens[index - 1].fold
        return before in ("the", "its", "their") or before.endswith("'s")
    if word in _MOST:
        return tokens[after + 1].kind == "word" or is_hyphen(tokens, after + 1)
    return word in _SUPERLATIVES


def _is_placed(tokens: Tokens, index: int, after: int, *, after_rank: bool) -> bool:
    """Whether an ordinal is a place by the words around it: `came fifth`, `sixth nationwide`."""
    before, word = tokens[index - 1], tokens[after]
    if _follows_rank_verb(tokens, index) and _ends_rank(tokens, after):
        # What comes first is to be done first.
        return not (before.fold in ("come", "comes") and tokens[index].fold == "first")
    if before.fold in _PLACED and tokens[index - 2].fold in ("a", "the", "in"):
        return word.kind in ("sign", "end") or word.fold in lexicon.STOPS | _RANK_ENDS
    if before.fold in _DETERMINERS:
        return False
    is_out_of = word.fold == "out" and tokens[after + 1].fold == "of"
    if is_out_of and tokens[index].kind == "number":
        return True
    if (
        after_rank
        and before.fold in ("and", "or", ",")
        and word.fold in ("in", "for", "among", "on")
    ):
        return True
    if word.fold in lexicon.SCOPES | {"overall"} and tokens[after + 1].fold != "to":
        return True
    if after_rank and before.is_capitalized and word.kind in ("sign", "end"):
        return True
    is_in = word.fold in ("in", "on") and tokens[after + 1].fold == "the"
    return is_in and tokens[after + 2].fold in _TABLES


def _follows_rank_verb(tokens: Tokens, index: int) -> bool:
    before = index - 1
    for skipped in (
        ("the", "joint", "equal"),
        ("in", "at", "as", "to", "into", "from", "only", "just"),
        ("up", "down", "back", "places", "place"),
    ):
        if tokens[before].fold in skipped:
            before -= 1
    verb = tokens[before].fold
    if verb in _RANK_VERBS:
        return True
    return verb in _MOVERS and tokens[index - 1].fold in ("to", "from")


def _ends_rank(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    return (
        token.kind in ("sign", "end", "number")
        or token.fold in lexicon.STOPS | _SCOPES | _RANK_ENDS
    )
