"""Store: the facts of one or more files, built as they are asked for."""

from __future__ import annotations

from functools import cached_property

from cqfacts.diagnostics import Location
from cqfacts.errors import NotFoundError, StoreError
from cqfacts.files import MOST_STEPS_OF_ALL, MOST_TROUBLE
from cqfacts.naming import fold
from cqfacts.suggestion import suggest

from .records import build_indicator, build_source, build_topic
from .summary import count_sources, find_wording, summarize
from .table_shelf import TableShelf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact, Indicator, Source, Topic

    from .records import IndicatorRecords, Piece
    from .shelf import Shelf
    from .summary import Summary, Wording
    from .tables import File


class Store:
    """Facts by indicator, in the order of the files.

    A record is built when it is first asked for; a fact with a problem is left out and counted.
    """

    def __init__(self, files: Iterable[File] = (), *, shelf: Shelf | None = None) -> None:
        """Make a store of files that are read, or of a shelf that knows where they say what."""
        self._shelf: Shelf = shelf or TableShelf(files)
        self._records: dict[str, IndicatorRecords] = {}
        self._built_sources: dict[str, tuple[Source, list[Diagnostic]]] = {}
        self._built_topics: dict[str, Topic] = {}
        # The indicators that cost more than their facts, and what that comes to.
        self._weighed: set[str] = set()
        self._trouble = self._steps = 0
        self._located: tuple[tuple[str, str], dict[str, Location]] = ("", ""), {}

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order they were read."""
        return self._shelf.files

    @cached_property
    def title(self) -> str | None:
        """What the store is called."""
        return self._shelf.said_of_store("title")

    @cached_property
    def subject(self) -> str | None:
        """What facts are about unless their indicator says otherwise."""
        return self._shelf.said_of_store("subject")

    @property
    def source_ids(self) -> Collection[str]:
        """The ids of all sources."""
        return self._shelf.source_ids

    @property
    def sources(self) -> Iterator[Source]:
        """All sources, in store order."""
        return map(self.source, self._shelf.source_ids)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in store order."""
        return tuple(map(self.topic, self._shelf.topic_names))

    @property
    def keys(self) -> Collection[str]:
        """The keys of all indicators, grouped by topic, in store order."""
        return self._shelf.keys

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""
        return self._shelf.keys_of(topic)

    def names(self, key: str) -> list[str]:
        """Return the names an indicator goes by, its own first, without building its record."""
        return self._shelf.names(key)

    def all_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield every key with the names its indicator goes by, its own first, in store order."""
        return self._shelf.all_names()

    def find_names_starting(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield the folded keys and names that start so, each with the key that goes by it."""
        return self._shelf.find_names_starting(start)

    def source(self, source_id: str) -> Source:
        """Return a source. Raises NotFoundError."""
        return self._build_source(source_id)[0]

    def topic(self, name: str) -> Topic:
        """Return a topic. Raises NotFoundError."""
        if name not in self._built_topics:
            pieces = self._shelf.topic_pieces(name)
            if not pieces:
                raise NotFoundError(f"no topic is called '{name}'", "'cqfacts list' shows them")
            self._built_topics[name] = build_topic(name, pieces)[0]
        return self._built_topics[name]

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

    def summary(self, key: str) -> Summary:
        """Return what lists say of an indicator. Raises NotFoundError."""
        return self._shelf.summary(key) or summarize(self._read(key))

    def wording(self, key: str) -> Wording:
        """Return the words in which an indicator is found. Raises NotFoundError."""
        return self._shelf.wording(key) or find_wording(self.names(key), self._read(key))

    def facts_by_source(self) -> Mapping[str, int]:
        """Return how many facts each source states; a source without any may be missing."""
        known = self._shelf.facts_by_source()
        if known is not None:
            return known
        return count_sources(fact.source for key in self.keys for fact in self.facts(key))

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""
        return self._shelf.find_keys_written(folded)

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""
        return self._shelf.find_keys_called(folded)

    def find_keys_with(self, words: Sequence[str], *, begun: bool = False) -> list[str]:
        """Return the keys of indicators whose names have each of the folded words.

        A plural s makes no difference. Words that are `begun` may be the beginnings of others.
        """
        return self._shelf.find_keys_with(words, begun=begun)

    def is_subject(self, folded: str) -> bool:
        """Whether any indicator is about a subject, folded."""
        is_own = self.subject is not None and fold(self.subject) == folded
        return is_own or bool(self._shelf.find_keys_about(folded))

    def is_about(self, key: str, subject: str) -> bool:
        """Whether an indicator is about a subject, folded. Raises NotFoundError."""
        return fold(self.indicator(key).subject or "") == subject

    def find_keys_about(self, subject: str) -> list[str]:
        """Return the keys of indicators about a subject, folded; the store's is that of many."""
        found = self._shelf.find_keys_about(subject)
        if self.subject is None or fold(self.subject) != subject:
            return found
        by_default = self._shelf.find_keys_about(None)
        about = {*found, *by_default}
        return [key for key in self.keys if key in about] if found else by_default

    def find_keys_holding(self, words: Sequence[str]) -> Iterable[str]:
        """Return the keys of all indicators that may hold each of the folded words."""
        return self._shelf.find_keys_holding(words)

    def find_topics_called(self, folded: str) -> list[Topic]:
        """Return the topics with this name, label or alias, folded."""
        return [self.topic(name) for name in self._shelf.find_topics_called(folded)]

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that `diagnostics_of` may have problems of."""
        return self._shelf.find_troubled(keys)

    def diagnostics_of(self, key: str) -> tuple[Diagnostic, ...]:
        """Return the problems of an indicator, its facts and the sources they name."""
        records = self._read(key)
        used = dict.fromkeys(fact.source for fact in records.facts)
        found = [problem for source in used for problem in self._build_source(source)[1]]
        return (*records.diagnostics, *found)

    @property
    def diagnostics_of_all(self) -> tuple[Diagnostic, ...]:
        """The problems that belong to no indicator: of the store itself and of its topics."""
        return self._shelf.diagnostics

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem of the store. Builds every record."""
        return tuple(self.find_diagnostics())

    def find_diagnostics(self) -> Iterator[Diagnostic]:
        """Yield every problem of the store, building one record after the other."""
        yield from self.diagnostics_of_all
        yield from self.source_diagnostics
        for key in self.keys:
            yield from self._read(key).diagnostics

    @cached_property
    def source_diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the sources, also of those that no fact names."""
        return tuple(found for one in self.source_ids for found in self._build_source(one)[1])

    @property
    def says_schema(self) -> bool:
        """Whether any file says which schema it is written in."""
        return self._shelf.says_schema

    def is_declared(self, key: str) -> bool:
        """Whether anything is said of an indicator but its facts."""
        return any(piece.table.keys() - {"facts"} for piece in self._shelf.pieces(key))

    def names_source(self, source_id: str) -> bool:
        """Whether any fact names a source, those with a problem included."""
        return source_id in self._named_sources

    def location_of(self, key: str, name: str | None = None) -> Location:
        """Return where an indicator, or a key of it, is first written."""
        pieces = self._shelf.pieces(key)
        piece = next((one for one in pieces if name in one.table), pieces[0])
        place = piece.location
        return place if name is None else _location(piece.file, *place.keys, name)

    def location_of_name(self, key: str, name: str) -> Location:
        """Return where an indicator is given a name: its label, an alias, or its own table."""
        return self._locate(("indicator", key), self._shelf.pieces(key), name)

    def location_of_topic(self, topic: str, name: str) -> Location:
        """Return where a topic is given a name: its label, an alias, or its own table."""
        return self._locate(("topic", topic), self._shelf.topic_pieces(topic), name)

    def location_of_source(self, source_id: str) -> Location:
        """Return where a source is first declared."""
        return self._shelf.source_pieces(source_id)[0].location

    @cached_property
    def _named_sources(self) -> frozenset[str]:
        named = set()
        for key in self.keys:
            for piece in self._shelf.pieces(key):
                tables = piece.table.get("facts")
                for table in tables if isinstance(tables, list) else ():
                    source = table.get("source") if isinstance(table, dict) else None
                    if isinstance(source, str):
                        named.add(source)
        return frozenset(named)

    def _locate(self, what: tuple[str, str], pieces: Sequence[Piece], name: str) -> Location:
        # A check asks for every name of one before those of the next.
        if self._located[0] != what:
            self._located = what, _locate_names(pieces)
        return self._located[1].get(name, pieces[0].location)

    def _build_source(self, source_id: str) -> tuple[Source, list[Diagnostic]]:
        if source_id not in self._built_sources:
            pieces = self._shelf.source_pieces(source_id)
            if not pieces:
                raise NotFoundError(
                    f"no source is called '{source_id}'", suggest(source_id, self.source_ids)
                )
            self._built_sources[source_id] = build_source(pieces)
        return self._built_sources[source_id]

    def _read(self, key: str) -> IndicatorRecords:
        if key not in self._records:
            pieces = self._shelf.pieces(key)
            if not pieces:
                raise NotFoundError(
                    f"no indicator has the key '{key}'", "'cqfacts list' shows every key"
                )
            if self._shelf.keeps is not None and len(self._records) >= self._shelf.keeps:
                del self._records[next(iter(self._records))]
            records = build_indicator(pieces, subject=self.subject, sources=self.source_ids)
            self._weigh(key, records)
            self._records[key] = records
        return self._records[key]

    def _weigh(self, key: str, records: IndicatorRecords) -> None:
        """Count what an indicator costs. Raises StoreError where all that was read cost too much.

        What an index built and let go of is built again, and counts once.
        """
        if key in self._weighed or not (records.diagnostics or records.steps):
            return
        self._weighed.add(key)
        self._trouble += len(records.diagnostics)
        self._steps += records.steps
        if self._trouble > MOST_TROUBLE:
            raise StoreError(
                f"the store has more than {MOST_TROUBLE:,} problems",
                "'cqfacts check' shows the first",
                place=self.files[0],
            )
        if self._steps > MOST_STEPS_OF_ALL:
            raise StoreError(
                f"facts speak of more than {MOST_STEPS_OF_ALL:,} periods by each",
                "state longer ones, or ask for less at a time",
                place=self.files[0],
            )


def _locate_names(pieces: Sequence[Piece]) -> dict[str, Location]:
    """Return where each name is first said."""
    found: dict[str, Location] = {}
    for piece in pieces:
        label, aliases = piece.table.get("label"), piece.table.get("aliases")
        if isinstance(label, str):
            found.setdefault(label, _location(piece.file, *piece.keys, "label"))
        for number, name in enumerate(aliases if isinstance(aliases, list) else ()):
            if isinstance(name, str) and name not in found:
                found[name] = _location(piece.file, *piece.keys, "aliases", number)
    return found


def _location(file: str, *keys: str | int) -> Location:
    return Location(file=file, keys=keys)
