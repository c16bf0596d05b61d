"""Word and PDF files as documents, by libraries that `cqfacts[documents]` brings.

What these raise of a file from a stranger is of any class, and says that it cannot be read.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from .documents import Document, DocumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.table import Table
    from pypdf import PdfReader

_MOST_TEXT = 50_000_000
_MOST_OF_PAGES = 10_000_000
_MOST_PARTS = 500_000_000
_ADVICE = "install it with: pip install 'cqfacts[documents]'"


def read_docx(content: bytes, name: str) -> Document:
    """Return a Word file as a document, a paragraph or a row of a table each line."""
    try:
        import docx
    except ImportError as error:
        raise DocumentError(f"{name} needs python-docx", _ADVICE) from error
    _check_size(content, name)
    try:
        text = "\n\n".join(_list_blocks(docx.Document(BytesIO(content))))
    except MemoryError:
        raise
    except Exception as error:
        raise DocumentError(
            f"{name} is not a Word file that can be read", "save it anew"
        ) from error
    return Document(text, name)


def _check_size(content: bytes, name: str) -> None:
    """Raise DocumentError for a file that is small only as long as it is packed."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        # The library says so in its own way.
        return
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    everything = sum(part.file_size for part in parts)
    if text > _MOST_TEXT or everything > _MOST_PARTS:
        raise DocumentError(
            (
                f"{name} holds more than {_MOST_TEXT:,} bytes of text when it is unpacked, or "
                f"{_MOST_PARTS:,} of everything"
            ),
            "split the document",
        )


def _list_blocks(word: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in word.iter_inner_content():
        if isinstance(block, Table):
            yield from _list_rows(block)
        elif block.text.strip():
            yield block.text


def _list_rows(table: Table) -> Iterator[str]:
    from docx.table import _Cell

    for row in table._tbl.tr_lst:  # noqa: SLF001 - a row gives a cell again for every column it spans
        cells = (_Cell(cell, table).text.strip().replace("\n", " ") for cell in row.tc_lst)
        yield " | ".join(cells)


def read_pdf(content: bytes, name: str) -> Document:
    """Return the text of a PDF file as a document."""
    from logging import CRITICAL, getLogger

    try:
        from pypdf import PdfReader, apply_configuration
    except ImportError as error:
        raise DocumentError(f"{name} needs pypdf", _ADVICE) from error
    # What pypdf says of a broken file is said here in a line.
    getLogger("pypdf").setLevel(CRITICAL)
    try:
        # For pictures of one kind it would start a program that is on the path.
        with apply_configuration(jbig2dec_binary=None):
            text = "\n\n".join(_list_pages(PdfReader(BytesIO(content)), name))
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise DocumentError(f"{name} is not a PDF that can be read", "save it anew") from error
    if not text.strip():
        raise DocumentError(f"{name} has no text, only pictures", "recognize its text first")
    return Document(text, name)


def _list_pages(pdf: PdfReader, name: str) -> Iterator[str]:
    """Yield the text of every page. Raises DocumentError for pages that repeat without an end."""
    size = 0
    for page in pdf.pages:
        text = page.extract_text()
        size += len(text)
        if size > _MOST_OF_PAGES:
            raise DocumentError(
                f"{name} has more than {_MOST_OF_PAGES:,} characters of text", "split the document"
            )
        yield text
