"""Text → tokens: numbers, words, Chinese words and signs, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from . import lexicon, phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    TokenKind = Literal["number", "word", "chinese", "sign", "link", "end"]


_IDEOGRAPH = r"\u3400-\u4dbf\u4e00-\u9fff〇"
_CHINESE_WORDS = sorted(
    {
        word
        for words in (
            phrases.QUALIFIERS,
            phrases.SUFFIX_QUALIFIERS,
            lexicon.MULTIPLES,
            lexicon.RISES,
            lexicon.FALLS,
            lexicon.CHINESE_UNITS,
            lexicon.CHINESE_RANK_WORDS,
            lexicon.CHINESE_NAMES,
            ("连续", "百分之", "第", "超过"),
        )
        for word in words
        if not word.isascii() and word.isalpha()
    },
    key=lambda word: (-len(word), word),
)
NUMERALS = "零〇一二两三四五六七八九十百千万亿"
# No alternative begins within another one's match and none repeats a repetition, so that a text
# is read in one pass whatever stands in it.
_TOKEN = re.compile(
    rf"""
      (?P<link>(?:https?://|www\.)[!-~]+)
    | (?P<number>[0-9]+(?:[.,][0-9]+)*)
    | (?P<chinese>{"|".join(_CHINESE_WORDS)}|[{NUMERALS}]+|[{_IDEOGRAPH}])
    | (?P<word>[^\W0-9_{_IDEOGRAPH}]+(?:['’][^\W0-9_{_IDEOGRAPH}]+)*)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or sign. `gap` is the white space before it, empty where there is none."""

    kind: TokenKind
    text: str
    fold: str
    gap: str
    start: int
    end: int

    @property
    def is_glued(self) -> bool:
        """Whether nothing stands between it and the token before."""
        return not self.gap

    @property
    def opens_block(self) -> bool:
        """Whether an empty line stands before it, or nothing."""
        return self.gap.count("\n") > 1

    @property
    def is_capitalized(self) -> bool:
        """Whether it is a word that starts with a capital letter."""
        return self.kind == "word" and self.text[:1].isupper()


_END = Token("end", "", "", "\n\n", -1, -1)


class Tokens:
    """The tokens of a text; what lies before the first or behind the last is of kind `end`."""

    __slots__ = ("_items", "_names", "_words", "memo", "notes")

    def __init__(self, text: str) -> None:
        items: list[Token] = []
        end = 0
        for match in _TOKEN.finditer(text):
            printed, gap = match.group(), text[end : match.start()]
            kind: TokenKind = match.lastgroup  # type: ignore[assignment]  # the groups are the kinds
            end = match.end()
            fold = printed.lower().replace("’", "'")
            items.append(Token(kind, printed, fold, gap, match.start(), end))
        self._items = tuple(items)
        self._words: frozenset[str] | None = None
        self._names: dict[str, int] | None = None
        # What was last read at a token; several readers ask for the same number.
        self.memo: tuple[int, object] = (-1, None)
        # What was once found out of the whole text.
        self.notes: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> Token:
        if index < 0:
            return _END
        try:
            return self._items[index]
        except IndexError:
            return _END

    def find(self, place: int) -> int:
        """Return the first token that starts at a place of the text, or behind it."""
        return bisect_left(self._items, place, key=lambda token: token.start)

    def between(self, first: int, last: int) -> tuple[Token, ...]:
        """Return the tokens from `first` to `last`, both of them included."""
        return self._items[max(first, 0) : last + 1]

    def names_any(self, words: Sequence[str]) -> bool:
        """Whether any of these words stands anywhere in the text."""
        if self._words is None:
            self._words = frozenset(token.fold for token in self._items)
        return not self._words.isdisjoint(words)

    def count_names(self, words: Sequence[str]) -> int:
        """Return how often any of these words stands in the text with a capital letter."""
        if self._names is None:
            self._names = {}
            for token in self._items:
                if token.is_capitalized:
                    name = token.fold.removesuffix("'s")
                    self._names[name] = self._names.get(name, 0) + 1
        names = self._names
        return sum(names.get(word, 0) for word in words)

    def ends_with(self, index: int, phrase: tuple[str, ...]) -> bool:
        """Whether the phrase stands there, its last word at `index`."""
        if self[index].fold != phrase[-1]:
            return False
        first = index - len(phrase) + 1
        return all(self[first + place].fold == word for place, word in enumerate(phrase))

    def starts_with(self, index: int, phrase: tuple[str, ...]) -> bool:
        """Whether the phrase stands there, its first word at `index`."""
        if self[index].fold != phrase[0]:
            return False
        return all(self[index + place].fold == word for place, word in enumerate(phrase))

    def starts_sentence(self, index: int) -> bool:
        """Whether a sentence, a line or a quotation may begin with this token."""
        before = self[index - 1]
        return before.kind == "end" or "\n" in self[index].gap or before.text in set('.!?:;"“‘•-–—')
