"""Parquet: facts in typed columns, for the engines that read a great many of them."""

from __future__ import annotations

import os
import re
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from cqfacts.errors import UsageError
from cqfacts.flat.facts import ALL_COLUMNS

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise UsageError(
        "parquet needs pyarrow", "install it with: pip install 'cqfacts[parquet]'"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal
    from typing import Any, BinaryIO

    from cqfacts.model import Fact
    from cqfacts.record import Field
    from cqfacts.store import Store

    from .excerpt import Excerpt

DIGITS, PLACES = 38, 10
"""How many digits a number has in all, and after its point; every engine counts with as many."""

_NUMBER = pa.decimal128(DIGITS, PLACES)
_WORD = pa.dictionary(pa.int32(), pa.string())
COMPRESSION = "zstd"
# So many rows are turned into columns at once, and so many make a group in the file.
_MOST_ROWS = 4_096
MOST_IN_GROUP = 65_536

_TYPES = {
    "number": _NUMBER,
    "flag": pa.bool_(),
    "day": pa.date32(),
    "prose": pa.string(),
    **dict.fromkeys(("texts", "ids"), pa.list_(pa.string())),
}


def _find_type(one: Field) -> pa.DataType:
    return _TYPES.get(one.kind, _WORD)


_NUMBERS = tuple(name for name, one in ALL_COLUMNS.items() if one.kind == "number")
SCHEMA = pa.schema(
    [
        *((name, _find_type(one)) for name, one in ALL_COLUMNS.items()),
        *((f"{name}_beyond", pa.string()) for name in _NUMBERS),
    ]
)
"""The columns: the full record, and behind it what a query is quicker with."""

_PARTITIONED = "topic"
_PART = "facts.parquet"
_OURS = re.compile(rf"{_PARTITIONED}=[^/\\]+[/\\]{re.escape(_PART)}")


def find_words(schema: pa.Schema) -> list[str]:
    """Return the columns whose words come again and again."""
    return [field.name for field in schema if field.type == _WORD]


def is_part(path: str) -> bool:
    """Whether a path in a folder is that of a part, as `write_folder` names them."""
    return _OURS.fullmatch(path) is not None


def write_file(excerpt: Excerpt, stream: BinaryIO) -> None:
    """Write an excerpt as one file."""
    _write(excerpt.store, excerpt, stream, SCHEMA)


def write_folder(excerpt: Excerpt, folder: str) -> None:
    """Write an excerpt into an empty folder, a part for each topic, which only its name says."""
    excerpt.sort_by_topic()
    schema = SCHEMA.remove(SCHEMA.get_field_index(_PARTITIONED))
    for topic, groups in groupby(excerpt, key=lambda group: group[0].partition(".")[0]):
        place = os.path.join(folder, f"{_PARTITIONED}={_escape(topic)}")
        os.mkdir(place)
        with open(os.path.join(place, _PART), "wb") as stream:
            _write(excerpt.store, groups, stream, schema)


def _escape(topic: str) -> str:
    """Return a topic as a part of a path can have it, which readers of such folders undo."""
    return "".join(one if one.isalnum() or one in "-_" else quote(one, safe="") for one in topic)


def _write(
    store: Store,
    groups: Iterable[tuple[str, Sequence[Fact]]],
    stream: BinaryIO,
    schema: pa.Schema,
) -> None:
    with parquet.ParquetWriter(
        stream, schema, compression=COMPRESSION, use_dictionary=find_words(schema)
    ) as writer:
        gathered: list[pa.RecordBatch] = []
        rows = 0
        for facts in _gather(groups):
            gathered.append(_to_batch(store, facts, schema))
            rows += len(facts)
            if rows >= MOST_IN_GROUP:
                writer.write_table(_join(gathered), rows)
                gathered, rows = [], 0
        if gathered:
            writer.write_table(_join(gathered), rows)


def _join(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Return a table whose words are in one dictionary a column."""
    return pa.Table.from_batches(batches).combine_chunks()


def _gather(groups: Iterable[tuple[str, Sequence[Fact]]]) -> Iterator[list[Fact]]:
    """Yield facts, so many at once."""
    gathered: list[Fact] = []
    for _, facts in groups:
        gathered += facts
        if len(gathered) >= _MOST_ROWS:
            yield from _cut(gathered)
            gathered = []
    if gathered:
        yield gathered


def _cut(facts: list[Fact]) -> Iterator[list[Fact]]:
    """Yield facts in parts, where an indicator has very many."""
    for start in range(0, len(facts), _MOST_ROWS):
        yield facts[start : start + _MOST_ROWS]


def _to_batch(store: Store, facts: Sequence[Fact], schema: pa.Schema) -> pa.RecordBatch:
    columns = {
        **_spread("Indicator", [fact.key for fact in facts], store.indicator),
        **_spread("Source", [fact.source for fact in facts], store.source),
        **_gather_own(facts),
    }
    arrays = [
        found if isinstance(found := columns[field.name], pa.Array) else pa.array(found, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _spread(kind: str, names: Sequence[str], find: Callable[[str], object]) -> dict[str, pa.Array]:
    """Return what the indicators or sources of facts say, given by the name that each fact has."""
    encoded = pa.array(names, _WORD)
    things = [find(name) for name in encoded.dictionary.to_pylist()]
    return {
        # The same words of several things are one word of the dictionary.
        name: pa.array([getattr(one, field.attribute) for one in things], _find_type(field)).take(
            encoded.indices
        )
        for name, field in ALL_COLUMNS.items()
        if field.owner == kind
    }


def _gather_own(facts: Sequence[Fact]) -> dict[str, Any]:
    """Return what the facts themselves say."""
    columns: dict[str, Any] = {}
    wholes: dict[str, Sequence[Any]] = {"": facts}
    for name, field in ALL_COLUMNS.items():
        if field.owner != "Fact":
            continue
        if field.of not in wholes:
            wholes[field.of] = [getattr(fact, field.of) for fact in facts]
        get_value = attrgetter(field.attribute)
        values = [None if one is None else get_value(one) for one in wholes[field.of]]
        if field.of_figure:
            values = [
                value if fact.amount else None for fact, value in zip(facts, values, strict=True)
            ]
        if field.kind == "period":
            values = [value.text if value else None for value in values]
        columns[name] = values
        if name in _NUMBERS:
            columns[name], columns[f"{name}_beyond"] = _split_beyond(values)
    return columns


def _split_beyond(numbers: Sequence[Decimal | None]) -> tuple[pa.Array, pa.Array]:
    """Return the numbers that a column has room for, and the others as text."""
    try:
        return pa.array(numbers, _NUMBER), pa.nulls(len(numbers), pa.string())
    except pa.ArrowInvalid:
        fits = [number is None or _fits(number) for number in numbers]
    within = [number if fit else None for number, fit in zip(numbers, fits, strict=True)]
    beyond = [None if fit else f"{number:f}" for number, fit in zip(numbers, fits, strict=True)]
    return pa.array(within, _NUMBER), pa.array(beyond, pa.string())


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES and number.adjusted() < DIGITS - PLACES
