"""The index answers as the files do, whatever happens to either of them."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest
from conftest import HEADER, IS_LONG, PROFILE, PROJECT, SHIPPED
from hypothesis import example, given, settings
from hypothesis import strategies as st
from terminals import run_in_terminal
from test_damaged_index import BITS
from test_damaged_index import DAMAGES as PARTS

from cqfacts import Store, StoreError, find_keys, open_store, search
from cqfacts.errors import DamagedIndexError
from cqfacts.flat.catalogue import flatten_indicator, flatten_topic
from cqfacts.lookup import describe_miss
from cqfacts.saving import hold_lock
from cqfacts.store.files import LARGE, find_files
from cqfacts.store.index.blocks import unpack_numbers
from cqfacts.store.index.building import build_index
from cqfacts.store.index.finding import open_index
from cqfacts.store.index.keeping import find_shelf
from cqfacts.store.index.places import find_cache_folder, find_index
from cqfacts.store.index.schema import KINDS, unpack
from cqfacts.store.index.summing import Summing, sum_up
from cqfacts.store.records import Piece
from cqfacts.store.tables import load_tables, parse_tables

sys.path.insert(0, str(PROJECT / "bench"))

from stores import write_folder, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conftest import Run

    from cqfacts.store.index.keeping import Watch
    from cqfacts.store.index.summing import Sum

# How much is done; docs/performance.md says so.
KILLS = 50 if IS_LONG else 5
PROCESSES = 10
FACTS = 100_000 if IS_LONG else 5_000
EDITS = 3_000 if IS_LONG else 60
SEEN = 1_000_000 if IS_LONG else 100_000

PROGRAM = str(Path(sys.executable).parent / "cqfacts")

# What files are put together from: sound tables, and everything that is not.
SNIPPETS = [
    "[town]\nlabel = 'Town'\naliases = ['The Town', '城']\n",
    "[town.homes]\nlabel = 'New homes'\naliases = ['住房', 'dwellings_built']\nunit = 'homes'\n",
    "[[town.homes.facts]]\nperiod = '2024'\nvalue = 584\nsource = 'gazette'\n"
    "stated = 'built 584'\n",
    "[[town.homes.facts]]\nperiod = '2025'\nvalue = 5.3\nmeasure = 'growth'\nsource = 'herald'\n",
    "[[town.homes.facts]]\nperiod = '2025'\nvalue = '1.2 million'\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2026'\nvalue = -3\nmeasure = 'growth'\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2023'\nmeasure = 'rank'\nof = 'towns'\nvalue = 3\n"
    "source = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2022'\nmeasure = 'rank'\nof = 'towns'\nvalue = 3.5\n"
    "source = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2025'\nvalue = 7\nsource = 'stranger'\n",
    "[[town.homes.facts]]\nperiod = 2025\nvalue = 7\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2021'\nstatus = 'plan'\ntext = 'Build more'\n"
    "note = 'said once'\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2020/2025'\neach = true\nvalue = '325 days'\nsource = 'x'\n",
    "[[town.homes.facts]]\nperiod = '2020'\neach = 1\nvalue = 0\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nperiod = '2020'\nvalue = 12_866\nsource = 'gazette'\nstated = ' '\n",
    "[[town.homes.facts]]\nvalue = 1e3\nperiod = '2019-Q3'\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nvalue = 5.3\nunit = 5.3\nperiod = '2018'\nsource = 'gazette'\n",
    "[[town.homes.facts]]\nvalue = 5.3\nunit = '5.3'\nperiod = '2018'\nsource = 'gazette'\n",
    "[trade.total]\nlabel = 'Total trade'\nunit = 'CNY'\ntitle = 'Trade'\n",
    "[trade.ports]\nlabel = 'Ports'\nkind = 'stock'\n",
    "[[trade.ports.facts]]\nperiod = '2025'\nvalue = '43 thousand'\nsource = 'gazette'\n"
    "stated = 'ports in the Straße of 汽车 trade'\n",
    "[trade]\nlabel = 'Trade'\n",
    "[trade]\nlabel = 'Trade'\ntitle = 'Trade'\n",
    "[water]\nquality.label = 'Water quality'\n",
    '["quoted"."name"]\nlabel = "Quoted"\n[["quoted"."name".facts]]\nvalue = 3\nperiod = "2025"\n'
    'source = "gazette"\n',
    "[sources.later]\ntitle = 'Later'\n",
    "[sources.stranger]\ntitle = 'No longer one'\n",
    "[sources.gazette]\ntitle = 'Twice'\n",
    "[surces.odd]\ntitle = 'Odd'\n",
    "[stroe]\ntitle = 'Odd'\n",
    "[sources]\nstray = 3\n",
    "[store]\nsubject = 'Elsewhere'\n",
    "[town.Bad_Name]\nlabel = 'Bad'\n",
    "[town.roads]\nvlaue = 3\n[[town.roads.facts]]\nperiod='2025'\nvalue=3\nsource='gazette'\n",
    "[town.roads]\nlabel = ''\naliases = ['roads', 3]\n",
    "[town.parks]\nunit = 'parks'\nfacts = 3\n",
    "[town.parks]\ndescription = 'Green\\u0000 places'\naliases = ['a\\u0000b']\n",
    '[town.walls]\ndescription = """\n[town.homes]\nlabel = "not so"\n"""\n',
    "[town.label]\nlabel = 'Called as a key'\n",
    "[sources.\"'x'\"]\ntitle = 'Quoted'\n",
    "[source.t]\n\"ti\\u0074le\" = 'T'\n",
    "[a.'b.c']\nlabel = 'One'\n['a.b'.c]\nlabel = 'Two'\n",
    "[town.walls]\naliases = [\n  'city wall',\n  'Wall',\n]\n",
    "[town]\nhomes = 3\n",
    "[[town.list]]\nlabel = 'No indicator'\n",
    "[[town]]\n",
    "schema = 1\n",
    "stray = 1\n",
    "# a comment\r\n[town.mills]\r\nlabel = 'Mills'\r\n",
    "  [town.inns] # within\n  label = 'Inns'\n",
    "[ town . lakes ]\nlabel = 'Lakes'\n",
    "[town.homes.extra]\nvalue = 3\n",
    "[town.broken\n",
    "[town.bay]\nsubject = 'The Town'\n",
    "[town.bay]\nlabel = 'Bay'\nsubject = ' '\n[town.quay]\nsubject = 'Elsewhere'\n",
]
# Cut before every line that looks like a table, each of its places goes well with another.
ENTWINED = (
    "[town.walls]\nnote = '''\n[town.homes]\nk = '''\n[town.walls.sub]\nnote2 = '''\n"
    "[town.homes.q]\nk = '''\n"
)
TERMS = [
    "\udcff",
    "homes " * 2000,
    "homes",
    "town",
    "trade",
    "城",
    "TOWN.Homes",
    "new hom",
    "w",
    "nope",
    "",
    "quoted.name",
]
WORDS = [["home"], ["new", "home"], ["hom"], ["dwel"], ["住房"], ["住"], ["汽车", "x"], ["\udcff"]]
SUBJECTS = ["testville", "the-town", "elsewhere", "\udcff", ""]
TEXTS = [
    "\udcff",
    "x " * 3000,
    "homes",
    "o",
    "汽车",
    "584",
    "5",
    "trade",
    "wall",
    "towns",
    "ß",
    "a",
    "车",
    "new homes",
    "-",
]


@pytest.fixture(scope="module", autouse=True)
def _own_cache() -> Iterator[None]:
    with own_cache():
        yield


@contextmanager
def own_cache() -> Iterator[str]:
    """Keep indexes in a folder of their own. (Hypothesis knows no fixtures of a function.)"""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        yield folder


def open_files(paths: Sequence[str]) -> Store:
    """Open a store without an index."""
    return Store([load_tables(path) for path in find_files(paths)])


def open_indexed(paths: Sequence[str], watch: Watch | None = None) -> Store:
    """Open a store by its index, however small it is."""
    shelf = find_shelf(paths, find_files(paths), watch)
    assert shelf is not None
    return Store(shelf=shelf)


def tell_all(opening: Callable[[], Store]) -> dict[str, Any]:
    """Return everything that a store can be asked, or why it cannot be opened."""
    try:
        store = opening()
    except StoreError as error:
        return {"error": str(error)}
    keys = list(store.keys)
    topics = list(store.topics)
    return {
        "about": (store.files, store.title, store.subject, store.says_schema),
        "keys": (keys, len(store.keys), "town.homes" in store.keys),
        "topics": [flatten_topic(store, topic) for topic in topics],
        "keys of topics": [store.keys_of(topic.name) for topic in topics],
        "sources": (list(store.sources), dict(store.facts_by_source())),
        "indicators": [store.indicator(key) for key in keys],
        "facts": [store.facts(key) for key in keys],
        "left out": [store.left_out(key) for key in keys],
        "problems": [store.diagnostics_of(key) for key in keys],
        "problems of all": store.diagnostics_of_all,
        "problems altogether": store.diagnostics,
        "troubled": [key for key in store.find_troubled(keys) if store.diagnostics_of(key)],
        "rows": [flatten_indicator(store, key) for key in keys],
        "names": [(key, list(names)) for key, names in store.all_names()],
        "terms": [find_keys(store, term) for term in TERMS],
        "words": [
            store.find_keys_with(words, begun=begun) for words in WORDS for begun in (False, True)
        ],
        "subjects": [(store.is_subject(one), store.find_keys_about(one)) for one in SUBJECTS],
        "searches": [search(store, text.split()) for text in TEXTS],
        "misses": [describe_miss(store, term) for term in ("hoems", "zzz")],
        "misses among many": miss_among_many(store),
        "starts": [list(store.find_names_starting(start)) for start in ("", "t", "new-h", "城")],
    }


def miss_among_many(store: Store) -> tuple[str, str]:
    """Return what is told of a typo in a store of very many names, as if this were one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cqfacts.lookup._MANY", -1)
        return describe_miss(store, "hoems")


