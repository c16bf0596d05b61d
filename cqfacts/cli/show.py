"""`cqfacts show`: the facts of an indicator, topic or alias."""

from __future__ import annotations

from cqfacts.asked import gather
from cqfacts.errors import NotFoundError, gravest
from cqfacts.flat.facts import FACT_FIELDS, flatten_facts

from .options import OUTPUT, SELECTION, STORE, TERMS_OR_ALL, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .streams import tell
from .terms import ask_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from cqfacts.asked import Asked, Request
    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .options import OutputOptions, SelectionOptions


PARAMETERS = (TERMS_OR_ALL, SELECTION, OUTPUT, STORE)

_LONG = 1_000
"""So many facts are gone through before what is missing is told."""


def show(
    *,
    terms: Sequence[str] | None,
    selection: SelectionOptions,
    output: OutputOptions,
    store: Sequence[str] | None,
) -> int:
    """Show the facts of an indicator, topic or alias, each with its source and its words.

    \b
    cqfacts show nev                       every fact about new energy vehicles
    cqfacts show gdp growth 2025           its growth in 2025, as -m growth -p 2025 selects it
    cqfacts show targets 2026              all targets for 2026
    cqfacts show -m rank --value 1         every first place
    cqfacts show trade --json              a whole topic, for a script
    """
    check_output_options(output, FACT_FIELDS)
    opened = load_store(store)
    found, status = ask_terms(opened, terms, selection)
    asked = AskedFacts(opened, gather(found))
    # What is missing is told first where it is known without going through a long answer.
    is_long = asked.has_more_than(_LONG)
    missing = 0 if is_long else tell_missing(asked, found)
    write_answer(answer_with(asked), output)
    if is_long:
        missing = tell_missing(asked, found)
    return gravest([status, missing])


class AskedFacts:
    """The facts that are asked for, by indicator, from beginning to end and only once.

    They are selected as they are asked for, and kept by nobody: an answer may be of any length.
    """

    def __init__(self, store: Store, request: Request) -> None:
        self.store = store
        self.keys = request.keys
        self.keys_with_facts: set[str] = set()
        self._ahead: list[tuple[str, list[Fact]]] = []
        self._groups = self._select(request)

    def __iter__(self) -> Iterator[tuple[str, list[Fact]]]:
        while self._ahead:
            yield self._ahead.pop(0)
        yield from self._groups

    def has_more_than(self, count: int) -> bool:
        """Whether there are more facts than this, which are looked at no further."""
        known = sum(len(facts) for _, facts in self._ahead)
        while known <= count and (group := next(self._groups, None)):
            self._ahead.append(group)
            known += len(group[1])
        return known > count

    def _select(self, request: Request) -> Iterator[tuple[str, list[Fact]]]:
        for key in self.keys:
            facts = request.selection_of(key).select(self.store.facts(key))
            if facts:
                self.keys_with_facts.add(key)
                yield key, facts


def answer_with(asked: AskedFacts) -> Answer:
    """Return facts as an answer, which may be written once."""
    store = asked.store

    def render(width: int) -> Iterator[RenderableType]:
        from .drawing.facts import render_facts

        return render_facts(store, asked, width)

    answer = Answer(
        fields=FACT_FIELDS,
        records=lambda: (one for _, facts in asked for one in flatten_facts(store, facts)),
        envelope=lambda fields: {"facts": pick(answer.records(), fields)},
        render=render,
        is_found=asked.has_more_than(0),
    )
    return answer


def tell_missing(asked: AskedFacts, found: Sequence[Asked]) -> int:
    """Tell what an answer lacks, once it was gone through, and return the exit status."""
    tell_left_out(asked.store, asked.keys)
    status = 0
    for one in found:
        if asked.keys_with_facts.isdisjoint(one.keys):
            wanted = one.selection.describe()
            remedy = "ask for less" if wanted else "'cqfacts check' says whether one was left out"
            lacks = f"'{one.term}' has no facts" if one.term else "there are no facts"
            tell(f"{lacks}{wanted}; {remedy}")
            status = NotFoundError.exit_status
    return status
