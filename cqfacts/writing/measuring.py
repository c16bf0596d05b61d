"""Measuring: what words say of a figure, as the keys of a fact. Nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import QUALIFIERS, Amount, AmountError, format_amount, parse_amount
from cqfacts.errors import UsageError
from cqfacts.figures import is_firm_unit, normalize_unit, read_figures
from cqfacts.model import EXACT_MEASURES, MEASURE_UNITS, MEASURES
from cqfacts.record import Record
from cqfacts.store.tables import Number
from cqfacts.suggestion import suggest
from cqfacts.wording import is_currency

from .doubts import find_comparison, find_hedge, find_printed, find_unread, find_years
from .given import MissingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cqfacts.amount import Qualifier
    from cqfacts.figures import Figure
    from cqfacts.model import Measure

    from .given import Given

_HUNDRED = 100
_THOUSAND = 1000
_WHOLE = re.compile(r"[+-]?[0-9][0-9_,]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_MEASURES_OF_KINDS: dict[str, Measure] = {
    "rank": "rank",
    "streak": "streak",
    "multiple": "multiple",
}
_KINDS: dict[Measure, tuple[str, ...]] = {
    "level": ("number", "percent"),
    "change": ("number", "percent"),
    "growth": ("percent",),
    "share": ("percent", "fraction"),
    "multiple": ("multiple",),
    "rank": ("rank",),
    "streak": ("streak",),
}
_SIGNED = frozenset({"growth", "change"})
_POINTS = "pp"
_NONE = "none"


class Measured(Record):
    """What was found: the keys of a fact, and the unit of its number, None where none is said."""

    table: Mapping[str, Any]
    unit: str | None


def measure(given: Given, unit: str | None) -> Measured:
    """Return what the words and the options say of a figure, in an indicator of this unit.

    Raises MissingError where they leave a question, and UsageError.
    """
    wanted = _read_choice("measure", given.measure, MEASURES)
    figures = read_figures(given.words) if given.words else ()
    figure = _choose(given, figures, wanted, unit)
    chosen = wanted or _find_measure(given, figures, figure, unit)
    if chosen == "growth" and figure is not None:
        _require_base(given, figure)
    value = _write_value(given, figure, chosen)
    table: dict[str, Any] = {} if chosen == "level" else {"measure": chosen}
    if qualifier := _find_qualifier(given, figures, figure):
        table["qualifier"] = qualifier
    table["value"] = value
    if chosen in MEASURE_UNITS:
        return Measured(table=table, unit=None)
    own = _find_unit(figure) if given.unit is None else given.unit
    if given.unit is None and own and not (chosen == "change" and own == "%"):
        _require_same_unit(given, own, unit)
    return Measured(table=table, unit=own)


def _read_choice(name: str, value: str | None, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - one of them
    if value is None or value in choices:
        return value
    raise UsageError(f"'{value}' is not a {name}; {suggest(value, choices)}")


def _choose(
    given: Given, figures: Sequence[Figure], wanted: Measure | None, unit: str | None
) -> Figure | None:
    """Return the figure that the words are quoted for, None where only the options say it."""
    fitting = _select(figures, wanted, unit) if wanted else figures
    words = given.words or ""
    if given.value is not None:
        value = parse_amount(given.value).value.copy_abs()
        found = next((one for one in fitting if one.value.copy_abs() == value), None)
        return found or find_printed(words, value)
    if not fitting:
        kind = f"no {wanted}" if figures else "no figure that can be read"
        raise MissingError(
            "value", f"'{words}' has {kind}", "give --value, or --text for a fact without a figure"
        )
    years = _list_years(given)
    if len(fitting) == 1 and fitting[0].kind in ("percent", "multiple"):
        # They are against a year, which is asked for where it is not plain.
        years += find_years(words)
    if unread := find_unread(words, figures, years):
        raise MissingError(
            "value", f"'{words}' has a number that is not read, {unread}", "give --value"
        )
    if len(fitting) == 1:
        return fitting[0]
    said = " and ".join(words[one.number_start : one.number_end] for one in fitting)
    options = "--value" if wanted else "--value or --measure"
    raise MissingError(
        "value", f"'{words}' has {len(fitting)} figures, {said}", f"choose with {options}"
    )


def _select(figures: Sequence[Figure], wanted: Measure, unit: str | None) -> Sequence[Figure]:
    """Return the figures that may be of a measure, in an indicator of this unit."""
    fitting = [one for one in figures if one.kind in _KINDS[wanted]]
    if wanted != "level" or unit in (None, "%"):
        return fitting
    # Beside an amount, a percentage is no level of what is counted otherwise.
    return [one for one in fitting if one.kind == "number"] or fitting


def _list_years(given: Given) -> list[str]:
    """Return the years that the periods of the fact name."""
    return find_years(f"{given.period or ''} {given.base or ''}".replace("/", " "))


def _find_measure(
    given: Given, figures: Sequence[Figure], figure: Figure | None, unit: str | None
) -> Measure:
    """Return the measure that words can only mean, in an indicator of this unit."""
    if figure is not None and figure.kind in _MEASURES_OF_KINDS:
        return _MEASURES_OF_KINDS[figure.kind]
    choice = f"say what it is with --measure {'|'.join(MEASURES)}"
    found = "level" if figure is None else _find_plain_measure(figure, unit)
    if figure is not None and found is None:
        kinds = {"percent": "a percentage", "fraction": "a fraction"}
        raise MissingError(
            "measure", f"the words give {kinds.get(figure.kind, 'a difference')}", choice
        )
    if given.words and (doubt := find_comparison(given.words, figure, figures)):
        raise MissingError("measure", f"'{doubt}' in the words may make it a difference", choice)
    return found or "level"


def _find_plain_measure(figure: Figure, unit: str | None) -> Measure | None:
    is_percent_level = unit == "%"
    if figure.kind == "percent":
        if figure.direction and not is_percent_level:
            return "growth"
        if is_percent_level and not figure.direction:
            return "level"
    is_points = figure.unit is not None and normalize_unit(figure.unit) == _POINTS
    return "level" if figure.kind == "number" and not figure.direction and not is_points else None


def _require_base(given: Given, figure: Figure) -> None:
    """Find another year than the one before that a growth may be against."""
    own = _list_years(given)
    known = {*own, *(str(int(year) - 1) for year in own)}
    words = given.words or ""
    around = f"{words[: figure.number_start]} {words[figure.number_end :]}"
    others = [one for one in find_years(around) if one not in known]
    if others and given.base is None:
        raise MissingError(
            "base", f"the words name {others[0]}, which the growth may be against", "give --base"
        )


def _find_qualifier(
    given: Given, figures: Sequence[Figure], figure: Figure | None
) -> Qualifier | None:
    if given.qualifier is not None:
        is_none = given.qualifier == _NONE
        return None if is_none else _read_choice("qualifier", given.qualifier, (*QUALIFIERS, _NONE))
    if given.words and (doubt := find_hedge(given.words, figure, figures)):
        raise MissingError(
            "qualifier",
            f"'{doubt}' in the words may hedge the figure",
            f"say how with --qualifier {'|'.join(QUALIFIERS)}|{_NONE}",
        )
    return figure.qualifier if figure else None


def _find_unit(figure: Figure | None) -> str | None:
    if figure is None or figure.unit is None:
        return None
    unit = normalize_unit(figure.unit)
    return "%" if unit == _POINTS else unit


def _require_same_unit(given: Given, unit: str, known: str | None) -> None:
    """Find an amount that is printed in hours where the indicator counts minutes."""
    is_money = is_currency(unit) and is_currency(known)
    if given.value is None and not is_money and is_other_unit(unit, known):
        raise MissingError(
            "value",
            f"the words give it in '{unit}', and the indicator is in '{known}'",
            f"give --value in {known}, or --unit {unit}",
        )


def is_other_unit(unit: str, known: str | None) -> bool:
    """Whether a printed unit is another than the indicator's, and not just its other name."""
    return (
        is_firm_unit(unit)
        and known is not None
        and unit.casefold().removesuffix("s") != known.casefold().removesuffix("s")
    )


