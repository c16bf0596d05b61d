"""Near names: what a person may have meant by a word that is nowhere."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# No slip is in a word as long as this, and comparing such would take long.
_LONGEST = 200


def find_near(word: str, names: Iterable[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return up to `most` of `names` that are written much like `word`, nearest first.

    How much is the `cutoff`, from 0 to 1.
    """
    if len(word) > _LONGEST:
        return []
    # difflib is wanted only when something went wrong.
    from difflib import get_close_matches

    return get_close_matches(word, [one for one in names if len(one) <= _LONGEST], most, cutoff)


def suggest(word: str, names: Iterable[str]) -> str:
    """Return what to do about an unknown word of a closed list.

    The nearest name where there is one, else the whole list.
    """
    names = list(names)
    if near := find_near(word, names, most=1):
        return f"did you mean '{near[0]}'?"
    return list_words(names)


def list_words(words: Iterable[str]) -> str:
    """Return that one of these words is to be used."""
    return "use one of: " + ", ".join(words)
