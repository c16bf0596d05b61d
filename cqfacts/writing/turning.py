"""Turning: a table as a person has it, made into the flat records of its facts."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from cqfacts.amount import AmountError
from cqfacts.errors import UsageError
from cqfacts.figures import find_size, is_firm_unit, is_money, normalize_unit, read_unit_words
from cqfacts.flat.facts import FULL_FIELDS
from cqfacts.lookup import describe_miss
from cqfacts.model import MEASURE_UNITS
from cqfacts.naming import fold
from cqfacts.record import Record, replace
from cqfacts.store.tables import Number
from cqfacts.suggestion import suggest

from .cells import (
    Style,
    cut_note_mark,
    explain_mark,
    find_mark,
    find_part,
    is_period,
    is_year,
    may_be_number,
    read_number,
    read_period,
)
from .columns import (
    COUNTS,
    PARTS,
    has_more,
    is_doubtful,
    load_words,
    split_head,
    split_measure,
    split_tens,
)
from .rows import Row, RowProblem, Rows, RowsError
from .tabular import find_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from cqfacts.store import Store

    from .cells import CellNumber, Mark
    from .grid import Grid

_VALUE = "written"
_POINTS = "pp"
_NAMES = {"value": _VALUE, "amount": _VALUE, "indicator": "key", "": ""}
_LEAST_LIKENESS = 0.8
_OWN_UNITS: Mapping[str, str] = {str(one): unit for one, unit in MEASURE_UNITS.items()}
_UNIT_LINE = re.compile(
    r"^(?:units?|einheit|unité|单位|計量單位|计量单位)\s*[:：]\s*", re.IGNORECASE
)
_FULL_YEAR = re.compile(
    r"(?:fy|full year|year|total|12m) ?([12][0-9]{3})|([12][0-9]{3}) ?(?:fy|full year|year|total)",
    re.IGNORECASE,
)
# What in a title says that the numbers below it are of thousands, or may say so.
_SCALE_WORD = re.compile(
    r"\b(?:thousand|million|billion|trillion)s?\b|\b(?:bn|mn|000)\b|[万亿]", re.IGNORECASE
)


class TableOptions(Record):
    """How a table is to be read: what all of its rows share, and what its columns are.

    `columns` has fields, keys of indicators or nothing by the heads of columns. `is_wide` is
    None where the table itself shows whether periods are its columns, and `decimal` where it shows
    what stands before decimals.
    """

    key: str | None = None
    unit: str | None = None
    source: str | None = None
    period: str | None = None
    measure: str | None = None
    status: str | None = None
    subject: str | None = None
    label: str | None = None
    title: str | None = None
    columns: Mapping[str, str] = {}
    is_wide: bool | None = None
    decimal: Mark | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said, as of a flat record."""
        return self == TableOptions()


_SHARED = tuple(one for one in TableOptions.__annotations__ if one in FULL_FIELDS)
"""The fields that options give all rows."""


class UnknownColumnError(RowsError):
    """A column of which nothing says what it is: `column` is its head, and `rows` the first ones.

    `part` is what is missing where no column is to be named: `key` or `source`.
    """

    def __init__(
        self, problem: RowProblem, column: str, rows: Sequence[Sequence[str]], part: str = ""
    ) -> None:
        super().__init__([problem])
        self.column = column
        self.rows = rows
        self.part = part


class _Series(Record):
    """What a name of a column or a row says of its numbers."""

    key: str
    measure: str | None = None
    unit: str = ""


class _Column(Record):
    """A column with values: its place and head, and what the head says."""

    place: int
    head: str
    series: _Series | None = None
    unit: str = ""
    period: str | None = None
    note: str | None = None


def turn_table(grid: Grid, store: Store, options: TableOptions) -> Rows:
    """Return the flat records of a table. Raises RowsError with all that is wrong with it."""
    turner = _Turner(grid, store, options)
    rows = tuple(turner.turn())
    if turner.problems:
        raise RowsError(sorted(turner.problems, key=lambda one: one.line))
    return Rows(name=grid.name, rows=rows, notices=tuple(turner.notices))


