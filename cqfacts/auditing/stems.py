"""Stems: what words are compared by, with what often stands for the same."""

from __future__ import annotations

from functools import lru_cache

from cqfacts.figures.vocabulary import split_words

_EMPTY = frozenset(
    split_words("""
        the a an of in on at by for from to with and or as its their his her our is are was were
        be been has have had it this that these those total number new per all each more than over
        under about up down not no into out s t which who also other others while but within
        there they he she we you i said year years month months average main
    """)
)
_GROUPS = tuple(
    split_words(group)
    for group in (
        "output outputs production produce produced produces producing manufactured manufacturing",
        "vehicles vehicle cars automobiles automobile auto autos motor",
        "people residents inhabitants population citizens",
        "roads highways",
        "train rail railway railways trains",
        "farm agricultural agriculture",
        "villages hamlets",
        "enterprises companies firms businesses",
        "laptop laptops notebook notebooks",
        "center centre centers centres",
        "foreign overseas",
        "investment invested invests",
        "exports exported export",
        "rehabilitated restored",
        "projects schemes",
        "transactions deals",
        "loans lending",
        "licence license",
        "fibreglass fiberglass",
        "aging elderly",
    )
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


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str | None:
    """Return what a word is compared by, None for a word that says nothing of what is measured."""
    fold = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if fold in _EMPTY or not fold or fold.isdigit():
        return None
    found = _cut(fold) if fold.isascii() else fold
    return _SAME.get(found, found)


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


_SAME = {_cut(word): _cut(group[0]) for group in _GROUPS for word in group}
