"""Rivals: facts that state the same thing, and whether they can all be true."""

from __future__ import annotations

from .interval import Interval, intersect, widest_gap
from .period import year_before
from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal, TypeAlias

    from .model import Fact
    from .period import Period

    Reference: TypeAlias = tuple[str | None, Period | None, str]
    Verdict = Literal["one source", "agree", "conflict", "contradiction"]


class Judgement(Record):
    """What facts that state the same thing say together.

    `common` is the range that all of them allow, None when there is none. `gap` is what lies
    between two sources that conflict. `contradicting` names the sources that contradict
    themselves.
    """

    verdict: Verdict
    common: Interval | None
    gap: Interval | None = None
    contradicting: tuple[str, ...] = ()


def same_reference(one: Fact, other: Fact) -> bool:
    """Whether two facts of one measure, status and period state the same thing."""
    return reference_of(one) == reference_of(other)


def reference_of(fact: Fact) -> Reference:
    """Return what two facts share that state the same thing, but for measure, status and period.

    A fact without `of` differs from every fact that has one: a total is not what went to Beijing.
    """
    return fact.unit, base_of(fact), (fact.of or "").casefold()


def base_of(fact: Fact) -> Period | None:
    """Return the period a figure starts from, None for a growth on the year before."""
    if fact.measure == "growth" and fact.base and fact.period:
        return None if fact.base == year_before(fact.period) else fact.base
    return fact.base


def find_common(facts: Sequence[Fact]) -> Interval | None:
    """Return the numbers that every fact allows, None when there are none."""
    common: Interval | None = Interval()
    for fact in facts:
        if common and fact.interval:
            common = intersect(common, fact.interval)
    return common


def find_narrowest(facts: Sequence[Fact]) -> Fact:
    """Return the fact whose interval says most; of equal ones the first."""
    best = facts[0]
    for fact in facts[1:]:
        if fact.interval and best.interval and fact.interval.is_narrower(best.interval):
            best = fact
    return best


def judge(facts: Sequence[Fact]) -> Judgement:
    """Judge facts that state the same thing: the facts of each source first, then the sources."""
    if len(facts) == 1:
        return Judgement(verdict="one source", common=facts[0].interval)
    by_source: dict[str, list[Fact]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    said = {source: find_common(own) for source, own in by_source.items()}
    contradicting = tuple(source for source, interval in said.items() if interval is None)
    if contradicting:
        return Judgement(verdict="contradiction", common=None, contradicting=contradicting)
    common = find_common(facts)
    if common is None:
        return Judgement(
            verdict="conflict", common=None, gap=widest_gap(filter(None, said.values()))
        )
    return Judgement(verdict="agree" if len(said) > 1 else "one source", common=common)
