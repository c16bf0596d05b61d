"""Stored text with nothing hidden in it, and whether there is anything to be seen in it."""

from __future__ import annotations

import re

# Control characters are shown by the pictures that Unicode has of them.
_PICTURES = {**{number: 0x2400 + number for number in range(0x20)}, 0x7F: 0x2421}
_TAB, _NEWLINE = 9, 10
# Categories of what no terminal draws: controls, formats, halves of pairs, separators of lines.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Formats that are drawn: signs over numbers, and the layout of hieroglyphs.
_DRAWN = frozenset(
    [
        *(*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2),
        *(0x110BD, 0x110CD, *range(0x13430, 0x13440)),
    ]
)
# What has another category, and is drawn as nothing or as a blank.
_BLANK = frozenset(
    [
        *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0),
        *range(0xFFF0, 0xFFF9),
        *range(0xFDD0, 0xFDF0),
        *(0x13441, 0x13442, 0x1D159),
    ]
)
_TAGS, _SELECTORS, _AFTER_TAGS = 0xE0000, range(0xE0100, 0xE01F0), 0xE1000
_MARKS = frozenset({"Mn", "Me", "Mc"})
# Vowels and ends of syllables of Korean, which are drawn into the letter before.
_JOINING = frozenset([*range(0x1160, 0x1200), *range(0xD7B0, 0xD800)])
_CHOOSING = frozenset([*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *_SELECTORS])
_FIRST_MARK = "\u0300"
_CIRCLE = "\N{DOTTED CIRCLE}"
_MOST_MARKS = 8
# What fills the place of a letter of Korean is drawn as nothing.
find_word = re.compile(r"[^\W_\u115f\u1160\u3164\uffa0]").search
"""Finds a letter or a digit, of any script, in a text; None where it has no word."""
# Of a message no more is shown than this, from either end of it.
_HEAD, _TAIL = 3000, 1000


def make_visible(text: str, *, keep_layout: bool = False) -> str:
    """Return text whose control, direction and hidden characters are shown instead of obeyed.

    Marks that are drawn over what stands before stay where a letter carries them, up to eight.
    `keep_layout` keeps tabs and newlines.
    """
    if text.isascii():
        if text.isprintable():
            return text
        return text.translate(_ASCII_BUT_LAYOUT if keep_layout else _PICTURES)
    shown = text.translate(_SHOWN_BUT_LAYOUT if keep_layout else _SHOWN)
    return _show_marks(shown) if any(map(_IS_MARK.__getitem__, set(shown))) else shown


def is_blank(text: str) -> bool:
    """Whether nothing of a text is drawn but blanks, as of one that is empty."""
    return all(one.isspace() or _SHOWN[ord(one)] != ord(one) for one in text)


def shorten(text: str) -> str:
    """Return text of which a message shows both ends, where it is longer than any screen."""
    left_out = len(text) - _HEAD - _TAIL
    if left_out <= _TAIL:
        return text
    return f"{text[:_HEAD]} <{left_out} more characters> {text[-_TAIL:]}"


class _Shown(dict[int, "int | str"]):
    """What stands for each character, found out when it is first met."""

    def __missing__(self, number: int) -> int | str:
        from unicodedata import category

        # Two at the end of each plane are no characters.
        is_hidden = number in _BLANK or number & 0xFFFE == 0xFFFE  # noqa: PLR2004
        is_hidden |= number not in _DRAWN and category(chr(number)) in _HIDDEN
        is_hidden |= _TAGS <= number < _AFTER_TAGS and number not in _SELECTORS
        shown = self[number] = f"<U+{number:04X}>" if is_hidden else number
        return shown


class _IsMark(dict[str, bool]):
    """Whether a character is drawn over the one before, found out when it is first met."""

    def __missing__(self, character: str) -> bool:
        from unicodedata import category

        is_mark = character >= _FIRST_MARK and category(character) in _MARKS
        found = self[character] = is_mark or ord(character) in _JOINING
        return found


_LAYOUT = {number: number for number in (_TAB, _NEWLINE)}
_ASCII_BUT_LAYOUT = {**_PICTURES, **_LAYOUT}
_SHOWN = _Shown(_PICTURES)
_SHOWN_BUT_LAYOUT = _Shown(_ASCII_BUT_LAYOUT)
_IS_MARK = _IsMark()


def _show_marks(text: str) -> str:
    """Return text in which each mark has a letter to stand on, and none has a heap of them."""
    pieces: list[str] = []
    before = "\n"
    marks = 0
    for character in text:
        if not _IS_MARK[character]:
            if marks > _MOST_MARKS:
                pieces.append(_count_marks(marks))
            marks, before = 0, character
            pieces.append(character)
            continue
        marks += 1
        if marks > _MOST_MARKS:
            continue
        if ord(character) in _CHOOSING:
            # It chooses a form of the letter or sign before, and is not seen anywhere else.
            is_seen = marks == 1 and not before.isascii()
            pieces.append(character if is_seen else f"<U+{ord(character):04X}>")
            before = before if is_seen else ">"
        elif not before.isalpha() and before != _CIRCLE:
            # No digit, sign or space is to look like another.
            pieces.append(f"{_CIRCLE}{character}")
            before = _CIRCLE
        else:
            pieces.append(character)
    if marks > _MOST_MARKS:
        pieces.append(_count_marks(marks))
    return "".join(pieces)


def _count_marks(marks: int) -> str:
    more = marks - _MOST_MARKS
    return f"<{more} more {'mark' if more == 1 else 'marks'}>"


def wrap(text: str, width: int, indent: str = "") -> str:
    """Return text in lines of so many cells, broken at spaces; a longer word has its own line.

    All lines but the first start with the indent.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line.strip() else f"{line}{word}"
        if line.strip() and _count_cells(longer) > width:
            lines.append(line)
            longer = f"{indent}{word}"
        line = longer
    return "\n".join([*lines, line])


def _count_cells(text: str) -> int:
    """Return how many cells of a terminal text takes, as far as Unicode says."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = sum(east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(combining(character) > 0 for character in text)
