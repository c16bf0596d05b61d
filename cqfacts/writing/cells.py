"""Cells: what is written in one cell of a table, a number or a period, by the readers of both.

No number is read here: its digits are those of `figures.parse_digits`, and all else beside them is
what `figures.read_text` understands. What it does not understand is an error.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from cqfacts.amount import format_amount, parse_amount
from cqfacts.errors import UsageError
from cqfacts.figures import parse_digits, read_text
from cqfacts.period import PeriodError, parse_period
from cqfacts.period_words import find_period
from cqfacts.record import Record, replace
from cqfacts.store.tables import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from cqfacts.amount import Qualifier

    Mark = Literal[".", ","]
    """What stands before decimals."""

BLANKS = " \t\u00a0\u202f\u2009\u2007"
"""What may stand around a cell, and between groups of digits."""

_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.,])"
    r"(?:[1-9][0-9]{0,2}(?:[ \u00a0\u202f\u2009\u2007][0-9]{3})+(?:[.,][0-9]+)?"
    r"|[0-9]+(?:[.,'’][0-9]+)*)(?![0-9])"
)
_PLAIN = re.compile(rf"([+\-−–]?){_DIGITS.pattern.removeprefix('(?<![0-9A-Za-z.,])')}")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPED = str.maketrans("", "", BLANKS)
_SWAPPED = str.maketrans(".,", ",.")
_MINUS = frozenset("-−–")
_BRACKETS = re.compile(r"([^()0-9]{0,4})\(([^()]+)\)(\s*%?)")
_WIDE = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
_ERROR = re.compile(r"#(?:DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_NOTE_MARK = re.compile(
    r"(?<=[0-9%])\s*([*†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹]+|\[[0-9a-z]{1,2}\]|\([a-z]\)|[a-z](?:/[a-z])?\)?)$"
)
_SEASON = re.compile(r"([12][0-9]{3})[/-]([0-9]{4}|[0-9]{2})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_MONTHS = 12
_TO_WRITE = "write a number, or leave the cell empty"


class Style(Record):
    """How a table writes its numbers.

    `mark` stands before decimals; `unclear` are the marks of which nothing shows what they are.
    """

    mark: Mark = "."
    unclear: str = ""


class ShownNumber(Number):
    """A number of a workbook that is shown with something beside it: `$1`, `1 kg`."""

    shown: str


class CellNumber(Record):
    """A number of a cell: its digits with a point, and what stands beside them.

    `power` is that of the scale word behind it, 0 where there is none. `may_be` are other units
    that the same print may mean; `unit` is None where only these are known.
    """

    digits: str
    power: int = 0
    unit: str | None = None
    may_be: tuple[str, ...] = ()
    qualifier: Qualifier | None = None
    is_bracketed: bool = False

    def write(self, power: int) -> str:
        """Return the number as a store has it, times ten to a power. Raises AmountError."""
        power += self.power
        return format_amount(parse_amount(f"{self.digits}e{power}")) if power else self.digits


def read_number(text: str, style: Style) -> CellNumber:
    """Return the number that a cell is. Raises UsageError, whose problem follows on its text."""
    if isinstance(text, ShownNumber):
        # A scale is only shown: the number itself is whole.
        return replace(read_number(text.shown, style), digits=str(text), power=0)
    if isinstance(text, Number):
        return CellNumber(digits=str(text))
    if plain := _PLAIN.fullmatch(text):
        digits = _settle(text[len(plain[1]) :], style)
        return CellNumber(digits=f"-{digits}" if plain[1] and plain[1] in _MINUS else digits)
    if _ERROR.fullmatch(text):
        raise UsageError("is the error of a formula", "correct it, or leave the cell empty")
    text = text.translate(_WIDE)
    if (found := _BRACKETS.fullmatch(text)) and any(one.isdigit() for one in found[2]):
        inner = read_number(f"{found[1]}{found[2]}{found[3]}".strip(BLANKS), style)
        if inner.qualifier or inner.digits.startswith("-"):
            raise _refuse_part()
        return replace(inner, digits=f"-{inner.digits}", is_bracketed=True)
    return _read_words(text.removeprefix("+"), style)


def _refuse_part() -> UsageError:
    return UsageError("is not understood as a whole", _TO_WRITE)


def _read_words(text: str, style: Style) -> CellNumber:
    """Read what is more than digits: `€ 5`, `5.3%`, `over 12 million`."""
    digits = ""

    def settle(found: re.Match[str]) -> str:
        nonlocal digits
        digits = _settle(found[0], style)
        # What a table shows to be decimals is no doubt of the reader's, who sees this cell alone.
        return f"{digits}0" if _EITHER.fullmatch(digits) else digits

    shown = _DIGITS.sub(settle, text)
    reading = read_text(shown)
    if not reading.figures and not reading.skipped:
        raise UsageError("is no number", _TO_WRITE)
    one = reading.figures[0] if len(reading.figures) == 1 else None
    if one is not None and one.high is not None:
        raise UsageError("is a range", "write one number")
    is_whole = one is not None and (one.start, one.end) == (0, len(shown)) and not one.also
    if one is None or not is_whole or reading.skipped or not digits:
        raise _refuse_part()
    if one.direction or one.kind not in ("number", "percent"):
        raise _refuse_part()
    for doubt in one.doubts:
        if doubt.kind != "unit" or not one.may_be:
            raise UsageError(f"is unclear ({doubt.reason})", _TO_WRITE)
    value = Decimal(digits)
    power = one.value.adjusted() - value.adjusted()
    if not value and one.step is not None:
        # Nothing of a million is known to the million.
        power = one.step.adjusted() - value.as_tuple().exponent  # type: ignore[operator]
    if one.value.copy_abs() != value.scaleb(power):
        raise _refuse_part()
    return CellNumber(
        digits=f"-{digits}" if one.value.is_signed() else digits,
        power=power,
        # A unit in doubt is settled by that of the indicator, or nowhere.
        unit=None if one.doubts else one.unit,
        may_be=(one.unit, *one.may_be) if one.unit and one.may_be else (),
        qualifier=one.qualifier,
    )


def _settle(written: str, style: Style) -> str:
    """Return digits with a point for their decimals. Raises UsageError."""
    if written.isdigit():
        return written
    if _EITHER.fullmatch(written):
        sign = "." if "." in written else ","
        if sign in style.unclear:
            name = "point" if sign == "." else "comma"
            raise UsageError(
                f"has decimals or thousands behind its {name}",
                "say which with --decimal . or --decimal ,",
            )
        return (written.translate(_SWAPPED) if style.mark == "," else written).replace(",", "")
    if (found := parse_digits(written.translate(_GROUPED))) is None:
        raise UsageError("is no number as it is written", _TO_WRITE)
    return found[0]


def find_mark(text: str) -> Mark | None:
    """Return the mark of decimals that the digits of a cell show, None where they do not."""
    for found in _DIGITS.finditer(text):
        digits = found[0].translate(_GROUPED)
        if digits.isdigit() or (_EITHER.fullmatch(digits) and digits == found[0]):
            continue
        if read := parse_digits(digits):
            has_point = "." in digits
            if has_point != ("." in read[0]) or digits.count(".") > 1:
                return ","
            is_point = digits.replace(",", "").replace("'", "").replace("’", "") == read[0]
            return "." if is_point else ","
    return None


def may_be_number(text: str) -> bool:
    """Whether a cell may hold a number: it has a digit."""
    return isinstance(text, Number) or any(one.isdigit() for one in text)


def cut_note_mark(text: str) -> tuple[str, str]:
    """Return the text of a cell without a footnote's mark, and the mark, empty if there is none."""
    found = None if isinstance(text, Number) else _NOTE_MARK.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def explain_mark(mark: str, notes: Iterable[str]) -> str | None:
    """Return what a note says of a mark: `* provisional`, `p = provisional`, `[1] …`."""
    bare = mark.strip("[]()")
    starts = {mark, bare, f"({bare})", f"[{bare}]", f"{bare})", f"{bare}."}
    for note in notes:
        first, _, rest = note.replace(":", " ", 1).partition(" ")
        rest = rest.strip(" =:–-")
        if first in starts and rest:
            return rest
        if note.startswith(bare) and not bare[-1:].isalnum() and note[len(bare) :].strip():
            return note[len(bare) :].strip(" =:")
    return None


