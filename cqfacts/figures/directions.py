"""Directions: whether words call a figure an increase or a decrease, and by its own amount."""

from __future__ import annotations

from .money import is_money_sign
from .vocabulary import DIRECTIONS, NOUNS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .figure import Direction
    from .tokens import Tokens

_FARTHEST_BEFORE = 9
_FARTHEST_LINK = 5
_FARTHEST_NOUN = 6
_FARTHEST_NORM = 4
_LEADS = frozenset(("to", "from", "at", "between"))
_POINTS = frozenset(("pp", "basis points"))
_FEWER = frozenset(("fewer", "less"))
_COMPARED = frozenset(
    ("lower", "less", "fewer", "higher", "more", "larger", "smaller", "faster", "slower")
)
_NO_CHANGES = frozenset(("off", "contract", "contracts"))
_BESIDE_POINTS = frozenset(("percent", "%", "points", "point", "cent", "pp"))
_BEHIND_PARTICLE = frozenset(("on", "from", "in", "compared", ",", "."))
_HEDGING_PLACES = frozenset(("below", "under", "above", "past", "beyond"))


def find_direction(tokens: Tokens, candidate: Candidate, floor: int) -> Direction | None:
    """Return whether the figure is how much something rose or fell."""
    if candidate.kind in ("rank", "streak", "multiple"):
        return None
    if tokens[candidate.first].fold in _HEDGING_PLACES:
        return None
    return _find_behind(tokens, candidate) or _find_before(tokens, candidate, floor)


def _find_behind(tokens: Tokens, candidate: Candidate) -> Direction | None:
    """Read `a 4.2% drop`, `2,300 fewer jobs`, `30% lower than`, `a 2-point fall`."""
    inner = [tokens[place].fold for place in range(candidate.number[1] + 1, candidate.last + 1)]
    if not _FEWER.isdisjoint(inner) and "or" not in inner:
        return "down"
    is_share = candidate.kind == "percent"
    is_time = candidate.unit in UNITS.times
    for index in range(candidate.last + 1, candidate.last + 1 + _FARTHEST_NOUN):
        token = tokens[index]
        word = token.fold
        if token.kind == "end" or token.opens_block:
            return None
        is_first = index == candidate.last + 1
        if is_time and is_first and word in ("faster", "quicker"):
            return "down"
        is_compound = tokens.is_hyphen(candidate.number[1] + 1)
        if word in DIRECTIONS.down_behind and (is_first or is_share or is_compound):
            return "down" if _speaks_of(tokens, index, candidate) else None
        if word in DIRECTIONS.up_behind and (is_first or is_share):
            return "up" if _speaks_of(tokens, index, candidate) else None
        is_joined = tokens.is_hyphen(index) or tokens.is_hyphen(index + 1)
        is_part = token.kind == "word" and (word not in NOUNS.stops or is_joined)
        if not (is_part or tokens.is_hyphen(index)):
            return None
    return None


def _speaks_of(tokens: Tokens, index: int, candidate: Candidate) -> bool:
    """Whether the word at `index` speaks of the figure before it."""
    word = tokens[index].fold
    if word in ("above", "below"):
        near = {tokens[place].fold for place in range(index + 1, index + 1 + _FARTHEST_NORM)}
        return candidate.kind == "percent" or not near.isdisjoint(DIRECTIONS.norms)
    if word in ("up", "off", "down"):
        is_behind = tokens[index - 1].fold in _BESIDE_POINTS
        return is_behind and tokens[index + 1].fold in _BEHIND_PARTICLE
    return True


def _find_before(tokens: Tokens, candidate: Candidate, floor: int) -> Direction | None:
    """Read `rose 5%`, `cut by 30%`, `reduced emissions by 30%`, `a drop of 4.2%`, `down 12`."""
    start = candidate.first - 1
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
            is_told = _tells(tokens, index, candidate, is_by=is_by, is_own=is_own)
            is_near = step <= _FARTHEST_LINK or is_by
            return _turn(tokens, index, found) if is_told and is_near else None
        elif _ends_search(tokens, index, candidate, is_by=is_by):
            return None
    return None


def _turn(tokens: Tokens, index: int, found: Direction) -> Direction:
    """Return the direction of a word; negative growth is a decrease."""
    is_negative = tokens[index - 1].fold == "negative" and tokens[index].fold == "growth"
    return "down" if is_negative else found


def _tells(tokens: Tokens, index: int, candidate: Candidate, *, is_by: bool, is_own: bool) -> bool:
    """Whether a word of change says of a figure by how much something changed."""
    word = tokens[index].fold
    is_difference = candidate.kind in ("percent", "fraction") or candidate.unit in _POINTS
    if word in _COMPARED and not is_own:
        return False
    if word in (*_COMPARED, "extra") and not is_by:
        return False
    if is_by or is_difference or word in ("up", "down") or word in DIRECTIONS.amount_verbs:
        return True
    return word in DIRECTIONS.drops and tokens[index + 1].fold == "of"


def _ends_search(tokens: Tokens, index: int, candidate: Candidate, *, is_by: bool) -> bool:
    """Whether no word of change before this one can be meant."""
    token = tokens[index]
    word = token.fold
    if candidate.kind == "fraction" and not is_by and word not in DIRECTIONS.between:
        return True
    if word == "at" and tokens[index - 1].fold == "target":
        return False
    if word in _LEADS or token.opens_block or token.text in ".;:!?":
        return True
    if is_by:
        return word in DIRECTIONS.no_object or token.text in "()"
    return word not in DIRECTIONS.between and not is_money_sign(tokens, index)


def _direction_of(tokens: Tokens, index: int) -> Direction | None:
    word = tokens[index].fold
    if word in _NO_CHANGES:
        return None
    if word in ("up", "down") and tokens[index - 1].fold in DIRECTIONS.particle_verbs:
        return None
    return DIRECTIONS.of(word)
