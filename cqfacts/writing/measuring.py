"""Measuring: what words say of a figure, as the keys of a fact. Nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import (
    QUALIFIERS,
    Amount,
    AmountError,
    format_amount,
    format_number,
    parse_amount,
)
from cqfacts.errors import UsageError
from cqfacts.figures import is_firm_unit, is_money, normalize_unit, read_text
from cqfacts.model import EXACT_MEASURES, MEASURE_UNITS, MEASURES
from cqfacts.record import Record, replace
from cqfacts.store.tables import Number
from cqfacts.suggestion import suggest

from .given import MissingError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from cqfacts.amount import Qualifier
    from cqfacts.figures import Doubt, Figure, Reading
    from cqfacts.model import Measure

    from .given import Given

_HUNDRED = 100
_THOUSAND = 1000
_WHOLE = re.compile(r"[+-]?[0-9][0-9_,]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_YEAR = re.compile(r"(?<![0-9A-Za-z.,])(?:1[89]|20|21)[0-9]{2}(?![0-9A-Za-z])")
# What is counted may stand behind what looks like a year: 2000 new homes.
_COUNTED = re.compile(
    r"\s+(?:[a-z-]+\s+)?(?:(?!(?:was|is|has|as|its|this|versus|reaches)\b)[a-z]+s|people|staff)\b"
)
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
    reading = read_text(given.words) if given.words else None
    figures = reading.figures if reading else ()
    figure = _choose(given, reading, wanted, unit) if reading else None
    if figure is not None:
        _require_plain_number(given, figure, unit)
    chosen = wanted or _find_measure(figure, figures, unit)
    if chosen == "growth" and figure is not None:
        _require_base(given, figure)
    value = _write_value(given, figure, chosen)
    table: dict[str, Any] = {} if chosen == "level" else {"measure": chosen}
    if qualifier := _find_qualifier(given, figure, figures):
        table["qualifier"] = qualifier
    table["value"] = value
    if chosen in MEASURE_UNITS:
        return Measured(table=table, unit=None)
    own = _find_unit(figure, unit) if given.unit is None else given.unit
    if given.unit is None and own and not (chosen == "change" and own == "%"):
        _require_same_unit(given, own, unit)
    return Measured(table=table, unit=own)


def _read_choice(name: str, value: str | None, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - one of them
    if value is None or value in choices:
        return value
    raise UsageError(f"'{value}' is not a {name}", suggest(value, choices))


def _choose(
    given: Given, reading: Reading, wanted: Measure | None, unit: str | None
) -> Figure | None:
    """Return the figure that the words are quoted for, None where only the options say it."""
    figures = reading.figures
    fitting = _select(figures, wanted, unit) if wanted else figures
    words = given.words or ""
    if given.value is not None:
        return _find_printed(fitting, parse_amount(given.value).value.copy_abs())
    if not fitting:
        kind = f"no {wanted}" if figures else "no figure that can be read"
        raise MissingError(
            "value", f"'{words}' has {kind}", "give --value, or --text for a fact without a figure"
        )
    years = _list_years(given)
    if len(fitting) == 1 and fitting[0].kind in ("percent", "multiple"):
        # They are against a year, which is asked for where it is not plain.
        years += _find_years(words)
    if unread := _find_unread(words, reading, years):
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


def _find_printed(figures: Sequence[Figure], value: Decimal) -> Figure | None:
    """Return the figure of this magnitude; of a range, that end as a figure of its own."""
    for one in figures:
        if one.value.copy_abs() == value:
            return replace(one, high=None)
        if one.high is not None and one.high.value.copy_abs() == value:
            return replace(one, amount=replace(one.high, qualifier=one.qualifier), high=None)
    return None


def _find_unread(words: str, reading: Reading, years: Sequence[str]) -> str | None:
    """Return the first number that is neither read nor a date or a name."""
    for one in reading.skipped:
        said = words[one.start : one.end]
        is_counted = _YEAR.fullmatch(said) and _COUNTED.match(words, one.end)
        if said not in years and (not one.is_plain or is_counted):
            return said
    return None


def _find_years(words: str) -> list[str]:
    """Return what looks like a year."""
    return _YEAR.findall(words)


def _list_years(given: Given) -> list[str]:
    """Return the years that the periods of the fact name."""
    return _find_years(f"{given.period or ''} {given.base or ''}".replace("/", " "))


def _require_plain_number(given: Given, figure: Figure, unit: str | None) -> None:
    """Find what may make a number another than it looks, and is not answered by an option."""
    if given.value is None:
        if figure.high is not None:
            ends = f"{format_number(figure.value)} to {format_number(figure.high.value)}"
            raise MissingError(
                "value", f"the words give a range, {ends}", "give one end with --value"
            )
        for one in figure.doubts:
            if one.kind in ("number", "sign"):
                raise MissingError("value", one.reason, "give --value")
    if given.unit is not None:
        return
    for one in figure.doubts:
        is_open = one.kind == "unit" and unit not in figure.may_be and unit != figure.unit
        if is_open or (one.kind == "unit" and not figure.may_be):
            raise MissingError("unit", one.reason, "give --unit")
        if one.kind == "rate" and "/" not in (unit or ""):
            raise MissingError("unit", one.reason, f"give --unit {figure.unit or unit or 'UNIT'}")


def _find_measure(figure: Figure | None, figures: Sequence[Figure], unit: str | None) -> Measure:
    """Return the measure that words can only mean, in an indicator of this unit."""
    if figure is not None and figure.kind in _MEASURES_OF_KINDS:
        return _MEASURES_OF_KINDS[figure.kind]
    choice = f"say what it is with --measure {'|'.join(MEASURES)}"
    found = "level" if figure is None else _find_plain_measure(figure, unit)
    if figure is not None and found is None:
        kinds = {"percent": "a percentage", "fraction": "a fraction"}
        doubt = _find_doubt(figure, "comparison")
        said = f"the words give {kinds.get(figure.kind, 'a difference')}"
        is_number = figure.kind == "number" and doubt is not None
        raise MissingError("measure", doubt.reason if doubt and is_number else said, choice)
    for one in [figure] if figure else figures:
        if doubt := _find_doubt(one, "comparison"):
            raise MissingError("measure", doubt.reason, choice)
        if figure is None and one.kind != "number":
            reason = "the value is not printed, and the words give another kind of figure"
            raise MissingError("measure", reason, choice)
    return found or "level"


def _find_plain_measure(figure: Figure, unit: str | None) -> Measure | None:
    is_percent_level = unit == "%"
    if figure.kind == "percent":
        if figure.direction and not is_percent_level:
            return "growth"
        if is_percent_level and not figure.direction:
            return "level"
    is_points = figure.unit == _POINTS
    return "level" if figure.kind == "number" and not figure.direction and not is_points else None


def _require_base(given: Given, figure: Figure) -> None:
    """Find another year than the one before that a growth may be against."""
    own = _list_years(given)
    known = {*own, *(str(int(year) - 1) for year in own)}
    words = given.words or ""
    around = f"{words[: figure.number_start]} {words[figure.number_end :]}"
    others = [one for one in _find_years(around) if one not in known]
    if others and given.base is None:
        raise MissingError(
            "base", f"the words name {others[0]}, which the growth may be against", "give --base"
        )


def _find_qualifier(
    given: Given, figure: Figure | None, figures: Sequence[Figure]
) -> Qualifier | None:
    if given.qualifier is not None:
        is_none = given.qualifier == _NONE
        return None if is_none else _read_choice("qualifier", given.qualifier, (*QUALIFIERS, _NONE))
    if figure is None:
        _require_no_hedge(figures)
        return None
    if doubt := _find_doubt(figure, "denial") or _find_doubt(figure, "hedge"):
        raise MissingError("qualifier", doubt.reason, _say_qualifier())
    return figure.qualifier


def _require_no_hedge(figures: Sequence[Figure]) -> None:
    """Find a hedge or a denial in words that do not print the value."""
    for one in figures:
        doubt = _find_doubt(one, "denial") or _find_doubt(one, "hedge")
        if doubt or one.qualifier:
            reason = doubt.reason if doubt else f"the words say '{one.qualifier}'"
            raise MissingError("qualifier", reason, _say_qualifier())


def _say_qualifier() -> str:
    return f"say how with --qualifier {'|'.join(QUALIFIERS)}|{_NONE}"


def _find_doubt(figure: Figure, kind: str) -> Doubt | None:
    return next((one for one in figure.doubts if one.kind == kind), None)


def _find_unit(figure: Figure | None, known: str | None) -> str | None:
    if figure is None or figure.unit is None:
        return None
    if known in figure.may_be:
        return known
    unit = normalize_unit(figure.unit)
    return "%" if unit == _POINTS else unit


def _require_same_unit(given: Given, unit: str, known: str | None) -> None:
    """Find an amount that is printed in hours where the indicator counts minutes."""
    are_money = is_money(unit) and is_money(known)
    if given.value is None and not are_money and is_other_unit(unit, known):
        raise MissingError(
            "value",
            f"the words give it in '{unit}', and the indicator is in '{known}'",
            f"give --value in {known}, or --unit {unit}",
        )


def is_other_unit(unit: str, known: str | None) -> bool:
    """Whether a printed unit is another than the indicator's, and not just its other name."""
    if known is None or not is_firm_unit(unit):
        return False
    return normalize_unit(unit).removesuffix("s") != normalize_unit(known).removesuffix("s")


