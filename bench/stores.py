"""Stores of any size, the same for the same seed: sound facts in the shape of real ones."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FACTS_AN_INDICATOR = 20


def write_store(path: Path, facts: int, seed: int = 1) -> None:
    """Write a store of so many facts, with levels, growths, ranks and texts."""
    draw = random.Random(seed)  # noqa: S311 - for data, not for secrets
    lines = ["schema = 1", "", "[sources.report]", 'title = "The report"', ""]
    for number in range((facts + _FACTS_AN_INDICATOR - 1) // _FACTS_AN_INDICATOR):
        key = f"topic-{number % 20}.indicator-{number}"
        lines += [f"[{key}]", f'label   = "Indicator {number}"']
        lines += [f'aliases = ["measure {number}", "指标{number}"]', 'unit    = "units"', ""]
        for year in range(min(_FACTS_AN_INDICATOR, facts - number * _FACTS_AN_INDICATOR)):
            value = draw.randrange(1_000, 1_000_000)
            period = f'"{2000 + year}"'
            lines += [f"[[{key}.facts]]"]
            match year % 4:
                case 0:
                    lines += [f"period = {period}", f"value  = {value}"]
                    lines += [f'stated = "{value:,} units"']
                case 1:
                    lines += [f"period    = {period}", 'qualifier = "over"']
                    lines += [f"value     = {value}", f'stated    = "more than {value:,}"']
                case 2:
                    lines += ['measure = "rank"', 'of      = "towns"', f"period  = {period}"]
                    lines += ["value   = 3", 'stated  = "third among towns"']
                case _:
                    lines += [f"period = {period}", f'text   = "Something of {year} was done"']
            lines += ['source = "report"', ""]
    path.write_text("\n".join(lines), encoding="utf-8")
