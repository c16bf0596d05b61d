"""Tables: what the head of a column, the label of a row and the other cells say of a number.

The cells of a table stand between upright strokes, a row a line, as Markdown has them and as tables
of HTML and Word are written for the reader.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from cqfacts.amount import Amount, AmountError, parse_amount
from cqfacts.record import Record, replace

from .candidate import doubt
from .money import find_name, find_sign
from .units import find_measure
from .vocabulary import MONEY, NAMES, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .tokens import Tokens

_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t:-]*)+$")
_THOUSANDS = {
    "000": 3,
    "000s": 3,
    "'000": 3,
    "thousands": 3,
    "millions": 6,
    "billions": 9,
    "trillions": 12,
}
_STROKE = re.compile(r"\|")
_GAP = re.compile(r" {2,}|\t+")
_CAPTION = re.compile(r"\bin\b.*\b(?:thousands?|millions?|billions?)\b", re.IGNORECASE)
_LONGEST_CAPTION = 90
_FEWEST_COLUMNS = 3
_OPENING, _CLOSING = frozenset("([（"), frozenset(")]）")
# Letters that statistics put behind a number: provisional, estimated, revised, a break.
_FLAGS = frozenset("pebrfscud")
_MOST_MARKS = 3


class Cell(Record):
    """A cell: its characters, its column, and the first tokens of it and behind it."""

    start: int
    end: int
    column: int
    first: int
    behind: int


class Row(Record):
    """The cells of one line."""

    cells: tuple[Cell, ...]


class Table(Record):
    """Rows in a run; `heads` are the cells that say what the columns are, none without a head.

    `caption` is what a line above says of all amounts: `(In thousands)`.
    """

    heads: tuple[Cell, ...]
    rows: tuple[Row, ...]
    caption: tuple[int, int] | None = None

    def list_column(self, column: int) -> list[Cell]:
        """Return the cells of a column, without its head."""
        return [cell for row in self.rows for cell in row.cells if cell.column == column]


class Scale(Record):
    """What a head or a label says of numbers: their unit, and a power of ten."""

    unit: str | None = None
    power: int = 0


def find_tables(tokens: Tokens) -> list[Table]:
    """Return the tables of a text."""
    text = tokens.text
    if "|" not in text and "   " not in text and "\t" not in text:
        return []
    tables: list[Table] = []
    rows: list[Row] = []
    has_rule = False
    caption: tuple[int, int] | None = None
    place = 0
    for line in text.split("\n"):
        start, place = place, place + len(line) + 1
        if _RULE.match(line):
            if len(rows) > 1:
                tables += _make_tables(tokens, rows[:-1], caption, has_rule=has_rule)
                rows = rows[-1:]
            has_rule = bool(rows)
        elif "|" in line or len(_GAP.findall(line.strip())) >= _FEWEST_COLUMNS - 1:
            rows.append(Row(cells=_split(tokens, line, start)))
        elif line.strip():
            tables += _make_tables(tokens, rows, caption, has_rule=has_rule)
            rows, has_rule = [], False
            is_caption = len(line) < _LONGEST_CAPTION and _CAPTION.search(line)
            caption = (start, place) if is_caption else None
    return tables + _make_tables(tokens, rows, caption, has_rule=has_rule)


def _make_tables(
    tokens: Tokens, rows: list[Row], caption: tuple[int, int] | None, *, has_rule: bool
) -> list[Table]:
    """Return rows as a table; without a rule below the first it is a head if it has no amounts."""
    if not rows:
        return []
    has_head = has_rule or (
        len(rows) > 1 and not any(_is_amount(tokens, one) for one in rows[0].cells)
    )
    heads = rows[0].cells if has_head else ()
    return [Table(heads=heads, rows=tuple(rows[1:] if has_head else rows), caption=caption)]


def _split(tokens: Tokens, line: str, place: int) -> tuple[Cell, ...]:
    """Return the cells of a line."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _GAP.finditer(line) if "|" not in line else _STROKE.finditer(line):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(line)))
    if not line[slice(*spans[0])].strip():
        del spans[0]
    if spans and not line[slice(*spans[-1])].strip():
        del spans[-1]
    return tuple(
        Cell(
            start=place + start,
            end=place + end,
            column=column,
            first=tokens.find(place + start),
            behind=tokens.find(place + end),
        )
        for column, (start, end) in enumerate(spans)
    )


def _is_amount(tokens: Tokens, cell: Cell) -> bool:
    """Whether a cell is a number with little beside it, and no year."""
    inner = tokens.between(cell.first, cell.behind - 1)
    numbers = [token for token in inner if token.kind == "number"]
    words = [token for token in inner if token.kind == "word"]
    return (
        len(numbers) == 1
        and len(words) <= 1
        and not re.fullmatch(r"(?:19|20)\d\d", numbers[0].text)
    )


