"""A file is a list of sections: cut, parsed one by one and joined they are the file."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from hypothesis import assume, given
from hypothesis import strategies as st
from test_patterns import PACKAGE, find_uses
from test_positions import documents

from cqfacts.store.recovery import read_on
from cqfacts.store.tables import Number
from cqfacts.toml.joining import Joined
from cqfacts.toml.scanning import find_pairs
from cqfacts.toml.sections import Sections

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

# Few names, so that sections meet in all the ways in which they may and may not.
NAMES = st.lists(st.sampled_from(["a", "b", '"c.d"', "'b'"]), min_size=1, max_size=3).map(".".join)
BODIES = st.sampled_from(
    [
        *("1", "{}", "{b = 1}", "[]", "[{b = 1}]", "{\nb = 1,\n}", '"x = [" # = [', "'= {'"),
        *('"""\n[a]\n"""', "[\n[1],\n['''\n[b]\n''']\n]", "'''\n[[a.b]]\n'''"),
        '["""" ]\n[a]\n"""]',
    ]
)


@st.composite
def meetings(draw: st.DrawFn) -> bytes:
    """Draw a file whose sections have much to do with each other, and which may be refused."""
    lines = [draw(st.sampled_from(["", "\ufeff", " # = [\n"]))]
    for _ in range(draw(st.integers(1, 8))):
        form = draw(st.sampled_from(["{} = {}", "{} = {}", "[{}]", " [{}] # ]", "[[{}]]"]))
        lines.append(form.format(draw(NAMES), draw(BODIES)))
        lines.append(draw(st.sampled_from(["\n", "\r\n", "\n# [a]\n"])))
    return "".join(lines).encode()


def parse(content: bytes) -> dict[str, Any] | None:
    """Return the tables of TOML, None where it is refused."""
    try:
        return tomli.loads(content.decode().removeprefix("\ufeff"), parse_float=Number)
    except tomli.TOMLDecodeError:
        return None


def list_keys(sections: Sections, number: int) -> list[tuple[str, ...]]:
    pairs = find_pairs(sections.content, sections.body(number), sections.stop(number))
    return [key for key, *_ in pairs]


def split(sections: Sections) -> Iterator[bytes]:
    for number in range(len(sections)):
        yield sections.content[sections.lines[number] : sections.stop(number)]


def join(sections: Sections) -> dict[str, Any] | None:
    """Return the tables of a file by its sections, None where anything is refused."""
    joined = Joined()
    for number, text in enumerate(split(sections)):
        tables = parse(text)
        keys = partial(list_keys, sections, number)
        name, is_list = sections.name(number), sections.is_list(number)
        if tables is None or joined.add(name, tables, keys, is_list=is_list):
            return None
    return joined.tables


@given(documents() | meetings())
def test_sections_that_are_parsed_one_by_one_and_joined_are_the_file(content: bytes) -> None:
    assert repr(join(Sections(content))) == repr(parse(content))


@given(
    documents()
    | meetings()
    | st.binary(max_size=300)
    | st.text(alphabet="[]{}\"'=#\n.,a \\", max_size=60).map(str.encode)
)
def test_sections_are_the_bytes_of_the_file_whatever_it_is(content: bytes) -> None:
    assert b"".join(split(Sections(content))) == content


@given(documents() | meetings())
def test_what_is_read_past_an_error_is_what_is_read_without_it(content: bytes) -> None:
    content = content.removeprefix(b"\xef\xbb\xbf")
    tables = parse(content)
    assume(tables is not None)
    recovered = read_on(b"= 1\n" + content, "facts.toml")
    assert [str(one) for one in recovered.problems] == [
        "facts.toml:1:1: invalid statement; correct the TOML there [toml-syntax]"
    ]
    assert str(recovered.file.tables) == str(tables)


FACT = '[[t.i{}.facts]]\nvalue = 3\nstated = "12,866 homes were built in the year"\nsource = "s"\n'


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param("value = 12,866", id="value"),
        pytest.param('stated = "x', id="quote"),
        pytest.param("stated = 'x", id="single-quote"),
        pytest.param('stated = """x"', id="three-quotes"),
        pytest.param('accept = ["a",', id="array"),
        pytest.param("value = 4", id="repeated-key"),
        pytest.param("[sources.s]", id="repeated-table"),
    ],
)
def test_slips_do_not_make_a_file_be_read_again_and_again(
    monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    facts = [FACT.format(number // 20) for number in range(6000)]
    for number in range(30, 6000, 61):
        facts[number] += f"{slip}\n"
    text = "[sources.s]\n" + "".join(facts)
    parse, read = tomli.loads, []

    def count(text: str, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - those of tomli
        try:
            tables = parse(text, **settings)
        except tomli.TOMLDecodeError as error:
            read.append(error.pos)
            raise
        read.append(len(text))
        return tables

    monkeypatch.setattr("tomli.loads", count)
    recovered = read_on(text.encode(), "facts.toml")
    assert len(recovered.problems) == 98
    assert recovered.is_whole
    assert sum(read) < 2.1 * len(text)


# What else begins with a bracket: an array, JSON, and a currency in the format of a cell.
NO_HEADERS = {"toml/scanning.py", "store/positions.py", "store/slips.py"} | {
    f"writing/{name}.py" for name in ("json_rows", "row_formats", "separated_rows", "workbooks")
}


def finds_headers(pattern: re.Pattern[Any]) -> bool:
    """Whether a pattern takes a line with brackets for something, and one with braces for none."""
    spans = []
    for text in ("x = 1\n [[a.b]]\n", "x = 1\n {{a.b}}\n"):
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        found = [one.group() for one in pattern.finditer(given)]
        spans.append({len(one) for one in found if one.lstrip()[:1] in ("[", b"[", "{", b"{")})
    return any(length > 1 for length in spans[0] - spans[1])


BRACKETS = ("[", b"[", "[[", b"[[")


def compares_brackets(tree: ast.AST) -> bool:
    """Whether code asks for a bracket at the start of something."""
    for node in ast.walk(tree):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
            asked += [one for part in asked if isinstance(part, ast.Tuple) for one in part.elts]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.args if node.func.attr in ("startswith", "find", "index") else []
        elif isinstance(node, ast.MatchValue):
            asked = [node.value]
        if any(isinstance(one, ast.Constant) and one.value in BRACKETS for one in asked):
            return True
    return False


def test_headers_are_found_in_one_place() -> None:
    finders = {use.place.partition(":")[0] for use in find_uses() if finds_headers(use.pattern)}
    for path in PACKAGE.rglob("*.py"):
        if compares_brackets(ast.parse(path.read_text("utf-8"))):
            finders.add(path.relative_to(PACKAGE).as_posix())
    readers = {name for name in finders if name.startswith(("toml/", "store/", "checks/", "writ"))}
    found = sorted(readers - NO_HEADERS)
    print(f"headers of TOML are found in {len(found)} module: {', '.join(found)}")
    assert found == ["toml/sections.py"]
