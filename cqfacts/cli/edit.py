"""`cqfacts edit`: the file of an indicator in the user's editor, checked before it counts."""

from __future__ import annotations

import os

from cqfacts.errors import AmbiguousError, CqfactsError
from cqfacts.lookup import get_keys
from cqfacts.visible import make_visible

from .options import STORE, WAIT, find_today, read_seconds
from .parameters import argument, option
from .prompt import is_answered, read_line
from .streams import write_last, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.store import Store
    from cqfacts.writing import OwnStore, Replaced
    from cqfacts.writing.own import Snapshot

    from .draft import Draft

PARAMETERS = (
    argument(
        "key",
        "KEY",
        "The indicator to go to; a name, label or alias does as well.",
        complete="term",
    ),
    option("--anyway", "Write it even where a check finds an error."),
    option("--dry-run", "Print what would be written, as a diff; what was typed is kept beside."),
    WAIT,
    STORE,
)


class _NotWrittenError(CqfactsError):
    """What was typed has an error; the copy has it."""

    exit_status = 1


def edit(*, key: str, anyway: bool, dry_run: bool, wait: str, store: Sequence[str] | None) -> int:
    """Open a file of your store in an editor, at the line of an indicator.

    The editor is VISUAL, else EDITOR. A copy is edited, and takes the place of the file once it
    can be read and 'cqfacts check' finds no new error; else you are asked whether to edit again.
    What you typed is kept whatever happens.

    \b
    cqfacts edit economy.gdp
    cqfacts edit nev --store facts/
    """
    from cqfacts.writing.editing import find_place, open_for_editing, put_edited

    from .draft import open_draft
    from .editor import find_editor

    patience = read_seconds("--wait", wait)
    own = open_for_editing(store)
    words = find_editor()
    snapshot, line = find_place(own, _find_key(own.store, key))
    # What must not be written is refused before anything is typed.
    put_edited(own, snapshot.path, snapshot.content, is_dry=True)
    with open_draft(snapshot.path, snapshot.content) as draft:
        after = _let_edit(own, snapshot.path, draft, words, line, anyway=anyway)
        if after is None:
            write_output([make_visible(f"{snapshot.path}: nothing was changed") + "\n"])
            return 0
        replaced = put_edited(
            own,
            snapshot.path,
            after,
            is_dry=dry_run,
            anyway=anyway,
            today=find_today(),
            patience=patience,
        )
        draft.is_settled = not dry_run
        _tell(snapshot, replaced, after, is_dry=dry_run)
    return 0


def _find_key(store: Store, term: str) -> str:
    keys = get_keys(store, term, topics=False)
    if len(keys) > 1:
        raise AmbiguousError(f"'{term}' means {', '.join(keys)}", "name one of them")
    return keys[0]


def _let_edit(
    own: OwnStore, path: str, draft: Draft, words: Sequence[str], line: int, *, anyway: bool
) -> bytes | None:
    """Return what was typed once it is sound, None where that is what was there."""
    from cqfacts.writing.editing import judge_edited

    from .changes import tell_problems
    from .editor import run_editor

    while True:
        run_editor(words, draft.path, line)
        after = draft.read()
        if after == draft.content:
            return None
        if not after.strip():
            remedy = "remove a file as any other"
            raise _NotWrittenError("nothing was written, since the file came back empty", remedy)
        verdict = judge_edited(own, path, after, name=draft.path, today=find_today())
        tell_problems(verdict.problems)
        if verdict.is_sound or (anyway and verdict.is_readable):
            return after
        if not _ask_again():
            remedy = (
                "correct it, or write it with --anyway" if verdict.is_readable else "correct it"
            )
            raise _NotWrittenError("nothing was written, since a check finds an error", remedy)
        line = next((one.location.line or line for one in verdict.problems), line)


def _tell(snapshot: Snapshot, replaced: Replaced, after: bytes, *, is_dry: bool) -> None:
    """Say what changed, or would change."""
    from cqfacts.writing.editing import count_changes

    from .changes import write_diff

    path = snapshot.path
    if is_dry:
        write_diff(path, replaced.before, replaced.after)
        return
    added, removed = count_changes(replaced.before, replaced.after)
    told = f"{added} {'line' if added == 1 else 'lines'} added, {removed} removed"
    if replaced.before not in (snapshot.content, after):
        told += "; what another program changed meanwhile is kept"
    write_last(make_visible(f"{path}: {told}") + "\n", f"{path} is changed")


def _ask_again() -> bool:
    """Ask at a terminal whether to edit again, which is what Enter means."""
    if not is_answered():
        return False
    try:
        answer = read_line("Edit again? [Y/n] ").casefold()
    except EOFError:
        write_output([os.linesep])
        return False
    return answer in ("", "y", "yes")
