"""Terms: what a person typed, resolved to indicators, with the misses told one by one."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.lookup import get_keys

from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cqfacts.store import Store

_FROM_INPUT = "-"
_BYTE_ORDER_MARK = "\ufeff"


def read_terms(terms: Iterable[str]) -> Iterator[str]:
    """Yield the terms; '-' stands for the lines of standard input, without comments.

    Raises UsageError when standard input is not text.
    """
    for term in terms:
        if term == _FROM_INPUT:
            yield from _read_input()
        else:
            yield term


def resolve_terms(store: Store, terms: Iterable[str]) -> tuple[dict[str, list[str]], int]:
    """Return the terms that mean something with the keys they mean, and the exit status.

    Misses are told on the way.
    """
    found: dict[str, list[str]] = {}
    status = 0
    for term in terms:
        try:
            found[term] = get_keys(store, term)
        except NotFoundError as error:
            tell(str(error))
            status = error.exit_status
    return found, status


def join_keys(found: dict[str, list[str]]) -> list[str]:
    """Return the keys that terms mean, each once, in the order of the terms."""
    return list(dict.fromkeys(key for keys in found.values() for key in keys))


def _read_input() -> Iterator[str]:
    if sys.stdin is None:
        raise UsageError("standard input is closed; name the terms instead of '-'")
    if isinstance(sys.stdin, TextIOWrapper):
        # Otherwise some locales let through what is no text.
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")
    try:
        for line in sys.stdin:
            if term := line.lstrip(_BYTE_ORDER_MARK).partition("#")[0].strip():
                yield term
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8 text; write one term a line") from error
