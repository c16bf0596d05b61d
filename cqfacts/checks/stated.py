"""Stated words against figures: what `stated` says, as the reader reads it, and what the fact says.

Only a figure without a doubt speaks against a fact; whatever leaves one is a warning.
"""

from __future__ import annotations

from cqfacts.figures import find_size, is_firm_unit, is_money, normalize_unit, read_text

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cqfacts.amount import Amount, Qualifier
    from cqfacts.diagnostics import Diagnostic
    from cqfacts.figures import Doubt, Figure, Reading
    from cqfacts.model import Fact, Measure

    from .report import Context

# Figures of these kinds are facts of these measures, and of no other.
_KINDS: dict[str, Measure] = {"rank": "rank", "streak": "streak", "multiple": "multiple"}
_COUNTING = frozenset(_KINDS.values())
_LONGEST = 200
"""Characters of words that are read; longer ones are to be shortened before anything else."""
_OF_THE_NUMBER = ("number", "sign", "unit", "rate", "denial")
_OF_THE_HEDGE = ("hedge", "denial")


def check_stated(context: Context) -> Iterator[Diagnostic]:
    """Report figures that are not the ones their words state.

    One `stated` may hold several figures, and each fact finds its own.
    """
    # The same words state many facts: "ranking first in the west".
    read: dict[str, Reading] = {}
    for fact in context.all_facts:
        if fact.amount and fact.stated and len(fact.stated) <= _LONGEST:
            if fact.stated not in read:
                read[fact.stated] = read_text(fact.stated)
            figures = [one for one in read[fact.stated].figures if _is_of_kind(one, fact)]
            if figures:
                yield from _compare(fact, fact.amount, figures, read[fact.stated])
            elif not read[fact.stated].figures:
                yield from _report_unread(fact, fact.stated, read[fact.stated])


def _report_unread(fact: Fact, stated: str, reading: Reading) -> Iterator[Diagnostic]:
    """Report words with a number in them that is not read, and no figure.

    A `one` may be an article, and is read only where it counts beyond doubt.
    """
    unread = (stated[one.start : one.end] for one in reading.skipped if not one.is_plain)
    said = next((word for word in unread if word.casefold() != "one"), None)
    if said is not None and not fact.note:
        problem = f"'{said}' is not read"
        remedy = "shorten the words, or add a note"
        yield report("stated-unclear", at_fact(fact, "stated"), problem, remedy)


def _compare(
    fact: Fact, amount: Amount, figures: Sequence[Figure], reading: Reading
) -> Iterator[Diagnostic]:
    """Hold a fact against the figures of its words that may be the one it is."""
    same = [one for one in figures if _is_same_number(one, fact, amount)]
    if not same:
        yield from _report_other(fact, amount, figures, reading)
        return
    sure = [one for one in same if not _find_doubt(one, fact, _OF_THE_NUMBER)]
    if not sure:
        yield from _report_doubt(fact, _find_doubt(same[0], fact, _OF_THE_NUMBER))
        return
    hedges = {one.qualifier for one in sure if one.high is None} | _hedges_of_ends(
        sure, fact, amount
    )
    if amount.qualifier not in hedges:
        yield from _report_hedge(fact, amount, sure[0])
    elif all(_has_other_sign(one, fact, amount) for one in sure):
        problem = f"value is '{amount.written}' but the stated words give {sure[0].value:f}"
        yield report("stated-differs", at_fact(fact, "value"), problem, "correct the sign")
    elif all(_has_other_direction(one, fact, amount) for one in sure):
        problem = f"value is '{amount.written}' but the stated words go {sure[0].direction}"
        yield report("stated-differs", at_fact(fact, "value"), problem, "correct the sign")
    elif all(_has_other_unit(one, fact) for one in sure):
        problem = f"unit is {fact.unit or 'absent'} but the stated words give {sure[0].unit}"
        place = at_fact(fact, "stated")
        missing = None if fact.unit else "unit"
        yield report("stated-differs", place, problem, "correct one of them", missing=missing)


def _report_other(
    fact: Fact, amount: Amount, figures: Sequence[Figure], reading: Reading
) -> Iterator[Diagnostic]:
    """Report words that give another number: an error where all of them is understood."""
    likely = [one for one in figures if not _has_other_unit(one, fact)]
    if not likely:
        return
    one = likely[0]
    stated = fact.stated or ""
    said = stated[one.number_start : one.number_end]
    doubt = _find_doubt(one, fact, _OF_THE_NUMBER)
    unread = next((two for two in reading.skipped if not two.is_plain), None)
    problem = f"value is '{amount.written}' but the stated words give {said}"
    place = at_fact(fact, "value")
    if doubt is None and unread is None and one.high is None:
        yield report("stated-differs", place, problem, "correct one of them")
    elif not fact.note:
        reason = f"'{stated[unread.start : unread.end]}' is not read" if unread else "a range"
        problem = f"{problem}, of which {doubt.reason if doubt else reason}"
        yield report("stated-unclear", place, problem, "shorten the words, or add a note")


