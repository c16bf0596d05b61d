"""`cqfacts import`: the facts of a file, thousands at once, into a store of one's own."""

from __future__ import annotations

import os
import sys

from cqfacts.errors import StoreError, UsageError
from cqfacts.files import read_steady, read_whole
from cqfacts.saving import ending_with
from cqfacts.visible import make_visible

from .options import STORE, WAIT, find_today, read_choice, read_seconds
from .parameters import argument, option
from .streams import write_last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.writing import Imported, Rows

PARAMETERS = (
    argument(
        "path",
        "[FILE]",
        "A file of facts as 'cqfacts show' and 'export' write them. Default: standard input, "
        "as '-' is.",
    ),
    option(
        "--format -f FORMAT",
        "csv, tsv, jsonl, json, sqlite or parquet. Default: what the file ends in; else "
        "what it looks like.",
        name="format_name",
    ),
    option("--file NAME", "The file of several that gets the facts; in a folder it may be new."),
    option("--anyway", "Write them even where a check finds an error."),
    option("--dry-run", "Print what would be written, as a diff, and write nothing."),
    WAIT,
    STORE,
)

_INPUT = "-"
_INPUT_NAME = "standard input"


def import_(
    *,
    path: str | None,
    format_name: str | None,
    file: str | None,
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
) -> int:
    """Add the facts of a file to a store of your own, all of them or none.

    The fields are those that 'cqfacts show' writes; key, source and a value or text are needed.
    A label makes an indicator that the store lacks, and a title a source. What the store says
    already is left out. Every row with a problem is told by its line.

    \b
    cqfacts import figures.csv
    cqfacts import figures.csv --dry-run
    cqfacts show autos --format csv | cqfacts import --store mine.toml
    """
    from cqfacts.writing import RowsError, import_rows

    from .changes import tell_problems, write_diff
    from .watching import Bar

    patience = read_seconds("--wait", wait)
    bar = Bar("Reading facts")

    def show_progress(done: int, size: int) -> None:
        bar.show_progress(done, size)
        if done == size:
            bar.show_last("Checking them")

    try:
        imported = import_rows(
            store,
            _read(path or _INPUT, format_name),
            file=file,
            is_dry=dry_run,
            anyway=anyway,
            today=find_today(),
            watch=show_progress,
            patience=patience,
        )
    except RowsError as error:
        bar.close()
        tell_problems(error.problems)
        raise
    finally:
        bar.close()
    tell_problems(imported.problems)
    if dry_run and imported.added:
        write_diff(imported.path, imported.before, imported.after)
    else:
        write_last(_describe(imported), f"{imported.path} has the facts")
    return 0


def _read(path: str, format_name: str | None) -> Rows:
    """Read the records of a file, or of standard input."""
    from cqfacts.writing.row_formats import (
        BINARY_FORMATS,
        ENDINGS,
        FORMATS,
        guess_format,
        read_binary_rows,
        read_rows,
    )

    formats = (*FORMATS, *BINARY_FORMATS)
    chosen = read_choice("format", format_name, formats) if format_name else None
    known = chosen or ENDINGS.get(os.path.splitext(path)[1].lower())
    if os.path.isdir(path) and known is None:
        known = "parquet"
    if path != _INPUT and known in BINARY_FORMATS:
        _check_readable(path)
        return read_binary_rows(path, known, path)
    content = _read_input() if path == _INPUT else _read_file(path)
    name = _INPUT_NAME if path == _INPUT else path
    known = known or guess_format(content)
    if known not in BINARY_FORMATS:
        return read_rows(content, known, name)
    from shutil import rmtree
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="cqfacts-") as folder, ending_with(lambda: rmtree(folder)):
        copy = os.path.join(folder, "facts")
        with open(copy, "wb") as file:
            file.write(content)
        return read_binary_rows(copy, known, name)


def _check_readable(path: str) -> None:
    if not os.path.isdir(path):
        try:
            with open(path, "rb"):
                return
        except (OSError, ValueError) as error:
            raise _refuse(path, error) from error


def _read_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("no facts are given", "name a file, or pipe them to standard input")
    # A program that runs a command in itself may put a text in the place of standard input.
    stream = getattr(sys.stdin, "buffer", None)
    try:
        return sys.stdin.read().encode() if stream is None else read_whole(stream)
    except OSError as error:
        raise _refuse(_INPUT_NAME, error) from error


def _read_file(path: str) -> bytes:
    try:
        return read_steady(path)
    except (OSError, ValueError) as error:
        raise _refuse(path, error) from error


def _refuse(path: str, error: OSError | ValueError) -> StoreError:
    reason = error.strerror if isinstance(error, OSError) else error
    return StoreError(f"cannot be read ({reason})", "name a file of facts", place=path)


def _describe(imported: Imported) -> str:
    """Return what was written: `facts.toml: added 12 facts, 1 indicator (town.homes)`."""
    parts = [_count(imported.added, "fact")]
    for noun, names in (("indicator", imported.indicators), ("source", imported.sources)):
        if names:
            shown = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
            parts.append(f"{_count(len(names), noun)} ({shown})")
    told = f"added {', '.join(parts)}" if imported.added else "nothing to add"
    if imported.skipped:
        told += f"; {_count(imported.skipped, 'fact')} there already"
    return make_visible(f"{imported.path}: {told}") + "\n"


_MOST_NAMES = 3


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
