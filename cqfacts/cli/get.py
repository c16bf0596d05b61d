"""`cqfacts get`: one bare value a term, for scripts."""

from __future__ import annotations

from cqfacts.errors import AmbiguousError, NotFoundError, UsageError, gravest
from cqfacts.export.text import to_text
from cqfacts.export.tsv import escape
from cqfacts.flat.facts import FACT_FIELDS, flatten_fact
from cqfacts.record import Record
from cqfacts.selection import get_answer, split_periods

from .options import SELECTION, STORE, TERMS, load_store
from .output import choose_fields, tell_left_out
from .parameters import option
from .streams import flush_output, tell, write_output
from .terms import ask_one, make_asker, read_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cqfacts.model import Fact
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .options import SelectionOptions


# Terms are often asked for again; an endless stream of others must not fill the memory.
_MOST_REMEMBERED = 100_000

PARAMETERS = (
    TERMS,
    SELECTION,
    STORE,
    option("--with-qualifier", "Print 'over 5' where the source hedges."),
    option(
        "--fields NAMES",
        "Print these fields instead of the value, apart by tabs.",
        complete="fields",
    ),
)


class _Answer(Record):
    """What is printed for a term, and what is told where that is nothing."""

    line: str
    problem: str | None = None
    status: int = 0


def get(
    *,
    terms: Sequence[str],
    selection: SelectionOptions,
    store: Sequence[str] | None,
    with_qualifier: bool,
    fields: str | None,
) -> int:
    """Print one bare value per term: the latest actual level, unless more is asked.

    Words that select (2025, growth, target) hold for all terms. Each period has a line of its own.

    \b
    cqfacts get nev                                1296000
    cqfacts get gdp growth 2025                    5.3
    cqfacts get gdp -p 2026 -m growth --status target --with-qualifier
    cqfacts get gdp --fields value,unit,period,source
    """
    names = choose_fields(fields, FACT_FIELDS)
    if names and with_qualifier:
        raise UsageError("--with-qualifier and --fields differ", "add the field qualifier instead")
    opened = load_store(store)
    asker = make_asker(opened, terms, selection.build(opened), topics=False)
    if asker.only_selects and "-" not in terms:
        raise UsageError("nothing is named", "name a TERM such as gdp")
    seen: dict[str, None] = {}
    statuses: set[int] = set()

    def answer(term: str) -> list[_Answer]:
        try:
            found = ask_one(asker, term)
        except (NotFoundError, AmbiguousError) as error:
            return [_Answer(line="\n", problem=str(error), status=error.exit_status)]
        if found is None:
            return []
        key, chosen = found
        seen[key] = None
        return [answer_for(key, one, term) for one in split_periods(chosen)]

    def answer_for(key: str, chosen: Selection, term: str) -> _Answer:
        try:
            fact = get_answer(opened.facts(key), chosen, called=term)
        except (NotFoundError, AmbiguousError) as error:
            return _Answer(line="\n", problem=str(error), status=error.exit_status)
        value = _format(opened, fact, names, with_qualifier=with_qualifier)
        return _Answer(line=f"{value}\n")

    asked = read_terms(terms, before_waiting=flush_output)
    write_output(_answer_all(asked, answer, statuses))
    tell_left_out(opened, seen)
    return gravest(statuses)


def _answer_all(
    terms: Iterable[str], answer: Callable[[str], list[_Answer]], statuses: set[int]
) -> Iterator[str]:
    """Yield the lines of terms, having told what is wrong; `statuses` is what comes of that."""
    answers: dict[str, list[_Answer]] = {}
    for term in terms:
        if term not in answers:
            if len(answers) == _MOST_REMEMBERED:
                answers.clear()
            answers[term] = answer(term)
        for found in answers[term]:
            if found.problem:
                tell(found.problem)
                statuses.add(found.status)
            yield found.line


def _format(store: Store, fact: Fact, fields: Sequence[str] | None, *, with_qualifier: bool) -> str:
    if fields:
        record = flatten_fact(store, fact)
        return "\t".join(escape(to_text(record[name])) for name in fields)
    amount = fact.amount
    value = to_text(amount.value if amount else None)
    return (
        f"{amount.qualifier} {value}" if with_qualifier and amount and amount.qualifier else value
    )
