"""Scanning: where things begin and end in TOML that can be read.

What is not TOML is gone through as well, to no purpose but to its end. Every byte is looked at a
few times at most, whatever is in it.
"""

from __future__ import annotations

import re

import tomli

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Name: TypeAlias = tuple[str, ...]
    Pair: TypeAlias = tuple[Name, int, int, int]
    """A key, its first byte, the first byte of its value, and the one after its last."""

_SPACE = re.compile(rb"[ \t]*")
_SPACES = re.compile(rb"[ \t\r\n]*")
_BARE_KEY = re.compile(rb"[A-Za-z0-9_-]+")
_PLAIN_PAIR = re.compile(rb"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
_BARE_VALUE = re.compile(rb"[^\s,\]}#]+(?: [0-9][^\s,\]}#]+)?")
# A string that ends on its line without an escape; another one is known by its quote alone.
_SHORT = rb'"[^"\\\n]*"(?!")|' + rb"'[^'\n]*'(?!')"
_INSIDE = re.compile(rb"#[^\n]*|" + _SHORT + rb"|[\"'\[\]{}]")
_END_OF_BASIC = re.compile(rb'(?:\\[\s\S])|"')
_END_OF_LONG = re.compile(rb'(?:\\[\s\S])|"""')
_NO_KEY = (b"", b"#", b"[", b"\n", b"\r")


def find_pairs(content: bytes, start: int, stop: int) -> Iterator[Pair]:
    """Yield the pairs from a place on: those of a table with a header, or between braces."""
    place = skip_blank(content, start)
    while place < stop and content[place] not in b"[}":
        plain = _PLAIN_PAIR.match(content, place)
        if plain is None:
            name, end = read_key(content, place)
            if content[end : end + 1] != b"=":
                return
            value = _skip_space(content, end + 1)
        else:
            name, value = (plain[1].decode(),), plain.end()
        end = skip_value(content, value)
        yield name, place, value, end
        place = skip_blank(content, end)


def find_items(content: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the span of every item of the array that starts at a place."""
    place = skip_blank(content, place + 1)
    while place < len(content) and content[place : place + 1] != b"]":
        end = skip_value(content, place)
        yield place, end
        place = skip_blank(content, max(end, place + 1))


def read_key(content: bytes, place: int) -> tuple[Name, int]:
    """Return the parts of a key, and the place after it and the blanks that follow."""
    parts: list[str] = []
    for start, end in find_parts(content, place):
        part = content[start:end]
        parts.append(_unquote(part) if part[:1] in (b'"', b"'") else part.decode())
        place = end
    return tuple(parts), _skip_space(content, place)


def find_parts(content: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Yield the span of every part of the key at a place, with its quotes."""
    while True:
        place = _skip_space(content, place)
        if content[place : place + 1] in (b'"', b"'"):
            end = skip_string(content, place)
        else:
            bare = _BARE_KEY.match(content, place)
            end = place if bare is None else bare.end()
        yield place, end
        place = _skip_space(content, end)
        if content[place : place + 1] != b".":
            return
        place += 1


def skip_line(content: bytes, place: int) -> int:
    """Return the place after the pair that starts a line, or else the end of the line.

    Where a key is followed by nothing, what it took is left behind as well.
    """
    key = _skip_space(content, place)
    end = value = key
    if content[key : key + 1] not in _NO_KEY:
        _, end = read_key(content, key)
        if content[end : end + 1] == b"=":
            value = _skip_space(content, end + 1)
            return max(skip_value(content, value), value)
    stop = content.find(b"\n", place)
    return max(end, len(content) if stop < 0 else stop)


def skip_blank(content: bytes, place: int) -> int:
    """Return where the next thing begins: after blanks, line ends, comments and commas."""
    while True:
        spaces = _SPACES.match(content, place)
        place = place if spaces is None else spaces.end()
        match content[place : place + 1]:
            case b"#":
                place = content.find(b"\n", place)
                if place < 0:
                    return len(content)
            case b",":
                place += 1
            case _:
                return place


def skip_value(content: bytes, place: int) -> int:
    """Return the place after a value."""
    first = content[place : place + 1]
    if first in (b'"', b"'"):
        return skip_string(content, place)
    if first not in (b"[", b"{"):
        bare = _BARE_VALUE.match(content, place)
        return place if bare is None else bare.end()
    depth = 0
    while found := _INSIDE.search(content, place):
        place = found.end()
        match found[0]:
            case b"[" | b"{":
                depth += 1
            case b"]" | b"}":
                depth -= 1
                if not depth:
                    return place
            case b'"' | b"'":
                place = skip_string(content, found.start())
    return len(content)


def skip_string(content: bytes, place: int) -> int:
    """Return the place after a string, of any of the four kinds."""
    quote = content[place : place + 1]
    is_long = content.startswith(quote * 3, place)
    place += 3 if is_long else 1
    if quote == b"'":
        place = content.find(quote * 3 if is_long else quote, place)
        end = len(content) if place < 0 else place + (3 if is_long else 1)
    else:
        ending = _END_OF_LONG if is_long else _END_OF_BASIC
        while (found := ending.search(content, place)) and found[0][:1] == b"\\":
            place = found.end()
        end = found.end() if found else len(content)
    if is_long:
        # Up to two quotes may be the last characters of the string.
        for _ in range(2):
            end += content[end : end + 1] == quote
    return end


def _skip_space(content: bytes, place: int) -> int:
    space = _SPACE.match(content, place)
    return place if space is None else space.end()


def _unquote(text: bytes) -> str:
    """Return a quoted key, which has the escapes of a string."""
    if b"\\" not in text:
        return text[1:-1].decode(errors="replace")
    try:
        (name,) = tomli.loads(f"{text.decode(errors='replace')} = 0")
    except ValueError:
        return ""
    return name
