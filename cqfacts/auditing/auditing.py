"""audit_text: read the figures of a text, tell what each is about, and judge it."""

from __future__ import annotations

import gc

from cqfacts.figures import read_figures
from cqfacts.figures.tokens import Tokens
from cqfacts.record import Record, replace

from .attribution import CLAUSE, NEAR, AuditedDocument
from .dates import find_date
from .findings import Audit, Finding
from .loading import parse_document
from .phrases import find_unexplained
from .verdicts import fit, latest, may_be_unit
from .vocabulary import stems_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cqfacts.figures import Doubt
    from cqfacts.model import Fact, Measure
    from cqfacts.store import Store

    from .attribution import Context
    from .documents import Document
    from .verdicts import Fit
    from .vocabulary import Called

_GRAVE = ("number", "sign", "denial")
"""Doubts of these kinds no fact answers."""
_LEAST = 0.42
"""So much of a name, or of the words that state a fact, must stand there for a match."""
_SURE = 0.78
"""So much for saying that the store has another value."""
_LEAST_COMMON = 0.55
_MARGIN = 0.12
_MANY_STEMS = 4
_LIKELY = 0.5
_GROWTH_STEMS = frozenset(
    stems_of("growth grew grow grown growing rose rise increase increased fell")
)
_STATED = 0.45
_PERIODS = {"same": 0.12, "open": 0.0, "within": -0.04, "other": -1.0}
_SMALL = 20
_SOON = 31
_SMALL_WORDS = frozenset(("the", "of", "in", "and", "a", "by", "for"))


def _is_alike(one: Fact, other: Fact) -> bool:
    """Whether two facts are of the same indicator, measure, status and whole."""
    return (one.key, one.measure, one.status, one.unit, one.of) == (
        other.key,
        other.measure,
        other.status,
        other.unit,
        other.of,
    )


