"""Entries: what is to be added to a file of a store, as tables of the store format."""

from __future__ import annotations

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    Table: TypeAlias = Mapping[str, Any]


class Entries(Record):
    """Facts, each with the key of its indicator, and what is new with them.

    `indicators` are tables without facts by their keys, `sources` tables by their ids. A number
    with a point is of type `Number`, as tables are read.
    """

    facts: tuple[tuple[str, Table], ...] = ()
    indicators: Mapping[str, Table] = {}
    sources: Mapping[str, Table] = {}

    def facts_by_key(self) -> dict[str, list[Table]]:
        """Return the facts of each indicator, the new ones without any included."""
        gathered: dict[str, list[Table]] = {key: [] for key in self.indicators}
        for key, fact in self.facts:
            gathered.setdefault(key, []).append(fact)
        return gathered


def join_tables(tables: Mapping[str, Any], entries: Entries) -> dict[str, Any]:
    """Return the tables of a file with entries added; nothing that is given is changed.

    Raises KeyError for what is there already, and TypeError where a table is something else.
    """
    joined = dict(tables)
    sources = dict(joined.get("sources", {}))
    for source_id, table in entries.sources.items():
        if source_id in sources:
            raise KeyError(source_id)
        sources[source_id] = dict(table)
    if sources:
        joined["sources"] = sources
    topics: dict[str, dict[str, Any]] = {}
    for key, facts in entries.facts_by_key().items():
        topic, name = key.split(".")
        if topic not in topics:
            topics[topic] = joined[topic] = {**joined.get(topic, {})}
        indicator = {**topics[topic].get(name, {}), **entries.indicators.get(key, {})}
        if facts:
            indicator["facts"] = [*indicator.get("facts", ()), *map(dict, facts)]
        topics[topic][name] = indicator
    return joined
