"""Auditing: the figures of a document, each held against a store."""

from __future__ import annotations

from .auditing import audit_document, audit_text
from .documents import Document, DocumentError
from .findings import VERDICTS, Audit, Finding, Verdict
from .loading import load_document, parse_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what is asked for
    """Load what only few need when it is asked for."""
    if name != "audit_alone":
        raise AttributeError(name)
    from .alone import audit_alone

    return audit_alone
