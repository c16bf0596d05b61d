"""Writing an answer: choosing format, fields and place, and saying what was left out."""

from __future__ import annotations

import os
import sys
from itertools import chain

from cqfacts.errors import UsageError
from cqfacts.export import ENDINGS, FORMATS, Document, write
from cqfacts.record import Record
from cqfacts.suggestion import find_near

from .options import read_choice
from .streams import tell, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from rich.console import RenderableType

    from cqfacts.store import Store

    from .drawing.console import Color
    from .options import OutputOptions


_TABLE = "table"
_TEXT_ENDING = ".txt"
COLORS: tuple[Color, ...] = ("auto", "always", "never")


class Answer(Record):
    """What a command found, in all the forms it can be written in.

    `is_found` says whether there is anything to write about. `records` are flat records by
    `fields`. `envelope` makes what JSON holds beside the version of
    its schema, from the chosen fields, None for all of them. `render` draws it for a terminal of a
    width, whole or part by part.
    """

    fields: Sequence[str]
    records: Callable[[], Iterable[Mapping[str, Any]]]
    envelope: Callable[[Sequence[str] | None], Mapping[str, Any]]
    render: Callable[[int], RenderableType | Iterator[RenderableType]]
    is_found: bool = True


def write_answer(answer: Answer, options: OutputOptions) -> None:
    """Write an answer as the options say. Raises UsageError and OutputError.

    Where nothing was found only JSON is written: an empty envelope is still an answer.
    """
    format_name = _choose_format(options)
    if not answer.is_found and format_name != "json":
        return
    fields = choose_fields(options.fields, answer.fields)
    color = read_choice("time for colour", options.color, COLORS)
    if format_name == _TABLE:

        def render(width: int) -> RenderableType | Iterator[RenderableType]:
            if fields is None:
                return answer.render(width)
            from .drawing.table import render_records

            return render_records(answer.records(), fields, width)

        write_drawing(
            render,
            color,
            output=options.output,
            force=options.force,
            no_pager=options.no_pager,
        )
        return
    document = Document(
        fields=fields or answer.fields,
        records=answer.records(),
        envelope=lambda: {"schema_version": _schema_version(), **answer.envelope(fields)},
    )
    pieces = write(document, format_name, header=not options.no_header)
    if options.output is None:
        write_output(pieces)
    else:
        write_file(options.output, pieces, force=options.force)


def write_drawing(
    render: Callable[[int], RenderableType | Iterator[RenderableType]],
    color: Color,
    *,
    output: str | None,
    force: bool,
    no_pager: bool,
) -> None:
    """Write a drawing to a file or the terminal, in a pager where it is higher than the screen."""
    from .drawing.console import draw

    pieces = draw(render, color, is_file=output is not None)
    if output is not None:
        write_file(output, pieces, force=force)
    elif no_pager or not sys.stdout.isatty():
        write_output(pieces, drawn=True)
    else:
        write_output(_page_where_high(pieces), drawn=True)


def _page_where_high(pieces: Iterator[str]) -> Iterable[str]:
    """Return text, all of it where it fits the screen, or else what a pager does not take."""
    # A lookup in a pipe does without.
    from shutil import get_terminal_size

    height = get_terminal_size().lines
    shown: list[str] = []
    count = 0
    for piece in pieces:
        shown.append(piece)
        count += piece.count("\n")
        # The prompt of the shell takes a line as well.
        if count >= height:
            from .pager import page

            return page(chain(shown, pieces))
    return shown


def check_output_options(options: OutputOptions, fields: Sequence[str]) -> None:
    """Find what is wrong with the options before any work is done. Raises UsageError."""
    _choose_format(options)
    choose_fields(options.fields, fields)
    read_choice("time for colour", options.color, COLORS)
    if options.force and options.output is None:
        raise UsageError("--force replaces a file", "name one with -o FILE")


def choose_fields(given: str | None, known: Sequence[str]) -> list[str] | None:
    """Return the fields an option names, None for all. Raises UsageError, listing them all."""
    if given is None:
        return None
    names = [name.strip() for name in given.split(",") if name.strip()]
    if not names:
        raise UsageError("--fields names no field", f"there are {', '.join(known)}")
    for name in names:
        if name not in known:
            near = find_near(name, known, most=1)
            guess = f"did you mean '{near[0]}'? " if near else ""
            raise UsageError(f"no field is called '{name}'", f"{guess}there are {', '.join(known)}")
    return names


def pick(
    records: Iterable[Mapping[str, Any]], fields: Sequence[str] | None
) -> Iterator[Mapping[str, Any]]:
    """Yield records with the chosen fields only, None choosing all."""
    for record in records:
        yield record if fields is None else {name: record[name] for name in fields}


def tell_left_out(store: Store, keys: Iterable[str]) -> None:
    """Say how many facts of these indicators a problem kept out of the answer, and the first.

    A problem of the store or of a topic is told as well: it may have kept an indicator out.
    """
    keys = store.find_troubled(keys)
    left_out = sum(store.left_out(key) for key in keys)
    own = (found for key in keys for found in store.diagnostics_of(key))
    problems = list(dict.fromkeys([*own, *store.diagnostics_of_all]))
    if not problems:
        return
    facts = f"left out {left_out} {'fact' if left_out == 1 else 'facts'}"
    count = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} in the store"
    said = f"{facts} because of {count}" if left_out else f"there {_is(len(problems))} {count}"
    tell(f"{said}, first {problems[0]}; 'cqfacts check' lists every problem")


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _choose_format(options: OutputOptions) -> str:
    if options.json and options.format not in (None, "json"):
        raise UsageError(f"--json and --format {options.format} differ", "give one of them")
    if options.json:
        return "json"
    if options.format is not None:
        return read_choice("format", options.format, (_TABLE, *FORMATS))
    if options.output is not None:
        ending = os.path.splitext(options.output)[1].lower()
        if ending == _TEXT_ENDING:
            return _TABLE
        if ending not in ENDINGS:
            endings = ", ".join([*ENDINGS, _TEXT_ENDING])
            raise UsageError(
                f"'{options.output}' does not end in a format", f"use {endings}, or -f"
            )
        return ENDINGS[ending]
    return _TABLE if sys.stdout.isatty() else "tsv"


def _schema_version() -> int:
    from cqfacts.flat import SCHEMA_VERSION

    return SCHEMA_VERSION


def write_file(name: str, pieces: Iterable[str | bytes], *, force: bool) -> None:
    """Write a file whole or not at all, over another only with force."""
    from cqfacts.export.files import open_file

    with open_file(name, force=force) as file:
        # Half of a pair, which a file's name may have, is written as JSON escapes it.
        file.writelines(
            one.encode(errors="backslashreplace") if isinstance(one, str) else one for one in pieces
        )
