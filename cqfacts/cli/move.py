"""`cqfacts move`: an indicator brought to another file of a store of one's own."""

from __future__ import annotations

from .correcting import ANYWAY, DRY_RUN, correct_and_tell
from .options import STORE, WAIT
from .parameters import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.writing import OwnStore
    from cqfacts.writing.correcting import Planned

PARAMETERS = (
    argument("key", "KEY", "The indicator, by its key, name, label or alias.", complete="term"),
    argument("file", "FILE", "The file of the store; in a folder it may be new."),
    ANYWAY,
    DRY_RUN,
    WAIT,
    STORE,
)


def move(
    *,
    key: str,
    file: str,
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
) -> int:
    """Move an indicator with its facts to another file of a store of your own.

    The text is moved as it is, with the comments right above and below it.

    \b
    cqfacts move economy.gdp economy.toml --store facts/
    """
    from cqfacts.writing import correcting, open_own

    own = open_own(store)
    found = correcting.find_indicator(own, key)
    path = own.find_file(found, file)

    def plan(own: OwnStore) -> Planned:
        return correcting.plan_move(own, correcting.find_indicator(own, key), path)

    return correct_and_tell(
        own, plan, f"moved {found} to {path}", dry_run=dry_run, anyway=anyway, wait=wait
    )
