"""`cqfacts check`: every problem of a store, at its place, with its remedy."""

from __future__ import annotations

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.store.files import find_paths
from cqfacts.suggestion import find_near
from cqfacts.visible import make_visible, shorten

from .changes import describe_problem
from .options import STORE, find_today, read_choice
from .parameters import argument, option
from .streams import write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cqfacts.diagnostics import Diagnostic

_FORMATS = ("text", "json", "github")
_GRAVE = {"error": ("error",), "warning": ("error", "warning")}


PARAMETERS = (
    argument("paths", "[PATH]...", "Files or folders of a store. Default: the store in use."),
    STORE,
    option("--strict", "Exit 1 on warnings too."),
    option("--documents DIR", "Hold the words of facts against DIR/<source-id>.txt as well."),
    option(
        "--only ID...", "Only these checks. Repeatable, or separated by commas.", complete="check"
    ),
    option("--skip ID...", "All but these checks.", complete="check"),
    option("--accepted", "Include what facts accept."),
    option(
        "--format -f FORMAT",
        "text, json, or github for annotations.",
        default="text",
        name="format_name",
    ),
    option("--list", "List all checks, one a line.", name="list_checks"),
    option("--explain ID", "Explain a check.", complete="check"),
)


def check(
    *,
    paths: Sequence[str] | None,
    store: Sequence[str] | None,
    strict: bool,
    documents: str | None,
    only: Sequence[str] | None,
    skip: Sequence[str] | None,
    accepted: bool,
    format_name: str,
    list_checks: bool,
    explain: str | None,
) -> int:
    """Print every problem of a store, sorted by place, one a line; nothing when all is well.

    \b
    cqfacts check                          the store in use
    cqfacts check facts/ --strict          a folder, warnings included
    cqfacts check --explain stated-differs what a check is about
    """
    # Help lists all commands, and needs none of this.
    from cqfacts.checks import RULES, RULES_BY_ID, check_files

    chosen = read_choice("format", format_name, _FORMATS)
    if list_checks:
        width = max(len(rule.id) for rule in RULES)
        write_output(f"{r.id:<{width}}  {r.severity:<7}  {r.summary}\n" for r in RULES)
        return 0
    if explain is not None:
        _require(explain)
        rule = RULES_BY_ID[explain]
        write_output([f"{rule.id} ({rule.severity}): {rule.summary}.\n{rule.explanation}\n"])
        return 0
    folder = None if documents is None else _find_documents(documents)
    wanted = set(_read_ids(only)) or set(RULES_BY_ID)
    wanted -= set(_read_ids(skip))
    wanted.add("problems-many")
    shown = check_files(
        find_paths([*(paths or []), *(store or [])]),
        documents=folder,
        today=find_today(),
        accepted=accepted,
        wanted=wanted,
    )
    write_output(_write(shown, chosen))
    grave = _GRAVE["warning" if strict else "error"]
    return int(any(problem.severity in grave for problem in shown))


def _find_documents(name: str) -> Path:
    """Return the folder of documents. Raises NotFoundError where it holds none."""
    from pathlib import Path

    folder = Path(name)
    if not folder.is_dir():
        raise NotFoundError(f"{folder} is no folder", "name one of <source-id>.txt files")
    if not any(folder.glob("*.txt")):
        raise NotFoundError(f"{folder} has no document", "name each <source-id>.txt")
    return folder


def _read_ids(given: Sequence[str] | None) -> Iterator[str]:
    """Yield the ids of checks that an option names. Raises UsageError."""
    for ids in given or ():
        for name in ids.split(","):
            _require(name.strip())
            yield name.strip()


def _require(check_id: str) -> None:
    from cqfacts.checks import RULES_BY_ID

    if check_id not in RULES_BY_ID:
        near = find_near(check_id, RULES_BY_ID, most=1)
        guess = f"did you mean '{near[0]}'? " if near else ""
        raise UsageError(
            f"no check is called '{check_id}'", f"{guess}'cqfacts check --list' lists them"
        )


def _write(problems: Iterable[Diagnostic], format_name: str) -> Iterator[str]:
    if format_name == "github":
        yield from (make_visible(_annotate(problem)) + "\n" for problem in problems)
    elif format_name == "json":
        from cqfacts.export.json import encode
        from cqfacts.flat import SCHEMA_VERSION

        records = [_flatten(problem) for problem in problems]
        yield from encode({"schema_version": SCHEMA_VERSION, "problems": records}, indent="\n")
        yield "\n"
    else:
        for problem in problems:
            # A store must not forge lines of this list.
            yield make_visible(shorten(describe_problem(problem))) + "\n"


def _flatten(problem: Diagnostic) -> dict[str, object]:
    location = problem.location
    return {
        "check": problem.check,
        "severity": problem.severity,
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "problem": problem.problem,
        "remedy": problem.remedy,
    }


def _annotate(problem: Diagnostic) -> str:
    """Return a problem as GitHub's workflow commands have it."""
    location = problem.location
    level = {"error": "error", "warning": "warning", "info": "notice"}[problem.severity]
    fields = {
        "file": location.file,
        "line": location.line or 1,
        "col": location.column or 1,
        "title": problem.check,
    }
    described = ",".join(
        f"{name}={escape_command(str(value), ',:')}" for name, value in fields.items()
    )
    return (
        f"::{level} {described}::{escape_command(shorten(f'{problem.problem}; {problem.remedy}'))}"
    )


def escape_command(text: str, more: str = "") -> str:
    """Escape what would end a workflow command, or a field of one."""
    for character in ("%", "\r", "\n", *more):
        text = text.replace(character, f"%{ord(character):02X}")
    return text
