"""Store: the facts of one or more files, built as they are asked for."""

from __future__ import annotations

from functools import cached_property

from cqfacts.diagnostics import Location
from cqfacts.errors import NotFoundError
from cqfacts.suggestion import find_near, suggest

from .fields import Fields, describe_type
from .records import (
    STORE_KEYS,
    Piece,
    build_indicator,
    build_source,
    build_topic,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact, Indicator, Source, Topic

    from .records import (
        IndicatorRecords,
    )
    from .tables import File


class Store:
    """Facts by indicator, in the order of the files.

    A record is built when it is first asked for; a fact with a problem is left out and counted.
    """

    def __init__(self, files: Iterable[File]) -> None:
        self._files = tuple(files)
        self._records: dict[str, IndicatorRecords] = {}
        self._built_sources: dict[str, tuple[Source, list[Diagnostic]]] = {}
        self._source_pieces: dict[str, list[Piece]] = {}
        self._topic_pieces: dict[str, list[Piece]] = {}
        self._indicator_pieces: dict[str, list[Piece]] = {}
        self._stray: list[Diagnostic] = []
        for file in self._files:
            self._sort(file)
        if len(self._files) > 1:
            # A later file may add to an earlier topic.
            order = list(self._topic_pieces)
            in_order = sorted(
                self._indicator_pieces.items(), key=lambda item: order.index(item[1][0].keys[0])
            )
            self._indicator_pieces = dict(in_order)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order they were read."""
        return tuple(file.name for file in self._files)

    @cached_property
    def title(self) -> str | None:
        """What the store is called."""
        return self._said_of_store("title")

    @cached_property
    def subject(self) -> str | None:
        """What facts are about unless their indicator says otherwise."""
        return self._said_of_store("subject")

    @property
    def source_ids(self) -> KeysView[str]:
        """The ids of all sources."""
        return self._source_pieces.keys()

    @property
    def sources(self) -> Iterator[Source]:
        """All sources, in store order."""
        return map(self.source, self._source_pieces)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in store order."""
        return tuple(build_topic(*item)[0] for item in self._topic_pieces.items())

    @property
    def keys(self) -> KeysView[str]:
        """The keys of all indicators, grouped by topic, in store order."""
        return self._indicator_pieces.keys()

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""
        return [key for key in self.keys if key.startswith(f"{topic}.")]

    def names(self, key: str) -> Iterator[str]:
        """Yield the names an indicator goes by, its own first, without building its record."""
        yield key.partition(".")[2]
        for piece in self._indicator_pieces[key]:
            label, aliases = piece.table.get("label"), piece.table.get("aliases")
            if isinstance(label, str):
                yield label
            if isinstance(aliases, list):
                yield from (alias for alias in aliases if isinstance(alias, str))

    def source(self, source_id: str) -> Source:
        """Return a source. Raises NotFoundError."""
        return self._build_source(source_id)[0]

    def indicator(self, key: str) -> Indicator:
        """Return an indicator. Raises NotFoundError."""
        return self._read(key).indicator

    def facts(self, key: str) -> tuple[Fact, ...]:
        """Return the facts of an indicator, without those that have a problem.

        Raises NotFoundError.
        """
        return self._read(key).facts

    def left_out(self, key: str) -> int:
        """Return how many facts of an indicator were left out because of a problem."""
        return self._read(key).left_out

    def diagnostics_of(self, key: str) -> tuple[Diagnostic, ...]:
        """Return the problems of an indicator, its facts and the sources they name."""
        records = self._read(key)
        used = dict.fromkeys(fact.source for fact in records.facts)
        found = [problem for source in used for problem in self._build_source(source)[1]]
        return (*records.diagnostics, *found)

    @property
    def says_schema(self) -> bool:
        """Whether any file says which schema it is written in."""
        return any("schema" in file.tables for file in self._files)

    def is_declared(self, key: str) -> bool:
        """Whether anything is said of an indicator but its facts."""
        return any(piece.table.keys() - {"facts"} for piece in self._indicator_pieces[key])

    def names_source(self, source_id: str) -> bool:
        """Whether any fact names a source, those with a problem included."""
        return source_id in self._named_sources

    def location_of(self, key: str, name: str | None = None) -> Location:
        """Return where an indicator, or a key of it, is first written."""
        pieces = self._indicator_pieces[key]
        piece = next((one for one in pieces if name in one.table), pieces[0])
        place = piece.location
        return place if name is None else _location(piece.file, *place.keys, name)

    def location_of_name(self, key: str, name: str) -> Location:
        """Return where an indicator is given a name: its label, an alias, or its own table."""
        return _location_of_name(self._indicator_pieces[key], name)

    def location_of_topic(self, topic: str, name: str) -> Location:
        """Return where a topic is given a name: its label, an alias, or its own table."""
        return _location_of_name(self._topic_pieces[topic], name)

    def location_of_source(self, source_id: str) -> Location:
        """Return where a source is first declared."""
        return self._source_pieces[source_id][0].location

    @cached_property
    def _named_sources(self) -> frozenset[str]:
        named = set()
        for pieces in self._indicator_pieces.values():
            for piece in pieces:
                tables = piece.table.get("facts")
                for table in tables if isinstance(tables, list) else ():
                    source = table.get("source") if isinstance(table, dict) else None
                    if isinstance(source, str):
                        named.add(source)
        return frozenset(named)

    @cached_property
    def diagnostics_of_all(self) -> tuple[Diagnostic, ...]:
        """The problems that belong to no indicator: of the store itself and of its topics."""
        found = [*self._stray, *self._check_store_tables()]
        for item in self._topic_pieces.items():
            found += build_topic(*item)[1]
        return tuple(found)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem of the store. Builds every record."""
        found = list(self.diagnostics_of_all)
        for source_id in self._source_pieces:
            found += self._build_source(source_id)[1]
        for key in self.keys:
            found += self._read(key).diagnostics
        return tuple(found)

    def _sort(self, file: File) -> None:
        """Put the tables of a file where they will be looked for."""
        for name, table in file.tables.items():
            if name in ("schema", "store"):
                continue
            if not isinstance(table, dict):
                self._report_stray(file, name, table)
            elif name == "sources":
                self._gather_sources(file, name, table)
            elif meant := _find_meant(name, table):
                self._report_misspelled(file, name, meant)
                if meant == "sources":
                    self._gather_sources(file, name, table)
            else:
                topic = Piece(file=file.name, keys=(name,), table=table)
                self._topic_pieces.setdefault(name, []).append(topic)
                self._gather_indicators(file, name, table)

    def _gather_sources(self, file: File, written: str, table: dict[str, object]) -> None:
        """Sort the tables of sources by their id; `written` is the name of what they are in."""
        for source_id, inner in table.items():
            if isinstance(inner, dict):
                piece = Piece(file=file.name, keys=(written, source_id), table=inner)
                self._source_pieces.setdefault(source_id, []).append(piece)
            else:
                self._report_stray(file, f"sources.{source_id}", inner)

    def _gather_indicators(self, file: File, topic: str, table: dict[str, object]) -> None:
        """Sort the tables of a topic by the key of their indicator."""
        for name, inner in table.items():
            if isinstance(inner, dict):
                piece = Piece(file=file.name, keys=(topic, name), table=inner)
                self._indicator_pieces.setdefault(f"{topic}.{name}", []).append(piece)

    def _report_misspelled(self, file: File, name: str, meant: str) -> None:
        fields = Fields(file.tables, _location(file.name), "a store")
        problem = f"'{name}' is not a table of a store"
        fields.report("key-unknown", name, problem, f"did you mean '{meant}'?", at_key=True)
        self._stray += fields.problems

    def _report_stray(self, file: File, name: str, value: object) -> None:
        fields = Fields(file.tables, _location(file.name), "a store")
        if name == "sources" or name.startswith("sources."):
            remedy = "write [sources.ID]"
        else:
            remedy = suggest(name, ["schema", "store", "sources"])
        problem = f"'{name}' is {describe_type(value)}, not a table"
        fields.report("type-wrong", name, problem, remedy)
        self._stray += fields.problems

    def _said_of_store(self, key: str) -> str | None:
        for file in self._files:
            table = file.tables.get("store")
            value = table.get(key) if isinstance(table, dict) else None
            if isinstance(value, str):
                return value
        return None

    def _check_store_tables(self) -> Iterator[Diagnostic]:
        for file in self._files:
            top = Fields(file.tables, _location(file.name), "a store")
            if file.tables.get("schema", 1) != 1 or file.tables.get("schema") is True:
                top.report("schema-unknown", "schema", "the schema is not 1", "write schema = 1")
            table = file.tables.get("store", {})
            if isinstance(table, dict):
                fields = Fields(table, _location(file.name, "store"), "the store table")
                fields.check_keys(STORE_KEYS)
                fields.text("title")
                fields.text("subject")
                top.problems += fields.problems
            else:
                problem = f"store is {describe_type(table)}, not a table"
                top.report("type-wrong", "store", problem, "write [store]")
            yield from top.problems

    def _build_source(self, source_id: str) -> tuple[Source, list[Diagnostic]]:
        if source_id not in self._built_sources:
            if source_id not in self._source_pieces:
                raise NotFoundError(
                    f"no source is called '{source_id}'; {suggest(source_id, self.source_ids)}"
                )
            self._built_sources[source_id] = build_source(self._source_pieces[source_id])
        return self._built_sources[source_id]

    def _read(self, key: str) -> IndicatorRecords:
        if key not in self._records:
            if key not in self._indicator_pieces:
                raise NotFoundError(
                    f"no indicator has the key '{key}'; 'cqfacts list' shows every key"
                )
            self._records[key] = build_indicator(
                self._indicator_pieces[key], subject=self.subject, sources=self.source_ids
            )
        return self._records[key]


def _find_meant(name: str, table: dict[str, object]) -> str | None:
    """Return the reserved table that a typo made a topic of, which the keys in it give away."""
    inner = [one for one in table.values() if isinstance(one, dict)]
    is_source = any("title" in one and "facts" not in one for one in inner)
    is_store = not inner and ("title" in table or "subject" in table)
    if not (is_source or is_store):
        return None
    return next(iter(find_near(name, ("sources", "store"), most=1)), None)


def _location_of_name(pieces: list[Piece], name: str) -> Location:
    for piece in pieces:
        aliases = piece.table.get("aliases")
        if piece.table.get("label") == name:
            return _location(piece.file, *piece.keys, "label")
        if isinstance(aliases, list) and name in aliases:
            return _location(piece.file, *piece.keys, "aliases", aliases.index(name))
    return pieces[0].location


def _location(file: str, *keys: str | int) -> Location:
    return Location(file=file, keys=keys)
