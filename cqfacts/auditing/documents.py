"""Documents: files of several kinds as text, with the places of its characters in the file."""

from __future__ import annotations

import os
from bisect import bisect_right
from functools import cached_property

from cqfacts.content import read_steady
from cqfacts.errors import CqfactsError, NotFoundError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_KINDS = {
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
KINDS = tuple(dict.fromkeys(_KINDS.values()))
"""The kinds of documents that can be read."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class DocumentError(CqfactsError):
    """A document cannot be read."""

    exit_status = 5


class Document:
    """A document as it is audited: its text, its name, and the date that it shows.

    `source` is what the file has where its text is not all of it, as in HTML; `places` are then
    pairs of offsets, of the text and of the source, from which on both run alike. Of a docx or a
    pdf the text is the source: its lines are paragraphs, or those of the pages.
    """

    def __init__(
        self,
        text: str,
        name: str = "text",
        *,
        date: date | None = None,
        source: str | None = None,
        places: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.name = name
        self.date = date
        self.source = text if source is None else source
        self._places = tuple(places)
        self._place_starts = [place[0] for place in self._places]

    def find_offset(self, offset: int, *, is_end: bool = False) -> int:
        """Return where a character of the text stands in the source, or where one ends."""
        if not self._places:
            return offset
        place = max(bisect_right(self._place_starts, offset - is_end) - 1, 0)
        start, source_start = self._places[place]
        if is_end and self.source.startswith("&", source_start) and offset == start + 1:
            # A character that is written by its name ends with the name.
            return self.source.index(";", source_start) + 1
        return source_start + offset - start

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character of the text, both counted from 1."""
        place = self.find_offset(offset)
        line = bisect_right(self._line_starts, place)
        return line, place - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        found = self.source.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.source.find("\n", found + 1)
        return starts


def parse_document(text: str, name: str = "text", kind: str = "text") -> Document:
    """Return a text, Markdown or HTML as a document. Raises UsageError for another kind."""
    if kind == "markdown":
        from .markdown import parse_markdown

        return parse_markdown(text, name)
    if kind == "html":
        from .html import parse_html

        return parse_html(text, name)
    if kind != "text":
        raise UsageError(f"'{kind}' is no kind of text; there are text, markdown and html")
    return Document(text, name)


def load_document(path: str, kind: str | None = None) -> Document:
    """Read a file, as what its ending says unless a kind is given.

    Raises DocumentError, and NotFoundError where there is none.
    """
    try:
        content = read_steady(path)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no document {path}; name a file, or - to pipe one"
        ) from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path} is a folder; name the documents in it") from error
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read ({error.strerror}); name a file that you may read"
        ) from error
    return read_document(content, path, kind)


def read_document(content: bytes, name: str, kind: str | None = None) -> Document:
    """Return the content of a file as a document; the kind is told by the name or the content."""
    kind = kind or _find_kind(content, name)
    if kind in ("docx", "pdf"):
        from .office import read_docx, read_pdf

        return (read_docx if kind == "docx" else read_pdf)(content, name)
    return parse_document(_decode(content, name), name, kind)


def _find_kind(content: bytes, name: str) -> str:
    head = content[:1024].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith(b"pk\x03\x04"):
        return "docx"
    known = _KINDS.get(os.path.splitext(name)[1].lower())
    if known in (None, "text") and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return known or "text"


def _decode(content: bytes, name: str) -> str:
    encoding = next((said for mark, said in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error
    return text if "\n" in text else text.replace("\r", "\n")
