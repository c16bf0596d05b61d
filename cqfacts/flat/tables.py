"""The records of topics, indicators, facts and sources as tables that refer to each other.

Unlike flat records they say everything once, and all that a store says. A list is JSON text, and a
day is a `date`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from cqfacts.model import Fact, Indicator, Source, Topic


def tabulate_topic(topic: Topic) -> dict[str, Any]:
    """Return a topic."""
    return {
        "topic": topic.name,
        "label": topic.label,
        "aliases": to_list(topic.aliases),
        "description": topic.description,
    }


def tabulate_indicator(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator, with its topic."""
    return {
        "key": indicator.key,
        "topic": indicator.topic,
        "label": indicator.label,
        "aliases": to_list(indicator.aliases),
        "description": indicator.description,
        "unit": indicator.unit,
        "subject": indicator.subject,
        "kind": indicator.kind,
        "better": indicator.better,
        "growth_basis": indicator.growth_basis,
    }


def tabulate_fact(fact: Fact) -> dict[str, Any]:
    """Return a fact, with the key of its indicator and the id of its source.

    The days that its period starts and ends on are None where it is open.
    """
    amount, period = fact.amount, fact.period
    interval = amount.interval if amount else None
    return {
        "key": fact.key,
        "measure": fact.measure if amount else None,
        "status": fact.status,
        "period": str(period) if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "qualifier": amount.qualifier if amount else None,
        "value": amount.value if amount else None,
        "unit": fact.unit,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "bounds": interval.bounds if interval else None,
        "written": amount.written if amount else None,
        "of": fact.of,
        "base": str(fact.base) if fact.base else None,
        "each": fact.each,
        "text": fact.text,
        "stated": fact.stated,
        "source": fact.source,
        "note": fact.note,
        "accept": to_list(fact.accept),
    }


def tabulate_source(source: Source) -> dict[str, Any]:
    """Return a source."""
    return {
        "source": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
    }


def to_list(texts: Sequence[str]) -> str:
    """Return texts as a list of JSON."""
    if not texts:
        return "[]"
    import json

    return json.dumps(list(texts), ensure_ascii=False)
