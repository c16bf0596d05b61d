"""The flat record of a finding: what every format but the table carries."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .findings import Audit, Finding

FINDING_FIELDS = (
    "file",
    "line",
    "column",
    "start",
    "end",
    "words",
    "verdict",
    "key",
    "label",
    "measure",
    "status",
    "period",
    "of",
    "qualifier",
    "value",
    "high",
    "unit",
    "also_value",
    "also_unit",
    "sentence",
    "fact_period",
    "fact_qualifier",
    "fact_value",
    "fact_unit",
    "fact_written",
    "fact_stated",
    "fact_source",
    "fact_publisher",
    "fact_title",
    "fact_url",
    "older_period",
    "older_written",
    "older_source",
    "what",
    "near",
    "doubt",
    "key_words",
    "period_words",
    "subject_words",
    "rule",
    "other_line",
    "other_words",
)


def flatten_finding(store: Store, audit: Audit, finding: Finding) -> dict[str, Any]:
    """Return a finding by FINDING_FIELDS, with what the fact it was held against says.

    `start` and `end` count characters of the file; of a docx or pdf, of the text that is in it.
    """
    document, figure = audit.document, finding.figure
    line, column = document.locate(figure.start)
    also = figure.also
    older = finding.older
    return {
        "file": document.name,
        "line": line,
        "column": column,
        "start": document.find_offset(figure.start),
        "end": document.find_offset(figure.end, is_end=True),
        "words": _join(document.text[figure.start : figure.end]),
        "verdict": finding.verdict,
        "key": finding.key,
        "label": store.indicator(finding.key).label if finding.key else None,
        "measure": finding.measure,
        "status": finding.status,
        "period": str(finding.period) if finding.period else None,
        "of": finding.of,
        "qualifier": figure.qualifier,
        "value": finding.value,
        "high": figure.high.value if figure.high else None,
        "unit": finding.unit,
        "also_value": also.value if also else None,
        "also_unit": also.unit if also else None,
        "sentence": _join(document.text[slice(*finding.sentence)]),
        **_flatten_fact(store, finding.fact),
        "older_period": str(older.period) if older and older.period else None,
        "older_written": older.amount.written if older and older.amount else None,
        "older_source": older.source if older else None,
        "what": finding.what,
        "near": ", ".join(finding.near) or None,
        "doubt": finding.doubt,
        "key_words": ", ".join(quote(audit, one) or "" for one in finding.key_words) or None,
        "period_words": quote(audit, finding.period_words),
        "subject_words": quote(audit, finding.subject_words),
        "rule": finding.rule,
        "other_line": document.locate(finding.other_words[0])[0] if finding.other_words else None,
        "other_words": quote(audit, finding.other_words),
    }


def quote(audit: Audit, words: tuple[int, int] | None) -> str | None:
    """Return words of a document by where they stand, None for none."""
    return _join(audit.document.text[slice(*words)]) if words else None


def _join(text: str) -> str:
    return " ".join(text.split())


def _flatten_fact(store: Store, fact: Fact | None) -> dict[str, Any]:
    amount = fact.amount if fact else None
    source = store.source(fact.source) if fact else None
    return {
        "fact_period": str(fact.period) if fact and fact.period else None,
        "fact_qualifier": amount.qualifier if amount else None,
        "fact_value": amount.value if amount else None,
        "fact_unit": fact.unit if fact else None,
        "fact_written": amount.written if amount else None,
        "fact_stated": fact.stated if fact else None,
        "fact_source": source.id if source else None,
        "fact_publisher": source.publisher if source else None,
        "fact_title": source.title if source else None,
        "fact_url": source.url if source else None,
    }
