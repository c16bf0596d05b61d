"""Text → tokens: numbers, words, Chinese characters and signs, each with its place."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from .vocabulary import CHINESE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from typing import Literal

    from .vocabulary import Phrase

    TokenKind = Literal["number", "word", "chinese", "sign", "link", "end"]

_VULGAR = "¼½¾⅐-⅞"  # fractions of one character
_IDEOGRAPH = r"\u3400-\u4dbf\u4e00-\u9fff〇"
# No alternative begins within another one's match and none repeats a repetition, so that a text
# is read in one pass whatever stands in it.
_TOKEN = re.compile(
    rf"""
      (?P<link>(?:https?://|www\.)[!-~]+)
    | (?P<number>(?:(?<![^\s$€£¥(|~<>≥≤±+−-])\.)?[0-9]+(?:[.,'’][0-9]+)*)
    | (?P<chinese>[{_IDEOGRAPH}])
    | (?P<word>[{_VULGAR}]|[^\W0-9_{_IDEOGRAPH}{_VULGAR}]+(?:['’][^\W0-9_{_IDEOGRAPH}{_VULGAR}]+)*)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
# They have no width, and may stand anywhere within a number or a word.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
# Digits and signs of full width, one for one.
_PLAIN = str.maketrans(
    "０１２３４５６７８９％＋－．，＄～￥﹪﹣﹢", "0123456789%+-.,$~¥%-+", "".join(_UNSEEN)
)
MINUS_SIGNS = frozenset("-−–")  # what stands for a minus before digits
_HYPHENS = frozenset("-‐‑")  # the hyphen, and those of typesetters
_RAISED, _LONGEST_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹", 4
_NOTE_MARKS = frozenset("*†‡§")
_SENTENCE_STARTS = frozenset('.!?:;"“‘•-–—')


def is_note_mark(text: str) -> bool:
    """Whether signs behind a number stand above the line, as those of notes do: `ᵖ`, `²`, `†`."""
    return all(
        one in _NOTE_MARKS
        or unicodedata.category(one) == "Lm"
        or (unicodedata.category(one) == "No" and unicodedata.numeric(one).is_integer())
        for one in text
    )


class Token:
    """A number, word or sign. `gap` is the white space before it, empty where there is none.

    Before one that opens a block stands an empty line, or a row of a table, or nothing. One that
    `is_hyphen` joins what is before it to what is behind.
    """

    __slots__ = (
        *("end", "fold", "gap", "is_glued", "is_hyphen", "kind", "opens_block", "start", "text"),
    )

    def __init__(self, kind: TokenKind, text: str, gap: str, start: int, end: int) -> None:
        self.kind = kind
        self.text = text
        self.fold = text.lower()
        if "’" in text:
            self.fold = self.fold.replace("’", "'")
        if len(text) > _LONGEST_RAISED and text[-1] in _RAISED:
            # The number of a note, and not the power of a short unit.
            self.fold = self.fold.rstrip(_RAISED)
        self.gap = gap
        self.is_glued = not gap
        self.is_hyphen = False
        self.opens_block = len(gap) > 1 and gap.count("\n") > 1
        self.start = start
        self.end = end

    @property
    def is_capitalized(self) -> bool:
        """Whether it is a word that starts with a capital letter."""
        return self.kind == "word" and self.text[:1].isupper()


# So many that no reader looks farther from a token.
_ENDS = [Token("end", "", "\n\n", -1, -1)] * 200


class Tokens(list[Token]):
    """The tokens of a text; what lies before the first or behind the last is of kind `end`.

    The list goes on with such ends, which an index below zero finds as well.

    Digits and signs of full width are read as those of ASCII, traditional characters of numbers
    and units as simplified ones, and what has no width is passed over; places are the text's own.
    """

    __slots__ = ("_names", "_words", "memo", "notes", "size", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        seen: Sequence[int] = range(len(text))
        if not text.isascii():
            seen = [place for place in seen if text[place] not in _UNSEEN]
            text = text.translate(_PLAIN).translate(CHINESE.simplified)
        end = 0
        for match in _TOKEN.finditer(text):
            kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the groups are the kinds
            start, stop = match.span()
            gap, end = text[end:start], stop
            self.append(Token(kind, text[start:end], gap, seen[start], seen[end - 1] + 1))
            if not gap and start and text[start - 1] in _HYPHENS:
                hyphen = self[-2]
                hyphen.is_hyphen = hyphen.is_glued
        self.size = len(self)
        self += _ENDS
        self._words: frozenset[str] | None = None
        self._names: dict[str, int] | None = None
        # What was last read at a token; several readers ask for the same number.
        self.memo: tuple[int, object] = (-1, None)
        # What was once found out of the whole text.
        self.notes: dict[str, str] = {}

    def blank(self, index: int) -> None:
        """Make a footnote mark of a token that says nothing of the number before it."""
        token = self[index]
        self[index] = Token("sign", "*", token.gap, token.start, token.end)

    def find(self, place: int) -> int:
        """Return the first token that starts at a place of the text, or behind it."""
        return bisect_left(self, place, hi=self.size, key=lambda token: token.start)

    def between(self, first: int, last: int) -> Sequence[Token]:
        """Return the tokens from `first` to `last`, both of them included."""
        return self[max(first, 0) : min(last + 1, self.size)]

    def names_any(self, words: frozenset[str]) -> bool:
        """Whether any of these words stands anywhere in the text."""
        if self._words is None:
            self._words = frozenset(token.fold for token in self)
        return not self._words.isdisjoint(words)

    def count_names(self, words: Sequence[str]) -> int:
        """Return how often any of these words stands in the text with a capital letter."""
        if self._names is None:
            self._names = {}
            for token in self:
                if token.is_capitalized:
                    name = token.fold.removesuffix("'s")
                    self._names[name] = self._names.get(name, 0) + 1
        names = self._names
        return sum(names.get(word, 0) for word in words)

    def ends_with(self, index: int, phrase: Phrase) -> bool:
        """Whether the phrase stands there, its last word at `index`."""
        return self.starts_with(index - len(phrase) + 1, phrase)

    def starts_with(self, index: int, phrase: Phrase) -> bool:
        """Whether the phrase stands there, its first word at `index`."""
        for place, word in enumerate(phrase, index):  # noqa: SIM110 - takes half the time
            if self[place].fold != word:
                return False
        return True

    def skip_hyphen(self, index: int) -> int:
        """Return where the word behind a hyphen stands, `index` itself where there is none."""
        return index + self[index].is_hyphen

    def starts_sentence(self, index: int) -> bool:
        """Whether a sentence, a line or a quotation may begin with this token."""
        before = self[index - 1]
        return before.kind == "end" or "\n" in self[index].gap or before.text in _SENTENCE_STARTS

    def ends_clause(self, index: int) -> bool:
        """Whether a sentence or a part of one ends with this sign, or no token is there."""
        token = self[index]
        if token.kind == "end":
            return True
        if token.text == ".":
            return not self[index + 1].is_glued
        return token.kind == "sign" and token.text in ";!?；。！？"

    def looks_back(self, index: int, words: Container[str], farthest: int) -> bool:
        """Whether one of the words stands in the sentence, up to so many tokens before one."""
        for place in range(index - 1, index - 1 - farthest, -1):
            if self[place].fold in words:
                return True
            if self.ends_clause(place) or self[place].opens_block:
                return False
        return False

    def find_sentence(self, first: int, last: int, least: int, most: int) -> tuple[int, int]:
        """Return the ends of a sentence around some of its tokens, within `least` and `most`."""
        start, end = first, last + 1
        while start > least and not (self.ends_clause(start - 1) or self[start].opens_block):
            start -= 1
        while end < most and not (self.ends_clause(end) or self[end].opens_block):
            end += 1
        return start, end


class Cursor:
    """A place in tokens that goes forward as the parts of a form are taken."""

    __slots__ = ("place", "tokens")

    def __init__(self, tokens: Tokens, place: int) -> None:
        self.tokens = tokens
        self.place = place

    def peek(self, ahead: int = 0) -> Token:
        """Return the token that comes next, or one behind it."""
        return self.tokens[self.place + ahead]

    def take(self, words: Container[str]) -> str | None:
        """Take a word, if it is one of these; return it as it is compared."""
        fold = self.tokens[self.place].fold
        if fold not in words:
            return None
        self.place += 1
        return fold
