"""Summaries: what lists and searches need of an indicator, without its facts."""

from __future__ import annotations

from operator import attrgetter

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from cqfacts.model import Fact
    from cqfacts.period import Period

    from .records import IndicatorRecords

SEARCHED = ("text", "stated", "of", "note")
"""The words of a fact that are searched, and in which order."""

_get_searched = attrgetter(*SEARCHED)


class Summary(Record):
    """What lists say of an indicator.

    `latest` is the latest period of its actual facts, or of all when none is actual, as it is
    written. `by_source` counts the facts of each source.
    """

    label: str
    unit: str | None
    facts: int
    left_out: int
    latest: str | None
    by_source: Mapping[str, int]


class Wording(Record):
    """The words in which an indicator is found: its names, and what it and its facts say."""

    names: Sequence[str]
    texts: Sequence[str]


def summarize(records: IndicatorRecords) -> Summary:
    """Return the summary of an indicator that is built."""
    return Summary(
        label=records.indicator.label,
        unit=records.indicator.unit,
        facts=len(records.facts),
        left_out=records.left_out,
        latest=_find_latest(records.facts),
        by_source=count_sources(fact.source for fact in records.facts),
    )


def count_sources(sources: Iterable[str]) -> dict[str, int]:
    """Return how often each source is named."""
    counts: dict[str, int] = {}
    for source in sources:
        counts[source] = counts.get(source, 0) + 1
    return counts


def find_wording(names: Sequence[str], records: IndicatorRecords) -> Wording:
    """Return the words of an indicator that is built; `names` are what it goes by."""
    indicator = records.indicator
    texts = [indicator.description] if indicator.description else []
    for fact in records.facts:
        texts += filter(None, _get_searched(fact))
    return Wording(names=names, texts=texts)


def recency(period: Period) -> tuple[date, bool, int]:
    """Return what orders periods by their end, and those of one end by their length."""
    from datetime import date

    end, start = period.end or date.max, period.start or date.min
    return end, period.kind is not None, (end - start).days


def _find_latest(facts: Sequence[Fact]) -> str | None:
    periods = [fact.period for fact in facts if fact.period and fact.status == "actual"]
    periods = periods or [fact.period for fact in facts if fact.period]
    return str(max(periods, key=recency)) if periods else None
