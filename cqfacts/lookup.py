"""Lookup: from the words a person types to indicators; near names for a miss."""

from __future__ import annotations

from .errors import NotFoundError
from .naming import begins_words, fold, fold_all, forms_of, is_chinese, split_words
from .suggestion import find_slips

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .model import Topic
    from .store import Store


_MANY = 5_000
_FEWEST = 2
# A term of more words is no name with a slip in it.
_MOST_MENDED = 8


def find_keys(store: Store, term: str, *, topics: bool = True) -> list[str]:
    """Return the keys of the indicators that a term means; the first rule that finds any decides.

    What has the name (`find_named`); every indicator whose names have each word of the term, those
    first that are called little else; and those that have words which begin so. `question` reads
    terms that say more than a name.
    """
    folded = fold(term)
    named = _find_named(store, term, folded, topics=topics)
    return named or find_worded(store, split_words(folded))


def find_named(store: Store, term: str, *, topics: bool = True) -> list[str]:
    """Return the keys of what a whole term is a name of; the first rule that finds any decides.

    An exact key; a topic by its name, label or alias (unless `topics` is false); an indicator by
    its name, label or alias.
    """
    return _find_named(store, term, fold(term), topics=topics)


def _find_named(store: Store, term: str, folded: str, *, topics: bool) -> list[str]:
    if term in store.keys:
        return [term]
    if "." in folded and (exact := store.find_keys_written(folded)):
        return exact
    if topics and (found := store.find_topics_called(folded)):
        return [key for topic in found for key in store.keys_of(topic.name)]
    return store.find_keys_called(folded)


def find_worded(store: Store, words: Sequence[str], *, begun: bool = True) -> list[str]:
    """Return the keys of indicators whose names have each of the folded words, nearest first.

    Where there are none and they may be `begun`, words of four letters and more are the beginnings
    of others.
    """
    # A word that is repeated asks for nothing more.
    words = [*dict.fromkeys(filter(None, words))]
    if not words:
        return []
    found = store.find_keys_with(words)
    if begun and not found and any(map(begins_words, words)):
        found = store.find_keys_with(words, begun=True)
    if len(found) < _FEWEST:
        return found
    measure = _measure_nearness(words)
    return sorted(found, key=lambda key: measure(fold_all(store.names(key))), reverse=True)


def _measure_nearness(words: Sequence[str]) -> Callable[[Sequence[str]], tuple[bool, float]]:
    """Return what tells of names whether the words are written as asked for, and most of one."""
    chinese = [word for word in words if is_chinese(word)]
    plain = {word for word in words if not is_chinese(word)}
    forms = {form for word in plain for form in forms_of(word)}

    def find_part(name: str) -> float:
        met = sum(map(len, forms.intersection(split_words(name))))
        met += sum(len(word) for word in chinese if word in name) if chinese else 0
        return met / (len(name) - name.count("-") or 1)

    def measure(names: Sequence[str]) -> tuple[bool, float]:
        are_written = plain.issubset(split_words("-".join(names)))
        return are_written, max(map(find_part, names))

    return measure


def find_topics(store: Store, name: str) -> list[Topic]:
    """Return the topics with this name, label or alias."""
    return store.find_topics_called(fold(name))


def get_keys(store: Store, term: str, *, topics: bool = True) -> list[str]:
    """Return what `find_keys` finds. Raises NotFoundError, naming what is near."""
    if keys := find_keys(store, term, topics=topics):
        return keys
    if not topics and find_keys(store, term):
        raise NotFoundError(
            f"'{term}' is a topic, not an indicator", f"'cqfacts list {term}' shows its indicators"
        )
    problem, guess = describe_miss(store, term)
    raise NotFoundError(problem, f"{guess} 'cqfacts list' shows everything".lstrip())


def describe_miss(store: Store, term: str) -> tuple[str, str]:
    """Return what is wrong with a term that nothing is called by, and which near names there are.

    The names come as a question, which is empty where there are none.
    """
    folded = fold(term)
    known: dict[str, str] = {}
    for name, meaning in _named_like(store, folded):
        known.setdefault(fold(name), f"'{name}' ({meaning})")
    near = [known[name] for name in find_slips(folded, known)]
    near = near or _mend_words(store, folded, known)
    guess = f"did you mean {_join_alternatives(near)}?" if near else ""
    return f"nothing is called '{term}'", guess


def _mend_words(store: Store, folded: str, names: Iterable[str]) -> list[str]:
    """Return what the words of a folded term are when slips in them are mended."""
    words = split_words(folded)
    if len(words) > _MOST_MENDED:
        return []
    known = {word for name in names for word in split_words(name)}
    mended = [
        word if word in known else next(iter(find_slips(word, known, most=1)), word)
        for word in words
    ]
    found = find_worded(store, mended) if mended != words else []
    return [f"'{' '.join(mended)}' ({found[0]})"] if found else []


def names_of_topics(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    """Return the topics, each with its name, label and aliases."""
    return [(topic.name, (topic.name, topic.label, *topic.aliases)) for topic in store.topics]


def _named_like(store: Store, folded: str) -> Iterator[tuple[str, str]]:
    """Yield the names that may be near, with what each means, as terms are resolved.

    All names are compared, but in a store of very many those that start with the same character.
    """
    for topic, names in names_of_topics(store):
        yield from ((name, f"topic {topic}") for name in names)
    if len(store.keys) > _MANY:
        yield from store.find_names_starting(folded[:1])
        return
    for key, own_names in store.all_names():
        yield from ((name, key) for name in (*own_names, key))


def _join_alternatives(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
