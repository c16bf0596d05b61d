"""Parts: the words that are a figure's own, in its sentence or in its table."""

from __future__ import annotations

from functools import cached_property

from .reading import LONGEST_HEADING
from .stems import NEUTRAL, stem
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import AuditedDocument


COMMAS = frozenset(",，、:：—–()（）")
MOST_STEPS = 8
_LONGEST_LEAD = 3


class Part:
    """What stands around a figure; all of it is worked out when it is first asked for."""

    def __init__(self, document: AuditedDocument, number: int) -> None:
        self.document = document
        self.number = number
        self.tokens = document.tokens
        self.figure = document.figures[number]
        self.first, self.last = document.spans[number]
        self.at = document.passages.find(self.first)
        self.sentence = document.passages.sentences[self.at]
        self.cell = document.cells.get(self.first)
        self._leaves_open = False

    @cached_property
    def clause(self) -> tuple[int, int]:
        """The first and the last token of its part between semicolons."""
        return self.document.find_clause(self.first, self.last, self.sentence)

    @cached_property
    def own(self) -> tuple[range, ...]:
        """The tokens of the figure's own part of the sentence, or of its row and column."""
        if self.cell is not None:
            return (self.cell.label, self.cell.head, self.cell.row[self.cell.column])
        left, right = self._find_part()
        return (range(left, right + 1),)

    @cached_property
    def titles(self) -> tuple[range, ...]:
        """Of a table, the heading above it and the head of its labels: they may say what it has."""
        if self.cell is None:
            return ()
        table = self.cell.table
        found = [table.heads[0]] if table.heads and self.cell.column else []
        first = next((cell for cell in (*table.heads, *table.rows[0]) if cell), range(0))
        sentences = self.document.passages.sentences
        heading = sentences[max(self.document.passages.find(first.start) - 1, 0)]
        is_short = heading.last - heading.first < LONGEST_HEADING
        if is_short and self.tokens[heading.last].text not in ".!?。！？":
            found.append(range(heading.first, heading.last + 1))
        return tuple(found)

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The stems of the titles of a table."""
        return frozenset(
            one for places in self.titles for _, one in self.document.list_stems(places)
        )

    @cached_property
    def around(self) -> tuple[tuple[int, str], ...]:
        """The stems of its own part with their tokens, without those of numbers and periods."""
        document = self.document
        found = [
            (index, one)
            for places in self.own
            for index, one in self._stems_of(places)
            if not document.is_dated(index) and not self._counts(self.number, index)
        ]
        return tuple(found)

    def _stems_of(self, places: range) -> Iterator[tuple[int, str]]:
        if self.cell is not None:
            yield from self.document.list_stems(places)
            return
        for pair in self.document.stems_in(self.at):
            if pair[0] in places:
                yield pair

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its own part."""
        return frozenset(one for _, one in self.around)

    @cached_property
    def is_bare(self) -> bool:
        """Whether its own part says nothing of what is measured."""
        return all(one in NEUTRAL for one in self.stems)

    def narrow(self, stems: frozenset[str]) -> tuple[range, ...]:
        """Return the least of its own part, up to a comma, that has these stems in it."""
        if self.cell is not None:
            return self.own
        (places,) = self.own
        nearest = {one: index for index, one in self.around if one in stems}
        left = min([self.first, *nearest.values()])
        if left == self.first and self.tokens[left - 1].fold.endswith("'s"):
            # `The bus crossed some of the city's 186,000 kilometers of rural roads`
            return (range(left - 1, places.stop),)
        start = left
        while start > places.start and self.tokens[start - 1].text not in COMMAS:
            start -= 1
        said = self.find_saying(start, left)
        verb = self._find_verb(left)
        if verb is not None:
            # `NEV output, the pride of the city, grew by 36 percent`
            end = next(i for i in range(left, verb) if self.tokens[i].text in COMMAS)
            return range(said, end), range(verb, places.stop)
        return (range(said, places.stop),)

    def _find_verb(self, left: int) -> int | None:
        """Return the verb behind a comma with which it goes on after what is put between."""
        start = self.first
        while start > left and self.tokens[start - 1].text != ",":
            start -= 1
        commas = sum(self.tokens[index].text == "," for index in range(left, start))
        is_verb = self.tokens[start].fold in WORDS.verbs
        return start if commas > 1 and is_verb else None

    def short_leads(self, start: int) -> list[range]:
        """Return the parts of few words before a comma that its part begins with: `Per head,`."""
        if self.cell is not None:
            return []
        left, found = self.own[0].start, []
        for index in range(left, start):
            if self.tokens[index].text in COMMAS:
                if index - left <= _LONGEST_LEAD:
                    found.append(range(left, index))
                left = index + 1
        return found

    def find_saying(self, start: int, left: int) -> int:
        """Return what comes behind `officials said that`, where that stands before a token."""
        for index in range(left - 1, start - 1, -1):
            for phrase in WORDS.saying.get(self.tokens[index].fold, ()):
                if index + len(phrase) <= left and self.tokens.starts_with(index, phrase):
                    return index + len(phrase)
        return start

    def _counts(self, number: int, index: int) -> bool:
        """Whether a token belongs to the number of a figure, and not to what it counts."""
        figure, token = self.document.figures[number], self.tokens[index]
        return token.start < figure.number_end and token.end > figure.number_start

    @cached_property
    def _part(self) -> tuple[int, int]:
        spans = self.document.spans
        left, right = self.clause
        left = self._find_left(left)
        if self.number + 1 < len(spans):
            right = min(right, spans[self.number + 1][0] - 1)
        for index in range(self.last + 1, right + 1):
            if self._is_break(index):
                right = index - 1
                break
        return left, right

    def _find_part(self) -> tuple[int, int]:
        return self._part

    def _find_left(self, left: int) -> int:
        """Return where the figure's own part begins.

        That is behind the figure before, unless nothing between them says what is measured.
        """
        spans, number, steps = self.document.spans, self.number, 0
        while number and spans[number - 1][1] >= left and steps < MOST_STEPS:
            start, end = spans[number - 1][1] + 1, spans[number][1]
            for index in range(start, end + 1):
                if self._tells(index) and not self._counts(number, index):
                    return start
            number, steps = number - 1, steps + 1
        return max(left, spans[number - 1][1] + 1) if number else left

    def _tells(self, index: int) -> bool:
        """Whether a word says something of what is measured."""
        token = self.tokens[index]
        if token.kind not in ("word", "chinese") or self.document.is_dated(index):
            return False
        one = stem(token.fold)
        return one is not None and one not in NEUTRAL

    def _is_break(self, index: int) -> bool:
        token, after = self.tokens[index], self.tokens[index + 1]
        # `242 projects with a total investment of`, but `332 days with good air`
        is_with = token.fold == "with" and after.fold in ("a", "an", "the", "total")
        return token.text in ",()，、（）" or token.fold in WORDS.breaks or is_with
