"""Ranges, conversions in brackets and compound amounts: what is one figure of two numbers."""

from __future__ import annotations

from decimal import Context, Decimal

from cqfacts.amount import MOST_DIGITS, AmountError, parse_amount
from cqfacts.record import replace

from .lengths import PARTS
from .vocabulary import DIRECTIONS, MONEY, NAMES, SHARES, UNITS
from .vocabulary import PARTS as PART_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .candidate import Candidate
    from .tokens import Tokens

_DASHES = frozenset("-–—~")
_POINTS = frozenset(("points", "point", "pts"))
# How far numbers stand from each other that a word or `-to-` joins.
_LINKED, _HYPHENED = 2, 4
_FARTHEST_MOVE = 12
_FARTHEST_SHARE = 18
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
        pair = candidates[index : index + 2]
        together = _join_two(tokens, *pair) if len(pair) > 1 else None
        joined += pair[:1] if together is None else together
        index += 1 if together is None else 2
    whole = [
        _point(tokens, one) for one in joined if not (_is_torn(one) or _places_in_time(tokens, one))
    ]
    return _convert(tokens, whole)


def _is_torn(candidate: Candidate) -> bool:
    """Whether a dash ties a figure to something that it is no range with."""
    is_tied = candidate.joined_before or candidate.joined_after
    return is_tied and candidate.high is None and not candidate.has_measure


def _point(tokens: Tokens, candidate: Candidate) -> Candidate:
    """Make points percentage points where the clause speaks of shares, and of no score or index."""
    if candidate.unit not in _POINTS or abs(candidate.amount.value) > _MOST_POINTS:
        return candidate
    words = {
        *_words_from(tokens, candidate.first - 1, -1, _FARTHEST_SHARE),
        *_words_from(tokens, candidate.last + 1, 1, _FARTHEST_SHARE),
    }
    is_share = not words.isdisjoint(SHARES.shared) and words.isdisjoint(SHARES.scored)
    return replace(candidate, unit="pp", is_noun=False) if is_share else candidate


def _words_from(tokens: Tokens, start: int, step: int, farthest: int) -> Iterator[str]:
    """Yield the words from a token on, forward or back, until the clause ends."""
    for index in range(start, start + step * farthest, step):
        if tokens.ends_clause(index) or tokens[index].opens_block:
            return
        yield tokens[index].fold


def _join_two(tokens: Tokens, low: Candidate, high: Candidate) -> list[Candidate] | None:
    """Return what two figures beside each other are: one, two that share a unit, or none."""
    if compound := _join_parts(tokens, low, high):
        return [compound]
    link = _find_link(tokens, low, high)
    if link == "from" and low.has_measure and high.unit is None:
        # From 1.3 GW to zero.
        ends = replace(high, unit=low.unit, may_be=low.may_be, has_measure=True, is_elided=True)
        return [low, ends]
    if link in ("from", "movement"):
        return [_share(low, high), high]
    near = {token.fold for token in tokens.between(low.first - _NEAR_VERB, low.first - 1)}
    is_spanned = not near.isdisjoint(DIRECTIONS.spans)
    return _join_range(low, high, link, is_spanned=is_spanned) if link else None


def _places_in_time(tokens: Tokens, one: Candidate) -> bool:
    """Whether a range of times says when, and not how long: `in the next two to three quarters`."""
    is_time = one.high is not None and one.unit in UNITS.times
    return is_time and tokens[one.first - 1].fold in NAMES.period_words


def _find_link(tokens: Tokens, low: Candidate, high: Candidate) -> str | None:
    """Return how two figures are joined: `43 and 50`, `8-to-10%`, `two or three`, `5–6`."""
    link, distance = tokens[low.last + 1], high.first - low.last
    if "\n" in link.gap and link.text in _DASHES:
        return None
    if distance == _HYPHENED and tokens.starts_with(low.last + 1, ("-", "to")):
        return "span"
    # Seven to ten times the fee.
    is_multiple = high.kind == "multiple" and low.kind in ("number", "multiple")
    is_multiple = is_multiple and low.unit in (None, "×")
    is_plain = {low.kind, high.kind} <= {"number", "percent"}
    if distance != _LINKED or not (is_plain or is_multiple):
        return None
    if link.fold in ("to", "until"):
        return _judge_to(tokens, low, high)
    if link.text in _DASHES:
        return "dash" if low.joined_after or low.unit in (None, high.unit) else None
    is_span = link.fold == "and" and tokens[low.first - 1].fold == "between"
    is_either = link.fold == "or" and low.unit is None
    top = high.amount.value.scaleb(0 if low.scale else -high.scale)
    is_either = is_either and low.amount.value < top <= low.amount.value * 2
    return "span" if is_span or is_either else None


