"""Lookup: from the words a person types to indicators; search; near names for a miss."""

from __future__ import annotations

import unicodedata

from .errors import NotFoundError
from .record import Record
from .suggestion import find_near

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .model import Topic
    from .store import Store


class Match(Record):
    """An indicator that a search found, and the words of it that the search met."""

    key: str
    matched: str


def fold(name: str) -> str:
    """Return a name as it is compared: without case, and with `_` and spaces as hyphens."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def find_keys(store: Store, term: str, *, topics: bool = True) -> list[str]:
    """Return the keys of the indicators that a term means; the first rule that finds any decides.

    An exact key; a topic by its name, label or alias (unless `topics` is false); an indicator by
    its name, label or alias; and every indicator among whose words are ones that start with each
    word of the term.
    """
    folded = fold(term)
    if term in store.keys:
        return [term]
    if "." in folded and (exact := [key for key in store.keys if fold(key) == folded]):
        return exact
    if topics and (found := find_topics(store, term)):
        return [key for topic in found for key in store.keys_of(topic.name)]
    names = [(key, [fold(name) for name in store.names(key)]) for key in store.keys]
    if called := [key for key, folded_names in names if folded in folded_names]:
        return called
    words = folded.split("-")
    return [key for key, folded_names in names if folded and _starts_words(words, folded_names)]


def find_topics(store: Store, name: str) -> list[Topic]:
    """Return the topics with this name, label or alias."""
    folded = fold(name)
    return [
        topic
        for topic in store.topics
        if folded in map(fold, (topic.name, topic.label, *topic.aliases))
    ]


def get_keys(store: Store, term: str, *, topics: bool = True) -> list[str]:
    """Return what `find_keys` finds. Raises NotFoundError, naming what is near."""
    if keys := find_keys(store, term, topics=topics):
        return keys
    if not topics and find_keys(store, term):
        raise NotFoundError(
            f"'{term}' is a topic, not an indicator; 'cqfacts list {term}' shows its indicators"
        )
    raise NotFoundError(describe_miss(store, term))


def describe_miss(store: Store, term: str) -> str:
    """Return the message for a term that nothing is called by: near names, and what to type."""
    known: dict[str, str] = {}
    for name, meaning in _everything_named(store):
        known.setdefault(fold(name), f"'{name}' ({meaning})")
    near = [known[name] for name in find_near(fold(term), known)]
    guess = f" did you mean {_join_alternatives(near)}?" if near else ""
    return f"nothing is called '{term}';{guess} 'cqfacts list' shows everything"


def search(store: Store, texts: Iterable[str]) -> list[Match]:
    """Return the indicators whose names or facts hold all the texts, best first.

    First those called exactly so, then those with a name that starts so, then those with a name
    that holds it, then those whose facts do; among equals in store order.
    """
    words = [folded for text in texts if (folded := fold(text))]
    if not words:
        return []
    ranked = [
        (found[0], Match(key=key, matched=found[1]))
        for key in store.keys
        if (found := _rank(store, key, words))
    ]
    return [match for _, match in sorted(ranked, key=lambda item: item[0])]


def _rank(store: Store, key: str, words: list[str]) -> tuple[int, str] | None:
    """Return how well an indicator answers a search, 0 being best, and the words that do."""
    whole = "-".join(words)
    names = [*store.names(key), key]
    rank = 0
    for test in (str.__eq__, str.startswith, _holds):
        for name in names:
            if test(fold(name), whole):
                return rank, name
        rank += 1
    for text in [*names, *_wording(store, key)]:
        folded = fold(text)
        if all(word in folded for word in words):
            return rank if text in names else rank + 1, text
    # The words may be spread: one in the label, another in the topic's.
    everything = fold(" ".join([*names, *_topic_words(store, key), *_wording(store, key)]))
    if all(word in everything for word in words):
        return rank + 2, next(iter(store.names(key)))
    return None


def _holds(name: str, text: str) -> bool:
    return text in name


def _wording(store: Store, key: str) -> Iterator[str]:
    """Yield what an indicator and its facts say, other than names."""
    if description := store.indicator(key).description:
        yield description
    for fact in store.facts(key):
        yield from (text for text in (fact.text, fact.stated, fact.of, fact.note) if text)


def _topic_words(store: Store, key: str) -> Iterator[str]:
    name = key.partition(".")[0]
    return (word for topic, names in _topic_names(store) if topic == name for word in names)


def _topic_names(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    return [(topic.name, (topic.name, topic.label, *topic.aliases)) for topic in store.topics]


def _everything_named(store: Store) -> Iterator[tuple[str, str]]:
    """Yield every name with what it means, in the order in which terms are resolved."""
    for topic, names in _topic_names(store):
        yield from ((name, f"topic {topic}") for name in names)
    for key in store.keys:
        yield from ((name, key) for name in (*store.names(key), key))


def _starts_words(words: list[str], names: list[str]) -> bool:
    """Whether each of the words starts a word of the names."""
    starts = [start for name in names for start in name.split("-")]
    return all(any(start.startswith(word) for start in starts) for word in words)


def _join_alternatives(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
