"""Judging: from what the words around a figure say, which verdict it gets.

A verdict is decided here and nowhere else. A `Block` is what keeps a figure from matching or
differing, whatever speaks for it.
"""

from __future__ import annotations

from cqfacts.record import Record, replace
from cqfacts.rivals import find_common

from .context import CLAUSE, NEAR
from .findings import Finding
from .fits import fit, is_same_number, latest, may_be_unit
from .quantities import find_parts, find_sums, name_part
from .stems import NEUTRAL, stem, stems_of
from .vocabulary import Called
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from cqfacts.figures import Doubt
    from cqfacts.model import Fact, Indicator, Measure

    from .context import AuditedDocument, Context
    from .fits import Fit

_GRAVE = ("number", "sign", "denial")
"""Doubts of these kinds no fact answers."""
_LEAST = 0.42
"""So much of a name, or of the words that state a fact, must stand there for a match."""
_LEAST_COMMON = 0.55
"""So much where the number is one that many things have."""
_SURE = 0.78
"""So much for saying that the store has another value."""
_LIKELY = 0.5
"""So much for offering an indicator."""
_MARGIN = 0.12
"""By so much the best must be ahead of what is not of its value."""
_STATED = 0.45
"""How much the words that state a fact count beside the names of its indicator."""
_MANY_STATED = 2
"""So many words that say what is measured tell a fact from others, where all stand there."""
_MANY_STEMS = 4
"""A name of so many words is like no other."""
_PERIODS = {"same": 0.12, "open": 0.0, "within": -0.04, "other": -1.0, "unread": -0.5}
_OTHER_STATUS, _UNIT, _OF = 0.1, 0.1, 0.15
_MOST_SAID, _SAID = 40.0, 400
_SMALL = 20
"""Below it a number is one that many things have."""
_SOON = 31
"""A stock that is reported so many days after a period is that of its end."""
_REPORTED = 400
"""A document speaks of a period that ended at most so many days before it."""
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


