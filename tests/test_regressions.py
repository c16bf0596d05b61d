"""Cases that were once wrong, each with the question that showed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from test_cli import shell

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

HOMES = """
[town.homes]
unit = "homes"
[[town.homes.facts]]
period = "2025"
value = 9
source = "gazette"
"""


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ("--status target -p 2023", "✓ met by 6.1 %"),
        ("--source ichongqing-targets-2023 -m growth", "✓ met by 6.1 %"),
        ("-p 2026", "open; 2025 actual: 5.3 %"),
    ],
)
def test_a_selection_hides_no_actual_from_a_target(run: Run, options: str, verdict: str) -> None:
    out = run("compare", "gdp", "-f", "table", *options.split()).out
    assert verdict in " ".join(out.split())


def test_a_base_may_lie_outside_the_selection(run: Run) -> None:
    result = run("compare", "gdp", "-p", "2023/2025", "--base", "2020", "-f", "jsonl")
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [row["against"] for row in rows if row["row"] == "overall"] == ["2020", "2020"]


@pytest.mark.parametrize(
    ("text", "command", "told"),
    [
        ("[[town.facts]]\nvalue = 9\n", "list", "'facts' is not a key of a topic"),
        ("[[town.homes]]\nvalue = 9\n", "show town", "'homes' is not a key of a topic"),
        (HOMES + "[store]\nsubject = 5\n", "get homes", "subject is a number, not text"),
        (
            HOMES.replace("[[town.homes.facts]]", "[town.homes.facts]"),
            "show homes",
            "left out 1 fact because of 1 problem",
        ),
    ],
)
def test_what_is_lost_is_told(run: Run, tmp_path: Path, text: str, command: str, told: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(f"[sources.gazette]\ntitle = 'G'\n{text}", encoding="utf-8")
    assert told in run(*command.split(), "-s", str(path)).err


def test_a_topic_s_label_said_twice_is_told(run: Run, tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("[town]\nlabel = 'Town'\n", encoding="utf-8")
    assert "label of 'town' is said twice" in run("list", "-s", str(tmp_path)).err


@pytest.mark.parametrize("key", ["period", "schema", "value"])
def test_a_number_too_long_to_be_shown_is_told(run: Run, make_store: MakeStore, key: str) -> None:
    long_number = f"{key} = 0x{'f' * 5000}\n"
    text = HOMES if key == "schema" else HOMES.replace(f"{key} = ", "x = ") + long_number
    path = make_store(text)
    if key == "schema":
        content = path.read_text(encoding="utf-8").replace("schema = 1\n", long_number)
        path.write_text(content, encoding="utf-8")
    result = run("show", "homes", "-s", str(path))
    assert all(line.startswith(("cqfacts: ", str(path))) for line in result.err.splitlines())


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("cqfacts show nev >&-", 5),
        ("cqfacts show - <&-", 2),
        ("cqfacts show nosuch 2>&-", 3),
        ("cqfacts --help > /dev/full", 5),
        ("cqfacts show nev -f tsv -o /dev/stdout --force | head -1", 0),
    ],
)
def test_a_stream_that_is_closed_or_full_leaves_no_traceback(line: str, status: int) -> None:
    result = shell(line)
    assert result.returncode == status
    assert "Traceback" not in result.stderr


def test_a_stock_joins_the_flow_of_its_moment_whichever_comes_first(
    run: Run, make_store: MakeStore
) -> None:
    text = (
        "[town.debt]\nkind = 'stock'\nunit = 'm'\n[[town.debt.facts]]\nperiod = '2025-12'\n"
        "value = 100\nsource = 'gazette'\n[town.income]\nunit = 'm'\n[[town.income.facts]]\n"
        "period = '2025'\nvalue = 200\nsource = 'gazette'\n"
    )
    path = str(make_store(text))
    for terms in (("debt", "income"), ("income", "debt")):
        across = json.loads(run("compare", *terms, "-s", path, "--json").out)["across"]
        assert len(across["rows"]) == 1
        assert across["rows"][0]["relations"][0]["ratio"]


def growth(base: str, value: int, source: str) -> str:
    text = f"[[town.homes.facts]]\nmeasure = 'growth'\nperiod = '2025'\nvalue = {value}\n"
    return text + f"source = '{source}'\n" + (f"base = '{base}'\n" if base else "")


def test_a_growth_is_on_the_year_before_unless_it_says_otherwise(
    run: Run, make_store: MakeStore
) -> None:
    path = str(make_store(growth("", 5, "gazette") + growth("2024", 9, "herald")))
    assert run("compare", "homes", "-s", path, "--fail-if", "conflict").status == 1


def test_get_takes_the_growth_on_the_year_before(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(growth("", 5, "gazette") + growth("2020", 30, "gazette")))
    assert run("get", "homes", "-m", "growth", "-s", path).out == "5\n"
    path = str(make_store(growth("2021", 5, "gazette") + growth("2020", 30, "gazette")))
    assert run("get", "homes", "-m", "growth", "-s", path).err == (
        "cqfacts: 'homes' has 2 answers for 2025, by base: 2021, 2020; "
        "one source says both, 'cqfacts show town.homes' shows them\n"
    )


def test_a_key_is_found_as_it_is_listed(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(HOMES.replace("town.homes", "Auto.My_Thing")))
    for term in ("Auto.My_Thing", "auto.my-thing"):
        assert "Auto.My_Thing\t" in run("show", term, "-s", path).out


def test_indicators_without_actuals_say_so_side_by_side(run: Run, make_store: MakeStore) -> None:
    text = HOMES + HOMES.replace("homes", "shops")
    path = str(make_store(text.replace('period = "2025"', 'period = "2099"\nstatus = "target"')))
    out = run("compare", "homes", "shops", "-s", path, "-f", "table").out
    assert "Without an actual figure to set beside the others: town.homes, town.shops." in out


def test_a_period_of_each_year_can_be_asked_for_as_it_is_written(run: Run) -> None:
    assert run("get", "good-air-days", "-p", "2020/2025").out == "325\n"


@pytest.mark.parametrize("of", ["economy.gdp", "GDP", "gross domestic product"])
def test_what_a_share_is_of_goes_by_every_name(run: Run, of: str) -> None:
    assert run("get", "services", "-m", "share", "--of", of).out == "58.8\n"


def test_a_byte_order_mark_is_passed_over(run: Run, make_store: MakeStore) -> None:
    path = make_store(HOMES)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run("get", "homes", "-s", str(path)).out == "9\n"
    assert shell(r"printf '\357\273\277nev\n' | cqfacts get -").stdout == "1296000\n"


def test_hidden_files_of_a_folder_are_no_stores(run: Run, make_store: MakeStore) -> None:
    path = make_store(HOMES)
    (path.parent / ".#facts.toml").symlink_to("nowhere")
    assert run("get", "homes", "-s", str(path.parent)).out == "9\n"


def test_a_file_named_twice_is_read_once(run: Run, make_store: MakeStore) -> None:
    path = make_store(HOMES)
    assert run("show", "homes", "-s", str(path), "-s", str(path.parent)).out.count("\n") == 2


def test_nothing_is_left_behind_by_an_answer_that_could_not_be_written(
    run: Run, tmp_path: Path
) -> None:
    result = run("compare", "gdp", "--fields", "key", "-o", str(tmp_path / "x.json"))
    assert (result.status, list(tmp_path.iterdir())) == (2, [])


def test_a_level_in_percent_changes_by_points(run: Run, make_store: MakeStore) -> None:
    text = HOMES.replace('unit = "homes"', 'unit = "%"') + HOMES.partition("\n[[")[2].join(
        ["[[", ""]
    ).replace("2025", "2026").replace("9", "11")
    out = run("compare", "homes", "-s", str(make_store(text)), "-f", "table").out
    assert "+2.00 pp vs 2025" in out


def test_growth_in_real_and_in_nominal_terms_is_not_subtracted(run: Run) -> None:
    rows = json.loads(run("compare", "gdp", "nev", "--json").out)["across"]["rows"]
    reasons = {
        relation["reason"]
        for row in rows
        if row["measure"] == "growth"
        for relation in row["relations"]
        if relation
    }
    assert reasons == {"real and nominal growth"}


def test_help_into_a_closed_pipe_is_no_error() -> None:
    result = shell("cqfacts --help | (exec <&-; sleep 1); echo ${PIPESTATUS[0]}")
    assert (result.stdout, result.stderr) == ("0\n", "")


def test_what_does_not_change_grows_by_nothing_a_year(run: Run, make_store: MakeStore) -> None:
    facts = "".join(
        f'[[town.flats.facts]]\nperiod = "{year}"\nvalue = 3\nsource = "gazette"\n'
        for year in (2021, 2025)
    )
    path = make_store('[town.flats]\nunit = "flats"\n' + facts)
    told = json.loads(run("compare", "flats", "-s", str(path), "-f", "json").out)
    yearly = told["indicators"][0]["series"][0]["overall"]["change"]["yearly"]
    assert (yearly["low"], yearly["high"]) == (0, 0)


def test_an_annotation_shows_what_would_control_a_terminal(run: Run, make_store: MakeStore) -> None:
    path = make_store('[town.homes]\n"\\u001b[31m" = 1\n')
    out = run("check", str(path), "--format", "github").out
    assert "\x1b" not in out
    assert "\u241b[31m" in out
