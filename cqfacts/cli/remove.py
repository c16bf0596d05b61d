"""`cqfacts remove`: facts, an indicator or a source taken out of a store of one's own."""

from __future__ import annotations

from .correcting import ALL, ANYWAY, DRY_RUN, correct_and_tell, is_asked
from .options import SELECTION, STORE, WAIT
from .parameters import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.writing import OwnStore
    from cqfacts.writing.correcting import Planned

    from .options import SelectionOptions

PARAMETERS = (
    argument("key", "[KEY]", "The indicator, by its key, name, label or alias.", complete="term"),
    SELECTION,
    ALL,
    ANYWAY,
    DRY_RUN,
    WAIT,
    STORE,
)


def remove(
    *,
    key: str | None,
    selection: SelectionOptions,
    all: bool,  # noqa: A002 - the name of the option
    anyway: bool,
    dry_run: bool,
    wait: str,
    store: Sequence[str] | None,
) -> int:
    """Remove a fact from a store of your own; the rest of the file stays as it is.

    The fact is the one that the options select, or with --all all of them; -p means just this
    period. Without options the indicator itself goes, with its facts; with --source and no KEY the
    source, with the facts that it states. Comments above a fact stay.

    \b
    cqfacts remove economy.gdp -p 2025 --source gazette
    cqfacts remove economy.gdp --all
    cqfacts remove --source gazette --all
    """
    from cqfacts.writing import correcting, open_own

    from .set import find_source_alone

    own = open_own(store)
    many = all or is_asked(dry_run=dry_run)
    if key is None:
        source = find_source_alone(selection)
        done = f"removed {source}"

        def plan(own: OwnStore) -> Planned:
            return correcting.plan_source_removal(own, source, many=many)

    elif selection.are_given:
        done = "removed"

        def plan(own: OwnStore) -> Planned:
            found = correcting.find_indicator(own, key)
            return correcting.plan_facts(own, found, selection.build(own.store), None, many=all)

    else:
        done = f"removed {correcting.find_indicator(own, key)}"

        def plan(own: OwnStore) -> Planned:
            found = correcting.find_indicator(own, key)
            return correcting.plan_removal(own, found, many=many)

    return correct_and_tell(own, plan, done, dry_run=dry_run, anyway=anyway, wait=wait)
