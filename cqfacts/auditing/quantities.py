"""Quantities: words by which a figure is of a whole country, or of another quantity than named."""

from __future__ import annotations

from cqfacts.figures.vocabulary import split_words

from .stems import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Tokens

_WHOLES = frozenset(
    split_words("""
        national nationwide nationally nation nation's country country's countrywide world world's
        worldwide global globally
    """)
)
_ALONE = frozenset(split_words("nationwide nationally countrywide worldwide globally"))
_WHERE = frozenset(split_words("for in across throughout"))
_BEFORE_SHARE = frozenset(split_words("of than with to as among from below above against percent"))
_RANKING = frozenset(
    split_words("first second third only most top best no number rank ranks ranked lead leads led")
)
_OTHERS = frozenset(
    split_words("capacity capacities capita export exports import imports sales demand")
)
_SUMS = frozenset(split_words("cumulative cumulatively accumulated"))
_TIMES = frozenset(split_words("year annum annual month day week hour quarter cent"))
_CHANGES = frozenset(
    split_words("""
        grew grow grows growing growth expanded expand expands expanding expansion rose rise shrank
        contracted contraction advanced increased
    """)
)
_LEADING = frozenset(
    split_words("the its their our whole overall regional local city's municipality's")
)
_NEAR = 4


def find_wholes(tokens: Tokens, start: int, first: int, last: int, right: int) -> frozenset[str]:
    """Return the stems that say a figure is of a country or of the world.

    The figure stands from token `first` to `last`; `start` is where the words that are its own
    begin, `right` where they end. What it is compared with, or ranks in, is not meant.
    """
    found: set[str | None] = set()
    for index in range(start, first):
        if tokens[index].fold in _WHOLES and _is_owner(tokens, index, start):
            found.add(stem(tokens[index].fold))
    place = last + 1
    where = tokens[place].fold
    if where in _WHERE:
        place += 2 if tokens[place + 1].fold == "the" else 1
    word = tokens[place].fold
    is_end = tokens[place + 1].kind in ("sign", "end") or tokens[place + 1].fold in ("as", "in")
    if place <= right and is_end and (word in _ALONE or (word in _WHOLES and where in _WHERE)):
        found.add(stem(word))
    return frozenset(one for one in found if one)


def _is_owner(tokens: Tokens, index: int, start: int) -> bool:
    """Whether a word for a whole says what a figure is of, and not what it is compared with."""
    token, after = tokens[index], tokens[index + 1]
    is_name = token.is_capitalized and after.is_capitalized and not tokens[index].opens_block
    if is_name and index > start and tokens[index - 1].text not in ".!?":
        return False
    is_lead = after.text == "," and tokens[index - 2].fold in (*_WHERE, "at")
    if after.kind != "word" and token.fold not in _ALONE and not is_lead:
        return False
    if after.text in "-–" or after.fold in _RANKING or after.fold.endswith("est"):
        return False
    if after.fold in ("average", "total"):
        return False
    before = [tokens[place].fold for place in range(max(index - _NEAR, start), index)]
    near = before[-2:]
    is_where = "in" in near or "across" in near or "at" in near
    if not is_where and not _BEFORE_SHARE.isdisjoint(near):
        return False
    return _RANKING.isdisjoint(before) and not any(one.endswith("est") for one in before)


def find_other(tokens: Tokens, left: int, right: int, first: int) -> frozenset[str]:
    """Return the stems that make another quantity of what a figure's own part names."""
    found: set[str | None] = set()
    for index in range(left, right + 1):
        fold = tokens[index].fold
        if fold in _OTHERS:
            found.add(stem(fold))
        elif fold == "per" and index < first and tokens[index + 1].fold not in _TIMES:
            found.add(stem(tokens[index + 1].fold) or tokens[index + 1].fold)
    return frozenset(one for one in found if one)


def says_sum(tokens: Tokens, left: int, right: int) -> bool:
    """Whether words say that a figure is what many years have brought together."""
    return any(tokens[index].fold in _SUMS for index in range(left, right + 1))


def says_economy(tokens: Tokens, left: int, first: int) -> bool:
    """Whether words before a figure say that an economy as a whole grew: so its GDP did."""
    for index in range(left, first):
        if tokens[index].fold != "economy" or tokens[index + 1].fold not in _CHANGES:
            continue
        before = tokens[index - 1].fold
        if index == left or before in _LEADING or before.endswith("'s"):
            return True
    return False
