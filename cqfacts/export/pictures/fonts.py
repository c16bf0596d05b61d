"""Fonts: those that a picture asks for, and what none of this system has."""

from __future__ import annotations

import os
from xml.sax.saxutils import escape

from cqfacts.errors import UsageError

from .labels import list_texts
from .lines import count_cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.charting import Chart

FOLDERS = "CQFACTS_FONTS"
"""The environment variable that names folders with fonts, separated as in PATH."""

# Where there is Chinese to be shown, a font that has it goes first, for all text alike.
_FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "sans-serif")
_CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_SIZE = 24
# A character that no font has, but the box in its place.
_IN_NO_FONT = "\U000f1234"


def choose_fonts(chart: Chart) -> str:
    """Return the names of fonts, the best first."""
    is_wide = any(count_cells(text) > len(text) for text in list_texts(chart))
    return ", ".join((*_CHINESE_FONTS, *_FONTS) if is_wide else _FONTS)


def register_fonts() -> None:
    """Let the fonts of the folders be used that the environment names. Raises UsageError."""
    import vl_convert

    for folder in filter(None, os.environ.get(FOLDERS, "").split(os.pathsep)):
        if not os.path.isdir(folder):
            raise UsageError(
                f"{FOLDERS} names '{folder}', which is no folder", "name one with fonts"
            )
        vl_convert.register_font_directory(os.path.abspath(folder))


def find_missing_characters(chart: Chart) -> str:
    """Return the characters of a chart that no font of this system has, each once.

    A character is missing where it is drawn as what no font has is drawn: an empty box. Raises
    UsageError, as `register_fonts` does.
    """
    register_fonts()
    fonts = choose_fonts(chart)
    box = _draw(_IN_NO_FONT, fonts)
    used = dict.fromkeys(character for text in list_texts(chart) for character in text)
    unusual = (one for one in used if not one.isascii() and not one.isspace())
    return "".join(one for one in unusual if _draw(one, fonts) == box)


def _draw(character: str, fonts: str) -> bytes:
    import vl_convert

    return vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIZE}" height="{_SIZE}">'
        f'<text y="{0.75 * _SIZE}" font-family="{fonts}" font-size="{_SIZE / 2}">'
        f"{escape(character)}</text></svg>"
    )
