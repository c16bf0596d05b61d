"""What reaches a terminal: it fits, hides nothing, and obeys nothing that a store says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cqfacts import Store, open_store
from cqfacts.cli.drawing.console import draw
from cqfacts.cli.drawing.facts import render_facts
from cqfacts.store.tables import File
from cqfacts.visible import make_visible

if TYPE_CHECKING:
    from conftest import MakeStore, Run

HOSTILE = {
    "escape": "\x1b[31mred\x1b[0m",
    "hyperlink": "\x1b]8;;http://example.org\x07click\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "c1": "\x9b31m",
    "delete": "a\x7fb",
    "bidirectional": "abc\u202etxt.exe",
    "isolate": "\u2066abc\u2069",
    "zero-width": "a\u200bb\ufeffc",
    "markup": "[bold red]x[/] [/nope] [link=http://example.org]y[/link]",
    "emoji-code": ":smiley:",
    "brackets": "12 [m/s]",
}


@pytest.fixture
def hostile_store(tmp_path: Path) -> Path:
    def quote(text: str) -> str:
        return json.dumps(text)

    words = " ".join(HOSTILE.values())
    path = tmp_path / "hostile.toml"
    path.write_text(
        f"[sources.s]\ntitle = {quote(words)}\npublisher = {quote(words)}\n"
        f"[t]\nlabel = {quote(words)}\n[t.a]\nlabel = {quote(words)}\nunit = {quote(words)}\n"
        f"[[t.a.facts]]\nperiod = '2025'\nvalue = 1\nsource = 's'\nstated = {quote(words)}\n"
        f"note = {quote(words)}\nof = {quote(words)}\n"
        f"[[t.a.facts]]\nperiod = '2025'\ntext = {quote(words)}\nsource = 's'\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("command", ["show t.a", "compare t.a", "list", "search click", "sources"])
def test_stored_words_are_visible_and_inert_in_a_table(
    run: Run, hostile_store: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    result = run(*command.split(), "-s", str(hostile_store), "-f", "table")
    assert result.status == 0
    assert not any(ord(c) < 32 and c != "\n" for c in result.out)
    assert not any(c in result.out for c in "\x7f\x9b\u202e\u2066\u2069\u200b\ufeff")
    assert "[bold red]x[/] [/nope] [link=http://example.org]y[/link]" in result.out
    assert ":smiley:" in result.out
    assert "12 [m/s]" in result.out


@pytest.mark.parametrize("name", ["tsv", "csv", "json", "jsonl"])
def test_machine_formats_keep_the_exact_words(run: Run, hostile_store: Path, name: str) -> None:
    result = run("show", "t.a", "-s", str(hostile_store), "-f", name, "--fields", "stated,text")
    assert result.status == 0
    words = " ".join(HOSTILE.values())
    if name == "json":
        assert json.loads(result.out)["facts"][0]["stated"] == words
    elif name == "jsonl":
        assert json.loads(result.out.split("\n")[0])["stated"] == words
    else:
        assert words in result.out


def test_messages_are_inert_too(run: Run) -> None:
    result = run("show", "\x1b[2J\u202enev")
    assert result.status == 3
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err
    assert len(result.err.splitlines()) == 1


@given(st.text())
def test_visible_text_has_no_control_characters(text: str) -> None:
    visible = make_visible(text)
    assert all(ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0 for c in visible)


def test_plain_text_stays_as_it_is() -> None:
    assert make_visible("新能源汽车 – “GDP” é") == "新能源汽车 – “GDP” é"


widths = st.integers(20, 250)
words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=["\0"]), min_size=1, max_size=60
)


@given(words, words, words, widths)
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(
    label: str, stated: str, of: str, width: int
) -> None:
    fact = {"period": "2025", "value": 1234, "source": "s", "stated": f"a{stated}", "of": f"b{of}"}
    tables = {
        "sources": {"s": {"title": "T"}},
        "t": {"a": {"label": f"c{label}", "facts": [fact]}},
    }
    store = Store([File(name="drawn", tables=tables)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        facts = [("t.a", store.facts("t.a"))]
        parts = draw(lambda w: render_facts(store, facts, w), "never", is_file=False)
        drawing = "".join(parts)
    assert all(cell_len(line) <= width for line in drawing.splitlines())
    # Lines may break anywhere, so letters are counted, not words.
    for text in (label, stated, of):
        for letter in set(make_visible(text)):
            if not letter.isspace():
                assert letter in drawing


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_the_period_the_value_and_the_source_are_always_there(
    run: Run, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for command in ("show", "compare"):
        out = run(command, "trade.total", "-f", "table").out
        # A cell may be broken after a hyphen or a slash.
        for needed in ("2022-01/", "2022-11", "748.79", "billion", "xinhua-", "trade-2022"):
            assert needed in out
        assert "748790000000" not in out
        assert max(map(cell_len, out.splitlines())) <= width


@pytest.mark.parametrize(
    ("environment", "args", "has_color"),
    [
        pytest.param({}, ["--color", "always"], True, id="always"),
        pytest.param({}, ["--color", "never"], False, id="never"),
        pytest.param({}, [], False, id="not-a-terminal"),
        pytest.param({"NO_COLOR": "1"}, ["--color", "always"], True, id="asked-for-all-the-same"),
    ],
)
def test_colour_is_where_it_is_wanted(
    run: Run,
    environment: dict[str, str],
    args: list[str],
    has_color: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("show", "nev", "-f", "table", *args).out) is has_color


@pytest.mark.parametrize(
    ("environment", "has_color"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_a_real_terminal_gets_a_table_and_its_colour(
    environment: dict[str, str], has_color: bool
) -> None:
    from terminals import run_in_terminal

    out = run_in_terminal("cqfacts show nev", environment)
    assert "In its words" in out
    assert ("\x1b[" in out) is has_color


@pytest.mark.parametrize(
    ("line", "environment", "has_links"),
    [
        ("cqfacts sources", {}, True),
        ("cqfacts show nev", {}, True),
        ("cqfacts sources", {"TERM": "linux"}, False),
        ("cqfacts sources", {"NO_COLOR": "1"}, False),
        ("cqfacts sources -f table --color always | cat", {}, False),
        ("cqfacts sources -f tsv", {}, False),
    ],
)
def test_an_address_is_a_link_where_the_terminal_can_follow_it(
    line: str, environment: dict[str, str], has_links: bool
) -> None:
    from terminals import run_in_terminal

    assert ("\x1b]8;" in run_in_terminal(line, environment)) is has_links


def test_only_an_address_of_the_web_is_a_link(make_store: MakeStore) -> None:
    from terminals import run_in_terminal

    addresses = ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://a\\u001bb"]
    text = "".join(
        f'[sources.s{number}]\ntitle = "S"\nurl = "{url}"\n' for number, url in enumerate(addresses)
    )
    assert "\x1b]8;" not in run_in_terminal(f"cqfacts sources -s {make_store(text)}")


def test_messages_and_the_start_screen_are_broken_at_words() -> None:
    from terminals import run_in_terminal

    for width in (40, 60, 80, 120):
        for line in ("cqfacts", "cqfacts show nothing-of-the-sort -p 2025"):
            out = run_in_terminal(f"{line} 2>&1", {"NO_COLOR": "1"}, width=width)
            lines = out.splitlines()
            assert max(map(cell_len, lines)) <= width
            words = run_in_terminal(f"{line} 2>&1 | cat").split()
            assert out.split() == words


def test_a_real_terminal_is_safe_from_a_machine_format(hostile_store: Path) -> None:
    from terminals import run_in_terminal

    out = run_in_terminal(f"cqfacts show t.a -s {hostile_store} -f tsv")
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_a_table_in_a_file_has_no_colour(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nev.txt"
    run("show", "nev", "-o", str(path))
    text = path.read_text(encoding="utf-8")
    assert "In its words" in text
    assert "\x1b" not in text


def test_a_note_is_numbered_where_it_belongs(run: Run, make_store: MakeStore) -> None:
    text = (
        "[[town.homes.facts]]\nperiod='2024'\nvalue=1\nsource='gazette'\nnote='counted in May'\n"
        "[[town.homes.facts]]\nperiod='2025'\nvalue=2\nsource='gazette'\nnote='counted in June'\n"
    )
    out = run("show", "homes", "-s", str(make_store(text)), "-f", "table").out
    assert "1 ¹" in out
    assert "2 ²" in out
    assert "² counted in June" in out


def test_the_shipped_store_is_drawn_whole(run: Run) -> None:
    store = open_store(Path(__file__).parent.parent / "facts.toml")
    for topic in store.topics:
        assert run("show", topic.name, "-f", "table").status == 0
