"""The flat record of a fact, and the full one: what else a store says of its indicator."""

from __future__ import annotations

from functools import cache
from operator import attrgetter

from cqfacts.model import Fact, Indicator, Source
from cqfacts.record import COLUMNS, FULL, NOWHERE, fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from cqfacts.model import Topic
    from cqfacts.record import Field
    from cqfacts.store import Store

    Converter: TypeAlias = Callable[[Any], Any]


def _arrange() -> dict[str, Field]:
    """Return the columns of a fact with its indicator and its source, in order."""
    found = [one for kind in (Fact, Indicator, Source) for one in fields_of(kind).values()]
    return {one.flat: one for one in sorted(found, key=lambda one: one.at) if one.at < NOWHERE}


ALL_COLUMNS = _arrange()
"""What there is of a fact in any format: the flat record, the full one, and what Parquet adds."""

FACT_FIELDS = tuple(name for name, one in ALL_COLUMNS.items() if one.at < FULL)
FULL_FIELDS = tuple(name for name, one in ALL_COLUMNS.items() if one.at < COLUMNS)

LIST_FIELDS = frozenset(name for name, one in ALL_COLUMNS.items() if one.kind == "texts")
"""The fields that hold lists of text."""

INDICATOR_CHOICES = {
    name: one.choices
    for name, one in ALL_COLUMNS.items()
    if one.owner == "Indicator" and one.choices
}
"""What an indicator may say in these fields; the first is the default, and written as None."""

CONVERTERS: dict[str, Converter] = {"period": str, "day": lambda day: day.isoformat()}
"""What makes text of values, by the kind of their field."""

_CONVERTERS: dict[str, Converter] = {
    **CONVERTERS,
    "ids": lambda ids: " ".join(ids) or None,
    "texts": list,
}


class Columns:
    """Fields by the names of their columns.

    `find_converter` returns what makes of a value, unless it is None, the one that is written.
    """

    def __init__(
        self, fields: Mapping[str, Field], find_converter: Callable[[Field], Converter | None]
    ) -> None:
        self.names = tuple(fields)
        self._empty: dict[str, Any] = dict.fromkeys(fields)
        groups: dict[str, dict[str, str]] = {}
        for name, one in fields.items():
            groups.setdefault(one.of, {})[name] = one.attribute
        # Of a single attribute a getter would return no tuple: it gets the first of them twice.
        self._groups = [
            (whole, tuple(names), attrgetter(*names.values(), next(iter(names.values()))))
            for whole, names in groups.items()
        ]
        self._converted = [
            (name, convert) for name, one in fields.items() if (convert := find_converter(one))
        ]
        self._of_figure = [name for name, one in fields.items() if one.of_figure]

    def read(
        self, record: Fact | Indicator | Source | Topic, before: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what is in the columns, in their order, or in that of a row `before`."""
        row = (before or self._empty).copy()
        for whole, names, get_values in self._groups:
            if (one := getattr(record, whole) if whole else record) is not None:
                row.update(zip(names, get_values(one)))  # noqa: B905 - one is got twice
            elif whole == "amount":
                row.update(dict.fromkeys(self._of_figure))
        for name, convert in self._converted:
            if (value := row[name]) is not None:
                row[name] = convert(value)
        return row


def find_converter(one: Field) -> Converter | None:
    """Return what makes of a value of a field the one of flat records."""
    if one.flat in INDICATOR_CHOICES:
        return lambda said: None if said == one.default else said
    return _CONVERTERS.get(one.kind)


def columns_of(kind: str, names: Sequence[str] = FACT_FIELDS) -> Columns:
    """Return the columns, of those named, that the records of a class fill."""
    fields = {name: ALL_COLUMNS[name] for name in names if ALL_COLUMNS[name].owner == kind}
    return Columns(fields, find_converter)


@cache
def _list_columns(*, full: bool) -> tuple[Columns, ...]:
    names = FULL_FIELDS if full else FACT_FIELDS
    return tuple(columns_of(kind, names) for kind in ("Fact", "Indicator", "Source"))


def flatten_fact(store: Store, fact: Fact) -> dict[str, Any]:
    """Return a fact with what its indicator and its source say, by FACT_FIELDS.

    `value`, `low` and `high` are exact decimals in the unit. For a fact of text, these and the
    other fields of its figure are None; `low` or `high` is None, too, where it is open-ended.
    """
    return next(flatten_facts(store, [fact]))


def flatten_facts(
    store: Store, facts: Iterable[Fact], *, full: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield facts as `flatten_fact` returns them; those of one indicator are best given at once.

    A `full` record is by FULL_FIELDS.
    """
    of_fact, of_indicator, of_source = _list_columns(full=full)
    empty: dict[str, Any] = dict.fromkeys(FULL_FIELDS if full else FACT_FIELDS)
    key: str | None = None
    rows: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.key != key:
            key, rows = fact.key, {}
            indicator = of_indicator.read(store.indicator(key), empty)
        if fact.source not in rows:
            rows[fact.source] = of_source.read(store.source(fact.source), indicator)
        yield of_fact.read(fact, rows[fact.source])
