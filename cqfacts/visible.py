"""Stored text with nothing hidden in it."""

from __future__ import annotations

# Characters that move the cursor, change colours or turn the reading direction.
_C0_NAMES = {number: 0x2400 + number for number in range(0x20)}
_HIDDEN = [
    *range(0x80, 0xA0),
    0x061C,
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
]
_VISIBLE: dict[int, int | str] = {
    **_C0_NAMES,
    0x7F: 0x2421,
    **{number: f"<U+{number:04X}>" for number in _HIDDEN},
}
_VISIBLE_BUT_LAYOUT = {number: shown for number, shown in _VISIBLE.items() if number not in (9, 10)}


def make_visible(text: str, *, keep_layout: bool = False) -> str:
    """Return text whose control and direction characters are shown instead of obeyed.

    `keep_layout` keeps tabs and newlines.
    """
    if text.isprintable() and text.isascii():
        return text
    return text.translate(_VISIBLE_BUT_LAYOUT if keep_layout else _VISIBLE)
