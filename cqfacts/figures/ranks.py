"""Ranks and streaks: `second-largest`, `came fifth`, `No. 3`, `the third straight quarter`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount
from cqfacts.record import replace

from .candidate import Candidate
from .nouns import find_noun
from .numbers import is_year, read_ordinal, read_whole
from .vocabulary import NAMES, NOUNS, RANKS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .figure import Kind
    from .tokens import Tokens

_LOWEST_RANK = 5000
_FIRST_PLACES = 10
_FARTHEST_SCOPE = 3


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
    """Read `third straight year`, `five years in a row`, `unbeaten in 14 games`."""
    count = read_ordinal(tokens, index) or read_whole(tokens, index)
    if count is None:
        return None
    value, last = count
    before, second = tokens[index - 1].fold, tokens[index - 2].fold
    unit = tokens.skip_hyphen(last + 1)
    is_run = tokens[unit].fold in RANKS.streaks
    unit = unit + 1 if is_run else last + 1
    while is_run and tokens[unit + 1].fold in RANKS.runs:
        unit += 1
    noun = find_noun(tokens, unit) if before in ("in", "for") and second in RANKS.unbeaten else None
    unit = noun.last if noun else unit
    printed = tokens[unit].fold
    is_named = printed not in NOUNS.stops or printed in RANKS.runs
    tails = RANKS.tails.get(tokens[unit + 1].fold, ())
    tail = next((one for one, _ in tails if tokens.starts_with(unit + 1, one)), ())
    is_run = is_run or bool(tail) or (before in ("in", "for") and second in RANKS.unbeaten)
    if tokens[unit].kind != "word" or not is_named or not is_run:
        return None
    known = UNITS.by_word.get(printed, "")
    streak = _make_rank("streak", value, index, unit + len(tail), (index, last))
    return replace(streak, unit=known if known in UNITS.times else printed)


def _make_rank(kind: Kind, value: int, first: int, last: int, number: tuple[int, int]) -> Candidate:
    """Return a place among others, or a run."""
    amount = Amount(value=Decimal(value), written=str(value))
    return Candidate(amount=amount, kind=kind, first=first, last=last, number=number)


def _read_number_sign(tokens: Tokens, index: int) -> Candidate | None:
    """Read `No. 1` or `number one` where it is a place and not the name of something."""
    is_word = tokens[index].fold == "number"
    sign = tokens[index + 1]
    is_marked = not is_word and sign.is_glued and sign.text in ("#", ".")
    place = index + 1 + is_marked
    whole = read_whole(tokens, place)
    is_sign = is_word or is_marked or tokens[index].is_capitalized
    if whole is None or not is_sign or not 0 < whole[0] <= _LOWEST_RANK:
        return None
    value, last = whole
    before, after = tokens[index - 1], tokens[last + 1]
    is_claimed = before.fold in RANKS.verbs or before.fold in RANKS.claimed
    is_place = is_claimed or before.fold.endswith(("'s", "s'"))
    is_named = after.is_capitalized or after.fold in RANKS.named_by_number
    is_led = after.kind in ("sign", "end") or after.fold in RANKS.behind_sign
    if is_word:
        is_led = after.fold in RANKS.behind_sign
    elif before.fold == "the" and after.text.islower() and value <= _FIRST_PLACES:
        is_led = after.fold not in NOUNS.stops
    elif before.kind != "word" and after.kind != "word":
        is_led = before.kind == after.kind == "end"
    is_open = before.kind in ("end", "sign") or before.fold in RANKS.before_sign
    is_place = is_place or (is_open and is_led and not is_named)
    if not is_place or tokens[last + 1].is_hyphen:
        return None
    return _make_rank("rank", value, index, last, (place, last))


def _read_top(tokens: Tokens, index: int) -> Candidate | None:
    """Read `in the top five` as a place that is at most the fifth."""
    step = tokens.skip_hyphen(index + 1)
    whole = read_whole(tokens, step)
    if whole is None or not 1 < whole[0] <= _LOWEST_RANK or "," in tokens[step].text:
        return None
    value, last = whole
    after = tokens[last + 1].fold
    is_share = UNITS.by_word.get(after) == "%" or after in ("per", "%")
    if is_share or not (_ends_rank(tokens, last + 1) or step != index + 1):
        return None
    rank = _make_rank("rank", value, index, last, (step, last))
    return replace(rank, amount=replace(rank.amount, qualifier="at most"))


def _read_superlative(tokens: Tokens, index: int) -> Candidate | None:
    """Read `the highest number in western China` as the first place.

    Only where a whole is named, and nothing says that it is one of several or of some years.
    """
    before = tokens[index - 1 - (tokens[index - 1].fold in ("the", "its"))].fold
    if before in ("of", "among", "one") or tokens[index - 1].is_hyphen:
        return None
    for place in range(index + 1, index + 2 + _FARTHEST_SCOPE):
        token = tokens[place]
        is_alone = place == index + 1 and tokens[index - 1].fold not in RANKS.determiners
        is_scope = token.fold == "in" and _names_whole(tokens, place + 1) and not is_alone
        if token.fold == "nationwide" or is_scope:
            return _make_rank("rank", 1, index, index, (index, index))
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
    """Read `second-largest`, `third most visited`, `ranked sixth`, `fifth or sixth`."""
    ordinal = read_ordinal(tokens, index)
    is_tied = tokens[index - 1].is_hyphen and tokens[index - 2].fold not in ("joint", "equal")
    if ordinal is None or is_tied:
        return None
    value, last = ordinal
    high = read_ordinal(tokens, last + 2) if tokens[last + 1].fold == "or" else None
    if high is not None and value < high[0]:
        last = high[1]
    else:
        high = None
    after = tokens.skip_hyphen(last + 1)
    word, end = tokens[after].fold, last
    if value > 1 and _is_superlative(tokens, index, after, is_joined=after != last + 1):
        is_place, end = True, after if word in RANKS.superlatives else last
    elif after != last + 1 or not {tokens[index - 1].fold, word}.isdisjoint(NAMES.months):
        is_place = after != last + 1 and word in RANKS.seats
    else:
        is_place = word in RANKS.seats or high is not None
        is_place = is_place or _is_placed(tokens, index, after, after_rank=after_rank)
    if not is_place:
        return None
    rank = _make_rank("rank", value, index, end, (index, last))
    return (
        replace(rank, high=Amount(value=Decimal(high[0]), written=str(high[0]))) if high else rank
    )


def _is_superlative(tokens: Tokens, index: int, after: int, *, is_joined: bool) -> bool:
    """Whether an ordinal goes with a superlative: `second-largest`, `third most visited`."""
    word, before = tokens[after].fold, tokens[index - 1].fold
    if word in ("best", "worst") and not is_joined:
        return before in ("the", "its", "their") or before.endswith("'s")
    is_most = word in ("most", "least")
    is_most = is_most and (tokens[after + 1].kind == "word" or tokens[after + 1].is_hyphen)
    return is_most or word in RANKS.superlatives


def _is_placed(tokens: Tokens, index: int, after: int, *, after_rank: bool) -> bool:
    """Whether an ordinal is a place by the words around it: `came fifth`, `sixth nationwide`."""
    before, word, second = tokens[index - 1], tokens[after], tokens[after + 1].fold
    if _follows_verb(tokens, index) and _ends_rank(tokens, after):
        # What comes first is to be done first.
        return before.fold not in ("come", "comes") or tokens[index].fold != "first"
    if before.fold in RANKS.placed and tokens[index - 2].fold in ("a", "the", "in"):
        return _ends_rank(tokens, after)
    if before.fold in RANKS.determiners:
        return False
    is_out_of = word.fold == "out" and second == "of" and tokens[index].kind == "number"
    is_wide = word.fold in RANKS.scopes and second != "to"
    is_written = tokens[index].kind == "number" and before.fold in ("is", "are", "was", "were")
    if is_written and _ends_rank(tokens, after):
        return True
    is_moving = before.fold in ("from", "to") and tokens[index].kind == "number"
    if is_moving and word.fold == "in" and is_year(second):  # from 98th in 2020
        return True
    is_in_table = word.fold in ("in", "on") and second == "the"
    is_in_table = is_in_table and tokens[after + 2].fold in RANKS.tables
    is_listed = before.fold in ("and", "or", ",") and word.fold in ("in", "for", "among", "on")
    is_listed = is_listed or tokens[index - 3].fold == "from"
    is_listed = is_listed or (before.is_capitalized and word.kind in ("sign", "end"))
    return is_out_of or is_wide or is_in_table or (after_rank and is_listed)


def _follows_verb(tokens: Tokens, index: int) -> bool:
    """Whether a verb of placing stands before, with `the`, `in`, `up` between at most."""
    before = index - 1
    for skipped in (RANKS.before_place, RANKS.to_place, RANKS.ways):
        before -= tokens[before].fold in skipped
    verb, is_to = tokens[before].fold, tokens[index - 1].fold in ("to", "from")
    return verb in RANKS.verbs or (is_to and verb in RANKS.movers)


def _ends_rank(tokens: Tokens, index: int) -> bool:
    """Whether a rank may end before a token."""
    token = tokens[index]
    is_word = token.fold in NOUNS.stops or token.fold in RANKS.scopes or token.fold in RANKS.ends
    return token.kind in ("sign", "end", "number") or is_word
