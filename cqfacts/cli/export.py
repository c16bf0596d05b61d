"""`cqfacts export`: the facts in a file that other tools read."""

from __future__ import annotations

import os

from cqfacts.asked import gather
from cqfacts.errors import NotFoundError, UsageError, gravest
from cqfacts.visible import make_visible

from .options import SELECTION, STORE, find_today, load_store, read_choice
from .output import tell_left_out
from .parameters import argument, option
from .streams import tell, write_last, write_output
from .terms import ask_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.export.excerpt import Excerpt
    from cqfacts.store import Store

    from .options import SelectionOptions

PARAMETERS = (
    argument(
        "terms",
        "[TERM]...",
        "Keys, topics, names, labels or aliases; '-' reads them from standard input. "
        "Default: all facts.",
        complete="term",
    ),
    option("-o --output FILE", "The file, in the format it ends in; '-' is standard output."),
    option(
        "--format -f FORMAT",
        "json, jsonl, csv, tsv, md, html, sqlite, parquet or zip. Default: what the file ends in.",
        complete="export",
        name="format_name",
    ),
    option("--force", "Replace the file if it exists."),
    option(
        "--full",
        "For json, jsonl, csv, tsv and md: all that the store says, also what a fact accepts "
        "and what describes its indicator.",
    ),
    option(
        "--spreadsheet", "For csv and tsv that a spreadsheet opens: no text is read as a formula."
    ),
    option("--partition-by topic", "For parquet: a folder with a part for each topic."),
    SELECTION,
    STORE,
)

_OUTPUT = "-"


def export(
    *,
    terms: Sequence[str] | None,
    output: str | None,
    format_name: str | None,
    force: bool,
    full: bool,
    spreadsheet: bool,
    partition_by: str | None,
    selection: SelectionOptions,
    store: Sequence[str] | None,
) -> int:
    """Write facts to a file that other tools read, whole or not at all.

    \b
    cqfacts export -o facts.csv                  all facts, as 'cqfacts show' has them
    cqfacts export autos -p 2025 -o autos.json   some of them
    cqfacts export -o facts.html                 the fact book, for a browser
    cqfacts export -o facts.db                   tables for SQL; .sqlite is the same
    cqfacts export -o facts.parquet              typed columns, for DuckDB, Spark and others
    cqfacts export -o facts.zip                  a data package, with what describes it
    """
    from cqfacts.export.exporting import (
        FORMATS,
        TEXT_FORMATS,
        ExportOptions,
        check_export,
        find_format,
        write_text,
    )
    from cqfacts.export.exporting import export as export_file

    if output is None and format_name is None:
        raise UsageError("no file is named", "give one with -o FILE")
    is_output = output in (None, _OUTPUT)
    if format_name is not None:
        chosen = read_choice("format", format_name, tuple(FORMATS))
    elif partition_by is not None and not os.path.splitext(output or "")[1]:
        chosen = "parquet"
    else:
        chosen = find_format(output or _OUTPUT)
    options = ExportOptions(
        force=force,
        full=full,
        spreadsheet=spreadsheet,
        partition_by=partition_by,
        today=find_today(),
    )
    check_export(chosen, options)
    if is_output and chosen not in TEXT_FORMATS:
        raise UsageError(f"{chosen} is written to a file", "name one with -o FILE")
    opened = load_store(store)
    excerpt, status = _find(opened, terms, selection)
    if excerpt is None:
        return status
    if output is None or is_output:
        write_output(write_text(excerpt, chosen, options))
    else:
        export_file(excerpt, output, chosen, options)
        write_last(_describe(output, excerpt), f"{output} is written")
    tell_left_out(opened, excerpt.asked)
    return status


def _find(
    store: Store, terms: Sequence[str] | None, selection: SelectionOptions
) -> tuple[Excerpt | None, int]:
    """Return what is asked for, None where there is nothing, and the exit status."""
    from cqfacts.export.excerpt import Excerpt

    found, status = ask_terms(store, terms, selection, is_all=True)
    excerpt = Excerpt(store, request=gather(found))
    if excerpt.has_facts():
        return excerpt, status
    # What was missed is told already.
    if found or not status:
        tell_left_out(store, excerpt.asked)
        wanted = found[0].selection.describe() if found else ""
        remedy = "ask for less" if wanted else "'cqfacts check' says whether one was left out"
        tell(f"there are no facts{wanted}, and nothing was written; {remedy}")
    return None, gravest([status, NotFoundError.exit_status])


def _describe(name: str, excerpt: Excerpt) -> str:
    """Return what was written: `facts.csv: 12 facts of 3 indicators from 2 sources`."""
    facts = _count(excerpt.facts, "fact")
    indicators, sources = len(excerpt.keys), len(excerpt.sources)
    told = f"{facts} of {_count(indicators, 'indicator')} from {_count(sources, 'source')}"
    return make_visible(f"{name}: {told}") + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
