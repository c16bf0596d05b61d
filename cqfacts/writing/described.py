"""What rows say of their indicators and sources: held against the store, and made where new."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from cqfacts.errors import UsageError
from cqfacts.flat.facts import ALL_COLUMNS, FULL_FIELDS, INDICATOR_CHOICES
from cqfacts.flat.reading import get_said
from cqfacts.model import Indicator
from cqfacts.record import replace
from cqfacts.suggestion import find_near, suggest

from .composing import is_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any, TypeAlias

    from cqfacts.store import Store

    from .rows import Row

    Problem: TypeAlias = tuple[str, str]
    """What is wrong, and what to do."""


def _find_attributes(kind: str) -> dict[str, str]:
    return {name: one.attribute for name in FULL_FIELDS if (one := ALL_COLUMNS[name]).owner == kind}


# The fields of a kind of thing, and the attributes that hold them.
_OF_INDICATOR = _find_attributes("Indicator")
_FIELDS = {"key": _OF_INDICATOR, "source": _find_attributes("Source")}
# Looking for near names takes long in a large store, and nobody reads more of them.
_MOST_GUESSES = 100


class Described:
    """The sources and indicators that rows name.

    `homes` has the first line of each that is new, by the names of its table.
    """

    def __init__(self, store: Store, unread: str = "") -> None:
        """`unread` is the text of rows that could not be read; these may describe what is new."""
        self.store = store
        self.unread = unread
        self.sources: dict[str, dict[str, Any]] = {}
        self.indicators: dict[str, Indicator] = {}
        self.homes: dict[tuple[str, str], int] = {}
        # What is said of a field first, and in which line; 0 is the store.
        self._said: dict[tuple[str, str, str], tuple[int, Any]] = {}
        self._guesses = 0
        self._guess = cache(self._find_guess)

    def hold(self, row: Row) -> Iterator[Problem]:
        """Note what a row says, and yield what differs from the store or an earlier row."""
        for kind, fields in _FIELDS.items():
            name = get_said(row.record, kind)
            if type(name) is not str:
                yield f"the fact has no {kind}", f"fill in '{kind}'"
                continue
            for field in (one for one in fields if one in row.record):
                said = get_said(row.record, field)
                choices = INDICATOR_CHOICES.get(field)
                if choices and said is not None and said not in choices:
                    yield f"{field} is '{said}'", suggest(said, choices)
                elif said is not None:
                    yield from self._compare(kind, name, field, (row.line, said))

    def make(self, row: Row) -> Iterator[Problem]:
        """Make the source and the indicator of a row where they are new, or yield why not."""
        key, source_id = row.record["key"], row.record["source"]
        if source_id not in self.store.source_ids and source_id not in self.sources:
            yield from self._make_source(source_id, row.line)
        if key not in self.store.keys and key not in self.indicators:
            yield from self._make_indicator(key, row.line)

    def find_units(self, rows: Iterable[Row]) -> None:
        """Give each new indicator the unit that its figures have, if there is one for all.

        A record that may say the unit of its indicator says by silence that there is none.
        """
        units: dict[str, dict[str | None, bool]] = {}
        for row in rows:
            key, measure = row.record["key"], get_said(row.record, "measure") or "level"
            has_figure = get_said(row.record, "written") or get_said(row.record, "value")
            if "indicator_unit" in row.record:
                continue
            if key in self.indicators and measure in ("level", "change") and has_figure:
                found, unit = units.setdefault(key, {}), get_said(row.record, "unit")
                found[unit] = measure == "level" or found.get(unit, False)
        for key, found in units.items():
            if None not in found:
                # A change may be in percent where the indicator is not.
                other = next((one for one in found if one != "%"), None)
                unit = next((one for one, is_level in found.items() if is_level), other)
                self.indicators[key] = replace(self.indicators[key], unit=unit)

    def tabulate(self, indicator: Indicator) -> dict[str, Any]:
        """Return the table of an indicator that is new."""
        table: dict[str, Any] = {"label": indicator.label}
        plain = Indicator(topic="", name="", label="", subject=self.store.subject)
        for name in _OF_INDICATOR.values():
            said = getattr(indicator, name)
            if said and said != getattr(plain, name):
                table[name] = list(said) if isinstance(said, tuple) else said
        return table

    def _compare(
        self, kind: str, name: str, field: str, said: tuple[int, Any]
    ) -> Iterator[Problem]:
        if (kind, name, field) not in self._said:
            self._said[kind, name, field] = self._recall(kind, name, field) or said
        line, known = self._said[kind, name, field]
        if said[1] == known:
            return
        where = f"in line {line}" if line else "in the store"
        other = f"and not said {where}" if known is None else f"and '{known}' {where}"
        problem = f"{field} of '{name}' is '{said[1]}', {other}"
        yield problem, "correct one of them, or leave it empty"

    def _recall(self, kind: str, name: str, field: str) -> tuple[int, Any] | None:
        """Return what the store says, None where the row is the first to speak."""
        if kind == "key" and name in self.store.keys:
            known = getattr(self.store.indicator(name), _OF_INDICATOR[field])
            return 0, list(known) if isinstance(known, tuple) else known
        if kind == "source" and name in self.store.source_ids:
            known = getattr(self.store.source(name), field)
            return 0, known.isoformat() if isinstance(known, date) else known
        return None

    def _make_source(self, source_id: str, line: int) -> Iterator[Problem]:
        found = {field: self._said.get(("source", source_id, field)) for field in _FIELDS["source"]}
        table = {field: said[1] for field, said in found.items() if said}
        if "title" not in table:
            if self._may_be_described(source_id):
                return
            guess = self._guess(source_id, "source_ids")
            yield f"no source is called '{source_id}'", f"{guess}a title makes a new one"
            return
        try:
            if "published" in table:
                table["published"] = _read_day(table["published"])
        except UsageError as error:
            yield error.problem, error.remedy
            return
        self.sources[source_id] = table
        self.homes["sources", source_id] = line

    def _make_indicator(self, key: str, line: int) -> Iterator[Problem]:
        if not is_key(key):
            yield f"'{key}' is not a key", "write one like topic.name, in lower case"
            return
        label = self._said.get(("key", key, "label"))
        if label is None:
            if self._may_be_described(key):
                return
            guess = self._guess(key, "keys")
            yield f"no indicator has the key '{key}'", f"{guess}a label makes a new one"
            return
        said: dict[str, Any] = {"subject": self.store.subject}
        for field, own in _OF_INDICATOR.items():
            if found := self._said.get(("key", key, field)):
                said[own] = tuple(found[1]) if isinstance(found[1], list) else found[1]
        topic, name = key.split(".")
        self.indicators[key] = Indicator(topic=topic, name=name, **said)
        self.homes[topic, name] = line

    def _may_be_described(self, name: str) -> bool:
        """Whether a row that could not be read names this, and may say what it is."""
        whole = rf"(?<![\w.-]){re.escape(name)}(?![\w.-])"
        return bool(self.unread) and re.search(whole, self.unread) is not None

    def _find_guess(self, name: str, of: str) -> str:
        self._guesses += 1
        if self._guesses > _MOST_GUESSES:
            return ""
        known: Collection[str] = getattr(self.store, of)
        near = find_near(name, known, most=1)
        return f"did you mean '{near[0]}'? " if near else ""


def is_named(row: Row) -> bool:
    """Whether a row says which indicator and which source it is of."""
    return all(type(get_said(row.record, kind)) is str for kind in _FIELDS)


def _read_day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise UsageError(f"published is '{said}', not a day", "write it like 2026-01-27") from error
