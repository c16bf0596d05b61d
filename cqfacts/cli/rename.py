"""`cqfacts rename`: another key, name of a topic or id of a source, in a store of one's own."""

from __future__ import annotations

from .correcting import ANYWAY, DRY_RUN, correct_and_tell
from .options import STORE, WAIT
from .parameters import argument, option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.writing import OwnStore
    from cqfacts.writing.correcting import Planned

PARAMETERS = (
    argument("old", "OLD", "The indicator, topic or source.", complete="renamed"),
    argument("new", "NEW", "The new key, name or id; of a key the topic may be left out."),
    option("--source", "OLD is the id of a source."),
    option("--keep-alias", "The old name stays as an alias."),
    option("--join", "Join it with what has the new name."),
    ANYWAY,
    DRY_RUN,
    WAIT,
    STORE,
)


def rename(
    *,
    old: str,
    new: str,
    source: bool,
    keep_alias: bool,
    join: bool,
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
) -> int:
    """Rename an indicator, a topic or a source in all files of a store of your own.

    Facts that name it follow: the source of facts, and what shares and ranks are of. Nothing else
    in the files changes.

    \b
    cqfacts rename economy.gdp economy.grp --keep-alias
    cqfacts rename economy finance
    cqfacts rename gazette gazette-2025
    """
    from cqfacts.writing import correcting, open_own

    own = open_own(store)
    before, after = correcting.find_renamed(own, old, new, is_source=source)

    def plan(own: OwnStore) -> Planned:
        correcting.find_renamed(own, old, new, is_source=source)
        return correcting.plan_rename(own, before, after, keep_alias=keep_alias, joins=join)

    names = [correcting.describe_name(one) for one in (before, after)]
    return correct_and_tell(
        own, plan, f"renamed {names[0]} to {names[1]}", dry_run=dry_run, anyway=anyway, wait=wait
    )
