"""Comparisons as plain data: one document for JSON, and one flat record a row for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cqfacts.rounding import widen

from .facts import flatten_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cqfacts.comparison import (
        Across,
        Change,
        Comparison,
        IndicatorComparison,
        Relation,
        Row,
        Series,
        TargetOutcome,
    )
    from cqfacts.interval import Interval
    from cqfacts.model import Indicator
    from cqfacts.store import Store

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
    "low",
    "high",
    "bounds",
    "written",
    "sources",
    "verdict",
    "against",
    "change_low",
    "change_high",
    "change_bounds",
    "change_unit",
    "percent_low",
    "percent_high",
    "percent_bounds",
    "yearly_low",
    "yearly_high",
    "yearly_bounds",
    "direction",
    "outcome",
    "target",
    "actual_period",
    "other",
    "ratio_low",
    "ratio_high",
    "ratio_bounds",
    "difference_low",
    "difference_high",
    "difference_bounds",
    "reason",
)


def document_comparison(store: Store, comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as nested plain data; its facts are flat fact records."""
    return {
        "indicators": [_document_indicator(store, one) for one in comparison.indicators],
        "across": _document_across(comparison.across) if comparison.across else None,
    }


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


def _document_indicator(store: Store, one: IndicatorComparison) -> dict[str, Any]:
    indicator = one.indicator
    return {
        "key": indicator.key,
        "label": indicator.label,
        "subject": indicator.subject,
        "unit": indicator.unit,
        "kind": indicator.kind,
        "better": indicator.better,
        "growth_basis": indicator.growth_basis,
        "series": [_document_series(store, series) for series in one.series],
        "footnotes": list(one.footnotes),
    }


def _document_series(store: Store, series: Series) -> dict[str, Any]:
    return {
        "measure": series.measure,
        "of": series.of,
        "base": str(series.base) if series.base else None,
        "unit": series.unit,
        "rows": [_document_row(store, row) for row in series.rows],
        "overall": {
            "period": str(series.overall.period),
            "change": _document_change(series.overall.change),
        }
        if series.overall
        else None,
    }


def _document_row(store: Store, row: Row) -> dict[str, Any]:
    judgement = row.judgement
    return {
        "period": str(row.period),
        "status": row.status,
        "verdict": judgement.verdict,
        "common": _document_interval(judgement.common),
        "gap": _document_interval(judgement.gap),
        "contradicting": list(judgement.contradicting),
        "facts": [flatten_fact(store, fact) for fact in row.facts],
        "change": _document_change(row.change) if row.change else None,
        "target": _document_target(row.target) if row.target else None,
    }


def _document_change(change: Change) -> dict[str, Any]:
    return {
        "against": str(change.against),
        "unit": change.unit,
        "absolute": _document_interval(change.absolute),
        "percent": _document_interval(_computed(change.percent)),
        "yearly": _document_interval(_computed(change.yearly)),
        "direction": change.direction,
        "outcome": change.outcome,
    }


def _document_target(target: TargetOutcome) -> dict[str, Any]:
    return {
        "verdict": target.verdict,
        "wanted": _document_interval(target.wanted),
        "actual_period": str(target.actual.period) if target.actual else None,
        "actual": _document_interval(target.actual.judgement.common) if target.actual else None,
    }


def _document_across(across: Across) -> dict[str, Any]:
    return {
        "keys": [indicator.key for indicator in across.indicators],
        "rows": [
            {
                "measure": row.measure,
                "of": row.of,
                "period": str(row.period),
                "cells": [_document_cell(cell) for cell in row.cells],
                "relations": [_document_relation(relation) for relation in row.relations],
            }
            for row in across.rows
        ],
        "footnotes": list(across.footnotes),
    }


def _document_cell(cell: Row | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "verdict": cell.judgement.verdict,
        "common": _document_interval(cell.judgement.common),
        "unit": cell.facts[0].unit,
    }


def _document_relation(relation: Relation | None) -> dict[str, Any] | None:
    if relation is None:
        return None
    return {
        "ratio": _document_interval(_computed(relation.ratio)),
        "share": _document_interval(_computed(relation.share)),
        "difference": _document_interval(relation.difference),
        "reason": relation.reason,
    }


def _document_interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high, "bounds": interval.bounds}


def _computed(interval: Interval | None) -> Interval | None:
    """Return a quotient with ends of a length that can be read, rounded away from each other."""
    return widen(interval) if interval else None


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
    }


def _flatten_change(change: Change) -> dict[str, Any]:
    return {
        "against": str(change.against),
        **_flatten_interval("change_", change.absolute),
        "change_unit": change.unit,
        **_flatten_interval("percent_", _computed(change.percent)),
        **_flatten_interval("yearly_", _computed(change.yearly)),
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
                **_flatten_interval("ratio_", _computed(relation.ratio) if relation else None),
                **_flatten_interval("difference_", relation.difference if relation else None),
                "reason": relation.reason if relation else None,
            }


def _flatten_interval(prefix: str, interval: Interval | None) -> dict[str, Any]:
    return {
        f"{prefix}low": interval.low if interval else None,
        f"{prefix}high": interval.high if interval else None,
        f"{prefix}bounds": interval.bounds if interval else None,
    }
