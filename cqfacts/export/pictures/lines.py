"""Lines of text in a picture: how wide they are, and where they are broken."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = frozenset("WF")
# These never begin a line, nor end one.
_CLOSING = frozenset("，。、；：！？）》」』】…”’,.;:!?)]")
_OPENING = frozenset("（《「『【“‘([")


def count_cells(text: str) -> int:
    """Return how wide text is, a Latin letter being 1 and a Chinese character 2."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in _WIDE else 1
        for character in text
    )


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of at most so many cells, broken at spaces, or anywhere in Chinese."""
    lines: list[str] = []
    line = ""
    for piece in _split(text, width):
        if line and count_cells(f"{line}{piece}".rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


def _split(text: str, width: int) -> Iterator[str]:
    """Yield the pieces between which a line may be broken, each with the spaces behind it."""
    piece = ""
    for character in text:
        is_wide = east_asian_width(character) in _WIDE
        is_bound = character in _CLOSING or piece[-1:] in _OPENING or character == " "
        is_apart = is_wide or piece[-1:] == " " or east_asian_width(piece[-1:] or " ") in _WIDE
        if piece and ((is_apart and not is_bound) or count_cells(piece) >= width):
            yield piece
            piece = ""
        piece += character
    yield piece
