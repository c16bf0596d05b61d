"""Periods: reading, order, kind, containment and parts."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.period import PeriodError, describe_kind, parse_period, year_before, years_between


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        pytest.param("2025", "2025-01-01", "2025-12-31", "a year", id="year"),
        pytest.param("2025-S1", "2025-01-01", "2025-06-30", "6 months", id="first-half"),
        pytest.param("2025-S2", "2025-07-01", "2025-12-31", "6 months", id="second-half"),
        pytest.param("2025-Q3", "2025-07-01", "2025-09-30", "a quarter", id="quarter"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", "a month", id="leap-month"),
        pytest.param("2026-01-27", "2026-01-27", "2026-01-27", "a day", id="day"),
        pytest.param("2021/2025", "2021-01-01", "2025-12-31", "5 years", id="range"),
        pytest.param("2025-01/2025-11", "2025-01-01", "2025-11-30", "11 months", id="months"),
        pytest.param("../2020", None, "2020-12-31", "an open period", id="open-start"),
        pytest.param("2025/..", "2025-01-01", None, "an open period", id="open-end"),
        pytest.param("2025-01-02/2025-01-05", "2025-01-02", "2025-01-05", "4 days", id="days"),
    ],
)
def test_a_period_is_a_start_an_end_and_a_kind(
    text: str, start: str | None, end: str | None, kind: str
) -> None:
    period = parse_period(text)
    found = (
        period.start.isoformat() if period.start else None,
        period.end.isoformat() if period.end else None,
        describe_kind(period.kind),
    )
    assert found == (start, end, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-Q5",
        "2025-S3",
        "2025-02-30",
        "0000",
        "2025 ",
        "２０２５",
        "..",
        "../..",
        "/",
        "2025/",
        "2025/2024",
        "2025/2025-12",
        "2025/2026/2027",
        "last year",
        "2025x12",
        "2025-+1",
        "2025x01x27",
        "2025-+1-27",
        "2025-01-+7",
        "../2025-13",
        "2025-13/..",
        "2025/2025-13",
    ],
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    assert f"'{text}'" in str(caught.value)
    assert "; write " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("2025", "year"),
        ("2025-S2", "half"),
        ("2025-Q3", "quarter"),
        ("2026-01", "month"),
        ("2026-01-27", "day"),
        ("2021/2025", "year"),
        ("../2025-Q1", "quarter"),
        ("2025-01/..", "month"),
    ],
)
def test_a_period_keeps_how_it_was_written(text: str, step: str) -> None:
    period = parse_period(text)
    assert (str(period), period.step) == (text, step)


@pytest.mark.parametrize(
    ("month", "days"),
    [("1900-02", 28), ("2000-02", 29), ("2020-02", 29), ("2023-02", 28), ("2100-02", 28)],
)
def test_the_last_day_of_a_february(month: str, days: int) -> None:
    end = parse_period(month).end
    assert end is not None
    assert end.day == days


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025-01/2025-12", "2025"),
        ("2025-07/2025-12", "2025-S2"),
        ("2024-01-01/2024-12-31", "2024"),
    ],
)
def test_periods_of_the_same_days_are_equal(one: str, other: str) -> None:
    first, second = parse_period(one), parse_period(other)
    assert (first, hash(first), first.kind) == (second, hash(second), second.kind)


@pytest.mark.parametrize(
    ("inner", "outer", "is_within"),
    [
        ("2025-Q1", "2025", True),
        ("2025", "2025", True),
        ("2025", "2021/2025", True),
        ("2025", "2021/..", True),
        ("../2020", "2020", False),
        ("2020", "../2020", True),
        ("2025/..", "../2030", False),
        ("2025/2026", "2025", False),
    ],
)
def test_within(inner: str, outer: str, is_within: bool) -> None:
    assert parse_period(inner).is_within(parse_period(outer)) is is_within


def test_a_range_has_the_parts_it_was_written_in() -> None:
    parts = [str(part) for part in parse_period("2023-S2/2025-S1").parts()]
    assert parts == ["2023-S2", "2024-S1", "2024-S2", "2025-S1"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("2024-Q3/2025-Q2", "2024-Q3 2024-Q4 2025-Q1 2025-Q2", id="quarters"),
        pytest.param("2025-11/2026-02", "2025-11 2025-12 2026-01 2026-02", id="months"),
        pytest.param("2024-02-28/2024-03-01", "2024-02-28 2024-02-29 2024-03-01", id="days"),
        pytest.param("0998/1001", "0998 0999 1000 1001", id="early-years"),
        pytest.param("2024-S2/2025-S2", "2024-S2 2025-S1 2025-S2", id="halves"),
        pytest.param("2025-Q2", "2025-Q2", id="a-single-one"),
        pytest.param("9998/9999", "9998 9999", id="to-the-end-of-the-calendar"),
        pytest.param("../2025", "../2025", id="open-start"),
        pytest.param("2025/..", "2025/..", id="open-end"),
        pytest.param(
            "0001-01-01/9999-12-31", "0001-01-01/9999-12-31", id="not-one-of-millions-of-days"
        ),
        pytest.param("0001/1000", "0001/1000", id="not-one-of-a-thousand-years"),
    ],
)
def test_the_parts_of_a_period(text: str, parts: str) -> None:
    period, expected = parse_period(text), [parse_period(part) for part in parts.split()]
    found = itertools.islice(period.parts(), len(expected) + 1)
    assert [(part, str(part), part.step) for part in found] == [
        (part, str(part), part.step) for part in expected
    ]
    last = period.last_part()
    assert (last, str(last), last.step) == (expected[-1], str(expected[-1]), expected[-1].step)
    assert period.count_parts() == len(expected)


def test_a_range_is_divided_into_a_thousand_days_and_one_and_no_more() -> None:
    assert len(list(parse_period("2020-01-01/2022-09-27").parts())) == 1001
    assert len(list(parse_period("2020-01-01/2022-09-28").parts())) == 1


@pytest.mark.parametrize(
    ("earlier", "later", "leaves_gap"),
    [
        pytest.param("2018", "2020", True, id="a-year"),
        pytest.param("2022", "2023", False, id="none"),
        pytest.param("1950", "2023", True, id="seventy-years"),
        pytest.param("2024-Q4", "2025-Q1", False, id="quarters-of-two-years"),
        pytest.param("2024-Q1", "2025-Q1", True, id="three-quarters"),
        pytest.param("2024-01/2024-11", "2025-01/2025-11", False, id="shorter-than-they-are"),
        pytest.param("2024-02-28", "2024-02-29", False, id="days"),
        pytest.param("2024-02-28", "2024-03-01", True, id="a-day"),
        pytest.param("2024", "2026-Q1", False, id="different-lengths"),
        pytest.param("../2018", "../2023", False, id="open"),
        pytest.param("2021/2025", "2023/2027", False, id="overlapping"),
        pytest.param("2023", "2023", False, id="the-same"),
    ],
)
def test_a_gap_has_room_for_one_more(earlier: str, later: str, leaves_gap: bool) -> None:
    assert parse_period(earlier).leaves_gap(parse_period(later)) == leaves_gap


@pytest.mark.parametrize(
    ("text", "is_over"),
    [
        ("2025", True),
        ("2026", False),
        ("2025/..", False),
        ("../2020", True),
        ("2026-06-29", True),
        ("2026-06-30", False),
    ],
)
def test_a_period_is_over_after_its_last_day(text: str, is_over: bool) -> None:
    assert parse_period(text).is_over(date(2026, 6, 30)) is is_over


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        ("2024-01", "2026-01", Fraction(2)),
        ("2020", "2025", Fraction(5)),
        ("2024-01", "2025-08", Fraction(19, 12)),
        ("2024-01-31", "2025-02-01", 367 / Fraction("365.2425")),
        ("2024-01-31", "2024-02-29", Fraction(1, 12)),
        ("1600-02-29", "2000-02-28", Fraction(146_096, 146_097) * 400),
    ],
)
def test_years_between_the_ends_of_periods(earlier: str, later: str, years: Fraction) -> None:
    assert years_between(parse_period(earlier), parse_period(later)) == years


@pytest.mark.parametrize(
    ("earlier", "later"), [("2024", "2025/.."), ("2024/..", "2025"), ("2024/..", "2025/..")]
)
def test_there_are_no_years_to_or_from_an_open_end(earlier: str, later: str) -> None:
    assert years_between(parse_period(earlier), parse_period(later)) is None


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2025", "2024"),
        ("2025-Q1", "2024-Q1"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2025-01/2025-11", "2024-01/2024-11"),
        ("2025-01-27", "2024-01-27"),
    ],
)
def test_the_same_period_a_year_earlier(period: str, before: str) -> None:
    assert year_before(parse_period(period)) == parse_period(before)


def test_the_first_year_that_has_one_before_it() -> None:
    assert year_before(parse_period("0002")) == parse_period("0001")


@pytest.mark.parametrize("text", ["../2025", "2025/..", "0001", "0001-03", "2024-02-29/2024-03-05"])
def test_a_period_that_has_none_a_year_earlier(text: str) -> None:
    assert year_before(parse_period(text)) is None


def test_a_period_a_year_earlier_was_not_written_by_anyone_and_keeps_its_step() -> None:
    before = year_before(parse_period("2025-Q1/2025-Q2"))
    assert before is not None
    assert (before.text, before.step) == ("", "quarter")


years = st.integers(1000, 9999)
steps = (
    st.dates(min_value=date(1000, 1, 1)).map(date.isoformat),
    years.map(str),
    st.builds("{}-S{}".format, years, st.integers(1, 2)),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
)
points = st.one_of(*steps)
ends = st.one_of(*(st.tuples(step, step).map(sorted) for step in steps))


@given(points)
def test_a_period_written_and_read_is_the_same(text: str) -> None:
    assert str(parse_period(text)) == text


@given(ends)
def test_parts_lie_within_and_join_without_gaps(ends: list[str]) -> None:
    whole = parse_period("/".join(ends))
    parts = list(itertools.islice(whole.parts(), whole.count_parts() + 1))
    assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
    assert (parts[-1], str(parts[-1])) == (whole.last_part(), str(whole.last_part()))
    assert len(parts) == whole.count_parts()
    assert all(part.is_within(whole) for part in parts)
    for before, after in itertools.pairwise(parts):
        assert before.end is not None
        assert after.start is not None
        assert (after.start - before.end).days == 1


@given(st.text(max_size=30))
def test_no_text_raises_anything_but_a_period_error(text: str) -> None:
    try:
        parse_period(text)
    except PeriodError:
        pass


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "is_in_step"),
    [
        ("2024", "2023", False, True),
        ("2024", "2022-07/2023-06", False, False),
        ("2023", "2022-07/2023-06", True, False),
        ("2023-07/2024-06", "2022-07/2023-06", False, True),
        ("2021/2025", "2016/2020", False, True),
        ("2021/2025", "2017/2021", True, False),
        ("2025-01-08/2025-01-14", "2025-01-01/2025-01-07", False, True),
        ("2025-01-09/2025-01-15", "2025-01-01/2025-01-07", False, False),
        ("2025/..", "2024", False, True),
        ("2023/..", "../2024", True, True),
    ],
)
def test_periods_that_share_a_day_or_are_in_step(
    one: str, other: str, *, overlaps: bool, is_in_step: bool
) -> None:
    first, second = parse_period(one), parse_period(other)
    assert (first.overlaps(second), second.overlaps(first)) == (overlaps, overlaps)
    assert first.is_in_step(second) == is_in_step
