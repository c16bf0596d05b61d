"""Asked: what the words of a command come to, indicators and which of their facts.

Each argument is a term of its own, but for those that only select facts, or only name a subject:
they hold for all others.
"""

from __future__ import annotations

from .errors import NotFoundError, UsageError
from .lookup import find_named
from .period import parse_period
from .record import Record, replace
from .selection import EVERYTHING, join_selections

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from .question import Question
    from .selection import Selection
    from .store import Store

_OPTIONS = {
    "periods": "--period",
    "measures": "--measure",
    "statuses": "--status",
    "value": "--value",
}


class Asked(Record):
    """What one term asks: which facts of which indicators.

    `note` is what whoever asked must be told of how the term was read.
    """

    term: str
    keys: Collection[str]
    selection: Selection = EVERYTHING
    note: str | None = None


class Request:
    """Indicators, and which of their facts are asked for: `own` is by key, else `selection`."""

    def __init__(
        self,
        keys: Collection[str],
        selection: Selection = EVERYTHING,
        own: Mapping[str, Selection] | None = None,
    ) -> None:
        self.keys = keys
        self._selection = selection
        self._own = own or {}

    def selection_of(self, key: str) -> Selection:
        """Return what is asked of an indicator."""
        return self._own.get(key, self._selection)


class Asker:
    """Reads the terms of one command, whose `words` are all that are known beforehand."""

    def __init__(
        self,
        store: Store,
        words: Iterable[str],
        selection: Selection = EVERYTHING,
        *,
        topics: bool = True,
    ) -> None:
        """Find out what holds for all terms. Raises UsageError where words and options differ."""
        self._store = store
        self._topics = topics
        self._given = self.selection = selection
        self._named: dict[str, list[str]] = {}
        self._questions: dict[str, Question | NotFoundError] = {}
        self._selects: dict[str, tuple[str, ...]] = {}
        self._subjects: dict[str, Sequence[str]] = {}
        for word in dict.fromkeys(words):
            found = self._read(word)
            if isinstance(found, list):
                self._named[word] = found
            else:
                self._questions[word] = found
        if self._questions:
            self._find_what_holds()

    @property
    def only_selects(self) -> bool:
        """Whether nothing is named, and something is selected."""
        questions = self._questions.values()
        return not self._named and bool(self._selects) and all(map(_names_nothing, questions))

    def ask(self, term: str) -> Asked | None:
        """Return what a term asks, None where it holds for the other terms.

        Raises NotFoundError, and UsageError where it says other than an option.
        """
        if term in self._subjects:
            return None
        found = self._named.get(term) or self._questions.get(term) or self._read(term)
        if isinstance(found, list):
            keys = self._keep_subjects(term, found)
            return Asked(term=term, keys=keys, selection=self.selection)
        if isinstance(found, NotFoundError):
            raise found
        if found.keys is None and term in self._questions:
            return None
        if not (found.keys or (found.selects and self._topics)):
            raise describe_nothing(term)
        keys = self._store.keys if found.keys is None else self._keep_subjects(term, found.keys)
        selection = self.selection
        if found.selects:
            # What a term says of its own comes before what holds for all.
            selection = _narrow(self._given, {**self._selects, **found.selects})
        return Asked(term=term, keys=keys, selection=selection, note=found.note)

    def _read(self, term: str) -> list[str] | Question | NotFoundError:
        """Return the keys that a term names, the question that it is, or why it is none.

        Nothing is kept: terms may come without end.
        """
        if keys := find_named(self._store, term, topics=self._topics):
            return keys
        from .question import read_question

        try:
            return read_question(self._store, term, topics=self._topics)
        except NotFoundError as error:
            return error

    def _find_what_holds(self) -> None:
        """Find what words select for all terms. Words that ask nothing do not stand alone."""
        questions = {
            word: one for word, one in self._questions.items() if not isinstance(one, NotFoundError)
        }
        for one in questions.values():
            if one.keys is None:
                for kind, values in one.selects.items():
                    self._selects[kind] = (*self._selects.get(kind, ()), *values)
        is_named = bool(self._named) or any(
            one.keys is not None and not one.is_subject for one in questions.values()
        )
        self.selection = _narrow(self._given, self._selects)
        if is_named:
            subjects = {word: one.keys or () for word, one in questions.items() if one.is_subject}
            self._subjects.update(subjects)
        elif not (self._selects or any(one.keys for one in questions.values())):
            self._questions.update((word, describe_nothing(word)) for word in questions)

    def _keep_subjects(self, term: str, keys: Collection[str]) -> Collection[str]:
        if not self._subjects:
            return keys
        about = {key for own in self._subjects.values() for key in own}
        kept = [key for key in keys if key in about]
        if not kept:
            subjects = " or ".join(self._subjects)
            raise NotFoundError(
                f"nothing called '{term}' is about {subjects}",
                f"'cqfacts show {term}' shows what there is",
            )
        return kept


def _names_nothing(one: Question | NotFoundError) -> bool:
    return not isinstance(one, NotFoundError) and one.keys is None


def describe_nothing(term: str) -> NotFoundError:
    """Return what is wrong with a term that asks nothing."""
    return NotFoundError(f"nothing is called '{term}'", "'cqfacts list' shows everything")


def ask(
    store: Store, terms: str | Iterable[str | Asked], selection: Selection = EVERYTHING
) -> list[Asked]:
    """Return what terms ask, as the arguments of a command; what is Asked stays as it is.

    Raises NotFoundError at the first term that means nothing.
    """
    terms = [terms] if isinstance(terms, str) else list(terms)
    asker = Asker(store, [one for one in terms if isinstance(one, str)], selection)
    if asker.only_selects:
        return [Asked(term=" ".join(map(str, terms)), keys=store.keys, selection=asker.selection)]
    found = (one if isinstance(one, Asked) else asker.ask(one) for one in terms)
    return [one for one in found if one]


def gather(asked: Sequence[Asked]) -> Request:
    """Return what several terms ask together, each indicator once, in the order of the terms."""
    if len(asked) == 1:
        return Request(keys=asked[0].keys, selection=asked[0].selection)
    by_key: dict[str, list[Selection]] = {}
    for one in asked:
        for key in one.keys:
            by_key.setdefault(key, []).append(one.selection)
    return Request(
        keys=by_key.keys(), own={key: join_selections(own) for key, own in by_key.items()}
    )


def _narrow(selection: Selection, selects: Mapping[str, tuple[str, ...]]) -> Selection:
    """Return a selection that asks what words select as well. Raises UsageError."""
    changes: dict[str, Any] = {}
    for kind, words in selects.items():
        values = _read_values(kind, words)
        known = getattr(selection, kind)
        if known is None:
            changes[kind] = values
        elif not _are_equal(known, values):
            raise UsageError(
                f"'{', '.join(words)}' and {_OPTIONS[kind]} differ", "give one of them"
            )
    return replace(selection, **changes) if changes else selection


def _read_values(kind: str, words: tuple[str, ...]) -> Any:  # noqa: ANN401 - of any kind
    if kind == "periods":
        return tuple(dict.fromkeys(map(parse_period, words)))
    if kind == "value":
        from decimal import Decimal

        from .interval import exactly

        return exactly(Decimal(words[0]))
    return tuple(dict.fromkeys(words))


def _are_equal(known: Any, values: Any) -> bool:  # noqa: ANN401 - of any kind
    if isinstance(known, tuple) and isinstance(values, tuple):
        return set(known) == set(values)
    return bool(known == values)
