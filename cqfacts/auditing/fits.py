"""Fits: a figure held against a fact that it may state: unit, value and period."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from cqfacts.amount import Amount, is_whole
from cqfacts.figures import is_firm_unit, normalize_unit
from cqfacts.interval import Interval, intersect
from cqfacts.record import Record, replace
from cqfacts.store.summary import recency

from .stems import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cqfacts.figures import Figure
    from cqfacts.model import Fact

    from .context import Context
    from .dating import Dated

_MINUTES = {
    "minute": Decimal(1),
    "hour": Decimal(60),
    "day": Decimal(24 * 60),
    "week": Decimal(7 * 24 * 60),
}
_MONTHS = {"month": Decimal(1), "quarter": Decimal(3), "year": Decimal(12)}
_LENGTHS = {"mm": Decimal("0.001"), "cm": Decimal("0.01"), "m": Decimal(1), "km": Decimal(1000)}
_AREAS = {"ha": Decimal(1), "mu": Decimal(1) / 15, "km²": Decimal(100)}
_MASSES = {"g": Decimal("0.001"), "kg": Decimal(1), "t": Decimal(1000)}
_POWERS = {"kW": Decimal(1), "MW": Decimal(1000), "GW": Decimal(10) ** 6, "TW": Decimal(10) ** 9}
_ENERGIES = {
    "kWh": Decimal(1),
    "MWh": Decimal(1000),
    "GWh": Decimal(10) ** 6,
    "TWh": Decimal(10) ** 9,
}
_SIZES = (_MINUTES, _MONTHS, _LENGTHS, _AREAS, _MASSES, _POWERS, _ENERGIES)
_GENERIC = frozenset(
    (
        "unit",
        "piece",
        "item",
        "one",
        "set",
        *"辆个家件台座项所条户次名人位列",
        "人次",
        "辆次",
        "列次",
    )
)
_CURRENCIES = frozenset(
    ("CNY", "USD", "EUR", "HKD", "SGD", "AUD", "CAD", "GBP", "JPY", "INR", "KRW", "RUB")
)
_HEDGES = ("about", "nearly")
_BOUNDS = ("over", "at least", "under", "at most")
_YEAR = ("month", 12)
_LEAST_ROUNDED = 1000
"""A smaller whole number is exact."""
_MOST_ROUNDED = Decimal(10)
"""A number is rounded by half of this part of it, and no further."""


class Fit(Record):
    """How a fact compares with a figure.

    `form` is the figure in the unit that was compared, `factor` makes its number the fact's.
    `is_equal` says that both can be true, as people write. `unit` is 1 where the units are the
    same, 0 where it is not written, and below where they may be. `period` is "same", "open" where
    the text gives none, "within", "unread" where a time stands there that is not understood, or
    "other".
    """

    fact: Fact
    form: Figure
    factor: Decimal
    is_equal: bool
    unit: float
    period: str

    @property
    def is_apart(self) -> bool:
        """Whether both cannot be true, however freely the one rounds the other."""
        meant = interval_of(self.form, self.fact, self.factor, is_wide=True)
        is_near = intersect(meant, meant_by(self.fact, is_wide=True)) is not None
        return _is_hedged_apart(self.form, self.fact, self.factor) or not is_near


def fit(context: Context, fact: Fact, *, is_stock: bool, unit: str | None = None) -> Fit | None:
    """Hold a figure against a fact of a measure that it may state.

    `unit` is what a number without one goes on with. None where the two cannot be about the same
    quantity.
    """
    figure = context.figure
    if unit is not None and figure.unit is None and figure.kind == "number":
        figure = replace(figure, unit=unit)
    forms = [figure] if figure.also is None else [figure, figure.also]
    if figure.kind == "number" and figure.direction and fact.measure == "level":
        # By how much something changed is not how much of it there is.
        return None
    for form in forms:
        found = _compare_units(form, fact)
        if found is None:
            continue
        closeness, factor = found
        if not _compare_scopes(context, fact):
            return None
        is_equal = intersect(interval_of(form, fact, factor), meant_by(fact)) is not None
        is_equal = is_equal and not _is_end(form, fact, factor)
        return Fit(
            fact=fact,
            form=form,
            factor=factor,
            is_equal=is_equal and not _is_hedged_apart(form, fact, factor),
            unit=closeness,
            period=compare_periods(context.dated, fact, is_stock=is_stock),
        )
    return None


def _compare_units(figure: Figure, fact: Fact) -> tuple[float, Decimal] | None:
    """Return how well units go together, and by what the figure's number becomes the fact's."""
    one = Decimal(1)
    if figure.kind in ("rank", "multiple"):
        return 1.0, one
    if figure.kind == "streak":
        return (1.0, one) if figure.unit in (None, "year", "years") else None
    if figure.kind in ("percent", "fraction"):
        if fact.unit != "%" or (figure.direction and fact.measure in ("share", "level")):
            return None
        return (1.0 if figure.kind == "percent" else 0.8), one
    if fact.unit in figure.may_be:
        return 0.0, one
    if figure.unit is None:
        return None if fact.unit in ("%", *_CURRENCIES) else (0.0, one)
    return _compare_printed(figure.unit, fact)


def _compare_printed(unit: str, fact: Fact) -> tuple[float, Decimal] | None:
    """Return the same for a printed unit."""
    one = Decimal(1)
    printed, own = normalize_unit(unit), fact.unit or ""
    if printed == "pp":
        return (1.0, one) if own == "%" and fact.measure == "change" else None
    if _singular(printed) == _singular(own):
        return 1.0, one
    for table in _sizes():
        if _singular(printed) in table and _singular(own) in table:
            return 1.0, table[_singular(printed)] / table[_singular(own)]
    is_counted = own not in ("", "%", *_CURRENCIES) and (
        not is_firm_unit(own) or own in ("people", "TEU")
    )
    if is_firm_unit(unit) or not is_counted:
        return None
    mine, theirs = _stems(unit), _stems(own)
    if mine & theirs:
        return 1.0, one
    return (0.3 if mine & _GENERIC else -0.3), one


def may_be_unit(figure: Figure, unit: str | None) -> bool:
    """Whether an amount may be of an indicator with this unit."""
    if figure.unit is None or unit is None:
        return unit not in ("%", *_CURRENCIES)
    printed = normalize_unit(figure.unit)
    if _singular(printed) == _singular(unit) or _stems(figure.unit) & _stems(unit):
        return True
    is_counted = not is_firm_unit(figure.unit) and not is_firm_unit(unit)
    return is_counted and unit not in _CURRENCIES and bool(_stems(figure.unit) & _GENERIC)


@lru_cache(maxsize=1)
def _sizes() -> list[dict[str, Decimal]]:
    return [{_singular(unit): size for unit, size in sizes.items()} for sizes in _SIZES]


@lru_cache(maxsize=1 << 12)
def _singular(unit: str) -> str:
    return normalize_unit(unit).casefold().removesuffix("s")


@lru_cache(maxsize=1 << 12)
def _stems(unit: str) -> frozenset[str]:
    return frozenset(found for word in unit.replace("-", " ").split() if (found := stem(word)))


def _compare_scopes(context: Context, fact: Fact) -> bool:
    """Whether what a fact is of can be what the words say."""
    if fact.of is None:
        return True
    of = fact.of.casefold()
    words = {word for word in of.replace("'s", "").split() if word not in ("the", "of", "in")}
    said = context.behind
    if fact.measure == "level":
        return bool(words & said)
    if context.scopes:
        asked = "china" if "chinese" in of or of == "china" else of
        known = [scope for scope in ("china", "world", "western china") if scope in asked]
        if asked in ("world", "china", "western china") or known:
            wanted = "western china" if "western china" in asked else (known or [asked])[0]
            if wanted == "china" and "western china" in context.scopes and "nationwide" not in said:
                return bool({"nationally", "national", "country", "nation", "chinese"} & said)
            return wanted in context.scopes
        return bool(words & said)
    return True


@lru_cache(maxsize=1 << 12)
def meant_by(fact: Fact, is_wide: bool = False) -> Interval:
    """Return what a fact is taken to mean: `over 1.6 trillion` is not two trillion."""
    amount = fact.amount
    if amount is None:
        return Interval()
    most = abs(amount.value) / (_MOST_ROUNDED / 2 if is_wide else _MOST_ROUNDED)
    is_amount = fact.measure in ("level", "change") and fact.unit != "%"
    if is_amount and amount.qualifier is None and amount.step is not None:
        amount = _round_less(amount, most)
    return _bounded(amount, amount.interval, is_wide=is_wide)


def _bounded(amount: Amount, interval: Interval, *, is_wide: bool = False) -> Interval:
    """Return what an amount is taken to mean: a bound reaches only as far as people mean by it.

    That is to the next round number, or by a tenth where that is more; from a number of one digit
    by a tenth, and at the widest halfway to the next.
    """
    if amount.qualifier not in _BOUNDS or not amount.value:
        return interval
    place = Decimal(1).scaleb(_last_place(amount.value))
    is_short = abs(amount.value) < place * 10
    reach = max(place / 2 if is_short and is_wide else place, abs(amount.value) / 10)
    if is_short and not is_wide:
        reach = abs(amount.value) / 10
    if interval.high is None and interval.low is not None:
        return replace(interval, high=interval.low + reach, high_closed=True)
    if interval.low is None and interval.high is not None:
        return replace(interval, low=interval.high - reach, low_closed=True)
    return interval


def _round_less(amount: Amount, most: Decimal) -> Amount:
    """Return an amount that is rounded to no more than `most`, unless it is zero."""
    if amount.step is None or amount.step <= most or not most:
        return amount
    return replace(amount, step=most)


def _is_hedged_apart(figure: Figure, fact: Fact, factor: Decimal) -> bool:
    """Whether two hedged numbers only meet at the edges: `about 40` and `about 30`."""
    amount = fact.amount
    if amount is None or amount.qualifier not in _HEDGES or figure.qualifier not in _HEDGES:
        return False
    value, other = (figure.value * factor).copy_abs(), amount.value.copy_abs()
    return abs(value - other) > max(_reach(value), _reach(other))


def _is_end(figure: Figure, fact: Fact, factor: Decimal) -> bool:
    """Whether a figure is a range that begins or ends with the fact: 5 to 6 is not plainly 5."""
    if figure.high is None or fact.amount is None:
        return False
    return fact.amount.value in (figure.value * factor, figure.high.value * factor)


def _reach(value: Decimal) -> Decimal:
    """Return how far `about` reaches from a number that is not negative.

    Half of its last written place, as rounding does, and of a number such as 100 a quarter.
    """
    return min(Decimal(1).scaleb(_last_place(value)) / 2, value / 4)


def _last_place(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def interval_of(
    figure: Figure, fact: Fact, factor: Decimal = Decimal(1), *, is_wide: bool = False
) -> Interval:
    """Return what a figure may mean, in the fact's unit and with the fact's sign.

    A number that is rounded further than by a twentieth is only meant so where it is read widely.
    """
    if figure.high is not None:
        low, high = figure.value * factor, figure.high.value * factor
        if low > high:
            low, high = high, low
        return Interval(low=low, high=high, low_closed=True, high_closed=True)
    amount = figure.amount
    if figure.out_of is not None:
        value = figure.value / figure.out_of * 100
        amount = Amount(value=value, step=Decimal(2), qualifier=amount.qualifier)
        if amount.qualifier in ("about", "nearly"):
            amount = Amount(value=value, step=Decimal(8))
    elif fact.measure in ("level", "change") and amount.step is None:
        amount = replace(amount, step=written_step(amount.value))
    most = abs(amount.value) / _MOST_ROUNDED
    if not is_wide and figure.kind == "number":
        amount = _round_less(amount, most)
    if factor != 1:
        step = None if amount.step is None else amount.step * factor
        amount = replace(amount, value=amount.value * factor, step=step)
    is_hedged = amount.qualifier in _HEDGES and amount.value > 0
    if is_hedged and figure.kind in ("number", "percent") and figure.out_of is None:
        return _hedged(figure, fact, amount)
    if _is_fall(figure, fact) and not amount.value.is_signed():
        amount = replace(amount, value=-amount.value)
    return _bounded(amount, amount.interval, is_wide=is_wide)


def interval_alone(figure: Figure, *, is_table: bool = False) -> Interval:
    """Return what a figure may mean by itself, without a sign that words give it.

    A whole number is taken as rounded to its zeros in threes, a percentage to its last digit; in a
    table, where every place is printed, a number without a point is exact.
    """
    if figure.high is not None:
        low, high = sorted((figure.value, figure.high.value))
        return Interval(low=low, high=high, low_closed=True, high_closed=True)
    amount = figure.amount
    if amount.step is None and not is_table:
        step = Decimal(1) if figure.kind == "percent" else round_step(amount.value)
        amount = replace(amount, step=step)
    if amount.qualifier in _HEDGES and amount.value > 0:
        reach = _reach(amount.value)
        return Interval(
            low=amount.value - reach, high=amount.value + reach, low_closed=True, high_closed=True
        )
    return _bounded(amount, amount.interval)


def _is_fall(figure: Figure, fact: Fact) -> bool:
    """Whether a figure without a sign is one below zero in the store."""
    if figure.direction != "down" or fact.measure not in ("growth", "change"):
        return False
    is_signed = fact.amount is not None and fact.amount.value.is_signed()
    return figure.kind != "multiple" or is_signed


def _hedged(figure: Figure, fact: Fact, amount: Amount) -> Interval:
    """Return what `about` and `nearly` of a text mean: no further off than rounding is."""
    reach = _reach(amount.value)
    low, high = amount.value - reach, amount.value
    if amount.qualifier == "about":
        high += reach
    if _is_fall(figure, fact):
        low, high = -high, -low
    return Interval(low=low, high=high, low_closed=True, high_closed=True)


def round_step(value: Decimal) -> Decimal | None:
    """Return the last written place of a round number, a power of a thousand."""
    if not value or not is_whole(value.scaleb(-3)):
        return None
    place = 3
    while is_whole(value.scaleb(-place - 3)):
        place += 3
    return Decimal(1).scaleb(place)


def written_step(value: Decimal) -> Decimal | None:
    """Return the last place of a whole number that is no zero, None for one below a thousand."""
    if abs(value) < _LEAST_ROUNDED or not is_whole(value):
        return None
    place = _last_place(value)
    return Decimal(1).scaleb(place) if place > 0 else None


def compare_periods(dated: Dated, fact: Fact, *, is_stock: bool) -> str:
    """Return how the period of a figure compares with that of a fact, as a `Fit` has it."""
    of_time = fact.measure in ("multiple", "streak")
    if dated.is_unread:
        # `Triple over the past five years`, `nine years in a row through 2025`
        return "open" if of_time else "unread"
    if dated.fiscal is not None:
        return _compare_fiscal(dated.fiscal, fact)
    period = dated.period
    if period is None or fact.period is None:
        return "open"
    if dated.is_vague and not is_stock and fact.status == "actual":
        return "unread"
    if fact.period == period or any(part == period for part in fact.periods()):
        return "same"
    if period.is_within(fact.period) or fact.period.is_within(period):
        return "within"
    return "other"


def _compare_fiscal(years: tuple[int | None, int], fact: Fact) -> str:
    """Compare a fiscal year, whose months no text gives, with the twelve months of a fact."""
    period = fact.period
    if period is None or period.start is None or period.end is None or period.kind != _YEAR:
        return "other"
    first, last = years
    if period.end.year != last or (first is not None and period.start.year != first):
        return "other"
    return "same"


def latest(facts: Sequence[Fact]) -> Fact:
    """Return the latest of facts; one without a period comes first of all."""
    return max(
        facts,
        key=lambda fact: (fact.period is not None, recency(fact.period) if fact.period else ()),
    )


def is_same_number(figure: Figure, fact: Fact) -> bool:
    """Whether a figure and a fact have the same number, however each is hedged."""
    amount = fact.amount
    return amount is not None and amount.value.copy_abs() == figure.value.copy_abs()