class Candidate(Record):
    """A fact that a figure may state, and how much speaks for it.

    `evidence` is how much of a name or of the stated words stands there, `score` that with how
    well unit and period go together, `name` what a name alone has.
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


def audit_text(store: Store, text: str, *, name: str = "text", date: date | None = None) -> Audit:
    """Return the figures of a plain text, each held against a store.

    `date` is the day of the document, by which `last year` is understood; without it a day that the
    head of the text shows is taken. Offsets are in characters of the text.
    """
    return audit_document(store, parse_document(text, name), date=date)


def audit_document(store: Store, document: Document, *, date: date | None = None) -> Audit:
    """Return the figures of a document, each held against a store."""
    was_enabled = gc.isenabled()
    # Hundreds of thousands of records are made, and none of them refers to itself.
    gc.disable()
    try:
        return _audit(store, document, date)
    finally:
        if was_enabled:
            gc.enable()


def _audit(store: Store, document: Document, date: date | None) -> Audit:
    tokens = Tokens(document.text)
    figures = read_figures(document.text, tokens)
    day = date or document.date or find_date(tokens)
    audited = AuditedDocument(store, tokens, figures, day)
    findings: list[Finding] = []
    for context in audited.contexts():
        finding = Judge(audited, context, day).judge()
        before = findings[-1] if findings else None
        findings.append(_follow(finding, context, before))
    return Audit(document=document, findings=tuple(findings), date=day)


def _follow(finding: Finding, context: Context, before: Finding | None) -> Finding:
    """Return a finding that is not in the store as one of what the figure before is.

    `58.8 percent, up from 56.1 percent in 2023` is the same share of two years.
    """
    if before is None or before.fact is None or not context.is_from or context.wholes:
        return finding
    is_alike = (before.sentence, before.figure.kind, before.unit) == (
        finding.sentence,
        finding.figure.kind,
        finding.unit,
    )
    if finding.verdict not in ("new", "unclear") or not is_alike or context.period is None:
        return finding
    return replace(
        finding,
        verdict="new",
        key=before.key,
        measure=before.measure,
        of=before.of,
        near=(),
    )


class Judge:
    """The judging of one figure."""

    def __init__(self, audited: AuditedDocument, context: Context, day: date | None) -> None:
        self.audited = audited
        self.context = context
        self.day = day
        self.store = audited.store
        self.tells_growth = context.figure.direction is not None or not _GROWTH_STEMS.isdisjoint(
            context.around
        )
        self._own: dict[str, Called] | None = None
        self.names = audited.vocabulary.score_names(context.places)

    def judge(self) -> Finding:
        """Return the finding; a figure that is in doubt is unclear, whatever speaks for it."""
        finding = self._judge()
        doubt = self._find_doubt(finding.fact)
        if doubt is None:
            return finding
        return replace(finding, verdict="unclear", fact=None, older=None, of=None, doubt=doubt)

    def _find_doubt(self, fact: Fact | None) -> Doubt | None:
        """Return what beside the figure leaves it in doubt, and the fact does not answer."""
        figure = self.context.figure
        for one in figure.doubts:
            if one.kind in _GRAVE:
                return one
            if one.kind == "unit" and not (fact and fact.unit in (figure.unit, *figure.may_be)):
                return one
            if one.kind == "rate" and fact is not None:
                said = self.audited.tokens.text[one.start : one.end].casefold()
                label = self.store.indicator(fact.key).label
                if said not in f"{label} {fact.stated} {fact.unit}".casefold():
                    return one
        return None

    def _judge(self) -> Finding:
        candidates = self._find_candidates()
        equal = [one for one in candidates if one.fit.is_equal and self._may_match(one.fit)]
        best = max(candidates, key=lambda one: one.score, default=None)
        match = max(equal, key=lambda one: one.score, default=None)
        if (
            match
            and best
            and match.evidence >= self._least(match)
            and match.score > best.score - _MARGIN
        ):
            match = self._tighten(match, equal)
            if self._is_loose(match):
                return self._tell_new()
            rival = self._find_conflict(match, candidates)
            return (
                self._make("differs", fact=rival.fact) if rival else self._accept(match, candidates)
            )
        if best and not self.context.is_foreign:
            found = self._differ(best, candidates)
            if found:
                return found
        return self._tell_new()

    def _may_match(self, held: Fit) -> bool:
        """Whether a fact of the figure's value is of its period and status as well."""
        context, fact = self.context, held.fact
        if "estimate" not in (fact.status, context.status):
            is_said = fact.status == "actual"
            if is_said != (context.status == "actual"):
                return False
        if context.period is None or context.period.step == "day":
            return True
        if held.period == "within" and context.is_stated:
            return self._is_stock(fact) or context.period.text == str(fact.period)
        return held.period != "other" or self._is_soon_after(fact)

    def _is_soon_after(self, fact: Fact) -> bool:
        """Whether a fact tells within a month after a period how much there was at its end."""
        end = self.context.period.end if self.context.period else None
        start = fact.period.start if fact.period else None
        if end is None or start is None or not self._is_stock(fact):
            return False
        return 0 < (start - end).days <= _SOON

    def _is_stock(self, fact: Fact) -> bool:
        return fact.measure in ("rank", "streak") or self.store.indicator(fact.key).kind == "stock"

    def _is_other(self, key: str, fact: Fact | None = None) -> bool:
        """Whether words make another quantity of the figure, or of another place, than a fact's."""
        said = self.context.others | self.context.wholes
        if not said:
            return False
        known = {one for name in self.store.names(key) for one in stems_of(name)}
        if fact is not None:
            known |= set(stems_of(f"{fact.stated or ''} {fact.of or ''}"))
        return not said <= known

    def _is_sum_of(self, key: str) -> bool:
        """Whether a figure is a sum of years of what is counted by the year."""
        return self.context.is_sum and self.store.indicator(key).kind != "stock"

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
        return max(same, key=lambda one: one.score, default=match)

    def _is_loose(self, match: Candidate) -> bool:
        """Whether a match only lies beyond a bound, and words beside it speak of something else."""
        amount = match.fact.amount
        if amount is None or amount.qualifier is None:
            return False
        is_same = amount.value.copy_abs() == self.context.figure.value.copy_abs()
        return not is_same and bool(self._find_strange(match.fact.key, match.fact))

    def _find_conflict(self, match: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
        """Return what says more of a period than a match does, and cannot be true with it."""
        context = self.context
        if match.fit.period != "same" or context.period is None or match.fact.amount is None:
            return None
        if match.fact.amount.qualifier is None and not match.fact.each:
            return None
        same = [
            one
            for one in candidates
            if one.fit.period == "same"
            and _is_alike(one.fact, match.fact)
            and not one.fact.each
            and one.fact.amount is not None
            and one.fact.amount.qualifier is None
        ]
        if any(one.fit.is_equal for one in same):
            return None
        return same[0] if same else None

    def _least(self, match: Candidate) -> float:
        """Return what must speak for a match: more where the figure is one that many have."""
        figure = self.context.figure
        is_common = figure.kind in ("rank", "streak", "multiple") or abs(figure.value) < _SMALL
        least = _LEAST_COMMON if is_common and figure.kind != "percent" else _LEAST
        # A text that speaks of another place may still name what is unlike anything else.
        is_unlike = len(match.stems) >= _MANY_STEMS
        return least if not self.context.is_foreign else (_SURE if is_unlike else 2.0)

    def _find_candidates(self) -> list[Candidate]:
        context, vocabulary = self.context, self.audited.vocabulary
        found: list[Candidate] = []
        for key, called in self.names.items():
            name, said = called.part, called.said
            for fact in self.audited.facts(key, context.figure.kind):
                held = fit(context, fact)
                if held is None or self._is_other(key, fact):
                    continue
                stated = vocabulary.cover(vocabulary.stated(fact), context.places)
                evidence = name * (1 - _STATED) + max(name, stated) * _STATED
                score = evidence + min(said, 40.0) / 400 + held.unit * 0.1 + _PERIODS[held.period]
                score -= 0.1 * (fact.status != context.status)
                score -= 0.2 * (fact.measure == "growth" and not self.tells_growth)
                if fact.of is not None:
                    score += 0.15 * self._cover_of(fact.of)
                found.append(
                    Candidate(
                        fit=held, score=score, evidence=evidence, name=name, stems=called.stems
                    )
                )
        return found

    def _cover_of(self, of: str) -> float:
        """Return how much of what a fact is of stands right beside the figure."""
        parts = [
            word for word in of.casefold().replace("'s", "").split() if word not in _SMALL_WORDS
        ]
        said = {word.removesuffix("'s") for word in self.context.behind}
        return sum(part in said for part in parts) / max(len(parts), 1) if parts else 0.0

    def _accept(self, match: Candidate, candidates: Sequence[Candidate]) -> Finding:
        """Return a match, or a stale one where the text speaks of now and the store has newer."""
        fact = match.fact
        if self.context.period is None and fact.period is not None and not self.context.is_before:
            rivals = [
                one.fact
                for one in candidates
                if one.fact.key == fact.key
                and one.fact.measure == fact.measure
                and one.fact.of == fact.of
                and one.fact.status == "actual"
                and one.fact.period is not None
            ]
            newest = latest(rivals) if rivals else fact
            is_older = newest.period is not None and newest.period != fact.period
            if is_older and newest is not fact and not self._matches(newest, candidates):
                is_stock = self.store.indicator(fact.key).kind == "stock"
                if self.context.is_now or is_stock:
                    return self._make("stale", fact=newest, older=fact)
        return self._make("matches", fact=fact)

    def _matches(self, fact: Fact, candidates: Sequence[Candidate]) -> bool:
        return any(
            one.fit.is_equal
            and one.fact.period == fact.period
            and one.fact.key == fact.key
            and one.fact.measure == fact.measure
            for one in candidates
        )

    def _differ(self, best: Candidate, candidates: Sequence[Candidate]) -> Finding | None:
        if (
            best.name < _SURE
            or self._own_part(best.fact.key) < _SURE
            or best.fit.unit < 0
            or best.fit.period not in ("same", "open")
        ):
            return None
        if best.fact.status != self.context.status or self._is_sum_of(best.fact.key):
            return None
        if best.fact.measure == "rank" and self._is_of_one_of(best, candidates):
            return self._make("unclear", near=(best.fact.key,))
        others = [
            one.score
            for one in candidates
            if one.fact.key != best.fact.key and not one.stems < best.stems
        ]
        if others and max(others) > best.score - _MARGIN / 2:
            return None
        if not self._is_about(best):
            return None
        if best.fit.period == "open" and not self._may_be_latest(best, candidates):
            return None
        return self._make("differs", fact=best.fact)

    def _is_of_one_of(self, best: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Whether an indicator ranks in several wholes, and the words do not tell in which."""
        wholes = {
            one.fact.of
            for one in candidates
            if one.fact.key == best.fact.key
            and one.fact.measure == "rank"
            and one.fit.period == best.fit.period
        }
        return len(wholes) > 1 and self._cover_of(best.fact.of or "") < 1

    def _own_part(self, key: str) -> float:
        """Return how much of a name of an indicator stands in the figure's own part."""
        if self._own is None:
            context = self.context
            own = dict.fromkeys(context.around, NEAR)
            if context.leans:
                own |= {one: weight for one, weight in context.places.items() if weight >= CLAUSE}
            self._own = self.audited.vocabulary.score_names(own)
        return self._own[key].part if key in self._own else 0.0

    def _is_about(self, best: Candidate) -> bool:
        """Whether nothing beside a figure speaks of another thing than the indicator measures."""
        fact = best.fact
        if fact.measure == "growth" and not self.tells_growth:
            return False
        if fact.measure == "share" and fact.of:
            names = self.store.names(fact.of) if fact.of in self.store.keys else [fact.of]
            if not any(self._cover_of(name) >= _LIKELY for name in names):
                return False
        return not self._find_strange(fact.key, fact)

    def _find_strange(self, key: str, fact: Fact | None = None) -> list[str]:
        indicator = self.store.indicator(key)
        said = [*self.store.names(key), indicator.subject or "", indicator.unit or ""]
        said += [self.store.subject or "", fact.of or "" if fact else ""]
        facts = self.store.facts(key)
        said += [one.stated for one in facts if one.stated]
        said += [self._name_of(one.of) for one in facts if one.of]
        figure = self.context.figure
        if figure.noun is None:
            # A unit of measure or money is held against the fact's own.
            said.append(self.audited.tokens.text[figure.start : figure.end])
        known = {one for text in said for one in stems_of(text)}
        return find_unexplained(self.context.around, known)

    def _name_of(self, of: str) -> str:
        """Return what a fact is of in words: the names of an indicator where it is one."""
        return " ".join(self.store.names(of)) if of in self.store.keys else of

    def _may_be_latest(self, best: Candidate, candidates: Sequence[Candidate]) -> bool:
        """Whether a figure without a period can be meant for the latest that the store has."""
        own = [one.fact for one in candidates if one.fact.key == best.fact.key]
        newest = latest(own)
        if best.fact.period != newest.period:
            return False
        end = newest.period.end if newest.period else None
        if self.day is None or end is None:
            return True
        return abs((self.day - end).days) < 400  # noqa: PLR2004 - the year that is reported on

    def _tell_new(self) -> Finding:
        near = sorted(self.names, key=self._rank_name, reverse=True)[:3]
        if self.context.wholes and near:
            return self._make(
                "unclear", near=tuple(key for key in near if self.names[key].part >= _LIKELY)
            )
        best = near[0] if near and self.names[near[0]].part >= _SURE else None
        if best and not self.context.is_foreign and self._may_measure(best):
            return self._make("new", key=best)
        likely = tuple(key for key in near if self.names[key].part >= _LIKELY)
        if self.context.what and not likely:
            return self._make("new")
        return self._make("unclear", near=likely)

    def _may_measure(self, key: str) -> bool:
        """Whether a figure may be of an indicator that has no such fact."""
        if self._own_part(key) < _SURE or self._is_other(key) or self._is_sum_of(key):
            return False
        figure, unit = self.context.figure, self.store.indicator(key).unit
        is_amount = figure.kind == "number" and figure.direction is None
        if is_amount and not may_be_unit(figure, unit):
            return False
        return not self._find_strange(key)

    def _rank_name(self, key: str) -> tuple[float, float]:
        return self.names[key].part, self.names[key].said

    def _make(
        self,
        verdict: str,
        *,
        fact: Fact | None = None,
        older: Fact | None = None,
        key: str | None = None,
        near: tuple[str, ...] = (),
    ) -> Finding:
        context = self.context
        tokens = self.audited.tokens
        sentence = context.sentence
        return Finding(
            figure=context.figure,
            verdict=verdict,  # type: ignore[arg-type]  # one of them
            sentence=(tokens[sentence.first].start, tokens[sentence.last].end),
            key=fact.key if fact else key,
            measure=fact.measure if fact else self._guess_measure(),
            status=context.status,
            period=context.period,
            of=fact.of if fact else None,
            fact=fact,
            older=older,
            what=self.context.what,
            near=near,
        )

    def _guess_measure(self) -> Measure | None:
        figure = self.context.figure
        if figure.kind in ("rank", "streak", "multiple"):
            return figure.kind
        if figure.kind == "percent":
            return "growth" if figure.direction else None
        if figure.kind == "fraction":
            return "share"
        return "change" if figure.direction else "level"
