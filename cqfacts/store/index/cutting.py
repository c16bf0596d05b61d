"""Cutting: where in a file each indicator is written, found without reading the file as a whole.

Sections that stand together and are of one indicator are a part. Where each part is TOML by itself,
they hold together what the whole holds. Whatever else could make a difference leaves the file in
one piece.
"""

from __future__ import annotations

from functools import lru_cache

from cqfacts.record import Record
from cqfacts.store.records import TOPIC_KEYS
from cqfacts.suggestion import find_near
from cqfacts.toml.sections import Sections

from .slices import parse_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    from .slices import Place

    Keys: TypeAlias = tuple[str, ...]

_RESERVED = frozenset({"schema", "store"})
_PARTS = 3
"""How many parts the name of a list has at least: a topic, an indicator and what is listed."""


class Cut(Record):
    """A file in parts: the tables of its `head`, and the places of its indicators by their keys.

    The head is all but the indicators: the store, the sources, and what is said of topics. A place
    is the first byte and the one after the last; what is said in several places belongs together.
    """

    head: Mapping[str, Any]
    places: Mapping[Keys, Sequence[Place]]


def cut(content: bytes) -> Cut | None:
    """Cut the content of a file, or return None where it is to be read as a whole.

    Raises StoreSyntaxError where a part of the head is not TOML; the whole may be, or may not.
    """
    places = _find_places(content)
    if places is None:
        return None
    head: dict[str, Any] = {}
    indicators: dict[Keys, Sequence[Place]] = {}
    for keys, at in places.items():
        if len(keys) > 1 and keys[0] != "sources":
            indicators[keys] = at
            head.setdefault(keys[0], {})
        elif not _add(head, keys, _parse_places(content, at)):
            return None
    is_plain = _RESERVED.isdisjoint(topic for topic, _ in indicators) and not any(
        name in head[topic]
        or name in TOPIC_KEYS
        or (_is_near(topic) and _is_in_doubt(content, at, head, topic, name))
        for (topic, name), at in indicators.items()
    )
    return Cut(head=head, places=indicators) if is_plain else None


def _parse_places(content: bytes, places: Sequence[Place]) -> dict[str, Any]:
    return parse_parts([content[start:end] for start, end in places])


def _find_places(content: bytes) -> dict[Keys, list[Place]] | None:
    """Return the places by the first two parts of the names of their headers.

    None where a name is not plain.
    """
    sections = Sections(content)
    start = sections.header(0)
    places: dict[Keys, list[Place]] = {}
    keys: Keys = ()
    name: Keys = ()
    for number in range(1, len(sections)):
        last, name = name, sections.name(number)
        if name is last:
            continue
        # A list of topics or of indicators is none of ours.
        if not all(map(_is_plain, name)) or (sections.is_list(number) and len(name) < _PARTS):
            return None
        if name[:2] != keys:
            end = sections.lines[number]
            places.setdefault(keys, []).append((start, end))
            start, keys = end, name[:2]
    places.setdefault(keys, []).append((start, len(content)))
    return places


def _is_plain(part: str) -> bool:
    """Whether a key of a store can be taken apart again where it has this part."""
    return bool(part) and "." not in part and part.isprintable()


def _add(head: dict[str, Any], keys: Keys, tables: dict[str, Any]) -> bool:
    """Add what a part of the head says. Return whether it is as plain as parts are taken to be."""
    for name in keys[:-1]:
        head = head.setdefault(name, {})
        tables = tables[name]
    if not keys:
        head.update(tables)
        return not any(isinstance(value, dict) for value in tables.values())
    said, before = tables[keys[-1]], head.setdefault(keys[-1], {})
    if not isinstance(said, dict) or not isinstance(before, dict) or said.keys() & before.keys():
        return False
    before.update(said)
    return len(keys) > 1 or not any(isinstance(value, dict) for value in said.values())


@lru_cache
def _is_near(name: str) -> bool:
    """Whether the name of a topic may have been meant for a reserved one."""
    return bool(find_near(name, ("sources", "store"), most=1))


def _is_in_doubt(
    content: bytes, places: Sequence[Place], head: dict[str, Any], topic: str, name: str
) -> bool:
    """Whether a topic looks like the reserved table that it may have been meant for."""
    if "title" in head[topic] or "subject" in head[topic]:
        return True
    # A key may be written with escapes.
    parts = [content[start:end] for start, end in places]
    if not any(b"title" in part or b"\\" in part for part in parts):
        return False
    table = _parse_places(content, places)[topic][name]
    return "title" in table and "facts" not in table
