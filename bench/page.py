"""The page of the documentation that a run writes. Nothing here measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report import format_cells, format_table, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report import Row

_TEMPLATE = Path(__file__).with_name("page.md")
_INDEX = {
    True: "The index of each store was built before.",
    False: "This version of cqfacts has no index: each lookup reads the whole store.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of one run.

    `machine` are names with values, `asked` the command lines of peers, `missing` the peers that
    are not there with how to install each.
    """

    date: str
    machine: Sequence[tuple[str, str]]
    figures: Sequence[Row]
    lookups: Sequence[Row]
    has_index: bool
    asked: Sequence[str]
    missing: Sequence[tuple[str, str]]


def format_page(report: Report) -> str:
    """Return the page, one sentence a line."""
    return _TEMPLATE.read_text(encoding="utf-8").format(
        date=report.date,
        machine=format_cells(("what", "which"), report.machine),
        outcomes=_count_outcomes(report.figures),
        figures=format_table(report.figures),
        index=_INDEX[report.has_index],
        missing="".join(f"{line}\n" for line in list_missing(report.missing)),
        lookups=format_table(report.lookups),
        asked="\n".join(report.asked),
    )


def list_missing(missing: Sequence[tuple[str, str]]) -> list[str]:
    """Return a sentence for each program that is not there."""
    return [f"{name} is not installed; `{install}` brings it." for name, install in missing]


def _count_outcomes(rows: Sequence[Row]) -> str:
    outcomes = [judge(row) for row in rows]
    starts = ("reached", "not reached", "not measured")
    counts = [sum(outcome.startswith(start) for outcome in outcomes) for start in starts]
    return (
        f"Of {sum(counts)} figures that have a limit {counts[0]} are reached, {counts[1]} are not, "
        f"and {counts[2]} were not measured."
    )
