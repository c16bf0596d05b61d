"""Text for spreadsheets: nothing that one would take for a formula stays one."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import FlatRecord

# What starts a formula, also in its wide form. A cell starts at the start of a text and, where a
# spreadsheet separates by them, after any of these characters.
# Blanks before it, and what is not seen, may be passed over.
_BLANK = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_FORMULA = re.compile(rf"(?<!{_BLANK}){_BLANK}*(?=[=+\-@＝＋－＠])")
_SEPARATORS = frozenset("\t\r\n")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def neutralize(record: FlatRecord) -> FlatRecord:
    """Return a record in whose texts an apostrophe stands before what would be a formula.

    Numbers stay numbers, negative ones too.
    """
    return {
        name: _neutralize_text(value) if isinstance(value, str) else value
        for name, value in record.items()
    }


def _neutralize_text(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(_quote, text)


def _quote(sign: re.Match[str]) -> str:
    """Return the blanks before a sign, with an apostrophe where a cell begins before or in them."""
    blanks = sign[0]
    begins = sign.start() == 0 or sign.string[sign.start() - 1] == ";"
    return f"{blanks}'" if begins or not _SEPARATORS.isdisjoint(blanks) else blanks
