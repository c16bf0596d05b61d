"""Changes of a file: what would be written, as a diff, and the problems that come with it."""

from __future__ import annotations

import os
from contextlib import suppress

from cqfacts.visible import make_visible

from .options import find_today
from .streams import tell_place, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact
    from cqfacts.writing import Added, Entries, OwnStore, RowProblem


def write_diff(path: str, before: bytes, after: bytes) -> None:
    """Write a unified diff of a file to standard output, with the line ends it has."""
    from cqfacts.writing.hunks import format_diff

    write_output(format_diff(_name(path), before, after))


def tell_problems(problems: Iterable[Diagnostic | RowProblem]) -> None:
    """Tell problems on standard error, one a line, as `check` has them."""
    for problem in problems:
        tell_place(describe_problem(problem))


def describe_problem(problem: Diagnostic | RowProblem) -> str:
    """Return a problem in one line, in which its grade follows the place unless it is an error."""
    grade = "" if problem.severity == "error" else f"{problem.severity}: "
    return make_visible(f"{problem.place}: {grade}{problem.message}")


def has_error(problems: Iterable[Diagnostic]) -> bool:
    """Whether a check finds more than warnings."""
    return any(problem.severity == "error" for problem in problems)


def add_and_tell(
    own: OwnStore,
    entries: Entries,
    path: str,
    *,
    is_dry: bool = False,
    anyway: bool,
    patience: float,
) -> Added:
    """Add entries to a file of a store, and tell what a check finds. Raises as `add_entries`."""
    from cqfacts.writing import RefusedError, add_entries

    try:
        added = add_entries(
            own,
            entries,
            path,
            is_dry=is_dry,
            anyway=anyway,
            today=find_today(),
            patience=patience,
        )
    except RefusedError as error:
        tell_problems(error.problems)
        raise
    tell_problems(added.problems)
    return added


def describe_added(added: Added) -> str:
    """Return what was written, and where: `facts.toml: added economy.gdp, 2025, > CNY 3 …`."""
    (fact,) = added.facts
    return make_visible(f"{added.path}: added {describe_fact(fact)}") + "\n"


def describe_fact(fact: Fact) -> str:
    """Return a fact in one line: `economy.gdp, 2025, level, > CNY 3 trillion, by gazette`."""
    from cqfacts.wording import JOIN, describe_amount, describe_measure

    said = describe_amount(fact).replace(JOIN, " ") or fact.text
    measure = describe_measure(fact.measure, fact.of, fact.base, fact.status)
    parts = [fact.key, fact.period, measure if fact.amount else fact.status, said]
    told = ", ".join(str(part) for part in parts if part)
    return f"{told}, by {fact.source}"


def _name(path: str) -> str:
    """Return the name by which `patch` finds a file: it takes none outside the current folder."""
    if not os.path.isabs(path):
        return path
    with suppress(OSError):
        path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path