class _Turner:
    """One table on its way into flat records."""

    def __init__(self, grid: Grid, store: Store, options: TableOptions) -> None:
        self.grid = grid
        self.store = store
        self.options = options
        self.table = find_table(grid)
        self.problems: list[RowProblem] = []
        self.notices: list[RowProblem] = []
        self.fields: dict[str, int] = {}
        self.values: list[_Column] = []
        self.missing = load_words().missing
        self.find_series: Callable[[str], _Series | None] = lru_cache(10_000)(self._find_series)
        self.settle_unit = lru_cache(10_000)(self._settle_unit)
        self.brackets: dict[str, list[tuple[int, _Column, str]]] = {}
        self.plain: set[str] = set()
        # Numbers in percent without its sign, of one and less, and where there are larger ones.
        self.small: dict[str, list[tuple[int, _Column, str]]] = {}
        self.large: set[str] = set()

    def turn(self) -> Iterator[Row]:
        """Yield the records, row by row."""
        if not self.table.heads:
            return
        self._find_columns()
        if not self.table.body:
            return
        self._require_parts()
        self.caption = self._read_captions()
        self.style = self._find_style()
        shared = self._list_shared()
        for line, cells in self.table.body:
            yield from self._turn_row(line, cells, shared)
        self._judge_groups()

    def _judge_groups(self) -> None:
        """Find what only all the numbers of a column, or of a row of a wide table, make unsure."""
        # One row or column with both shows what brackets are in all of the table.
        is_shown = any(name in self.plain for name in self.brackets)
        for found in () if is_shown else self.brackets.values():
            for line, column, text in found:
                problem = "stands in brackets, which may make it negative"
                self._tell_cell(line, column, text, problem, "write it with its sign")
        for name, found in self.small.items():
            for line, column, text in found if name not in self.large else ():
                problem = "may be percent, or a part of one"
                self._tell_cell(line, column, text, problem, "write its sign, or give --unit %")

    # What the columns are.

    def _find_columns(self) -> None:
        heads = self.table.heads
        mapped = self._read_map()
        periods: list[_Column] = []
        measures: list[_Column] = []
        open_places: list[int] = []
        for place, head in enumerate(heads):
            cells = [cells[place] for _, cells in self.table.body]
            if place in mapped:
                self._take(place, head, mapped[place])
            elif not any(cells) and not head:
                continue
            elif head and (field := load_words().fields.get(head.casefold())) is not None:
                self._take(place, head, field)
            elif column := self._read_period_head(place, head) or self._read_full_year(place, head):
                periods.append(column)
            elif head and (series := self.find_series(head)):
                self.values.append(_Column(place=place, head=head, series=series))
            elif head and (unit := self._find_value_unit(head)) is not None:
                self._take_value(_Column(place=place, head=head, unit=unit))
            elif head and (measure := self._read_measure_head(place, head)):
                measures.append(measure)
            else:
                open_places.append(place)
        self._choose_shape(periods, open_places)
        self._leave_words_out(open_places)
        self._settle_open(open_places)
        self._settle_measures(measures)

    def _read_measure_head(self, place: int, head: str) -> _Column | None:
        """Return a column of the growth of another one, `Growth (%)`; its key is found later."""
        for name, unit in split_head(head):
            measure = load_words().measures.get(name.casefold())
            if measure and unit in ("", "%", "percent", "per cent"):
                series = _Series(key="", measure=measure, unit=unit)
                return _Column(place=place, head=head, series=series)
        return None

    def _settle_measures(self, measures: list[_Column]) -> None:
        """Make columns of growth that of the column of values before them."""
        for column in measures:
            before = [one for one in self.values if one.place < column.place and not one.period]
            level = max(before, key=lambda one: one.place, default=None)
            if level is None or column.series is None:
                self._ask_for_column(column.place)
                return
            key = level.series.key if level.series else ""
            if level.series is None and not self.options.key:
                self._ask_for_column(column.place)
            series = replace(column.series, key=key or self._list_shared().get("key", ""))
            self.values.append(replace(column, series=series))
        self.values.sort(key=lambda one: one.place)

    def _leave_words_out(self, open_places: list[int]) -> None:
        """Leave out columns of words, where each row has a period of its own, and tell of it.

        Where several rows have one period, the words may say what tells them apart.
        """
        if "period" not in self.fields or "key" in self.fields:
            return
        periods = [cells[self.fields["period"]] for _, cells in self.table.body]
        if len({*periods}) < len(periods):
            return
        for place in [*open_places]:
            cells = [str(cells[place]) for _, cells in self.table.body if cells[place]]
            head = self.table.heads[place]
            if head and cells and not any(map(may_be_number, cells)):
                open_places.remove(place)
                problem = f"column '{head}' has only words, and is left out"
                remedy = f"--map '{head}=note' keeps them as notes"
                self.notices.append(self._problem(self.table.head_line, problem, remedy))

    def _read_map(self) -> dict[int, str]:
        """Return what --map says, by the places of columns. Raises UsageError."""
        heads = {fold(head): place for place, head in enumerate(self.table.heads)}
        found = {}
        for name, field in self.options.columns.items():
            place = heads.get(fold(name))
            if place is None:
                shown = suggest(name, [head for head in self.table.heads if head])
                raise UsageError(f"there is no column '{name}'", shown, place="--map")
            found[place] = field
        return found

    def _take(self, place: int, head: str, said: str) -> None:
        """Make a column what it is called, or mapped to."""
        field = _NAMES.get(said, load_words().fields.get(said.casefold(), said))
        if field in ("", COUNTS):
            return
        if field == _VALUE:
            self._take_value(_Column(place=place, head=head, unit=self._find_own_unit(head)))
        elif field in PARTS or field in FULL_FIELDS:
            self._take_field(place, head, field)
        elif series := self.find_series(said):
            unit = self._find_own_unit(head)
            series = _Series(key=series.key, measure=series.measure, unit=unit)
            self.values.append(_Column(place=place, head=head, series=series))
        else:
            names = [*FULL_FIELDS, *self.store.keys]
            problem = f"'{said}' is neither a field of a fact nor an indicator"
            raise UsageError(problem, suggest(said, names), place="--map")

    def _take_value(self, column: _Column) -> None:
        if other := next((one for one in self.values if one.series is None), None):
            self._refuse_twice(other.head, column.head, "value")
        self.values.append(column)

    def _take_field(self, place: int, head: str, field: str) -> None:
        if field in self.fields:
            self._refuse_twice(self.table.heads[self.fields[field]], head, field)
        if field in _SHARED and getattr(self.options, field) is not None:
            problem = f"column '{head}' and --{field} both give the {field}"
            remedy = f"leave out --{field}, or the column with --map '{head}='"
            raise RowsError([self._problem(self.table.head_line, problem, remedy)])
        self.fields[field] = place

    def _refuse_twice(self, first: str, second: str, field: str) -> None:
        problem = f"columns '{first}' and '{second}' both give the {field}"
        remedy = f"leave one out with --map '{second}='"
        raise RowsError([self._problem(self.table.head_line, problem, remedy)])

    def _read_period_head(self, place: int, head: str) -> _Column | None:
        """Return a column of one period, whose head may have a mark that a note explains."""
        bare, mark = (head, "") if is_period(head) else cut_note_mark(head)
        if self.options.is_wide is False or not is_period(bare):
            return None
        note = explain_mark(mark, self.table.notes) if mark else None
        if mark and note is None:
            return None
        return _Column(place=place, head=head, period=read_period(bare), note=note)

    def _read_full_year(self, place: int, head: str) -> _Column | None:
        """Return the column of a year whose four quarters have columns of their own: `FY 2024`."""
        found = _FULL_YEAR.fullmatch(head)
        year = (found[1] or found[2]) if found else ""
        read = {read_period(one) for one in self.table.heads if is_period(one)}
        if not year or not read.issuperset(f"{year}-Q{number}" for number in range(1, 5)):
            return None
        return _Column(place=place, head=head, period=year)

    def _choose_shape(self, periods: list[_Column], open_places: list[int]) -> None:
        """Take columns of periods as values where the table is wide."""
        line = self.table.head_line
        if self.options.is_wide and not periods:
            problem, remedy = "no column is a period", "leave out --wide"
            raise RowsError([self._problem(line, problem, remedy)])
        if not periods:
            return
        if self.values or "period" in self.fields:
            other = self.values[0].place if self.values else self.fields["period"]
            shown = self.table.heads[other]
            problem = f"columns '{periods[0].head}' and '{shown}' are of two kinds of tables"
            remedy = f"leave one out with --map '{shown}='"
            raise RowsError([self._problem(line, problem, remedy)])
        self.values = periods
        for place in [*open_places]:
            cells = [cells[place] for _, cells in self.table.body if cells[place]]
            is_names = "key" not in self.fields and any(map(self.find_series, cells))
            is_alone = self.options.key and len(self.table.body) == 1
            if is_names or (is_alone and not any(map(may_be_number, cells))):
                open_places.remove(place)
                if is_names or not self.options.key:
                    self.fields["key"] = place

    def _settle_open(self, open_places: list[int]) -> None:
        """Give the columns that nothing names what only they can be, or ask for it."""
        open_places = [
            place
            for place in open_places
            if any(cells[place] for _, cells in self.table.body) or self.table.heads[place]
        ]
        for place in [*open_places]:
            cells = [str(cells[place]) for _, cells in self.table.body if cells[place]]
            is_first = place == 0 and not self.table.heads[0] and "period" not in self.fields
            if is_first and cells and all(map(is_period, cells)) and self.values:
                self.fields["period"] = place
                open_places.remove(place)
        if len(open_places) == 1 and self._may_be_value(open_places[0]):
            place = open_places.pop()
            head = self.table.heads[place]
            self.values.append(_Column(place=place, head=head, unit=self._find_own_unit(head)))
        if open_places:
            self._ask_for_column(open_places[0])

    def _may_be_value(self, place: int) -> bool:
        """Whether the one column left can only have the values of the one indicator named."""
        head = self.table.heads[place]
        cells = [cells[place] for _, cells in self.table.body if cells[place]]
        if self.values or not self.options.key or not head or is_doubtful(head):
            return False
        is_number = bool(cells) and all(
            may_be_number(one) or one.casefold() in self.missing for one in cells
        )
        return is_number and not all(map(is_period, map(str, cells)))

    def _ask_for_column(self, place: int) -> None:
        head = self.table.heads[place]
        cells = [str(cells[place]) for _, cells in self.table.body if cells[place]]
        near = get_close_matches(head.casefold(), load_words().fields, 1, _LEAST_LIKENESS)
        if not head:
            problem = f"column {place + 1} has no name"
            remedy = "give it one in the head, or remove it"
        elif near and head.casefold() not in near:
            problem = f"column '{head}' is not known"
            remedy = f"did you mean '{near[0]}'? say what it is: --map '{head}={near[0]}'"
        elif cells and all(map(is_period, cells)):
            problem = f"column '{head}' has years, which may be values or periods"
            remedy = f"say what it is: --map '{head}=value' or --map '{head}=period'"
        elif any(map(may_be_number, cells)):
            problem = f"column '{head}' is not known, and may have values of an indicator"
            remedy = f"say what it is: --map '{head}=KEY', or --map '{head}=' to leave it out"
        else:
            problem = f"column '{head}' is not known"
            remedy = f"say what it is: --map '{head}=note', or --map '{head}=' to leave it out"
        self._ask(problem, remedy, column=head)

    def _ask(self, problem: str, remedy: str, *, column: str = "", part: str = "") -> None:
        shown = [self.table.heads, *(cells for _, cells in self.table.body[:_SHOWN])]
        found = self._problem(self.table.head_line, problem, remedy)
        raise UnknownColumnError(found, column, shown, part)

    def _require_parts(self) -> None:
        """Find what no column and no option gives."""
        if not self.values and "text" not in self.fields:
            self._ask("no column has the values", "name it: --map 'COLUMN=value'")
        part = next((one for one in PARTS if one in self.fields), None)
        if part and "period" not in self.fields:
            # A column of months may have their years as well.
            self.fields["period"] = self.fields.pop(part)
        has_periods = any(one.period for one in self.values) or self.options.period
        if "period" not in self.fields and not has_periods:
            problem = "no column has the periods"
            self._ask(problem, "name it: --map 'COLUMN=period', or give one with --period")
        plain = [one for one in self.values if one.series is None and not one.period]
        own = self._list_shared().get("key")
        growths = [one for one in self.values if one.series and one.series.measure]
        of_plain = [one for one in growths if one.series and one.series.key == own]
        if plain and len(plain) + len(of_plain) < len(self.values):
            # Beside columns of other indicators, --key does not say what it is.
            self._ask_for_column(plain[0].place)
        has_key = self.options.key or "key" in self.fields
        if not has_key and any(one.series is None for one in self.values):
            problem = "nothing says which indicator the values are of"
            self._ask(problem, "name it with --key", part="key")
        if not self.options.source and "source" not in self.fields:
            problem = "nothing says which source the facts are from"
            self._ask(problem, "name it with --source", part="source")

    # What names and heads say.

    def _is_unit(self, text: str) -> bool:
        return bool(text) and read_unit_words(text) is not None

    def _find_own_unit(self, head: str) -> str:
        """Return the unit in a head whose name means nothing, empty without one.

        Raises RowsError for what may be one and is not understood.
        """
        unit = next((unit for _, unit in split_head(head) if self._is_unit(unit)), "")
        if not unit and has_more(head) and not self.options.unit:
            problem = f"column '{head}' may have a unit that is not known"
            raise RowsError([self._problem(self.table.head_line, problem, "say it with --unit")])
        return unit

    def _find_value_unit(self, head: str) -> str | None:
        """Return the unit in the head of a column of values, `Amount (bn)`; None of another."""
        for name, unit in split_head(head):
            is_value = load_words().fields.get(name.casefold()) == _VALUE
            if is_value and (not unit or self._is_unit(unit)):
                return unit
        return None

    def _find_series(self, text: str) -> _Series | None:
        """Return the indicator that a name means, with its unit: `GDP growth (%)`."""
        for name, unit in split_head(text):
            if keys := self._list_keys(name):
                if len(keys) == 1 and self._fits(keys[0], unit):
                    return _Series(key=keys[0], unit=unit)
                continue
            for stem, measure in split_measure(name):
                keys = self._list_keys(stem)
                if len(keys) == 1 and unit in ("", "%", "percent", "per cent"):
                    return _Series(key=keys[0], measure=measure, unit=unit)
        return None

    def _fits(self, key: str, unit: str) -> bool:
        known = self.store.indicator(key).unit
        tens = split_tens(unit)
        return not unit or self._is_unit(unit) or _is_same(tens[1] if tens else unit, known)

    def _list_keys(self, name: str) -> list[str]:
        if name in self.store.keys:
            return [name]
        return self.store.find_keys_called(fold(name))

    def _list_shared(self) -> dict[str, Any]:
        """Return what all records have. Raises UsageError."""
        shared = {name: getattr(self.options, name) for name in _SHARED if name != "unit"}
        if shared["key"] and not self.options.label:
            found = self._list_keys(shared["key"])
            if len(found) > 1:
                raise UsageError(
                    f"'{shared['key']}' means {', '.join(found)}", "name one", place="--key"
                )
            shared["key"] = found[0] if found else shared["key"]
        return {name: said for name, said in shared.items() if said is not None}

    def _read_captions(self) -> str:
        """Return the unit that a line around the table gives all numbers, empty if none does."""
        for text in (*self.table.captions, *self.table.notes):
            whole = text.strip("()（） ")
            # Of "Result for the year" the year is no unit.
            units = (unit for _, unit in split_head(text) if find_size(unit) is None)
            pieces = [_UNIT_LINE.sub("", whole), *units]
            if found := next(filter(self._is_unit, pieces), ""):
                return found
        for text in self.table.captions:
            if _SCALE_WORD.search(text) and not self.options.unit:
                problem = f"'{text}' above the table may scale its numbers"
                remedy = "write it like (million EUR), or give --unit"
                raise RowsError([self._problem(self.table.head_line, problem, remedy)])
        return ""

    def _find_style(self) -> Style:
        """Return how the numbers of the table are written."""
        if self.options.decimal:
            return Style(mark=self.options.decimal)
        shown: dict[str, tuple[int, _Column, str]] = {}
        for line, cells in self.table.body:
            for column in self.values:
                text = cells[column.place]
                if isinstance(text, Number) or ("." not in text and "," not in text):
                    continue
                if (mark := find_mark(text)) and mark not in shown:
                    shown[mark] = line, column, text
        if len(shown) > 1:
            line, column, text = shown[","]
            problem = f"has a decimal comma, and line {shown['.'][0]} a decimal point"
            self._tell_cell(
                line, column, text, problem, "say which with --decimal . or --decimal ,"
            )
        if shown:
            return Style(mark="," if "," in shown else ".")
        return Style(unclear=".," if self.grid.delimiter == ";" else ".")

    # The rows.

    def _turn_row(
        self, line: int, cells: Sequence[str], shared: Mapping[str, Any]
    ) -> Iterator[Row]:
        record = dict(shared)
        for field, place in self.fields.items():
            if (text := str(cells[place])) and field not in PARTS and field != "unit":
                record[field] = text.lower() if field in ("measure", "status") else text
        filled = [one for one in self.values if self._has_value(cells[one.place])]
        if not filled and "text" not in record:
            self._check_heading(line, cells)
            return
        series = self._read_key(line, cells, record)
        if not self._read_row_period(line, cells, record):
            return
        self._read_source(record)
        if not self.values:
            yield Row(line=line, record=record)
        for column in filled:
            made = dict(record)
            if self._read_value(line, column, cells, made, column.series or series):
                yield Row(line=line, record=made)

    def _has_value(self, text: str) -> bool:
        return bool(text) and text.casefold() not in self.missing

    def _check_heading(self, line: int, cells: Sequence[str]) -> None:
        """Find a row of words alone, which may be a heading of those below it."""
        texts = [one for one in cells if one]
        is_heading = len(texts) == 1 and not is_period(str(texts[0]))
        if is_heading and self.find_series(str(texts[0])) is None:
            problem = f"'{texts[0]}' has no numbers, and may be a heading of the rows below"
            self.problems.append(self._problem(line, problem, "remove it, or name all in full"))

    def _read_key(self, line: int, cells: Sequence[str], record: dict[str, Any]) -> _Series | None:
        """Replace the name of an indicator in a row by its key."""
        if "key" not in self.fields:
            return None
        text = str(cells[self.fields["key"]])
        series = self.find_series(text)
        if series:
            record["key"] = series.key
            if series.measure:
                record["measure"] = series.measure
        elif text and "label" not in record:
            _, guess = describe_miss(self.store, text)
            head = self.table.heads[self.fields["key"]] or "the name"
            problem = f"{head} '{text}' is no indicator of the store"
            remedy = guess or "'cqfacts list' shows them, and --map makes a column another field"
            self.problems.append(self._problem(line, problem, remedy))
        return series

    def _read_source(self, record: dict[str, Any]) -> None:
        """Replace the title of a source by its id."""
        said = record.get("source")
        if said and said not in self.store.source_ids:
            named = [one.id for one in self.store.sources if fold(one.title) == fold(said)]
            if len(named) == 1:
                record["source"] = named[0]

    def _read_row_period(self, line: int, cells: Sequence[str], record: dict[str, Any]) -> bool:
        """Write the period of a row into its record; return whether it could be read."""
        if "period" not in self.fields:
            return True
        place = self.fields["period"]
        text = str(cells[place])
        parts = [(kind, str(cells[self.fields[kind]])) for kind in PARTS if kind in self.fields]
        if not text:
            problem = f"{self.table.heads[place] or 'the period'} is empty"
            self.problems.append(self._problem(line, problem, "fill it"))
            return False
        bare, mark = (text, "") if is_period(text) else cut_note_mark(text)
        note = explain_mark(mark, self.table.notes) if mark and is_period(bare) else None
        if note:
            text = bare
            record.setdefault("note", note)
        for kind, said in parts:
            if not said:
                continue
            part = find_part(said, kind)
            if part is None or not is_year(text.removesuffix("年")):
                head = self.table.heads[self.fields[kind]]
                problem = f"{head} '{said}' is no {kind} of '{text}'"
                self.problems.append(self._problem(line, problem, "write it like 2025-Q3"))
                return False
            text = f"{text.removesuffix('年')}{part}"
        try:
            record["period"] = read_period(text)
        except UsageError as error:
            column = _Column(place=place, head=self.table.heads[place])
            self._tell_cell(line, column, text, error.problem, error.remedy)
            return False
        return True

    def _read_value(
        self,
        line: int,
        column: _Column,
        cells: Sequence[str],
        record: dict[str, Any],
        series: _Series | None,
    ) -> bool:
        """Write the value of a cell into a record; return whether it could be read."""
        text = cells[column.place]
        try:
            self._read_number(column, cells, record, series, line)
        except UsageError as error:
            self._tell_cell(line, column, str(text), error.problem, error.remedy)
            return False
        return True

    def _read_number(
        self,
        column: _Column,
        cells: Sequence[str],
        record: dict[str, Any],
        series: _Series | None,
        line: int,
    ) -> None:
        """Write the value of a cell into a record. Raises UsageError."""
        text = cells[column.place]
        number, note = self._read_marked(text)
        if note or column.note:
            notes = [record.get("note"), column.note, note]
            record["note"] = "; ".join(dict.fromkeys(one for one in notes if one))
        if series:
            record["key"] = series.key
            if series.measure:
                record["measure"] = series.measure
        if column.period:
            record["period"] = column.period
        named = str(cells[self.fields["unit"]]) if "unit" in self.fields else ""
        texts = (named, column.unit, series.unit if series else "")
        unit, power = self.settle_unit(
            number.unit,
            number.may_be,
            texts,
            record.get("key"),
            record.get("measure") or "level",
        )
        if power and number.power:
            raise UsageError("has a scale, and its head another", "leave one of them out")
        try:
            record[_VALUE] = number.write(power)
        except AmountError as error:
            raise UsageError(f"cannot be kept ({error.problem})", error.remedy) from error
        if unit is not None:
            record["unit"] = unit
        if number.qualifier:
            record["qualifier"] = number.qualifier
        key, measure = record.get("key", ""), record.get("measure") or "level"
        is_bare = not (number.unit or any(texts) or self.options.unit or self.caption)
        is_percent = is_bare and self._expect_unit(key, measure) == "%"
        self._note_group(line, column, text, number, record, is_percent=is_percent)

    def _note_group(  # noqa: PLR0913, PLR0917 - a number, and where it is
        self,
        line: int,
        column: _Column,
        text: str,
        number: CellNumber,
        record: Mapping[str, Any],
        is_percent: bool,
    ) -> None:
        """Keep a number for what all of its column, or of its row in a wide table, show."""
        group = str(line) if column.period else f"{column.place} {record.get('key')}"
        if number.is_bracketed:
            self.brackets.setdefault(group, []).append((line, column, text))
        else:
            self.plain.add(group)
        if not is_percent:
            return
        if abs(Decimal(number.digits)) <= 1:
            self.small.setdefault(group, []).append((line, column, text))
        else:
            self.large.add(group)

    def _read_marked(self, text: str) -> tuple[CellNumber, str | None]:
        """Return the number of a cell, and what the note of its mark says. Raises UsageError."""
        bare, mark = cut_note_mark(text)
        note = explain_mark(mark, self.table.notes) if mark else None
        if note is None or self._is_unit(note):
            try:
                return read_number(text, self.style), None
            except UsageError:
                if not mark or mark[0].isalpha():
                    raise
                problem = f"has the mark '{mark}', which no note explains"
                raise UsageError(problem, "remove it, or explain it under the table") from None
        return read_number(bare, self.style), note

    def _settle_unit(
        self,
        own: str | None,
        may_be: tuple[str, ...],
        texts: tuple[str, ...],
        key: str | None,
        measure: str,
    ) -> tuple[str | None, int]:
        """Return the unit of a number, None for what its measure brings, and its power of ten.

        Raises UsageError where it is not that of the indicator, and not plainly another.
        """
        is_known = key in self.store.keys
        known = self._expect_unit(key, "level")
        expected = self._expect_unit(key, measure)
        unit, power = self._find_scale(texts, known, has_own_unit=measure in _OWN_UNITS)
        if own or may_be:
            if known in may_be:
                own = known
            elif own is None:
                raise UsageError(f"may be in {', '.join(may_be)}", "say which with --unit")
            if unit is not None and not _is_same(unit, own) and unit not in may_be:
                raise UsageError(
                    f"is in '{own}', and its head says '{unit}'", "correct one of them"
                )
            power = power if unit is not None or own != "%" else 0
            unit = own
        if unit is None or _is_same(unit, expected) or _is_counter(unit, expected):
            return None if is_known or measure in _OWN_UNITS else unit, power
        if not is_known and measure == "level":
            return normalize_unit(unit), power
        if measure == "change" and unit in ("%", _POINTS):
            return "%", power
        if self.options.unit and not own:
            return unit, power
        if measure not in _OWN_UNITS and is_money(unit) and is_money(known):
            return unit, power
        shown = f"in '{expected}'" if expected else "without a unit"
        what = f"{key} is" if measure == "level" else f"a {measure} is"
        remedy = "say what it is with --measure, or the unit with --unit"
        raise UsageError(f"is in '{unit}', and {what} {shown}", remedy)

    def _expect_unit(self, key: str | None, measure: str) -> str | None:
        known = self.store.indicator(key).unit if key and key in self.store.keys else None
        return _OWN_UNITS.get(measure, known)

    def _find_scale(
        self, texts: tuple[str, ...], known: str | None, *, has_own_unit: bool
    ) -> tuple[str | None, int]:
        """Return the unit and the power of ten that the nearest of texts says."""
        further = () if has_own_unit else (self.options.unit or "", self.caption)
        power = 0
        for text in (*texts, *further):
            if not text:
                continue
            found = read_unit_words(text, known)
            tens = None if found else split_tens(text)
            scale, counted = tens or (0, text)
            unit, scale = found or (normalize_unit(counted), scale)
            if found is None and not (_is_same(counted, known) or text == self.options.unit):
                raise UsageError(f"has the unit '{text}', which is not known", "say it with --unit")
            if unit is not None:
                return unit, power or scale
            power = power or scale
        return None, power

    # What is wrong.

    def _tell_cell(self, line: int, column: _Column, text: str, problem: str, remedy: str) -> None:
        place = self.grid.name_cell(line, column.place)
        shown = f"{column.head} ({place})" if place else column.head
        self.problems.append(self._problem(line, f"{shown} '{text}' {problem}".strip(), remedy))

    def _problem(self, line: int, problem: str, remedy: str) -> RowProblem:
        return RowProblem(file=self.grid.name, line=line, problem=problem, remedy=remedy)


_SHOWN = 3


def _is_counter(unit: str | None, known: str | None) -> bool:
    """Whether a unit is a Chinese word behind numbers of things such as the known ones: `辆`."""
    is_word = unit in load_words().counted and known is not None
    return is_word and not (is_money(known) or is_firm_unit(known or ""))


def _is_same(unit: str, known: str | None) -> bool:
    """Whether two words for a unit are one, in the singular or the plural."""
    if known is None:
        return False
    one, other = (normalize_unit(each) for each in (unit, known))
    return one == other or one.removesuffix("s") == other.removesuffix("s")
