"""Importing facts: what is exported comes back, and what is wrong is told by its line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from difflib import ndiff
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import SHIPPED
from hypothesis import assume, given
from hypothesis import strategies as st
from terminals import run_in_terminal

from cqfacts import Store, check_store, compare, flatten_fact, open_store
from cqfacts.cli import main
from cqfacts.export import Document, write
from cqfacts.flat.documents import document_comparison
from cqfacts.flat.facts import FACT_FIELDS
from cqfacts.store.tables import File, Number
from cqfacts.writing import Row, Rows, RowsError, import_rows, read_rows
from cqfacts.writing.row_formats import FORMATS, guess_format

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]  # kept
period = "2024"
value = "43 thousand"
stated = "43,000 homes"
source = "gazette"
"""
TODAY = date(2026, 6, 30)
HEAD = "key,label,unit,period,written,stated,source,title\n"


def flatten(store: Store) -> list[dict[str, Any]]:
    return [flatten_fact(store, fact) for key in store.keys for fact in store.facts(key)]


def export(store: Store, format_name: str) -> bytes:
    records = flatten(store)
    envelope = {"schema_version": 1, "facts": records}
    document = Document(fields=FACT_FIELDS, records=records, envelope=lambda: envelope)
    return "".join(write(document, format_name)).encode()


def describe(store: Store, key: str) -> tuple[str, ...]:
    one = store.indicator(key)
    return one.kind, one.better, one.growth_basis, one.label, one.subject or ""


def judge(store: Store, key: str) -> dict[str, Any]:
    document = document_comparison(store, compare(store, key, today=TODAY))
    for one in document["indicators"]:
        # Where no figure is in the unit of its indicator, nothing carries it.
        if one["unit"] not in {series["unit"] for series in one["series"]}:
            one["unit"] = None
    return document


def problems(store: Store) -> list[tuple[str, str]]:
    return sorted((one.check, one.problem) for one in check_store(store, today=TODAY))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture
def path(make_store: MakeStore) -> Path:
    return make_store(STORE)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_shipped_store_comes_back(format_name: str, empty: Path, shipped: Store) -> None:
    content = export(shipped, format_name)
    imported = import_rows([str(empty)], read_rows(content, format_name, "x"), today=TODAY)
    assert imported.added == len(flatten(shipped))
    copy = open_store(empty)
    assert flatten(copy) == flatten(shipped)
    for key in shipped.keys:
        assert copy.facts(key) == shipped.facts(key)
        assert describe(copy, key) == describe(shipped, key)
        assert judge(copy, key) == judge(shipped, key)
    assert problems(copy) == problems(shipped)
    again = import_rows([str(empty)], read_rows(content, format_name, "x"))
    assert (again.added, again.skipped) == (0, imported.added)
    assert again.before == again.after


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(lambda text: bool(text.strip()))
PERIODS = st.sampled_from(
    ["2024", "2025", "2025-Q3", "2026-01-27", "2021/2025", "../2025", "2025/.."]
)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-1000, 1000, places=2).map(lambda one: Number(f"{one:f}")),
    st.sampled_from(
        [
            "3.38 trillion",
            "-2.50 million",
            "12,866",
            "43 thousand",
            "3万亿",
            "5e3",
            "-0",
            "−7",
            "1_000",
        ]
    ),
)
FACTS = st.builds(
    lambda said, more: {**said, **more},
    st.one_of(
        st.builds(
            lambda value, qualifier, measure: {"value": value, **qualifier, **measure},
            NUMBERS,
            st.sampled_from(
                [{}, *({"qualifier": one} for one in ("over", "at most", "about", "nearly"))]
            ),
            st.sampled_from(
                [
                    {},
                    {"unit": "tonnes"},
                    {"measure": "growth", "base": "2020"},
                    {"measure": "share", "of": "the west"},
                    {"measure": "change", "of": "plan", "unit": "%"},
                ]
            ),
        ),
        TEXTS.map(lambda text: {"text": text}),
        st.integers(1, 99).map(lambda number: {"measure": "rank", "of": "all", "value": number}),
        st.integers(1, 99).map(lambda number: {"measure": "streak", "of": "all", "value": number}),
        st.integers(1, 99).map(
            lambda number: {"measure": "multiple", "base": "2020", "value": number}
        ),
    ),
    st.fixed_dictionaries(
        {"source": st.sampled_from(["one", "two"])},
        optional={
            "period": PERIODS,
            "each": st.booleans(),
            "status": st.sampled_from(["actual", "target", "estimate"]),
            "stated": TEXTS,
            "note": TEXTS,
            "accept": st.lists(st.sampled_from(["growth-differs", "rival-conflict"]), min_size=1),
        },
    ),
)
INDICATORS = st.fixed_dictionaries(
    {"label": TEXTS, "facts": st.lists(FACTS, min_size=1, max_size=4)},
    optional={
        "unit": st.sampled_from(["CNY", "homes"]),
        "subject": TEXTS,
        "kind": st.sampled_from(["flow", "stock"]),
        "better": st.sampled_from(["higher", "lower"]),
        "growth_basis": st.sampled_from(["nominal", "real"]),
    },
)
TABLES = st.fixed_dictionaries(
    {
        "store": st.fixed_dictionaries({}, optional={"subject": TEXTS}),
        "sources": st.fixed_dictionaries(
            {
                "one": st.fixed_dictionaries(
                    {"title": TEXTS}, optional={"url": TEXTS, "publisher": TEXTS}
                )
            }
        ).map(lambda sources: {**sources, "two": {"title": "Two"}}),
        "town": st.dictionaries(st.sampled_from(["homes", "gdp"]), INDICATORS, min_size=1),
    }
)


