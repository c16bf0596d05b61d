"""Documents at their worst, each in a real process: read whole or refused, soon and in one line."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG, PROJECT, SHIPPED

from cqfacts import files as limits
from cqfacts.auditing import DocumentError, parse_document
from cqfacts.auditing.extracting import Outcome
from cqfacts.auditing.loading import load_document, read_document

sys.path.insert(0, str(PROJECT / "bench"))

from bounds import MOST_BYTES, MOST_SECONDS, audit
from extremes import DOCUMENTS, READ, write_document

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

if sys.platform == "win32":
    pytest.skip("measures processes as Unix does", allow_module_level=True)

SHORT = frozenset(
    (
        *("html-wide-cell", "html-deep", "html-comments", "html-open-tags", "html-attributes"),
        *("html-large", "text-line", "text-large"),
        *("text-utf-16", "text-numbers", "text-chinese-numbers", "markdown-ticks"),
        *("docx-unpacked", "docx-flood", "docx-hidden-flood", "docx-media", "docx-nested"),
        *("docx-paragraphs", "docx-deep", "docx-deep-tables", "docx-entities"),
        *("docx-file", "docx-device", "docx-relations", "pdf-flate"),
        *("pdf-flate-thrice", "pdf-flate-many", "pdf-ascii85", "pdf-hex"),
        *("pdf-packed-run-length", "pdf-packed-lzw", "pdf-contents", "pdf-pages", "pdf-page-tree"),
        *("pdf-page-loop", "pdf-parent-loop", "pdf-xref-loop", "pdf-length-loop", "pdf-forms"),
        *("pdf-map-of-all", "pdf-maps", "pdf-long-letter", "pdf-objects", "pdf-object-loop"),
    )
)
"""What takes no more than about a second."""


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if IS_LONG or kind in SHORT])
def test_a_document_at_its_worst_is_read_whole_or_refused_in_a_line(
    tmp_path: Path, kind: str
) -> None:
    ending, content = write_document(kind)
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    status, out, err, seconds, memory = audit(path)
    if kind in READ:
        assert (status, err) == (0, "")
        assert "root:" not in out
    else:
        assert (status, out, err.count("\n")) == (5, "", 1)
        assert re.fullmatch(rf"cqfacts: {re.escape(str(path))} [^;]+; [^;]+\n", err)
    assert seconds < MOST_SECONDS
    assert memory < MOST_BYTES


# What is at a limit, and what is beyond it


# Where a limit stands, what it is made here, a text that is at it, of which kind, and what is said.
LIMITS = {
    "text": ("loading.MOST_CHARACTERS", 9, "12 homes.", "text", "characters of text"),
    "markdown": ("loading.MOST_CHARACTERS", 9, "12 *homes", "markdown", "characters of text"),
    "html": ("html.MOST_CHARACTERS", 8, "<b>12 homes</b>", "html", "characters of text"),
    "page": ("loading.LARGEST_PAGE", 15, "<b>12 homes</b>", "html", "characters, with its tags"),
    "tags": (
        *("html.MOST_MARKS", 4, "<b>&lt;</b><!--->-->12 homes", "html"),
        "tags and names of characters",
    ),
    "numbers": ("loading.MOST_NUMBERS", 5, "1 2.5, ３ 三百 5 homes", "text", "numbers"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_at_a_limit_is_read_and_what_is_beyond_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    limit, most, text, kind, what = LIMITS[name]
    monkeypatch.setattr(f"cqfacts.auditing.{limit}", most)
    assert "homes" in parse_document(text, "a", kind).text
    monkeypatch.setattr(f"cqfacts.auditing.{limit}", most - 1)
    with pytest.raises(DocumentError) as caught:
        parse_document(text, "a", kind)
    assert str(caught.value) == f"a has more than {most - 1} {what}; split the document"


def test_a_file_at_its_limit_is_read_and_one_beyond_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("12 homes", encoding="utf-8")
    monkeypatch.setattr("cqfacts.auditing.loading.LARGEST_DOCUMENT", 8)
    assert load_document(str(path)).text == "12 homes"
    path.write_text("12 homes.", encoding="utf-8")
    result = run("audit", str(path))
    assert (result.status, result.err) == (
        5,
        f"cqfacts: {path} has 9 bytes, and at most 8 are read; split the document\n",
    )


def test_a_megabyte_of_nothing_but_numbers_is_within_the_limits() -> None:
    for number in ("1 ", "１\n", "1;"):
        text = number * (2**20 // len(number))
        assert parse_document(text).text == text


def test_the_pages_say_the_limits_of_documents() -> None:
    page = (PROJECT / "docs" / "format.md").read_text(encoding="utf-8")
    section = page.split("## Limits")[1].split("\n## ")[0]
    for name in (
        *("LARGEST_DOCUMENT", "MOST_CHARACTERS", "MOST_NUMBERS", "LARGEST_PAGE", "MOST_MARKS"),
        *("LARGEST_WORD_TEXT", "LARGEST_WORD_FILE", "LARGEST_PDF_CONTENT", "EXTRACTION_MEMORY"),
        *("EXTRACTION_SECONDS", "EXTRACTION_SPEED"),
    ):
        assert f" {getattr(limits, name):,} " in section, name


# The process that extracts a text


def extract(changes: str, kind: str) -> int:
    """Return how an extraction of a document ends whose module is changed."""
    ending, content = write_document(kind)
    program = f"import sys, cqfacts.auditing.extracting as e\n{changes}\ne.main(sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", program, ending[1:], str(len(content))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(content)
        process.stdin.flush()
        return process.wait()


@pytest.mark.parametrize(
    ("changes", "kind", "ended"),
    [
        pytest.param("", "docx-nested", [Outcome.READ], id="nothing-to-end"),
        # Where the system heeds no limit, as macOS does not that of memory.
        pytest.param(
            "e._limit = lambda *_: None", "docx-elements", [Outcome.TOO_COSTLY], id="own-memory"
        ),
        pytest.param(
            "e._limit = lambda *_: None; e.EXTRACTION_SECONDS = 1",
            *("docx-cells", [Outcome.TOO_COSTLY]),
            id="own-time",
        ),
        # Where a library holds on to the interpreter.
        pytest.param(
            "e.Budget.watch = lambda _: None; e.EXTRACTION_SECONDS = 1",
            *("docx-cells", [-signal.SIGXCPU]),
            id="time-of-the-system",
        ),
        pytest.param(
            "e.Budget.watch = lambda _: None",
            *("docx-elements", [Outcome.TOO_COSTLY]),
            id="memory-of-the-system",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux heeds it"),
        ),
    ],
)
def test_what_takes_too_much_is_ended_twice_over(changes: str, kind: str, ended: list[int]) -> None:
    started = time.process_time()
    assert extract(changes, kind) in ended
    assert time.process_time() - started < MOST_SECONDS


def list_children(parent: int) -> list[int]:
    """Return the processes that a process started and that have not ended."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == parent and "Z" not in row[2]]


