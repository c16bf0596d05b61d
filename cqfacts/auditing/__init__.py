"""Auditing: the figures of a document, each held against a store."""

from .alone import audit_alone
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
    "audit_alone",
    "audit_document",
    "audit_text",
    "load_document",
    "parse_document",
]
