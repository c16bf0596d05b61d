"""Correcting: facts, indicators, topics and sources of a store changed, removed, renamed, moved.

A plan says what the files of a store are to hold. It is made of the store as it is, and again under
the locks of the files, so that it goes by what others wrote meanwhile.
"""

from __future__ import annotations

from datetime import date

from cqfacts.diagnostics import Location
from cqfacts.errors import (
    AmbiguousError,
    CqfactsError,
    NotFoundError,
    OutputError,
    StoreError,
    UsageError,
)
from cqfacts.lookup import describe_miss, find_named
from cqfacts.model import Fact, Indicator, Source, Topic
from cqfacts.record import Record, keys_of
from cqfacts.store.records import find_kept_problems
from cqfacts.suggestion import find_near, suggest

from .adding import RefusedError
from .amending import Amending
from .composing import is_key
from .entries import split_key
from .given import is_text
from .judging import Places, find_more_problems, narrow
from .measuring import write_number
from .own import read_snapshot
from .placing import NEW_FILE
from .replacing import PATIENCE_SECONDS, replace_files
from .toml import format_name, format_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.selection import Selection

    from .amending import Name
    from .own import OwnStore, Snapshot
    from .replacing import Replaced

    Plan: TypeAlias = Callable[["OwnStore"], "Planned"]

FACT_KEYS = keys_of(Fact)
INDICATOR_KEYS = keys_of(Indicator)
SOURCE_KEYS = keys_of(Source)
TOPIC_KEYS = keys_of(Topic)

_MOST_TRIES = 20
_MOST_SHOWN = 5


class Planned(Record):
    """What files are to hold, in the order in which they are written, and the facts it is about.

    The checks are asked about the indicators of `keys` and what is set against them, None for the
    whole store. `names` says what a name was before, where tables have another or another file.
    Of facts that `are_kept` the number within the file stays the same.
    """

    files: tuple[Snapshot, ...]
    facts: tuple[Fact, ...] = ()
    are_kept: bool = False
    keys: Collection[str] | None = None
    names: Callable[[Sequence[str]], Sequence[str]] | None = None


class Corrected(Record):
    """What a correction did to files, or would do.

    `before` are the facts that it is about as they were, `after` as they are, none where they are
    gone. `problems` are those that the store did not have before.
    """

    files: tuple[Replaced, ...]
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]
    problems: tuple[Diagnostic, ...]


