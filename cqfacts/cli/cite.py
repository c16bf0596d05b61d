"""`cqfacts cite`: facts as citations, in the styles that people and reference managers read."""

from __future__ import annotations

import os

from cqfacts.asked import gather
from cqfacts.citing import ENDINGS, STYLES, cite_facts, write_citations
from cqfacts.errors import AmbiguousError, NotFoundError, UsageError, gravest
from cqfacts.lookup import find_keys
from cqfacts.selection import get_answers, split_periods

from .options import SELECTION, STORE, TERMS_OR_ALL, find_today, load_store, read_choice
from .output import tell_left_out, write_file
from .parameters import option
from .show import AskedFacts, tell_missing
from .streams import tell, write_output
from .terms import ask_one, ask_terms, make_asker, read_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from cqfacts.citing import Style
    from cqfacts.diagnostics import Location
    from cqfacts.errors import CqfactsError
    from cqfacts.model import Fact
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .options import SelectionOptions


PARAMETERS = (
    TERMS_OR_ALL,
    SELECTION,
    option(
        "--all", "Cite every fact that 'show' shows, topics and texts included.", name="all_facts"
    ),
    option(
        "--style STYLE",
        f"{', '.join(STYLES[:-1])} or {STYLES[-1]}. Default: what the file ends in, else text.",
        complete="style",
    ),
    option("-o --output FILE", f"Write a file, in the style it ends in: {', '.join(ENDINGS)}."),
    option("--force", "Replace the file if it exists."),
    STORE,
)


def cite(
    *,
    terms: Sequence[str] | None,
    selection: SelectionOptions,
    all_facts: bool,
    style: str | None,
    output: str | None,
    force: bool,
    store: Sequence[str] | None,
) -> int:
    """Cite a figure: the one that 'get' gives, and after it each source that agrees.

    \b
    cqfacts cite gdp -p 2025                         who says so, ready to be quoted
    cqfacts cite gdp nev -o refs.bib                 entries for a bibliography
    cqfacts cite trade --all --style csl-json        every fact of a topic
    """
    chosen_style = _choose_style(style, output)
    if force and output is None:
        raise UsageError("--force replaces a file", "name one with -o FILE")
    today = find_today() or _find_day()
    opened = load_store(store)

    def write(facts: Iterable[Fact]) -> None:
        pieces = write_citations(cite_facts(opened, facts, today), chosen_style)
        if output is None:
            write_output(pieces)
        else:
            write_file(output, pieces, force=force)

    if all_facts:
        found, status = ask_terms(opened, terms, selection)
        asked = AskedFacts(opened, gather(found))
        if asked.has_more_than(0):
            write(fact for _, facts in asked for fact in facts)
        return gravest([status, tell_missing(asked, found)])
    if not terms:
        raise UsageError("nothing is named", "name a TERM, or cite --all that is selected")
    answers, status = _find_answers(opened, terms, selection.build(opened))
    if answers:
        write(answers)
    return status


def _find_answers(
    store: Store, terms: Sequence[str], selection: Selection
) -> tuple[list[Fact], int]:
    """Return what answers for the terms and their periods, each fact once, and the exit status.

    Misses, and what a problem left out, are told on the way.
    """
    seen: dict[str, None] = {}
    answers: dict[Location, Fact] = {}
    statuses: set[int] = set()
    asker = make_asker(store, terms, selection, topics=False)
    if asker.only_selects and "-" not in terms:
        raise UsageError("nothing is named", "name a TERM, or cite --all that is selected")

    def tell_problem(error: CqfactsError, term: str, chosen: Selection) -> None:
        tell(f"{error}{_describe_remedy(store, term, chosen)}")
        statuses.add(error.exit_status)

    for term in dict.fromkeys(read_terms(terms)):
        try:
            asked = ask_one(asker, term)
        except (NotFoundError, AmbiguousError) as error:
            tell_problem(error, term, asker.selection)
            continue
        if asked is None:
            continue
        key, chosen = asked
        seen[key] = None
        for one in split_periods(chosen):
            try:
                found = get_answers(store.facts(key), one, called=term)
            except (NotFoundError, AmbiguousError) as error:
                tell_problem(error, term, one)
            else:
                answers.update((fact.origin, fact) for fact in found)
    tell_left_out(store, seen)
    return list(answers.values()), gravest(statuses)


def _choose_style(given: str | None, output: str | None) -> Style:
    if given is not None:
        return read_choice("style", given, STYLES)
    if output is None:
        return STYLES[0]
    ending = os.path.splitext(output)[1].lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"'{output}' does not end in a style", f"use {', '.join(ENDINGS)}, or --style"
        )
    return ENDINGS[ending]


def _find_day() -> date:
    from datetime import date

    return date.today()  # noqa: DTZ011 - the day of whoever looks it up


def _describe_remedy(store: Store, term: str, selection: Selection) -> str:
    """Return what --all would do for a term without an answer, where it does anything."""
    keys = find_keys(store, term)
    helps = any(selection.select(store.facts(key)) for key in keys)
    return "; --all cites what there is" if helps else ""
