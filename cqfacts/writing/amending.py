"""Amending: values, tables and names of one file changed, and every other byte left as it is."""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy

from cqfacts.errors import StoreError
from cqfacts.store.positions import Positions
from cqfacts.store.tables import BYTE_ORDER_MARK, parse_tables
from cqfacts.toml.naming import find_named
from cqfacts.toml.scanning import find_items, find_pairs

from .arrays import place_in_array, place_in_table
from .outline import Outline
from .own import Snapshot
from .placing import find_newline
from .toml import format_key, format_name, format_table, format_value, rank_key, sort_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from cqfacts.store.positions import Keys, Span
    from cqfacts.toml.naming import Named

    Name: TypeAlias = tuple[str, ...]
    Edit: TypeAlias = tuple[int, int, bytes]
    """The first byte that is replaced, the one after the last, and what is put there."""

_REST_OF_LINE = re.compile(rb"[ \t]*,?[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_COMMA = re.compile(rb"[ \t\r\n]*,")
_BLANK_AFTER = re.compile(rb"(?:[ \t]*\r?\n)+")


class Amending:
    """What a file is to say instead, as tables, and the places of its text that are to change."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.path = snapshot.path
        self.tables: dict[str, Any] = deepcopy(dict(snapshot.tables))
        is_marked = snapshot.content.startswith(BYTE_ORDER_MARK)
        self._mark = BYTE_ORDER_MARK if is_marked else b""
        self._content = snapshot.content.removeprefix(self._mark)
        self._positions = Positions(self._content)
        self._edits: list[Edit] = []
        self._has_place = True

    def set_values(self, keys: Keys, values: Mapping[str, Any]) -> None:
        """Give keys of a table other values; what is None is removed."""
        table = self._open(keys)
        old = {name: table.get(name) for name in values}
        table |= {name: value for name, value in values.items() if value is not None}
        for name in values.keys() & table.keys():
            if values[name] is None:
                del table[name]
        new: dict[str, Any] = {}
        for name in sort_keys(values):
            value, span = values[name], self._positions.find_span((*keys, name))
            if old[name] is None and value is not None:
                new[name] = value
            elif value is None and old[name] is not None:
                self._cut_pair(keys, name)
            elif value != old[name] and span:
                self._edits.append((*span, format_value(value).encode()))
        if new:
            self._put_pairs(keys, new)

    def add_items(self, keys: Keys, name: str, items: Sequence[str]) -> None:
        """Add items to a list of a table, which is made where there is none."""
        known = self._open(keys).get(name)
        if known is None:
            self.set_values(keys, {name: list(items)})
            return
        found = place_in_array(self._content, self._positions, (*keys, name), known, items)
        self._open(keys)[name] = [*known, *items]
        self._has_place = self._has_place and found is not None
        self._edits += [(place, place, text) for place, text in found or ()]

    def remove_facts(self, key: Name, numbers: Collection[int]) -> None:
        """Remove facts of an indicator, by their numbers within the file."""
        facts = self._open(key)["facts"]
        self._open(key)["facts"] = [one for n, one in enumerate(facts) if n not in numbers]
        path = (*key, "facts")
        found = {number: self._positions.find_section((*path, number)) for number in numbers}
        for section in found.values():
            if section is not None:
                self._cut_section(section)
        if None in found.values() and (span := self._positions.find_span(path)):
            self._cut_items(span, list(find_items(self._content, span[0])), numbers)

    def remove_table(self, name: Name) -> None:
        """Remove a table with all that is in it."""
        del self._open(name[:-1])[name[-1]]
        for one in find_named(self._positions.sections, name):
            if one.is_header:
                self._cut_section(one.section)
            else:
                self._cut_named(one)

    def rename(self, old: Name, new: Name) -> None:
        """Give a table another name, of as many parts; one of that name takes it in."""
        table = self._open(old[:-1]).pop(old[-1])
        home = self._open(new[:-1])
        home[new[-1]] = _join(home.get(new[-1]), table)
        for one in find_named(self._positions.sections, old):
            for number, (part, other) in enumerate(zip(old, new, strict=True)):
                if part == other:
                    continue
                if number < one.depth:
                    # What is within the table of a topic cannot be given to another.
                    self._has_place = False
                    return
                span = one.parts[number - one.depth]
                self._edits.append((*span, format_key(other).encode()))

    def take_out(self, name: Name) -> list[bytes]:
        """Remove a table, and return the text of its sections with the comments beside them."""
        blocks: list[bytes] = []
        outline = Outline(self._positions.sections)
        for one in find_named(self._positions.sections, name):
            if not one.is_header:
                self._has_place = False
                return []
            start = outline.find_end(one.section - 1)
            blank = _BLANK_AFTER.match(self._content, start)
            end = outline.find_end(one.section)
            blocks.append(self._content[blank.end() if blank else start : end])
            self._edits.append((start, end, b""))
        del self._open(name[:-1])[name[-1]]
        return blocks

    def put_in(self, name: Name, table: Mapping[str, Any], blocks: Sequence[bytes]) -> None:
        """Put the text of sections behind those of their table, their topic, or at the end."""
        home = self._open(name[:-1])
        home[name[-1]] = _join(home.get(name[-1]), deepcopy(dict(table)))
        outline = Outline(self._positions.sections)
        places = (outline.find_last(*name[:length]) for length in (2, 1))
        section = next((one for one in places if one is not None), len(outline.sections) - 1)
        place = outline.find_end(section)
        newline = find_newline(self._content, place)
        gap = newline * outline.count_blank_lines(section)
        text = b"".join(gap + one.rstrip(b"\r\n") + b"\n" for one in blocks)
        text = text.replace(b"\r\n", b"\n").replace(b"\n", newline)
        if place and self._content[place - 1 : place] != b"\n":
            text = newline + text.removesuffix(newline)
        self._edits.append((place, place, text))

    def finish(self) -> Snapshot:
        """Return the file with its changes. Raises StoreError where there was no way to make one.

        The result is parsed: it says what it is to say, and nothing else.
        """
        if self._has_place:
            content = self._mark + _apply(self._content, self._edits)
            with suppress(StoreError):
                found = parse_tables(content, self.path)
                if _drop_empty(found) == _drop_empty(self.tables):
                    return Snapshot(path=self.path, content=content, tables=found)
        raise StoreError(
            "is written in a way that has no place for this",
            "change it in an editor",
            place=self.path,
        )

    def _open(self, keys: Keys) -> dict[str, Any]:
        """Return the table that keys lead to, made where a file has none of a name."""
        table: Any = self.tables
        for key in keys:
            table = table[key] if isinstance(key, int) else table.setdefault(key, {})
        return table  # type: ignore[no-any-return]

    def _put_pairs(self, keys: Keys, values: Mapping[str, Any]) -> None:
        """Put new pairs into a table."""
        section = self._positions.find_section(keys)
        if section is not None and self._is_own(section, keys):
            for name, value in values.items():
                self._put_line(section, name, value)
            return
        pairs = {format_key(name): value for name, value in values.items()}
        found = place_in_table(self._content, self._positions, keys, pairs)
        if found is not None:
            self._edits += [(place, place, text) for place, text in found]
        else:
            self._put_header(tuple(map(str, keys)), values)

    def _is_own(self, section: int, keys: Keys) -> bool:
        """Whether a section is that of a table, and not of a list of tables as a whole."""
        is_list = self._positions.sections.is_list(section)
        return not is_list or isinstance(keys[-1], int)

    def _put_line(self, section: int, name: str, value: object) -> None:
        """Put a pair on a line of its own, where its name comes in the order of a store."""
        sections = self._positions.sections
        body, stop = sections.body(section), sections.stop(section)
        before, beside = None, None
        for key, start, value_start, end in find_pairs(self._content, body, stop):
            beside = beside or (start, value_start)
            if before is None or rank_key(key[0]) <= rank_key(name):
                if before is None and rank_key(key[0]) > rank_key(name):
                    break
                before, beside = end, (start, value_start)
        place = self._end_line(body if before is None else before)
        indent, width = b"", 0
        if beside:
            line = self._content.rfind(b"\n", 0, beside[0]) + 1
            indent = self._content[line : beside[0]]
            width = self._content.find(b"=", *beside) - beside[0] - 1
        newline = find_newline(self._content, place)
        text = indent + f"{format_key(name):{max(width, 0)}} = {format_value(value)}".encode()
        is_ended = self._content[place - 1 : place] == b"\n"
        self._edits.append((place, place, text + newline if is_ended else newline + text))

    def _put_header(self, name: Name, values: Mapping[str, Any]) -> None:
        """Open a table before the first of those within it, or beside its keys with dots."""
        first = next(iter(find_named(self._positions.sections, name)), None)
        if first is None:
            self._has_place = False
            return
        line = self._content.rfind(b"\n", 0, first.start) + 1
        newline = find_newline(self._content, line) if line else b"\n"
        if first.is_header:
            lines = [*format_table(f"[{format_name(name)}]", values), ""]
        else:
            own = name[first.depth :]
            lines = [f"{format_name((*own, key))} = {format_value(values[key])}" for key in values]
        text = newline.join(line.encode() for line in lines) + newline
        self._edits.append((line, line, text))

    def _cut_pair(self, keys: Keys, name: str) -> None:
        section = self._positions.find_section(keys)
        sections = self._positions.sections
        if section is not None and self._is_own(section, keys):
            span = (sections.body(section), sections.stop(section))
            pairs = find_pairs(self._content, *span)
            found = [(start, end) for key, start, _, end in pairs if key == (name,)]
        elif braces := self._positions.find_span(keys):
            self._cut_among(braces, (name,))
            return
        else:
            own = find_named(sections, (*map(str, keys), name))
            found = [(one.start, one.end) for one in own if not one.is_header]
        self._has_place = self._has_place and bool(found)
        for start, end in found:
            self._cut_lines(start, end)

    def _cut_named(self, one: Named) -> None:
        if one.braces is None:
            self._cut_lines(one.start, one.end)
            return
        pairs = find_pairs(self._content, *one.braces)
        spans = [(start, end) for _, start, _, end in pairs]
        self._cut_items(one.braces, spans, {spans.index((one.start, one.end))})

    def _cut_among(self, braces: Span, name: Name) -> None:
        """Remove the pair of a name between braces."""
        pairs = list(find_pairs(self._content, braces[0] + 1, braces[1]))
        numbers = {number for number, pair in enumerate(pairs) if pair[0] == name}
        self._cut_items(braces, [(start, end) for _, start, _, end in pairs], numbers)

    def _cut_items(self, around: Span, spans: Sequence[Span], numbers: Collection[int]) -> None:
        """Remove some of what stands between brackets or braces, each with one comma."""
        kept = [number for number in range(len(spans)) if number not in numbers]
        if all(self._has_own_lines(around, spans[number]) for number in numbers):
            for number in numbers:
                self._cut_lines(*spans[number])
            return
        first = kept[0] if kept else len(spans)
        if first:
            comma = _COMMA.match(self._content, spans[-1][1])
            end = comma.end() if comma else spans[-1][1]
            stop = spans[first][0] if kept else end
            self._edits.append((spans[0][0], stop, b""))
        for number in numbers:
            if number > first:
                self._edits.append((spans[number - 1][1], spans[number][1], b""))

    def _has_own_lines(self, around: Span, span: Span) -> bool:
        """Whether nothing but a comma and a comment is on the lines of an item."""
        line = self._content.rfind(b"\n", 0, span[0]) + 1
        is_first = line > around[0] and not self._content[line : span[0]].strip()
        return is_first and _REST_OF_LINE.match(self._content, span[1]) is not None

    def _cut_section(self, number: int) -> None:
        """Remove a header and the pairs below it, with the blank lines that keep it apart."""
        sections = self._positions.sections
        start = self._content.rfind(b"\n", 0, sections.header(number)) + 1
        end = self._end_line(sections.find_end(number))
        gap = self._find_gap(start)
        if not start and (after := _BLANK_AFTER.match(self._content, end)):
            end = after.end()
        self._cut(gap, end)

    def _cut_lines(self, start: int, end: int) -> None:
        """Remove the lines of a pair or an item."""
        self._cut(self._content.rfind(b"\n", 0, start) + 1, self._end_line(end))

    def _cut(self, start: int, end: int) -> None:
        """Remove whole lines; a file that did not end its last line does not end it now."""
        if end == len(self._content) and self._content[-1:] != b"\n" and start:
            start -= 2 if self._content[start - 2 : start] == b"\r\n" else 1
        self._edits.append((start, end, b""))

    def _find_gap(self, line: int) -> int:
        """Return where the blank lines begin that are right above a line."""
        while line:
            above = self._content.rfind(b"\n", 0, line - 1) + 1
            if self._content[above:line].strip():
                break
            line = above
        return line

    def _end_line(self, place: int) -> int:
        """Return where the next line begins."""
        end = self._content.find(b"\n", place)
        return len(self._content) if end < 0 else end + 1


def _apply(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return content with its edits; what goes to one place keeps its order."""
    pieces: list[bytes] = []
    last = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        pieces += (content[last:start], text)
        last = max(last, end)
    return b"".join([*pieces, content[last:]])


def _join(known: Any, table: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - of a file
    """Return a table with what another says more, the facts of both included."""
    if not known:
        return table
    facts = [*known.get("facts", ()), *table.get("facts", ())]
    return {**table, **known, **({"facts": facts} if facts else {})}


def _drop_empty(value: Any) -> Any:  # noqa: ANN401 - of a file
    """Return tables without those that are empty, at any depth."""
    if isinstance(value, dict):
        dropped = {key: _drop_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in dropped.items() if inner not in ({}, [])}
    return [_drop_empty(one) for one in value] if isinstance(value, list) else value
