"""Every check: a store with its fault, found at its place and told in one line, and nothing else.

tests/errors holds a store a check, a file or a folder of its id, and what `cqfacts check` prints.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from golden import wants_writing
from hypothesis import given, settings
from hypothesis import strategies as st

from cqfacts import open_store
from cqfacts.checks import RULES, RULES_BY_ID, check_files, check_store
from cqfacts.errors import CqfactsError

if TYPE_CHECKING:
    from conftest import MakeStore, Run

FOLDER = Path(__file__).parent / "errors"
IDS = [rule.id for rule in RULES]
PAGE = PROJECT / "docs" / "checks.md"


OPTIONS = {
    "source-words": ("--documents", "documents"),
    "problems-many": ("--only", "problems-many"),
}
# Stores that go beyond a limit would be large.
LIMITS = {
    "file-limit": ("cqfacts.files.LARGEST_FILE", 100),
    "problems-many": ("cqfacts.store.records.MOST_PROBLEMS", 2),
    "each-many": ("cqfacts.store.records.MOST_STEPS", 10),
}


@pytest.fixture(autouse=True)
def _limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    check = getattr(request.node, "callspec", None) and request.node.callspec.params.get("check")
    if check in LIMITS:
        monkeypatch.setattr(*LIMITS[check])


def store_of(check: str) -> str:
    return check if (FOLDER / check).is_dir() else f"{check}.toml"


@pytest.mark.parametrize("check", IDS)
def test_a_check_finds_its_fault_and_nothing_else(
    run: Run, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    result = run("check", store_of(check), *OPTIONS.get(check, ()))
    expected = FOLDER / f"{check}.expected"
    if wants_writing():
        expected.write_text(result.out, encoding="utf-8")
    assert result.out == expected.read_text(encoding="utf-8")
    assert result.err == ""
    assert {re.findall(r"\[([\w-]+)\]$", line)[0] for line in result.out.splitlines()} == {check}
    assert result.status == (1 if RULES_BY_ID[check].severity == "error" else 0)


def test_there_are_enough_checks_and_no_store_without_one() -> None:
    assert len(IDS) >= 40
    stores = {path.stem for path in FOLDER.iterdir() if path.suffix != ".expected"}
    assert stores == {*IDS, "documents", "many"}


def test_a_problem_is_as_grave_as_its_rule_says() -> None:
    for check in IDS:
        path = FOLDER / store_of(check)
        for problem in check_files([path], documents=FOLDER / "documents", today=date(2026, 6, 30)):
            assert problem.severity == RULES_BY_ID[problem.check].severity


def describe_rules() -> str:
    """Return docs/checks.md as the rules and the corpus have it."""
    page = (
        "# Checks\n\n"
        "`cqfacts check` prints every problem of a store, sorted by place, one line each: "
        "`file:line:column: what is wrong; what to do [check-id]`.\n"
        "It exits 1 on errors, and with `--strict` on warnings too.\n"
        "This page is made from the rules and from `tests/errors`, which has a store for each.\n\n"
        "| check | severity | about |\n| --- | --- | --- |\n"
    )
    for rule in RULES:
        page += f"| [{rule.id}](#{rule.id}) | {rule.severity} | {rule.summary} |\n"
    for rule in RULES:
        said = (FOLDER / f"{rule.id}.expected").read_text(encoding="utf-8")
        page += f"\n## {rule.id}\n\n"
        page += f"{rule.summary[:1].upper()}{rule.summary[1:]} ({rule.severity}).\n"
        page += f"{rule.explanation}\n\n```text\n{said}```\n"
    return page


def test_the_page_of_checks_is_made_from_them() -> None:
    page = describe_rules()
    if wants_writing():
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


def planted(path: Path) -> list[tuple[int, int, str]]:
    """Return the faults that a store marks: `#! id` at the end of a line, `@n` the column."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for check, column in re.findall(r"#! ([\w-]+) @(\d+)", line):
            found.append((number, int(column), check))
    return sorted(found)


def test_all_faults_are_found_at_once_at_their_places() -> None:
    path = FOLDER / "many" / "facts.toml"
    expected = planted(path)
    assert len(expected) >= 25
    found = [
        (problem.location.line, problem.location.column, problem.check)
        for problem in check_files([path], today=date(2026, 6, 30))
    ]
    assert found == expected


