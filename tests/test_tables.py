"""Tables as people have them: each sound one comes in right, and none comes in wrong.

The cases are in tables/cases.toml, with what must come of them.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import tomli
from conftest import SHIPPED

from cqfacts import open_store
from cqfacts.amount import QUALIFIERS, SCALE_WORDS, parse_amount
from cqfacts.cli import main

if TYPE_CHECKING:
    from cqfacts import Fact
    from cqfacts.amount import Amount

FOLDER = Path(__file__).parent / "tables"
STORE = (FOLDER / "store.toml").read_text(encoding="utf-8")
CASES = tomli.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))
SOUND = {name: case for name, case in CASES.items() if "facts" in case}
BROKEN = {name: case for name, case in CASES.items() if "refusal" in case}
LEAST_SHARE = 0.9
FRESH = FOLDER / "fresh"
EXPECTED = tomli.loads((FRESH / "expected.toml").read_text(encoding="utf-8"))
FACT = re.compile(
    rf"\S+(?: (?P<measure>[a-z]+))? \S+ = (?:(?:{'|'.join(QUALIFIERS)}) )?"
    rf"(?P<number>[-0-9.,]+(?: (?:{'|'.join(SCALE_WORDS)})\b)?).*"
)


def write_table(name: str, case: dict[str, Any], folder: Path) -> Path:
    """Write the file of a case."""
    if sheets := case.get("sheets"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    write_cell(sheet.cell(number, column), value)
        path = folder / f"{name}.xlsx"
        book.save(path)
        return path
    path = folder / f"{name}{case.get('ending', '.csv')}"
    path.write_bytes(case["text"].removeprefix("\n").encode(case.get("encoding", "utf-8")))
    return path


def write_cell(cell: Any, value: object) -> None:  # noqa: ANN401 - of openpyxl
    if isinstance(value, dict):
        cell.value = value["v"]
        cell.number_format = value["f"]
    elif value == "#DIV/0!":
        cell.value, cell.data_type = value, "e"
    elif value != "":
        cell.value = value


def import_case(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[str], list[str]]:
    """Import the table of a case; return the exit status, the facts and the lines of errors."""
    case = CASES[name]
    path = folder / "store.toml"
    path.write_text(STORE, encoding="utf-8")
    table = write_table(name, case, folder)
    status = main(["import", str(table), "-s", str(path), *case.get("options", [])])
    told = capsys.readouterr().err.replace(f"{folder}/", "").splitlines()
    store = open_store(path)
    return status, [describe(fact) for key in store.keys for fact in store.facts(key)], told


def describe(fact: Fact) -> str:
    """Return a fact as the cases have it, the number with its last written place."""
    amount = fact.amount
    assert amount is not None
    measure = "" if fact.measure == "level" else f" {fact.measure}"
    more = "".join(
        f"; {field} {said}"
        for field, said in (("status", fact.status), ("note", fact.note))
        if said and said != "actual"
    )
    words = [amount.qualifier or "", show(amount), fact.unit or ""]
    return f"{fact.key}{measure} {fact.period} = {' '.join(filter(None, words))}{more}"


def show(amount: Amount) -> str:
    return f"{amount.value:f}±{amount.step or 0:f}"


def expect(text: str) -> str:
    """Return a fact of the cases with its number as `describe` has it."""
    found = FACT.fullmatch(text)
    assert found, text
    is_exact = found["measure"] in (None, "rank", "streak")
    amount = parse_amount(found["number"], exact_integers=is_exact)
    start, end = found.span("number")
    return f"{text[:start]}{show(amount)}{text[end:]}"


@pytest.mark.parametrize("name", SOUND)
def test_a_table_comes_in(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, facts, told = import_case(name, tmp_path, capsys)
    assert (status, sorted(facts)) == (0, sorted(map(expect, SOUND[name]["facts"]))), told


@pytest.mark.parametrize("name", BROKEN)
def test_a_table_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, facts, told = import_case(name, tmp_path, capsys)
    assert (status, facts, told[:-1]) == (1, [], BROKEN[name]["refusal"])


def test_nearly_all_sound_tables_come_in_and_none_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = wrong = 0
    for name in CASES:
        status, facts, _ = import_case(name, tmp_path, capsys)
        wanted = sorted(map(expect, CASES[name].get("facts", ())))
        right += status == 0 and sorted(facts) == wanted
        wrong += bool(facts) and sorted(facts) != wanted
    with capsys.disabled():
        print(f"\n{right} of {len(SOUND)} sound tables come in right, {wrong} of all wrong")
    assert right >= LEAST_SHARE * len(SOUND)
    assert wrong == 0


def write_fresh_store(path: Path) -> None:
    """Write a store that has indicators and sources, and no facts."""
    parts = re.split(r"(?m)^(?=\[)", SHIPPED.read_text(encoding="utf-8"))
    heads = [one for one in parts if not one.startswith(("[[", "[sources."))]
    setup = EXPECTED["setup"]
    heads += [f'[sources.{one}]\ntitle = "The {one}"\n' for one in setup["sources"]]
    for key, fields in setup["indicators"].items():
        heads.append(f"[{key}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in fields.items()))
    path.write_text("".join(heads), encoding="utf-8")


def list_expected(table: dict[str, Any]) -> set[tuple[str, str, Decimal]]:
    return {
        (one["period"], one.get("measure", "level"), Decimal(one["value"]))
        for one in table["facts"]
    }


def test_tables_of_strangers_come_in_right_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = right = 0
    wrong = []
    for table in EXPECTED["table"]:
        path = tmp_path / "facts.toml"
        write_fresh_store(path)
        line = ["import", str(FRESH / table["file"]), "-s", str(path)]
        for name in ("key", "unit", "source"):
            line += [f"--{name}", table[name]] if name in table else []
        status = main(line)
        store = open_store(path)
        facts = [one for key in store.keys for one in store.facts(key) if one.amount]
        found = {(str(one.period), str(one.measure), one.amount.value) for one in facts}  # type: ignore[union-attr]
        sound += "facts" in table
        if status == 0 and "facts" in table and found == list_expected(table):
            keys = {one["indicator"] for one in table["facts"] if "." in one.get("indicator", "")}
            right += keys <= {one.key for one in facts}
        elif status == 0:
            wrong.append(table["file"])
    with capsys.disabled():
        print(f"\n{right} of {sound} tables of strangers come in right, {len(wrong)} wrong")
    assert wrong == []
    assert right >= LEAST_SHARE * sound
