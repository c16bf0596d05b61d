"""A comparison as one nested document, for JSON."""

from __future__ import annotations

from cqfacts.comparison.verdicts import describe_discrepancy
from cqfacts.rounding import widen

from .facts import flatten_fact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
    from cqfacts.store import Store

ENDS = ("low", "high", "bounds")
"""What is written of an interval: its ends, and which of them belong to it."""


def document_comparison(store: Store, comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as nested plain data; its facts are flat fact records."""
    return {
        "indicators": [_document_indicator(store, one) for one in comparison.indicators],
        "across": _document_across(comparison.across) if comparison.across else None,
    }


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
        "common": document_interval(judgement.common),
        "gap": document_interval(judgement.gap),
        "contradicting": list(judgement.contradicting),
        "facts": [flatten_fact(store, fact) for fact in row.facts],
        "change": _document_change(row.change) if row.change else None,
        "target": _document_target(row.target) if row.target else None,
        "problems": [
            {"check": found.check, "problem": describe_discrepancy(found)} for found in row.problems
        ],
    }


def _document_change(change: Change) -> dict[str, Any]:
    return {
        "against": str(change.against),
        "unit": change.unit,
        "absolute": document_interval(change.absolute),
        "percent": document_interval(shorten(change.percent)),
        "yearly": document_interval(shorten(change.yearly)),
        "direction": change.direction,
        "outcome": change.outcome,
    }


def _document_target(target: TargetOutcome) -> dict[str, Any]:
    return {
        "verdict": target.verdict,
        "wanted": document_interval(target.wanted),
        "actual_period": str(target.actual.period) if target.actual else None,
        "actual": document_interval(target.actual.judgement.common) if target.actual else None,
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
        "common": document_interval(cell.judgement.common),
        "unit": cell.facts[0].unit,
        "sources": list(dict.fromkeys(fact.source for fact in cell.facts)),
    }


def _document_relation(relation: Relation | None) -> dict[str, Any] | None:
    if relation is None:
        return None
    return {
        "ratio": document_interval(shorten(relation.ratio)),
        "share": document_interval(shorten(relation.share)),
        "difference": document_interval(relation.difference),
        "reason": relation.reason,
    }


def document_interval(interval: Interval | None) -> dict[str, Any] | None:
    """Return an interval by ENDS."""
    if interval is None:
        return None
    return {end: getattr(interval, end) for end in ENDS}


def shorten(interval: Interval | None) -> Interval | None:
    """Return a quotient with ends of a length that can be read, rounded away from each other."""
    return widen(interval) if interval else None
