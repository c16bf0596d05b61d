"""Rules of truth: figures held against each other."""

from __future__ import annotations

from cqfacts.comparison.claims import (
    Levels,
    find_wrong_claims,
    find_wrong_growths,
    find_wrong_shares,
    find_wrong_streaks,
)
from cqfacts.comparison.targets import add_targets
from cqfacts.comparison.verdicts import describe_discrepancy
from cqfacts.wording import JOIN, describe_amount

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.comparison import Row, Series
    from cqfacts.comparison.results import Discrepancy
    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact, Indicator

    from .report import Context

_MOST_NAMED = 20
"""So many figures are named in one problem."""


def check_rivals(context: Context) -> Iterator[Diagnostic]:
    """Report sources that contradict themselves or each other."""
    for _, series in _all_series(context):
        for row in series.rows:
            yield from _judge_row(row, series)


def check_growth(context: Context) -> Iterator[Diagnostic]:
    """Report growths and multiples that are not those of the levels."""
    levels = _find_levels(context)
    for indicator, series in _all_series(context):
        yield from map(_report, find_wrong_growths(indicator, series, levels))


def check_shares(context: Context) -> Iterator[Diagnostic]:
    """Report shares of an indicator that are not those of the levels."""
    levels = _find_levels(context)
    for indicator, series in _all_series(context):
        yield from map(_report, find_wrong_shares(indicator, series, levels))


def check_streaks(context: Context) -> Iterator[Diagnostic]:
    """Report streaks of the same thing that do not start in the same year."""
    for _, series in _all_series(context):
        yield from map(_report, find_wrong_streaks(series))


def check_claims(context: Context) -> Iterator[Diagnostic]:
    """Report firsts and records that are none."""
    for indicator, series in _all_series(context):
        yield from map(_report, find_wrong_claims(indicator, series))


def check_targets(context: Context) -> Iterator[Diagnostic]:
    """Report targets that were missed."""
    for indicator, series in _all_series(context):
        if all(row.status != "target" for row in series.rows):
            continue
        for row in add_targets(series, indicator, context.today, series.rows).rows:
            if row.target and row.target.verdict == "missed" and row.target.actual:
                fact, actual = row.facts[0], row.target.actual.facts[0]
                problem = (
                    f"the target {describe_amount(fact)} for {row.period} was missed: "
                    f"{describe_amount(actual)} by {actual.source}"
                ).replace(JOIN, " ")
                remedy = "nothing is wrong with the store"
                yield report("target-missed", at_fact(fact, "value"), problem, remedy)


def _join(said: Iterable[str], count: int, separator: str) -> str:
    """Return what is said of a few of so many."""
    more = f" and {count - _MOST_NAMED:,} more" if count > _MOST_NAMED else ""
    return separator.join(said).replace(JOIN, " ") + more


def _all_series(context: Context) -> Iterator[tuple[Indicator, Series]]:
    for key, all_series in context.series_by_key.items():
        indicator = context.store.indicator(key)
        for series in all_series:
            yield indicator, series


def _judge_row(row: Row, series: Series) -> Iterator[Diagnostic]:
    judgement = row.judgement
    if judgement.verdict == "contradiction":
        by_source: dict[str, list[Fact]] = {}
        for fact in row.facts:
            by_source.setdefault(fact.source, []).append(fact)
        for source in judgement.contradicting:
            own = by_source[source]
            said = _join((describe_amount(fact) for fact in own[:_MOST_NAMED]), len(own), " and ")
            problem = f"{source} states {said} for {row.period}, which cannot all be true"
            place = at_fact(own[-1], "value")
            yield report("source-contradiction", place, problem, "correct one of them")
    elif judgement.verdict == "conflict":
        named = (f"{describe_amount(one)} by {one.source}" for one in row.facts[:_MOST_NAMED])
        problem = f"sources differ for {row.period}: {_join(named, len(row.facts), ', ')}"
        check = "rank-conflict" if series.measure == "rank" else "rival-conflict"
        remedy = "correct one, or accept it with a note"
        # Whichever of them accepts the conflict accepts it for all.
        accepting = [fact for fact in row.facts if check in fact.accept]
        place = at_fact((accepting or row.facts)[-1], "value")
        yield report(check, place, problem, remedy)


def _find_levels(context: Context) -> Levels:
    return Levels(context.store, context.series_by_key.__getitem__)


def _report(found: Discrepancy) -> Diagnostic:
    is_streak = found.check == "streak-differs"
    remedy = "correct one" if is_streak else "correct one, or accept it with a note"
    place = at_fact(found.fact, "value")
    return report(found.check, place, describe_discrepancy(found), remedy)
