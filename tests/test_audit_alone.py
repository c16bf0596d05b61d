"""A document against itself: what cannot be true together, and what is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from cqfacts.auditing import audit_alone, parse_document

TEXTS: list[dict[str, Any]] = tomli.loads(
    (Path(__file__).parent / "audits/alone.toml").read_text(encoding="utf-8")
)["texts"]


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry["text"][:40])
def test_a_text_contradicts_itself_where_it_does(entry: dict[str, Any]) -> None:
    document = parse_document(entry["text"], "text.md", "markdown")
    findings = audit_alone(document).findings
    found = [document.text[one.start : one.end] for one in findings]
    assert [one.verdict for one in findings] == ["contradicts"] * len(findings)
    if "words" not in entry:
        assert found == []
        return
    (words,) = found
    assert entry["words"] in words
    (place,) = [one.other_words for one in findings]
    assert place is not None
    assert entry.get("other", "") in document.text[slice(*place)]
