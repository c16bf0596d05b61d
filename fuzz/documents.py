"""The target `document`: what `cqfacts audit` reads, in each of its kinds that are text.

It is held against the shipped store, or against one whose words are drawn as well.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import tomli
from held import FOLDER, SHIPPED, TODAY, require, write_old

from cqfacts import CqfactsError, open_store
from cqfacts.auditing import audit_document
from cqfacts.auditing.loading import read_document
from cqfacts.auditing.proposals import propose, write_proposals
from cqfacts.auditing.records import flatten_finding
from cqfacts.auditing.wording import describe_finding
from cqfacts.export.json import encode
from cqfacts.model import Source

if TYPE_CHECKING:
    from cqfacts import Store
    from cqfacts.auditing import Audit, Document

KINDS = ("text", "markdown", "html")
_SOURCE = Source(id="draft", title="A draft", published=TODAY)


STORE = """\
schema = 1
[store]
title = {0}
subject = {1}
[sources.s]
title = {2}
publisher = {3}
[town]
label = {4}
aliases = [{5}]
[town.homes]
label = {6}
aliases = [{7}, "homes"]
unit = {8}
subject = {9}
facts = [
  {{ period = "2024", value = 4, stated = {10}, source = "s" }},
  {{ period = "2025", value = "5 million", stated = {10}, of = {11}, source = "s" }},
  {{ period = "2025", value = 5, measure = "growth", note = {12}, source = "s" }},
  {{ period = "2025", text = {13}, source = "s" }},
]
[town.roads]
unit = "km"
subject = {14}
facts = [{{ period = "2025", value = 7, measure = "rank", of = {15}, source = "s" }}]
"""
"""A store of words that are to be filled in."""

PLACES = 16


def read_audit(content: bytes) -> None:
    """Audit a document of the kind that the first byte says, and hold what is found against it.

    The words of the store that it is held against stand before a last U+0000, each ended by U+0001.
    """
    words, mark, body = content[1:].rpartition(b"\0")
    try:
        store = open_drawn(words.decode(errors="replace").split("\1")) if mark else _shipped()
        document = read_document(body, "draft", KINDS[(content or b"\0")[0] % len(KINDS)])
    except CqfactsError as error:
        require("\n" not in str(error), f"an error of several lines: {error}")
        return
    audit = audit_document(store, document)
    _hold_places(audit)
    records = [flatten_finding(store, audit, one) for one in audit.findings]
    text = "".join(encode(records))
    text.encode()
    read: list[dict[str, Any]] = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    require(
        [one["value"] for one in read] == [one["value"] for one in records],
        f"JSON has other values than {records}",
    )
    for finding in audit.findings:
        require("\n" not in describe_finding(audit, finding), "a finding of several lines")
    _hold_proposals(store, audit)


def open_drawn(words: list[str]) -> Store:
    """Open a store that has these words in all places, in turn."""
    path = FOLDER / "drawn.toml"
    text = STORE.format(*map(_quote, islice(cycle(words), PLACES)))
    write_old(path, text.encode())
    return open_store(path)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _hold_places(audit: Audit) -> None:
    """Hold the places of findings against the text, and those in the file against what is there."""
    document, last = audit.document, 0
    length = len(document.text)
    for finding in audit.findings:
        start, end = finding.start, finding.end
        require(0 <= start < end <= length, f"{finding} is nowhere")
        require(last <= end, f"{finding} ends before the one before it")
        first, until = finding.sentence
        require(0 <= first <= start and end <= until <= length, f"{finding} leaves its sentence")
        last = end
        shown = document.find_offset(start), document.find_offset(end, is_end=True)
        require(0 <= shown[0] < shown[1] <= len(document.source), f"{finding} is shown nowhere")
        require(_is_same(document, (start, end), shown), f"{finding} is shown where it is not")
        line, column = document.locate(start)
        before = document.source[: shown[0]]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        require((line, column) == place, f"{finding} is at {place}, not at {line}:{column}")


def _is_same(document: Document, place: tuple[int, int], shown: tuple[int, int]) -> bool:
    """Whether the file has in one place what the text has in another, at both of its ends."""
    text, source = document.text[slice(*place)], document.source[slice(*shown)]
    if len(document.text) == len(document.source) and not {"<", "&"} & set(source):
        # Marks of Markdown are blanks, or within a number characters without width.
        blanked = zip(text, source, strict=True)
        return all(one in (other, " ", "\u2060") for one, other in blanked)
    starts = source[0] == text[0] or source[0] == "&"
    return starts and (source[-1] == text[-1] or source[-1] == ";")


def _hold_proposals(store: Store, audit: Audit) -> None:
    """Hold what `--toml` prints of the new figures against what the format can be read as."""
    new = [propose(audit, one, {"source": None}) for one in audit.findings if one.verdict == "new"]
    if new:
        text = "".join(write_proposals(store, new, _SOURCE))
        try:
            tomli.loads(text)
        except tomli.TOMLDecodeError as error:
            require(False, f"{error}: {text}")


@cache
def _shipped() -> Store:
    return open_store(SHIPPED)