def write_files(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())


files_of_snippets = st.dictionaries(
    st.sampled_from(["a.toml", "b.toml", "c.toml"]),
    st.lists(st.sampled_from(SNIPPETS), max_size=8).map("".join),
    max_size=3,
)


@given(texts=files_of_snippets, bom=st.booleans())
@example(texts={"b.toml": ENTWINED}, bom=False)
def test_the_index_gives_what_the_files_give(texts: dict[str, str], bom: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, {"0.toml": "\ufeff" * bom + HEADER, **texts})
        expected = tell_all(lambda: open_files([name]))
        assert tell_all(lambda: open_indexed([name])) == expected
        if "error" not in expected:
            # What is there is found, and not built again.
            assert open_indexed([name], _Unexpected()).files == expected["about"][0]


@given(before=files_of_snippets, after=files_of_snippets)
def test_an_index_follows_its_files(before: dict[str, str], after: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, {"0.toml": HEADER, **before})
        tell_all(lambda: open_indexed([name]))
        for gone in before.keys() - after.keys():
            (folder / gone).unlink()
        write_files(
            folder, {file: text for file, text in after.items() if before.get(file) != text}
        )
        expected = tell_all(lambda: open_files([name]))
        assert tell_all(lambda: open_indexed([name])) == expected


@given(table=st.lists(st.sampled_from([one for one in SNIPPETS if "town.homes" in one])))
def test_facts_are_summed_up_as_they_are_built(table: list[str]) -> None:
    try:
        tables = parse_tables("".join(table).encode(), "")
    except StoreError:
        return
    piece = Piece(file="", keys=("town", "homes"), table=tables.get("town", {}).get("homes", {}))
    sources = {"gazette", "herald"}
    assert Summing(sources).sum_up([piece]) == sum_up([piece], sources)


