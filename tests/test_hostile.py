"""Hostile stores, arguments, names and rows, for every command in every format, as processes.

What reaches a terminal is seen and does nothing; what reaches a file is the exact text, as its
format has it. `inert` judges, `hostile` has the texts.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from shlex import quote as quote_for_shell
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from bibtexparser.entrypoint import parse_string as parse_bibtex
from conftest import IS_LONG
from hostile import (
    ALL,
    CHARTED,
    KEYS,
    NOT_ALLOWED,
    TEXTS,
    quote,
    write_charted,
    write_keys,
    write_store,
    write_table,
)
from inert import (
    find_active,
    find_links,
    list_names,
    read_markdown,
    read_page,
    read_svg,
    squeeze,
)
from markdown_it import MarkdownIt
from pyarrow import parquet
from terminals import run_in_terminal
from test_completion import ask

from cqfacts.cli.commands import COMMANDS, load_command
from cqfacts.cli.parameters import Option, spell_out
from cqfacts.export import ENDINGS as FLAT_ENDINGS
from cqfacts.export.exporting import ENDINGS as EXPORT_ENDINGS
from cqfacts.flat.facts import FACT_FIELDS
from cqfacts.visible import make_visible
from cqfacts.writing.row_formats import TABLE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PROGRAM = str(Path(sys.executable).parent / "cqfacts")
PLAIN = {name: f"plain words {number}" for number, name in enumerate(TEXTS)}
WIDE = 20_000
STATUSES = {0, 1, 2, 3, 4, 5}
# No editor waits for anybody.
EDITORS = {"VISUAL": "true", "EDITOR": "true"}
QUIET = {"NO_COLOR": "1", "CQFACTS_PAGER": "", **EDITORS}


@dataclass(frozen=True)
class Ended:
    """What a process wrote, and how it ended."""

    out: bytes
    err: str
    status: int

    @property
    def text(self) -> str:
        return self.out.decode()


def run(
    *args: str | bytes,
    cwd: Path | None = None,
    typed: bytes = b"",
    more: dict[str, str | bytes] | None = None,
) -> Ended:
    """Run cqfacts as a process with pipes; it must end as it should, in words."""
    environment = {
        os.fsencode(k): os.fsencode(v) for k, v in {**os.environ, **EDITORS, **(more or {})}.items()
    }
    ended = subprocess.run(
        [PROGRAM, *args], input=typed, capture_output=True, check=False, cwd=cwd, env=environment
    )
    err = ended.stderr.decode()
    assert "Traceback" not in err
    assert ended.returncode in STATUSES
    assert find_active(err) == set()
    return Ended(ended.stdout, err, ended.returncode)


def show_at_terminal(
    args: Sequence[str], cwd: Path, *, width: int = WIDE, more: dict[str, str] | None = None
) -> str:
    """Return what a terminal receives of a command."""
    settings = {**QUIET, **(more or {})}
    line = " ".join(map(quote_for_shell, [PROGRAM, *args]))
    received = run_in_terminal(line, settings, width=width, cwd=cwd)
    assert "Traceback" not in received
    return received


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a hostile store, one of the same shape, and a document for each."""
    found = tmp_path_factory.mktemp("hostile")
    for name, texts, whole in (("hostile", TEXTS, ALL), ("plain", PLAIN, "plain")):
        (found / f"{name}.toml").write_text(write_store(texts, whole), encoding="utf-8", newline="")
        charted = write_charted(texts, whole)
        (found / f"{name}-chart.toml").write_text(charted, encoding="utf-8", newline="")
        for form in TABLE_FORMATS:
            (found / f"{name}-table.{form}").write_bytes(write_table(texts, form))
        (found / f"{name}.txt").write_text(write_document(texts), encoding="utf-8", newline="")
    return found


def write_document(texts: dict[str, str]) -> str:
    """Return a document with a figure for each text, and the text around it."""
    return "\n\n".join(
        f"In 2031, the homes of {name} {text} reached 5.6 million {text}."
        for name, text in texts.items()
    )


# The commands and their formats ------------------------------------------------------------------

ROWS: dict[tuple[str, str], str] = {
    **{("show", form): f"show TOPICS -f {form}" for form in ("table", *FLAT_ENDINGS.values())},
    **{("compare", form): f"compare HOMES -f {form}" for form in ("table", *FLAT_ENDINGS.values())},
    **{("list", form): f"list -f {form}" for form in ("table", *FLAT_ENDINGS.values())},
    **{("search", form): f"search homes -f {form}" for form in ("table", *FLAT_ENDINGS.values())},
    **{("sources", form): f"sources -f {form}" for form in ("table", *FLAT_ENDINGS.values())},
    **{
        ("audit", form): f"audit DOCUMENT -f {form}"
        for form in ("table", *FLAT_ENDINGS.values(), "github")
    },
    **{
        ("chart", form): f"chart CHARTED -f {form} -o OUT.{form}"
        for form in ("svg", "html", "json")
    },
    ("chart", "png"): "chart html.homes -f png -o OUT.png",
    ("chart", "text"): "chart CHARTED",
    **{
        ("cite", form): f"cite TOPICS --all --style {form}"
        for form in ("text", "footnote", "markdown", "bibtex", "csl-json", "ris")
    },
    **{
        ("export", form): f"export -f {form} -o OUT.{form}"
        for form in ("json", "jsonl", "csv", "tsv", "md", "html", "sqlite", "parquet", "zip")
    },
    **{("check", form): f"check -f {form}" for form in ("text", "json", "github")},
    **{
        ("import", form): f"import OUT.{form} -f {form} --anyway"
        for form in ("csv", "tsv", "jsonl", "json", "sqlite", "parquet")
    },
    **{
        ("import", form): f"import TABLE.{form} --key html.places --source of-html --dry-run"
        for form in TABLE_FORMATS
    },
    ("get", ""): "get HOMES -p 2025 --fields " + ",".join(FACT_FIELDS),
    ("init", ""): "init OUT.toml",
    ("add", ""): "add",
    ("set", ""): "set html.homes --all note=new --anyway --dry-run",
    ("remove", ""): "remove html.homes --all --dry-run",
    ("rename", ""): "rename html hypertext --keep-alias --anyway --dry-run",
    ("move", ""): "move html.homes STORE",
    ("edit", ""): "edit",
    ("index", ""): "index --rebuild",
    ("schema", ""): "schema",
}
"""What is run for each command and each of its formats."""

