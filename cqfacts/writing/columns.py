"""The words of columns: what people call the fields of a fact, and what is in no cell's number."""

from __future__ import annotations

import os
import re
from functools import cache

import tomli

from cqfacts.flat.facts import FULL_FIELDS
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Words = frozenset[str]

PARTS = ("quarter", "month", "half")
"""Columns of a part of a year whose year is in another."""

COUNTS = "counts"
"""A column that numbers the rows."""

_TABLE = os.path.join(os.path.dirname(__file__), "columns.toml")
_OTHER_TABLES = frozenset(("other", "missing", "measures", "doubtful", "counted"))
_SEPARATORS = ",，/:："
_OPENING, _CLOSING = "([（", ")]）"
_BRACKETS = frozenset("()[]（）")
_MOST_WORDS = 4
_TENS = re.compile(r"1((?:,?0)+) ([^\W\d].*)")


class ColumnWords(Record):
    """What columns.toml has.

    `fields` are the fields, parts of a year and COUNTS by the words for them; `missing` stands in
    cells without a value; `measures` are measures by words beside an indicator's name, and
    `counted` are words behind numbers that say nothing of what is counted.
    """

    fields: Mapping[str, str]
    missing: Words
    measures: Mapping[str, str]
    doubtful: Words
    counted: Words


@cache
def load_words() -> ColumnWords:
    """Return the words of columns."""
    with open(_TABLE, "rb") as file:
        tables = tomli.load(file)
    fields = {name: name for name in FULL_FIELDS}
    fields |= dict.fromkeys(tables["other"][COUNTS], COUNTS)
    for field, words in tables.items():
        if field not in _OTHER_TABLES:
            fields |= dict.fromkeys(words, field)
    return ColumnWords(
        fields=fields,
        missing=frozenset(tables["missing"]["signs"]),
        measures={one: name for name, words in tables["measures"].items() for one in words},
        doubtful=frozenset(tables["doubtful"]["words"]),
        counted=frozenset(tables["counted"]["words"]),
    )


def split_head(text: str) -> Iterator[tuple[str, str]]:
    """Yield each way in which a head may be a name and a unit: `GDP (trillion yuan)`, `Sales £m`.

    The first has no unit.
    """
    yield text, ""
    opening = max(map(text.rfind, _OPENING))
    if text[-1:] in _CLOSING and opening > 0:
        yield text[:opening].strip(), text[opening + 1 : -1]
    if (place := text.casefold().find(" in ")) > 0:
        yield text[:place].rstrip(" ,"), text[place + len(" in ") :]
    if (place := max(map(text.rfind, _SEPARATORS))) > 0:
        yield text[:place].rstrip(), text[place + 1 :].lstrip()
    words = text.split()
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        unit = " ".join(words[-count:])
        # A part of what brackets hold is no unit.
        if _BRACKETS.isdisjoint(unit):
            yield " ".join(words[:-count]), unit
    # A head above several columns comes first: `CNY billion Exports`.
    for count in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        if _BRACKETS.isdisjoint(unit := " ".join(words[:count])):
            yield " ".join(words[count:]), unit


def split_tens(unit: str) -> tuple[int, str] | None:
    """Return the power of ten and what is counted of `10,000 vehicles`, `1000 heads`."""
    found = _TENS.fullmatch(unit)
    return (found[1].count("0"), found[2]) if found else None


def has_more(text: str) -> bool:
    """Whether brackets or a comma in a head hold more than a name."""
    return not _BRACKETS.isdisjoint(text) or any(one in text for one in (" in ", *_SEPARATORS))


def split_measure(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name of an indicator and the measure that words beside it make: `GDP growth`."""
    folded = name.casefold()
    for words, measure in load_words().measures.items():
        for rest in (
            name[: -len(words)] if folded.endswith(words) else "",
            name[len(words) :] if folded.startswith(words) else "",
        ):
            stem = rest.strip(" ,:：-–—")
            is_whole = not words.isascii() or rest != rest.strip()
            if stem and is_whole:
                yield stem.removeprefix("of "), measure


def is_doubtful(head: str) -> bool:
    """Whether a word of a head may make other than levels of the numbers below it."""
    folded = head.casefold()
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", folded)
    doubtful = load_words().doubtful
    return "%" in head or any(
        one in doubtful
        or (not one.isascii() and any(each in one for each in doubtful if not each.isascii()))
        for one in words
    )
