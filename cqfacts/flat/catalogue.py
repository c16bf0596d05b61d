"""The flat records of topics, indicators, search results and sources."""

from __future__ import annotations

from cqfacts.model import Topic
from cqfacts.record import fields_of

from .facts import Columns, columns_of, find_converter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.model import Source
    from cqfacts.searching import Match
    from cqfacts.store import Store

_OF_TOPIC = Columns({one.column: one for one in fields_of(Topic).values()}, find_converter)
_OF_SOURCE = columns_of("Source")

TOPIC_FIELDS = (*_OF_TOPIC.names, "indicators", "facts")
INDICATOR_FIELDS = ("key", "label", "unit", "facts", "latest")
MATCH_FIELDS = (*INDICATOR_FIELDS, "matched")
SOURCE_FIELDS = ("source", *_OF_SOURCE.names, "facts")


def flatten_topic(store: Store, topic: Topic) -> dict[str, Any]:
    """Return a topic with how many indicators and facts it has."""
    keys = store.keys_of(topic.name)
    return {
        **_OF_TOPIC.read(topic),
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
    return {"source": source.id, **_OF_SOURCE.read(source), "facts": facts}
