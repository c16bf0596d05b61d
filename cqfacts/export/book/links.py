"""Links: what a place in the book is called, and in which language its text is."""

from __future__ import annotations

import re
from urllib.parse import quote

from cqfacts.visible import make_visible

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
# What has no place in the id of an element, or would be read as an escape of a link.
_UNSAFE = re.compile(r"[\s%\x00-\x1f\x7f-\x9f]")


def anchor(name: str) -> str:
    """Return the id of the place of a topic or an indicator: its name, as it is but for spaces."""
    return _UNSAFE.sub(lambda found: quote(found[0]), make_visible(name))


def find_language(text: str) -> str | None:
    """Return the language of a text for the reader's fonts and voice, None for the page's own."""
    return "zh" if _HAN.search(text) and not _KANA_OR_HANGUL.search(text) else None