_NOT_A_FORMAT = "qqqqqq"


def list_formats(command: str, cwd: Path) -> list[str]:
    """Return the formats or styles of a command, as it tells them itself; an empty one for none."""
    options = [
        one for one in spell_out(load_command(command).parameters) if isinstance(one, Option)
    ]
    flags = [flag for one in options for flag in one.flags if flag in ("--format", "--style")]
    if not flags:
        return [""]
    word = [] if command in ("sources", "check", "import", "export", "list") else ["homes"]
    told = run(command, *word, flags[0], _NOT_A_FORMAT, cwd=cwd, typed=b"x").err
    assert "use one of: " in told
    return told.strip().partition("use one of: ")[2].split(", ")


def test_every_command_in_every_format_has_a_row(folder: Path) -> None:
    formats = {(command, form) for command in COMMANDS for form in list_formats(command, folder)}
    assert set(ROWS) == formats
    endings = {one.removeprefix(".") for one in (*EXPORT_ENDINGS, *FLAT_ENDINGS)}
    others = {"htm", "db", "sqlite3"}
    assert endings - others <= {form for _, form in ROWS}


def spell(line: str, store: str, out: Path, texts: dict[str, str] = TEXTS) -> list[str]:
    """Return the words of a row, for a store of the folder."""
    words: list[str] = []
    for word in line.split():
        if word == "TOPICS":
            words += texts
        elif word == "CHARTED":
            words += [f"{name}.homes" for name in CHARTED]
            words += ["town.homes"] if store == "hostile" else []
        elif word == "HOMES":
            words += [f"{name}.homes" for name in texts]
        else:
            named = word.replace("DOCUMENT", f"{store}.txt").replace("STORE", f"{store}.toml")
            named = named.replace("TABLE", f"{store}-table")
            words.append(named.replace("OUT", str(out / store)))
    file = f"{store}-chart.toml" if words[0] == "chart" else f"{store}.toml"
    return words if words[0] in ("init", "schema") else [*words, "-s", file]


def make(row: tuple[str, str], folder: Path, out: Path, store: str = "hostile") -> bytes:
    """Return what a row makes: its file, where it makes one, else its output."""
    args = spell(ROWS[row], store, out)
    ended = run(*args, cwd=folder)
    assert ended.status in (0, 1)
    if "-o" not in args:
        return ended.out
    return Path(args[args.index("-o") + 1]).read_bytes()


# What people read --------------------------------------------------------------------------------

READ = [row for row in ROWS if row[1] in ("table", "text") or row[0] in ("get", "index")]
TABLES = [row for row in READ if row[1] == "table" and row[0] != "audit"]


WRITTEN = [row for row in ROWS if row[0] != "chart" or row[1] == "text"]


