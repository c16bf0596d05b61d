"""Footnotes: what a reader must know of why figures were set against each other, or kept apart."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from cqfacts.period import describe_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cqfacts.model import Fact, Indicator

    from .results import Row, Series

_MOST_NAMED = 3
"""So many of the periods that overlap, or begin at different times, are named."""


def explain_series(indicator: Indicator, series: Sequence[Series]) -> Iterator[str]:
    """Yield what a reader must know of why figures were kept apart."""
    for one in series:
        if indicator.kind == "flow":
            yield from _explain_kinds(one)
            yield from _explain_years(one)
    for measure in dict.fromkeys(one.measure for one in series):
        same = [one for one in series if one.measure == measure]
        references = list(dict.fromkeys(one.of or "all" for one in same))
        if len(references) > 1:
            yield f"Each {measure} is kept apart by what it is of: {', '.join(references)}."
        units = list(dict.fromkeys(one.unit or "none" for one in same))
        if len(units) > 1:
            yield f"Each {measure} is kept apart by its unit: {', '.join(units)}."
    has_level_change = any(
        one.measure == "level" and any(row.change for row in one.rows) for one in series
    )
    if indicator.growth_basis == "real" and has_level_change:
        yield (
            "Changes of the level are nominal; stated growth is in real terms and is never set "
            "against them."
        )


def _explain_kinds(series: Series) -> Iterator[str]:
    """Yield why periods of other lengths than most were kept apart."""
    rows = [row for row in series.rows if row.status == "actual"]
    kinds = [row.period.kind for row in rows]
    if len(set(kinds)) < 2:  # noqa: PLR2004 - one kind keeps nothing apart
        return
    counts = Counter(kinds)
    usual = max(counts, key=lambda kind: (kind is not None, counts[kind]))
    for row in rows:
        if row.period.kind != usual:
            yield (
                f"{row.period} is {describe_kind(row.period.kind)} and is kept apart from periods "
                f"of {describe_kind(usual)}."
            )


def _explain_years(series: Series) -> Iterator[str]:
    """Yield which periods of one length that begin at other times were set against each other."""
    changes = [(row.period, row.change) for row in series.rows if row.change]
    changes += [(series.overall.period, series.overall.change)] if series.overall else []
    if not changes:
        return
    yield from _name_few(
        f"{later.period} overlaps {earlier.period} and is not set against it."
        for earlier, later in _find_overlaps(series)
    )
    yield from _name_few(
        f"{period} is set against {change.against}: both are {describe_kind(period.kind)}, and "
        "they do not overlap."
        for period, change in changes
        if not period.is_in_step(change.against)
    )


def _find_overlaps(series: Series) -> Iterator[tuple[Row, Row]]:
    """Yield actual rows and the one before of the same length, where they share a day."""
    by_kind: dict[object, list[Row]] = {}
    for row in series.rows:
        if row.status == "actual" and row.period.kind:
            by_kind.setdefault(row.period.kind, []).append(row)
    for rows in by_kind.values():
        for earlier, later in pairwise(rows):
            if later.period.overlaps(earlier.period):
                yield earlier, later


def _name_few(notes: Iterable[str]) -> Iterator[str]:
    """Yield the first of some notes, and how many more there are."""
    notes = list(dict.fromkeys(notes))
    yield from notes[:_MOST_NAMED]
    if len(notes) > _MOST_NAMED:
        yield f"The same is so of {len(notes) - _MOST_NAMED:,} more."


def explain_rest(facts: Sequence[Fact]) -> Iterator[str]:
    """Yield how many facts a comparison has no place for."""
    texts = sum(fact.amount is None for fact in facts)
    undated = sum(fact.amount is not None and fact.period is None for fact in facts)
    if texts:
        yield f"{texts} {'fact' if texts == 1 else 'facts'} of text not compared."
    if undated:
        yield f"{undated} {'fact' if undated == 1 else 'facts'} without a period not compared."
