"""Where keys and values stand: held against what tomli reads of just these bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import assume, given
from hypothesis import strategies as st

from cqfacts.store.lines import Lines
from cqfacts.store.positions import Positions

if TYPE_CHECKING:
    from collections.abc import Iterator

# What could be taken for something else: quotes, brackets, headers, comments and escapes in text.
PIECES = st.sampled_from(
    ["a", "é", "総", "😀", " ", "#", "[", "]", "{", "}", "[t]", "=", ",", ".", "'", '"', "\t"]
)
LONG = st.sampled_from(["\n", "\n[t.i]\n", "\n[[t.i.facts]]\n", "''", '""', "\\\n  "])
BARE = ["1", "-0.5", "1_000", "true", "inf", "2025-01-02", "2025-01-02 03:04:05", "07:32:00"]


def write_basic(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def write_long(text: str) -> str:
    return '"""' + text.replace('"""', '""\\"') + '"""'


@st.composite
def texts(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["basic", "literal", "long", "long-literal"]))
    pieces = draw(st.lists(PIECES if not kind.startswith("long") else PIECES | LONG, max_size=6))
    text = "".join(pieces)
    if kind == "basic":
        return write_basic(text)
    if kind == "literal":
        return "'" + text.replace("'", "") + "'"
    if kind == "long":
        return write_long(text)
    return "'''" + text.replace("'''", "''") + draw(st.sampled_from(["'''", "''''", "'''''"]))


DEEPEST = 8
KEYS = st.sampled_from(["t", "i", "facts", "a-b", "1", '"é"', "'x y'", '"\\u0041"', '""', '"#"'])
DOTTED = st.lists(KEYS, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([".", " . "]).map(lambda dot: dot.join(parts))
)
GAPS = st.sampled_from(["", " ", "\n", " # ] } [t]\n", "\n\n\t", "\r\n"])


@st.composite
def arrays(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(values, max_size=3))
    gap = draw(GAPS)
    comma = draw(st.sampled_from(["", ","])) if items else ""
    return "[" + gap + f"{gap},{gap}".join(items) + gap + comma + gap + "]"


@st.composite
def tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    pairs = draw(st.lists(st.tuples(DOTTED, values), max_size=3))
    gap = draw(st.sampled_from(["", " ", "\n"]))
    return "{" + gap + f",{gap}".join(f"{key}={value}" for key, value in pairs) + gap + "}"


VALUES = st.recursive(
    texts() | st.sampled_from(BARE), lambda inner: arrays(inner) | tables(inner), max_leaves=5
)
BLANKS = st.sampled_from(["\n", "\n\n", " # [t]\n", "\r\n", "\n  \n", "\n# '''\n"])


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    lines = [draw(st.sampled_from(["", "\ufeff", "\n", "# x\n"]))]
    for _ in range(draw(st.integers(1, 6))):
        indent = draw(st.sampled_from(["", "  "]))
        match draw(st.sampled_from(["pair", "pair", "table", "list"])):
            case "pair":
                space = draw(st.sampled_from(["=", " = ", "\t=\t"]))
                lines.append(f"{indent}{draw(DOTTED)}{space}{draw(VALUES)}")
            case "table":
                lines.append(f"{indent}[{draw(DOTTED)}]")
            case _:
                lines.append(f"{indent}[[ {draw(DOTTED)} ]]")
        lines.append(draw(BLANKS))
    return "".join(lines).encode()