@pytest.mark.parametrize("row", WRITTEN, ids="-".join)
def test_a_terminal_is_shown_everything_and_obeys_nothing(
    row: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    args = spell(ROWS[row], "hostile", tmp_path)
    received = show_at_terminal(args, folder)
    assert find_active(received, layout="\n\t") == set()
    assert "\t" not in received or row[1] in ("tsv", "csv") or row[0] in ("get", "index")


@pytest.mark.parametrize("row", TABLES, ids="-".join)
def test_a_table_shows_what_is_hidden_and_no_field_breaks_a_line(
    row: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    args = spell(ROWS[row], "hostile", tmp_path)
    received = show_at_terminal(args, folder)
    plain = show_at_terminal(spell(ROWS[row], "plain", tmp_path), folder)
    assert len(received.splitlines()) == len(plain.splitlines())
    shown = squeeze(received)
    assert [name for name, text in TEXTS.items() if squeeze(make_visible(text)) not in shown] == []


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("row", READ, ids="-".join)
def test_a_narrow_terminal_obeys_nothing_either(
    row: tuple[str, str], width: int, folder: Path, tmp_path: Path
) -> None:
    args = spell(ROWS[row], "hostile", tmp_path)
    settings = {"NO_COLOR": "", "FORCE_COLOR": ""}
    received = show_at_terminal(args, folder, width=width, more=settings)
    assert find_active(received, layout="\n\t") == set()


# What other programs read ------------------------------------------------------------------------

_OF_TEXT = frozenset(
    {"label", "subject", "unit", "of", "text", "stated", "note", "title", "publisher", "url"}
    | {"accept", "description", "indicator_unit", "aliases", "matched"}
)


def find_changed(value: object, name: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield the texts and fields in which a text is another than in the store."""
    if isinstance(value, list):
        for one in value:
            yield from find_changed(one, name)
    if not isinstance(value, dict):
        return
    name = _find_name(value) or name
    for key, inner in value.items():
        if isinstance(inner, dict | list) and key != "aliases":
            yield from find_changed(inner, name)
        elif name in TEXTS and key in _OF_TEXT and not _is_exact(TEXTS[name], value, key):
            yield name, key


def _find_name(record: dict[str, Any]) -> str | None:
    """Return the name of the text that a record is full of."""
    for key in ("key", "topic", "source"):
        if isinstance(found := record.get(key), str):
            return found.removeprefix("of-").partition(".")[0]
    return None


def _is_exact(text: str, record: dict[str, Any], field: str) -> bool:
    said = record[field]
    own = [text, f"homes of {_find_name(record)}"]
    allowed: list[Any] = [text]
    if field == "subject":
        allowed.append(ALL)
    if field in ("aliases", "accept") and isinstance(said, str):
        allowed += [json.dumps(one, ensure_ascii=False) for one in (own, [text], [])]
    if field == "aliases":
        allowed += [own, [text], [], None, ""]
    if field in ("unit", "matched", "indicator_unit"):
        allowed += ["%", "homes", own[1]]
    if field not in ("label", "title", "publisher", "url"):
        allowed += [None, "", "[]"]
    return said in allowed


def list_records(value: object) -> Iterator[dict[str, Any]]:
    """Yield all objects of JSON that tell of an indicator or a source."""
    if isinstance(value, list | dict):
        for one in value if isinstance(value, list) else value.values():
            yield from list_records(one)
    if isinstance(value, dict) and _find_name(value) in TEXTS:
        yield value


def assert_exact(records: object, row: tuple[str, str]) -> None:
    """Whether every text of every record is the one that stands in the store."""
    assert list(find_changed(records)) == []
    told = Counter(_find_name(one) for one in list_records(records))
    assert set(told) == set(TEXTS), row
    held = {
        key for one in list_records(records) for key, said in one.items() if said in TEXTS.values()
    }
    wanted = {
        "list": {"label"},
        "search": {"label"},
        "sources": {"title", "publisher", "url"},
        "compare": {"label", "subject"},
        "import": {"label", "subject", "unit", "of", "text", "stated", "note", "description"},
    }.get(row[0], {"label", "subject", "unit", "of", "text", "stated", "note", "accept"})
    assert wanted <= held


def read_tsv(content: bytes) -> list[dict[str, str]]:
    """Return records, by what commands.md says of TSV."""
    names, *rows = [line.split("\t") for line in content.decode().removesuffix("\n").split("\n")]
    back = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [
        {
            name: re.sub(r"\\(.)", lambda found: back[found[1]], cell)
            for name, cell in zip(names, row, strict=True)
        }
        for row in rows
    ]


def read_csv(content: bytes) -> list[dict[str, str]]:
    names, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def read_jsonl(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.decode().removesuffix("\n").split("\n")]


READERS: dict[str, Callable[[bytes], Any]] = {
    "tsv": read_tsv,
    "csv": read_csv,
    "json": json.loads,
    "jsonl": read_jsonl,
}
EXACT = [
    row
    for row in ROWS
    if (row[1] in READERS and row[0] in ("show", "list", "search", "sources", "export"))
    # Side by side no record is of one indicator; JSON has each by itself as well.
    or row == ("compare", "json")
]


@pytest.mark.parametrize("row", EXACT, ids="-".join)
def test_machine_formats_have_the_exact_texts(
    row: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    records = READERS[row[1]](make(row, folder, tmp_path))
    assert_exact(records, row)


def test_full_records_have_aliases_and_descriptions_too(folder: Path) -> None:
    for form, read in READERS.items():
        records = read(run("export", "-f", form, "--full", "-s", "hostile.toml", cwd=folder).out)
        assert_exact(records, ("export", form))
        held = {
            key for one in list_records(records) for key, s in one.items() if s in TEXTS.values()
        }
        assert {"description", "indicator_unit"} <= held
        aliases = [one["aliases"] for one in list_records(records) if one["aliases"]]
        lists = [json.loads(one) if isinstance(one, str) else one for one in aliases]
        assert {one[0] for one in lists} == set(TEXTS.values())


def test_get_has_the_exact_texts(folder: Path) -> None:
    lines = run(*spell(ROWS["get", ""], "hostile", folder), cwd=folder).out
    header = "\t".join(FACT_FIELDS).encode() + b"\n"
    assert_exact_but(read_tsv(header + lines), {"text", "note", "accept"})


def assert_exact_but(records: list[dict[str, str]], absent: set[str]) -> None:
    assert list(find_changed(records)) == []
    assert len(records) == len(TEXTS)
    for field in {"label", "subject", "unit", "of", "stated", "title", "publisher", "url"} - absent:
        assert {record[field] for record in records} == set(TEXTS.values()), field


def test_sqlite_has_the_exact_texts(folder: Path, tmp_path: Path) -> None:
    make(("export", "sqlite"), folder, tmp_path)
    database = sqlite3.connect(tmp_path / "hostile.sqlite")
    database.row_factory = sqlite3.Row
    tables = {
        table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608 - ours
        for table in ("topics", "indicators", "sources", "facts", "records")
    }
    assert {name: len(rows) for name, rows in tables.items()} == {
        "topics": len(TEXTS),
        "indicators": 2 * len(TEXTS),
        "sources": len(TEXTS),
        "facts": 7 * len(TEXTS),
        "records": 7 * len(TEXTS),
    }
    assert_exact(tables, ("export", "sqlite"))
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_parquet_has_the_exact_texts(folder: Path, tmp_path: Path) -> None:
    make(("export", "parquet"), folder, tmp_path)
    records = parquet.read_table(tmp_path / "hostile.parquet").to_pylist()
    for one in records:
        one["accept"] = " ".join(one["accept"])
    assert_exact(records, ("export", "parquet"))


def test_a_data_package_has_the_exact_texts(folder: Path, tmp_path: Path) -> None:
    make(("export", "zip"), folder, tmp_path)
    with zipfile.ZipFile(tmp_path / "hostile.zip") as archive:
        names = set(archive.namelist())
        assert all(re.fullmatch(r"[A-Za-z]+\.[a-z]+", name) for name in names)
        tables = {name: read_csv(archive.read(name)) for name in names if name.endswith(".csv")}
        for one in tables["facts.csv"]:
            one["accept"] = " ".join(json.loads(one["accept"]))
        json.loads(archive.read("datapackage.json"))
    assert_exact(tables, ("export", "zip"))


_SIGNS = "=+-@＝＋－＠"
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]*")


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_spreadsheet_finds_no_formula(form: str, folder: Path) -> None:
    out = run("export", "-f", form, "--spreadsheet", "--full", "-s", "hostile.toml", cwd=folder).out
    assert out.startswith("\ufeff".encode())
    records = READERS[form](out.removeprefix("\ufeff".encode()))
    assert len(records) == 7 * len(TEXTS)
    for record in records:
        for cell in record.values():
            if re.fullmatch(r"[+-]?\d+(\.\d+)?", cell):
                continue
            # Where a spreadsheet separates by them, a cell begins after any of these.
            for part in re.split(r"[\t\r\n;]", cell):
                assert part[_BLANK.match(part).end() :][:1] not in [*_SIGNS], record["key"]  # type: ignore[union-attr]
    for record in records:
        text = TEXTS[record["key"].partition(".")[0]]
        assert record["label"].replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("row", [row for row in ROWS if row[1] == "md"], ids="-".join)
def test_markdown_is_one_table_of_text(row: tuple[str, str], folder: Path, tmp_path: Path) -> None:
    content = make(row, folder, tmp_path).decode()
    # What is no mark of CommonMark, and is one of GitHub's.
    assert re.search(
        r"(?<![\\<])(?<!<https)(?<!<http)://|(?<!\\)www\.\b", content, re.IGNORECASE
    ) is None or ("<https://good.example/" in content)
    rows = read_markdown(content)
    assert len({len(cells) for cells in rows}) == 1
    shown = {squeeze(cell) for cells in rows for cell in cells}
    if row[0] in ("show", "list", "export"):
        wanted = {name: squeeze(text) for name, text in TEXTS.items()}
        assert [name for name, text in wanted.items() if text not in shown] == []


@pytest.mark.parametrize("row", [("export", "html"), ("chart", "html")], ids="-".join)
def test_a_page_has_text_and_links_and_nothing_else_of_a_store(
    row: tuple[str, str], folder: Path, tmp_path: Path
) -> None:
    page = read_page(make(row, folder, tmp_path).decode())
    plain = read_page(make(row, folder, tmp_path, "plain").decode())
    assert list_names(page) - list_names(plain) <= {
        *((tag, "lang") for tag, _ in list_names(page)),
        ("a", ""),
        ("a", "href"),
        ("a", "rel"),
    }
    assert page.others == plain.others
    assert sum(tag == "script" for tag, _ in page.elements) == sum(
        tag == "script" for tag, _ in plain.elements
    )
    links = find_links(page) - find_links(plain)
    assert links == {TEXTS["url-quote"], TEXTS["url-plain"]}
    said = squeeze("".join(page.words))
    assert find_active("".join(page.words)) == set()
    if row[0] == "export":
        assert [n for n, text in TEXTS.items() if squeeze(make_visible(text)) not in said] == []


def test_an_svg_is_a_picture_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    elements, attributes, words = read_svg(make(("chart", "svg"), folder, tmp_path).decode())
    plain = read_svg(make(("chart", "svg"), folder, tmp_path, "plain").decode())
    assert elements <= plain[0]
    assert attributes <= plain[1]
    assert not {one for one in attributes if one.lower().startswith("on") or "href" in one}
    assert find_active(words) == set()
    shown = squeeze(words)
    spelled = {number: f"<U+{number:04X}>" for number in (*range(32), 127)}
    wanted = {n: squeeze(make_visible(text.translate(spelled))) for n, text in TEXTS.items()}
    assert [name for name, text in wanted.items() if text not in shown] == []


def test_a_chart_of_vega_lite_is_data(folder: Path, tmp_path: Path) -> None:
    def keys(value: object) -> set[str]:
        if isinstance(value, list):
            return {key for one in value for key in keys(one)}
        if isinstance(value, dict):
            return {*value, *(key for one in value.values() for key in keys(one))}
        return set()

    drawn = json.loads(make(("chart", "json"), folder, tmp_path))
    plain = json.loads(make(("chart", "json"), folder, tmp_path, "plain"))
    assert keys(drawn) - keys(plain) == set()
    assert "href" not in keys(drawn)


def test_a_png_is_one(folder: Path, tmp_path: Path) -> None:
    picture = make(("chart", "png"), folder, tmp_path)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture[-8:-4] == b"IEND"


@pytest.mark.parametrize("command", ["check", "audit"])
def test_annotations_are_one_a_problem_and_no_other_command(command: str, folder: Path) -> None:
    lines = run(*spell(ROWS[command, "github"], "hostile", folder), cwd=folder).text.split("\n")
    found = json.loads(run(*spell(ROWS[command, "json"], "hostile", folder), cwd=folder).out)
    assert lines.pop() == ""
    wanted = found["problems"] if command == "check" else found["findings"]
    if command == "audit":
        wanted = [one for one in wanted if one["verdict"] != "matches"]
    assert len(lines) == len(wanted)
    for line in lines:
        form = r"::(error|warning|notice) file=[^,:]*,line=\d+,col=\d+,title=[a-z-]+::[^\r\n]*"
        assert re.fullmatch(form, line)
        assert re.fullmatch(r"([^%]|%(25|0A|0D))*", line.partition("title=")[2])
        assert find_active(line) == set()


def test_figures_as_text_of_a_store_are_a_store(folder: Path) -> None:
    args = ["audit", "hostile.txt", "--toml", "--source", "doc", "--title", ALL, "-s"]
    told = run(*args, "hostile.toml", cwd=folder).text
    tables = tomli.loads(told)
    assert tables.pop("sources") == {"doc": {"title": ALL}}
    assert set(tables) <= set(TEXTS)
    assert find_active(re.sub("(?m)^[^#].*", "", told)) == set()


@pytest.mark.parametrize("style", ["text", "footnote", "markdown", "bibtex", "csl-json", "ris"])
def test_each_citation_is_one(style: str, folder: Path) -> None:
    # Of control characters alone nothing is left in a line.
    texts = {name: text for name, text in TEXTS.items() if name != "c0"}
    out = run(*spell(ROWS["cite", style], "hostile", folder, texts), cwd=folder).text
    plain = run(*spell(ROWS["cite", style], "plain", folder, texts), cwd=folder).text
    assert CITATIONS[style](out) == CITATIONS[style](plain)


# An address that is no link is a part of the annotation, which may have nothing else.
_OF_LINKS = frozenset({"url", "URL", "UR", "annote", "note", "N1"})


def _count_entries(text: str) -> Counter[str]:
    library = parse_bibtex(text)
    assert library.failed_blocks == []
    assert not library.comments
    fields = [one.key for entry in library.entries for one in entry.fields]
    fields = [one for one in fields if one not in _OF_LINKS]
    return Counter([*fields, *(entry.entry_type for entry in library.entries)])


def _count_records(text: str) -> Counter[str]:
    tags = [line[:6] for line in text.splitlines() if line[:2] not in _OF_LINKS]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ?", tag) for tag in tags if tag)
    # What has a comma is no name of an organization.
    return Counter(tag for tag in tags if tag != "AU  - ")


def _count_items(text: str) -> Counter[str]:
    return Counter(key for one in json.loads(text) for key in one if key not in _OF_LINKS)


def _count_paragraphs(text: str) -> Counter[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "text_special", "link_open", "link_close"}
    return Counter(token.type for token in tokens)


CITATIONS: dict[str, Callable[[str], object]] = {
    "text": lambda text: len(text.splitlines()),
    "footnote": lambda text: len(text.splitlines()),
    "markdown": _count_paragraphs,
    "bibtex": _count_entries,
    "csl-json": _count_items,
    "ris": _count_records,
}

# Keys ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store of hostile keys, and nothing else."""
    found = tmp_path_factory.mktemp("keys")
    (found / "facts.toml").write_text(write_keys(KEYS), encoding="utf-8", newline="")
    return found


@pytest.mark.parametrize(
    "line",
    [
        *("list", "list -f json", "sources", "sources -f md", "search Indicator", "check"),
        *("check -f github", "index", "export -f csv", "export -f md", "export -f html"),
    ],
)
def test_keys_are_names_and_nothing_else(line: str, keys: Path) -> None:
    ended = run(*line.split(), "-s", "facts.toml", cwd=keys)
    assert ended.status in (0, 1)
    received = show_at_terminal([*line.split(), "-s", "facts.toml"], keys)
    assert find_active(received, layout="\n\t") == set()


@pytest.mark.parametrize("form", ["sqlite", "parquet", "zip", "html"])
def test_files_of_hostile_keys_are_written_where_they_belong(form: str, keys: Path) -> None:
    name = f"facts.{form}"
    ended = run("export", "-f", form, "-o", name, "-s", "facts.toml", cwd=keys)
    assert ended.status == 0
    (keys / name).unlink()
    assert os.listdir(keys) == ["facts.toml"]


def test_parts_of_hostile_keys_stay_in_their_folder(keys: Path) -> None:
    ended = run("export", "--partition-by", "topic", "-o", "parts", "-s", "facts.toml", cwd=keys)
    assert ended.status == 0
    parts = [path.relative_to(keys / "parts") for path in (keys / "parts").rglob("*.parquet")]
    assert all(re.fullmatch(r"topic=[\w%~-]+", path.parts[0]) for path in parts)
    assert {len(path.parts) for path in parts} == {2}
    out = run("export", "-f", "jsonl", "-s", "facts.toml", cwd=keys).text
    assert len({json.loads(line)["key"] for line in out.splitlines()}) == len(parts)
    for folder, _, files in os.walk(keys / "parts"):
        for one in files:
            assert parquet.read_table(os.path.join(folder, one), partitioning=None).num_rows == 1
    shutil.rmtree(keys / "parts")
    assert os.listdir(keys) == ["facts.toml"]


def test_names_that_cannot_be_told_apart_have_no_facts(tmp_path: Path) -> None:
    # Both would have the key a.b.c.
    store = tmp_path / "facts.toml"
    fact = 'facts = [{ period = "2025", value = 1, source = "s" }]'
    store.write_text(
        f'[sources.s]\ntitle = "S"\n[a."b.c"]\n{fact}\n["a.b".c]\n{fact}\n[a."x\\u202Ey"]\n{fact}\n'
        f"[a.d]\n{fact}\n"
    )
    ended = run("export", "-f", "jsonl", "-s", str(store))
    assert [json.loads(line)["key"] for line in ended.out.splitlines()] == ["a.d"]
    assert "left out 3 facts" in ended.err


def test_a_key_like_an_option_is_asked_for_behind_two_hyphens(keys: Path) -> None:
    ended = run("show", "-f", "jsonl", "-s", "facts.toml", "--", "--help", cwd=keys)
    assert json.loads(ended.out)["key"] == "--help.--help"


# Arguments, names of files, and the environment ---------------------------------------------------

ARGUMENTS = [
    "show TEXT",
    "get TEXT",
    "compare TEXT",
    "chart TEXT",
    "cite TEXT",
    "list TEXT",
    "search TEXT",
    "export TEXT -o x.csv",
    "show csi --source TEXT",
    "show csi -p TEXT",
    "show csi -m TEXT",
    "show csi --status TEXT",
    "show csi --of TEXT",
    "show csi --fields TEXT",
    "show csi -f TEXT",
    "show csi --color TEXT",
    "show csi -o TEXT",
    "cite csi --style TEXT",
    "check TEXT",
    "check --only TEXT",
    "check --explain TEXT",
    "check --documents TEXT",
    "audit TEXT",
    "audit hostile.txt --only TEXT",
    "audit hostile.txt --date TEXT",
    "export -o TEXT",
    "export -o x.parquet --partition-by TEXT",
    "import TEXT",
    "import -f TEXT",
    "edit TEXT",
    "add TEXT words -p 2025",
    "add csi.homes TEXT -p 2030 --source TEXT",
    "compare csi --base TEXT",
    "compare csi --fail-if TEXT",
    "init TEXT.json",
    "TEXT",
    "show csi --TEXT",
    "index TEXT",
    "list -s TEXT",
    "schema TEXT",
]
SPOKEN = {"all": f"{TEXTS['c1']}\n{ALL}", "half": "\udc9b31m\udcff"}


@pytest.mark.parametrize("line", ARGUMENTS)
def test_arguments_are_shown_and_not_obeyed(line: str, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "hostile.toml"
    own.write_bytes((folder / "hostile.toml").read_bytes())
    (tmp_path / "hostile.txt").write_bytes((folder / "hostile.txt").read_bytes())
    before = sorted(os.listdir(tmp_path))
    for text in ({**TEXTS, **SPOKEN} if IS_LONG else SPOKEN).values():
        words = [word.replace("TEXT", text) for word in line.split()]
        words = words if "-s" in words else [*words, "-s", "hostile.toml"]
        ended = run(*map(os.fsencode, words), cwd=tmp_path)
        assert ended.err.count("\n") <= 2
        assert ended.status or ended.err == "" or "left out" in ended.err
        if IS_LONG or text == SPOKEN["all"]:
            received = show_at_terminal_bytes(words, tmp_path)
            assert find_active(received, layout="\n\t") == set()
        for made in set(os.listdir(tmp_path)) - set(before):
            os.remove(tmp_path / made)


def show_at_terminal_bytes(words: Sequence[str], cwd: Path) -> str:
    """Return what a terminal receives, of words that may be no text."""
    script = cwd / "run.sh"
    line = " ".join(quote_for_shell(word) for word in [PROGRAM, *words])
    script.write_bytes(os.fsencode(line) + b"\n")
    received = run_in_terminal("bash run.sh", QUIET, width=WIDE, cwd=cwd)
    script.unlink()
    assert "Traceback" not in received
    return received


def test_names_of_files_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    told = f"{TEXTS['c1']}\x1b[31m\n::error::\u202e<b>[bold]"
    for text in (told, "\udc9b31m\udcff\u202e", *(["--help", "-rf"] if IS_LONG else [])):
        store, document = (os.path.join(".", f"{text}{ending}") for ending in (".toml", ".md"))
        (tmp_path / store).write_bytes(b"[sources.s]\n[town.homes]\nlabel = 5\n")
        (tmp_path / document).write_bytes(b"In 2025 it was 5.6 million.\n")
        lines = [
            *(["check", "-f", form, "-s", store] for form in ("text", "json", "github")),
            *(
                ["audit", document, "-f", form, "-s", store]
                for _, form in ROWS
                if (_, form) in AUDITS
            ),
            *(["list", "-s", store], ["index", "-s", store], ["check", "-s", "."]),
            *(["audit", document, "--toml", "-s", store], ["index", "--rebuild", "-s", store]),
            *(["audit", document, "-f", form, "-o", "x", "--force"] for form in ("json", "tsv")),
            *(["export", "-o", f"{store}.{form}"] for form in ("csv", "db", "zip", "html")),
            *(["import", document, "-s", store], ["init", store], ["init", f"new{store[2:]}"]),
            ["add", "homes", "5 million", "-p", "2025", "--source", "s", "-s", store, "--dry-run"],
        ]
        for words in lines:
            ended = run(*map(os.fsencode, words), cwd=tmp_path)
            ended.out.decode()
            if IS_LONG or text == told:
                received = show_at_terminal_bytes(words, tmp_path)
                assert find_active(received, layout="\n\t") == set()
        found = json.loads(run(*map(os.fsencode, lines[1]), cwd=tmp_path).out)
        assert {one["file"] for one in found["problems"]} == {store}
        found = json.loads(run("audit", os.fsencode(document), "--json", cwd=tmp_path).out)
        assert {one["file"] for one in found["findings"]} == {document}


AUDITS = [row for row in ROWS if row[0] == "audit"]


def test_the_environment_is_shown_and_not_obeyed(folder: Path) -> None:
    for text in (f"{TEXTS['c1']}{ALL}\n", "\udc9b31m", "--help"):
        for name in (
            "CQFACTS_STORE",
            "CQFACTS_TODAY",
            "CQFACTS_INDEX",
            "XDG_CACHE_HOME",
            "COLUMNS",
        ):
            args = ["compare", "csi", "-f", "table"]
            args += [] if name == "CQFACTS_STORE" else ["-s", "hostile.toml"]
            ended = run(*args, cwd=folder, more={name: os.fsencode(text)})
            assert ended.err.count("\n") <= 1
            assert ended.status or name not in ("CQFACTS_STORE", "CQFACTS_TODAY")
            assert find_active(ended.text) == set()


BROKEN = {
    "key": f"a = 1\n{ALL.replace(chr(27), '')} = \n",
    "control": 'a = "\x1b[31mred\x1b[0m"\n',
    "c1": "a = \x9b31m\n\u202e = 5\n",
    "header": "[\u202eevil\n[[x\x1b]8;;\n",
    "half": '[town.homes]\nlabel = "\\ud800"\n',
    "return": "a = 1\r::error::x\rb = 2\n",
    "unknown": f"[town.homes]\n{quote(ALL)} = 5\n[{quote(ALL)}]\n{quote(TEXTS['layout'])} = 2\n",
    "nul": "a = 1\0\n",
    "bytes": "\udc9b31m = \udcff\n",
    **{f"text-{name}": f"[town]\nlabel = {quote(text)}\n" for name, text in NOT_ALLOWED.items()},
    **{f"key-{name}": f"[{quote(text)}.{quote(text)}]\n" for name, text in NOT_ALLOWED.items()},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_store_that_is_none_is_told_in_lines(name: str, tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_bytes(os.fsencode(BROKEN[name]))
    told = run("check", "-s", "facts.toml", cwd=tmp_path)
    assert told.status == 1
    found = json.loads(run("check", "-f", "json", "-s", "facts.toml", cwd=tmp_path).out)["problems"]
    assert len(told.text.splitlines()) == len(found) > 0
    assert all(line.startswith("facts.toml") for line in told.text.splitlines())
    assert find_active(told.text) == set()
    for words in (
        ["check"],
        ["list"],
        ["show", "town"],
        ["check", "-f", "github"],
        ["export", "-f", "json"],
    ):
        received = show_at_terminal([*words, "-s", "facts.toml"], tmp_path)
        assert find_active(received) == set()
        run(*words, "-s", "facts.toml", cwd=tmp_path)


# What writes stores -------------------------------------------------------------------------------

RECORDS = [form for command, form in ROWS if command == "import" and form not in TABLE_FORMATS]


@pytest.mark.parametrize("form", RECORDS)
def test_what_is_imported_is_the_exact_text(form: str, folder: Path, tmp_path: Path) -> None:
    full = [] if form in ("sqlite", "parquet") else ["--full"]
    args = ["export", "-f", form, *full, "-o", str(tmp_path / f"x.{form}"), "-s", "hostile.toml"]
    assert run(*args, cwd=folder).status == 0
    (tmp_path / "facts.toml").write_text("schema = 1\n")
    told = run("import", f"x.{form}", "-f", form, "-s", "facts.toml", "--anyway", cwd=tmp_path)
    assert told.status == 0
    assert "added 455 facts" in told.text
    records = json.loads(
        run("export", "-f", "json", "--full", "-s", "facts.toml", cwd=tmp_path).out
    )
    for one in records["facts"]:
        # The ids of checks have no spaces, which stand between them in a flat record.
        del one["accept"]
    assert_exact(records, ("import", "json"))
    tables = tomli.loads((tmp_path / "facts.toml").read_text(encoding="utf-8"))
    assert set(tables) == {"schema", "sources", *TEXTS}


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_every_row_of_a_hostile_table_is_imported_with_its_words(
    form: str, folder: Path, tmp_path: Path
) -> None:
    store = tmp_path / "facts.toml"
    store.write_bytes((folder / "hostile.toml").read_bytes())
    words = spell(ROWS["import", form], "hostile", tmp_path)[:-3]
    told = run(*words, "--anyway", "-s", str(store), cwd=folder)
    if form == "markdown":
        # It is read without its marks, and one text is nothing else.
        place = f"hostile-table.markdown:{[*TEXTS].index('html-end') + 3}"
        assert told.err.splitlines()[:-1] == [
            f"{place}: note has no word; write words or remove note [text-empty]"
        ]
        assert store.read_bytes() == (folder / "hostile.toml").read_bytes()
        return
    assert told.status == 0, told.err
    places = tomli.loads(store.read_text(encoding="utf-8"))["html"]["places"]
    notes = [one["note"] for one in places["facts"] if "measure" not in one]
    assert [*map(_keep_letters, notes)] == [*map(_keep_letters, TEXTS.values())]


def _keep_letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "json"])
def test_rows_that_are_wrong_are_told_in_lines(form: str, tmp_path: Path) -> None:
    text = f"{TEXTS['c1']} {ALL}"
    fields = {"key": "town.homes", "period": "2025", "value": "5", "source": "s", "label": "Homes"}
    rows = [{**fields, name: text} for name in ("key", "period", "value", "source")]
    rows += [{**fields, name: "x\ny\x1b"} for name in ("key", "period", "value")]
    if form.startswith("json"):
        rows += [{**fields, "title": "T", "note": "\ud800"}, {**fields, "\ud800\x1b": "x"}]
        content = "\n".join(map(json.dumps, rows)) if form == "jsonl" else json.dumps(rows)
    else:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, fields, dialect="excel-tab" if form == "tsv" else "excel")
        writer.writeheader()
        writer.writerows(
            {**row, "value": row["value"]} for row in rows if form == "csv" or "\n" not in str(row)
        )
        content = stream.getvalue()
    (tmp_path / "facts.toml").write_text("schema = 1\n")
    (tmp_path / f"rows.{form}").write_text(content, encoding="utf-8", newline="")
    told = run("import", f"rows.{form}", "-s", "facts.toml", cwd=tmp_path)
    assert told.status in (1, 2, 5)
    assert (tmp_path / "facts.toml").read_text() == "schema = 1\n"
    lines = told.err.splitlines()
    assert all(line.startswith((f"rows.{form}:", "cqfacts: ")) for line in lines)
    received = show_at_terminal(["import", f"rows.{form}", "-s", "facts.toml"], tmp_path)
    assert find_active(received) == set()


def test_half_a_character_is_never_written(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text('schema = 1\n[sources.s]\ntitle = "S"\n')
    row = {"key": "town.homes", "label": "H", "period": "2025", "value": 5, "source": "s"}
    for field in ("label", "stated", "note", "unit", "title"):
        typed = json.dumps([{**row, field: "a\ud800b"}]).encode()
        told = run("import", "-f", "json", "-s", "facts.toml", cwd=tmp_path, typed=typed)
        assert told.status in (1, 2, 5)
        assert "facts.toml" not in told.out.decode()
    words = os.fsencode("5 million\udcff")
    told = run(
        "add",
        "town.homes",
        words,
        "-p",
        "2025",
        "--source",
        "s",
        "--label",
        "H",
        "-s",
        "facts.toml",
        cwd=tmp_path,
    )
    assert told.status in (1, 2, 5)
    tomli.loads((tmp_path / "facts.toml").read_text(encoding="utf-8"))


def test_what_is_added_and_edited_is_the_exact_text(tmp_path: Path) -> None:
    names = list(
        TEXTS
        if IS_LONG
        else {"csi", "c0", "bidi", "layout", "toml", "quote", "html", "no-characters"} & set(TEXTS)
    )
    for name in names:
        text, store = TEXTS[name], tmp_path / f"{name}.toml"
        store.write_text("schema = 1\n")
        words = [
            "--label",
            text,
            "--title",
            text,
            "--publisher",
            text,
            "--url",
            text,
            "--unit",
            text,
        ]
        words += [
            "--note",
            text,
            "--of",
            text,
            "--value",
            "5",
            "--qualifier",
            "none",
            "--source",
            "s",
        ]
        line = [
            "add",
            "town.homes",
            *words,
            "-p",
            "2025",
            "-m",
            "level",
            "--anyway",
            "-s",
            str(store),
        ]
        told = run(*line, "--", text)
        assert told.status == 0, name
        tables = tomli.loads(store.read_text(encoding="utf-8"))
        source = dict.fromkeys(("title", "publisher", "url"), text)
        assert tables["sources"] == {"s": source}
        (fact,) = tables["town"]["homes"]["facts"]
        assert [fact[key] for key in ("stated", "note", "of")] == [text, text, text]
        assert tables["town"]["homes"]["label"] == text
        dry = show_at_terminal([*line[:-1], str(store), "--dry-run", "--text", text], tmp_path)
        assert find_active(dry, layout="\n\t") == set()
        edited = run("edit", "town.homes", "-s", str(store))
        assert edited.status == 0
        assert find_active(edited.text) == set()


def test_figures_are_added_from_a_hostile_document(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "facts.toml"
    store.write_bytes((folder / "hostile.toml").read_bytes())
    words = [
        "audit",
        str(folder / "hostile.txt"),
        "--add",
        "--anyway",
        "--source",
        "doc",
        "--title",
        ALL,
    ]
    told = run(*words, "-s", "facts.toml", cwd=tmp_path)
    assert told.status in (0, 1)
    tables = tomli.loads(store.read_text(encoding="utf-8"))
    assert tables["sources"]["doc"]["title"] == ALL
    assert {name: tables[name]["homes"]["label"] for name in TEXTS} == TEXTS


# Completion, the pager, and what is very long -----------------------------------------------------


SIGNS = set("!\"#$&'()*;<=>?[\\]^`{|}~")
"""What a shell takes for more than a character."""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("line", ["show ", "list ", "show csi --source ", "search x -s '' --so"])
def test_no_shell_is_offered_what_it_would_evaluate(
    shell: str, line: str, folder: Path, keys: Path
) -> None:
    for store in (folder / "hostile.toml", keys / "facts.toml"):
        told = run(cwd=folder, more={**ask(f"cqfacts {line}", shell), "CQFACTS_STORE": str(store)})
        assert told.err == ""
        assert find_active(told.text, layout="\n\t") == set()
        assert "\N{SKULL}" not in told.text
        if shell == "bash":
            words = told.text.split()
            assert [one for one in words if set(one) & SIGNS or make_visible(one) != one] == []
            assert {one for one in words if one.startswith("-")} <= {"--source"}


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh")
def test_zsh_evaluates_nothing_of_a_store(folder: Path, keys: Path, tmp_path: Path) -> None:
    # What zsh's own _arguments does with the last part of a specification.
    script = """
    _arguments() {
        local action="${1#*: :}"; eval ws\\=\\( "${action[3,-3]}" \\); print -rl -- $ws
    }
    eval "$(cqfacts)"
    """
    traps = "".join(
        f"[trap{number}]\nlabel = {quote(text)}\naliases = [{quote(text)}]\n"
        f"[trap{number}.homes]\nlabel = {quote(text)}\n"
        for number, text in enumerate(
            one + inner + two
            for inner in (
                "$(touch pwned)",
                "`touch pwned`",
                "${x:=pwned}",
                ";touch pwned;",
                "|touch pwned",
            )
            for one, two in (
                ("", ""),
                ("\\", ""),
                ('\\"', '\\"'),
                ("'", "'"),
                ('"', '"'),
                ("))'", ""),
                ("\\\\", "\\"),
            )
        )
    )
    (tmp_path / "traps.toml").write_text(traps, encoding="utf-8")
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    for store in (tmp_path / "traps.toml", folder / "hostile.toml", keys / "facts.toml"):
        more = {**ask("cqfacts show ", "zsh"), "CQFACTS_STORE": str(store), "PATH": path}
        ended = subprocess.run(
            ["zsh", "-f", "-c", script],
            cwd=tmp_path,
            env={**os.environ, **more},
            capture_output=True,
            check=False,
        )
        assert ended.stderr == b""
        assert len(ended.stdout.splitlines()) > 3
        assert os.listdir(tmp_path) == ["traps.toml"]


def test_a_pager_is_given_inert_text(tmp_path: Path) -> None:
    text = quote(ALL)
    facts = "".join(
        f'[[town.homes.facts]]\nvalue = {n}\nstated = {text}\nsource = "s"\n' for n in range(1100)
    )
    (tmp_path / "facts.toml").write_text(
        f"[sources.s]\ntitle = {text}\n[town.homes]\nlabel = {text}\nunit = {text}\n{facts}",
        encoding="utf-8",
    )
    more = {"CQFACTS_PAGER": "tee paged", "NO_COLOR": ""}
    received = show_at_terminal(
        ["show", "homes", "-s", "facts.toml"], tmp_path, width=100, more=more
    )
    assert find_active(received) == set()
    assert find_active((tmp_path / "paged").read_text(encoding="utf-8")) == set()
    assert received.count("\n") > 1100


LENGTH = 1_000_000
LONG = {
    "letters": "x" * LENGTH,
    "words": "word " * (LENGTH // 5),
    "marks": "e" + "\u0301\u0489" * (LENGTH // 2),
    "escapes": "\x1b[31m" * (LENGTH // 5),
    "lines": "a\n" * (LENGTH // 2),
    "wide": "全" * LENGTH,
    "wrong": "-a.b/" * (LENGTH // 5),
}
LONG_LINES = [
    *("show town", "list", "search homes", "sources", "chart homes", "compare homes"),
    *("audit doc.txt", "get homes --fields value", "show x --source y"),
    # What places a million characters takes a while.
    *(["check", "check -f github"] if IS_LONG else []),
]


@pytest.mark.parametrize("name", LONG if IS_LONG else ["marks"])
def test_a_million_characters_are_no_flood(name: str, tmp_path: Path) -> None:
    text = quote(LONG[name])
    (tmp_path / "facts.toml").write_text(
        f"[sources.s]\ntitle = {text}\n[town]\nlabel = {text}\n[town.homes]\nlabel = {text}\n"
        f'aliases = [{text}]\n[[town.homes.facts]]\nperiod = "2025"\nvalue = 5\nstated = {text}\n'
        f'note = {text}\nof = {text}\nsource = "s"\n[town.flats]\nunit = {text}\n'
        f'[[town.flats.facts]]\nperiod = "2024"\nvalue = 5\ntext = {text}\nsource = {text}\n',
        encoding="utf-8",
        newline="",
    )
    (tmp_path / "doc.txt").write_text("In 2025, homes reached 5 million, flats 6 million.")
    # What builds its index shows how far that is.
    assert run("list", "-s", "facts.toml", cwd=tmp_path).status == 0
    for line in LONG_LINES:
        words = [*line.split(), "-s", "facts.toml"]
        received = show_at_terminal(words, tmp_path, width=80)
        assert find_active(received) == set()
        assert len(received) < 200_000, line
    asked = run("show", "-", "-s", "facts.toml", cwd=tmp_path, typed=b"y" * LENGTH)
    assert asked.status == 3
    assert len(asked.err) < 20_000
    told = json.loads(run("show", "homes", "--json", "-s", "facts.toml", cwd=tmp_path).out)
    fields = ("label", "stated", "note", "of", "title")
    assert {told["facts"][0][field] == LONG[name] for field in fields} == {True}
    page = read_page(run("export", "-f", "html", "-s", "facts.toml", cwd=tmp_path).text)
    assert find_active("".join(page.words)) == set()
    picture = run("chart", "homes", "-f", "json", "-o", "-", "-s", "facts.toml", cwd=tmp_path)
    assert picture.status in (0, 2, 5)


# Each text by itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS if IS_LONG else [])
def test_each_text_by_itself(name: str, tmp_path: Path) -> None:
    texts = {name: TEXTS[name]}
    (tmp_path / "hostile.toml").write_text(
        write_store(texts, TEXTS[name]), encoding="utf-8", newline=""
    )
    (tmp_path / "hostile-chart.toml").write_text(
        write_store(texts, TEXTS[name]), encoding="utf-8", newline=""
    )
    (tmp_path / "hostile.txt").write_text(write_document(texts), encoding="utf-8", newline="")
    for (_, form), row in ROWS.items():
        line = row.replace("CHARTED", "HOMES").replace("import OUT", "import hostile")
        args = spell(line, "hostile", tmp_path / "made", texts)
        (tmp_path / "made").mkdir()
        run(*args, cwd=tmp_path)
        for width in (20, 80, WIDE):
            if form not in ("png", "svg", "html"):
                received = show_at_terminal(args, tmp_path, width=width)
                assert find_active(received, layout="\n\t") == set(), row
        shutil.rmtree(tmp_path / "made")
