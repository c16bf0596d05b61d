"""Lengths of time: those that are stated, and those that only place something in time."""

from __future__ import annotations

from .nouns import is_plural
from .numbers import is_number
from .vocabulary import DIRECTIONS, NAMES, UNITS, split_phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .tokens import Tokens

# A large unit and the smaller one of which it has so many.
_SMALLER = """
year month 12, week day 7, day hour 24, hour minute 60, minute second 60, feet inches 12,
GBP pence 100, USD cents 100, EUR cents 100, stone lb 14, lb oz 16"""
PARTS = {(large, small): int(count) for large, small, count in split_phrases(_SMALLER)}
_FARTHEST = 12
_FARTHEST_CHANGE = 8
_FARTHEST_END = 4
_AGO = ("ago", "later", "earlier")


def continues(tokens: Tokens, one: Candidate, last: Candidate | None) -> bool:
    """Whether a length goes on behind another or before one: `1 minute 45 seconds before …`."""
    place = one.last + 1 + (tokens[one.last + 1].fold == "and")
    small = UNITS.by_word.get(tokens[place + 1].fold, "")
    if is_number(tokens, place) and (one.unit, small) in PARTS:
        return tokens[place + 2].fold not in _AGO
    is_near = last is not None and one.first - last.last <= 2  # noqa: PLR2004 - an `and`
    is_part = last is not None and (last.unit, one.unit) in PARTS
    return is_near and is_part and tokens[one.last + 1].fold not in _AGO


def places_in_time(tokens: Tokens, candidate: Candidate, floor: int) -> bool:
    """Whether a figure of a unit of time is a period and not a length: `two weeks ago`."""
    before, after = tokens[candidate.first - 1].fold, tokens[candidate.last + 1].fold
    second = tokens[candidate.last + 2]
    if candidate.unit not in UNITS.times or candidate.kind != "number":
        return False
    if tokens[candidate.number[1] + 1].is_hyphen:
        return after in NAMES.peaks
    return (
        after in NAMES.placing_after
        or (after in NAMES.placing_unless_spent and before not in NAMES.spent)
        or (after in ("from", "to") and second.fold in ("now", "go", "today"))
        or (after == "on" and second.kind in ("sign", "end"))
        or _follows_placing(tokens, candidate, after, floor)
    )


def _follows_placing(tokens: Tokens, candidate: Candidate, after: str, floor: int) -> bool:
    """Whether what is before says that a length only places something: `in the last two weeks`."""
    first, qualifier = candidate.first, candidate.amount.qualifier
    before = tokens[first - 1].fold
    if before in NAMES.period_words:
        is_length = (before, after) == ("the", "of")
        # Sessions last 60 minutes.
        is_verb = tokens[first - 2].fold in NAMES.modals or is_plural(tokens[first - 2])
        return not is_length and not (before == "last" and is_verb)
    if before == "after":
        ends = tokens.looks_back(first - 1, NAMES.ends, _FARTHEST_END)
        return after not in NAMES.behind_length and not ends
    if qualifier == "at most" and tokens[first].fold == "within":
        is_long = candidate.unit not in ("minute", "hour", "day", "second")
        return is_long and after != "of" and not _completes(tokens, first - 1)
    if before == "in" and candidate.amount.value % 1:
        # So exact is only what was measured: in 11.14 seconds.
        return False
    if before == "in":
        is_since = tokens.looks_back(first - 1, NAMES.since, _FARTHEST)
        return is_since and not _completes(tokens, first - 2)
    is_over = before in ("over", "through", "across") and qualifier is None
    farthest = min(_FARTHEST_CHANGE, first - floor) - 1
    changes = DIRECTIONS.up | DIRECTIONS.down
    is_change = is_over and tokens.looks_back(first - 1, changes, farthest)
    return is_change or before in ("since", "before", "until", "till")


def _completes(tokens: Tokens, index: int) -> bool:
    """Whether a word says that something was done, so that what follows is how long it took."""
    word = tokens[index].fold
    is_done = word.endswith("ed") and DIRECTIONS.of(word) is None and word not in NAMES.since
    return is_done or word in NAMES.duration_verbs
