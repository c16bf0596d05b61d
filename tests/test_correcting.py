"""`set`, `remove`, `rename` and `move`: what they change, and that they change nothing else."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import tomli
from conftest import HEADER, IS_LONG
from hypothesis import event, given, settings
from hypothesis import strategies as st
from terminals import run_in_terminal

from cqfacts import open_store
from cqfacts.cli import main
from cqfacts.saving import Disk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import MakeStore, Run

PROGRAM = (sys.executable, "-m", "cqfacts")
WRITERS, TIMES = (16, 6) if IS_LONG else (4, 3)
KILLS = 200 if IS_LONG else 8

STORE = """\
[town.homes] # what is built
label   = "New homes"
unit    = "homes"
aliases = [
  "houses", # plain
]

# The first.
[[town.homes.facts]]
period = "2024"
value  = 1_200
stated = "1,200 homes"
source = "gazette"

[[town.homes.facts]]
period = "2025"
value  = 1_300
stated = "1,300 homes"
source = "gazette" # p. 3
note   = "Preliminary." # says page 4

[[town.homes.facts]]
period = "2025"
value  = 1_310
stated = "1,310 homes"
source = "herald"

[[town.homes.facts]]
measure = "share"
of      = "town.flats"
period  = "2025"
value   = 12
stated  = "12%"
source  = "gazette"
# The end of homes.

[town.flats]
label = "Flats"
facts = [
  { period = "2024", value = 50, stated = "50", source = "gazette" },
  { period = "2025", value = 60, stated = "60", source = "herald" }, # six
]
"""
SECOND = """\
schema = 1

# More of the town.
[[town.homes.facts]]
period = "2023"
value  = 1_100
stated = "1,100 homes"
source = "gazette"

