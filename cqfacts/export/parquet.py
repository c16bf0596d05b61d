"""Parquet: facts in typed columns, for the engines that read a great many of them."""

from __future__ import annotations

import os
import re
from itertools import groupby
from operator import attrgetter

from cqfacts.errors import UsageError
from cqfacts.flat.full import INDICATOR_EXTRAS

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise UsageError(
        "parquet needs pyarrow; install it with: pip install 'cqfacts[parquet]'"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
_COMPRESSION = "zstd"
# So many rows are turned into columns at once, and so many make a group in the file.
_MOST_ROWS = 4_096
_MOST_IN_GROUP = 65_536

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
        ("accept", _WORDS),
        ("indicator_unit", _WORD),
        ("kind", _WORD),
        ("better", _WORD),
        ("growth_basis", _WORD),
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
        place = os.path.join(folder, f"{_PARTITIONED}={topic}")
        os.mkdir(place)
        with open(os.path.join(place, _PART), "wb") as stream:
            _write(excerpt.store, groups, stream, schema)


def _write(
    store: Store,
    groups: Iterable[tuple[str, Sequence[Fact]]],
    stream: BinaryIO,
    schema: pa.Schema,
) -> None:
    words = [field.name for field in schema if field.type == _WORD]
    with parquet.ParquetWriter(
        stream, schema, compression=_COMPRESSION, use_dictionary=words
    ) as writer:
        gathered: list[pa.RecordBatch] = []
        rows = 0
        for facts in _gather(groups):
            gathered.append(_to_batch(store, facts, schema))
            rows += len(facts)
            if rows >= _MOST_IN_GROUP:
                writer.write_table(pa.Table.from_batches(gathered), _MOST_IN_GROUP + _MOST_ROWS)
                gathered, rows = [], 0
        if gathered:
            writer.write_table(pa.Table.from_batches(gathered), _MOST_IN_GROUP + _MOST_ROWS)


def _gather(groups: Iterable[tuple[str, Sequence[Fact]]]) -> Iterator[list[Fact]]:
    """Yield facts, so many at once."""
    gathered: list[Fact] = []
    for _, facts in groups:
        gathered += facts
        while len(gathered) >= _MOST_ROWS:
            yield gathered[:_MOST_ROWS]
            gathered = gathered[_MOST_ROWS:]
    if gathered:
        yield gathered


def _to_batch(store: Store, facts: Sequence[Fact], schema: pa.Schema) -> pa.RecordBatch:
    columns = dict(zip(_MADE, zip(*_to_rows(store, facts), strict=True), strict=True))
    for name in _NUMBERS:
        columns[name], columns[f"{name}_beyond"] = _split_beyond(columns[name])
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


_NUMBERS = ("value", "low", "high")
_MADE = tuple(name for name in SCHEMA.names if not name.endswith("_beyond"))


def _to_rows(store: Store, facts: Iterable[Fact]) -> Iterator[tuple[Any, ...]]:
    """Yield what facts say by _MADE; those of one indicator follow each other."""
    for key, group in groupby(facts, key=attrgetter("key")):
        indicator = store.indicator(key)
        about = [getattr(indicator, own) for own in INDICATOR_EXTRAS.values()]
        label, subject, topic = indicator.label, indicator.subject, indicator.topic
        for fact in group:
            amount, period, source = fact.amount, fact.period, store.source(fact.source)
            interval = amount.interval if amount else None
            yield (
                key,
                label,
                subject,
                fact.measure if amount else None,
                fact.status,
                str(period) if period else None,
                amount.qualifier if amount else None,
                amount.value if amount else None,
                fact.unit,
                interval.low if interval else None,
                interval.high if interval else None,
                interval.bounds if interval else None,
                amount.written if amount else None,
                fact.of,
                str(fact.base) if fact.base else None,
                fact.each,
                fact.text,
                fact.stated,
                source.id,
                source.publisher,
                source.title,
                source.published,
                source.url,
                fact.note,
                fact.accept,
                *about,
                topic,
                period.start if period else None,
                period.end if period else None,
            )


def _split_beyond(
    numbers: Sequence[Decimal | None],
) -> tuple[Sequence[Decimal | None], Sequence[str | None]]:
    """Return the numbers that a column has room for, and the others as text."""
    try:
        return pa.array(numbers, _NUMBER), [None] * len(numbers)
    except pa.ArrowInvalid:
        fits = [number is None or _fits(number) for number in numbers]
    within = [number if fit else None for number, fit in zip(numbers, fits, strict=True)]
    beyond = [None if fit else f"{number:f}" for number, fit in zip(numbers, fits, strict=True)]
    return within, beyond


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES and number.adjusted() < DIGITS - PLACES
