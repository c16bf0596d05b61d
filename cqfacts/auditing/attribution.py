"""Attribution: which indicator of a store a figure speaks of, by the words around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from cqfacts.figures import is_firm_unit
from cqfacts.figures.vocabulary import split_words
from cqfacts.record import Record

from .dates import NOW, find_mentions, says_now
from .gazetteer import SCOPES
from .passages import Passages
from .phrases import find_what, is_neutral
from .quantities import find_other, find_wholes, says_economy, says_sum
from .stems import stem
from .subjects import WHOLES, find_spots, list_names, split_subject
from .vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cqfacts.figures import Figure
    from cqfacts.figures.tokens import Tokens
    from cqfacts.model import Fact, Measure, Status
    from cqfacts.period import Period
    from cqfacts.store import Store

    from .dates import Mention
    from .passages import Sentence
    from .subjects import Spot

NEAR, CLAUSE, SENTENCE, BEFORE, HEAD = 1.0, 0.8, 0.5, 0.3, 0.2
"""How much a word says of a figure by where it stands: at it, beyond another figure, and so on."""

MEASURES_OF: dict[str, tuple[Measure, ...]] = {
    "number": ("level", "change"),
    "percent": ("growth", "share", "level", "change"),
    "fraction": ("share", "level"),
    "multiple": ("multiple",),
    "rank": ("rank",),
    "streak": ("streak",),
}
"""Which measures a figure of a kind may state."""

_STRONG_BREAKS = frozenset(";；")
_FUTURE = frozenset(
    split_words("""
        will target targets targeted targeting aim aims aimed aiming hopes hoped pledged goal
        plans planned expects expected
        forecast forecasts projected shall would predicted predicts envisages
    """)
)
_NORMS = frozenset(split_words("target targets goal forecast forecasts expected plan planned"))
_COMPARING = frozenset(
    split_words("""
        below above under over than against versus exceeding exceeded beating beat missing missed
        short surpassing surpassed topping topped despite
    """)
)
_FROM = frozenset(
    (("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), ("rising", "from"))
)
_LONGEST_FROM = 10
_LENGTHS = frozenset(split_words("year years month months day days"))
_FARTHEST_NORM = 4
_FARTHEST_BEHIND = 6
_FARTHEST_PRONOUN = 7
_FARTHEST_WHOLE = 40
_MOST_STEPS = 8
_PRONOUNS = frozenset(split_words("it its they their this these that"))
_FIGURE_WORDS = frozenset(split_words("figure number total that amount sum value"))


class Context(Record):
    """What stands around a figure.

    `places` weighs the stems near it, `around` are those of its own part of the sentence, and
    `what` the words there that say what is measured. `leans` says that a word there stands for
    what was spoken of before. `period` is None where none is told; `is_stated` says that
    the sentence itself names it. `scopes` are what a rank or share is of, as far as words tell.
    `is_now` says that the words speak of the present, `is_before` that the figure is what there
    was before a change. `place` is the subject that is spoken of, None where none is named.
    `wholes` are stems that say it is of a country or the world, `others` those that make another
    quantity of what is named: a capacity, an amount a person. `is_sum` says that it is what many
    years have brought together, `is_from` that it is what the figure before rose or fell from.
    """

    figure: Figure
    first: int
    last: int
    sentence: Sentence
    places: dict[str, float]
    around: tuple[str, ...]
    leans: bool
    what: str | None
    period: Period | None
    is_stated: bool
    is_now: bool
    is_before: bool
    status: Status
    scopes: frozenset[str]
    behind: frozenset[str]
    place: str | None
    is_foreign: bool
    wholes: frozenset[str]
    others: frozenset[str]
    is_sum: bool
    is_from: bool


class AuditedDocument:
    """A document that is read against a store: its sentences, periods, places and figures."""

    def __init__(
        self, store: Store, tokens: Tokens, figures: Sequence[Figure], day: date | None
    ) -> None:
        self.store = store
        self.tokens = tokens
        self.figures = figures
        everything = tokens.between(0, tokens.size)
        self._starts = [token.start for token in everything]
        self.spans = [self._find_span(figure) for figure in figures]
        own = {index for first, last in self.spans for index in range(first, last + 1)}
        self.passages = Passages(tokens, own - {first for first, _ in self.spans})
        self.mentions = find_mentions(tokens, day, own)
        self._mention_firsts = [one.first for one in self.mentions]
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        self._breaks: dict[int, list[int]] = {}
        self._part: tuple[int, tuple[int, int]] | None = None
        self._stems: dict[int, list[tuple[int, str]]] = {}
        said = {token.fold for token in everything if token.kind in ("word", "chinese")}
        known = frozenset(found for one in said if (found := stem(one)) is not None)
        self._has_now = not said.isdisjoint(NOW)
        self._has_economy = "economy" in said
        if self._has_economy:
            known |= {"gdp"}
        self.vocabulary = Vocabulary(store, known)
        self.subject = store.subject
        self._own_subjects = self._find_subjects()
        self._places = self._follow_places()

    def facts(self, key: str, kind: str) -> Sequence[Fact]:
        """Return the facts of an indicator that a figure of a kind may state."""
        if (key, kind) not in self._facts:
            measures = MEASURES_OF[kind]
            self._facts[key, kind] = [
                fact for fact in self.store.facts(key) if fact.amount and fact.measure in measures
            ]
        return self._facts[key, kind]

    def contexts(self) -> Iterator[Context]:
        """Yield what stands around each figure, in order."""
        for number in range(len(self.figures)):
            yield self._look_around(number)

    def _find_span(self, figure: Figure) -> tuple[int, int]:
        """Return the first and the last token of a figure."""
        first = bisect_right(self._starts, figure.start) - 1
        return max(first, 0), bisect_left(self._starts, figure.end) - 1

    def _find_subjects(self) -> dict[tuple[str, ...], str]:
        subjects = {self.store.subject}
        if len(self.store.keys) < 5_000:  # noqa: PLR2004 - of more, the store's own must do
            subjects |= {self.store.indicator(key).subject for key in self.store.keys}
        # A subject may be of signs that no text is cut into.
        return {words: one for one in subjects if one and (words := split_subject(one))}

    def _follow_places(self) -> list[tuple[list[Spot], str | None]]:
        """Return for each sentence its places and the one that the text was speaking of before."""
        current: str | None = None
        found = []
        names = list_names(self._own_subjects)
        for sentence in self.passages.sentences:
            spots = find_spots(self.tokens, sentence, self._own_subjects, names)
            found.append((spots, current))
            owners = [spot.name for spot in spots if spot.owns]
            if self.subject in owners:
                current = self.subject
            elif owners and owners[0] not in WHOLES:
                current = owners[0]
        return found

    def _look_around(self, number: int) -> Context:
        figure, (first, last) = self.figures[number], self.spans[number]
        at = self.passages.find(first)
        sentence = self.passages.sentences[at]
        period, is_stated = self._find_period(number, at)
        is_now = self._is_now(number, sentence)
        if is_now:
            period, is_stated = None, False
        place, is_foreign = self._find_place(first, last, at)
        behind = self._words_behind(number, sentence)
        return Context(
            figure=figure,
            first=first,
            last=last,
            sentence=sentence,
            places=self._weigh_words(number, at),
            around=self._stems_around(number, at),
            leans=self._leans_back(sentence) or self._is_bare(first, sentence),
            what=self._find_what(number, sentence),
            period=period,
            is_stated=is_stated,
            is_now=is_now,
            is_before=self._is_before(first, sentence),
            status=self._find_status(first, last, sentence),
            scopes=frozenset(
                scope for scope, words in SCOPES.items() if not behind.isdisjoint(words)
            ),
            behind=behind,
            place=place,
            is_foreign=is_foreign,
            wholes=self._find_wholes(number, at),
            others=find_other(self.tokens, *self._find_part(number, sentence), first),
            is_from=self._is_from(number, sentence),
            is_sum=says_sum(self.tokens, *self._find_part(number, sentence)),
        )

    def _find_wholes(self, number: int, at: int) -> frozenset[str]:
        sentence, (first, last) = self.passages.sentences[at], self.spans[number]
        if self.figures[number].kind in ("rank", "streak", "multiple"):
            return frozenset()
        spots, _ = self._places[at]
        own = [
            spot.index
            for spot in spots
            if spot.index < first and spot.name in self._own_subjects.values()
        ]
        left, right = self._find_clause(first, last, sentence)
        start = max(own[-1] + 1 if own else left, left, first - _FARTHEST_WHOLE)
        if number + 1 < len(self.spans):
            right = min(right, self.spans[number + 1][0] - 1)
        return find_wholes(self.tokens, start, first, last, right)

    def _is_now(self, number: int, sentence: Sentence) -> bool:
        """Whether words for the present stand nearer to a figure than any period."""
        if not self._has_now:
            return False
        last = self.spans[number][1]
        left, right = self._find_clause(self.spans[number][0], last, sentence)
        start = max(self.spans[number - 1][1] + 1 if number else 0, left)
        end = min(
            self.spans[number + 1][0] - 1 if number + 1 < len(self.spans) else last + 8, right
        )
        named = self._mentions_in(start, end)
        if named:
            return False
        if says_now(self.tokens, start, end):
            return True
        return not self._mentions_in(sentence.first, sentence.last) and says_now(
            self.tokens, sentence.first, sentence.last
        )

    def _is_before(self, first: int, sentence: Sentence) -> bool:
        """Whether `from` stands before a figure, so that it is where a change began."""
        start = max(first - 5, sentence.first)
        return any(self.tokens[index].fold == "from" for index in range(start, first + 1))

    def _is_from(self, number: int, sentence: Sentence) -> bool:
        """Whether `up from`, `down from` or `compared with` alone parts a figure from the last."""
        start = self.spans[number - 1][1] + 1 if number else sentence.first
        if start <= sentence.first:
            return False
        words = [self.tokens[index].fold for index in range(start, self.spans[number][0] + 1)]
        pairs = set(pairwise(words))
        return not pairs.isdisjoint(_FROM) and len(words) <= _LONGEST_FROM

    def _words_behind(self, number: int, sentence: Sentence) -> frozenset[str]:
        """Return the folded words right before and behind a figure, up to the next one."""
        first, last = self.spans[number]
        start = max(first - _FARTHEST_BEHIND, sentence.first)
        if number and self.spans[number - 1][1] >= start:
            start = self.spans[number - 1][1] + 1
        end = min(last + _FARTHEST_BEHIND, sentence.last)
        if number + 1 < len(self.spans):
            end = min(end, self.spans[number + 1][0] - 1)
        found: set[str] = set()
        for index in range(start, end + 1):
            if index > last and self.tokens[index].text in ",;(":
                break
            if index < first and self.tokens[index].text in ",;)":
                found.clear()
                continue
            found.add(self.tokens[index].fold.removesuffix("'s"))
            found.add(self.tokens[index].fold)
        return frozenset(found)

    def _stems_in(self, at: int) -> list[tuple[int, str]]:
        """Return the stems of a sentence with their tokens."""
        if at not in self._stems:
            sentence = self.passages.sentences[at]
            words = enumerate(self.tokens.between(sentence.first, sentence.last), sentence.first)
            self._stems[at] = [
                (index, one)
                for index, token in words
                if token.kind in ("word", "chinese") and (one := stem(token.fold)) is not None
            ]
        return self._stems[at]

    def _weigh_words(self, number: int, at: int) -> dict[str, float]:
        first, last = self.spans[number]
        sentences = self.passages.sentences
        sentence = sentences[at]
        before = self.spans[number - 1][1] if number else -1
        after = self.spans[number + 1][0] if number + 1 < len(self.spans) else self.tokens.size
        left, right = self._find_clause(first, last, sentence)
        aside = CLAUSE if self._is_bare(first, sentence) else SENTENCE
        places: dict[str, float] = {}
        for index, one in self._stems_in(at):
            if not left <= index <= right:
                weight = aside
            elif before < index < after:
                weight = NEAR
            else:
                weight = CLAUSE
            if weight > places.get(one, 0.0):
                places[one] = weight
        for other, weight in self._neighbours(at):
            for _, one in self._stems_in(other):
                if weight > places.get(one, 0.0):
                    places[one] = weight
        if self._has_economy and says_economy(self.tokens, left, first):
            is_near = says_economy(self.tokens, max(before + 1, left), first)
            places["gdp"] = max(places.get("gdp", 0.0), NEAR if is_near else CLAUSE)
        return places

    def _stems_around(self, number: int, at: int) -> tuple[str, ...]:
        """Return the stems from the figure before, or a break, to the next one, or a break."""
        left, right = self._find_part(number, self.passages.sentences[at])
        found = tuple(
            one
            for index, one in self._stems_in(at)
            if left <= index <= right and not (self._is_dated(index) or self._counts(number, index))
        )
        first = self.spans[number][0]
        is_economy = self._has_economy and says_economy(self.tokens, left, first)
        return (*found, "gdp") if is_economy else found

    def _counts(self, number: int, index: int) -> bool:
        """Whether a token belongs to the number of a figure, and not to what it counts."""
        figure, token = self.figures[number], self.tokens[index]
        return token.start < figure.number_end and token.end > figure.number_start

    def _find_part(self, number: int, sentence: Sentence) -> tuple[int, int]:
        """Return the first and the last token of a figure's own part of a sentence."""
        # It is asked for several times, of one figure after the other.
        if self._part is None or self._part[0] != number:
            self._part = (number, self._read_part(number, sentence))
        return self._part[1]

    def _read_part(self, number: int, sentence: Sentence) -> tuple[int, int]:
        first, last = self.spans[number]
        left, right = self._find_clause(first, last, sentence)
        left = self._find_left(number, left)
        if number + 1 < len(self.spans):
            right = min(right, self.spans[number + 1][0] - 1)
        for index in range(last + 1, right + 1):
            if self._is_break(index):
                right = index - 1
                break
        return left, right

    def _find_left(self, number: int, left: int) -> int:
        """Return where a figure's own part begins.

        That is behind the figure before, unless nothing between them says what is measured.
        """
        steps = 0
        while number and self.spans[number - 1][1] >= left and steps < _MOST_STEPS:
            start, end = self.spans[number - 1][1] + 1, self.spans[number][1]
            for index in range(start, end + 1):
                if self._tells(index) and not self._counts(number, index):
                    return start
            number, steps = number - 1, steps + 1
        return max(left, self.spans[number - 1][1] + 1) if number else left

    def _tells(self, index: int) -> bool:
        """Whether a word says something of what is measured."""
        token = self.tokens[index]
        if token.kind not in ("word", "chinese") or self._is_dated(index):
            return False
        one = stem(token.text)
        return one is not None and not is_neutral(one)

    def _is_break(self, index: int) -> bool:
        token = self.tokens[index]
        return token.text in ",()" or token.fold in ("while", "which", "and", "but", "whereas")

    def _is_dated(self, index: int) -> bool:
        """Whether a token belongs to the name of a period."""
        place = bisect_right(self._mention_firsts, index) - 1
        return place >= 0 and index <= self.mentions[place].last

    def _find_what(self, number: int, sentence: Sentence) -> str | None:
        first, last = self.spans[number]
        left, _ = self._find_part(number, sentence)
        figure = self.figures[number]
        is_firm = figure.unit is not None and is_firm_unit(figure.unit)
        counts = figure.kind == "number" and figure.unit is not None and not is_firm
        return find_what(self.tokens, first, last, left, counts=counts)

    def _is_bare(self, first: int, sentence: Sentence) -> bool:
        """Whether a clause speaks of `the figure`, and so of what the clause before does."""
        left, _ = self._find_clause(first, first, sentence)
        words = _FIGURE_WORDS | _PRONOUNS
        return any(self.tokens[index].fold in words for index in range(left, first))

    def _neighbours(self, at: int) -> Iterator[tuple[int, float]]:
        """Yield the sentences that a sentence may lean on, and how much they say."""
        sentences = self.passages.sentences
        own = sentences[at]
        if at and self._leans_back(own):
            yield at - 1, CLAUSE
        elif at:
            is_near = sentences[at - 1].paragraph == own.paragraph
            yield at - 1, BEFORE if is_near else HEAD
        if at + 1 < len(sentences) and sentences[at + 1].paragraph == own.paragraph:
            yield at + 1, HEAD

    def _leans_back(self, sentence: Sentence) -> bool:
        """Whether a sentence begins with a word for what the one before speaks of."""
        last = min(sentence.first + _FARTHEST_PRONOUN, sentence.last)
        return any(
            self.tokens[index].fold in _PRONOUNS for index in range(sentence.first, last + 1)
        )

    def _find_clause(self, first: int, last: int, sentence: Sentence) -> tuple[int, int]:
        breaks = self._breaks.get(sentence.first)
        if breaks is None:
            words = enumerate(self.tokens.between(sentence.first, sentence.last), sentence.first)
            breaks = [index for index, token in words if token.text in _STRONG_BREAKS]
            self._breaks[sentence.first] = breaks
        place = bisect_left(breaks, first)
        left = breaks[place - 1] + 1 if place else sentence.first
        place = bisect_left(breaks, last)
        return left, breaks[place] if place < len(breaks) else sentence.last

    def _find_status(self, first: int, last: int, sentence: Sentence) -> Status:
        left, right = self._find_clause(first, last, sentence)
        is_length = self.tokens[last].fold in _LENGTHS
        for index in range(left, min(right, last + _FARTHEST_BEHIND) + 1):
            fold = self.tokens[index].fold
            if index > last and (self.tokens[index].text == "," or (is_length and fold in _NORMS)):
                # `A three-year action plan` is no target, and what follows a comma is another part.
                break
            if fold == "aimed" and self.tokens[index + 2].fold.endswith("ing"):
                # `Reforms aimed at raising incomes` says what they are for, not what is to come.
                continue
            if fold in _NORMS and self._is_of_another(index, first, last, sentence):
                continue
            if fold in _FUTURE or (
                fold == "to"
                and self.tokens[index - 1].fold in ("set", "plans", "plan", "aims", "hopes")
            ):
                return "target"
        return "actual"

    def _is_of_another(self, index: int, first: int, last: int, sentence: Sentence) -> bool:
        """Whether a word for a target is of what a figure is compared with: `below the target`."""
        start = max(index - _FARTHEST_NORM, sentence.first)
        near = [self.tokens[place].fold for place in range(start, index)]
        if _COMPARING.isdisjoint(near):
            return False
        if index > last:
            return True
        # `Beating a target of 6 percent, it grew 5.6 percent`: the target has its figure already.
        between = bisect_left(self.spans, (index, 0))
        return between < len(self.spans) and self.spans[between][0] < first

    def _mentions_in(self, first: int, last: int) -> Sequence[Mention]:
        low = bisect_left(self._mention_firsts, first)
        high = bisect_right(self._mention_firsts, last)
        return self.mentions[low:high]

    def _find_period(self, number: int, at: int) -> tuple[Period | None, bool]:
        """Return the period that a figure is of, and whether its own sentence names it."""
        sentence = self.passages.sentences[at]
        named = [one for one in self._mentions_in(sentence.first, sentence.last) if not one.is_base]
        if named:
            left, right = self._find_clause(*self.spans[number], sentence)
            own = [one for one in named if left <= one.first <= right]
            earlier = [one for one in named if one.first < left]
            return self._choose(own or earlier or named, number), True
        steps = 0
        while at > 0 and steps < 12:  # noqa: PLR2004 - no further back
            here, before = self.passages.sentences[at], self.passages.sentences[at - 1]
            if here.paragraph != before.paragraph and not here.goes_on:
                return None, False
            at, steps = at - 1, steps + 1
            named = [one for one in self._mentions_in(before.first, before.last) if not one.is_base]
            if named:
                return named[-1].period if len({one.period for one in named}) == 1 else None, False
        return None, False

    def _choose(self, named: Sequence[Mention], number: int) -> Period | None:
        """Return which of a sentence's periods is a figure's: the nearest, one behind first."""
        first, last = self.spans[number]
        after = self.spans[number + 1][0] if number + 1 < len(self.spans) else self.tokens.size
        behind = [one for one in named if last < one.first < min(after, last + 12)]
        close = [
            one for one in behind if one.first <= last + 3 and not self._is_parted(last, one.first)
        ]
        if close:
            return close[0].period
        leading = [one for one in named if one.last < first]
        if leading:
            return leading[-1].period
        if behind:
            return behind[0].period
        # `58.8 percent, up from 56.1 percent in 2023`: the year is that of the figure before.
        is_of_before = number + 1 < len(self.spans) and self._follows_from(number + 1, named[0])
        return None if is_of_before else named[0].period

    def _follows_from(self, number: int, mention: Mention) -> bool:
        """Whether a figure is what there was before a change, and a period is right behind it."""
        first, last = self.spans[number]
        start = max(first - 2, self.spans[number - 1][1] + 1)
        is_base = any(
            self.tokens[index].fold in ("from", "against", "than")
            for index in range(start, first + 1)
        )
        return is_base and last < mention.first <= last + 3

    def _is_parted(self, last: int, first: int) -> bool:
        return any(self.tokens[index].text in ",;" for index in range(last + 1, first))

    def _find_place(self, first: int, last: int, at: int) -> tuple[str | None, bool]:
        """Return what place is spoken of, and whether it is one that the store is not about."""
        spots, current = self._places[at]
        before = [spot for spot in spots if spot.index < first and spot.owns]
        own = [spot for spot in before if spot.name in self._own_subjects.values()]
        if own and (
            not before or own[-1].index >= before[-1].index or self.subject in {o.name for o in own}
        ):
            return own[-1].name, False
        if before:
            return before[-1].name, True
        behind = [spot for spot in spots if spot.index > last and spot.owns]
        if behind and behind[0].name in self._own_subjects.values():
            return behind[0].name, False
        if current is None:
            return None, self.subject is not None
        return current, current not in self._own_subjects.values()