def say(record: dict[str, Any]) -> str:
    return json.dumps(record, default=str)


def say_bare(record: dict[str, Any]) -> str:
    return say({**record, "accept": None})


@given(tables=TABLES, format_name=st.sampled_from(FORMATS))
def test_what_is_exported_comes_back(
    tables: dict[str, Any], format_name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store([File(name="x", tables={"schema": 1, **tables})])
    # One fact that accepts two things is another matter, told above.
    assume(len({*map(say, flatten(store))}) == len({*map(say_bare, flatten(store))}))
    folder = tmp_path_factory.mktemp("empty")
    rows = read_rows(export(store, format_name), format_name, "x")
    import_rows([str(folder)], rows, anyway=True)
    # What is said twice is said once.
    wanted = [*{say(one): one for one in flatten(store)}.values()]
    found = flatten(open_store(folder)) if wanted else []
    assert found == wanted


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_format_is_guessed(format_name: str, shipped: Store) -> None:
    assert guess_format(export(shipped, format_name)) == format_name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            HEAD + "town.homes,,,2025,12 dozen,,gazette,\n",
            "x:2: '12 dozen' is not a number; write it like 3.38 trillion, 12,866 or 5.3 "
            "[value-invalid]",
            id="value",
        ),
        pytest.param(
            HEAD + "town.hmes,,,2025,12,,gazette,\n",
            "x:2: no indicator has the key 'town.hmes'; did you mean 'town.homes'? "
            "a label makes a new one",
            id="key",
        ),
        pytest.param(
            HEAD + "town.homes,,,2025,12,,gazete,\n",
            "x:2: no source is called 'gazete'; did you mean 'gazette'? a title makes a new one",
            id="source",
        ),
        pytest.param(
            HEAD + "town.homes,Old homes,,2025,12,,gazette,\n",
            "x:2: label of 'town.homes' is 'Old homes', and 'New homes' in the store; "
            "correct one of them, or leave it empty",
            id="label",
        ),
        pytest.param(
            HEAD + "town.new,New,,2025,12,,x,A\ntown.new,New,,2026,12,,x,B\n",
            "x:3: title of 'x' is 'B', and 'A' in line 2; correct one of them, or leave it empty",
            id="title",
        ),
        pytest.param(
            HEAD + '"town.homes","a\nb",,2025\ntown.homes,,,2O25,12,,gazette,\ntown.homes\n',
            "x:2: the row has 4 fields and the header 8; fill it\n"
            "x:4: '2O25' is not a period; write 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27 or a "
            "range such as 2021/2025 or ../2020 [period-invalid]\n"
            "x:5: the row has 1 field and the header 8; fill it",
            id="ragged",
        ),
        pytest.param(
            HEAD + "town.hmes,,,2025,12 dozen,,gazete,\n,,,2025,1,,,\n",
            "x:2: no source is called 'gazete'; did you mean 'gazette'? a title makes a new one\n"
            "x:2: no indicator has the key 'town.hmes'; did you mean 'town.homes'? "
            "a label makes a new one\n"
            "x:2: '12 dozen' is not a number; write it like 3.38 trillion, 12,866 or 5.3 "
            "[value-invalid]\n"
            "x:3: the fact has no key; fill in 'key'\n"
            "x:3: the fact has no source; fill in 'source'",
            id="all-of-a-row",
        ),
        pytest.param(
            HEAD
            + "town.new,New,,2025,12,,post,The Post,more\n"
            + "town.new,,,20,12,,post,\n"
            + "town.ne,,,2024,12,,pos,\n",
            "x:2: the row has 9 fields and the header 8; put values with separators in quotes\n"
            "x:3: '20' is not a period; write 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27 or a "
            "range such as 2021/2025 or ../2020 [period-invalid]\n"
            "x:4: no source is called 'pos'; a title makes a new one\n"
            "x:4: no indicator has the key 'town.ne'; did you mean 'town.homes'? "
            "a label makes a new one",
            id="what-a-bad-row-describes",
        ),
        pytest.param(
            "key,vlaue,source\n",
            "x:1: column 'vlaue' is not known; did you mean 'value'? say what it is: --map "
            "'vlaue=value'",
            id="column",
        ),
        pytest.param(
            "key;source\ntown.homes;\n",
            "x:2: the fact has no source; fill in 'source'",
            id="semicolons",
        ),
        pytest.param(
            '"a\nb\x7f",source\n', "x:1: column 'a b␡' is not known; say", id="column-hidden"
        ),
        pytest.param(
            "source,period,value\ngazette,2025,5\n",
            "x:1: nothing says which indicator the values are of; name it with --key",
            id="no-key",
        ),
        pytest.param(
            "key,source,key\n", "x:1: column 'key' is there twice; remove one", id="twice"
        ),
        pytest.param(
            'key,source\n"town.homes,x\n',
            "x:2: is not CSV (unexpected end of data); "
            "put values with quotes or newlines in quotes, and double the quotes",
            id="quote",
        ),
        pytest.param(
            "key,source,period,value,written\ntown.homes,gazette,2025,5,6\n",
            "x:2: value is 5, but '6' gives 6; correct one",
            id="value-and-written",
        ),
        pytest.param(
            "key,source,period,value,each\ntown.homes,gazette,2025,5,maybe\n",
            "x:2: each is 'maybe', not true or false; write true, or leave it empty",
            id="each",
        ),
        pytest.param(
            "key,source,label,kind,text\n"
            "town.homes,gazette,,stok,Yes\n"
            "town.new,gazette,New,stok,Yes\n",
            "x:2: kind is 'stok'; did you mean 'stock'?\nx:3: kind is 'stok'; did",
            id="kind",
        ),
        pytest.param(
            "key,source,growth_basis\ntown.homes,gazette,real\n",
            "x:2: growth_basis of 'town.homes' is 'real', and 'nominal' in the store; "
            "correct one of them, or leave it empty",
            id="growth-basis",
        ),
        pytest.param(
            "key,source,period,written,stated,accept\n"
            'town.homes,gazette,2024,43 thousand,"43,000 homes",\n'
            'town.homes,gazette,2024,43 thousand,"43,000 homes",growth-differs\n',
            "x:3: accept of the fact is 'growth-differs', and not said in the store; "
            "correct one of them, or leave it empty",
            id="accept",
        ),
        pytest.param(
            HEAD + "town.homes,,,2024,50,,gazette,\n",
            'x:2: the figure lacks the words that state it; add stated = "…" [stated-missing]\n'
            "x:2: gazette states 43 thousand homes and 50 homes for 2024",
            id="check",
        ),
    ],
)
def test_a_bad_row_is_told_by_its_line(content: str, told: str, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(RowsError) as caught:
        import_rows([str(path)], read_rows(content.encode(), "csv", "x"))
    assert "\n".join(map(str, caught.value.problems)).startswith(told)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param('[\n{"key": 5,\n"note" 1}]', "x:3: is not JSON of facts", id="syntax"),
        pytest.param(
            '{"schema_version": 3, "facts": []}', "x:1: is not JSON of facts", id="version"
        ),
        pytest.param('{"schema_version": 1}', "x:1: is not JSON of facts (the env", id="no-facts"),
        pytest.param("[5]", "x:1: is not JSON of facts (a fact is an object", id="no-object"),
        pytest.param("[{}] 5", "x:1: is not JSON of facts (extra data)", id="extra"),
        pytest.param('[{"note": "\\ud800"}]', "x:1: is not JSON of facts (half", id="surrogate"),
        pytest.param('[{"value": NaN}]', "x:1: is not JSON of facts (NaN is no", id="nan"),
        pytest.param("[" * 100_000, "x:1: is not JSON of facts", id="deep"),
        pytest.param("", "x:1: is not JSON of facts", id="nothing"),
        pytest.param(
            '[{"unit": ["km"]}]', "x:1: unit is a list, not text; write text, or", id="list"
        ),
        pytest.param('[{"key": 5}]', "x:1: key is a number, not text", id="number"),
        pytest.param('[{"each": 5}]', "x:1: each is a number, not true or false", id="each"),
        pytest.param('[{"value": true}]', "x:1: value is true or false, not a number", id="true"),
        pytest.param('[\n{"vlaue": 1}]', "x:2: 'vlaue' is not a field of a fact", id="field"),
    ],
)
def test_bad_json_is_told(content: str, told: str, path: Path) -> None:
    with pytest.raises(RowsError) as caught:
        import_rows([str(path)], read_rows(content.encode(), "json", "x"))
    assert str(caught.value.problems[0]).startswith(told)


