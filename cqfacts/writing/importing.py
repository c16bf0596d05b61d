"""Importing: the facts of many rows, added to one file at once, or none of them."""

from __future__ import annotations

from cqfacts.errors import UsageError
from cqfacts.record import Record, replace

from .adding import Adding, EntryError, RefusedError
from .own import open_own, read_snapshot
from .placing import NEW_FILE
from .preparing import prepare
from .replacing import PATIENCE_SECONDS
from .row_places import RowPlaces
from .rows import RowsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cqfacts.model import Fact

    from .judging import Places
    from .own import OwnStore
    from .preparing import Prepared, Watch
    from .rows import RowProblem, Rows
    from .turning import TableOptions


class Imported(Record):
    """What an import did to a file, or would do.

    `added` counts the new facts, `skipped` the rows that say what the store says already. `first`
    are the first few new facts.
    """

    path: str
    before: bytes
    after: bytes
    added: int
    skipped: int
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    first: tuple[Fact, ...]
    problems: tuple[RowProblem, ...]


def import_rows(  # noqa: PLR0913 - one thing to import, and how
    paths: Sequence[str] | None,
    rows: Rows,
    *,
    table: TableOptions | None = None,
    file: str | None = None,
    is_dry: bool = False,
    anyway: bool = False,
    today: date | None = None,
    watch: Watch | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Imported:
    """Add the facts of rows to a file of a store, with the sources and indicators that it lacks.

    `table` says how a table is read that is not of records.
    `file` names the file of several, which in a folder may be new. Nothing `is_dry` is written.
    `anyway` writes what a check of the store calls an error. `patience` is that of `replace_file`.
    Raises RowsError with every problem of the rows and with what a check finds, StoreError,
    UsageError and OutputError.
    """
    own = open_own(paths)
    is_table = rows.grid is not None
    if rows.grid is not None:
        from .turning import TableOptions, turn_table

        rows = turn_table(rows.grid, own.store, table or TableOptions())
    path = _find_file(own, rows, file)
    work = _Importing(own, rows, path, today, anyway=anyway, watch=watch)
    replaced = own.replace(path, work.change, is_dry=is_dry, patience=patience)
    entries = work.prepared.entries
    return Imported(
        path=path,
        before=replaced.before,
        after=replaced.after,
        added=len(entries.facts),
        skipped=work.prepared.skipped,
        indicators=tuple(entries.indicators),
        sources=tuple(entries.sources),
        first=work.prepared.first,
        problems=(*rows.notices, *_sum_up(work.problems)) if is_table else work.problems,
    )


def _sum_up(problems: Sequence[RowProblem]) -> tuple[RowProblem, ...]:
    """Return problems with those in one that every number of a table has: no words state it."""
    wordless = [one for one in problems if one.check == _WORDLESS]
    if len(wordless) <= 1:
        return tuple(problems)
    first = replace(
        wordless[0],
        line=0,
        problem=f"{len(wordless):,} figures lack the words that state them",
        remedy="a column 'stated' gives them",
    )
    return (first, *(one for one in problems if one.check != _WORDLESS))


_WORDLESS = "stated-missing"


def _find_file(own: OwnStore, rows: Rows, named: str | None) -> str:
    """Return the one file that gets all facts, so that they are written at once or not at all."""
    if named is None and not own.snapshots:
        named = "facts.toml"
    if named is not None or len(own.snapshots) == 1:
        return own.find_file("", named)
    keys = dict.fromkeys(str(row.record.get("key")) for row in rows.rows)
    known = [key for key in keys if key in own.store.keys]
    paths = dict.fromkeys(own.find_file(key) for key in known)
    if len(paths) != 1 or len(known) != len(keys):
        # A slip in a key is one of a row, and no question of files.
        prepare(own.store, rows)
        raise UsageError(
            f"the store has {len(own.snapshots)} files, and the facts go to one",
            "name it with --file, which in a folder may be new",
        )
    return next(iter(paths))


class _Importing:
    """One import: the change of a file, made anew where the file was changed meanwhile."""

    prepared: Prepared

    def __init__(  # noqa: PLR0913 - as in `import_rows`
        self,
        own: OwnStore,
        rows: Rows,
        path: str,
        today: date | None,
        *,
        anyway: bool,
        watch: Watch | None,
    ) -> None:
        self.own = own
        self.rows = rows
        self.path = path
        self.today = today
        self.anyway = anyway
        self.watch = watch
        self.problems: tuple[RowProblem, ...] = ()

    def change(self, content: bytes) -> bytes:
        """Return the content of the file with the facts that it lacks."""
        self.own = self.own.refresh(self.path)
        own = self._read(content)
        self.prepared = prepare(own.store, self.rows, self.watch)
        entries = self.prepared.entries
        if not entries.facts and not entries.sources and not entries.indicators:
            return content
        snapshot = next((one for one in own.snapshots if one.path == self.path), None)
        places = RowPlaces(self.path, snapshot, self.rows, self.prepared)
        work = _RowsAdding(own, places, self.prepared, self.today, anyway=self.anyway)
        try:
            after = work.change(content)
        except EntryError as error:
            raise RowsError(places.tell(error.problems)) from error
        except RefusedError as error:
            remedy = "correct what is listed, or write it with --anyway"
            raise RowsError(places.tell(error.problems), remedy) from error
        self.problems = tuple(places.tell(work.problems))
        return after

    def _read(self, content: bytes) -> OwnStore:
        content = content or NEW_FILE
        known = next((one for one in self.own.snapshots if one.path == self.path), None)
        if known and known.content == content:
            return self.own
        return self.own.put(read_snapshot(self.path, content))


class _RowsAdding(Adding):
    """The adding of what rows come to; what is found is placed where the rows are."""

    def __init__(
        self,
        own: OwnStore,
        places: RowPlaces,
        prepared: Prepared,
        today: date | None,
        *,
        anyway: bool,
    ) -> None:
        super().__init__(own, prepared.entries, places.path, today, anyway=anyway)
        self.places = places

    def _find_places(self, content: bytes) -> Places:  # noqa: ARG002 - rows stay where they are
        return self.places