def mark_flags(tokens: Tokens, tables: list[Table]) -> None:
    """Make footnote marks of the letters that stand behind some numbers of a column: `1,380p`."""
    for table in tables:
        amounts: dict[int, int] = {}
        flagged: dict[int, list[int]] = {}
        for row in table.rows:
            has_unit = _is_row_unit(tokens, row)
            for cell in row.cells:
                if not _is_amount(tokens, cell):
                    continue
                amounts[cell.column] = amounts.get(cell.column, 0) + 1
                if not has_unit and _ends_in_flag(tokens, cell):
                    flagged.setdefault(cell.column, []).append(cell.behind - 1)
        for column, places in flagged.items():
            # What stands behind every number of a column is its unit.
            if len(places) < amounts[column] or len({tokens[place].fold for place in places}) > 1:
                for place in places:
                    tokens.blank(place)


def _is_row_unit(tokens: Tokens, row: Row) -> bool:
    """Whether every number of a row has the same letter behind it, which is its unit."""
    cells = [cell for cell in row.cells if _is_amount(tokens, cell)]
    letters = {tokens[cell.behind - 1].fold for cell in cells}
    same = [one for one in letters if one in MONEY.parts]
    return len(same) == 1 and sum(tokens[cell.behind - 1].fold in same for cell in cells) > 1


def _ends_in_flag(tokens: Tokens, cell: Cell) -> bool:
    last, before = tokens[cell.behind - 1], tokens[cell.behind - 2]
    is_number = before.kind == "number" or before.text == "%"
    return (
        cell.behind - cell.first > 1 and last.fold in _FLAGS and is_number and last.text.islower()
    )


def settle(tokens: Tokens, candidates: list[Candidate], tables: list[Table]) -> list[Candidate]:
    """Give numbers in tables the unit, the scale and the sign that their place there says."""
    if not tables:
        return candidates
    known = _Known(tokens, tables)
    return [known.settle(one) for one in candidates]


class _Known:
    """What the cells of all tables say, by their place."""

    def __init__(self, tokens: Tokens, tables: list[Table]) -> None:
        self.tokens = tokens
        self.places: list[tuple[int, int, Table, Row]] = [
            (cell.start, number, table, row)
            for table in tables
            for row in table.rows
            for number, cell in enumerate(row.cells)
        ]
        self.starts = [place[0] for place in self.places]
        self._scales: dict[int, Scale] = {}
        self._signs: dict[tuple[int, int], bool] = {}

    def settle(self, one: Candidate) -> Candidate:
        """Return a candidate as its cell makes it."""
        number = bisect_right(self.starts, self.tokens[one.first].start) - 1
        if number < 0:
            return one
        _, place, table, row = self.places[number]
        cell = row.cells[place]
        if self.tokens[one.last].end > cell.end:
            return one
        one = self._settle_sign(one, table, cell)
        if one.kind != "number" or one.high is not None:
            return one
        head = next((self._read_scale(h) for h in table.heads if h.column == cell.column), Scale())
        if head.unit is None and not head.power and not self._is_counted(row.cells[0]):
            head = self._read_whole(table)
        label = self._read_scale(row.cells[0]) if place and not one.has_measure else Scale()
        return _apply(one, label if label.unit or label.power else head, head)

    def _settle_sign(self, one: Candidate, table: Table, cell: Cell) -> Candidate:
        """Make a number below zero that is all of its cell and stands in brackets, as accounts write it."""
        if not _is_bracketed(self.tokens, cell) or one.direction is not None:
            return one
        place = (id(table), cell.column)
        if place not in self._signs:
            others = [
                other
                for other in table.list_column(cell.column)
                if _is_amount(self.tokens, other) and not _is_bracketed(self.tokens, other)
            ]
            self._signs[place] = bool(others)
        if self._signs[place]:
            value = one.amount.value.copy_negate()
            amount = Amount(value=value, step=one.amount.step, qualifier=one.amount.qualifier)
            return replace(one, amount=amount)
        reason = "brackets around a number may make it negative"
        return doubt(self.tokens, one, "sign", reason, cell.first, cell.behind - 1)

    def _read_whole(self, table: Table) -> Scale:
        """Return what the first head or the caption says of all amounts of a table."""
        found = self._read_scale(table.heads[0]) if table.heads else Scale()
        if found.unit is None and not found.power and table.caption is not None:
            first, behind = (self.tokens.find(place) for place in table.caption)
            return read_scale(self.tokens, first, behind)
        return found

    def _is_counted(self, label: Cell) -> bool:
        """Whether the label of a row names what is counted, which the unit of amounts is not for."""
        inner = self.tokens.between(label.first, label.behind - 1)
        return any(token.fold in NAMES.counted_rows for token in inner)

    def _read_scale(self, cell: Cell) -> Scale:
        if cell.start not in self._scales:
            self._scales[cell.start] = read_scale(self.tokens, cell.first, cell.behind)
        return self._scales[cell.start]


