"""The options that several commands share, each defined once, and what they mean."""

from __future__ import annotations

import os

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.lookup import find_keys
from cqfacts.model import MEASURES, STATUSES
from cqfacts.period import PeriodError, parse_period
from cqfacts.record import Record
from cqfacts.selection import Selection
from cqfacts.store import open_store
from cqfacts.suggestion import find_near, suggest

from .parameters import Group, argument, option
from .watching import BuildWatch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import TypeVar

    from cqfacts.period import Period
    from cqfacts.store import Store

    T = TypeVar("T", bound=str)

TODAY = "CQFACTS_TODAY"
"""The environment variable that sets the day on which periods are over, or still to come."""

_LONGEST_WAIT = 86_400

TERMS = argument(
    "terms",
    "TERM...",
    "Keys, topics, names, labels or aliases; '-' reads them from standard input.",
    complete="term",
)
STORE = option(
    "--store -s PATH...",
    "A store: a file, or a folder of *.toml. Repeatable. Default: CQFACTS_STORE, else "
    "the store that ships.",
)

WAIT = option(
    "--wait SECONDS", "How long one other writer of the store is waited for.", default="60"
)


class SelectionOptions(Record):
    """Which facts are asked for."""

    period: str | None = None
    measure: str | None = None
    status: str | None = None
    source: str | None = None
    of: str | None = None

    def build(self, store: Store) -> Selection:
        """Return the selection. Raises UsageError, and NotFoundError for a source."""
        if self.source is not None and self.source not in store.source_ids:
            near = find_near(self.source, store.source_ids, most=1)
            guess = f"did you mean '{near[0]}'? " if near else ""
            raise NotFoundError(
                f"no source is called '{self.source}'", f"{guess}'cqfacts sources' lists them"
            )
        return Selection(
            period=read_period("--period", self.period),
            measure=_read_choice("measure", self.measure, MEASURES),
            status=_read_choice("status", self.status, STATUSES),
            source=self.source,
            of=self.of,
            of_key=self._find_of_key(store),
        )

    def _find_of_key(self, store: Store) -> str | None:
        """Return the indicator that `of` names, so that its label and aliases do as well."""
        keys = find_keys(store, self.of, topics=False) if self.of else []
        return keys[0] if len(keys) == 1 else None

    def describe(self) -> str:
        """Return what is asked, as it follows a noun: ` for 2025 by xinhua`."""
        words = [self.status, self.measure]
        described = " with " + " ".join(word for word in words if word) if any(words) else ""
        described += f" of '{self.of}'" if self.of else ""
        described += f" for {self.period}" if self.period else ""
        return described + (f" by {self.source}" if self.source else "")


SELECTION = Group(
    name="selection",
    kind=SelectionOptions,
    options=(
        option("--period -p PERIOD", "2025, 2025-Q3, 2021/2025, 2025/.. and so on."),
        option("--measure -m MEASURE", f"One of {', '.join(MEASURES)}.", complete="measure"),
        option("--status STATUS", f"One of {', '.join(STATUSES)}.", complete="status"),
        option("--source ID", "Facts of this source only.", complete="source"),
        option("--of WORDS", "What a share, rank or streak is of."),
    ),
)


class OutputOptions(Record):
    """How and where the answer is written."""

    format: str | None = None
    json: bool = False
    fields: str | None = None
    no_header: bool = False
    output: str | None = None
    force: bool = False
    color: str = "auto"
    no_pager: bool = False


OUTPUT = Group(
    name="output",
    kind=OutputOptions,
    options=(
        option(
            "--format -f FORMAT",
            "table, tsv, csv, json, jsonl or md. Default: table on a terminal, tsv elsewhere.",
            complete="format",
        ),
        option("--json", "Short for --format json."),
        option("--fields NAMES", "The columns to write, separated by commas.", complete="fields"),
        option("--no-header", "Leave out the line of names."),
        option("-o --output FILE", "Write a file, in the format it ends in."),
        option("--force", "Replace the file if it exists."),
        option("--color WHEN", "auto, always or never.", default="auto", complete="color"),
        option("--no-pager", "Never show a long answer in a pager."),
    ),
)


def load_store(paths: Sequence[str] | None) -> Store:
    """Open the store that the options name. Raises StoreError."""
    watch = BuildWatch()
    try:
        return open_store(*(paths or []), watch=watch)
    finally:
        watch.close()


def find_today() -> date | None:
    """Return the day the environment sets, None for the calendar's. Raises UsageError."""
    given = os.environ.get(TODAY)
    if not given:
        return None
    try:
        from datetime import date

        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{TODAY} is '{given}', not a day", "write it like 2026-01-27") from error


def read_period(option: str, text: str | None) -> Period | None:
    """Read the period an option gives. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse_period(text)
    except PeriodError as error:
        raise UsageError(error.problem, error.remedy, place=option) from error


def read_seconds(option: str, text: str) -> float:
    """Read the length of time that an option gives. Raises UsageError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _LONGEST_WAIT:
        raise UsageError(f"{option} is '{text}', not a number of seconds", "write it like 60")
    return seconds


def read_choice(name: str, value: str, choices: Sequence[T]) -> T:
    """Return the choice that a value is. Raises UsageError, naming a near one."""
    for choice in choices:
        if choice == value.lower():
            return choice
    raise UsageError(f"'{value}' is not a {name}", suggest(value, choices))


def _read_choice(name: str, value: str | None, choices: Sequence[T]) -> T | None:
    return None if value is None else read_choice(name, value, choices)
