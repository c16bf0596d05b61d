"""What a chart shows: one axis for what may be compared, and of each figure what it may mean."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts import NotFoundError, Selection, chart, parse_amount, parse_period
from cqfacts.charting import Extent, Panel, Parts, chart_over_time
from cqfacts.charting.axis import choose_scale, choose_ticks, describe_axis
from cqfacts.charting.captions import describe_panel, describe_value, letter_note
from cqfacts.charting.marks import find_extent
from cqfacts.comparison.series import build_series
from cqfacts.record import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Store
    from cqfacts.amount import Qualifier
    from cqfacts.model import Measure

    Load = Callable[[str], Store]

HOMES = """
[town.homes]
label = "Homes"
unit = "homes"
"""


def make_facts(indicator: str, *facts: str) -> str:
    """Write facts as TOML: keys apart by ` | `, the first a period and a value."""
    text = ""
    for fact in facts:
        first, *rest = fact.split(" | ")
        period, _, value = first.partition(" ")
        given = {"period": f'"{period}"', "value": value, "source": '"gazette"'}
        given |= {key: said for key, _, said in (one.partition(" = ") for one in rest)}
        lines = [f"{key} = {said}" for key, said in given.items() if said != '""']
        text += f"[[town.{indicator}.facts]]\n" + "\n".join(lines) + "\n"
    return text


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("written", "qualifier", "measure", "extent"),
    [
        pytest.param("7", None, "level", (("0", "7"), "7", "7"), id="exact"),
        pytest.param("2.5", None, "level", (("0", "2.45"), "2.45", "2.55"), id="rounded"),
        pytest.param("5", "over", "level", (("0", "5"), "5", None), id="over"),
        pytest.param("5", "at least", "level", (("0", "5"), "5", None), id="at-least"),
        pytest.param("5", "under", "level", (None, None, "5"), id="under"),
        pytest.param("5", "at most", "growth", (None, None, "5"), id="at-most"),
        pytest.param("6", "about", "growth", (("0", "5"), "5", "7"), id="about"),
        pytest.param("-70", "over", "level", (("-70", "0"), None, "-70"), id="fell-by-over"),
        pytest.param("-70", "under", "level", (None, "-70", None), id="fell-by-under"),
        pytest.param("-5.5", None, "growth", (("-5.45", "0"), "-5.55", "-5.45"), id="negative"),
        pytest.param("0", None, "level", (None, "0", "0"), id="nothing"),
        pytest.param("0.0", None, "growth", (None, "-0.05", "0.05"), id="around-nothing"),
        pytest.param("5", "under", "share", (None, "0", "5"), id="share-is-not-negative"),
        pytest.param("60", "over", "share", (("0", "60"), "60", None), id="share-over"),
        pytest.param("3", None, "rank", (None, "3", "3"), id="rank-is-no-bar"),
        pytest.param("5", "at most", "rank", (None, "1", "5"), id="top-five"),
        pytest.param("5", "over", "rank", (None, "5", None), id="beyond-fifth"),
    ],
)
def test_what_is_sure_is_a_bar_and_what_may_be_is_not(
    written: str,
    qualifier: Qualifier | None,
    measure: Measure,
    extent: tuple[tuple[str, str] | None, str | None, str | None],
) -> None:
    amount = parse_amount(written, qualifier)
    sure, low, high = extent
    assert find_extent(amount.interval, measure) == Extent(
        sure=(Decimal(sure[0]), Decimal(sure[1])) if sure else None,
        low=number(low),
        high=number(high),
    )


@pytest.mark.parametrize(
    ("facts", "panels"),
    [
        pytest.param(
            ["2024 5", "2025 6", "2025 3 | measure = 'growth'"],
            [("level, homes", ["2024", "2025"]), ("growth, %", ["2025"])],
            id="measures",
        ),
        pytest.param(
            ["2021/2025 30", "2024 5", "2025 6", "2025-01/2025-11 5"],
            [
                ("level over a year, homes", ["2024", "2025"]),
                ("level over 11 months, homes", ["2025-01/2025-11"]),
                ("level over 5 years, homes", ["2021/2025"]),
            ],
            id="spans",
        ),
        pytest.param(
            ["2021/2025 30 | each = true"],
            [("level, homes", ["2021", "2022", "2023", "2024", "2025"])],
            id="each-year",
        ),
        pytest.param(
            ["2024 5", " 9"],
            [("level over a year, homes", ["2024"]), ("level, undated, homes", [None])],
            id="undated",
        ),
        pytest.param(
            [
                "2024 5 | measure = 'share' | of = 'the county'",
                "2024 50 | measure = 'share' | of = 'the valley'",
            ],
            [("share of the county, %", ["2024"]), ("share of the valley, %", ["2024"])],
            id="shares-of-different-things",
        ),
        pytest.param(
            ["2024 5 | of = 'the east'", "2024 9"],
            [("level, homes", ["2024", "2024"])],
            id="parts-of-an-amount",
        ),
        pytest.param(
            ["2025 5", "2024 4", "2025-12 1"],
            [
                ("level over a year, homes", ["2024", "2025"]),
                ("level over a month, homes", ["2025-12"]),
            ],
            id="in-order-of-time",
        ),
    ],
)
def test_only_what_may_be_compared_shares_an_axis(
    load: Load, facts: list[str], panels: list[tuple[str, list[str | None]]]
) -> None:
    (section,) = chart(load(HOMES + make_facts("homes", *facts)), "homes").sections
    assert [
        (describe_panel(section, panel), [mark.period for mark in panel.marks])
        for panel in section.panels
    ] == panels


def test_a_stock_has_no_span_and_stands_beside_the_flows_of_most_periods(load: Load) -> None:
    stock = '[town.pool]\nlabel = "Pool"\nunit = "homes"\nkind = "stock"\n'
    text = HOMES + make_facts("homes", "2024 5", "2025 6", "2021/2025 30") + stock
    store = load(text + make_facts("pool", "2024 1", "2025-06 2", " 3"))
    (section,) = chart(store, ["homes", "pool"]).sections
    assert [[(mark.period, mark.name) for mark in panel.marks] for panel in section.panels] == [
        [
            ("2024", "Homes"),
            ("2024", "Pool"),
            ("2025-06", "Pool"),
            ("2025", "Homes"),
            (None, "Pool"),
        ],
        [("2021/2025", None)],
    ]


@pytest.mark.parametrize(
    ("unit", "panels"),
    [
        pytest.param("homes", [("level, homes", (0, 1))], id="one-unit-one-axis"),
        pytest.param(
            "flats", [("Homes, level, homes", (0,)), ("Flats, level, flats", (1,))], id="two-units"
        ),
    ],
)
def test_indicators_share_an_axis_where_their_units_agree(
    load: Load, unit: str, panels: list[tuple[str, tuple[int, ...]]]
) -> None:
    other = f'[town.flats]\nlabel = "Flats"\nunit = "{unit}"\n'
    text = HOMES + make_facts("homes", "2024 5") + other + make_facts("flats", "2024 4")
    (section,) = chart(load(text), ["homes", "flats"]).sections
    drawn = [(describe_panel(section, panel), panel.indicators) for panel in section.panels]
    assert drawn == panels
    assert ("What is in different units has axes of its own." in section.footnotes) == (
        len(panels) > 1
    )


def test_a_topic_draws_each_indicator_by_itself(load: Load) -> None:
    other = '[town.flats]\nlabel = "Flats"\nunit = "homes"\n' + make_facts("flats", "2024 4")
    drawn = chart(load(HOMES + make_facts("homes", "2024 5") + other), "town")
    assert drawn.title == "Town"
    assert [[one.key for one in section.indicators] for section in drawn.sections] == [
        ["town.homes"],
        ["town.flats"],
    ]


@pytest.mark.parametrize(
    ("facts", "marks"),
    [
        pytest.param(
            ["2025 '3.38 million'", "2025 '3.37 million' | qualifier = 'over' | source = 'herald'"],
            [("3.38 million [1, 2]", "3375000", "3385000", False)],
            id="agreeing-sources-are-one-mark",
        ),
        pytest.param(
            ["2025 5", "2025 6 | source = 'herald'"],
            [("✗ 5 [1]", "5", "5", True), ("✗ 6 [2]", "6", "6", True)],
            id="conflicting-sources-are-two",
        ),
        pytest.param(
            ["2025 5", "2025 6"],
            [("✗ 5 [1]", "5", "5", True), ("✗ 6 [1]", "6", "6", True)],
            id="a-source-contradicts-itself",
        ),
        pytest.param(
            ["2027 '4 million' | status = 'target'"],
            [("4 million (target) [1]", "4000000", "4000000", False)],
            id="a-target-is-not-rounded",
        ),
        pytest.param(
            ["2027 6 | status = 'target' | qualifier = 'about'"],
            [("≈ 6 (target) [1]", "5", "7", False)],
            id="a-target-that-is-about",
        ),
        pytest.param(
            ["2027 6.0 | status = 'estimate'"],
            [("6.0 (estimate) [1]", "5.95", "6.05", False)],
            id="an-estimate",
        ),
        pytest.param(
            ["2025 5 | note = 'implied'", "2026 6 | note = 'other'", "2027 7 | note = 'implied'"],
            [
                ("5 ¹ [1]", "5", "5", False),
                ("6 ² [1]", "6", "6", False),
                ("7 ¹ [1]", "7", "7", False),
            ],
            id="notes-are-numbered-once",
        ),
    ],
)
def test_a_mark_says_what_its_sources_say_together(
    load: Load, facts: list[str], marks: list[tuple[str, str, str, bool]]
) -> None:
    drawn = chart(load(HOMES + make_facts("homes", *facts)), "homes")
    found = [
        (
            describe_value(mark).replace("\N{NO-BREAK SPACE}", " "),
            str(mark.interval.low),
            str(mark.interval.high),
            mark.is_contested,
        )
        for mark in drawn.marks
    ]
    assert found == marks


def test_a_conflict_is_told_with_the_command_that_shows_it(load: Load) -> None:
    store = load(HOMES + make_facts("homes", "2025 5", "2025 6 | source = 'herald'"))
    (section,) = chart(store, "homes").sections
    assert section.footnotes == (
        "✗ Sources conflict, or one contradicts itself; 'cqfacts compare town.homes' says how.",
    )


@pytest.mark.parametrize(
    ("written", "qualifier", "measure", "parts"),
    [
        pytest.param("7", None, "level", Parts(bar=7), id="exact"),
        pytest.param("7.5", None, "level", Parts(bar=7.5), id="too-narrow-to-see"),
        pytest.param("9", "about", "level", Parts(bar=8, range=(8, 10), tick=9), id="about"),
        pytest.param("-9", "about", "level", Parts(bar=-8, range=(-10, -8), tick=-9), id="below"),
        pytest.param("5", "over", "level", Parts(bar=5, open_end="high"), id="over"),
        pytest.param("-5", "over", "level", Parts(bar=-5, open_end="low"), id="fell-by-over"),
        pytest.param("5", "under", "level", Parts(range=(-20, 5), open_end="low"), id="under"),
        pytest.param("0", None, "level", Parts(dot=0), id="nothing"),
        pytest.param("5", "under", "share", Parts(range=(0, 5)), id="share-is-not-negative"),
        pytest.param("0.5", "under", "share", Parts(dot=0.5), id="share-too-small-to-see"),
        pytest.param("3", None, "rank", Parts(dot=3), id="rank"),
        pytest.param("9", "about", "rank", Parts(range=(8, 10), dot=9), id="rank-about"),
        pytest.param("5", "at most", "rank", Parts(range=(1, 5)), id="top-five"),
        pytest.param("5", "over", "rank", Parts(range=(5, 20), open_end="high"), id="beyond"),
    ],
)
def test_every_drawing_has_the_same_parts(
    load: Load, written: str, qualifier: Qualifier | None, measure: Measure, parts: Parts
) -> None:
    hedge = f" | qualifier = '{qualifier}'" if qualifier else ""
    fact = f"2025 '{written}' | measure = '{measure}' | of = 'it'{hedge}"
    (section,) = chart(load(HOMES + make_facts("homes", fact)), "homes").sections
    (mark,) = section.panels[0].marks
    panel = replace(make_panel("-20", "20", measure), scale=0)
    assert panel.find_parts(mark, 1) == parts


@pytest.mark.parametrize(
    ("facts", "gaps"),
    [
        pytest.param(["2018 1", "2020 1", "2022 1", "2023 1"], ["2020", "2022"], id="years"),
        pytest.param(["1990 1", "2023 1"], ["2023"], id="a-long-one"),
        pytest.param(
            ["2023 1", "2023 1 | source = 'herald'", "2025 1", "2025 2"], ["2025"], id="once"
        ),
        pytest.param(["2023 1", "2025 2", " 3"], ["2025"], id="not-before-undated"),
        pytest.param(
            [f"{one} 1 | measure = 'growth'" for one in ("2022", "2023-Q1", "2024")],
            [],
            id="something-lies-between",
        ),
    ],
)
def test_a_gap_of_periods_is_marked_once(load: Load, facts: list[str], gaps: list[str]) -> None:
    drawn = chart(load(HOMES + make_facts("homes", *facts)), "homes")
    assert [mark.period for mark in drawn.marks if mark.follows_gap] == gaps


def test_days_of_a_stock_leave_no_gap(load: Load) -> None:
    stock = HOMES.replace("[town.homes]", "[town.homes]\nkind = 'stock'")
    facts = make_facts("homes", "2022-12-31 1", "2023-12-31 1", "2024 1", "2026 1")
    drawn = chart(load(stock + facts), "homes")
    assert [mark.period for mark in drawn.marks if mark.follows_gap] == ["2026"]


@pytest.mark.parametrize(
    ("facts", "panels"),
    [
        pytest.param(
            ["2022 4", "2024 5", "2025 6", "2021/2025 30", "2016/2020 20", "2025-11 1"],
            [
                ("level over a year", ["2022-07-02", "2024-07-01", "2025-07-02"]),
                ("level over 5 years", ["2018-07-02", "2023-07-02"]),
            ],
            id="spans-apart",
        ),
        pytest.param(
            ["2024 5", "2025 6", "2024 1 | of = 'east'", "2025 2 | of = 'east'"],
            [
                ("level", ["2024-07-01", "2025-07-02"]),
                ("level: east", ["2024-07-01", "2025-07-02"]),
            ],
            id="parts-apart",
        ),
        pytest.param(["2025 5", "2025 6 | source = 'herald'", " 7"], [], id="one-day"),
        pytest.param(
            ["../2020 1", "2025/.. 2"],
            [("level", ["2020-12-31", "2025-01-01"])],
            id="open-ends",
        ),
    ],
)
def test_over_time_a_mark_has_a_day(
    load: Load, facts: list[str], panels: list[tuple[str, list[str]]]
) -> None:
    store = load(HOMES + make_facts("homes", *facts))
    about = store.indicator("town.homes")
    found = chart_over_time(store, about, build_series(about, store.facts(about.key), None))
    assert [(one.title, [str(mark.day) for mark in one.marks]) for one in found] == panels


def test_a_selection_decides_what_is_drawn(shipped: Store) -> None:
    chosen = Selection(periods=[parse_period("2025/2026")], measures=["growth"])
    drawn = chart(shipped, "gdp", selection=chosen)
    assert [
        (mark.period, mark.text.replace("\N{NO-BREAK SPACE}", " ")) for mark in drawn.marks
    ] == [
        ("2025", "5.3 %"),
        ("2026", "> 5 % (target)"),
    ]
    assert [source.id for source in drawn.sources] == ["ichongqing-2026-plan"]


def test_a_chart_of_nothing_has_no_sections(shipped: Store) -> None:
    assert chart(shipped, "challenges").sections == ()
    with pytest.raises(NotFoundError, match="nothing is called 'gpd'"):
        chart(shipped, "gpd")


@pytest.mark.parametrize(
    ("high", "measure", "unit", "words"),
    [
        pytest.param("99999", "level", "homes", "homes", id="small"),
        pytest.param("100000", "level", "homes", "thousand homes", id="thousands"),
        pytest.param("3380000000000", "level", "CNY", "CNY trillion", id="currency-first"),
        pytest.param("1e14", "level", "homes", "trillion homes", id="many-trillions"),
        pytest.param("2e29", "level", "homes", "10^27 homes", id="beyond-words"),
        pytest.param("0.0000012", "level", "g", "10^-6 g", id="tiny"),
        pytest.param("0.0012", "level", None, "", id="no-unit"),
        pytest.param("142.5", "growth", "%", "%", id="percent"),
        pytest.param("12", "rank", None, "place", id="rank"),
        pytest.param("1", "streak", "year", "years", id="streak"),
    ],
)
def test_an_axis_counts_in_words(high: str, measure: Measure, unit: str | None, words: str) -> None:
    scale = choose_scale(Decimal(0), Decimal(high), measure)
    assert describe_axis(unit, scale, measure) == words


def make_panel(low: str, high: str, measure: Measure = "level") -> Panel:
    ends = Decimal(low), Decimal(high)
    return Panel(
        title="",
        measure=measure,
        unit=None,
        scale=choose_scale(*ends, measure),
        axis="",
        low=ends[0],
        high=ends[1],
        indicators=(0,),
        marks=(),
    )


@pytest.mark.parametrize(
    ("panel", "most", "labels"),
    [
        pytest.param(make_panel("0", "4"), 5, ["0", "1", "2", "3", "4"], id="whole"),
        pytest.param(make_panel("0", "2.4981"), 6, ["0", "0.5", "1.0", "1.5", "2.0"], id="halves"),
        pytest.param(make_panel("-12.5", "3"), 5, ["−10", "−5", "0"], id="below-zero"),
        pytest.param(make_panel("0", "3380000000000"), 4, ["0", "1", "2", "3"], id="scaled"),
        pytest.param(make_panel("0", "99999"), 3, ["0", "50,000"], id="grouped"),
        pytest.param(
            make_panel("0", "12", "rank"), 7, ["1", "2", "4", "6", "8", "10", "12"], id="places"
        ),
        pytest.param(make_panel("0", "2", "streak"), 9, ["0", "1", "2"], id="whole-years"),
        pytest.param(make_panel("0", "4"), 1, ["0"], id="no-room"),
    ],
)
def test_ticks_are_round(panel: Panel, most: int, labels: list[str]) -> None:
    assert [tick.label for tick in choose_ticks(panel, most)] == labels


AMOUNTS = st.decimals(
    min_value=Decimal("-1e39"), max_value=Decimal("1e39"), allow_nan=False, allow_infinity=False
)


@given(st.lists(AMOUNTS, min_size=1), st.integers(min_value=1, max_value=40))
def test_ticks_lie_on_the_axis_and_zero_is_one_of_them(numbers: list[Decimal], most: int) -> None:
    low, high = min(0, *numbers), max(0, *numbers)
    if low == high:
        high = Decimal(1)
    panel = make_panel(str(low), str(high))
    ticks = choose_ticks(panel, most)
    assert len(ticks) <= most
    assert 0 in [tick.value for tick in ticks]
    assert all(panel.low <= tick.value <= panel.high for tick in ticks)
    assert len({tick.label for tick in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        pytest.param(["2024 5", "2025 7"], ("0", "7"), id="from-zero"),
        pytest.param(["2024 '5.0'", "2025 '-7.0'"], ("-7.05", "5.05"), id="with-what-may-be"),
        pytest.param(["2024 60 | measure = 'share' | of = 'it'"], ("0", "100"), id="whole"),
        pytest.param(["2024 2 | measure = 'share' | of = 'it'"], ("0", "2.5"), id="small-share"),
        pytest.param(["2024 1 | measure = 'rank' | of = 'it'"], ("0", "5"), id="first-of-five"),
        pytest.param(["2024 0"], ("0", "1"), id="nothing"),
    ],
)
def test_an_axis_reaches_from_zero_over_all_that_may_be(
    load: Load, facts: list[str], ends: tuple[str, str]
) -> None:
    (section,) = chart(load(HOMES + make_facts("homes", *facts)), "homes").sections
    (panel,) = section.panels
    assert (str(panel.low), str(panel.high)) == ends


@pytest.mark.parametrize(("place", "sign"), [(0, "(a)"), (25, "(z)"), (26, "(aa)"), (52, "(ba)")])
def test_notes_have_letters(place: int, sign: str) -> None:
    assert letter_note(place) == sign
