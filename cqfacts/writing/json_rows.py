"""Rows of JSON: an envelope, a bare list, or an object a line; numbers stay as written."""

from __future__ import annotations

import json
import re

from cqfacts.flat import READ_VERSIONS, SCHEMA_VERSION
from cqfacts.store.tables import Number

from .rows import Row, RowsError, fail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn

    from .rows import Faults

_REMEDY = "write it as 'cqfacts show --format json' or jsonl does"
_NO_OBJECT = "a fact is an object of fields"
_SPACE = re.compile(r"[ \t\r\n]*")


def read_lines(text: str, faults: Faults) -> Iterator[Row]:
    """Yield the objects of JSON lines; a line that is none says nothing of the others."""
    for line, one in enumerate(text.split("\n"), 1):
        if not one.strip():
            continue
        reader = _Reader(one, faults, line)
        try:
            rows = list(reader.read_row())
            reader.expect_end()
        except RowsError as error:
            for found in error.problems:
                faults.add(line, one, found.problem, found.remedy)
        else:
            yield from rows


def read_json(text: str, faults: Faults) -> Iterator[Row]:
    """Yield the objects of a list, or of `facts` in an envelope. Raises RowsError."""
    reader = _Reader(text, faults, 1)
    if reader.peek() == "[":
        yield from reader.read_items()
    elif reader.peek() == "{":
        yield from reader.read_envelope()
    else:
        reader.give_up("expecting a list of facts, or an envelope that has one")
    reader.expect_end()


class _Reader:
    """Reads a text piece by piece, so that the line of each record is known."""

    def __init__(self, text: str, faults: Faults, line: int) -> None:
        self.text = text
        self.faults = faults
        self.place = 0
        self._line = line
        self._counted = 0
        self._repeated: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._make_object,
            parse_float=Number,
            parse_int=Number,
            parse_constant=self._refuse_constant,
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
            yield from self.read_row()
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
            elif field == "schema_version" and self.read_value() not in map(str, READ_VERSIONS):
                self.give_up(f"a schema_version above {SCHEMA_VERSION}")
            elif field != "schema_version":
                self.read_value()
            if self.peek() != "}":
                self.take(",}")
        self.take("}")
        if not has_facts:
            self.give_up("the envelope has no list of facts")

    def read_row(self) -> Iterator[Row]:
        """Yield the next object, if it is sound."""
        self.peek()
        line, start = self.line, self.place
        self._repeated.clear()
        record = self.read_value()
        known = len(self.faults.problems)
        for problem, remedy in self._find_faults(record):
            self.faults.add(line, self.text[start : self.place], problem, remedy)
        if len(self.faults.problems) == known:
            yield Row(line=line, record=record)

    def _find_faults(self, record: object) -> Iterator[tuple[str, str]]:
        if not isinstance(record, dict):
            yield f"is not JSON of facts ({_NO_OBJECT})", _REMEDY
            return
        try:
            "".join(one for one in (*record, *record.values()) if isinstance(one, str)).encode()
        except UnicodeEncodeError:
            yield "is not JSON of facts (half a surrogate pair is no character)", _REMEDY
            return
        for field in dict.fromkeys(self._repeated):
            yield f"field '{field}' is there twice", "remove one"

    def _make_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            self._repeated += (name for name in made if names.count(name) > 1)
        return made

    def give_up(self, problem: str) -> NoReturn:
        """Stop at the place that has been reached."""
        raise fail(self.faults.name, self.line, f"is not JSON of facts ({problem})", _REMEDY)

    def _refuse_constant(self, constant: str) -> NoReturn:
        self.give_up(f"{constant} is no number")
