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

from .given import MissingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cqfacts.figures import Figure
    from cqfacts.model import Measure

    from .given import Given

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
    figure = _choose(given, wanted)
    chosen = wanted or _find_measure(figure, unit)
    value = _write_value(given, figure, chosen)
    table: dict[str, Any] = {} if chosen == "level" else {"measure": chosen}
    qualifier = figure.qualifier if figure else None
    if given.qualifier is not None:
        is_none = given.qualifier == _NONE
        qualifier = None if is_none else _read_choice("qualifier", given.qualifier, QUALIFIERS)
    if qualifier:
        table["qualifier"] = qualifier
    table["value"] = value
    if chosen in MEASURE_UNITS:
        return Measured(table=table, unit=None)
    return Measured(table=table, unit=given.unit or _find_unit(figure))


def _read_choice(name: str, value: str | None, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - one of them
    if value is None or value in choices:
        return value
    raise UsageError(f"'{value}' is not a {name}; {suggest(value, choices)}")


def _choose(given: Given, wanted: Measure | None) -> Figure | None:
    """Return the figure that the words are quoted for, None where only the options say it."""
    figures: Sequence[Figure] = read_figures(given.words) if given.words else ()
    if wanted:
        figures = [one for one in figures if one.kind in _KINDS[wanted]]
    if given.value is not None:
        value = parse_amount(given.value).value.copy_abs()
        return next((one for one in figures if one.value.copy_abs() == value), None)
    if len(figures) == 1:
        return figures[0]
    words = given.words or ""
    if not figures:
        kind = f"no {wanted}" if wanted and read_figures(words) else "no figure that can be read"
        raise MissingError(
            "value", f"'{words}' has {kind}", "give --value, or --text for a fact without a figure"
        )
    said = " and ".join(words[one.number_start : one.number_end] for one in figures)
    raise MissingError(
        "value", f"'{words}' has {len(figures)} figures, {said}", "choose with --value or --measure"
    )


def _find_measure(figure: Figure | None, unit: str | None) -> Measure:
    """Return the measure that words can only mean, in an indicator of this unit."""
    if figure is None:
        return "level"
    if figure.kind in _MEASURES_OF_KINDS:
        return _MEASURES_OF_KINDS[figure.kind]
    is_percent_level = unit == "%"
    if figure.kind == "percent":
        if figure.direction and not is_percent_level:
            return "growth"
        if is_percent_level and not figure.direction:
            return "level"
    is_points = figure.unit is not None and normalize_unit(figure.unit) == _POINTS
    if figure.kind == "number" and not figure.direction and not is_points:
        return "level"
    what = {"percent": "a percentage", "fraction": "a fraction"}.get(figure.kind, "a difference")
    raise MissingError(
        "measure", f"the words give {what}", f"say what it is with --measure {'|'.join(MEASURES)}"
    )


def _find_unit(figure: Figure | None) -> str | None:
    if figure is None or figure.unit is None:
        return None
    unit = normalize_unit(figure.unit)
    return "%" if unit == _POINTS else unit


def is_other_unit(unit: str, known: str | None) -> bool:
    """Whether a printed unit is another than the indicator's, and not just its other name."""
    return (
        is_firm_unit(unit)
        and known is not None
        and unit.casefold().removesuffix("s") != known.casefold().removesuffix("s")
    )


def _write_value(given: Given, figure: Figure | None, chosen: Measure) -> int | str:
    """Return a value as a store writes it."""
    if given.value is not None:
        return _write_number(given.value.strip())
    if figure is None or figure.kind == "fraction":
        raise MissingError("value", "a fraction is no value of a store", "give it with --value")
    written = _write_figure(given.words or "", figure, chosen)
    if chosen in _SIGNED and figure.direction == "down" and figure.value > 0:
        negative = f"-{written}"
        return -written if isinstance(written, int) else type(written)(negative)
    return written


def _write_figure(words: str, figure: Figure, chosen: Measure) -> int | str:
    amount = figure.amount
    if amount.value == amount.value.to_integral_value() and (amount.step in (None, 1)):
        whole = int(amount.value)
        # Printed as a round number, it may be any that rounds to it.
        if chosen in ("level", "change") and whole and whole % _THOUSAND == 0:
            return format_amount(Amount(value=amount.value, step=_step_of(whole)))
        return whole
    printed = words[figure.number_start : figure.number_end].strip()
    try:
        read = parse_amount(printed, exact_integers=chosen in EXACT_MEASURES)
    except AmountError:
        read = None
    if read is None or (read.value, read.step) != (amount.value, amount.step):
        printed = format_amount(amount)
    return _write_number(printed)


def _step_of(whole: int) -> Decimal:
    """Return the last written place of a round number, a power of a thousand."""
    place = 0
    while whole % _THOUSAND == 0:
        whole //= _THOUSAND
        place += 3
    return Decimal(1).scaleb(place)


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
