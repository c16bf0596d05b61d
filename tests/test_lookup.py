"""From a term to indicators: which rule wins, and what a miss suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining

import pytest
from counting import count_steps

from cqfacts import NotFoundError, find_keys, get_keys, search
from cqfacts.naming import fold
from cqfacts.store import Store
from cqfacts.store.tables import File

if TYPE_CHECKING:
    from collections.abc import Callable

STORE = """
[town.homes]
label = "New homes"
aliases = ["houses", "住宅", "Farm"]

[town.water]
label = "Water quality of the river"

[farm]
label = "Farms"
aliases = ["agriculture"]

[farm.water]
label = "Water used"
description = "By cattle and crops"

[farm.cows]
label = "Cows"
aliases = ["cattle heads"]

[[farm.cows.facts]]
source = "herald"
period = "2025"
value = 3
stated = "three cows by the river"
"""


@pytest.mark.parametrize(
    ("term", "keys"),
    [
        pytest.param("town.homes", "town.homes", id="key"),
        pytest.param("TOWN.Homes", "town.homes", id="key-without-case"),
        pytest.param("town", "town.homes town.water", id="topic"),
        pytest.param("agriculture", "farm.water farm.cows", id="topic-alias"),
        pytest.param("farms", "farm.water farm.cows", id="topic-label"),
        pytest.param("farm", "farm.water farm.cows", id="topic-before-alias"),
        pytest.param("homes", "town.homes", id="name"),
        pytest.param("water", "town.water farm.water", id="name-in-two-topics"),
        pytest.param("NEW_homes", "town.homes", id="label-with-underscore"),
        pytest.param("cattle-heads", "farm.cows", id="alias-with-hyphen"),
        pytest.param("住宅", "town.homes", id="chinese"),
        pytest.param("住", "", id="one-chinese-character"),
        pytest.param("water qual", "town.water", id="beginnings"),
        pytest.param("rive wate", "town.water", id="beginnings-in-any-order"),
        pytest.param("riv wat", "", id="too-short-to-begin-a-word"),
        pytest.param("rivers", "town.water", id="plural-of-a-word"),
        pytest.param("cattle head", "farm.cows", id="singular-of-a-word"),
        pytest.param("ater", "", id="not-inside-a-word"),
        pytest.param("", "", id="empty"),
        pytest.param("nothing", "", id="nothing"),
    ],
)
def test_the_first_rule_that_finds_any_decides(
    load: Callable[[str], Store], term: str, keys: str
) -> None:
    assert " ".join(find_keys(load(STORE), term)) == keys


def test_topics_can_be_skipped(load: Callable[[str], Store]) -> None:
    store = load(STORE)
    assert find_keys(store, "farm", topics=False) == ["town.homes"]
    with pytest.raises(NotFoundError) as caught:
        get_keys(store, "agriculture", topics=False)
    assert str(caught.value) == (
        "'agriculture' is a topic, not an indicator; 'cqfacts list agriculture' shows its "
        "indicators"
    )


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (
            "hmoes",
            "nothing is called 'hmoes'; did you mean 'homes' (town.homes)? "
            "'cqfacts list' shows everything",
        ),
        ("xyzzy", "nothing is called 'xyzzy'; 'cqfacts list' shows everything"),
        (
            "tonw",
            "nothing is called 'tonw'; did you mean 'town' (topic town)? "
            "'cqfacts list' shows everything",
        ),
    ],
)
def test_a_miss_names_what_is_near(load: Callable[[str], Store], term: str, message: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        get_keys(load(STORE), term)
    assert str(caught.value) == message


def test_a_name_comes_before_words_that_start_so(load: Callable[[str], Store]) -> None:
    store = load('[town.taxis]\nlabel = "Cabs"\n[town.taxes]\nlabel = "Duties"\n')
    assert find_keys(store, "taxes") == ["town.taxes"]
    assert find_keys(store, "tax") == ["town.taxes"]
    assert find_keys(store, "taxi") == ["town.taxis"]
    assert find_keys(store, "ta") == []


@pytest.mark.parametrize(
    ("term", "near"),
    [
        pytest.param("inovation", "innovation", id="left-out"),
        pytest.param("innovatoin", "innovation", id="changed-places"),
        pytest.param("inflation", "", id="another-word"),
        pytest.param("gpd", "gdp", id="short-changed-places"),
        pytest.param("gap", "", id="short-another-word"),
        pytest.param("quailty", "quality", id="word-of-a-name"),
        pytest.param("第一产业", "", id="chinese-another-word"),
        pytest.param("第三业产", "第三产业", id="chinese-changed-places"),
    ],
)
def test_a_name_is_suggested_only_where_it_is_likely(
    load: Callable[[str], Store], term: str, near: str
) -> None:
    store = load('[town.gdp]\naliases = ["innovation", "air quality", "第三产业"]\n')
    with pytest.raises(NotFoundError) as caught:
        get_keys(store, term)
    assert (f"did you mean '{near}' (town.gdp)?" in str(caught.value)) == bool(near)
    assert bool(near) == ("did you mean" in str(caught.value))


def test_what_is_called_little_else_comes_first(load: Callable[[str], Store]) -> None:
    names = ["new-energy-cars", "energy-use", "energies"]
    store = load("".join(f"[town.{name}]\nlabel = '{name}'\n" for name in names))
    assert find_keys(store, "energy") == [
        "town.energy-use",
        "town.new-energy-cars",
        "town.energies",
    ]


def test_a_miss_is_no_topic_where_topics_are_skipped(load: Callable[[str], Store]) -> None:
    with pytest.raises(NotFoundError, match="^nothing is called 'xyzzy'; 'cqfacts list'"):
        get_keys(load(STORE), "xyzzy", topics=False)


def test_a_miss_names_three_at_most(load: Callable[[str], Store]) -> None:
    names = "".join(f'[town.river-{letter}]\nlabel = "{letter}"\n' for letter in "abcd")
    with pytest.raises(NotFoundError) as caught:
        get_keys(load(names), "river-x")
    assert str(caught.value) == (
        "nothing is called 'river-x'; did you mean 'river-a' (town.river-a), "
        "'river-b' (town.river-b) or 'river-c' (town.river-c)? 'cqfacts list' shows everything"
    )


@pytest.mark.parametrize(
    ("indicators", "term", "near"),
    [
        pytest.param(5000, "xtem-17", "'item-17' (t.item-17)", id="all-of-five-thousand"),
        pytest.param(5001, "xtem-17", None, id="of-more-not-another-first-character"),
        pytest.param(5001, "ietm-17", "'item-17' (t.item-17)", id="but-the-same-one"),
    ],
)
def test_a_miss_in_a_large_store_looks_at_names_with_the_same_first_character(
    indicators: int, term: str, near: str | None
) -> None:
    tables = {"t": {f"item-{number}": {"label": "A"} for number in range(indicators)}}
    with pytest.raises(NotFoundError) as caught:
        get_keys(Store([File(name="many.toml", tables=tables)]), term)
    assert (f"did you mean {near}" if near else f"'{term}'; 'cqfacts list'") in str(caught.value)


RANKED = """
[town.spread]
label = "Green lamps"
aliases = ["lamp tax"]

