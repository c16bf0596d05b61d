"""Word and PDF files as documents: their text is extracted by a process that can be ended."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from importlib.util import find_spec
from json import dumps
from subprocess import DEVNULL, PIPE, Popen

from cqfacts.files import (
    LARGEST_PDF_CONTENT,
    LARGEST_WORD_FILE,
    LARGEST_WORD_TEXT,
    MOST_CHARACTERS,
)

from .documents import Document, DocumentError, exceed
from .extracting import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_LIBRARIES = {"docx": ("docx", "python-docx"), "pdf": ("pypdf", "pypdf")}
_KINDS = {"docx": "Word file", "pdf": "PDF"}
_UNPACKED = {
    "docx": (
        f"has more than {LARGEST_WORD_TEXT:,} bytes of text when it is unpacked, or "
        f"{LARGEST_WORD_FILE:,} of everything"
    ),
    "pdf": f"has pages of more than {LARGEST_PDF_CONTENT:,} bytes when they are unpacked",
}
# So ends what the system's limits end; not every system has these signals.
_ENDED_BY_LIMITS = [-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")]
_INSTALL = "install it with: pip install 'cqfacts[documents]'"
# Isolated, so that neither the folder one is in nor the environment adds to what is imported: it
# imports from where this process does.
_PROGRAM = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from cqfacts.auditing.extracting import main
main(sys.argv[2:])
"""


def read_office(content: bytes, name: str, kind: str) -> Document:
    """Return a Word file, a paragraph or a row of a table a line, or a PDF, its pages in order.

    `kind` is docx or pdf. Raises DocumentError for what cannot be read, and for what is beyond a
    limit.
    """
    module, library = _LIBRARIES[kind]
    try:
        # Nothing needs to be started to see that the library is missing.
        text, status = _run(content, kind) if find_spec(module) else ("", Outcome.NO_LIBRARY)
    except OSError as error:
        raise DocumentError(
            f"{name} cannot be read, as no process can be started ({error.strerror})",
            "save its text as a file",
        ) from error
    if status == Outcome.NO_LIBRARY:
        raise DocumentError(f"{name} needs {library}", _INSTALL)
    if status != Outcome.READ:
        raise _explain(status, name, kind)
    if kind == "pdf" and not text.strip():
        raise DocumentError(f"{name} has no text, only pictures", "recognize its text first")
    return Document(text, name)


def _run(content: bytes, kind: str) -> tuple[str, int]:
    """Return the text of a file, and the exit status of the process that extracts it."""
    paths = dumps([path for path in sys.path if isinstance(path, str)])
    command = [sys.executable, "-I", "-c", _PROGRAM, paths, kind, str(len(content))]
    # The process ends when its standard input does, and so with this one, however it ends.
    with Popen(command, bufsize=0, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:  # noqa: S603 - ourselves
        try:
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            _send(content, process.stdin)
            found = process.stdout.read()
        except BaseException:
            process.kill()
            raise
        status = process.wait()
    return found.decode("utf-8", "surrogatepass") if status == Outcome.READ else "", status


def _send(content: bytes, pipe: IO[bytes]) -> None:
    left = memoryview(content)
    # It may end before it has read everything, and its exit status says why.
    with suppress(BrokenPipeError):
        while left:
            left = left[pipe.write(left) :]


def _explain(status: int, name: str, kind: str) -> DocumentError:
    """Return why no text came of a file."""
    if status == Outcome.TOO_MUCH_TEXT:
        return exceed(name, MOST_CHARACTERS, "characters of text")
    if status == Outcome.TOO_MUCH_UNPACKED:
        return DocumentError(f"{name} {_UNPACKED[kind]}", "split the document")
    if status == Outcome.TOO_COSTLY or status in _ENDED_BY_LIMITS:
        return DocumentError(
            f"{name} takes more time or memory to read than a {_KINDS[kind]} may",
            "split the document, or save its text as a file",
        )
    return DocumentError(f"{name} is not a {_KINDS[kind]} that can be read", "save it anew")