def is_running(process: int) -> bool:
    """Whether a process has not ended; what has and is not noted counts as ended."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    ).stdout
    return bool(found.strip()) and "Z" not in found


def wait_until(condition: object, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():  # type: ignore[operator]  # it is a function
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("number", "to_all"),
    [
        pytest.param(signal.SIGINT, False, id="SIGINT"),
        pytest.param(signal.SIGINT, True, id="control-c"),
        pytest.param(signal.SIGTERM, False, id="SIGTERM"),
        pytest.param(signal.SIGHUP, True, id="terminal-closed"),
        pytest.param(signal.SIGKILL, False, id="SIGKILL"),
    ],
)
def test_no_process_is_left_behind(tmp_path: Path, number: int, *, to_all: bool) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(write_document("docx-cells")[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "cqfacts", "audit", path, "-s", SHIPPED],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert wait_until(lambda: list_children(process.pid))
    (child,) = list_children(process.pid)
    # At any moment of its work, its start included.
    time.sleep(child % 10 / 20)
    (os.killpg if to_all else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert (out, b"Traceback" in err) == (b"", False)
    assert process.returncode in (-number, 128 + number)
    assert wait_until(lambda: not is_running(child))


def test_the_process_imports_from_where_cqfacts_does_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "pypdf", "cqfacts", "docx", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open('{name}.ran', 'w')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert "5 homes" in read_document(write_document("docx-nested")[1], "a.docx").text
    assert not list(tmp_path.glob("*.ran"))


def test_a_library_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(DocumentError) as caught:
        read_document(write_document("docx-nested")[1], "a.docx")
    assert str(caught.value) == (
        "a.docx needs python-docx; install it with: pip install 'cqfacts[documents]'"
    )


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/python")
    with pytest.raises(DocumentError, match=r"^a\.docx cannot be read, as no process can be"):
        read_document(write_document("docx-nested")[1], "a.docx")
