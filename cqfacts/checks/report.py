"""What the rules share: the store as they see it, and how they report."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cqfacts.comparison.series import build_series
from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.suggestion import find_near

from .rules import RULES_BY_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date
    from pathlib import Path

    from cqfacts.comparison import Series
    from cqfacts.model import Fact
    from cqfacts.store import Store


_MOST_LOOKS = 200_000
"""How many names may be looked at for near ones."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check looks at: a store, the day, and the documents where there are any.

    `place` says where something stands, for messages that name a second place.
    """

    store: Store
    today: date
    documents: Path | None = None
    place: Callable[[Location], str] = field(default=str)
    looks: list[int] = field(default_factory=lambda: [_MOST_LOOKS])

    def find_near(self, word: str, names: Collection[str], *, cutoff: float = 0.6) -> str | None:
        """Return the name that is written most like a word, None where none is.

        So many words that are nowhere are no slips, and nothing is looked for any more.
        """
        self.looks[0] -= len(names)
        if self.looks[0] < 0:
            return None
        return next(iter(find_near(word, names, most=1, cutoff=cutoff)), None)

    @cached_property
    def all_facts(self) -> tuple[Fact, ...]:
        """Every fact that can be trusted, in store order."""
        return tuple(fact for key in self.store.keys for fact in self.store.facts(key))

    @cached_property
    def series_by_key(self) -> dict[str, list[Series]]:
        """The facts of every indicator put into series, as a comparison has them."""
        return {
            key: build_series(self.store.indicator(key), self.store.facts(key), None)
            for key in self.store.keys
        }


def report(
    check: str, location: Location, problem: str, remedy: str, *, missing: str | None = None
) -> Diagnostic:
    """Return a problem found by a rule, as grave as the rule says."""
    return Diagnostic(
        check=check,
        location=location,
        problem=problem,
        remedy=remedy,
        severity=RULES_BY_ID[check].severity,
        missing=missing,
    )


def at_fact(fact: Fact, key: str) -> Location:
    """Return where a fact has the value of a key."""
    return Location(file=fact.origin.file, keys=(*fact.origin.keys, key))
