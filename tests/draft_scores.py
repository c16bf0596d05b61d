"""Drafts whose figures a person gave their verdicts, and how an audit compares with them.

`tests/audit/README.md` has the format.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import tomli
from conftest import PROJECT

from cqfacts import open_store
from cqfacts.auditing import audit_document, parse_document
from cqfacts.record import Record

if TYPE_CHECKING:
    from pathlib import Path

    from cqfacts import Store
    from cqfacts.auditing import Finding

DRAFTS = PROJECT / "tests/audit/drafts"
_KINDS = {".md": "markdown", ".html": "html"}
_KEYED = ("matches", "differs", "stale", "other")


class Judged(Record):
    """A figure that a person gave a verdict, and the finding of an audit; None where it has none.

    `entry` is what the person wrote, `text` where it stands.
    """

    entry: dict[str, Any]
    finding: Finding | None
    text: str

    @property
    def verdict(self) -> str:
        """The verdict of the audit."""
        return self.finding.verdict if self.finding else "not found"

    @property
    def verdicts(self) -> list[str]:
        """The verdicts that are right."""
        return [self.entry["verdict"], *self.entry.get("also", ())]

    @property
    def has_key(self) -> bool:
        """Whether the audit names the indicator that the person named."""
        return self.finding is not None and self.finding.key == self.entry.get("key")

    @property
    def is_right(self) -> bool:
        """Whether the verdict is a right one, with the key where it accuses or accepts."""
        needs_key = self.verdict in _KEYED and "key" in self.entry
        return self.verdict in self.verdicts and (self.has_key or not needs_key)

    def __str__(self) -> str:
        """Return the figure with both verdicts, for people."""
        entry = self.entry
        wanted = f"{'/'.join(self.verdicts)} {entry.get('key', '')}"
        key = self.finding.key if self.finding else ""
        return f"{self.text}: {entry['words']!r}: {self.verdict} {key or ''}, wanted {wanted}"


class Scores(Record):
    """How the audits of some texts compare with what a person found."""

    judged: tuple[Judged, ...]

    @property
    def false_matches(self) -> list[Judged]:
        """Figures that match and should not, or match something else."""
        return [one for one in self.judged if one.verdict == "matches" and not one.is_right]

    @property
    def false_differs(self) -> list[Judged]:
        """Figures that are called wrong and are not."""
        return [
            one for one in self.judged if one.verdict == "differs" and "differs" not in one.verdicts
        ]

    @property
    def wrong(self) -> list[Judged]:
        """Figures that are wrong."""
        return [one for one in self.judged if one.entry["verdict"] == "differs"]

    @property
    def flagged(self) -> list[Judged]:
        """Wrong figures that are called wrong, of the right indicator."""
        return [one for one in self.wrong if one.verdict == "differs" and one.has_key]

    @property
    def placed(self) -> list[Judged]:
        """Figures of which a person can tell who, what and when."""
        return [one for one in self.judged if one.entry.get("placed", True)]

    @property
    def right(self) -> list[Judged]:
        """Those of them whose verdict and key are right."""
        return [one for one in self.placed if one.is_right]

    def describe(self, name: str) -> str:
        """Return the scores in a line, and every figure that has another verdict than it should."""
        lines = [
            f"{name}: {len(self.judged)} figures; false ✓ {len(self.false_matches)}; wrong figures "
            f"flagged {len(self.flagged)} of {len(self.wrong)}; false differs "
            f"{len(self.false_differs)}; right of those that can be placed {len(self.right)} of "
            f"{len(self.placed)}"
        ]
        lines += [f"  {one}" for one in self.judged if not one.is_right]
        return "\n".join(lines)


def score_drafts(folder: Path, shipped: Store) -> Scores:
    """Audit each draft of a folder."""
    judged: list[Judged] = []
    for path in sorted(folder.glob("*.toml")):
        content = tomli.loads(path.read_text(encoding="utf-8"))
        if "figures" in content and "store" in content:
            judged += _score_draft(path, content, shipped)
    return Scores(judged=tuple(judged))


def score_sentences(path: Path, shipped: Store) -> Scores:
    """Audit each sentence of a list."""
    entries = tomli.loads(path.read_text(encoding="utf-8"))["sentences"]
    judged = []
    for entry in entries:
        document = parse_document(entry["text"], "text")
        findings = audit_document(shipped, document, date=_read_date(entry)).findings
        start = entry["text"].index(entry["words"])
        found = _find(findings, start, start + len(entry["words"]))
        judged.append(Judged(entry=entry, finding=found, text=entry["text"]))
    return Scores(judged=tuple(judged))


def _score_draft(path: Path, content: dict[str, Any], shipped: Store) -> list[Judged]:
    text_path = next(
        one for ending in (".txt", ".md", ".html") if (one := path.with_suffix(ending)).exists()
    )
    text = text_path.read_text(encoding="utf-8")
    named = content["store"]
    store = shipped if named == "shipped" else open_store(path.with_name(named))
    document = parse_document(text, text_path.name, _KINDS.get(text_path.suffix, "text"))
    findings = audit_document(store, document, date=_read_date(content)).findings
    judged = []
    for entry in content["figures"]:
        start = -1
        for _ in range(entry.get("nth", 1)):
            start = text.index(entry["words"], start + 1)
        places = [
            (
                document.find_offset(one.figure.number_start),
                document.find_offset(one.figure.number_end, is_end=True),
                one,
            )
            for one in findings
        ]
        end = start + len(entry["words"])
        found = next((one for first, last, one in places if first < end and start < last), None)
        judged.append(Judged(entry=entry, finding=found, text=path.stem))
    return judged


def _find(findings: tuple[Finding, ...], start: int, end: int) -> Finding | None:
    return next(
        (f for f in findings if f.figure.number_start < end and start < f.figure.number_end),
        None,
    )


def _read_date(entry: dict[str, Any]) -> date | None:
    return date.fromisoformat(str(entry["date"])) if "date" in entry else None
