"""Ranks and streaks: `second-largest`, `came fifth`, `No. 3`, `the third straight quarter`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount
from cqfacts.record import replace

from .candidate import Candidate
from .numbers import read_ordinal, read_whole
from .tokens import Cursor
from .vocabulary import NAMES, NOUNS, NUMBERS, RANKS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Tokens

_LOWEST_RANK = 5000
_FIRST_PLACES = 10
_FARTHEST_SCOPE = 3
_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "her", "our"))
_AMONG = frozenset(("in", "into", "among", "within", "of", "inside", "outside", "to"))
_OWNERS = frozenset(("the", "world's", "country's", "nation's"))
_COPULAS = frozenset(("at", "as", "is", "was", "are", "remained"))
_OWN_ENDS = frozenset(("'s", "s'"))


def read_rank(tokens: Tokens, index: int, *, after_rank: bool = False) -> Candidate | None:
    """Read a place among others whose sign, number or `top` stands at a token.

    `after_rank` says that ranks are spoken of: `Punjab came second and Delhi sixth`.
    """
    fold = tokens[index].fold
    if fold in ("no", "nos", "number"):
        return _read_number_sign(tokens, index)
    if fold == "top":
        return _read_top(tokens, index)
    if fold in RANKS.plain_superlatives:
        return _read_superlative(tokens, index)
    return _read_ordinal_rank(tokens, index, after_rank=after_rank)


def read_streak(tokens: Tokens, index: int) -> Candidate | None:
    """Read a run without a break: `third straight year`, `five years in a row`, `unbeaten in 14 games`."""
    count = read_ordinal(tokens, index) or read_whole(tokens, index)
    if count is None:
        return None
    value, last = count
    cursor = Cursor(tokens, tokens.skip_hyphen(last + 1))
    if cursor.take(RANKS.streaks):
        unit = cursor.place
        while (
            tokens[unit].kind == "word"
            and tokens[unit + 1].kind == "word"
            and tokens[unit + 1].fold in RANKS.runs
        ):
            unit += 1
        is_run = tokens[unit].fold not in NOUNS.stops or tokens[unit].fold in RANKS.runs
        if tokens[unit].kind == "word" and is_run:
            return _make_streak(tokens, value, index, unit, last, unit)
        return None
    unit = last + 1
    if tokens[unit].kind != "word":
        return None
    if tokens[unit].fold not in NOUNS.stops or tokens[unit].fold in RANKS.runs:
        for tail in RANKS.tails:
            if tokens.starts_with(unit + 1, tail):
                return _make_streak(tokens, value, index, unit + len(tail), last, unit)
    is_unbeaten = (
        tokens[index - 1].fold in ("in", "for") and tokens[index - 2].fold in RANKS.unbeaten
    )
    return _make_streak(tokens, value, index, unit, last, unit) if is_unbeaten else None


def _make_streak(  # noqa: PLR0913, PLR0917 - where its parts stand
    tokens: Tokens, value: int, first: int, last: int, number: int, unit: int
) -> Candidate:
    printed = tokens[unit].fold
    known = UNITS.by_word.get(printed, "")
    return Candidate(
        amount=Amount(value=Decimal(value), written=str(value)),
        kind="streak",
        unit=known if known in UNITS.times else printed,
        first=first,
        last=last,
        number=(first, number),
    )


def _make_rank(value: int, first: int, last: int, number: tuple[int, int]) -> Candidate:
    amount = Amount(value=Decimal(value), written=str(value))
    return Candidate(amount=amount, kind="rank", first=first, last=last, number=number)


def _read_number_sign(tokens: Tokens, index: int) -> Candidate | None:
    """Read `No. 1` or `number one` where it is a place and not the name of something."""
    cursor = Cursor(tokens, index)
    is_word = cursor.take(("number",)) is not None
    if not is_word:
        cursor.take(("no", "nos"))
        if (
            not (cursor.peek().is_glued and cursor.take(("#", ".")))
            and not tokens[index].text[:1].isupper()
        ):
            return None
    place = cursor.place
    whole = read_whole(tokens, place)
    if whole is None or not 0 < whole[0] <= _LOWEST_RANK or tokens.is_hyphen(whole[1] + 1):
        return None
    value, last = whole
    before, after = tokens[index - 1], tokens[last + 1]
    is_owned = before.fold.endswith(("'s", "s'"))
    is_ranked = before.fold in RANKS.verbs or before.fold in RANKS.claimed
    if not is_ranked and not is_owned:
        is_open = before.kind in ("end", "sign") or before.fold in RANKS.before_sign
        is_named = after.is_capitalized or after.fold in RANKS.named_by_number
        if before.fold == "the" and after.text.islower() and value <= _FIRST_PLACES:
            is_named = after.fold in RANKS.named_by_number or after.fold in NOUNS.stops
        elif before.fold not in _COPULAS:
            is_end = after.kind in ("sign", "end") or after.fold in RANKS.behind_sign
            is_alone = before.kind != "word" and after.kind != "word" and not is_word
            is_alone = is_alone and not before.kind == after.kind == "end"
            is_named = is_named or not is_end or is_alone
        if not is_open or is_named or (is_word and after.fold not in RANKS.behind_sign):
            return None
    return _make_rank(value, index, last, (place, last))


def _read_top(tokens: Tokens, index: int) -> Candidate | None:
    """Read `in the top five` as a place that is at most the fifth."""
    step = tokens.skip_hyphen(index + 1)
    whole = read_whole(tokens, step)
    if whole is None or not 1 < whole[0] <= _LOWEST_RANK or "," in tokens[step].text:
        return None
    value, last = whole
    after = tokens[last + 1]
    if UNITS.by_word.get(after.fold) == "%" or after.fold in ("per", "%"):
        return None
    before, second = tokens[index - 1].fold, tokens[index - 2].fold
    is_among = before in _OWNERS and second in _AMONG
    ends = after.kind in ("sign", "end") or after.fold in NOUNS.stops
    ends = ends or after.fold in RANKS.scopes or after.fold in RANKS.ends
    if not (is_among or ends or step != index + 1):
        return None
    rank = _make_rank(value, index, last, (step, last))
    return replace(rank, amount=replace(rank.amount, qualifier="at most"))


def _read_superlative(tokens: Tokens, index: int) -> Candidate | None:
    """Read `the highest number in western China` as the first place.

    Only where a whole is named, and nothing says that it is one of several or of some years.
    """
    before = tokens[index - 1 - (tokens[index - 1].fold in ("the", "its"))]
    if before.fold in ("of", "among", "one") or tokens.is_hyphen(index - 1):
        return None
    if before.fold in NUMBERS.ordinals or before.fold in NUMBERS.ordinal_endings:
        return None
    for place in range(index + 1, index + 2 + _FARTHEST_SCOPE):
        token = tokens[place]
        is_alone = place == index + 1 and tokens[index - 1].fold not in _DETERMINERS
        is_scope = token.fold == "in" and _names_whole(tokens, place + 1) and not is_alone
        if token.fold == "nationwide" or is_scope:
            return _make_rank(1, index, index, (index, index))
        if token.kind != "word" or token.fold in NOUNS.stops or token.fold.endswith("s"):
            return None
    return None


def _names_whole(tokens: Tokens, index: int) -> bool:
    """Whether a place stands there: a name, or words like `the world`."""
    while tokens[index].fold in RANKS.parts_of_wholes:
        index += 1
    token = tokens[index]
    is_name = token.is_capitalized and token.fold not in NAMES.months
    return is_name or token.fold in RANKS.wholes


def _read_ordinal_rank(tokens: Tokens, index: int, *, after_rank: bool) -> Candidate | None:
    """Read `second-largest`, `third most visited`, `ranked sixth`, `fourth place`, `fifth nationwide`.

    `fifth or sixth` is a range of places.
    """
    ordinal = read_ordinal(tokens, index)
    is_tied = tokens.is_hyphen(index - 1) and tokens[index - 2].fold not in ("joint", "equal")
    if ordinal is None or is_tied:
        return None
    value, last = ordinal
    high = read_ordinal(tokens, last + 2) if tokens[last + 1].fold == "or" else None
    if high is not None and value < high[0]:
        last = high[1]
    else:
        high = None
    after = tokens.skip_hyphen(last + 1)
    word = tokens[after].fold
    end = None
    if value > 1 and _is_superlative(tokens, index, after, is_joined=after != last + 1):
        end = after if word in RANKS.superlatives else last
    elif after != last + 1:
        end = last if word in RANKS.seats else None
    elif {tokens[index - 1].fold, word}.isdisjoint(NAMES.months):
        is_place = word in RANKS.seats or high is not None
        is_place = is_place or _is_placed(tokens, index, after, after_rank=after_rank)
        end = last if is_place else None
    if end is None:
        return None
    rank = _make_rank(value, index, end, (index, last))
    top = Amount(value=Decimal(high[0]), written=str(high[0])) if high else None
    return replace(rank, high=top) if top else rank


def _is_superlative(tokens: Tokens, index: int, after: int, *, is_joined: bool) -> bool:
    """Whether an ordinal goes with a superlative: `second-largest`, `third most visited`."""
    word = tokens[after].fold
    if word in ("best", "worst") and not is_joined:
        before = tokens[index - 1].fold
        return before in ("the", "its", "their") or before.endswith("'s")
    if word in ("most", "least"):
        return tokens[after + 1].kind == "word" or tokens.is_hyphen(after + 1)
    return word in RANKS.superlatives


def _is_placed(tokens: Tokens, index: int, after: int, *, after_rank: bool) -> bool:
    """Whether an ordinal is a place by the words around it: `came fifth`, `sixth nationwide`."""
    before, word, second = tokens[index - 1], tokens[after], tokens[after + 1]
    if _follows_verb(tokens, index) and _ends_rank(tokens, after):
        # What comes first is to be done first.
        return not (before.fold in ("come", "comes") and tokens[index].fold == "first")
    if before.fold in RANKS.placed and tokens[index - 2].fold in ("a", "the", "in"):
        return _ends_rank(tokens, after)
    if before.fold in _DETERMINERS:
        return False
    if word.fold == "out" and second.fold == "of" and tokens[index].kind == "number":
        return True
    is_listed = before.fold in ("and", "or", ",") and word.fold in ("in", "for", "among", "on")
    if after_rank and (is_listed or tokens.starts_with(index - 3, ("from",))):
        return True
    if word.fold in RANKS.scopes and second.fold != "to":
        return True
    if after_rank and before.is_capitalized and word.kind in ("sign", "end"):
        return True
    return (
        word.fold in ("in", "on")
        and second.fold == "the"
        and tokens[after + 2].fold in RANKS.tables
    )


def _follows_verb(tokens: Tokens, index: int) -> bool:
    """Whether a verb of placing stands before, with `the`, `in`, `up` between at most."""
    before = index - 1
    for skipped in (
        ("the", "joint", "equal"),
        ("in", "at", "as", "to", "into", "from", "only", "just"),
        ("up", "down", "back", "places", "place"),
    ):
        before -= tokens[before].fold in skipped
    verb = tokens[before].fold
    return verb in RANKS.verbs or (
        verb in RANKS.movers and tokens[index - 1].fold in ("to", "from")
    )


def _ends_rank(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    is_word = token.fold in NOUNS.stops or token.fold in RANKS.scopes or token.fold in RANKS.ends
    return token.kind in ("sign", "end", "number") or is_word
