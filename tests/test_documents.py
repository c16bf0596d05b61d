"""`check --documents`: it reads what is in the folder, whatever links there are, and no more."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG

from cqfacts.checks import check_files, documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeStore, Run

if sys.platform == "win32":
    pytest.skip("makes links as Unix does", allow_module_level=True)

STORE = """
[town.homes]
unit = "homes"
[[town.homes.facts]]
period = "2025"
value = 12
stated = "the code is 12 homes"
source = "gazette"
"""
KEPT = "root: the code is 4711 homes and more"
INSIDE = "The code is 13 homes."
ROUNDS = 20_000 if IS_LONG else 300
LINK = "is a link that leads out of the folder, or nowhere"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a document of another source, beside a secret and a folder of it."""
    (tmp_path / "secret.txt").write_text(KEPT, encoding="utf-8")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "gazette.txt").write_text(KEPT, encoding="utf-8")
    inside = tmp_path / "documents"
    inside.mkdir()
    (inside / "herald.txt").write_text(INSIDE, encoding="utf-8")
    (inside / "more").mkdir()
    (inside / "more" / "gazette.txt").write_text(INSIDE, encoding="utf-8")
    return inside


def check(folder: Path, store: Path) -> list[str]:
    """Return what a check says of the words of documents."""
    problems = check_files([store], documents=folder, wanted={"source-words"})
    return [f"{one.problem}; {one.remedy}" for one in problems]


def link_chain(folder: Path) -> None:
    (folder / "gazette.txt").symlink_to("a.txt")
    (folder / "a.txt").symlink_to("more/b.txt")
    (folder / "more" / "b.txt").symlink_to("../../secret.txt")


def link_folder(folder: Path) -> None:
    (folder / "away").symlink_to("../outside")
    (folder / "gazette.txt").symlink_to("away/gazette.txt")


def link_folders(folder: Path) -> None:
    (folder / "a").symlink_to("more/b")
    (folder / "more" / "b").symlink_to(folder.parent / "outside")
    (folder / "gazette.txt").symlink_to("a/gazette.txt")


def link_in_a_circle(folder: Path) -> None:
    (folder / "gazette.txt").symlink_to("a.txt")
    (folder / "a.txt").symlink_to("gazette.txt")


def link_to(target: str) -> Callable[[Path], None]:
    def link(folder: Path) -> None:
        (folder / "gazette.txt").symlink_to(target.replace("UP", str(folder.parent)))

    return link


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(link_to("../secret.txt"), id="up"),
        pytest.param(link_to("UP/secret.txt"), id="absolute"),
        pytest.param(link_to("more/../../secret.txt"), id="in-and-up"),
        pytest.param(link_to("../documents/../secret.txt"), id="up-and-in-and-up"),
        pytest.param(link_to("../outside"), id="a-folder"),
        pytest.param(link_to("../none.txt"), id="to-nothing-outside"),
        pytest.param(link_to("/etc/passwd"), id="passwd"),
        pytest.param(link_to("/dev/zero"), id="device"),
        pytest.param(link_to("/proc/self/environ"), id="of-the-process"),
        pytest.param(link_chain, id="chain"),
        pytest.param(link_folder, id="through-a-folder"),
        pytest.param(link_folders, id="through-folders"),
        pytest.param(link_in_a_circle, id="circle"),
    ],
)
def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, make_store: MakeStore, link: Callable[[Path], None]
) -> None:
    link(folder)
    assert check(folder, make_store(STORE)) == [
        f"the document gazette.txt {LINK}; put the document itself there"
    ]


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(link_to("herald.txt"), id="beside"),
        pytest.param(link_to("more/gazette.txt"), id="below"),
        pytest.param(link_to("UP/documents/herald.txt"), id="absolute"),
        pytest.param(link_to("../documents/herald.txt"), id="out-and-in"),
    ],
)
def test_a_link_within_the_folder_is_followed(
    folder: Path, make_store: MakeStore, link: Callable[[Path], None]
) -> None:
    link(folder)
    assert check(folder, make_store(STORE)) == [
        "'the code is 12 homes' is not in gazette; did you mean 'The code is 13 homes.'?"
    ]


