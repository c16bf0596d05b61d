"""Auditing: the figures of a document, each held against a store."""

from .auditing import audit_document, audit_text
from .documents import Document, DocumentError
from .findings import VERDICTS, Audit, Finding, Verdict
from .loading import load_document, parse_document

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
