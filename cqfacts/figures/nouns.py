"""Nouns: what a number counts, found behind it among its adjectives."""

from __future__ import annotations

from cqfacts.record import Record

from .vocabulary import NOUNS, NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .tokens import Token, Tokens

_FARTHEST = 9
_FARTHEST_QUOTE = 4
_FARTHEST_JOINED = 3
_LONGEST_SINGULAR = 3
_QUOTES = frozenset("\"“”'‘’")


class Noun(Record):
    """What is counted, as printed, and its last token."""

    text: str
    last: int


def find_noun(tokens: Tokens, start: int) -> Noun | None:
    """Find the noun that a number right before `start` counts, as `new railway lines`.

    It is the last of the first plural words in a row; one that is joined to it by `and` belongs
    to it.
    """
    if tokens[start].opens_block:
        return None
    if tokens[start].fold in NOUNS.casualties and _ends_phrase(tokens[start + 1]):
        return Noun(text="people", last=start)
    for index in range(start, start + _FARTHEST):
        is_between = tokens[index].fold in NOUNS.between and index <= start + 1
        if is_between or tokens[index].is_hyphen:
            continue
        if _ends_nouns(tokens, index, start):
            return None
        if is_plural(tokens[index]) and not tokens[index + 1].is_hyphen:
            return _join(tokens, _find_last_plural(tokens, index))
    return None


def is_plural(token: Token) -> bool:
    """Whether a word is written as plurals are."""
    fold = token.fold
    if fold in NOUNS.irregular_plurals or fold in NOUNS.other_plurals:
        return True
    if token.kind != "word" or fold in NOUNS.no_plurals or len(fold) <= _LONGEST_SINGULAR:
        return False
    if fold.endswith(("ss", "us", "is", "'s")):
        return token.is_capitalized and fold.endswith(NOUNS.peoples_endings)
    return token.text.endswith("s")


def _ends_phrase(token: Token) -> bool:
    """Whether no noun goes on there."""
    return token.kind in ("end", "sign") or token.fold in NOUNS.noun_stops or token.fold == "or"


def _ends_nouns(tokens: Tokens, index: int, start: int) -> bool:
    """Whether a token cannot stand between a number and the noun that it counts."""
    token, is_tied = tokens[index], tokens[index + 1].is_hyphen
    if token.kind == "sign":
        # Adjectives may stand in quotation marks.
        return token.text not in _QUOTES or index > start + _FARTHEST_QUOTE
    if token.kind == "number":
        return not is_tied and not (
            tokens[index - 1].is_hyphen and tokens[index - 2].is_capitalized
        )
    if token.kind != "word" or token.opens_block or (index == start and token.is_glued):
        return True
    if token.fold == "and" and index > start:
        return not _joins_adjectives(tokens, index)
    # What is written in capitals is a name: WHO regions.
    is_name = token.text.isupper() and len(token.text) > 1
    is_stop = token.fold in NOUNS.noun_stops and not is_name
    return (is_stop or token.fold in NUMBERS.words) and not is_tied


def _joins_adjectives(tokens: Tokens, index: int) -> bool:
    """Whether an `and` stands between two adjectives: `new beautiful and harmonious villages`."""
    after, second = tokens[index + 1], tokens[index + 2]
    is_word = after.kind == "word" and after.fold not in NOUNS.noun_stops
    return is_word and not is_plural(after) and (is_plural(second) or tokens[index + 2].is_hyphen)


def _find_last_plural(tokens: Tokens, index: int) -> int:
    """Return the last of plural words in a row: `sales staff`, `sports centres`."""
    while True:
        word, after = tokens[index], tokens[index + 1]
        is_joined = word.fold in NOUNS.attributive_plurals or word.fold.endswith("ics")
        is_next = is_plural(after) and not tokens[index + 2].is_hyphen and not after.opens_block
        is_name = after.is_capitalized and not word.is_capitalized
        is_verb = after.fold in NOUNS.noun_stops or tokens[index + 2].fold in NOUNS.determiners
        if not is_joined or not is_next or is_name or is_verb:
            return index
        index += 1


def _join(tokens: Tokens, last: int) -> Noun:
    """Return a noun with the one that is joined to it: `countries and regions`."""
    text, index = tokens[last].text, last + 2
    farthest = index + _FARTHEST_JOINED if tokens[last + 1].fold == "and" else 0
    for place in range(index, farthest):
        token, after = tokens[place], tokens[place + 1]
        is_vague = token.fold in NUMBERS.words or token.fold in NUMBERS.vague
        is_number = is_vague or token.kind == "number"
        if not tokens[place].is_hyphen and (is_number or _ends_phrase(token) or token.opens_block):
            break
        if is_plural(token) and after.fold not in NOUNS.determiners and after.kind != "number":
            joined = " ".join(tokens[one].text for one in range(index, place + 1))
            return Noun(text=f"{text} and {joined.replace(' - ', '-')}", last=place)
    return Noun(text=text, last=last)