def test_the_folder_that_is_named_may_be_a_link(
    folder: Path, make_store: MakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gazette.txt").symlink_to("herald.txt")
    (tmp_path / "named").symlink_to("documents")
    store = make_store(STORE)
    monkeypatch.chdir(tmp_path / "named")
    for name in (tmp_path / "named", tmp_path / "documents" / "..", "."):
        said = check(type(folder)(name), store)
        assert [one for one in said if KEPT in one or LINK in one] == []
    assert "13 homes" in check(tmp_path / "named", store)[0]


def test_what_is_no_plain_file_is_no_document_and_not_waited_for(
    folder: Path, make_store: MakeStore
) -> None:
    store = make_store(STORE)
    os.mkfifo(folder / "gazette.txt")
    assert check(folder, store) == []
    (folder / "gazette.txt").unlink()
    (folder / "gazette.txt").mkdir()
    assert check(folder, store) == []


@pytest.mark.parametrize("source", ["../secret", "more/gazette", "/etc/passwd", "..", "more/../.."])
def test_a_source_with_a_path_in_its_id_names_no_document(
    folder: Path, make_store: MakeStore, source: str
) -> None:
    store = make_store(STORE.replace('"gazette"', f'"{source}"') + f'[sources."{source}"]\n')
    assert check(folder, store) == []


# What is changed while it is read


def put(target: str, place: Path) -> None:
    """Put a link where a file or another link is, in one step."""
    beside = place.with_name("new")
    beside.symlink_to(target)
    beside.replace(place)


@pytest.mark.parametrize("step", ["file", "folder"])
def test_a_link_that_is_put_there_after_a_look_is_not_followed(
    folder: Path, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = folder / "gazette.txt"
    place.symlink_to("more/gazette.txt")
    look = os.path.realpath

    def look_and_change(path: str) -> str:
        found = look(path)
        if path == str(place):
            if step == "file":
                put("../../secret.txt", folder / "more" / "gazette.txt")
            else:
                (folder / "more").rename(folder / "less")
                (folder / "more").symlink_to("../outside")
        return found

    monkeypatch.setattr(os.path, "realpath", look_and_change)
    assert check(folder, make_store(STORE)) == [
        f"the document gazette.txt {LINK}; put the document itself there"
    ]


def test_links_that_change_all_the_time_never_lead_out(folder: Path, make_store: MakeStore) -> None:
    store = make_store(STORE)
    place = folder / "gazette.txt"
    place.symlink_to("herald.txt")
    ended = threading.Event()

    def change() -> None:
        while not ended.is_set():
            put("../secret.txt", place)
            put("more/gazette.txt", place)
            put("../outside/gazette.txt", folder / "more" / "gazette.txt")
            (folder / "plain").write_text(INSIDE, encoding="utf-8")
            (folder / "plain").replace(folder / "more" / "gazette.txt")

    changing = threading.Thread(target=change)
    changing.start()
    try:
        said: set[str] = set()
        rounds = 0
        # Both are met sooner or later, however busy the machine is.
        while rounds < ROUNDS or (len(said) < 2 and rounds < 100 * ROUNDS):
            said.update(check(folder, store))
            rounds += 1
    finally:
        ended.set()
        changing.join()
    assert len(said) == 2
    assert not [one for one in said if "4711" in one]


# How much is read


def test_a_document_beyond_a_limit_is_told(
    folder: Path, make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(STORE)
    (folder / "gazette.txt").write_text(INSIDE, encoding="utf-8")
    monkeypatch.setattr(documents, "MOST_CHARACTERS", 20)
    assert check(folder, store) == [
        "the document gazette.txt has more than 20 characters; split it"
    ]
    monkeypatch.setattr(documents, "LARGEST_DOCUMENT", 20)
    assert check(folder, store) == [
        "the document gazette.txt has 21 bytes, and at most 20 are read; split it"
    ]


def test_words_that_are_nowhere_have_an_end(folder: Path, make_store: MakeStore) -> None:
    # Each is like very many passages.
    facts = "".join(
        f'[[town.homes.facts]]\nperiod = "{1000 + n}"\nvalue = 12\nsource = "gazette"\n'
        f'stated = "{"home " * 50}n{n} 12"\n'
        for n in range(1000)
    )
    words = "".join(f"{'home ' * 50}n{n} 13 " for n in range(1000))
    (folder / "gazette.txt").write_text(words, encoding="utf-8")
    store = make_store(STORE + facts)
    started = time.process_time()
    said = check(folder, store)
    assert time.process_time() - started < 10
    assert len(said) == 1001
    assert "did you mean" in said[1]


def test_the_command_does_not_print_what_is_outside(
    folder: Path, make_store: MakeStore, run: Run
) -> None:
    (folder / "gazette.txt").symlink_to("../secret.txt")
    result = run("check", str(make_store(STORE)), "--documents", str(folder))
    assert result.status == 1
    assert "4711" not in result.out
    assert LINK in result.out
