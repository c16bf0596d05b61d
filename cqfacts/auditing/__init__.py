"""Auditing: the figures of a document, each held against a store."""

from .auditing import audit_document, audit_text
from .documents import Document, DocumentError, load_document, parse_document
from .findings import VERDICTS, Audit, Finding, Verdict

__all__ = [
    "VERDICTS",
    "Audit",
    "Document",
    "DocumentError",
    "Finding",
    "Verdict",
    "audit_document",
    "audit_text",
    "load_document",
    "parse_document",
]
