"""Building facts: one table of TOML into a Fact, or the problems that keep it from being one."""

from __future__ import annotations

from cqfacts.amount import AmountError, parse_amount
from cqfacts.model import (
    COUNTING_MEASURES,
    EXACT_MEASURES,
    IMPLIED_KEYS,
    MEASURE_UNITS,
    MEASURES_WITH_BASE,
    MEASURES_WITH_OF,
    Fact,
)
from cqfacts.record import keys_of

from .fields import Fields, describe_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import Any, Literal, TypeAlias

    from cqfacts.amount import Amount
    from cqfacts.diagnostics import Diagnostic, Location
    from cqfacts.model import Indicator, Measure

    Companion: TypeAlias = Literal["of", "base"]

FACT_KEYS = keys_of(Fact)
"""The keys of a fact in the store format."""

# Those that are read by themselves, and what they are where they are absent.
_PLAIN = {
    name: one for name, one in FACT_KEYS.items() if not one.of and name not in ("source", "unit")
}
_DEFAULTS = {name: one.default for name, one in _PLAIN.items()}


class BuiltTable(dict[str, object]):
    """The table of a fact that was built without a problem, and the `fact`.

    It is good for the indicator and the sources that it was built with.
    """

    __slots__ = ("fact",)

    def __init__(self, table: dict[str, Any], fact: Fact) -> None:
        super().__init__(table)
        self.fact = fact


def build_fact(
    table: dict[str, Any], location: Location, indicator: Indicator, sources: Container[str]
) -> tuple[Fact | None, list[Diagnostic]]:
    """Build a fact of an indicator, None where it has a problem. `sources` are the known ids."""
    fields = Fields(table, location, "a fact")
    fields.check_keys(FACT_KEYS)
    plain = {name: fields.read(_PLAIN[name]) for name in table if name in _PLAIN}
    values: dict[str, Any] = {**_DEFAULTS, **plain}
    fact = Fact(
        key=indicator.key,
        source=_read_source(fields, sources),
        amount=_read_amount(fields, values["measure"]),
        unit=_read_unit(fields, values["measure"], indicator),
        origin=location,
        **values,
    )
    _check_fact(fields)
    _check_claims(fields, fact)
    is_measure_known = all(problem.check != "measure-unknown" for problem in fields.problems)
    if fact.amount and is_measure_known:
        _check_measure(fields, fact)
    return (None if fields.problems else fact), fields.problems


def _read_source(fields: Fields, sources: Container[str]) -> str:
    if fields.lacks("source"):
        fields.report("key-missing", None, "the fact has no source", 'add source = "…"')
    source = fields.sign("source") or ""
    if source and source not in sources:
        problem = f"source '{source}' is not declared"
        remedy = f"add [sources.{source}] or correct it"
        fields.report("source-unknown", "source", problem, remedy, missing=source)
    return source


def _read_amount(fields: Fields, measure: Measure) -> Amount | None:
    qualifier = fields.read(FACT_KEYS["qualifier"])
    written = fields.table.get("value")
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, (int, str)):
        problem = f"value is {describe_type(written)}, not a number"
        fields.report(
            "type-wrong", "value", problem, 'write value = 5.3 or value = "3.38 trillion"'
        )
        return None
    try:
        return parse_amount(written, qualifier, exact_integers=measure in EXACT_MEASURES)
    except AmountError as error:
        fields.report("value-invalid", "value", error.problem, error.remedy)
        return None


def _read_unit(fields: Fields, measure: Measure, indicator: Indicator) -> str | None:
    own = fields.sign("unit")
    if "value" not in fields.table:
        return None
    if measure not in MEASURE_UNITS:
        return own or indicator.unit
    fixed = MEASURE_UNITS[measure]
    if own and own != fixed:
        problem = (
            f"a {measure} is in '{fixed}', not in '{own}'" if fixed else f"a {measure} has no unit"
        )
        fields.report("unit-wrong", "unit", problem, "remove unit", at_key=True)
    return fixed or None


