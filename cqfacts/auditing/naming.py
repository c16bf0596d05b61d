"""Naming: which indicators of a store the words around a figure name, and how well."""

from __future__ import annotations

from cqfacts.record import Record

from .fits import fit, may_be_unit
from .reading import CLAUSE, NEAR
from .stems import NEUTRAL, stems_of
from .vocabulary import Called
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from cqfacts.model import Fact

    from .context import Context
    from .fits import Fit
    from .reading import AuditedDocument

SURE = 0.78
"""So much for saying that the store has another value."""
LIKELY = 0.5
"""So much for offering an indicator."""
_STATED = 0.45
"""How much the words that state a fact count beside the names of its indicator."""
_PERIODS = {"same": 0.12, "open": 0.0, "within": -0.04, "other": -1.0, "unread": -0.5}
_OTHER_STATUS, _UNIT, _OF = 0.1, 0.1, 0.15
_MOST_SAID, _SAID = 40.0, 400
_MOST_CARRIED = 2
"""A topic is carried on through so many sentences."""
_MOST_APART = 5
"""A number without a unit goes on with a topic whose figures are at most so many times as large."""
_MOST_ASKED = 3
"""A question is answered in so many sentences."""
_GROWTH = frozenset(
    ("增", "降", "升", *stems_of("growth grew grow grown growing rose rise increase fell"))
)
_SMALL_WORDS = frozenset(("the", "of", "in", "and", "a", "by", "for"))


class Candidate(Record):
    """A fact that a figure may state, and how much speaks for it.

    `evidence` is how much of a name or of the stated words stands there, `score` that with how
    well unit and period go together, `name` what a name alone has, of the stems `stems`.
    """

    fit: Fit
    score: float
    evidence: float
    name: float
    stems: frozenset[str]

    @property
    def fact(self) -> Fact:
        """The fact."""
        return self.fit.fact

    @property
    def rank(self) -> tuple[float, str]:
        """By what candidates are ordered, whatever the order of the store is."""
        return self.score, self.fit.fact.key


class Topic(Record):
    """The indicator of the last figure that named one, and the sentence that it stands in.

    `last` is the last token of that figure. `is_asked` says that a question has named it, and
    `is_paired` that `respectively` gives it to the next figure, which
    `tells_growth` where the first of its run does.
    """

    key: str
    at: int
    unit: str | None = None
    last: int = -1
    is_asked: bool = False
    is_paired: bool = False
    tells_growth: bool = False


