"""Positions: the line and column at which a key or its value stands in a TOML file.

tomli keeps none, so a file is parsed once more, and only when a problem needs its place.
"""

from __future__ import annotations

import tomli
import tree_sitter_toml
from tree_sitter import Language, Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tree_sitter import Node

Keys = tuple[str | int, ...]
Place = tuple[int, int]

_TABLES = frozenset({"table", "table_array_element"})
_ENDS = frozenset({"pair", "]", "]]"})
_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})


class Positions:
    """Where the keys and values of one file stand."""

    def __init__(self, content: bytes) -> None:
        self._lines = content.split(b"\n")
        self._keys: dict[Keys, Node] = {}
        self._values: dict[Keys, Node] = {}
        self._counts: dict[Keys, int] = {}
        # Tables that no header of their own starts, and the first header that implies them.
        self._implied: dict[Keys, Node] = {}
        self._tree = Parser(Language(tree_sitter_toml.language())).parse(content)
        for node in self._tree.root_node.children:
            if node.type in _TABLES:
                self._add_table(node)
            elif node.type == "pair":
                self._add_pair((), node)

    def find(self, keys: Keys, part: Literal["key", "value"] = "value") -> Place:
        """Return line and column, in characters from 1, of the nearest thing that is there.

        For a table that is its header; where a key is not to be found, what holds it.
        """
        for length in range(len(keys), 0, -1):
            path = keys[:length]
            first, second = (
                (self._keys, self._values) if part == "key" else (self._values, self._keys)
            )
            node = first.get(path) or second.get(path) or self._implied.get(path)
            if node is not None:
                return self._place(node)
        return (1, 1)

    def find_lines(self, keys: Keys) -> range:
        """Return the lines, from 1, of what a path leads to, none where that is not there."""
        node = self._values.get(keys)
        if node is None:
            return range(0)
        # A table's node reaches to the next header; what it holds ends with its last pair.
        pairs = [child for child in node.children if child.type == "pair"]
        inner = pairs[-1] if pairs and node.type in _TABLES else node
        last = inner.end_point.row + (1 if inner.end_point.column else 0)
        if node.type in _TABLES and not pairs:
            last = node.start_point.row + 1
        return range(node.start_point.row + 1, last + 1)

    def find_span(self, keys: Keys) -> tuple[int, int] | None:
        """Return the first byte of a value and the one after its last, None where it is not."""
        node = self._values.get(keys)
        return None if node is None else (node.start_byte, node.end_byte)

    def find_last_pair(self, keys: Keys) -> tuple[int, int] | None:
        """Return the span of the last pair between the braces of a table.

        Of one without pairs that is the empty span behind its opening brace. None where there is
        no table in braces.
        """
        node = self._values.get(keys)
        if node is None or node.type != "inline_table":
            return None
        pairs = [child for child in node.children if child.type == "pair"]
        first = node.start_byte + 1
        return (pairs[-1].start_byte, pairs[-1].end_byte) if pairs else (first, first)

    def list_tables(self) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Yield what comes before all headers and then each table that has one.

        That is its name, its first byte and the one after its last pair, or after its header.
        """
        top = [node for node in self._tree.root_node.children if node.type == "pair"]
        yield (), 0, max((node.end_byte for node in top), default=0)
        for node in self._tree.root_node.children:
            if node.type in _TABLES:
                ends = [one.end_byte for one in node.children if one.type in _ENDS]
                name = self._path_of(next(one for one in node.children if one.type in _KEYS))
                yield tuple(map(str, name)), node.start_byte, max(ends)

    def _add_table(self, node: Node) -> None:
        parts = self._path_of(next(child for child in node.children if child.type in _KEYS))
        above = self._resolve(parts[:-1])
        for length in range(1, len(above) + 1):
            self._implied.setdefault(above[:length], node)
        path = (*above, parts[-1])
        if node.type == "table_array_element":
            self._keys.setdefault(path, node)
            self._values.setdefault(path, node)
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            path = (*path, number)
        elif path in self._counts:
            path = (*path, self._counts[path] - 1)
        self._keys.setdefault(path, node)
        self._values.setdefault(path, node)
        for child in node.children:
            if child.type == "pair":
                self._add_pair(path, child)

    def _add_pair(self, at: Keys, node: Node) -> None:
        named = [child for child in node.children if child.is_named and child.type != "comment"]
        if len(named) < 2 or named[0].type not in _KEYS:  # noqa: PLR2004 - a key and a value
            return
        key, value = named[0], named[1]
        path = at
        for part in self._path_of(key):
            path = (*path, part)
            self._keys.setdefault(path, key)
        self._values.setdefault(path, value)
        self._add_inside(path, value)

    def _add_inside(self, path: Keys, value: Node) -> None:
        if value.type == "inline_table":
            for child in value.children:
                if child.type == "pair":
                    self._add_pair(path, child)
        elif value.type == "array":
            items = [c for c in value.children if c.is_named and c.type != "comment"]
            for number, item in enumerate(items):
                inner = (*path, number)
                self._values.setdefault(inner, item)
                self._add_inside(inner, item)

    def _resolve(self, parts: Keys) -> Keys:
        """Return a header's path with the number of the last table of every array on the way."""
        path: Keys = ()
        for part in parts:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _path_of(self, key: Node) -> Keys:
        return tuple(_read_key(part) for part in _parts_of(key))

    def _place(self, node: Node) -> Place:
        row, column = node.start_point
        before = self._lines[row][:column].decode(errors="replace")
        return (row + 1, len(before) + 1)


def _parts_of(key: Node) -> Iterator[Node]:
    if key.type != "dotted_key":
        yield key
        return
    for child in key.children:
        if child.type in _KEYS:
            yield from _parts_of(child)


def _read_key(node: Node) -> str:
    text = (node.text or b"").decode(errors="replace")
    if node.type == "bare_key":
        return text
    # A quoted key has the escapes of a string.
    (name,) = tomli.loads(f"{text} = 0")
    return name
