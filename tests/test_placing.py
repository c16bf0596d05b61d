"""Placing: new tables go where a person would put them, and every other byte stays."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import IS_LONG
from hypothesis import event, given, reject, settings
from hypothesis import strategies as st

from cqfacts.errors import StoreError
from cqfacts.store.tables import Number, parse_tables
from cqfacts.writing.entries import Entries
from cqfacts.writing.placing import place_entries
from cqfacts.writing.toml import format_table

if TYPE_CHECKING:
    from collections.abc import Mapping

FACT = {"period": "2025", "value": 3, "source": "a"}
LINES = 'period = "2025"\nvalue  = 3\nsource = "a"\n'
BLOCK = f"[[town.homes.facts]]\n{LINES}"
INLINE = '{ period = "2025", value = 3, source = "a" }'
ONE = Entries(facts=(("town.homes", FACT),))
NEW_SOURCE = Entries(sources={"b": {"title": "B"}})
SOURCE = '[sources.b]\ntitle = "B"\n'


def place(text: str, entries: Entries = ONE) -> str:
    content = text.encode()
    return place_entries(content, parse_tables(content, "f"), entries, "f").content.decode()


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        pytest.param(f"[[town.homes.facts]]\nvalue = 1\n§\n{BLOCK}", ONE, id="last-in-the-file"),
        pytest.param(
            f"[[town.homes.facts]]\nvalue = 1\n§\n{BLOCK}§\n[town.x]\n", ONE, id="before-another"
        ),
        pytest.param(
            f"[a]\n[[town.homes.facts]]\nvalue = 1\n§{BLOCK}§[town.x]\n", ONE, id="close-together"
        ),
        pytest.param(
            f"[a]\n\n\n[[town.homes.facts]]\nvalue = 1\n§\n\n{BLOCK}§\n\n[b]\n", ONE, id="far-apart"
        ),
        pytest.param(
            f"[town.homes]\nlabel = 'x'\n§\n{BLOCK}§\n[town.x]\n", ONE, id="the-first-fact"
        ),
        pytest.param(
            f"[[town.homes.facts]]\nvalue = 1\n# of it\n§\n{BLOCK}§\n# of x\n[town.x]\n",
            ONE,
            id="comments-stay-with-theirs",
        ),
        pytest.param(
            f"[a]\n\n[[town.homes.facts]]\nvalue = 1 # same line\n§\n{BLOCK}§# of x\n[town.x]\n",
            ONE,
            id="a-comment-right-above-the-next",
        ),
        pytest.param(
            f"[[town.homes.facts]]\nvalue = 1\n§\n{BLOCK}§\n# the end\n", ONE, id="the-last-comment"
        ),
        pytest.param(
            f"[[town.homes.facts]]\nvalue = 1§\n\n{BLOCK[:-1]}", ONE, id="no-newline-at-the-end"
        ),
        pytest.param(
            f"\ufeff[[town.homes.facts]]\nvalue = 1\n§\n{BLOCK}", ONE, id="byte-order-mark"
        ),
        pytest.param(
            f"[[town.homes.facts]]\r\nvalue = 1\r\n§\r\n{BLOCK.replace(chr(10), chr(13) + chr(10))}"
            "§\r\n[x]\r\n",
            ONE,
            id="crlf",
        ),
        pytest.param(
            f"[[ town . 'homes' . \"facts\" ]] # x\nvalue = 1\n§\n{BLOCK}", ONE, id="quoted-names"
        ),
        pytest.param(
            f'[town.homes]\nlabel = """\n[[town.homes.facts]]\n# no comment"""\n§\n{BLOCK}§\n[x]\n',
            ONE,
            id="headers-within-text",
        ),
        pytest.param(f"[town.homes]\nfacts = [{{value = 1}}§, {INLINE}§]\n", ONE, id="array"),
        pytest.param(f"[town.homes]\nfacts = [§{INLINE}§]\n", ONE, id="empty-array"),
        pytest.param(
            f"[town.homes]\nfacts = [\n  {{value = 1}}, # one\n  {{value = 2}}, # two§\n  {INLINE},"
            "§\n]\n",
            ONE,
            id="array-of-lines",
        ),
        pytest.param(
            f"[town.homes]\nfacts = [\n  {{value = 1}}§,§ # one§\n  {INLINE}§\n]\n",
            ONE,
            id="array-without-a-last-comma",
        ),
        pytest.param(
            f"[town]\nhomes.facts = [{{value = 1}}§, {INLINE}§]\n", ONE, id="dotted-array"
        ),
        pytest.param(
            f"[town]\nhomes = {{label = 'x'§, facts = [{INLINE}]§}}\n", ONE, id="inline-table"
        ),
        pytest.param(
            f"[town]\nhomes = {{\n  label = 'x', # x\n§  facts = [{INLINE}],\n§  # end\n}}\n",
            ONE,
            id="inline-table-on-lines",
        ),
        pytest.param(
            f"[town]\nhomes = {{\r\n\tlabel = 'x'§,§ # x§\r\n\tfacts = [{INLINE}]§\r\n}}\r\n",
            ONE,
            id="inline-table-without-a-last-comma",
        ),
        pytest.param(
            f"[town]\nhomes = {{ label = 'x',§ facts = [{INLINE}]§ }}\n",
            ONE,
            id="inline-table-with-a-last-comma",
        ),
        pytest.param(
            f"[town]\nhomes = {{§ facts = [{INLINE}]§\n  # none\n}}\n", ONE, id="inline-comment"
        ),
        pytest.param(
            f"town = {{ label = 'x'§, homes = {{ facts = [{INLINE}] }}§ }}\n",
            ONE,
            id="inline-topic",
        ),
        pytest.param(
            f"town = {{ homes.label = 'x'§, homes.facts = [{INLINE}]§ }}\n",
            ONE,
            id="inline-topic-with-dotted-keys",
        ),
        pytest.param(
            "sources = { a = { title = 'A' }§, b = { title = \"B\" }§ }\n[x]\n",
            NEW_SOURCE,
            id="inline-sources",
        ),
        pytest.param(
            'sources = {§ b = { title = "B" } §}\n[x]\n', NEW_SOURCE, id="inline-empty-sources"
        ),
        pytest.param(f"[town]\nhomes.label = 'x'\n§\n{BLOCK}§\n[x]\n", ONE, id="dotted-keys"),
        pytest.param(f"[town]\nlabel = 'x'\n§\n{BLOCK}§\n[x]\n", ONE, id="new-indicator"),
        pytest.param(f"[x]\nlabel = 'x'\n§\n{BLOCK}§\n# end\n", ONE, id="new-topic"),
        pytest.param(f"schema = 1\n§\n{BLOCK}", ONE, id="nothing-but-the-schema"),
        pytest.param(f"[sources.a]\ntitle = 'A'\n§\n{SOURCE}§\n[x]\n", NEW_SOURCE, id="source"),
        pytest.param(
            f"schema = 1\n\n[store]\ntitle = 'A'\n§\n{SOURCE}§\n[x]\n",
            NEW_SOURCE,
            id="first-source",
        ),
        pytest.param(
            f"schema = 1\n§\n{SOURCE}§\n[x]\n", NEW_SOURCE, id="first-source-without-a-store"
        ),
        pytest.param(f"# x\n[x]\nlabel = 'x'\n§\n{SOURCE}", NEW_SOURCE, id="source-at-the-end"),
    ],
)
def test_text_is_placed(text: str, entries: Entries) -> None:
    # What stands between two signs is what is to be placed.
    pieces = text.split("§")
    assert place("".join(pieces[::2]), entries) == "".join(pieces)


