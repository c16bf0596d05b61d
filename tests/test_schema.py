"""What is printed as JSON is what docs/schema says, and the flat record is in the order it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PROJECT
from jsonschema import Draft202012Validator

from cqfacts.auditing.records import FINDING_FIELDS
from cqfacts.flat.catalogue import INDICATOR_FIELDS, MATCH_FIELDS, SOURCE_FIELDS, TOPIC_FIELDS
from cqfacts.flat.facts import FACT_FIELDS

if TYPE_CHECKING:
    from conftest import Run

SCHEMA: dict[str, Any] = json.loads(
    (PROJECT / "docs/schema/output.schema.json").read_text(encoding="utf-8")
)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{name}"}]})


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("command", "envelope"),
    [
        ("show autos economy governance rural ecology", "showEnvelope"),
        ("show nosuch", "showEnvelope"),
        ("list", "listEnvelope"),
        ("search corridor", "searchEnvelope"),
        ("search zebra", "searchEnvelope"),
        ("sources", "sourcesEnvelope"),
        ("compare economy logistics rural ecology governance", "compareEnvelope"),
        ("compare nev autos.output", "compareEnvelope"),
        ("compare nev rural.roads", "compareEnvelope"),
        ("compare nosuch", "compareEnvelope"),
        ("audit tests/audits/retold.md", "auditEnvelope"),
        ("audit tests/audit/housing-rents.md tests/audit/sport-league.txt", "auditEnvelope"),
    ],
)
def test_an_envelope_follows_the_schema(
    run: Run, command: str, envelope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    printed = json.loads(run(*command.split(), "--json").out)
    assert list(validator(envelope).iter_errors(printed)) == []


def test_the_schema_refuses_what_is_not_so(run: Run) -> None:
    printed = json.loads(run("show", "nev", "--json").out)
    printed["facts"][0]["measure"] = "speed"
    assert len(list(validator("showEnvelope").iter_errors(printed))) == 1


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("fact", FACT_FIELDS),
        ("topic", TOPIC_FIELDS),
        ("indicator", INDICATOR_FIELDS),
        ("match", MATCH_FIELDS),
        ("source", SOURCE_FIELDS),
        ("finding", FINDING_FIELDS),
    ],
)
def test_a_record_has_the_fields_of_the_schema_in_order(name: str, fields: tuple[str, ...]) -> None:
    assert tuple(SCHEMA["$defs"][name]["required"]) == fields


def test_an_interval_of_a_range_is_decided_by_the_numbers_themselves(run: Run) -> None:
    (fact,) = json.loads(run("show", "nev", "-p", "2022", "-m", "level", "--json").out)["facts"]
    assert (fact["low"], fact["high"], fact["bounds"]) == (368000, 369000, "[)")