def _check_fact(fields: Fields) -> None:
    """Report keys that do not go together, or without each other."""
    table = fields.table
    if "value" in table and "text" in table:
        problem = "the fact has a value and a text"
        fields.report("fact-twofold", "text", problem, "write two facts", at_key=True)
    if fields.lacks("value") and fields.lacks("text"):
        problem = "the fact has neither a value nor a text"
        fields.report("fact-empty", None, problem, "add value = … or text = …")
    if "text" in table and "qualifier" in table:
        problem = "a text has no qualifier"
        fields.report("qualifier-misplaced", "qualifier", problem, "remove qualifier", at_key=True)
    if table.get("each") is True and fields.lacks("period"):
        problem = "each says that the value holds for every step of a period, and there is none"
        remedy = 'add period = "…" or remove each'
        fields.report("period-missing", "each", problem, remedy, at_key=True)
    _check_implied(fields)
    if "value" in table and table.get("status") == "plan":
        problem = "a figure about the future is a target, not a plan"
        fields.report("status-misplaced", "status", problem, 'write status = "target"')


def _check_claims(fields: Fields, fact: Fact) -> None:
    """Report a first or a record that is said of no level that was reached."""
    is_level = fact.measure == "level" and fact.status == "actual" and not fields.lacks("value")
    for claim in ("first", "record"):
        if fields.table.get(claim) is True and not is_level:
            problem = f"{claim} is said of a level that was reached"
            remedy = f"remove {claim}, or correct measure and status"
            fields.report("claim-misplaced", claim, problem, remedy, at_key=True)


def _check_implied(fields: Fields) -> None:
    """Report keys that nothing implies: no such key, or one that the fact does not have."""
    implied = fields.table.get("implied")
    for number, key in enumerate(implied if isinstance(implied, list) else ()):
        if key not in IMPLIED_KEYS:
            problem = f"'{key}' is no key that a document may imply"
            remedy = f"write {IMPLIED_KEYS[0]}, or remove it"
            fields.report("implied-unknown", "implied", problem, remedy, item=number)
        elif fields.lacks(key):
            problem = f"{key} is implied, and the fact has none"
            fields.report(f"{key}-missing", "implied", problem, f'add {key} = "…"', item=number)


def _check_measure(fields: Fields, fact: Fact) -> None:
    """Report what a measure lacks, or what its value cannot be."""
    measure, table = fact.measure, fields.table
    if lack := find_lack(measure, fields.lacks):
        keys, problem = lack
        remedy = " or ".join(f'{key} = "…"' for key in keys)
        fields.report(f"{keys[0]}-missing", None, problem, f"add {remedy}")
    if measure not in MEASURES_WITH_BASE and "base" in table:
        problem = f"a {measure} has no base"
        remedy = "remove base or correct measure"
        fields.report("base-misplaced", "base", problem, remedy, at_key=True)
    value = fact.amount.value if fact.amount else None
    is_whole = fact.amount is not None and fact.amount.step is None
    if measure in COUNTING_MEASURES and value is not None and (value < 1 or not is_whole):
        problem = f"a {measure} is a whole number from 1"
        fields.report("value-invalid", "value", problem, "correct value or measure")
    if measure == "multiple" and value is not None and value <= 0:
        fields.report("value-invalid", "value", "a multiple is above 0", "correct value or measure")


def find_lack(
    measure: str, lacks: Callable[[str], bool]
) -> tuple[tuple[Companion, ...], str] | None:
    """Return the keys of which a measure needs one where it lacks them, and what is wrong then."""
    if measure in MEASURES_WITH_OF and lacks("of"):
        return ("of",), f"a {measure} needs what it is a {measure} of"
    if measure == "change" and lacks("of") and lacks("base"):
        return ("of", "base"), "a change needs what it is a change from"
    if measure == "multiple" and lacks("base"):
        return ("base",), "a multiple needs the period it is a multiple of"
    return None
