"""Ranges, conversions in brackets and compound amounts: what is one figure of two numbers."""

from __future__ import annotations

from decimal import Context, Decimal

from cqfacts.amount import MOST_DIGITS, AmountError, parse_amount
from cqfacts.record import replace

from .lengths import PARTS
from .vocabulary import DIRECTIONS, MONEY, SHARES, UNITS
from .vocabulary import PARTS as PART_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .tokens import Tokens

_DASHES = frozenset("-–—~")
_POINTS = frozenset(("points", "point", "pts"))
_JOINED_PARTS = frozenset(("and", ","))
_EQUIVALENT = frozenset(
    ("or", "about", "around", "equivalent", "to", "worth", "=", "i", "e", ".", "~", "≈", "some")
)
_SMALL_STEPS = (1, 2, 5, 10)
_FARTHEST_MOVE = 12
_FARTHEST_SHARE = 18
_FARTHEST_POINT = 6
_FARTHEST_CONVERSION = 8
_NEAR_VERB = 3
_MOST_POINTS = 100
_THOUSAND = 1000
_PLACE = Decimal("0.000001")
_WIDE = Context(prec=4 * MOST_DIGITS)


def join(tokens: Tokens, candidates: list[Candidate]) -> list[Candidate]:
    """Put together what is one figure; drop scores, and whatever else dashes make of numbers."""
    joined: list[Candidate] = []
    index = 0
    while index < len(candidates):
        one = candidates[index]
        after = candidates[index + 1] if index + 1 < len(candidates) else None
        if after is not None and (together := _join_two(tokens, one, after)) is not None:
            index += 2
            joined += together
            continue
        if one.joined_after and after is not None and after.joined_before and not one.has_measure:
            index += 1
            # The score of a match, of which there may be more behind.
            candidates[index] = replace(after, joined_before=True)
            continue
        joined.append(one)
        index += 1
    return _convert(tokens, _point(tokens, [one for one in joined if not _is_torn(one)]))


def _point(tokens: Tokens, candidates: list[Candidate]) -> list[Candidate]:
    """Make points percentage points where they lead to or from a percentage."""
    pointed = list(candidates)
    for number, one in enumerate(candidates):
        if one.unit not in _POINTS or abs(one.amount.value) > _MOST_POINTS:
            continue
        if _speaks_of_shares(tokens, one):
            pointed[number] = replace(one, unit="pp", is_noun=False)
            continue
        if one.direction is None:
            continue
        after = candidates[number + 1] if number + 1 < len(candidates) else None
        before = candidates[number - 1] if number else None
        leads = (
            after is not None and after.unit == "%" and tokens[one.last + 1].fold in ("to", "from")
        )
        leads = leads and after is not None and after.first <= one.last + _FARTHEST_POINT
        follows = (
            before is not None and before.unit == "%" and one.first - before.last < _FARTHEST_POINT
        )
        if leads or follows:
            pointed[number] = replace(one, unit="pp", is_noun=False)
    return pointed


def _speaks_of_shares(tokens: Tokens, candidate: Candidate) -> bool:
    """Whether the clause speaks of percentages or rates, and of no index, score or table."""
    is_share = False
    for step in (-1, 1):
        start = candidate.first - 1 if step < 0 else candidate.last + 1
        for index in range(start, start + step * _FARTHEST_SHARE, step):
            token = tokens[index]
            if tokens.ends_clause(index) or token.opens_block:
                break
            if token.fold in SHARES.scored:
                return False
            is_share = is_share or token.fold in SHARES.shared
    return is_share


def _is_torn(candidate: Candidate) -> bool:
    is_tied = candidate.joined_before or candidate.joined_after
    return is_tied and candidate.high is None and not candidate.has_measure


def _join_two(tokens: Tokens, low: Candidate, high: Candidate) -> list[Candidate] | None:
    compound = _join_parts(tokens, low, high)
    if compound:
        return [compound]
    link = _find_link(tokens, low, high)
    if link is None:
        return None
    if link == "movement":
        return [_share(low, high), high]
    if link == "from":
        return [_share(low, high), _share_end(low, high)]
    near = {tokens[place].fold for place in range(low.first - _NEAR_VERB, low.first)}
    return _join_range(low, high, link, is_spanned=not near.isdisjoint(DIRECTIONS.spans))


