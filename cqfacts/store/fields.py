"""Fields: the typed values of one TOML table, and the problems met while reading them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.period import Period, PeriodError, parse_period
from cqfacts.suggestion import suggest

from .tables import Number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T", bound=str)


class Fields:
    """One table being read. Each getter returns None, or the default, where it finds a problem.

    `noun` is what the format calls the table: a fact, an indicator, a topic, a source.
    """

    def __init__(self, table: dict[str, Any], location: Location, noun: str) -> None:
        self.table = table
        self.location = location
        self.noun = noun
        self.problems: list[Diagnostic] = []

    def report(self, check: str, key: str | None, problem: str, remedy: str) -> None:
        """Note a problem at one of the table's keys, or at the table itself."""
        keys = self.location.keys if key is None else (*self.location.keys, key)
        location = Location(file=self.location.file, keys=keys)
        self.problems.append(
            Diagnostic(check=check, location=location, problem=problem, remedy=remedy)
        )

    def check_keys(self, known: Iterable[str]) -> None:
        """Report the keys that the format does not have."""
        for key in self.table.keys() - known:
            problem = f"'{key}' is not a key of {self.noun}"
            self.report("key-unknown", key, problem, suggest(key, sorted(known)))

    def text(self, key: str) -> str | None:
        """Return text that says something."""
        value = self.table.get(key)
        if value is None:
            return None
        if type(value) is not str:
            self._report_type(key, value, "text", f'write {key} = "…"')
            return None
        if not value.strip():
            self.report("text-empty", key, f"{key} is empty", f"fill it in or remove {key}")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of text."""
        value = self.table.get(key, [])
        if isinstance(value, list) and all(type(item) is str and item.strip() for item in value):
            return tuple(value)
        self._report_type(key, value, "a list of text", f'write {key} = ["…", "…"]')
        return ()

    def flag(self, key: str) -> bool:
        """Return true or false; absent means false."""
        value = self.table.get(key, False)
        if isinstance(value, bool):
            return value
        self._report_type(key, value, "true or false", f"write {key} = true")
        return False

    def choice(self, key: str, choices: Sequence[T], default: T) -> T:
        """Return one of a closed list of words."""
        return self.optional_choice(key, choices) or default

    def optional_choice(self, key: str, choices: Sequence[T]) -> T | None:
        """Return one of a closed list of words, None where the key is absent."""
        value = self.text(key)
        found = next((choice for choice in choices if choice == value), None)
        if value is not None and found is None:
            self.report(
                f"{key.replace('_', '-')}-unknown",
                key,
                f"'{value}' is not a {key.replace('_', ' ')}",
                suggest(value, choices),
            )
        return found

    def day(self, key: str) -> date | None:
        """Return a date."""
        value = self.table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._report_type(key, value, "a date", f"write {key} = 2026-01-27, without quotes")
        return None

    def period(self, key: str) -> Period | None:
        """Return a period, which is written in quotes."""
        value = self.table.get(key)
        if isinstance(value, (int, date)) and not isinstance(value, bool):
            problem = f"{key} {value} is not quoted"
            self.report("period-unquoted", key, problem, f'write {key} = "{value}"')
            return None
        text = self.text(key)
        if text is None:
            return None
        try:
            return parse_period(text)
        except PeriodError as error:
            problem, _, remedy = str(error).partition("; ")
            self.report("period-invalid", key, problem, remedy)
            return None

    def _report_type(self, key: str, value: object, wanted: str, remedy: str) -> None:
        self.report("type-wrong", key, f"{key} is {describe_type(value)}, not {wanted}", remedy)


def describe_type(value: object) -> str:
    """Return what a value is, in the words of the format."""
    match value:
        case bool():
            return "true or false"
        case int() | Number():
            return "a number"
        case str():
            return "text"
        case date() | time():
            return "a date or time"
        case list():
            return "a list"
        case _:
            return "a table"
