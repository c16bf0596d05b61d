"""Subjects: whom and which places the sentences of a document speak of."""

from __future__ import annotations

from functools import cached_property

from cqfacts.figures.tokens import Tokens
from cqfacts.figures.vocabulary import NAMES
from cqfacts.record import Record

from .stems import stem
from .words import PLACES, WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from typing import Literal

    from .passages import Sentence

    SpotKind = Literal["own", "place", "name", "whole"]

_IN = frozenset(("in", "of", "across", "throughout", "inside", "within", "at", "by", "from"))
_COMPARED = frozenset(
    ("than", "against", "behind", "like", "unlike", "overtook", "overtaking", "beat", "beating")
)
_BEFORE_COMPARED = frozenset("比较超与和")
_LONGEST = 8
_LONGEST_CHINESE = 5
_LONGEST_ASIDE = 15
_FARTHEST_RANK = 6
_HEADLINE = 0.6
_FEWEST_OF_HEADLINE = 4
_SHORTEST_OF_HEADLINE = 4


class Spot(Record):
    """A name that a text names, from token `first` to `last`.

    It is a store's own subject, another place, another name, or a whole such as a country that the
    subject may be a part of. `owns` says that what is told is told of it.
    """

    first: int
    last: int
    name: str
    kind: SpotKind
    owns: bool