[wood.area]
label = "Wood"
unit  = "ha"
# Woods are wide.
[[wood.area.facts]]
measure = "rank"
of      = "town.flats"
period  = "2025"
value   = 1
stated  = "first"
source  = "herald"
"""


@pytest.fixture
def path(make_store: MakeStore) -> Path:
    return make_store(STORE)


def changes(run: Run, path: Path, *args: str) -> tuple[str, str, int]:
    """Run a command, and return the lines that differ, what it said as an error, and its status."""
    old = path.read_text(encoding="utf-8")
    result = run(*args, "--store", str(path))
    new = path.read_text(encoding="utf-8")
    assert (result.status == 0) == (old != new)
    gone, come = old.splitlines(), []
    for line in new.splitlines():
        if line in gone:
            gone.remove(line)
        else:
            come.append(line)
    lines = [f"-{line}" for line in gone if line] + [f"+{line}" for line in come if line]
    return "\n".join(lines), result.err, result.status


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param(
            ["set", "homes", "-p", "2025", "--source", "herald", "value=1_320", "stated=1,320"],
            '-value  = 1_310\n-stated = "1,310 homes"\n+value  = 1_320\n+stated = "1,320"',
            id="values-of-a-fact",
        ),
        pytest.param(
            ["set", "homes", "-p", "2025", "--source=gazette", "-m", "level", "note="],
            '-note   = "Preliminary." # says page 4',
            id="nothing-removes-a-key",
        ),
        pytest.param(
            ["set", "homes", "-p", "2024", "note=As built."],
            '+note   = "As built."',
            id="a-new-key-is-aligned",
        ),
        pytest.param(
            ["set", "flats", "-p", "2025", "note=As built.", "value=61", "stated=61"],
            '-  { period = "2025", value = 60, stated = "60", source = "herald" }, # six\n'
            '+  { period = "2025", value = 61, stated = "61", source = "herald", '
            'note = "As built." }, # six',
            id="within-braces",
        ),
        pytest.param(
            ["set", "homes", "-m", "level", "--all", "status=estimate"],
            '+status = "estimate"\n' * 2 + '+status = "estimate"',
            id="all-that-are-selected",
        ),
        pytest.param(
            ["set", "homes", "label=Homes", "description=What is built."],
            '-label   = "New homes"\n+label   = "Homes"\n+description = "What is built."',
            id="an-indicator",
        ),
        pytest.param(
            ["set", "flats", "unit=flats"],
            '+unit  = "flats"',
            id="the-unit-of-an-indicator",
        ),
        pytest.param(
            ["set", "--source", "gazette", "url=https://g.example/", "published=2026-01-02"],
            '+url       = "https://g.example/"\n+published = 2026-01-02',
            id="a-source",
        ),
        pytest.param(
            ["set", "town", "aliases=place, borough"],
            '+aliases = ["place", "borough"]',
            id="a-topic",
        ),
        pytest.param(
            ["remove", "homes", "-p", "2024"],
            '-period = "2024"\n-value  = 1_200\n-stated = "1,200 homes"\n-source = "gazette"\n'
            "-[[town.homes.facts]]",
            id="a-fact",
        ),
        pytest.param(
            ["remove", "flats", "-p", "2024"],
            '-  { period = "2024", value = 50, stated = "50", source = "gazette" },',
            id="a-fact-of-a-list",
        ),
        pytest.param(
            ["rename", "flats", "rooms", "--keep-alias"],
            '-of      = "town.flats"\n-[town.flats]\n+of      = "town.rooms"\n+[town.rooms]\n'
            '+aliases = ["town.flats", "flats"]',
            id="an-indicator-and-what-is-of-it",
        ),
        pytest.param(
            ["rename", "herald", "post"],
            '-[sources.herald]\n-source = "herald"\n'
            '-  { period = "2025", value = 60, stated = "60", source = "herald" }, # six\n'
            '+[sources.post]\n+source = "post"\n'
            '+  { period = "2025", value = 60, stated = "60", source = "post" }, # six',
            id="a-source-and-its-facts",
        ),
    ],
)
def test_a_change_leaves_every_other_line_as_it_is(
    run: Run, path: Path, args: Sequence[str], expected: str
) -> None:
    found, err, status = changes(run, path, *args)
    assert (found, status) == (expected, 0), err


def test_a_topic_is_renamed_wherever_it_is_written(run: Run, path: Path) -> None:
    result = run("rename", "town", "city", "--store", str(path))
    assert (result.out, result.err, result.status) == (
        f"{path}: renamed town to city\n",
        "",
        0,
    )
    old = (HEADER + STORE).replace("[town", "[city").replace('"town.flats"', '"city.flats"')
    assert path.read_text(encoding="utf-8") == old


def test_all_files_of_a_store_follow(run: Run, path: Path) -> None:
    other = path.with_name("more.toml")
    other.write_text(SECOND, encoding="utf-8")
    assert run("rename", "flats", "rooms", "--store", str(path.parent)).status == 0
    assert other.read_text(encoding="utf-8") == SECOND.replace("town.flats", "town.rooms")
    assert run("rename", "town.homes", "wood.huts", "-s", str(path.parent)).status == 0
    assert "[[wood.huts.facts]]" in other.read_text(encoding="utf-8")
    assert len(open_store(path.parent).facts("wood.huts")) == 5


def test_a_removed_indicator_leaves_the_comments_outside(run: Run, path: Path) -> None:
    result = run("remove", "homes", "--all", "--store", str(path))
    assert result.status == 0
    assert len(result.out.splitlines()) == 5
    left = path.read_text(encoding="utf-8").removeprefix(HEADER)
    flats = STORE[STORE.index("[town.flats]") :]
    assert left == f"# The first.\n# The end of homes.\n\n{flats}"


def test_a_source_goes_with_its_facts(run: Run, path: Path) -> None:
    assert run("remove", "--source", "herald", "--store", str(path)).status == 4
    assert run("remove", "--source", "herald", "--all", "--store", str(path)).status == 0
    store = open_store(path)
    assert "herald" not in path.read_text(encoding="utf-8")
    assert [len(store.facts(key)) for key in store.keys] == [3, 1]


def test_an_indicator_is_moved_with_its_comments(run: Run, path: Path) -> None:
    facts = {key: list(open_store(path).facts(key)) for key in ("town.homes", "town.flats")}
    folder = path.parent
    result = run("move", "homes", "homes.toml", "--store", str(folder))
    other = folder / "homes.toml"
    assert result.out == f"{other}, {path}: moved town.homes to {other}\n"
    cut = STORE.index("\n[town.flats]")
    assert other.read_text(encoding="utf-8") == "schema = 1\n\n" + STORE[:cut]
    assert path.read_text(encoding="utf-8") == HEADER + STORE[cut + 1 :]
    store = open_store(folder)
    assert {key: list(store.facts(key)) for key in facts} == facts
    assert run("move", "homes", "facts.toml", "--store", str(folder)).status == 0
    assert sorted(tomli.loads(path.read_text())["town"]) == ["flats", "homes", "label"]


@pytest.mark.parametrize(
    ("args", "err", "status"),
    [
        pytest.param(
            ["set", "homes", "-p", "2025", "-m", "level", "value=1"],
            "cqfacts: 'town.homes' has 2 facts with level for 2025 (2025, level, 1300, gazette; "
            "2025, level, 1310, herald); select one of them, or give --all",
            4,
            id="several",
        ),
        pytest.param(
            ["set", "homes", "-p", "2020", "value=1"],
            "cqfacts: 'town.homes' has no fact for 2020; there is 2024, 2025",
            3,
            id="none",
        ),
        pytest.param(
            ["rename", "homes"],
            "cqfacts: missing argument 'NEW'; 'cqfacts rename --help' shows what there is",
            2,
            id="rename-without-its-second-word",
        ),
        pytest.param(
            ["rename", "homes", "x", "y"],
            "cqfacts: got unexpected extra argument(s) (y); 'cqfacts rename --help' shows what "
            "there is",
            2,
            id="rename-with-a-third-word",
        ),
        pytest.param(
            ["move", "homes"],
            "cqfacts: missing argument 'FILE'; 'cqfacts move --help' shows what there is",
            2,
            id="move-without-its-second-word",
        ),
        pytest.param(
            ["move", "homes", "x", "y"],
            "cqfacts: got unexpected extra argument(s) (y); 'cqfacts move --help' shows what "
            "there is",
            2,
            id="move-with-a-third-word",
        ),
        pytest.param(
            ["set", "hom", "value=1"],
            "cqfacts: nothing is called 'hom'; 'cqfacts list' shows everything",
            3,
            id="a-part-of-a-name-is-none",
        ),
        pytest.param(
            ["set", "homes", "vlaue=1"],
            "cqfacts: 'vlaue' is not a key of a fact; did you mean 'value'?",
            2,
            id="no-such-key",
        ),
        pytest.param(
            ["set", "homes", "label=Homes", "value=1"],
            "cqfacts: 'label' is of an indicator, and 'value' of a fact; set them one after the "
            "other",
            2,
            id="of-two-things",
        ),
        pytest.param(
            ["set", "homes"],
            'cqfacts: nothing is to be set; write it like value="3.39 trillion"',
            2,
            id="nothing",
        ),
        pytest.param(
            ["set", "homes", "-p", "2024", "value"],
            "cqfacts: 'value' sets nothing; write it like value=\"3.39 trillion\"",
            2,
            id="no-sign",
        ),
        pytest.param(
            ["set", "homes", "-p", "2024", "value=many"],
            None,
            2,
            id="no-number",
        ),
        pytest.param(
            ["set", "--source", "wire", "url=https://w.example/"],
            "cqfacts: no source is called 'wire'; 'cqfacts sources' lists them",
            3,
            id="no-such-source",
        ),
        pytest.param(
            ["set", "--source", "herald", "published=soon"],
            "cqfacts: published: 'soon' is not a day; write it like 2026-01-27",
            2,
            id="no-day",
        ),
        pytest.param(
            ["set", "url=https://w.example/"],
            "cqfacts: no indicator is named; name its KEY, or one source with --source",
            2,
            id="no-key",
        ),
        pytest.param(
            ["remove", "homes"],
            None,
            4,
            id="several-facts-of-an-indicator",
        ),
        pytest.param(
            ["rename", "homes", "flats"],
            "cqfacts: 'town.flats' is there already; choose another name, or join the two with "
            "--join",
            2,
            id="a-name-that-is-taken",
        ),
        pytest.param(
            ["rename", "homes", "New Homes"],
            "cqfacts: 'New Homes' is no key of an indicator; write topic.name",
            2,
            id="no-name",
        ),
        pytest.param(
            ["move", "homes", "elsewhere.txt"],
            None,
            2,
            id="no-file-of-the-store",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    run: Run, path: Path, args: Sequence[str], err: str | None, status: int
) -> None:
    old = path.read_bytes()
    result = run(*args, "--store", str(path))
    assert (result.status, result.out, path.read_bytes()) == (status, "", old)
    assert result.err.count("\n") == 1
    assert err is None or result.err == f"{err}\n"


def test_a_check_judges_before_anything_is_written(run: Run, path: Path) -> None:
    old = path.read_bytes()
    args = ("set", "homes", "-p", "2024", "value=1_250", "--store", str(path))
    result = run(*args)
    assert (result.status, path.read_bytes()) == (1, old)
    assert "[stated-differs]" in result.err
    assert result.err.endswith(
        "cqfacts: nothing was written, since a check finds an error (stated-differs); correct it, "
        "or write it with --anyway\n"
    )
    shown = run(*args, "--dry-run")
    assert (shown.status, path.read_bytes()) == (1, old)
    assert "-value  = 1_200\n+value  = 1_250\n" in shown.out
    assert run(*args, "--anyway").status == 0
    assert b"1_250" in path.read_bytes()


def test_what_is_as_it_is_to_be_is_left(run: Run, path: Path) -> None:
    result = run("set", "homes", "-p", "2024", "value=1_200", "--store", str(path))
    assert (result.out, result.status) == (f"{path}: nothing was changed\n", 0)


def test_what_has_no_place_is_refused(run: Run, make_store: MakeStore) -> None:
    path = make_store('[wood]\nlabel = "Wood"\narea.label = "Area"\n')
    old = path.read_bytes()
    result = run("rename", "wood.area", "town.area", "--store", str(path))
    assert (result.status, path.read_bytes()) == (5, old)
    assert result.err == (
        f"cqfacts: {path}: is written in a way that has no place for this; change it in an editor\n"
    )


names = st.sampled_from(["a", "b-2", "c", "town", "homes"])
comments = st.sampled_from(["", " # why", "  #x", "\t# «»"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a store that is written in any of the ways there are."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    blank = st.sampled_from(["", "\n", "\n\n", "\n# A comment.\n", "# Right above.\n", "\n# a\n\n"])
    lines = [
        "schema = 1\n\n[store]\nsubject = 'T'\n",
        *(f"[sources.s{n}]{draw(comments)}\ntitle = 'S{n}'{draw(comments)}\n" for n in (1, 2)),
    ]
    for key in ("x.a", "x.b", "y.a"):
        facts = [
            {
                "period": f'"{2000 + n}"',
                "value": draw(st.sampled_from(["5", "1_000", '"3 million"', "2.50"])),
                "source": draw(st.sampled_from(['"s1"', '"s2"'])),
                **draw(st.sampled_from([{}, {"note": '"n"'}, {"note": "'''a\n[b]\n'''"}])),
            }
            for n in range(draw(st.integers(1, 4)))
        ]
        if key != "x.b":
            facts[0] |= {"measure": '"rank"', "of": '"x.b"', "value": "1"}
        header = f"[{key}]{draw(comments)}\nlabel = '{key}'{draw(comments)}\n"
        if draw(st.booleans()):
            joined = draw(st.sampled_from([", ", ",\n  ", ", # c\n  "]))
            flat = [fact for fact in facts if "\n" not in fact.get("note", "")]
            items = joined.join(
                "{ " + ", ".join(f"{name} = {value}" for name, value in fact.items()) + " }"
                for fact in flat
            )
            ends = draw(st.sampled_from([("[", "]"), ("[\n  ", "\n]"), ("[\n  ", ",\n]")]))
            lines.append(f"{header}facts = {ends[0]}{items}{ends[1] if items else ']'}\n")
            continue
        lines.append(header)
        for fact in facts:
            pairs = "".join(f"{name} = {v}{draw(comments)}\n" for name, v in fact.items())
            lines.append(f"[[{key}.facts]]{draw(comments)}\n{pairs}")
    text = "".join(draw(blank) + line for line in lines) + draw(blank)
    return (text if draw(st.booleans()) else text.rstrip("\n")).replace("\n", newline)


def describe(store_path: Path) -> dict[str, list[str]]:
    """Return every fact of a store by its key, in words that leave out where it stands."""
    store = open_store(store_path)
    return {key: [repr(fact) for fact in store.facts(key)] for key in store.keys}


def is_part(short: bytes, long: bytes) -> bool:
    """Whether text comes of another by leaving out some of it."""
    rest = iter(long)
    return all(byte in rest for byte in short)


@settings(max_examples=500 if IS_LONG else 60)
@given(text=texts(), data=st.data())
def test_the_library_sees_just_the_change_and_the_rest_is_untouched(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("any") / "facts.toml"
    path.write_bytes(text.encode())
    old, before = path.read_bytes(), describe(path)
    facts = {key: list(open_store(path).facts(key)) for key in before}
    key = data.draw(st.sampled_from([key for key in facts if facts[key]] or ["x.a"]))
    number = data.draw(st.integers(0, max(len(facts[key]) - 1, 0)))
    period = str(facts[key][number].period) if facts[key] else "2000"
    kind = data.draw(st.sampled_from(["set", "unset", "remove", "rename", "source", "topic"]))
    comments_before = sorted(part for part in text.split() if part.startswith("#"))
    args = {
        "set": ["set", key, "-p", period, "note=new"],
        "unset": ["set", key, "-p", period, "note="],
        "remove": ["remove", key, "-p", period],
        "rename": ["rename", key, "z.new" if data.draw(st.booleans()) else "new"],
        "source": ["rename", "s1", "s-new"],
        "topic": ["rename", "x", "z"],
    }[kind]
    status = main([*args, "--store", str(path), "--anyway"])
    new, after = path.read_bytes(), describe(path)
    event(f"{kind}: {status}")
    if status == 3:
        assert not facts[key]
        return
    assert status == 0
    assert comments_before == sorted(
        part for part in new.decode().split() if part.startswith("#")
    ) or kind in ("remove", "unset")
    if kind == "remove":
        del before[key][number]
        assert after == before
        assert is_part(new, old)
    elif kind == "unset":
        before[key][number] = repr(facts[key][number]).replace(
            f"note={facts[key][number].note!r}", "note=None"
        )
        assert after == before
        assert is_part(new, old)
    elif kind == "set":
        before[key][number] = repr(facts[key][number]).replace(
            f"note={facts[key][number].note!r}", "note='new'"
        )
        assert after == before
        removed = facts[key][number].note is not None
        assert removed or is_part(old, new)
    else:
        renamed = {"rename": (key, None), "source": ("s1", "s-new"), "topic": ("x.", "z.")}[kind]
        target = renamed[1] or (args[2] if "." in args[2] else f"{key[0]}.new")
        back = {
            one.replace(target, renamed[0], 1) if kind != "source" else one: [
                fact.replace(f"'{target}", f"'{renamed[0]}") for fact in found
            ]
            for one, found in after.items()
        }
        assert back == before
        # Renamed back, it is what it was, byte for byte.
        words = {"rename": [target, key], "source": ["s-new", "s1"], "topic": ["z", "x"]}[kind]
        assert main(["rename", *words, "--store", str(path), "--anyway"]) == 0
        assert path.read_bytes() == old


def start(path: Path, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PROGRAM, *args, "--store", str(path), "--anyway"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
        start_new_session=True,
    )


@pytest.mark.parametrize("is_folder", [False, True], ids=["one-file", "folder"])
def test_nothing_is_lost_or_done_twice_where_all_kinds_of_writers_mix(
    tmp_path: Path, *, is_folder: bool
) -> None:
    """Each writer adds, sets, removes and renames what is its own, all at once."""
    head = HEADER
    texts = []
    for writer in range(WRITERS):
        facts = "".join(
            f'[[town.n{writer}.facts]]\nperiod = "{1900 + n}"\nvalue = {n}\nsource = "gazette"\n\n'
            for n in range(2 * TIMES)
        )
        texts.append(f'[town.n{writer}]\nlabel = "N{writer}" # own\n\n{facts}')
    if is_folder:
        (tmp_path / "a.toml").write_text(head + "".join(texts[::2]), encoding="utf-8")
        (tmp_path / "b.toml").write_text("schema = 1\n\n" + "".join(texts[1::2]), encoding="utf-8")
        store = tmp_path
    else:
        store = tmp_path / "facts.toml"
        store.write_text(head + "".join(texts), encoding="utf-8")

    def write(writer: int) -> list[tuple[int, bytes]]:
        key, ended = f"town.n{writer}", []
        for turn in range(TIMES):
            by = ("--source", "gazette")
            steps = [
                ["add", key, f"{5_000 + turn} homes", "-p", str(2000 + turn), *by],
                ["set", key, "-p", str(1900 + turn), f"note=by {writer}"],
                ["remove", key, "-p", str(1900 + TIMES + turn)],
                ["rename", key, f"n{writer}-{turn}"],
            ]
            key = f"town.n{writer}-{turn}"
            for words in steps:
                with start(store, *words) as process:
                    _, told = process.communicate()
                ended.append((process.returncode, told if process.returncode else b""))
        return ended

    with ThreadPoolExecutor(WRITERS) as pool:
        ended = list(pool.map(write, range(WRITERS)))
    assert ended == [[(0, b"")] * (4 * TIMES)] * WRITERS
    found = open_store(store)
    assert sorted(found.keys) == sorted(f"town.n{n}-{TIMES - 1}" for n in range(WRITERS))
    for writer in range(WRITERS):
        left = found.facts(f"town.n{writer}-{TIMES - 1}")
        said = {(str(fact.period), fact.note) for fact in left}
        assert len(left) == len(said) == 2 * TIMES
        assert said == {(str(1900 + n), f"by {writer}") for n in range(TIMES)} | {
            (str(2000 + n), None) for n in range(TIMES)
        }
    assert [name for name in os.listdir(tmp_path) if name.startswith(".")] == []


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(["set", "homes", "--all", "note=new"], id="set"),
        pytest.param(["remove", "homes", "-p", "2024"], id="remove"),
        pytest.param(["rename", "town", "city"], id="rename"),
    ],
)
def test_a_killed_command_leaves_the_old_file_or_the_new_one(
    path: Path, args: Sequence[str]
) -> None:
    old = path.read_bytes()
    started = time.monotonic()
    with start(path, *args) as process:
        process.communicate()
    took, new = time.monotonic() - started, path.read_bytes()
    assert (process.returncode, new != old) == (0, True)
    chance = random.Random(2)  # noqa: S311 - moments, not secrets
    for _ in range(-(-KILLS // 3)):
        path.write_bytes(old)
        with start(path, *args) as process:
            time.sleep(took * chance.triangular(0.2, 1.1, 0.95))
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in (old, new)
        path.write_bytes(old)
        with start(path, *args) as process:
            process.communicate()
        assert (process.returncode, path.read_bytes()) == (0, new)
        assert os.listdir(path.parent) == [path.name]


def test_where_one_of_several_files_cannot_be_written_none_is(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = path.with_name("more.toml")
    other.write_text(SECOND, encoding="utf-8")
    old = [one.read_bytes() for one in (path, other)]
    rename, calls = Disk.rename, []

    def fail(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(Disk, "rename", staticmethod(fail))
    result = run("rename", "town.flats", "rooms", "--store", str(path.parent))
    assert (result.status, len(calls)) == (5, 2)
    assert [one.read_bytes() for one in (path, other)] == old


def talk(path: Path, line: str, *typed: tuple[str, str]) -> str:
    environment = {"NO_COLOR": "1", "CQFACTS_STORE": path.name, "CQFACTS_TODAY": "2026-06-30"}
    return run_in_terminal(f"{line}; echo exit $?", environment, cwd=path.parent, typed=typed)


def test_at_a_terminal_it_is_shown_and_asked_for(path: Path) -> None:
    old = path.read_bytes()
    out = talk(path, "cqfacts remove --source herald", ("[Y/n] ", "n\n"))
    assert out.startswith("town.homes, 2025, level, 1,310 homes, by herald\n")
    assert '-[sources.herald]\n-title = "The Herald"\n' in out
    assert out.endswith("nothing is written\nexit 0\n")
    assert path.read_bytes() == old
    out = talk(path, "cqfacts set homes -p 2024 value=1_250", ("[y/N] ", "\n"))
    assert "[stated-differs]" in out
    assert path.read_bytes() == old
    out = talk(path, "cqfacts remove homes -p 2024", ("[Y/n] ", "\n"))
    assert out.endswith(
        "facts.toml: removed town.homes, 2024, level, 1,200 homes, by gazette\nexit 0\n"
    )
    assert b'"2024"\nvalue  = 1_200' not in path.read_bytes()


def test_a_rename_that_was_killed_between_two_files_is_done_by_the_next(
    run: Run, path: Path
) -> None:
    other = path.with_name("more.toml")
    other.write_text(SECOND, encoding="utf-8")
    assert run("rename", "town.homes", "huts", "--store", str(path.parent)).status == 0
    done = [one.read_bytes() for one in (path, other)]
    other.write_text(SECOND, encoding="utf-8")
    words = ("rename", "town.homes", "huts", "--anyway", "--store", str(path.parent))
    assert run(*words).status == 2
    assert run(*words, "--join").status == 0
    assert [one.read_bytes() for one in (path, other)] == done
