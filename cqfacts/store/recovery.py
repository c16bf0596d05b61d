"""Recovery: reading on after a syntax error, so that a check finds every fault in one run.

A statement that TOML refuses is blanked out, and the rest is read again.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Any

import tomli

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.errors import StoreSyntaxError

from .tables import File, Number, parse_tables

MOST_ERRORS = 100
"""After so many syntax errors a file is given up."""

_BARE_VALUE = re.compile(r"^\s*[\w\"'.-]+\s*=\s*")
_PERIOD = re.compile(r"\d{4}(-(\d{2}|[SQ]\d)(-\d{2})?)?(/(\.\.|[\dSQ-]+))?$|\.\./[\dSQ-]+$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_SCALED = re.compile(r"[+-]?[\d.,]+\s*(hundred|thousand|million|billion|trillion|万亿|亿|万)$")
_CURLY_QUOTES = "“”‘’„«»"
_STRANGE_SPACES = "\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{ZERO WIDTH SPACE}"
_SAID_TWICE = ("cannot overwrite", "cannot declare", "cannot redefine", "duplicate", "namespace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What could be read of a file, the syntax errors, and the lines (from 1) that were blanked."""

    file: File
    content: bytes
    problems: tuple[Diagnostic, ...]
    blanked: frozenset[int]


def read_on(content: bytes, name: str) -> Reading:
    """Read all of a file that can be read. Raises StoreSyntaxError when nothing can."""
    problems: list[Diagnostic] = []
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        problem = "the file starts with a byte order mark"
        mark = _Broken(name, 0, "").report(1, "toml-mark", problem, "save it without")
        problems.append(replace(mark, severity="warning"))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        # Raises, with the place.
        parse_tables(content, name)
        raise
    lines = text.split("\n")
    blanked: set[int] = set()
    while len(problems) < MOST_ERRORS:
        try:
            tables = _parse("\n".join(lines), name)
        except tomli.TOMLDecodeError as error:
            row = min(error.lineno, len(lines)) - 1
            row = _find_statement(lines, row, blanked)
            problems.append(_explain(error, lines, row, name))
            for number in _statement(lines, row):
                lines[number] = ""
                blanked.add(number + 1)
            continue
        return Reading(
            file=File(name=name, tables=tables),
            content="\n".join(lines).encode(),
            problems=tuple(problems),
            blanked=frozenset(blanked),
        )
    return Reading(
        file=File(name=name, tables={}),
        content=content,
        problems=tuple(problems),
        blanked=frozenset(blanked),
    )


def _parse(text: str, name: str) -> dict[str, Any]:
    """Parse TOML; what is no matter of syntax is a StoreSyntaxError, as it is for lookups."""
    try:
        return tomli.loads(text, parse_float=Number)
    except tomli.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        parse_tables(text.encode(), name)
        raise StoreSyntaxError(f"{name}: cannot be read; correct it [toml-syntax]") from error


def _find_statement(lines: list[str], row: int, blanked: set[int]) -> int:
    """Return the line to blame: the error's own, or the last one before it that says something."""
    while row > 0 and (not lines[row].strip() or row + 1 in blanked):
        row -= 1
    return row


def _statement(lines: list[str], row: int) -> list[int]:
    """Return the lines that go when a line is broken: itself, and under a header its table."""
    if not lines[row].lstrip().startswith("["):
        return [row]
    end = row + 1
    while end < len(lines) and not lines[end].lstrip().startswith("["):
        end += 1
    return list(range(row, end))


@dataclass(frozen=True, slots=True)
class _Broken:
    """A line that TOML refuses, and how a problem in it is reported."""

    name: str
    row: int
    line: str

    def report(self, column: int, check: str, problem: str, remedy: str) -> Diagnostic:
        """Return a problem at a column, from 1."""
        location = Location(file=self.name, line=self.row + 1, column=column)
        return Diagnostic(check=check, location=location, problem=problem, remedy=remedy)


def _explain(error: tomli.TOMLDecodeError, lines: list[str], row: int, name: str) -> Diagnostic:
    """Return a syntax error with the hint that fits what an editor did."""
    broken = _Broken(name, row, lines[row])
    plain = error.msg[:1].lower() + error.msg[1:]
    if any(sign in error.msg.lower() for sign in _SAID_TWICE):
        return _explain_repetition(broken, lines, plain)
    if hint := _find_character(broken) or _find_value(broken):
        return hint
    if "Illegal character '\\n'" in error.msg:
        problem = "a quote is opened and not closed"
        return broken.report(_split(broken.line)[2], "toml-quotes", problem, "close it on its line")
    column = error.colno if row == error.lineno - 1 else len(broken.line) + 1
    return broken.report(column, "toml-syntax", plain, "correct the TOML there")


def _find_character(broken: _Broken) -> Diagnostic | None:
    """Return the character of a line that word processors and pages leave, if there is one."""
    for number, character in enumerate(broken.line, 1):
        if character in _STRANGE_SPACES:
            problem = f"a {_name_of(character)} stands here"
            return broken.report(number, "toml-character", problem, "write a plain space")
        if character in _CURLY_QUOTES:
            problem = f"{character} is no quote of TOML"
            return broken.report(number, "toml-quotes", problem, 'write straight quotes, "…"')
    return None


def _find_value(broken: _Broken) -> Diagnostic | None:
    """Return what is wrong with the value of a line, where it is a known slip."""
    key, value, column = _split(broken.line)
    if _GROUPED.match(value):
        problem = f"{value} is no number of TOML"
        remedy = f'write {value.replace(",", "_")} or "{value}"'
        return broken.report(column, "toml-number", problem, remedy)
    if _PERIOD.match(value):
        problem = f"{key} {value} is not quoted"
        return broken.report(column, "toml-unquoted", problem, f'write {key} = "{value}"')
    if _SCALED.match(value) or value[:1].isalpha():
        problem = f"{value} is not quoted"
        return broken.report(column, "toml-unquoted", problem, f'write {key} = "{value}"')
    return None


def _explain_repetition(broken: _Broken, lines: list[str], plain: str) -> Diagnostic:
    """Return a key or table said twice, with the line that says it first."""
    line = broken.line
    column = len(line) - len(line.lstrip()) + 1
    is_header = line.lstrip().startswith("[")
    word = line.partition("#" if is_header else "=")[0].strip()
    first = _find_first(lines, broken.row, word)
    problem = f"{word} is said again, first in line {first + 1}" if first is not None else plain
    return broken.report(column, "toml-repeated", problem, "remove one of them")


def _find_first(lines: list[str], row: int, word: str) -> int | None:
    """Return the earlier line that says the same: of its table for a key, anywhere for a header."""
    for number in range(row - 1, -1, -1):
        line = lines[number]
        is_header = line.lstrip().startswith("[")
        if word.startswith("["):
            if line.partition("#")[0].strip() == word:
                return number
        elif is_header:
            return None
        elif line.partition("=")[0].strip() == word:
            return number
    return None


def _split(line: str) -> tuple[str, str, int]:
    """Return the key, the value without a comment, and the value's column from 1."""
    match = _BARE_VALUE.match(line)
    if not match:
        return "", "", 1
    key = match.group().partition("=")[0].strip()
    value = line[match.end() :].partition(" #")[0].strip()
    return key, value, match.end() + 1


def _name_of(character: str) -> str:
    import unicodedata

    return unicodedata.name(character).lower()
