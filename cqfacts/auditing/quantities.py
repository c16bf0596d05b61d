"""Quantities: words by which a figure is of a whole country, or of another quantity than named."""

from __future__ import annotations

from .stems import stem
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.figures.tokens import Tokens

_NEAR = 4


def find_wholes(tokens: Tokens, start: int, first: int, last: int, right: int) -> list[int]:
    """Return the tokens that say a figure is of a country or of the world.

    The figure stands from token `first` to `last`; `start` is where the words that are its own
    begin, `right` where they end. What it is compared with, or ranks in, is not meant.
    """
    found = [
        index
        for index in range(start, first)
        if tokens[index].fold in WORDS.wholes and _is_owner(tokens, index, start)
    ]
    place = last + 1
    where = tokens[place].fold
    if where in WORDS.where:
        place += 2 if tokens[place + 1].fold == "the" else 1
    word = tokens[place].fold
    is_end = tokens[place + 1].kind in ("sign", "end") or tokens[place + 1].fold in ("as", "in")
    is_whole = word in WORDS.wholes_alone or (word in WORDS.wholes and where in WORDS.where)
    if place <= right and is_end and is_whole:
        found.append(place)
    return found


def _is_owner(tokens: Tokens, index: int, start: int) -> bool:
    """Whether a word for a whole says what a figure is of, and not what it is compared with."""
    token, after = tokens[index], tokens[index + 1]
    is_name = token.is_capitalized and after.is_capitalized and not tokens[index].opens_block
    if is_name and index > start and tokens[index - 1].text not in ".!?":
        return False
    is_lead = after.text == "," and tokens[index - 2].fold in (*WORDS.where, "at")
    if after.kind != "word" and token.fold not in WORDS.wholes_alone and not is_lead:
        return False
    if after.text in "-–" or after.fold in WORDS.ranking or after.fold.endswith("est"):
        return False
    if after.fold in ("average", "total"):
        return False
    before = [tokens[place].fold for place in range(max(index - _NEAR, start), index)]
    near = before[-2:]
    is_where = "in" in near or "across" in near or "at" in near
    if not is_where and not WORDS.before_share.isdisjoint(near):
        return False
    return WORDS.ranking.isdisjoint(before) and not any(one.endswith("est") for one in before)


def find_parts(tokens: Tokens, places: Iterable[int], first: int) -> list[int]:
    """Return the tokens that make a part, or another quantity, of what the words around name."""
    found = []
    for index in places:
        fold = tokens[index].fold
        if fold in WORDS.parts:
            found.append(index)
        elif (fold == "per" and index < first and tokens[index + 1].fold not in WORDS.times) or (
            fold == "-" and tokens[index - 1].fold == "non"
        ):
            found.append(index + 1)
    return found


def find_sums(tokens: Tokens, places: Iterable[int]) -> list[int]:
    """Return the tokens that say that a figure is what many years have brought together."""
    return [index for index in places if tokens[index].fold in WORDS.sums]


def is_economy(tokens: Tokens, index: int) -> bool:
    """Whether an economy is one as a whole that grew, or came to something: so its GDP did."""
    after, before = tokens[index + 1].fold, tokens[index - 1].fold
    if after in ("there", "here", "itself", "also", "again"):
        after = tokens[index + 2].fold
    is_whole = before in WORDS.economy_before or before.endswith("'s")
    return is_whole and (after in WORDS.economy_verbs or after == "of")


def name_part(tokens: Tokens, index: int) -> str:
    """Return the stem of a word that makes another quantity, or the word itself."""
    return stem(tokens[index].fold) or tokens[index].fold
