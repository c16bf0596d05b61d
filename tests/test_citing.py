"""Citations: what is said of a fact, and that the tools that read bibliographies read ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
import rispy  # type: ignore[import-untyped]  # it has no types
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.middlewares import LatexDecodingMiddleware
from conftest import HEADER
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from pybtex.database import (  # type: ignore[import-untyped]  # likewise
    parse_string as parse_by_pybtex,
)
from pybtex.richtext import Text  # type: ignore[import-untyped]  # likewise
from pylatexenc.latex2text import (  # type: ignore[import-untyped]  # likewise
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from terminals import run_in_terminal

from cqfacts import cite_fact, format_citation, open_store
from cqfacts.citing import STYLES, cite_facts, write_citations
from cqfacts.record import replace
from cqfacts.visible import find_word
from cqfacts.writing.toml import format_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import MakeStore, Run

    from cqfacts import Citation, Store
    from cqfacts.citing import Style

TODAY = date(2026, 6, 30)
ACCESSED = {"date-parts": [[2026, 6, 30]]}

# What the schema of CSL 1.0.2 says of the variables that are written, and that there are no
# others: https://github.com/citation-style-language/schema, schemas/input/csl-data.json.
DAY = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": ["string", "number"]},
            },
        }
    },
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["chapter", "document", "webpage"]},
            "id": {"type": ["string", "number"]},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": DAY,
            "accessed": DAY,
            **{
                name: {"type": "string"}
                for name in ("title", "container-title", "publisher", "URL", "note")
            },
        },
    },
}


@pytest.fixture(scope="module")
def everything() -> list[Citation]:
    """Return the citations of all facts that ship."""
    store = open_store()
    return [one for key in store.keys for one in cite_facts(store, store.facts(key), TODAY)]


def whole(citations: Sequence[Citation], style: Style) -> str:
    return "".join(write_citations(citations, style))


def essence(citation: Citation) -> dict[str, str | None]:
    """Return what every tool has to give back."""
    return {
        "key": citation.key,
        "statement": citation.statement,
        "title": citation.title,
        "publisher": citation.publisher,
        "url": citation.link,
        "published": str(citation.published) if citation.published else None,
        "looked_up": str(citation.looked_up),
    }


# Commands of LaTeX that the reader of TeX behind bibtexparser does not know, or not so.
COMMANDS = {
    "textless": "<",
    "textgreater": ">",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
}


def make_decoder() -> LatexDecodingMiddleware:
    known = get_default_latex_context_db()
    more = [MacroTextSpec(name, simplify_repl=sign) for name, sign in COMMANDS.items()]
    known.add_context_category("more", prepend=True, macros=more)
    return LatexDecodingMiddleware(
        decoder=LatexNodes2Text(latex_context=known, math_mode="verbatim")
    )


def read_bibtex(text: str) -> list[dict[str, str | None]]:
    """Read with bibtexparser: addresses as they are, everything else as TeX prints it."""
    raw = parse_bibtex(text)
    decoded = parse_bibtex(text, append_middleware=[make_decoder()])
    assert not raw.failed_blocks
    assert not decoded.failed_blocks
    found = []
    for entry, plain in zip(decoded.entries, raw.entries, strict=True):
        fields = {name: str(field.value) for name, field in entry.fields_dict.items()}
        found.append(
            {
                "key": entry.key,
                "statement": fields["title"],
                "title": fields["booktitle"],
                "publisher": fields.get("publisher"),
                "url": str(plain["url"]) if "url" in fields else None,
                "published": fields.get("date"),
                "looked_up": fields["urldate"],
            }
        )
    return found


def read_ris(text: str) -> list[dict[str, str | None]]:
    """Read with rispy, which takes an address with a semicolon for several."""
    return [
        {
            "key": one["id"],
            "statement": one["title"],
            "title": one["secondary_title"],
            "publisher": one.get("publisher"),
            "url": ";".join(one["urls"]) if "urls" in one else None,
            "published": one["date"].replace("/", "-") if "date" in one else None,
            "looked_up": one["access_date"].replace("/", "-"),
        }
        for one in rispy.loads(text)
    ]


def read_csl(text: str) -> list[dict[str, str | None]]:
    items = json.loads(text)
    Draft7Validator(CSL).validate(items)
    return [
        {
            "key": one["id"],
            "statement": one["title"],
            "title": one["container-title"],
            "publisher": one.get("publisher"),
            "url": one.get("URL"),
            "published": read_day(one["issued"]) if "issued" in one else None,
            "looked_up": read_day(one["accessed"]),
        }
        for one in items
    ]


def read_day(day: dict[str, list[list[int]]]) -> str:
    return str(date(*day["date-parts"][0]))


READERS = [
    pytest.param("bibtex", read_bibtex, id="bibtex"),
    pytest.param("ris", read_ris, id="ris"),
    pytest.param("csl-json", read_csl, id="csl-json"),
]


@pytest.mark.parametrize(("style", "read"), READERS)
def test_what_ships_loads_back_in_full(
    style: Style, read: Callable[[str], list[dict[str, str | None]]], everything: list[Citation]
) -> None:
    assert read(whole(everything, style)) == [essence(one) for one in everything]


def test_another_reader_of_bibtex_finds_the_same(everything: list[Citation]) -> None:
    entries = parse_by_pybtex(whole(everything, "bibtex"), "bibtex").entries
    assert list(entries) == [one.key for one in everything]
    for one in everything[::9]:
        (author,) = entries[one.key].persons["author"]
        assert author.rich_last_names[0].render_as("text") == one.publisher
        assert Text.from_latex(entries[one.key].fields["title"]).render_as("text") == one.statement


def test_a_processor_prints_the_figure_and_its_document(everything: list[Citation]) -> None:
    import citeproc  # type: ignore[import-untyped]  # it has no types
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # likewise

    chosen = [one for one in everything if one.key.endswith(":economy.gdp:2025")]
    source = CiteProcJSON(json.loads(whole(chosen, "csl-json")))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    printer = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    printer.register(citeproc.Citation([citeproc.CitationItem(one.key) for one in chosen]))
    printed = [str(entry) for entry in printer.bibliography()]
    assert printed[0] == (
        "iChongqing (no date) “Gross domestic product, Chongqing, 2025: CNY 3.38 trillion”, "
        "Chongqing outlines its 2026 work plan. iChongqing. Available at: "
        "https://www.ichongqing.info/?p=158179 (Accessed: June 30, 2026)."
    )
    assert "over CNY 3.37 trillion" in printed[1]


FACT = """
[[town.homes.facts]]
source = "gazette"
stated = "words"
"""

STATEMENTS = [
    pytest.param(
        'period = "2025"\nvalue = "12 thousand"\n', "2025: 12 thousand homes", id="as-printed"
    ),
    pytest.param(
        'period = "2025"\nqualifier = "over"\nvalue = "12 thousand"\n',
        "2025: over 12 thousand homes",
        id="bound",
    ),
    pytest.param(
        'period = "2025"\nqualifier = "nearly"\nvalue = "12 thousand"\n',
        "2025: nearly 12 thousand homes",
        id="nearly",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "growth"\nqualifier = "over"\nvalue = -70\n',
        "growth, 2025: down over 70 %",
        id="fell-by-more",
    ),
    pytest.param(
        'period = "2025"\nqualifier = "about"\nvalue = "-1.5 thousand"\n',
        "2025: minus about 1.5 thousand homes",
        id="below-nothing",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "growth"\nvalue = -7\n', "growth, 2025: −7 %", id="fell"
    ),
    pytest.param(
        'period = "2026"\nstatus = "target"\nmeasure = "growth"\n'
        'qualifier = "at least"\nvalue = 5\n',
        "growth (target), 2026: at least 5 %",
        id="target",
    ),
    pytest.param(
        'period = "2026"\nstatus = "target"\nvalue = 500\n',
        "target, 2026: 500 homes",
        id="target-level",
    ),
    pytest.param(
        'period = "2025"\nof = "Riverside"\nvalue = 500\n',
        "of which Riverside, 2025: 500 homes",
        id="part",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "share"\nof = "the county"\nvalue = 38.6\n',
        "share of the county, 2025: 38.6 %",
        id="share",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "share"\nof = "town.homes"\nvalue = 38.6\n',
        "share of New homes, 2025: 38.6 %",
        id="share-of-an-indicator",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "rank"\nof = "the county"\nvalue = 1\n',
        "rank within the county, 2025: No. 1",
        id="rank",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "rank"\nof = "the county"\nqualifier = "at most"\nvalue = 5\n',
        "rank within the county, 2025: top 5",
        id="among-the-first",
    ),
    pytest.param(
        'period = "2025"\nmeasure = "streak"\nof = "first"\nqualifier = "over"\nvalue = 11\n',
        "streak: first, 2025: over 11 years",
        id="streak",
    ),
    pytest.param(
        'period = "2020/2025"\neach = true\nqualifier = "over"\nvalue = 325\n',
        "2020 to 2025: over 325 homes each year",
        id="each",
    ),
    pytest.param('period = "../2020"\nvalue = 7\n', "up to 2020: 7 homes", id="open-start"),
    pytest.param('period = "2025/.."\nvalue = 7\n', "from 2025: 7 homes", id="open-end"),
]


def one_citation(load: Callable[[str], Store], fact: str, label: str = "New homes") -> Citation:
    store = load(f'[town.homes]\nlabel = "{label}"\nunit = "homes"\n{fact}')
    (found,) = store.facts("town.homes")
    return cite_fact(store, found, TODAY)


@pytest.mark.parametrize(("fact", "statement"), STATEMENTS)
def test_a_statement_needs_no_table_around_it(
    load: Callable[[str], Store], fact: str, statement: str
) -> None:
    cited = one_citation(load, FACT + fact)
    assert cited.statement == f"New homes, Testville, {statement}"


def test_an_undated_fact_and_a_text_are_stated(load: Callable[[str], Store]) -> None:
    assert one_citation(load, FACT + "value = 7\n").statement == "New homes, Testville: 7 homes"
    text = '[[town.homes.facts]]\nsource = "gazette"\nstatus = "plan"\nperiod = "2026"\n'
    cited = one_citation(load, text + 'text = "Build more"\n')
    assert cited.statement == "New homes, Testville, plan, 2026: Build more"


def test_a_subject_that_the_label_names_is_not_repeated(load: Callable[[str], Store]) -> None:
    cited = one_citation(load, FACT + "value = 7\n", label="Homes of Testville")
    assert cited.statement == "Homes of Testville: 7 homes"


def test_keys_are_plain_and_no_two_facts_share_one(everything: list[Citation]) -> None:
    keys = [one.key for one in everything]
    assert len(set(keys)) == len(keys) > 200
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9.:_-]+", key)] == []


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        pytest.param('period = "2025"\nvalue = 1\n', "gazette:town.homes:2025", id="level"),
        pytest.param("value = 1\n", "gazette:town.homes", id="undated"),
        pytest.param(
            'period = "2021/2025"\nvalue = 1\n', "gazette:town.homes:2021-2025", id="range"
        ),
        pytest.param('period = "../2025"\nvalue = 1\n', "gazette:town.homes:to-2025", id="until"),
        pytest.param(
            'period = "2026"\nmeasure = "growth"\nstatus = "target"\nvalue = 1\n',
            "gazette:town.homes:2026:growth:target",
            id="target",
        ),
        pytest.param(
            'period = "2025"\nmeasure = "share"\nof = "Testville\'s Old Town"\nvalue = 1\n',
            "gazette:town.homes:2025:share:testvilles-old-town",
            id="share",
        ),
        pytest.param(
            'period = "2025"\nmeasure = "multiple"\nbase = "2020"\nvalue = 3\n',
            "gazette:town.homes:2025:multiple:from-2020",
            id="base",
        ),
        pytest.param(
            'period = "2025"\nof = "北京"\nvalue = 3\n',
            "gazette:town.homes:2025:68c77e1551",
            id="chinese",
        ),
    ],
)
def test_a_key_can_be_read(load: Callable[[str], Store], fact: str, key: str) -> None:
    assert one_citation(load, FACT + fact).key == key


def test_facts_alike_are_numbered_whatever_else_is_cited(load: Callable[[str], Store]) -> None:
    fact = f'{FACT}period = "2025"\nqualifier = "over"\n'
    store = load(f'[town.homes]\nlabel = "Homes"\n{fact}value = 1\n{fact}value = 2\n')
    first, second = store.facts("town.homes")
    assert cite_fact(store, second, TODAY).key == "gazette:town.homes:2025:2"
    keys = [one.key for one in cite_facts(store, [second, first], TODAY)]
    assert keys == ["gazette:town.homes:2025:2", "gazette:town.homes:2025"]


def test_names_that_differ_in_what_a_key_lacks_have_keys_that_differ(
    make_store: MakeStore,
) -> None:
    names = ["公报", "新华社", "The Gazette", "the gazette", "the-gazette", "x" * 70, "x" * 71]
    sources = "".join(f'[sources."{name}"]\ntitle = "Any"\n' for name in names)
    facts = "".join(f'[[town.homes.facts]]\nvalue = 1\nsource = "{name}"\n' for name in names)
    store = open_store(make_store(f'{sources}[town.homes]\nlabel = "Homes"\n{facts}'))
    keys = [one.key for one in cite_facts(store, store.facts("town.homes"), TODAY)]
    assert len(set(keys)) == len(names)
    assert keys[4] == "the-gazette:town.homes"
    assert all(key.isascii() for key in keys)


# --- hostile texts

NASTY = st.sampled_from(
    [
        *"\\{}$&#_%~^\"'`<>|@*[]()!?;:,=+-./\t\n\r\x01\x1b\x85\u2028\u202e\u200b\xa0",
        *("\\textbf{", "\\input{/etc/passwd}", "}}", "@misc{x,", "\n@misc{x,", "TY  - ", "ER  - "),
        *("\r\nER  - \r\nTY  - ", "--", "---", "''", "``", "?`", "<script>alert(1)</script>"),
        *(
            "![x](javascript:alert(1))",
            "](x)",
            "](<x>)",
            "&lt;",
            "&copy;",
            "1. ",
            "- ",
            "# ",
            "```",
        ),
        *("重庆", "é", "e\u0301", "ß", "😀", "%20", "https://example.org/", "and", " and "),
    ]
)
OTHER = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=3)
TEXT = st.lists(NASTY | OTHER, min_size=1, max_size=8).map("".join)
# Other text is none that a store has.
TEXTS = TEXT.filter(lambda text: find_word(text) is not None)
URLS = st.builds("{}{}".format, st.sampled_from(["https://", "http://", "HTTPS://"]), TEXT)
OTHER_URLS = st.sampled_from(["javascript:alert(1)", "data:text/html,x", "ftp://a.b/c", "x"])


def cleaned(text: str) -> str:
    """Return text as a citation has it, by another way than the one that is tested."""
    spaced = re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text)
    return re.sub(r"\s+", " ", spaced).strip()


@st.composite
def hostile_citations(draw: st.DrawFn) -> Citation:
    source = {
        "title": draw(TEXTS),
        "publisher": draw(st.none() | TEXTS),
        "url": draw(st.none() | URLS | OTHER_URLS),
        "published": draw(st.none() | st.dates(date(1000, 1, 1))),
    }
    fact = {
        "value": 7,
        "source": "mine",
        "stated": draw(TEXTS),
        "note": draw(st.none() | TEXTS),
        "of": draw(st.none() | TEXTS),
    }
    tables = [
        *format_table("[sources.mine]", given_of(source)),
        *format_table("[town.homes]", {"label": draw(TEXTS)}),
        *format_table("[[town.homes.facts]]", given_of(fact)),
    ]
    store = open_store_of("\n".join(tables))
    (found,) = store.facts("town.homes")
    cited = cite_fact(store, found, draw(st.dates(date(1000, 1, 1))))
    assert cited.title == cleaned(str(source["title"]))
    return cited


def given_of(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value is not None}


def open_store_of(text: str) -> Store:
    with TemporaryDirectory() as folder:
        path = Path(folder, "facts.toml")
        path.write_text(HEADER + text, encoding="utf-8", newline="")
        store = open_store(path)
        store.facts("town.homes")
        store.sources  # noqa: B018 - read while the file is there
        return store


@pytest.mark.parametrize(("style", "read"), READERS)
@given(citation=hostile_citations())
def test_hostile_texts_load_back_as_they_are(
    style: Style, read: Callable[[str], list[dict[str, str | None]]], citation: Citation
) -> None:
    others = [replace(citation, key="before"), citation, replace(citation, key="after")]
    assert read(whole(others, style)) == [essence(one) for one in others]


@given(citation=hostile_citations())
def test_hostile_texts_stay_text_in_markdown(citation: Citation) -> None:
    tokens = MarkdownIt("commonmark").parse(format_citation(citation, "markdown"))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = tokens[1].children or []
    links = [token.attrs["href"] for token in inline if token.type == "link_open"]
    assert {token.type for token in inline} <= {"text", "link_open", "link_close", "text_special"}
    assert len(links) == (1 if citation.link else 0)
    assert all(str(link).lower().startswith(("http://", "https://")) for link in links)
    shown = "".join(token.content for token in inline)
    assert citation.title in shown
    assert shown.startswith(citation.statement)


@given(citation=hostile_citations(), style=st.sampled_from(["text", "footnote"]))
def test_hostile_texts_stay_in_one_line(citation: Citation, style: Style) -> None:
    text = format_citation(citation, style)
    assert text.splitlines() == [text]
    for part in (citation.statement, citation.title, citation.publisher, citation.url):
        assert (part or "") in text
    assert str(citation.looked_up) in text


def test_styles_of_nothing_are_empty_and_json_a_list() -> None:
    assert {style: whole([], style) for style in STYLES} == {
        **dict.fromkeys(STYLES, ""),
        "csl-json": "[]\n",
    }


@pytest.mark.parametrize(
    ("ending", "style"),
    [
        (".txt", "text"),
        (".md", "markdown"),
        (".bib", "bibtex"),
        (".json", "csl-json"),
        (".ris", "ris"),
        (".BIB", "bibtex"),
    ],
)
def test_a_file_is_in_the_style_it_ends_in(
    run: Run, tmp_path: Path, ending: str, style: str
) -> None:
    path = tmp_path / f"refs{ending}"
    result = run("cite", "gdp", "-o", str(path))
    assert (result.out, result.err, result.status) == ("", "", 0)
    assert path.read_text(encoding="utf-8") == run("cite", "gdp", "--style", style).out


def test_a_file_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("mine", encoding="utf-8")
    result = run("cite", "gdp", "-o", str(path))
    assert (result.status, path.read_text(encoding="utf-8")) == (5, "mine")
    assert result.err.count("\n") == 1
    assert run("cite", "gdp", "-o", str(path), "--force").status == 0
    assert path.read_text(encoding="utf-8").startswith("@incollection{ichongqing-2026-plan:")


def test_nothing_found_writes_no_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    for options in (
        ["gpd"],
        ["gpd", "--all"],
        ["gdp", "-p", "1999", "--all"],
        ["gdp", "-p", "1999"],
    ):
        assert run("cite", *options, "-o", str(path)).status == 3
        assert not path.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["gdp", "--force"], "--force replaces a file; name one with -o FILE"),
        (
            ["gdp", "-o", "x.doc"],
            "'x.doc' does not end in a style; use .txt, .md, .bib",
        ),
        (["gdp", "--style", "bibtx"], "'bibtx' is not a style; did you mean 'bibtex'?"),
    ],
    ids=["force", "ending", "style"],
)
def test_a_wrong_question_is_told_in_a_line(run: Run, args: list[str], said: str) -> None:
    result = run("cite", *args)
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith(f"cqfacts: {said}")
    assert result.err.count("\n") == 1


def test_a_day_that_is_none_is_a_wrong_question(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQFACTS_TODAY", "tomorrow")
    assert run("cite", "gdp").status == 2


def test_without_a_set_day_it_is_the_calendars(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CQFACTS_TODAY")
    days = [find_day(), *re.findall(r"looked up (\S+)\)", run("cite", "nev").out), find_day()]
    assert len(days) == 4
    assert days == sorted(days)


def find_day() -> str:
    return str(date.today())  # noqa: DTZ011 - the day of whoever looks it up


def test_a_source_that_is_chosen_is_cited_alone(run: Run) -> None:
    out = run("cite", "gdp", "-p", "2025", "--source", "chongqing-daily-new-journey").out
    assert out.startswith("Gross domestic product, Chongqing, 2025: over CNY 3.37 trillion. ")
    assert out.count("\n") == 1


def test_of_one_source_what_says_most_is_cited(run: Run) -> None:
    # Xinhua says both over 3 trillion and over 3.01 trillion.
    out = run("cite", "gdp", "-p", "2023").out
    assert "over CNY 3.01 trillion" in out
    assert out.count("\n") == 1


def test_all_cites_what_show_shows(run: Run) -> None:
    keys = re.findall(
        r"^ID  - (.*)$", run("cite", "trade", "--all", "--style", "ris").out, re.MULTILINE
    )
    assert len(keys) == len(set(keys)) == len(run("show", "trade", "--no-header").out.splitlines())


def test_a_fact_is_cited_once_whatever_it_is_called(run: Run) -> None:
    assert run("cite", "gdp", "economy.gdp", "GDP").out == run("cite", "gdp").out


def test_terms_come_from_standard_input() -> None:
    command = [sys.executable, "-m", "cqfacts", "cite", "-", "--style", "csl-json"]
    terms = "gdp\n# a comment\n新能源汽车\nnothing at all\n"
    result = subprocess.run(command, input=terms.encode(), capture_output=True, check=False)
    items = json.loads(result.stdout)
    assert [one["id"].split(":")[1] for one in items] == [*["economy.gdp"] * 2, *["autos.nev"] * 2]
    assert result.returncode == 3
    assert b"nothing is called 'nothing at all'" in result.stderr


def test_a_fact_that_is_left_out_is_told(run: Run, make_store: MakeStore) -> None:
    good = f'{FACT}period = "2025"\nvalue = 7\n'
    path = make_store(f'[town.homes]\nlabel = "Homes"\n{good}{FACT}vlaue = 8\n')
    for options in ([], ["--all"]):
        result = run("cite", "homes", "-s", str(path), *options)
        assert "2025: 7" in result.out
        assert "left out 1 fact" in result.err


def test_a_terminal_is_shown_what_would_turn_its_text(make_store: MakeStore) -> None:
    fact = f'{FACT}value = 7\nnote = "a\\u202eb\\u001b[2J"\n'
    path = make_store(f'[town.homes]\nlabel = "Homes"\n{fact}')
    line = f"cqfacts cite homes -s {path}"
    assert "a<U+202E>b [2J." in run_in_terminal(line)
    assert "a\u202eb [2J." in run_in_terminal(f"{line} | cat")
