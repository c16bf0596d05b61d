"""Small stores to compare, written in a line a fact."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cqfacts import compare

if TYPE_CHECKING:
    from collections.abc import Callable

    from cqfacts import Comparison, Store
    from cqfacts.comparison import IndicatorComparison, Row
    from cqfacts.interval import Interval

TODAY = date(2026, 6, 30)


def indicator(header: str, *facts: str, name: str = "homes") -> str:
    """Return an indicator of facts, each given as 'period value | other lines'."""
    text = f"[town.{name}]\n{header}\n"
    for fact in facts:
        words, *lines = fact.split(" | ")
        period, _, value = words.partition(" ")
        if not any(line.startswith("source") for line in lines):
            lines.append('source = "gazette"')
        number = value if value.replace(".", "").lstrip("-").isdigit() else f'"{value}"'
        text += f'[[town.{name}.facts]]\nperiod = "{period}"\nvalue = {number}\n'
        text += "\n".join(lines) + "\n"
    return text


def compare_one(store: Store, base: str | None = None) -> IndicatorComparison:
    assert store.diagnostics == ()
    (one,) = compare(store, "town.homes", base=base, today=TODAY).indicators
    return one


def rows_of(one: IndicatorComparison) -> list[Row]:
    return [row for series in one.series for row in series.rows]


HERALD = ' | source = "herald"'
"""What makes a fact one of another source."""


def side_by_side(load: Callable[[str], Store], *texts: str, terms: str) -> Comparison:
    store = load("".join(texts))
    assert store.diagnostics == ()
    return compare(store, terms.split(), today=TODAY)


def notation(one: Interval | None) -> str:
    """Return an interval in mathematics' notation, its ends to six digits."""
    if one is None:
        return "–"
    low = "−∞" if one.low is None else f"{float(one.low):.6g}"
    high = "∞" if one.high is None else f"{float(one.high):.6g}"
    return f"{one.bounds[0]}{low}, {high}{one.bounds[1]}"
