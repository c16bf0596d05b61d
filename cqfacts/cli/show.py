"""`cqfacts show`: the facts of an indicator, topic or alias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cqfacts.errors import NotFoundError, gravest
from cqfacts.flat.facts import FACT_FIELDS, flatten_fact

from .options import (
    OutputOptions,
    SelectionOptions,
    StoreOption,
    TermsArgument,
    expand_groups,
    load_store,
)
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .streams import tell
from .terms import read_terms, resolve_terms

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cqfacts.model import Fact
    from cqfacts.store import Store


@expand_groups
def show(
    terms: TermsArgument,
    selection: SelectionOptions,
    output: OutputOptions,
    store: StoreOption = None,
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
    _, keys, status = resolve_terms(opened, read_terms(terms))
    facts = {key: chosen.select(opened.facts(key)) for key in keys}
    tell_left_out(opened, keys)
    if keys and not any(facts.values()):
        tell(f"{', '.join(keys)} has no facts{selection.describe()}; ask for less")
        status = gravest([status, NotFoundError.exit_status])
    answer = Answer(
        fields=FACT_FIELDS,
        records=lambda: (flatten_fact(opened, fact) for key in keys for fact in facts[key]),
        envelope=lambda fields: {"facts": pick(answer.records(), fields)},
        render=lambda width: render_facts(opened, facts, width),
        is_found=any(facts.values()),
    )
    write_answer(answer, output)
    return status


def render_facts(store: Store, facts: dict[str, list[Fact]], width: int) -> RenderableType:
    """Return a table an indicator, then the documents that state the facts."""
    from rich.text import Text

    from .terminal import render_bullets, stack

    parts: list[RenderableType] = []
    for key, own in facts.items():
        if own:
            parts += [*_render_indicator(store, key, own, width), Text("")]
    used = dict.fromkeys(fact.source for own in facts.values() for fact in own)
    if used:
        parts.append(Text("Sources", style="dim"))
        parts += render_bullets((source, describe_source(store, source)) for source in used)
    return stack(parts)


def describe_source(store: Store, source_id: str) -> str:
    """Return a source in one line: publisher, title and date."""
    source = store.source(source_id)
    words = [source.publisher, f"“{source.title}”", source.published and str(source.published)]
    return ", ".join(word for word in words if word)


def _render_indicator(
    store: Store, key: str, facts: list[Fact], width: int
) -> list[RenderableType]:
    from rich.text import Text

    from cqfacts.wording import JOIN, describe_amount, describe_measure

    from .terminal import Column, mark, render_notes, render_table, render_title, show_period

    indicator = store.indicator(key)
    notes = list(dict.fromkeys(fact.note for fact in facts if fact.note))

    def refer(fact: Fact) -> str:
        return f"{JOIN}{mark(notes.index(fact.note) + 1)}" if fact.note else ""

    figures = [
        [
            show_period(fact.period),
            describe_measure(fact.measure, name_reference(store, fact.of), fact.base, fact.status),
            describe_amount(fact) + refer(fact),
            fact.stated or "–",
            fact.source,
        ]
        for fact in facts
        if fact.amount
    ]
    texts = [
        [show_period(fact.period), fact.status, (fact.text or "") + refer(fact), fact.source]
        for fact in facts
        if fact.text
    ]
    parts: list[RenderableType] = [render_title([indicator.label, indicator.subject], key)]
    period, source = (
        Column(header="Period", least=7),
        Column(header="Source", least=16, style="dim"),
    )
    if figures:
        columns = [
            period,
            Column(header="Measure", least=10),
            Column(header="Value", least=20, style="bold"),
            Column(header="In its words", least=16),
            source,
        ]
        parts.append(render_table(columns, [figures], width))
    if figures and texts:
        parts.append(Text(""))
    if texts:
        columns = [period, Column(header="Status"), Column(header="Text", least=24), source]
        parts.append(render_table(columns, [texts], width))
    return [*parts, *render_notes(notes)]


def name_reference(store: Store, of: str | None) -> str | None:
    """Return what a fact is of in words: the label where it is the key of an indicator."""
    return store.indicator(of).label if of in store.keys else of
