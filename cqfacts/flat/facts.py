"""The flat record of a fact."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from cqfacts.model import Fact, Indicator, Source
    from cqfacts.store import Store

FACT_FIELDS = (
    "key",
    "label",
    "subject",
    "measure",
    "status",
    "period",
    "qualifier",
    "value",
    "unit",
    "low",
    "high",
    "bounds",
    "written",
    "of",
    "base",
    "each",
    "text",
    "stated",
    "source",
    "publisher",
    "title",
    "published",
    "url",
    "note",
)


def flatten_fact(store: Store, fact: Fact) -> dict[str, Any]:
    """Return a fact with what its indicator and its source say, by FACT_FIELDS.

    `value`, `low` and `high` are exact decimals in the unit. For a fact of text, these and the
    other fields of its figure are None; `low` or `high` is None, too, where it is open-ended.
    """
    return _flatten(fact, store.indicator(fact.key), store.source(fact.source))


def flatten_facts(store: Store, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    """Yield facts as `flatten_fact` returns them; those of one indicator are best given at once."""
    indicator = None
    for fact in facts:
        if indicator is None or indicator.key != fact.key:
            indicator = store.indicator(fact.key)
        yield _flatten(fact, indicator, store.source(fact.source))


def _flatten(fact: Fact, indicator: Indicator, source: Source) -> dict[str, Any]:
    amount = fact.amount
    interval = amount.interval if amount else None
    return {
        "key": fact.key,
        "label": indicator.label,
        "subject": indicator.subject,
        "measure": fact.measure if amount else None,
        "status": fact.status,
        "period": str(fact.period) if fact.period else None,
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
        "source": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "note": fact.note,
    }
