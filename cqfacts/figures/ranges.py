"""Ranges: two figures of which each is one end, `between 5 and 6 percent`, `5-6 percent`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import parse_amount
from cqfacts.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier

    from .reading import Reading
    from .tokens import Tokens

_LARGEST_WITHOUT_SCALE = 1000
_FARTHEST_FROM = 4
_TO = frozenset(("to", "至", "到"))
_FROM = frozenset(("from", "从", "由"))
_DASHES = frozenset("-–—~")


def join_ranges(tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Make the two ends of every range `at least` and `at most`; drop what is only half read."""
    joined: list[Reading] = []
    index = 0
    while index < len(readings):
        pair = readings[index : index + 2]
        ends = _join(tokens, pair[0], pair[1]) if len(pair) == 2 else None  # noqa: PLR2004 - a pair
        if ends is None:
            joined.append(readings[index])
            index += 1
        else:
            joined.extend(ends)
            index += 2
    return [
        reading
        for reading in joined
        if not (reading.joined_before or reading.joined_after or reading.needs_partner)
    ]


def _join(tokens: Tokens, low: Reading, high: Reading) -> tuple[Reading, ...] | None:
    """Return the ends of a range, nothing where it cannot be read, None where there is none."""
    link = _find_link(tokens, low, high)
    if link is None:
        return None
    if low.unit and not high.unit and high.has_scale and not low.has_scale:
        # A currency stands before the low end alone: `$5-6 million`.
        high = replace(high, unit=low.unit)
    is_whole = high.unit or high.has_scale
    is_chain = link == "dash" and (low.joined_before or high.joined_after)
    if is_chain or (link == "dash" and not is_whole):
        return ()
    if (low.unit and low.unit != high.unit) or (link != "between" and not is_whole):
        return () if link == "dash" else None
    return _join_start(low, high) if link == "from" else _join_ends(low, high, link)


def _join_start(low: Reading, high: Reading) -> tuple[Reading, ...]:
    """Return both numbers of a change, `from 3 to 5 percent`, the first only if it is plain."""
    if high.has_scale and not low.has_scale:
        return (_untie(high),)
    return _untie(_share(low, high)), _untie(high)


def _join_ends(low: Reading, high: Reading, link: str) -> tuple[Reading, ...]:
    """Return the ends of a range, nothing unless the first is plainly the lower one."""
    if high.has_scale and not low.has_scale and low.amount.value >= _LARGEST_WITHOUT_SCALE:
        return ()
    is_bare = high.needs_partner and not high.unit
    low = _share_scale(_share(low, high), high)
    is_hedged = low.amount.qualifier or high.amount.qualifier
    if is_bare or is_hedged or low.amount.value >= high.amount.value:
        return ()
    first = low.first - 1 if link == "between" else low.first
    return replace(_hedge(low, "at least"), first=first), _hedge(high, "at most")


def _find_link(tokens: Tokens, low: Reading, high: Reading) -> str | None:
    """Return how two figures that follow each other are joined."""
    between = range(low.last + 1, high.first)
    words = [tokens[index].fold for index in between]
    kinds = {low.kind, high.kind}
    if len(words) != 1 or not kinds <= {"number", "percent"}:
        return None
    before = tokens[low.first - 1].fold
    if words == ["and"] and before == "between":
        return "between"
    if words[0] in _TO:
        return "from" if _follows_from(tokens, low.first) else "to"
    if (low.joined_after and high.joined_before) or (words[0] in _DASHES and _is_half(low, high)):
        return "dash"
    return None


def _is_half(low: Reading, high: Reading) -> bool:
    """Whether only the second number has a unit: `5 – 6 %`."""
    return not low.unit and high.unit is not None


def _follows_from(tokens: Tokens, first: int) -> bool:
    """Whether a number is where something came from: `from an average of two hours`."""
    words = [tokens[index].fold for index in range(first - _FARTHEST_FROM, first)]
    return not _FROM.isdisjoint(words)


def _share(low: Reading, high: Reading) -> Reading:
    """Give the low end the unit that stands only behind the high one."""
    amount = low.amount
    if high.kind == "percent" and amount.step is None:
        amount = replace(amount, step=Decimal(1))
    return replace(low, amount=amount, unit=high.unit, kind=high.kind)


def _share_scale(low: Reading, high: Reading) -> Reading:
    """Give the low end the scale word of the high one: `5 to 6 million`."""
    if low.has_scale or not high.has_scale:
        return low
    scaled = parse_amount(f"{low.amount.value:f}e{high.scale}")
    return replace(low, amount=replace(scaled, qualifier=low.amount.qualifier))


def _hedge(reading: Reading, qualifier: Qualifier) -> Reading:
    amount = replace(reading.amount, qualifier=qualifier)
    return replace(_untie(reading), amount=amount)


def _untie(reading: Reading) -> Reading:
    return replace(reading, joined_before=False, joined_after=False, needs_partner=False)
