"""Contexts: what the words around a figure say of who, what and when, each with its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from cqfacts.figures import is_firm_unit, is_money
from cqfacts.figures.tables import find_tables
from cqfacts.period import parse_period
from cqfacts.record import Record, replace

from .mentions import find_mentions, says_now
from .passages import Passages
from .phrases import find_what
from .quantities import find_wholes, is_economy
from .stems import NEUTRAL, stem, stems_of
from .subjects import Namer
from .vocabulary import Vocabulary
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cqfacts.figures import Doubt, Figure
    from cqfacts.figures.tables import Table
    from cqfacts.figures.tokens import Tokens
    from cqfacts.model import Fact, Measure, Status
    from cqfacts.period import Period
    from cqfacts.store import Store

    from .mentions import Mention
    from .passages import Sentence
    from .subjects import Spot, SpotKind

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
_COMMAS = frozenset(",，、:：—–()（）")
_LONGEST_FROM = 10
_FARTHEST_NORM = 4
_FARTHEST_BEHIND = 6
_FARTHEST_PRONOUN = 7
_FARTHEST_WHOLE = 40
_FARTHEST_PERIOD = 12
_MOST_STEPS = 8
_MOST_BACK = 12
_LONGEST_HEADING = 16
_MOST_IN_HEADING = 31
"""A larger number in a line of its own is a figure, and the line no heading."""
_MOST_SUBJECTS = 5_000
_LONGEST_LEAD = 3


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


class Subject(Record):
    """Who or what place is spoken of, and the words that say so; None where nobody is named."""

    name: str | None = None
    kind: SpotKind | None = None
    first: int = -1
    last: int = -1

    @property
    def is_own(self) -> bool:
        """Whether it is a subject of the store."""
        return self.kind == "own"


class Cell(Record):
    """The cell of a figure in a table; `label` and `head` are the cells that say what it is."""

    table: Table
    row: tuple[range, ...]
    column: int

    @property
    def label(self) -> range:
        """The first cell of the row."""
        return self.row[0] if self.column else range(0)

    @property
    def head(self) -> range:
        """The head of the column."""
        heads = self.table.heads
        return heads[self.column] if self.column < len(heads) else range(0)


def _goes_on(mention: Mention) -> bool:
    """Whether a period is named that has no end: `since 2020`."""
    period = mention.period
    return period is not None and period.start is not None and period.end is None


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
        self.figure_tokens = {
            index for first, last in self.spans for index in range(first, last + 1)
        }
        self.passages = Passages(tokens, self.figure_tokens - {first for first, _ in self.spans})
        self.mentions = find_mentions(tokens, day, self.figure_tokens)
        self._mention_firsts = [one.first for one in self.mentions]
        self.cells = self._find_cells()
        self._facts: dict[tuple[str, str], list[Fact]] = {}
        self._known: dict[str, frozenset[str]] = {}
        self._proper: dict[str, frozenset[str]] = {}
        self._breaks: dict[int, list[int]] = {}
        self._stems: dict[int, list[tuple[int, str]]] = {}
        said = {token.fold for token in everything if token.kind in ("word", "chinese")}
        known = {found for one in said if (found := stem(one)) is not None}
        self.has_now = not said.isdisjoint(WORDS.now | {"date", "far"})
        self.has_phrases = not said.isdisjoint(WORDS.phrases)
        if "economy" in said:
            known |= {"gdp"}
        if self.has_phrases:
            known |= {
                one for pairs in WORDS.phrases.values() for _, name in pairs if (one := stem(name))
            }
        self.vocabulary = Vocabulary(store, known)
        self.subject = store.subject
        self.subjects = self._find_subjects()
        names = (name for _, said in store.all_names() for name in said)
        stems = self.vocabulary.all_stems
        self.namer = Namer(tokens, self.subjects, self.subject, stems, names)
        self._follow()

    def facts(self, key: str, kind: str) -> Sequence[Fact]:
        """Return the facts of an indicator that a figure of a kind may state."""
        if (key, kind) not in self._facts:
            measures = MEASURES_OF[kind]
            self._facts[key, kind] = [
                fact for fact in self.store.facts(key) if fact.amount and fact.measure in measures
            ]
        return self._facts[key, kind]

    def known(self, key: str) -> frozenset[str]:
        """Return the stems of all words that an indicator goes by."""
        if key not in self._known:
            store = self.store
            indicator, facts = store.indicator(key), store.facts(key)
            said = [*store.names(key), indicator.subject or "", indicator.unit or ""]
            said += [store.subject or "", *(one.stated for one in facts if one.stated)]
            for one in facts:
                if one.of:
                    said += store.names(one.of) if one.of in store.keys else [one.of]
            self._known[key] = frozenset(one for text in said for one in stems_of(text))
        return self._known[key]

    def proper(self, key: str) -> frozenset[str]:
        """Return the stems of the proper names in what an indicator goes by: Jiangbei, Land-Sea."""
        if key not in self._proper:
            store = self.store
            names = store.names(key)
            said = [*names[2:], names[1].partition(" ")[2] if len(names) > 1 else ""]
            said.append(store.indicator(key).subject or "")
            words = (word for text in said for word in text.replace("-", " ").split())
            proper = [one for one in words if one[:1].isupper() and one[1:].islower()]
            self._proper[key] = frozenset(one for word in proper for one in stems_of(word))
        return self._proper[key]

    def contexts(self) -> Iterator[Context]:
        """Yield what stands around each figure, in order."""
        for number in range(len(self.figures)):
            yield Context(self, number)

    def mentions_in(self, first: int, last: int) -> Sequence[Mention]:
        """Return the periods that are named from one token to another."""
        low = bisect_left(self._mention_firsts, first)
        high = bisect_right(self._mention_firsts, last)
        return self.mentions[low:high]

    def is_dated(self, index: int) -> bool:
        """Whether a token belongs to the name of a period."""
        place = bisect_right(self._mention_firsts, index) - 1
        return place >= 0 and index <= self.mentions[place].last

    def stems_in(self, at: int) -> list[tuple[int, str]]:
        """Return the stems of a sentence with their tokens."""
        if at not in self._stems:
            sentence = self.passages.sentences[at]
            self._stems[at] = self.list_stems(range(sentence.first, sentence.last + 1))
        return self._stems[at]

    def list_stems(self, places: range) -> list[tuple[int, str]]:
        """Return the stems of some tokens, with those that phrases stand for."""
        found: list[tuple[int, str]] = []
        for index in places:
            token = self.tokens[index]
            if token.kind not in ("word", "chinese"):
                continue
            one = stem(token.fold)
            if token.fold == "economy" and is_economy(self.tokens, index):
                one = "gdp"
            if one is not None:
                found.append((index, one))
            if self.has_phrases and token.fold in WORDS.phrases:
                for phrase, name in WORDS.phrases[token.fold]:
                    if self.tokens.starts_with(index, phrase) and (said := stem(name)):
                        found.append((index, said))
                        break
        return found

    def find_clause(self, first: int, last: int, sentence: Sentence) -> tuple[int, int]:
        """Return the first and the last token of a sentence's part between semicolons."""
        breaks = self._breaks.get(sentence.first)
        if breaks is None:
            words = enumerate(self.tokens.between(sentence.first, sentence.last), sentence.first)
            breaks = [index for index, token in words if token.text in _STRONG_BREAKS]
            self._breaks[sentence.first] = breaks
        place = bisect_left(breaks, first)
        left = breaks[place - 1] + 1 if place else sentence.first
        place = bisect_left(breaks, last)
        return left, breaks[place] if place < len(breaks) else sentence.last

    def find_sentence(self, figure: Figure) -> tuple[int, int]:
        """Return where the sentence of a figure starts and ends, in characters of the text."""
        sentence = self.passages.sentences[self.passages.find(self._find_span(figure)[0])]
        return self.tokens[sentence.first].start, self.tokens[sentence.last].end

    def _find_span(self, figure: Figure) -> tuple[int, int]:
        """Return the first and the last token of a figure."""
        first = bisect_right(self._starts, figure.start) - 1
        return max(first, 0), bisect_left(self._starts, figure.end) - 1

    def _find_cells(self) -> dict[int, Cell]:
        """Return the cells of tables by their tokens."""
        return {
            place: Cell(table=table, row=row, column=column)
            for table in find_tables(self.tokens)
            for row in table.rows
            if len(table.rows) > 1 or self.tokens[row[-1].start - 1].text == "|"
            for column, cell in enumerate(row)
            for place in cell
        }

    def _find_subjects(self) -> list[str]:
        subjects = {self.store.subject}
        keys = {name.key for name in self.vocabulary.names}
        if len(keys) < _MOST_SUBJECTS:  # of more, the store's own must do
            subjects |= {self.store.indicator(key).subject for key in keys}
        return sorted(one for one in subjects if one)

    def _follow(self) -> None:
        """Find for each sentence its names, who was spoken of before, and its heading's period."""
        self.spots: list[list[Spot]] = []
        self.before: list[Subject] = []
        self.headings: list[Mention | None] = []
        place, agent, main, headed = Subject(), Subject(), Subject(), Subject()
        heading, other = None, False
        sentences = self.passages.sentences
        for at, sentence in enumerate(sentences):
            spots = self.namer.find(sentence)
            is_new = not at or sentences[at - 1].paragraph != sentence.paragraph
            if is_new or not self._goes_on(sentence):
                agent = Subject()
            if is_new and main.name is not None and place is not headed:
                # What a paragraph told of a part, or of another place, is over with it.
                place = main
            self.spots.append(spots)
            self.before.append(agent if agent.name else place)
            self.headings.append(heading)
            place, agent = self._find_topic(sentence, spots, place, agent)
            if place.name == self.subject and not other:
                main = place
            # A text that speaks of another place first may go on with it.
            other = other or (place.name is not None and place.kind == "place" and not main.name)
            is_alone = at + 1 == len(sentences) or sentences[at + 1].paragraph != sentence.paragraph
            is_short = sentence.last - sentence.first < _LONGEST_HEADING
            if is_new and is_alone and is_short and self._is_heading(sentence):
                heading = self._find_heading(sentence) or heading
                headed = place if spots else main

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of whom the one before spoke of: `It sold`, `The company`."""
        first = self.tokens[sentence.first].fold
        second = self.tokens[sentence.first + 1].fold.removesuffix("'s")
        return first in WORDS.same_subject or (first == "the" and second in WORDS.nouns_for_agent)

    def _is_heading(self, sentence: Sentence) -> bool:
        """Whether a line of its own is no sentence, no item of a list and no figure."""
        first = self.tokens[sentence.first]
        is_item = first.kind == "sign" and first.text != "#"
        if self.tokens[sentence.last].text in ".!?。！？" or is_item:
            return False
        low = bisect_left(self.spans, (sentence.first, 0))
        high = bisect_right(self.spans, (sentence.last, self.tokens.size))
        for figure in self.figures[low:high]:
            if figure.kind != "number" or is_money(figure.unit) or figure.value > _MOST_IN_HEADING:
                return False
        return True

    def _find_heading(self, sentence: Sentence) -> Mention | None:
        """Return the period of a heading."""
        named = [one for one in self.mentions_in(sentence.first, sentence.last) if not one.is_base]
        if len({one.period for one in named}) != 1:
            return None
        # A month above a text is when it was written; above a table it is that of the table.
        is_table = sentence.last + 1 in self.cells or sentence.last + 2 in self.cells
        is_long = named[0].period is None or named[0].period.step not in ("month", "day")
        return named[0] if is_table or is_long or "/" in str(named[0].period) else None

    def _find_topic(
        self, sentence: Sentence, spots: Sequence[Spot], place: Subject, agent: Subject
    ) -> tuple[Subject, Subject]:
        """Return which place is spoken of behind a sentence with these names, and who else."""
        owners = [spot for spot in spots if spot.owns]
        if any(spot.name == self.subject for spot in owners):
            spot = next(spot for spot in owners if spot.name == self.subject)
            place = self.subject_of(spot)
        else:
            found = next((spot for spot in owners if spot.kind in ("own", "place")), None)
            place = self.subject_of(found) if found else place
        opening = next((spot for spot in owners if spot.first <= sentence.first + 1), None)
        if opening is not None:
            agent = self.subject_of(opening) if opening.kind == "name" else Subject()
        return place, agent

    def subject_of(self, spot: Spot) -> Subject:
        """Return a name as the subject of a figure."""
        return Subject(name=spot.name, kind=spot.kind, first=spot.first, last=spot.last)


class Context:
    """What stands around a figure; each part is worked out when it is first asked for."""

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
        first = (table.heads or table.rows[0])[0]
        at = self.document.passages.find(max(first.start - 1, 0))
        sentences = self.document.passages.sentences
        while at and sentences[at].last >= first.start - 1:
            at -= 1
        heading = sentences[at]
        is_short = heading.last - heading.first < _LONGEST_HEADING
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
    def is_present(self) -> bool:
        """Whether it is said in the present tense, so of the latest that is known."""
        start = max(self.first - _FARTHEST_BEHIND, self.clause[0])
        return any(self.tokens[index].fold in WORDS.present for index in range(start, self.first))

    def narrow(self, stems: frozenset[str]) -> tuple[range, ...]:
        """Return the least of its own part, up to a comma, that has these stems in it."""
        if self.cell is not None:
            return self.own
        (places,) = self.own
        nearest = {one: index for index, one in self.around if one in stems}
        left = min([self.first, *nearest.values()])
        start = left
        while start > places.start and self.tokens[start - 1].text not in _COMMAS:
            start -= 1
        said = self.find_saying(start, left)
        verb = self._find_verb(left)
        if verb is not None:
            # `NEV output, the pride of the city, grew by 36 percent`
            end = next(i for i in range(left, verb) if self.tokens[i].text in _COMMAS)
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
            if self.tokens[index].text in _COMMAS:
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

    # Who

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
        while start > self.sentence.first and self.tokens[start - 1].text not in _COMMAS:
            start -= 1
        words = {token.fold for token in self.tokens.between(start, self.first)}
        return opening if start > opening.last and words & {"its", "their"} else None

    def _find_doer(self, before: Sequence[Spot]) -> Spot:
        """Return which of the names before is the figure's: `BYD, based in X, made 5,000`."""
        start = self.first
        while start > self.sentence.first and self.tokens[start - 1].text != ",":
            start -= 1
        if start > self.sentence.first and self.tokens[start].fold in WORDS.verbs:
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

    @cached_property
    def denial(self) -> str | None:
        """A word of the sentence by which what it says is not so."""
        tokens = self.tokens.between(self.sentence.first, self.sentence.last)
        return next((token.text for token in tokens if token.fold in WORDS.denials), None)

    def spots_in(self, places: tuple[range, ...]) -> list[Spot]:
        """Return the names of places and others that stand in some ranges of tokens."""
        return [
            spot
            for spot in self.document.spots[self.at]
            if (spot.kind in ("place", "name") or spot.name != self.document.subject)
            and spot.kind != "whole"
            and any(spot.first in one for one in places)
        ]

    # When

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

    def _prefer(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mentions that may say when a figure is of, without days of news."""
        named = [one for one in mentions if not one.is_base]
        if not named:
            return []
        if self._brackets:
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
            return (main or leading)[-1]
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
        for one in reversed(self.document.mentions[max(number - _MOST_STEPS, 0) : number]):
            if mention.is_whole and one.period is not None and one.period.end is not None:
                return parse_period(f"{one.period.end.year:04}")
            if one.period is not None and len(one.period.text) == 4:  # noqa: PLR2004 - a year
                return parse_period(str(int(one.period.text) - 1))
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
        places = [cell.row[cell.column], cell.label, cell.head]
        places += [one for one in cell.row if one not in places]
        for one in places:
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

    # What

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
        for index in range(left, min(right, last + _FARTHEST_BEHIND) + 1):
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
        start = max(first - _FARTHEST_BEHIND, self.sentence.first)
        if self.number and spans[self.number - 1][1] >= start:
            start = spans[self.number - 1][1] + 1
        end = min(last + _FARTHEST_BEHIND, self.sentence.last)
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
        while number and spans[number - 1][1] >= left and steps < _MOST_STEPS:
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
