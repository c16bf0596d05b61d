"""TableShelf: the tables of files that are read whole, sorted by what they are about."""

from __future__ import annotations

from functools import cached_property

from cqfacts.diagnostics import Location
from cqfacts.errors import StoreError
from cqfacts.files import MOST_FACTS, MOST_PROBLEMS, MOST_UNKNOWN
from cqfacts.naming import fold, match_words
from cqfacts.suggestion import find_near, list_words, suggest

from .fields import Fields, describe_type, is_sound_text
from .records import STORE_KEYS, Piece, build_topic, find_kept_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cqfacts.diagnostics import Diagnostic

    from .tables import File


class TableShelf:
    """The tables of files that are read whole."""

    keeps: int | None = None

    def __init__(self, files: Iterable[File]) -> None:
        self._files = tuple(files)
        self._source_pieces: dict[str, list[Piece]] = {}
        self._topic_pieces: dict[str, list[Piece]] = {}
        self._indicator_pieces: dict[str, list[Piece]] = {}
        self._stray: list[Diagnostic] = []
        self._facts = 0
        for file in self._files:
            self._sort(file)
        if len(self._files) > 1:
            # A later file may add to an earlier topic.
            rank = {name: number for number, name in enumerate(self._topic_pieces)}
            in_order = sorted(
                self._indicator_pieces.items(), key=lambda item: rank[item[1][0].keys[0]]
            )
            self._indicator_pieces = dict(in_order)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order they were read."""
        return tuple(file.name for file in self._files)

    @property
    def says_schema(self) -> bool:
        """Whether any file says which schema it is written in."""
        return any("schema" in file.tables for file in self._files)

    @property
    def source_ids(self) -> Collection[str]:
        """The ids of all sources."""
        return self._source_pieces.keys()

    @property
    def topic_names(self) -> Collection[str]:
        """The names of all topics."""
        return self._topic_pieces.keys()

    @property
    def keys(self) -> Collection[str]:
        """The keys of all indicators, grouped by topic."""
        return self._indicator_pieces.keys()

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the store itself and of its topics."""
        found = [*self._stray, *self._check_store_tables()]
        for item in self._topic_pieces.items():
            found += build_topic(*item)[1]
        return tuple(found)

    def said_of_store(self, key: str) -> str | None:
        """Return what the files first say of the store."""
        for file in self._files:
            table = file.tables.get("store")
            value = table.get(key) if isinstance(table, dict) else None
            if is_sound_text(value):
                return value
        return None

    def source_pieces(self, source_id: str) -> Sequence[Piece]:
        """Return what the files say of a source, nothing where there is no such source."""
        return self._source_pieces.get(source_id, ())

    def topic_pieces(self, name: str) -> Sequence[Piece]:
        """Return what the files say of a topic."""
        return self._topic_pieces.get(name, ())

    def pieces(self, key: str) -> Sequence[Piece]:
        """Return what the files say of an indicator, nothing where there is none."""
        return self._indicator_pieces.get(key, ())

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""
        return self._keys_by_topic.get(topic, [])

    def names(self, key: str) -> list[str]:
        """Return the names an indicator goes by, its own first."""
        return names_of(self._indicator_pieces[key])

    def all_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield every key with the names its indicator goes by, its own first."""
        return ((key, names_of(pieces)) for key, pieces in self._indicator_pieces.items())

    def find_names_starting(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield the folded keys and names that start so, each with the key it is of."""
        for key, names in self._folded_names.items():
            for name in dict.fromkeys((fold(key), *names)):
                if name.startswith(start):
                    yield name, key

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""
        return [key for key in self.keys if fold(key) == folded]

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""
        return self._called.get(folded, [])

    def find_keys_with(self, words: Sequence[str], *, begun: bool = False) -> list[str]:
        """Return the keys of indicators whose names have the folded words (`has_words`)."""
        test = match_words(words, begun=begun)
        return [key for key, names in self._folded_names.items() if test(names)]

    def find_keys_about(self, subject: str | None) -> list[str]:
        """Return the keys of indicators that name this subject, folded; None: that name none."""
        return self._subjects.get(subject, [])

    def find_keys_holding(self, words: Sequence[str]) -> Iterable[str]:  # noqa: ARG002 - all may
        """Return the keys of all indicators that may hold each of the folded words."""
        return self.keys

    def find_topics_called(self, folded: str) -> list[str]:
        """Return the names of topics with this name, label or alias, folded."""
        return self._topics_called.get(folded, [])

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return the keys: none is known to be sound before it is built."""
        return list(keys)

    def summary(self, key: str) -> None:
        """Return None: summaries are made of what is built."""

    def wording(self, key: str) -> None:
        """Return None: words are gathered from what is built."""

    def facts_by_source(self) -> None:
        """Return None: facts are counted as they are built."""

    @cached_property
    def _keys_by_topic(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for key, pieces in self._indicator_pieces.items():
            keys.setdefault(pieces[0].keys[0], []).append(key)
        return keys

    @cached_property
    def _folded_names(self) -> dict[str, list[str]]:
        return {key: [fold(name) for name in self.names(key)] for key in self.keys}

    @cached_property
    def _topics_called(self) -> dict[str, list[str]]:
        called: dict[str, list[str]] = {}
        for topic, pieces in self._topic_pieces.items():
            for name in dict.fromkeys(map(fold, names_of_topic(topic, pieces))):
                called.setdefault(name, []).append(topic)
        return called

    @cached_property
    def _subjects(self) -> dict[str | None, list[str]]:
        about: dict[str | None, list[str]] = {}
        for key, pieces in self._indicator_pieces.items():
            subject = subject_of(pieces)
            about.setdefault(None if subject is None else fold(subject), []).append(key)
        return about

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        called: dict[str, list[str]] = {}
        for key, names in self._folded_names.items():
            for name in dict.fromkeys(names):
                called.setdefault(name, []).append(key)
        return called

    def _sort(self, file: File) -> None:
        """Put the tables of a file where they will be looked for."""
        for name, table in file.tables.items():
            if name in ("schema", "store"):
                continue
            if not isinstance(table, dict):
                self._report_stray(file, name, table)
            elif name == "sources":
                self._gather_sources(file, name, table)
            elif meant := _find_meant_of(file, name, table):
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
                facts = inner.get("facts")
                self._facts += len(facts) if type(facts) is list else 0
                piece = Piece(file=file.name, keys=(topic, name), table=inner)
                self._indicator_pieces.setdefault(f"{topic}.{name}", []).append(piece)
        if self._facts > MOST_FACTS:
            raise StoreError(
                f"the store has more than {MOST_FACTS:,} facts",
                "ask for its files one by one",
                place=file.name,
            )

    def _report_misspelled(self, file: File, name: str, meant: str) -> None:
        fields = Fields(file.tables, _location(file.name), "a store")
        problem = f"'{name}' is not a table of a store"
        fields.report("key-unknown", name, problem, f"did you mean '{meant}'?", at_key=True)
        self._stray += fields.problems

    def _report_stray(self, file: File, name: str, value: object) -> None:
        fields = Fields(file.tables, _location(file.name), "a store")
        if len(self._stray) >= MOST_PROBLEMS:
            return
        if name == "sources" or name.startswith("sources."):
            remedy = "write [sources.ID]"
        else:
            known = ["schema", "store", "sources"]
            # So many are no slips.
            is_slip = len(self._stray) < MOST_UNKNOWN
            remedy = suggest(name, known) if is_slip else list_words(known)
        problem = f"'{name}' is {describe_type(value)}, not a table"
        fields.report("type-wrong", name, problem, remedy)
        self._stray += fields.problems

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
                top.problems += _check_imports(table.get("imports", {}), file.name)
            else:
                problem = f"store is {describe_type(table)}, not a table"
                top.report("type-wrong", "store", problem, "write [store]")
            yield from top.problems


def _check_imports(kept: object, file: str) -> list[Diagnostic]:
    """Return the problems of what is kept of imports."""
    place = _location(file, "store")
    if not isinstance(kept, dict):
        fields = Fields({"imports": kept}, place, "the store table")
        problem = f"imports is {describe_type(kept)}, not a table"
        fields.report("type-wrong", "imports", problem, "write [store.imports.NAME]")
        return fields.problems
    problems: list[Diagnostic] = []
    for name, table in kept.items():
        if isinstance(table, dict):
            problems += find_kept_problems(table, _location(file, "store", "imports", name))
            continue
        fields = Fields(kept, _location(file, "store", "imports"), "the store table")
        problem = f"'{name}' is {describe_type(table)}, not a table"
        fields.report("type-wrong", name, problem, "write [store.imports.NAME]")
        problems += fields.problems
    return problems


def names_of(pieces: Sequence[Piece]) -> list[str]:
    """Return the names that the tables of an indicator give it, its own first."""
    names = [pieces[0].keys[1]]
    for piece in pieces:
        label, aliases = piece.table.get("label"), piece.table.get("aliases")
        if is_sound_text(label):
            names.append(label)
        if isinstance(aliases, list):
            names += filter(is_sound_text, aliases)
    return names


def subject_of(pieces: Sequence[Piece]) -> str | None:
    """Return the subject that the tables of an indicator give it, None where they give none."""
    subject = next((one.table["subject"] for one in pieces if "subject" in one.table), None)
    return subject if is_sound_text(subject) else None


def names_of_topic(name: str, pieces: Sequence[Piece]) -> list[str]:
    """Return the name, the label and the aliases of a topic."""
    topic, _ = build_topic(name, pieces)
    return [topic.name, topic.label, *topic.aliases]


def _find_meant_of(file: File, name: str, table: dict[str, object]) -> str | None:
    return find_meant(name, table) if file.meant is None else file.meant.get(name)


def find_meant(name: str, table: dict[str, object]) -> str | None:
    """Return the reserved table that a typo made a topic of, which the keys in it give away."""
    inner = [one for one in table.values() if isinstance(one, dict)]
    is_source = any("title" in one and "facts" not in one for one in inner)
    is_store = not inner and ("title" in table or "subject" in table)
    if not (is_source or is_store):
        return None
    return next(iter(find_near(name, ("sources", "store"), most=1)), None)


def _location(file: str, *keys: str | int) -> Location:
    return Location(file=file, keys=keys)
