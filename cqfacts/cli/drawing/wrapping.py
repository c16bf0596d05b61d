"""Wrapping: stored text in lines that fit, with nothing hidden in it."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

from cqfacts.visible import make_visible
from cqfacts.wording import JOIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.period import Period

_JOIN_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_LONGEST_PIECE = 12
# Where a long word may be broken: behind a hyphen or slash, and behind the dot of a key.
_INNER_BREAKS = re.compile(r"(?<=[-/])(?=\w)|(?<=[^\W\d]\.)(?=[^\W\d])")


def show_text(text: str, style: str = "") -> Text:
    """Return stored text as Rich may draw it: never as markup, and with nothing hidden in it."""
    return Text(make_visible(text).replace(JOIN, " ").replace(_JOIN_HYPHEN, "-"), style=style)


def show_wrapped(text: str, width: int) -> Text:
    """Return stored text in lines no wider than this."""
    return Text(_wrap(make_visible(text), width))


def show_period(period: Period | None) -> str:
    """Return a period that is broken between its ends and nowhere else."""
    return str(period).replace("-", _JOIN_HYPHEN) if period else "–"


def width_of(text: str) -> int:
    """Return how many cells a terminal needs for stored text."""
    return cell_len(make_visible(text))


def longest_piece(texts: Iterable[str]) -> int:
    """Return the width under which a word of these would be broken, up to a limit."""
    words = (word for text in texts for word in make_visible(text).split(" "))
    pieces = (piece for word in words for piece in _INNER_BREAKS.split(word))
    return min(max(map(cell_len, pieces), default=0), _LONGEST_PIECE)


def _wrap(text: str, width: int) -> str:
    """Return text in lines no wider than this, broken at spaces, else after hyphens, else anywhere.

    Rich would break at the no-break spaces too.
    """
    lines: list[str] = []
    line = ""
    for piece in (piece for word in text.split(" ") for piece in _divide(word, width)):
        longer = f"{line}{piece}" if line.endswith("\0") or not line else f"{line} {piece}"
        if line and cell_len(longer.replace("\0", "")) > width:
            lines.append(line)
            line = piece
        else:
            line = longer
    text = "\n".join([*lines, line]).replace("\0", "")
    return text.replace(JOIN, " ").replace(_JOIN_HYPHEN, "-")


def _divide(word: str, width: int) -> list[str]:
    """Return the pieces of a word that is too wide; a piece ends in NUL where the word goes on."""
    if cell_len(word) <= width:
        return [word]
    pieces: list[str] = []
    for part in _INNER_BREAKS.sub("\0 ", word.replace(JOIN, " ")).split(" "):
        rest = part
        while cell_len(rest.rstrip("\0")) > width:
            taken, rest = _take(rest, width)
            pieces.append(taken)
        pieces.append(rest)
    return pieces


def _take(text: str, width: int) -> tuple[str, str]:
    """Split text after as many characters as the width holds, at least one."""
    length = 1
    while length < len(text) and cell_len(text[: length + 1]) <= width:
        length += 1
    return text[:length], text[length:]
