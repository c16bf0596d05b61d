"""`cqfacts add`: one fact into a store of one's own."""

from __future__ import annotations

from cqfacts.model import MEASURES, STATUSES

from .options import STORE, WAIT, read_seconds
from .parameters import argument, option
from .prompt import is_answered
from .streams import write_last

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.writing import Given, OwnStore


PARAMETERS = (
    argument(
        "words",
        "[KEY WORDS]...",
        "The indicator, and the printed words that state the figure.",
        complete="term",
    ),
    option("--period -p PERIOD", "2025, 2025-Q3, 2021/2025 and so on."),
    option("--undated", "The fact has no period."),
    option("--each", "The value holds for every step of the period."),
    option("--source ID", "The document that states it.", complete="source"),
    option(
        "--measure -m MEASURE",
        f"One of {', '.join(MEASURES)}. Default: what the words can only mean.",
        complete="measure",
    ),
    option("--status STATUS", f"One of {', '.join(STATUSES)}.", complete="status"),
    option("--value VALUE", "The figure, where the words leave it open."),
    option("--qualifier WORDS", "over, at least, under, at most, about, nearly, or none."),
    option("--unit UNIT", "The unit, where it is not the indicator's; that of a new one."),
    option("--of WORDS", "What a share, rank or streak is of."),
    option("--base PERIOD", "What a growth, change or multiple is against."),
    option("--text TEXT", "What is said in place of a figure, in your words."),
    option("--note TEXT", "A note."),
    option("--label TEXT", "Make a new indicator of this label."),
    option("--title TEXT", "Make a new source of this title."),
    option("--publisher TEXT", "Who publishes the new source."),
    option("--published DAY", "The date that the new source shows."),
    option("--url URL", "Where the new source stands."),
    option("--file NAME", "The file of several; in a folder it may be new."),
    option("--anyway", "Write it even where a check finds an error."),
    option("--dry-run", "Print what would be written, as a diff, and write nothing."),
    WAIT,
    STORE,
)


def add(
    *,
    words: Sequence[str] | None,
    file: str | None,
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
    undated: bool,
    each: bool,
    **parts: str | None,
) -> int:
    """Add one fact to a store of your own; the rest of the file stays as it is.

    The words are read: value, qualifier and unit are what they say, unless options say otherwise.
    At a terminal, what is missing is asked for, and the fact is shown before it is written.
    A discrepancy is shown; elsewhere than at a terminal an error of 'cqfacts check' stops it with
    exit status 1, unless --anyway is given.

    \b
    cqfacts add economy.gdp "exceeded RMB 3.37 trillion" --period 2025 --source annual-report
    cqfacts add economy.gdp "up 5.3%" -p 2025 --source gazette --title "The Gazette"
    cqfacts add town.homes "12,866 new homes" -p 2025 --source gazette --label "New homes"
    """
    from cqfacts.writing import Given, open_own

    own = open_own(store)
    key, *rest = words or ["", ""]
    given = Given(
        key=key or None,
        words=" ".join(rest) or None,
        is_undated=undated,
        is_each=each,
        **parts,
    )
    patience = read_seconds("--wait", wait)
    if is_answered() and not dry_run:
        from .asking import ask_and_add

        ask_and_add(own, given, file, patience)
        return 0
    return _write(own, given, file, anyway=anyway, dry_run=dry_run, patience=patience)


def _write(
    own: OwnStore,
    given: Given,
    file: str | None,
    *,
    anyway: bool,
    dry_run: bool,
    patience: float,
) -> int:
    """Write what is given without a question."""
    from cqfacts.writing import compose

    from .changes import add_and_tell, describe_added, has_error, write_diff

    composed = compose(own.store, given)
    path = own.find_file(composed.key, file)
    added = add_and_tell(
        own, composed.entries, path, is_dry=dry_run, anyway=anyway or dry_run, patience=patience
    )
    if not dry_run:
        write_last(describe_added(added), f"{path} has the fact")
        return 0
    write_diff(path, added.before, added.after)
    return int(has_error(added.problems) and not anyway)
