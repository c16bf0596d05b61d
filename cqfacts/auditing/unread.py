"""Numbers of a document that are not read, as figures in doubt: nothing is passed over in silence.

Dates, names, codes and the numbers of sections say no amount, and are none of these; words for
numbers of which nothing is counted, such as `one of them` and `dozens`, are too common in prose.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import Amount
from cqfacts.figures import Doubt, Figure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.figures import Skipped

_NO_DIGITS = re.compile("[^0-9]")
_JOINTS = frozenset("-–‑−/:")
_MOST_PARTS = 2
"""Numbers that are joined to more are no amount: `2026-02-10`, a formation of `4-4-2`."""
_SCORE = re.compile(r"[0-9]\D[0-9]")


def find_unread(text: str, skipped: Iterable[Skipped]) -> Iterator[Figure]:
    """Yield the numbers in digits that are not read: `15–9` is one of two parts, `2-1` a score."""
    for parts in _group(text, skipped):
        start, end = parts[0].start, parts[-1].end
        words = text[start:end]
        digits = _NO_DIGITS.sub("", text[start : parts[0].end])
        is_unread = all(one.reason == "not read" for one in parts) and len(parts) <= _MOST_PARTS
        if not is_unread or not digits or _SCORE.fullmatch(words):
            continue
        doubt = Doubt(kind="number", reason=f"'{words}' is not read", start=start, end=end)
        yield Figure(
            amount=Amount(value=Decimal(digits), written=words),
            doubts=(doubt,),
            start=start,
            end=end,
            number_start=start,
            number_end=end,
        )


def _group(text: str, skipped: Iterable[Skipped]) -> Iterator[list[Skipped]]:
    """Yield numbers that are joined together, by a hyphen or the like."""
    parts: list[Skipped] = []
    for one in skipped:
        if parts and not (one.start - parts[-1].end == 1 and text[parts[-1].end] in _JOINTS):
            yield parts
            parts = []
        parts.append(one)
    if parts:
        yield parts