LINES = """\
{"key": "town.homes", "source": "gazette", "period": "2025", "value": 12
{"key": "town.homes", "source": "gazette", "period": "2025", "vlaue": 12}
{"key": "town.homes", "source": "gazette", "period": "2025", "value": 12, "value": 13}
{"key": "town.homes", "source": "gazette", "period": "2025", "value": 12} {}
{"key": "town.homes", "source": "gazette", "period": "2O25", "value": 12}
[5]
{"key": 5, "source": "gazette", "period": "2025", "value": 12}
{"key": "town.homes", "source": "gazette", "period": "2025", "value": "12 dozen"}
"""
BAD_LINES = {
    1: "is not JSON of facts (expecting ',' delimiter)",
    2: "'vlaue' is not a field of a fact",
    3: "field 'value' is there twice",
    4: "is not JSON of facts (extra data)",
    5: "'2O25' is not a period",
    6: "is not JSON of facts (a fact is an object of fields)",
    7: "key is a number, not text",
    8: "'12 dozen' is not a number",
}


@pytest.mark.parametrize("format_name", ["jsonl", "json"])
def test_every_bad_object_is_told(format_name: str, path: Path) -> None:
    lines, wanted = LINES.splitlines(), dict(BAD_LINES)
    if format_name == "json":
        # What is no JSON ends a list, but not one of lines.
        for number in (1, 4):
            lines[number - 1] = ""
            del wanted[number]
        lines = ["[" + lines[0], *(one and one + "," for one in lines[1:-1]), lines[-1] + "]"]
    with pytest.raises(RowsError) as caught:
        import_rows([str(path)], read_rows("\n".join(lines).encode(), format_name, "x"))
    assert {one.line: one.problem for one in caught.value.problems} == wanted