def walk(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    if path:
        yield path, value
    for key, inner in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        yield from walk(inner, (*path, key))


@given(documents())
def test_every_value_stands_where_it_is_read(content: bytes) -> None:
    text = content.decode().removeprefix("\ufeff")
    try:
        tables = tomli.loads(text)
    except tomli.TOMLDecodeError:
        assume(False)
    positions = Positions(content)
    mark = len(content) - len(text.encode())
    starts = [0, *(place + 1 for place, one in enumerate(text) if one == "\n")]
    for path, value in walk(tables):
        if len(path) > DEEPEST:
            continue
        line, column = positions.find(path)
        place = len(text[: starts[line - 1] + column - 1].encode()) + mark
        span = positions.find_span(path)
        if span is None:
            # A part of a dotted key, or a table that only others below it imply.
            assert isinstance(value, dict)
            assert content[place : place + 1] not in b" \t\r\n#="
            continue
        assert place == span[0]
        if not is_header(content, place, path):
            assert repr(tomli.loads(f"x = {content[slice(*span)].decode()}")["x"]) == repr(value)
        line, column = positions.find(path, "key")
        key = text[starts[line - 1] + column - 1 :]
        if isinstance(path[-1], str) and not key.startswith("["):
            assert has_key(key, path)


def is_header(content: bytes, place: int, path: tuple[str | int, ...]) -> bool:
    """Whether a table with the name that a path has is opened at a place."""
    start = content.rfind(b"\n", 0, place) + 1
    if content[start:place].strip(b" \t\xef\xbb\xbf"):
        return False
    end = content.find(b"\n", place)
    try:
        inner = tomli.loads(content[place : len(content) if end < 0 else end].decode().strip())
    except tomli.TOMLDecodeError:
        return False
    names = []
    while inner:
        ((name, inner),) = inner.items()
        names.append(name)
        inner = inner[0] if isinstance(inner, list) else inner
    return names == [part for part in path if isinstance(part, str)]


def has_key(text: str, path: tuple[str | int, ...]) -> bool:
    """Whether a text begins with a key that has the last part of a path, or one before it."""
    for end in range(1, min(len(text), 60) + 1):
        try:
            named = tomli.loads(f"{text[:end]} = 0")
        except tomli.TOMLDecodeError:
            continue
        parts: list[str] = []
        inner: Any = named
        while isinstance(inner, dict):
            ((part, inner),) = inner.items()
            parts.append(part)
        if path[-1] in parts:
            return True
    return False


@pytest.mark.parametrize(
    ("text", "path", "line", "column"),
    [
        pytest.param("a = 1", ("a",), 1, 5, id="first"),
        pytest.param('x = """\n[t]\n"""\n[t]\na = 1\n', ("t",), 4, 1, id="header-in-text"),
        pytest.param("x = [\n[1],\n['t']\n]\n[t]\n", ("t",), 5, 1, id="header-in-an-array"),
        pytest.param("x = [\n['t']\n]\n", ("x", 0, 0), 2, 2, id="array-in-an-array"),
        pytest.param('x = """"a"""""\ny = 2\n', ("y",), 2, 5, id="quotes-at-both-ends"),
        pytest.param("x = ''''a'''''\ny = 2\n", ("y",), 2, 5, id="literal-quotes-at-both-ends"),
        pytest.param('x = ""\ny = 2\n', ("y",), 2, 5, id="empty-text"),
        pytest.param('"é" = {"日" = [1, 2]}', ("é", "日", 1), 1, 18, id="characters-not-bytes"),
        pytest.param("[t]\n[[t.i.facts]]\n[[t.i.facts]]\na=1\n", ("t", "i", "facts", 1, "a"), 4, 3,
                     id="second-of-a-list"),
        pytest.param("[t.i]\nx=1\n", ("t",), 1, 1, id="implied"),
        pytest.param("[t.i]\nx=1\n", ("t", "i", "y"), 1, 1, id="nothing-there"),
        pytest.param("a.b.c = 1\n", ("a", "b"), 1, 1, id="part-of-a-key"),
        pytest.param(
            ".".join("a" * 400) + " = 1\n", ("a",) * 400, 1, 1, id="deeper-than-a-store"
        ),
        pytest.param("", ("a",), 1, 1, id="nothing"),
    ],
)  # fmt: skip
def test_places(text: str, path: tuple[str | int, ...], line: int, column: int) -> None:
    assert Positions(text.encode()).find(path) == (line, column)


@given(st.binary(max_size=300) | st.text(alphabet="[]{}\"'=#\n.,a \\", max_size=60).map(str.encode))
def test_what_is_no_toml_has_an_end_as_well(content: bytes) -> None:
    positions = Positions(content)
    positions.find(("a", "b", 0))


@given(st.lists(st.sampled_from(["\n", "a", "é", "😀", "x" * 70_000, "é" * 40_000]), max_size=8))
def test_lines_and_columns_are_counted_in_characters(pieces: list[str]) -> None:
    text = "".join(pieces)
    content = text.encode()
    lines = Lines(content)
    place = 0
    for piece in pieces:
        before = text[: len(content[:place].decode())]
        expected = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        assert lines.find(place) == expected
        assert lines.find_line(place) == expected[0]
        place += len(piece.encode())