class Block(Record):
    """Why a figure may not be held against a fact; `reason` says so in words."""

    kind: str
    reason: str


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

    `is_asked` says that a question has named it.
    """

    key: str
    at: int
    unit: str | None = None
    kind: str = ""
    is_asked: bool = False


class Judge:
    """The judging of one figure; `topic` is what the figures before it were about."""

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

    def judge(self) -> Finding:
        """Return the finding; a figure that is in doubt is unclear, whatever speaks for it."""
        finding = self._judge()
        doubt = self._find_doubt(finding.fact)
        if doubt is None:
            return finding
        near = finding.near or ((finding.key,) if finding.key else ())
        return replace(
            finding, verdict="unclear", fact=None, older=None, of=None, doubt=doubt, near=near
        )

    def next_topic(self, finding: Finding) -> Topic | None:
        """Return what a figure behind this one may go on with."""
        key = finding.key
        is_sure = finding.verdict in ("matches", "differs", "stale")
        if key is not None and (is_sure or key == self._carried or self._own_part(key) >= _LIKELY):
            unit = self.figure.unit
            return Topic(key=key, at=self.context.at, unit=unit, kind=self.figure.kind)
        return self.topic if self._is_near(self.topic) else None

    # What speaks for which indicator

    def _is_near(self, topic: Topic | None) -> bool:
        if topic is None or self.context.cell is not None:
            return False
        sentences = self.document.passages.sentences
        steps = self.context.at - topic.at
        if topic.is_asked:
            return steps <= _MOST_ASKED
        is_near = sentences[topic.at].paragraph == self.context.sentence.paragraph
        return steps == 0 or (is_near and steps <= _MOST_CARRIED)

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
                if called.part >= _SURE and any(fact.amount for fact in self.store.facts(key))
            ]
            if not sure:
                return None
            return Topic(key=max(sure)[1], at=other, is_asked=True)
        return None

    def _carry(self, topic: Topic) -> Called | None:
        """Return the topic as named, where the figure's own part says nothing else.

        `up 5.3 percent`, `in 2024 it was 953,000`, `Shanghai wanted 12,000`
        """
        if not self._is_near(topic):
            return None
        context, figure = self.context, self.figure
        is_amount = figure.kind == "number"
        if is_amount and figure.unit is not None and not self._has_unit(topic):
            return None
        if is_amount and figure.unit is None and not self._has_size(topic.key):
            return None
        known = self._known(topic.key)
        strange = [
            one for one in context.stems if one.isascii() and one not in known | NEUTRAL
        ] or self._find_strange_chinese(topic.key, frozenset())
        if strange or any(
            called.part >= _SURE and called.stems - known
            for key, called in self._own_names().items()
            if key != topic.key
        ):
            return None
        return Called(part=1.0, said=_MOST_SAID, stems=context.stems & known)

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
            for fact in self.document.facts(key, self.figure.kind):
                is_target = fact.status == context.status == "target"
                if fact.measure == "growth" and not (tells_growth or is_target):
                    continue
                held = fit(context, fact, is_stock=is_stock)
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

    # The verdict

    def _judge(self) -> Finding:
        if not self.names:
            return self._make("new") if self.context.what else self._make("unclear")
        candidates = self._find_candidates()
        equal = [one for one in candidates if one.fit.is_equal and self._may_match(one.fit)]
        best = max(candidates, key=lambda one: one.rank, default=None)
        match = max(equal, key=lambda one: one.rank, default=None)
        if match and best and match.fact.key != best.fact.key and match.stems < best.stems:
            # A name that has all of another's words and more is the one that is meant.
            match = None
        if (
            match
            and best
            and match.evidence >= self._least(match)
            and match.score > best.score - _MARGIN
        ):
            return self._accept(self._tighten(match, equal), candidates)
        if best and (found := self._differ(best, candidates)):
            return found
        return self._tell_new(best, candidates)

    def _least(self, match: Candidate) -> float:
        """Return what must speak for a match: more where the figure is one that many have."""
        figure = self.figure
        is_common = figure.kind in ("rank", "streak", "multiple") or abs(figure.value) < _SMALL
        least = _LEAST_COMMON if is_common and figure.kind != "percent" else _LEAST
        # A text that names nobody may still name what is unlike anything else.
        is_unlike = len(match.stems) >= _MANY_STEMS
        if not self._is_nobody(match.fact.key):
            return least
        return _SURE if is_unlike else 2.0

    def _is_nobody(self, key: str) -> bool:
        """Whether the text names nobody, and neither does the name of the indicator."""
        if self.context.subject.name is not None or self.document.subject is None:
            return False
        if self.store.indicator(key).subject not in (None, self.document.subject):
            return self._own_part(key) < _SURE
        called = self.names.get(key)
        is_named = called is not None and not called.stems.isdisjoint(self.document.proper(key))
        return not (is_named and self._own_part(key) >= _SURE)

    def _may_match(self, held: Fit) -> bool:
        """Whether a fact of the figure's value is of its period and status as well."""
        context, fact = self.context, held.fact
        if "estimate" not in (fact.status, context.status):
            is_actual = fact.status == "actual"
            if is_actual != (context.status == "actual"):
                return False
        if held.period in ("open", "same"):
            return True
        period = context.dated.period
        if held.period == "within" and period is not None and fact.period is not None:
            # What there was at the end of a month of 2025 is no figure of all of 2025.
            is_of_it = fact.period.is_within(period) or fact.period.end == period.end
            return self._is_stock(fact.key) and is_of_it
        return held.period == "other" and self._is_soon_after(fact)

    def _is_stock(self, key: str) -> bool:
        return self.store.indicator(key).kind == "stock"

    def _is_soon_after(self, fact: Fact) -> bool:
        """Whether a fact tells within a month after a period how much there was at its end."""
        period = self.context.dated.period
        end = period.end if period else None
        start = fact.period.start if fact.period else None
        if end is None or start is None or not self._is_stock(fact.key):
            return False
        return 0 < (start - end).days <= _SOON

    def _tighten(self, match: Candidate, equal: Sequence[Candidate]) -> Candidate:
        """Return the same match by a fact without a hedge, where there is one as near."""
        same = [
            one
            for one in equal
            if one.fact.key == match.fact.key
            and one.fact.amount is not None
            and one.fact.amount.qualifier is None
            and one.score > match.score - _MARGIN
        ]
        return max(same, key=lambda one: one.rank, default=match)

    def _accept(self, match: Candidate, candidates: Sequence[Candidate]) -> Finding:
        """Return a match, if nothing forbids it, or what the newer and exacter facts make of it."""
        fact = match.fact
        block = self._find_block(match) or self._find_loose(match) or self._find_doubtful(match)
        if block:
            return self._leave(block, fact.key)
        if fact.status == "estimate" and (final := self._find_final(fact)) is not None:
            return self._make("stale", fact=final, older=fact, stems=match.stems)
        exact = self._find_exact(match, candidates)
        if exact is not None:
            if is_same_number(self.figure, fact):
                return self._leave(_differing((fact, exact)), fact.key)
            return self._make("differs", fact=exact, stems=match.stems)
        rivals = self._find_rivals(fact)
        if rivals and find_common((fact, *rivals)) is None:
            return self._leave(_differing((fact, *rivals)), fact.key)
        if match.fit.period == "open" and fact.period is not None and not self.context.is_before:
            newest = self._find_newer(fact, candidates)
            if newest is not None:
                if self.context.is_now or self.context.is_present or self._is_stock(fact.key):
                    return self._make("stale", fact=newest, older=fact, stems=match.stems)
                reason = f"no period is given, and the store has it for {fact.period} only"
                return self._leave(Block(kind="period", reason=reason), fact.key)
        return self._make("matches", fact=fact, stems=match.stems)

    def _find_final(self, fact: Fact) -> Fact | None:
        """Return the actual figure of what a fact estimates."""
        return next(
            (
                one
                for one in self.document.facts(fact.key, self.figure.kind)
                if one.status == "actual" and _is_alike(one, fact) and one.period == fact.period
            ),
            None,
        )

    def _find_rivals(self, fact: Fact) -> list[Fact]:
        """Return the other facts that state the same thing."""
        return [
            one
            for one in self.document.facts(fact.key, self.figure.kind)
            if one is not fact
            and one.period == fact.period
            and one.status == fact.status
            and one.base == fact.base
            and one.each == fact.each
            and _is_alike(one, fact)
        ]

    def _find_exact(self, match: Candidate, candidates: Sequence[Candidate]) -> Fact | None:
        """Return what says more of a period than a bound does, and is not true with the figure."""
        fact = match.fact
        if fact.amount is None or (fact.amount.qualifier is None and not fact.each):
            return None
        same = [
            one
            for one in candidates
            if (one.fact.period == fact.period or match.fit.period == one.fit.period == "same")
            and one.fact.status == fact.status
            and _is_alike(one.fact, fact)
            and not one.fact.each
            and one.fact.amount is not None
            and one.fact.amount.qualifier is None
        ]
        if not same or any(one.fit.is_equal for one in same):
            return None
        return same[0].fact

    def _find_newer(self, fact: Fact, candidates: Sequence[Candidate]) -> Fact | None:
        """Return the newest fact of the same, where the figure is an older one."""
        rivals = [
            one.fact
            for one in candidates
            if _is_alike(one.fact, fact)
            and one.fact.status == fact.status
            and one.fact.period is not None
        ]
        newest = latest(rivals) if rivals else fact
        if newest is fact or newest.period == fact.period or self._matches(newest, candidates):
            return None
        return newest

    def _matches(self, fact: Fact, candidates: Sequence[Candidate]) -> bool:
        return any(
            one.fit.is_equal and one.fact.period == fact.period and _is_alike(one.fact, fact)
            for one in candidates
        )

    def _differ(self, best: Candidate, candidates: Sequence[Candidate]) -> Finding | None:
        """Return that the store has another figure, where all that is needed speaks for it."""
        best = self._find_latest(best, candidates)
        fact = best.fact
        is_share = fact.measure == "share" and bool(fact.of) and self._names_whole(fact)
        least = _LIKELY if is_share else _SURE
        if (
            best.name < least
            or self._own_part(fact.key) < least
            or not self._has_unit_of(best)
            or best.fit.period not in ("same", "open")
            or fact.status != self.context.status
            or self._is_nobody(fact.key)
            or not best.fit.is_apart
            or not self._names_subject(fact.key)
        ):
            return None
        if fact.measure == "rank" and self._is_of_one_of(best, candidates):
            return self._make("unclear", near=(fact.key,))
        if any(self._is_rival(one, best) for one in candidates):
            return None
        if best.fit.period == "open" and not self._may_be_latest(best, candidates):
            return None
        if self._find_block(best) or self._find_strange(best):
            return None
        if fact.measure == "share" and not self._names_whole(fact):
            return None
        if any(one.fit.is_equal and self._may_match(one.fit) for one in candidates):
            same = [one for one in candidates if one.fact.key == fact.key and one.fit.is_equal]
            if any(self._may_match(one.fit) and one.fit.period == best.fit.period for one in same):
                return None
        return self._make("differs", fact=fact, stems=best.stems)

    def _names_subject(self, key: str) -> bool:
        """Whether an indicator that has a subject of its own is spoken of as that of it.

        `China-Europe trains from Chongqing alone` are not those of Chengdu and Chongqing, and
        what Chongqing handled of a corridor's containers is not all of them.
        """
        own, main = self.store.indicator(key).subject, self.document.subject
        if own in (None, main) or key == self._carried:
            return True
        if key in self.names and not all(one.isascii() for one in self.names[key].stems):
            # In Chinese the name of a store's subject is in that of the indicator.
            return True
        document, context = self.document, self.context
        said = {
            one
            for at in (context.at - 1, context.at)
            if at >= 0
            for _, one in document.stems_in(at)
        }
        stems = stems_of(own or "")
        said |= context.title_stems
        if sum(one in said for one in stems) * 2 <= len(stems):
            return False
        subject = context.subject
        is_here = context.sentence.first <= subject.first <= context.sentence.last
        is_main = subject.name == main and is_here
        return not (is_main and document.tokens[subject.last + 1].fold in WORDS.verbs)

    def _is_rival(self, one: Candidate, best: Candidate) -> bool:
        """Whether as much speaks for another indicator, and nothing against it."""
        if one.fact.key == best.fact.key or one.stems < best.stems:
            return False
        if one.score <= best.score - _MARGIN / 2 or self._own_part(one.fact.key) < _LIKELY:
            return False
        return not (self._find_strange(one) or self._find_block(one))

    def _find_latest(self, best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
        """Return the latest of the candidates like the best, where the text gives no period."""
        if best.fit.period != "open":
            return best
        alike = [
            one
            for one in candidates
            if _is_alike(one.fact, best.fact)
            and one.fact.status == self.context.status
            and one.fact.period is not None
        ]
        newest = latest([one.fact for one in alike]) if alike else best.fact
        return next((one for one in alike if one.fact is newest), best)

    def _has_unit_of(self, candidate: Candidate) -> bool:
        """Whether the unit is that of a fact, or a word that its indicator goes by."""
        if candidate.fit.unit >= 0:
            return True
        noun = stems_of(self.figure.unit or "")
        return bool(noun) and set(noun) <= self._known(candidate.fact.key)

    def _is_of_one_of(self, best: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Whether an indicator ranks in several wholes, and the words do not tell in which."""
        wholes = {
            one.fact.of
            for one in candidates
            if one.fact.key == best.fact.key
            and one.fact.measure == "rank"
            and one.fit.period == best.fit.period
        }
        if len(wholes) <= 1:
            return False
        covers = {whole: self._cover_of(whole or "") for whole in wholes}
        own = covers.pop(best.fact.of)
        return own < _LIKELY or own <= max(covers.values())

    def _is_share_of(self, fact: Fact) -> bool:
        """Whether a share is not one of something else: `58.8 percent of the workers`."""
        is_of = self.document.tokens[self.context.last + 1].fold == "of"
        return not is_of or self._names_whole(fact)

    def _names_whole(self, fact: Fact) -> bool:
        """Whether the words tell what a share is of."""
        if not fact.of:
            return True
        names = self.store.names(fact.of) if fact.of in self.store.keys else [fact.of]
        if any(self._cover_of(name) >= _LIKELY for name in names):
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

    def _may_be_latest(self, best: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Whether a figure without a period can be meant for the latest that the store has."""
        own = [one.fact for one in candidates if one.fact.key == best.fact.key]
        newest = latest(own)
        if best.fact.period != newest.period:
            return False
        end = newest.period.end if newest.period else None
        if self.day is None or end is None:
            return True
        return abs((self.day - end).days) < _REPORTED

    def _tell_new(self, best: Candidate | None, candidates: Sequence[Candidate]) -> Finding:
        """Return a figure that is none of the store's, or of which it is unclear what it is."""
        near = sorted(self.names, key=self._rank_name, reverse=True)[:3]
        likely = tuple(key for key in near if self.names[key].part >= _LIKELY)
        is_told = not any(self._own_part(key) >= _LIKELY for key in self.names)
        first = best.fact.key if best and best.name >= _SURE else (near[0] if near else None)
        if first is not None and self.names[first].part >= _SURE:
            block = self._find_block_of(first, self.names[first].stems)
            if block is not None:
                return self._leave(block, first, likely)
            if best and first == best.fact.key and self._is_near_fact(best):
                reason = "it is near what the store has, and rounded further than is plain"
                return self._leave(Block(kind="bound", reason=reason), first)
            has_one = any(self._is_of_it(one) for one in candidates if one.fact.key == first)
            if not (has_one or self._is_nobody(first)) and self._may_measure(first):
                return self._make("other", key=first, stems=self.names[first].stems)
        is_said = any(one not in NEUTRAL for one in stems_of(self.context.what or ""))
        if is_said and (is_told or not likely) and not self.context.wholes:
            return self._make("new")
        return self._make("unclear", near=likely)

    def _is_near_fact(self, best: Candidate) -> bool:
        """Whether a figure is neither that of a fact nor clearly another."""
        return self._is_of_it(best) and not best.fit.is_apart

    def _is_of_it(self, one: Candidate) -> bool:
        """Whether a fact is of the measure, period and status that a figure is of."""
        return one.fit.period in ("same", "open") and one.fact.status == self.context.status

    def _may_measure(self, key: str) -> bool:
        """Whether a figure may be of an indicator that has no such fact."""
        if self._own_part(key) < _SURE or self.context.dated.is_unread:
            return False
        if not any(fact.amount for fact in self.store.facts(key)):
            return False
        figure, unit = self.figure, self.store.indicator(key).unit
        is_amount = figure.kind == "number" and figure.direction is None
        if is_amount and not may_be_unit(figure, unit):
            return False
        called = self.names[key]
        return not self._find_strange_of(key, called.stems, None)

    def _rank_name(self, key: str) -> tuple[float, float, str]:
        called = self.names[key]
        return called.part, called.said, key

    # What forbids a verdict

    def _find_doubt(self, fact: Fact | None) -> str | None:
        """Return what beside the figure leaves it in doubt, and the fact does not answer."""
        figure = self.figure
        for one in self.context.doubts:
            if one.kind in _GRAVE:
                return one.reason
            if one.kind == "unit" and not (fact and fact.unit in (figure.unit, *figure.may_be)):
                return one.reason
            if one.kind == "rate" and fact is not None:
                if self._is_by_the_year(one, fact):
                    continue
                said = self.document.tokens.text[one.start : one.end].casefold()
                label = self.store.indicator(fact.key).label
                if said not in f"{label} {fact.stated} {fact.unit}".casefold():
                    return one.reason
        return None

    def _is_by_the_year(self, doubt: Doubt, fact: Fact) -> bool:
        """Whether `a year` says no more than that a fact is one of a year."""
        words = self.document.tokens.text[doubt.start : doubt.end].casefold().split()
        is_year = fact.period is not None and fact.period.step == "year"
        return is_year and words[-1:] in (["year"], ["annually"], ["yearly"])

    def _find_block(self, candidate: Candidate) -> Block | None:
        fact = candidate.fact
        if denial := self.context.denial:
            return Block(kind="denial", reason=f"'{denial}' may deny it")
        if fact.measure == "share" and not self._is_share_of(fact):
            return Block(kind="measure", reason="it is a share of something else")
        if candidate.fit.period == "unread":
            return self._block_period()
        return self._find_block_of(fact.key, candidate.stems, fact)

    def _block_period(self) -> Block:
        dated, tokens = self.context.dated, self.document.tokens
        if dated.first < 0:
            return Block(kind="period", reason="nothing dates its row or column")
        said = tokens.text[tokens[dated.first].start : tokens[dated.last].end]
        return Block(kind="period", reason=f"'{' '.join(said.split())}' is no period of the store")

    def _find_block_of(
        self, key: str, stems: frozenset[str], fact: Fact | None = None
    ) -> Block | None:
        """Return what speaks of somebody or something else than an indicator is about."""
        context, tokens = self.context, self.document.tokens
        indicator = self.store.indicator(key)
        known = self._known(key)
        subject = context.subject
        if subject.name is not None and not self._is_about(subject.name, indicator, known):
            return Block(kind="subject", reason=f"it is about {subject.name}")
        places = context.narrow(stems)
        for spot in context.spots_in(places):
            if not set(stems_of(spot.name)) <= known and not self._is_beside(spot.first):
                said = tokens.text[tokens[spot.first].start : tokens[spot.last].end]
                return Block(kind="subject", reason=f"'{said}' may be whom it is about")
        exact = self._known_exactly(key, fact)
        parts = [
            index
            for one in (*places, *context.short_leads(places[0].start))
            for index in find_parts(tokens, one, context.first)
        ]
        wholes = [one for one in context.wholes if name_part(tokens, one) not in known]
        for index in [*(one for one in parts if name_part(tokens, one) not in exact), *wholes]:
            if not context.document.is_dated(index):
                reason = f"'{tokens[index].text}' makes another quantity of it"
                return Block(kind="part", reason=reason)
        for lead in context.short_leads(places[0].start):
            if tokens[lead.start].fold in WORDS.leads_out:
                return Block(
                    kind="part", reason=f"'{tokens[lead.start].text}' changes what it is of"
                )
        chinese = self._find_part_chinese(key, stems)
        if chinese is not None:
            return Block(kind="part", reason=f"'{chinese}' makes another quantity of it")
        is_long = fact is not None and fact.period is not None and fact.period.end is None
        is_sum = (
            indicator.kind != "stock"
            and not is_long
            and any(
                name_part(tokens, index) not in known
                for one in places
                for index in find_sums(tokens, one)
            )
        )
        if is_sum:
            return Block(kind="part", reason="it is a sum of several periods")
        return None

    def _is_about(self, name: str, indicator: Indicator, known: frozenset[str]) -> bool:
        """Whether a subject that is named can be that of an indicator."""
        if name in (indicator.subject, self.document.subject):
            return True
        return set(stems_of(name)) <= known

    def _is_beside(self, index: int) -> bool:
        """Whether what is named there is only compared with: `more than Shanghai`."""
        tokens = self.document.tokens
        words = {tokens[index - step].fold for step in (1, 2)}
        return not words.isdisjoint(("than", "ahead", "behind", "overtook", "unlike"))

    def _find_loose(self, match: Candidate) -> Block | None:
        """Return why a figure below a number, or one beyond a bound, is not what the store has."""
        amount, figure = match.fact.amount, self.figure
        if amount is None:
            return None
        is_same = is_same_number(figure, match.fact)
        if is_same and amount.qualifier is None and figure.qualifier == "under":
            return Block(kind="bound", reason="the store has the very number")
        if amount.qualifier is not None and not is_same and self._find_strange(match):
            return Block(kind="bound", reason="it only lies within a bound of the store")
        return None

    def _find_doubtful(self, match: Candidate) -> Block | None:
        """Return why words are too few, or leave too much unsaid, for a match.

        Either the indicator is named and nothing else is said of the figure, or all the words stand
        there that state the fact.
        """
        stated = [one for one in self.document.vocabulary.stated(match.fact) if one not in NEUTRAL]
        if len(stated) >= _MANY_STATED and set(stated) <= self.context.places.keys():
            return None
        is_share = match.fact.measure == "share" and self._names_whole(match.fact)
        least = _LIKELY if is_share else _SURE
        is_named = match.name >= least or self._is_named_before(match.fact.key)
        if is_named and self._is_quoted(match.fact):
            return None
        strange = self._find_strange(match)
        if strange:
            return Block(kind="words", reason=f"'{strange[0]}' may make another quantity of it")
        is_likely = len(match.stems) > 1 and match.name >= _LIKELY
        if not (is_named or is_likely) and self._own_part(match.fact.key) < _SURE:
            return Block(kind="name", reason="the indicator is not named in full")
        return None

    def _is_named_before(self, key: str) -> bool:
        """Whether a whole name stands in the sentence and the one before it in its paragraph."""
        document, at = self.document, self.context.at
        sentences = document.passages.sentences
        if not at or sentences[at - 1].paragraph != self.context.sentence.paragraph:
            return False
        said = {one for other in (at - 1, at) for _, one in document.stems_in(other)}
        names = (stems_of(name) for name in self.store.names(key))
        return any(len(stems) > 1 and said.issuperset(stems) for stems in names)

    def _is_quoted(self, fact: Fact) -> bool:
        """Whether the very words that state a fact, or another of the same, stand there."""
        said = " ".join(self.document.tokens.text[self._sentence_slice].casefold().split())
        facts = (fact, *self._find_rivals(fact))
        return any(one.stated and one.stated.casefold() in said for one in facts)

    def _find_strange(self, candidate: Candidate) -> list[str]:
        return self._find_strange_of(candidate.fact.key, candidate.stems, candidate.fact)

    def _find_strange_of(self, key: str, stems: frozenset[str], fact: Fact | None) -> list[str]:
        """Return the words of the figure's own part that an indicator does not explain."""
        context = self.context
        known = self._known(key)
        if fact is not None and fact.of:
            known |= frozenset(stems_of(self._name_of(fact.of)))
        places = context.narrow(stems)
        spots = {
            index
            for spot in context.document.spots[context.at]
            if spot.kind in ("own", "whole")
            for index in range(spot.first, spot.last + 1)
        }
        figure = self.figure
        is_firm = figure.noun is None
        tokens, others = self.document.tokens, self.document.figure_tokens
        # What stands between the number and its noun must be in a name, or state a fact.
        inner = range(self._number_last + 1, context.last)
        exact = self._known_exactly(key, fact, inner)
        named = {index for index, one in context.around if one in stems}
        strange = [
            one
            for index, one in context.around
            if any(index in place for place in places)
            and tokens[index].kind != "chinese"
            and one not in (exact if index in inner else known)
            and one not in NEUTRAL
            and index not in spots
            and not (is_firm and context.first <= index <= context.last)
            and (index not in others or context.first <= index <= context.last)
            and not _is_adverb(tokens[index].fold)
            and tokens[index + 1].fold not in ("up", "down")
            and not (tokens[index + 1].fold in ("a", "an") and index + 2 in named)
        ]
        return strange or self._find_strange_chinese(key, stems)

    @property
    def _number_last(self) -> int:
        """The last token of the number."""
        tokens, context = self.document.tokens, self.context
        index = context.first
        while index < context.last and tokens[index + 1].start < self.figure.number_end:
            index += 1
        return index

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

    def _find_part_chinese(self, key: str, stems: frozenset[str]) -> str | None:
        text = self._chinese_text(stems)
        if not text:
            return None
        for name in sorted(self.store.names(key), key=len, reverse=True):
            text = text.replace(name, " ")
        return next((word for word in sorted(WORDS.chinese_parts) if word in text), None)

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

    # The finding

    def _leave(self, block: Block, key: str, near: Iterable[str] = ()) -> Finding:
        """Return a figure as unclear, for a reason."""
        keys = tuple(dict.fromkeys((key, *near)))
        return self._make("unclear", near=keys, doubt=block.reason)

    def _make(  # noqa: PLR0913 - what a finding has
        self,
        verdict: str,
        *,
        fact: Fact | None = None,
        older: Fact | None = None,
        key: str | None = None,
        near: tuple[str, ...] = (),
        doubt: str | None = None,
        stems: frozenset[str] = frozenset(),
    ) -> Finding:
        context, tokens = self.context, self.document.tokens
        sentence, dated, subject = context.sentence, context.dated, context.subject
        return Finding(
            figure=self.figure,
            verdict=verdict,  # type: ignore[arg-type]  # one of them
            sentence=(tokens[sentence.first].start, tokens[sentence.last].end),
            key=fact.key if fact else key,
            measure=fact.measure if fact else self._guess_measure(),
            status=context.status,
            period=dated.period,
            of=fact.of if fact else None,
            fact=fact,
            older=older,
            what=context.what,
            near=near,
            doubt=doubt,
            key_words=self._find_words(stems),
            period_words=_span(tokens, dated.first, dated.last),
            subject_words=_span(tokens, subject.first, subject.last),
        )

    def _find_words(self, stems: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Return where the words stand that name the indicator."""
        tokens = self.document.tokens
        return tuple(
            (tokens[index].start, tokens[index].end)
            for index in sorted({index for index, one in self.context.around if one in stems})
        )

    def _guess_measure(self) -> Measure | None:
        figure = self.figure
        if figure.kind in ("rank", "streak", "multiple"):
            return figure.kind
        if figure.kind == "percent":
            return "growth" if self._tells_growth else None
        if figure.kind == "fraction":
            return "share"
        return "change" if figure.direction else "level"


def _span(tokens: Sequence[object], first: int, last: int) -> tuple[int, int] | None:
    if first < 0:
        return None
    return tokens[first].start, tokens[last].end  # type: ignore[attr-defined]  # they are tokens


def _is_alike(one: Fact, other: Fact) -> bool:
    """Whether two facts are of the same indicator, measure and whole."""
    return (one.key, one.measure, one.unit, one.of) == (
        other.key,
        other.measure,
        other.unit,
        other.of,
    )


def _differing(facts: Sequence[Fact]) -> Block:
    """Return that the facts of one thing differ, with each of them."""
    said = dict.fromkeys(
        f"{fact.amount.qualifier or ''} {fact.amount.written} by {fact.source}".strip()
        for fact in facts
        if fact.amount is not None
    )
    return Block(kind="sources", reason=f"the store has {' and '.join(said)}")


def _is_adverb(fold: str) -> bool:
    return fold.endswith("ly") and len(fold) > len("only") and stem(fold) is not None
