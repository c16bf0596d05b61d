"""Joining: ranges, conversions in brackets, and compound amounts, each of which is one figure."""

from __future__ import annotations

from decimal import Context, Decimal

from cqfacts.amount import MOST_DIGITS, AmountError, is_whole, parse_amount
from cqfacts.figures import lexicon
from cqfacts.figures.numerals import is_hyphen
from cqfacts.record import replace

from . import currencies, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.reading import Reading
    from cqfacts.figures.tokens import Tokens

_DASHES = frozenset("-–—~")
_MOVES = (
    words.RISES
    | words.FALLS
    | frozenset(lexicon.MULTIPLES)
    | frozenset(
        lexicon.words_of("""
            went go goes going gone move moved moves change changed shifted revised upgraded
            downgraded jump
        """)
    )
)
_SPANS = frozenset(
    lexicon.words_of(
        "range ranges ranged ranging vary varies varied varying anywhere anything span"
    )
)
_FARTHEST_MOVE = 12
_DIMENSIONS = {
    unit: number
    for number, units in enumerate(
        (
            ("km", "m", "cm", "mm", "miles", "feet", "inches", "yards", "nautical miles"),
            ("km²", "m²", "ha", "acres", "mu", "square miles", "square feet", "square yards"),
            ("t", "kg", "g", "lb", "oz", "stone", "short tons", "long tons"),
            ("°C", "°F"),
            ("km/h", "mph", "m/s", "knots"),
            ("litres", "gallons", "m³", "barrels", "cubic feet", "pints", "ml"),
        )
    )
    for unit in units
}
PARTS = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("feet", "inches"): 12,
    ("GBP", "pence"): 100,
    ("USD", "cents"): 100,
    ("EUR", "cents"): 100,
    ("stone", "lb"): 14,
    ("lb", "oz"): 16,
}
_SHARED = frozenset(
    lexicon.words_of("""
        % percent cent pct pc percentage turnout rate rates unemployment joblessness literacy share
        approval inflation poll polls lead margin margins vote support yield yields penetration
        coverage proportion prevalence participation
    """)
)
_SCORED = frozenset(
    lexicon.words_of("""
        index index's ftse dow nasdaq nikkei dax sensex nifty s&p game games match score scored
        scores league season table clear basis standings lakers rebounds team teams stocks shares
        championship driver drivers title average licence license
    """)
)
_FARTHEST_SHARE = 18
_PLACE = Decimal("0.000001")
_WIDE = Context(prec=4 * MOST_DIGITS)
_FARTHEST_POINT = 6


