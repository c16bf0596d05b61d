"""Changes: which way each goes, whether that is better, in which unit, and against what."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, TODAY, compare_one, indicator, notation, rows_of

from cqfacts import NotFoundError, Selection, compare, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store

GROWTH = " | measure='growth'"
RANK = " | measure='rank' | of='cities'"
SHARE = " | measure='share' | of='all'"


@pytest.mark.parametrize(
    ("header", "facts", "direction", "outcome"),
    [
        pytest.param("", ["2023 100", "2024 110"], "up", "better", id="up"),
        pytest.param("", ["2023 100", "2024 90"], "down", "worse", id="down"),
        pytest.param("", ["2023 5", "2024 5"], "unchanged", "same", id="unchanged"),
        pytest.param("", ["2023 5.0", "2024 5.0"], "undetermined", "undetermined", id="rounded"),
        pytest.param("better='lower'", ["2023 9", "2024 7"], "down", "better", id="lower-better"),
        pytest.param("better='lower'", ["2023 7", "2024 9"], "up", "worse", id="lower-better-up"),
        pytest.param("", [f"2023 9{RANK}", f"2024 7{RANK}"], "down", "better", id="rank"),
        pytest.param("", [f"2023 7{RANK}", f"2024 9{RANK}"], "up", "worse", id="rank-up"),
        pytest.param(
            "",
            ["2023 5", "2024 5 | qualifier='at least'"],
            "undetermined",
            "undetermined",
            id="as-much-or-more",
        ),
        pytest.param("", ["2023 5", "2024 5 | qualifier='over'"], "up", "better", id="just-more"),
        pytest.param(
            "",
            ["2023 5", "2024 5 | qualifier='at most'"],
            "undetermined",
            "undetermined",
            id="as-much-or-less",
        ),
        pytest.param("", ["2023 5", "2024 5 | qualifier='under'"], "down", "worse", id="just-less"),
        pytest.param("", ["2023 0", "2024 1"], "up", "better", id="from-nothing"),
        pytest.param("", ["2023 1", "2024 0"], "down", "worse", id="to-nothing"),
        *(
            pytest.param(
                header,
                [f"2023 {before}{GROWTH}", f"2024 {after}{GROWTH}"],
                direction,
                outcome,
                id=f"growth-{outcome}{before}-{after}{header}",
            )
            for header, before, after, direction, outcome in [
                ("", "142.5", "30.3", "down", "slower"),
                ("", "30.3", "142.5", "up", "faster"),
                ("", "30.3", "-1.2", "down", "worse"),
                ("", "-1.2", "30.3", "up", "better"),
                ("", "-1.2", "-3.4", "down", "worse"),
                ("", "-3.4", "-1.2", "up", "better"),
                ("", "30.3", "0.0", "down", "worse"),
                ("better='lower'", "-3.4", "-1.2", "up", "slower"),
                ("better='lower'", "-1.2", "-3.4", "down", "faster"),
                ("better='lower'", "3.4", "1.2", "down", "better"),
                ("better='lower'", "1.2", "3.4", "up", "worse"),
            ]
        ),
    ],
)
def test_a_change_has_a_direction_that_is_better_or_worse(
    load: Callable[[str], Store], header: str, facts: list[str], direction: str, outcome: str
) -> None:
    change = rows_of(compare_one(load(indicator(header, *facts))))[-1].change
    assert change is not None
    assert (change.direction, change.outcome) == (direction, outcome)


@pytest.mark.parametrize(
    ("header", "facts", "change"),
    [
        pytest.param("unit='km'", ["2023 80", "2024 84"], "[4, 4] km, [5, 5] %", id="level"),
        pytest.param("", ["2023 80", "2024 76"], "[-4, -4] None, [-5, -5] %", id="no-unit"),
        pytest.param(
            "unit='%'", ["2023 40", "2024 50"], "[10, 10] percentage points, – %", id="percentage"
        ),
        pytest.param(
            "", [f"2023 40{SHARE}", f"2024 50{SHARE}"], "(9, 11) percentage points, – %", id="share"
        ),
        pytest.param("", [f"2023 9{RANK}", f"2024 7{RANK}"], "[-2, -2] places, – %", id="rank"),
        pytest.param("", ["2023 0", "2024 5"], "[5, 5] None, – %", id="from-nothing"),
    ],
)
def test_a_change_is_in_its_unit(
    load: Callable[[str], Store], header: str, facts: list[str], change: str
) -> None:
    found = rows_of(compare_one(load(indicator(header, *facts))))[-1].change
    assert found is not None
    described = f"{notation(found.absolute)} {found.unit}, {notation(found.percent)} %"
    assert described == change


def test_days_that_overlap_are_not_set_against_each_other(load: Callable[[str], Store]) -> None:
    facts = ["2025-01-01/2025-01-03 5", "2025-01-03/2025-01-05 6", "2025-01-06/2025-01-08 8"]
    rows = rows_of(compare_one(load(indicator("", *facts))))
    against = [str(row.change.against) if row.change else None for row in rows]
    assert against == [None, None, "2025-01-03/2025-01-05"]


@pytest.mark.parametrize(
    ("header", "facts", "base", "overall"),
    [
        pytest.param(
            "",
            ["2020 100", "2022 121"],
            None,
            "2022 against 2020: [21, 21] %, [10, 10] % a year",
            id="two-far-apart",
        ),
        pytest.param("", ["2023 100", "2024 121"], None, None, id="two-a-year-apart"),
        pytest.param(
            "",
            ["2023 100", "2024 121"],
            "2023",
            "2024 against 2023: [21, 21] %, – % a year",
            id="two-and-a-base-asked-for",
        ),
        pytest.param(
            "",
            ["2019 1", "2020 2", "2021 4", "2022-01/2022-11 9"],
            None,
            "2021 against 2019: [300, 300] %, [100, 100] % a year",
            id="the-latest-that-is-comparable",
        ),
        pytest.param(
            "",
            ["2019 1", "2021 4", "2023 5", f"2023 6{HERALD}"],
            None,
            "2021 against 2019: [300, 300] %, [100, 100] % a year",
            id="not-where-sources-conflict",
        ),
        pytest.param(
            "kind='stock'", ["2023-12 1", "2024-12 4"], None, None, id="a-stock-is-not-its-own-base"
        ),
        pytest.param(
            "kind='stock'", ["2023-12 1", "2024-12 4"], "2024-12", None, id="nor-where-it-is-asked"
        ),
        pytest.param(
            "kind='stock'",
            ["2020 1", "2022 2", "2024/.. 4"],
            None,
            "2024/.. against 2020: [300, 300] %, – % a year",
            id="no-rate-to-an-open-end",
        ),
        pytest.param(
            "",
            [f"2020 40{SHARE}", f"2022 45{SHARE}", f"2024 50{SHARE}"],
            None,
            "2024 against 2020: – %, – % a year",
            id="no-rate-of-a-share",
        ),
        pytest.param(
            "",
            ["2020 1", "2022 -1", "2024 -4"],
            None,
            "2024 against 2020: [-500, -500] %, – % a year",
            id="no-rate-to-what-is-below-nothing",
        ),
    ],
)
def test_the_latest_against_the_base(
    load: Callable[[str], Store],
    header: str,
    facts: list[str],
    base: str | None,
    overall: str | None,
) -> None:
    found = compare_one(load(indicator(header, *facts)), base).series[0].overall
    described = found and (
        f"{found.period} against {found.change.against}: "
        f"{notation(found.change.percent)} %, {notation(found.change.yearly)} % a year"
    )
    assert described == overall


def test_the_rate_a_year_is_said_once(load: Callable[[str], Store]) -> None:
    (series,) = compare_one(load(indicator("", "2020 100", "2022 121"))).series
    assert [row.change.yearly for row in series.rows if row.change] == [None]
    assert series.overall is not None
    assert series.overall.change.yearly is not None


def test_a_series_without_the_base_has_no_overall(load: Callable[[str], Store]) -> None:
    facts = ["2020 1", "2024 4", f"2023 40{SHARE}", f"2024 41{SHARE}"]
    level, share = compare_one(load(indicator("", *facts)), "2020").series
    assert level.overall is not None
    assert share.overall is None


def test_a_base_is_looked_for_beyond_what_is_shown(load: Callable[[str], Store]) -> None:
    store = load(indicator("", "2020 5 | of='x'", "2020 100", "2023 110", "2024 121"))
    selection = Selection(periods=[parse_period("2023/2024")])
    (one,) = compare(store, "town.homes", selection=selection, base="2020", today=TODAY).indicators
    overall = one.series[-1].overall
    assert [str(row.period) for row in rows_of(one)] == ["2023", "2024"]
    assert overall is not None
    assert (str(overall.change.against), notation(overall.change.percent)) == ("2020", "[21, 21]")


def test_a_base_is_looked_for_in_the_years_of_a_fact_that_are_not_shown(
    load: Callable[[str], Store],
) -> None:
    store = load(indicator("", "2020/2022 100 | each=true", "2024 121"))
    selection = Selection(periods=[parse_period("2022/2024")])
    (one,) = compare(store, "town.homes", selection=selection, base="2020", today=TODAY).indicators
    overall = one.series[0].overall
    assert [str(row.period) for row in rows_of(one)] == ["2022", "2024"]
    assert overall is not None
    assert str(overall.change.against) == "2020"


def test_a_base_where_nothing_is_actual(load: Callable[[str], Store]) -> None:
    with pytest.raises(NotFoundError) as caught:
        compare_one(load(indicator("", "2030 5 | status='target'")), "2020")
    assert str(caught.value) == (
        "nothing has an actual figure for the base 2020; there is no period with an actual figure"
    )


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        pytest.param("2024-01", "2025-08", Fraction(19, 12), id="months"),
        pytest.param("2024-01-30", "2025-08-02", 550 / Fraction("365.2425"), id="days"),
        pytest.param("2020", "2027", Fraction(7), id="years"),
    ],
)
def test_the_compound_rate_holds_the_exact_one(
    load: Callable[[str], Store], earlier: str, later: str, years: Fraction
) -> None:
    facts = indicator("kind='stock'", f"{earlier} 100", f"{later} 400")
    overall = compare_one(load(facts)).series[0].overall
    assert overall is not None
    yearly = overall.change.yearly
    assert yearly is not None
    # What grows fourfold; to so many digits that no end of the interval is as near to it.
    wide = Context(prec=300)
    exponent = wide.divide(Decimal(years.denominator), Decimal(years.numerator))
    exact = wide.multiply(wide.subtract(wide.power(Decimal(4), exponent), Decimal(1)), Decimal(100))
    assert yearly.contains(exact)
    assert yearly.width < Decimal("1e-100")
