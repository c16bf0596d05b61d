"""Made-up facts in the formats that other programs read, one record a fact."""

from __future__ import annotations

import csv
import json
import sqlite3
from typing import TYPE_CHECKING

from made_up import make_indicators

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIELDS = (
    *("key", "label", "unit", "measure", "status", "period", "qualifier", "value"),
    *("of", "text", "stated", "source", "note"),
)


def list_records(facts: int, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """Yield facts as the texts of the fields, the value being the exact number in the unit."""
    for indicator in make_indicators(facts, seed):
        about = (indicator.key, indicator.label, indicator.unit)
        for fact in indicator.facts:
            measure = fact.measure or ("level" if fact.number else "")
            what = (measure, fact.status or "actual", fact.period, fact.qualifier, fact.number)
            yield (*about, *what, fact.of, fact.text, fact.stated, fact.source, fact.note)


def write_json(path: Path, facts: int, seed: int = 1) -> None:
    """Write an object with a list of facts, the values being numbers."""
    with path.open("w", encoding="utf-8") as stream:
        separator = '{"facts": [\n'
        for record in list_records(facts, seed):
            fact: dict[str, str | float] = {
                name: text for name, text in zip(FIELDS, record, strict=True) if text
            }
            if "value" in fact:
                fact["value"] = float(fact["value"])
            stream.write(separator + json.dumps(fact, ensure_ascii=False))
            separator = ",\n"
        stream.write("\n]}\n")


def write_csv(path: Path, facts: int, seed: int = 1) -> None:
    """Write a line of names and a line a fact."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(FIELDS)
        rows.writerows(list_records(facts, seed))


def write_rec(path: Path, facts: int, seed: int = 1) -> None:
    """Write a file of GNU recutils, without the fields that say nothing."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("%rec: Fact\n")
        for record in list_records(facts, seed):
            pairs = zip(FIELDS, record, strict=True)
            lines = "\n".join(f"{name}: {text}" for name, text in pairs if text)
            stream.write(f"\n{lines}\n")


def write_sqlite(path: Path, facts: int, seed: int = 1) -> None:
    """Write a database with a table of facts and an index of their keys."""
    names = ", ".join(f'"{name}"' for name in FIELDS)
    places = ", ".join("?" * len(FIELDS))
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE facts ({names})")
    connection.executemany(
        f"INSERT INTO facts VALUES ({places})",  # noqa: S608 - question marks
        list_records(facts, seed),
    )
    connection.execute("CREATE INDEX facts_by_key ON facts (key)")
    connection.commit()
    connection.close()


def write_journal(path: Path, facts: int, seed: int = 1) -> None:
    """Write a journal of hledger: a posting a figure, its account being what the figure is of."""
    with path.open("w", encoding="utf-8") as stream:
        for record in list_records(facts, seed):
            fact = dict(zip(FIELDS, record, strict=True))
            if fact["value"]:
                names = ("key", "measure", "status", "source", "period")
                account = ":".join(fact[name] for name in names)
                stream.write(f"{fact['period'][:4]}-12-31 {fact['label']}\n")
                stream.write(f"    ({account})  {fact['value']}\n\n")
