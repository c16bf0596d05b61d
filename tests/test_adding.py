"""Adding a fact: words read, parts missing, findings shown, and the file as it then is."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import SHIPPED

from cqfacts import open_store
from cqfacts.errors import CqfactsError
from cqfacts.record import replace
from cqfacts.store.tables import Number
from cqfacts.writing import (
    EntryError,
    Given,
    MissingError,
    RefusedError,
    add_entries,
    add_fact,
    compose,
    open_own,
)

if TYPE_CHECKING:
    from conftest import MakeStore, Run

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2024"
value = "43 thousand"
stated = "43,000 homes"
source = "gazette"

[town.output]
label = "Output"
aliases = ["GDP"]
unit = "CNY"

[[town.output.facts]]
period = "2024"
value = "3.2 trillion"
stated = "3.2 trillion yuan"
source = "gazette"

[town.forest]
label = "Forest cover"
unit = "%"

[[town.forest.facts]]
period = "2024"
value = 55.0
stated = "55.0%"
source = "gazette"
"""
ADD = ("--period", "2025", "--source", "gazette")


@pytest.fixture
def path(make_store: MakeStore) -> Path:
    return make_store(STORE)


def read(path: Path, key: str) -> list[dict[str, Any]]:
    topic, name = key.split(".")
    facts = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Number)[topic][name]["facts"]
    assert isinstance(facts, list)
    return facts


