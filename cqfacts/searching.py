"""Searching: where words are mentioned, in names and facts, best first."""

from __future__ import annotations

from .lookup import names_of_topics
from .naming import fold
from .question import selects_first
from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .model import Fact
    from .store import Store
    from .store.summary import Wording

# From this rank on it is facts, or words apart, that hold the texts.
_OF_FACTS = 4


class Match(Record):
    """An indicator that a search found, and the words of it that the search met."""

    key: str
    matched: str


def search(store: Store, texts: Iterable[str]) -> list[Match]:
    """Return the indicators whose names or facts hold all the texts, best first.

    First those called exactly so, then those with a name that starts so, then those with a name
    that holds it, then those whose facts do; among equals in store order. Where a first place is
    asked for, those that are in one come before others whose facts hold the texts.
    """
    folded = [one for text in texts if (one := fold(text))]
    if not folded:
        return []
    whole, words = "-".join(folded), [*dict.fromkeys(folded)]
    topic_names = dict(names_of_topics(store))
    ranked: list[tuple[float, Match]] = []
    for key in store.find_keys_holding(words):
        topic = key.partition(".")[0]
        if found := _rank(key, store.wording(key), topic_names.get(topic, ()), whole, words):
            ranked.append((found[0], Match(key=key, matched=found[1])))
    if len(ranked) > 1 and any(map(selects_first, words)):
        ranked = [(_prefer_first(store, rank, match.key), match) for rank, match in ranked]
    return [match for _, match in sorted(ranked, key=lambda item: item[0])]


def _prefer_first(store: Store, rank: float, key: str) -> float:
    """Return the rank of a match by its facts, better where one of them is a first place."""
    if rank < _OF_FACTS:
        return rank
    return rank if any(map(_is_first, store.facts(key))) else rank + _OF_FACTS


def _is_first(fact: Fact) -> bool:
    return fact.measure == "rank" and fact.amount is not None and fact.amount.value == 1


def _rank(
    key: str, wording: Wording, topic_names: Sequence[str], whole: str, words: list[str]
) -> tuple[int, str] | None:
    """Return how well an indicator answers a search, 0 being best, and the words that do."""
    names = [*wording.names, key]
    rank = 0
    for test in (str.__eq__, str.startswith, _holds):
        for name in names:
            if test(fold(name), whole):
                return rank, name
        rank += 1
    for text in [*names, *wording.texts]:
        folded = fold(text)
        if all(word in folded for word in words):
            return rank if text in names else rank + 1, text
    # The words may be spread: one in the label, another in the topic's.
    everything = [fold(text) for text in (*names, *topic_names, *wording.texts)]
    if all(any(word in text for text in everything) for word in words):
        return rank + 2, wording.names[0]
    return None


def _holds(name: str, text: str) -> bool:
    return text in name
