"""Completion: what is offered for a word while a command is typed.

Each function yields words, or words each with what it means; `parameters` name the functions.
"""

from __future__ import annotations

from cqfacts.record import Record
from cqfacts.visible import make_visible, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, TypeAlias

    from cqfacts.store import Store

    Offer: TypeAlias = str | tuple[str, str]

_INERT = frozenset("-_./:,+@%")


class Line(Record):
    """What is typed so far: the command, and the values of its options."""

    command: str
    values: Mapping[str, Any]


def find_offers(name: str, line: Line, incomplete: str) -> Iterator[Offer]:
    """Yield what the function of a name offers that starts with what is typed.

    A shell puts a word into its line as it is, and evaluates what else it is told: nothing is
    offered that it would take for its own.
    """
    offers: Iterable[Offer] = globals()[f"complete_{name}"](line, incomplete)
    for offer in offers:
        word, meaning = (offer, None) if isinstance(offer, str) else offer
        if word.startswith(incomplete) and _is_inert(word):
            yield word if meaning is None else (word, _disarm(meaning))


def _is_inert(word: str) -> bool:
    """Whether no shell takes any of a word for more than a character, nor cqfacts it for a flag."""
    plain = (one.isalnum() or one in _INERT or not one.isascii() for one in word)
    return all(plain) and not word.startswith("-") and make_visible(word) == word


def _disarm(meaning: str) -> str:
    """Return a meaning in which no backslash undoes what a shell's form escapes."""
    return make_visible(shorten(meaning)).replace("\\", "\N{FULLWIDTH REVERSE SOLIDUS}")


def complete_term(line: Line, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer topics, keys, names and aliases, each with what it means.

    Labels and aliases are offered in the form that needs no quotes: hyphens for spaces.
    """
    from cqfacts.naming import fold

    if (store := _find_store(line)) is None:
        return
    start = fold(incomplete)
    offered: set[str] = set()
    for topic in store.topics:
        for name in (topic.name, *topic.aliases):
            if (word := fold(name)).startswith(start) and word not in offered:
                offered.add(word)
                yield word, topic.label
    for word, key in store.find_names_starting(start):
        if word not in offered:
            offered.add(word)
            yield word, store.summary(key).label


def complete_setting(line: Line, incomplete: str) -> Iterator[Offer]:
    """Offer indicators and topics, and behind one the keys that may be set."""
    from cqfacts.writing.correcting import FACT_KEYS, INDICATOR_KEYS, SOURCE_KEYS

    words = line.values.get("words") or []
    if not words and not line.values.get("source"):
        yield from complete_term(line, incomplete)
        return
    known = {**FACT_KEYS, **INDICATOR_KEYS} if words else SOURCE_KEYS
    yield from ((name, one.description) for name, one in known.items())


def complete_renamed(line: Line, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer what may be renamed: topics, indicators and sources."""
    yield from complete_term(line, incomplete)
    yield from complete_source(line, incomplete)


def complete_topic(line: Line, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the topics."""
    if store := _find_store(line):
        yield from ((t.name, t.label) for t in store.topics if t.name.startswith(incomplete))


def complete_source(line: Line, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the ids of the sources, each with its title."""
    if store := _find_store(line):
        yield from ((s.id, s.title) for s in store.sources if s.id.startswith(incomplete))


def complete_publisher(line: Line, incomplete: str) -> Iterator[str]:
    """Offer who published the sources."""
    if store := _find_store(line):
        names = dict.fromkeys(s.publisher for s in store.sources if s.publisher)
        yield from _starting(names, incomplete)


def complete_verdict(_line: Line, incomplete: str) -> Iterator[str]:
    """Offer the verdicts of an audit, behind those that stand there already."""
    from .audit import VERDICTS

    done = incomplete.rpartition(",")[0]
    lead = f"{done}," if done else ""
    yield from (f"{lead}{verdict}" for verdict in VERDICTS if verdict not in done.split(","))


def complete_measure(_: Line, incomplete: str) -> list[str]:
    """Offer the measures."""
    from cqfacts.model import MEASURES

    return _starting(MEASURES, incomplete)


def complete_status(_: Line, incomplete: str) -> list[str]:
    """Offer the statuses."""
    from cqfacts.model import STATUSES

    return _starting(STATUSES, incomplete)


def complete_format(_: Line, incomplete: str) -> list[str]:
    """Offer the formats."""
    from cqfacts.export import FORMATS

    return _starting(("table", *FORMATS), incomplete)


def complete_style(_: Line, incomplete: str) -> list[str]:
    """Offer the styles of citations."""
    from cqfacts.citing import STYLES

    return _starting(STYLES, incomplete)


def complete_picture(_: Line, incomplete: str) -> list[str]:
    """Offer the formats of charts."""
    from cqfacts.export import PICTURES

    return _starting(("text", *PICTURES), incomplete)


def complete_export(_: Line, incomplete: str) -> list[str]:
    """Offer the formats of files."""
    from cqfacts.export.exporting import FORMATS

    return _starting(tuple(FORMATS), incomplete)


def complete_color(_: Line, incomplete: str) -> list[str]:
    """Offer when to use colour."""
    return _starting(("auto", "always", "never"), incomplete)


def complete_finding(_: Line, incomplete: str) -> list[str]:
    """Offer what a comparison can fail on."""
    from cqfacts.comparison.results import FINDINGS

    return _starting(FINDINGS, incomplete)


def complete_check(_: Line, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the ids of the checks, each with what it is about."""
    from cqfacts.checks import RULES

    done, comma, last = incomplete.rpartition(",")
    yield from ((done + comma + r.id, r.summary) for r in RULES if r.id.startswith(last))


def complete_fields(line: Line, incomplete: str) -> list[str]:
    """Offer the fields of the command after the last comma."""
    from cqfacts.flat import catalogue, comparisons, facts

    fields = {
        "show": facts.FACT_FIELDS,
        "get": facts.FACT_FIELDS,
        "compare": comparisons.COMPARISON_FIELDS,
        "list": catalogue.INDICATOR_FIELDS,
        "search": catalogue.MATCH_FIELDS,
        "sources": catalogue.SOURCE_FIELDS,
    }.get(line.command, ())
    if line.command == "audit":
        from cqfacts.auditing.records import FINDING_FIELDS

        fields = FINDING_FIELDS
    done, comma, last = incomplete.rpartition(",")
    return [done + comma + name for name in _starting(fields, last)]


def _starting(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _find_store(line: Line) -> Store | None:
    """Return the store of the line being typed; completion stays silent when it cannot be read."""
    from cqfacts.errors import CqfactsError
    from cqfacts.store import open_store

    try:
        return open_store(*(line.values.get("store") or []))
    except CqfactsError:
        return None
