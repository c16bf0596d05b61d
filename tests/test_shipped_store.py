"""The store that ships: sound, unambiguous, and complete against the accounts of its documents.

An account lists every number, number word and ordinal of a document and says where each went. With
CQFACTS_DOCUMENTS naming a folder of the documents themselves, each as <source-id>.txt, the accounts
are held against them as well.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from cqfacts.amount import parse_amount
from cqfacts.lookup import find_keys
from cqfacts.naming import fold

if TYPE_CHECKING:
    from decimal import Decimal

    from cqfacts import Fact, Store

ACCOUNTS = sorted((Path(__file__).parent / "accounts").glob("*.toml"))
TOPICS = [
    "economy",
    "autos",
    "industry",
    "technology",
    "trade",
    "logistics",
    "transport",
    "governance",
    "reform",
    "urban",
    "rural",
    "ecology",
    "wellbeing",
    "party",
]
MOST_STATED_WORDS = 8


def all_facts(store: Store) -> list[Fact]:
    return [fact for key in store.keys for fact in store.facts(key)]


def load_account(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"))


def test_it_has_no_problem(shipped: Store) -> None:
    assert shipped.diagnostics == ()


def test_it_has_these_topics(shipped: Store) -> None:
    assert [topic.name for topic in shipped.topics] == TOPICS


def test_every_indicator_has_facts_and_a_chinese_or_english_alias(shipped: Store) -> None:
    assert [key for key in shipped.keys if not shipped.facts(key)] == []
    assert [key for key in shipped.keys if not shipped.indicator(key).aliases] == []


def test_every_level_has_a_unit(shipped: Store) -> None:
    levels = [fact for fact in all_facts(shipped) if fact.amount and fact.measure == "level"]
    assert [fact.key for fact in levels if not fact.unit] == []


def test_units_are_spelled_one_way(shipped: Store) -> None:
    facts = [fact for fact in all_facts(shipped) if fact.measure in ("level", "change")]
    units = {fact.unit for fact in facts if fact.unit}
    folded = Counter(unit.casefold().rstrip("s") for unit in units)
    assert [unit for unit, count in folded.items() if count > 1] == []


def test_every_figure_has_its_words_and_they_are_few(shipped: Store) -> None:
    figures = [fact for fact in all_facts(shipped) if fact.amount]
    assert [fact.key for fact in figures if not fact.stated] == []
    wordy = [f.stated for f in figures if f.stated and len(f.stated.split()) > MOST_STATED_WORDS]
    assert wordy == []


def test_no_fact_is_there_twice(shipped: Store) -> None:
    said = Counter(
        (f.key, f.measure, f.status, str(f.period), f.of, f.unit, f.source, f.text or f.amount)
        for f in all_facts(shipped)
    )
    assert [place for place, count in said.items() if count > 1] == []


def test_every_source_states_something(shipped: Store) -> None:
    used = {fact.source for fact in all_facts(shipped)}
    assert used == set(shipped.source_ids)


def test_every_name_means_one_thing(shipped: Store) -> None:
    meanings: dict[str, set[str]] = {}
    for topic in shipped.topics:
        for name in (topic.name, topic.label, *topic.aliases):
            meanings.setdefault(fold(name), set()).add(topic.name)
    for key in shipped.keys:
        for name in shipped.names(key):
            meanings.setdefault(fold(name), set()).add(key)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_every_name_finds_its_indicator(shipped: Store) -> None:
    missed = [
        name
        for key in shipped.keys
        for name in (key, *shipped.names(key))
        if find_keys(shipped, name) != [key]
    ]
    assert missed == []


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
def test_every_figure_of_a_document_went_somewhere(shipped: Store, path: Path) -> None:
    account = load_account(path)
    missing = [
        token
        for token in account["tokens"]
        if not (token.get("keys") or token.get("why"))
        or not all(key in shipped.keys for key in token.get("keys", []))
        or ("value" in token and not holds(shipped, account["source"], token))
    ]
    assert missing == []


def holds(store: Store, source: str, token: dict[str, Any]) -> bool:
    """Whether each indicator a token names has a fact of this source with its value."""
    value = token["value"]
    wanted = abs(parse_amount(value if isinstance(value, int) else str(value)).value)
    return all(
        any(
            fact.amount and fact.source == source and abs(fact.amount.value) == wanted
            for fact in store.facts(key)
        )
        for key in token["keys"]
    )


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
def test_every_figure_of_the_store_is_one_of_the_document(shipped: Store, path: Path) -> None:
    account = load_account(path)
    accounted: set[tuple[str, Decimal]] = set()
    for token in (*account["tokens"], *account["named"]):
        if "value" in token:
            value = token["value"]
            number = abs(parse_amount(value if isinstance(value, int) else str(value)).value)
            accounted.update((key, number) for key in token["keys"])
    strangers = [
        (fact.key, fact.stated)
        for fact in all_facts(shipped)
        if fact.source == account["source"]
        and fact.amount
        and (fact.key, abs(fact.amount.value)) not in accounted
    ]
    assert strangers == []


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
def test_every_named_plan_and_achievement_is_told(shipped: Store, path: Path) -> None:
    account = load_account(path)
    untold = [
        named["what"]
        for named in account["named"]
        if "value" not in named
        and not any(
            fact.text and fact.source == account["source"]
            for key in named["keys"]
            for fact in shipped.facts(key)
        )
    ]
    assert untold == []


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.stem)
def test_a_document_itself_agrees_with_its_account(shipped: Store, path: Path) -> None:
    folder = os.environ.get("CQFACTS_DOCUMENTS")
    if not folder:
        pytest.skip("CQFACTS_DOCUMENTS names no folder of documents")
    text = (Path(folder) / f"{path.stem}.txt").read_text(encoding="utf-8")
    spec = importlib.util.spec_from_file_location("tokens", path.parent / "tokens.py")
    assert spec is not None
    assert spec.loader is not None
    tokens = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tokens)
    account = load_account(path)
    assert [token["token"] for token in account["tokens"]] == tokens.list_tokens(text)
    plain = flatten(text)
    own = [fact for fact in all_facts(shipped) if fact.source == account["source"]]
    assert [f.stated for f in own if f.stated and flatten(f.stated) not in plain] == []
    assert [f.text for f in own if f.text and shares_a_run_of_words(f.text, plain)] == []


def flatten(text: str) -> str:
    """Return text with plain quotes and single spaces."""
    quotes = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
    return " ".join(text.translate(quotes).split())


def shares_a_run_of_words(text: str, document: str, length: int = 7) -> bool:
    """Whether so many words in a row are the document's own."""
    words = re.findall(r"\w+", text.casefold())
    folded = " ".join(re.findall(r"\w+", document.casefold()))
    runs = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
    return any(run in folded for run in runs)
