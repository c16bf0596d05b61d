"""Entries: what is to be added to a file of a store, as tables of the store format."""

from __future__ import annotations

from cqfacts.errors import StoreError, UsageError
from cqfacts.record import Record, replace
from cqfacts.store.records import TOPIC_KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias, TypeVar

    T = TypeVar("T", dict[str, Any], list[Any])
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


def leave_out_known(files: Sequence[Mapping[str, Any]], entries: Entries) -> Entries:
    """Return entries without the indicators and sources that somebody added just so meanwhile.

    `files` are the tables of all files of the store. Raises UsageError for those that are there
    and say something else.
    """
    indicators, sources = {}, {}
    for key, table in entries.indicators.items():
        topic, name = split_key(key)
        known: dict[str, Any] = {}
        for tables in files:
            said = _require(tables.get(topic, {}), dict, topic).get(name, {})
            known = {**_require(said, dict, key), **known}
        if known.keys() - {"facts"}:
            _require_same(key, known, table)
        else:
            indicators[key] = table
    known_sources: dict[str, Any] = {}
    for tables in files:
        known_sources = {**_require(tables.get("sources", {}), dict, "sources"), **known_sources}
    for source_id, table in entries.sources.items():
        if source_id in known_sources:
            _require_same(source_id, known_sources[source_id], table)
        else:
            sources[source_id] = table
    return replace(entries, indicators=indicators, sources=sources)


def _require_same(name: str, known: object, table: Table) -> None:
    if not isinstance(known, dict) or any(known.get(key) != table[key] for key in table):
        raise UsageError(
            f"'{name}' is there already and says something else", "leave out what describes it"
        )


def split_key(key: str) -> tuple[str, str]:
    """Return the topic and the name of a key. Raises UsageError."""
    topic, point, name = key.partition(".")
    if not point or not topic or not name or "." in name:
        raise UsageError(f"'{key}' is not the key of an indicator", "write topic.name")
    require_free_name(topic, name)
    return topic, name


def require_free_name(topic: str, name: str) -> None:
    """Find a name that no indicator can have. Raises UsageError."""
    if name in TOPIC_KEYS:
        raise UsageError(
            f"'{topic}.{name}' is no indicator, since '{name}' is what every topic may have",
            "choose another name",
        )


def join_tables(tables: Mapping[str, Any], entries: Entries) -> dict[str, Any]:
    """Return the tables of a file with entries added; nothing that is given is changed.

    Raises UsageError for a source that is there already, and StoreError where the file has
    something else in the place of a table.
    """
    joined = dict(tables)
    sources = dict(_require(joined.get("sources", {}), dict, "sources"))
    for source_id, table in entries.sources.items():
        if source_id in sources:
            raise UsageError(f"the source '{source_id}' is there already", "name another")
        sources[source_id] = dict(table)
    if sources:
        joined["sources"] = sources
    topics: dict[str, dict[str, Any]] = {}
    for key, facts in entries.facts_by_key().items():
        topic, name = split_key(key)
        if topic not in topics:
            topics[topic] = joined[topic] = {**_require(joined.get(topic, {}), dict, topic)}
        known = _require(topics[topic].get(name, {}), dict, key)
        indicator = {**known, **entries.indicators.get(key, {})}
        if facts:
            old = _require(indicator.get("facts", []), list, f"{key}.facts")
            indicator["facts"] = [*old, *facts]
        topics[topic][name] = indicator
    return joined


def _require(value: object, kind: type[T], name: str) -> T:
    """Return what a file has in the place of a table or of a list of them, if it is one."""
    if isinstance(value, kind):
        return value
    raise StoreError(
        f"'{name}' is not what the format has there", "'cqfacts check' says where it is"
    )
