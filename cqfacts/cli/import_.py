"""`cqfacts import`: the facts of a file, thousands at once, into a store of one's own."""

from __future__ import annotations

import os
import sys

from cqfacts.errors import StoreError, UsageError
from cqfacts.files import read_steady, read_whole
from cqfacts.model import MEASURES, STATUSES
from cqfacts.saving import ending_with
from cqfacts.visible import make_visible

from .options import STORE, WAIT, find_today, read_choice, read_seconds
from .parameters import argument, option
from .prompt import is_answered
from .streams import tell, write_last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cqfacts.writing import Imported, Rows, TableOptions, UnknownColumnError
    from cqfacts.writing.cells import Mark

PARAMETERS = (
    argument(
        "path",
        "[FILE]",
        "A table, or a file of facts as 'cqfacts show' and 'export' write them. Default: "
        "standard input, as '-' is.",
    ),
    option(
        "--format -f FORMAT",
        "csv, tsv, xlsx, markdown, html, jsonl, json, sqlite or parquet. Default: what the "
        "file ends in; else what it looks like.",
        name="format_name",
    ),
    option("--key KEY", "The indicator of all rows.", complete="term"),
    option("--source ID", "The source of all rows.", complete="source"),
    option("--unit UNIT", "The unit of all rows: EUR, 'million EUR'."),
    option("--period -p PERIOD", "The period of all rows: 2025, 2025-Q3."),
    option("--measure -m MEASURE", f"One of {', '.join(MEASURES)}.", complete="measure"),
    option("--status STATUS", f"One of {', '.join(STATUSES)}.", complete="status"),
    option("--subject WORDS", "The subject of all rows."),
    option("--label TEXT", "Make a new indicator of this label."),
    option("--title TEXT", "Make a new source of this title."),
    option(
        "--map COLUMN=FIELD...",
        "What columns are: a field, a key, or nothing to leave it out. Commas part several.",
        name="columns",
    ),
    option("--wide", "The periods are columns."),
    option("--long", "The periods are in a column of their own."),
    option("--decimal MARK", "What stands before decimals, '.' or ','."),
    option("--sheet NAME", "The sheet of a workbook."),
    option("--range CELLS", "The part of a table that is read: B3:F20.", name="area"),
    option("--keep-as NAME", "Keep in the store, under a name, how the table was read."),
    option("--as NAME", "Read it as a table that was kept under this name.", name="kept"),
    option("--file NAME", "The file of several that gets the facts; in a folder it may be new."),
    option("--anyway", "Write them even where a check finds an error."),
    option("--dry-run", "Print what would be written, as a diff, and write nothing."),
    WAIT,
    STORE,
)

_MARKS: tuple[Mark, ...] = (".", ",")
_INPUT = "-"
_INPUT_NAME = "standard input"


def import_(
    *,
    path: str | None,
    format_name: str | None,
    columns: Sequence[str] | None,
    wide: bool,
    long: bool,
    decimal: str | None,
    sheet: str | None,
    area: str | None,
    keep_as: str | None,
    kept: str | None,
    file: str | None,
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
    **shared: str | None,
) -> int:
    """Add the facts of a file to a store of your own, all of them or none.

    A table may be CSV, TSV or the like, an Excel sheet, or one of Markdown or HTML. Its columns
    are known by the words that people use, in any case; a head may name an indicator and its unit.
    What cannot be told is asked for at a terminal, and is an error elsewhere. Numbers are read as
    'cqfacts add' reads them; what could be read in two ways is never guessed.

    The fields of what 'cqfacts show' writes do as well: a label makes an indicator that the store
    lacks, and a title a source. What the store has already is left out. Every row with a problem
    is printed with its line.

    \b
    cqfacts import figures.csv --source gazette --key economy.gdp
    cqfacts import figures.xlsx --sheet Data --source gazette --dry-run
    cqfacts import figures.csv --map "Taken=period,Amount (bn)=value" --key economy.gdp
    cqfacts show autos --format csv | cqfacts import --store mine.toml
    """
    from cqfacts.writing import RowsError, UnknownColumnError, import_rows

    from .changes import tell_problems, write_diff
    from .watching import Bar

    if wide and long:
        raise UsageError("--wide and --long contradict each other", "give one of them")
    known = _recall(store, kept) if kept else {}
    is_wide = wide or (False if long else None)
    table = _find_options(known, columns or (), {**shared, "decimal": decimal}, is_wide=is_wide)
    sheet, area = sheet or known.get("sheet"), area or known.get("range")
    patience = read_seconds("--wait", wait)
    bar = Bar("Reading facts")

    def show_progress(done: int, size: int) -> None:
        bar.show_progress(done, size)
        if done == size:
            bar.show_last("Checking them")

    imported = None
    try:
        is_table = not table.is_plain
        rows = _read(path or _INPUT, format_name, is_table=is_table, sheet=sheet, area=area)
        while imported is None:
            try:
                imported = import_rows(
                    store,
                    rows,
                    table=table,
                    file=file,
                    is_dry=dry_run,
                    anyway=anyway,
                    today=find_today(),
                    watch=show_progress,
                    patience=patience,
                )
            except UnknownColumnError as unknown:
                if not is_answered():
                    raise
                table = _ask(store, table, unknown)
    except RowsError as error:
        bar.close()
        tell_problems(error.problems)
        raise
    finally:
        bar.close()
    tell_problems(imported.problems)
    if keep_as and not dry_run:
        _keep(store, keep_as, table, {"sheet": sheet, "range": area}, patience)
    if dry_run and imported.added:
        _tell_facts(imported)
        write_diff(imported.path, imported.before, imported.after)
    else:
        write_last(_describe(imported), f"{imported.path} has the facts")
    return 0


