"""Text for spreadsheets: nothing that one would take for a formula stays one."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import FlatRecord

# What starts a formula, also in its wide form. A cell starts at the start of a text and, where a
# spreadsheet separates by them, after any of these characters.
_FORMULA = re.compile(r"(^\s*|[\t\r\n;])(?=[=+\-@＝＋－＠])")
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
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'", text)
