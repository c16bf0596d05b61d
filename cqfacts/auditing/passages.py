"""Passages: the sentences and paragraphs of a text, in tokens."""

from __future__ import annotations

from bisect import bisect_right

from cqfacts.figures.vocabulary import NAMES, split_words
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from cqfacts.figures.tokens import Token, Tokens

_ENDS = frozenset(".!?。！？")
_BREAKS = frozenset(".!?;:。！？；：-–—|")
_CLOSING = frozenset("\"”'’)]」』》")
_MARKERS = frozenset("-*•▲●■◆|#>·–—")
_ABBREVIATIONS = frozenset(month for month in NAMES.months if len(month) <= len("sept")) - {
    *("may", "june", "july")
} | frozenset(
    split_words("""
        mr mrs ms dr prof st no nos vs inc co corp ltd approx dept gov gen sen rep fig vol art sec
        u.s u.k e.g i.e etc al jr sr est pct
    """)
)
_LONGEST = 120
"""A sentence that goes on for more tokens is cut: tables and lists without a full stop."""


class Sentence(Record):
    """A sentence: its tokens from `first` to `last`, its paragraph, and where it breaks inside.

    `goes_on` says that the paragraph before is not over: a list whose items end with semicolons.
    """

    first: int
    last: int
    paragraph: int
    goes_on: bool = False


class Passages:
    """The sentences of a text, found by the tokens in them.

    `inner` are the tokens of figures but for the first of each: no sentence begins with one.
    """

    def __init__(self, tokens: Tokens, inner: Collection[int] = frozenset()) -> None:
        self.sentences = _cut(tokens, inner)
        self._firsts = [one.first for one in self.sentences]

    def find(self, index: int) -> int:
        """Return the number of the sentence that holds a token."""
        return max(bisect_right(self._firsts, index) - 1, 0)


def _cut(tokens: Tokens, inner: Collection[int]) -> list[Sentence]:
    sentences: list[Sentence] = []
    first = paragraph = 0
    goes_on = False
    count = tokens.size
    for index in range(1, count + 1):
        is_end = index == count
        if index in inner and not is_end:
            continue
        token = tokens[index]
        new_block = not is_end and "\n" in token.gap and _starts_block(tokens, index)
        if not (is_end or new_block or index - first >= _LONGEST or _ends(tokens, index)):
            continue
        sentences.append(
            Sentence(first=first, last=index - 1, paragraph=paragraph, goes_on=goes_on)
        )
        goes_on = False
        if new_block:
            paragraph += 1
            goes_on = tokens[index - 1].text in ";:；：-–—,?？"
        first = index
    return sentences


def _starts_block(tokens: Tokens, index: int) -> bool:
    """Whether a token on a new line begins a paragraph, an item or a row."""
    token, before = tokens[index], tokens[index - 1]
    if token.opens_block or token.text in _MARKERS:
        return True
    ends = tokens[index - 2] if before.text in _CLOSING else before
    return ends.text in _BREAKS or ends.kind == "end"


def _ends(tokens: Tokens, index: int) -> bool:
    """Whether a sentence ended right before a token."""
    before = tokens[index - 1]
    if before.text in _CLOSING and tokens[index - 2].text in _ENDS:
        before = tokens[index - 2]
        place = index - 2
    else:
        place = index - 1
    if before.text not in _ENDS or not tokens[index].gap:
        return before.text in "。！？" and before.kind == "sign"
    if before.text == "." and _is_abbreviation(tokens[place - 1], tokens[index]):
        return False
    after = tokens[index]
    return not (after.kind == "word" and after.text.islower())


def _is_abbreviation(word: Token, after: Token) -> bool:
    if word.fold in _ABBREVIATIONS:
        return True
    is_initial = word.kind == "word" and len(word.text) == 1 and word.text.isupper()
    return is_initial and after.kind == "word"
