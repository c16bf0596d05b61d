"""Correcting: a change of what a store has, shown, asked about at a terminal, and written."""

from __future__ import annotations

from cqfacts.visible import make_visible

from .changes import describe_fact, has_error, tell_problems, write_diff
from .options import find_today, read_seconds
from .parameters import option
from .prompt import is_answered, read_line
from .streams import write_last, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.writing import OwnStore
    from cqfacts.writing.correcting import Corrected, Plan

ANYWAY = option("--anyway", "Write it even where a check finds an error.")
DRY_RUN = option("--dry-run", "Print what would be written, as a diff, and write nothing.")
ALL = option("--all", "All that are selected, where they are several.")


def is_asked(*, dry_run: bool) -> bool:
    """Whether a person is shown the change and asked before it is written."""
    return is_answered() and not dry_run


def correct_and_tell(
    own: OwnStore,
    plan: Plan,
    done: str,
    *,
    dry_run: bool,
    anyway: bool,
    wait: str,
) -> int:
    """Make the change of a plan and tell it; `done` is what happened, as in `removed town.homes`.

    Return the exit status. Raises what `correct` raises.
    """
    patience = read_seconds("--wait", wait)
    if is_asked(dry_run=dry_run):
        return _ask_and_correct(own, plan, done, patience)
    corrected = _correct(own, plan, is_dry=dry_run, anyway=anyway or dry_run, patience=patience)
    if dry_run:
        _write_diffs(corrected)
        return int(has_error(corrected.problems) and not anyway)
    _tell(own, corrected, done)
    return 0


def _ask_and_correct(own: OwnStore, plan: Plan, done: str, patience: float) -> int:
    from cqfacts.writing.correcting import correct

    shown = _correct(own, plan, is_dry=True, anyway=True, patience=patience)
    if shown.files:
        write_output(make_visible(describe_fact(one)) + "\n" for one in shown.before)
        _write_diffs(shown)
        is_doubtful = has_error(shown.problems)
        answer = read_line(f"Write it? [{'y/N' if is_doubtful else 'Y/n'}] ").casefold()
        if answer not in ("y", "yes") and (answer or is_doubtful):
            write_output(["nothing is written\n"])
            return 0
    corrected = correct(
        own, plan, anyway=True, expected=shown.before, today=find_today(), patience=patience
    )
    tell_problems(one for one in corrected.problems if one not in shown.problems)
    _tell(own, corrected, done)
    return 0


def _correct(
    own: OwnStore, plan: Plan, *, is_dry: bool, anyway: bool, patience: float
) -> Corrected:
    """Make a change, and tell what a check finds."""
    from cqfacts.writing import RefusedError
    from cqfacts.writing.correcting import correct

    today = find_today()
    try:
        found = correct(own, plan, is_dry=is_dry, anyway=anyway, today=today, patience=patience)
    except RefusedError as error:
        tell_problems(error.problems)
        raise
    tell_problems(found.problems)
    return found


def _write_diffs(corrected: Corrected) -> None:
    for one in corrected.files:
        write_diff(one.path, one.before, one.after)


def _tell(own: OwnStore, corrected: Corrected, done: str) -> None:
    """Say what was changed, a line a fact, or that nothing was."""
    paths = [one.path for one in corrected.files if one.is_changed]
    if not paths:
        write_output([make_visible(f"{own.paths[0]}: nothing was changed") + "\n"])
        return
    write_last("".join(_describe(corrected, paths, done)), f"{', '.join(paths)} changed")


def _describe(corrected: Corrected, paths: Iterable[str], done: str) -> Iterator[str]:
    facts = corrected.after or corrected.before
    verb, _, rest = done.partition(" ")
    if rest or not facts:
        yield make_visible(f"{', '.join(paths)}: {done}") + "\n"
    for fact in facts:
        yield make_visible(f"{fact.origin.file}: {verb} {describe_fact(fact)}") + "\n"
