"""`cqfacts cite`: facts as citations, in the styles that people and reference managers read."""

from __future__ import annotations

import os

from cqfacts.citing import ENDINGS, STYLES, cite_facts, write_citations
from cqfacts.errors import AmbiguousError, NotFoundError, UsageError, gravest
from cqfacts.lookup import find_keys
from cqfacts.selection import get_answers

from .options import SELECTION, STORE, TERMS, find_today, load_store, read_choice
from .output import tell_left_out, write_file
from .parameters import option
from .show import AskedFacts, tell_missing
from .streams import tell, write_output
from .terms import join_keys, read_terms, resolve_term, resolve_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from cqfacts.citing import Style
    from cqfacts.diagnostics import Location
    from cqfacts.model import Fact
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .options import SelectionOptions


PARAMETERS = (
    TERMS,
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
    terms: Sequence[str],
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
    chosen = selection.build(opened)

    def write(facts: Iterable[Fact]) -> None:
        pieces = write_citations(cite_facts(opened, facts, today), chosen_style)
        if output is None:
            write_output(pieces)
        else:
            write_file(output, pieces, force=force)

    if all_facts:
        found, status = resolve_terms(opened, read_terms(terms))
        asked = AskedFacts(opened, join_keys(found), chosen)
        if asked.has_more_than(0):
            write(fact for _, facts in asked for fact in facts)
        return gravest([status, tell_missing(asked, found, selection)])
    answers, status = _find_answers(opened, read_terms(terms), chosen)
    if answers:
        write(answers)
    return status


def _find_answers(
    store: Store, terms: Iterable[str], selection: Selection
) -> tuple[list[Fact], int]:
    """Return what answers for the terms, each fact once, and the exit status.

    Misses, and what a problem left out, are told on the way.
    """
    seen: dict[str, None] = {}
    answers: dict[Location, Fact] = {}
    statuses: set[int] = set()
    for term in dict.fromkeys(terms):
        try:
            key = resolve_term(store, term)
            seen[key] = None
            found = get_answers(store.facts(key), selection, called=term)
            answers.update((fact.origin, fact) for fact in found)
        except (NotFoundError, AmbiguousError) as error:
            tell(f"{error}{_describe_remedy(store, term, selection)}")
            statuses.add(error.exit_status)
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
