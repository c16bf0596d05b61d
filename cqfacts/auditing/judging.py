"""Judging: which verdict a figure gets. It is decided here, and nowhere else."""

from __future__ import annotations

from cqfacts.record import replace
from cqfacts.rivals import find_common

from .blocks import Block, Blocked, is_alike
from .findings import Finding
from .fits import is_same_number, latest, may_be_unit
from .naming import LIKELY, SURE, Topic
from .stems import NEUTRAL, stems_of
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cqfacts.model import Fact, Measure

    from .fits import Fit
    from .naming import Candidate


_LEAST = 0.42
"""So much of a name, or of the words that state a fact, must stand there for a match."""
_LEAST_COMMON = 0.55
"""So much where the number is one that many things have."""
_MARGIN = 0.12
"""By so much the best must be ahead of what is not of its value."""
_MANY_STEMS = 4
"""A name of so many words is like no other."""
_SMALL = 20
"""Below it a number is one that many things have."""
_SOON = 31
"""A stock that is reported so many days after a period is that of its end."""
_REPORTED = 400
"""A document speaks of a period that ended at most so many days before it."""


class Judge(Blocked):
    """The judging of one figure."""

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

    def leave_pair(self, finding: Finding) -> Finding:
        """Return a figure as unclear that `respectively` gives to one that is not told."""
        keys = finding.near or ((finding.key,) if finding.key else ())
        doubt = finding.doubt or "it is one of several figures that go with others in turn"
        return self._make("unclear", near=keys, doubt=doubt)

    def next_topic(self, finding: Finding) -> Topic | None:
        """Return what a figure behind this one may go on with."""
        key = finding.key
        is_sure = finding.verdict in ("matches", "differs", "stale")
        if key is not None and (is_sure or key == self._carried or self._own_part(key) >= LIKELY):
            unit = self.figure.unit
            return Topic(key=key, at=self.context.at, unit=unit, last=self.context.last)
        return self.topic if self._is_near(self.topic) else None

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
        return SURE if is_unlike else 2.0

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
        if match.fit.period == "open" and fact.each and not is_same_number(self.figure, fact):
            reason = "no period is given, and it only lies within a bound for each year"
            return self._leave(Block(kind="bound", reason=reason), fact.key)
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
                if one.status == "actual" and is_alike(one, fact) and one.period == fact.period
            ),
            None,
        )

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
            and is_alike(one.fact, fact)
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
            if is_alike(one.fact, fact)
            and one.fact.status == fact.status
            and one.fact.period is not None
        ]
        newest = latest(rivals) if rivals else fact
        if newest is fact or newest.period == fact.period or self._matches(newest, candidates):
            return None
        return newest

    def _matches(self, fact: Fact, candidates: Sequence[Candidate]) -> bool:
        return any(
            one.fit.is_equal and one.fact.period == fact.period and is_alike(one.fact, fact)
            for one in candidates
        )

    def _differ(self, best: Candidate, candidates: Sequence[Candidate]) -> Finding | None:
        """Return that the store has another figure, where all that is needed speaks for it."""
        best = self._find_latest(best, candidates)
        fact = best.fact
        is_share = fact.measure == "share" and bool(fact.of) and self._names_whole(fact)
        least = LIKELY if is_share else SURE
        if (
            best.name < least
            or self._own_part(fact.key) < least
            or not self._has_unit_of(best)
            or not self._is_of_period(best)
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
        said |= context.title_stems | context.stems
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
        if one.score <= best.score - _MARGIN / 2 or self._own_part(one.fact.key) < LIKELY:
            return False
        return not (self._find_strange(one) or self._find_block(one))

    def _find_latest(self, best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
        """Return the latest of the candidates like the best, where the text gives no period."""
        if best.fit.period != "open":
            return best
        alike = [
            one
            for one in candidates
            if is_alike(one.fact, best.fact)
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
        return own < LIKELY or own <= max(covers.values())

    def _may_be_latest(self, best: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Whether a figure without a period can be meant for the latest that the store has."""
        own = [
            one.fact
            for one in candidates
            if is_alike(one.fact, best.fact) and one.fact.status == best.fact.status
        ]
        newest = latest(own)
        if best.fact.period != newest.period:
            return False
        end = newest.period.end if newest.period else None
        if end is None:
            return True
        # Without a day, the periods that the document names say of what time it is.
        days = [self.day] if self.day else self.document.named_days
        return not days or any(abs((day - end).days) < _REPORTED for day in days)

    def _tell_new(self, best: Candidate | None, candidates: Sequence[Candidate]) -> Finding:
        """Return a figure that is none of the store's, or of which it is unclear what it is."""
        near = sorted(self.names, key=self._rank_name, reverse=True)[:3]
        likely = tuple(key for key in near if self.names[key].part >= LIKELY)
        is_told = not any(self._own_part(key) >= LIKELY for key in self.names)
        first = best.fact.key if best and best.name >= SURE else (near[0] if near else None)
        if first is not None and self.names[first].part >= SURE:
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
        return self._is_of_it(best) and not (best.fit.is_apart or best.fit.is_equal)

    def _is_of_it(self, one: Candidate) -> bool:
        """Whether a fact is of the measure, period and status that a figure is of."""
        return self._is_of_period(one) and one.fact.status == self.context.status

    def _is_of_period(self, one: Candidate) -> bool:
        """Whether a fact is of a figure's period; a stock at the end of a year is that year's."""
        if one.fit.period in ("same", "open"):
            return True
        period, own = self.context.dated.period, one.fact.period
        if one.fit.period == "other":
            return self._is_soon_after(one.fact)
        is_end = period is not None and own is not None and own.end == period.end
        return one.fit.period == "within" and is_end and self._is_stock(one.fact.key)

    def _may_measure(self, key: str) -> bool:
        """Whether a figure may be of an indicator that has no such fact."""
        if self._own_part(key) < SURE or self.context.dated.is_unread:
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


def _differing(facts: Sequence[Fact]) -> Block:
    """Return that the facts of one thing differ, with each of them."""
    said = dict.fromkeys(
        f"{fact.amount.qualifier or ''} {fact.amount.written} by {fact.source}".strip()
        for fact in facts
        if fact.amount is not None
    )
    return Block(kind="sources", reason=f"the store has {' and '.join(said)}")
