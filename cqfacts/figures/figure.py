"""Figure: one number of a text, with what its words say about it and what they leave in doubt."""

from __future__ import annotations

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Literal

    from cqfacts.amount import Amount, Qualifier

    Kind = Literal["number", "percent", "rank", "streak", "multiple", "fraction"]
    Direction = Literal["up", "down"]
    DoubtKind = Literal["number", "sign", "unit", "rate", "hedge", "denial", "comparison"]


class Doubt(Record):
    """What stands beside a figure and may make it another than it looks.

    `kind` says of what it leaves a doubt: of the number itself, its sign, its unit, whether it is
    by the month or the head, its hedge, whether it is denied, or whether it is a difference.
    `text[start:end]` are the words, and `reason` says in a few words what they may do.
    """

    kind: DoubtKind
    reason: str
    start: int
    end: int


class Figure(Record):
    """A figure as it is printed: a number, how it is hedged, its unit, and where it stands.

    `amount` has the number (a fraction's numerator; a sign that is printed is kept), its last
    written place and its qualifier. `unit` is as a store spells it (`CNY`, `%`, `km`), or the noun
    that is counted, which `noun` has as well. `may_be` are other units that the same print may
    mean: the yen for a `¥`. `direction` is set where words call the number an increase or a
    decrease, not where they lead up to a level ("fell to 11"). `out_of` is the denominator of a
    fraction, `high` the upper end of a range, and `also` the figure in another unit.

    `text[start:end]` is the whole figure; `text[number_start:number_end]` is the number in it,
    with its scale word.
    """

    amount: Amount
    kind: Kind = "number"
    unit: str | None = None
    noun: str | None = None
    may_be: tuple[str, ...] = ()
    direction: Direction | None = None
    out_of: Decimal | None = None
    high: Amount | None = None
    also: Figure | None = None
    doubts: tuple[Doubt, ...] = ()
    start: int
    end: int
    number_start: int
    number_end: int

    @property
    def value(self) -> Decimal:
        """The exact number."""
        return self.amount.value

    @property
    def step(self) -> Decimal | None:
        """The unit of the last written place, None for a whole number that is exact."""
        return self.amount.step

    @property
    def qualifier(self) -> Qualifier | None:
        """How the words hedge the number, None for a number as it is printed."""
        return self.amount.qualifier
