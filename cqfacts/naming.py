"""Names as they are compared: without case, and however their words are joined."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# Sorting the marks of one letter takes time with the square of their number, so that of more than
# these, which no writing has, each part is sorted by itself (UAX #15, stream-safe text). All marks
# are among these characters, and the two letters that are marks when they are normalized.
_MARKS = re.compile(r"(?:[^\x00-\x7f\w\s]|[\uff9e\uff9f]){30}")
_JOINER = "\u034f"


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


def starts_words(starts: Iterable[str], names: Iterable[str]) -> bool:
    """Whether each of the starts begins a word of the folded names."""
    words = [word for name in names for word in split_words(name)]
    return all(any(word.startswith(start) for word in words) for start in starts)
