"""`cqfacts show`: the facts of an indicator, topic or alias."""

from __future__ import annotations

from cqfacts.errors import NotFoundError, gravest
from cqfacts.flat.facts import FACT_FIELDS, flatten_fact

from .options import OUTPUT, SELECTION, STORE, TERMS, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .streams import tell
from .terms import join_keys, read_terms, resolve_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from .options import OutputOptions, SelectionOptions


PARAMETERS = (TERMS, SELECTION, OUTPUT, STORE)


def show(
    *,
    terms: Sequence[str],
    selection: SelectionOptions,
    output: OutputOptions,
    store: Sequence[str] | None,
) -> int:
    """Show the facts of an indicator, topic or alias, each with its source and its words.

    \b
    cqfacts show nev                       every fact about new energy vehicles
    cqfacts show gdp -p 2025 -m growth     its growth in 2025
    cqfacts show trade --json              a whole topic, for a script
    """
    check_output_options(output, FACT_FIELDS)
    opened = load_store(store)
    chosen = selection.build(opened)
    found, status = resolve_terms(opened, read_terms(terms))
    keys = join_keys(found)
    facts = {key: chosen.select(opened.facts(key)) for key in keys}
    tell_left_out(opened, keys)
    for term, meant in found.items():
        if not any(facts[key] for key in meant):
            asked = selection.describe()
            remedy = "ask for less" if asked else "'cqfacts check' says whether one was left out"
            tell(f"'{term}' has no facts{asked}; {remedy}")
            status = gravest([status, NotFoundError.exit_status])

    def render(width: int) -> RenderableType:
        from .drawing.facts import render_facts

        return render_facts(opened, facts, width)

    answer = Answer(
        fields=FACT_FIELDS,
        records=lambda: (flatten_fact(opened, fact) for key in keys for fact in facts[key]),
        envelope=lambda fields: {"facts": pick(answer.records(), fields)},
        render=render,
        is_found=any(facts.values()),
    )
    write_answer(answer, output)
    return status
