"""`cqfacts compare`: sources, periods, targets and indicators against each other."""

from __future__ import annotations

from cqfacts.asked import gather
from cqfacts.comparison import compare as compare_terms
from cqfacts.comparison.results import FINDINGS
from cqfacts.errors import NotFoundError, UsageError, gravest
from cqfacts.flat.comparisons import COMPARISON_FIELDS, flatten_comparison
from cqfacts.flat.documents import document_comparison

from .options import (
    OUTPUT,
    SELECTION,
    STORE,
    TERMS_OR_ALL,
    find_today,
    load_store,
    read_choice,
    read_period,
)
from .output import Answer, check_output_options, tell_left_out, write_answer
from .parameters import option
from .streams import tell
from .terms import ask_terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from rich.console import RenderableType

    from cqfacts.comparison import Comparison
    from cqfacts.store import Store

    from .options import OutputOptions, SelectionOptions


PARAMETERS = (
    TERMS_OR_ALL,
    SELECTION,
    OUTPUT,
    STORE,
    option("--base PERIOD", "The period that the latest is held against; else the earliest."),
    option(
        "--fail-if FINDING...",
        f"Exit 1 on {', '.join(FINDINGS)}. Repeatable, or separated by commas.",
        complete="finding",
    ),
)


def compare(
    *,
    terms: Sequence[str] | None,
    selection: SelectionOptions,
    output: OutputOptions,
    store: Sequence[str] | None,
    base: str | None,
    fail_if: Sequence[str] | None,
) -> int:
    """Compare facts: sources, periods, targets, and indicators against each other.

    \b
    cqfacts compare gdp                       do the sources agree, are the targets met
    cqfacts compare nev autos.output          one as a share of the other
    cqfacts compare gdp --fail-if conflict    exit 1 when sources differ
    cqfacts compare --fail-if conflict        the whole store
    """
    check_output_options(output, COMPARISON_FIELDS)
    gates = [
        read_choice("finding", name.strip(), FINDINGS)
        for given in fail_if or []
        for name in given.split(",")
    ]
    base_period = read_period("--base", base)
    opened = load_store(store)
    found, status = ask_terms(opened, terms, selection, is_all=bool(gates))
    keys = gather(found).keys
    comparison = compare_terms(
        opened, found, base=base_period if keys else None, today=find_today()
    )
    tell_left_out(opened, keys)
    if keys and not any(one.series for one in comparison.indicators):
        terms_asked = ", ".join(one.term for one in found if one.term)
        lacks = f"'{terms_asked}' has nothing" if terms_asked else "there is nothing"
        wanted = found[0].selection.describe()
        tell(f"{lacks} to compare{wanted}; 'cqfacts show' shows what there is")
        status = gravest([status, NotFoundError.exit_status])
    write_answer(_answer(opened, comparison), output)
    for finding, where in comparison.findings.items():
        if finding in gates:
            tell(f"found {finding} in {', '.join(where)}; 'cqfacts compare {where[0]}' shows it")
            status = gravest([status, 1])
    return status


def _answer(store: Store, comparison: Comparison) -> Answer:
    def build_envelope(fields: Sequence[str] | None) -> Mapping[str, Any]:
        if fields is not None:
            raise UsageError(
                "the JSON of a comparison has no columns", "use --fields with -f jsonl"
            )
        return document_comparison(store, comparison)

    def render(width: int) -> RenderableType:
        from .drawing.comparison import render_comparison

        return render_comparison(store, comparison, width)

    return Answer(
        fields=COMPARISON_FIELDS,
        records=lambda: flatten_comparison(comparison),
        envelope=build_envelope,
        render=render,
        is_found=any(one.series for one in comparison.indicators),
    )