def test_what_stands_before_the_end_of_the_json_is_told() -> None:
    with pytest.raises(RowsError) as caught:
        read_rows(b'[{"vlaue": 1},\n{"key": }]', "json", "x")
    assert [one.line for one in caught.value.problems] == [1, 2]


def test_the_rest_of_the_file_stays(path: Path, tmp_path: Path, run: Run) -> None:
    before = path.read_text(encoding="utf-8")
    figures = tmp_path / "figures.csv"
    figures.write_text(
        HEAD
        + 'town.homes,,,2025,"44,000",,gazette,\n'
        + 'town.homes,New homes,homes,2024,43 thousand,"43,000 homes",gazette,The Gazette\n'
        + "town.roads,Roads,km,2025,12,,post,The Post\n",
        encoding="utf-8",
    )
    result = run("import", str(figures), "--store", str(path))
    assert result.out == (
        f"{path}: added 2 facts, 1 indicator (town.roads), 1 source (post); 1 fact there already\n"
    )
    after = path.read_text(encoding="utf-8")
    assert all(line[0] in " +?" for line in ndiff(before.splitlines(), after.splitlines()))
    assert open_store(path).indicator("town.roads").unit == "km"


def test_nothing_is_written_for_show(path: Path, tmp_path: Path, run: Run) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text(HEAD + "town.homes,,,2025,12,,gazette,\n", encoding="utf-8")
    before = path.read_bytes()
    result = run("import", str(figures), "--store", str(path), "--dry-run")
    assert '+period = "2025"\n' in result.out
    assert path.read_bytes() == before


