"""Words as they are compared: by their stems, and with what often stands for the same."""

from __future__ import annotations

from functools import lru_cache

from cqfacts.figures import lexicon

_EMPTY = frozenset(
    lexicon.words_of("""
        the a an of in on at by for from to with and or as its their his her our is are was were
        be been has have had it this that these those total number new per all each more than over
        under about up down not no into out s t which who also other others while but within
        there they he she we you i said year years month months average main
    """)
)
_SAME = {
    stem: group[0]
    for group in (
        lexicon.words_of("output product produc manufactur produce"),
        lexicon.words_of("vehicl car auto automobil motor"),
        lexicon.words_of("people resident inhabitant popul citizen"),
        lexicon.words_of("road highway"),
        lexicon.words_of("train rail railway"),
        lexicon.words_of("nev nevs"),
        lexicon.words_of("gdp"),
        lexicon.words_of("farm agricultur"),
        lexicon.words_of("villag hamlet"),
        lexicon.words_of("air airport"),
        lexicon.words_of("enterpris compani firm"),
        lexicon.words_of("asean"),
        lexicon.words_of("laptop notebook"),
        lexicon.words_of("center centre"),
    )
    for stem in group
    if len(group) > 1
}
_SAME.pop("air", None)
_SAME.pop("airport", None)
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
    if not fold.isascii():
        return fold
    found = fold
    if found.endswith("s") and not found.endswith(("ss", "us", "is")) and len(found) > _SHORTEST_STEM:
        found = found[:-3] + "y" if found.endswith("ies") and len(found) > 5 else found[:-1]  # noqa: PLR2004
    for ending, instead in _ENDINGS:
        if found.endswith(ending) and len(found) - len(ending) >= _SHORTEST_STEM:
            found = found.removesuffix(ending) + instead
            break
    if found.endswith(("i", "e")) and len(found) > _SHORTEST_STEM:
        found = found[:-1]
    return _SAME.get(found, found)
