"""Word and PDF files as documents, by libraries that `cqfacts[documents]` brings."""

from __future__ import annotations

from io import BytesIO

from .documents import Document, DocumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.table import Table

_ADVICE = "install it with: pip install 'cqfacts[documents]'"


def read_docx(content: bytes, name: str) -> Document:
    """Return a Word file as a document, a paragraph or a row of a table each line."""
    try:
        import docx
    except ImportError as error:
        raise DocumentError(f"{name} needs python-docx; {_ADVICE}") from error
    try:
        word = docx.Document(BytesIO(content))
    except Exception as error:
        raise DocumentError(f"{name} is not a Word file that can be read; save it anew") from error
    return Document("\n\n".join(_list_blocks(word)), name)


def _list_blocks(word: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in word.iter_inner_content():
        if isinstance(block, Table):
            yield from _list_rows(block)
        elif block.text.strip():
            yield block.text


def _list_rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(cell.text.strip().replace("\n", " ") for cell in row.cells)
        yield " | ".join(cells)


def read_pdf(content: bytes, name: str) -> Document:
    """Return the text of a PDF file as a document."""
    from logging import CRITICAL, getLogger

    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise DocumentError(f"{name} needs pypdf; {_ADVICE}") from error
    # What pypdf says of a broken file is said here in a line.
    getLogger("pypdf").setLevel(CRITICAL)
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, OSError) as error:
        raise DocumentError(f"{name} is not a PDF that can be read; save it anew") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise DocumentError(f"{name} has no text, only pictures; recognize its text first")
    return Document(text, name)
