"""`cqfacts audit`: the figures of documents, each held against the store."""

from __future__ import annotations

import sys

from cqfacts.errors import NotFoundError, UsageError, gravest
from cqfacts.export import FORMATS
from cqfacts.files import LARGEST_DOCUMENT, read_whole
from cqfacts.lookup import get_keys
from cqfacts.record import replace
from cqfacts.store import Store
from cqfacts.suggestion import suggest
from cqfacts.visible import make_visible, shorten

from .options import OUTPUT, STORE, WAIT, load_store, read_seconds
from .output import Answer, check_output_options, pick, tell_left_out, write_answer, write_file
from .parameters import argument, option
from .streams import tell, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from rich.console import RenderableType

    from cqfacts.auditing import Audit, Finding

    from .options import OutputOptions
    from .parameters import Option

    Found = list[tuple[Audit, list[Finding]]]

_GITHUB = "github"
_TABLE = "table"
_LEVELS = {
    "differs": "error",
    "contradicts": "error",
    "stale": "warning",
    "unclear": "notice",
    "other": "notice",
    "new": "notice",
}
VERDICTS = ("differs", "contradicts", "stale", "unclear", "other", "new", "matches")
"""The worst come first."""


def _with_github(option: Option) -> Option:
    """Return an option of the output, `--format` with the format that only some commands have."""
    if option.name != "format":
        return option
    text = (
        "table, tsv, csv, json, jsonl, md or github. Default: table on a terminal, tsv elsewhere."
    )
    return replace(option, help=text)


PARAMETERS = (
    argument(
        "files",
        "FILE...",
        "Text, Markdown or HTML; docx and pdf with cqfacts[documents]. '-' is standard input.",
    ),
    option("--date DAY", "The day of the document, by which 'last year' is understood."),
    option(
        "--only VERDICT...",
        f"Only these: {', '.join(VERDICTS)}. Repeatable, or separated by commas.",
        complete="verdict",
    ),
    option("--key TERM...", "Only figures of these indicators. Repeatable.", complete="term"),
    option(
        "--fail-if VERDICT...",
        "Exit 1 when there is one of these. Repeatable, or separated by commas.",
        complete="verdict",
    ),
    option("--why", "Tell from which words it was told what each figure is about."),
    option("--alone", "Hold a document against itself, and against no store."),
    option("--add", "Go through the new figures, and write those that are accepted."),
    option("--toml", "Print the new figures as text of a store."),
    option(
        "--source ID", "The source that the document is, for --add and --toml.", complete="source"
    ),
    option("--title TEXT", "Make a new source of this title."),
    option("--publisher TEXT", "Who publishes the new source."),
    option("--url URL", "Where the new source stands."),
    option("--file NAME", "The file of several to which --add writes."),
    option("--anyway", "Let --add write even where a check finds an error."),
    WAIT,
    replace(OUTPUT, options=tuple(_with_github(one) for one in OUTPUT.options)),
    STORE,
)


def audit(
    *,
    files: Sequence[str],
    date: str | None,
    only: Sequence[str] | None,
    key: Sequence[str] | None,
    fail_if: Sequence[str] | None,
    why: bool,
    alone: bool,
    add: bool,
    toml: bool,
    wait: str,
    output: OutputOptions,
    store: Sequence[str] | None,
    **source: Any,  # noqa: ANN401 - how the document is called in the store
) -> int:
    """Find the figures of a document, and hold each against the store.

    A figure matches, differs, is stale (the store has a newer one, and the text speaks of now), is
    other (of an indicator of the store, which has no such figure of it), is new, or it is unclear
    what it is about. Nothing is guessed: what is unclear is shown as that.

    \b
    cqfacts audit draft.md                         every figure, with its verdict
    cqfacts audit draft.md --fail-if differs,stale a gate, for scripts
    cqfacts audit report.html --add --source gazette-2026 -s facts/
    cqfacts audit draft.md --alone                 figures that contradict one another
    """
    from cqfacts.auditing.records import FINDING_FIELDS

    if alone:
        _check_alone(key=key, add=add, toml=toml, source=source["source"], store=store)

    is_github = _is_github(output)
    if not is_github:
        check_output_options(output, FINDING_FIELDS)
    chosen = _read_verdicts("--only", only) or VERDICTS
    grave = _read_verdicts("--fail-if", fail_if)
    day = _read_day(date)
    patience = read_seconds("--wait", wait)
    opened = Store() if alone else load_store(store)
    keys, status = _read_keys(opened, key)
    day = day or _published(opened, source["source"])
    audits, missed = _audit_all(opened, files, day, is_alone=alone)
    found = [(one, [f for f in one.findings if _is_wanted(f, chosen, keys)]) for one in audits]
    tell_left_out(opened, {f.key for _, findings in found for f in findings if f.key})
    if add or toml:
        from .accepting import accept

        accepted = accept(opened, found, store, {**source, "patience": patience}, is_toml=toml)
        status = gravest([status, accepted])
    elif is_github:
        _write_annotations(found, output)
    else:
        write_answer(_answer_with(opened, found, why=why), output)
    failed = any(
        f.verdict in grave for one in audits for f in one.findings if _is_wanted(f, VERDICTS, keys)
    )
    return gravest([status, missed, int(failed)])


def _check_alone(**options: object) -> None:
    """Check what goes with --alone, which reads no store. Raises UsageError."""
    for name, given in options.items():
        if given:
            raise UsageError(
                f"--alone reads no store, which --{name} needs", "leave one of them out"
            )


