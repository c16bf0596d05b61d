"""The fields of records are declared once, in `model.py`: whoever else needs them asks there."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT

from cqfacts.flat.facts import ALL_COLUMNS, FACT_FIELDS, FULL_FIELDS
from cqfacts.model import Fact, Indicator, Source, Topic
from cqfacts.record import COLUMNS, FULL, Field, fields_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cqfacts.record import Record

PACKAGE = PROJECT / "cqfacts"
RECORDS: dict[str, type[Record]] = {
    "Fact": Fact,
    "Indicator": Indicator,
    "Source": Source,
    "Topic": Topic,
}
NAMES = {
    name: {one.flat for one in fields_of(kind).values()} | {*fields_of(kind)}
    for name, kind in RECORDS.items()
}
# A display or a call that has so many names of one record lists its fields.
FEWEST = 3

# What lists names of fields and is no list of the fields: at most how many there are, and why.
ACCEPTED = {
    "auditing/proposals.py": (2, "what is known of a new figure, and of its document"),
    "auditing/records.py": (2, "the record of a finding, which is another"),
    "citing/bibtex.py": (1, "what BibTeX has"),
    "citing/csl_json.py": (1, "what CSL has"),
    "cli/accepting.py": (2, "what is asked of a document"),
    "cli/asking.py": (4, "the questions of `add`, in their order"),
    "export/pictures/drawing.py": (1, "what a picture shows of a mark"),
    "export/pictures/places.py": (2, "what a picture shows of a mark"),
    "export/sqlite.py": (2, "the indexes of the database, and what a search of indicators covers"),
    "flat/comparisons.py": (4, "the record of a comparison, which is another"),
    "flat/documents.py": (4, "the document of a comparison, which is another"),
    "selection.py": (2, "what tells two statements apart, and the option that chooses"),
    "store/facts.py": (1, "the fields that are read by rules of their own"),
    "store/index/schema.py": (1, "a table of the index with a key and a value"),
    "store/index/summing.py": (1, "an indicator without anything"),
    "store/summary.py": (1, "the words that are searched, in their order"),
    "writing/composing.py": (3, "what is given on a command line"),
    "writing/described.py": (1, "an indicator without anything"),
    "writing/given.py": (1, "what is given on a command line"),
    "writing/preparing.py": (1, "an indicator without anything"),
    "writing/toml.py": (4, "the order in which people write keys; a new key comes last"),
}


def list_names(node: ast.AST) -> Iterator[str | None]:
    """Yield the names that a display, a call of a record or a statement of SQL has in it."""
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            for item in items:
                match item:
                    case ast.Constant(value=str(name)):
                        yield name
                    # The first of a pair names what the second is.
                    case ast.Tuple(elts=[ast.Constant(value=str(name)), *_]):
                        yield name
        case ast.Dict(keys=keys):
            for key in keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value
        case ast.Call(func=ast.Name(id=name), keywords=keywords) if name in RECORDS:
            yield from (one.arg for one in keywords)
        case ast.Constant(value=str(text)) if re.search("CREATE|SELECT|INSERT", text):
            yield from re.findall(r"\w+", text)


def find_lists() -> Iterator[str]:
    """Yield the file of every list of fields outside the model, as often as it has one."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {*list_names(node)}
            if any(len(names & known) >= FEWEST for known in NAMES.values()):
                yield path.relative_to(PACKAGE).as_posix()


def test_the_fields_are_listed_in_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    found = Counter(find_lists())
    allowed = {name: count for name, (count, _) in ACCEPTED.items()}
    others = {name: count for name, count in found.items() if count > allowed.get(name, 0)}
    with capsys.disabled():
        print(f"\nplaces where the fields are listed: {1 + len(others)}")
    assert others == {}
    assert {*ACCEPTED} == {*found}


def test_every_place_in_the_flat_record_is_taken_once() -> None:
    places = [one.at for kind in RECORDS.values() for one in fields_of(kind).values()]
    flat = sorted(at for at in places if at < COLUMNS)
    added = len(FULL_FIELDS) - len(FACT_FIELDS)
    assert flat == [*range(len(FACT_FIELDS)), *range(FULL, FULL + added)]
    assert len(ALL_COLUMNS) == len({*ALL_COLUMNS})


@pytest.mark.parametrize(
    ("table", "kind", "others"),
    [
        pytest.param("[sources.ID]", Source, set[str](), id="source"),
        pytest.param("[TOPIC]", Topic, set[str](), id="topic"),
        pytest.param("[TOPIC.NAME]", Indicator, {"facts"}, id="indicator"),
        pytest.param("[[TOPIC.NAME.facts]]", Fact, set[str](), id="fact"),
    ],
)
def test_the_page_of_the_format_has_every_key(
    table: str, kind: type[Record], others: set[str]
) -> None:
    page = (PROJECT / "docs/format.md").read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{table}` |"))
    assert set(re.findall(r"`([a-z_]+)`", row)) == {*keys_of(kind)} | others


def test_what_a_fact_has_by_its_amount_is_its_own() -> None:
    fact = Fact(key="a.b", source="s", origin=None)  # type: ignore[arg-type]
    assert (fact.value, fact.low, fact.period_end) == (None, None, None)


def test_a_field_is_declared_with_what_a_field_has() -> None:
    declared = [vars(one) for kind in RECORDS.values() for one in fields_of(kind).values()]
    assert [name for one in declared for name in one if not hasattr(Field, name)] == []


NEW = """    method: str | None = field("text", "How it was counted.", default=None, at=31)
"""
SCRIPT = """
import sys
from cqfacts.cli import main
for name in ("x.db", "x.parquet", "x.csv", "x.tsv", "x.json", "x.jsonl"):
    for line in (f"export -s a.toml -o {name}", f"import {name} -s {name}.toml --file {name}.toml"):
        assert main(line.split()) == 0, line
assert main("export -s a.toml -o x.zip".split()) == 0
assert main("show homes -s a.toml -f jsonl --fields value,method".split()) == 0
"""


def test_a_new_key_of_the_format_is_one_row(tmp_path: Path) -> None:
    """A copy of the package with one row more reads, writes and brings back what it holds."""
    shutil.copytree(PACKAGE, tmp_path / "cqfacts")
    model = tmp_path / "cqfacts/model.py"
    rows, after = model.read_text("utf-8").split("    amount: Amount | None = None\n")
    model.write_text(f"{rows}{NEW}    amount: Amount | None = None\n{after}", "utf-8")
    store = (
        '[sources.s]\ntitle = "S"\n\n[town.homes]\nlabel = "Homes"\n\n[[town.homes.facts]]\n'
        'period = "2025"\nvalue = 5\nstated = "5 homes"\nsource = "s"\nmethod = "by hand"\n'
    )
    (tmp_path / "a.toml").write_text(store, "utf-8")
    for name in ("db", "parquet", "csv", "tsv", "json", "jsonl"):
        (tmp_path / f"x.{name}.toml").write_text("schema = 1\n", "utf-8")
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert '{"value": 5, "method": "by hand"}' in result.stdout
    for name in ("db", "parquet", "csv", "tsv", "json", "jsonl"):
        assert 'method = "by hand"' in (tmp_path / f"x.{name}.toml").read_text("utf-8"), name
    with zipfile.ZipFile(tmp_path / "x.zip") as package:
        described = package.read("datapackage.json").decode()
    assert '"name": "method",\n            "type": "string"' in described
