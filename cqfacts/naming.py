"""Names as they are compared: without case, and however their words are joined."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


# Sorting the marks of one letter takes time with the square of their number, so that of more than
# these, which no writing has, each part is sorted by itself (UAX #15, stream-safe text). All marks
# are among these characters, and the two letters that are marks when they are normalized.
_MARKS = re.compile(r"(?:[^\x00-\x7f\w\s]|[\uff9e\uff9f]){30}")
_JOINER = "\u034f"
# The radicals come before all Chinese, Japanese and Korean characters.
_FIRST_CHINESE = "\u2e80"
# Words of fewer letters begin very many, and of fewer have no plural with s.
_SHORTEST_START = 4
_SHORTEST_NOUN = 2
_HISSING = ("ses", "xes", "zes", "ches", "shes")


def fold(name: str) -> str:
    """Return a name as it is compared: without case, and with `_` and spaces as hyphens."""
    if not name.isascii():
        import unicodedata

        name = unicodedata.normalize("NFKC", _MARKS.sub(rf"\g<0>{_JOINER}", name))
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def fold_all(names: Sequence[str]) -> list[str]:
    """Return names without U+0000 as `fold` does each of them, in a part of the time."""
    folded = fold(" \0 ".join(names))
    return [part.strip("-") for part in folded.split("\0")] if names else []


def split_words(folded: str) -> list[str]:
    """Return the words of a folded name."""
    return folded.split("-")


def is_chinese(text: str) -> bool:
    """Whether there is a character in a text of a writing that puts no blanks between words."""
    return not text.isascii() and any(one >= _FIRST_CHINESE for one in text)


def begins_words(word: str) -> bool:
    """Whether a word may be the beginning of others: it has a few letters and nothing else."""
    return len(word) >= _SHORTEST_START and word.isalpha() and not is_chinese(word)


def forms_of(word: str) -> tuple[str, ...]:
    """Return a folded word in the singular and in the plural, first as it is written."""
    if not (word.isascii() and word.isalpha() and len(word) >= _SHORTEST_NOUN):
        return (word,)
    if word.endswith("ies"):
        forms = (word, f"{word[:-3]}y", word[:-1])
    elif word.endswith("s") and not word.endswith("ss"):
        forms = (word, word[:-1], *((word[:-2],) if word.endswith(_HISSING) else ()))
    elif word.endswith("y"):
        forms = (word, f"{word[:-1]}ies", f"{word}s")
    else:
        forms = (word, f"{word}s", f"{word}es")
    return forms


def has_words(words: Iterable[str], names: Iterable[str], *, begun: bool = False) -> bool:
    """Whether each of the words is one of the folded names, in the singular or the plural.

    Where they are `begun`, the beginning of a word is enough. What is Chinese, and more than a
    character, stands anywhere in a name.
    """
    return match_words(words, begun=begun)(list(names))


def match_words(words: Iterable[str], *, begun: bool = False) -> Callable[[Sequence[str]], bool]:
    """Return what tells of folded names whether they have all the words, as `has_words` does."""
    inner, wholes, starts = [], [], []
    for word in words:
        if len(word) > 1 and is_chinese(word):
            inner.append(word)
        elif begun and begins_words(word):
            starts.append((frozenset(forms_of(word)), word))
        else:
            wholes.append(frozenset(forms_of(word)))

    def test(names: Sequence[str]) -> bool:
        known = set(split_words("-".join(names)))
        for forms in wholes:
            if forms.isdisjoint(known):
                return False
        return all(any(word in name for name in names) for word in inner) and all(
            not forms.isdisjoint(known) or any(one.startswith(word) for one in known)
            for forms, word in starts
        )

    return test
