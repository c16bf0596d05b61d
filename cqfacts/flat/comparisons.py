"""A comparison as flat records, one a row, for the formats that have rows."""

from __future__ import annotations

from cqfacts.comparison.verdicts import describe_discrepancy

from .documents import ENDS, document_interval, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cqfacts.comparison import Across, Change, Comparison, Row, Series
    from cqfacts.interval import Interval
    from cqfacts.model import Indicator


def _name_ends(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{end}" for end in ENDS)


COMPARISON_FIELDS = (
    "row",
    "key",
    "label",
    "subject",
    "measure",
    "of",
    "base",
    "status",
    "period",
    "unit",
    *ENDS,
    "written",
    "sources",
    "verdict",
    "against",
    *_name_ends("change_"),
    "change_unit",
    *_name_ends("percent_"),
    *_name_ends("yearly_"),
    "direction",
    "outcome",
    "target",
    "actual_period",
    "other",
    *_name_ends("ratio_"),
    *_name_ends("difference_"),
    "reason",
    "problems",
)


def flatten_comparison(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Yield one record a row by COMPARISON_FIELDS.

    `row` says what it is: `period`, the `overall` row of a series, or `across` indicators.
    """
    blank = dict.fromkeys(COMPARISON_FIELDS)
    for one in comparison.indicators:
        for series in one.series:
            head = {**blank, **_head(one.indicator, series)}
            for row in series.rows:
                yield {**head, "row": "period", **_flatten_row(row)}
            if series.overall:
                place = {"period": str(series.overall.period), "status": "actual"}
                yield {**head, "row": "overall", **place, **_flatten_change(series.overall.change)}
    if comparison.across:
        for record in _flatten_across(comparison.across):
            yield {**blank, **record}


def _head(indicator: Indicator, series: Series) -> dict[str, Any]:
    return {
        "key": indicator.key,
        "label": indicator.label,
        "subject": indicator.subject,
        "measure": series.measure,
        "of": series.of,
        "base": str(series.base) if series.base else None,
        "unit": series.unit,
    }


def _flatten_row(row: Row) -> dict[str, Any]:
    target = row.target
    return {
        "status": row.status,
        "period": str(row.period),
        **_flatten_interval("", row.judgement.common),
        "written": "; ".join(fact.amount.written for fact in row.facts if fact.amount),
        "sources": "; ".join(fact.source for fact in row.facts),
        "verdict": row.judgement.verdict,
        **(_flatten_change(row.change) if row.change else {}),
        "target": target.verdict if target else None,
        "actual_period": str(target.actual.period) if target and target.actual else None,
        "problems": "; ".join(dict.fromkeys(map(describe_discrepancy, row.problems))) or None,
    }


def _flatten_change(change: Change) -> dict[str, Any]:
    return {
        "against": str(change.against),
        **_flatten_interval("change_", change.absolute),
        "change_unit": change.unit,
        **_flatten_interval("percent_", shorten(change.percent)),
        **_flatten_interval("yearly_", shorten(change.yearly)),
        "direction": change.direction,
        "outcome": change.outcome,
    }


def _flatten_across(across: Across) -> Iterator[dict[str, Any]]:
    last = across.indicators[-1]
    for row in across.rows:
        for indicator, cell, relation in zip(
            across.indicators, row.cells, (*row.relations, None), strict=True
        ):
            if cell is None:
                continue
            yield {
                "row": "across",
                "key": indicator.key,
                "label": indicator.label,
                "subject": indicator.subject,
                "measure": row.measure,
                "of": row.of,
                "unit": cell.facts[0].unit,
                **_flatten_row(cell),
                # Changes stand in the rows of the indicator itself.
                **dict.fromkeys(("against", "direction", "outcome", "change_unit")),
                **_flatten_interval("change_", None),
                **_flatten_interval("percent_", None),
                **_flatten_interval("yearly_", None),
                "other": last.key if relation else None,
                **_flatten_interval("ratio_", shorten(relation.ratio) if relation else None),
                **_flatten_interval("difference_", relation.difference if relation else None),
                "reason": relation.reason if relation else None,
            }


def _flatten_interval(prefix: str, interval: Interval | None) -> dict[str, Any]:
    ends = document_interval(interval) or dict.fromkeys(ENDS)
    return {f"{prefix}{end}": value for end, value in ends.items()}
