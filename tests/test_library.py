"""The public library: everything the command line uses, typed and documented."""

from __future__ import annotations

import inspect
from decimal import Decimal

import pytest

import cqfacts
from cqfacts import Selection, compare, get_answer, get_keys, open_store, search


def test_every_public_name_is_there_and_documented() -> None:
    for name in cqfacts.__all__:
        value = getattr(cqfacts, name)
        assert inspect.getdoc(value), name
    assert sorted(dir(cqfacts)) == sorted(cqfacts.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cqfacts.nothing


def test_the_way_from_a_store_to_an_answer() -> None:
    store = open_store()
    (key,) = get_keys(store, "nev")
    fact = get_answer(store.facts(key), Selection(), called="nev")
    assert fact.amount is not None
    assert fact.amount.value == Decimal(1296000)
    assert fact.stated == "soared to 1.296 million units"
    source = store.source(fact.source)
    assert (source.publisher, source.title) == (
        "iChongqing",
        "Chongqing outlines its 2026 work plan",
    )
    assert store.indicator(key).unit == "vehicles"


def test_a_comparison_is_a_value() -> None:
    store = open_store()
    (gdp,) = compare(store, "gdp").indicators
    level = gdp.series[0]
    (row,) = [row for row in level.rows if str(row.period) == "2025"]
    assert row.judgement.verdict == "agree"
    assert row.judgement.common is not None
    assert row.judgement.common.low == Decimal(3375000000000)


def test_a_search_gives_matches() -> None:
    assert search(open_store(), ["land-sea"])[0].key == "logistics.corridor"


def test_errors_are_one_family_with_exit_statuses() -> None:
    statuses = {
        name: getattr(cqfacts, name).exit_status
        for name in cqfacts.__all__
        if name.endswith("Error") and issubclass(getattr(cqfacts, name), cqfacts.CqfactsError)
    }
    assert statuses == {
        "AmbiguousError": 4,
        "AmountError": 2,
        "CqfactsError": 1,
        "NotFoundError": 3,
        "OutputError": 5,
        "PeriodError": 2,
        "StoreError": 5,
        "StoreSyntaxError": 5,
        "UsageError": 2,
    }
