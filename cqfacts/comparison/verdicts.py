"""Verdicts in words: changes, agreement, and what became of targets."""

from __future__ import annotations

from cqfacts.wording import (
    JOIN,
    describe_amount,
    describe_change,
    describe_percent_change,
    describe_places,
    describe_points,
    describe_range,
    describe_ratio,
    describe_share,
    is_symbol,
)

from .changes import POINTS
from .claims import find_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.interval import Interval
    from cqfacts.model import Fact

    from .results import Change, Discrepancy, Relation, Row, Series

_NOTHING = "–"


def describe_step(change: Change | None, series: Series) -> str:
    """Return a change with the period it is against."""
    return f"{describe_series_change(change, series)} vs {change.against}" if change else _NOTHING


def describe_series_change(change: Change, series: Series) -> str:
    """Return a change in its unit, and for a level in percent.

    Of one that is undetermined, what it may be, as far as that has an end.
    """
    is_open = change.absolute.low is None and change.absolute.high is None
    if change.direction == "unchanged" or is_open:
        return change.direction
    described = _describe_absolute(change, series)
    if change.direction == "undetermined":
        return f"undetermined: {described}"
    return (
        f"{described}, {describe_percent_change(change.percent)}" if change.percent else described
    )


def _describe_absolute(change: Change, series: Series) -> str:
    if series.measure == "rank":
        return describe_places(change.absolute)
    if change.unit == POINTS:
        return describe_points(change.absolute)
    unit = change.unit if is_symbol(change.unit) else None
    return describe_change(change.absolute, unit)


def describe_yearly(change: Change) -> str:
    """Return the compound rate a year."""
    if change.yearly is None or change.direction == "undetermined":
        return _NOTHING
    return f"{describe_percent_change(change.yearly)} a year"


def describe_verdict(row: Row) -> str:
    """Return what became of a target, or whether the sources of an actual agree.

    What else in the store contradicts them follows.
    """
    contradictions = dict.fromkeys(map(_describe_contradiction, row.problems))
    return "; ".join([_describe_outcome(row), *contradictions])


def _describe_outcome(row: Row) -> str:
    agreement = _describe_agreement(row)
    if row.target is None:
        return agreement
    verdict, actual = row.target.verdict, row.target.actual
    reached = _describe_reached(actual) if actual else ""
    described = {
        "met": f"✓ met by {reached}",
        "missed": f"✗ missed: {reached}",
        "undetermined": f"undetermined: {reached}",
        "open": f"open; {actual.period} actual: {reached}" if actual else "open; no actual yet",
        "no actual": "no actual in the store",
    }[verdict]
    return described if row.judgement.verdict == "one source" else f"{described}; {agreement}"


def describe_discrepancy(found: Discrepancy) -> str:
    """Return what contradicts a claim, in a sentence that stands by itself."""
    fact, earlier = found.fact, found.earlier
    if earlier and found.claim:
        claim = "the first of its kind" if found.claim == "first" else "a record"
        described = (
            f"{describe_amount(fact)} in {fact.period} is stated as {claim}, and in "
            f"{earlier.period} it was {describe_amount(earlier)} by {earlier.source}"
        )
    elif earlier:
        described = (
            f"{describe_amount(fact)} to {fact.period} start in {find_start(fact)}, and "
            f"{describe_amount(earlier)} to {earlier.period} in {find_start(earlier)}"
        )
    else:
        one, other = (f"{describe_amount(row.facts[0])} in {row.period}" for row in found.levels)
        described = (
            f"{fact.measure} is stated as {describe_amount(fact)}, and the levels give "
            f"{_describe_computed(fact, found.computed)}: {one} "
            f"{'of' if fact.measure == 'share' else 'over'} {other}"
        )
    return described.replace(JOIN, " ")


def _describe_contradiction(found: Discrepancy) -> str:
    """Return what contradicts a claim, beside that claim."""
    if found.earlier and found.claim:
        claim = "the first" if found.claim == "first" else "a record"
        return f"✗{JOIN}not {claim}: {describe_amount(found.earlier)} in {found.earlier.period}"
    if found.earlier:
        return f"✗{JOIN}from {find_start(found.fact)}, and not from {find_start(found.earlier)}"
    return f"✗{JOIN}the levels give {_describe_computed(found.fact, found.computed)}"


def _describe_computed(fact: Fact, computed: Interval | None) -> str:
    assert computed is not None  # noqa: S101 - there is one wherever there are levels
    match fact.measure:
        case "share":
            return describe_share(computed)
        case "multiple":
            return describe_range(computed, "×")
        case _:
            return describe_percent_change(computed)


def _describe_agreement(row: Row) -> str:
    judgement = row.judgement
    unit = row.facts[0].unit
    # A currency stands in every cell; a percent sign belongs to the range as well.
    unit = unit if unit == "%" else None
    match judgement.verdict:
        case "agree":
            common = describe_range(judgement.common, unit) if judgement.common else ""
            return f"✓ agree: {common}"
        case "conflict":
            between = f": {describe_range(judgement.gap, unit)} between" if judgement.gap else ""
            return f"✗ conflict{between}"
        case "contradiction":
            sources = judgement.contradicting
            does = "contradicts itself" if len(sources) == 1 else "contradict themselves"
            return f"✗ {', '.join(sources)} {does}"
        case _:
            return "one source"


def _describe_reached(actual: Row) -> str:
    """Return an actual as the source says it, or the range where several do."""
    first, *others = actual.facts
    if not others:
        return describe_amount(first, alone=False)
    if actual.judgement.common is None:
        return "sources differ"
    unit = first.unit if is_symbol(first.unit) else None
    return describe_range(actual.judgement.common, unit)


def describe_relation(relation: Relation | None) -> str:
    """Return how one indicator stands to another: a share of it, or how many times it."""
    if relation is None:
        return _NOTHING
    if relation.difference:
        return describe_points(relation.difference)
    if relation.ratio and relation.share:
        is_part = relation.ratio.high is not None and relation.ratio.high <= 1
        is_bound = relation.ratio.high is None and (relation.ratio.low or 0) < 1
        if is_part or is_bound:
            return describe_share(relation.share)
        return describe_ratio(relation.ratio)
    return relation.reason or _NOTHING
