"""What the rules share: the store as they see it, and how they report."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cqfacts.comparison.series import build_series
from cqfacts.diagnostics import Diagnostic, Location

from .rules import RULES_BY_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from cqfacts.comparison import Series
    from cqfacts.model import Fact
    from cqfacts.store import Store


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check looks at: a store, the day, and the documents where there are any.

    `place` says where something stands, for messages that name a second place.
    """

    store: Store
    today: date
    documents: Path | None = None
    place: Callable[[Location], str] = field(default=str)

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


def report(check: str, location: Location, problem: str, remedy: str) -> Diagnostic:
    """Return a problem found by a rule, as grave as the rule says."""
    return Diagnostic(
        check=check,
        location=location,
        problem=problem,
        remedy=remedy,
        severity=RULES_BY_ID[check].severity,
    )


def at_fact(fact: Fact, key: str) -> Location:
    """Return where a fact has the value of a key."""
    return Location(file=fact.origin.file, keys=(*fact.origin.keys, key))