def test_several_are_placed_at_once() -> None:
    entries = Entries(
        facts=(("town.homes", FACT), ("new.one", FACT), ("town.homes", FACT), ("town.z", FACT)),
        indicators={"new.one": {"label": "One"}},
        sources={"b": {"title": "B"}},
    )
    z, one = BLOCK.replace("town.homes", "town.z"), BLOCK.replace("town.homes", "new.one")
    assert place("[store]\ntitle = 'x'\n\n[[town.homes.facts]]\nvalue = 1\n", entries) == (
        f"[store]\ntitle = 'x'\n\n{SOURCE}\n[[town.homes.facts]]\nvalue = 1\n\n"
        f'{BLOCK}\n{BLOCK}\n{z}\n[new.one]\nlabel = "One"\n\n{one}'
    )


def test_a_table_whose_lines_begin_with_commas_has_a_place() -> None:
    text = "town = {\nlabel = 'x'\n,homes = {unit = 'x'§}}\n"
    assert place(text.replace("§", "")) == text.replace("§", f", facts = [{INLINE}]")


def test_what_has_no_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # None is known that has none: one way after the other is tried, and held against the facts.
    monkeypatch.setattr("cqfacts.writing.placing._insert", lambda content, _: content)
    with pytest.raises(StoreError, match="has no place for this"):
        place("[[town.homes.facts]]\nvalue = 1\n")


