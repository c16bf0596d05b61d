"""The format as JSON Schema says what the reader says: both accept a store, or both refuse it."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import PROJECT, SHIPPED
from golden import wants_writing
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cqfacts.amount import QUALIFIERS, SCALE_WORDS
from cqfacts.model import (
    COUNTING_MEASURES,
    MEASURE_UNITS,
    MEASURES,
    MEASURES_WITH_BASE,
    MEASURES_WITH_OF,
    STATUSES,
    Fact,
    Indicator,
    KeptImport,
    Source,
    Topic,
)
from cqfacts.record import keys_of
from cqfacts.store import Store
from cqfacts.store.tables import File, Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conftest import Run

    from cqfacts.record import Field, Record

PATH = PROJECT / "store.schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ERRORS = Path(__file__).parent / "errors"

# What a schema cannot see: other tables, the calendar, and which end of a range is earlier.
BEYOND = {"source-unknown", "source-repeated", "key-repeated", "key-contradicted"}


def as_json(value: object) -> object:
    """Return TOML as an editor's validator sees it: dates as text, numbers as numbers."""
    match value:
        case dict():
            return {key: as_json(inner) for key, inner in value.items()}
        case list():
            return [as_json(inner) for inner in value]
        case Number():
            return float(value)
        case date() | time():
            return value.isoformat()
        case _:
            return value


def schema_accepts(tables: dict[str, Any]) -> bool:
    return VALIDATOR.is_valid(as_json(tables))


def reader_accepts(tables: dict[str, Any]) -> bool:
    store = Store([File(name="drawn.toml", tables=tables)])
    return not {problem.check for problem in store.diagnostics} - BEYOND


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_command_prints_it(run: Run) -> None:
    assert json.loads(run("schema").out) == SCHEMA


# What no word is made of, and what has none: as `visible.find_word` sees it.
WORDLESS = (
    r"\s\u0001-/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u115f\u1160"
    r"\u200b-\u206f\u2190-\u245f\u2500-\u2775\u2794-\u2bff\u3000-\u3004\u3008-\u3020\u3164\uff01-\uff0f"
)
TEXT = {"type": "string", "pattern": rf"^[{WORDLESS}]*[^\u0000{WORDLESS}][^\u0000]*$"}
SIGN = {"type": "string", "pattern": r"^\s*[^\s\u0000][^\u0000]*$"}
NAME = r"[^\sA-Z_.\-]+(-[^\sA-Z_.\-]+)*$"


def write_periods() -> str:
    """Return the pattern of a period, or of a range of two of which one may be open."""
    year, month = "(?!0000)[0-9]{4}", "(0[1-9]|1[0-2])"
    kinds = ("", "-S[12]", "-Q[1-4]", f"-{month}", f"-{month}-(0[1-9]|[12][0-9]|3[01])")
    forms = [rf"{one}|{one}/({one}|\.\.)|\.\./{one}" for one in (year + kind for kind in kinds)]
    return f"^({'|'.join(forms)})$"


NUMBER = {"type": "number", "exclusiveMinimum": -(10**40), "exclusiveMaximum": 10**40}


def write_number() -> str:
    """Return the pattern of a number in quotes, with its scale in any case."""
    scales = (
        "".join(f"[{a.upper()}{a}]" if a.isascii() else a for a in word) for word in SCALE_WORDS
    )
    digits = (
        r"([0-9][0-9_]{0,39}|[0-9]{1,3}(,[0-9]{3}){1,12})(\.[0-9]{1,39})?([eE][+\-]?[0-9]{1,2})?"
    )
    return rf"^\s*[+\-−]?{digits}(\s*({'|'.join(scales)}))?\s*$"


def describe_field(field: Field) -> dict[str, Any]:
    """Return what a key of the store format may hold."""
    kinds: dict[str, dict[str, Any]] = {
        "text": TEXT,
        "prose": TEXT,
        "sign": SIGN,
        "choice": {"enum": list(field.choices)},
        "period": {"type": "string", "pattern": write_periods()},
        "day": {"type": "string", "format": "date"},
        "flag": {"type": "boolean"},
        "number": {"anyOf": [NUMBER, {"type": "string", "pattern": write_number()}]},
        "texts": {"type": "array", "items": TEXT},
        "ids": {"type": "array", "items": {"enum": list(field.choices)} if field.choices else SIGN},
    }
    default = {"default": field.default} if field.default in field.choices else {}
    return {"description": field.description, **kinds[field.kind], **default}


def describe_keys(kind: type[Record]) -> dict[str, Any]:
    return {name: describe_field(one) for name, one in keys_of(kind).items()}


def where(measures: Iterable[str]) -> dict[str, Any]:
    """Return what holds for a fact of one of these measures, which it says."""
    names = [one for one in MEASURES if one in measures]
    chosen = {"const": names[0]} if len(names) == 1 else {"enum": names}
    return {"required": ["measure"], "properties": {"measure": chosen}}


