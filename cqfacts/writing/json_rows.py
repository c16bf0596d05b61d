"""Rows of JSON: an envelope, a bare list, or an object a line; numbers stay as written."""

from __future__ import annotations

import json
import re

from cqfacts.flat import SCHEMA_VERSION
from cqfacts.store.tables import Number

from .rows import Row, fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn

_SPACE = re.compile(r"[ \t\r\n]*")


def read_lines(text: str, name: str) -> Iterator[Row]:
    """Yield the objects of JSON lines. Raises RowsError."""
    for line, one in enumerate(text.split("\n"), 1):
        if one.strip():
            reader = _Reader(one, name, line)
            record = reader.read_value()
            reader.expect_end()
            yield reader.make_row(line, record)


def read_json(text: str, name: str) -> Iterator[Row]:
    """Yield the objects of a list, or of `facts` in an envelope. Raises RowsError."""
    reader = _Reader(text, name, 1)
    if reader.peek() == "[":
        yield from reader.read_items()
    elif reader.peek() == "{":
        yield from reader.read_envelope()
    else:
        reader.give_up("expecting a list of facts, or an envelope that has one")
    reader.expect_end()


class _Reader:
    """Reads a text piece by piece, so that the line of each record is known."""

    def __init__(self, text: str, name: str, line: int) -> None:
        self.text = text
        self.name = name
        self.place = 0
        self._line = line
        self._counted = 0
        self._decoder = json.JSONDecoder(
            parse_float=Number, parse_int=Number, parse_constant=self._refuse_constant
        )

    @property
    def line(self) -> int:
        """The line of the place that has been reached."""
        self._line += self.text.count("\n", self._counted, self.place)
        self._counted = self.place
        return self._line

    def peek(self) -> str:
        """Return the next character that is no space, empty at the end."""
        found = _SPACE.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return self.text[self.place : self.place + 1]

    def take(self, wanted: str) -> None:
        """Pass one of the wanted characters, which must come next."""
        found = self.peek()
        if not found or found not in wanted:
            self.give_up(f"expecting {' or '.join(map(repr, wanted))}")
        self.place += 1

    def expect_end(self) -> None:
        """Refuse whatever follows."""
        if self.peek():
            self.give_up("extra data")

    def read_value(self) -> Any:  # noqa: ANN401 - whatever stands there
        """Return the next value."""
        self.peek()
        try:
            value, self.place = self._decoder.raw_decode(self.text, self.place)
        except json.JSONDecodeError as error:
            self.place = error.pos
            self.give_up(error.msg[:1].lower() + error.msg[1:])
        except RecursionError:
            self.give_up("nested too deeply")
        return value

    def read_items(self) -> Iterator[Row]:
        """Yield the objects of a list."""
        self.take("[")
        while self.peek() != "]":
            line = self.line
            yield self.make_row(line, self.read_value())
            if self.peek() != "]":
                self.take(",]")
        self.take("]")

    def read_envelope(self) -> Iterator[Row]:
        """Yield the objects of `facts`."""
        self.take("{")
        has_facts = False
        while self.peek() != "}":
            field = self.read_value()
            self.take(":")
            if field == "facts" and self.peek() == "[":
                has_facts = True
                yield from self.read_items()
            elif field == "schema_version" and self.read_value() != str(SCHEMA_VERSION):
                self.give_up(f"a schema_version other than {SCHEMA_VERSION}")
            elif field != "schema_version":
                self.read_value()
            if self.peek() != "}":
                self.take(",}")
        self.take("}")
        if not has_facts:
            self.give_up("the envelope has no list of facts")

    def make_row(self, line: int, record: object) -> Row:
        """Return a record as a row."""
        if not isinstance(record, dict):
            self.give_up("a fact is an object of fields")
        try:
            "".join(one for one in record.values() if isinstance(one, str)).encode()
        except UnicodeEncodeError:
            self.give_up("half a surrogate pair is no character")
        return Row(line=line, record=record)

    def give_up(self, problem: str) -> NoReturn:
        """Stop at the place that has been reached."""
        remedy = "write it as 'cqfacts show --format json' or jsonl does"
        raise fail(self.name, self.line, f"is not JSON of facts ({problem})", remedy)

    def _refuse_constant(self, constant: str) -> NoReturn:
        self.give_up(f"{constant} is no number")