def _write_value(given: Given, figure: Figure | None, chosen: Measure) -> int | str:
    """Return a value as a store writes it."""
    is_fall = chosen in _SIGNED and figure is not None and figure.direction == "down"
    if given.value is not None:
        said = given.value.strip()
        return _write_number(f"-{said}" if is_fall and said[:1].isdigit() else said)
    if figure is None or figure.kind == "fraction":
        raise MissingError("value", "a fraction is no value of a store", "give it with --value")
    written = _write_figure(given.words or "", figure, chosen)
    if is_fall and figure.value > 0:
        negative = f"-{written}"
        return -written if isinstance(written, int) else type(written)(negative)
    return written


def _write_figure(words: str, figure: Figure, chosen: Measure) -> int | str:
    amount = figure.amount
    if amount.value == amount.value.to_integral_value() and (amount.step in (None, 1)):
        whole = int(amount.value)
        # Printed as a round number, it may be any that rounds to it.
        if chosen in ("level", "change") and (step := _find_step(whole, amount.qualifier)):
            return format_amount(Amount(value=amount.value, step=step))
        return whole
    printed = words[figure.number_start : figure.number_end].strip()
    try:
        read = parse_amount(printed, exact_integers=chosen in EXACT_MEASURES)
    except AmountError:
        read = None
    if read is None or (read.value, read.step) != (amount.value, amount.step):
        printed = format_amount(amount)
    return _write_number(printed)


def _find_step(whole: int, qualifier: Qualifier | None) -> Decimal | None:
    """Return the last written place of a round number, None for one that is exact.

    That is a power of a thousand, or a hundred where no qualifier says how far it reaches.
    """
    place = 0
    while whole and whole % _THOUSAND == 0:
        whole //= _THOUSAND
        place += 3
    if not place and qualifier is None and whole > _THOUSAND and whole % _HUNDRED == 0:
        place = 2
    return Decimal(1).scaleb(place) if place else None


def _write_number(text: str) -> int | str:
    """Return a number as TOML has it, or as text where TOML has no such number."""
    plain = text.removeprefix("+").replace("−", "-")
    # Whatever is refused is refused here, before anything is written.
    parse_amount(plain)
    if _WHOLE.fullmatch(plain):
        return int(plain.replace(",", "").replace("_", ""))
    if _DECIMAL.fullmatch(plain):
        return Number(plain)
    return plain