def _find_link(tokens: Tokens, low: Candidate, high: Candidate) -> str | None:
    """Return how two figures that follow each other are joined: `and`, `or`, `to`, or a dash."""
    kinds = {low.kind, high.kind}
    is_hyphened = tokens.is_hyphen(low.last + 1) and tokens[low.last + 2].fold == "to"
    if is_hyphened and high.first - low.last == 4:  # noqa: PLR2004 - `8-to-10%`
        return "to"
    if high.first - low.last != 2 or (  # noqa: PLR2004 - one token between
        kinds - {"number", "percent"} and not _is_multiple(low, high)
    ):
        return None
    if low.high is not None or high.high is not None:
        return None
    word = tokens[low.last + 1]
    before = tokens[low.first - 1].fold
    if word.fold == "and":
        is_between = before == "between" or tokens[low.number[0] - 1].fold == "between"
        return "between" if is_between else None
    if word.fold == "or":
        is_small = low.is_spelled == high.is_spelled and low.unit is None
        return "or" if is_small and high.amount.value - low.amount.value in _SMALL_STEPS else None
    if word.fold in ("to", "until"):
        return _judge_to(tokens, low, high)
    if word.text in _DASHES and (low.joined_after or not low.unit or low.unit == high.unit):
        return "dash"
    return None


def _is_multiple(low: Candidate, high: Candidate) -> bool:
    """Whether two numbers are a multiple: `seven to ten times the fee`."""
    is_low = low.unit in (None, "×") and low.kind in ("number", "multiple")
    return high.kind == "multiple" and is_low


def _judge_to(tokens: Tokens, low: Candidate, high: Candidate) -> str | None:
    """Return whether two numbers with `to` between are a span or the ends of a movement.

    `between 5 to 6`, `5 to 6 percent` are spans; `from 5 to 6`, `rose 17,400 to 11,775,800` are not.
    """
    if low.kind != high.kind and low.unit is not None:
        return None
    if tokens[high.last + 1].fold in DIRECTIONS.spans and low.unit in (None, high.unit):
        return "to"
    if tokens[low.first - 1].fold == "by":
        return None
    for step, index in enumerate(range(low.first - 1, max(low.first - 1 - _FARTHEST_MOVE, -1), -1)):
        token = tokens[index]
        if tokens.ends_clause(index) or token.opens_block:
            break
        if token.fold in DIRECTIONS.spans or (token.fold == "between" and step == 0):
            return "to"
        if token.fold == "from":
            if _has_move(tokens, index) or low.amount.value >= high.amount.value:
                return "from"
            return "to"
        if _is_move(token.fold):
            is_change = step < _NEAR_VERB and not _is_span(low, high)
            is_change = is_change and (low.unit is not None or step == 0)
            return "movement" if is_change else "to"
    return "to" if low.amount.value < high.amount.value or low.unit is None else None


def _is_move(word: str) -> bool:
    return (
        DIRECTIONS.of(word) is not None or word in PART_WORDS.multiples or word in DIRECTIONS.moves
    )


def _is_span(low: Candidate, high: Candidate) -> bool:
    """Whether two amounts of one unit are so near that they are a range: `rising 10% to 15%`."""
    low_value, high_value = abs(low.amount.value), abs(high.amount.value)
    is_same = low.unit == high.unit or low.unit is None
    return is_same and low_value < high_value <= low_value * 2


def _has_move(tokens: Tokens, index: int) -> bool:
    """Whether a word of change stands before a token in its clause."""
    for place in range(index - 1, max(index - 1 - _FARTHEST_MOVE, -1), -1):
        token = tokens[place]
        if tokens.ends_clause(place) or token.opens_block or token.fold in DIRECTIONS.spans:
            return False
        if _is_move(token.fold):
            return True
    return False


def _share(low: Candidate, high: Candidate) -> Candidate:
    """Give the first number the unit and scale that only the second one has."""
    shared = _share_scale(low, high)
    if shared.unit is None and high.unit is not None:
        amount = shared.amount
        if high.kind in ("percent", "multiple") and amount.step is None:
            amount = replace(amount, step=Decimal(1))
        shared = replace(
            shared,
            amount=amount,
            unit=high.unit,
            kind=high.kind,
            is_noun=high.is_noun,
            may_be=high.may_be,
            is_elided=True,
        )
    return shared


def _share_end(low: Candidate, high: Candidate) -> Candidate:
    """Give the second number of a movement the measure that only the first one has."""
    if high.unit is not None or not low.has_measure:
        return high
    return replace(high, unit=low.unit, may_be=low.may_be, has_measure=True, is_elided=True)