def test_every_bad_row_is_told_on_standard_error(path: Path, tmp_path: Path, run: Run) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text(
        HEAD + "town.homes,,,2025,12,,gazette,\n" + "town.homes,,,20x,12,,gazette,\n" * 3,
        encoding="utf-8",
    )
    result = run("import", str(figures), "--store", str(path))
    lines = result.err.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        *(f"{figures}:{number}" for number in (3, 4, 5)),
        "cqfacts",
    ]
    assert lines[-1] == (
        "cqfacts: nothing was written, since 3 rows have problems; correct what is listed"
    )
    assert (result.status, result.out) == (1, "")


def test_the_store_that_ships_is_never_written(run: Run, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text(HEAD, encoding="utf-8")
    result = run("import", str(figures))
    assert result.status == 2
    assert "'cqfacts init' makes one" in result.err


def test_facts_of_several_files_need_a_file(make_store: MakeStore, tmp_path: Path) -> None:
    make_store(STORE)
    (tmp_path / "more.toml").write_text("schema = 1\n", encoding="utf-8")
    content = (HEAD + "town.roads,Roads,km,2025,12,,post,The Post\n").encode()
    rows = read_rows(content, "csv", "x")
    with pytest.raises(Exception, match="name it with --file"):
        import_rows([str(tmp_path)], rows)
    import_rows([str(tmp_path)], rows, file="2026.toml")
    assert open_store(tmp_path).facts("town.roads")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("town.hmes", "x:2: no indicator has the key 'town.hmes'; did you mean 'town.homes'?"),
        ("", "x:2: the fact has no key; fill in 'key'"),
    ],
)
def test_rows_are_judged_before_a_file_is_asked_for(
    key: str, told: str, make_store: MakeStore, tmp_path: Path
) -> None:
    make_store(STORE)
    (tmp_path / "more.toml").write_text("schema = 1\n", encoding="utf-8")
    content = f"{HEAD}{key},,,2025,12,,gazette,\ntown.homes,,,20,12,,gazette,\n"
    with pytest.raises(RowsError) as caught:
        import_rows([str(tmp_path)], read_rows(content.encode(), "csv", "x"))
    assert str(caught.value.problems[0]).startswith(told)
    assert caught.value.problems[-1].line == 3


