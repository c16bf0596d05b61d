"""Near names: what a person may have meant by a word that is nowhere."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# No slip is in a word as long as this, and comparing such would take long.
_LONGEST = 200
_SHORT = 3
_SHORT_OTHERWISE = 5
_LETTERS_A_SLIP = 6
_MOST_SLIPS = 3


def find_near(word: str, names: Iterable[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return up to `most` of `names` that are written much like `word`, nearest first.

    How much is the `cutoff`, from 0 to 1.
    """
    if len(word) > _LONGEST:
        return []
    # difflib is wanted only when something went wrong.
    from difflib import get_close_matches

    return get_close_matches(word, [one for one in names if len(one) <= _LONGEST], most, cutoff)


def find_slips(word: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Return up to `most` of the `names` that a slip of the hand makes `word` of, nearest first.

    A slip is a letter that is wrong, missing, in excess or changed places with the next. A short
    word has none but the last, and so many letters as make another word are no slip.
    """
    if len(word) > _LONGEST:
        return []
    limit = _count_slips(word)
    letters = set(word)
    # Two letters of a short word that change places are likely, one that is another is not; nor is
    # one of a writing with a sign a syllable.
    is_short = len(word) <= (_SHORT if word.isascii() else _SHORT_OTHERWISE)
    likely = []
    for name in names:
        if abs(len(name) - len(word)) > limit or name == word:
            continue
        # A letter that the other word lacks is an edit at the least.
        if max(len(letters.difference(name)), len(set(name) - letters)) > limit:
            continue
        if not (is_short and sorted(name) != sorted(word)):
            edits = _count_edits(word, name, limit)
            if edits <= limit:
                likely.append((edits, name))
    return [name for _, name in sorted(likely, key=lambda pair: pair[0])][:most]


def _count_slips(word: str) -> int:
    """Return how many slips are likely in a word: one in six letters, three at the most."""
    return min(1 + max(len(word) - 1, 0) // _LETTERS_A_SLIP, _MOST_SLIPS)


def _count_edits(one: str, other: str, most: int) -> int:
    """Return how many letters are to be changed, added, left out or swapped with the next.

    Of more than `most` no more is known than that.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, wanted in enumerate(other, 1):
            edits = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and (letter, one[at - 2]) == (other[to - 2], wanted):
                edits = min(edits, last[to - 2] + 1)
            row.append(edits)
        if min(row) > most and min(before) > most:
            break
    return max(row[-1], min(row))


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
