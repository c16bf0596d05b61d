"""Blocks: what keeps a figure from matching and from differing, whatever speaks for it."""

from __future__ import annotations

from cqfacts.record import Record

from .fits import is_same_number
from .naming import LIKELY, SURE, Named
from .quantities import find_parts, find_sums, name_part
from .stems import NEUTRAL, stem, stems_of
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures import Doubt
    from cqfacts.model import Fact, Indicator

    from .naming import Candidate


_GRAVE = ("number", "sign", "denial")
"""Doubts of these kinds no fact answers."""
_MANY_STATED = 2
"""So many words that say what is measured tell a fact from others, where all stand there."""


class Block(Record):
    """Why a figure may not be held against a fact; `reason` says so in words."""

    kind: str
    reason: str


class Blocked(Named):
    """A named figure, with what speaks against each fact."""

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
        context = self.context
        indicator = self.store.indicator(key)
        known = self._known(key)
        subject = context.subject
        if subject.name is not None and not self._is_about(subject.name, indicator, known):
            return Block(kind="subject", reason=f"it is about {subject.name}")
        places = context.narrow(stems)
        return self._block_name(places, known) or self._block_part(key, stems, places, fact)

    def _block_name(self, places: tuple[range, ...], known: frozenset[str]) -> Block | None:
        """Return a name in some parts of the text that an indicator does not have."""
        context, tokens = self.context, self.document.tokens
        for spot in context.spots_in(places):
            if not set(stems_of(spot.name)) <= known and not self._is_beside(spot.first):
                said = tokens.text[tokens[spot.first].start : tokens[spot.last].end]
                return Block(kind="subject", reason=f"'{said}' may be whom it is about")
        return None

    def _block_part(
        self, key: str, stems: frozenset[str], places: tuple[range, ...], fact: Fact | None
    ) -> Block | None:
        """Return a word in some parts of the text that makes another quantity of an indicator."""
        context, tokens = self.context, self.document.tokens
        indicator, known = self.store.indicator(key), self._known(key)
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
        if indicator.kind == "stock" and (added := self._find_added(places, known)):
            return Block(
                kind="part", reason=f"'{added}' may say what was added, and not what there is"
            )
        for lead in context.short_leads(places[0].start):
            said = next((tokens[i].text for i in lead if tokens[i].fold in WORDS.leads_out), None)
            if said is not None:
                return Block(kind="part", reason=f"'{said}' changes what it is of")
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

    def _find_added(self, places: tuple[range, ...], known: frozenset[str]) -> str | None:
        """Return a word by which a figure is what was added to a stock."""
        tokens = self.document.tokens
        if tokens[self.context.first - 1].fold == "to":
            # It was built up to what there is.
            return None
        words = (tokens[index] for one in places for index in one)
        added = (word for word in words if word.fold in WORDS.adding)
        return next((word.text for word in added if (stem(word.fold) or "") not in known), None)

    def _is_about(self, name: str, indicator: Indicator, known: frozenset[str]) -> bool:
        """Whether a subject that is named can be that of an indicator."""
        if name in (indicator.subject, self.document.subject):
            return True
        return set(stems_of(name)) <= known

    def _is_beside(self, index: int) -> bool:
        """Whether what is named there is only compared with: `more than Shanghai`."""
        tokens = self.document.tokens
        words = {tokens[index - step].fold for step in (1, 2)}
        if tokens[index + 1].fold in WORDS.nouns_for_place:
            # The Portuguese capital, the Chinese city: what the subject is.
            return True
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
        if close := self._find_close(match):
            return Block(kind="words", reason=f"'{close}' may make another quantity of it")
        if len(stated) >= _MANY_STATED and set(stated) <= self.context.places.keys():
            return None
        is_share = match.fact.measure == "share" and self._names_whole(match.fact)
        least = LIKELY if is_share else SURE
        is_named = match.name >= least or self._is_named_before(match.fact.key)
        if is_named and self._is_quoted(match.fact):
            return None
        strange = self._find_strange(match)
        if strange:
            return Block(kind="words", reason=f"'{strange[0]}' may make another quantity of it")
        is_likely = len(match.stems) > 1 and match.name >= LIKELY
        if not (is_named or is_likely) and self._own_part(match.fact.key) < SURE:
            return Block(kind="name", reason="the indicator is not named in full")
        return None

    def _find_close(self, match: Candidate) -> str | None:
        """Return an unexplained word right before a name, or behind it with a preposition."""
        context, tokens = self.context, self.document.tokens
        named = {index for index, one in context.around if one in match.stems}
        strange = set(self._find_strange(match))
        for index, one in context.around:
            if one not in strange or context.first <= index <= context.last:
                continue
            before = {index - 2, index - 3} & named
            is_behind = before and tokens[index - 1].fold in WORDS.prepositions
            is_behind = is_behind or (before and tokens[index - 2].fold in WORDS.prepositions)
            is_before = index + 1 in named and not tokens[index].fold.endswith("'s")
            if is_before or is_behind:
                return tokens[index].text
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
            and is_alike(one, fact)
        ]

    def _is_share_of(self, fact: Fact) -> bool:
        """Whether a share is not one of something else: `58.8 percent of the workers`."""
        is_of = self.document.tokens[self.context.last + 1].fold == "of"
        return not is_of or self._names_whole(fact)

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
            and not (
                tokens[index].fold in WORDS.nouns_for_agent and tokens[index - 1].fold == "the"
            )
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

    def _find_part_chinese(self, key: str, stems: frozenset[str]) -> str | None:
        text = self._chinese_text(stems)
        if not text:
            return None
        names = sorted(self.store.names(key), key=len, reverse=True)
        for name in names:
            text = text.replace(name, " ") if len(name) > 1 else text
        for whole, parts in WORDS.chinese_wholes.items():
            # Imports and exports together are neither.
            is_part = any(one in name for one in parts.split() for name in names)
            if whole in text and is_part and not any(whole in name for name in names):
                return whole
            text = text.replace(whole, " ")
        return next((word for word in sorted(WORDS.chinese_parts) if word in text), None)


def is_alike(one: Fact, other: Fact) -> bool:
    """Whether two facts are of the same indicator, measure and whole."""
    return (one.key, one.measure, one.unit, one.of) == (
        other.key,
        other.measure,
        other.unit,
        other.of,
    )


def _is_adverb(fold: str) -> bool:
    return fold.endswith("ly") and len(fold) > len("only") and stem(fold) is not None
