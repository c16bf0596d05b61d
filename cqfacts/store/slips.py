"""Slips: what an editor did to a line that TOML refuses, and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cqfacts.amount import AmountError, parse_amount
from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.toml.sections import is_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    import tomli

_PAIR = re.compile(r"(?<![\w\"'.-])([\w\"'.-]+)\s*=\s*")
_IN_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_COMMENT = re.compile(r"#.*")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_PERCENT = re.compile(r"[+-]?\d[\d.,_]*\s*[%％]$")
_LONGEST_LINE = 10_000
"""A longer line was written by no editor, and no slip is looked for in it."""
_CURLY_QUOTES = "“”‘’„«»"
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cf"})
_SIGNS = "=[]{},."
_REPEATED = ("cannot overwrite", "cannot declare", "cannot redefine", "duplicate", "namespace")
_UNCLOSED = ("unclosed", "unterminated", "expected \"'", "expected '\"", "closing")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that TOML refuses, its row from 0, and how a problem in it is reported."""

    name: str
    row: int
    line: str

    @property
    def start(self) -> int:
        """The column, from 1, of the first character that is not white space."""
        return len(self.line) - len(self.line.lstrip()) + 1

    @property
    def is_long(self) -> bool:
        """Whether it is too long to look for slips in it."""
        return len(self.line) > _LONGEST_LINE

    def report(self, column: int, check: str, problem: str, remedy: str) -> Diagnostic:
        """Return a problem at a column, from 1."""
        location = Location(file=self.name, line=self.row + 1, column=column)
        return Diagnostic(check=check, location=location, problem=problem, remedy=remedy)


def is_unclosed(error: tomli.TOMLDecodeError) -> bool:
    """Whether something was opened and not closed, so that the error stands far behind it."""
    return any(sign in error.msg.lower() for sign in _UNCLOSED)


def find_slip(broken: Broken, column: int) -> Diagnostic | None:
    """Return the known slip that an error at a column comes from, None where there is none."""
    if broken.is_long or not any(pair.start() < column - 1 for pair in _PAIR.finditer(broken.line)):
        return None
    return _find_character(broken) or _find_value(broken, column)


def explain_opening(error: tomli.TOMLDecodeError, broken: Broken) -> Diagnostic:
    """Return what a line opens and nothing closes."""
    hint = None if broken.is_long else _find_character(broken) or _find_value(broken, error.colno)
    if hint:
        return hint
    _, value, column = ("", "", broken.start) if broken.is_long else _split(broken.line, None)
    for what, bracket in (("array", "["), ("inline table", "{")):
        if what in error.msg.lower() or (not is_unclosed(error) and value.startswith(bracket)):
            problem = f"an {what} is opened and not closed"
            return broken.report(column, "toml-syntax", problem, "close it")
    problem = "a quote is opened and not closed"
    return broken.report(column, "toml-quotes", problem, "close it")


def is_repeated(error: tomli.TOMLDecodeError) -> bool:
    """Whether a key is declared that is declared already."""
    return any(sign in error.msg.lower() for sign in _REPEATED)


def explain(error: tomli.TOMLDecodeError, broken: Broken, number: int) -> Diagnostic:
    """Return a syntax error with the hint that fits what an editor did.

    It is met in line `number`, from 1, and belongs to the broken one.
    """
    plain = error.msg[:1].lower() + error.msg[1:]
    column = error.colno if broken.row == number - 1 else len(broken.line) + 1
    if broken.is_long:
        return broken.report(column, "toml-syntax", plain, "correct the TOML there")
    if hint := _find_character(broken) or _find_value(broken, column):
        return hint
    if "Illegal character '\\n'" in error.msg:
        problem = "a quote is opened and not closed"
        place = _split(broken.line, None)[2]
        return broken.report(place, "toml-quotes", problem, "close it on its line")
    return broken.report(column, "toml-syntax", plain, "correct the TOML there")


def explain_repetition(broken: Broken, first: int | None) -> Diagnostic:
    """Return a key or table that is declared again; `first` is the row that declares it first."""
    where = f", first in line {first + 1}" if first is not None else ""
    is_table = is_header(broken.line)
    shown = broken.line.partition("#")[0].strip() if is_table else name_of(broken.line)
    problem = f"{shown} is said again{where}"
    return broken.report(broken.start, "toml-repeated", problem, "remove one of them")


