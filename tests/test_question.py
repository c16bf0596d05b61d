"""Questions in words: what is asked, of which indicators, and which of their facts."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli

from cqfacts import NotFoundError, UsageError
from cqfacts.asked import Asker, ask, gather
from cqfacts.period import parse_period
from cqfacts.question import Vocabulary, read_period_words, read_question
from cqfacts.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import Run

    from cqfacts.store import Store

QUESTIONS = ("questions", "questions_fresh")
AT_LEAST = 0.95
ANY, NONE = "*", "none"


def find_first(store: Store, words: Sequence[str]) -> str:
    """Return the indicator that is shown first, or said to have no such fact, and else nothing."""
    asker = Asker(store, words)
    if asker.only_selects:
        return next(iter(store.keys))
    try:
        asked = [one for word in words if (one := asker.ask(word))]
    except NotFoundError:
        return ""
    request = gather(asked)
    shown = (key for key in request.keys if request.selection_of(key).select(store.facts(key)))
    return next(shown, next(iter(request.keys), ""))


def is_right(found: str, expected: Sequence[str]) -> bool:
    if not found:
        return not expected or NONE in expected
    return any(one in (ANY, found, found.partition(".")[0]) for one in expected)


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_find_what_people_mean(
    shipped: Store, name: str, record_property: Callable[[str, object], None]
) -> None:
    path = Path(__file__).parent / f"{name}.toml"
    table = tomli.loads(path.read_text(encoding="utf-8"))
    asked = [([term], expected) for term, expected in table["one"].items()]
    asked += [(line.split(), expected) for line, expected in table.get("arguments", {}).items()]
    missed: list[tuple[str, str, str]] = []
    wrong: list[tuple[str, str, str]] = []
    for words, expected in asked:
        found = find_first(shipped, words)
        if not is_right(found, expected.split()):
            (wrong if found else missed).append((" ".join(words), found, expected))
    share = 1 - len(missed + wrong) / len(asked)
    record_property("share", share)
    print(f"{share:.3f} of {len(asked)} questions; missed {missed}; wrong {wrong}")
    assert share >= AT_LEAST
    assert not wrong


STORE = """
[place]
aliases = ["city life"]

[place.homes]
label = "New homes"
aliases = ["houses", "住宅", "住宅产量"]

[[place.homes.facts]]
source = "herald"
period = "2025"
value = 3

[[place.homes.facts]]
source = "herald"
period = "2026"
measure = "growth"
status = "target"
value = 5

[place.water]
label = "Water quality of the river"
aliases = ["river water"]
subject = "East Bay"

[place.energy]
label = "New energy homes in the whole town"