def test_several_are_placed_in_one_inline_table() -> None:
    entries = Entries(
        facts=(("town.a", FACT), ("town.homes", FACT), ("town.b", FACT)),
        indicators={"town.a": {"label": "A"}, "town.c": {"label": "C"}},
        sources={"b": {"title": "B"}, "c": {"title": "C"}},
    )
    assert place("sources = {}\ntown = { homes = { label = 'x' } }\n", entries) == (
        'sources = { b = { title = "B" }, c = { title = "C" } }\n'
        f"town = {{ homes = {{ label = 'x', facts = [{INLINE}] }}, "
        f'a = {{ label = "A", facts = [{INLINE}] }}, c = {{ label = "C" }}, '
        f"b = {{ facts = [{INLINE}] }} }}\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(12_866, "12_866", id="whole"),
        pytest.param(-5, "-5", id="negative"),
        pytest.param(Number("5.30"), "5.30", id="decimal"),
        pytest.param("3.38 trillion", '"3.38 trillion"', id="text"),
        pytest.param('say "so"', "'say \"so\"'", id="literal"),
        pytest.param('it\'s "so"', '"it\'s \\"so\\""', id="both-quotes"),
        pytest.param("a\tb\n\x01\\", '"a\\tb\\n\\u0001\\\\"', id="escapes"),
        pytest.param(True, "true", id="true"),
        pytest.param(["a", "b"], '["a", "b"]', id="list"),
    ],
)
def test_a_value_is_written(value: object, written: str) -> None:
    assert format_table("[x]", {"note": value})[1] == f"note = {written}"


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers() | st.booleans()))
def test_what_is_written_is_read(table: dict[str, Any]) -> None:
    assert tomli.loads("\n".join(format_table("[x]", table)))["x"] == table


COMMENTS = st.sampled_from(["", "", "# a note\n", "# [town.homes]\n", "\n", "\n\n", "# é 中\n\n"])
KEYS = ("town.homes", "town.roads", "trade.total")
BODIES = st.sampled_from(
    [
        'value = 1\nperiod = "2024"\n',
        'value = "3.38 trillion" # as printed\n',
        'stated = """\n[[town.homes.facts]]\n# words\n"""\nvalue = 2\n',
        "value = 5.30\nnote = '''\n[x]'''\n",
        'value=1\n\n# inner\nsource   =  "a"\n',
    ]
)
NEW_KEYS = ("town.new", "more.new", "more.newer")
ITEMS = st.sampled_from(["{value = 1}", '{ value = "]", note = "# no" }', "{value=2.50}"])


FORMS = ("tables", "declared", "inline", "lines", "dotted", "table", "table-without-facts")


@st.composite
def draw_indicator(draw: st.DrawFn, key: str) -> str:
    """Draw an indicator in one of the forms that TOML has for it."""
    form = draw(st.sampled_from([*FORMS, "tables"]))
    above = draw(COMMENTS)
    topic, name = key.split(".")
    if form == "tables":
        blocks = draw(st.lists(st.tuples(COMMENTS, BODIES), min_size=1, max_size=3))
        return above + "".join(f"{note}[[{key}.facts]]\n{body}" for note, body in blocks)
    if form == "declared":
        return f'{above}[{key}]\nlabel = "{name}" # called so\n{draw(COMMENTS)}'
    items = draw(st.lists(ITEMS, max_size=3))
    if form == "inline":
        return f"{above}[{key}]\nfacts = [{', '.join(items)}]\nunit = 'x'\n"
    if form.startswith("table"):
        facts = f", facts = [{', '.join(items)}]" if form == "table" else ""
        return f'{above}[{topic}]\n{name} = {{ label = "a }} b"{facts} }} # inline\n'
    if form == "dotted":
        return f"{above}[{topic}]\n{name}.facts = [ {', '.join(items)} ]\n"
    last = draw(st.sampled_from(["", ",", ", # last", " # no comma"]))
    lines = ",\n\t".join(items) + last if items else ""
    return f"{above}[{key}]\nfacts = [\n\t{lines}\n]\n"