class Namer:
    """What finds the names in sentences, by the subjects of a store."""

    def __init__(
        self,
        tokens: Tokens,
        subjects: Sequence[str],
        main: str | None,
        known: Container[str],
        names: Iterable[str],
    ) -> None:
        """Take the subjects of a store, its main one, its names, and `known`, their stems."""
        self._names = names
        self.tokens = tokens
        self.known = known
        self.main = main
        # A subject may be of signs that no text is cut into.
        pairs = ((split_subject(one), one) for one in subjects)
        self.own = sorted(
            ((words, one) for words, one in pairs if words), key=lambda pair: (-len(pair[0]), pair)
        )
        self._firsts = frozenset(words[0] for words, _ in self.own)
        self.whole_subjects = frozenset(
            one for words, one in self.own if words[-1] in PLACES.wholes
        )

    @cached_property
    def plain(self) -> frozenset[str]:
        """The words that names have in small letters, and their plurals."""
        words = {word for name in self._names for word in name.split() if word.islower()}
        return frozenset((*words, *(f"{word}s" for word in words)))

    def find(self, sentence: Sentence) -> list[Spot]:
        """Return the names in a sentence, in order."""
        tokens, spots = self.tokens, []
        index = sentence.first
        is_headline = self._is_headline(sentence)
        while index <= sentence.last:
            token = tokens[index]
            spot, last = None, index
            if token.kind == "chinese":
                spot = self._read_chinese(index)
            elif token.is_capitalized or token.fold in self._firsts:
                spot, last = self._read(index, sentence, is_headline=is_headline)
            if spot is not None:
                spots.append(spot)
                last = spot.last
            index = last + 1
        return spots

    def _is_headline(self, sentence: Sentence) -> bool:
        """Whether most words of a sentence begin with a capital letter."""
        words = [
            token
            for token in self.tokens.between(sentence.first, sentence.last)
            if token.kind == "word" and len(token.text) >= _SHORTEST_OF_HEADLINE
        ]
        if len(words) < _FEWEST_OF_HEADLINE:
            return False
        return sum(token.is_capitalized for token in words) > _HEADLINE * len(words)

    def _read(
        self, index: int, sentence: Sentence, *, is_headline: bool
    ) -> tuple[Spot | None, int]:
        """Return the name that begins at a token, and the last token that is read with it."""
        tokens = self.tokens
        if found := self._find_own(index):
            last = found[1]
            is_other = tokens[index - 1].fold in ("greater", "metropolitan") or (
                tokens[last + 1].text.islower() and tokens[last + 1].fold in PLACES.around
            )
            if is_other:
                # Greater Lisbon and the Lisbon district are not Lisbon.
                return self._make(index, last, f"around {found[0]}", "place", sentence), index
            return self._make(index, last, found[0], "own", sentence), index
        if not tokens[index].is_capitalized:
            return None, index
        if found := self._find_place(index):
            name, last = found
            kind: SpotKind = "whole" if name in PLACES.wholes else "place"
            return self._make(index, last, name, kind, sentence), index
        last = self._find_run(index)
        if tokens[last].fold in PLACES.parts and last > index:
            return self._make(index, last, self._join(index, last), "place", sentence), index
        fold = _bare(tokens[index].fold)
        if fold in WORDS.titles or tokens[index - 1].fold in WORDS.titles:
            # A person: what she says is not about her.
            return None, last
        if fold in WORDS.capitals or fold in WORDS.neutral or fold in WORDS.openers:
            return None, index
        if fold in NAMES.months:
            return None, index
        if is_headline or self._is_nobody(index, last):
            return None, last
        return self._make(index, last, self._join(index, last), "name", sentence), index

    def _join(self, first: int, last: int) -> str:
        return " ".join(_bare(token.fold) for token in self.tokens.between(first, last))

    def _find_own(self, index: int) -> tuple[str, int] | None:
        fold = _bare(self.tokens[index].fold)
        if fold not in self._firsts:
            return None
        for words, subject in self.own:
            if words[0] == fold and all(
                _bare(self.tokens[index + step].fold) == word for step, word in enumerate(words)
            ):
                last = index + len(words) - 1
                # Chongqing Municipality is Chongqing, and Banan District is Banan.
                behind = self.tokens[last + 1]
                is_kind = behind.is_capitalized and behind.fold in PLACES.kinds | PLACES.parts
                return subject, last + is_kind
        return None

    def _find_place(self, index: int) -> tuple[str, int] | None:
        fold = _bare(self.tokens[index].fold)
        if fold not in PLACES.firsts:
            return None
        if len(fold) == 2 and not self.tokens[index].text[:2].isupper():  # noqa: PLR2004
            # The US is a place, and `Us` is not.
            return None
        for length in range(PLACES.longest, 0, -1):
            name = self._join(index, index + length - 1)
            if name in PLACES.names or name in PLACES.wholes:
                last = index + length - 1
                if name in PLACES.wholes or self.tokens[last].fold.endswith("'s"):
                    return name, last
                return name, self._find_run(last)
        return None

    def _find_run(self, index: int) -> int:
        """Return the last of the words with a capital letter that begin there."""
        last, tokens = index, self.tokens
        while (
            tokens[last + 1].is_capitalized
            and not tokens[last].fold.endswith("'s")
            and last < index + _LONGEST
            and not tokens[last + 1].opens_block
            and _bare(tokens[last + 1].fold) not in self._firsts
            and _bare(tokens[last + 1].fold) not in PLACES.wholes
        ):
            last += 1
        return last

    def _is_nobody(self, first: int, last: int) -> bool:
        """Whether words with a capital letter name no one that a figure may be about."""
        tokens = self.tokens
        does = self._does_something(last)
        if all(stem(token.fold) in self.known for token in tokens.between(first, last)):
            # The store's own words are nobody, but where they do something: Huawei, and no SOEs.
            is_plain = tokens[first].fold in self.plain or not tokens[first].text[-2:].islower()
            return not does or last > first or is_plain
        # One word that opens a sentence names somebody where a verb is right behind it.
        return last == first and tokens.starts_sentence(first) and not does

    def _does_something(self, last: int) -> bool:
        """Whether a verb stands behind a name, or behind what is put in between: `BYD, here,`."""
        tokens = self.tokens
        behind = tokens[last + 1].fold
        if tokens[last].fold.endswith("'s") or behind in WORDS.verbs:
            return True
        if tokens[last + 1].text != ",":
            return False
        for index in range(last + 2, last + 2 + _LONGEST_ASIDE):
            if tokens[index].text == ",":
                return tokens[index + 1].fold in WORDS.verbs
            if tokens[index].text in ".;" or tokens[index].kind == "end":
                return False
        return False

    def _leads(self, first: int, last: int, sentence: Sentence) -> bool:
        """Whether a place ends what leads a sentence: `In Chongqing's neighbour Sichuan, …`."""
        tokens = self.tokens
        if tokens[last + 1].text != "," or tokens[sentence.first].fold not in _IN:
            return False
        return all(token.text != "," for token in tokens.between(sentence.first, first))

    def _make(self, first: int, last: int, name: str, kind: SpotKind, sentence: Sentence) -> Spot:
        tokens = self.tokens
        before = tokens[first - 1].fold
        before = tokens[first - 2].fold if before == "the" else before
        is_compared = before in _COMPARED or (
            before == "of" and tokens[first - 2].fold in ("ahead", "that", "those")
        )
        if kind == "own" and name == self.main:
            # A Chongqing-based maker is not Chongqing.
            owns = not is_compared and not tokens[last + 1].is_hyphen
        else:
            is_owner = tokens[last].fold.endswith("'s") and not _leads_rank(tokens, last + 1)
            opens = first == sentence.first or tokens[first - 1].text in ",:;，；"
            does = self._does_something(last) or (opens and tokens[last + 1].text != ",")
            is_ranked = any(
                tokens[index].fold in WORDS.ranking or tokens[index].fold.endswith("est")
                for index in range(max(first - _FARTHEST_RANK, sentence.first), first)
            )
            if kind == "whole" or name in self.whole_subjects:
                does = False
                is_owner = is_owner and not tokens[last + 1].is_capitalized
            does = does or self._leads(first, last, sentence)
            owns = is_owner or (before in _IN and not is_ranked) or does
            owns = owns or tokens[last + 1].text in ":："
            owns = owns and not is_compared
            if name in self.whole_subjects and not owns:
                kind = "whole"
        return Spot(first=first, last=last, name=name, kind=kind, owns=owns)

    def _read_chinese(self, index: int) -> Spot | None:
        tokens = self.tokens
        for words, subject in self.own:
            if words[0] == tokens[index].fold and all(
                tokens[index + step].fold == word for step, word in enumerate(words)
            ):
                return Spot(
                    first=index, last=index + len(words) - 1, name=subject, kind="own", owns=True
                )
        text = ""
        for step in range(_LONGEST_CHINESE):
            if tokens[index + step].kind != "chinese":
                break
            text += tokens[index + step].text
            if text in PLACES.wholes:
                return Spot(first=index, last=index + step, name=text, kind="whole", owns=False)
            if text in PLACES.chinese:
                name = PLACES.chinese[text]
                own = next((one for _, one in self.own if one.casefold() == name), None)
                is_compared = tokens[index - 1].text in _BEFORE_COMPARED
                return Spot(
                    first=index,
                    last=index + step,
                    name=own or name,
                    kind="own" if own else "place",
                    owns=not is_compared,
                )
        return None


def _leads_rank(tokens: Tokens, index: int) -> bool:
    """Whether a place is what something ranks in: `China's No. 1`, `Asia's largest`."""
    fold = tokens[index].fold
    return fold in ("no", "number", "top", "only", "first") or fold.endswith("est")


def _bare(fold: str) -> str:
    return fold.removesuffix("'s").removesuffix("'")


def split_subject(subject: str) -> tuple[str, ...]:
    """Return the folded words of a subject."""
    tokens = Tokens(subject)
    return tuple(tokens[index].fold for index in range(min(tokens.size, _LONGEST)))