def say(path: Path, key: str, words: str | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parts
    """Return the fact that is made of words, without what all of them have."""
    given = Given(key=key, words=words, **{"period": "2025", "source": "gazette", **more})
    composed = compose(open_own([str(path)]).store, given)
    return {k: v for k, v in composed.fact.items() if k not in ("period", "source", "stated")}


@pytest.mark.parametrize(
    ("key", "words", "more", "said"),
    [
        pytest.param(
            "town.output",
            "exceeded RMB 3.37 trillion",
            {},
            {"qualifier": "over", "value": "3.37 trillion"},
            id="words",
        ),
        pytest.param("gdp", "3.37万亿元", {}, {"value": "3.37万亿"}, id="chinese"),
        pytest.param(
            "gdp", "$5 billion", {}, {"value": "5 billion", "unit": "USD"}, id="another-unit"
        ),
        pytest.param("town.homes", "12,866 homes", {}, {"value": 12866}, id="exact"),
        pytest.param("town.homes", "43,000 homes", {}, {"value": "43 thousand"}, id="round"),
        pytest.param("town.homes", "2,000,000", {}, {"value": "2 million"}, id="rounder"),
        pytest.param(
            "gdp", "up 5.3%", {}, {"measure": "growth", "value": Number("5.3")}, id="growth"
        ),
        pytest.param(
            "gdp", "fell 3.2 percent", {}, {"measure": "growth", "value": "-3.2"}, id="decline"
        ),
        pytest.param("town.forest", "reached 55.4%", {}, {"value": "55.4"}, id="percent-level"),
        pytest.param(
            "gdp",
            "38.6% of the total",
            {"measure": "share", "of": "the west"},
            {"measure": "share", "value": "38.6", "of": "the west"},
            id="share",
        ),
        pytest.param(
            "gdp",
            "No. 1 for the 11th consecutive year",
            {"measure": "rank", "of": "the world"},
            {"measure": "rank", "value": 1, "of": "the world"},
            id="rank",
        ),
        pytest.param(
            "gdp",
            "tripled",
            {"base": "2015"},
            {"measure": "multiple", "value": 3, "base": "2015"},
            id="multiple",
        ),
        pytest.param(
            "gdp",
            "3.4 trillion, up 5.3%",
            {"value": "3.4 trillion"},
            {"value": "3.4 trillion"},
            id="chosen-by-value",
        ),
        pytest.param(
            "gdp",
            "3.4 trillion, up 5.3%",
            {"measure": "growth"},
            {"measure": "growth", "value": "5.3"},
            id="chosen-by-measure",
        ),
        pytest.param(
            "gdp",
            "around 6%",
            {"value": "6", "qualifier": "none", "measure": "growth"},
            {"measure": "growth", "value": 6},
            id="overridden",
        ),
        pytest.param(
            "gdp",
            None,
            {"text": "A plan", "status": "plan"},
            {"text": "A plan", "status": "plan"},
            id="text",
        ),
        pytest.param(
            "gdp",
            "325 days",
            {"is_each": True, "value": "325", "unit": "days"},
            {"value": 325, "unit": "days", "each": True},
            id="each",
        ),
        pytest.param(
            "gdp",
            None,
            {"value": "-70", "measure": "growth"},
            {"measure": "growth", "value": -70},
            id="no-words",
        ),
    ],
)
def test_words_are_read(
    path: Path, key: str, words: str | None, more: dict[str, Any], said: dict[str, Any]
) -> None:
    assert say(path, key, words, **more) == said


@pytest.mark.parametrize(
    ("key", "words", "more", "part", "message"),
    [
        pytest.param(None, None, {}, "key", "no indicator is named", id="key"),
        pytest.param("gdp", None, {}, "words", "nothing is said of it", id="words"),
        pytest.param("gdp", "grew a lot", {}, "value", "no figure that can be read", id="figure"),
        pytest.param(
            "gdp", "3 yuan, up 5%", {}, "value", "has 2 figures, 3 and 5", id="two-figures"
        ),
        pytest.param("gdp", "5.3%", {}, "measure", "the words give a percentage", id="percentage"),
        pytest.param(
            "town.forest", "up 5.3%", {}, "measure", "the words give a percentage", id="up-a-level"
        ),
        pytest.param(
            "gdp", "rose by 30,000 yuan", {}, "measure", "the words give a difference", id="rise"
        ),
        pytest.param("gdp", "No. 1", {}, "of", "a rank needs what it is a rank of", id="rank"),
        pytest.param("gdp", "tripled", {}, "base", "a multiple needs the period", id="base"),
        pytest.param("gdp", "3 yuan", {"period": None}, "period", "has no period", id="period"),
        pytest.param("gdp", "3 yuan", {"source": None}, "source", "has no source", id="source"),
        pytest.param(
            "gdp",
            "3 yuan",
            {"source": "gazete"},
            "title",
            "no source is called 'gazete'; did you mean 'gazette'? --title makes a new one",
            id="unknown-source",
        ),
        pytest.param(
            "town.home",
            "3 homes",
            {},
            "label",
            "did you mean 'town.homes' (town.homes)? --label makes a new indicator",
            id="unknown-indicator",
        ),
    ],
)
def test_a_missing_part_is_named(  # noqa: PLR0913, PLR0917 - a table of five columns
    path: Path, key: str, words: str | None, more: dict[str, Any], part: str, message: str
) -> None:
    with pytest.raises(MissingError) as caught:
        say(path, key, words, **more)
    assert message in str(caught.value)
    assert caught.value.part == part


@pytest.mark.parametrize(
    ("more", "message"),
    [
        pytest.param({"status": "actuall"}, "'actuall' is not a status", id="status"),
        pytest.param({"measure": "grwth"}, "did you mean 'growth'", id="measure"),
        pytest.param({"qualifier": "ovr"}, "did you mean 'over'", id="qualifier"),
        pytest.param({"period": "20255"}, "--period: ", id="period"),
        pytest.param({"base": "20255"}, "--base: ", id="base"),
        pytest.param({"value": "3x"}, "'3x' is not a number", id="value"),
        pytest.param({"text": "a", "value": "3"}, "a text has no value", id="text-and-value"),
        pytest.param(
            {"text": "a", "qualifier": "over"}, "has no qualifier; leave", id="text-and-qualifier"
        ),
        pytest.param({"text": "a", "unit": "CNY"}, "a text has no unit; leave", id="text-and-unit"),
        pytest.param(
            {"measure": "growth", "value": "7", "unit": "CNY"},
            "a growth is in %; leave out --unit",
            id="growth-and-unit",
        ),
        pytest.param(
            {"measure": "rank", "value": "7", "of": "a", "unit": "CNY"},
            "a rank has no unit; leave out --unit",
            id="rank-and-unit",
        ),
        pytest.param({"key": "town.label"}, "'label' is what every topic may have", id="taken"),
        pytest.param(
            {"key": "new.aliases", "label": "L"},
            "since 'aliases' is what every topic",
            id="new-taken",
        ),
        pytest.param({"note": "\udcff"}, "note: what is given is not UTF-8", id="bytes"),
        pytest.param({"is_undated": True}, "--undated goes with neither", id="undated"),
        pytest.param({"title": "T"}, "source 'gazette' is there already", id="source"),
        pytest.param({"label": "T"}, "'town.output' is there already", id="label"),
        pytest.param({"source": "n", "title": "T", "published": "x"}, "not a day", id="published"),
    ],
)
def test_a_wrong_part_is_refused(path: Path, more: dict[str, Any], message: str) -> None:
    with pytest.raises(CqfactsError, match=message) as caught:
        say(path, **{"key": "gdp", "words": "3 yuan", **more})
    assert caught.value.exit_status in (2, 3)


def test_what_is_said_as_it_is_there_does_no_harm(run: Run, path: Path) -> None:
    more = ("--title", "The Gazette", "--publisher", "Gazette")
    result = run("add", "gdp", "exceeded RMB 3.37 trillion", *ADD, *more, "-s", str(path))
    assert (result.status, path.read_text(encoding="utf-8").count("[sources.gazette]")) == (0, 1)


def test_a_fact_is_added(run: Run, path: Path) -> None:
    result = run("add", "gdp", "exceeded RMB 3.37 trillion", *ADD, "-s", str(path))
    said = "added town.output, 2025, level, > CNY 3.37 trillion, by gazette"
    assert (result.out, result.err) == (f"{path}: {said}\n", "")
    assert read(path, "town.output")[-1] == {
        "period": "2025",
        "qualifier": "over",
        "value": "3.37 trillion",
        "stated": "exceeded RMB 3.37 trillion",
        "source": "gazette",
    }
    assert run("check", str(path)).status == 0


def test_words_need_no_quotes(run: Run, path: Path) -> None:
    assert run("add", "gdp", "3.4", "trillion", "yuan", *ADD, "-s", str(path)).status == 0
    assert read(path, "town.output")[-1]["stated"] == "3.4 trillion yuan"


def test_the_store_of_the_environment_is_written(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQFACTS_STORE", str(path))
    assert run("add", "gdp", "3.4 trillion yuan", *ADD).status == 0
    assert len(read(path, "town.output")) == 2


def test_without_a_store_of_ones_own_it_says_how_to_make_one(run: Run) -> None:
    before = SHIPPED.read_bytes()
    result = run("add", "gdp", "3.4 trillion yuan", *ADD)
    assert result.status == 2
    assert "'cqfacts init' makes one, and --store or CQFACTS_STORE names it" in result.err
    assert SHIPPED.read_bytes() == before


def test_a_new_indicator_and_a_new_source_are_made(run: Run, path: Path) -> None:
    words = ("add", "trade.total", "800 billion yuan", "-p", "2025", "--source", "wire")
    more = ("--label", "Foreign trade", "--title", "The Wire", "--published", "2026-01-19")
    assert run(*words, *more, "-s", str(path)).status == 0
    store = open_store(path)
    assert store.indicator("trade.total").unit == "CNY"
    assert str(store.source("wire").published) == "2026-01-19"
    problems = run("check", str(path), "--skip", "source-unused")
    assert (problems.out, problems.status) == ("", 0)


def test_a_rival_that_disagrees_is_shown(run: Run, path: Path) -> None:
    words = ("add", "gdp", "3.5 trillion yuan", "-p", "2024", "--source", "herald")
    result = run(*words, "-s", str(path))
    assert result.status == 0
    assert "warning: sources differ for 2024" in result.err
    assert "[rival-conflict]" in result.err


def test_a_growth_that_does_not_fit_is_shown(run: Run, path: Path) -> None:
    run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(path))
    result = run("add", "gdp", "up 15%", *ADD, "-s", str(path))
    assert result.status == 0
    assert "growth is stated as 15 %, and the levels give" in result.err


def test_a_duplicate_is_refused_unless_it_is_wanted(run: Run, path: Path) -> None:
    before = path.read_bytes()
    words = ("add", "gdp", "3.2 trillion yuan", "-p", "2024", "--source", "gazette")
    result = run(*words, "-s", str(path))
    assert result.status == 1
    assert f"gazette states the same fact again, first in {path}:" in result.err
    assert "correct it, or write it with --anyway" in result.err
    assert path.read_bytes() == before
    assert run(*words, "-s", str(path), "--anyway").status == 0
    assert len(read(path, "town.output")) == 2


def test_what_was_wrong_before_is_not_told_again(run: Run, make_store: MakeStore) -> None:
    conflict = STORE + STORE[STORE.index("[[town.output") : STORE.index("[town.forest")].replace(
        "3.2", "3.5"
    ).replace("gazette", "herald")
    path = make_store(conflict)
    assert run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(path)).err == ""


