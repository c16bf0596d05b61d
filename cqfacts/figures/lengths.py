"""Lengths of time: those that are stated, and those that only place something in time."""

from __future__ import annotations

from .numbers import is_number
from .vocabulary import DIRECTIONS, NAMES, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .tokens import Tokens

# A large unit and the smaller one of which it has so many.
PARTS = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("feet", "inches"): 12,
    ("GBP", "pence"): 100,
    ("USD", "cents"): 100,
    ("EUR", "cents"): 100,
    ("stone", "lb"): 14,
    ("lb", "oz"): 16,
}
_FARTHEST = 12
_FARTHEST_CHANGE = 8
_FARTHEST_END = 4
_SHORT = frozenset(("minute", "hour", "day", "second"))
_MODALS = frozenset(("would", "will", "to", "can", "could", "may", "might", "should"))
_AGO = frozenset(("ago", "later", "earlier"))
_PEAKS = frozenset(("high", "low", "anniversary", "record", "peak"))
_SPENT_VERBS = frozenset(
    ("for", "lasted", "took", "spent", "waited", "takes", "take", "jailed", "of")
)
_SPENDING = frozenset(("invest", "spend", "spread", "paid", "period"))


def places_in_time(tokens: Tokens, candidate: Candidate, floor: int) -> bool:
    """Whether a figure of a unit of time is a period and not a length: `two weeks ago`."""
    if candidate.unit not in UNITS.times or candidate.kind != "number":
        return False
    after, second = tokens[candidate.last + 1].fold, tokens[candidate.last + 2].fold
    if tokens.is_hyphen(candidate.number[1] + 1):
        return after in _PEAKS
    if after in NAMES.placing_after and not _is_spent(tokens, candidate):
        return True
    if after in ("from", "to") and second in ("now", "go", "today"):
        return True
    return _follows_placing(tokens, candidate, after, floor)


def continues_to(tokens: Tokens, large: Candidate) -> bool:
    """Whether a smaller unit of the same length follows: `in 3 hours 25 minutes`."""
    place = large.last + 1
    place += tokens[place].fold == "and"
    small = UNITS.by_word.get(tokens[place + 1].fold, "")
    is_length = is_number(tokens, place) and (large.unit, small) in PARTS
    return is_length and tokens[place + 2].fold not in _AGO


def continues_from(tokens: Tokens, small: Candidate, large: Candidate | None) -> bool:
    """Whether a length goes on from the one before it: `1 minute 45 seconds before the landing`."""
    if large is None or (large.unit, small.unit) not in PARTS:
        return False
    return small.first - large.last <= 2 and tokens[small.last + 1].fold not in _AGO  # noqa: PLR2004 - an `and`


def _follows_placing(tokens: Tokens, candidate: Candidate, after: str, floor: int) -> bool:
    """Whether the word before a length of time says that it only places something in time."""
    before = tokens[candidate.first - 1].fold
    if before == "last" and tokens[candidate.first - 2].fold in _MODALS:
        return False
    if before in NAMES.period_words:
        return not (before == "the" and after == "of")
    if before == "after":
        return after not in NAMES.behind_length and not _ends(tokens, candidate)
    if before in ("since", "before", "until", "till"):
        return True
    if candidate.amount.qualifier == "at most" and tokens[candidate.first].fold == "within":
        is_long = candidate.unit not in _SHORT
        return is_long and after != "of" and not _completes(tokens, candidate.first - 1)
    if before == "in":
        return not _completes(tokens, candidate.first - 2) and _is_since(tokens, candidate)
    is_over = before in ("over", "through", "across") and candidate.amount.qualifier is None
    return is_over and _follows_change(tokens, candidate, floor)


def _ends(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether something ends after a length of time: `runs out after 36 weeks`."""
    places = range(candidate.first - _FARTHEST_END, candidate.first - 1)
    return any(tokens[place].fold in NAMES.ends for place in places)


def _is_since(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether words before `in` say that it is a period: the first, the lowest, a rise, a plan."""
    for index in range(candidate.first - 2, max(candidate.first - 2 - _FARTHEST, -1), -1):
        token = tokens[index]
        if token.text in ".;!?" or token.opens_block:
            return False
        fold = token.fold
        if fold in NAMES.since or fold in NAMES.future or fold in NUMBERS.ordinals:
            return True
        if fold.endswith("est") or token.text == "%" or fold in ("percent", "points", "cent"):
            return True
    return False


def _is_spent(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether a length stands before `after` or `before`: `lasted two hours before`."""
    before = tokens[candidate.first - 1].fold
    after = tokens[candidate.last + 1].fold
    if after in ("apart", "away"):
        return True
    if after == "on":
        return tokens[candidate.last + 2].kind not in ("sign", "end")
    return after in ("before", "after", "into", "since") and before in _SPENT_VERBS


def _completes(tokens: Tokens, index: int) -> bool:
    """Whether a word says that something was done, so that what follows is how long it took."""
    word = tokens[index].fold
    if word in NAMES.since:
        return False
    is_done = word.endswith("ed") and DIRECTIONS.of(word) is None
    return word in NAMES.duration_verbs or is_done


def _follows_change(tokens: Tokens, candidate: Candidate, floor: int) -> bool:
    """Whether a figure or a word of change stands before, so that the words say since when."""
    least = max(candidate.first - _FARTHEST_CHANGE, floor - 1, -1)
    for index in range(candidate.first - 2, least, -1):
        word = tokens[index].fold
        if DIRECTIONS.of(word):
            return True
        if word in _SPENDING:
            return False
    return False