def _report_doubt(fact: Fact, doubt: Doubt | None) -> Iterator[Diagnostic]:
    if doubt is not None and not fact.note:
        remedy = "shorten the words, or add a note"
        yield report("stated-unclear", at_fact(fact, "stated"), doubt.reason, remedy)


def _report_hedge(fact: Fact, amount: Amount, figure: Figure) -> Iterator[Diagnostic]:
    """Report a qualifier that the words do not give, unless a note explains what is implied."""
    hedge = figure.qualifier
    if hedge is None and fact.note:
        return
    said = f"'{hedge}'" if hedge else "none"
    own = f"'{amount.qualifier}'" if amount.qualifier else "absent"
    problem = f"qualifier is {own} but the stated words give {said}"
    place = at_fact(fact, "qualifier" if amount.qualifier else "value")
    doubt = _find_doubt(figure, fact, _OF_THE_HEDGE)
    if figure.high is not None:
        ends = f"{figure.value:f} to {figure.high.value:f}"
        problem, remedy = f"the stated words give a range, {ends}", "add the qualifier of this end"
        yield report("stated-unclear", place, problem, remedy)
    elif hedge is None and doubt is not None:
        yield report("stated-unclear", place, f"{problem}, and {doubt.reason}", "add a note")
    else:
        yield report("stated-differs", place, problem, "correct one of them")


def _find_doubt(figure: Figure, fact: Fact, kinds: Sequence[str]) -> Doubt | None:
    """Return a doubt of a figure that the fact does not answer."""
    for one in figure.doubts:
        if one.kind not in kinds or (one.kind == "unit" and fact.unit in figure.may_be):
            continue
        is_rate = fact.each or "/" in (fact.unit or "") or " per " in f" {fact.unit} "
        if one.kind != "rate" or not is_rate:
            return one
    return None


def _is_of_kind(figure: Figure, fact: Fact) -> bool:
    if fact.measure == "streak" and figure.kind == "number" and find_size(figure.unit):
        return True  # for eleven years
    return _KINDS.get(figure.kind, fact.measure) == fact.measure and (
        fact.measure not in _COUNTING or figure.kind in _KINDS
    )


def _hedges_of_ends(figures: Sequence[Figure], fact: Fact, amount: Amount) -> set[Qualifier | None]:
    """Return the qualifiers that the ends of ranges have where one of them is the fact's number."""
    found: set[Qualifier | None] = set()
    for one in figures:
        if one.high is not None:
            is_low = _is_number(one, one.value, fact, amount)
            found.add("at least" if is_low else "at most")
    return found


def _is_same_number(figure: Figure, fact: Fact, amount: Amount) -> bool:
    """Whether a figure, or an end of a range, is the fact's magnitude."""
    ends = [figure.value] if figure.high is None else [figure.value, figure.high.value]
    return any(_is_number(figure, end, fact, amount) for end in ends)


def _is_number(figure: Figure, end: Decimal, fact: Fact, amount: Amount) -> bool:
    """Whether a number is the fact's magnitude, in the fact's unit where that is one of time."""
    value, wanted = end.copy_abs(), amount.value.copy_abs()
    printed, own = find_size(figure.unit), find_size(fact.unit)
    if printed and own and printed[0] == own[0] and printed[1] != own[1]:
        value = value * printed[1] / own[1]
    if figure.out_of is None:
        return value == wanted
    value /= figure.out_of
    if fact.unit == "%":
        value *= 100
    # A third is 33.3 % to a tenth, and 33 % to a whole one.
    return value == wanted or abs(value - wanted) <= (amount.step or 0) / 2


def _has_other_sign(figure: Figure, fact: Fact, amount: Amount) -> bool:
    """Whether the words print a minus, and the fact is above zero."""
    return figure.value < 0 < amount.value and fact.measure not in _COUNTING


def _has_other_direction(figure: Figure, fact: Fact, amount: Amount) -> bool:
    """Whether words call an increase what the fact has as a decrease, or the other way round."""
    if fact.measure not in ("growth", "change") or figure.value < 0:
        return False
    return figure.direction == ("up" if amount.value < 0 else "down")


def _has_other_unit(figure: Figure, fact: Fact) -> bool:
    """Whether a figure is in a unit that can only be another one than the fact's.

    What is counted goes by many names ("32 million residents" are people); percent, money and
    measures do not.
    """
    if figure.kind in _KINDS or fact.unit in figure.may_be:
        return False
    own = _fold(fact.unit)
    if fact.unit == "%":
        is_points = fact.measure == "change" and figure.unit == "pp"
        return figure.kind == "number" and figure.unit is not None and not is_points
    if figure.unit is None:
        return False
    if not is_firm_unit(figure.unit):
        # What is money cannot be counted: 490 ports are not 490 dollars.
        return is_money(fact.unit)
    printed, known = find_size(figure.unit), find_size(fact.unit)
    if printed and known and printed[0] == known[0]:
        return False
    unit = _fold(figure.unit)
    return unit != own and unit not in own.split()


def _fold(unit: str | None) -> str:
    """Return a unit as it is compared: in its own case, as a store has it, without a plural s."""
    return normalize_unit(unit or "").removesuffix("s")