[place.plan]
label = "Master plan"
"""


@pytest.mark.parametrize(
    ("term", "keys", "selects"),
    [
        pytest.param("homes 2025", "place.homes", {"periods": ("2025",)}, id="period"),
        pytest.param(
            "growth target of new homes",
            "place.homes",
            {"measures": ("growth",), "statuses": ("target",)},
            id="selecting-words",
        ),
        pytest.param("homes: Q3 2025?", "place.homes", {"periods": ("2025-Q3",)}, id="punctuation"),
        pytest.param("2025年住宅增速", "place.homes", None, id="chinese"),
        pytest.param("住宅产量目标", "place.homes", {"statuses": ("target",)}, id="longest-name"),
        pytest.param("house", "place.homes", {}, id="singular-of-a-name"),
        pytest.param("how many houses in 2025", "place.homes", {"periods": ("2025",)}, id="empty"),
        pytest.param("East Bay", "place.water", {}, id="subject"),
        pytest.param("city life East Bay", "place.water", {}, id="subject-narrows"),
        pytest.param("Testville houses", "place.homes", {}, id="subject-of-the-store"),
        pytest.param("river quality", "place.water", {}, id="words-within-a-name"),
        pytest.param("energy", "place.energy", {}, id="word-of-a-name"),
        pytest.param("river water quality", "place.water", {}, id="words-beside-a-name"),
        pytest.param("houses energy", "", None, id="a-name-and-a-stranger"),
        pytest.param("homes energy", "place.energy", {}, id="words-of-another-name"),
        pytest.param("plan", "place.plan", {}, id="a-name-before-what-selects"),
        pytest.param("all", "", None, id="too-short-for-a-beginning"),
        pytest.param("ener", "place.energy", {}, id="beginning"),
        pytest.param("new homse", "", None, id="slip"),
        pytest.param("zebra 2025", "", None, id="a-stranger-and-a-period"),
        pytest.param("growth 2026", None, None, id="selects-only"),
        pytest.param("Testville's houses", "place.homes", {}, id="possessive"),
        pytest.param("houses (2025)", "place.homes", {"periods": ("2025",)}, id="parentheses"),
        pytest.param("houses January 2026", "place.homes", {"periods": ("2026-01",)}, id="month"),
        pytest.param(
            "2025年上半年住宅", "place.homes", {"periods": ("2025-S1",)}, id="half-of-a-year"
        ),
        pytest.param("houses January", "", None, id="month-of-no-year"),
        pytest.param("houses last year", "", None, id="no-year-is-guessed"),
        pytest.param("houses/water", "", None, id="what-joins-no-words"),
    ],
)
def test_a_question_is_read(
    load: Callable[[str], Store], term: str, keys: str | None, selects: dict[str, object] | None
) -> None:
    store = load(STORE)
    if keys == "":
        with pytest.raises(NotFoundError):
            read_question(store, term)
        return
    found = read_question(store, term)
    assert (None if found.keys is None else " ".join(found.keys)) == keys
    if selects is not None:
        assert found.selects == selects


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2025", "2025"),
        ("2025-q3", "2025-Q3"),
        ("H1 2025", "2025-S1"),
        ("2025 Q2", "2025-Q2"),
        ("2025年", "2025"),
        ("2025年3月", "2025-03"),
        ("2021-2025", "2021/2025"),
        ("2021\N{EN DASH}2025", "2021/2025"),
        ("2025-13", None),
        ("33618", None),
        ("", None),
    ],
)
def test_periods_are_read_as_people_write_them(words: str, period: str | None) -> None:
    assert read_period_words(words) == period


def test_a_note_says_how_a_term_was_read(shipped: Store) -> None:
    assert (
        read_question(shipped, "电动车").note
        == "nothing is called '电动车'; shown is 'electric vehicles'"
    )
    assert read_question(shipped, "automob").note == (
        "nothing is called 'automob'; shown is what has a name with words that begin so"
    )


def test_what_is_near_in_meaning_is_suggested(shipped: Store) -> None:
    with pytest.raises(
        NotFoundError, match="did you mean 'air quality' \\(ecology.good-air-days\\)"
    ):
        read_question(shipped, "PM2.5")


def test_words_that_only_select_hold_for_all_terms(load: Callable[[str], Store]) -> None:
    store = load(STORE)
    found = ask(store, ["homes", "target", "water growth"])
    assert [(one.term, one.selection.statuses, one.selection.measures) for one in found] == [
        ("homes", ("target",), None),
        ("water growth", ("target",), ("growth",)),
    ]


def test_without_a_name_all_indicators_are_asked(load: Callable[[str], Store]) -> None:
    store = load(STORE)
    (one,) = ask(store, ["target", "2026"])
    assert list(one.keys) == list(store.keys)
    assert one.selection == Selection(statuses=("target",), periods=(parse_period("2026"),))


def test_a_subject_narrows_other_terms(load: Callable[[str], Store]) -> None:
    store = load(STORE)
    assert [one.keys for one in ask(store, ["place", "East Bay"])] == [["place.water"]]
    with pytest.raises(NotFoundError, match="nothing called 'homes' is about East Bay"):
        ask(store, ["homes", "East Bay"])


def test_one_indicator_that_is_asked_twice_is_one(load: Callable[[str], Store]) -> None:
    store = load(STORE)
    request = gather(ask(store, ["homes target", "homes 2025"]))
    (key,) = request.keys
    chosen = request.selection_of(key).select(store.facts(key))
    assert [str(fact.period) for fact in chosen] == ["2025", "2026"]


def test_words_and_options_must_not_differ(load: Callable[[str], Store]) -> None:
    chosen = Selection(periods=(parse_period("2024"),))
    with pytest.raises(UsageError, match="'2025' and --period differ"):
        ask(load(STORE), ["homes", "2025"], chosen)
    assert ask(load(STORE), ["homes", "2024"], chosen)[0].selection == chosen


def test_every_word_of_the_table_means_one_thing() -> None:
    words = Vocabulary()
    assert not words.empty & words.selecting.keys()


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        pytest.param("get gdp 2024 2025", ["3200000000000", "3380000000000"], id="two-periods"),
        pytest.param("get gdp nev 2025 growth", ["5.3", "36"], id="words-hold-for-all"),
        pytest.param("get gdp -p 1999,2025", ["", "3380000000000"], id="a-miss-is-an-empty-line"),
        pytest.param("get Banan", [""], id="no-subject-in-get"),
    ],
)
def test_get_answers_each_period_in_order(run: Run, line: str, lines: list[str]) -> None:
    assert run(*line.split()).out.split("\n")[:-1] == lines


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("get 2025", "cqfacts: nothing is named; name a TERM such as gdp\n"),
        ("cite 2025", "cqfacts: nothing is named; name a TERM, or cite --all that is selected\n"),
        ("show gdp 2025 -p 2024", "cqfacts: '2025' and --period differ; give one of them\n"),
        (
            "show",
            "cqfacts: nothing is asked for; name a TERM, or select with options such as -p 2025; "
            "'cqfacts list' shows everything\n",
        ),
        (
            "show gdp --value x..",
            "cqfacts: --value is 'x..', not a range of numbers; write it like 1, ..5, 1000.. or "
            "1..3\n",
        ),
        (
            "show --figures --texts",
            "cqfacts: --figures and --texts leave nothing; give one of them, or none\n",
        ),
        (
            "show --source xinhua-gdp-2020 --publisher iChongqing",
            "cqfacts: --source and --publisher leave no source; give one of them\n",
        ),
    ],
)
def test_what_asks_nothing_is_refused(run: Run, line: str, message: str) -> None:
    result = run(*line.split())
    assert (result.status, result.out, result.err) == (2, "", message)


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        pytest.param("show --status target -p 2026", 6, id="status-and-period"),
        pytest.param("show targets 2026", 6, id="words"),
        pytest.param("show gdp -p 2024 -p 2025 -m level", 3, id="repeated"),
        pytest.param("show gdp -p 2024,2025 -m level", 3, id="commas"),
        pytest.param("show gdp --texts", 3, id="texts"),
        pytest.param("sources xinhua", 10, id="publisher"),
        pytest.param("sources chongqing-daily-new-journey", 1, id="source"),
    ],
)
def test_what_is_selected_is_shown(run: Run, line: str, rows: int) -> None:
    result = run(*line.split(), "--no-header", "-f", "tsv")
    assert (result.status, len(result.out.splitlines()), result.err) == (0, rows, "")


def test_what_one_source_states_is_shown(run: Run, shipped: Store) -> None:
    source = "chongqing-daily-new-journey"
    result = run("show", "--source", source, "--fields", "source", "--no-header", "-f", "tsv")
    assert result.out.splitlines() == [source] * shipped.facts_by_source()[source]


def test_what_has_no_answer_is_one_line(run: Run) -> None:
    result = run("show", "-p", "1900")
    assert (result.status, result.err) == (
        3,
        "cqfacts: there are no facts for 1900; ask for less\n",
    )


@pytest.mark.parametrize(
    ("options", "measure", "values"),
    [
        pytest.param("-m rank --value 1", "rank", (1, 1), id="number"),
        pytest.param("-m growth --value 6..", "growth", (6, 10**9), id="from"),
        pytest.param("-m rank --value ..5", "rank", (0, 5), id="to"),
        pytest.param("-m level --value '1000..0.015 million'", "level", (1000, 15_000), id="scale"),
    ],
)
def test_a_value_is_that_of_the_printed_number(
    run: Run, shipped: Store, options: str, measure: str, values: tuple[int, int]
) -> None:
    expected = [
        key
        for key in shipped.keys
        for fact in shipped.facts(key)
        if fact.amount and fact.measure == measure and values[0] <= fact.amount.value <= values[1]
    ]
    result = run("show", *shlex.split(options), *["--fields", "key", "--no-header", "-f", "tsv"])
    assert result.out.split() == expected
    assert expected


def test_words_that_ask_nothing_are_left_out(run: Run) -> None:
    assert run("get", "how", "many", "nev").out == "1296000\n"
    assert run("show", "how", "many").status == 3
