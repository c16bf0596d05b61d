"""An index of which any bit or any part is damaged gives the right answer, or is built again."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import IS_LONG, SHIPPED

from cqfacts import Store, find_keys, search
from cqfacts.errors import DamagedIndexError
from cqfacts.lookup import describe_miss
from cqfacts.store.index.building import build_index
from cqfacts.store.index.finding import open_index
from cqfacts.store.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    Question = Callable[[Store], Any]

BITS, DAMAGES = (11_112, 11_072) if IS_LONG else (250, 250)
# So many of all questions are asked of each damaged index.
ASKED = 6
PAGE = 4096
# What nothing is called, which is as much of an answer as what something is.
ABSENT = ["nosuch", "gdpx", "a", "zz", "x.y", "economy.gdpx", "城市x", "电话", "0", ""]
WORDS = ["ports", "plan", "汽车", "车", "重庆", "xi", "q", "2024", "12,866", "land sea", "trade"]


def list_questions(store: Store) -> list[Question]:
    """Return questions of every kind, also those that have no answer."""
    keys = list(store.keys)
    names = sorted({name for key in keys for name in store.names(key)})
    terms = [*keys, *names, *(name[: len(name) // 2] for name in names), *ABSENT]
    return [
        *[lambda store, term=term: find_keys(store, term) for term in terms],
        *[lambda store, term=term: describe_miss(store, term) for term in ABSENT],
        *[lambda store, text=text: search(store, text.split()) for text in [*WORDS, *names[::9]]],
        *[lambda store, key=key: (store.facts(key), store.left_out(key)) for key in keys],
        *[lambda store, key=key: (store.summary(key), store.wording(key)) for key in keys],
        *[lambda store, key=key: key in store.keys for key in [*keys, *ABSENT]],
        *[lambda store, name=name: list(store.find_names_starting(name[:1])) for name in names],
        lambda store: list(store.keys),
        lambda store: [store.keys_of(topic.name) for topic in store.topics],
        lambda store: (list(store.sources), dict(store.facts_by_source())),
        lambda store: [key for key in store.find_troubled(keys) if store.diagnostics_of(key)],
        lambda store: [(key, list(found)) for key, found in store.all_names()],
        lambda store: store.diagnostics_of_all,
    ]


def flip(content: bytearray, draw: random.Random) -> None:
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)


def damage(content: bytearray, draw: random.Random) -> None:
    """Damage some of it as disks, copies and programs do."""
    place, size = draw.randrange(len(content)), draw.choice([2, 16, 200, PAGE, 3 * PAGE])
    page, other = (PAGE * draw.randrange(len(content) // PAGE) for _ in range(2))
    match draw.randrange(5):
        case 0:
            content[place : place + size] = bytes(len(content[place : place + size]))
        case 1:
            content[place : place + size] = draw.randbytes(len(content[place : place + size]))
        case 2:
            content[page : page + PAGE] = content[other : other + PAGE]
        case 3:
            pages = content[page : page + PAGE], content[other : other + PAGE]
            content[other : other + PAGE], content[page : page + PAGE] = pages
        case _:
            # What follows moves by a byte.
            content[place:] = content[place + 1 :] + b"\0"


@pytest.mark.parametrize(
    ("spoil", "times"),
    [pytest.param(flip, BITS, id="bits"), pytest.param(damage, DAMAGES, id="parts")],
)
def test_what_a_damaged_index_answers_is_right(
    tmp_path: Path, spoil: Callable[[bytearray, random.Random], None], times: int
) -> None:
    path, place = str(tmp_path / "facts.toml"), str(tmp_path / "facts.index")
    shutil.copy(SHIPPED, path)
    build_index(place, [path], None)
    content = Path(place).read_bytes()
    sound = Store([load_tables(path)])
    questions = list_questions(sound)
    expected = [repr(question(sound)) for question in questions]
    draw = random.Random(times)  # noqa: S311 - of tests
    outcomes: Counter[str] = Counter()
    for _ in range(times):
        spoiled = bytearray(content)
        spoil(spoiled, draw)
        Path(place).write_bytes(spoiled)
        shelf = open_index(place, [path])
        if shelf is None:
            outcomes["built again when it is opened"] += 1
            continue
        store = Store(shelf=shelf)
        try:
            for number in draw.sample(range(len(questions)), ASKED):
                assert repr(questions[number](store)) == expected[number]
        except DamagedIndexError:
            outcomes["built again when it is asked"] += 1
        else:
            outcomes["right"] += 1
    print(f"of {times:,} damaged indexes:", dict(outcomes))
    assert outcomes["right"]
    assert outcomes["built again when it is asked"]
