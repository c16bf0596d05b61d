"""Stores of several files that speak of the same things, each in a type of its own.

Whatever the types, nothing but a problem comes of it, in its file and at its line.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from hypothesis import given, settings
from hypothesis import strategies as st

from cqfacts import CqfactsError, check_files, flatten_fact, open_store
from cqfacts.auditing import audit_document
from cqfacts.auditing.loading import read_document
from cqfacts.store import Store
from cqfacts.store.index.building import build_index
from cqfacts.store.index.finding import open_index
from cqfacts.store.records import TOPIC_KEYS
from cqfacts.writing import Entries, add_entries, open_own

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conftest import Run

TODAY = date(2026, 6, 30)
DRAWN = 100_000 if IS_LONG else 200
"""Stores of several files that are drawn."""

FACT = '{ period = "2025", value = 5, source = "g", stated = "5" }'
TYPES = {
    "text": '"GDP"',
    "empty": '" "',
    "number": "5",
    "decimal": "5.3",
    "flag": "true",
    "date": "2026-01-27",
    "time": "12:30:00",
    "list": "[]",
    "texts": '["GDP"]',
    "numbers": "[5]",
    "lists": '[["GDP"]]',
    "table": '{ period = "2025" }',
    "facts": f"[{FACT}]",
}
RIGHT = {
    **dict.fromkeys(("label", "description", "unit", "subject"), ("text",)),
    **dict.fromkeys(("kind", "better", "growth_basis"), ()),
    "aliases": ("list", "texts"),
    "facts": ("list", "facts"),
}
"""The types that are no problem of a key, wherever it is said first."""
GATHERED = ("aliases", "facts")


def write(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write files that were not changed just now, and return their paths."""
    paths = [folder / name for name in texts]
    for path in paths:
        path.write_text(texts[path.name], encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return [str(path) for path in paths]


def places_of(paths: Sequence[str], key: str) -> set[str]:
    """Return the names of the files with a problem at the line of a key, which is the last."""
    problems = check_files(paths, today=TODAY)
    assert all(one.location.line for one in problems)
    found = set()
    for one in problems:
        path = Path(one.location.file)
        line = path.read_text(encoding="utf-8").splitlines()[(one.location.line or 0) - 1]
        # The same fact in two files is another matter.
        if line.startswith(f"{key} = ") and one.check != "fact-repeated":
            found.add(path.name)
    return found


@pytest.mark.parametrize("files", [2, 3])
@pytest.mark.parametrize(
    ("table", "key"),
    [
        *(("town", key) for key in RIGHT if key in TOPIC_KEYS),
        *(("town.homes", key) for key in RIGHT),
    ],
)
def test_every_wrong_type_is_a_problem_at_its_place(
    table: str, key: str, files: int, tmp_path: Path
) -> None:
    chosen = TYPES if files == 2 or IS_LONG else ("text", "number", "texts", "table", "facts")
    for types in product(chosen, repeat=files):
        texts = {
            f"{number}.toml": f"[sources.g]\ntitle = 'G'\n[{table}]\n{key} = {TYPES[kind]}\n"
            for number, kind in enumerate(types)
        }
        wrong = {
            f"{number}.toml"
            for number, kind in enumerate(types)
            # What is not gathered is said once.
            if kind not in RIGHT[key] or (number > 0 and key not in GATHERED)
        }
        paths = write(tmp_path, texts)
        assert places_of(paths, key) == wrong, types
        problems = open_store(*paths).diagnostics
        assert {Path(one.location.file).name for one in problems} >= wrong


def test_one_bracket_instead_of_two_leaves_the_other_files_alone(run: Run, tmp_path: Path) -> None:
    head = '[sources.g]\ntitle = "G"\n[town.homes]\nlabel = "New homes"\n'
    fact = 'period = "{}"\nvalue = {}\nsource = "g"\n'
    texts = {
        "2024.toml": f"{head}[[town.homes.facts]]\n{fact.format(2024, 5)}",
        "2025.toml": f"[town.homes.facts]\n{fact.format(2025, 6)}",
        "2026.toml": f"[[town.homes.facts]]\n{fact.format(2023, 7)}",
    }
    paths = write(tmp_path, texts)
    for period, value in (("2023", "7\n"), ("2024", "5\n"), ("2025", "\n")):
        assert run("get", "homes", "-p", period, "-s", str(tmp_path)).out == value
    checked = run("check", paths[1], paths[0])
    assert f"{paths[1]}:1:1: facts is a table, not a list of tables; " in checked.out


def test_an_alias_that_is_no_list_names_nothing(run: Run, tmp_path: Path) -> None:
    texts = {
        "1.toml": '[sources.g]\ntitle = "G"\n[town.homes]\naliases = "GDP"\n',
        "2.toml": f'[town.homes]\naliases = ["flats"]\nfacts = [{FACT}]\n',
    }
    write(tmp_path, texts)
    assert run("get", "flats", "-s", str(tmp_path)).out == "5\n"
    assert run("get", "G", "-s", str(tmp_path)).status == 3


PLACES = (
    *("schema", "store", "store.title", "store.subject", "sources", "sources.g"),
    *("sources.g.title", "sources.g.publisher", "sources.g.url", "sources.g.published"),
    *("town", "town.label", "town.aliases", "town.description", "town.homes"),
    *(f"town.homes.{key}" for key in RIGHT),
    *("town.homes.x", "town.roads.facts", "town.roads.label", "sorces.g.title"),
)
HEADERS = ("[store]", "[sources.g]", "[town]", "[town.homes]", "[[town.homes.facts]]")
HEADERS_OF_SLIPS = ("[town.homes.facts]", "[[town.homes]]", "[[town]]", "[[sources.g]]")
values = st.sampled_from(
    [*TYPES.values(), '"—"', '"%"', '""', "nan", "{}", "[{}]", "[[]]", '["GDP", 5]', '["—"]', "1"]
)
pairs = st.builds("{} = {}\n".format, st.sampled_from(PLACES), values)
facts = st.builds(
    "{}\n{}".format,
    st.sampled_from(HEADERS + HEADERS_OF_SLIPS),
    st.lists(
        st.builds(
            "{} = {}\n".format,
            st.sampled_from(("label", "aliases", "facts", "period", "value", "source", "of")),
            values | st.sampled_from(['"g"', '"2025"']),
        ),
        max_size=3,
    ).map("".join),
)
files = st.builds(
    "{}{}".format,
    st.lists(pairs, max_size=4).map("".join),
    st.lists(facts, max_size=3).map("".join),
)


@given(st.lists(files, min_size=2, max_size=3))
@settings(max_examples=DRAWN)
def test_no_store_of_several_files_raises_anything_but_a_problem(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write(folder, {f"{number}.toml": text for number, text in enumerate(texts)})
        problems = check_files(paths, today=TODAY)
        assert all((one.location.file in paths) and one.location.line for one in problems)
        try:
            store = open_store(*paths)
        except CqfactsError:
            assert problems
            return
        assert problems or not store.diagnostics
        told = tell(store)
        build_index(str(folder / "index"), paths, None)
        shelf = open_index(str(folder / "index"), paths)
        assert shelf is not None
        assert tell(Store(shelf=shelf)) == told
        audit_document(store, read_document(b"In 2025, GDP was 5 in GDP.", "draft", "text"))
        entry = ("town.homes", {"period": "2026", "value": 5, "source": "g"})
        try:
            own = open_own(paths)
            add_entries(own, Entries(facts=(entry,)), paths[-1], is_dry=True, today=TODAY)
        except CqfactsError:
            pass


def tell(store: Store) -> list[object]:
    """Return all that a store says."""
    told: list[object] = [store.title, store.subject, *store.diagnostics, *store.topics]
    for key in store.keys:
        told += [store.indicator(key), store.names(key), store.left_out(key), store.summary(key)]
        told += [flatten_fact(store, fact) for fact in store.facts(key)]
    return told
