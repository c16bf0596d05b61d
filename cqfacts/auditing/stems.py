"""Stems: what words are compared by, with what often stands for the same."""

from __future__ import annotations

import re
from functools import lru_cache

from cqfacts.figures.tokens import Tokens
from cqfacts.figures.vocabulary import NAMES, split_words

from .words import WORDS

_EMPTY = frozenset(
    split_words("""
        the a an of in on at by for from to with and or as its their his her our is are was were
        be been has have had it this that these those total number new per all each more than over
        under about up down not no into out s t which who also other others while but within
        there they he she we you i said year years month months average main
    """)
)
_ENDINGS = (
    ("ations", ""),
    ("ation", ""),
    ("ities", ""),
    ("ments", ""),
    ("ment", ""),
    ("ingly", ""),
    ("ized", ""),
    ("ised", ""),
    ("izing", ""),
    ("ize", ""),
    ("ising", ""),
    ("ies", "y"),
    ("sses", "ss"),
    ("ions", ""),
    ("ion", ""),
    ("ity", ""),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
    ("y", ""),
)
_SHORTEST_STEM = 3
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str | None:
    """Return what a word is compared by, None for a word that says nothing of what is measured."""
    fold = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if fold in _EMPTY or not fold or fold.isdigit():
        return None
    found = _cut(fold) if fold.isascii() else fold
    return _SAME.get(found, found)


@lru_cache(maxsize=1 << 14)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text, each once."""
    if text.isascii():
        found = (stem(word) for word in _WORD.findall(text))
    else:
        tokens = Tokens(text)
        found = (
            stem(token.text)
            for token in tokens.between(0, tokens.size)
            if token.kind in ("word", "chinese")
        )
    return tuple(dict.fromkeys(one for one in found if one))


def _cut(fold: str) -> str:
    """Return a word without its endings."""
    found = fold
    if (
        found.endswith("s")
        and not found.endswith(("ss", "us", "is"))
        and len(found) > _SHORTEST_STEM
    ):
        found = found[:-3] + "y" if found.endswith("ies") and len(found) > 5 else found[:-1]  # noqa: PLR2004
    for ending, instead in _ENDINGS:
        if found.endswith(ending) and len(found) - len(ending) >= _SHORTEST_STEM:
            found = found.removesuffix(ending) + instead
            break
    if found.endswith(("i", "e")) and len(found) > _SHORTEST_STEM:
        found = found[:-1]
    return found


_SAME = {_cut(word): _cut(one) for word, one in WORDS.same.items()}
NEUTRAL = frozenset(one for word in WORDS.neutral | NAMES.months if (one := stem(word))) - {
    "excellent"
}
"""Stems that say nothing of what is measured."""
PARTS = frozenset(one for word in WORDS.parts if (one := stem(word)))
"""Stems that make another quantity of what is named, or a part of it."""
