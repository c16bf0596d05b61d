"""Dating: the period that a figure is of, and the words that say so."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from cqfacts.period import parse_period
from cqfacts.record import Record, replace

from .mentions import says_now
from .parts import MOST_STEPS, Part
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.period import Period

    from .mentions import Mention
    from .reading import Cell


FARTHEST_BEHIND = 6
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_FARTHEST_PERIOD = 12
_MOST_BACK = 12


class Dated(Record):
    """The period that a figure is of, and the words from token `first` to `last` that say so.

    `is_stated` says that the figure's own sentence or cell has them. `is_unread` that a time stands
    there that is not understood, `is_vague` that only a part of the period is meant. `fiscal` has
    the years of a fiscal year, whose months no text gives.
    """

    period: Period | None = None
    fiscal: tuple[int | None, int] | None = None
    first: int = -1
    last: int = -1
    is_stated: bool = False
    is_unread: bool = False
    is_vague: bool = False
    is_end: bool = False


class DatedPart(Part):
    """A figure's part of a text, with when it is of."""

    @cached_property
    def dated(self) -> Dated:
        """The period that it is of."""
        if self.is_now:
            return Dated()
        if self.cell is not None:
            return self._date_cell(self.cell)
        sentence = self.sentence
        named = self._prefer(self.document.mentions_in(sentence.first, sentence.last))
        left, right = self.clause
        own = [one for one in named if left <= one.first <= right]
        earlier = [one for one in named if one.first < left]
        chosen = self._choose(own) if own else None
        if chosen is None and earlier:
            chosen = earlier[-1]
        if chosen is not None:
            dated = self._date_by(chosen, is_stated=True)
            # `Since 2020 it has come to 5 million by 2025` is of more than a year.
            goes_on = any(one is not chosen and _goes_on(one) for one in own)
            return replace(dated, is_vague=True) if goes_on else dated
        return Dated() if self._leaves_open else self._date_before()

    @cached_property
    def is_now(self) -> bool:
        """Whether words for the present stand nearer to it than any period."""
        document = self.document
        if not document.has_now or self.cell is not None:
            return False
        left, right = self.clause
        spans = document.spans
        start = max(spans[self.number - 1][1] + 1 if self.number else 0, left)
        is_last = self.number + 1 == len(spans)
        end = min(self.last + 8 if is_last else spans[self.number + 1][0] - 1, right)
        if document.mentions_in(start, end):
            return False
        if says_now(self.tokens, start, end):
            return True
        sentence = self.sentence
        return not document.mentions_in(sentence.first, sentence.last) and says_now(
            self.tokens, sentence.first, sentence.last
        )

    @cached_property
    def is_present(self) -> bool:
        """Whether it is said in the present tense, so of the latest that is known."""
        start = max(self.first - FARTHEST_BEHIND, self.clause[0])
        return any(self.tokens[index].fold in WORDS.present for index in range(start, self.first))

    def _prefer(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mentions that may say when a figure is of, without days of news."""
        named = [one for one in mentions if not one.is_base]
        if not named:
            return []
        if self._brackets:
            if own := [one for one in named if self._is_in_own_bracket(one)]:
                return own
            group = self._brackets.get(self.first, 0)
            inner = [one for one in named if self._brackets.get(one.first, 0) == group]
            named = inner or ([one for one in named if one.first < self.first] if group else inner)
        periods = [one for one in named if one.period is None or one.period.step != "day"]
        if periods or not named:
            return periods
        sentence = self.sentence
        is_news = any(
            token.fold in WORDS.saying or token.fold in ("released", "published", "according")
            for token in self.tokens.between(sentence.first, sentence.last)
        )
        return [] if is_news else named

    def _is_in_own_bracket(self, one: Mention) -> bool:
        """Whether a period is all of a bracket right behind the figure: `332 (2022)`."""
        tokens, opening = self.tokens, self.last + 1
        is_all = tokens[opening].text in _OPENING and tokens[one.last + 1].text in _CLOSING
        return is_all and one.first == opening + 1

    @cached_property
    def _brackets(self) -> dict[int, int]:
        """The tokens of the sentence that stand in brackets, by the number of these."""
        found: dict[int, int] = {}
        group = count = 0
        for index in range(self.sentence.first, self.sentence.last + 1):
            text = self.tokens[index].text
            if text in "(（":
                count += 1
                group = count
            elif text in ")）":
                group = 0
            elif group:
                found[index] = group
        return found

    def _choose(self, named: Sequence[Mention]) -> Mention | None:
        """Return which of a sentence's periods is the figure's: the nearest, one behind first."""
        spans = self.document.spans
        is_last = self.number + 1 == len(spans)
        after = self.tokens.size if is_last else spans[self.number + 1][0]
        farthest = min(after, self.last + _FARTHEST_PERIOD)
        behind = [
            one
            for one in named
            if self.last < one.first < farthest and not self._is_of_next(one.first)
        ]
        close = [
            one
            for one in behind
            if one.first <= self.last + 3 and not self._is_parted(self.last, one.first)
        ]
        if close:
            return close[0]
        leading = [one for one in named if one.last < self.first]
        if leading:
            # A year right behind another figure is that one's, where another year leads.
            free = [one for one in leading if not self._is_of_other(one)]
            main = free or [one for one in leading if not self._is_of_other(one, of_base=True)]
            return main[-1] if main else None
        if behind:
            return behind[0]
        # `58.8 percent, up from 56.1 percent in 2023`: the year is that of the figure before.
        rest = [one for one in named if not self._is_of_next(one.first)]
        is_of_before = not is_last and bool(rest) and self._follows_from(self.number + 1, rest[0])
        self._leaves_open = is_of_before
        return rest[0] if rest and not is_of_before else None

    def _is_of_next(self, index: int) -> bool:
        """Whether a period behind is that of the next clause, or of the news: `, and in 2023`."""
        if index < self.last:
            return False
        words = [token.fold for token in self.tokens.between(self.last + 1, index - 1)]
        if not WORDS.news.isdisjoint(words):
            return True
        pairs = zip(["", *words], words, strict=False)
        return any(
            word in WORDS.clauses or (word in ("and", "而") and before in (",", "，"))
            for before, word in pairs
        )

    def _date_by(self, mention: Mention, *, is_stated: bool) -> Dated:
        period = mention.period
        if mention.shift or mention.is_whole:
            period = self._find_year_before(mention)
        return Dated(
            period=period,
            fiscal=mention.fiscal,
            first=mention.first,
            last=mention.last,
            is_stated=is_stated,
            is_unread=period is None and mention.fiscal is None,
            is_vague=mention.is_vague,
            is_end=mention.is_end,
        )

    def _find_year_before(self, mention: Mention) -> Period | None:
        """Return the year before the one that was spoken of last, or all of that one."""
        number = bisect_left(self.document.mentions, mention.first, key=lambda one: one.first)
        for one in reversed(self.document.mentions[max(number - MOST_STEPS, 0) : number]):
            if mention.is_whole and one.period is not None and one.period.end is not None:
                return parse_period(f"{one.period.end.year:04}")
            if one.period is not None and "/" not in one.period.text and one.period.step != "day":
                year, rest = one.period.text[:4], one.period.text[4:]
                return parse_period(f"{int(year) - 1:04}{rest}")
        return None

    def _date_before(self) -> Dated:
        """Return the period of the paragraph up to there, else that of the heading."""
        document, at = self.document, self.at
        for _ in range(_MOST_BACK):
            if at <= 0:
                break
            here, before = document.passages.sentences[at], document.passages.sentences[at - 1]
            if here.paragraph != before.paragraph and not here.goes_on:
                break
            at -= 1
            named = self._without_days(document.mentions_in(before.first, before.last))
            if named:
                is_one = len({(one.period, one.fiscal) for one in named}) == 1
                return self._date_by(named[-1], is_stated=False) if is_one else Dated()
        heading = document.headings[self.at]
        return self._date_by(heading, is_stated=False) if heading else Dated()

    def _without_days(self, mentions: Sequence[Mention]) -> list[Mention]:
        return [
            one
            for one in mentions
            if not (one.is_base or one.shift)
            and (one.period is None or (one.period.step != "day" and one.period.end))
        ]

    def _date_cell(self, cell: Cell) -> Dated:
        """Return the period of a cell: its own, its row's, its column's, that of the caption."""
        row = range(cell.row[0].start, cell.row[-1].stop)
        for one in (cell.row[cell.column], cell.label, cell.head, row):
            named = self.document.mentions_in(one.start, one.stop - 1) if one else ()
            if named:
                return self._date_by(named[0], is_stated=True)
        dated = self._date_before()
        # What no cell and no caption dates may be of any year.
        return dated if dated.first >= 0 else Dated(is_unread=True)

    def _follows_from(self, number: int, mention: Mention) -> bool:
        """Whether a figure is what there was before a change, and a period is right behind it."""
        spans = self.document.spans
        first, last = spans[number]
        start = max(first - 2, spans[number - 1][1] + 1)
        is_base = any(
            self.tokens[index].fold in ("from", "against", "than")
            for index in range(start, first + 1)
        )
        return is_base and last < mention.first <= last + 3

    def _is_of_other(self, mention: Mention, *, of_base: bool = False) -> bool:
        """Whether a period stands right behind a figure, or one that another is compared with."""
        spans = self.document.spans
        number = bisect_left(spans, (mention.first, 0)) - 1
        if number < 0 or spans[number][0] < self.sentence.first:
            return False
        first, last = spans[number]
        if mention.first > last + 3 or self._is_parted(last, mention.first):
            return False
        if not of_base:
            return True
        before = {self.tokens[first - step].fold for step in (1, 2, 3)}
        return not before.isdisjoint(("from", "against", "than", "with"))

    def _is_parted(self, last: int, first: int) -> bool:
        return any(self.tokens[index].text in ",;，；" for index in range(last + 1, first))


def _goes_on(mention: Mention) -> bool:
    """Whether a period is named that has no end: `since 2020`."""
    period = mention.period
    return period is not None and period.start is not None and period.end is None