def _judge_to(tokens: Tokens, low: Candidate, high: Candidate) -> str | None:
    """Return whether two numbers with `to` between are a span or the ends of a movement.

    `between 5 to 6`, `5 to 6 percent` are spans; `from 5 to 6`, `rose 17,400 to 11,775,800` no.
    """
    words = list(_words_from(tokens, low.first - 1, -1, _FARTHEST_MOVE))
    moves = [place for place, word in enumerate(words) if _is_move(word)]
    is_same = low.unit in (None, high.unit)
    is_rising = low.amount.value < high.amount.value
    if (low.kind != high.kind and low.unit is not None) or words[:1] == ["by"]:
        return None
    is_span = words[:1] == ["between"] or not DIRECTIONS.spans.isdisjoint(words)
    if is_span or (is_same and tokens[high.last + 1].fold in DIRECTIONS.spans):
        return "span"
    if "from" in words[: moves[0] if moves else None]:
        return "span" if is_rising and not moves else "from"
    if moves:
        # Rising 10% to 15%.
        is_near = is_same and is_rising and high.amount.value <= low.amount.value * 2
        is_direct = moves[0] < (_NEAR_VERB if low.unit else 1)
        return "movement" if is_direct and not is_near else "span"
    return "span"


def _is_move(word: str) -> bool:
    """Whether a word says that an amount changed."""
    return (
        DIRECTIONS.of(word) is not None or word in PART_WORDS.multiples or word in DIRECTIONS.moves
    )


def _share(low: Candidate, high: Candidate) -> Candidate:
    """Give the first number the unit and scale of the second one: `5 to 6 million tons`."""
    amount = low.amount
    is_less = amount.value.scaleb(high.scale) < high.amount.value
    if low.scale <= 0 and high.scale > 0 and (is_less or abs(amount.value) < _THOUSAND):
        scaled = parse_amount(f"{amount.value:f}e{high.scale}")
        amount = replace(scaled, qualifier=amount.qualifier)
        low = replace(low, amount=amount, scale=high.scale)
    if low.unit is not None or high.unit is None:
        return low
    if high.kind in ("percent", "multiple") and amount.step is None:
        amount = replace(amount, step=Decimal(1))
    return replace(
        low,
        amount=amount,
        unit=high.unit,
        kind=high.kind,
        is_noun=high.is_noun,
        may_be=high.may_be,
        is_elided=True,
    )


def _join_range(
    low: Candidate, high: Candidate, link: str, *, is_spanned: bool
) -> list[Candidate] | None:
    """Return one figure with two ends, nothing where the numbers are a score or a code."""
    if low.has_measure and not high.unit and low.first < low.number[0]:
        # A currency stands before the low end alone: `$5-6 million`.
        high = replace(high, unit=low.unit, has_measure=True)
    low = _share(low, high)
    is_rising = low.unit == high.unit and low.amount.value < high.amount.value
    # A dash may also join a score, or a team and its record: 3-1, the 21-59 Rockets.
    is_team = high.is_noun and (high.unit or "")[:1].isupper()
    is_range = link != "dash" or (not is_team and (high.unit or high.scale > 0 or is_spanned))
    if not is_rising or not is_range:
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
    between = tokens.between(large.last + 1, small.first - 1)
    is_whole = large.amount.value == large.amount.value.to_integral_value()
    if size is None or not is_whole or small.amount.value >= size or large.high is not None:
        return None
    if len(between) > 1 or any(one.text not in ("and", ",", "-") for one in between):
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
    dimension = UNITS.dimensions.get(one.unit or "")
    is_same = dimension not in (None, "months", "seconds", "time")
    is_same = is_same and dimension == UNITS.dimensions.get(other.unit or "")
    is_money = one.unit in MONEY.codes and other.unit in MONEY.codes
    between = [token.fold for token in tokens.between(one.last + 1, other.first - 1)]
    is_near = 0 < len(between) <= _FARTHEST_CONVERSION
    if one.unit == other.unit or not (is_money or is_same) or not is_near:
        return False
    is_or = between[-1] == "or" and between[0] in (",", "or", "–", "-")
    if is_or or between[-1] in ("(", "[", "（"):
        return "." not in between and ";" not in between
    return "(" in between and UNITS.equivalent.issuperset(between[between.index("(") + 1 :])