def test_an_empty_file_becomes_a_store(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "facts.toml"
    path.touch()
    figures = tmp_path / "figures.csv"
    figures.write_text(
        HEAD + "town.homes,Homes,homes,2025,12,12 homes,gazette,Gazette\n", encoding="utf-8"
    )
    assert run("import", str(figures), "--store", str(path)).status == 0
    again = run("add", "homes", "13 homes", "-p", "2024", "--source", "gazette", "-s", str(path))
    assert again.status == 0
    assert run("check", "--strict", str(path)).out == ""
    path.write_bytes(b"")
    more = ("--label", "Homes", "--source", "a", "--title", "A", "-s", str(path))
    assert run("add", "town.homes", "13 homes", "-p", "2026-01", *more).status == 0
    assert run("check", "--strict", str(path)).out == ""


def test_a_store_changed_meanwhile_is_read_again(path: Path) -> None:
    content = (HEAD + "town.homes,,,2025,12,,post,The Post\n").encode()
    rows = read_rows(content, "csv", "x")
    seen = []

    def change(done: int, size: int) -> None:
        seen.append((done, size))
        if len(seen) == 1:
            # Somebody adds the same fact by hand, and a comment.
            import_rows([str(other)], rows)
            path.write_bytes(other.read_bytes() + b"# by hand\n")

    other = path.with_suffix(".other")
    other.write_bytes(path.read_bytes())
    imported = import_rows([str(path)], rows, watch=change)
    assert (imported.added, imported.skipped) == (0, 1)
    assert path.read_bytes() == other.read_bytes() + b"# by hand\n"


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_pipe_fills_an_empty_store(format_name: str, empty: Path) -> None:
    line = f"{sys.executable} -m cqfacts"
    terms = " ".join(topic.name for topic in open_store(SHIPPED).topics)
    copied = f"{line} show {terms} -f {format_name} | {line} import --store '{empty}'"
    checked = [
        subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"],
            check=True,
            capture_output=True,
            text=True,
            env={"CQFACTS_TODAY": "2026-06-30"},
        ).stdout.splitlines()
        for command in (copied, f"{line} check {SHIPPED}", f"{line} check '{empty}'")
    ]
    assert flatten(open_store(empty)) == flatten(open_store(SHIPPED))
    _, original, copy = ([one.partition(": ")[2] for one in lines] for lines in checked)
    assert copy == original


def test_what_is_new_may_be_described_by_any_row(path: Path) -> None:
    content = (
        "key,source,label,title,url,subject,period,value\n"
        "town.roads,post,,The Post,,,2024,1\n"
        "town.roads,post,Roads,,https://post.test,Elsewhere,2025,2\n"
    )
    import_rows([str(path)], read_rows(content.encode(), "csv", "x"), anyway=True)
    store = open_store(path)
    assert store.source("post").url == "https://post.test"
    assert store.indicator("town.roads").subject == "Elsewhere"


def test_what_the_store_does_not_say_is_not_lost(path: Path) -> None:
    content = "key,source,url,period,value\ntown.homes,gazette,https://x.test,2024,1\n"
    with pytest.raises(RowsError) as caught:
        import_rows([str(path)], read_rows(content.encode(), "csv", "x"))
    assert str(caught.value.problems[0]) == (
        "x:2: url of 'gazette' is 'https://x.test', and not said in the store; "
        "correct one of them, or leave it empty"
    )


def test_a_table_of_a_spreadsheet_is_read(path: Path) -> None:
    content = "\ufeffsource,key,period,value\r\ngazette,town.homes,2025,12\r\n\r\n"
    rows = read_rows(content.encode(), "csv", "x")
    assert [row.line for row in rows.rows] == [2]
    assert import_rows([str(path)], rows).added == 1


def test_flat_records_can_be_given_as_they_are(path: Path, empty: Path) -> None:
    records = [{**one, "written": None} for one in flatten(open_store(path))]
    rows = Rows(name="x", rows=tuple(Row(line=1, record=one) for one in records))
    import_rows([str(empty)], rows)
    (fact,) = open_store(empty).facts("town.homes")
    assert fact.amount is not None
    assert fact.amount.value == 43_000


