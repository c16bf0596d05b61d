"""Tables of Markdown: the head of a column gives the numbers below it their unit and scale."""

from __future__ import annotations

import re
from bisect import bisect_right

from cqfacts.amount import parse_amount
from cqfacts.record import Record, replace

from . import currencies, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.reading import Reading
    from cqfacts.figures.tokens import Tokens

_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t:-]*)+$")
_SCALES = {
    **dict.fromkeys(("k", "thousand", "thousands", "000", "000s"), 3),
    **dict.fromkeys(("m", "mn", "mln", "million", "millions"), 6),
    **dict.fromkeys(("bn", "billion", "billions"), 9),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 12),
}


class _Head(Record):
    """What the head of a column says of the numbers below it."""

    unit: str | None
    scale: int


def settle_tables(text: str, tokens: Tokens, readings: list[Reading]) -> list[Reading]:
    """Give numbers in tables that have no unit of their own what the heads of their columns say.

    A number in brackets is below zero there, as accounts write it.
    """
    cells = _find_cells(text, tokens)
    if not cells:
        return readings
    starts = [start for start, _, _ in cells]
    settled = []
    for one in readings:
        place = bisect_right(starts, tokens[one.first].start) - 1
        inside = place >= 0 and tokens[one.last].end <= cells[place][1]
        settled.append(_settle(tokens, one, cells[place][2]) if inside else one)
    return settled


def _settle(tokens: Tokens, reading: Reading, head: _Head) -> Reading:
    before, after = tokens[reading.first - 1].text, tokens[reading.last + 1].text
    if before == "(" and after == ")" and reading.direction is None:
        reading = replace(reading, direction="down")
    if reading.kind != "number" or reading.unit is not None or reading.high is not None:
        return reading
    amount = reading.amount
    if head.scale and not reading.has_scale:
        scaled = parse_amount(f"{amount.value:f}e{head.scale}")
        amount = replace(scaled, qualifier=amount.qualifier)
    kind = "percent" if head.unit == "%" else reading.kind
    return replace(reading, amount=amount, unit=head.unit, kind=kind, scale=head.scale)


def _find_cells(text: str, tokens: Tokens) -> list[tuple[int, int, _Head]]:
    """Return where the cells of tables stand, each with the head of its column."""
    if "|" not in text:
        return []
    cells: list[tuple[int, int, _Head]] = []
    heads: list[_Head] = []
    last: list[tuple[int, int]] = []
    place = 0
    for line in text.split("\n"):
        spans = _split(line, place) if "|" in line else []
        place += len(line) + 1
        if not spans:
            heads = []
        elif _RULE.match(line):
            heads = [_read_head(tokens, start, end) for start, end in last]
        else:
            cells += ((*span, head) for span, head in zip(spans, heads, strict=False))
        last = spans
    return cells


def _split(line: str, place: int) -> list[tuple[int, int]]:
    """Return where the cells of a line stand in the text."""
    spans = []
    start = 0
    for cell in line.split("|"):
        spans.append((place + start, place + start + len(cell)))
        start += len(cell) + 1
    return spans[1:] if line.lstrip().startswith("|") else spans


def _read_head(tokens: Tokens, start: int, end: int) -> _Head:
    """Read `Sales $m`, `Change %`, `Revenue (US$ million)`, `Output (tonnes)`."""
    unit, scale, in_brackets = None, 0, False
    for index in range(tokens.find(start), tokens.find(end)):
        token = tokens[index]
        in_brackets = token.text == "(" or (in_brackets and token.text != ")")
        is_sign = token.kind == "sign" or token.text in currencies.CODES
        found = currencies.read_sign(tokens, index) if is_sign else None
        if found:
            unit = found[0]
        elif token.fold in words.PERCENT:
            unit = "%"
        elif token.fold in _SCALES and (unit or in_brackets or len(token.fold) > 1):
            scale = _SCALES[token.fold]
        elif unit is None and in_brackets:
            unit = words.MEASURES.get(token.fold)
    return _Head(unit=unit, scale=0 if unit == "%" else scale)
