"""A document against itself: figures of it that cannot all be true.

Each rule is silent where it is not sure of what belongs together.
"""

from __future__ import annotations

from decimal import Decimal

from cqfacts.figures import is_firm_unit, normalize_unit, read_figures
from cqfacts.figures.tokens import Tokens
from cqfacts.interval import Interval, intersect
from cqfacts.record import Record, replace
from cqfacts.store import Store

from .context import list_contexts
from .findings import Audit, Finding
from .fits import interval_alone
from .mentions import find_date
from .reading import AuditedDocument
from .stems import NEUTRAL, stem
from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cqfacts.figures import Figure

    from .context import Context
    from .documents import Document
    from .reading import Cell

_HUNDRED = Decimal(100)
_RATES_APART = Decimal("1.02")
"""Two rates of one conversion may lie so far apart: rates change from day to day."""
_FARTHEST_SHARE = 3
"""So many words may stand between a part, its whole and their share."""
_MANY_WORDS = 2
"""So many words say what is measured where a pronoun stands for something before."""
_TELLING = frozenset(one for word in WORDS.telling if (one := stem(word)))


class Contradiction(Record):
    """A figure that cannot be true with another passage; `rule` says in words why."""

    rule: str
    context: Context
    other: tuple[int, int]


def audit_alone(document: Document, *, date: date | None = None) -> Audit:
    """Return the figures of a document that contradict another passage of it."""
    tokens = Tokens(document.text)
    figures = read_figures(document.text, tokens)
    day = date or document.date or find_date(tokens)
    audited = AuditedDocument(Store(), tokens, figures, day)
    contexts = list(list_contexts(audited))
    found = [
        *_find_growths(contexts),
        *_find_shares(contexts),
        *_find_totals(contexts),
        *_find_table_totals(contexts),
        *_find_repeated(contexts),
        *_find_rates(contexts),
    ]
    first: dict[int, Contradiction] = {}
    for one in found:
        first.setdefault(one.context.number, one)
    findings = tuple(_make(first[number]) for number in sorted(first))
    return Audit(document=document, findings=findings, date=day)


def _make(one: Contradiction) -> Finding:
    context, tokens = one.context, one.context.tokens
    sentence, dated = context.sentence, context.dated
    return Finding(
        figure=context.figure,
        verdict="contradicts",
        sentence=(tokens[sentence.first].start, tokens[sentence.last].end),
        status=context.status,
        period=dated.period,
        what=context.what,
        rule=one.rule,
        other_words=one.other,
    )


def _place(figure: Figure) -> tuple[int, int]:
    return figure.start, figure.end


def _is_level(figure: Figure) -> bool:
    return figure.kind == "number" and figure.direction is None and not figure.doubts


def _group(contexts: Sequence[Context]) -> Iterator[list[Context]]:
    """Yield the figures of each sentence that is no row of a table."""
    group: list[Context] = []
    for one in contexts:
        if group and group[0].at != one.at:
            yield group
            group = []
        if one.cell is None:
            group.append(one)
    if group:
        yield group


# A growth against two levels


