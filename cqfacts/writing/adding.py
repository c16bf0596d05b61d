"""Adding: facts, and what is new with them, put into a file once they have been judged."""

from __future__ import annotations

from cqfacts.errors import CqfactsError, UsageError
from cqfacts.record import Record

from .entries import Entries, leave_out_known, split_key
from .judging import Places, find_name_problems, find_new_problems, narrow
from .own import Snapshot, open_own, read_snapshot
from .placing import NEW_FILE, place_entries
from .replacing import PATIENCE_SECONDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .own import OwnStore


class Added(Record):
    """What adding did to a file, or would do, and what it found.

    `facts` are the new ones, `problems` those that the store did not have before. `store` has
    their indicators and what they are held against, and no other.
    """

    path: str
    before: bytes
    after: bytes
    facts: tuple[Fact, ...]
    problems: tuple[Diagnostic, ...]
    store: Store


class EntryError(UsageError):
    """What is to be added is not what the store format wants; nothing was written.

    A fact among the `problems` is at `keys` (topic, name, "facts", number), its number counted
    from the first of the file.
    """

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        super().__init__(problems[0].problem, problems[0].remedy)
        self.problems = tuple(problems)


class RefusedError(CqfactsError):
    """A check finds an error in the store with what is to be added; nothing was written."""

    exit_status = 1

    def __init__(self, problems: Sequence[Diagnostic]) -> None:
        first = next(one for one in problems if one.severity == "error")
        super().__init__(
            f"nothing was written, since a check finds an error ({first.check})",
            "correct it, or write it with --anyway",
        )
        self.problems = tuple(problems)


def add_fact(  # noqa: PLR0913 - one thing to add, and how
    paths: Sequence[str],
    key: str,
    fact: Mapping[str, Any],
    *,
    indicator: Mapping[str, Any] | None = None,
    source: Mapping[str, Any] | None = None,
    file: str | None = None,
    is_dry: bool = False,
    anyway: bool = False,
    today: date | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Added:
    """Add a fact to a store, as a table of the store format.

    An `indicator` or a `source` is the table of one that is new. `file` names the file of several.
    Raises what `add_entries` does.
    """
    entries = Entries(
        facts=((key, fact),),
        indicators={} if indicator is None else {key: indicator},
        sources={} if source is None else {fact.get("source", ""): source},
    )
    own = open_own(paths)
    path = own.find_file(key, file)
    return add_entries(
        own, entries, path, is_dry=is_dry, anyway=anyway, today=today, patience=patience
    )


def add_entries(  # noqa: PLR0913 - likewise
    own: OwnStore,
    entries: Entries,
    path: str,
    *,
    is_dry: bool = False,
    anyway: bool = False,
    today: date | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Added:
    """Add entries to a file of a store, which in a folder may be new, all of them or none.

    Nothing `is_dry` is written. `anyway` writes what a check calls an error. `patience` is that of
    `replace_file`. Raises EntryError for entries that are not sound, RefusedError for what a check
    finds, StoreError and OutputError.
    """
    work = Adding(own, entries, path, today, anyway=anyway)
    replaced = own.replace(path, work.change, is_dry=is_dry, patience=patience)
    return Added(
        path=path,
        before=replaced.before,
        after=replaced.after,
        facts=work.facts,
        problems=work.problems,
        store=work.store,
    )


class Adding:
    """One adding: the change of a file, and what it found when it was last made."""

    def __init__(
        self, own: OwnStore, entries: Entries, path: str, today: date | None, *, anyway: bool
    ) -> None:
        self.own = own
        self.entries = entries
        self.path = path
        self.today = today
        self.anyway = anyway
        self.facts: tuple[Fact, ...] = ()
        self.problems: tuple[Diagnostic, ...] = ()
        self.store: Store = own.store

    def change(self, content: bytes) -> bytes:
        """Return the content of the file with the entries."""
        self.own = self.own.refresh(self.path)
        before = self._read(content)
        entries = leave_out_known([one.tables for one in self._put(before)], self.entries)
        placed = place_entries(before.content, before.tables, entries, self.path)
        after = Snapshot(path=self.path, content=placed.content, tables=placed.tables)
        self._judge(before, after)
        return placed.content

    def _find_places(self, content: bytes) -> Places:
        return Places(self.path, content)

    def _read(self, content: bytes) -> Snapshot:
        """Return the file as it is now, which most often is as it was read."""
        content = content or NEW_FILE
        for one in self.own.snapshots:
            if one.path == self.path and one.content == content:
                return one
        return read_snapshot(self.path, content)

    def _put(self, snapshot: Snapshot) -> list[Snapshot]:
        """Return the files of the store with this one in its place, a new one by its name."""
        others = list(self.own.snapshots)
        for number, one in enumerate(others):
            if one.path == snapshot.path:
                others[number] = snapshot
                return others
        return sorted([*others, snapshot], key=lambda one: one.path)

    def _judge(self, one: Snapshot, other: Snapshot) -> None:
        before, after = self._put(one), self._put(other)
        places = self._find_places(other.content)
        keys = self.entries.facts_by_key().keys()
        old, new = narrow(before, keys), narrow(after, keys)
        known = set(old.diagnostics)
        if unsound := [one for one in new.diagnostics if one not in known]:
            raise EntryError(unsound)
        self.facts = tuple(self._find_facts(one, new))
        if len(self.facts) < len(self.entries.facts):
            raise EntryError([one for one in new.diagnostics if _is_about(one, keys)])
        problems = find_new_problems(old, new, places, self.today)
        if keys - set(self.own.store.keys):
            found = find_name_problems(before, after, places)
            problems += tuple(one for one in found if one not in problems)
        if not self.anyway and any(one.severity == "error" for one in problems):
            raise RefusedError(problems)
        self.problems, self.store = problems, new

    def _find_facts(self, before: Snapshot, store: Store) -> Iterator[Fact]:
        """Yield the facts that follow those which a file had; a new source may make more sound."""
        for key in self.entries.facts_by_key():
            topic, name = split_key(key)
            known = before.tables.get(topic, {}).get(name, {}).get("facts", ())
            for fact in store.facts(key):
                place = fact.origin
                if place.file == self.path and int(place.keys[3]) >= len(known):
                    yield fact


def _is_about(problem: Diagnostic, keys: Collection[str]) -> bool:
    """Whether a problem is one of these indicators, which may leave all of its facts out."""
    return ".".join(map(str, problem.location.keys[:2])) in keys
