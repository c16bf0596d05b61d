"""The full record of a fact: the flat one, and what else a store says of it and its indicator."""

from __future__ import annotations

from .facts import FACT_FIELDS, flatten_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from cqfacts.model import Fact
    from cqfacts.store import Store

INDICATOR_EXTRAS = {
    "indicator_unit": "unit",
    "kind": "kind",
    "better": "better",
    "growth_basis": "growth_basis",
    "aliases": "aliases",
    "description": "description",
}
"""What of an indicator the flat record leaves out: fields, and the attributes they hold."""

LIST_FIELDS = frozenset({"accept", "aliases"})
"""The fields that hold lists of text."""

FULL_FIELDS = (*FACT_FIELDS, "accept", *INDICATOR_EXTRAS)


def flatten_fully(store: Store, facts: Iterable[Fact]) -> Iterator[dict[str, Any]]:
    """Yield facts by FULL_FIELDS; those of one indicator are best given at once."""
    facts = list(facts)
    for fact, record in zip(facts, flatten_facts(store, facts), strict=True):
        indicator = store.indicator(fact.key)
        extras = {name: getattr(indicator, own) for name, own in INDICATOR_EXTRAS.items()}
        extras["aliases"] = list(indicator.aliases)
        yield {**record, "accept": list(fact.accept), **extras}
