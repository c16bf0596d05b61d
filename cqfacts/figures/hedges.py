"""Hedges and directions: the words before and behind a figure that qualify it."""

from __future__ import annotations

from cqfacts.record import replace

from . import lexicon, phrases
from .numerals import is_hyphen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier

    from .model import Direction
    from .reading import Reading
    from .tokens import Tokens

_MARKS = frozenset(lexicon.words_of("mark threshold barrier milestone level line"))
# They are hedges only before large numbers, money and shares.
_LARGE_ONLY = frozenset(lexicon.words_of("past top tops passed passing crossed crossing"))
_BETWEEN = lexicon.LINKS | lexicon.OBJECTS
_FARTHEST_LINK = 4
_FARTHEST_NOUN = 7
_DIFFERENCES: dict[str, Direction] = {
    **dict.fromkeys(
        lexicon.words_of("growth increase rise gain jump surge higher more 增长"), "up"
    ),
    **dict.fromkeys(
        lexicon.words_of("lower less fewer decline decrease drop fall reduction cut contraction"),
        "down",
    ),
}


def group_phrases(
    hedges: dict[str, Qualifier], place: int
) -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    """Return phrases by the word at a place of theirs, the longest first."""
    grouped: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for phrase in sorted(hedges, key=lambda phrase: -len(phrase.split())):
        words = tuple(phrase.split())
        grouped.setdefault(words[place], []).append((words, hedges[phrase]))
    return grouped


_PREFIXES = group_phrases(phrases.QUALIFIERS, -1)
_SUFFIXES = group_phrases(phrases.SUFFIX_QUALIFIERS, 0)


def hedge(tokens: Tokens, reading: Reading, floor: int) -> Reading | None:
    """Add the qualifier and the direction that the words give, from the token `floor` on.

    None where the words hedge the number in a way that cannot be read.
    """
    prefix = _read_prefix(tokens, reading, floor)
    suffix = _read_suffix(tokens, reading)
    if prefix is None:
        return None
    qualifiers = {prefix.amount.qualifier, suffix.amount.qualifier} - {None}
    if len(qualifiers) > 1:
        return None
    merged = suffix if suffix.amount.qualifier else prefix
    # Most figures have neither, and a copy costs as much as reading the number.
    last = max(prefix.last, suffix.last)
    if (merged.first, merged.last) != (prefix.first, last):
        merged = replace(merged, first=prefix.first, last=last)
    direction = merged.direction or find_direction(tokens, merged, floor)
    return merged if direction == merged.direction else replace(merged, direction=direction)


def find_direction(tokens: Tokens, reading: Reading, floor: int) -> Direction | None:
    """Return whether words call a difference an increase or a decrease."""
    if reading.kind in ("rank", "streak"):
        return None
    before = _find_direction_before(tokens, reading, floor)
    if before or reading.kind not in ("percent", "multiple"):
        return before
    for index in range(reading.last + 1, reading.last + 1 + _FARTHEST_NOUN):
        token = tokens[index]
        if token.fold in _DIFFERENCES and not is_hyphen(tokens, index + 1):
            return _DIFFERENCES[token.fold]
        is_compound = is_hyphen(tokens, index - 1) or is_hyphen(tokens, index + 1)
        is_phrase = token.kind == "word" and (is_compound or token.fold not in lexicon.STOPS)
        if not (is_phrase or is_hyphen(tokens, index)):
            return None
    return None


def _find_direction_before(tokens: Tokens, reading: Reading, floor: int) -> Direction | None:
    is_difference = reading.kind in ("percent", "multiple")
    for index in range(reading.first - 1, max(reading.first - 1 - _FARTHEST_LINK, floor - 1), -1):
        word = tokens[index].fold
        found = _direction_of(word)
        if found and (is_difference or word in ("up", "down")):
            is_negative = tokens[index - 1].fold == "negative" and word == "growth"
            return "down" if is_negative else found
        if word in ("by", "of"):
            is_difference = True
        elif word not in _BETWEEN:
            return None
    return None


def _direction_of(word: str) -> Direction | None:
    if word in lexicon.RISES:
        return "up"
    return "down" if word in lexicon.FALLS else None


def _read_prefix(tokens: Tokens, reading: Reading, floor: int) -> Reading | None:
    last = reading.first - 1
    found = _find_phrase(tokens, last, floor)
    if found is None or tokens[reading.first].opens_block:
        return None if tokens[last].fold == "than" else reading
    words, qualifier = found
    first = last - len(words) + 1
    if _leads_elsewhere(tokens, words[-1], first):
        return reading
    if not _fits(tokens, reading, words, first) or _find_phrase(tokens, first - 1, floor):
        return None
    if words[-1] == "the" and tokens[reading.last + 1].fold not in _MARKS:
        return None
    if tokens[reading.last + 1].fold in _MARKS and reading.has_scale:
        reading = replace(reading, last=reading.last + 1)
    before = tokens[first - 1].fold
    if before in phrases.NEGATIONS or before.endswith("n't"):
        if qualifier not in phrases.OPPOSITES or first - 1 < floor:
            return None
        qualifier, first = phrases.OPPOSITES[qualifier], first - 1
    return replace(reading, amount=replace(reading.amount, qualifier=qualifier), first=first)


def _find_phrase(tokens: Tokens, last: int, floor: int) -> tuple[tuple[str, ...], Qualifier] | None:
    """Return the longest hedge that ends with a token."""
    for words, qualifier in _PREFIXES.get(tokens[last].fold, ()):
        if last - len(words) + 1 >= floor and tokens.ends_with(last, words):
            return words, qualifier
    return None


def _leads_elsewhere(tokens: Tokens, word: str, first: int) -> bool:
    """Whether the words are no hedge here: `structured around`, `went up to`."""
    before = tokens[first - 1].fold
    if word in ("around", "about"):
        return before in lexicon.AROUND_WHICH
    return word == "to" and tokens[first].fold == "up" and before in lexicon.MOVES


def _fits(tokens: Tokens, reading: Reading, words: tuple[str, ...], first: int) -> bool:
    """Whether the words can be a hedge of this figure, and not a place, a period or a name."""
    word = words[0]
    is_large = (
        reading.has_scale or reading.kind == "percent" or reading.unit in lexicon.CURRENCIES_BEFORE
    )
    is_large = is_large or (reading.amount.step is None and "," in reading.amount.written)
    if word in _LARGE_ONLY:
        return is_large and tokens[first - 1].fold not in ("the", "a", "its", "their", "in")
    is_time = (reading.unit or "").lower() in lexicon.TIME_UNITS
    if word == "over" and is_time and reading.kind == "number":
        return False
    if word == "within":
        return reading.has_measure or reading.kind == "percent"
    if word in lexicon.PREPOSITIONS and reading.is_spelled and reading.kind == "number":
        return is_large or reading.has_measure
    return True


def _read_suffix(tokens: Tokens, reading: Reading) -> Reading:
    """Add a qualifier that stands behind the number or the unit."""
    inner = tokens[reading.number[1] + 1]
    if inner.is_glued and inner.text in phrases.INNER_QUALIFIERS:
        qualifier = phrases.INNER_QUALIFIERS[inner.text]
        last = max(reading.last, reading.number[1] + 1)
        return replace(reading, amount=replace(reading.amount, qualifier=qualifier), last=last)
    for words, qualifier in _SUFFIXES.get(tokens[reading.last + 1].fold, ()):
        if tokens.starts_with(reading.last + 1, words):
            amount = replace(reading.amount, qualifier=qualifier)
            return replace(reading, amount=amount, last=reading.last + len(words))
    return reading
