"""Reading a document against a store: its sentences, names, periods, cells and figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from cqfacts.figures import is_money
from cqfacts.figures.tables import find_tables
from cqfacts.record import Record

from .mentions import find_mentions
from .passages import Passages
from .quantities import is_economy
from .stems import stem, stems_of
from .subjects import Namer
from .vocabulary import Vocabulary
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cqfacts.figures import Figure
    from cqfacts.figures.tables import Table
    from cqfacts.figures.tokens import Tokens
    from cqfacts.model import Fact, Measure
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
LONGEST_HEADING = 16
_MOST_IN_HEADING = 31
"""A larger number in a line of its own is a figure, and the line no heading."""
_MOST_SUBJECTS = 5_000


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
        self.named_days = sorted(
            {one.period.end for one in self.mentions if one.period and one.period.end}
        )
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
        self.has_pairs = not said.isdisjoint(WORDS.in_turn) or {"分", "别"} <= said
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
            is_short = sentence.last - sentence.first < LONGEST_HEADING
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