def _share_scale(low: Candidate, high: Candidate) -> Candidate:
    """Give the low end the scale word of the high one: `5 to 6 million`."""
    value = abs(low.amount.value)
    if low.has_scale or not high.has_scale or value >= _THOUSAND:
        return low
    scaled = parse_amount(f"{low.amount.value:f}e{high.scale}")
    return replace(low, amount=replace(scaled, qualifier=low.amount.qualifier), scale=high.scale)


def _join_range(
    low: Candidate, high: Candidate, link: str, *, is_spanned: bool
) -> list[Candidate] | None:
    """Return one figure with two ends, nothing where the numbers are a score or a code."""
    if low.unit and not high.unit and low.has_measure and low.first < low.number[0]:
        # A currency stands before the low end alone: `$5-6 million`.
        high = replace(high, unit=low.unit, has_measure=True)
    low = _share(low, high)
    is_firm = high.has_measure or high.kind == "percent" or high.has_scale
    is_counted = high.unit is not None and not high.joined_after
    if low.unit != high.unit:
        return [] if link == "dash" else None
    if high.is_noun and (high.unit or "")[:1].isupper() and link == "dash":
        # A team and its record: `the 21-59 Rockets`.
        return []
    is_rising = low.amount.value < high.amount.value
    # What is written with decimals is no score.
    is_firm = is_firm or (low.amount.step is not None and high.amount.step is not None)
    is_firm = is_firm or is_spanned
    # A dash may also join a score: 3-1.
    if not is_rising or not (is_firm or is_counted or link != "dash"):
        is_other_sign = low.amount.value.is_signed() != high.amount.value.is_signed()
        if is_other_sign and link != "dash":
            return [low, high]
        return [] if link == "dash" else None
    joined = replace(
        low,
        high=high.amount,
        kind=high.kind,
        direction=low.direction or high.direction,
        last=high.last,
        number=(low.number[0], high.number[1]),
        joined_before=False,
        joined_after=False,
        has_measure=high.has_measure,
        is_noun=high.is_noun,
        is_elided=False,
        doubts=(*low.doubts, *high.doubts),
    )
    return [joined]


def _join_parts(tokens: Tokens, large: Candidate, small: Candidate) -> Candidate | None:
    """Join `2 hours 15 minutes`, `6ft 2in`, `£3 and 50p`."""
    size = PARTS.get((large.unit or "", small.unit or ""))
    between = range(large.last + 1, small.first)
    is_whole = large.amount.value == large.amount.value.to_integral_value()
    if size is None or not is_whole or small.amount.value >= size or large.high is not None:
        return None
    if len(between) > 1 or any(
        tokens[index].fold not in _JOINED_PARTS and not tokens.is_hyphen(index) for index in between
    ):
        return None
    value = _WIDE.add(large.amount.value, small.amount.value / size)
    try:
        amount = parse_amount(f"{value.quantize(_PLACE, context=_WIDE).normalize(_WIDE):f}")
    except AmountError:  # together they have more digits than any number may
        return None
    amount = replace(amount, qualifier=large.amount.qualifier)
    return replace(large, amount=amount, last=small.last, joined_after=False)


def _convert(tokens: Tokens, candidates: list[Candidate]) -> list[Candidate]:
    """Give figures their second form: `100 km (62 miles)`, `€2bn, or $2.3bn`."""
    converted: list[Candidate] = []
    for one in candidates:
        before = converted[-1] if converted else None
        if before is not None and before.also is None and _is_conversion(tokens, before, one):
            converted[-1] = replace(before, also=one)
        else:
            converted.append(one)
    return converted


def _is_conversion(tokens: Tokens, one: Candidate, other: Candidate) -> bool:
    """Whether a figure is another once more, in brackets or behind `or`, in another unit."""
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return False
    is_money = one.unit in MONEY.units and other.unit in MONEY.units
    dimension = UNITS.dimensions.get(one.unit)
    is_same = dimension is not None and dimension == UNITS.dimensions.get(other.unit)
    if not is_money and (not is_same or dimension in ("months", "seconds", "time")):
        return False
    between = [tokens[index].fold for index in range(one.last + 1, other.first)]
    if not between or len(between) > _FARTHEST_CONVERSION:
        return False
    is_or = between[-1] == "or" and between[0] in (",", "or", "–", "-")
    if between[-1] in ("(", "[", "（") or is_or:
        opens = between[0] in ("a", "per", "of", "in", "to", "on", ",")
        is_short = len(between) <= 2  # noqa: PLR2004 - a bracket or an `or` alone
        return all(word not in ".;" for word in between) and (
            is_short or opens or between[-1] in "(["
        )
    if "(" in between:
        return all(word in _EQUIVALENT for word in between[between.index("(") + 1 :])
    return False
