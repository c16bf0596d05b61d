"""Fields: the typed values of one TOML table, and the problems met while reading them."""

from __future__ import annotations

from datetime import date, datetime, time

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.files import MOST_UNKNOWN
from cqfacts.period import PeriodError, parse_period
from cqfacts.suggestion import find_near, list_words, suggest
from cqfacts.visible import find_word, is_blank

from .tables import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any, TypeGuard

    from cqfacts.period import Period
    from cqfacts.record import Field


_LONGEST_YEAR = 10**6
_CHOICE_NOUNS = {"better": "value of better", "growth_basis": "value of growth_basis"}


class Fields:
    """One table being read. Each getter returns None, or the default, where it finds a problem.

    `noun` is what the format calls the table: a fact, an indicator, a topic, a source.
    """

    def __init__(
        self,
        table: dict[str, Any],
        location: Location,
        noun: str,
        homes: Mapping[str, Location] | None = None,
    ) -> None:
        """`homes` says which of several files each key stands in, None that all are in one."""
        self.table = table
        self.location = location
        self.noun = noun
        self.problems: list[Diagnostic] = []
        self._homes = homes or {}
        self._misspelled: set[str] = set()

    def report(  # noqa: PLR0913 - what a problem has
        self,
        check: str,
        key: str | None,
        problem: str,
        remedy: str,
        *,
        at_key: bool = False,
        missing: str | None = None,
        item: int | None = None,
    ) -> None:
        """Note a problem at the value of a key, at the key, or (without one) at the table.

        `item` is the number of one in the list that the value is.
        """
        home = self.location if key is None else self._homes.get(key, self.location)
        keys = home.keys if key is None else (*home.keys, key)
        location = Location(
            file=home.file,
            keys=keys if item is None else (*keys, item),
            part="key" if at_key else "value",
        )
        self.problems.append(
            Diagnostic(
                check=check,
                location=location,
                problem=problem,
                remedy=remedy,
                missing=missing,
            )
        )

    def check_keys(self, known: Collection[str]) -> None:
        """Report the keys that the format does not have, the first of many."""
        unknown = [key for key in self.table if key not in known]
        for key in unknown[:MOST_UNKNOWN]:
            problem = f"'{key}' is not a key of {self.noun}"
            near = find_near(key, known, most=1)
            remedy = f"did you mean '{near[0]}'?" if near else list_words(sorted(known))
            self.report("key-unknown", key, problem, remedy, at_key=True)
            self._misspelled.update(near)
        if len(unknown) > MOST_UNKNOWN:
            rest = len(unknown) - MOST_UNKNOWN
            problem = f"{rest:,} more are not keys of {self.noun}"
            key = unknown[MOST_UNKNOWN]
            self.report("key-unknown", key, problem, list_words(sorted(known)), at_key=True)

    def lacks(self, key: str) -> bool:
        """Whether a key is absent, and not just misspelled: that is one problem, not two."""
        return key not in self.table and key not in self._misspelled

    def read(self, field: Field) -> Any:  # noqa: ANN401 - what the field holds
        """Return the value of a field that is a key of the table."""
        if field.kind == "choice":
            return self.choice(field.name, field.choices) or field.default
        return getattr(self, field.kind)(field.name)

    def text(self, key: str) -> str | None:
        """Return text that has a word in it."""
        value = self.table.get(key)
        if value is None:
            return None
        # As `is_sound_text` has it, without a call for each of all texts.
        if type(value) is str and find_word(value) and "\0" not in value:
            return value
        if self.sign(key) is not None:
            self.report("text-empty", key, f"{key} has no word", f"write words or remove {key}")
        return None

    prose = text

    def sign(self, key: str) -> str | None:
        """Return text in which there is something to be seen, be it only a sign like `%`."""
        value = self.table.get(key)
        if value is None or is_sound_text(value):
            return value
        if type(value) is not str:
            self._report_type(key, value, "text", f'write {key} = "…"')
            return None
        if "\0" in value:
            self._report_nul(key)
            return None
        if is_blank(value):
            self.report("text-empty", key, f"{key} is empty", f"fill it in or remove {key}")
            return None
        return value

    def ids(self, key: str) -> tuple[str, ...]:
        """Return a list of text, none of which is empty."""
        return self.texts(key, are_ids=True)

    def texts(self, key: str, *, are_ids: bool = False) -> tuple[str, ...]:
        """Return a list of text, each with a word in it, or any that is not empty for ids."""
        value = self.table.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(item) is str for item in value):
            self._report_type(key, value, "a list of text", f'write {key} = ["…", "…"]')
            return ()
        if any("\0" in item for item in value):
            self._report_nul(key)
            return ()
        for number, item in enumerate(value):
            if not (item.strip() if are_ids else find_word(item)):
                problem = (
                    f"{key} has {'an empty text' if is_blank(item) else 'a text without a word'}"
                )
                self.report("text-empty", key, problem, "write one or remove it", item=number)
                return ()
        return tuple(value)

    def flag(self, key: str) -> bool:
        """Return true or false; absent means false."""
        value = self.table.get(key, False)
        if isinstance(value, bool):
            return value
        self._report_type(key, value, "true or false", f"write {key} = true")
        return False

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Return one of a closed list of words, None where the key is absent."""
        written = self.table.get(key)
        if written in choices:
            return choices[choices.index(written)]
        value = self.sign(key)
        if value is None:
            return None
        self.report(
            f"{key.replace('_', '-')}-unknown",
            key,
            f"'{value}' is not a {_CHOICE_NOUNS.get(key, key)}",
            suggest(value, choices),
        )
        return None

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
        if value is None:
            return None
        if isinstance(value, (int, date)) and not isinstance(value, bool):
            # A number may be too long even to be shown.
            is_long = isinstance(value, int) and abs(value) >= _LONGEST_YEAR
            shown = "…" if is_long else str(value)
            problem = f"{key} {shown} is not quoted"
            self.report("period-unquoted", key, problem, f'write {key} = "{shown}"')
            return None
        text = self.sign(key)
        if text is None:
            return None
        try:
            return parse_period(text)
        except PeriodError as error:
            self.report("period-invalid", key, error.problem, error.remedy)
            return None

    def _report_nul(self, key: str) -> None:
        """Report the one character that no format and no argument of a command can carry."""
        self.report("text-nul", key, f"{key} has the character U+0000", "remove it")

    def _report_type(self, key: str, value: object, wanted: str, remedy: str) -> None:
        self.report("type-wrong", key, f"{key} is {describe_type(value)}, not {wanted}", remedy)


def is_sound_text(value: object) -> TypeGuard[str]:
    """Whether a value is what `Fields.text` returns: what has a problem says nothing."""
    return type(value) is str and find_word(value) is not None and "\0" not in value


def is_sound_sign(value: object) -> bool:
    """Whether a value is what `Fields.sign` returns."""
    return type(value) is str and not is_blank(value) and "\0" not in value


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
