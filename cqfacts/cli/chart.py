"""`cqfacts chart`: facts as a picture, at a terminal or in a file."""

from __future__ import annotations

import os
import sys

from cqfacts.asked import gather
from cqfacts.charting import chart as chart_terms
from cqfacts.errors import NotFoundError, UsageError, gravest
from cqfacts.export import PICTURES
from cqfacts.record import Record

from .options import OUTPUT, SELECTION, STORE, TERMS_OR_ALL, load_store, read_choice
from .output import COLORS, tell_left_out, write_drawing, write_file
from .parameters import Group, option
from .streams import tell, write_output
from .terms import ask_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from rich.console import RenderableType

    from cqfacts.asked import Asked
    from cqfacts.charting import Chart

    from .options import SelectionOptions

    Renderer: TypeAlias = Callable[[int], Iterator[RenderableType]]

_TEXT = "text"
_TEXT_ENDING = ".txt"
_BINARY = "png"
_MOST_SHOWN = 12


class PictureOptions(Record):
    """How and where a chart is drawn."""

    format: str | None = None
    output: str | None = None
    force: bool = False
    ascii: bool = False
    color: str = "auto"
    no_pager: bool = False


PICTURE = Group(
    name="picture",
    title="How it is drawn",
    kind=PictureOptions,
    options=(
        option(
            "--format -f FORMAT",
            f"{_TEXT}, {', '.join(PICTURES)}. Default: {_TEXT}.",
            complete="picture",
        ),
        *(one for one in OUTPUT.options if one.name in ("output", "force", "color")),
        option("--ascii", "Draw with the characters of ASCII alone."),
        *(one for one in OUTPUT.options if one.name == "no_pager"),
    ),
)

PARAMETERS = (TERMS_OR_ALL, SELECTION, PICTURE, STORE)


def chart(
    *,
    terms: Sequence[str] | None,
    selection: SelectionOptions,
    picture: PictureOptions,
    store: Sequence[str] | None,
) -> int:
    """Draw facts: values, bounds and targets as bars, one axis for what has one unit.

    \b
    cqfacts chart nev                         at the terminal, as wide as it is
    cqfacts chart nev autos.output -m level   two indicators on one axis
    cqfacts chart gdp -o gdp.svg              a picture: .svg, .png, .html or .json (Vega-Lite)
    """
    format_name = _choose_format(picture)
    color = read_choice("time for colour", picture.color, COLORS)
    if format_name != _TEXT:
        from cqfacts.export.pictures import require_altair

        require_altair()
    opened = load_store(store)
    found, status = ask_terms(opened, terms, selection)
    drawn = chart_terms(opened, found)
    tell_left_out(opened, gather(found).keys)
    status = gravest([status, _tell_missing(drawn, found)])
    if not drawn.sections:
        return status
    if format_name == _TEXT:
        write_drawing(
            _renderer(drawn, picture),
            color,
            output=picture.output,
            force=picture.force,
            no_pager=picture.no_pager,
        )
    else:
        _write_picture(drawn, format_name, picture)
    return status


def _write_picture(drawn: Chart, format_name: str, options: PictureOptions) -> None:
    from cqfacts.export.pictures import find_missing_characters, write_picture

    written = write_picture(drawn, format_name)
    if format_name == _BINARY:
        _tell_missing_characters(find_missing_characters(drawn))
    if options.output is None:
        write_output([str(written)])
    else:
        write_file(options.output, [written], force=options.force)


def _choose_format(options: PictureOptions) -> str:
    """Return the format that the options name. Raises UsageError."""
    known = (_TEXT, *PICTURES)
    if options.force and options.output is None:
        raise UsageError("--force replaces a file", "name one with -o FILE")
    if options.format is not None:
        chosen = read_choice("format of a chart", options.format, known)
    elif options.output is None:
        chosen = _TEXT
    else:
        ending = os.path.splitext(options.output)[1].lower()
        if ending != _TEXT_ENDING and ending.removeprefix(".") not in PICTURES:
            endings = ", ".join([*(f".{name}" for name in PICTURES), _TEXT_ENDING])
            raise UsageError(
                f"'{options.output}' does not end in a format", f"use {endings}, or -f"
            )
        chosen = _TEXT if ending == _TEXT_ENDING else ending.removeprefix(".")
    if chosen == _BINARY and options.output is None:
        raise UsageError(f"a {_BINARY} is not text", "name a file with -o FILE")
    return chosen


def _renderer(drawn: Chart, options: PictureOptions) -> Renderer:
    """Return what draws a chart for a width, in ASCII where the output has no other characters."""

    def render(width: int) -> Iterator[RenderableType]:
        from .drawing.chart import render_chart

        is_plain = options.ascii or (options.output is None and not _takes_signs())
        return render_chart(drawn, width, is_ascii=is_plain)

    return render


def _takes_signs() -> bool:
    """Whether standard output has the characters that charts are drawn with."""
    try:
        "█►┤╌≈".encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _tell_missing_characters(missing: str) -> None:
    if missing:
        shown = missing if len(missing) <= _MOST_SHOWN else f"{missing[:_MOST_SHOWN]}…"
        tell(
            f"no font of this system has '{shown}', drawn as boxes; install one, such as "
            "Noto Sans CJK, or name its folder in CQFACTS_FONTS"
        )


def _tell_missing(drawn: Chart, found: Sequence[Asked]) -> int:
    """Tell of the terms without a figure, and return the exit status."""
    keys = {indicator.key for section in drawn.sections for indicator in section.indicators}
    status = 0
    for one in found:
        if keys.isdisjoint(one.keys):
            lacks = f"'{one.term}' has no figure" if one.term else "there is no figure"
            remedy = f"'cqfacts show {one.term}' shows what there is".replace(" '", "'")
            tell(f"{lacks}{one.selection.describe()}; {remedy}")
            status = NotFoundError.exit_status
    return status