class Named:
    """A figure with the indicators that are named; `topic` is what figures before it were about."""

    def __init__(
        self,
        document: AuditedDocument,
        context: Context,
        day: date | None,
        topic: Topic | None = None,
    ) -> None:
        self.document = document
        self.context = context
        self.figure = context.figure
        self.day = day
        self.store = document.store
        if topic is None or context.at != topic.at:
            asked = self._find_asked()
            if asked is not None and (topic is None or asked.at > topic.at):
                topic = asked
        self.topic = topic
        self._own: dict[str, Called] | None = None
        self._carried: str | None = None
        self.names = document.vocabulary.score_names(context.places)
        if topic is not None and (carried := self._carry(topic)):
            self._carried = topic.key
            known = self._known(topic.key)
            self.names = {
                key: called for key, called in self.names.items() if not called.stems <= known
            }
            self.names[topic.key] = carried

    @property
    def is_carried(self) -> bool:
        """Whether the figure is of what another one before it is about."""
        return self._carried is not None

    def _is_near(self, topic: Topic | None) -> bool:
        if topic is None or self.context.cell is not None:
            return False
        sentences = self.document.passages.sentences
        steps = self.context.at - topic.at
        if topic.is_asked:
            return steps <= _MOST_ASKED
        if steps == 1 and self._goes_on_with():
            return True
        is_near = sentences[topic.at].paragraph == self.context.sentence.paragraph
        return steps == 0 or (is_near and steps <= _MOST_CARRIED)

    def _goes_on_with(self) -> bool:
        """Whether an item of a list goes on with the one before: `- The same in 2025: …`."""
        tokens, sentence = self.document.tokens, self.context.sentence
        start = sentence.first
        while start < sentence.last and tokens[start].kind == "sign":
            start += 1
        return any(
            tokens.starts_with(start, phrase)
            for phrase in WORDS.same_again.get(tokens[start].fold, ())
        )

    def _find_asked(self) -> Topic | None:
        """Return the indicator that the question before names: `And foreign trade? It rose …`."""
        document, at = self.document, self.context.at
        sentences, tokens = document.passages.sentences, document.tokens
        if self.context.cell is not None:
            return None
        for other in range(at - 1, max(at - 1 - _MOST_ASKED, -1), -1):
            if tokens[sentences[other].last].text not in "?？":
                continue
            stems = dict.fromkeys((one for _, one in document.stems_in(other)), NEAR)
            names = document.vocabulary.score_names(stems)
            sure = [
                (called.said, key)
                for key, called in names.items()
                if called.part >= SURE and any(fact.amount for fact in self.store.facts(key))
            ]
            if not sure:
                return None
            return Topic(key=max(sure)[1], at=other, is_asked=True)
        return None

    def _carry(self, topic: Topic) -> Called | None:
        """Return the topic as named, where the figure's own part says nothing else.

        `up 5.3 percent`, `in 2024 it was 953,000`, `Shanghai wanted 12,000`
        """
        if not self._is_near(topic) or not self._has_kind(topic.key):
            return None
        context, figure = self.context, self.figure
        is_amount = figure.kind == "number"
        if is_amount and figure.unit is not None and not self._has_unit(topic):
            return None
        if is_amount and figure.unit is None and not self._has_size(topic.key):
            return None
        known = self._known(topic.key)
        if topic.is_paired:
            return Called(part=1.0, said=_MOST_SAID, stems=context.stems & known)
        strange = [
            one for one in context.stems if one.isascii() and one not in known | NEUTRAL
        ] or self._find_strange_chinese(topic.key, frozenset())
        before = [
            one
            for index, one in self.document.stems_in(context.at)
            if topic.last < index <= context.last
        ]
        own = self.document.vocabulary.score_names(dict.fromkeys(before, NEAR))
        named = own[topic.key].part if topic.key in own else 0.0
        if strange or any(
            called.part >= SURE and (called.stems - known or named < SURE)
            for key, called in own.items()
            if key != topic.key
        ):
            return None
        return Called(part=1.0, said=_MOST_SAID, stems=context.stems & known)

    def _has_kind(self, key: str) -> bool:
        """Whether an indicator has figures of the kind: percentages, or amounts."""
        is_part = self.figure.kind in ("percent", "fraction")
        return any(
            (fact.unit == "%") >= is_part for fact in self.document.facts(key, self.figure.kind)
        )

    def _has_size(self, key: str) -> bool:
        """Whether a number without a unit is of the size of what an indicator has."""
        value = abs(self.figure.value)
        sizes = [
            abs(fact.amount.value)
            for fact in self.document.facts(key, self.figure.kind)
            if fact.amount
        ]
        return any(size / _MOST_APART <= value <= size * _MOST_APART for size in sizes)

    def _has_unit(self, topic: Topic) -> bool:
        unit = self.store.indicator(topic.key).unit
        return self.figure.unit == topic.unit or may_be_unit(self.figure, unit)

    def _own_names(self) -> dict[str, Called]:
        if self._own is None:
            context = self.context
            own = dict.fromkeys(context.stems | context.title_stems, NEAR)
            if context.leans and context.cell is None:
                own |= {one: weight for one, weight in context.places.items() if weight >= CLAUSE}
            self._own = self.document.vocabulary.score_names(own)
        return self._own

    def _own_part(self, key: str) -> float:
        """Return how much of a name of an indicator stands in the figure's own part."""
        if key == self._carried:
            return 1.0
        names = self._own_names()
        return names[key].part if key in names else 0.0

    def _find_candidates(self) -> list[Candidate]:
        context, vocabulary = self.context, self.document.vocabulary
        found: list[Candidate] = []
        tells_growth = self._tells_growth
        for key in sorted(self.names):
            called = self.names[key]
            is_stock = self.store.indicator(key).kind == "stock"
            unit = self.store.indicator(key).unit if key == self._carried else None
            for fact in self.document.facts(key, self.figure.kind):
                is_target = fact.status == context.status == "target"
                if fact.measure == "growth" and not (tells_growth or is_target):
                    continue
                held = fit(context, fact, is_stock=is_stock, unit=unit)
                if held is None:
                    continue
                stated = vocabulary.cover(vocabulary.stated(fact), context.places)
                evidence = called.part * (1 - _STATED) + max(called.part, stated) * _STATED
                score = evidence + min(called.said, _MOST_SAID) / _SAID
                score += held.unit * _UNIT + _PERIODS[held.period]
                score -= _OTHER_STATUS * (fact.status != context.status)
                if fact.of is not None:
                    score += _OF * self._cover_of(fact.of)
                found.append(
                    Candidate(
                        fit=held,
                        score=score,
                        evidence=evidence,
                        name=called.part,
                        stems=called.stems,
                    )
                )
        return found

    @property
    def _tells_growth(self) -> bool:
        """Whether words tell that something grew; a percentage of something is a part of it."""
        tokens, context = self.document.tokens, self.context
        if tokens[context.last + 1].fold == "of":
            return False
        if self.topic and self.topic.tells_growth and self.is_carried:
            return True
        if "+" in (tokens[context.first].text, tokens[context.first - 1].text):
            return True
        return self.figure.direction is not None or not _GROWTH.isdisjoint(self.context.stems)

    def _cover_of(self, of: str) -> float:
        """Return how much of what a fact is of stands right beside the figure."""
        parts = [
            word for word in of.casefold().replace("'s", "").split() if word not in _SMALL_WORDS
        ]
        said = {word.removesuffix("'s") for word in self.context.behind}
        return sum(part in said for part in parts) / max(len(parts), 1) if parts else 0.0

    def _is_nobody(self, key: str) -> bool:
        """Whether the text names nobody, and neither does the name of the indicator."""
        if self.context.subject.name is not None or self.document.subject is None:
            return False
        if self.store.indicator(key).subject not in (None, self.document.subject):
            return self._own_part(key) < SURE
        called = self.names.get(key)
        is_named = called is not None and not called.stems.isdisjoint(self.document.proper(key))
        return not (is_named and self._own_part(key) >= SURE)

    def _is_stock(self, key: str) -> bool:
        return self.store.indicator(key).kind == "stock"

    def _known(self, key: str) -> frozenset[str]:
        """Return the stems of all words that an indicator goes by."""
        return self.document.known(key)

    def _known_exactly(
        self, key: str, fact: Fact | None, inner: range = range(0)
    ) -> frozenset[str]:
        """Return the stems of the names of an indicator that stand there whole, and of a fact.

        Of a word of `inner`, the fact, the unit or a name with its noun must have it.
        """
        around = frozenset(one for index, one in self.context.around if index not in inner)
        noun = set(stems_of(self.figure.unit or ""))
        said = self.context.stems | self.names[key].stems if key in self.names else frozenset()
        found: set[str] = set()
        for name in self.store.names(key):
            stems = set(stems_of(name))
            if stems <= said and (stems <= around or not inner or stems & noun):
                found |= stems
        indicator = self.store.indicator(key)
        found |= set(stems_of(f"{indicator.unit or ''} {indicator.subject or ''}"))
        if fact is not None:
            found |= set(stems_of(f"{fact.stated or ''} {self._name_of(fact.of or '')}"))
        return frozenset(found)

    def _name_of(self, of: str) -> str:
        """Return what a fact is of in words: the names of an indicator where it is one."""
        return " ".join(self.store.names(of)) if of in self.store.keys else of

    def _names_whole(self, fact: Fact) -> bool:
        """Whether the words tell what a share is of."""
        if not fact.of:
            return True
        names = self.store.names(fact.of) if fact.of in self.store.keys else [fact.of]
        if any(self._cover_of(name) >= LIKELY for name in names):
            return True
        if any(stems and self.context.stems.issuperset(stems) for stems in map(stems_of, names)):
            return True
        if "total" in self.context.behind and self.topic and self.topic.key == fact.of:
            return True
        text = self.document.tokens.text[self._sentence_slice]
        return any(name in text for name in names if not name.isascii())

    @property
    def _sentence_slice(self) -> slice:
        sentence, tokens = self.context.sentence, self.document.tokens
        return slice(tokens[sentence.first].start, tokens[sentence.last].end)

    def _chinese_text(self, stems: frozenset[str]) -> str:
        """Return the Chinese of the least part with some stems, without names and periods."""
        context, tokens = self.context, self.document.tokens
        spots = {
            index
            for spot in context.document.spots[context.at]
            if spot.kind != "name"
            for index in range(spot.first, spot.last + 1)
        }
        return "".join(
            tokens[index].text
            for places in context.narrow(stems)
            for index in places
            if tokens[index].kind == "chinese"
            and index not in spots
            and not context.document.is_dated(index)
            and not context.first <= index <= context.last
        )

    def _find_strange_chinese(self, key: str, stems: frozenset[str]) -> list[str]:
        """Return what is left of the Chinese of the own part without names and neutral words."""
        text = self._chinese_text(stems)
        if not text:
            return []
        names = [name for name in self.store.names(key) if not name.isascii()]
        for word in sorted({*names, *WORDS.chinese_neutral}, key=len, reverse=True):
            text = text.replace(word, " ")
        known = self._known(key)
        return [rest for rest in text.split() if not set(rest) <= known]
