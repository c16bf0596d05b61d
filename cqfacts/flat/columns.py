"""Columns: what the records of one class hold in each of several fields, as a format writes it."""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from cqfacts.model import Fact, Indicator, Source, Topic
    from cqfacts.record import Field

    Converter: TypeAlias = Callable[[Any], Any]

CONVERTERS: dict[str, Converter] = {"period": str, "day": lambda day: day.isoformat()}
"""What makes text of values, by the kind of their field."""


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
