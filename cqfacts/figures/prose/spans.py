"""Spans: numbers of years or days that only place something in time, and how old somebody is."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen

from . import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.reading import Reading
    from cqfacts.figures.tokens import Tokens

_TIMES = frozenset(words.TIMES.values())
_PERIOD_WORDS = lexicon.PERIOD_WORDS | frozenset(
    lexicon.words_of("latest opening closing preceding these those early final the")
)
_PLACING_AFTER = frozenset(
    lexicon.words_of("""
        ago later earlier on beforehand previously hence afterwards after before since away apart
        into prior
    """)
)
_BEHIND_LENGTH = frozenset(lexicon.words_of("of in as at on under without with inside"))
_DURATION_VERBS = frozenset(
    lexicon.words_of("""
        built done won sold made run ran read finished complete there made lasting out sent met up
        back paid over gone
    """)
)
_ENDS = frozenset(
    lexicon.words_of("""
        out aside ends ended end expires expired expire resigned resign quit retired retire stops
        stopped closes closed stepped down lapses lapsed
    """)
)
_FARTHEST = 12
_FUTURE = frozenset(("will", "due", "expected", "next", "again"))
_SINCE = frozenset(("first", "time", "lowest", "highest", "worst", "best", "biggest", "largest"))


def places_in_time(tokens: Tokens, reading: Reading, floor: int) -> bool:
    """Whether a figure of a unit of time is a period and not a length."""
    if reading.unit not in _TIMES or reading.kind != "number":
        return False
    after = tokens[reading.last + 1].fold
    if is_hyphen(tokens, reading.number[1] + 1):
        return after in ("high", "low", "anniversary", "record", "peak")
    if after in _PLACING_AFTER and not _is_spent(tokens, reading):
        return True
    if after in ("from", "to") and tokens[reading.last + 2].fold in ("now", "go", "today"):
        return True
    return _follows_placing(tokens, reading, after, floor)


def _follows_placing(tokens: Tokens, reading: Reading, after: str, floor: int) -> bool:
    """Whether the word before a length of time says that it only places something in time."""
    before = tokens[reading.first - 1].fold
    if before in _PERIOD_WORDS:
        return not (before == "the" and after == "of")
    if before == "after":
        return after not in _BEHIND_LENGTH and not _ends(tokens, reading)
    if before in ("since", "before", "until", "till"):
        return True
    if reading.amount.qualifier == "at most" and tokens[reading.first].fold == "within":
        is_long = reading.unit not in ("minute", "hour", "day", "second")
        return is_long and after != "of" and not _completes(tokens, reading.first - 1)
    if before == "in":
        return not _completes(tokens, reading.first - 2) and _is_since(tokens, reading)
    is_over = before in ("over", "through", "across") and reading.amount.qualifier is None
    return is_over and _follows_change(tokens, reading, floor)


def _ends(tokens: Tokens, reading: Reading) -> bool:
    """Whether something ends after a length of time: `runs out after 36 weeks`."""
    return any(tokens[place].fold in _ENDS for place in range(reading.first - 4, reading.first - 1))


def _is_since(tokens: Tokens, reading: Reading) -> bool:
    """Whether words before `in` say that it is a period: the first, the lowest, a rise, a plan."""
    for index in range(reading.first - 2, max(reading.first - 2 - _FARTHEST, -1), -1):
        token = tokens[index]
        if token.text in ".;!?" or token.opens_block:
            return False
        fold = token.fold
        if fold in _SINCE or fold in _FUTURE or fold in lexicon.ORDINALS or fold.endswith("est"):
            return True
        if token.text == "%" or fold in ("percent", "points", "cent"):
            return True
    return False


def _is_spent(tokens: Tokens, reading: Reading) -> bool:
    """Whether a length stands before `after` or `before`: `lasted two hours before`."""
    before = tokens[reading.first - 1].fold
    after = tokens[reading.last + 1].fold
    if after not in ("before", "after", "into", "on", "apart", "away", "since"):
        return False
    if after in ("apart", "away"):
        return True
    if after == "on":
        return tokens[reading.last + 2].kind not in ("sign", "end")
    return before in ("for", "lasted", "took", "spent", "waited", "takes", "take", "jailed", "of")


def _completes(tokens: Tokens, index: int) -> bool:
    """Whether a word says that something was done, so that what follows is how long it took."""
    word = tokens[index].fold
    if word in _SINCE:
        return False
    return word in _DURATION_VERBS or (
        word.endswith("ed") and word not in words.RISES | words.FALLS
    )


def _follows_change(tokens: Tokens, reading: Reading, floor: int) -> bool:
    """Whether a figure or a word of change stands before, so that the words say since when."""
    for index in range(reading.first - 2, max(reading.first - 8, floor - 1, -1), -1):
        word = tokens[index].fold
        if word in words.RISES or word in words.FALLS:
            return True
        if word in ("invest", "spend", "spread", "paid", "period"):
            return False
    return False
