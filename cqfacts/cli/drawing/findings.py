"""How an audit looks: each sentence with its figure marked, the verdict, and the fact behind it."""

from __future__ import annotations

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from cqfacts.auditing.wording import describe_grounds, describe_verdict

from .parts import render_sources
from .wrapping import show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from cqfacts.auditing import Audit, Finding
    from cqfacts.store import Store

_SIGNS = {
    "differs": "✗",
    "contradicts": "≠",
    "stale": "↻",
    "unclear": "?",
    "other": "○",
    "new": "+",
    "matches": "✓",
}
"""The worst come first."""
_STYLES = {
    "matches": "green",
    "differs": "bold red",
    "contradicts": "bold red",
    "stale": "yellow",
    "other": "cyan",
    "new": "cyan",
    "unclear": "dim",
}
_AROUND = 160
"""So many characters of a sentence are shown on either side of its figures."""


def render_audits(
    store: Store, found: Iterable[tuple[Audit, Sequence[Finding]]], *, why: bool = False
) -> Iterator[RenderableType]:
    """Yield of each document how many figures it has and its sentences, then the sources.

    `why` adds to each figure from which words it was told what it is about.
    """
    sources: dict[str, str] = {}
    for audit, findings in found:
        yield Group(_render_counts(audit), Text(""))
        for sentence in _group(findings):
            yield _render_sentence(audit, sentence, why=why)
            for finding in sentence:
                if finding.fact is not None:
                    sources[finding.fact.source] = finding.fact.source
    if sources:
        yield Group(*render_sources(store, sources))


def _group(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings of each sentence."""
    group: list[Finding] = []
    for finding in findings:
        if group and group[0].sentence != finding.sentence:
            yield group
            group = []
        group.append(finding)
    if group:
        yield group


def _render_sentence(audit: Audit, findings: Sequence[Finding], *, why: bool) -> RenderableType:
    line, _ = audit.document.locate(findings[0].start)
    place = Text(f"{show(audit.document.name)}:{line}", style="dim")
    rows: list[RenderableType] = [place, Padding(_mark(audit, findings), (0, 0, 0, 2))]
    for finding in findings:
        words = " ".join(audit.document.text[finding.start : finding.end].split())
        verdict = Text(f"{_SIGNS[finding.verdict]} ", style=_STYLES[finding.verdict])
        verdict.append(show(words), style="bold")
        said = f" {describe_verdict(audit, finding)}"
        verdict.append(show(said), style="not bold")
        rows.append(Padding(verdict, (0, 0, 0, 2)))
        if why:
            rows.append(Padding(Text(show(describe_grounds(audit, finding)), "dim"), (0, 0, 0, 4)))
    return Group(*rows, Text(""))


def _mark(audit: Audit, findings: Sequence[Finding]) -> Text:
    """Return a sentence with brackets around its figures, which stand out without colour too."""
    text = audit.document.text
    start, end = findings[0].sentence
    first, last = max(start, findings[0].start - _AROUND), min(end, findings[-1].end + _AROUND)
    marked = Text("" if first == start else "…")
    for finding in findings:
        _append(marked, text[first : finding.start])
        marked.append("[")
        marked.append(
            show(" ".join(text[finding.start : finding.end].split())),
            style=_STYLES[finding.verdict],
        )
        marked.append("]")
        first = finding.end
    _append(marked, text[first:last])
    return marked.append("" if last == end else "…")


def _append(marked: Text, text: str) -> None:
    """Append text with every run of white space as one space."""
    if text:
        words = " ".join(text.split())
        # Marks that are blanked out leave a space before a comma.
        before = " " if text[0].isspace() and words[:1] not in (",", ".", ";", ":", ")") else ""
        after = " " if text[-1].isspace() and words else ""
        marked.append(show(f"{before}{words}{after}"), style="not bold")


def _render_counts(audit: Audit) -> RenderableType:
    """Return how many figures a document has, by verdict."""
    counts = [
        f"{count} {verdict}"
        for verdict in _SIGNS
        if (count := audit.count(verdict))  # type: ignore[arg-type]  # they are
    ]
    figures = len(audit.findings)
    noun = "figure" if figures == 1 else "figures"
    told = f"{show(audit.document.name)}: {figures} {noun}"
    return Text(f"{told}: {', '.join(counts)}" if counts else told, style="bold")
