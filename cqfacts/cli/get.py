"""`cqfacts get`: one bare value a term, for scripts."""

from __future__ import annotations

from cqfacts.errors import AmbiguousError, CqfactsError, UsageError, gravest
from cqfacts.export.text import to_text
from cqfacts.export.tsv import escape
from cqfacts.flat.facts import FACT_FIELDS, flatten_fact
from cqfacts.lookup import get_keys
from cqfacts.selection import get_answer

from .options import SELECTION, STORE, TERMS, load_store
from .output import choose_fields, tell_left_out
from .parameters import Option
from .streams import tell, write_output
from .terms import read_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.model import Fact
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .options import SelectionOptions


PARAMETERS = (
    TERMS,
    SELECTION,
    STORE,
    Option(
        name="with_qualifier",
        flags=("--with-qualifier",),
        is_switch=True,
        help="Print 'over 5' where the source hedges.",
    ),
    Option(
        name="fields",
        flags=("--fields",),
        metavar="NAMES",
        help="Print these fields instead of the value, apart by tabs.",
        complete="fields",
    ),
)


def get(
    *,
    terms: Sequence[str],
    selection: SelectionOptions,
    store: Sequence[str] | None,
    with_qualifier: bool,
    fields: str | None,
) -> int:
    """Print one bare value per term: the latest actual level, unless options choose otherwise.

    \b
    cqfacts get nev                                1296000
    cqfacts get gdp -p 2026 -m growth --status target --with-qualifier
    cqfacts get gdp --fields value,unit,period,source
    """
    names = choose_fields(fields, FACT_FIELDS)
    if names and with_qualifier:
        raise UsageError("--with-qualifier and --fields differ; add the field qualifier instead")
    opened = load_store(store)
    chosen = selection.build(opened)
    seen: dict[str, None] = {}
    statuses: set[int] = set()

    def answer_all() -> Iterator[str]:
        for term in read_terms(terms):
            try:
                fact = _answer(opened, term, chosen, seen)
            except CqfactsError as error:
                tell(str(error))
                statuses.add(error.exit_status)
                yield "\n"
            else:
                yield _format(opened, fact, names, with_qualifier=with_qualifier) + "\n"

    write_output(answer_all())
    tell_left_out(opened, seen)
    return gravest(statuses)


def _answer(store: Store, term: str, selection: Selection, seen: dict[str, None]) -> Fact:
    """Return the fact that answers for a term. Raises NotFoundError and AmbiguousError."""
    keys = get_keys(store, term, topics=False)
    if len(keys) > 1:
        raise AmbiguousError(f"'{term}' means {len(keys)} indicators; use one of {', '.join(keys)}")
    seen[keys[0]] = None
    return get_answer(store.facts(keys[0]), selection, called=term)


def _format(store: Store, fact: Fact, fields: Sequence[str] | None, *, with_qualifier: bool) -> str:
    if fields:
        record = flatten_fact(store, fact)
        return "\t".join(escape(to_text(record[name])) for name in fields)
    amount = fact.amount
    value = to_text(amount.value if amount else None)
    return (
        f"{amount.qualifier} {value}" if with_qualifier and amount and amount.qualifier else value
    )