def test_a_share_of_a_changed_indicator_is_looked_at(run: Run, make_store: MakeStore) -> None:
    share = (
        '[[town.homes.facts]]\nmeasure = "share"\nof = "town.flats"\nperiod = "2024"\n'
        'value = 80\nstated = "80%"\nsource = "gazette"\n'
    )
    path = make_store(f"{STORE}\n{share}")
    words = ("add", "town.flats", "100,000 homes", "-p", "2024", "--source", "gazette")
    result = run(*words, "--label", "Flats", "--unit", "homes", "-s", str(path))
    assert "share is stated as 80 %, and the levels give" in result.err


def test_an_ambiguous_new_name_is_shown(run: Run, path: Path) -> None:
    words = ("add", "trade.gdp", "3 yuan", *ADD, "--label", "Output")
    assert "[alias-ambiguous]" in run(*words, "-s", str(path)).err


def test_what_the_format_refuses_is_refused(path: Path) -> None:
    with pytest.raises(EntryError, match="source 'x' is not declared") as caught:
        add_fact([str(path)], "town.homes", {"value": 3, "source": "x"})
    assert caught.value.problems[0].location.keys[:4] == ("town", "homes", "facts", 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('unit = "homes"', "unit = 3", "unit is a number, not text", id="in-doubt"),
        pytest.param(
            "[town.homes]", "sights = 3\n[town.homes]", "'town.sights' is not what", id="no-table"
        ),
        pytest.param(
            "[town.homes]", "[town.sights]\nfacts = 3\n[town.homes]", "sights.facts", id="no-list"
        ),
    ],
)
def test_a_store_with_faults_is_no_traceback(
    make_store: MakeStore, old: str, new: str, message: str
) -> None:
    path = make_store(STORE.replace(old, new, 1))
    key = "town.homes" if "unit" in old else "town.sights"
    with pytest.raises(CqfactsError, match=message):
        add_fact([str(path)], key, {"value": 3, "period": "2025", "source": "gazette"})


