"""Reading: a figure while it is being read, in tokens instead of characters."""

from __future__ import annotations

from cqfacts.record import Record

from .model import Figure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal

    from cqfacts.amount import Amount

    from .model import Direction, Kind
    from .tokens import Tokens


class Reading(Record):
    """What a figure holds; `first` to `last` are its tokens, `number` those of its number.

    `scale` is the power of ten of the scale word, 0 without one. `joined_before` and `joined_after`
    say that a dash ties it to another number, and `needs_partner` that it is a figure only as one
    end of a range. `is_elided` says that the unit stands at another number.
    """

    amount: Amount
    kind: Kind = "number"
    unit: str | None = None
    direction: Direction | None = None
    out_of: Decimal | None = None
    first: int
    last: int
    number: tuple[int, int]
    scale: int = 0
    is_spelled: bool = False
    has_measure: bool = False
    joined_before: bool = False
    joined_after: bool = False
    needs_partner: bool = False
    high: Amount | None = None
    also: Reading | None = None
    is_elided: bool = False

    @property
    def has_scale(self) -> bool:
        """Whether the number has a scale word."""
        return self.scale > 0


def make_figure(tokens: Tokens, reading: Reading) -> Figure:
    """Give a reading the places of its characters."""
    return Figure(
        amount=reading.amount,
        kind=reading.kind,
        unit=reading.unit,
        direction=reading.direction,
        out_of=reading.out_of,
        high=reading.high,
        also=make_figure(tokens, reading.also) if reading.also else None,
        start=tokens[reading.first].start,
        end=tokens[reading.last].end,
        number_start=tokens[reading.number[0]].start,
        number_end=tokens[reading.number[1]].end,
    )
