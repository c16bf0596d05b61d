"""Vocabulary: which words the indicators of a store go by, and how much each says."""

from __future__ import annotations

from math import log

from cqfacts.record import Record

from .stems import stems_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping
    from collections.abc import Set as AbstractSet

    from cqfacts.model import Fact
    from cqfacts.store import Store

_LEAST = 0.2
"""A name of which less stands there is not thought of: a word among many."""


class Name(Record):
    """A name of an indicator, as stems."""

    key: str
    stems: tuple[str, ...]
    weight: float


class Called(Record):
    """How a text calls an indicator: the part of a name that stands there, and its stems.

    `said` is how much these say, the more the fewer indicators have them.
    """

    part: float
    said: float
    stems: frozenset[str]


class Vocabulary:
    """The names of a store's indicators, found by their words."""

    def __init__(self, store: Store, known: AbstractSet[str]) -> None:
        """Read the names that share a word with `known`, the stems of a document."""
        self.store = store
        raw: list[tuple[str, tuple[str, ...]]] = []
        counts: dict[str, set[str]] = {}
        for key, names in store.all_names():
            # The first is the name in the key, which is short: `output`, `total`.
            for stems in {stems_of(name) for name in names[1:] or names}:
                for one in stems:
                    counts.setdefault(one, set()).add(key)
                if not known.isdisjoint(stems):
                    raw.append((key, stems))
        self.all_stems: Container[str] = counts.keys()
        self.size = max(len(store.keys), 1)
        self._most = log(1 + self.size) + 1
        self._weights = {one: log(1 + self.size / len(keys)) + 1 for one, keys in counts.items()}
        self.names: list[Name] = []
        self.by_stem: dict[str, list[int]] = {}
        for key, stems in raw:
            weight = sum(self.weigh(one) for one in stems)
            for one in stems:
                self.by_stem.setdefault(one, []).append(len(self.names))
            self.names.append(Name(key=key, stems=stems, weight=weight))
        self._stated: dict[str, tuple[str, ...]] = {}

    def weigh(self, word: str) -> float:
        """Return how much a stem says: the fewer indicators have it, the more."""
        return self._weights.get(word, self._most)

    def score_names(self, places: Mapping[str, float]) -> dict[str, Called]:
        """Return how well the best name of each indicator is covered by weighted stems."""
        said_by: dict[int, float] = {}
        for one, weight in places.items():
            if numbers := self.by_stem.get(one):
                said = self.weigh(one) * weight
                for number in numbers:
                    said_by[number] = said_by.get(number, 0.0) + said
        best: dict[str, tuple[float, float]] = {}
        names: dict[str, Name] = {}
        for number, said in said_by.items():
            name = self.names[number]
            found = (said / name.weight, said)
            if found > best.get(name.key, (0.0, 0.0)):
                best[name.key], names[name.key] = found, name
        return {
            key: Called(
                part=part,
                said=said,
                stems=frozenset(one for one in names[key].stems if one in places),
            )
            for key, (part, said) in best.items()
            if part >= _LEAST
        }

    def stated(self, fact: Fact) -> tuple[str, ...]:
        """Return the stems of the words that state a fact, without its numbers."""
        if not fact.stated:
            return ()
        if fact.stated not in self._stated:
            self._stated[fact.stated] = stems_of(fact.stated)
        return self._stated[fact.stated]

    def cover(self, stems: Collection[str], places: Mapping[str, float]) -> float:
        """Return how much of some stems is covered, 0 for none of them."""
        whole = sum(self.weigh(one) for one in stems)
        if not whole:
            return 0.0
        return sum(self.weigh(one) * places.get(one, 0.0) for one in stems) / whole