def correct(  # noqa: PLR0913 - one change, and how it is made
    own: OwnStore,
    plan: Plan,
    *,
    is_dry: bool = False,
    anyway: bool = False,
    expected: Sequence[Fact] | None = None,
    today: date | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Corrected:
    """Make the change of a plan: all files of it or none.

    `anyway` writes what a check calls an error. Where the facts are not those `expected`, which
    somebody was shown, nothing is written. `patience` is that of `replace_files`. Raises what the
    plan raises, RefusedError for what a check finds, StoreError and OutputError.
    """
    planned = plan(own)
    for _ in range(_MOST_TRIES):
        work = _Correcting(own, plan, planned, today, anyway=anyway)
        work.expected = expected
        if not planned.files:
            return work.report(())
        known = {one.path for one in own.snapshots}
        paths = [one.path for one in planned.files]
        try:
            replaced = replace_files(
                paths,
                work.change,
                new=[path for path in paths if path not in known],
                is_dry=is_dry,
                folders=own.folders,
                patience=patience,
            )
        except _OtherFilesError:
            own, planned = work.own, work.planned
            continue
        return work.report(replaced)
    raise OutputError(f"{own.paths[0]} keeps being changed by another program", "try again")


class _OtherFilesError(CqfactsError):
    """A plan needs the locks of other files than it did before."""


class _Correcting:
    """One correction: the change of its files, and what it found when it was last made."""

    def __init__(
        self, own: OwnStore, plan: Plan, planned: Planned, today: date | None, *, anyway: bool
    ) -> None:
        self.own = own
        self.plan = plan
        self.planned = planned
        self.today = today
        self.anyway = anyway
        self.expected: Sequence[Fact] | None = None
        self.after = own
        self.problems: tuple[Diagnostic, ...] = ()

    def change(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return what the files are to hold. Raises RefusedError, and what the plan raises."""
        self.own = self.own.renew(contents)
        self.planned = planned = self.plan(self.own)
        if self.expected is not None and list(planned.facts) != list(self.expected):
            raise OutputError(
                "another program changed these facts meanwhile, and nothing was written",
                "look at them again",
            )
        new = {one.path: one.content for one in planned.files}
        if new.keys() - contents.keys():
            raise _OtherFilesError("other files are to be changed")
        self.after = _put(self.own, planned.files)
        self.problems = tuple(self._find_problems())
        if not self.anyway and any(one.severity == "error" for one in self.problems):
            raise RefusedError(self.problems)
        return {**contents, **new}

    def report(self, replaced: Sequence[Replaced]) -> Corrected:
        """Return what was done."""
        facts = self.planned.facts if self.planned.are_kept else ()
        places = {fact.origin for fact in facts}
        keys = dict.fromkeys(fact.key for fact in facts)
        store = self.after.store
        return Corrected(
            files=tuple(replaced),
            before=self.planned.facts,
            after=tuple(
                fact
                for key in keys
                if key in store.keys
                for fact in store.facts(key)
                if fact.origin in places
            ),
            problems=self.problems,
        )

    def _find_problems(self) -> Iterator[Diagnostic]:
        keys = self.planned.keys
        stores = [
            one.store if keys is None else narrow(one.snapshots, keys)
            for one in (self.own, self.after)
        ]
        places = {one.path: Places(one.path, one.content) for one in self.after.snapshots}
        before, after = stores
        found = find_more_problems(before, after, places, self.today, renamed=self.planned.names)
        # Whether a source is used cannot be told by a part of the store.
        return (one for one in found if keys is None or one.check != "source-unused")


def plan_facts(
    own: OwnStore, key: str, selection: Selection, values: Mapping[str, str] | None, *, many: bool
) -> Planned:
    """Plan other values of the facts that are selected, or without values that they go.

    Raises NotFoundError where none is, and AmbiguousError where there are several and not `many`.
    """
    said = None if values is None else read_values(values, FACT_KEYS, "a fact")
    facts = selection.select_exactly(own.store.facts(key))
    if not facts:
        there = ", ".join(dict.fromkeys(str(one.period) for one in own.store.facts(key)))
        remedy = f"there is {there}" if there else "it has no facts"
        raise NotFoundError(f"'{key}' has no fact{selection.describe()}", remedy)
    require_one(facts, f"'{key}' has {len(facts)} facts{selection.describe()}", many=many)
    return _change_facts(own, facts, said)


def require_one(facts: Sequence[Fact], problem: str, *, many: bool) -> None:
    """Find several facts where one is to be changed. Raises AmbiguousError."""
    if len(facts) > 1 and not many:
        shown = "; ".join(map(_describe, facts[:_MOST_SHOWN]))
        more = ", …" if len(facts) > _MOST_SHOWN else ""
        raise AmbiguousError(f"{problem} ({shown}{more})", "select one of them, or give --all")


def plan_indicator(own: OwnStore, key: str, values: Mapping[str, str]) -> Planned:
    """Plan other values of what describes an indicator, in each file that has them."""
    return _describe_table(own, split_key(key), values, INDICATOR_KEYS, "an indicator")


def plan_topic(own: OwnStore, name: str, values: Mapping[str, str]) -> Planned:
    """Plan other values of what describes a topic, in each file that has them."""
    return _describe_table(own, (name,), values, TOPIC_KEYS, "a topic")


def plan_source(own: OwnStore, source_id: str, values: Mapping[str, str]) -> Planned:
    """Plan other values of what describes a source. Raises NotFoundError."""
    find_source(own, source_id)
    return _describe_table(own, ("sources", source_id), values, SOURCE_KEYS, "a source")


def plan_removal(own: OwnStore, key: str, *, many: bool) -> Planned:
    """Plan that an indicator goes, with all of its facts.

    Raises AmbiguousError where there are several and not `many`.
    """
    facts = own.store.facts(key)
    require_one(facts, f"'{key}' has {len(facts)} facts", many=many)
    name = split_key(key)
    files = []
    for one in own.snapshots:
        if name[1] in one.tables.get(name[0], {}):
            amending = Amending(one)
            amending.remove_table(name)
            files.append(amending.finish())
    keys = {key, *(name for _, name, one in _all_facts(own) if one.get("of") == key)}
    return Planned(files=tuple(files), facts=facts, keys=keys)


def plan_source_removal(own: OwnStore, source_id: str, *, many: bool) -> Planned:
    """Plan that a source goes, with the facts that it states.

    Raises NotFoundError, and AmbiguousError where there are facts and not `many`.
    """
    find_source(own, source_id)
    keys = list(dict.fromkeys(k for _, k, one in _all_facts(own) if one.get("source") == source_id))
    facts = [fact for key in keys for fact in own.store.facts(key) if fact.source == source_id]
    if facts and not many:
        raise AmbiguousError(
            f"'{source_id}' states {len(facts)} facts", "give --all to remove them as well"
        )
    numbers: dict[str, dict[str, set[int]]] = {}
    for one in own.snapshots:
        for key, table_facts in _facts_of(one):
            found = {n for n, fact in enumerate(table_facts) if fact.get("source") == source_id}
            if found:
                numbers.setdefault(one.path, {})[key] = found
    files = []
    for one in own.snapshots:
        amending = Amending(one)
        for key, found in numbers.get(one.path, {}).items():
            amending.remove_facts(split_key(key), found)
        if source_id in one.tables.get("sources", {}):
            amending.remove_table(("sources", source_id))
        elif one.path not in numbers:
            continue
        files.append(amending.finish())
    return Planned(files=tuple(files), facts=tuple(facts), keys=keys)


def plan_rename(own: OwnStore, old: Name, new: Name, *, keep_alias: bool, joins: bool) -> Planned:
    """Plan another name of an indicator, a topic (one part) or a source, wherever it is written.

    With `keep_alias` an indicator or a topic is still found by the old name. Raises UsageError
    where the new name is taken, unless the two are to be joined.
    """
    if old == new:
        return Planned(files=())
    if not joins and any(_find(one.tables, new) is not None for one in own.snapshots):
        raise UsageError(
            f"'{describe_name(new)}' is there already",
            "choose another name, or join the two with --join",
        )
    files = []
    home = _find_home(own, old)
    for one in own.snapshots:
        amending = Amending(one)
        is_changed = _rename_references(amending, one, old, new)
        if _find(one.tables, old) is not None:
            if keep_alias and one is home:
                _keep_alias(amending, one, old, new)
            amending.rename(old, new)
            is_changed = True
        if is_changed:
            files.append(amending.finish())

    def name_before(names: Sequence[str]) -> Sequence[str]:
        is_new = tuple(names[: len(new)]) == new
        return (*old, *names[len(new) :]) if is_new else names

    return Planned(files=tuple(files), names=name_before)


def plan_move(own: OwnStore, key: str, path: str) -> Planned:
    """Plan that all that files say of an indicator is in one of them, which may be new."""
    name = split_key(key)
    known = {one.path: one for one in own.snapshots}
    home = Amending(known.get(path) or read_snapshot(path, NEW_FILE))
    files = []
    for one in own.snapshots:
        table = _find(one.tables, name)
        if table is None or one.path == path:
            continue
        amending = Amending(one)
        home.put_in(name, table, amending.take_out(name))
        files.append(amending.finish())
    if not files:
        return Planned(files=())
    return Planned(files=(home.finish(), *files), names=lambda names: names)


def find_import(own: OwnStore, name: str) -> Mapping[str, Any]:
    """Return what is kept of an import under a name. Raises NotFoundError and StoreError."""
    path = ("store", "imports", name)
    for one in own.snapshots:
        if (found := _find(one.tables, path)) is not None:
            if problems := find_kept_problems(dict(found), Location(file=one.path, keys=path)):
                first = problems[0]
                raise StoreError(first.problem, first.remedy, place=f"{one.path}: {name}")
            return found
    names = [known for one in own.snapshots for known in _find(one.tables, path[:2]) or ()]
    raise NotFoundError(
        f"no import is kept as '{name}'",
        suggest(name, names) if names else "--keep-as NAME keeps one",
    )


def plan_import(own: OwnStore, name: str, values: Mapping[str, Any]) -> Planned:
    """Plan that it is kept under a name how a table was read; what was kept so is replaced."""
    path = ("store", "imports", name)
    having = [one for one in own.snapshots if _find(one.tables, path) is not None]
    titled = [one for one in own.snapshots if "store" in one.tables]
    home = [*having, *titled, *own.snapshots][0]
    amending = Amending(home)
    if having:
        gone = dict.fromkeys(_find(home.tables, path) or ())
        amending.set_values(path, {**gone, **values})
    else:
        lines = format_table(f"[{format_name(path)}]", values)
        amending.put_in(path, values, ["\n".join(lines).encode()])
    return Planned(files=_changed(own, [amending.finish()]))


def find_indicator(own: OwnStore, term: str) -> str:
    """Return the key of the indicator that a whole term names; no part of a name does.

    Raises NotFoundError and AmbiguousError.
    """
    keys = find_named(own.store, term, topics=False)
    if len(keys) > 1:
        raise AmbiguousError(f"'{term}' means {', '.join(keys)}", "name one of them")
    if not keys:
        problem, guess = describe_miss(own.store, term)
        raise NotFoundError(problem, f"{guess} 'cqfacts list' shows everything".lstrip())
    return keys[0]


def find_source(own: OwnStore, source_id: str) -> str:
    """Return the id of a source. Raises NotFoundError."""
    if source_id not in own.store.source_ids:
        near = find_near(source_id, own.store.source_ids, most=1)
        guess = f"did you mean '{near[0]}'? " if near else ""
        raise NotFoundError(
            f"no source is called '{source_id}'", f"{guess}'cqfacts sources' lists them"
        )
    return source_id


def find_renamed(own: OwnStore, old: str, new: str, *, is_source: bool) -> tuple[Name, Name]:
    """Return the names of what is to be renamed, before and after.

    Raises UsageError, NotFoundError and AmbiguousError.
    """
    topics = {topic.name for topic in own.store.topics}
    if is_source or (old in own.store.source_ids and not {old} & {*topics, *own.store.keys}):
        if not is_text(new) or not new.strip() or not new.isprintable():
            raise UsageError(f"'{new}' is no id of a source", "write one like annual-report")
        return ("sources", find_source(own, old)), ("sources", new)
    if old in topics:
        if old in own.store.source_ids:
            raise AmbiguousError(
                f"'{old}' is a topic and a source", "give --source where the source is meant"
            )
        if not is_key(f"{new}.name"):
            raise UsageError(f"'{new}' is no name of a topic", "write one like public-health")
        return (old,), (new,)
    key = find_indicator(own, old)
    topic, _ = split_key(key)
    full = new if "." in new else f"{topic}.{new}"
    if not is_key(full):
        raise UsageError(f"'{new}' is no key of an indicator", "write topic.name")
    return split_key(key), split_key(full)


def describe_name(name: Name) -> str:
    """Return what a name of tables is called: a key, a topic, or the id of a source."""
    return ".".join(name[1:] if name[0] == "sources" else name)


def read_values(values: Mapping[str, str], known: Mapping[str, Any], called: str) -> dict[str, Any]:
    """Return values as the store format has them, None for one that is to go. Raises UsageError."""
    read: dict[str, Any] = {}
    for name, text in values.items():
        if name not in known:
            raise UsageError(f"'{name}' is not a key of {called}", suggest(name, known))
        if not is_text(text):
            raise UsageError("what is given is not UTF-8", "type it again as text", place=name)
        read[name] = _read_value(name, known[name].kind, text) if text else None
    return read


def _read_value(name: str, kind: str, text: str) -> Any:  # noqa: ANN401 - of any kind
    match kind:
        case "number":
            return write_number(text.strip())
        case "flag":
            if text.casefold() not in ("true", "false"):
                raise UsageError(f"'{text}' is neither true nor false", "write one", place=name)
            return text.casefold() == "true" or None
        case "day":
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                remedy = "write it like 2026-01-27"
                raise UsageError(f"'{text}' is not a day", remedy, place=name) from error
        case "texts" | "ids":
            return [one.strip() for one in text.split(",") if one.strip()]
    return text


def _change_facts(
    own: OwnStore, facts: Sequence[Fact], values: Mapping[str, Any] | None
) -> Planned:
    """Plan other values of facts, or without values that they go."""
    files = []
    for one in own.snapshots:
        keys = [fact.origin.keys for fact in facts if fact.origin.file == one.path]
        if not keys:
            continue
        amending = Amending(one)
        if values is None:
            name = (str(keys[0][0]), str(keys[0][1]))
            amending.remove_facts(name, {int(path[3]) for path in keys})
        else:
            for path in keys:
                amending.set_values(path, values)
        files.append(amending.finish())
    return Planned(
        files=_changed(own, files),
        facts=tuple(facts),
        are_kept=values is not None,
        keys={facts[0].key},
    )


def _describe_table(
    own: OwnStore, name: Name, values: Mapping[str, str], known: Mapping[str, Any], called: str
) -> Planned:
    said = read_values(values, known, called)
    files = []
    home = _find_home(own, name)
    for one in own.snapshots:
        table = _find(one.tables, name) or {}
        own_values = {
            key: value
            for key, value in said.items()
            if key in table or (one is home and not _says(own, name, key))
        }
        if own_values:
            amending = Amending(one)
            amending.set_values(name, own_values)
            files.append(amending.finish())
    return Planned(files=_changed(own, files))


def _says(own: OwnStore, name: Name, key: str) -> bool:
    """Whether any file has this key of a table."""
    return any(key in (_find(one.tables, name) or {}) for one in own.snapshots)


def _find_home(own: OwnStore, name: Name) -> Snapshot | None:
    """Return the file that describes what has a name: the first with a label, or else any."""
    having = [one for one in own.snapshots if _find(one.tables, name) is not None]
    described = [one for one in having if "label" in (_find(one.tables, name) or {})]
    return next(iter([*described, *having]), None)


def _changed(own: OwnStore, files: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Return the files that differ from what they hold."""
    return tuple(one for one in files if own.find(one.path).content != one.content)


def _rename_references(amending: Amending, one: Snapshot, old: Name, new: Name) -> bool:
    """Write the new name wherever a fact names the old one. Return whether any does."""
    is_changed = False
    for key, facts in _facts_of(one):
        for number, fact in enumerate(facts):
            named: dict[str, Any] = {}
            if old[0] == "sources" and fact.get("source") == old[1]:
                named["source"] = new[1]
            of = fact.get("of")
            if old[0] != "sources" and isinstance(of, str):
                parts = tuple(of.split("."))
                if len(parts) == _KEY_PARTS and parts[: len(old)] == old:
                    named["of"] = ".".join((*new, *parts[len(old) :]))
            if named:
                amending.set_values((*split_key(key), "facts", number), named)
                is_changed = True
    return is_changed


_KEY_PARTS = 2


def _keep_alias(amending: Amending, one: Snapshot, old: Name, new: Name) -> None:
    if old[0] == "sources":
        raise UsageError("a source has no aliases", "leave out --keep-alias")
    names = [".".join(old)] if len(old) > 1 else []
    if old[-1] != new[-1]:
        names.append(old[-1])
    known = (_find(one.tables, old) or {}).get("aliases", ())
    if fresh := [name for name in names if name not in known]:
        amending.add_items(old, "aliases", fresh)


def _put(own: OwnStore, files: Sequence[Snapshot]) -> OwnStore:
    """Return a store with files as they are to be."""
    for one in files:
        own = own.put(one)
    return own


def _find(tables: Mapping[str, Any], name: Name) -> Mapping[str, Any] | None:
    found: Any = tables
    for part in name:
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def _facts_of(one: Snapshot) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Yield the indicators of a file by their keys, each with the tables of its facts."""
    for topic, table in one.tables.items():
        if topic in ("schema", "store", "sources") or not isinstance(table, dict):
            continue
        for name, inner in table.items():
            facts = inner.get("facts") if isinstance(inner, dict) else None
            if isinstance(facts, list):
                yield f"{topic}.{name}", [one if isinstance(one, dict) else {} for one in facts]


def _all_facts(own: OwnStore) -> Iterator[tuple[Snapshot, str, Mapping[str, Any]]]:
    for one in own.snapshots:
        for key, facts in _facts_of(one):
            yield from ((one, key, fact) for fact in facts)


def _describe(fact: Fact) -> str:
    said = fact.amount.written if fact.amount else fact.text
    return ", ".join(str(one) for one in (fact.period, fact.measure, said, fact.source) if one)
