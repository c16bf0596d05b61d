"""Citation keys: readable, of ASCII, and one for every fact, whatever else is cited with it."""

from __future__ import annotations

from cqfacts.naming import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.diagnostics import Location
    from cqfacts.model import Fact
    from cqfacts.period import Period

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
_LONGEST = 60
_DIGEST = 10


def name_facts(facts: Iterable[Fact]) -> dict[Location, str]:
    """Return the keys of all facts of an indicator, by the places of the facts.

    A key is the source, the indicator and the period, with the measure and status where they are
    not the usual ones: `xinhua-gdp-2020:economy.gdp:2021:growth:target`. Where a source has
    several facts of all that, they are numbered from the second, in the order of the store.
    """
    named: dict[Location, str] = {}
    used: set[str] = set()
    numbers: dict[str, int] = {}
    for fact in facts:
        key = base = _name(fact)
        while key in used:
            numbers[base] = numbers.get(base, 1) + 1
            key = f"{base}:{numbers[base]}"
        used.add(key)
        named[fact.origin] = key
    return named


def _name(fact: Fact) -> str:
    is_text = fact.amount is None
    parts = [
        _write(fact.source),
        _write(fact.key),
        _write_period(fact.period),
        "text" if is_text else "" if fact.measure == "level" else fact.measure,
        "" if fact.status == "actual" else fact.status,
        _write_reference(fact.of) if fact.of else "",
        f"from-{_write_period(fact.base)}" if fact.base else "",
    ]
    return ":".join(part for part in parts if part)


def _write_period(period: Period | None) -> str:
    """Return a period without its slash: `2021-2025`, `to-2020`, `from-2025`."""
    start, slash, end = str(period or "").partition("/")
    if not slash:
        return start
    if start == "..":
        return f"to-{end}"
    return f"from-{start}" if end == ".." else f"{start}-{end}"


def _write_reference(of: str) -> str:
    """Return what a fact is of; what is lost of it, a number makes up for."""
    words = _cut(_find_words(fold(of).replace("'", "").replace("’", "")))
    return words if of.isascii() else "-".join(filter(None, [words, _digest(of)]))


def _write(name: str) -> str:
    """Return a name in plain characters; one that loses any gets a digest of the whole."""
    if len(name) <= _LONGEST and _PLAIN.issuperset(name):
        return name
    return "-".join(filter(None, [_cut(_find_words(name.lower())), _digest(name)]))


def _find_words(text: str) -> list[str]:
    return "".join(one if one in _PLAIN else " " for one in text).replace("-", " ").split()


def _cut(words: list[str]) -> str:
    return "-".join(words)[:_LONGEST].rstrip("-.")


def _digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:_DIGEST]
