"""Candidate: a figure while it is being read, in tokens instead of characters."""

from __future__ import annotations

from cqfacts.record import Record, replace

from .figure import Doubt, Figure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal

    from cqfacts.amount import Amount

    from .figure import Direction, DoubtKind, Kind
    from .tokens import Tokens


class Candidate(Record):
    """What a figure holds; `first` to `last` are its tokens, `number` those of its number.

    `scale` is the power of ten of the scale word, 0 without one. `is_noun` says that the unit is
    what is counted, `is_elided` that the unit stands at another number, `joined_before` and
    `joined_after` that a dash ties it to another number.
    """

    amount: Amount
    kind: Kind = "number"
    unit: str | None = None
    may_be: tuple[str, ...] = ()
    direction: Direction | None = None
    out_of: Decimal | None = None
    first: int
    last: int
    number: tuple[int, int]
    scale: int = 0
    is_spelled: bool = False
    has_measure: bool = False
    is_noun: bool = False
    joined_before: bool = False
    joined_after: bool = False
    high: Amount | None = None
    also: Candidate | None = None
    is_elided: bool = False
    doubts: tuple[Doubt, ...] = ()


def doubt(  # noqa: PLR0913, PLR0917 - the tokens are those of a text
    tokens: Tokens, candidate: Candidate, kind: DoubtKind, reason: str, first: int, last: int
) -> Candidate:
    """Return a candidate with one doubt more, of the tokens from `first` to `last`."""
    one = Doubt(kind=kind, reason=reason, start=tokens[first].start, end=tokens[last].end)
    return replace(candidate, doubts=(*candidate.doubts, one))


def make_figure(tokens: Tokens, candidate: Candidate) -> Figure:
    """Give a candidate the places of its characters."""
    first, last = candidate.number
    return Figure(
        amount=candidate.amount,
        kind=candidate.kind,
        unit=candidate.unit,
        may_be=candidate.may_be,
        direction=candidate.direction,
        out_of=candidate.out_of,
        high=candidate.high,
        doubts=candidate.doubts,
        noun=candidate.unit if candidate.is_noun else None,
        also=make_figure(tokens, candidate.also) if candidate.also else None,
        start=tokens[candidate.first].start,
        end=tokens[candidate.last].end,
        number_start=tokens[first].start,
        number_end=tokens[last].end,
    )
