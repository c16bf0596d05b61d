"""Parquet: facts in typed columns, for the engines that read a great many of them."""

from __future__ import annotations

import os
import re
from itertools import groupby
from urllib.parse import quote

from cqfacts.errors import UsageError
from cqfacts.flat.full import INDICATOR_EXTRAS
from cqfacts.interval import BOUNDS

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise UsageError(
        "parquet needs pyarrow", "install it with: pip install 'cqfacts[parquet]'"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from typing import Any, BinaryIO

    from cqfacts.model import Fact
    from cqfacts.store import Store

    from .excerpt import Excerpt

DIGITS, PLACES = 38, 10
"""How many digits a number has in all, and after its point; every engine counts with as many."""

_NUMBER = pa.decimal128(DIGITS, PLACES)
_WORD = pa.dictionary(pa.int32(), pa.string())
_WORDS = pa.list_(pa.string())
COMPRESSION = "zstd"
# So many rows are turned into columns at once, and so many make a group in the file.
_MOST_ROWS = 4_096
MOST_IN_GROUP = 65_536

SCHEMA = pa.schema(
    [
        ("key", _WORD),
        ("label", _WORD),
        ("subject", _WORD),
        ("measure", _WORD),
        ("status", _WORD),
        ("period", _WORD),
        ("qualifier", _WORD),
        ("value", _NUMBER),
        ("unit", _WORD),
        ("low", _NUMBER),
        ("high", _NUMBER),
        ("bounds", _WORD),
        ("written", pa.string()),
        ("of", _WORD),
        ("base", _WORD),
        ("each", pa.bool_()),
        ("text", pa.string()),
        ("stated", pa.string()),
        ("source", _WORD),
        ("publisher", _WORD),
        ("title", _WORD),
        ("published", pa.date32()),
        ("url", _WORD),
        ("note", pa.string()),
        ("kind", _WORD),
        ("better", _WORD),
        ("growth_basis", _WORD),
        ("accept", _WORDS),
        ("indicator_unit", _WORD),
        ("aliases", _WORDS),
        ("description", _WORD),
        ("topic", _WORD),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value_beyond", pa.string()),
        ("low_beyond", pa.string()),
        ("high_beyond", pa.string()),
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
        **_say_of_indicators(store, facts),
        **_say_of_sources(store, facts),
        **_say_of_figures(facts),
        **_say_of_periods(facts),
        "status": [fact.status for fact in facts],
        "unit": [fact.unit for fact in facts],
        "of": [fact.of for fact in facts],
        "each": [fact.each for fact in facts],
        "text": [fact.text for fact in facts],
        "stated": [fact.stated for fact in facts],
        "note": [fact.note for fact in facts],
        "accept": [fact.accept for fact in facts],
    }
    arrays = [
        found if isinstance(found := columns[field.name], pa.Array) else pa.array(found, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


_OF_INDICATOR = {name: name for name in ("key", "label", "subject", "topic")} | INDICATOR_EXTRAS
_OF_SOURCE = {"source": "id", **{name: name for name in ("publisher", "title", "published", "url")}}


def _say_of_indicators(store: Store, facts: Iterable[Fact]) -> dict[str, pa.Array]:
    numbers, keys = _number([fact.key for fact in facts])
    return _spread(numbers, [store.indicator(key) for key in keys], _OF_INDICATOR)


def _say_of_sources(store: Store, facts: Iterable[Fact]) -> dict[str, pa.Array]:
    numbers, ids = _number([fact.source for fact in facts])
    return _spread(numbers, [store.source(one) for one in ids], _OF_SOURCE)


def _number(names: Sequence[str]) -> tuple[pa.Array, Sequence[str]]:
    """Return a number for each name, and the names by their numbers."""
    encoded = pa.array(names, _WORD)
    return encoded.indices, encoded.dictionary.to_pylist()


def _spread(
    numbers: pa.Array, things: Sequence[object], fields: Mapping[str, str]
) -> dict[str, pa.Array]:
    """Return what each of several things says, as often as its number is there."""
    return {
        # The same words of several things are one word of the dictionary.
        field: pa.array([getattr(one, own) for one in things], SCHEMA.field(field).type).take(
            numbers
        )
        for field, own in fields.items()
    }


def _say_of_figures(facts: Sequence[Fact]) -> dict[str, Any]:
    amounts: list[Any] = [fact.amount or _NO_FIGURE for fact in facts]
    ends = [amount.ends for amount in amounts]
    columns = {
        "measure": [fact.measure if fact.amount else None for fact in facts],
        "qualifier": [amount.qualifier for amount in amounts],
        "written": [amount.written for amount in amounts],
        "bounds": [_BOUNDS[low_closed, high_closed] for _, _, low_closed, high_closed in ends],
    }
    for name, numbers in (
        ("value", [amount.value for amount in amounts]),
        ("low", [end[0] for end in ends]),
        ("high", [end[1] for end in ends]),
    ):
        columns[name], columns[f"{name}_beyond"] = _split_beyond(numbers)
    return columns


class _NoFigure:
    """What stands for the figure of a fact of text."""

    qualifier = written = value = None
    ends = (None, None, None, None)


_NO_FIGURE = _NoFigure()
_BOUNDS: dict[Any, str | None] = {**BOUNDS, (None, None): None}


def _say_of_periods(facts: Iterable[Fact]) -> dict[str, Sequence[object]]:
    periods = [fact.period for fact in facts]
    return {
        "period": [period.text if period else None for period in periods],
        "period_start": [period.start if period else None for period in periods],
        "period_end": [period.end if period else None for period in periods],
        "base": [fact.base.text if fact.base else None for fact in facts],
    }


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