def need(key: str) -> dict[str, Any]:
    return {"required": [key]}


def describe_measures() -> Iterator[dict[str, Any]]:
    """Yield what a measure needs beside the value of a fact, and what it rules out."""
    yield {"if": where(MEASURES_WITH_OF), "then": need("of")}
    yield {"if": where(["change"]), "then": {"anyOf": [need("of"), need("base")]}}
    yield {"if": where(["multiple"]), "then": need("base")}
    yield {"if": {"not": where(MEASURES_WITH_BASE)}, "then": {"not": need("base")}}
    for unit in sorted(dict.fromkeys(MEASURE_UNITS.values()), key=lambda unit: not unit):
        then = {"properties": {"unit": {"const": unit}}} if unit else {"not": need("unit")}
        yield {"if": where([m for m, own in MEASURE_UNITS.items() if own == unit]), "then": then}
    above = r"^\s*\+?(?=[0-9])(?=.*[1-9])"
    for measures, whole, number in (
        (COUNTING_MEASURES, r"[0-9,_]+\s*$", {"type": "integer", "minimum": 1}),
        (["multiple"], "", {"type": "number", "exclusiveMinimum": 0}),
    ):
        kinds = [{"type": "string", "pattern": above + whole}, number]
        yield {"if": where(measures), "then": {"properties": {"value": {"anyOf": kinds}}}}


def describe_claim(claim: str) -> dict[str, Any]:
    """Return what a fact is that may be a first or a record: a level that was reached."""
    level = {"measure": {"const": "level"}, "status": {"const": "actual"}}
    made = {"properties": {claim: {"const": True}}}
    return {"if": made, "then": {"properties": level, **need("value")}}


def describe_fact() -> dict[str, Any]:
    each = {"properties": {"each": {"const": True}}}
    implied = {"properties": {"implied": {"minItems": 1}}}
    plan = {"required": ["status"], "properties": {"status": {"const": "plan"}}}
    return {
        "description": "One statement: a value or a text, its period, its source.",
        "properties": describe_keys(Fact),
        "required": ["source"],
        "oneOf": [need("value"), need("text")],
        "dependentSchemas": {
            "text": {"not": need("qualifier")},
            "each": {"if": each, "then": need("period")},
            "implied": {"if": implied, "then": need("period")},
            **{claim: describe_claim(claim) for claim in ("first", "record")},
            "value": {"not": plan, "allOf": list(describe_measures())},
        },
    }


def describe_store() -> dict[str, Any]:
    """Return the format as JSON Schema, from the fields of the records."""
    facts = {"description": "Its facts.", "type": "array", "items": {"$ref": "#/$defs/fact"}}
    named = {
        "title": "What it is called.",
        "subject": "What facts are about unless an indicator says otherwise.",
    }
    closed = {"type": "object", "additionalProperties": False}
    topic = describe_keys(Topic)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A store of cqfacts",
        "description": "Facts by topic and indicator, each with its source.",
        **closed,
        "properties": {
            "schema": {"description": "The version of the format.", "const": 1},
            "store": {
                **closed,
                "description": "What the store is about.",
                "properties": {
                    **{key: {"description": said, **TEXT} for key, said in named.items()},
                    "imports": {
                        "type": "object",
                        "description": "How tables are read, by the names of import --as.",
                        "additionalProperties": {"$ref": "#/$defs/import"},
                    },
                },
            },
            "sources": {
                "type": "object",
                "description": "The documents that state facts, by id.",
                "additionalProperties": {"$ref": "#/$defs/source"},
            },
        },
        "patternProperties": {f"^(?!(schema|store|sources)$){NAME}": {"$ref": "#/$defs/topic"}},
        "$defs": {
            "fact": {**closed, **describe_fact()},
            "indicator": {
                **closed,
                "description": "What is measured.",
                "properties": {**describe_keys(Indicator), "facts": facts},
            },
            "topic": {
                **closed,
                "description": "A group of indicators.",
                "properties": topic,
                "patternProperties": {
                    f"^(?!({'|'.join(topic)})$){NAME}": {"$ref": "#/$defs/indicator"}
                },
            },
            "import": {
                **closed,
                "description": "How a table is read.",
                "properties": describe_keys(KeptImport),
            },
            "source": {
                **closed,
                "description": "A document that states facts.",
                "properties": describe_keys(Source),
                "required": ["title"],
            },
        },
    }


def test_it_is_made_of_the_fields_of_the_records() -> None:
    described = describe_store()
    if wants_writing() and described != SCHEMA:
        PATH.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert json.loads(PATH.read_text("utf-8")) == described


def test_everything_is_described_for_an_editor_to_show() -> None:
    for name in ("fact", "indicator", "topic", "source"):
        properties = SCHEMA["$defs"][name]["properties"]
        assert [key for key, rule in properties.items() if "description" not in rule] == []


def test_the_shipped_store_follows_it_and_says_so() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.startswith("#:schema ./store.schema.json\n")
    assert schema_accepts(tomli.loads(text))