def test_the_unit_of_a_new_indicator_is_kept(path: Path) -> None:
    store = open_own([str(path)]).store
    given = Given(key="a.b", label="B", unit="CNY", period="2025", source="gazette")
    for more in ({"words": "up 7%"}, {"text": "A plan"}):
        assert compose(store, replace(given, **more)).indicator == {"label": "B", "unit": "CNY"}


@pytest.mark.parametrize("option", ["--note", "--period", "--source", "words", "key"])
def test_bytes_that_are_no_text_are_one_line(path: Path, option: str) -> None:
    said = {"key": b"gdp", "words": b"3 yuan", "--period": b"2025", "--source": b"gazette"}
    said[option] = b"\xff\xfe 5"
    line = [said.pop("key"), said.pop("words"), *(one for pair in said.items() for one in pair)]
    command = [sys.executable, "-m", "cqfacts", "add", *line, "-s", str(path)]
    before = path.read_bytes()
    done = subprocess.run(command, capture_output=True, check=False)
    name = option.removeprefix("--")
    message = f"cqfacts: {name}: what is given is not UTF-8; type it again as text\n"
    assert (done.returncode, done.stderr.decode(), done.stdout) == (2, message, b"")
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [("add", "gdp"), ("show",)], ids=["add", "show"])
def test_words_that_look_like_an_option_are_told(run: Run, path: Path, command: list[str]) -> None:
    result = run(*command, "-3.2%", "-s", str(path))
    message = "'-3' is read as an option; put -- before words that begin with a hyphen"
    assert (result.err, result.status) == (f"cqfacts: {message}\n", 2)
    assert run("add", "-m", "growth", *ADD, "-s", str(path), "--", "gdp", "-3.2%").status == 0
    assert read(path, "town.output")[-1]["value"] == Number("-3.2")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_is_written_is_told_although_the_output_is_full(path: Path) -> None:
    command = [sys.executable, "-m", "cqfacts", "add", "gdp", "3 yuan", *ADD, "-s", str(path)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr.decode() == (
        f"cqfacts: {path} has the fact, but the output cannot be written "
        "(No space left on device); do not do it again\n"
    )
    assert done.returncode == 5
    assert len(read(path, "town.output")) == 2


@pytest.mark.parametrize("key", ["town", "town.", "a.b.c", ""])
def test_what_is_no_key_is_refused(path: Path, key: str) -> None:
    with pytest.raises(CqfactsError, match="is not the key of an indicator"):
        add_fact([str(path)], key, {"value": 3, "source": "gazette"})


def test_only_what_was_added_is_told_where_its_source_makes_another_fact_sound(
    path: Path, run: Run
) -> None:
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace('"gazette"', '"post"', 1), encoding="utf-8")
    words = ("add", "homes", "52 thousand homes", "-p", "2025", "--store", str(path))
    result = run(*words, "--source", "post", "--title", "The Post")
    assert (result.status, result.err) == (0, "")
    assert [str(fact.period) for fact in open_store(path).facts("town.homes")] == ["2024", "2025"]


