"""Text for spreadsheets: nothing that one would take for a formula stays one, and all comes back.

An apostrophe is put before the sign of a formula wherever a cell could begin: at the start of a
text, and behind whatever separates cells in any of the dialects in which tables are opened, since
a spreadsheet that separates by semicolons cuts a text of ours in the middle.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

# What starts a formula, also in its wide form.
_SIGN = r"[=+\-@＝＋－＠]"
# Blanks before it, what is not seen, and quotes that a spreadsheet takes for those around a cell.
_BEFORE = r"""[\s"'\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"""
_FORMULA = re.compile(rf"(?<!{_BEFORE}){_BEFORE}*(?={_SIGN})")
_NEUTRALIZED = re.compile(rf"(?<!{_BEFORE}){_BEFORE}*'(?={_SIGN})")
_SEPARATORS = frozenset(",;|\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")

BYTE_ORDER_MARK = "\ufeff"
"""What a table for spreadsheets begins with, which may not know without it that it is UTF-8."""


def neutralize(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record in whose texts an apostrophe stands before what would be a formula.

    Numbers stay numbers, negative ones too.
    """
    return {
        name: _neutralize_text(value) if isinstance(value, str) else value
        for name, value in record.items()
    }


def restore(text: str) -> str:
    """Return the text of which `neutralize` made this one."""
    return _NEUTRALIZED.sub(_unquote, text) if "'" in text else text


def _neutralize_text(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(_quote, text)


def _quote(before: re.Match[str]) -> str:
    """Return what stands before a sign, with an apostrophe where a cell may begin there."""
    return f"{before[0]}'" if _begins_cell(before) else before[0]


def _unquote(before: re.Match[str]) -> str:
    return before[0][:-1] if _begins_cell(before) else before[0]


def _begins_cell(before: re.Match[str]) -> bool:
    """Whether a cell may begin where blanks and quotes stand, or in between them."""
    start = before.start()
    if start == 0 or before.string[start - 1] in _SEPARATORS:
        return True
    return not _SEPARATORS.isdisjoint(before[0])
