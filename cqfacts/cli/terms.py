"""Terms: what a person typed, resolved to indicators, with the misses told one by one."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.lookup import get_keys

from .streams import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.store import Store

_FROM_INPUT = "-"


def read_terms(terms: Iterable[str]) -> Iterator[str]:
    """Yield the terms; '-' stands for the lines of standard input, without comments.

    Raises UsageError when standard input is not text.
    """
    for term in terms:
        if term == _FROM_INPUT:
            yield from _read_input()
        else:
            yield term


def resolve_terms(store: Store, terms: Iterable[str]) -> tuple[list[str], list[str], int]:
    """Return the terms that mean something, the keys they mean, each once, and the exit status.

    Misses are told on the way.
    """
    found: list[str] = []
    keys: dict[str, None] = {}
    status = 0
    for term in terms:
        try:
            keys.update(dict.fromkeys(get_keys(store, term)))
            found.append(term)
        except NotFoundError as error:
            tell(str(error))
            status = error.exit_status
    return found, list(keys), status


def _read_input() -> Iterator[str]:
    if isinstance(sys.stdin, TextIOWrapper):
        # Otherwise some locales let through what is no text.
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    try:
        for line in sys.stdin:
            if term := line.partition("#")[0].strip():
                yield term
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8 text; write one term a line") from error