def test_a_source_is_not_said_twice(path: Path) -> None:
    with pytest.raises(CqfactsError, match="'gazette' is there already and says something else"):
        add_fact(
            [str(path)], "town.homes", {"value": 3, "source": "gazette"}, source={"title": "G"}
        )


def test_what_somebody_else_made_meanwhile_is_not_made_again(path: Path) -> None:
    own = open_own([str(path)])
    given = Given(key="a.b", label="B", words="3 km", source="w", title="W", period="2025")
    first, second = (
        compose(own.store, replace(given, period=period)).entries for period in ("2024", "2025")
    )
    add_entries(own, first, str(path))
    add_entries(own, second, str(path))
    assert [fact["period"] for fact in read(path, "a.b")] == ["2024", "2025"]
    other = compose(own.store, replace(given, label="C")).entries
    with pytest.raises(CqfactsError, match="'a.b' is there already and says something else"):
        add_entries(own, other, str(path))


def test_what_somebody_else_put_into_another_file_is_not_said_again(folder: Path) -> None:
    own = open_own([str(folder)])
    given = Given(key="gdp", words="3 yuan", source="wire", title="The Wire", period="2025")
    first, second = (
        compose(own.store, replace(given, period=period)).entries for period in ("2021", "2022")
    )
    add_entries(own, first, str(folder / "a.toml"))
    add_entries(own, second, str(folder / "b.toml"))
    other = compose(own.store, replace(given, title="Another")).entries
    with pytest.raises(CqfactsError, match="'wire' is there already and says something else"):
        add_entries(own, other, str(folder / "c.toml"))
    store = open_store(folder)
    assert store.diagnostics == ()
    assert [str(fact.period) for fact in store.facts("town.output")] == [
        "2024",
        "2021",
        "2023",
        "2022",
    ]
    assert not [name for name in os.listdir(folder) if name.startswith(".")]


def test_the_library_refuses_what_a_check_calls_an_error(path: Path) -> None:
    fact = {"value": 3, "period": "2030", "source": "gazette"}
    with pytest.raises(RefusedError, match="period-future"):
        add_fact([str(path)], "town.homes", fact)
    added = add_fact([str(path)], "town.homes", fact, anyway=True)
    assert [one.check for one in added.problems] == ["period-future", "stated-missing"]


