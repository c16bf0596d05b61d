"""Indicators side by side: their rows, their order, what stands to what, and why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, indicator, notation, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store
    from cqfacts.comparison import Across, AcrossRow, Relation, Row

GROWTH = " | measure='growth'"
RANK = " | measure='rank' | of='cities'"


def across_of(load: Callable[[str], Store], terms: str, *texts: str) -> Across:
    across = side_by_side(load, *texts, terms=terms).across
    assert across is not None
    return across


def describe_cell(cell: Row | None) -> str:
    return str(cell.facts[0].amount.written) if cell and cell.facts[0].amount else "–"


def describe_relation(relation: Relation | None) -> str:
    if relation is None:
        return "–"
    if relation.reason:
        return relation.reason
    if relation.difference:
        return f"{notation(relation.difference)} points"
    return f"{notation(relation.ratio)} {notation(relation.share)} %"


def describe(row: AcrossRow) -> str:
    head = " ".join(part for part in (row.measure, row.of, str(row.period)) if part)
    cells = " | ".join(map(describe_cell, row.cells))
    return f"{head}: {cells}"


def named(name: str, header: str, *facts: str) -> str:
    return indicator(header, *facts, name=name)


def test_rows_have_the_values_of_each_indicator_by_period(load: Callable[[str], Store]) -> None:
    across = across_of(
        load,
        "cars vans trucks",
        named("cars", "", "2024 1", "2025 2"),
        named("vans", "", "2025 3", "2026-Q1 4"),
        named("trucks", "", "2024 5", "2025 6"),
    )
    assert [one.key for one in across.indicators] == ["town.cars", "town.vans", "town.trucks"]
    assert [describe(row) for row in across.rows] == [
        "level 2024: 1 | – | 5",
        "level 2025: 2 | 3 | 6",
        "level 2026-Q1: – | 4 | –",
    ]
    assert across.footnotes == ()


def test_each_stands_to_the_last(load: Callable[[str], Store]) -> None:
    across = across_of(
        load,
        "cars vans trucks",
        named("cars", "", "2024 2", "2025 2"),
        named("vans", "", "2025 3"),
        named("trucks", "", "2024 4", "2025 6"),
    )
    assert [[describe_relation(one) for one in row.relations] for row in across.rows] == [
        ["[0.5, 0.5] [50, 50] %", "–"],
        ["[0.333333, 0.333333] [33.3333, 33.3333] %", "[0.5, 0.5] [50, 50] %"],
    ]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        pytest.param(("", "2025 3"), ("", "2025 4"), "[0.75, 0.75] [75, 75] %", id="levels"),
        pytest.param(("", "2025 3"), ("", "2024 4"), "–", id="not-of-another-period"),
        pytest.param(
            ("", "2025 3"), ("", "2025 0"), "no ratio to what may be 0 or less", id="to-nothing"
        ),
        pytest.param(("unit='km'", "2025 3"), ("", "2025 4"), "different units", id="units"),
        pytest.param(
            ("", "2025 3", f"2025 4{HERALD}"), ("", "2025 4"), "sources conflict", id="conflict"
        ),
        pytest.param(
            ("", "2025 3"),
            ("", "2025 3", f"2025 4{HERALD}"),
            "sources conflict",
            id="conflict-of-the-last",
        ),
        pytest.param(
            ("unit='%'", "2025 30"), ("unit='%'", "2025 40"), "[-10, -10] points", id="percentages"
        ),
        pytest.param(
            ("", f"2025 3.0{GROWTH}"), ("", f"2025 4.0{GROWTH}"), "(-1.1, -0.9) points", id="growth"
        ),
        pytest.param(
            ("growth_basis='real'", f"2025 3.0{GROWTH}"),
            ("", f"2025 4.0{GROWTH}"),
            "real and nominal growth",
            id="real-and-nominal",
        ),
        pytest.param(
            ("growth_basis='real'", "2025 3"),
            ("", "2025 4"),
            "[0.75, 0.75] [75, 75] %",
            id="levels-whatever-growth-is",
        ),
        pytest.param(("", f"2025 3{RANK}"), ("", f"2025 4{RANK}"), "–", id="ranks"),
    ],
)
def test_how_one_stands_to_the_other(
    load: Callable[[str], Store], one: tuple[str, ...], other: tuple[str, ...], relation: str
) -> None:
    across = across_of(load, "cars vans", named("cars", *one), named("vans", *other))
    (found,) = across.rows[-1].relations
    assert describe_relation(found) == relation


def test_the_last_decides_what_growth_can_be_set_against(load: Callable[[str], Store]) -> None:
    across = across_of(
        load,
        "cars vans trucks",
        named("cars", "growth_basis='real'", f"2025 3.0{GROWTH}"),
        named("vans", "", f"2025 4.0{GROWTH}"),
        named("trucks", "growth_basis='real'", f"2025 5.0{GROWTH}"),
    )
    assert [describe_relation(one) for one in across.rows[0].relations] == [
        "(-2.1, -1.9) points",
        "real and nominal growth",
    ]


@pytest.mark.parametrize(
    ("cars", "vans", "rows"),
    [
        pytest.param(
            [f"2025 3{GROWTH}", "2025 30"],
            [f"2025 4{GROWTH}", "2024 40", f"2024 5{GROWTH}"],
            [
                "level 2024: – | 40",
                "level 2025: 30 | –",
                "growth 2024: – | 5",
                "growth 2025: 3 | 4",
            ],
            id="the-level-first-and-by-period",
        ),
        pytest.param(
            [f"2025 3{GROWTH}"],
            [f"2025 4{GROWTH}", "2025 40"],
            ["level 2025: – | 40", "growth 2025: 3 | 4"],
            id="the-level-even-of-one",
        ),
        pytest.param(
            ["2025 30", f"2025 3{RANK}"],
            ["2025 40", f"2025 4{GROWTH}"],
            ["level 2025: 30 | 40"],
            id="no-other-measure-of-one",
        ),
        pytest.param(
            [f"2025 3{RANK}"],
            [f"2025 4{GROWTH}"],
            ["rank cities 2025: 3 | –", "growth 2025: – | 4"],
            id="all-where-none-is-shared",
        ),
        pytest.param(
            ["2025 1"],
            ["2025-Q1 2", "2025 3"],
            ["level 2025-Q1: – | 2", "level 2025: 1 | 3"],
            id="by-the-end-before-the-start",
        ),
        pytest.param(
            ["2025 1 | of='zinc'", "2025 2 | of='abc'", "2025 3"],
            ["2025 4 | of='ZINC'"],
            ["level 2025: 3 | –", "level abc 2025: 2 | –", "level zinc 2025: 1 | 4"],
            id="by-what-it-is-of",
        ),
        pytest.param(
            [f"2025 1{GROWTH} | base='2020'", f"2025 2{GROWTH}"],
            [f"2025 3{GROWTH} | base='2019'", f"2025 4{GROWTH} | base='2020'"],
            ["growth 2025: 2 | –", "growth 2025: – | 3", "growth 2025: 1 | 4"],
            id="by-its-base",
        ),
    ],
)
def test_what_stands_in_a_row_and_in_which_order(
    load: Callable[[str], Store], cars: list[str], vans: list[str], rows: list[str]
) -> None:
    across = across_of(load, "cars vans", named("cars", "", *cars), named("vans", "", *vans))
    assert [describe(row) for row in across.rows] == rows


STOCK = "kind='stock'"


@pytest.mark.parametrize(
    ("indicators", "rows"),
    [
        pytest.param(
            [(STOCK, "2025-12 5"), ("", "2025 10")],
            ["level 2025: 5 | 10"],
            id="a-stock-joins-a-flow-that-comes-later",
        ),
        pytest.param(
            [("", "2025-Q4 1"), ("", "2025 10"), (STOCK, "2025-12-31 5")],
            ["level 2025: – | 10 | 5", "level 2025-Q4: 1 | – | –"],
            id="the-longest-of-several",
        ),
        pytest.param(
            [("", "2025 10"), ("", "2025-Q4 1"), (STOCK, "2025-12-31 5")],
            ["level 2025: 10 | – | 5", "level 2025-Q4: – | 1 | –"],
            id="the-longest-even-where-it-comes-first",
        ),
        pytest.param(
            [("", "2024 10", "2025 11"), (STOCK, "2025-12 5")],
            ["level 2024: 10 | –", "level 2025: 11 | 5"],
            id="not-of-an-earlier-moment",
        ),
        pytest.param(
            [(STOCK, "2025-12 5"), (STOCK, "2025 6")],
            ["level 2025-12: 5 | 6"],
            id="stocks-at-one-moment",
        ),
        pytest.param(
            [("", "2025 10"), (STOCK, "2025-12 5 | of='all'")],
            ["level 2025: 10 | –", "level all 2025-12: – | 5"],
            id="not-of-something-else",
        ),
        pytest.param(
            [("", "2024 10"), (STOCK, "../2025 5")],
            ["level 2024: 10 | –", "level ../2025: – | 5"],
            id="an-open-start",
        ),
    ],
)
def test_stocks_stand_at_their_moments(
    load: Callable[[str], Store], indicators: list[tuple[str, ...]], rows: list[str]
) -> None:
    names = ["cars", "vans", "trucks"][: len(indicators)]
    texts = [named(name, *one) for name, one in zip(names, indicators, strict=True)]
    across = across_of(load, " ".join(names), *texts)
    assert [describe(row) for row in across.rows] == rows


SILENT = "2030 9 | status='target'"


@pytest.mark.parametrize(
    ("indicators", "footnotes"),
    [
        pytest.param([("", "2025 1"), ("", "2025 2")], [], id="nothing-to-say"),
        pytest.param(
            [("", "2025 1"), ("", "2024 2")],
            ["No two of these facts are for the same period."],
            id="no-period-in-common",
        ),
        pytest.param(
            [("", "2025 1"), ("", SILENT)],
            ["Without an actual figure to set beside the others: town.vans."],
            id="one-without-an-actual",
        ),
        pytest.param(
            [("", SILENT), ("", SILENT), ("", "2025 1")],
            ["Without an actual figure to set beside the others: town.cars, town.vans."],
            id="several-without-an-actual",
        ),
        pytest.param(
            [("", SILENT), ("", SILENT)],
            ["Without an actual figure to set beside the others: town.cars, town.vans."],
            id="none-with-an-actual",
        ),
        pytest.param(
            [("unit='km'", "2025 1"), ("", "2025 2")],
            ["town.cars and town.vans are in different units, km and none: no ratio."],
            id="a-unit-and-none",
        ),
        pytest.param(
            [("unit='km'", "2025 1"), ("unit='km'", "2024 2 | unit='mi'")],
            ["town.cars and town.vans are in different units, km and mi: no ratio."],
            id="the-unit-of-the-facts",
        ),
        pytest.param(
            [("unit='km'", f"2025 3{GROWTH}"), ("unit='mi'", f"2025 4{GROWTH}")],
            ["town.cars and town.vans are in different units, km and mi: no ratio."],
            id="the-unit-of-the-indicator-where-it-has-no-level",
        ),
        pytest.param(
            [("unit='km'", "2025 1"), ("unit='mi'", "2025 2"), ("unit='km'", "2025 3")],
            ["town.vans and town.trucks are in different units, mi and km: no ratio."],
            id="each-against-the-last",
        ),
    ],
)
def test_footnotes_say_what_is_missing(
    load: Callable[[str], Store], indicators: list[tuple[str, ...]], footnotes: list[str]
) -> None:
    names = ["cars", "vans", "trucks"][: len(indicators)]
    texts = [named(name, *one) for name, one in zip(names, indicators, strict=True)]
    assert list(across_of(load, " ".join(names), *texts).footnotes) == footnotes
