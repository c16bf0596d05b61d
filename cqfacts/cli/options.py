"""The options that several commands share, each defined once.

A command takes a group of them as one parameter; `expand_groups` spells the group out for Typer.
"""

from __future__ import annotations

import inspect
import os
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.lookup import find_keys
from cqfacts.model import MEASURES, STATUSES
from cqfacts.period import PeriodError, parse_period
from cqfacts.selection import Selection
from cqfacts.store import Store, open_store
from cqfacts.suggestion import find_near, suggest

from . import completion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cqfacts.period import Period

T = TypeVar("T", bound=str)

TODAY = "CQFACTS_TODAY"
"""The environment variable that sets the day on which periods are over, or still to come."""

StoreOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--store",
        "-s",
        metavar="PATH",
        help="A store: a file, or a folder of *.toml. Repeatable. Default: CQFACTS_STORE, else "
        "the store that ships.",
        show_default=False,
    ),
]
TermsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="TERM...",
        help="Keys, topics, names, labels or aliases; '-' reads them from standard input.",
        autocompletion=completion.complete_term,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionOptions:
    """Which facts are asked for."""

    period: Annotated[
        str | None,
        typer.Option(
            "--period", "-p", metavar="PERIOD", help="2025, 2025-Q3, 2021/2025, 2025/.. and so on."
        ),
    ] = None
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            "-m",
            metavar="MEASURE",
            help=f"One of {', '.join(MEASURES)}.",
            autocompletion=completion.complete_measure,
        ),
    ] = None
    status: Annotated[
        str | None,
        typer.Option(
            metavar="STATUS",
            help=f"One of {', '.join(STATUSES)}.",
            autocompletion=completion.complete_status,
        ),
    ] = None
    source: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Facts of this source only.",
            autocompletion=completion.complete_source,
        ),
    ] = None
    of: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="What a share, rank or streak is of."),
    ] = None

    def build(self, store: Store) -> Selection:
        """Return the selection. Raises UsageError, and NotFoundError for a source."""
        if self.source is not None and self.source not in store.source_ids:
            near = find_near(self.source, store.source_ids, most=1)
            guess = f"did you mean '{near[0]}'? " if near else ""
            raise NotFoundError(
                f"no source is called '{self.source}'; {guess}'cqfacts sources' lists them"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """How and where the answer is written."""

    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table, tsv, csv, json, jsonl or md. Default: table on a terminal, tsv elsewhere.",
            autocompletion=completion.complete_format,
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="The columns to write, separated by commas.",
            autocompletion=completion.complete_fields,
        ),
    ] = None
    no_header: Annotated[bool, typer.Option("--no-header", help="Leave out the line of names.")] = (
        False
    )
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write a file, in the format it ends in."
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False
    color: Annotated[
        str,
        typer.Option(
            metavar="WHEN",
            help="auto, always or never.",
            autocompletion=completion.complete_color,
        ),
    ] = "auto"


Command = TypeVar("Command", bound="Callable[..., int]")


def expand_groups(command: Command) -> Command:
    """Return a command in whose signature every group of options is spelled out.

    Typer knows no groups: it sees one parameter an option, and the command gets the group.
    """
    spelled: dict[str, inspect.Parameter] = {}
    groups: dict[str, type] = {}
    # On Python 3.10, get_type_hints would hide what Typer looks for within an Optional.
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        hint = parameter.annotation
        if not (isinstance(hint, type) and is_dataclass(hint)):
            spelled[name] = parameter
            continue
        groups[name] = hint
        option_hints = get_type_hints(hint, include_extras=True)
        for option in fields(hint):
            spelled[option.name] = inspect.Parameter(
                option.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if option.default is MISSING else option.default,
                annotation=option_hints[option.name],
            )

    @wraps(command)
    def expanded(**values: Any) -> int:  # noqa: ANN401 - whatever the options hold
        for name, group in groups.items():
            values[name] = group(
                **{option.name: values.pop(option.name) for option in fields(group)}
            )
        return command(**values)

    keyword_only = inspect.Parameter.KEYWORD_ONLY
    expanded.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=keyword_only) for parameter in spelled.values()],
        return_annotation=int,
    )
    expanded.__annotations__ = {name: p.annotation for name, p in spelled.items()}
    return expanded  # type: ignore[return-value]


def load_store(paths: list[Path] | None) -> Store:
    """Open the store that the options name. Raises StoreError."""
    return open_store(*(paths or []))


def find_today() -> date | None:
    """Return the day the environment sets, None for the calendar's. Raises UsageError."""
    given = os.environ.get(TODAY)
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{TODAY} is '{given}', not a day; write it like 2026-01-27") from error


def read_period(option: str, text: str | None) -> Period | None:
    """Read the period an option gives. Raises UsageError."""
    if text is None:
        return None
    try:
        return parse_period(text)
    except PeriodError as error:
        raise UsageError(f"{option}: {error}") from error


def read_choice(name: str, value: str, choices: Sequence[T]) -> T:
    """Return the choice that a value is. Raises UsageError, naming a near one."""
    for choice in choices:
        if choice == value.lower():
            return choice
    raise UsageError(f"'{value}' is not a {name}; {suggest(value, choices)}")


def _read_choice(name: str, value: str | None, choices: Sequence[T]) -> T | None:
    return None if value is None else read_choice(name, value, choices)
