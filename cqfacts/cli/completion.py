"""Completion: what a shell offers while a command is typed.

Typer evaluates the annotations of these functions, so what they name is imported for real.
"""

from collections.abc import Iterable, Iterator

import typer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.store import Store


def complete_term(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer topics, keys, names and aliases, each with what it means.

    Labels and aliases are offered in the form that needs no quotes: hyphens for spaces.
    """
    from cqfacts.lookup import fold

    if (store := _find_store(ctx)) is None:
        return
    start = fold(incomplete)
    offered: set[str] = set()
    for topic in store.topics:
        for name in (topic.name, *topic.aliases):
            if (word := fold(name)).startswith(start) and word not in offered:
                offered.add(word)
                yield word, topic.label
    for key in store.keys:
        label = store.indicator(key).label
        for name in (key, *store.names(key)):
            if (word := fold(name)).startswith(start) and word not in offered:
                offered.add(word)
                yield word, label


def complete_topic(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the topics."""
    if store := _find_store(ctx):
        yield from ((t.name, t.label) for t in store.topics if t.name.startswith(incomplete))


def complete_source(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the ids of the sources, each with its title."""
    if store := _find_store(ctx):
        yield from ((s.id, s.title) for s in store.sources if s.id.startswith(incomplete))


def complete_measure(incomplete: str) -> list[str]:
    """Offer the measures."""
    from cqfacts.model import MEASURES

    return _starting(MEASURES, incomplete)


def complete_status(incomplete: str) -> list[str]:
    """Offer the statuses."""
    from cqfacts.model import STATUSES

    return _starting(STATUSES, incomplete)


def complete_format(incomplete: str) -> list[str]:
    """Offer the formats."""
    from cqfacts.export import FORMATS

    return _starting(("table", *FORMATS), incomplete)


def complete_color(incomplete: str) -> list[str]:
    """Offer when to use colour."""
    return _starting(("auto", "always", "never"), incomplete)


def complete_finding(incomplete: str) -> list[str]:
    """Offer what a comparison can fail on."""
    return _starting(("conflict", "missed", "undetermined", "worse"), incomplete)


def complete_check(incomplete: str) -> Iterator[tuple[str, str]]:
    """Offer the ids of the checks, each with what it is about."""
    from cqfacts.checks import RULES

    done, comma, last = incomplete.rpartition(",")
    yield from ((done + comma + r.id, r.summary) for r in RULES if r.id.startswith(last))


def complete_fields(ctx: typer.Context, incomplete: str) -> list[str]:
    """Offer the fields of the command after the last comma."""
    from cqfacts.flat import catalogue, comparisons, facts

    fields = {
        "show": facts.FACT_FIELDS,
        "get": facts.FACT_FIELDS,
        "compare": comparisons.COMPARISON_FIELDS,
        "list": catalogue.INDICATOR_FIELDS,
        "search": catalogue.MATCH_FIELDS,
        "sources": catalogue.SOURCE_FIELDS,
    }.get(ctx.info_name or "", ())
    done, comma, last = incomplete.rpartition(",")
    return [done + comma + name for name in _starting(fields, last)]


def _starting(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


def _find_store(ctx: typer.Context) -> "Store | None":
    """Return the store of the line being typed; completion stays silent when it cannot be read."""
    from cqfacts.errors import CqfactsError
    from cqfacts.store import open_store

    try:
        return open_store(*(ctx.params.get("store") or []))
    except CqfactsError:
        return None