def join(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Put together what is one figure; drop scores, and whatever else dashes make of numbers."""
    joined: list[Reading] = []
    index = 0
    while index < len(readings):
        one = readings[index]
        after = readings[index + 1] if index + 1 < len(readings) else None
        if after is not None and (together := _join_two(tokens, one, after)) is not None:
            index += 2
            joined += together
            continue
        if one.joined_after and after is not None and after.joined_before:
            index += 1
            # The score of a match, of which there may be more behind.
            readings[index] = replace(after, joined_before=True)
            continue
        joined.append(one)
        index += 1
    whole = [one for one in joined if not _is_torn(one)]
    return _convert(tokens, _point(tokens, whole))


def _point(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Make points percentage points where they lead to or from a percentage."""
    pointed = list(readings)
    for number, one in enumerate(readings):
        if one.unit not in ("points", "point"):
            continue
        if _speaks_of_shares(tokens, one):
            pointed[number] = replace(one, unit="pp")
            continue
        if one.direction is None:
            continue
        after = readings[number + 1] if number + 1 < len(readings) else None
        before = readings[number - 1] if number else None
        leads = (
            after is not None and after.unit == "%" and tokens[one.last + 1].fold in ("to", "from")
        )
        leads = leads and after is not None and after.first <= one.last + _FARTHEST_POINT
        follows = (
            before is not None and before.unit == "%" and one.first - before.last < _FARTHEST_POINT
        )
        if leads or follows:
            pointed[number] = replace(one, unit="pp")
    return pointed


def _speaks_of_shares(tokens: Tokens, reading: Reading) -> bool:
    """Whether the clause speaks of percentages or rates, and of no index, score or table."""
    is_share = False
    for step in (-1, 1):
        start = reading.first - 1 if step < 0 else reading.last + 1
        for index in range(start, start + step * _FARTHEST_SHARE, step):
            token = tokens[index]
            if (
                token.text in (";", "!", "?")
                or token.opens_block
                or (token.text == "." and not tokens[index + 1].is_glued)
            ):
                break
            if token.fold in _SCORED:
                return False
            is_share = is_share or token.fold in _SHARED
    return is_share


def _is_torn(reading: Reading) -> bool:
    return (reading.joined_before or reading.joined_after) and reading.high is None


def _join_two(tokens: Tokens, low: Reading, high: Reading) -> list[Reading] | None:
    compound = _join_parts(tokens, low, high)
    if compound:
        return [compound]
    link = _find_link(tokens, low, high)
    if link is None:
        return None
    if link == "movement":
        return [_share(low, high), high]
    return _join_range(low, high, link)


def _find_link(tokens: Tokens, low: Reading, high: Reading) -> str | None:
    """Return how two figures that follow each other are joined."""
    length = high.first - low.last - 1
    kinds = {low.kind, high.kind}
    if length != 1 or (kinds - {"number", "percent"} and not _is_multiple(low, high)):
        return None
    word = tokens[low.last + 1]
    before = tokens[low.first - 1].fold
    if word.fold == "and":
        return (
            "between"
            if before == "between" or tokens[low.number[0] - 1].fold == "between"
            else None
        )
    if word.fold == "or":
        is_small = low.is_spelled == high.is_spelled and low.unit is None
        return "or" if is_small and high.amount.value - low.amount.value in (1, 2, 5, 10) else None
    if word.fold in ("to", "until"):
        return _judge_to(tokens, low, high)
    if word.text in _DASHES and (low.joined_after or not low.unit or low.unit == high.unit):
        return "dash"
    return None


def _is_multiple(low: Reading, high: Reading) -> bool:
    """Whether two numbers are a multiple: `seven to ten times the fee`."""
    return (
        high.kind == "multiple" and low.unit in (None, "×") and low.kind in ("number", "multiple")
    )


def _judge_to(tokens: Tokens, low: Reading, high: Reading) -> str | None:
    """Return whether two numbers with `to` between are a span or the ends of a movement."""
    if (low.kind != high.kind and low.unit is not None) or tokens[low.first - 1].fold == "by":
        return None
    for step, index in enumerate(range(low.first - 1, max(low.first - 1 - _FARTHEST_MOVE, -1), -1)):
        word = tokens[index].fold
        if tokens[index].text in ".;!?" or tokens[index].opens_block:
            break
        if word in _SPANS or (word == "between" and step == 0):
            return "to"
        if word in _MOVES or word == "from":
            if word == "from" and not _has_move(tokens, index):
                return "to" if low.amount.value < high.amount.value else "movement"
            is_movement = word == "from" or (step < 3 and low.unit and not _is_span(low, high))  # noqa: PLR2004
            return "movement" if is_movement else "to"
    return "to" if low.amount.value < high.amount.value or low.unit is None else None


def _is_span(low: Reading, high: Reading) -> bool:
    """Whether two amounts of one unit are so near that they are a range: `rising 10% to 15%`."""
    low_value, high_value = abs(low.amount.value), abs(high.amount.value)
    return low.unit == high.unit and low_value < high_value <= low_value * 2


def _has_move(tokens: Tokens, index: int) -> bool:
    """Whether a word of change stands before a token in its clause."""
    for place in range(index - 1, max(index - 1 - _FARTHEST_MOVE, -1), -1):
        token = tokens[place]
        if token.text in ".;!?" or token.opens_block:
            return False
        if token.fold in _SPANS:
            return False
        if token.fold in _MOVES:
            return True
    return False


def _share(low: Reading, high: Reading) -> Reading:
    """Give the first number the unit and scale that only the second one has."""
    shared = _share_scale(low, high)
    if shared.unit is None and high.unit is not None:
        amount = shared.amount
        if high.kind in ("percent", "multiple") and amount.step is None:
            amount = replace(amount, step=Decimal(1))
        shared = replace(shared, amount=amount, unit=high.unit, kind=high.kind, is_elided=True)
    return shared


def _share_scale(low: Reading, high: Reading) -> Reading:
    """Give the low end the scale word of the high one: `5 to 6 million`."""
    value = abs(low.amount.value)
    if low.has_scale or not high.has_scale or value >= 1000:  # noqa: PLR2004
        return low
    scaled = parse_amount(f"{low.amount.value:f}e{high.scale}")
    return replace(low, amount=replace(scaled, qualifier=low.amount.qualifier), scale=high.scale)


def _join_range(low: Reading, high: Reading, link: str) -> list[Reading] | None:
    """Return one figure with two ends, nothing where the numbers are a score or a code."""
    if low.unit and not high.unit and low.has_measure:
        # A currency stands before the low end alone: `$5-6 million`.
        high = replace(high, unit=low.unit, has_measure=True)
    low = _share(low, high)
    is_firm = high.has_measure or high.kind == "percent" or high.has_scale
    is_counted = high.unit is not None and not high.joined_after
    if low.unit != high.unit:
        return [] if link == "dash" else None
    # A dash may also join a score: 3-1.
    if low.amount.value >= high.amount.value or not (is_firm or is_counted or link != "dash"):
        if low.amount.value.is_signed() != high.amount.value.is_signed() and link != "dash":
            return [low, high]
        return [] if link == "dash" else None
    first = low.first
    joined = replace(
        low,
        high=high.amount,
        kind=high.kind,
        direction=low.direction or high.direction,
        first=first,
        last=high.last,
        number=(low.number[0], high.number[1]),
        joined_before=False,
        joined_after=False,
        has_measure=high.has_measure,
        is_elided=False,
    )
    return [joined]


def _join_parts(tokens: Tokens, large: Reading, small: Reading) -> Reading | None:
    """Join `2 hours 15 minutes`, `6ft 2in`, `£3 and 50p`."""
    size = PARTS.get((large.unit or "", small.unit or ""))
    between = range(large.last + 1, small.first)
    if size is None or not is_whole(large.amount.value) or small.amount.value >= size:
        return None
    if len(between) > 1 or any(
        tokens[index].fold not in ("and", ",") and not is_hyphen(tokens, index) for index in between
    ):
        return None
    value = _WIDE.add(large.amount.value, small.amount.value / size)
    try:
        amount = parse_amount(f"{value.quantize(_PLACE, context=_WIDE).normalize(_WIDE):f}")
    except AmountError:  # together they have more digits than any number may
        return None
    qualifier = large.amount.qualifier
    return replace(
        large,
        amount=replace(amount, qualifier=qualifier),
        last=small.last,
        joined_after=False,
    )


def _convert(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Give figures their second form: `100 km (62 miles)`, `€2bn, or $2.3bn`."""
    converted: list[Reading] = []
    for one in readings:
        before = converted[-1] if converted else None
        if before is not None and before.also is None and _is_conversion(tokens, before, one):
            converted[-1] = replace(before, also=one)
        else:
            converted.append(one)
    return converted


def _is_conversion(tokens: Tokens, one: Reading, other: Reading) -> bool:
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return False
    is_money = one.unit in currencies.UNITS and other.unit in currencies.UNITS
    same = one.unit in _DIMENSIONS and _DIMENSIONS[one.unit] == _DIMENSIONS.get(other.unit)
    if not (is_money or same):
        return False
    between = [tokens[index].fold for index in range(one.last + 1, other.first)]
    if not between or len(between) > 8:  # noqa: PLR2004
        return False
    if between[-1] in ("(", "[", "（") or (
        between[-1] == "or" and between[0] in (",", "or", "–", "-")
    ):
        return all(word not in ".;" for word in between) and (
            len(between) <= 2  # noqa: PLR2004 - a bracket or an `or` alone
            or between[0] in ("a", "per", "of", "in", "to", "on", ",")
            or between[-1] in "(["
        )
    if "(" in between:
        inside = between[between.index("(") + 1 :]
        return all(
            word in ("or", "about", "around", "equivalent", "to", "worth", "=", "i", "e", ".")
            for word in inside
        )
    return False
