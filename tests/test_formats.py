"""Every machine format carries the same facts."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.export import FORMATS, Document, write
from cqfacts.export.text import to_text

FIELDS = ("name", "value", "flag", "nothing")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    texts,
)
records = st.lists(st.fixed_dictionaries(dict.fromkeys(FIELDS, values)), max_size=5)


def document(drawn: list[dict[str, Any]]) -> Document:
    return Document(fields=FIELDS, records=drawn, envelope=lambda: {"records": drawn})


def read_tsv(text: str) -> list[dict[str, str]]:
    escapes = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}

    def unescape(field: str) -> str:
        characters = iter(field)
        return "".join(escapes[next(characters)] if c == "\\" else c for c in characters)

    header, *lines = text.split("\n")[:-1]
    names = header.split("\t")
    return [dict(zip(names, map(unescape, line.split("\t")), strict=True)) for line in lines]


def read_csv(text: str) -> list[dict[str, str]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def read_json(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)["records"]
    return found


def read_jsonl(text: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n")[:-1]]


READERS = {"tsv": read_tsv, "csv": read_csv, "json": read_json, "jsonl": read_jsonl}


@pytest.mark.parametrize("format_name", READERS)
@given(drawn=records)
def test_what_is_written_is_read_back(format_name: str, drawn: list[dict[str, Any]]) -> None:
    text = "".join(write(document(drawn), format_name))
    found = READERS[format_name](text)
    expected = drawn
    if format_name in ("tsv", "csv"):
        expected = [{name: to_text(value) for name, value in record.items()} for record in drawn]
    assert found == expected


@given(drawn=records)
def test_a_markdown_table_has_a_line_a_record_and_a_cell_a_field(
    drawn: list[dict[str, Any]],
) -> None:
    lines = "".join(write(document(drawn), "md")).split("\n")[:-1]
    assert len(lines) == len(drawn) + 2
    for line in lines:
        assert line.replace("\\\\", "").replace("\\|", "").count("|") == len(FIELDS) + 1
        assert "<" not in line.replace("<br>", "")


@pytest.mark.parametrize("format_name", ["tsv", "csv"])
def test_the_header_can_be_left_out(format_name: str) -> None:
    drawn = [dict.fromkeys(FIELDS, "x")]
    with_header = "".join(write(document(drawn), format_name))
    without = "".join(write(document(drawn), format_name, header=False))
    assert with_header.split("\n", 1)[1] == without


def test_decimals_are_written_whole_and_exact() -> None:
    value = Decimal("3.380E+12")
    drawn = [{"name": value, "value": Decimal("0.1"), "flag": True, "nothing": None}]
    assert "".join(write(document(drawn), "jsonl")) == (
        '{"name": 3380000000000, "value": 0.1, "flag": true, "nothing": null}\n'
    )
    assert "".join(write(document(drawn), "tsv", header=False)) == "3380000000000\t0.1\ttrue\t\n"


def test_nothing_found_is_an_empty_list() -> None:
    assert "".join(write(document([]), "json")) == '{\n  "records": []\n}\n'


def test_every_format_has_a_module() -> None:
    for format_name in FORMATS:
        assert "".join(write(document([dict.fromkeys(FIELDS)]), format_name))
