"""Cutting: where in a file each indicator is written, found without reading the file as a whole.

A file is cut before the lines that open a table. Where each part is TOML by itself, no part can
have begun within a string or a list, and together they say what the whole says. Whatever else
could make a difference leaves the file in one piece.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cqfacts.record import Record
from cqfacts.store.records import TOPIC_KEYS
from cqfacts.store.tables import BYTE_ORDER_MARK, parse_tables
from cqfacts.suggestion import find_near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    Place: TypeAlias = tuple[int, int]
    Keys: TypeAlias = tuple[str, ...]

_NAME = rb"""(?:[A-Za-z0-9_-]+|"[^"\\.\x00-\x1f\x7f]+"|'[^'.\x00-\x1f\x7f]+')"""
_RESERVED = frozenset({"schema", "store"})
# Every line that starts like a table, with the newline before it.
_OPENING = re.compile(rb"\n[ \t]*\[[^\n]*")
# Such a line as most are: one or two brackets, and two parts of a name of which no one is escaped.
_PLAIN = re.compile(
    rb"[ \t\n]*\[(\[?)(%b)(?:\.(%b))?((?:\.%b)*)\]{1,2}[ \t]*(?:#.*)?\r?" % (_NAME, _NAME, _NAME)
)


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


def parse_parts(parts: Sequence[bytes]) -> dict[str, Any]:
    """Return the tables of parts that belong together.

    Raises StoreSyntaxError, without a true position, also where a part is not TOML by itself.
    """
    if len(parts) > 1:
        for part in parts:
            parse_tables(part, "")
    return parse_tables(b"".join(parts), "")


def _parse_places(content: bytes, places: Sequence[Place]) -> dict[str, Any]:
    return parse_parts([content[start:end] for start, end in places])


def _find_places(content: bytes) -> dict[Keys, list[Place]] | None:
    """Return the places by the first two parts of the name of the table that opens there."""
    start = len(BYTE_ORDER_MARK) if content.startswith(BYTE_ORDER_MARK) else 0
    places: dict[Keys, list[Place]] = {}
    last = content[start : content.find(b"\n", start)]
    # The first line has no newline before it.
    keys = _read_opening(last) if last.lstrip(b" \t").startswith(b"[") else ()
    if keys is None:
        return None
    for opening in _OPENING.finditer(content):
        line = opening[0]
        if line == last:
            continue
        last, before = line, keys
        if (keys := _read_opening(line)) is None:
            return None
        if keys != before:
            end = opening.start() + 1
            places.setdefault(before or (), []).append((start, end))
            start = end
    places.setdefault(keys or (), []).append((start, len(content)))
    return places


def _read_opening(line: bytes) -> Keys | None:
    """Return the first two parts of a table's name, None where it is not plain."""
    plain = _PLAIN.fullmatch(line)
    # A list of topics or of indicators is none of ours.
    if plain is None or (plain[1] and not plain[4]):
        return None
    return tuple(_unquote(part) for part in plain.group(2, 3) if part)


def _unquote(part: bytes) -> str:
    is_quoted = part[:1] in (b'"', b"'")
    return (part[1:-1] if is_quoted else part).decode(errors="replace")


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
