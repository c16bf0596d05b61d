"""HTML as a document: the text that a reader sees, and where its characters stand."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

from .documents import Document

_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "math", "head", "nav"))
_VOID = frozenset(("br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"))
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
_DATES = frozenset(
    (
        "article:published_time",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "og:published_time",
        "datepublished",
    )
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_html(text: str, name: str) -> Document:
    """Return HTML as a document; the date is that of its metadata or of its first `time`."""
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    return Document(
        "".join(reader.pieces), name, date=reader.date, source=text, places=reader.places
    )


class _Reader(HTMLParser):
    """Gathers the text of a page piece by piece, with the place of each."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.date: date | None = None
        self._length = 0
        self._hidden: list[str] = []
        self._line_starts = [0]
        self._line_starts += (match.end() for match in re.finditer("\n", source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or what is hidden, or note a date."""
        if tag in ("meta", "time"):
            self._note_date(tag, dict(attrs))
        if tag in _HIDDEN:
            self._hidden.append(tag)
        self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Do for `<br/>` what is done for `<br>`."""
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """End a block, or what is hidden."""
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()
        self._part(tag)

    def handle_data(self, data: str) -> None:
        """Take text as it is."""
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        """Take a character by its name."""
        self._add(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Take a character by its number."""
        self._add(unescape(f"&#{name};"))

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add("\n\n" if tag not in ("br", "tr", "li") else "\n")
        elif tag in _CELLS:
            self._add(" | ")

    def _add(self, text: str) -> None:
        if self._hidden or not text:
            return
        line, column = self.getpos()
        self.places.append((self._length, self._line_starts[line - 1] + column))
        self.pieces.append(text.replace("\xa0", " "))
        self._length += len(text)

    def _note_date(self, tag: str, said: dict[str, str | None]) -> None:
        if self.date is not None:
            return
        named = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
        value = said.get("datetime") if tag == "time" else said.get("content")
        found = _DAY.match(value or "")
        if found and (tag == "time" or named in _DATES):
            try:
                self.date = date.fromisoformat(found[0])
            except ValueError:
                return