def test_positions_are_exact_however_a_key_is_written(make_store: MakeStore) -> None:
    path = make_store(
        '[town.homes]\nunit = "homes"\n"ki\\u006Ed" = "stok"\nlabel = """\nNew\nhomes"""\n'
        '[town.flats]\nfacts = [\n  { period = "2024", value = 1, stated = "1", source = "x" },\n'
        '  {period="2025",value="é",stated="1",source="gazette"},\n]\n'
        '[town]\nshops.label = "Shops"\nshops.better = "more"\n'
        "[[town.homes.facts]]\n  text = 'Ⅻ'\n  quality = 1\nsource = 'gazette'\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace('[town]\nlabel = "Town"\n', "", 1))
    found = [
        (problem.location.line, problem.location.column, problem.check)
        for problem in check_files([path], today=date(2026, 6, 30))
        if problem.severity == "error"
    ]
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = {
        "source-unknown": '"x"',
        "value-invalid": '"é"',
        "kind-unknown": '"stok"',
        "better-unknown": '"more"',
        "key-unknown": "quality",
    }
    places = {
        check: next(
            (number, line.index(word) + 1) for number, line in enumerate(lines, 1) if word in line
        )
        for check, word in wanted.items()
    }
    assert sorted(found) == sorted((*place, check) for check, place in places.items())


def test_the_shipped_store_has_no_error_and_four_true_warnings(run: Run) -> None:
    result = run("check")
    assert result.status == 0
    told = [line.partition(": warning: ")[2] for line in result.out.splitlines()]
    assert told == [
        "growth is stated as 30.3 %, and the levels give > +35.5 %: > 500 thousand vehicles in "
        "2023 over nearly 369 thousand vehicles in 2022; correct one, or accept it with a note "
        "[growth-differs]",
        "11 years to 2025 start in 2015, and 11 years to 2024 in 2014; correct one "
        "[streak-differs]",
        "> CNY 800 billion in 2025 is stated as the first of its kind, and in 2021 it was > CNY "
        "800 billion by urdupoint-trade-2021; correct one, or accept it with a note "
        "[claim-differs]",
        "sources differ for 2023: 325 days by ichongqing-air-2023, > 325 days each year by "
        "chongqing-daily-new-journey; correct one, or accept it with a note [rival-conflict]",
    ]
    assert run("check", "--strict").status == 1


CONFLICT = """
[town.homes]
unit = "homes"
[[town.homes.facts]]
period = "2025"
value = 1
stated = "1"
source = "gazette"
[[town.homes.facts]]
period = "2025"
value = 2
stated = "2"
source = "herald"
"""


def test_a_discrepancy_can_be_accepted_with_a_reason(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(CONFLICT + 'accept = ["rival-conflict"]\nnote = "counted in May"\n'))
    assert run("check", path, "--strict").out == ""
    assert "[rival-conflict]" in run("check", path, "--accepted").out


def test_checks_can_be_chosen(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(CONFLICT + "vlaue = 3\n" + CONFLICT.replace("homes", "shops")))
    assert "[rival-conflict]" not in run("check", path, "--skip", "rival-conflict").out
    only = run("check", path, "--only", "rival-conflict,rank-conflict").out
    assert [line.rpartition("[")[2] for line in only.splitlines()] == ["rival-conflict]"]
    result = run("check", "--only", "rival-conflct")
    assert (result.status, result.err) == (
        2,
        "cqfacts: no check is called 'rival-conflct'; did you mean 'rival-conflict'? "
        "'cqfacts check --list' lists them\n",
    )


def test_the_formats_of_check(run: Run, make_store: MakeStore) -> None:
    path = str(make_store(CONFLICT + "vlaue = 3\n"))
    assert json.loads(run("check", path, "--format", "json").out) == {
        "schema_version": 2,
        "problems": [
            {
                "check": "key-unknown",
                "severity": "error",
                "file": path,
                "line": 29,
                "column": 1,
                "problem": "'vlaue' is not a key of a fact",
                "remedy": "did you mean 'value'?",
            }
        ],
    }
    assert run("check", path, "--format", "github").out == (
        f"::error file={path},line=29,col=1,title=key-unknown::"
        "'vlaue' is not a key of a fact; did you mean 'value'?\n"
    )


def test_checks_are_listed_and_explained(run: Run) -> None:
    lines = run("check", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == IDS
    explained = run("check", "--explain", "streak-differs").out
    assert explained.startswith("streak-differs (warning): ")


def test_documents_are_a_folder(run: Run, tmp_path: Path) -> None:
    result = run("check", "--documents", str(tmp_path / "none"))
    assert (result.status, result.out) == (3, "")


def test_a_folder_without_documents_is_no_silence(run: Run, tmp_path: Path) -> None:
    result = run("check", "--documents", str(tmp_path))
    assert (result.status, result.out) == (3, "")
    assert "has no document; name each <source-id>.txt" in result.err


def test_a_document_in_another_encoding_is_told_once(run: Run, make_store: MakeStore) -> None:
    path = make_store(CONFLICT)
    (path.parent / "gazette.txt").write_bytes("Caf\xe9".encode("latin-1"))
    out = run("check", str(path), "--documents", str(path.parent), "--only", "source-words").out
    assert [line.partition(": ")[2] for line in out.splitlines()] == [
        "the document gazette.txt is not UTF-8; save it as UTF-8 [source-words]"
    ]


def test_words_are_found_across_lines_and_quotes(run: Run, make_store: MakeStore) -> None:
    path = make_store(CONFLICT.replace('stated = "1"', "stated = 'the \"1\" home'"))
    (path.parent / "gazette.txt").write_text("It was the “1”\n  home.", encoding="utf-8")
    assert "source-words" not in run("check", str(path), "--documents", str(path.parent)).out


def test_the_library_checks_an_open_store(make_store: MakeStore) -> None:
    store = open_store(make_store(CONFLICT))
    assert [problem.check for problem in check_store(store)] == ["rival-conflict"]


words = st.text(st.characters(codec="utf-8"), max_size=15)
lines = st.lists(
    st.one_of(
        words,
        st.builds("{} = {}".format, words, words),
        st.sampled_from(["[town.homes]", "[[town.homes.facts]]", "[sources.a]", "[town]"]),
        st.builds('{} = "{}"'.format, st.sampled_from(["value", "period", "source"]), words),
    ),
    max_size=15,
)


@given(lines)
@settings(max_examples=200)
def test_no_text_raises_anything_but_a_problem(drawn: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.toml"
        path.write_text("\n".join(drawn), encoding="utf-8")
        try:
            problems = check_files([path], today=date(2026, 6, 30))
        except CqfactsError:
            return
        for problem in problems:
            assert problem.location.line is not None
            assert 1 <= problem.location.line <= len("\n".join(drawn).split("\n")) + 1