def _find_growths(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find `rose 5 percent to 120 from 110`, of which one must be wrong."""
    for group in _group(contexts):
        growths = [
            one
            for one in group
            if one.figure.kind == "percent" and one.figure.direction and not _is_hard(one)
        ]
        befores = [one for one in group if _is_amount(one) and (one.is_before or one.is_from)]
        if len(growths) != 1 or len(befores) != 1 or _says_other_basis(group[0]):
            continue
        growth, before = growths[0], befores[0]
        nows = [
            one
            for one in group
            if one is not before and _is_amount(one) and _unit(one) == _unit(before)
        ]
        if len(nows) != 1:
            continue
        now = nows[0]
        if not _holds(interval_alone(before.figure), interval_alone(now.figure), growth.figure):
            rule = (
                f"from {_say(before)} to {_say(now)} is no "
                f"{'increase' if growth.figure.direction == 'up' else 'decrease'} of {_say(growth)}"
            )
            yield Contradiction(rule=rule, context=growth, other=_place(now.figure))


def _is_amount(one: Context) -> bool:
    """Whether a figure is an amount, though it may be one that another is compared with."""
    return one.figure.kind == "number" and one.figure.direction is None and not _is_hard(one)


def _is_hard(one: Context) -> bool:
    """Whether doubts other than of a comparison leave open what a figure is."""
    return any(doubt.kind not in ("comparison", "hedge") for doubt in one.doubts)


def _says_other_basis(one: Context) -> bool:
    """Whether a sentence speaks of growth that its levels do not give: in real terms."""
    sentence = one.sentence
    tokens = one.tokens.between(sentence.first, sentence.last)
    return any(token.fold in WORDS.other_basis for token in tokens)


def _holds(before: Interval, now: Interval, growth: Figure) -> bool:
    """Whether a growth can lead from one level to another."""
    lows, highs = (before.low, now.low), (before.high, now.high)
    if None in (*lows, *highs) or (before.low is not None and before.low <= 0):
        return True
    if not (before.low and before.high) or now.low is None or now.high is None:
        return True
    ratio = Interval(
        low=now.low / before.high, high=now.high / before.low, low_closed=True, high_closed=True
    )
    rate = interval_alone(growth)
    if rate.low is None or rate.high is None:
        return True
    sign = -1 if growth.direction == "down" else 1
    ends = sorted(1 + sign * abs(end) / _HUNDRED for end in (rate.low, rate.high))
    meant = Interval(low=ends[0], high=ends[1], low_closed=True, high_closed=True)
    return intersect(ratio, meant) is not None


# A share against its part and its whole


def _find_shares(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find `300 of the 500 homes, or 70 percent`."""
    for group in _group(contexts):
        for place, one in enumerate(group):
            found = _read_share(group, place)
            if found is None or one.figure.kind != "percent" or one.figure.direction:
                continue
            part, whole, passage = found
            if not whole.low or whole.high is None or part.low is None or part.high is None:
                continue
            said = Interval(
                low=part.low / whole.high * _HUNDRED,
                high=part.high / whole.low * _HUNDRED,
                low_closed=True,
                high_closed=True,
            )
            if intersect(said, interval_alone(one.figure)) is None:
                rule = f"that part is not {_say(one)} of that whole"
                yield Contradiction(rule=rule, context=one, other=passage)


def _read_share(
    group: Sequence[Context], place: int
) -> tuple[Interval, Interval, tuple[int, int]] | None:
    """Return the part and the whole right before a percentage that restates them."""
    if not place:
        return None
    one, before = group[place], group[place - 1]
    if not _restates(before, one):
        return None
    figure = before.figure
    if figure.kind == "fraction" and figure.out_of is not None:
        whole = Interval(low=figure.out_of, high=figure.out_of, low_closed=True, high_closed=True)
        return interval_alone(figure), whole, _place(figure)
    if place < 2:  # noqa: PLR2004 - a part and a whole
        return None
    part = group[place - 2]
    between = [part.tokens[index].fold for index in range(part.last + 1, before.first)]
    is_of = "of" in between and len(between) <= _FARTHEST_SHARE
    if not (is_of and _is_level(part.figure) and _is_level(figure)):
        return None
    same = part.figure.unit is None or _unit(part) == _unit(before)
    passage = part.figure.start, figure.end
    return (interval_alone(part.figure), interval_alone(figure), passage) if same else None


def _restates(before: Context, one: Context) -> bool:
    """Whether a percentage says in other words what stands right before it: `…, or 70 percent`."""
    between = [one.tokens[index].fold for index in range(before.last + 1, one.first + 1)]
    return len(between) <= 2 * _FARTHEST_SHARE and ("or" in between or "(" in between[-2:])


# Parts against a total


def _find_totals(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find `120 homes: 70 flats and 40 houses`, and parts that come to more than their total."""
    for group in _group(contexts):
        total = group[0]
        if len(group) < 3 or not _is_level(total.figure):  # noqa: PLR2004 - a total, two parts
            continue
        parts = group[1:]
        between = [total.tokens[index].fold for index in range(total.last + 1, parts[0].first)]
        is_whole = ":" in between or not WORDS.made_of.isdisjoint(between)
        if not (is_whole or "including" in between):
            continue
        if not all(_is_level(one.figure) for one in parts):
            continue
        if any(one.figure.unit not in (None, total.figure.unit) and _is_firm(one) for one in parts):
            continue
        if len({_is_firm(one) for one in (total, *parts)}) > 1 or total.is_before:
            continue
        added = _add([interval_alone(one.figure) for one in parts])
        whole = interval_alone(total.figure)
        if added is None or whole.low is None or whole.high is None or added.low is None:
            continue
        is_wrong = intersect(added, whole) is None if is_whole else added.low > whole.high
        if is_wrong:
            rule = "the parts do not come to the total"
            passage = parts[0].figure.start, parts[-1].figure.end
            yield Contradiction(rule=rule, context=total, other=passage)


def _is_firm(one: Context) -> bool:
    unit = one.figure.unit
    return unit is not None and is_firm_unit(unit)


def _add(intervals: Sequence[Interval]) -> Interval | None:
    low = high = Decimal(0)
    for one in intervals:
        if one.low is None or one.high is None:
            return None
        low, high = low + one.low, high + one.high
    return Interval(low=low, high=high, low_closed=True, high_closed=True)


def _find_table_totals(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find a row of totals that is not the sum of the rows above it."""
    columns: dict[tuple[int, int], list[tuple[Cell, Context]]] = {}
    for one in contexts:
        if one.cell is not None:
            columns.setdefault((id(one.cell.table), one.cell.column), []).append((one.cell, one))
    for (_, column), cells in columns.items():
        rows = cells[0][0].table.rows
        labels = [_label(cells[0][1], row[0]) for row in rows]
        sums = [place for place, said in enumerate(labels) if said in WORDS.total_rows]
        is_plain = sums == [len(rows) - 1] and not any(
            said.startswith(("of which", "including", "other than")) for said in labels
        )
        if not is_plain or column == 0 or len(cells) != len(rows) or len(rows) < 3:  # noqa: PLR2004
            continue
        parts, total = [one for _, one in cells[:-1]], cells[-1][1]
        if any(one.figure.kind != "number" or one.figure.doubts for one in (*parts, total)):
            continue
        added = _add([interval_alone(one.figure, is_table=True) for one in parts])
        whole = interval_alone(total.figure, is_table=True)
        if added is not None and intersect(added, whole) is None:
            passage = parts[0].figure.start, parts[-1].figure.end
            rule = "the rows above do not come to it"
            yield Contradiction(rule=rule, context=total, other=passage)


def _label(one: Context, cell: range) -> str:
    return " ".join(one.tokens[index].fold for index in cell)


# One thing said twice


def _find_repeated(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find one thing that has two figures."""
    known: dict[tuple[object, ...], Context] = {}
    for one in contexts:
        identity = _identify(one)
        if identity is None:
            continue
        before = known.setdefault(identity, one)
        if before is one or (before.at == one.at and one.cell is None):
            continue
        if intersect(interval_alone(before.figure), interval_alone(one.figure)) is None:
            rule = f"the same has {_say(before)} there"
            yield Contradiction(rule=rule, context=one, other=_place(before.figure))


def _identify(one: Context) -> tuple[object, ...] | None:
    """Return by what a figure is the same as another one, None where that is not sure."""
    figure = one.figure
    is_growth = figure.kind == "percent" and figure.direction is not None
    if not (_is_amount(one) or is_growth) or _is_hard(one) or one.is_before or one.is_from:
        return None
    dated = one.dated
    start = one.find_saying(one.own[0].start, one.first)
    if any(doubt.start >= one.tokens[start].start for doubt in one.doubts) and not is_growth:
        return None
    content = frozenset(
        found
        for index, found in one.around
        if (found not in NEUTRAL or found in _TELLING) and (index >= start or one.cell)
    )
    if not content or dated.is_unread or dated.is_vague or one.status != "actual":
        return None
    if one.leans and len(content) < _MANY_WORDS:
        return None
    names = frozenset(spot.name for spot in one.spots_in(one.own))
    if dated.period is None and figure.noun is None:
        return None
    return (
        *(content, names, one.subject.name, figure.kind, figure.direction, _unit(one)),
        *(dated.period and dated.period.start, dated.period and dated.period.end, dated.fiscal),
    )


# A conversion at two rates


def _find_rates(contexts: Sequence[Context]) -> Iterator[Contradiction]:
    """Find two conversions between the same units at rates that are not the same."""
    known: dict[tuple[str, str], tuple[Context, Interval]] = {}
    for one in contexts:
        figure, also = one.figure, one.figure.also
        if also is None or figure.unit is None or also.unit is None or figure.doubts:
            continue
        rate = _rate(interval_alone(figure), interval_alone(also))
        if rate is None:
            continue
        units = normalize_unit(figure.unit), normalize_unit(also.unit)
        before, other = known.setdefault(units, (one, rate))
        if before is one or _is_near(rate, other):
            continue
        rule = f"{_say(before)} is converted at another rate there"
        yield Contradiction(rule=rule, context=one, other=_place(before.figure))


def _rate(one: Interval, also: Interval) -> Interval | None:
    if not (one.low and one.high and also.low and also.high) or also.low <= 0 or one.low <= 0:
        return None
    return Interval(
        low=one.low / also.high, high=one.high / also.low, low_closed=True, high_closed=True
    )


def _is_near(one: Interval, other: Interval) -> bool:
    if one.low is None or one.high is None:
        return True
    wide = replace(one, low=one.low / _RATES_APART, high=one.high * _RATES_APART)
    return intersect(wide, other) is not None


def _unit(one: Context) -> str | None:
    unit = one.figure.unit
    return normalize_unit(unit) if unit else None


def _say(one: Context) -> str:
    figure = one.figure
    return " ".join(one.tokens.text[figure.start : figure.end].split())
