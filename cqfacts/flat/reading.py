"""Reading flat records: the table of a fact, as a store has it, from what `flatten_fact` made."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.errors import UsageError
from cqfacts.model import MEASURE_UNITS
from cqfacts.store.facts import FACT_KEYS
from cqfacts.store.tables import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# Units and numbers are read by themselves.
_FIELDS = {name: one for name, one in FACT_KEYS.items() if name not in ("value", "unit")}
# What an empty cell comes to.
_ABSENT: tuple[object, ...] = (None, "", [])
_SWITCHES = {"true": True, "false": False}
# What is written in the file of a store without quotes, and means the same there.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")


def read_fact(record: Mapping[str, Any], unit: str | None) -> dict[str, Any]:
    """Return the table of a fact; `unit` is its indicator's, and said only where another is meant.

    Empty text stands for what is absent, as None does. What cannot be a fact is left for
    `build_fact` to say, but for `each`. Raises UsageError.
    """
    table: dict[str, Any] = {}
    for name, one in _FIELDS.items():
        if (said := record.get(name)) in _ABSENT:
            continue
        if one.kind == "flag":
            said = _read_switch(name, said)
        elif one.kind == "ids" and isinstance(said, str):
            said = said.split()
        if said != one.default:
            table[name] = said
    written = get_said(record, "written")
    if written is None:
        written = get_said(record, "value")
    if written is not None:
        table["value"] = _read_number(written)
    own = get_said(record, "unit")
    if own is not None and own != MEASURE_UNITS.get(table.get("measure", "level"), unit):
        table["unit"] = own
    return table


def get_said(record: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - as in the record
    """Return what a record says of a field, None where it is absent, null or empty."""
    said = record.get(name)
    return None if said in _ABSENT else said


def _read_switch(name: str, said: object) -> bool:
    if said is None or isinstance(said, bool):
        return bool(said)
    known = _SWITCHES.get(str(said).lower())
    if known is None:
        raise UsageError(f"{name} is '{said}', not true or false", "write true, or leave it empty")
    return known


def _read_number(written: object) -> object:
    """Return a number as a store writes it: without quotes where these are not needed."""
    if isinstance(written, Decimal):
        written = f"{written:f}"
    if not isinstance(written, str):
        return written
    if _WHOLE.fullmatch(written):
        return int(written)
    return Number(written) if _DECIMAL.fullmatch(written) else str(written)
