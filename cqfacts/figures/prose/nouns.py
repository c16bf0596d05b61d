"""Nouns: what a number counts, found behind it among its adjectives."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen
from cqfacts.record import Record

from . import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Token, Tokens

_FARTHEST = 9
_PEOPLES = ("lis", "nis", "qis", "aelis", "dis", "this", "shis", "ratis", "lalis")
_PLURALS_IN_IS = frozenset(
    lexicon.words_of("""
        menus buses taxis skis safaris bikinis alibis wikis rabbis kiwis samosas minibuses viruses
        jacuzzis tsunamis emojis selfis khakis
    """)
)
# Plurals that stand before another one; behind any other a plural is a verb: `signatures asks`.
_ATTRIBUTIVE = words.IRREGULAR_PLURALS | frozenset(
    lexicon.words_of("""
        sales sports goods arms drugs systems services customs communications operations savings
        rights parts jobs police news benefits claims accounts futures bonds securities
        telecommunications telecoms electronics logistics games results honours careers
        emergency military civil media women men children people games-related
    """)
)
_SHORTEST_PLURAL = 3
_VERBS_IN_S = frozenset(
    lexicon.words_of("""
        says does goes has is was makes takes gives gets shows includes remains comes becomes
        adds asks applies allows requires earns sells buys ends begins provides expects believes
        argues warns sits lies happens continues helps saves sees hears knows appears arrives
        means needs wants uses seems tells puts keeps lets begins brings leads meets pays loses
    """)
)
_DETERMINERS = frozenset(
    lexicon.words_of("the a an its their his her this that these those it them him more over up")
)
_STOPS = lexicon.STOPS - frozenset(
    word for word in lexicon.RISES | lexicon.FALLS if word.endswith("s")
) - {"places", "stands", "tops", "passes"} | frozenset(
    lexicon.words_of("""
            there here when then said say told died dies rose took became came went made got saw
            left won began amid among against despite without following compared including
            respectively according due because although though since until away ago later earlier
            whether how why what behind ahead inside outside near around about toward via
            today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
            percent per cent and
        """)
)


class Noun(Record):
    """What is counted, as printed, and its last token."""

    text: str
    last: int


def find_noun(tokens: Tokens, start: int) -> Noun | None:
    """Return the noun that a number right before `start` counts, None where none can be told.

    It is the last of the first plural words in a row; one that is joined to it by `and` belongs
    to it.
    """
    if tokens[start].opens_block:
        return None
    if tokens[start].fold in words.CASUALTIES and _ends_phrase(tokens, start + 1):
        return Noun(text="people", last=start)
    index, farthest = start, start + _FARTHEST
    while index < farthest:
        token = tokens[index]
        if is_hyphen(tokens, index) or (token.fold in words.BETWEEN and index <= start + 1):
            index += 1
            continue
        if _ends_nouns(tokens, index, start):
            return None
        if is_plural(token) and not is_hyphen(tokens, index + 1):
            last = _find_last_plural(tokens, index)
            return _join(tokens, last)
        index += 1
    return None


def _ends_phrase(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    return token.kind in ("end", "sign") or token.fold in _STOPS or token.fold == "or"


def _ends_nouns(tokens: Tokens, index: int, start: int) -> bool:
    """Whether a token cannot stand between a number and the noun that it counts."""
    token = tokens[index]
    if token.kind == "sign":
        # Adjectives may stand in quotation marks, and be separated by commas.
        is_quote = token.text in "\"“”'‘’"
        return not is_quote or index > start + 4
    if token.kind == "number":
        is_model = is_hyphen(tokens, index - 1) and tokens[index - 2].is_capitalized
        return not is_hyphen(tokens, index + 1) and not is_model
    if token.kind != "word" or token.opens_block or (index == start and token.is_glued):
        return True
    if token.fold == "and" and index > start:
        return not _joins_adjectives(tokens, index)
    if token.fold in words.NUMBER_WORDS:
        return not is_hyphen(tokens, index + 1)
    return token.fold in _STOPS and not is_hyphen(tokens, index + 1)


def _joins_adjectives(tokens: Tokens, index: int) -> bool:
    """Whether an `and` stands between two adjectives: `new beautiful and harmonious villages`."""
    after, second = tokens[index + 1], tokens[index + 2]
    is_word = after.kind == "word" and after.fold not in _STOPS
    return is_word and not is_plural(after) and (is_plural(second) or is_hyphen(tokens, index + 2))


def is_plural(token: Token) -> bool:
    """Whether a word is written as plurals are."""
    fold = token.fold
    if token.kind != "word":
        return False
    if fold in words.IRREGULAR_PLURALS:
        return True
    if fold in words.NOT_PLURALS or fold in _VERBS_IN_S or len(fold) <= _SHORTEST_PLURAL:
        return fold in ("cvs", "evs", "mps", "gps", "tvs", "pcs", "ads", "ats")
    if fold.endswith(("ss", "us", "is", "'s", "ous")):
        # Of the people of a country, and of words from other languages: Nepalis, taxis.
        is_people = token.is_capitalized and fold.endswith(_PEOPLES)
        return is_people or fold in _PLURALS_IN_IS
    return token.text.endswith("s") and not fold.endswith("ly")


def _find_last_plural(tokens: Tokens, index: int) -> int:
    """Return the last of plural words in a row: `sales staff`, `sports centres`."""
    last = index
    while True:
        after = tokens[last + 1]
        is_next = is_plural(after) and not is_hyphen(tokens, last + 2) and not after.opens_block
        is_joined = tokens[last].fold in _ATTRIBUTIVE
        if (
            not (is_next and is_joined)
            or after.fold in _STOPS
            or tokens[last + 2].fold in _DETERMINERS
        ):
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
    for step in range(3):
        token, after = tokens[index + step], tokens[index + step + 1]
        if is_hyphen(tokens, index + step):
            continue
        if token.kind != "word" or token.fold in _STOPS or token.opens_block:
            break
        if token.fold in words.NUMBER_WORDS or token.fold in words.VAGUE:
            break
        if is_plural(token) and not is_hyphen(tokens, index + step + 1):
            goes_on = after.fold in _DETERMINERS or after.kind == "number"
            if goes_on or (after.kind == "word" and after.fold in words.NUMBER_WORDS):
                break
            joined = " ".join(tokens[place].text for place in range(last + 2, index + step + 1))
            joined = joined.replace(" - ", "-")
            return Noun(text=f"{text} and {joined}", last=index + step)
    return Noun(text=text, last=last)