def _is_bracketed(tokens: Tokens, cell: Cell) -> bool:
    """Whether a cell is one number in brackets; footnote marks may stand behind it."""
    last = cell.behind - 1
    while last > cell.first and tokens[last].text in "*†‡§¹²³":
        last -= 1
    opens, ends = tokens[cell.first].text in _OPENING, tokens[last].text in _CLOSING
    inner = tokens.between(cell.first + 1, last - 1)
    return opens and ends and sum(token.kind == "number" for token in inner) == 1


def _apply(one: Candidate, scale: Scale, head: Scale) -> Candidate:
    """Return a candidate with the unit and the scale that it has none of its own of."""
    if one.unit is not None and not (one.has_measure and scale.power and one.unit == scale.unit):
        return one
    unit = scale.unit or head.unit
    power = scale.power or (head.power if scale.unit in (None, head.unit) else 0)
    amount = one.amount
    if power and unit != "%" and not one.has_scale:
        try:
            scaled = parse_amount(f"{amount.value:f}e{power}")
        except AmountError:
            return one
        amount = replace(scaled, qualifier=amount.qualifier)
    kind = "percent" if unit == "%" else one.kind
    return replace(one, amount=amount, unit=unit, kind=kind, scale=power or one.scale)


def read_scale(tokens: Tokens, first: int, behind: int) -> Scale:
    """Read `Sales $m`, `Change %`, `Revenue (US$ million)`, `Output (tonnes)`, `€ thousand`."""
    unit, power, in_brackets = None, 0, False
    is_unit = all(_is_unit_word(tokens, place) for place in range(first, behind))
    for index in range(first, behind):
        token = tokens[index]
        in_brackets = token.text in _OPENING or (in_brackets and token.text not in _CLOSING)
        is_alone = is_unit or in_brackets or tokens[index - 1].text == ","
        found = _read_money(tokens, index, is_alone=is_alone)
        if found:
            unit = found
        elif token.text == "%" or UNITS.by_word.get(token.fold) == "%":
            unit = unit or "%"
        elif token.kind == "number" and tokens[index - 1].kind == "number":
            continue
        elif (
            token.fold in _THOUSANDS
            or token.fold in NUMBERS.scales
            or token.fold in NUMBERS.short_scales
        ):
            power = _power_of(token.fold)
        elif token.fold in NUMBERS.letter_scales and (unit or (in_brackets and token.text != "t")):
            if unit in MONEY.units:
                power = NUMBERS.letter_scales[token.fold]
        elif token.text in NUMBERS.scaled_units and is_alone:
            power, unit = NUMBERS.scaled_units[token.text]
        if unit is None and is_alone and token.kind == "word":
            measure = find_measure(tokens, index)
            if measure and measure[1] < behind:
                unit = measure[0]
    return Scale(unit=unit, power=0 if unit == "%" else power)


def _is_unit_word(tokens: Tokens, index: int) -> bool:
    """Whether a token of a head can only be a unit, a scale, money or a sign."""
    token = tokens[index]
    is_scale = (
        token.fold in _THOUSANDS
        or token.fold in NUMBERS.scales
        or token.fold in NUMBERS.short_scales
    )
    is_letter = token.fold in NUMBERS.letter_scales or token.fold in ("per", "of", "in")
    is_money = (
        token.text in MONEY.codes or token.fold in MONEY.letters or token.fold in MONEY.by_name
    )
    is_known = token.fold in UNITS.by_word or token.text in UNITS.by_symbol
    return token.kind == "sign" or is_scale or is_letter or is_money or is_known


def _power_of(word: str) -> int:
    return _THOUSANDS.get(word) or NUMBERS.scales.get(word) or NUMBERS.short_scales.get(word, 0)


def _read_money(tokens: Tokens, index: int, *, is_alone: bool) -> str | None:
    """Return the currency that a token of a head names or signs."""
    token = tokens[index]
    if is_alone and token.fold in MONEY.parts and tokens[index + 1].fold != "m":
        return MONEY.parts[token.fold]
    if token.kind == "sign" or token.text in MONEY.codes or token.fold in MONEY.letters:
        found = find_sign(tokens, index)
        return found.code if found else None
    if is_alone and token.fold in MONEY.by_name:
        named = find_name(tokens, index)
        return named.code if named else None
    return None