def _recall(store: Sequence[str] | None, name: str) -> Mapping[str, Any]:
    """Return what the store keeps of an import. Raises NotFoundError."""
    from cqfacts.writing import open_own
    from cqfacts.writing.correcting import find_import

    return find_import(open_own(store), name)


def _find_options(
    known: Mapping[str, Any],
    columns: Sequence[str],
    given: Mapping[str, str | None],
    *,
    is_wide: bool | None,
) -> TableOptions:
    """Return how a table is read: as it is given, and else as it was kept."""
    from cqfacts.writing import TableOptions

    said = {name: known.get(name) if one is None else one for name, one in given.items()}
    decimal = said.pop("decimal")
    if is_wide is None:
        is_wide = known.get("wide") or (False if known.get("long") else None)
    return TableOptions(
        columns=_read_map([*known.get("columns", ()), *columns]),
        is_wide=is_wide,
        decimal=read_choice("mark", decimal, _MARKS) if decimal else None,
        **said,
    )


def _keep(
    store: Sequence[str] | None,
    name: str,
    table: TableOptions,
    more: Mapping[str, str | None],
    patience: float,
) -> None:
    """Keep in the store how a table was read."""
    from cqfacts.model import KeptImport
    from cqfacts.record import keys_of
    from cqfacts.writing import open_own
    from cqfacts.writing.correcting import correct, plan_import

    values: dict[str, Any] = {
        **{one: getattr(table, one, None) for one in keys_of(KeptImport)},
        "columns": [f"{column}={field}" for column, field in table.columns.items()] or None,
        "wide": table.is_wide or None,
        "long": table.is_wide is False or None,
        **more,
    }
    said = {key: value for key, value in values.items() if value is not None}
    correct(open_own(store), lambda own: plan_import(own, name, said), patience=patience)


def _read_map(pairs: Sequence[str]) -> dict[str, str]:
    """Return fields by columns: `Year=period,Amount (bn)=value`; a comma may be within a name."""
    found: dict[str, str] = {}
    for text in pairs:
        rest = ""
        for piece in text.split(","):
            rest = f"{rest},{piece}" if rest else piece
            if "=" in rest:
                column, _, field = rest.rpartition("=")
                found[column.strip()] = field.strip()
                rest = ""
        if rest:
            raise UsageError(
                f"'{rest.strip()}' is not of the form COLUMN=FIELD",
                "write it like 'Year=period'",
                place="--map",
            )
    return found


def _ask(
    store: Sequence[str] | None, table: TableOptions, unknown: UnknownColumnError
) -> TableOptions:
    """Return the options with the answer to what the table leaves open."""
    from cqfacts.record import replace
    from cqfacts.writing import open_own

    from .asking import ask_for_column

    answer = ask_for_column(open_own(store).store, unknown)
    if unknown.part:
        return replace(table, **{unknown.part: answer})
    return replace(table, columns={**table.columns, unknown.column: answer})


def _tell_facts(imported: Imported) -> None:
    """Print the first facts in words on standard error, so that the diff stays one by itself."""
    from .changes import describe_fact

    for fact in imported.first:
        tell(describe_fact(fact))
    if (more := imported.added - len(imported.first)) > 0:
        tell(f"… and {_count(more, 'fact')} more")


def _read(
    path: str, format_name: str | None, *, is_table: bool, sheet: str | None, area: str | None
) -> Rows:
    """Read the records or the table of a file, or of standard input."""
    from cqfacts.writing.row_formats import (
        BINARY_FORMATS,
        ENDINGS,
        FORMATS,
        TABLE_FORMATS,
        guess_format,
        read_binary_rows,
        read_rows,
    )

    formats = (*FORMATS, *TABLE_FORMATS, *BINARY_FORMATS)
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
    if known in ("markdown", "html"):
        content = _read_document(content, known, name)
    if known not in BINARY_FORMATS:
        return read_rows(content, known, name, is_table=is_table, sheet=sheet, area=area)
    from shutil import rmtree
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="cqfacts-") as folder, ending_with(lambda: rmtree(folder)):
        copy = os.path.join(folder, "facts")
        with open(copy, "wb") as file:
            file.write(content)
        return read_binary_rows(copy, known, name)


def _read_document(content: bytes, format_name: str, name: str) -> bytes:
    """Return the text of a document, in which the cells of tables stand between strokes."""
    text = content.decode(errors="replace").removeprefix("\ufeff")
    if format_name == "html":
        from cqfacts.auditing.html import parse_html

        return parse_html(text, name).text.encode()
    from cqfacts.auditing.markdown import parse_markdown

    return parse_markdown(text, name).text.encode()


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
    from cqfacts.writing.rows import fail

    try:
        content = read_steady(path)
    except (OSError, ValueError) as error:
        raise _refuse(path, error) from error
    if content in (b"", b"\xef\xbb\xbf"):
        raise fail(path, 0, "is empty", "name a file with a table or facts")
    return content


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