def test_the_shipped_store_is_indexed_alike() -> None:
    assert tell_all(lambda: open_indexed([str(SHIPPED)])) == tell_all(
        lambda: open_files([str(SHIPPED)])
    )


class _Unexpected:
    """A watch that must not be told anything."""

    def show_progress(self, done: int, size: int) -> None:
        raise AssertionError(f"read {done} of {size} bytes")

    def show_waiting(self) -> None:
        raise AssertionError

    def note(self, message: str) -> None:
        raise AssertionError(message)


class _Sizes(_Unexpected):
    """A watch that keeps how many bytes there were to be read."""

    def __init__(self) -> None:
        self.sizes: set[int] = set()

    def show_progress(self, done: int, size: int) -> None:
        assert done <= size
        self.sizes.add(size)


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    write_files(tmp_path, {"0.toml": HEADER, "a.toml": SNIPPETS[1], "b.toml": SNIPPETS[18]})
    open_indexed([str(tmp_path)])
    more = SNIPPETS[19]
    write_files(tmp_path, {"b.toml": SNIPPETS[18] + more})
    watch = _Sizes()
    store = open_indexed([str(tmp_path)], watch)
    assert watch.sizes == {len((SNIPPETS[18] + more).encode())}
    assert len(store.facts("trade.ports")) == 1


def read_index(place: Path) -> dict[str, Any]:
    """Return what an index holds, whatever the numbers of its grams."""
    with closing(sqlite3.connect(place)) as database:
        rows = {
            table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()  # noqa: S608 - ours
            for table in ("piece", "indicator", "wording", "gram", "block")
        }
    blocks = [unpack(body)[2] for _, body, _ in rows.pop("block")]
    entries = {text: numbers for entries in blocks for text, numbers in entries}
    grams = {number: sorted(unpack_numbers(packed)) for number, packed, _ in rows.pop("gram")}
    texts = {
        text: [grams[one] for one in numbers] if text.startswith(KINDS["gram"]) else numbers
        for text, numbers in entries.items()
    }
    return {**rows, "texts": texts}