@st.composite
def draw_store(draw: st.DrawFn) -> bytes:
    """Draw the content of a file, as people and editors leave it."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    head = draw(st.sampled_from(["", "schema = 1\n", "# top\n\nschema = 1\n[store]\n"]))
    sources = draw(st.sampled_from(["", '[sources.a]\ntitle = "A"\n', "[sources]\n"]))
    parts = [head, sources, *(draw(draw_indicator(key)) for key in keys), draw(COMMENTS)]
    text = "".join(parts)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    content = (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()
    try:
        parse_tables(content, "f")
    except StoreError:
        # Not all that is drawn goes together.
        reject()
    return content


@st.composite
def draw_entries(draw: st.DrawFn) -> Entries:
    """Draw facts of several indicators, new ones among them, and new sources."""
    keys = draw(st.lists(st.sampled_from([*KEYS, *NEW_KEYS]), min_size=1, max_size=4))
    described = draw(st.sets(st.sampled_from(NEW_KEYS)))
    sources = draw(st.sets(st.sampled_from(["new", "b-2"])))
    return Entries(
        facts=tuple((key, {**FACT, "value": number}) for number, key in enumerate(keys)),
        indicators={key: {"label": "New", "unit": "km"} for key in sorted(described)},
        sources={name: {"title": 'The "New"'} for name in sorted(sources)},
    )


def join(tables: Mapping[str, Any], entries: Entries) -> dict[str, Any]:
    """Return what a file says once entries are added."""
    joined: dict[str, Any] = deepcopy(dict(tables))
    for name, source in entries.sources.items():
        joined.setdefault("sources", {})[name] = source
    for key, table in entries.indicators.items():
        topic, name = key.split(".")
        joined.setdefault(topic, {})[name] = dict(table)
    for key, fact in entries.facts:
        topic, name = key.split(".")
        joined.setdefault(topic, {}).setdefault(name, {}).setdefault("facts", []).append(fact)
    return joined


def find_change(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return what differs of each, between what they share at the start and at the end."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    start = min(len(before), len(after)) if start is None else start
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


@settings(max_examples=2000 if IS_LONG else 500)
@given(draw_store(), st.sampled_from([*KEYS, *NEW_KEYS]))
def test_every_other_byte_stays(before: bytes, key: str) -> None:
    tables: Mapping[str, Any] = parse_tables(before, "f")
    placed = place_entries(before, tables, Entries(facts=((key, FACT),)), "f")
    gone, _ = find_change(before, placed.content)
    # A comma after the last item of a list may come before a comment that stays on its line.
    assert not gone.strip() or (gone.strip().startswith(b"#") and b"\n" not in gone.strip())
    topic, name = key.split(".")
    assert parse_tables(placed.content, "f")[topic][name]["facts"][-1] == FACT
    ends = re.findall(rb"\r?\n", placed.content)
    assert set(ends) <= {b"\r\n" if b"\r\n" in before else b"\n"}


@settings(max_examples=2000 if IS_LONG else 500)
@given(draw_store(), draw_entries())
def test_every_byte_stays_in_order_when_several_are_placed(before: bytes, entries: Entries) -> None:
    tables = parse_tables(before, "f")
    event(f"{len(entries.sources)} sources, {len(entries.indicators)} indicators")
    placed = place_entries(before, tables, entries, "f")
    assert parse_tables(placed.content, "f") == placed.tables == join(tables, entries)
    rest = iter(placed.content)
    assert all(byte in rest for byte in before)
    lines = iter(placed.content.splitlines())
    kept = [line for line in before.splitlines() if line.startswith((b"#", b"[", b"\tlabel"))]
    assert all(line in lines for line in kept)
