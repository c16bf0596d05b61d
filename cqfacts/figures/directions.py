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
_POINTS = frozenset(("pp", "basis points"))


def find_direction(tokens: Tokens, candidate: Candidate, floor: int) -> Direction | None:
    """Return whether the figure is how much something rose or fell."""
    is_placed = tokens[candidate.first].fold in DIRECTIONS.hedging_places
    if candidate.kind in ("rank", "streak", "multiple") or is_placed:
        return None
    return _find_change_behind(tokens, candidate) or _find_change_before(tokens, candidate, floor)


def _find_change_behind(tokens: Tokens, candidate: Candidate) -> Direction | None:
    """Read `a 4.2% drop`, `2,300 fewer jobs`, `30% lower than`, `a 2-point fall`."""
    number, last = candidate.number[1], candidate.last
    inner = {token.fold for token in tokens.between(number + 1, last)}
    if inner & DIRECTIONS.fewer and "or" not in inner:
        return "down"
    for index in range(last + 1, last + 1 + _FARTHEST_NOUN):
        token = tokens[index]
        is_first = index == last + 1
        found = _direct_behind(token.fold)
        if is_first and candidate.unit in UNITS.times and token.fold in ("faster", "quicker"):
            return "down"
        if found and (is_first or candidate.kind == "percent"):
            return found if _speaks_of(tokens, index, candidate) else None
        is_joined = tokens[index].is_hyphen or tokens[index - 1].is_hyphen
        is_part = token.kind == "word" and token.fold not in NOUNS.stops
        if token.opens_block or not (is_part or is_joined):
            return None
    return None


def _direct_behind(word: str) -> Direction | None:
    """Return the direction that a word behind a figure gives: `5% up`."""
    if word in DIRECTIONS.up_behind:
        return "up"
    return "down" if word in DIRECTIONS.down_behind else None


def _speaks_of(tokens: Tokens, index: int, candidate: Candidate) -> bool:
    """Whether `above` is above a norm, and `down` stands as in `5 points down on May`."""
    word = tokens[index].fold
    if word in ("above", "below"):
        near = {token.fold for token in tokens.between(index + 1, index + _FARTHEST_NORM)}
        return candidate.kind == "percent" or not near.isdisjoint(DIRECTIONS.norms)
    is_beside = tokens[index - 1].fold in DIRECTIONS.beside_points
    is_particle = is_beside and tokens[index + 1].fold in DIRECTIONS.behind_particle
    return is_particle or word not in ("up", "off", "down")


def _find_change_before(tokens: Tokens, candidate: Candidate, floor: int) -> Direction | None:
    """Read `rose 5%`, `cut by 30%`, `reduced emissions by 30%`, `a drop of 4.2%`, `down 12`."""
    start = candidate.first - 1
    start -= tokens[start].fold == "between"
    is_by = tokens[start].fold == "by"
    # The verb may stand before another figure: `cut eight times since June, by 2 points`.
    least = max(start - _FARTHEST_BEFORE, -1 if is_by else floor - 1)
    for index in range(start, least, -1):
        word, before = tokens[index].fold, tokens[index - 1].fold
        is_by = is_by or word == "by"
        is_other = word in ("up", "down") and before in DIRECTIONS.particle_verbs
        if (found := DIRECTIONS.of(word)) and not is_other and word not in ("off", "contract"):
            is_near = is_by or start - index <= _FARTHEST_LINK
            is_told = is_near and (is_by or _tells(tokens, index, candidate))
            return None if not is_told else "down" if before == "negative" else found
        is_between = word in DIRECTIONS.between or is_money_sign(tokens, index)
        is_between = is_between or (word == "at" and before == "target")
        ends = word in DIRECTIONS.no_object if is_by else not is_between
        if ends or tokens[index].opens_block:
            return None
    return None


def _tells(tokens: Tokens, index: int, candidate: Candidate) -> bool:
    """Whether a word of change without `by` says by how much something changed."""
    word = tokens[index].fold
    is_difference = candidate.kind in ("percent", "fraction") or candidate.unit in _POINTS
    if is_difference or word in ("up", "down") or word in DIRECTIONS.amount_verbs:
        return True
    return word in DIRECTIONS.drops and tokens[index + 1].fold == "of"
