"""Wrapping: stored text in lines that fit, with nothing hidden in it."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from cqfacts.export.links import find_link
from cqfacts.visible import make_visible, shorten
from cqfacts.wording import JOIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from cqfacts.period import Period

_JOIN_HYPHEN = "\N{NON-BREAKING HYPHEN}"
_LONGEST_PIECE = 12
# Where a long word may be broken: behind a hyphen or slash, and behind the dot of a key.
_INNER_BREAKS = re.compile(r"(?<=[-/])(?=\w)|(?<=[^\W\d]\.)(?=[^\W\d])")


def show(text: str) -> str:
    """Return stored text with nothing hidden in it, both ends of it where it fills a screen."""
    return make_visible(shorten(text))


def show_text(text: str, style: str = "") -> Text:
    """Return stored text as Rich may draw it: never as markup, and with nothing hidden in it."""
    shown = Text(show(text).replace(JOIN, " ").replace(_JOIN_HYPHEN, "-"), style=style)
    return add_link(shown, text)


class Link(str):
    """Text that leads to an address where the terminal can follow links; else text as any other."""

    __slots__ = ("url",)

    url: str | None

    def __new__(cls, text: str, url: str | None) -> Self:
        """Make it of text and an address, of which only one of the web is followed."""
        link = super().__new__(cls, text)
        link.url = find_link(url)
        return link


def show_wrapped(text: str, width: int) -> Text:
    """Return stored text in lines no wider than this."""
    shown = Text(_wrap(show(text), width))
    return add_link(shown, text)


def add_link(shown: Text, text: str) -> Text:
    """Return what is shown of a text, which leads where that does."""
    if isinstance(text, Link) and text.url:
        shown.stylize(Style(link=text.url))
    return shown


def show_period(period: Period | None) -> str:
    """Return a period that is broken between its ends and nowhere else."""
    return str(period).replace("-", _JOIN_HYPHEN) if period else "–"


def width_of(text: str) -> int:
    """Return how many cells a terminal needs for stored text."""
    return cell_len(show(text))


def longest_piece(texts: Iterable[str]) -> int:
    """Return the width under which a word of these would be broken, up to a limit."""
    words = (word for text in texts for word in show(text).split(" "))
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
        own = part.rstrip("\0")
        start = 0
        while (end := _find_end(own, start, width)) < len(own):
            pieces.append(own[start:end])
            start = end
        pieces.append(part[start:])
    return pieces


def _find_end(text: str, start: int, width: int) -> int:
    """Return where to split text, after as many characters as the width holds, at least one."""
    fits, end = start + 1, min(start + width, len(text))
    while end < len(text) and cell_len(text[start:end]) <= width:
        fits, end = end, min(end + width, len(text))
    while fits < end:
        middle = (fits + end + 1) // 2
        if cell_len(text[start:middle]) <= width:
            fits = middle
        else:
            end = middle - 1
    return max(fits, end)