def test_an_index_that_follows_its_files_holds_what_one_built_anew_does(tmp_path: Path) -> None:
    write_folder(tmp_path / "store", 1_500)
    paths = find_files([str(tmp_path / "store")])
    followed, anew = tmp_path / "followed.index", tmp_path / "anew.index"
    build_index(str(followed), paths, None)
    # An indicator comes in, before others, one changes, and one goes.
    text = Path(paths[2]).read_text(encoding="utf-8")
    keys = list(open_files([paths[2]]).keys)
    text = text.replace(f"[{keys[0]}]", f"[{keys[0]}-new]\nlabel = '新'\n\n[{keys[0]}]", 1)
    text = re.sub(r'(?m)^label( *)= "', r'label\1= "Renamed ', text, count=3)
    text = text.replace(keys[-1], f"{keys[-1]}-moved")
    Path(paths[2]).write_text(text, encoding="utf-8")
    build_index(str(followed), paths, None)
    build_index(str(anew), paths, None)
    assert read_index(followed) == read_index(anew)


def test_of_a_file_that_changed_only_what_did_is_summed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    write_store(path, 600)
    open_indexed([str(path)])
    keys = list(open_files([str(path)]).keys)
    text = path.read_text(encoding="utf-8")
    start = text.index("value", text.index(f"[[{keys[5]}.facts]]"))
    path.write_text(text[:start] + 'note = "早"\n' + text[start:], encoding="utf-8")
    summed = []
    sum_one = Summing.sum_up

    def note(self: Summing, pieces: Sequence[Piece]) -> Sum:
        summed.append(".".join(pieces[0].keys))
        return sum_one(self, pieces)

    monkeypatch.setattr(Summing, "sum_up", note)
    store = open_indexed([str(path)])
    assert summed == [keys[5]]
    assert tell_what_is_printed(store) == tell_what_is_printed(open_files([str(path)]))
    assert [one.key for one in search(store, ["早"])] == [keys[5]]


def test_a_file_that_is_only_touched_is_not_cut_again(tmp_path: Path) -> None:
    write_files(tmp_path, {"0.toml": HEADER + SNIPPETS[1]})
    open_indexed([str(tmp_path)])
    os.utime(tmp_path / "0.toml", ns=(1, 1))
    watch = _Sizes()
    open_indexed([str(tmp_path)], watch)
    assert watch.sizes == set()


