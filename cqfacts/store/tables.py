"""Reading one file of a store: TOML into tables, or one line that says why not."""

from __future__ import annotations

from errno import EFBIG

import tomli

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.errors import LimitError, StoreError, StoreSyntaxError
from cqfacts.files import BusyError, read_steady
from cqfacts.record import Record

from .density import require_sparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SCHEMA = 1
"""The version of the store format that is read."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Number(str):
    """A TOML float as it is written, so that no digit of it is lost."""

    __slots__ = ()


class File(Record):
    """One file of a store. Floats in its `tables` are of type Number.

    `meant` says which topics are reserved tables by another name, None that nobody looked.
    """

    name: str
    tables: dict[str, Any]
    meant: Mapping[str, str] | None = None


def load_tables(path: str) -> File:
    """Read a TOML file. Raises StoreError, with line and column where there are any."""
    tables = parse_tables(read_content(path), path)
    check_schema(tables, path)
    return File(name=path, tables=tables)


def read_content(path: str) -> bytes:
    """Return what a file holds, at one moment. Raises StoreError."""
    try:
        content = read_steady(path)
    except BusyError as error:
        raise StoreError("is being written by another program", "try again", place=path) from error
    except FileNotFoundError as error:
        raise StoreError("does not exist", "give the path of a store", place=path) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        if isinstance(error, OSError) and error.errno == EFBIG:
            raise LimitError(str(reason), "split the file, or name another", place=path) from error
        raise StoreError(
            f"cannot be read ({reason})", "give a file that you may read", place=path
        ) from error
    require_sparse(content, path)
    return content


def check_schema(tables: Mapping[str, Any], path: str) -> None:
    """Raise StoreError when a file is of a schema that is yet to come."""
    schema = tables.get("schema", SCHEMA)
    if isinstance(schema, int) and schema > SCHEMA:
        raise StoreError(
            f"is written in a later schema than {SCHEMA}, which this cqfacts reads",
            "install a newer cqfacts",
            place=path,
        )


def parse_tables(content: bytes, name: str) -> dict[str, Any]:
    """Read the content of a TOML file; `name` is for the message. Raises StoreSyntaxError."""
    content = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line, column = _place(content[: error.start].decode())
        place = Location(file=name, line=line, column=column)
        raise _refuse(place, "toml-encoding", "is not UTF-8", "save the file as UTF-8") from error
    try:
        return tomli.loads(text, parse_float=Number)
    except tomli.TOMLDecodeError as error:
        problem = error.msg[:1].lower() + error.msg[1:]
        place = Location(file=name, line=error.lineno, column=error.colno)
        raise _refuse(place, "toml-syntax", problem, "correct the TOML there") from error
    except RecursionError as error:
        remedy = "keep to topics, indicators and facts"
        place = Location(file=name)
        raise _refuse(place, "toml-nesting", "is nested too deeply", remedy) from error
    except ValueError as error:
        # The one other thing that Python refuses is a number of thousands of digits.
        line, column = _place_of_long_number(text)
        place = Location(file=name, line=line, column=column)
        problem = "a number has thousands of digits"
        raise _refuse(place, "value-invalid", problem, "write at most 40") from error


def _refuse(place: Location, check: str, problem: str, remedy: str) -> StoreSyntaxError:
    return StoreSyntaxError(Diagnostic(check=check, location=place, problem=problem, remedy=remedy))


def _place(before: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows this text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _place_of_long_number(text: str) -> tuple[int, int]:
    import re

    found = re.search(r"(?<![0-9_])[0-9][0-9_]{1000}", text)
    return _place(text[: found.start()] if found else "")
