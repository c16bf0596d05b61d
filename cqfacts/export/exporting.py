"""Exporting: facts of a store into a file of one of the formats, by its ending."""

from __future__ import annotations

import io
import os

from cqfacts.errors import UsageError
from cqfacts.flat import SCHEMA_VERSION
from cqfacts.flat.facts import FACT_FIELDS, FULL_FIELDS, LIST_FIELDS
from cqfacts.flat.tables import to_list
from cqfacts.record import Record

from . import Document, write
from .files import open_file, place_file, place_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from . import FlatRecord
    from .excerpt import Excerpt


class ExportOptions(Record):
    """How a file is written.

    `force` replaces one that is there. `full` writes full records, in the formats that have flat
    ones. `spreadsheet` is for CSV and TSV that are opened in one,
    `partition_by` for Parquet, written as a folder, `today` for the fact book, whose targets are
    seen from it.
    """

    force: bool = False
    full: bool = False
    spreadsheet: bool = False
    partition_by: str | None = None
    today: date | None = None


def export(excerpt: Excerpt, name: str, format_name: str, options: ExportOptions) -> None:
    """Write an excerpt to a file in one of FORMATS, whole or not at all.

    Raises UsageError, OutputError, and StoreError.
    """
    check_export(format_name, options)
    FORMATS[format_name](excerpt, name, options)


def find_format(name: str) -> str:
    """Return the format that a file's name ends in. Raises UsageError."""
    ending = os.path.splitext(name)[1].lower()
    if ending not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise UsageError(f"'{name}' does not end in a format", f"use {endings}, or --format")
    return ENDINGS[ending]


def check_export(format_name: str, options: ExportOptions) -> None:
    """Refuse options that a format does not have. Raises UsageError."""
    if options.full and format_name not in FLAT_FORMATS:
        formats = ", ".join(FLAT_FORMATS)
        raise UsageError(f"--full is for {formats}", f"{format_name} has all without it")
    if options.spreadsheet and format_name not in _SEPARATED:
        raise UsageError(f"--spreadsheet is for {' and '.join(_SEPARATED)}", "leave it out")
    if options.partition_by and format_name != "parquet":
        raise UsageError("--partition-by is for parquet", "leave it out")
    if options.partition_by not in (None, "topic"):
        raise UsageError(f"there are no parts by '{options.partition_by}'", "give topic")


def write_text(excerpt: Excerpt, format_name: str, options: ExportOptions) -> Iterator[str]:
    """Yield the text of an excerpt in one of TEXT_FORMATS, piece by piece."""
    if format_name == "html":
        from .book import compose_book

        yield from compose_book(excerpt, today=options.today)
        return
    if options.spreadsheet:
        from cqfacts.flat.spreadsheet import BYTE_ORDER_MARK

        yield BYTE_ORDER_MARK
    document = Document(
        fields=FULL_FIELDS if options.full else FACT_FIELDS,
        records=_list_records(excerpt, format_name, options),
        envelope=lambda: {
            "schema_version": SCHEMA_VERSION,
            "facts": _list_records(excerpt, format_name, options),
        },
    )
    yield from write(document, format_name)


def _list_records(
    excerpt: Excerpt, format_name: str, options: ExportOptions
) -> Iterator[FlatRecord]:
    records = excerpt.records(full=options.full)
    if options.full and not format_name.startswith("json"):
        records = map(_write_lists, records)
    if options.spreadsheet:
        from cqfacts.flat.spreadsheet import neutralize

        return map(neutralize, records)
    return records


def _write_lists(record: FlatRecord) -> FlatRecord:
    """Return a record for what has nothing but text: a list is one of JSON, empty where it is."""
    return {
        **record,
        **{name: to_list(record[name]) if record[name] else "" for name in LIST_FIELDS},
    }


def _export_text(format_name: str) -> Callable[[Excerpt, str, ExportOptions], None]:
    def export_text(excerpt: Excerpt, name: str, options: ExportOptions) -> None:
        with open_file(name, force=options.force) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
            text.writelines(write_text(excerpt, format_name, options))
            text.flush()
            text.detach()

    return export_text


def _export_sqlite(excerpt: Excerpt, name: str, options: ExportOptions) -> None:
    from .sqlite import write_database

    with place_file(name, force=options.force) as path:
        write_database(excerpt, path, name)


def _export_parquet(excerpt: Excerpt, name: str, options: ExportOptions) -> None:
    from .parquet import is_part, write_file, write_folder

    if options.partition_by:
        with place_folder(name, force=options.force, is_ours=is_part) as folder:
            write_folder(excerpt, folder)
    else:
        with open_file(name, force=options.force) as stream:
            write_file(excerpt, stream)


def _export_package(excerpt: Excerpt, name: str, options: ExportOptions) -> None:
    from .package import write_package

    with open_file(name, force=options.force) as stream:
        write_package(excerpt, stream)


ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".parquet": "parquet",
    ".zip": "zip",
}
"""The formats by the ending of a file."""

FORMATS: dict[str, Callable[[Excerpt, str, ExportOptions], None]] = {
    "json": _export_text("json"),
    "jsonl": _export_text("jsonl"),
    "csv": _export_text("csv"),
    "tsv": _export_text("tsv"),
    "md": _export_text("md"),
    "html": _export_text("html"),
    "sqlite": _export_sqlite,
    "parquet": _export_parquet,
    "zip": _export_package,
}
"""What writes each format; the one table of them."""

FLAT_FORMATS = ("json", "jsonl", "csv", "tsv", "md")
"""Those of flat records."""

TEXT_FORMATS = (*FLAT_FORMATS, "html")
"""Those that have nothing but text, and may go to standard output."""

_SEPARATED = ("csv", "tsv")
