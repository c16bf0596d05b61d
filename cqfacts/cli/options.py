"""The options that several commands share, each defined once, and what they mean."""

from __future__ import annotations

import os

from cqfacts.amount import parse_amount
from cqfacts.errors import NotFoundError, UsageError
from cqfacts.interval import Interval
from cqfacts.lookup import find_keys
from cqfacts.model import MEASURES, STATUSES
from cqfacts.naming import fold
from cqfacts.period import PeriodError, parse_period
from cqfacts.record import Record
from cqfacts.selection import Selection
from cqfacts.store import open_store
from cqfacts.suggestion import find_near, suggest

from .folder import tell_folder
from .parameters import Group, argument, option
from .watching import BuildWatch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import TypeVar

    from cqfacts.period import Period
    from cqfacts.store import Store

    T = TypeVar("T", bound=str)
    V = TypeVar("V")

TODAY = "CQFACTS_TODAY"
"""The environment variable that sets the day on which periods are over, or still to come."""

_LONGEST_WAIT = 86_400

TERMS = argument(
    "terms",
    "TERM...",
    "Keys, names, labels or aliases, and words that select such as 2025 or growth; '-' reads them "
    "from standard input.",
    complete="term",
)
TERMS_OR_ALL = argument(
    "terms",
    "[TERM]...",
    "Keys, topics, names, labels or aliases, and words that select such as 2025 or growth; '-' "
    "reads them from standard input. Default: all, where an option selects.",
    complete="term",
)
STORE = option(
    "--store -s PATH...",
    "A store: a file, or a folder of *.toml. Repeatable. Default: CQFACTS_STORE, else "
    "the store in the folder, else the one that ships.",
)

WAIT = option(
    "--wait SECONDS", "How long one other writer of the store is waited for.", default="60"
)


class SelectionOptions(Record):
    """Which facts are asked for."""

    period: Sequence[str] | None = None
    measure: Sequence[str] | None = None
    status: Sequence[str] | None = None
    source: Sequence[str] | None = None
    publisher: Sequence[str] | None = None
    of: Sequence[str] | None = None
    value: str | None = None
    figures: bool = False
    texts: bool = False

    @property
    def are_given(self) -> bool:
        """Whether anything is selected."""
        return self != SelectionOptions()

    def build(self, store: Store) -> Selection:
        """Return the selection. Raises UsageError, and NotFoundError for a source."""
        if self.figures and self.texts:
            raise UsageError("--figures and --texts leave nothing", "give one of them, or none")
        return Selection(
            periods=_read_each(self.period, _read_period),
            measures=_read_each(self.measure, lambda word: read_choice("measure", word, MEASURES)),
            statuses=_read_each(self.status, lambda word: read_choice("status", word, STATUSES)),
            sources=self._find_sources(store),
            of=tuple(self.of) if self.of else None,
            of_keys=self._find_of_keys(store),
            value=_read_range(self.value),
            form="figures" if self.figures else "texts" if self.texts else None,
        )

    def _find_sources(self, store: Store) -> tuple[str, ...] | None:
        """Return the ids of the sources that are named, and of those that publishers have."""
        named = _read_each(self.source, lambda word: _find_source(store, word))
        if not self.publisher:
            return named
        published = [one for name in self.publisher for one in find_published(store, name)]
        found = tuple(one for one in dict.fromkeys(published) if named is None or one in named)
        if not found:
            raise UsageError("--source and --publisher leave no source", "give one of them")
        return found

    def _find_of_keys(self, store: Store) -> tuple[str, ...]:
        """Return the indicators that `of` names, so that their labels and aliases do as well."""
        named = [find_keys(store, one, topics=False) for one in self.of or ()]
        return tuple(keys[0] for keys in named if len(keys) == 1)


SELECTION = Group(
    name="selection",
    title="Which facts",
    kind=SelectionOptions,
    options=(
        option("--period -p PERIOD...", "2025, 2025-Q3, 2021/2025, 2025/.. and so on."),
        option("--measure -m MEASURE...", f"One of {', '.join(MEASURES)}.", complete="measure"),
        option("--status STATUS...", f"One of {', '.join(STATUSES)}.", complete="status"),
        option("--source ID...", "Facts of this source only.", complete="source"),
        option("--publisher NAME...", "Facts of what it published only.", complete="publisher"),
        option("--of WORDS...", "What a share, rank or streak is of."),
        option("--value RANGE", "The printed number: 1, ..5, 1000.. or 1..3."),
        option("--figures", "Facts with a figure only."),
        option("--texts", "Facts of text only."),
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
    title="How they are written",
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
    tell_folder(paths)
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


def find_published(store: Store, publisher: str) -> list[str]:
    """Return the ids of what a publisher published. Raises NotFoundError, naming those near."""
    by_name: dict[str, list[str]] = {}
    names: dict[str, None] = {}
    for source in store.sources:
        if source.publisher:
            by_name.setdefault(fold(source.publisher), []).append(source.id)
            names[source.publisher] = None
    if found := by_name.get(fold(publisher)):
        return found
    remedy = suggest(publisher, names) if names else "'cqfacts sources' lists the sources"
    raise NotFoundError(f"no publisher is called '{publisher}'", remedy)


def _find_source(store: Store, source_id: str) -> str:
    if source_id in store.source_ids:
        return source_id
    near = find_near(source_id, store.source_ids, most=1)
    guess = f"did you mean '{near[0]}'? " if near else ""
    raise NotFoundError(
        f"no source is called '{source_id}'", f"{guess}'cqfacts sources' lists them"
    )


def _read_each(given: Sequence[str] | None, read: Callable[[str], V]) -> tuple[V, ...] | None:
    """Return what all the words of an option mean, each once; they may be joined by commas."""
    if given is None:
        return None
    return tuple(dict.fromkeys(read(word.strip()) for one in given for word in one.split(",")))


def _read_period(text: str) -> Period:
    try:
        return parse_period(text)
    except PeriodError as error:
        raise UsageError(error.problem, error.remedy, place="--period") from error


def _read_range(text: str | None) -> Interval | None:
    """Read the numbers that an option asks for, both ends included. Raises UsageError."""
    if text is None:
        return None
    first, dots, last = text.partition("..")
    try:
        low, high = (parse_amount(end).value if end.strip() else None for end in (first, last))
        if not dots:
            high = low
        if low is not None or high is not None:
            is_low, is_high = low is not None, high is not None
            return Interval(low=low, high=high, low_closed=is_low, high_closed=is_high)
    except ValueError:
        # It is refused below, as what says nothing.
        pass
    raise UsageError(
        f"--value is '{text}', not a range of numbers", "write it like 1, ..5, 1000.. or 1..3"
    )
