"""Words against figures: what `stated` says, read as a reader would, and what the fact says.

Where the words hold anything that could not be read, they say nothing against a fact.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from cqfacts.figures import is_firm_unit, normalize_unit, read_figures

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.amount import Amount
    from cqfacts.diagnostics import Diagnostic
    from cqfacts.figures import Figure
    from cqfacts.model import Fact, Measure

    from .report import Context

# Figures of these kinds are facts of these measures, and of no other.
_KINDS: dict[str, Measure] = {"rank": "rank", "streak": "streak", "multiple": "multiple"}
_LONGEST = 200
"""Characters of words that are read; longer ones are to be shortened before anything else."""
_MINUTES = {
    "minute": Decimal(1),
    "hour": Decimal(60),
    "day": Decimal(24 * 60),
    "week": Decimal(7 * 24 * 60),
}
_MONTHS = {"month": Decimal(1), "quarter": Decimal(3), "year": Decimal(12)}
_CURRENCIES = frozenset({"CNY", "USD", "EUR", "HKD", "SGD", "AUD", "CAD", "GBP", "JPY"})
_PERIOD_BEFORE = re.compile(
    r"\b(?:past|last|next|coming|previous|following|recent)\s+$", re.IGNORECASE
)
_YEARS_AFTER = re.compile(r"\s+(?:years?|months?|decades?|quarters?)\b", re.IGNORECASE)
_NUMERAL = re.compile(
    r"\d[\d,.]*|[零一二三四五六七八九十百千万亿两半]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|half|dozens?|quarters?|thirds?|hundreds?|thousands?|millions?|billions?)\b",
    re.IGNORECASE,
)
# Words that may hedge a number in a way that the reader of figures does not know.
_MAYBE_HEDGES = re.compile(
    r"\b(?:close|near|nearing|just|estimated|estimate|plus|through|capped|cap|short|almost|some|"
    r"approaching|touching|barely|or|limit|maximum|minimum|mark|least|most)\b|[+~±以近约超逾余多]",
    re.IGNORECASE,
)


def check_stated(context: Context) -> Iterator[Diagnostic]:
    """Report figures that are not the ones their words state.

    One `stated` may hold several figures, and each fact finds its own.
    """
    # The same words state many facts: "ranking first in the west".
    read: dict[str, tuple[Figure, ...]] = {}
    for fact in context.all_facts:
        if fact.amount and fact.stated and len(fact.stated) <= _LONGEST:
            if fact.stated not in read:
                read[fact.stated] = read_figures(fact.stated)
            figures = [one for one in read[fact.stated] if _is_of_kind(one, fact)]
            if figures:
                yield from _compare(fact, fact.amount, figures, read[fact.stated])


def _compare(
    fact: Fact, amount: Amount, figures: Sequence[Figure], everything: Sequence[Figure]
) -> Iterator[Diagnostic]:
    stated = fact.stated or ""
    same = [one for one in figures if _is_same_number(one, fact, amount)]
    if not same:
        likely = [one for one in figures if not _has_other_unit(one, fact)]
        if likely and _is_read_whole(stated, everything):
            said = stated[likely[0].number_start : likely[0].number_end]
            problem = f"value is '{amount.written}' but the stated words give {said}"
            yield report("stated-differs", at_fact(fact, "value"), problem, "correct one of them")
        return
    hedges = {one.qualifier for one in same}
    if amount.qualifier not in hedges:
        hedge = same[0].qualifier
        # A hedge that the document only implies is explained by a note.
        is_unclear = hedge is None and (fact.note or _MAYBE_HEDGES.search(stated))
        if not is_unclear:
            said = f"'{hedge}'" if hedge else "none"
            own = f"'{amount.qualifier}'" if amount.qualifier else "absent"
            problem = f"qualifier is {own} but the stated words give {said}"
            place = at_fact(fact, "qualifier" if amount.qualifier else "value")
            yield report("stated-differs", place, problem, "correct one of them")
    elif all(_has_other_direction(one, fact) for one in same):
        problem = f"value is '{amount.written}' but the stated words go {same[0].direction}"
        yield report("stated-differs", at_fact(fact, "value"), problem, "correct the sign")
    elif all(_has_other_unit(one, fact) for one in same):
        problem = f"unit is {fact.unit or 'absent'} but the stated words give {same[0].unit}"
        yield report("stated-differs", at_fact(fact, "stated"), problem, "correct one of them")


def _is_of_kind(figure: Figure, fact: Fact) -> bool:
    return _KINDS.get(figure.kind, fact.measure) == fact.measure and (
        fact.measure not in _KINDS.values() or figure.kind in _KINDS
    )


def _is_read_whole(stated: str, figures: Sequence[Figure]) -> bool:
    """Whether every number of the words is part of a figure that was read, or a year."""
    for match in _NUMERAL.finditer(stated):
        is_year = re.fullmatch(r"(?:19|20)\d\d", match.group())
        is_read = any(one.start <= match.start() < one.end for one in figures)
        is_period = _PERIOD_BEFORE.search(stated[: match.start()]) and _YEARS_AFTER.match(
            stated, match.end()
        )
        if not (is_read or is_year or is_period):
            return False
    return True


def _is_same_number(figure: Figure, fact: Fact, amount: Amount) -> bool:
    """Whether a figure is the fact's magnitude, in the fact's unit where that is one of time."""
    value, wanted = figure.value.copy_abs(), amount.value.copy_abs()
    for sizes in (_MINUTES, _MONTHS):
        printed, own = sizes.get(_singular(figure.unit)), sizes.get(_singular(fact.unit))
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


def _has_other_unit(figure: Figure, fact: Fact) -> bool:
    """Whether a figure is in a unit that can only be another one than the fact's.

    What is counted goes by many names ("32 million residents" are people); percent, money and
    measures do not.
    """
    if figure.kind in _KINDS:
        return False
    printed, own = _singular(figure.unit), _singular(fact.unit)
    if fact.unit == "%":
        is_points = fact.measure == "change" and printed == "pp"
        return figure.kind == "number" and figure.unit is not None and not is_points
    if figure.unit is None:
        return False
    if not is_firm_unit(figure.unit):
        # What is money cannot be counted: 490 ports are not 490 dollars.
        return own.upper() in _CURRENCIES and _is_counted(figure.unit)
    if any(printed in sizes and own in sizes for sizes in (_MINUTES, _MONTHS)):
        return False
    return printed != own and printed not in own.split()


def _is_counted(unit: str) -> bool:
    return unit.endswith("s") or unit in ("people", "人")


@lru_cache(maxsize=1000)
def _singular(unit: str | None) -> str:
    return normalize_unit(unit or "").casefold().removesuffix("s")
