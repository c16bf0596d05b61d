"""Loading documents: the kinds of files that can be read, and what reads each."""

from __future__ import annotations

import os

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.files import read_steady

from .documents import Document, DocumentError

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
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def parse_document(text: str, name: str = "text", kind: str = "text") -> Document:
    """Return a text, Markdown or HTML as a document. Raises UsageError for another kind."""
    if kind == "markdown":
        from .markdown import parse_markdown

        return parse_markdown(text, name)
    if kind == "html":
        from .html import parse_html

        return parse_html(text, name)
    if kind != "text":
        raise UsageError(f"'{kind}' is no kind of text", "there are text, markdown and html")
    return Document(text, name)


def load_document(path: str, kind: str | None = None) -> Document:
    """Read a file, as what its ending says unless a kind is given.

    Raises DocumentError, and NotFoundError where there is none.
    """
    try:
        content = read_steady(path)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"there is no document {path}", "name a file, or - to pipe one"
        ) from error
    except IsADirectoryError as error:
        raise DocumentError(f"{path} is a folder", "name the documents in it") from error
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read ({error.strerror})", "name a file that you may read"
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
            f"{name} is not UTF-8 text (byte {error.start})", "save it as UTF-8"
        ) from error
    return text if "\n" in text else text.replace("\r", "\n")
