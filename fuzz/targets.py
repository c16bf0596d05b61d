"""The targets: each takes any bytes, and may raise nothing. A finding is whatever it raises.

What cqfacts says of bad input, a CqfactsError or a diagnostic, is an answer and no finding; each
target also holds what it read against what it reads of its own writing.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from documents import read_audit
from held import FOLDER, SHIPPED, require, write_old
from writing import read_placing, read_table

from cqfacts import (
    CqfactsError,
    Selection,
    check_files,
    find_keys,
    flatten_fact,
    format_amount,
    get_answer,
    get_keys,
    open_store,
    parse_amount,
    parse_period,
    search,
)
from cqfacts.errors import DamagedIndexError
from cqfacts.figures import read_figures
from cqfacts.store import Store
from cqfacts.store.index.building import build_index
from cqfacts.store.index.finding import open_index
from cqfacts.store.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    Target = Callable[[bytes], None]

_MOST_FILES = 3
_PATCH = 4
"""Bytes of a patch: three say where, one says what."""


def read_store(content: bytes) -> None:
    """Check a store of one file or several, look up all of it, and hold the two together.

    U+0000, which stands in no TOML, parts the files.
    """
    paths = []
    for number, part in enumerate(content.split(b"\0", _MOST_FILES - 1)):
        paths.append(FOLDER / f"facts-{number}.toml")
        write_old(paths[-1], part)
    problems = check_files(paths)
    for problem in problems:
        str(problem)
    try:
        store = open_store(*paths)
        facts = [flatten_fact(store, fact) for key in store.keys for fact in store.facts(key)]
    except CqfactsError as error:
        require("\n" not in str(error), f"an error of several lines: {error}")
        require(bool(problems), f"a check finds nothing where a lookup says: {error}")
        return
    require(bool(problems) or not store.diagnostics, "a check finds less than a lookup")
    for fact in facts:
        str(fact).encode()


def read_amount(content: bytes) -> None:
    """Read a number, write it, and read what was written."""
    with suppress(CqfactsError):
        amount = parse_amount(_decode(content))
        written = format_amount(amount)
        again = parse_amount(written)
        require(again.value == amount.value, f"{amount} is written {written}, which is {again}")
        require(
            again.step == amount.step or amount.step is None or again.step is None,
            f"{amount} is written {written}, which is as exact as {again.step}",
        )


def read_period(content: bytes) -> None:
    """Read a period, write it, and read what was written."""
    with suppress(CqfactsError):
        period = parse_period(_decode(content))
        again = parse_period(str(period))
        require(again == period, f"{period} is read as {again}")
        require(
            period.start is None or period.end is None or period.start <= period.end,
            f"{period} ends before it starts",
        )


def read_words(content: bytes) -> None:
    """Read the figures of words; each stands where it says."""
    text = _decode(content)
    place = 0
    for figure in read_figures(text):
        require(0 <= figure.number_start < figure.number_end <= len(text), f"{figure} is nowhere")
        require(place <= figure.number_end, f"{figure} ends before the one before it")
        place = figure.number_end


def read_term(content: bytes) -> None:
    """Look for what may be a key, a name or a few words."""
    term = _decode(content)
    store = _shipped()
    with suppress(CqfactsError):
        keys = find_keys(store, term, topics=True)
        require(set(keys) <= set(store.keys), f"{keys} are not there")
    with suppress(CqfactsError):
        search(store, [term])
    with suppress(CqfactsError):
        for key in get_keys(store, term, topics=False):
            get_answer(store.facts(key), Selection(), called=term)


def read_index(content: bytes) -> None:
    """Patch a sound index, and look up: the answer is that of the store, or there is none."""
    place, path, sound, expected = _indexed()
    damaged = bytearray(sound)
    for start in range(0, len(content) - _PATCH + 1, _PATCH):
        where = int.from_bytes(content[start : start + _PATCH - 1], "big")
        damaged[where % len(damaged)] = content[start + _PATCH - 1]
    Path(place).write_bytes(damaged)
    shelf = open_index(place, [path])
    if shelf is None:
        return
    try:
        found = _answers(Store(shelf=shelf))
    except DamagedIndexError:
        return
    wrong = {key: answer for key, answer in found.items() if answer != expected[key]}
    require(not wrong, f"a damaged index answers {wrong}")


TARGETS: dict[str, Target] = {
    "store": read_store,
    "amount": read_amount,
    "period": read_period,
    "figures": read_words,
    "term": read_term,
    "index": read_index,
    "document": read_audit,
    "rows": read_table,
    "placing": read_placing,
}


def _answers(store: Store) -> dict[str, str | None]:
    """Return all that is said of some keys, None for what is not found."""
    found: dict[str, str | None] = {}
    for key in _KEYS:
        found[key] = None
        with suppress(CqfactsError):
            if key in store.keys:
                found[key] = f"{store.indicator(key)} {store.facts(key)}"
    return found


_KEYS = ("economy.gdp", "autos.nev", "trade.total", "technology.computing")


@cache
def _shipped() -> Store:
    return open_store(SHIPPED)


@cache
def _indexed() -> tuple[str, str, bytes, dict[str, str | None]]:
    """Return the place of an index, the file that it is of, what it holds, and the answers."""
    path, place = str(FOLDER / "indexed.toml"), str(FOLDER / "indexed.index")
    shutil.copy(SHIPPED, path)
    build_index(place, [path], None)
    return place, path, Path(place).read_bytes(), _answers(Store([load_tables(path)]))


def _decode(content: bytes) -> str:
    """Return bytes as the text that an argument of a command line may be."""
    return content.decode("utf-8", "surrogateescape").replace("\0", "")