def _is_github(output: OutputOptions) -> bool:
    """Whether annotations are asked for. Raises UsageError for what does not go with them."""
    given = (output.format or "").lower()
    if given and given not in (_TABLE, *FORMATS, _GITHUB):
        raise UsageError(f"'{given}' is not a format", suggest(given, (_TABLE, *FORMATS, _GITHUB)))
    if given != _GITHUB:
        return False
    if output.json:
        raise UsageError("--json and --format github differ", "give one of them")
    if output.fields is not None:
        raise UsageError(
            "--format github has no --fields", "leave them out, or choose another format"
        )
    if output.force and output.output is None:
        raise UsageError("--force replaces a file", "name one with -o FILE")
    return True


def _write_annotations(found: Found, output: OutputOptions) -> None:
    if output.output is None:
        write_output(_annotate(found))
    else:
        write_file(output.output, _annotate(found), force=output.force)


def _read_verdicts(option: str, given: Sequence[str] | None) -> tuple[str, ...]:
    """Return the verdicts that an option names. Raises UsageError."""
    names = [name.strip() for one in given or () for name in one.split(",") if name.strip()]
    for name in names:
        if name not in VERDICTS:
            raise UsageError(f"{option}: '{name}' is not a verdict", suggest(name, VERDICTS))
    if given and not names:
        raise UsageError(f"{option} names no verdict", f"there are {', '.join(VERDICTS)}")
    return tuple(names)


def _read_day(text: str | None) -> date | None:
    if text is None:
        return None
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date is '{text}', not a day", "write it like 2026-01-27") from error


def _published(store: Store, source: str | None) -> date | None:
    """Return the day of a source that the store knows."""
    return store.source(source).published if source and source in store.source_ids else None


def _read_keys(store: Store, terms: Sequence[str] | None) -> tuple[frozenset[str] | None, int]:
    """Return the keys that terms name, None for all, and the exit status of what is not found."""
    if not terms:
        return None, 0
    found, status = set[str](), 0
    for term in dict.fromkeys(terms):
        try:
            found.update(get_keys(store, term))
        except NotFoundError as error:
            tell(str(error))
            status = error.exit_status
    return frozenset(found), status


def _audit_all(
    store: Store, files: Sequence[str], day: date | None, *, is_alone: bool
) -> tuple[list[Audit], int]:
    """Audit each file; one that cannot be read is told, and does not keep back the others."""
    from cqfacts.auditing import DocumentError, audit_alone, audit_document

    audits, statuses = [], [0]
    for name in files:
        try:
            document = _load(name)
        except (DocumentError, NotFoundError) as error:
            if name in store.keys:
                raise UsageError(
                    f"{name} is an indicator and no document", f"write --key {name}"
                ) from error
            if len(files) == 1:
                raise
            tell(str(error))
            statuses.append(error.exit_status)
            continue
        if is_alone:
            audits.append(audit_alone(document, date=day))
        else:
            audits.append(audit_document(store, document, date=day))
    return audits, gravest(statuses)


def _load(name: str) -> Any:  # noqa: ANN401 - a document
    from cqfacts.auditing.loading import load_document, read_document

    if name == "-":
        return read_document(_read_input(), "standard input")
    return load_document(name)


def _read_input() -> bytes:
    """Return what standard input holds. Raises UsageError."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", "name a file instead of '-'")
    try:
        return read_whole(sys.stdin.buffer, LARGEST_DOCUMENT)
    except OSError as error:
        from cqfacts.auditing import DocumentError

        raise DocumentError(
            f"standard input cannot be read ({error.strerror})", "name a file instead of '-'"
        ) from error


def _is_wanted(finding: Finding, verdicts: Sequence[str], keys: frozenset[str] | None) -> bool:
    return finding.verdict in verdicts and (keys is None or finding.key in keys)


def _answer_with(store: Store, found: Found, *, why: bool) -> Answer:
    """Return findings as an answer."""
    from cqfacts.auditing.records import FINDING_FIELDS, flatten_finding

    def records() -> Iterator[Mapping[str, Any]]:
        return (flatten_finding(store, one, f) for one, findings in found for f in findings)

    def render(_width: int) -> Iterator[RenderableType]:
        from .drawing.findings import render_audits

        return render_audits(store, found, why=why)

    def envelope(fields: Sequence[str] | None) -> dict[str, Any]:
        return {
            "documents": [_describe(one) for one, _ in found],
            "findings": pick(records(), fields),
        }

    return Answer(
        fields=FINDING_FIELDS,
        records=records,
        envelope=envelope,
        render=render,
        is_found=bool(found),
    )


def _describe(audit: Audit) -> dict[str, Any]:
    """Return how many figures a document has, and how many of each verdict."""
    counts = {verdict: audit.count(verdict) for verdict in VERDICTS}  # type: ignore[arg-type]  # they are
    return {
        "file": audit.document.name,
        "date": audit.date.isoformat() if audit.date else None,
        "figures": len(audit.findings),
        **counts,
    }


def _annotate(found: Found) -> Iterator[str]:
    """Yield findings as GitHub's workflow commands have them; what matches is left out."""
    from cqfacts.auditing.wording import describe_finding

    from .check import escape_command

    for audit, findings in found:
        for finding in findings:
            level = _LEVELS.get(finding.verdict)
            if level is None:
                continue
            line, column = audit.document.locate(finding.start)
            fields = {
                "file": audit.document.name,
                "line": line,
                "col": column,
                "title": finding.verdict,
            }
            told = ",".join(f"{n}={escape_command(str(v), ',:')}" for n, v in fields.items())
            said = escape_command(shorten(describe_finding(audit, finding)))
            yield make_visible(f"::{level} {told}::{said}") + "\n"
