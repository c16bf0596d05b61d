"""Editing: a file as a person left it, held against the store, and put in the place of the old."""

from __future__ import annotations

from cqfacts.checks.checking import place_error
from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.errors import OutputError, StoreError, StoreSyntaxError
from cqfacts.record import Record, replace
from cqfacts.store.positions import Positions
from cqfacts.store.recovery import read_on

from .hunks import find_hunks, split_lines
from .judging import Places, find_more_problems
from .merging import merge
from .own import Snapshot, open_own, read_snapshot
from .replacing import PATIENCE_SECONDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cqfacts.store import Store

    from .own import OwnStore
    from .replacing import Replaced


class Verdict(Record):
    """What is found in a file that was edited: problems that the store did not have before.

    They stand in the file of the name that was given. `is_readable` says whether the file can be
    read at all, which it must before it replaces another.
    """

    problems: tuple[Diagnostic, ...]
    is_readable: bool

    @property
    def is_sound(self) -> bool:
        """Whether nothing but warnings was found."""
        return self.is_readable and all(one.severity != "error" for one in self.problems)


def open_for_editing(paths: Sequence[str] | None = None) -> OwnStore:
    """Open a store to be edited; a file with slips in its TOML is read on past them."""
    return open_own(paths, read=_read_past_slips)


def find_place(own: OwnStore, key: str) -> tuple[Snapshot, int]:
    """Return the file that first says something of an indicator, and the line."""
    place = own.store.location_of(key)
    snapshot = own.find(place.file)
    return snapshot, Positions(snapshot.content).find(place.keys)[0]


def judge_edited(
    own: OwnStore, path: str, content: bytes, *, name: str, today: date | None = None
) -> Verdict:
    """Hold what a file is to hold against what it did; `name` is what messages call it."""
    try:
        snapshot = read_snapshot(path, content)
    except StoreSyntaxError as error:
        problems = [
            replace(one, location=_rename(one.location, path, name))
            for one in _find_slips(content, path, error)
        ]
        return Verdict(problems=tuple(sorted(problems, key=_line_of)), is_readable=False)
    except StoreError as error:
        found = Diagnostic(
            check="schema-unknown",
            location=Location(file=name, line=1, column=1),
            problem=error.problem,
            remedy=error.remedy,
        )
        return Verdict(problems=(found,), is_readable=False)
    after = own.put(snapshot)
    problems = list(_find_new(own.store, after, path, name, today))
    return Verdict(problems=tuple(sorted(problems, key=_line_of)), is_readable=True)


def put_edited(  # noqa: PLR0913 - what was read, what it became, and how it is written
    own: OwnStore,
    path: str,
    after: bytes,
    *,
    is_dry: bool = False,
    anyway: bool = False,
    today: date | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Replaced:
    """Put an edited file in the place of the one that was read.

    Where somebody else changed that meanwhile, the edit is made again in what it is now, unless
    both changed the same table. `patience` is that of `replace_file`. Raises OutputError then, and
    where the two do not go together.
    """
    before = own.find(path).content

    def change(content: bytes) -> bytes:
        if content in (before, after):
            return after
        merged = merge(before, after, content)
        if merged is None:
            raise OutputError(
                f"{path} was changed by another program meanwhile, in the same table, and is left "
                "so",
                "bring your changes over to it",
            )
        theirs = own.put(_read_past_slips(path, content))
        verdict = judge_edited(theirs, path, merged, name=path, today=today)
        if verdict.is_sound or (anyway and verdict.is_readable):
            return merged
        first = next((one for one in verdict.problems if one.severity == "error"), None)
        found = f"{first.place}: {first.problem}" if first else path
        raise OutputError(
            f"{path} was changed by another program meanwhile, and is left so, since both changes "
            f"together have an error ({found})",
            "bring your changes over to it",
        )

    return own.replace(path, change, is_dry=is_dry, patience=patience)


def count_changes(before: bytes, after: bytes) -> tuple[int, int]:
    """Return how many lines were added, and how many removed."""
    old, new = split_lines(before), split_lines(after)
    hunks = list(find_hunks(old, new))
    return sum(len(one.lines) for one in hunks), sum(one.stop - one.start for one in hunks)


def _read_past_slips(path: str, content: bytes) -> Snapshot:
    try:
        return read_snapshot(path, content)
    except StoreSyntaxError:
        return Snapshot(path=path, content=content, tables=read_on(content, path).file.tables)


def _find_slips(content: bytes, path: str, error: StoreSyntaxError) -> Sequence[Diagnostic]:
    try:
        return read_on(content, path).problems or [place_error(error)]
    except StoreSyntaxError as unreadable:
        return [place_error(unreadable)]


def _find_new(
    before: Store, after: OwnStore, path: str, name: str, today: date | None
) -> Iterator[Diagnostic]:
    """Yield the problems that are new, wherever in the files they and the others stand now."""
    places = {
        one.path: Places(one.path, one.content, name if one.path == path else None)
        for one in after.snapshots
    }
    for problem in find_more_problems(before, after.store, places, today):
        yield replace(problem, location=_rename(problem.location, path, name))


def _rename(location: Location, path: str, name: str) -> Location:
    return replace(location, file=name) if location.file == path else location


def _line_of(problem: Diagnostic) -> tuple[str, int]:
    return problem.location.file, problem.location.line or 0
