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
_SHORTEST_PLURAL = 3
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
    if tokens[start].fold in NOUNS.casualties and _ends_phrase(tokens, start + 1):
        return Noun(text="people", last=start)
    index, farthest = start, start + _FARTHEST
    while index < farthest:
        token = tokens[index]
        if tokens.is_hyphen(index) or (token.fold in NOUNS.between and index <= start + 1):
            index += 1
            continue
        if _ends_nouns(tokens, index, start):
            return None
        if is_plural(token) and not tokens.is_hyphen(index + 1):
            return _join(tokens, _find_last_plural(tokens, index))
        index += 1
    return None


def is_plural(token: Token) -> bool:
    """Whether a word is written as plurals are."""
    fold = token.fold
    if token.kind != "word":
        return False
    if fold in NOUNS.irregular_plurals:
        return True
    if fold in NOUNS.singulars_in_s or fold in NOUNS.verbs_in_s or len(fold) <= _SHORTEST_PLURAL:
        return fold in NOUNS.short_plurals
    if fold.endswith(("ss", "us", "is", "'s", "ous")):
        # Of the people of a country, and of words from other languages: Nepalis, taxis.
        is_people = token.is_capitalized and fold.endswith(NOUNS.peoples_endings)
        return is_people or fold in NOUNS.plurals_in_is
    return token.text.endswith("s") and not fold.endswith("ly")


def _ends_phrase(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    return token.kind in ("end", "sign") or token.fold in NOUNS.noun_stops or token.fold == "or"


def _ends_nouns(tokens: Tokens, index: int, start: int) -> bool:
    """Whether a token cannot stand between a number and the noun that it counts."""
    token = tokens[index]
    if token.kind == "sign":
        # Adjectives may stand in quotation marks, and be separated by commas.
        return token.text not in _QUOTES or index > start + _FARTHEST_QUOTE
    if token.kind == "number":
        is_model = tokens.is_hyphen(index - 1) and tokens[index - 2].is_capitalized
        return not tokens.is_hyphen(index + 1) and not is_model
    if token.kind != "word" or token.opens_block or (index == start and token.is_glued):
        return True
    if token.fold == "and" and index > start:
        return not _joins_adjectives(tokens, index)
    if token.fold in NUMBERS.words:
        return not tokens.is_hyphen(index + 1)
    # What is written in capitals is a name: WHO regions.
    is_name = token.text.isupper() and len(token.text) > 1
    return token.fold in NOUNS.noun_stops and not is_name and not tokens.is_hyphen(index + 1)


def _joins_adjectives(tokens: Tokens, index: int) -> bool:
    """Whether an `and` stands between two adjectives: `new beautiful and harmonious villages`."""
    after, second = tokens[index + 1], tokens[index + 2]
    is_word = after.kind == "word" and after.fold not in NOUNS.noun_stops
    return is_word and not is_plural(after) and (is_plural(second) or tokens.is_hyphen(index + 2))


def _find_last_plural(tokens: Tokens, index: int) -> int:
    """Return the last of plural words in a row: `sales staff`, `sports centres`."""
    last = index
    while True:
        after = tokens[last + 1]
        is_next = is_plural(after) and not tokens.is_hyphen(last + 2) and not after.opens_block
        fold = tokens[last].fold
        is_joined = fold in NOUNS.attributive_plurals or fold in NOUNS.irregular_plurals
        is_joined = is_joined or fold.endswith("ics")
        if not (is_next and is_joined) or after.fold in NOUNS.noun_stops:
            return last
        if tokens[last + 2].fold in NOUNS.determiners:
            return last
        if after.is_capitalized and not tokens[last].is_capitalized:
            return last
        last += 1


def _join(tokens: Tokens, last: int) -> Noun:
    """Return a noun with the one that is joined to it: `countries and regions`."""
    text = tokens[last].text
    if tokens[last + 1].fold != "and":
        return Noun(text=text, last=last)
    index = last + 2
    for place in range(index, index + _FARTHEST_JOINED):
        token, after = tokens[place], tokens[place + 1]
        if tokens.is_hyphen(place):
            continue
        if token.kind != "word" or token.fold in NOUNS.noun_stops or token.opens_block:
            break
        if token.fold in NUMBERS.words or token.fold in NUMBERS.vague:
            break
        if is_plural(token) and not tokens.is_hyphen(place + 1):
            goes_on = after.fold in NOUNS.determiners or after.kind == "number"
            if goes_on or (after.kind == "word" and after.fold in NUMBERS.words):
                break
            joined = " ".join(tokens[one].text for one in range(index, place + 1))
            return Noun(text=f"{text} and {joined.replace(' - ', '-')}", last=place)
    return Noun(text=text, last=last)
