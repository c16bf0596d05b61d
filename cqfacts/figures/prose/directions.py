"""Directions: whether words call a figure an increase or a decrease, and by its own amount."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen

from . import words
from .currencies import is_money_sign

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
    lexicon.words_of(
        "norm mean seasonal normal average averages target forecast forecasts expectations usual"
    )
)
_PARTICLE_VERBS = frozenset(
    lexicon.words_of("made make makes making take took takes taking set picked turned gave ended")
)
_POINTS = frozenset(("pp", "basis points"))
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
    if not words.FEWER.isdisjoint(inner) and "or" not in inner:
        return "down"
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
        if word in _DOWN_AFTER and (
            is_first or is_share or is_hyphen(tokens, reading.number[1] + 1)
        ):
            return "down" if _is_told(tokens, index, reading) else None
        if word in _UP_AFTER and (is_first or is_share):
            return "up" if _is_told(tokens, index, reading) else None
        is_compound = is_hyphen(tokens, index) or is_hyphen(tokens, index + 1)
        is_part = token.kind == "word" and (word not in lexicon.STOPS or is_compound)
        if not (is_part or is_hyphen(tokens, index)):
            return None
    return None


def _is_told(tokens: Tokens, index: int, reading: Reading) -> bool:
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
    start = reading.first - 1
    start -= tokens[start].fold == "between"
    is_by = tokens[start].fold == "by"
    # The verb may stand before another figure: `cut eight times since June, by 2 points`.
    least = max(start - _FARTHEST_BEFORE, 0) if is_by else floor
    for step, index in enumerate(range(start, max(start - _FARTHEST_BEFORE, least - 1), -1)):
        token = tokens[index]
        if token.fold == "by":
            is_by = True
        elif found := _direction_of(tokens, index):
            is_own = index >= floor and (not is_by or step <= 1)
            told = _tells(tokens, index, reading, is_by=is_by, is_own=is_own)
            return (
                _turn(tokens, index, found) if told and (step <= _FARTHEST_LINK or is_by) else None
            )
        elif _ends_search(tokens, index, reading, is_by=is_by):
            return None
    return None


def _turn(tokens: Tokens, index: int, found: Direction) -> Direction:
    """Return the direction of a word; negative growth is a decrease."""
    is_negative = tokens[index - 1].fold == "negative" and tokens[index].fold == "growth"
    return "down" if is_negative else found


def _tells(tokens: Tokens, index: int, reading: Reading, *, is_by: bool, is_own: bool) -> bool:
    """Whether a word of change says of a figure by how much something changed."""
    word = tokens[index].fold
    is_difference = reading.kind in ("percent", "fraction") or reading.unit in _POINTS
    if word in words.COMPARED and not is_own:
        return False
    if word in words.TRANSITIVE and not (is_difference or is_by):
        return False
    if word in ("more", "less", "fewer", "higher", "lower", "extra") and not is_by:
        return False
    if is_by or is_difference or word in ("up", "down") or _is_verb(word):
        return True
    return word in _DROPS and tokens[index + 1].fold == "of"


def _ends_search(tokens: Tokens, index: int, reading: Reading, *, is_by: bool) -> bool:
    """Whether no word of change before this one can be meant."""
    token = tokens[index]
    word = token.fold
    if reading.kind == "fraction" and not is_by and word not in ("up", "down", *_BETWEEN):
        return True
    if word in _LEADS or token.opens_block or token.text in ".;:!?":
        return True
    if is_by:
        return word in _NO_OBJECT or token.text in "()"
    return word not in _BETWEEN and not is_money_sign(tokens, index)


def _is_verb(word: str) -> bool:
    """Whether a word is a verb of change that takes the amount of it: `fell 30 places`."""
    return word in (
        "rose",
        "rises",
        "rise",
        "fell",
        "falls",
        "fall",
        "climbed",
        "jumped",
        "dropped",
        "gained",
        "surged",
        "slipped",
        "grew",
        "dipped",
        "slid",
        "sank",
        "tumbled",
        "slumped",
        "plunged",
        "eased",
        "increased",
        "decreased",
        "declined",
        "advanced",
        "soared",
        "leapt",
        "shrank",
        "narrowed",
        "widened",
        "risen",
        "fallen",
        "grown",
        "rising",
        "falling",
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
