"""Selection: which facts of an indicator were asked for, and the one that answers."""

from __future__ import annotations

from datetime import date

from .errors import AmbiguousError, NotFoundError
from .record import Record
from .rivals import base_of, find_common, find_narrowest, same_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .model import Fact, Measure, Status
    from .period import Period


class Selection(Record):
    """What is asked of facts; None asks nothing. `source` is an id, `of` ignores case.

    `of_key` is the key of the indicator that `of` names, where it names one. A measure is asked of
    figures: facts of text have none.
    """

    period: Period | None = None
    measure: Measure | None = None
    status: Status | None = None
    source: str | None = None
    of: str | None = None
    of_key: str | None = None

    def select(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the facts that meet it; a period selects what speaks of a time within it."""
        return [
            fact
            for fact in facts
            if self._matches(fact)
            and (
                self.period is None
                or any(period.is_within(self.period) for period in fact.periods())
            )
        ]

    def _is_of(self, fact: Fact) -> bool:
        if fact.of is None or self.of is None:
            return False
        return fact.of == self.of_key or fact.of.casefold() == self.of.casefold()

    def select_exactly(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the facts that meet it; a period selects what speaks of just this one."""
        return [
            fact
            for fact in facts
            if self._matches(fact)
            and (self.period in (None, fact.period) or self.period in fact.periods())
        ]

    def _matches(self, fact: Fact) -> bool:
        return (
            (self.measure is None or (self.measure == fact.measure and fact.amount is not None))
            and self.status in (None, fact.status)
            and self.source in (None, fact.source)
            and (self.of is None or self._is_of(fact))
        )


def get_answer(facts: Sequence[Fact], selection: Selection, *, called: str) -> Fact:
    """Return the fact that answers: the latest actual level, unless the question says otherwise.

    Latest is the latest end; among equals the longest period, a closed one before an open one,
    facts without `of` first, and a growth on the year before ahead of one on another base. Rivals
    that agree give the one that says most. `called` names the indicator in messages. Raises
    NotFoundError with what there is instead, and AmbiguousError when what is there conflicts.
    """
    return find_narrowest(_find_candidates(facts, selection, called))


def get_answers(facts: Sequence[Fact], selection: Selection, *, called: str) -> list[Fact]:
    """Return the fact that answers as in `get_answer`, and then those of the sources that agree.

    Each source has one: what says most of its own. Raises what `get_answer` raises.
    """
    candidates = _find_candidates(facts, selection, called)
    answer = find_narrowest(candidates)
    by_source: dict[str, list[Fact]] = {answer.source: [answer]}
    for fact in candidates:
        by_source.setdefault(fact.source, []).append(fact)
    return [find_narrowest(own) for own in by_source.values()]


def _find_candidates(facts: Sequence[Fact], selection: Selection, called: str) -> list[Fact]:
    """Return the facts that answer and can all be true. Raises NotFoundError and AmbiguousError."""
    wanted = Selection(
        period=selection.period,
        measure=selection.measure or "level",
        status=selection.status or "actual",
        source=selection.source,
        of=selection.of,
        of_key=selection.of_key,
    )
    found = [fact for fact in wanted.select_exactly(facts) if fact.amount]
    if not found:
        raise NotFoundError(*_describe_miss(facts, wanted, called))
    # What was asked for exactly is one period, even where a fact speaks of several.
    latest = max(_recency(fact, wanted.period) for fact in found)
    candidates = [fact for fact in found if _recency(fact, wanted.period) == latest]
    _check_agreement(candidates, called)
    return candidates


_Recency = tuple[date, bool, int, bool, bool]


def _recency(fact: Fact, asked: Period | None) -> _Recency:
    """Return what orders facts by time, the latest being the greatest; an undated one is least."""
    is_plain = (fact.of is None, base_of(fact) is None)
    last = asked or fact.last_period()
    if last is None:
        return (date.min, False, 0, *is_plain)
    end, start = last.end or date.max, last.start or date.min
    is_closed = last.kind is not None
    return (end, is_closed, (end - start).days if is_closed else 0, *is_plain)


def _check_agreement(candidates: list[Fact], called: str) -> None:
    """Raise AmbiguousError unless all candidates can be true at once."""
    first = candidates[0]
    if not all(same_reference(first, other) for other in candidates):
        raise AmbiguousError(*_describe_choice(candidates, called))
    if find_common(candidates) is None:
        raise AmbiguousError(*_describe_conflict(candidates, called))


def _describe_miss(facts: Sequence[Fact], wanted: Selection, called: str) -> tuple[str, str]:
    """Return what there is not, and what there is instead.

    That is the periods of the measure, or else the measures and periods.
    """
    asked = f"{wanted.status} {wanted.measure}"
    if wanted.of:
        asked += f" of '{wanted.of}'"
    if wanted.period:
        asked += f" for {wanted.period}"
    if wanted.source:
        asked += f" by {wanted.source}"
    anything = Selection(measure=wanted.measure, status=wanted.status)
    same = [fact for fact in anything.select(facts) if fact.amount]
    if same:
        has = "there is only " + ", ".join(dict.fromkeys(map(_describe_place, same)))
    else:
        kinds: dict[str, None] = {}
        for fact in facts:
            kind = f"{fact.status} {fact.measure}" if fact.amount else "text"
            kinds[f"{kind} {fact.period or ''}".rstrip()] = None
        has = "there is " + ", ".join(kinds) if kinds else "it has no facts"
    return f"'{called}' has no {asked}", has


def _describe_place(fact: Fact) -> str:
    place = str(fact.period or "an undated one")
    if fact.of:
        place += f" of '{fact.of}'"
    return place


def _describe_choice(candidates: list[Fact], called: str) -> tuple[str, str]:
    """Return what the answers differ in, and how to choose one."""
    period = candidates[0].period or "no period"
    for name in ("of", "unit", "base"):
        values = list(dict.fromkeys(str(getattr(fact, name) or "none") for fact in candidates))
        if len(values) > 1:
            break
    remedy = f"choose with --of '{values[0]}'" if name == "of" else _how_to_choose(candidates)
    count = len(candidates)
    return f"'{called}' has {count} answers for {period}, by {name}: {', '.join(values)}", remedy


def _describe_conflict(candidates: list[Fact], called: str) -> tuple[str, str]:
    """Return what the sources say, and how to choose one."""
    said = ", ".join(f"{one.amount.written} by {one.source}" for one in candidates if one.amount)
    period = candidates[0].period or "no period"
    problem = f"'{called}' has {len(candidates)} facts for {period} that differ ({said})"
    return problem, _how_to_choose(candidates)


def _how_to_choose(candidates: list[Fact]) -> str:
    """Return the source that decides, where one does."""
    sources = [fact.source for fact in candidates]
    alone = [source for source in sources if sources.count(source) == 1]
    if alone:
        return f"choose with --source {alone[0]}"
    return f"one source says both, 'cqfacts show {candidates[0].key}' shows them"
