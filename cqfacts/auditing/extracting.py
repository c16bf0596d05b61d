"""Word and PDF files → text, by libraries that `cqfacts[documents]` brings: a process of its own.

`office` starts it. The file comes by standard input, which then stays open for as long as whoever
started the process lives; the text goes to standard output in UTF-8. The exit status is an
`Outcome`. What takes more memory or time than it may is ended by the process itself, or else by
the system.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from enum import IntEnum
from io import BytesIO
from threading import Thread
from zipfile import ZipFile

from cqfacts.files import (
    EXTRACTION_MEMORY,
    EXTRACTION_SECONDS,
    EXTRACTION_SPEED,
    LARGEST_PDF_CONTENT,
    LARGEST_WORD_FILE,
    LARGEST_WORD_TEXT,
    MOST_CHARACTERS,
)

try:
    import resource
except ImportError:  # Windows has none, and no limits of a process.
    resource = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.table import Table
    from pypdf import PageObject
    from pypdf.generic import PdfObject, StreamObject

_LOOK_SECONDS = 0.02
_NO_MEMORY = 2  # as libxml2 counts its errors
_BYTES_OF_MAXIMUM = 1 if sys.platform == "darwin" else 1024
"""What the system counts the most memory of a process in."""


class Outcome(IntEnum):
    """How an extraction ended; what Python itself ends with is none of these."""

    READ = 0
    UNREADABLE = 20
    NO_LIBRARY = 21
    TOO_COSTLY = 22
    TOO_MUCH_TEXT = 23
    TOO_MUCH_UNPACKED = 24


class ExtractionError(Exception):
    """A file is beyond a limit."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Budget:
    """What an extraction may take: memory, and time, of which its text brings more.

    A text that takes long only because there is much of it is read whole. A file of few bytes has
    no more time for much text, so that what costs little to make costs little to refuse.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._characters = 0
        self._seconds = float(EXTRACTION_SECONDS)
        if resource is not None:
            # Where the system heeds it, as Linux does; elsewhere `watch` sees what is taken.
            _limit(resource.RLIMIT_AS, EXTRACTION_MEMORY)
            _limit(resource.RLIMIT_CORE, 0)
        self._limit_time()

    def count(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the pieces of a text. Raises ExtractionError for too much of it."""
        for piece in pieces:
            self._characters += len(piece)
            if self._characters > MOST_CHARACTERS:
                raise ExtractionError(Outcome.TOO_MUCH_TEXT)
            earned = min(self._characters, self._size) / EXTRACTION_SPEED
            if EXTRACTION_SECONDS + earned >= self._seconds + 1:
                self._seconds = EXTRACTION_SECONDS + earned
                self._limit_time()
            yield piece

    def _limit_time(self) -> None:
        """Let the system end what `watch` cannot, as it holds on to the interpreter."""
        if resource is not None:
            _limit(resource.RLIMIT_CPU, int(self._seconds) + 1)

    def watch(self) -> None:
        """End the process when it takes more than it may; run in a thread."""
        while True:
            if resource is not None:
                most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES_OF_MAXIMUM
                if most > EXTRACTION_MEMORY:
                    os._exit(Outcome.TOO_COSTLY)
            if time.process_time() > self._seconds:
                os._exit(Outcome.TOO_COSTLY)
            time.sleep(_LOOK_SECONDS)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # macOS may refuse a limit of addresses.
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, hard))


def main(arguments: Sequence[str]) -> None:
    """Extract the text of a file of a kind and of so many bytes, and end the process."""
    kind, size = arguments
    budget = Budget(int(size))
    Thread(target=budget.watch, daemon=True).start()
    content = sys.stdin.buffer.read(int(size))
    Thread(target=_end_with_starter, daemon=True).start()
    # Nothing is tidied up: there is nothing but memory, and threads that wait.
    os._exit(_extract(content, kind, budget))


def _end_with_starter() -> None:
    """End the process when the one that started it has ended, however that was."""
    sys.stdin.buffer.read(1)
    os._exit(Outcome.UNREADABLE)


def _extract(content: bytes, kind: str, budget: Budget) -> Outcome:
    read = list_blocks if kind == "docx" else list_pages
    try:
        text = "\n\n".join(budget.count(read(content)))
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    except ExtractionError as error:
        return error.outcome
    except ImportError:
        return Outcome.NO_LIBRARY
    except Exception as error:  # noqa: BLE001 - of a file from a stranger the libraries raise anything
        return Outcome.TOO_COSTLY if _is_limit(error) else Outcome.UNREADABLE
    return Outcome.READ


def _is_limit(error: Exception) -> bool:
    """Whether memory is short, for Python or for libxml2, or pypdf meets a limit of its own."""
    is_short = isinstance(error, MemoryError) or getattr(error, "code", None) == _NO_MEMORY
    return is_short or type(error).__name__ == "LimitReachedError"


def list_blocks(content: bytes) -> Iterator[str]:
    """Yield the paragraphs of a Word file, and the rows of its tables."""
    import docx
    from docx.table import Table

    _check_parts(content)
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            yield from _list_rows(block)
        elif block.text.strip():
            yield block.text


def _check_parts(content: bytes) -> None:
    """Raise ExtractionError for a file that is small only as long as it is packed."""
    with ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
    # No more of a part is unpacked than it says it has.
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if text > LARGEST_WORD_TEXT or sum(part.file_size for part in parts) > LARGEST_WORD_FILE:
        raise ExtractionError(Outcome.TOO_MUCH_UNPACKED)


def _list_rows(table: Table) -> Iterator[str]:
    from docx.table import _Cell

    for row in table._tbl.tr_lst:  # noqa: SLF001 - a row gives a cell again for every column it spans
        cells = (_Cell(cell, table).text.strip().replace("\n", " ") for cell in row.tc_lst)
        yield " | ".join(cells)


def list_pages(content: bytes) -> Iterator[str]:
    """Yield the text of every page of a PDF."""
    from logging import CRITICAL, getLogger

    from pypdf import PdfReader, apply_configuration

    # What pypdf says of a broken file is not shown.
    getLogger("pypdf").setLevel(CRITICAL)
    # For pictures of one kind it would start a program that is on the path.
    with apply_configuration(jbig2dec_binary=None):
        pages = PdfReader(BytesIO(content)).pages
        _check_contents(pages)
        for page in pages:
            yield page.extract_text()


def _check_contents(pages: Iterable[PageObject]) -> None:
    """Raise ExtractionError for pages that are small only as long as they are packed."""
    size = 0
    for page in pages:
        size += sum(len(stream.get_data()) for stream in _list_streams(page.get("/Contents")))
        if size > LARGEST_PDF_CONTENT:
            raise ExtractionError(Outcome.TOO_MUCH_UNPACKED)


def _list_streams(found: PdfObject | None) -> Iterator[StreamObject]:
    """Yield the streams that a page is drawn by: one, or those of an array, or none."""
    from pypdf.generic import ArrayObject, StreamObject

    content = None if found is None else found.get_object()
    for one in content if isinstance(content, ArrayObject) else [content]:
        stream = None if one is None else one.get_object()
        if isinstance(stream, StreamObject):
            yield stream
