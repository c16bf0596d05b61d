"""write_book(): from a store to one HTML file, written topic by topic."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from itertools import groupby

import jinja2
from markupsafe import Markup

from cqfacts.record import Record
from cqfacts.visible import make_visible

from .chart import HEIGHT, WIDTH
from .entries import Frame, build_entry
from .links import anchor, find_language
from .sources import build_sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from cqfacts.export.excerpt import Excerpt
    from cqfacts.model import Topic

    from .entries import Entry, Outcome, TargetLine

_FOLDER = os.path.dirname(__file__)
_BETWEEN_TAGS = re.compile(r"(?<=>)\n(?=<|{%)")
# Pieces of a template are written together, so that a file is not written word by word.
_PIECES = 512
# From so many indicators on, a browser draws only what is on screen.
_MANY = 400


class Chapter(Record):
    """A topic of the book, with the keys and the labels of its indicators."""

    topic: Topic
    labels: Mapping[str, str]


class Findings:
    """What stands at the end of the book about all its topics, gathered while they are written."""

    def __init__(self) -> None:
        self.targets: list[TargetLine] = []
        self.differing: list[Outcome] = []

    def gather(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries, keeping what they say of targets and of sources that differ."""
        for entry in entries:
            self.targets += entry.targets
            self.differing += entry.differing
            yield entry


def write_book(excerpt: Excerpt, stream: TextIO, *, today: date | None = None) -> None:
    """Write the facts of an excerpt as one HTML file.

    A target is open while its period lasts, as seen from `today`, which is also the day on which
    its citations were looked up. Indicators are built one at a time.
    """
    stream.writelines(compose_book(excerpt, today=today))


def compose_book(excerpt: Excerpt, *, today: date | None = None) -> Iterator[str]:
    """Yield the text of a book piece by piece; see `write_book`."""
    today = today or date.today()  # noqa: DTZ011 - a period is over when it is for the reader
    store = excerpt.store
    # Gone through once before, for what the first lines say of all of it.
    chapters = list(_cut_chapters(excerpt))
    findings = Findings()
    sources = [source for source in store.source_ids if source in excerpt.sources]
    frame = Frame(
        store=store,
        today=today,
        request=excerpt.request,
        numbers={source: number for number, source in enumerate(sources, 1)},
        documents={},
    )
    style, script = _load("book.css"), _load("book.js")
    template = _make_environment().get_template("book.html")
    pieces = template.stream(
        store=store,
        today=today,
        policy=_write_policy(style, script),
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - likewise
        chapters=chapters,
        counts={
            "indicator": len(excerpt.keys),
            "fact": excerpt.facts,
            "source": len(excerpt.sources),
        },
        left_out=sum(map(store.left_out, store.find_troubled(excerpt.asked))),
        is_large=len(excerpt.keys) >= _MANY,
        findings=findings,
        entries_of=lambda chapter: findings.gather(
            build_entry(frame, key) for key in chapter.labels
        ),
        sources=build_sources(store, frame.documents, sources),
    )
    pieces.enable_buffering(_PIECES)
    return iter(pieces)


def _cut_chapters(excerpt: Excerpt) -> Iterator[Chapter]:
    store = excerpt.store
    for name, own in groupby(excerpt, key=lambda one: one[0].partition(".")[0]):
        yield Chapter(
            topic=store.topic(name), labels={key: store.indicator(key).label for key, _ in own}
        )


def _make_environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_load_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["anchor"] = anchor
    environment.filters["language"] = find_language
    environment.globals["size"] = (WIDTH, HEIGHT)
    return environment


def _finalize(value: object) -> object:
    """Return what a template prints: text with nothing hidden in it, and nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return make_visible(value)
    return value


def _load_template(name: str) -> str:
    """Return a template without the line ends between its tags, which a browser would keep."""
    return _BETWEEN_TAGS.sub("", _load(os.path.join("templates", name)))


def _load(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _write_policy(style: str, script: str) -> str:
    """Return what the browser is to allow: this style, this script, and nothing from anywhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
