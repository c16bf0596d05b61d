"""Directions: whether words call a figure an increase or a decrease, and by its own amount."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen

from . import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.model import Direction
    from cqfacts.figures.reading import Reading
    from cqfacts.figures.tokens import Tokens

_FARTHEST_BEFORE = 9
_FARTHEST_LINK = 5
_FARTHEST_NOUN = 6
_DOWN_AFTER = frozenset(
    lexicon.words_of("""
        lower less fewer decline declines decrease decreases drop drops fall falls reduction
        reductions cut cuts contraction slump dip slide plunge loss decreased down off below
        smaller cheaper slower shorter discount worse shortfall
    """)
)
_UP_AFTER = frozenset(
    lexicon.words_of("""
        growth increase increases rise rises gain gains jump jumps surge higher more rebound hike
        expansion upturn up above larger bigger faster longer greater dearer improvement leap boost
    """)
)
_LEADS = frozenset(lexicon.words_of("to from at from between"))
_BETWEEN = frozenset(
    lexicon.words_of("""
        by of a an the a further another some about around roughly nearly almost over just only
        more than less than at least up to as much as many an estimated approximately target rate
        well below above under more another additional no fewer minus
    """)
)
_DROPS = frozenset(
    lexicon.words_of("drop fall decline decrease dip slump slide rise increase jump climb")
)
_NORMS = frozenset(
    lexicon.words_of("norm mean seasonal normal average averages target forecast forecasts expectations usual freezing")
)
_PARTICLE_VERBS = frozenset(
    lexicon.words_of("made make makes making take took takes taking set picked turned gave ended")
)
_BEHIND_BY = frozenset(lexicon.words_of("by"))
_NO_OBJECT = frozenset(
    lexicon.words_of("and but while as which that who when where after before with to from")
)


def find_direction(tokens: Tokens, reading: Reading, floor: int) -> Direction | None:
    """Return whether the figure is how much something rose or fell."""
    if reading.kind in ("rank", "streak", "multiple"):
        return None
    if tokens[reading.first].fold in ("below", "under", "above", "past", "beyond"):
        return None
    noun = _find_noun_behind(tokens, reading)
    return noun or _find_before(tokens, reading, floor)


def _find_noun_behind(tokens: Tokens, reading: Reading) -> Direction | None:
    """Read `a 4.2% drop`, `2,300 fewer jobs`, `30% lower than`, `a 2-point fall`."""
    inner = [tokens[place].fold for place in range(reading.number[1] + 1, reading.last + 1)]
    if not words.FEWER.isdisjoint(inner):
        return "down"
    after = tokens[reading.last + 1].fold
    is_share = reading.kind == "percent"
    is_time = reading.unit in words.TIMES.values()
    for index in range(reading.last + 1, reading.last + 1 + _FARTHEST_NOUN):
        token = tokens[index]
        word = token.fold
        if token.kind == "end" or token.opens_block:
            return None
        is_first = index == reading.last + 1
        if is_time and is_first and word in ("faster", "quicker"):
            return "down"
        if word in _DOWN_AFTER and (is_first or is_share or is_hyphen(tokens, reading.number[1] + 1)):
            return "down" if _is_told(tokens, index, after, reading) else None
        if word in _UP_AFTER and (is_first or is_share):
            return "up" if _is_told(tokens, index, after, reading) else None
        is_compound = is_hyphen(tokens, index) or is_hyphen(tokens, index + 1)
        if token.kind != "word" or (word in lexicon.STOPS and not is_compound):
            if not is_hyphen(tokens, index) and word not in ("year-on-year", "annual"):
                return None
    return None


def _is_told(tokens: Tokens, index: int, after: str, reading: Reading) -> bool:
    """Whether the word at `index` speaks of the figure before it."""
    word = tokens[index].fold
    if word in ("above", "below"):
        near = {tokens[place].fold for place in range(index + 1, index + 5)}
        return reading.kind == "percent" or not near.isdisjoint(_NORMS)
    if word in ("up", "off", "down"):
        return tokens[index - 1].fold in ("percent", "%", "points", "point") and tokens[
            index + 1
        ].fold in ("on", "from", "in", "compared", ",", ".")
    return True


def _find_before(tokens: Tokens, reading: Reading, floor: int) -> Direction | None:
    """Read `rose 5%`, `cut by 30%`, `reduced emissions by 30%`, `a drop of 4.2%`, `down 12`."""
    is_difference = reading.kind in ("percent", "fraction") or reading.unit in ("pp", "basis points")
    own_floor = floor
    start = reading.first - 1
    start -= tokens[start].fold == "between"
    seen_by = tokens[start].fold == "by"
    if seen_by:
        # The verb may stand before another figure: `cut eight times since June, by 2 points`.
        floor = max(min(floor, reading.first - 1 - _FARTHEST_BEFORE), 0)
    for step, index in enumerate(
        range(start, max(start - _FARTHEST_BEFORE, floor - 1), -1)
    ):
        token = tokens[index]
        word = token.fold
        if word == "by":
            seen_by = True
            continue
        found = _direction_of(tokens, index)
        if found and word in words.COMPARED and (index < own_floor or (seen_by and step > 1)):
            return None
        if found:
            is_near = step <= _FARTHEST_LINK
            if tokens[index - 1].fold == "negative" and word == "growth":
                return "down"
            if word in words.TRANSITIVE and not (is_difference or seen_by):
                return None
            if word in ("more", "less", "fewer", "higher", "lower", "extra") and not seen_by:
                return None
            told = seen_by or is_difference or word in ("up", "down") or _is_verb(word)
            told = told or (word in _DROPS and tokens[index + 1].fold == "of")
            return found if told and (is_near or seen_by) else None
        if reading.kind == "fraction" and not seen_by and word not in ("up", "down", *_BETWEEN):
            return None
        if word in _LEADS or token.opens_block or token.text in ".;:!?":
            return None
        if seen_by:
            if word in _NO_OBJECT or token.text in "()":
                return None
        elif word not in _BETWEEN and word not in words.CURRENCIES_BEFORE:
            return None
    return None


def _is_verb(word: str) -> bool:
    """Whether a word is a verb of change that takes the amount of it: `fell 30 places`."""
    return word in (
        "rose", "rises", "rise", "fell", "falls", "fall", "climbed", "jumped", "dropped", "gained", "surged",
        "slipped", "grew", "dipped", "slid", "sank", "tumbled", "slumped", "plunged", "eased",
        "increased", "decreased", "declined", "advanced", "soared", "leapt", "shrank", "narrowed",
        "widened", "risen", "fallen", "grown", "rising", "falling",
    )


def _direction_of(tokens: Tokens, index: int) -> Direction | None:
    word = tokens[index].fold
    if word in ("off", "contract", "contracts"):
        return None
    if word in ("up", "down") and tokens[index - 1].fold in _PARTICLE_VERBS:
        return None
    if word in words.RISES:
        return "up"
    return "down" if word in words.FALLS else None
