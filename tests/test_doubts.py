"""Words that leave a doubt: a question, or a usage error that says what to give; never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import SHIPPED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cqfacts import open_store
from cqfacts.amount import parse_amount
from cqfacts.errors import CqfactsError
from cqfacts.model import EXACT_MEASURES
from cqfacts.store.tables import Number
from cqfacts.writing import Given, MissingError, compose, open_own

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

    from cqfacts import Fact, Store

STORE = """\
[town.cars]
label = "Cars"
unit = "cars"

[town.trip]
label = "Length of a trip"
unit = "minutes"

[town.output]
label = "Output"
unit = "CNY"
"""


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    return open_own([str(make_store(STORE))]).store


def say(store: Store, words: str, key: str = "town.cars", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parts
    parts = Given(key=key, words=words, **{"period": "2025", "source": "gazette", **more})
    fact = compose(store, parts).fact
    return {name: said for name, said in fact.items() if name not in ("period", "source", "stated")}


@pytest.mark.parametrize(
    ("words", "part", "told"),
    [
        ("over 325 days annually for six years", "value", "325"),
        ("12 866 cars and 5 vans", "value", "2 figures, 12 866 and 5"),
        ("12 866 yuan", "value", "'CNY', and the indicator is in 'cars'"),
        ("950,00 or 1,23 cars", "value", "2 figures, 950,00 and 1,23"),
        ("1,23,4 cars", "value", "'1,23,4' is no number as it is written"),
        ("5 to 6 million cars", "value", "a range, 5 million to 6 million"),
        ("from 1.3 million cars to zero", "value", "2 figures, 1.3 million and zero"),
        ("(5,100)", "value", "brackets around a number may make it negative"),
        ("- 5,100", "value", "the sign before the number"),
        ("12 zillion cars", "unit", "'zillion' may be a scale"),
        ("5 gazillion yuan", "unit", "'gazillion' stands before the currency"),
        ("5 million cars per month", "unit", "'per month' makes it an amount for each"),
        ("5 million cars a day", "unit", "'a day' makes it"),
        ("1.2.3 million homes and 5 cars", "value", "1.2.3 million"),
        ("2000 homes and 5 cars", "value", "2000"),
        ("2000 new homes and 5 cars", "value", "2000"),
        ("dozens of models and 5 cars", "value", "dozens"),
        ("one of 5 cars", "value", "one"),
        ("两家工厂70万辆", "value", "两"),
        ("more than 5,000 to 6,000 cars", "value", "a range, 5,000 to 6,000"),
        ("about at least 5 million cars", "qualifier", "'about' hedges what is hedged already"),
        ("RMB 5 billion", "value", "'CNY', and the indicator is in 'cars'"),
        ("52 additional cars", "measure", "additional"),
        ("5 million fewer cars", "measure", "fewer"),
        ("5,000 cars more than a year earlier", "measure", "more"),
        ("output increased 5,000 cars", "measure", "a difference"),
        ("5,000 cars, compared with Beijing", "measure", "compared"),
        ("about 30% lower than the national average", "measure", "lower"),
        ("up 5.3% quarter on quarter", "measure", "quarter on quarter"),
        ("up 5.3 percentage points", "measure", "a difference"),
        ("比重庆增长5.3%", "measure", "比"),
        ("up 30% from 2020", "base", "2020"),
        ("up 30% since 2020", "base", "2020"),
        ("not 5 million cars", "qualifier", "not"),
        ("missed 5 million cars", "qualifier", "missed"),
        ("5 million cars short", "qualifier", "short"),
        ("output would have been 5 million cars", "qualifier", "would have"),
        ("output fell short of 5 million cars", "measure", "fell"),
        ("it isn't 5 million cars", "qualifier", "isn't"),
        ("exceeded a record 5 million cars", "qualifier", "exceeded"),
        ("over a total of 5 million cars", "qualifier", "over"),
        ("nearly all of the 5 million cars", "qualifier", "nearly"),
        ("5 million cars sold, or more", "qualifier", "or more"),
        ('"5 million cars" club', "qualifier", "club"),
        ("突破历史最高的70万辆", "qualifier", "突破"),
    ],
)
def test_words_that_leave_a_doubt_are_a_question(
    store: Store, words: str, part: str, told: str
) -> None:
    with pytest.raises(MissingError) as caught:
        say(store, words)
    assert caught.value.part == part
    assert told in caught.value.problem
    assert f"--{part}" in str(caught.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("12,866 cars in 2024", {"value": 12866}),
        ("In 2025 output reached 5 million cars", {"value": "5 million"}),
        ("by the end of 2025, 5,000 cars", {"value": "5 thousand"}),
        ("29,500 cars", {"value": "29.5 thousand"}),
        ("on Jan. 5, 5,100 cars", {"value": "5.1 thousand"}),
        ("over 12,900 cars", {"qualifier": "over", "value": 12900}),
        ("5 million cars on the G318 and 5G", {"value": "5 million"}),
        ("rose to 5 million cars", {"value": "5 million"}),
        ("5 million cars or more", {"qualifier": "at least", "value": "5 million"}),
        ("up 5.3% in the first 11 months", {"measure": "growth", "value": Number("5.3")}),
        ("5.3% higher than a year earlier", {"measure": "growth", "value": Number("5.3")}),
        ("up 5.3% from 2024", {"measure": "growth", "value": Number("5.3")}),
        ("同比增长5.3%", {"measure": "growth", "value": Number("5.3")}),
        ("比上年增长5.3%", {"measure": "growth", "value": Number("5.3")}),
        ("2025年，三峡一季度约70万辆", {"qualifier": "about", "value": "70万"}),
    ],
)
def test_dates_and_names_are_no_doubt(store: Store, words: str, said: dict[str, Any]) -> None:
    assert say(store, words) == said


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        pytest.param(
            "over 325 days annually for six years",
            {"value": "325"},
            {"qualifier": "over", "value": 325, "unit": "day"},
            id="hedge-and-unit-not-read",
        ),
        pytest.param(
            "more than 5,000 to 6,000 cars",
            {"value": "5000"},
            {"qualifier": "over", "value": 5000},
            id="hedge-of-a-range",
        ),
        pytest.param(
            "325 days or more every year, for six years",
            {"value": "325", "unit": "days"},
            {"qualifier": "at least", "value": 325, "unit": "days"},
            id="hedge-behind",
        ),
        pytest.param(
            "12 866 yuan",
            {"value": "12866", "unit": "CNY"},
            {"value": 12866, "unit": "CNY"},
            id="not-printed-so",
        ),
        pytest.param("29,500 cars", {"value": "29500"}, {"value": 29500}, id="exact"),
        pytest.param(
            "not 5 million cars",
            {"qualifier": "under"},
            {"qualifier": "under", "value": "5 million"},
            id="qualifier",
        ),
        pytest.param(
            "the 5 million mark", {"qualifier": "none"}, {"value": "5 million"}, id="none"
        ),
        pytest.param(
            "52 additional cars",
            {"measure": "change", "base": "2020"},
            {"measure": "change", "value": 52, "base": "2020"},
            id="measure",
        ),
        pytest.param(
            "up 30% from 2020",
            {"base": "2020"},
            {"measure": "growth", "value": 30, "base": "2020"},
            id="base",
        ),
        pytest.param(
            "fell 3.2 percent", {"value": "3.2"}, {"measure": "growth", "value": "-3.2"}, id="fall"
        ),
    ],
)
def test_options_settle_a_doubt(
    store: Store, words: str, more: dict[str, str], said: dict[str, Any]
) -> None:
    assert say(store, words, **more) == said


@pytest.mark.parametrize(
    ("words", "more", "part"),
    [
        pytest.param("more than six dozen cars", {"value": "73"}, "qualifier", id="hedge"),
        pytest.param("about at least 5 million", {"value": "5 million"}, "qualifier", id="two"),
        pytest.param("up 5.3%", {"value": "5.4"}, "measure", id="percent"),
        pytest.param("52 additional cars", {"value": "52"}, "measure", id="additional"),
        pytest.param("up 30% from 2020", {"measure": "growth"}, "base", id="base"),
    ],
)
def test_a_value_settles_nothing_else(
    store: Store, words: str, more: dict[str, str], part: str
) -> None:
    with pytest.raises(MissingError) as caught:
        say(store, words, **more)
    assert caught.value.part == part


def test_another_unit_of_the_same_kind_is_a_question(store: Store) -> None:
    with pytest.raises(MissingError, match="give --value in minutes, or --unit hour"):
        say(store, "an average of two hours", "town.trip")
    assert say(store, "an average of two hours", "town.trip", value="120") == {"value": 120}
    assert say(store, "an average of two hours", "town.trip", unit="hour") == {
        "value": 2,
        "unit": "hour",
    }
    assert say(store, "$5 billion", "town.output") == {"value": "5 billion", "unit": "USD"}


def test_a_given_option_is_not_advised(store: Store) -> None:
    words = "rose by 5.3% to 3.5 trillion yuan"
    assert say(store, words, "town.output", measure="level") == {"value": "3.5 trillion"}
    with pytest.raises(MissingError, match="choose with --value$"):
        say(store, "3 yuan and 4 yuan", "town.output", measure="level")
    with pytest.raises(MissingError, match="choose with --value or --measure$"):
        say(store, words, "town.output")


PIECES = """over not about at least 5 12,866 5.3% million 2020 in two hours cars 万 三 约 up to or
more and a half – - + % No. 1 th , . ; than RMB $ _ é \u202e"""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=3), min_size=1, max_size=8),
    st.sampled_from(["", " "]),
    st.sampled_from([None, "5", "12,866", "5 million"]),
    st.sampled_from([None, "level", "growth", "change"]),
)
def test_no_words_raise_anything_else(
    store: Store, pieces: list[str], gap: str, value: str | None, measure: str | None
) -> None:
    try:
        fact = say(store, gap.join(pieces), value=value, measure=measure, base="2020")
    except CqfactsError as error:
        assert "\n" not in str(error).replace(gap.join(pieces), "")
        return
    amount = parse_amount(fact["value"] if isinstance(fact["value"], int) else str(fact["value"]))
    assert value is None or amount.value.copy_abs() == parse_amount(value).value


def list_stated() -> list[Fact]:
    store = open_store(SHIPPED)
    facts = [fact for key in store.keys for fact in store.facts(key)]
    return [fact for fact in facts if fact.amount and fact.stated]


STATED = list_stated()
ASKED = {
    ("above 6 percent", "measure"),
    ("about 6 percent for 2024", "measure"),
    ("58.8% of GDP", "measure"),
    ("38.6% of the western region's total output", "measure"),
    ("world's No. 1 for the 11th consecutive year", "value"),
    ("22.8 percent", "measure"),
    ("327,700 twenty-foot", "value"),
    ('"50 million passengers" club', "qualifier"),
    ("from an average of two hours", "value"),
    ("exceeded 325 annually for six straight years", "value"),
    ("52 additional fish species", "measure"),
    ("about 30% lower than the national average", "measure"),
    ("1.7 percent", "measure"),
    ("10%", "measure"),
    ("10.2%", "measure"),
    ("12.3 percent", "measure"),
    ("12.6%", "measure"),
    ("15 percent", "measure"),
    ("21.7 percent", "measure"),
    ("23%", "measure"),
    ("23.4 percent", "measure"),
    ("25 percent", "measure"),
    ("29.5%", "measure"),
    ("3%", "measure"),
    ("30.2%", "measure"),
    ("32 percent", "measure"),
    ("34 percent", "measure"),
    ("35.4%", "measure"),
    ("4 percent", "measure"),
    ("40 percent", "measure"),
    ("43.7 percent", "measure"),
    ("5.2 percent", "measure"),
    ("6 percent", "measure"),
    ("6%", "measure"),
    ("7 percent", "measure"),
    ("73.5%", "measure"),
    ("8%", "measure"),
    ("R&D spending grew 11% annually", "measure"),
    ("about 3 percent", "measure"),
    ("for eleven years", "value"),
    ("lead the national premium new energy vehicle market", "value"),
    ("leads the nation", "value"),
    ("one in every three laptops manufactured worldwide", "measure"),
    ("one third of the world's total amount", "measure"),
    ("the country's only provincial-level pilot zone", "value"),
}


def test_every_fact_that_ships_is_read_right_or_asked_about() -> None:
    """Each is read from its words, with neither value, measure, qualifier nor unit given."""
    store = open_store(SHIPPED)
    asked = set()
    assert len(STATED) > 100
    for fact in STATED:
        parts = Given(
            key=fact.key,
            words=fact.stated,
            of=fact.of,
            base=str(fact.base) if fact.base else None,
            period=str(fact.period) if fact.period else None,
            is_undated=fact.period is None,
            source=fact.source,
        )
        try:
            table = compose(store, parts).fact
        except MissingError as missing:
            asked.add((fact.stated, missing.part))
            continue
        measure = table.get("measure", "level")
        amount = parse_amount(
            table["value"] if isinstance(table["value"], int) else str(table["value"]),
            table.get("qualifier"),
            exact_integers=measure in EXACT_MEASURES,
        )
        said = (measure, amount.value, amount.qualifier, amount.interval)
        own = fact.amount
        assert own is not None
        assert said == (fact.measure, own.value, own.qualifier, own.interval), fact.stated
        assert table.get("unit", fact.unit) == fact.unit, fact.stated
    assert asked == ASKED


def test_without_a_terminal_a_doubt_is_a_usage_error(run: Run, make_store: MakeStore) -> None:
    path = make_store(STORE)
    before = path.read_bytes()
    words = ("add", "town.cars", "12 866 yuan", "-p", "2025", "--source", "gazette")
    result = run(*words, "-s", str(path))
    assert result.status == 2
    assert result.err == (
        "cqfacts: the words give it in 'CNY', and the indicator is in 'cars'; "
        "give --value in cars, or --unit CNY\n"
    )
    assert path.read_bytes() == before


def test_the_words_of_a_doubt_stay_what_is_stated(run: Run, make_store: MakeStore) -> None:
    path: Path = make_store(STORE)
    words = ("over 325 days annually for six years", "-p", "2020/2025", "--each")
    more = ("--label", "Good days", "--source", "gazette", "--value", "325", "-s", str(path))
    assert run("add", "town.days", *words, *more).status == 0
    (fact,) = open_store(path).facts("town.days")
    assert fact.amount is not None
    assert (fact.amount.qualifier, fact.unit, fact.each) == ("over", "day", True)
    assert run("check", str(path), "--skip", "source-unused,indicator-empty").err == ""