[town.said]
label = "Rules"
description = "A tax that is meant to be green"

[town.apart]
label = "Tax on what is not green"

[town.inside]
label = "New green tax law"

[town.begins]
label = "Green taxes"

[town.exact]
label = "Green tax"
"""


def test_search_orders_by_how_the_words_are_met(load: Callable[[str], Store]) -> None:
    matches = search(load(RANKED), ["green", "tax"])
    assert [(match.key, match.matched) for match in matches] == [
        ("town.exact", "Green tax"),
        ("town.begins", "Green taxes"),
        ("town.inside", "New green tax law"),
        ("town.apart", "Tax on what is not green"),
        ("town.said", "A tax that is meant to be green"),
        ("town.spread", "spread"),
    ]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param("cows", "farm.cows", id="exact"),
        pytest.param("water", "town.water farm.water", id="exact-in-store-order"),
        pytest.param("water-used", "farm.water", id="label"),
        pytest.param("river", "town.water farm.cows", id="label-before-stated-words"),
        pytest.param("cattle", "farm.cows farm.water", id="alias-before-description"),
        pytest.param("three river", "farm.cows", id="words-apart"),
        pytest.param("住", "town.homes", id="one-chinese-character"),
        pytest.param("agriculture cows", "farm.cows", id="topic-and-name"),
        pytest.param("crops zebra", "", id="all-words-are-needed"),
        pytest.param("", "", id="nothing-asked"),
    ],
)
def test_search_gives_the_best_first(load: Callable[[str], Store], texts: str, found: str) -> None:
    matches = search(load(STORE), texts.split(" "))
    assert " ".join(match.key for match in matches) == found


def test_search_puts_first_places_first(load: Callable[[str], Store]) -> None:
    rank = "measure = 'rank'\nperiod = '2025'\nof = 'towns'\nsource = 'herald'\n"
    store = load(
        f"[[town.spas.facts]]\n{rank}value = 3\nstated = 'first third of all towns'\n"
        f"[[town.inns.facts]]\n{rank}value = 1\nstated = 'first of all towns'\n"
        "[town.first]\nlabel = 'First of towns'\n"
    )
    found = [match.key for match in search(store, ["first", "towns"])]
    assert found == ["town.first", "town.inns", "town.spas"]
    assert [match.key for match in search(store, ["towns", "of"])][1:] == ["town.spas", "town.inns"]


def test_search_says_where_it_found_the_words(load: Callable[[str], Store]) -> None:
    matches = search(load(STORE), ["river"])
    assert [match.matched for match in matches] == [
        "Water quality of the river",
        "three cows by the river",
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("New_Energy  vehicles", "new-energy-vehicles"), ("ＮＥＶ", "nev")]
)
def test_names_are_compared_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)


LONG_TERMS = {
    "one-word": "x",
    "one-word-again": "h ",
    "words": "new homes ",
    "strangers": "zz ",
    "keys": "town.homes ",
    "chinese": "住宅",
    "marks": "\u0301\u0316",
    "kana-marks": "\uff9e\u0301",
}


@pytest.mark.parametrize("part", LONG_TERMS.values(), ids=LONG_TERMS)
def test_the_work_of_a_term_goes_with_its_length(load: Callable[[str], Store], part: str) -> None:
    store = load("".join(f"[town.homes-{number}]\nlabel = 'New homes'\n" for number in range(50)))

    def look_up(count: int) -> None:
        term = part * count
        find_keys(store, term)
        search(store, [term])
        search(store, term.split())

    look_up(1)
    once = count_steps(lambda: look_up(1))
    # Each is read, and none is held against every indicator once more.
    assert count_steps(lambda: look_up(2_000)) < 2 * once + 2_000 * 100


@pytest.mark.parametrize("part", ["\u0301\u0316", "\uff9e\u0301", "\u0f73\u0301"])
def test_marks_are_sorted_in_parts(part: str) -> None:
    """Sorting all of them at once takes time with the square of their number."""
    folded = fold("a" + part * 1_000)
    runs = [0]
    for character in folded:
        runs.append(runs[-1] + 1 if combining(character) else 0)
    assert max(runs) <= 90
    # No writing has so many.
    assert fold("e" + "\u0301\u0316" * 10) == fold("e" + "\u0316" * 10 + "\u0301" * 10)