def test_a_change_is_seen_behind_the_same_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(HEADER + SNIPPETS[1] + SNIPPETS[2], encoding="utf-8")
    before = path.stat()
    assert str(open_indexed([str(path)]).facts("town.homes")[0].amount.value) == "584"  # type: ignore[union-attr]
    path.write_text(path.read_text(encoding="utf-8").replace("584", "485"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert str(open_indexed([str(path)]).facts("town.homes")[0].amount.value) == "485"  # type: ignore[union-attr]


class _Times:
    """What the system says of a file, with times in whole seconds, or of another device."""

    def __init__(self, found: os.stat_result, *, is_coarse: bool, devices: int) -> None:
        self._found = found
        self._is_coarse = is_coarse
        self._devices = devices

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as it is there
        value = getattr(self._found, name)
        if self._is_coarse and name.endswith("time_ns"):
            return value // 10**9 * 10**9
        return value + self._devices if name == "st_dev" else value


def set_times(monkeypatch: pytest.MonkeyPatch, *, is_coarse: bool, devices: int = 0) -> None:
    real = os.fstat
    monkeypatch.setattr(
        "os.fstat", lambda file: _Times(real(file), is_coarse=is_coarse, devices=devices)
    )


def write_over(path: Path, number: int) -> None:
    """Write a store in place that differs in one digit, far from what is looked at of each file."""
    text = HEADER + SNIPPETS[1] + SNIPPETS[2] + "# x\n" * 10_000
    text = text.replace("New homes", f"New homes {number}").replace("584", f"58{number}")
    with path.open("r+b") as file:
        file.write(text.encode())


def test_a_change_within_the_grain_of_a_clock_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    path.touch()
    write_over(path, 0)
    set_times(monkeypatch, is_coarse=True)
    draw = random.Random(3)  # noqa: S311 - of tests
    for _ in range(EDITS):
        write_over(path, draw.randrange(10))
        for _ in range(draw.randrange(1, 3)):
            store, expected = open_indexed([str(path)]), open_files([str(path)])
            assert store.names("town.homes") == expected.names("town.homes")
            assert store.facts("town.homes") == expected.facts("town.homes")


def test_a_file_is_trusted_once_its_clock_has_gone_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(HEADER + SNIPPETS[1], encoding="utf-8")
    set_times(monkeypatch, is_coarse=True)
    place, paths = find_index([str(path)]), [str(path)]
    open_indexed(paths)
    assert open_index(place, paths) is None
    real = time.time_ns
    monkeypatch.setattr("time.time_ns", lambda: real() + 3 * 10**9)
    # What is the same is not cut again.
    watch = _Sizes()
    open_indexed(paths, watch)
    assert watch.sizes == set()
    assert open_index(place, paths) is not None


def test_another_device_in_the_place_of_a_file_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    path.touch()
    write_over(path, 1)
    before = path.stat()
    open_indexed([str(path)])
    write_over(path, 2)
    found = path.stat()
    real = os.fstat

    class Same(_Times):
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as it is there
            one = before if self._found.st_ino == found.st_ino else self._found
            return getattr(one, name) + (name == "st_dev")

    monkeypatch.setattr("os.fstat", lambda file: Same(real(file), is_coarse=False, devices=1))
    assert open_indexed([str(path)]).names("town.homes")[1] == "New homes 2"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A store that is large enough to be indexed."""
    path = tmp_path / "large.toml"
    write_store(path, 3_000)
    assert path.stat().st_size > LARGE
    return path


def read_whole(store: Path, *args: str) -> str:
    """Return what a command prints without an index."""
    environment = {**os.environ, "CQFACTS_INDEX": "off"}
    return subprocess.run(
        [PROGRAM, *args, "-s", str(store)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def middle_of(store: Path) -> str:
    keys = list(open_files([str(store)]).keys)
    return keys[len(keys) // 2]


def test_a_large_store_is_indexed_when_it_is_first_asked(run: Run, large: Path) -> None:
    key = middle_of(large)
    place = Path(find_index([str(large)]))
    assert not place.exists()
    first = run("show", key, "-s", str(large))
    assert place.exists()
    assert run("show", key, "-s", str(large)) == first
    assert first.out == read_whole(large, "show", key)
    assert first.err == ""
    cited = run("cite", key, "--all", "--style", "ris", "-s", str(large))
    assert cited.out == read_whole(large, "cite", key, "--all", "--style", "ris") != ""


def test_a_small_store_is_not_indexed(run: Run, tmp_path: Path) -> None:
    shutil.copy(SHIPPED, tmp_path)
    assert run("get", "nev", "-s", str(tmp_path)).out == "1296000\n"
    assert not Path(find_index([str(tmp_path)])).exists()


def test_the_index_can_be_turned_off(
    run: Run, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQFACTS_INDEX", "off")
    assert run("get", middle_of(large), "-s", str(large)).status == 0
    assert not Path(find_index([str(large)])).exists()


def test_the_index_is_on_or_off(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQFACTS_INDEX", "no")
    result = run("get", "nev")
    assert (result.status, result.err) == (
        2,
        "cqfacts: CQFACTS_INDEX is 'no'; write off, or leave it out\n",
    )


def test_a_file_that_is_not_toml_is_told_as_without_an_index(run: Run, large: Path) -> None:
    with large.open("a", encoding="utf-8") as file:
        file.write("\n[town.homes]\nlabel = broken\n")
    lines = large.read_text(encoding="utf-8").count("\n")
    result = run("get", "nev", "-s", str(large))
    assert result.status == 5
    assert result.err.startswith(f"{large}:{lines}:9: ")


def test_a_cache_that_cannot_be_written_is_told_once(
    run: Run, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    key = middle_of(large)
    result = run("show", key, key, "-s", str(large))
    assert result.out == read_whole(large, "show", key)
    assert result.err == (
        f"cqfacts: no index can be kept in {tmp_path}/file/cqfacts (Not a directory), so the whole "
        "store is read; set XDG_CACHE_HOME to a folder that you may write, or CQFACTS_INDEX=off\n"
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[: len(content) // 2],
    "another file": lambda content: b"x" * len(content),
    "zeros at the end": lambda content: content[: len(content) // 2].ljust(len(content), b"\0"),
    "zeros in the middle": lambda content: (
        content[:8192] + bytes(len(content) - 16384) + content[-8192:]
    ),
    "another version": lambda content: content.replace(b"cqfacts index", b"cqfacts jndex"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("command", ["show KEY", "list", "search cabbage", "sources", "get KEY"])
def test_a_damaged_index_is_built_again(
    run: Run, large: Path, damage: Callable[[bytes], bytes], command: str
) -> None:
    args = [*command.replace("KEY", middle_of(large)).split(), "-s", str(large)]
    expected = run(*args)
    place = Path(find_index([str(large)]))
    place.write_bytes(damage(place.read_bytes()))
    assert run(*args) == expected
    assert run(*args) == expected


def test_an_index_that_would_be_far_larger_than_the_store_is_not_kept(
    run: Run, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cqfacts.store.index.building._FEW_BYTES", 0)
    monkeypatch.setattr("cqfacts.store.index.building._MOST_TIMES", 1)
    path = tmp_path / "long.toml"
    name = "long words " * 2_000
    text = large.read_text(encoding="utf-8").replace("[", f"[long]\nlabel = '{name}'\n[", 1)
    path.write_text(
        text + "".join(f"[long.a{n}]\nlabel = 'A {n}'\n" for n in range(800)), encoding="utf-8"
    )
    result = run("show", middle_of(large), "-s", str(path))
    assert result.out == read_whole(large, "show", middle_of(large))
    assert "no index can be kept" in result.err
    assert "it would be far larger than the store" in result.err
    assert [
        one.name for one in Path(find_index([str(path)])).parent.iterdir() if ".new" in one.name
    ] == []


def test_a_row_of_another_indicator_is_no_answer(run: Run, large: Path) -> None:
    args = ["show", middle_of(large), "-s", str(large)]
    expected = run(*args)
    with closing(sqlite3.connect(find_index([str(large)]))) as base:
        others = "SELECT places, crc FROM piece WHERE places IS NOT NULL ORDER BY rowid LIMIT 1"
        base.execute("UPDATE piece SET (places, crc) = (?, ?)", base.execute(others).fetchone())
        base.commit()
    assert run(*args) == expected
    assert run(*args) == expected


def tell_what_is_printed(store: Store) -> list[Any]:
    keys = list(store.keys)
    return [
        keys,
        [store.keys_of(topic.name) for topic in store.topics],
        [(store.facts(key), store.left_out(key), store.summary(key)) for key in keys],
        (list(store.sources), dict(store.facts_by_source()), store.diagnostics_of_all),
    ]


# Each row is sound by itself, and stands for another.
MISLED = {
    "piece": "UPDATE piece SET (places, crc, body) = (SELECT places, crc, body FROM piece "
    "WHERE key <> :key) WHERE key = :key",
    "file": "UPDATE piece SET file = 1 - file WHERE key = :key",
    "no file": "UPDATE piece SET file = 9 WHERE key = :key",
    "name for a file": "UPDATE piece SET file = 'facts' WHERE key = :key",
    "same piece twice": "UPDATE piece SET (file, places, crc, body) = (SELECT file, places, crc, "
    "body FROM piece WHERE key = :key) WHERE key = :key",
    "words": "UPDATE wording SET (words, crc) = (SELECT words, crc FROM wording AS other "
    "WHERE other.id <> wording.id) WHERE id = (SELECT id FROM indicator WHERE key = :key)",
}


@pytest.mark.parametrize("start", ["", "[water]\nquality.label = 'Quality'\n"], ids=["cut", "not"])
@pytest.mark.parametrize("change", MISLED.values(), ids=MISLED)
def test_a_row_in_the_place_of_another_is_damage(tmp_path: Path, change: str, start: str) -> None:
    paths = [str(tmp_path / "a.toml"), str(tmp_path / "b.toml")]
    Path(paths[0]).write_text(HEADER + start + "".join(SNIPPETS[1:3]), encoding="utf-8")
    Path(paths[1]).write_text(start.replace("quality", "q") + SNIPPETS[3] + SNIPPETS[19], "utf-8")
    expected = tell_what_is_printed(open_files(paths))
    open_indexed(paths)
    with closing(sqlite3.connect(find_index(paths))) as database, database:
        assert database.execute(change, {"key": "town.homes"}).rowcount
    store = open_indexed(paths)
    with pytest.raises(DamagedIndexError):
        assert (store.names("town.homes"), store.facts("town.homes")) is None
    assert tell_what_is_printed(open_indexed(paths)) == expected


def test_ten_processes_build_one_index(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "many.toml"
    write_store(path, FACTS)
    key = middle_of(path)
    expected = read_whole(path, "show", key)
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    started = [
        subprocess.Popen(
            [PROGRAM, "show", key, "-s", str(path)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    said = [process.communicate(timeout=600) for process in started]
    assert said == [(expected, "")] * PROCESSES
    assert sorted(one.suffix for one in (cache / "cqfacts").glob("*many-*")) == [".index"]


def test_a_builder_that_is_killed_leaves_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "killed.toml"
    write_store(path, FACTS)
    key = middle_of(path)
    command = [PROGRAM, "show", key, "-s", str(path)]
    expected = read_whole(path, "show", key)
    folder = Path(find_cache_folder())
    draw = random.Random(8)  # noqa: S311 - of tests
    start = time.monotonic()
    subprocess.run(
        [PROGRAM, "index", "--rebuild", "-s", str(path)], check=True, capture_output=True
    )
    longest = (time.monotonic() - start) * 1.1
    for _ in range(KILLS):
        if draw.random() < 1 / 2:
            for left in folder.glob("killed-*.index"):
                left.unlink()
        else:
            # What is there is taken over, and is killed in that.
            with path.open("a", encoding="utf-8") as file:
                file.write("# once more\n")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(draw.uniform(0, longest))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        # Whatever is in its place now answers rightly, or is not there yet.
        if find_shelf([str(path)], [str(path)], None) is None:
            raise AssertionError
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        assert (result.stdout, result.stderr) == (expected, "")
        assert not list(folder.glob("killed-*.new"))


def test_the_cache_folder_is_that_of_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("/somewhere/else", "", None):
        if value is None:
            monkeypatch.delenv("XDG_CACHE_HOME")
        else:
            monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert find_cache_folder() == platformdirs.user_cache_dir("cqfacts", appauthor=False)


@pytest.mark.parametrize("value", ["cache", "./cache", " ", "~/cache"])
def test_a_cache_that_depends_on_where_one_stands_is_ignored(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert find_cache_folder() == str(tmp_path / ".cache" / "cqfacts")


def read_without_index(run: Run, large: Path, reason: str) -> None:
    """Look something up twice, and hold the answer and the one line that says why."""
    key = middle_of(large)
    result = run("show", key, key, "-s", str(large))
    assert result.out == read_whole(large, "show", key)
    assert result.err == f"cqfacts: {reason}\n"
    assert result.status == 0


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707, 0o1777, 0o722])
def test_a_cache_where_others_may_write_is_not_used(
    run: Run, large: Path, mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run("index", "--rebuild", "-s", str(large)).status == 0
    folder = tmp_path / "cache" / "cqfacts"
    assert folder.stat().st_mode & 0o7777 == 0o700
    folder.chmod(mode)
    told = f"no index is kept in {folder}, where others may write"
    remedy = "keep them out with 'chmod go-w', or set CQFACTS_INDEX=off"
    # The index that is there is current, and could be anybody's.
    read_without_index(run, large, f"{told}, so the whole store is read; {remedy}")
    for option in ("--status", "--rebuild", "--clear"):
        result = run("index", option, "-s", str(large))
        assert (result.out, result.err, result.status) == ("", f"cqfacts: {told}; {remedy}\n", 5)
    assert [one.suffix for one in folder.iterdir()] == [".index"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs two users")
def test_the_cache_of_another_user_is_not_used(
    run: Run, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "cqfacts"
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)
    told = f"no index is kept in {folder}, which is another user's"
    remedy = "set XDG_CACHE_HOME to a folder of your own, or CQFACTS_INDEX=off"
    read_without_index(run, large, f"{told}, so the whole store is read; {remedy}")
    assert list(folder.iterdir()) == []


def make_socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(place))


STRANGERS: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": make_socket,
    "device": lambda place: place.symlink_to("/dev/zero"),
    "loop": lambda place: place.symlink_to(place),
}


@pytest.mark.parametrize("put", STRANGERS.values(), ids=STRANGERS.keys())
def test_what_is_no_file_is_not_opened_as_an_index(
    large: Path, put: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own, which would wait for ever for a pipe that nobody writes to."""
    place = Path(find_index([str(large)]))
    place.parent.mkdir(exist_ok=True)
    monkeypatch.chdir(place.parent)
    for args in (("list",), ("index",), ("index", "--rebuild"), ("index", "--clear")):
        place.unlink(missing_ok=True)
        put(place)
        command = [PROGRAM, *args, "-s", str(large)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        expected = {("list",): True, ("index", "--rebuild"): True, ("index", "--clear"): False}
        if args in expected:
            assert place.is_file() == expected[args] == os.path.lexists(place)


def test_nobody_waits_for_ever_for_another_who_builds(
    run: Run, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cqfacts.store.index.keeping.PATIENCE_SECONDS", 0.2)
    place = find_index([str(large)])
    Path(place).parent.mkdir(exist_ok=True)
    told = "another cqfacts has been building the index for 0.2 seconds"
    remedy = "try again later, or set CQFACTS_INDEX=off"
    with hold_lock(place, 0):
        read_without_index(run, large, f"{told}, so the whole store is read; {remedy}")
        result = run("index", "--rebuild", "-s", str(large))
        assert (result.out, result.err, result.status) == ("", f"cqfacts: {told}; {remedy}\n", 5)
    assert run("list", "-s", str(large)).err == ""


def test_a_store_has_one_index_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to(tmp_path)
    assert len({find_index([name]) for name in (".", str(tmp_path), "link")}) == 1
    assert find_index(["a"]) != find_index(["a", "b"]) != find_index(["b", "a"])


def test_another_way_to_a_store_leads_to_its_index(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(large)
    monkeypatch.chdir(large.parent)
    Path("link").symlink_to(large.parent)
    for path in ("large.toml", "link/large.toml"):
        assert open_indexed([path], _Unexpected()).files == (path,)


def test_who_waits_is_told_on_a_terminal(large: Path) -> None:
    place = find_index([str(large)])
    Path(place).parent.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as pool, hold_lock(place, 0):
        line = f"cqfacts list -f tsv -s {large} >/dev/null"
        seen = pool.submit(run_in_terminal, line, width=100)
        # Longer than the program starts and then keeps silent.
        time.sleep(3)
    assert "another cqfacts is indexing the store" in seen.result()


def test_the_index_is_looked_after(run: Run, large: Path) -> None:
    store = ("-s", str(large))
    place = find_index([str(large)])

    def state_after(*options: str) -> str:
        return run("index", *options, *store).out.splitlines()[2]

    assert state_after() == "state\tmissing: the next lookup builds it"
    assert state_after("--rebuild") == "state\tcurrent: lookups use it"
    assert run("index", *store).out.splitlines()[1].startswith(f"index\t{place} (")
    with large.open("a", encoding="utf-8") as file:
        file.write("\n# more\n")
    assert state_after("--status").startswith("state\toutdated: the next lookup builds it anew")
    assert state_after("--clear") == "state\tmissing: the next lookup builds it"
    assert run("index", "--clear", "--rebuild").status == 2


@pytest.mark.parametrize("option", ["--status", "--rebuild", "--clear"])
def test_the_index_of_nothing_is_no_index(run: Run, option: str) -> None:
    result = run("index", option, "-s", "nowhere.toml")
    assert (result.status, result.out) == (5, "")
    assert result.err.startswith("cqfacts: nowhere.toml: ")


def test_an_index_is_built_only_where_it_is_of_use(
    run: Run, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = str(shutil.copy(SHIPPED, tmp_path))
    said = run("index", "--rebuild", "-s", small).out.splitlines()
    assert said[2].startswith("state\tunneeded: ")
    assert not Path(find_index([small])).exists()
    monkeypatch.setenv("CQFACTS_INDEX", "off")
    result = run("index", "--rebuild", "-s", str(large))
    assert (result.status, result.err) == (
        2,
        "cqfacts: CQFACTS_INDEX is off; leave it out to build an index\n",
    )


def test_a_store_that_goes_away_is_told_as_such(large: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_store(large, watch=_Removing(large))


class _Removing:
    """A watch that removes a file as soon as it is being read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def show_progress(self, done: int, size: int) -> None:
        assert done <= size
        self._path.unlink(missing_ok=True)

    def show_waiting(self) -> None:
        raise AssertionError

    def note(self, message: str) -> None:
        raise AssertionError(message)


def test_a_file_that_changes_all_the_time_keeps_nobody_waiting(run: Run, large: Path) -> None:
    key = middle_of(large)
    changing = f"import os, time\nwhile True: os.utime({str(large)!r}); time.sleep(0.002)"
    with subprocess.Popen([sys.executable, "-c", changing]) as process:
        result = run("get", key, "-s", str(large))
        process.kill()
    assert (result.status, result.err) == (0, "")


def test_waiting_can_be_interrupted(large: Path) -> None:
    place = find_index([str(large)])
    Path(place).parent.mkdir(exist_ok=True)
    with hold_lock(place, 0):
        process = subprocess.Popen(
            [PROGRAM, "list", "-s", str(large)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == -signal.SIGINT


PROBE = """
import sys
from cqfacts.cli import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    ["get KEY", "show KEY", "cite KEY --all", "list", "search cabbage", "sources", "get nothing"],
)
def test_a_lookup_by_the_index_loads_what_it_needs(large: Path, command: str) -> None:
    args = [*command.replace("KEY", middle_of(large)).split(), "-s", str(large)]
    open_store(large)
    probe = [sys.executable, "-c", PROBE, *args]
    result = subprocess.run(probe, capture_output=True, text=True, check=True)
    loaded = set(result.stderr.splitlines()[-1].split())
    heavy = {"typer", "rich", "typing", "dataclasses", "platformdirs", "json", "pathlib", "hashlib"}
    assert "sqlite3" in loaded
    assert not (heavy | {"cqfacts.store.index.building"}) & loaded


def test_building_is_seen_on_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "seen.toml"
    write_store(path, SEEN)
    seen = run_in_terminal(f"cqfacts sources --fields facts -f tsv -s {path}", width=100)
    assert "Indexing the store" in seen
    assert re.search(r"[0-9]+%.*[MG]B/s.*[0-9]:[0-9]{2}:[0-9]{2}", seen)
    # The bar is gone when the answer comes.
    assert "Indexing" not in seen.rpartition("\x1b[2K")[2]


def test_the_page_says_how_much_is_done() -> None:
    page = (PROJECT / "docs" / "performance.md").read_text(encoding="utf-8")
    section = page.split("## What no clock shows")[1].split("## ")[0]
    rows = [row.split("|")[2 + IS_LONG] for row in section.splitlines() if row.startswith("| ")]
    said = [int(cell.replace(",", "")) for cell in rows if cell.strip()[0].isdigit()]
    examples = settings.get_profile(PROFILE).max_examples
    assert said == [examples, examples, KILLS, FACTS, PROCESSES, BITS, PARTS, EDITS, SEEN]


def test_a_library_may_ask_without_an_index(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed = open_store(large)
    monkeypatch.setenv("CQFACTS_INDEX", "off")
    assert list(open_store(large).keys) == list(indexed.keys)
