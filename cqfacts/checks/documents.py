"""Provenance: the words of the facts held against the documents themselves."""

from __future__ import annotations

import os
from errno import EFBIG, EINVAL, ELOOP, ENOTDIR
from functools import cached_property
from stat import S_ISREG

from cqfacts.files import LARGEST_DOCUMENT, MOST_CHARACTERS, read_steady

from .report import at_fact, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cqfacts.diagnostics import Diagnostic

    from .report import Context

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LONGEST_PASSAGE = 80
_LONGEST_SOUGHT = 300
"""Characters of words that near ones are looked for, as that takes the square of their length."""
_MOST_COMPARED = 2_000_000
"""Characters of passages that are compared in one check."""
_MOST_TRIES = 100
_COMMON = 50
_LEAST_LIKENESS = 0.5
_MARKS = ".,;:\"'()"


def check_documents(context: Context) -> Iterator[Diagnostic]:
    """Report words that do not stand in their document, with the nearest passage.

    Line breaks and the style of quotes are no difference. A source without a document is passed
    over.
    """
    if context.documents is None:
        return
    texts: dict[str, Text | None] = {}
    left = _MOST_COMPARED
    for fact in context.all_facts:
        if not fact.stated:
            continue
        if fact.source not in texts:
            try:
                texts[fact.source] = _load_text(context.documents, f"{fact.source}.txt")
            except _UnreadableError as error:
                texts[fact.source] = None
                problem = f"the document {fact.source}.txt {error.problem}"
                yield report("source-words", at_fact(fact, "source"), problem, error.remedy)
        text = texts[fact.source]
        stated = flatten(fact.stated)
        if text is not None and not text.holds(stated):
            problem = f"'{fact.stated}' is not in {fact.source}"
            passage, compared = text.find_nearest(stated, left)
            left -= compared
            remedy = f"did you mean '{passage}'?" if passage else "quote it as it stands there"
            yield report("source-words", at_fact(fact, "stated"), problem, remedy)


# Finding documents


class _UnreadableError(Exception):
    """A document is there and is not read."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def _load_text(folder: Path, name: str) -> Text | None:
    """Return a document, None where there is none in the folder itself. Raises _UnreadableError."""
    if os.path.basename(name) != name:
        return None
    try:
        content = _read_inside(os.path.realpath(folder), name)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == EFBIG:
            raise _UnreadableError(str(error.strerror), "split it") from error
        # The second is what a link is where a folder is to be.
        if error.errno not in (ELOOP, ENOTDIR):
            raise
        raise _UnreadableError(
            "is a link that leads out of the folder, or nowhere", "put the document itself there"
        ) from error
    if content is None:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _UnreadableError("is not UTF-8", "save it as UTF-8") from error
    if len(text) > MOST_CHARACTERS:
        raise _UnreadableError(f"has more than {MOST_CHARACTERS:,} characters", "split it")
    return Text(text)


def _read_inside(folder: str, name: str) -> bytes | None:
    """Return what a file of a folder holds, None for what is no plain file.

    Links are followed within the folder. One that leads out of it, or that is put in the place of
    what was looked at before, raises OSError (ELOOP).
    """
    parts = os.path.relpath(_resolve(os.path.join(folder, name)), folder).split(os.sep)
    if os.pardir in parts or os.path.isabs(parts[0]):
        raise OSError(ELOOP, os.strerror(ELOOP))
    try:
        return read_steady(
            os.path.join(folder, *parts),
            LARGEST_DOCUMENT,
            lambda _, flags: _open_inside(folder, parts, flags),
        )
    except _NoFileError:
        return None


def _resolve(path: str) -> str:
    """Return a path without links, also where one becomes a file while it is looked at."""
    for _ in range(_MOST_TRIES):
        try:
            return os.path.realpath(path)
        except OSError as error:
            if error.errno != EINVAL:
                raise
    raise OSError(ELOOP, os.strerror(ELOOP))


class _NoFileError(Exception):
    """There is a folder, a pipe or a device."""


def _open_inside(folder: str, parts: list[str], flags: int) -> int:
    """Return a descriptor of a plain file in a folder, on the way to which is no link.

    Each part is opened in the folder that was opened before it, so that nothing that is renamed or
    linked meanwhile leads anywhere else.
    """
    if os.open not in os.supports_dir_fd:  # Windows
        return _keep_plain(os.open(os.path.join(folder, *parts), flags))
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts[:-1]:
        before = place
        try:
            place = os.open(
                part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=before
            )
        finally:
            os.close(before)
    try:
        # A pipe that nobody writes to is not waited for.
        safely = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return _keep_plain(os.open(parts[-1], flags | safely, dir_fd=place))
    finally:
        os.close(place)


def _keep_plain(descriptor: int) -> int:
    if S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise _NoFileError


# Words in a document


def flatten(text: str) -> str:
    """Return text with straight quotes and single spaces."""
    return " ".join(text.translate(_QUOTES).split())


class Text:
    """The flat text of a document."""

    def __init__(self, text: str) -> None:
        self.text = flatten(text)

    def holds(self, words: str) -> bool:
        """Whether flat words stand in it, and not within a longer number."""
        place = self.text.find(words)
        while place >= 0:
            if self._is_whole(place, place + len(words)):
                return True
            place = self.text.find(words, place + 1)
        return False

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no number goes on before or behind a passage."""
        first, last = self.text[start], self.text[end - 1]
        before, behind = self.text[max(start - 1, 0) : start], self.text[end : end + 2]
        if first.isdigit() and before.isdecimal():
            return False
        goes_on = behind[:1].isdecimal() or (behind[:1] in (".", ",") and behind[1:].isdecimal())
        return not (last.isdigit() and goes_on)

    def find_nearest(self, words: str, most: int) -> tuple[str | None, int]:
        """Return the passage that is most like flat words, None when none is, and what it cost.

        Passages of as many words are compared, those first that share a rare word; up to so many
        characters of them.
        """
        from difflib import SequenceMatcher

        if len(words) > _LONGEST_SOUGHT:
            return None, 0
        count = words.count(" ") + 1
        best, passage, compared = 0.0, None, 0
        for start in self._find_starts(words):
            if compared > most:
                break
            candidate = " ".join(self._words[start : start + count])[: 2 * _LONGEST_SOUGHT]
            compared += len(candidate)
            matcher = SequenceMatcher(None, words, candidate, autojunk=False)
            # Each of these is at least as much as the next.
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                likeness = matcher.ratio()
                if likeness > best:
                    best, passage = likeness, candidate
        found = passage[:_LONGEST_PASSAGE] if passage and best > _LEAST_LIKENESS else None
        return found, compared

    def _find_starts(self, words: str) -> list[int]:
        """Return where passages start that share a rare word with these."""
        starts: set[int] = set()
        for offset, word in enumerate(words.split()):
            found = self._places.get(_fold(word), [])
            if len(found) <= _COMMON:
                starts.update(max(number - offset, 0) for number in found)
        return sorted(starts)

    @cached_property
    def _words(self) -> list[str]:
        return self.text.split()

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            places.setdefault(_fold(word), []).append(number)
        return places


def _fold(word: str) -> str:
    return word.strip(_MARKS).casefold()