def test_a_dry_run_prints_a_diff(run: Run, path: Path) -> None:
    before, listed = path.read_bytes(), os.listdir(path.parent)
    result = run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(path), "--dry-run")
    assert result.status == 0
    assert result.out.startswith(f"--- {path}\n+++ {path}\n@@ ")
    assert '+stated = "3.4 trillion yuan"\n' in result.out
    assert (path.read_bytes(), os.listdir(path.parent)) == (before, listed)


def test_a_line_that_is_not_ended_is_shown_so(run: Run, path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip())
    words = ("add", "town.forest", "55.4%", *ADD, "-s", str(path), "--dry-run")
    assert run(*words).out.endswith('"\n\\ No newline at end of file\n')


@pytest.fixture
def folder(make_store: MakeStore, tmp_path: Path) -> Path:
    make_store(STORE, "a.toml")
    for name, key in (("b", "town.output"), ("c", "town.roads")):
        text = f'[[{key}.facts]]\nperiod = "2023"\nvalue = 3\nstated = "3"\nsource = "herald"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_file_with_the_last_facts_is_written(run: Run, folder: Path) -> None:
    run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(folder))
    assert len(read(folder / "b.toml", "town.output")) == 2


def test_a_named_file_is_written_and_a_new_one_made(run: Run, folder: Path) -> None:
    words = ("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(folder), "--file")
    assert run(*words, "a.toml").status == 0
    assert len(read(folder / "a.toml", "town.output")) == 2
    assert run(*words[:2], "3.5 trillion yuan", "-p", "2026", *words[5:], "d.toml").status != 0
    assert run("add", "gdp", "3.1 trillion yuan", "-p", "2022", *words[5:], "d.toml").status == 0
    assert (folder / "d.toml").read_text().startswith("schema = 1\n\n[[town.output.facts]]\n")


def test_a_new_indicator_needs_a_file_to_be_named(run: Run, folder: Path) -> None:
    words = ("add", "trade.total", "3 ports", *ADD, "--label", "Ports", "-s", str(folder))
    assert "name one with --file" in run(*words).err
    assert "'x' is no file of the store" in run(*words, "--file", "x").err
    assert run(*words, "--file", "c.toml").status == 0


def test_the_index_notices_what_was_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    path.write_text(text + "# so large that it is indexed\n" * 10_000, encoding="utf-8")
    assert run("get", "nev", "-p", "2019", "-s", str(path)).status == 3
    assert "current" in run("index", "-s", str(path)).out
    words = ("add", "nev", "40,000 vehicles", "-p", "2019", "--source", "xinhua-nev-2022")
    assert run(*words, "-s", str(path)).status == 0
    assert run("get", "nev", "-p", "2019", "-s", str(path)).out == "40000\n"


def test_a_read_only_store_is_one_clear_line(run: Run, path: Path) -> None:
    path.chmod(stat.S_IRUSR)
    result = run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(path))
    assert result.status == 5
    assert result.err == (
        f"cqfacts: {path} cannot be written (it is read-only); allow it, or name another file\n"
    )


def test_a_store_that_is_not_toml_is_told(run: Run, path: Path) -> None:
    path.write_text("[town\n", encoding="utf-8")
    assert run("add", "gdp", "3.4 trillion yuan", *ADD, "-s", str(path)).status == 5


@pytest.mark.parametrize("place", ["facts.toml", "my/", "my/own.toml", "."])
def test_a_store_is_begun(
    run: Run, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my").mkdir(exist_ok=True)
    assert "is made; use it with --store" in run("init", place).out
    (made,) = tmp_path.rglob("*.toml")
    before = made.read_bytes()
    assert run("check", "--strict", str(made)).out == ""
    again = run("init", place)
    assert again.status == 5
    assert "exists; name another file" in again.err
    assert made.read_bytes() == before


def test_a_dry_beginning_makes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "+schema = 1\n" in run("init", "new", "--dry-run").out
    assert os.listdir(tmp_path) == []