# Reading past what is no TOML is the business of `check`.
CORPUS = [
    pytest.param(path, id=path.stem)
    for path in sorted(ERRORS.glob("*.toml"))
    if not path.stem.startswith("toml-")
]


@pytest.mark.parametrize("path", CORPUS)
def test_both_judge_the_corpus_alike(path: Path) -> None:
    tables = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Number)
    if path.stem == "value-invalid":
        # JSON has no nan.
        tables["town"]["homes"]["facts"].pop()
    assert schema_accepts(tables) == reader_accepts(tables)


texts = st.sampled_from(
    [
        *(
            "x",
            "some words",
            "",
            " ",
            "town.homes",
            "a\0",
            "a\tb\n",
            "\x1bz",
            "—",
            "…",
            "- x",
            "5 %",
        ),
        *("%", "?!", "中", "«»", "\u200b", "\u3000", "²", "「」", "\u200bé", "\u1160"),
    ]
)
PERIODS = ("2025", "2025-S1", "2025-S3", "2025-Q4", "2025-13", "2025-01-27", "2020/2025", "2020/..")
OTHERS = ("..", "../2020", "2020/2025-Q1", "last year", "2025 ")
periods = st.sampled_from([*PERIODS, *OTHERS])
values = st.one_of(
    st.integers(-5, 50),
    st.sampled_from(["3.38 trillion", "12,866", "1,23", "5 %", "nan", "1e5", "-7", "", "2 万"]),
    st.sampled_from([Number("5.3"), Number("0.0"), Number("-1.5")]),
    st.booleans(),
)
OPTIONS = {
    "value": values,
    "text": texts,
    "source": st.sampled_from(["s", "", "other"]),
    "period": st.one_of(periods, st.integers(2020, 2030)),
    "measure": st.sampled_from([*MEASURES, "rate"]),
    "status": st.sampled_from([*STATUSES, "goal"]),
    "qualifier": st.sampled_from([*QUALIFIERS, "around"]),
    "of": texts,
    "base": periods,
    "unit": st.sampled_from(["%", "×", "year", "km"]),
    "each": st.sampled_from([True, False, "yes"]),
    "stated": texts,
    "note": texts,
    "accept": st.sampled_from([[], ["growth-differs"], "growth-differs", [1]]),
    "vlaue": values,
}
SOUND: list[dict[str, Any]] = [
    {"source": "s", "period": "2025", "value": 3},
    {"source": "s", "period": "2025", "text": "some words"},
    {"source": "s", "period": "2025", "value": 3, "measure": "rank", "of": "towns"},
    {"source": "s", "period": "2025", "value": 3, "measure": "multiple", "base": "2020"},
    {"source": "s", "period": "2020/2025", "value": Number("5.3"), "measure": "growth"},
    {"source": "s", "period": "2020/2025", "value": 5, "each": True, "qualifier": "over"},
]


@st.composite
def nearly_sound_facts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a sound fact with one or two keys changed or gone."""
    fact = dict(draw(st.sampled_from(SOUND)))
    for key in draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=2)):
        if draw(st.booleans()):
            fact[key] = draw(OPTIONS[key])
        else:
            fact.pop(key, None)
    return fact


facts = st.one_of(nearly_sound_facts(), st.fixed_dictionaries({}, optional=OPTIONS))
indicators = st.fixed_dictionaries(
    {"facts": st.lists(facts, max_size=2)},
    optional={
        "label": texts,
        "aliases": st.sampled_from([[], ["a", "b"], [""], "a", ["a", "—"]]),
        "unit": st.sampled_from(["x", "%", "°C", "€/m²", "", " ", "a\0"]),
        "kind": st.sampled_from(["flow", "stock", "stok"]),
        "better": st.sampled_from(["higher", "lower", "more"]),
        "growth_basis": st.sampled_from(["nominal", "real", "x"]),
        "lable": texts,
    },
)
stores = st.fixed_dictionaries(
    {"sources": st.fixed_dictionaries({}, optional={"s": st.just({"title": "S"})})},
    optional={
        "schema": st.sampled_from([1, 2, "1"]),
        "store": st.fixed_dictionaries({}, optional={"title": texts, "name": texts}),
        "town": st.dictionaries(
            st.sampled_from(["homes", "new-homes", "New", "a_b", "a--b", "住宅"]),
            indicators,
            max_size=2,
        ),
    },
)


@given(stores)
@settings(max_examples=400)
def test_both_judge_any_store_alike(tables: dict[str, Any]) -> None:
    assert schema_accepts(tables) == reader_accepts(tables)


@given(facts)
@settings(max_examples=400)
def test_both_judge_any_fact_alike(fact: dict[str, Any]) -> None:
    tables = {"sources": {"s": {"title": "S"}}, "town": {"homes": {"facts": [fact]}}}
    assert schema_accepts(tables) == reader_accepts(tables)
