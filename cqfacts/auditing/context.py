"""Contexts: what the words around a figure say of who, what and when, each with its words."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from cqfacts.figures import is_firm_unit

from .dating import FARTHEST_BEHIND, DatedPart
from .parts import COMMAS
from .phrases import find_what
from .quantities import find_wholes
from .reading import BEFORE, CLAUSE, HEAD, NEAR, SENTENCE, Subject
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.figures import Doubt
    from cqfacts.model import Status

    from .reading import AuditedDocument
    from .subjects import Spot


_LONGEST_FROM = 10
_FARTHEST_NORM = 4
_FARTHEST_PRONOUN = 7
_FARTHEST_WHOLE = 40


def list_contexts(document: AuditedDocument) -> Iterator[Context]:
    """Yield what stands around each figure, in order."""
    for number in range(len(document.figures)):
        yield Context(document, number)


class Context(DatedPart):
    """What stands around a figure; each part is worked out when it is first asked for."""

    @cached_property
    def subject(self) -> Subject:
        """Who or which place is spoken of."""
        document = self.document
        if self.cell is not None:
            return self._find_subject_of_cell()
        spots = document.spots[self.at]
        before = [spot for spot in spots if spot.first < self.first and spot.owns]
        owner = next((one for one in spots if one.last == self.first - 1), None)
        if owner is not None and self.tokens[owner.last].fold.endswith("'s"):
            # `Ahead of Chongqing's 1.3 million`
            return document.subject_of(owner)
        if before and (opening := self._find_possessor(before)):
            return document.subject_of(opening)
        if before:
            return document.subject_of(self._find_doer(before))
        current = document.before[self.at]
        behind = next((spot for spot in spots if spot.first > self.last and spot.owns), None)
        if behind is not None and behind.first in self.own[0]:
            return document.subject_of(behind)
        if current.name is None and behind is not None and behind.kind == "own":
            # `With a GDP of 3.38 trillion yuan, Chongqing …`, but not `…, and Chongqing …`
            is_apart = any(
                self.tokens[index].text in ",，;；"
                for index in range(self.last + 1, behind.first - 1)
            )
            return current if is_apart else document.subject_of(behind)
        if current.kind == "name" and self._names_place and document.subject is not None:
            # Behind a sentence on a company, the city is not the company.
            return Subject(name=document.subject, kind="own")
        return current

    def _find_possessor(self, before: Sequence[Spot]) -> Spot | None:
        """Return who opens a sentence in whose later clause `its` stands beside the figure."""
        opening = before[0]
        if opening.first > self.sentence.first + 1 or self.tokens[opening.last].fold.endswith("'s"):
            return None
        start = self.first
        while start > self.sentence.first and self.tokens[start - 1].text not in COMMAS:
            start -= 1
        words = {token.fold for token in self.tokens.between(start, self.first)}
        return opening if start > opening.last and words & {"its", "their"} else None

    def _find_doer(self, before: Sequence[Spot]) -> Spot:
        """Return which of the names before is the figure's: `BYD, based in X, made 5,000`."""
        start = self.first
        while start > self.sentence.first and self.tokens[start - 1].text != ",":
            start -= 1
        if start > self.sentence.first and self.tokens[start].fold in WORDS.verbs:
            beside = (one for one in self.document.spots[self.at] if one.last == start - 2)
            named = next((one for one in beside if self.tokens[one.first - 1].text == ","), None)
            if named is not None:
                # `Its supplier, Stadler, had sales of 5 million`
                return named
            opening = before[0]
            if (
                opening.first <= self.sentence.first + 1
                and self.tokens[opening.last + 1].text == ","
            ):
                return opening
        return before[-1]

    def _find_subject_of_cell(self) -> Subject:
        """Return who a row or a column is about, else who the text was speaking of."""
        assert self.cell is not None  # noqa: S101 - it is only asked for in a table
        places = {index for cells in self.own for index in cells}
        for spot in self.document.spots[self.at]:
            if spot.first in places and spot.kind in ("own", "place", "name"):
                return self.document.subject_of(spot)
        return self.document.before[self.at]

    @cached_property
    def _names_place(self) -> bool:
        """Whether the sentence speaks of `the city` or the like."""
        return any(
            self.tokens[index].fold == "the"
            and self.tokens[index + 1].fold.removesuffix("'s") in WORDS.nouns_for_place
            for index in range(self.sentence.first, self.first)
        )

    def spots_in(self, places: tuple[range, ...]) -> list[Spot]:
        """Return the names of places and others that stand in some ranges of tokens."""
        return [
            spot
            for spot in self.document.spots[self.at]
            if (spot.kind in ("place", "name") or spot.name != self.document.subject)
            and (spot.kind != "whole" or self.tokens[spot.first - 1].fold in ("with", "to", "from"))
            and any(spot.first in one for one in places)
        ]

    @cached_property
    def denial(self) -> str | None:
        """A word of the sentence by which what it says is not so."""
        tokens = self.tokens.between(self.sentence.first, self.sentence.last)
        return next((token.text for token in tokens if token.fold in WORDS.denials), None)

    @cached_property
    def places(self) -> dict[str, float]:
        """How much each stem near it says, by where it stands."""
        document = self.document
        before = document.spans[self.number - 1][1] if self.number else -1
        spans = document.spans
        after = spans[self.number + 1][0] if self.number + 1 < len(spans) else self.tokens.size
        left, right = self.clause
        aside = CLAUSE if self._is_figure_word else SENTENCE
        places: dict[str, float] = {}

        def add(one: str, weight: float) -> None:
            if weight > places.get(one, 0.0):
                places[one] = weight

        if self.cell is not None:
            for cells in (*self.own, *self.titles):
                for _, one in document.list_stems(cells):
                    add(one, NEAR)
        else:
            for index, one in document.stems_in(self.at):
                if not left <= index <= right:
                    add(one, aside)
                else:
                    add(one, NEAR if before < index < after else CLAUSE)
        for other, weight in self._neighbours():
            for _, one in document.stems_in(other):
                add(one, weight)
        return places

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What leaves it in doubt; `90 million euros a year earlier` is no amount by the year."""
        tokens = self.tokens
        is_ago = tokens[self.last + 3].fold in ("earlier", "ago", "before")
        return [one for one in self.figure.doubts if not (one.kind == "rate" and is_ago)]

    @cached_property
    def leans(self) -> bool:
        """Whether a word there stands for what was spoken of before."""
        return self._leans_back or self._is_figure_word

    @cached_property
    def what(self) -> str | None:
        """The words that say what is measured."""
        figure = self.figure
        is_firm = figure.unit is not None and is_firm_unit(figure.unit)
        counts = figure.kind == "number" and figure.unit is not None and not is_firm
        left, _ = self._find_part()
        return find_what(self.tokens, self.first, self.last, left, counts=counts)

    @cached_property
    def is_before(self) -> bool:
        """Whether `from` stands before it, so that it is where a change began."""
        start = max(self.first - 5, self.sentence.first)
        return any(self.tokens[index].fold == "from" for index in range(start, self.first + 1))

    @cached_property
    def is_from(self) -> bool:
        """Whether `up from`, `compared with` or the like alone parts it from the last figure."""
        spans = self.document.spans
        start = spans[self.number - 1][1] + 1 if self.number else self.sentence.first
        if start <= self.sentence.first or self.first - start > _LONGEST_FROM:
            return False
        return any(
            self.tokens.starts_with(index, phrase)
            for index in range(start, self.first + 1)
            for phrase in WORDS.up_from.get(self.tokens[index].fold, ())
        )

    @cached_property
    def behind(self) -> frozenset[str]:
        """The folded words right before and behind it, up to the next figure."""
        return self._words_behind()

    @cached_property
    def scopes(self) -> frozenset[str]:
        """What a rank or share is of, as far as words tell."""
        return frozenset(
            scope for scope, words in WORDS.scopes.items() if not self.behind.isdisjoint(words)
        )

    @cached_property
    def wholes(self) -> list[int]:
        """The tokens that say it is of a country or the world."""
        if self.figure.kind in ("rank", "streak", "multiple") or self.cell is not None:
            return []
        own = [
            spot.first
            for spot in self.document.spots[self.at]
            if spot.first < self.first and spot.kind == "own"
        ]
        left, right = self.clause
        start = max(own[-1] + 1 if own else left, left, self.first - _FARTHEST_WHOLE)
        spans = self.document.spans
        if self.number + 1 < len(spans):
            right = min(right, spans[self.number + 1][0] - 1)
        return find_wholes(self.tokens, start, self.first, self.last, right)

    @cached_property
    def status(self) -> Status:
        """Whether it is a target."""
        left, right = self.clause
        last = self.last
        if self.cell is not None:
            cells = (*self.own, *self.titles)
            words = {self.tokens[index].fold for places in cells for index in places}
            return "actual" if words.isdisjoint(WORDS.norms) else "target"
        if self._asks_target:
            return "target"
        is_length = self.tokens[last].fold in WORDS.lengths
        for index in range(left, min(right, last + FARTHEST_BEHIND) + 1):
            fold = self.tokens[index].fold
            is_norm = fold in WORDS.norms
            if index > last and (self.tokens[index].text in ",，" or (is_length and is_norm)):
                # `A three-year action plan` is no target, and what follows a comma is another part.
                break
            if fold == "aimed" and self.tokens[index + 2].fold.endswith("ing"):
                # `Reforms aimed at raising incomes` says what they are for, not what is to come.
                continue
            if is_norm and self._is_of_another(index):
                continue
            if fold in WORDS.future or (fold == "to" and self._is_to_come(index)):
                return "target"
            if self.tokens[index].kind == "chinese" and (
                fold + self.tokens[index + 1].fold in WORDS.future
            ):
                return "target"
        return "actual"

    @cached_property
    def _asks_target(self) -> bool:
        """Whether the question that the figure answers is one for a target."""
        if not self.at or not self.sentence.goes_on:
            return False
        before = self.document.passages.sentences[self.at - 1]
        if self.tokens[before.last].text not in "?？":
            return False
        words = {token.fold for token in self.tokens.between(before.first, before.last)}
        return not words.isdisjoint(WORDS.norms)

    def _is_to_come(self, index: int) -> bool:
        """Whether `to` says that something is to come: `set to reach`, `is to reach`."""
        before = self.tokens[index - 1].fold
        is_verb = self.tokens[index + 1].kind == "word"
        return before in WORDS.set_to or (
            before in ("is", "are") and is_verb and index < self.first
        )

    def _is_of_another(self, index: int) -> bool:
        """Whether a word for a target is of what it is compared with: `below the target`."""
        start = max(index - _FARTHEST_NORM, self.sentence.first)
        near = [self.tokens[place].fold for place in range(start, index)]
        if WORDS.comparing.isdisjoint(near):
            return False
        if index > self.last:
            return True
        # `Beating a target of 6 percent, it grew 5.6 percent`: the target has its figure already.
        spans = self.document.spans
        between = bisect_left(spans, (index, 0))
        return between < len(spans) and spans[between][0] < self.first

    def _words_behind(self) -> frozenset[str]:
        spans, first, last = self.document.spans, self.first, self.last
        start = max(first - FARTHEST_BEHIND, self.sentence.first)
        if self.number and spans[self.number - 1][1] >= start:
            start = spans[self.number - 1][1] + 1
        end = min(last + FARTHEST_BEHIND, self.sentence.last)
        if self.number + 1 < len(spans):
            end = min(end, spans[self.number + 1][0] - 1)
        found: set[str] = set()
        for index in range(start, end + 1):
            token = self.tokens[index]
            if index > last and token.text in ",;(":
                break
            if index < first and token.text in ",;)":
                found.clear()
                continue
            found.add(token.fold.removesuffix("'s"))
            found.add(token.fold)
            if token.kind == "chinese":
                found.add(token.fold + self.tokens[index + 1].fold)
        return frozenset(found)

    @cached_property
    def _is_figure_word(self) -> bool:
        """Whether a clause speaks of `the figure`, and so of what the clause before does."""
        words = WORDS.figure_words | WORDS.pronouns
        return any(self.tokens[index].fold in words for index in range(self.clause[0], self.first))

    @cached_property
    def _leans_back(self) -> bool:
        """Whether the sentence begins with a word for what the one before speaks of."""
        last = min(self.sentence.first + _FARTHEST_PRONOUN, self.sentence.last)
        return any(
            self.tokens[index].fold in WORDS.pronouns
            for index in range(self.sentence.first, last + 1)
        )

    def _neighbours(self) -> Iterator[tuple[int, float]]:
        """Yield the sentences that the figure's may lean on, and how much they say."""
        sentences, at = self.document.passages.sentences, self.at
        if at and self._leans_back:
            yield at - 1, CLAUSE
        elif at:
            is_near = sentences[at - 1].paragraph == self.sentence.paragraph
            yield at - 1, BEFORE if is_near else HEAD
        if at + 1 < len(sentences) and sentences[at + 1].paragraph == self.sentence.paragraph:
            yield at + 1, HEAD