def _find_character(broken: Broken) -> Diagnostic | None:
    """Return the character of a line that word processors and pages leave, if there is one."""
    # What stands within sound quotes or a comment is text.
    code = _COMMENT.sub(_blank, _IN_QUOTES.sub(_blank, broken.line))
    for number, character in enumerate(code, 1):
        if character in _CURLY_QUOTES:
            problem = f"{character} is no quote of TOML"
            return broken.report(number, "toml-quotes", problem, 'write straight quotes, "…"')
        if character.isascii():
            continue
        if unicodedata.category(character) in _INVISIBLE:
            called = unicodedata.name(character, "character").lower()
            problem = f"an invisible character stands here, U+{ord(character):04X} {called}"
            return broken.report(number, "toml-character", problem, "write a plain space")
        plain = unicodedata.normalize("NFKC", character)
        if plain in _SIGNS:
            problem = f"{character} is not {plain}"
            return broken.report(number, "toml-character", problem, f"write {plain}")
    return None


def _find_value(broken: Broken, column: int) -> Diagnostic | None:
    """Return what is wrong with the value of a line, where it is a known slip."""
    key, value, place = _split(broken.line, column)
    if not key or not value or value[0] in "[{\"'":
        return None
    if value.count('"') % 2:
        problem = "a quote is missing"
        return broken.report(place, "toml-quotes", problem, "write one at each end")
    if remedy := _write_number(value):
        problem = f"{value} is no number of TOML"
        return broken.report(place, "toml-number", problem, remedy)
    if value.lower() in ("true", "false"):
        remedy = f"write {key} = {value.lower()}"
        return broken.report(place, "toml-syntax", f"{value} is no value of TOML", remedy)
    return _find_unquoted(broken, key, value, place)


def _find_unquoted(broken: Broken, key: str, value: str, place: int) -> Diagnostic | None:
    """Return how to write a value that has no quotes, as its key wants it."""
    if key == "published":
        problem = f"{value} is no date of the calendar"
        return broken.report(place, "toml-syntax", problem, "write published = 2026-01-27")
    if key == "value" and not _is_amount(value):
        remedy = 'write digits, or digits and a scale in quotes, such as "3.38 trillion"'
        return broken.report(place, "toml-number", f"{value} is no number of TOML", remedy)
    if value[0].isalnum() or value[0] in ".+-":
        problem = f"{key} {value} is not quoted" if key == "period" else f"{value} is not quoted"
        return broken.report(place, "toml-unquoted", problem, f'write {key} = "{value}"')
    return None


def _is_amount(value: str) -> bool:
    try:
        parse_amount(value)
    except AmountError:
        return False
    return True


def _write_number(value: str) -> str | None:
    """Return how to write a number that TOML does not take, None for what is no such number."""
    if _GROUPED.match(value):
        return f'write {value.replace(",", "_")} or "{value}"'
    if _PERCENT.match(value):
        return f"write {value.rstrip('%％ ')}, the measure says that it is percent"
    return None


def name_of(line: str) -> str:
    """Return the key or the table that a line declares, however it is quoted and spaced."""
    start = line.partition("#" if is_header(line) else "=")[0]
    return re.sub(r"[\s\[\]\"']", "", start)


def _split(line: str, column: int | None) -> tuple[str, str, int]:
    """Return the key, the value without a comment, and the value's column from 1.

    Of several pairs in an inline table it is the one that the column lies in.
    """
    pairs = list(_PAIR.finditer(line))
    if not pairs:
        return "", "", 1
    chosen = pairs[0]
    if column is not None:
        chosen = next((p for p in reversed(pairs) if p.start() < column), chosen)
    value = line[chosen.end() :].partition(" #")[0].strip()
    if len(pairs) > 1 or line.lstrip().startswith("{"):
        value = re.split(r",\s*[\w\"'.-]+\s*=|\}", value)[0].strip()
    return chosen[1], value, chosen.end() + 1


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