def test_imports_at_once_take_turns(path: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.csv" for number in range(4)]
    for number, file in enumerate(files):
        rows = "".join(
            f"town.roads,Roads,km,{year},{number},,post,The Post\n"
            for year in (2001, 2002 + number)
        )
        file.write_text(HEAD + rows, encoding="utf-8")
    line = [sys.executable, "-m", "cqfacts", "import", "--anyway", "--store", str(path)]
    running = [subprocess.Popen([*line, str(file)], stdout=subprocess.DEVNULL) for file in files]
    assert [process.wait() for process in running] == [0] * 4
    assert len(open_store(path).facts("town.roads")) == 8


IMPATIENT = """
import sys
from cqfacts.cli import main, watching
watching._PATIENCE_SECONDS = watching._PAUSE_SECONDS = 0
sys.exit(main(sys.argv[1:]))
"""


def test_a_bar_shows_how_far_it_is(path: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    rows = (f"town.homes,,,{1000 + n},{n},in words: {n},gazette,\n" for n in range(1000))
    figures.write_text(HEAD + "".join(rows), encoding="utf-8")
    (tmp_path / "impatient.py").write_text(IMPATIENT, encoding="utf-8")
    out = run_in_terminal(
        f"python impatient.py import --anyway figures.csv -s {path.name}", cwd=tmp_path
    )
    assert "Reading facts" in out
    assert "Checking them" in out
    assert "facts.toml: added 1,000 facts" in out


def test_standard_input_may_be_a_text(
    path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(HEAD + "town.homes,,,2025,12,,gazette,\n"))
    assert run("import", "-", "--store", str(path)).status == 0


def test_a_missing_file_is_told(path: Path, run: Run) -> None:
    result = run("import", "none.csv", "--store", str(path))
    assert result.err == (
        "cqfacts: none.csv: cannot be read (No such file or directory); name a file of facts\n"
    )
    assert result.status == 5


def test_ten_thousand_rows_take_seconds(empty: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    rows = (
        f"town.series-{n % 200},Series {n % 200},homes,{1900 + n // 200},{n},,post,The Post"
        for n in range(10_000)
    )
    figures.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    assert main(["import", str(figures), "--store", str(empty)]) == 0
    assert len(flatten(open_store(empty))) == 10_000


def test_how_a_table_was_read_is_kept_and_used_again(
    run: Run, make_store: MakeStore, tmp_path: Path
) -> None:
    path = make_store('[town.homes]\nlabel = "New homes"\nunit = "homes"\n')
    old = path.read_text(encoding="utf-8")
    table = tmp_path / "homes.csv"
    table.write_text("Taken;Built\n2019;1.200\n", encoding="utf-8")
    words = ("import", str(table), "-s", str(path))
    given = ("--key", "town.homes", "--source", "gazette", "--map", "Taken=period,Built=value")
    assert run(*words, *given, "--decimal", ",", "--keep-as", "budget").status == 0
    table.write_text("Taken;Built\n2020;1.300\n2021;1.400\n", encoding="utf-8")
    assert run(*words, "--as", "budget").out == f"{path}: added 2 facts\n"
    assert [one["value"] for one in tomli.loads(path.read_text())["town"]["homes"]["facts"]] == [
        1200,
        1300,
        1400,
    ]
    kept = path.read_text(encoding="utf-8")
    head = old[: old.index("[sources")]
    assert kept.startswith(
        f"{head}[store.imports.budget]\n"
        'source  = "gazette"\n'
        'key     = "town.homes"\n'
        'columns = ["Taken=period", "Built=value"]\n'
        'decimal = ","\n\n[sources.gazette]'
    )
    table.write_text("Taken;Built\n2022;1.500\n", encoding="utf-8")
    assert run(*words, "--as", "budget", "--source", "herald", "--keep-as", "budget").status == 0
    assert path.read_text().count("[store.imports.budget]") == 1
    missing = run(*words, "--as", "bugdet")
    assert (missing.status, missing.err) == (
        3,
        "cqfacts: no import is kept as 'bugdet'; did you mean 'budget'?\n",
    )
    assert run("check", "-s", str(path)).status == 0


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        pytest.param(
            '[store.imports.x]\ncolumns = "Year=period"\n',
            "facts.toml: x: columns is text, not a list of text; write columns",
            id="type",
        ),
        pytest.param(
            "[store.imports.x]\nkeys = 'a'\n",
            "facts.toml: x: 'keys' is not a key of a kept import; did you mean 'key'?",
            id="key",
        ),
    ],
)
def test_what_is_kept_wrongly_is_no_import(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.toml").write_text(f"schema = 1\n{kept}", encoding="utf-8")
    (tmp_path / "a.csv").write_text("Year,Value\n2019,3\n", encoding="utf-8")
    result = run("import", "a.csv", "--as", "x", "-s", "facts.toml")
    assert (result.status, result.err.count("\n")) == (5, 1)
    assert result.err.startswith(f"cqfacts: {told}")
    assert "facts.toml:3:" in run("check", "-s", "facts.toml").out