@lru_cache(maxsize=20_000)
def read_period(text: str) -> str:
    """Return the period that a cell is. Raises UsageError, whose problem follows on its text."""
    try:
        return str(parse_period(text))
    except PeriodError:
        found = find_period(text, 0)
    is_whole = found is not None and found.end == len(text)
    if found and is_whole and found.period and not (found.is_guessed or found.is_vague):
        return str(found.period)
    if (day := _SLASHED.fullmatch(text)) and all(
        0 < int(one) <= _MONTHS for one in day.groups()[:2]
    ):
        first, second = f"{int(day[1]):02}", f"{int(day[2]):02}"
        problem = f"may be {day[3]}-{second}-{first} or {day[3]}-{first}-{second}"
        raise UsageError(problem, f"write it as {day[3]}-{second}-{first}")
    if season := _SEASON.fullmatch(text):
        year = int(season[1])
        if (year + 1) % 100 == int(season[2][-2:]):
            problem = "is a season or a year that begins within one"
            raise UsageError(problem, f"write its months, such as {year}-07/{year + 1}-06")
    example = "2025, 2025-Q3, 2025-03 or a range such as 2023-04/2024-03"
    raise UsageError("is no period of a store", f"write {example}")


def find_part(text: str, kind: str) -> str | None:
    """Return a part of a year, `-Q3` or `-03`, of a cell in a column of quarters or months."""
    if text.isdecimal() and len(text) <= len("12"):
        number = int(text)
        most = {"quarter": 4, "month": _MONTHS, "half": 2}[kind]
        if not 0 < number <= most:
            return None
        return {"quarter": f"-Q{number}", "month": f"-{number:02}", "half": f"-S{number}"}[kind]
    found = find_period(text, 0)
    if found and found.end == len(text) and found.part and not found.is_vague:
        return found.part.removeprefix("{year}")
    return None


def is_period(text: str) -> bool:
    """Whether a cell looks like a period; not every number of four digits does."""
    if text.isdecimal():
        return is_year(text)
    try:
        read_period(str(text))
    except UsageError:
        return False
    return True


def is_year(text: str) -> bool:
    """Whether a cell is digits that may be a year."""
    return text.isdecimal() and _FIRST_YEAR <= int(text[:5]) <= _LAST_YEAR
