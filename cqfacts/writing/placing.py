"""Placing: where in a file new tables go, so that every byte that is there stays as it is."""

from __future__ import annotations

import re
from contextlib import suppress

from cqfacts.errors import StoreError
from cqfacts.record import Record
from cqfacts.store.positions import Positions
from cqfacts.store.tables import BYTE_ORDER_MARK, parse_tables

from .arrays import place_in_array, place_in_table
from .entries import join_tables, split_key
from .outline import Outline
from .toml import format_key, format_name, format_table

_TEXT = re.compile(rb"\S")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from .arrays import Insertion
    from .entries import Entries, Table

NEW_FILE = b"schema = 1\n"
"""What a file of a store starts with."""


class Placed(Record):
    """The content of a file with entries added, and its tables."""

    content: bytes
    tables: Mapping[str, Any]


def place_entries(content: bytes, tables: Mapping[str, Any], entries: Entries, name: str) -> Placed:
    """Add entries to the content of a file, whose tables are given; `name` is for messages.

    The result is parsed: it says what was said and the entries, and nothing else. Raises
    StoreError where there is no place that makes it so.
    """
    wanted = join_tables(tables, entries)
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    body = content.removeprefix(mark)
    placing = _Placing(body, tables)
    if placing.place(entries):
        placed = mark + _insert(body, placing.insertions)
        with suppress(StoreError):
            if parse_tables(placed, name) == wanted:
                return Placed(content=placed, tables=wanted)
    raise StoreError(
        "is written in a way that has no place for this", "add it in an editor", place=name
    )


class _Placing:
    """Finds the places of entries in the content of a file, whose tables are given."""

    def __init__(self, content: bytes, tables: Mapping[str, Any]) -> None:
        self.positions = Positions(content)
        self.outline = Outline(self.positions.sections)
        self.tables = tables
        self.insertions: list[Insertion] = []

    def place(self, entries: Entries) -> bool:
        """Place all entries. Return whether there was a way."""
        if entries.sources and not self._place_sources(entries.sources):
            return False
        new: dict[str, dict[str, list[Table]]] = {}
        for key, facts in entries.facts_by_key().items():
            topic, name = split_key(key)
            if name not in self.tables.get(topic, {}):
                new.setdefault(topic, {})[name] = facts
            elif not self._place_known(topic, name, facts):
                return False
        # What is new follows what it stands beside; a topic that is new comes last.
        return all(
            self._place_new(topic, new[topic], entries)
            for topic in sorted(new, key=lambda topic: topic not in self.tables)
        )

    def _place_sources(self, sources: Mapping[str, Table]) -> bool:
        """Place new sources. Return whether there was a way."""
        tables = {source_id: dict(table) for source_id, table in sources.items()}
        if (found := self._place_inline("sources", tables)) is not None:
            return found
        for source_id, table in sources.items():
            header = f"[{format_name(('sources', source_id))}]"
            self._put_after(self._find_home_of_sources(), [format_table(header, table)])
        return True

    def _place_new(
        self, topic: str, indicators: Mapping[str, list[Table]], entries: Entries
    ) -> bool:
        """Place the indicators of a topic that the file has not. Return whether there was a way."""
        described = {name: entries.indicators.get(f"{topic}.{name}", {}) for name in indicators}
        tables = {
            name: {**described[name], **({"facts": [*map(dict, facts)]} if facts else {})}
            for name, facts in indicators.items()
        }
        if (found := self._place_inline(topic, tables)) is not None:
            return found
        home, last = self.outline.find_last(topic), len(self.outline.sections) - 1
        for name, facts in indicators.items():
            blocks = _format_facts(topic, name, facts)
            if described[name]:
                header = f"[{format_name((topic, name))}]"
                blocks.insert(0, format_table(header, described[name]))
            self._put_after(last if home is None else home, blocks)
        return True

    def _place_inline(self, name: str, tables: Mapping[str, object]) -> bool | None:
        """Place tables in one at the top that has braces.

        Return whether there was a way, None where it has none, so that they get headers.
        """
        if name not in self.tables or self.outline.find_last(name) is not None:
            return None
        pairs = {format_key(key): table for key, table in tables.items()}
        found = place_in_table(self.outline.content, self.positions, (name,), pairs)
        if found is None:
            return None
        self.insertions += found
        return True

    def _place_known(self, topic: str, name: str, facts: Sequence[Table]) -> bool:
        """Place facts of an indicator that the file has. Return whether there was a way."""
        known = self.tables[topic][name]
        home = self.outline.find_last(topic, name)
        is_inline = bool("facts" in known) and not self.outline.has(topic, name, "facts")
        if home is not None and not is_inline:
            self._put_after(home, _format_facts(topic, name, facts))
            return True
        content, keys = self.outline.content, (topic, name)
        if is_inline:
            items = [*map(dict, facts)]
            found = place_in_array(content, self.positions, (*keys, "facts"), known["facts"], items)
        else:
            items = [*map(dict, facts)]
            found = place_in_table(content, self.positions, keys, {"facts": items})
            if found is None:
                dotted = {format_name((name, "facts")): items}
                found = place_in_table(content, self.positions, (topic,), dotted)
        if found is None:
            # The keys are dotted, and a table of their name may still be opened.
            number = self.outline.find_last(topic) or 0
            self._put_after(number, _format_facts(topic, name, facts))
            return True
        self.insertions += found
        return True

    def _find_home_of_sources(self) -> int:
        for name in ("sources", "store"):
            home = self.outline.find_last(name)
            if home is not None:
                return home
        has_first = self.outline.find_end(0) > 0
        return 0 if has_first else len(self.outline.sections) - 1

    def _put_after(self, number: int, blocks: Sequence[Sequence[str]]) -> None:
        """Put tables after the one of a number, as far apart as that one is from its own last."""
        content, place = self.outline.content, self.outline.find_end(number)
        gap = [""] * self.outline.count_blank_lines(number)
        lines = [line for block in blocks for line in (*gap, *block)]
        # Nothing stands before: what follows is kept apart instead.
        if not _TEXT.search(content, 0, place):
            lines = [*lines[len(gap) :], *(gap if _TEXT.search(content, place) else ())]
        self.insertions.append((place, _end_lines(content, place, lines)))


def _format_facts(topic: str, name: str, facts: Sequence[Table]) -> list[list[str]]:
    header = f"[[{format_name((topic, name, 'facts'))}]]"
    return [format_table(header, fact) for fact in facts]


def _end_lines(content: bytes, place: int, lines: Sequence[str]) -> bytes:
    """Return lines as bytes, ended as those of the file, and fit for a place in it."""
    newline = find_newline(content, place)
    text = newline.join(line.encode() for line in lines) + newline
    if place and content[place - 1 : place] != b"\n":
        # The last line of the file is not ended, and so the new last one is not either.
        return newline + text.removesuffix(newline)
    return text


def find_newline(content: bytes, place: int) -> bytes:
    """Return what ends the line before a place, or else the first line of the content."""
    end = content.rfind(b"\n", 0, place)
    if end < 0:
        end = content.find(b"\n")
    return b"\r\n" if end > 0 and content[end - 1 : end] == b"\r" else b"\n"


def _insert(content: bytes, insertions: Sequence[Insertion]) -> bytes:
    """Return content with text at several places; what goes to one place keeps its order."""
    pieces: list[bytes] = []
    last = 0
    for place, text in sorted(insertions, key=lambda insertion: insertion[0]):
        pieces += (content[last:place], text)
        last = place
    return b"".join([*pieces, content[last:]])
