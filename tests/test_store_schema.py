"""The format as JSON Schema says what the reader says: both accept a store, or both refuse it."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import PROJECT, SHIPPED
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cqfacts.amount import QUALIFIERS
from cqfacts.model import BETTERS, GROWTH_BASES, KINDS, MEASURES, STATUSES
from cqfacts.store import Store
from cqfacts.store.facts import FACT_KEYS
from cqfacts.store.records import INDICATOR_KEYS, SOURCE_KEYS, STORE_KEYS, TOPIC_KEYS
from cqfacts.store.tables import File, Number

if TYPE_CHECKING:
    from conftest import Run

SCHEMA: dict[str, Any] = json.loads((PROJECT / "store.schema.json").read_text(encoding="utf-8"))
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


def test_it_knows_the_same_words() -> None:
    defs = SCHEMA["$defs"]
    fact, indicator = defs["fact"]["properties"], defs["indicator"]["properties"]
    assert set(fact) == FACT_KEYS
    assert set(indicator) == INDICATOR_KEYS
    assert set(defs["topic"]["properties"]) == TOPIC_KEYS
    assert set(defs["source"]["properties"]) == SOURCE_KEYS
    assert set(SCHEMA["properties"]["store"]["properties"]) == STORE_KEYS
    assert fact["measure"]["enum"] == list(MEASURES)
    assert fact["status"]["enum"] == list(STATUSES)
    assert fact["qualifier"]["enum"] == list(QUALIFIERS)
    assert indicator["kind"]["enum"] == list(KINDS)
    assert indicator["better"]["enum"] == list(BETTERS)
    assert indicator["growth_basis"]["enum"] == list(GROWTH_BASES)


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
