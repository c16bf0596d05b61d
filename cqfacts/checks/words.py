"""Words against figures: what `stated` says, read as a reader would, and what the fact says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cqfacts.figures import normalize_unit, read_figures

from .report import at_fact, report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.amount import Amount
    from cqfacts.diagnostics import Diagnostic
    from cqfacts.figures import Figure
    from cqfacts.model import Fact, Measure

    from .report import Context

# Figures of these kinds are facts of these measures, and of no other.
_KINDS: dict[str, Measure] = {"rank": "rank", "streak": "streak", "multiple": "multiple"}
# Units that mean the same wherever they stand, so that another one is another figure.
_FIRM_UNITS = frozenset({"CNY", "USD", "EUR", "%", "t", "km"})
_MINUTES = {
    "minute": Decimal(1),
    "hour": Decimal(60),
    "day": Decimal(24 * 60),
    "week": Decimal(7 * 24 * 60),
}


def check_stated(context: Context) -> Iterator[Diagnostic]:
    """Report figures that are not the ones their words state.

    One `stated` may hold several figures, and each fact finds its own. Words in which no figure
    of the kind can be read say nothing against a fact.
    """
    # The same words state many facts: "ranking first in the west".
    read: dict[str, tuple[Figure, ...]] = {}
    for fact in context.all_facts:
        if fact.amount and fact.stated:
            if fact.stated not in read:
                read[fact.stated] = read_figures(fact.stated)
            figures = [one for one in read[fact.stated] if _is_of_kind(one, fact)]
            if figures:
                yield from _compare(fact, fact.amount, figures)


def _compare(fact: Fact, amount: Amount, figures: Sequence[Figure]) -> Iterator[Diagnostic]:
    same = [one for one in figures if _value_in(one, fact) == amount.value.copy_abs()]
    if not same:
        # A conversion that a note explains is no difference.
        if fact.note and all(_has_other_unit(one, fact) for one in figures):
            return
        said = (fact.stated or "")[figures[0].number_start : figures[0].number_end]
        problem = f"value is '{amount.written}' but the stated words give {said}"
        yield report("stated-differs", at_fact(fact, "value"), problem, "correct one of them")
        return
    hedges = {one.qualifier for one in same}
    if amount.qualifier not in hedges:
        hedge = same[0].qualifier
        # A hedge that the document only implies is explained by a note.
        if hedge is None and fact.note:
            return
        problem = (
            f"qualifier is {_quote(amount.qualifier)} but the stated words give {_quote(hedge)}"
        )
        place = at_fact(fact, "qualifier" if amount.qualifier else "value")
        yield report("stated-differs", place, problem, "correct one of them")
    elif all(_has_other_firm_unit(one, fact) for one in same):
        problem = f"unit is {fact.unit or 'absent'} but the stated words give {same[0].unit}"
        place = at_fact(fact, "stated")
        yield report("stated-differs", place, problem, "correct one of them")


def _is_of_kind(figure: Figure, fact: Fact) -> bool:
    return _KINDS.get(figure.kind, fact.measure) == fact.measure and (
        fact.measure not in _KINDS.values() or figure.kind in _KINDS
    )


def _value_in(figure: Figure, fact: Fact) -> Decimal:
    """Return the magnitude of a figure in the unit of the fact, where that is a matter of time."""
    value = figure.value.copy_abs()
    if figure.out_of:
        value /= figure.out_of
    printed, wanted = _minutes(figure.unit), _minutes(fact.unit)
    return value * printed / wanted if printed and wanted else value


def _minutes(unit: str | None) -> Decimal | None:
    return _MINUTES.get((unit or "").casefold().removesuffix("s"))


def _has_other_unit(figure: Figure, fact: Fact) -> bool:
    return normalize_unit(figure.unit or "") != normalize_unit(fact.unit or "")


def _has_other_firm_unit(figure: Figure, fact: Fact) -> bool:
    units = {normalize_unit(figure.unit or ""), fact.unit or ""}
    return len(units) > 1 and units <= _FIRM_UNITS


def _quote(qualifier: str | None) -> str:
    return f"'{qualifier}'" if qualifier else "absent"
