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
    same = [one for one in figures if _is_same_number(one, fact, amount)]
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
    elif all(_has_other_direction(one, fact) for one in same):
        problem = f"value is '{amount.written}' but the stated words go {same[0].direction}"
        yield report("stated-differs", at_fact(fact, "value"), problem, "correct the sign")
    elif all(_has_other_firm_unit(one, fact) for one in same):
        problem = f"unit is {fact.unit or 'absent'} but the stated words give {same[0].unit}"
        place = at_fact(fact, "stated")
        yield report("stated-differs", place, problem, "correct one of them")


def _is_of_kind(figure: Figure, fact: Fact) -> bool:
    return _KINDS.get(figure.kind, fact.measure) == fact.measure and (
        fact.measure not in _KINDS.values() or figure.kind in _KINDS
    )


def _is_same_number(figure: Figure, fact: Fact, amount: Amount) -> bool:
    """Whether a figure is the fact's magnitude, in the fact's unit where that is a matter of time."""
    value, wanted = figure.value.copy_abs(), amount.value.copy_abs()
    printed, own = _minutes(figure.unit), _minutes(fact.unit)
    if printed and own:
        value = value * printed / own
    if figure.out_of is None:
        return value == wanted
    value /= figure.out_of
    if fact.unit == "%":
        value *= 100
    # A third is 33.3 % to a tenth, and 33 % to a whole one.
    return value == wanted or abs(value - wanted) <= (amount.step or 0) / 2


def _has_other_direction(figure: Figure, fact: Fact) -> bool:
    """Whether words call an increase what the fact has as a decrease, or the other way round."""
    if fact.measure not in ("growth", "change") or fact.amount is None:
        return False
    return figure.direction == ("up" if fact.amount.value < 0 else "down")


def _minutes(unit: str | None) -> Decimal | None:
    return _MINUTES.get((unit or "").casefold().removesuffix("s"))


def _has_other_unit(figure: Figure, fact: Fact) -> bool:
    return normalize_unit(figure.unit or "") != normalize_unit(fact.unit or "")


def _has_other_firm_unit(figure: Figure, fact: Fact) -> bool:
    units = {normalize_unit(figure.unit or ""), fact.unit or ""}
    return len(units) > 1 and units <= _FIRM_UNITS


def _quote(qualifier: str | None) -> str:
    return f"'{qualifier}'" if qualifier else "absent"
