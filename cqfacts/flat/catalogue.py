"""The flat records of topics, indicators, search results and sources."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.lookup import Match
    from cqfacts.model import Source, Topic
    from cqfacts.store import Store

TOPIC_FIELDS = ("topic", "label", "aliases", "description", "indicators", "facts")
INDICATOR_FIELDS = ("key", "label", "unit", "facts", "latest")
MATCH_FIELDS = (*INDICATOR_FIELDS, "matched")
SOURCE_FIELDS = ("source", "publisher", "title", "published", "url", "facts")


def flatten_topic(store: Store, topic: Topic) -> dict[str, Any]:
    """Return a topic with how many indicators and facts it has."""
    keys = store.keys_of(topic.name)
    return {
        "topic": topic.name,
        "label": topic.label,
        "aliases": list(topic.aliases),
        "description": topic.description,
        "indicators": len(keys),
        "facts": sum(store.summary(key).facts for key in keys),
    }


def flatten_indicator(store: Store, key: str) -> dict[str, Any]:
    """Return an indicator with how many facts it has and their latest period, of actuals if any."""
    summary = store.summary(key)
    return {
        "key": key,
        "label": summary.label,
        "unit": summary.unit,
        "facts": summary.facts,
        "latest": summary.latest,
    }


def flatten_match(store: Store, match: Match) -> dict[str, Any]:
    """Return an indicator with the words that a search met."""
    return {**flatten_indicator(store, match.key), "matched": match.matched}


def flatten_source(source: Source, facts: int) -> dict[str, Any]:
    """Return a source with how many facts it states."""
    return {
        "source": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "facts": facts,
    }
