"""Phrases: which words beside a figure say what it measures."""

from __future__ import annotations

from cqfacts.figures.vocabulary import NOUNS, NUMBERS, split_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Tokens

_LINKS = frozenset(
    split_words("""
        the a an of to by at in on was were is are be been has have had will would with for and
        its their his her about around some over under from as that which this now also only
        just up down worth record still already
    """)
)
_MOST_WORDS = 6


def find_what(tokens: Tokens, first: int, last: int, start: int, *, counts: bool) -> str | None:
    """Return the words that say what a figure measures, None where none can be told.

    The figure stands from token `first` to `last`, its clause begins at `start`; `counts` says that
    the noun that is counted is part of it.
    """
    if counts:
        return _join(tokens, _find_noun(tokens, first, last))
    if tokens[last + 1].fold == "of" and tokens[last + 2].kind == "word":
        found = _gather(tokens, last + 2, 1)
        if found:
            return _join(tokens, found)
    index = first - 1
    while index >= start and _is_link(tokens, index):
        index -= 1
    found = []
    while index >= start and len(found) < _MOST_WORDS:
        token = tokens[index]
        is_name = token.kind == "word" and (token.fold == "of" or not _is_link(tokens, index))
        if not is_name and token.text not in "-'’":
            break
        found.append(index)
        index -= 1
    while found and tokens[found[-1]].fold in _LINKS:
        found.pop()
    return _join(tokens, list(reversed(found)))


def _is_link(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    if token.kind != "word":
        return False
    return token.fold in _LINKS or token.fold in NOUNS.stops or token.fold in _VERBS


_VERBS = frozenset(
    split_words("reached hit totaled totalled stood came amounted fell grew made saw put set")
)


def _gather(tokens: Tokens, index: int, step: int) -> list[int]:
    found: list[int] = []
    while len(found) < _MOST_WORDS:
        token = tokens[index]
        if token.kind != "word" or token.fold in NOUNS.stops:
            break
        found.append(index)
        index += step
    return found


def _find_noun(tokens: Tokens, first: int, last: int) -> list[int]:
    """Return the words of a figure behind its number: `additional fish species`."""
    found = []
    for index in range(last, first, -1):
        token = tokens[index]
        is_number = token.kind == "number" or token.fold in NUMBERS.words
        if is_number or token.fold in ("more", "fewer", "additional", "new"):
            break
        found.append(index)
    return list(reversed(found))


def _join(tokens: Tokens, indexes: list[int]) -> str | None:
    text = ""
    for index in indexes:
        text += (
            tokens[index].text if not text else f"{tokens[index].gap and ' '}{tokens[index].text}"
        )
    return text or None
