"""The targets `rows` and `placing`: what is put into a store, and what stays of the store."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from held import FOLDER, TODAY, holds_in_order, require, write_old

from cqfacts import CqfactsError, check_files, open_store
from cqfacts.writing import Entries, RowsError, add_entries, import_rows, open_own, read_rows
from cqfacts.writing.editing import put_edited
from cqfacts.writing.hunks import find_hunks, format_diff, split_lines
from cqfacts.writing.row_formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from cqfacts.writing import Imported

STORE = b"""\
schema = 1

[store]
subject = "Testville"

[sources.gazette]
title = "The Gazette"
publisher = "Gazette"

[town]
label = "Town"

[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]  # kept
period = "2024"
value = "43 thousand"
stated = "43,000 homes"
source = "gazette"
"""

_FACT = {"period": "2031", "status": "target", "stated": 'of "5"\\\t', "source": "gazette"}
_KEYS = ("town.homes", "autos.nev", "town.new", "more.new")


def read_table(content: bytes) -> None:
    """Import rows of the format that the first byte says; what is accepted is there, and sound."""
    path = FOLDER / "own.toml"
    write_old(path, STORE)
    format_name = FORMATS[(content or b"\0")[0] % len(FORMATS)]
    try:
        rows = read_rows(content[1:], format_name, "rows")
        imported = import_rows([str(path)], rows, is_dry=True, today=TODAY)
    except RowsError as error:
        for problem in error.problems:
            require("\n" not in str(problem), f"a problem of several lines: {problem}")
        return
    except CqfactsError as error:
        require("\n" not in str(error), f"an error of several lines: {error}")
        return
    require(imported.added + imported.skipped == len(rows.rows), "a row was lost")
    require(path.read_bytes() == STORE, "a dry run wrote the store")
    _hold_change(STORE, imported.after)
    _hold_facts(path, imported)
    write_old(path, imported.after)
    again = import_rows([str(path)], rows, is_dry=True, today=TODAY)
    require(again.before == again.after, f"what was imported is not there: {again.after!r}")
    require(again.skipped == len(rows.rows), "what was imported is not found again")


def read_placing(content: bytes) -> None:
    """Add to a store what the first byte says, and again beside an edit; nothing else changes."""
    path, chosen, before = FOLDER / "own.toml", (content or b"\0")[0], content[1:]
    write_old(path, before)
    mine, theirs = _choose(chosen % 16, 5), _choose(chosen // 16, 6)
    try:
        own = open_own([str(path)])
        added = add_entries(own, mine, str(path), is_dry=True, anyway=True, today=TODAY)
    except CqfactsError as error:
        require("\n" not in str(error), f"an error of several lines: {error}")
        return
    require(path.read_bytes() == before, "a dry run wrote the store")
    _hold_change(before, added.after)
    require(len(added.facts) == len(mine.facts), f"not all is there of {mine.facts}")
    require(not _list_facts(path, before) - _list_facts(path, added.after), "a fact is gone")
    write_old(path, before)
    with suppress(CqfactsError):
        other = add_entries(own, theirs, str(path), is_dry=True, anyway=True, today=TODAY).after
        write_old(path, other)
        both = put_edited(own, str(path), added.after, is_dry=True, anyway=True, today=TODAY).after
        _hold_change(before, both)
        require(
            both == added.after or holds_in_order(both, other),
            f"what another program wrote is gone: {both!r}",
        )
        open_store(_write(path, both))


def _choose(bits: int, value: int) -> Entries:
    """Return facts of the indicators that bits choose, each time with what it lacks."""
    keys = [key for number, key in enumerate(_KEYS) if bits >> number & 1] or [_KEYS[0]]
    return Entries(
        facts=tuple((key, {**_FACT, "value": value}) for key in keys),
        indicators={key: {"label": f"New {value}"} for key in keys if key.endswith(".new")},
        sources={"gazette": {"title": "The Gazette"}} if bits % 2 else {},
    )


def _hold_change(before: bytes, after: bytes) -> None:
    """Hold a new version against the old one: all of it is there, and a diff says what is new."""
    require(holds_in_order(after, before), f"something is gone of {before!r} in {after!r}")
    old, new = split_lines(before), split_lines(after)
    made, place = [], 0
    for hunk in find_hunks(old, new):
        made += [*old[place : hunk.start], *hunk.lines]
        place = hunk.stop
    require(made + old[place:] == new, "the hunks do not make the new version")
    for line in format_diff("own.toml", before, after):
        line.encode()


def _hold_facts(path: Path, imported: Imported) -> None:
    """Hold the store with what was imported against the one without, by lookup and by check."""
    before, after = _list_facts(path, STORE), _list_facts(path, imported.after)
    require(not before - after, "a fact is gone")
    require(len(after) == len(before) + imported.added, "not all is there")
    problems = check_files([_write(path, imported.after)], today=TODAY)
    errors = [str(one) for one in problems if one.severity == "error"]
    require(not errors, f"{errors} in {imported.after!r}")


def _list_facts(path: Path, content: bytes) -> set[str]:
    """Return the facts of a store, each in full with its number among those that are the same."""
    store = open_store(_write(path, content))
    known: dict[str, int] = {}
    found = set()
    for key in store.keys:
        for fact in store.facts(key):
            said = str(fact)
            known[said] = known.get(said, 0) + 1
            found.add(f"{known[said]} {said}")
    return found


def _write(path: Path, content: bytes) -> Path:
    write_old(path, content)
    return path