def _write_value(given: Given, figure: Figure | None, chosen: Measure) -> int | str:
    """Return a value as a store writes it."""
    is_fall = chosen in _SIGNED and figure is not None and figure.direction == "down"
    if given.value is not None:
        said = given.value.strip()
        return write_number(f"-{said}" if is_fall and said[:1].isdigit() else said)
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
    return write_number(printed)


def _find_step(whole: int, qualifier: Qualifier | None) -> Decimal | None:
    """Return the last written place of a round number, None for one that is exact.

    That is a power of a thousand, or a hundred where no qualifier says how far it reaches.
    """
    place = 0
    while whole and whole % _THOUSAND == 0:
        whole //= _THOUSAND
        place += 3
    if not place and qualifier is None and abs(whole) > _THOUSAND and whole % _HUNDRED == 0:
        place = 2
    return Decimal(1).scaleb(place) if place else None


def write_number(text: str) -> int | str:
    """Return a number as TOML has it, or as text where TOML has no such number.

    Raises AmountError.
    """
    plain = text.removeprefix("+").replace("−", "-")
    # Whatever is refused is refused here, before anything is written.
    parse_amount(plain)
    if _WHOLE.fullmatch(plain):
        return int(plain.replace(",", "").replace("_", ""))
    if _DECIMAL.fullmatch(plain):
        return Number(plain)
    return plain
