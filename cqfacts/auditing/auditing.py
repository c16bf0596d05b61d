"""audit_text: read the figures of a text, tell what each is about, and judge it."""

from __future__ import annotations

import gc

from cqfacts.figures import read_text
from cqfacts.figures.tokens import Tokens
from cqfacts.record import replace

from .context import list_contexts
from .findings import Audit, Finding
from .judging import Judge
from .loading import parse_document
from .mentions import find_date
from .pairing import pair_figures
from .reading import AuditedDocument
from .unread import find_unread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from cqfacts.store import Store

    from .context import Context
    from .documents import Document
    from .naming import Topic


def audit_text(store: Store, text: str, *, name: str = "text", date: date | None = None) -> Audit:
    """Return the figures of a plain text, each held against a store.

    `date` is the day of the document, by which `last year` is understood; without it a day that the
    head of the text shows is taken. Offsets are in characters of the text.
    """
    return audit_document(store, parse_document(text, name), date=date)


def audit_document(store: Store, document: Document, *, date: date | None = None) -> Audit:
    """Return the figures of a document, each held against a store."""
    was_enabled = gc.isenabled()
    # Hundreds of thousands of records are made, and none of them refers to itself.
    gc.disable()
    try:
        return _audit(store, document, date)
    finally:
        if was_enabled:
            gc.enable()


def _audit(store: Store, document: Document, date: date | None) -> Audit:
    tokens = Tokens(document.text)
    reading = read_text(document.text, tokens)
    day = date or document.date or find_date(tokens)
    audited = AuditedDocument(store, tokens, reading.figures, day)
    findings: list[Finding] = []
    topic = None
    topics: list[Topic | None] = []
    # Contexts are large: they are kept together only where a word may pair their figures.
    kept = list(list_contexts(audited)) if audited.has_pairs else []
    pairs = pair_figures(kept)
    for place, context in enumerate(kept or list_contexts(audited)):
        pair = pairs.get(place)
        if pair:
            other = None if pair.place is None else topics[pair.place]
            is_told = other and pair.place is not None and other.last == kept[pair.place].last
            tells_growth = kept[pair.first].figure.direction is not None
            paired = {"is_paired": True, "tells_growth": tells_growth}
            topic = replace(other, **paired) if other and is_told else None
        judge = Judge(audited, context, day, topic)
        finding = judge.judge()
        if pair and not judge.is_carried:
            finding = judge.leave_pair(finding)
        topic = judge.next_topic(finding)
        topics.append(topic)
        before = findings[-1] if findings else None
        findings.append(finding if pair else _follow(finding, context, before))
    for figure in find_unread(document.text, reading.skipped):
        sentence, doubt = audited.find_sentence(figure), figure.doubts[0].reason
        findings.append(Finding(figure=figure, verdict="unclear", sentence=sentence, doubt=doubt))
    findings.sort(key=_start)
    return Audit(document=document, findings=tuple(findings), date=day)


def _start(finding: Finding) -> int:
    return finding.start


def _follow(finding: Finding, context: Context, before: Finding | None) -> Finding:
    """Return a finding that is not in the store as one of what the figure before is.

    `58.8 percent, up from 56.1 percent in 2023` is the same share of two years.
    """
    if before is None or before.fact is None or not context.is_from or context.wholes:
        return finding
    is_alike = (before.sentence, before.figure.kind, before.unit) == (
        finding.sentence,
        finding.figure.kind,
        finding.unit,
    )
    is_open = finding.verdict in ("new", "unclear") and finding.doubt is None
    is_open = is_open or (finding.verdict == "other" and finding.key == before.key)
    if not is_open or not is_alike or context.dated.period is None:
        return finding
    return replace(
        finding,
        verdict="other",
        key=before.key,
        measure=before.measure,
        of=before.of,
        near=(),
    )
