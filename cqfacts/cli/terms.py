"""Terms: what a person typed, resolved to indicators, with the misses told one by one."""

from __future__ import annotations

import sys
from io import BytesIO

from cqfacts.asked import Asked, Asker
from cqfacts.errors import AmbiguousError, NotFoundError, UsageError

from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .options import SelectionOptions

_FROM_INPUT = "-"
_BYTE_ORDER_MARK = "\ufeff"
_MOST_BYTES = 1 << 16
_LONGEST_LINE = 1 << 20


def read_terms(
    terms: Iterable[str], *, before_waiting: Callable[[], None] | None = None
) -> Iterator[str]:
    """Yield the terms; '-' stands for the lines of standard input, without comments.

    The lines that are there are yielded before more are waited for; `before_waiting` is called in
    between. Raises UsageError when standard input is not text.
    """
    for term in terms:
        if term == _FROM_INPUT:
            yield from _read_input(before_waiting)
        else:
            yield term


def ask_terms(
    store: Store,
    terms: Sequence[str] | None,
    selection: SelectionOptions,
    *,
    is_all: bool = False,
) -> tuple[list[Asked], int]:
    """Return what the terms of a command ask, and the exit status. Misses are told on the way.

    Without a term it is all that the options select, or with `is_all` everything. Raises UsageError
    where there is neither.
    """
    chosen = selection.build(store)
    if not terms:
        if not (is_all or selection.are_given):
            raise UsageError(
                "nothing is asked for",
                "name a TERM, or select with options such as -p 2025; 'cqfacts list' shows "
                "everything",
            )
        return [Asked(term="", keys=store.keys, selection=chosen)], 0
    asker = make_asker(store, terms, chosen)
    if asker.only_selects and _FROM_INPUT not in terms:
        return [Asked(term=" ".join(terms), keys=store.keys, selection=asker.selection)], 0
    found: dict[str, Asked] = {}
    missed: dict[str, str] = {}
    for term in read_terms(terms):
        if term not in found and term not in missed:
            try:
                asked = asker.ask(term)
            except NotFoundError as error:
                missed[term] = str(error)
            else:
                if asked:
                    found[term] = asked
                    tell_note(asked)
        if term in missed:
            tell(missed[term])
    return list(found.values()), NotFoundError.exit_status if missed else 0


def make_asker(
    store: Store, terms: Iterable[str], selection: Selection, *, topics: bool = True
) -> Asker:
    """Return what reads the terms of a command, of which some may come from standard input."""
    words = [term for term in terms if term != _FROM_INPUT]
    return Asker(store, words, selection, topics=topics)


def ask_one(asker: Asker, term: str) -> tuple[str, Selection] | None:
    """Return the key of the one indicator that a term means, and what is asked of it.

    None where the term only selects. Raises NotFoundError, also for a topic, and AmbiguousError.
    """
    asked = asker.ask(term)
    if asked is None:
        return None
    if len(asked.keys) > 1:
        raise AmbiguousError(
            f"'{term}' means {len(asked.keys)} indicators", f"use one of {', '.join(asked.keys)}"
        )
    tell_note(asked)
    (key,) = asked.keys
    return key, asked.selection


def tell_note(asked: Asked) -> None:
    """Tell how a term was read, where that is not plain."""
    if asked.note:
        tell(asked.note)


def _read_input(before_waiting: Callable[[], None] | None) -> Iterator[str]:
    if sys.stdin is None:
        raise UsageError("standard input is closed", "name the terms instead of '-'")
    for lines in _gather_lines(_read_pieces(before_waiting)):
        for line in lines:
            if term := line.lstrip(_BYTE_ORDER_MARK).partition("#")[0].strip():
                yield term


def _read_pieces(before_waiting: Callable[[], None] | None) -> Iterator[bytes]:
    """Yield what standard input holds, each time as much as there is."""
    try:
        # Reading by lines would wait for more of them, while whoever wrote the first waits for its
        # answer.
        stream = _find_stream()
        while True:
            if before_waiting:
                before_waiting()
            if not (piece := stream.read1(_MOST_BYTES)):
                return
            yield piece
    except OSError as error:
        raise UsageError(
            f"standard input cannot be read ({error.strerror})", "name the terms instead of '-'"
        ) from error


def _find_stream() -> Any:  # noqa: ANN401 - its type lacks `read1`
    # A program that runs a command in itself may put a text in the place of standard input.
    is_text = not hasattr(sys.stdin, "buffer")
    return BytesIO(sys.stdin.read().encode()) if is_text else sys.stdin.buffer


def _gather_lines(pieces: Iterable[bytes]) -> Iterator[list[str]]:
    """Yield the lines that each piece completes. Raises UsageError for what is no text."""
    begun: list[bytes] = []
    for piece in pieces:
        ended, newline, rest = piece.rpartition(b"\n")
        if newline:
            yield from _split(b"".join([*begun, ended, newline]))
            begun = []
        begun.append(rest)
        if sum(map(len, begun)) > _LONGEST_LINE:
            raise UsageError("a line of standard input is too long", "write one term a line")
    yield from _split(b"".join(begun))


def _split(text: bytes) -> Iterator[list[str]]:
    """Yield the lines of a text; what is no text stops it only after the lines before."""
    try:
        lines = _split_lines(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        good = text.rfind(b"\n", 0, error.start) + 1
        yield _split_lines(text[:good].decode("utf-8"))
        raise UsageError("standard input is not UTF-8 text", "write one term a line") from error
    yield lines


def _split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
