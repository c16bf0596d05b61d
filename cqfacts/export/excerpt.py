"""What of a store is exported: some of its indicators, and the facts that are asked for."""

from __future__ import annotations

from cqfacts.asked import Request
from cqfacts.flat.facts import flatten_facts
from cqfacts.selection import EVERYTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cqfacts.model import Fact
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from . import FlatRecord


class Excerpt:
    """Facts by indicator, selected as they are asked for and kept by nobody.

    What was gone through is counted: `facts` in all, the `keys` that have any, and the `sources`
    that they name.
    """

    def __init__(
        self,
        store: Store,
        keys: Collection[str] | None = None,
        selection: Selection = EVERYTHING,
        *,
        request: Request | None = None,
    ) -> None:
        """Take indicators of a store by their keys, or those of a request; else all of them."""
        self.request = request or Request(
            keys=store.keys if keys is None else keys, selection=selection
        )
        self.store = store
        self.asked: Collection[str] = self.request.keys
        self.facts = 0
        self.keys: dict[str, None] = {}
        self.sources: dict[str, None] = {}

    def has_facts(self) -> bool:
        """Whether there is anything, which is looked for no further than to the first."""
        return any(True for _ in self)

    def list_topics(self) -> list[str]:
        """Return the topics of what was gone through, in order."""
        return list(dict.fromkeys(key.partition(".")[0] for key in self.keys))

    def sort_by_topic(self) -> None:
        """Put the indicators of a topic next to each other, in order."""
        self.asked = sorted(self.asked, key=lambda key: key.partition(".")[0])

    def __iter__(self) -> Iterator[tuple[str, Sequence[Fact]]]:
        """Yield the indicators that have any, each with its facts, in order."""
        self.facts, self.keys, self.sources = 0, {}, {}
        for key in self.asked:
            facts = self.request.selection_of(key).select(self.store.facts(key))
            if facts:
                self.facts += len(facts)
                self.keys[key] = None
                self.sources.update(dict.fromkeys([fact.source for fact in facts]))
                yield key, facts

    def records(self, *, full: bool = False) -> Iterator[FlatRecord]:
        """Yield the flat record of every fact, or the full one."""
        for _, facts in self:
            yield from flatten_facts(self.store, facts, full=full)
