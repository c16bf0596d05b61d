"""Reading a store: what is well, what is a problem of a fact, and what stops everything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hostile import NOT_ALLOWED, PLACES, quote
from hypothesis import given, settings
from hypothesis import strategies as st

from cqfacts import NotFoundError, StoreError, open_store
from cqfacts.store.tables import parse_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeStore

    from cqfacts import Store

FACT = '[[town.homes.facts]]\nvalue = 1\nsource = "gazette"\nperiod = "2025"\n'


def fact(*lines: str) -> str:
    """Return an indicator with a sound fact and one of these lines."""
    return FACT + '[[town.homes.facts]]\nsource = "gazette"\n' + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            fact(),
            "town.homes.facts[2]: the fact has neither a value nor a text; "
            "add value = … or text = … [fact-empty]",
            id="no-value-and-no-text",
        ),
        pytest.param(
            fact("value = 1", 'text = "one"'),
            "town.homes.facts[2].text: the fact has a value and a text; "
            "write two facts [fact-twofold]",
            id="value-and-text",
        ),
        pytest.param(
            fact("vlaue = 1", "value = 2"),
            "town.homes.facts[2].vlaue: 'vlaue' is not a key of a fact; "
            "did you mean 'value'? [key-unknown]",
            id="unknown-key",
        ),
        pytest.param(
            fact("value = 1", 'qualifier = "aobut"'),
            "town.homes.facts[2].qualifier: 'aobut' is not a qualifier; "
            "did you mean 'about'? [qualifier-unknown]",
            id="unknown-qualifier",
        ),
        pytest.param(
            fact("value = 1", 'measure = "speed"'),
            "town.homes.facts[2].measure: 'speed' is not a measure; use one of: level, change, "
            "growth, share, multiple, rank, streak [measure-unknown]",
            id="unknown-measure",
        ),
        pytest.param(
            fact("value = 1", 'status = "goal"'),
            "town.homes.facts[2].status: 'goal' is not a status; "
            "use one of: actual, target, plan, estimate [status-unknown]",
            id="unknown-status",
        ),
        pytest.param(
            FACT.replace("gazette", "times"),
            "town.homes.facts[1].source: source 'times' is not declared; "
            "add [sources.times] or correct it [source-unknown]",
            id="unknown-source",
        ),
        pytest.param(
            FACT.replace('source = "gazette"\n', ""),
            'town.homes.facts[1]: the fact has no source; add source = "…" [key-missing]',
            id="no-source",
        ),
        pytest.param(
            fact("value = 1", 'period = "2025-13"'),
            "town.homes.facts[2].period: '2025-13' is not a period; write 2025, 2025-S1, 2025-Q3, "
            "2026-01, 2026-01-27 or a range such as 2021/2025 or ../2020 [period-invalid]",
            id="bad-period",
        ),
        pytest.param(
            fact("value = 1", "period = 2025"),
            "town.homes.facts[2].period: period 2025 is not quoted; "
            'write period = "2025" [period-unquoted]',
            id="unquoted-year",
        ),
        pytest.param(
            fact("value = 1", "period = 2025-01-27"),
            "town.homes.facts[2].period: period 2025-01-27 is not quoted; "
            'write period = "2025-01-27" [period-unquoted]',
            id="unquoted-day",
        ),
        pytest.param(
            fact("value = nan"),
            "town.homes.facts[2].value: 'nan' is not a number; "
            "write it like 3.38 trillion, 12,866 or 5.3 [value-invalid]",
            id="nan",
        ),
        pytest.param(
            fact("value = -inf"),
            "town.homes.facts[2].value: '-inf' is not a number; "
            "write it like 3.38 trillion, 12,866 or 5.3 [value-invalid]",
            id="inf",
        ),
        pytest.param(
            fact("value = 1e1000000000"),
            "town.homes.facts[2].value: '1e1000000000' is too long; "
            "write at most 40 digits before and after the point [value-invalid]",
            id="exponent-of-a-billion",
        ),
        pytest.param(
            fact("value = true"),
            "town.homes.facts[2].value: value is true or false, not a number; "
            'write value = 5.3 or value = "3.38 trillion" [type-wrong]',
            id="value-of-wrong-type",
        ),
        pytest.param(
            fact("text = 5"),
            'town.homes.facts[2].text: text is a number, not text; write text = "…" [type-wrong]',
            id="text-of-wrong-type",
        ),
        pytest.param(
            fact('text = " "'),
            "town.homes.facts[2].text: text is empty; fill it in or remove text [text-empty]",
            id="empty-text",
        ),
        pytest.param(
            fact("value = 1", "measure = 'share'"),
            'town.homes.facts[2]: a share needs what it is a share of; add of = "…" [of-missing]',
            id="share-without-of",
        ),
        pytest.param(
            fact("value = 3", "measure = 'multiple'"),
            "town.homes.facts[2]: a multiple needs the period it is a multiple of; "
            'add base = "…" [base-missing]',
            id="multiple-without-base",
        ),
        pytest.param(
            fact("value = 1.5", "measure = 'rank'", "of = 'towns'"),
            "town.homes.facts[2].value: a rank is a whole number from 1; "
            "correct value or measure [value-invalid]",
            id="broken-rank",
        ),
        pytest.param(
            fact("value = 3", "status = 'plan'"),
            "town.homes.facts[2].status: a figure about the future is a target, not a plan; "
            'write status = "target" [status-misplaced]',
            id="plan-with-a-figure",
        ),
        pytest.param(
            fact("value = 3", "measure = 'growth'", "unit = 'km'"),
            "town.homes.facts[2].unit: a growth is in '%', not in 'km'; remove unit [unit-wrong]",
            id="unit-of-a-growth",
        ),
        pytest.param(
            fact("value = 3", 'each = "yes"'),
            "town.homes.facts[2].each: each is text, not true or false; "
            "write each = true [type-wrong]",
            id="each-of-wrong-type",
        ),
        pytest.param(
            fact("value = 3", "each = true"),
            "town.homes.facts[2].each: each says that the value holds for every step of a period, "
            'and there is none; add period = "…" or remove each [period-missing]',
            id="each-without-period",
        ),
        pytest.param(
            '[town.homes]\nlable = "Homes"\n' + FACT,
            "town.homes.lable: 'lable' is not a key of an indicator; "
            "did you mean 'label'? [key-unknown]",
            id="unknown-key-of-an-indicator",
        ),
        pytest.param(
            '[town.homes]\nkind = "stok"\n' + FACT,
            "town.homes.kind: 'stok' is not a kind; did you mean 'stock'? [kind-unknown]",
            id="unknown-kind",
        ),
        pytest.param(
            "[town.homes]\nfacts = 3\n",
            "town.homes.facts: facts is a number, not a list of tables; "
            "write [[town.homes.facts]] [type-wrong]",
            id="facts-of-wrong-type",
        ),
        pytest.param(
            '[town.homes]\naliases = "houses"\n' + FACT,
            "town.homes.aliases: aliases is text, not a list of text; "
            'write aliases = ["…", "…"] [type-wrong]',
            id="aliases-of-wrong-type",
        ),
        pytest.param(
            '[town."New Homes"]\n',
            "town.New Homes: 'New Homes' is not a name; "
            "write lower-case words joined by hyphens, like new-homes [name-invalid]",
            id="name-with-a-space",
        ),
        pytest.param(
            '[sources.mail]\ntitel = "Mail"\n',
            "sources.mail.titel: 'titel' is not a key of a source; "
            "did you mean 'title'? [key-unknown]",
            id="unknown-key-of-a-source",
        ),
        pytest.param(
            '[sources.mail]\ntitle = "Mail"\npublished = "2025"\n',
            "sources.mail.published: published is text, not a date; "
            "write published = 2026-01-27, without quotes [type-wrong]",
            id="date-in-quotes",
        ),
    ],
)
def test_a_problem_is_one_line_that_says_where_what_and_what_to_do(
    make_store: MakeStore, text: str, problem: str
) -> None:
    path = make_store(text)
    assert str(open_store(path).diagnostics[0]) == f"{path}: {problem}"


def test_a_fact_with_a_problem_is_left_out_and_the_rest_answers(
    load: Callable[[str], Store],
) -> None:
    store = load(fact("vlaue = 1") + fact("value = 7"))
    assert [str(f.amount.value) for f in store.facts("town.homes") if f.amount] == ["1", "1", "7"]
    assert store.left_out("town.homes") == 1


@pytest.mark.parametrize("line", ['unti = "km"', 'kind = "stok"', "unit = 5"])
def test_where_a_unit_or_kind_is_in_doubt_so_is_every_fact(
    load: Callable[[str], Store], line: str
) -> None:
    store = load(f"[town.homes]\n{line}\n{FACT}")
    assert (store.facts("town.homes"), store.left_out("town.homes")) == ((), 1)


def test_a_sound_store_has_no_problems(load: Callable[[str], Store]) -> None:
    assert load(fact("value = 1.50", 'measure = "growth"')).diagnostics == ()


def test_files_append_in_the_order_of_their_names(make_store: MakeStore, tmp_path: Path) -> None:
    make_store(FACT, "a.toml")
    later = FACT.replace("2025", "2026") + '[town.shops]\nlabel = "Shops"\n'
    (tmp_path / "b.toml").write_text(later, encoding="utf-8")
    (tmp_path / "ignored.txt").write_text("no store", encoding="utf-8")
    store = open_store(tmp_path)
    assert [str(f.period) for f in store.facts("town.homes")] == ["2025", "2026"]
    assert list(store.keys) == ["town.homes", "town.shops"]


def test_a_later_file_adds_to_an_earlier_topic(make_store: MakeStore, tmp_path: Path) -> None:
    make_store(FACT + "[farm.cows]\nlabel = 'Cows'\n", "a.toml")
    (tmp_path / "b.toml").write_text("[town.shops]\nlabel = 'Shops'\n", encoding="utf-8")
    assert list(open_store(tmp_path).keys) == ["town.homes", "town.shops", "farm.cows"]


def test_a_label_said_twice_is_a_problem_and_the_first_stands(
    make_store: MakeStore, tmp_path: Path
) -> None:
    first = make_store('[town.homes]\nlabel = "Homes"\n' + FACT, "a.toml")
    second = tmp_path / "b.toml"
    second.write_text('[town.homes]\nlabel = "Houses"\n', encoding="utf-8")
    store = open_store(first, second)
    assert store.indicator("town.homes").label == "Homes"
    assert [str(problem) for problem in store.diagnostics] == [
        f"{second}: town.homes.label: label of 'town.homes' is said twice, first in {first}; "
        "remove one of them [key-repeated]"
    ]
    assert len(store.facts("town.homes")) == 1


def test_a_unit_said_twice_and_differently_leaves_the_facts_in_doubt(
    make_store: MakeStore, tmp_path: Path
) -> None:
    first = make_store('[town.homes]\nunit = "homes"\n' + FACT, "a.toml")
    second = tmp_path / "b.toml"
    second.write_text('[town.homes]\nunit = "km"\n', encoding="utf-8")
    store = open_store(first, second)
    assert store.left_out("town.homes") == 1


def test_a_source_said_twice_is_a_problem(make_store: MakeStore, tmp_path: Path) -> None:
    first = make_store(FACT, "a.toml")
    second = tmp_path / "b.toml"
    second.write_text('[sources.gazette]\ntitle = "Another"\n', encoding="utf-8")
    assert [str(problem) for problem in open_store(first, second).diagnostics] == [
        f"{second}: sources.gazette: source 'gazette' is said twice, first in {first}; "
        "remove one or rename one [source-repeated]"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            b"a = 1\nb = \xff\n", ":2:5: is not UTF-8; save the file as UTF-8", id="utf-8"
        ),
        pytest.param(
            b"[town]\nlabel = \n",
            ":2:9: invalid value; correct the TOML there [toml-syntax]",
            id="broken-toml",
        ),
        pytest.param(
            b"value = " + b"9" * 5000,
            ":1:9: a number has thousands of digits; write at most 40 [value-invalid]",
            id="5000-digits",
        ),
        pytest.param(
            b"a = " + b"[" * 10_000 + b"]" * 10_000,
            ": is nested too deeply; keep to topics, indicators and facts [toml-nesting]",
            id="nested-arrays",
        ),
        pytest.param(
            b"[" + b".".join([b"a"] * 10_000) + b"]",
            ": is nested too deeply; keep to topics, indicators and facts [toml-nesting]",
            id="nested-tables",
        ),
        pytest.param(
            b"schema = 2\n",
            ": is written in a later schema than 1, which this cqfacts reads; install a newer",
            id="later-schema",
        ),
    ],
)
def test_a_file_that_cannot_be_read_stops_everything(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_a_missing_file_an_empty_folder_and_an_unreadable_file(tmp_path: Path) -> None:
    messages = []
    unreadable = tmp_path / "secret.toml"
    unreadable.write_text("", encoding="utf-8")
    unreadable.chmod(0)
    empty = tmp_path / "empty"
    empty.mkdir()
    for path in (tmp_path / "none.toml", empty, *([unreadable] if os.geteuid() else [])):
        with pytest.raises(StoreError) as caught:
            open_store(path)
        messages.append(str(caught.value))
    assert messages[:2] == [
        f"{tmp_path / 'none.toml'}: does not exist; give the path of a store",
        f"{empty}: holds no TOML file; give a file or a folder of *.toml files",
    ]
    assert all("Permission denied" in message for message in messages[2:])


def test_unknown_keys_and_sources_raise(load: Callable[[str], Store]) -> None:
    store = load(FACT)
    with pytest.raises(NotFoundError, match="no indicator has the key 'town.nothing'"):
        store.facts("town.nothing")
    with pytest.raises(NotFoundError, match="no source is called 'gazete'; did you mean 'gazette'"):
        store.source("gazete")


def test_the_environment_names_stores(
    make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(FACT, "a.toml")
    (tmp_path / "b.toml").write_text("[farm.cows]\nlabel = 'Cows'\n", encoding="utf-8")
    paths = os.pathsep.join(str(tmp_path / name) for name in ("a.toml", "b.toml"))
    monkeypatch.setenv("CQFACTS_STORE", paths)
    assert list(open_store().keys) == ["town.homes", "farm.cows"]


TABLES_OF_TEXT = {
    "store": "[store]\n{}\n",
    "source": "[sources.odd]\ntitle = 'T'\n{}\n",
    "topic": "[odd]\n{}\n",
    "indicator": "[town.odd]\n{}\n",
    "fact": "[[town.odd.facts]]\nvalue = 5\nsource = 'gazette'\n{}\n",
    "text": "[[town.odd.facts]]\nsource = 'gazette'\n{}\n",
}


@pytest.mark.parametrize("text", NOT_ALLOWED.values(), ids=NOT_ALLOWED)
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("text" if key == "text" else table, key)
        for table, keys in PLACES.items()
        for key in keys
        # What is accepted is named by its id.
        if key != "accept"
    ],
)
def test_no_key_takes_text_without_a_word(table: str, key: str, text: str, tmp_path: Path) -> None:
    written = f"[{quote(text)}]" if key == "aliases" else quote(text)
    head = "[sources.gazette]\ntitle = 'T'\n" if table in ("fact", "text") else ""
    lines = head + TABLES_OF_TEXT[table].replace(f"{key} = 'T'\n", "").format(f"{key} = {written}")
    path = tmp_path / "facts.toml"
    path.write_text(lines, encoding="utf-8")
    store = open_store(path)
    found = [one for one in store.diagnostics if key in one.location.keys]
    # A unit may be a sign.
    is_sign = key == "unit" and text == NOT_ALLOWED["wordless"]
    wanted = [] if is_sign else ["text-nul" if "\0" in text else "text-empty"]
    assert [one.check for one in found] == wanted
    assert is_sign or store.title is store.subject is None
    assert all(text not in store.names(one) for one in store.keys)


scalars = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.lists(st.integers())
)
names = st.sampled_from(
    [
        "value",
        "text",
        "source",
        "period",
        "measure",
        "status",
        "qualifier",
        "of",
        "base",
        "unit",
        "each",
        "stated",
        "note",
        "accept",
        "label",
        "aliases",
        "kind",
        "better",
        "facts",
        "title",
        "x",
    ]
)
tables = st.recursive(
    scalars,
    lambda inner: st.dictionaries(names, inner | st.lists(inner), max_size=5),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["store", "sources", "town", "schema"]), tables))
@settings(max_examples=200)
def test_no_table_raises_anything_but_diagnostics(data: dict[str, object]) -> None:
    from cqfacts.store import Store
    from cqfacts.store.tables import File

    store = Store([File(name="drawn.toml", tables=data)])
    for problem in store.diagnostics:
        assert str(problem).startswith("drawn.toml")
    for key in store.keys:
        assert len(store.facts(key)) + store.left_out(key) >= 0


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_store_error(content: bytes) -> None:
    try:
        parse_tables(content, "drawn.toml")
    except StoreError as error:
        assert str(error).startswith("drawn.toml")
