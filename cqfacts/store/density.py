"""Density: whether a file holds more of what costs memory than one of its size may.

tomli keeps about a kilobyte for the name of every table, and a number of a million digits costs
it a hundred. Files that anybody writes are far from either.
"""

from __future__ import annotations

from itertools import groupby

from cqfacts.errors import LimitError
from cqfacts.files import FEW_NAMES, MOST_DIGITS, NAMES_PER_BYTE

_PART = 4_000_000
_DIGITS = bytes.maketrans(b"123456789_", b"0000000000")


def require_sparse(content: bytes, name: str) -> None:
    """Raise LimitError where a file is too dense; `name` is for the message."""
    if len(content) >= MOST_DIGITS and _has_long_number(content):
        raise LimitError(
            f"has {MOST_DIGITS:,} digits in a row", "write numbers of at most 40", place=name
        )
    most = FEW_NAMES + int(len(content) * NAMES_PER_BYTE)
    # No more than this can be in it, which most files show at once.
    if len(content) < FEW_NAMES or content.count(b"[") + content.count(b".") < most:
        return
    if _count_names(content) > most:
        raise LimitError(
            f"names more than {most:,} tables, which is too many for a file of its size",
            "keep to topics and indicators",
            place=name,
        )


def _has_long_number(content: bytes) -> bool:
    number = b"0" * MOST_DIGITS
    # A copy of all of a large file would take as much memory again.
    return any(
        number in content[start : start + _PART + MOST_DIGITS].translate(_DIGITS)
        for start in range(0, len(content), _PART)
    )


def _count_names(content: bytes) -> int:
    """Return how many parts the names of tables and dotted keys have.

    A header that follows another of the same name, as in a list of facts, does not count again. A
    line of text that looks like a header or a dotted key counts as well.
    """
    import re

    from cqfacts.toml.sections import find_header_lines

    names = (line.partition(b"]")[0] for line in find_header_lines(content))
    count = sum(name.count(b".") + 1 for name, _ in groupby(names))
    dotted = re.finditer(rb"^[ \t]*([\w\"'.-]+)", content, re.MULTILINE)
    return count + sum(key[1].count(b".") for key in dotted)
