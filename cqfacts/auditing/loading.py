"""Loading documents: the kinds of files that can be read, and what reads each."""

from __future__ import annotations

import os
import re
from errno import EFBIG
from itertools import islice

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.files import LARGEST_DOCUMENT, LARGEST_PAGE, MOST_CHARACTERS, MOST_NUMBERS, read_steady

from .documents import Document, DocumentError, exceed

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
# Numbers in words are so long that the characters bound them.
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,'’][0-9]+)*|[〇零一二两三四五六七八九十百千万亿]+")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def parse_document(text: str, name: str = "text", kind: str = "text") -> Document:
    """Return a text, Markdown or HTML as a document.

    Raises UsageError for another kind, and DocumentError for what is beyond a limit.
    """
    if kind not in ("text", "markdown", "html"):
        raise UsageError(f"'{kind}' is no kind of text", "there are text, markdown and html")
    if kind == "html" and len(text) > LARGEST_PAGE:
        raise exceed(name, LARGEST_PAGE, "characters, with its tags")
    if kind != "html" and len(text) > MOST_CHARACTERS:
        raise exceed(name, MOST_CHARACTERS, "characters of text")
    return _check_numbers(_parse(text, name, kind))


def _parse(text: str, name: str, kind: str) -> Document:
    if kind == "markdown":
        from .markdown import parse_markdown

        return parse_markdown(text, name)
    if kind == "html":
        from .html import parse_html

        return parse_html(text, name)
    return Document(text, name)


def _check_numbers(document: Document) -> Document:
    """Return a document. Raises DocumentError where it has more numbers than are audited."""
    beyond = islice(_NUMBER.finditer(document.text), MOST_NUMBERS, None)
    if next(beyond, None) is not None:
        raise exceed(document.name, MOST_NUMBERS, "numbers")
    return document


def load_document(path: str, kind: str | None = None) -> Document:
    """Read a file, as what its ending says unless a kind is given.

    Raises DocumentError, and NotFoundError where there is none.
    """
    try:
        content = read_steady(path, LARGEST_DOCUMENT)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no document {path}", "name a file, or - to pipe one"
        ) from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path} is a folder", "name the documents in it") from error
    except OSError as error:
        if error.errno == EFBIG:
            raise DocumentError(f"{path} {error.strerror}", "split the document") from error
        raise DocumentError(
            f"{path} cannot be read ({error.strerror})", "name a file that you may read"
        ) from error
    return read_document(content, path, kind)


def read_document(content: bytes, name: str, kind: str | None = None) -> Document:
    """Return the content of a file as a document; the kind is told by the name or the content."""
    kind = kind or _find_kind(content, name)
    if kind in ("docx", "pdf"):
        from .office import read_office

        return _check_numbers(read_office(content, name, kind))
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
            f"{name} is not UTF-8 text (byte {error.start})", "save it as UTF-8"
        ) from error
    return text if "\n" in text else text.replace("\r", "\n")
