"""Provenance: the words of the facts held against the documents themselves."""

from __future__ import annotations

import re

from cqfacts.files import read_steady

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cqfacts.diagnostics import Diagnostic

    from .report import Context

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LONGEST_PASSAGE = 80


def check_documents(context: Context) -> Iterator[Diagnostic]:
    """Report words that do not stand in their document, with the nearest passage.

    Line breaks and the style of quotes are no difference. A source without a document is passed
    over.
    """
    if context.documents is None:
        return
    texts: dict[str, str | None] = {}
    for fact in context.all_facts:
        if not fact.stated:
            continue
        if fact.source not in texts:
            try:
                texts[fact.source] = _load_document(context.documents, fact.source)
            except UnicodeDecodeError:
                texts[fact.source] = None
                problem = f"the document {fact.source}.txt is not UTF-8"
                yield report("source-words", at_fact(fact, "source"), problem, "save it as UTF-8")
        text = texts[fact.source]
        stated = flatten(fact.stated)
        if text is not None and not _holds(text, stated):
            problem = f"'{fact.stated}' is not in {fact.source}"
            passage = find_nearest(stated, text)
            remedy = f"did you mean '{passage}'?" if passage else "quote it as it stands there"
            yield report("source-words", at_fact(fact, "stated"), problem, remedy)


def _load_document(folder: Path, source_id: str) -> str | None:
    """Return the flat text of a document, None where there is none in the folder itself.

    Raises UnicodeDecodeError.
    """
    path = folder / f"{source_id}.txt"
    if path.parent != folder or not path.is_file():
        return None
    return flatten(read_steady(str(path)).decode())


def _holds(text: str, stated: str) -> bool:
    """Whether the words stand in a text, and not within a longer number."""
    before = r"(?<![\d])" if stated[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if stated[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(stated)}{after}", text) is not None


def flatten(text: str) -> str:
    """Return text with straight quotes and single spaces."""
    return " ".join(text.translate(_QUOTES).split())


def find_nearest(words: str, text: str) -> str | None:
    """Return the passage of a text that is most like these words, None when none is.

    Both are flat. Passages of as many words are compared, those first that share a rare word.
    """
    from difflib import SequenceMatcher

    wanted, tokens = words.split(), text.split()
    places: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        places.setdefault(token.strip(".,;:\"'()").casefold(), []).append(number)
    starts: set[int] = set()
    for offset, word in enumerate(wanted):
        found = places.get(word.strip(".,;:\"'()").casefold(), [])
        if len(found) <= _COMMON:
            starts.update(max(number - offset, 0) for number in found)
    best, passage = 0.0, None
    for start in sorted(starts):
        candidate = " ".join(tokens[start : start + len(wanted)])
        likeness = SequenceMatcher(None, words, candidate, autojunk=False).ratio()
        if likeness > best:
            best, passage = likeness, candidate
    return passage[:_LONGEST_PASSAGE] if passage and best > _LEAST_LIKENESS else None


_COMMON = 50
_LEAST_LIKENESS = 0.5
