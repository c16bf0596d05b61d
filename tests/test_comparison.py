"""Comparing: rivals, changes, targets, indicators side by side, and what is kept apart."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from comparing import HERALD, TODAY, compare_one, indicator, rows_of, side_by_side
from hypothesis import given
from hypothesis import strategies as st

from cqfacts import NotFoundError, Selection, compare, parse_period
from cqfacts.store import Store
from cqfacts.store.tables import File
from cqfacts.wording import (
    describe_amount,
    describe_change,
    describe_percent_change,
    describe_points,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts.comparison import IndicatorComparison, Series


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        pytest.param(["2025 3.38 trillion"], "one source", id="alone"),
        pytest.param(
            ["2025 3.38 trillion", f"2025 3.37 trillion | qualifier='over'{HERALD}"],
            "agree",
            id="rounded-within-bound",
        ),
        pytest.param(
            ["2025 3.38 trillion", f"2025 3.39 trillion | qualifier='over'{HERALD}"],
            "conflict",
            id="bound-above-rounding",
        ),
        pytest.param(
            ["2025 3.38 trillion", f"2025 3.385 trillion | qualifier='over'{HERALD}"],
            "conflict",
            id="ends-that-touch-but-are-not-reached",
        ),
        pytest.param(
            ["2025 5", "2025 6", f"2025 5{HERALD}"], "contradiction", id="within-a-source-first"
        ),
        pytest.param(["2025 3.0 million", "2025 3.1 million"], "contradiction", id="one-source"),
        pytest.param(["2025 3 million", "2025 3.0 million"], "one source", id="said-twice"),
    ],
)
def test_rivals_agree_when_their_intervals_overlap(
    load: Callable[[str], Store], facts: list[str], verdict: str
) -> None:
    (row,) = rows_of(compare_one(load(indicator("", *facts))))
    assert row.judgement.verdict == verdict


@pytest.mark.parametrize(
    "different",
    [
        pytest.param("measure = 'share' | of = 'all'", id="measure"),
        pytest.param("status = 'estimate'", id="status"),
        pytest.param("unit = 'flats'", id="unit"),
        pytest.param("of = 'Beijing'", id="of"),
    ],
)
def test_facts_that_state_different_things_are_no_rivals(
    load: Callable[[str], Store], different: str
) -> None:
    store = load(indicator("", "2025 5", f"2025 9 | {different}{HERALD}"))
    assert [row.judgement.verdict for row in rows_of(compare_one(store))] == ["one source"] * 2


def test_of_is_compared_without_case_and_none_differs_from_any(
    load: Callable[[str], Store],
) -> None:
    facts = ["2025 5 | of='Beijing'", f"2025 5 | of='BEIJING'{HERALD}", "2025 9"]
    rows = rows_of(compare_one(load(indicator("", *facts))))
    assert sorted(row.judgement.verdict for row in rows) == ["agree", "one source"]


def test_agreeing_rivals_have_a_common_range_and_conflicting_ones_a_gap(
    load: Callable[[str], Store],
) -> None:
    (row,) = rows_of(
        compare_one(load(indicator("", "2025 3.38", f"2025 3.37 | qualifier='over'{HERALD}")))
    )
    assert row.judgement.common is not None
    assert (row.judgement.common.low, row.judgement.common.high) == (
        Decimal("3.375"),
        Decimal("3.385"),
    )
    (row,) = rows_of(compare_one(load(indicator("", "2025 5", f"2025 7{HERALD}"))))
    assert row.judgement.gap is not None
    assert (row.judgement.gap.low, row.judgement.gap.high) == (Decimal(5), Decimal(7))


def described_changes(series: Series) -> list[str]:
    """Return the changes of a series as people read them."""
    described = []
    for row in series.rows:
        if row.change is None:
            described.append("–")
        elif row.change.direction == "undetermined":
            described.append("undetermined")
        elif row.change.percent:
            described.append(describe_percent_change(row.change.percent).replace("\xa0", " "))
        elif series.measure == "rank":
            described.append(describe_change(row.change.absolute))
        else:
            described.append(describe_points(row.change.absolute).replace("\xa0", " "))
    return described


@pytest.mark.parametrize(
    ("header", "facts", "changes"),
    [
        pytest.param("", ["2023 100", "2024 110"], "– +10.0 %", id="exact"),
        pytest.param(
            "",
            ["2022 369 thousand | qualifier='nearly'", "2023 500 thousand | qualifier='over'"],
            "– > +35.5 %",
            id="a-bound-stays-a-bound",
        ),
        pytest.param("", ["2024 953 thousand", "2025 1.296 million"], "– +36 %", id="rounded"),
        pytest.param(
            "",
            ["2023 3.0 | qualifier='over'", "2024 3.2 | qualifier='over'"],
            "– undetermined",
            id="two-bounds",
        ),
        pytest.param("", ["2023 5.0", "2024 5.0"], "– undetermined", id="equal-roundings"),
        pytest.param("", ["2023 5", "2024 5"], "– 0.0 %", id="unchanged"),
        pytest.param("", ["2023 0", "2024 5"], "– +5.00 pp", id="no-percent-of-nothing"),
        pytest.param("", ["2023-01/2023-11 90", "2024 110"], "– –", id="eleven-months-and-a-year"),
        pytest.param(
            "", ["2023-S1 90", "2023-S2 99", "2023 189"], "– – +10.0 %", id="halves-and-a-year"
        ),
        pytest.param(
            "kind = 'stock'", ["2023-01 90", "2024 99"], "– +10.0 %", id="stocks-at-their-moments"
        ),
        pytest.param("", ["../2023 90", "2024 99"], "– –", id="open-flow"),
        pytest.param("", ["../2023 90", "2024/.. 99"], "– –", id="open-flows"),
        pytest.param("kind = 'stock'", ["../2023 90", "2024 99"], "– +10.0 %", id="open-stock"),
        pytest.param("", ["2024 90", "2026 99 | status='target'"], "– –", id="targets-apart"),
        pytest.param(
            "",
            ["2024 5.5 | measure='growth'", "2025 5.3 | measure='growth'"],
            "– −0.3 … −0.1 pp",
            id="growth-in-points",
        ),
        pytest.param(
            "",
            ["2024 2 | measure='rank' | of='cities'", "2025 1 | measure='rank' | of='cities'"],
            "– −1",
            id="rank-in-places",
        ),
        pytest.param(
            "",
            ["2024 2 | measure='streak' | of='a'", "2025 3 | measure='streak' | of='a'"],
            "– –",
            id="streaks-are-not-set-against-each-other",
        ),
        pytest.param(
            "", ["2023 100", "2024 5", f"2024 6{HERALD}", "2025 90"], "– – –", id="conflict"
        ),
    ],
)
def test_each_row_changes_on_the_comparable_one_before_it(
    load: Callable[[str], Store], header: str, facts: list[str], changes: str
) -> None:
    one = compare_one(load(indicator(header, *facts)))
    assert " ".join(described_changes(one.series[0])) == changes


def overall_of(one: IndicatorComparison) -> str | None:
    overall = one.series[0].overall
    if overall is None:
        return None
    yearly = overall.change.yearly
    said = f"{overall.period} against {overall.change.against}"
    return (
        f"{said}, {describe_percent_change(yearly)} a year".replace("\xa0", " ") if yearly else said
    )


@pytest.mark.parametrize(
    ("facts", "base", "overall"),
    [
        pytest.param(
            ["2020 43 thousand", "2024 953 thousand", "2025 1.296 million"],
            None,
            "2025 against 2020, +97.1 … +98.1 % a year",
            id="earliest",
        ),
        pytest.param(
            ["2020 100", "2022 110", "2024 121"],
            "2022",
            "2024 against 2022, +4.9 % a year",
            id="chosen",
        ),
        pytest.param(["2023 100", "2024 110"], None, None, id="nothing-new"),
        pytest.param(["2023 100"], None, None, id="alone"),
        pytest.param(
            ["2023-Q1 100", "2023-Q2 104", "2023-Q3 110"],
            None,
            "2023-Q3 against 2023-Q1",
            id="no-rate-within-a-year",
        ),
    ],
)
def test_the_latest_is_set_against_the_base(
    load: Callable[[str], Store], facts: list[str], base: str | None, overall: str | None
) -> None:
    assert overall_of(compare_one(load(indicator("", *facts)), base)) == overall


def test_a_base_that_nothing_has_is_not_found(load: Callable[[str], Store]) -> None:
    store = load(indicator("", "2020 1", "2021 2", "2022 3 | status='target'"))
    with pytest.raises(NotFoundError) as caught:
        compare(store, "town.homes", base="2022", today=TODAY)
    assert str(caught.value) == (
        "nothing has an actual figure for the base 2022; there is 2020, 2021"
    )


@pytest.mark.parametrize(
    ("header", "target", "actual", "verdict"),
    [
        pytest.param("", "2025 6 | qualifier='over'", "2025 6.1", "met", id="over"),
        pytest.param("", "2025 6 | qualifier='over'", "2025 5.9", "missed", id="under-a-floor"),
        pytest.param("", "2025 6 | qualifier='over'", "2025 6.0", "undetermined", id="at-a-floor"),
        pytest.param("", "2025 600", "2025 600", "met", id="as-much"),
        pytest.param("", "2025 600", "2025 599", "missed", id="one-less"),
        pytest.param(
            "", "2025 600", "2025 500 | qualifier='over'", "undetermined", id="a-bound-below"
        ),
        pytest.param("", "2025 600", "2025 600 | qualifier='over'", "met", id="a-bound-above"),
        pytest.param("", "2025 6 | qualifier='about'", "2025 5.5", "met", id="about-within"),
        pytest.param("", "2025 6 | qualifier='about'", "2025 9.5", "met", id="about-beyond"),
        pytest.param("", "2025 6 | qualifier='about'", "2025 4.5", "missed", id="about-below"),
        pytest.param("", "2025 6 | qualifier='at most'", "2025 5.5", "met", id="ceiling-by-words"),
        pytest.param("better='lower'", "2025 60", "2025 59", "met", id="lower-is-better"),
        pytest.param("better='lower'", "2025 60", "2025 61", "missed", id="lower-is-better-missed"),
        pytest.param(
            "better='lower'",
            "2025 -70 | measure='growth' | qualifier='over'",
            "2025 -75.0 | measure='growth'",
            "met",
            id="reduced-by-more",
        ),
        pytest.param(
            "",
            "2025 3 | measure='rank' | of='cities'",
            "2025 2 | measure='rank' | of='cities'",
            "met",
            id="a-better-rank",
        ),
        pytest.param("", "2026 600", "2025 700", "open", id="not-over"),
        pytest.param("", "2025/.. 600", "2025 700", "open", id="never-over"),
        pytest.param("", "2024 600", "2025 700", "no actual", id="nothing-to-hold-it-against"),
        pytest.param(
            "",
            "2025 600 | of='Beijing'",
            "2025 700",
            "no actual",
            id="of-something-else",
        ),
    ],
)
def test_a_target_is_held_against_the_actual_of_its_period(
    load: Callable[[str], Store], header: str, target: str, actual: str, verdict: str
) -> None:
    one = compare_one(load(indicator(header, f"{target} | status='target'", actual)))
    assert [row.target.verdict for row in rows_of(one) if row.target] == [verdict]


def test_an_open_target_is_set_beside_the_latest_actual(load: Callable[[str], Store]) -> None:
    one = compare_one(load(indicator("", "2024 1", "2025 2", "2027 9 | status='target'")))
    target = one.series[0].rows[-1].target
    assert target is not None
    assert target.actual is not None
    assert str(target.actual.period) == "2025"


def test_a_fact_that_holds_for_each_year_stands_in_every_row(load: Callable[[str], Store]) -> None:
    text = indicator("", "2021/2023 325 | each=true | qualifier='over'", f"2022 332{HERALD}")
    rows = rows_of(compare_one(load(text)))
    assert [(str(row.period), row.judgement.verdict) for row in rows] == [
        ("2021", "one source"),
        ("2022", "agree"),
        ("2023", "one source"),
    ]


@pytest.mark.parametrize(
    ("header", "facts", "footnotes"),
    [
        pytest.param(
            "",
            ["2021 1", "2022-01/2022-11 2", "2023 3"],
            ["2022-01/2022-11 is 11 months and is kept apart from periods of a year."],
            id="kinds-of-period",
        ),
        pytest.param("kind = 'stock'", ["2021 1", "2022-01/2022-11 2", "2023 3"], [], id="stocks"),
        pytest.param(
            "",
            ["2025 1", "2025 2 | of='Beijing'"],
            ["Each level is kept apart by what it is of: all, Beijing."],
            id="references",
        ),
        pytest.param(
            "unit = 'km'",
            ["2024 1", "2025 2 | unit='mi'"],
            ["Each level is kept apart by its unit: km, mi."],
            id="units",
        ),
        pytest.param(
            "",
            ["2024 1", "2025 2 | unit='mi'"],
            ["Each level is kept apart by its unit: none, mi."],
            id="a-unit-and-none",
        ),
        pytest.param(
            "",
            ["2021-01/2021-11 1", "2022 2", "2023 3"],
            ["2021-01/2021-11 is 11 months and is kept apart from periods of a year."],
            id="the-usual-kind-is-the-most-frequent",
        ),
        pytest.param(
            "",
            ["../2020 1", "../2021 2", "2022 3"],
            [
                "../2020 is an open period and is kept apart from periods of a year.",
                "../2021 is an open period and is kept apart from periods of a year.",
            ],
            id="and-never-an-open-one",
        ),
        pytest.param(
            "growth_basis = 'real'",
            ["2024 5 | measure='growth'", "2025 4 | measure='growth'", "2025 2"],
            [],
            id="real-growth-and-no-change-of-a-level",
        ),
        pytest.param(
            "growth_basis = 'real'",
            ["2024 1", "2025 2", "2025 5 | measure='growth'"],
            [
                "Changes of the level are nominal; stated growth is in real terms and is never "
                "set against them."
            ],
            id="real-growth",
        ),
    ],
)
def test_a_footnote_says_why_figures_are_kept_apart(
    load: Callable[[str], Store], header: str, facts: list[str], footnotes: list[str]
) -> None:
    assert list(compare_one(load(indicator(header, *facts))).footnotes) == footnotes


def rest(texts: int, undated: int) -> str:
    """Return facts that have no place in a comparison, and after them one that has."""
    fact = '[[town.homes.facts]]\nsource = "gazette"\n'
    words = [f'{fact}period = "2024"\ntext = "words {number}"\n' for number in range(texts)]
    numbers = [f"{fact}value = {number}\n" for number in range(undated)]
    return "".join(["[town.homes]\n", *words, *numbers, f'{fact}period = "2025"\nvalue = 5\n'])


@pytest.mark.parametrize(
    ("texts", "undated", "footnotes"),
    [
        pytest.param(0, 0, [], id="none"),
        pytest.param(1, 0, ["1 fact of text not compared."], id="a-text"),
        pytest.param(2, 0, ["2 facts of text not compared."], id="texts"),
        pytest.param(0, 1, ["1 fact without a period not compared."], id="undated"),
        pytest.param(
            3,
            2,
            ["3 facts of text not compared.", "2 facts without a period not compared."],
            id="both",
        ),
    ],
)
def test_a_footnote_counts_what_is_not_compared(
    load: Callable[[str], Store], texts: int, undated: int, footnotes: list[str]
) -> None:
    one = compare_one(load(rest(texts, undated)))
    assert list(one.footnotes) == footnotes
    assert [(str(row.period), len(row.facts)) for row in rows_of(one)] == [("2025", 1)]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        pytest.param("stock", [("2025", "agree")], id="a-stock-has-a-moment"),
        pytest.param(
            "flow", [("2025", "one source"), ("2025-12", "one source")], id="a-flow-has-a-length"
        ),
    ],
)
def test_what_is_stated_for_one_moment(
    load: Callable[[str], Store], kind: str, rows: list[tuple[str, str]]
) -> None:
    one = compare_one(load(indicator(f"kind='{kind}'", "2025 5", f"2025-12 5{HERALD}")))
    assert [(str(row.period), row.judgement.verdict) for row in rows_of(one)] == rows


def test_a_target_is_open_as_seen_from_the_day_it_is_asked(load: Callable[[str], Store]) -> None:
    store = load(indicator("", "1990 1 | status='target'", "9999 1 | status='target'"))
    (one,) = compare(store, "town.homes").indicators
    assert [row.target.verdict for row in rows_of(one) if row.target] == ["no actual", "open"]


def test_an_indicator_that_is_named_twice_is_compared_once(load: Callable[[str], Store]) -> None:
    comparison = side_by_side(load, indicator("", "2025 1"), terms="homes town.homes")
    assert (len(comparison.indicators), comparison.across) == (1, None)


def test_a_selection_limits_the_rows(load: Callable[[str], Store]) -> None:
    store = load(indicator("", "2021/2023 325 | each=true", "2024 1"))
    selection = Selection(periods=[parse_period("2022/2024")])
    (one,) = compare(store, "town.homes", selection=selection, today=TODAY).indicators
    assert [str(row.period) for row in rows_of(one)] == ["2022", "2023", "2024"]


def test_indicators_of_one_unit_have_a_ratio(load: Callable[[str], Store]) -> None:
    texts = [
        indicator("unit='cars'", "2025 1.296 million", "2023 500 thousand | qualifier='over'"),
        indicator("unit='cars'", "2025 2.788 million", "2023 2.32 million", name="all"),
    ]
    across = side_by_side(load, *texts, terms="homes all").across
    assert across is not None
    shares = [
        (str(row.period), relation.share)
        for row in across.rows
        for relation in row.relations
        if relation
    ]
    assert [
        (period, str(share.low)[:5], str(share.high)[:5]) for period, share in shares if share
    ] == [("2023", "21.50", "None"), ("2025", "46.45", "46.51")]


def test_indicators_of_different_units_have_none(load: Callable[[str], Store]) -> None:
    texts = [
        indicator("unit='cars'", "2025 1 million"),
        indicator("unit='km'", "2025 2 million", name="roads"),
    ]
    across = side_by_side(load, *texts, terms="homes roads").across
    assert across is not None
    (row,) = across.rows
    assert row.relations[0] is not None
    assert (row.relations[0].ratio, row.relations[0].reason) == (None, "different units")
    assert across.footnotes == (
        "town.homes and town.roads are in different units, cars and km: no ratio.",
    )


def test_shares_and_growths_differ_by_points(load: Callable[[str], Store]) -> None:
    texts = [
        indicator("", "2025 36 | measure='growth'"),
        indicator("", "2025 9.7 | measure='growth'", name="all"),
    ]
    across = side_by_side(load, *texts, terms="homes all").across
    assert across is not None
    relation = across.rows[0].relations[0]
    assert relation is not None
    assert relation.difference is not None
    assert (relation.difference.low, relation.difference.high) == (
        Decimal("25.75"),
        Decimal("26.85"),
    )


def test_a_stock_stands_beside_the_flow_of_the_period_that_it_ends(
    load: Callable[[str], Store],
) -> None:
    texts = [
        indicator("", "2025 10 | unit='CNY'", name="income"),
        indicator("kind='stock'", "2025-12 5 | unit='CNY'", name="debt"),
    ]
    across = side_by_side(load, *texts, terms="income debt").across
    assert across is not None
    assert [str(row.period) for row in across.rows] == ["2025"]


def test_one_term_that_means_several_indicators_is_no_side_by_side(
    load: Callable[[str], Store],
) -> None:
    texts = [indicator("", "2025 1"), indicator("", "2025 2", name="shops")]
    comparison = side_by_side(load, *texts, terms="town")
    assert (len(comparison.indicators), comparison.across) == (2, None)


@pytest.mark.parametrize(
    ("facts", "findings"),
    [
        pytest.param(["2025 1"], set(), id="nothing"),
        pytest.param(["2025 1", f"2025 2{HERALD}"], {"conflict"}, id="conflict"),
        pytest.param(["2025 1", "2025 2"], {"conflict"}, id="contradiction"),
        pytest.param(["2025 1", "2025 2 | status='target'"], {"missed"}, id="missed"),
        pytest.param(["2024 2", "2025 1"], {"worse"}, id="worse"),
        pytest.param(["2024 1", "2025 2"], set(), id="better"),
        pytest.param(["2024 1.0", "2025 1.0"], {"undetermined"}, id="undetermined"),
        pytest.param(
            ["2020 100 | qualifier='over'", "2021 50", "2022 200"],
            {"worse", "undetermined"},
            id="undetermined-against-the-base",
        ),
        pytest.param(
            ["2024 1 | measure='rank' | of='a'", "2025 2 | measure='rank' | of='a'"],
            {"worse"},
            id="worse-rank",
        ),
    ],
)
def test_findings_for_a_gate(
    load: Callable[[str], Store], facts: list[str], findings: set[str]
) -> None:
    comparison = compare(load(indicator("", *facts)), "town.homes", today=TODAY)
    assert set(comparison.findings) == findings


Drawn = list[tuple[int, str | None, bool]]
amounts = st.tuples(
    st.integers(1, 10**9),
    st.sampled_from([None, "over", "at least", "about", "nearly"]),
    st.booleans(),
)


def drawn_store(one: Drawn, other: Drawn) -> Store:
    """Make a store of two indicators with a fact a year."""

    def facts(drawn: Drawn) -> list[dict[str, object]]:
        return [
            {
                "period": str(2000 + year),
                "value": f"{number} thousand" if rounded else number,
                "source": "s",
                **({"qualifier": qualifier} if qualifier else {}),
            }
            for year, (number, qualifier, rounded) in enumerate(drawn)
        ]

    tables = {
        "sources": {"s": {"title": "S"}},
        "t": {"a": {"unit": "x", "facts": facts(one)}, "b": {"unit": "x", "facts": facts(other)}},
    }
    return Store([File(name="drawn.toml", tables=tables)])


drawn = st.lists(amounts, min_size=1, max_size=6)


@given(drawn, drawn)
def test_compare_a_b_mirrors_compare_b_a(one: Drawn, other: Drawn) -> None:
    store = drawn_store(one, other)
    forth, back = (compare(store, terms, today=TODAY).across for terms in (["a", "b"], ["b", "a"]))
    assert forth is not None
    assert back is not None
    assert [row.period for row in forth.rows] == [row.period for row in back.rows]
    for row, mirrored in zip(forth.rows, back.rows, strict=True):
        assert row.cells == mirrored.cells[::-1]
        (relation,), (inverse,) = row.relations, mirrored.relations
        assert (relation is None) == (inverse is None)
        if relation and inverse and relation.ratio and inverse.ratio:
            # The inverse of an end of one lies at the other end of the other.
            if relation.ratio.high is not None:
                assert inverse.ratio.low is not None
                assert abs(inverse.ratio.low * relation.ratio.high - 1) < Decimal("1e-20")
            if inverse.ratio.high is not None:
                assert relation.ratio.low is not None
                assert abs(relation.ratio.low * inverse.ratio.high - 1) < Decimal("1e-20")


@given(drawn)
def test_a_change_holds_the_change_of_the_numbers_themselves(
    one: Drawn,
) -> None:
    (compared,) = compare(drawn_store(one, one), ["t.a"], today=TODAY).indicators
    rows = compared.series[0].rows
    for before, row in itertools.pairwise(rows):
        start, end = before.facts[0].amount, row.facts[0].amount
        assert start is not None
        assert end is not None
        if start.interval.contains(start.value) and end.interval.contains(end.value):
            assert row.change is not None
            assert row.change.absolute.contains(end.value - start.value)


@pytest.mark.parametrize(
    ("qualifier", "above", "below"),
    [
        ("over", "> 70 %", "< −70 %"),
        ("at least", "≥ 70 %", "≤ −70 %"),
        ("under", "< 70 %", "> −70 %"),
        ("at most", "≤ 70 %", "≥ −70 %"),
        ("about", "≈ 70 %", "≈ −70 %"),
        ("nearly", "nearly 70 %", "nearly −70 %"),
    ],
)
def test_a_qualifier_has_the_sign_of_what_the_figure_means(
    load: Callable[[str], Store], qualifier: str, above: str, below: str
) -> None:
    more = f" | measure='growth' | qualifier='{qualifier}'"
    facts = load(indicator("", f"2024 70{more}", f"2025 -70{more}")).facts("town.homes")
    assert [describe_amount(fact).replace("\N{NO-BREAK SPACE}", " ") for fact in facts] == [
        above,
        below,
    ]
