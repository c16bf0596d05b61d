"""Tables: what the head of a column, the label of a row and the other cells say of a number.

The cells of a table stand between upright strokes, a row a line, as Markdown has them and as tables
of HTML and Word are written for the reader.
"""

from __future__ import annotations

import re
from collections import Counter

from cqfacts.amount import AmountError, parse_amount
from cqfacts.record import Record, replace

from .candidate import doubt
from .money import find_name, find_sign
from .numbers import find_scaled
from .tokens import Tokens
from .units import find_measure, normalize_unit
from .vocabulary import CHINESE, MONEY, NAMES, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate

    Row = tuple[range, ...]
    # What a head or a label says of numbers: their unit, and a power of ten.
    Scale = tuple[str | None, int]

_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t:-]*)+$")
_STROKE = re.compile(r"\|")
_GAP = re.compile(r" {2,}|\t+")
# What a line above a table says of all its numbers: `(In thousands)`, `(EUR m)`, `单位：亿元`.
_CAPTION = re.compile(
    r"\bin\b.*\b(?:thousands?|millions?|billions?)\b|[(（][^()（）]+[)）]|, [^,()]+$"
    r"|(?:(?:\bunits?|单位)[ \t]*[:：])(?P<unit>.+)",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 160
_FEWEST_GAPS = 2
# So far right stands what is over several columns.
_INDENT = " " * 8
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENING, _CLOSING = frozenset("([（"), frozenset(")]）")
# Letters that statistics put behind a number: provisional, estimated, revised, a break.
_FLAGS = frozenset("pebrfscud")
_MARKS = frozenset("*†‡§¹²³")
_NOTHING: Scale = (None, 0)


class Table(Record):
    """Rows in a run; `heads` are the cells that say what the columns are, none without a head.

    A cell is the places of its tokens; `above` are the heads over others. `titles` may say
    something of all amounts: the first head,
    and a line above as `(In thousands)`. `plain_columns` have amounts that stand in no brackets,
    `percent_columns` percentages, `note_columns` the numbers of notes, and `unit_column` the
    unit of each row.
    """

    heads: Row
    above: list[Row]
    titles: Row
    rows: list[Row]
    plain_columns: frozenset[int]
    percent_columns: frozenset[int]
    note_columns: frozenset[int]
    unit_column: int | None


def find_tables(tokens: Tokens) -> list[Table]:
    """Return the tables of a text."""
    tables: list[Table] = []
    if "|" not in tokens.text and _GAP.search(tokens.text) is None:
        return tables
    rows: list[Row] = []
    caption: Row = ()
    rule = 0
    place = 0
    # The last line ends a table that the text ends with.
    for line in (*tokens.text.split("\n"), "."):
        start, place = place, place + len(line) + 1
        if _RULE.match(line):
            rule = rule or len(rows)
        elif "|" in line or len(_GAP.findall(line.strip())) >= _FEWEST_GAPS:
            rows.append(_split(tokens, line, start))
        elif line.strip() and (rows or not line.startswith(_INDENT)):
            if rows:
                tables.append(_make_table(tokens, rows, caption, rule))
            rows, rule, caption = [], 0, ()
            if len(line) < _LONGEST_CAPTION:
                spans = [
                    found.span("unit" if found["unit"] else 0) for found in _CAPTION.finditer(line)
                ]
                caption = tuple(
                    range(tokens.find(start + one), tokens.find(start + end)) for one, end in spans
                )
    return tables


def _split(tokens: Tokens, line: str, place: int) -> Row:
    """Return the cells of a line, which nothing before it goes on in."""
    first = tokens[tokens.find(place)]
    first.opens_block = True
    gaps = [match.span() for match in (_STROKE if "|" in line else _GAP).finditer(line)]
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(line)]
    if not line[: ends[0]].strip():
        del starts[0], ends[0]
    spans = zip(starts, ends, strict=True)
    return tuple(range(tokens.find(place + one), tokens.find(place + end)) for one, end in spans)


def _make_table(tokens: Tokens, rows: list[Row], caption: Row, rule: int) -> Table:
    """Return rows as a table; the first are heads: those above a rule, or without amounts."""
    count = rule or _count_heads(tokens, rows)
    body, lowest = rows[count:], rows[count - 1] if count else ()
    # What is empty in a row above another belongs to the cell before it.
    above = [_spread(row) for row in reversed(rows[: max(count - 1, 0)])]
    width = max(map(len, (lowest, *above)))
    columns = (
        [row[place] for row in (lowest, *above) if place < len(row)] for place in range(width)
    )
    heads = tuple(next(filter(None, cells), range(0)) for cells in columns)
    plain = frozenset(
        column
        for row in body
        for column, cell in enumerate(row)
        if _is_amount(tokens, cell) and not _is_bracketed(tokens, cell)
    )
    columns_of_amounts = range(1, max(map(len, body), default=0))
    percent = frozenset(one for one in columns_of_amounts if _opens_percent(tokens, body, one))
    names = ["".join(tokens[place].fold for place in cell) for cell in heads]
    units = [column for column, name in enumerate(names) if name in NAMES.unit_heads]
    # `Year` above the years of the rows is no unit of the amounts.
    titles = () if names and UNITS.by_word.get(names[0]) in UNITS.times else heads[:1]
    return Table(
        heads=heads,
        above=above,
        titles=tuple(part for part in caption if not _names_period(tokens, part)) + titles,
        rows=body,
        plain_columns=plain,
        percent_columns=percent,
        unit_column=units[0] if units else None,
        note_columns=frozenset(c for c, name in enumerate(names) if name in NAMES.note_heads),
    )


def _opens_percent(tokens: Tokens, body: list[Row], column: int) -> bool:
    """Whether the first amount of a column is in percent, as those below it are without a sign."""
    cells = (row[column] for row in body if column < len(row))
    first = next((cell for cell in cells if _is_amount(tokens, cell)), ())
    return any(tokens[place].text == "%" for place in first)


def _count_heads(tokens: Tokens, rows: list[Row]) -> int:
    """Return how many of the first rows have no amounts; only one where none has any."""
    count = 0
    while count < len(rows) and not any(_is_amount(tokens, cell) for cell in rows[count]):
        count += 1
    return count if count < len(rows) else 1


def _spread(row: Row) -> Row:
    """Return a row of heads in which an empty cell belongs to the one before it."""
    cells: list[range] = []
    for cell in row:
        cells.append(cell if cell or not cells else cells[-1])
    return tuple(cells)


def _names_period(tokens: Tokens, part: range) -> bool:
    """Whether a part of a caption is a period, `(year to date)`, and not a unit, `(minutes)`."""
    is_time = any(UNITS.by_word.get(tokens[place].fold) in UNITS.times for place in part)
    return is_time and not all(_is_unit_word(tokens, place) for place in part)


def _is_amount(tokens: Tokens, cell: range) -> bool:
    """Whether a cell is a number with little beside it, and no year."""
    numbers = [tokens[place].text for place in cell if tokens[place].kind == "number"]
    is_short = sum(tokens[place].kind == "word" for place in cell) <= 1
    return is_short and len(numbers) == 1 and not _YEAR.fullmatch(numbers[0])


def _is_bracketed(tokens: Tokens, cell: range) -> bool:
    """Whether a cell is one number in brackets; footnote marks may stand behind it."""
    texts = [tokens[place].text for place in cell if tokens[place].text not in _MARKS]
    is_number = sum(tokens[place].kind == "number" for place in cell) == 1
    return is_number and texts[0] in _OPENING and texts[-1] in _CLOSING


def mark_flags(tokens: Tokens, tables: list[Table]) -> None:
    """Make footnote marks of the letters that stand behind some numbers of a column: `1,380p`."""
    for table in tables:
        columns: dict[int, list[int | None]] = {}
        for row in table.rows:
            cells = [(place, cell) for place, cell in enumerate(row) if _is_amount(tokens, cell)]
            ends = Counter(tokens[cell[-1]].text for _, cell in cells)
            for column, cell in cells:
                last, before = tokens[cell[-1]].text, tokens[cell[-1] - 1]
                # A row may be in pence.
                is_unit = last in MONEY.parts and ends[last] > 1
                is_behind = before.kind == "number" or before.text == "%"
                is_flag = is_behind and last in _FLAGS and not is_unit
                columns.setdefault(column, []).append(cell[-1] if is_flag else None)
        for places in columns.values():
            flags = [place for place in places if place is not None]
            # What stands behind every number of a column is its unit.
            if None in places or len({tokens[place].text for place in flags}) > 1:
                for place in flags:
                    tokens.blank(place)


def settle(tokens: Tokens, candidates: list[Candidate], tables: list[Table]) -> list[Candidate]:
    """Give numbers in tables the unit, the scale and the sign that their place there says."""
    known = _Known(tokens, tables)
    return [known.settle_one(one) for one in candidates if not known.is_note(one)]


class _Known:
    """The cells of all tables by their tokens, each with its table, row and column."""

    def __init__(self, tokens: Tokens, tables: list[Table]) -> None:
        self.tokens = tokens
        self.scales: dict[range, Scale] = {}
        self.cells = {
            place: (table, row, column)
            for table in tables
            for row in table.rows
            for column, cell in enumerate(row)
            for place in cell
        }

    def is_note(self, one: Candidate) -> bool:
        """Whether a number is that of a note, or a part of the name of a unit."""
        table, _, column = self.cells.get(one.first, (None, (), 0))
        return table is not None and (column in table.note_columns or column == table.unit_column)

    def settle_one(self, one: Candidate) -> Candidate:
        """Return a candidate as its cell makes it."""
        if one.first not in self.cells:
            return one
        table, row, column = self.cells[one.first]
        if one.last not in row[column]:
            return one
        if _is_bracketed(self.tokens, row[column]) and one.direction is None:
            one = self._settle_sign(one, row[column], is_beside_plain=column in table.plain_columns)
        if one.kind != "number" or one.high is not None:
            return one
        upper = tuple(row[column] for row in table.above if column < len(row))
        head = self._find_scale(table.heads[column : column + 1] + upper)
        is_counted = any(self.tokens[place].fold in NAMES.counted_rows for place in row[0])
        if head == _NOTHING and column in table.percent_columns:
            head = ("%", 0)
        elif head == _NOTHING and not is_counted:
            head = self._find_scale(table.titles)
        own = _NOTHING if one.has_measure or not column else self._find_scale(row[:1])
        if table.unit_column is not None and not one.has_measure and head[0] is None:
            own = self._find_scale(row[table.unit_column : table.unit_column + 1])
        return _apply(one, head if own == _NOTHING else own, head)

    def _settle_sign(self, one: Candidate, cell: range, *, is_beside_plain: bool) -> Candidate:
        """Make a number in brackets one below zero, as accounts write it, beside plain ones."""
        if not is_beside_plain:
            reason = "brackets around a number may make it negative"
            return doubt(self.tokens, one, "sign", reason, cell[0], cell[-1])
        return replace(one, amount=replace(one.amount, value=one.amount.value.copy_negate()))

    def _find_scale(self, cells: Row) -> Scale:
        """Return the scale of the first cell that has one."""
        for cell in cells:
            if cell not in self.scales:
                self.scales[cell] = read_scale(self.tokens, cell)
            if self.scales[cell] != _NOTHING:
                return self.scales[cell]
        return _NOTHING


def _apply(one: Candidate, scale: Scale, head: Scale) -> Candidate:
    """Return a candidate with the unit and the scale that it has none of its own of."""
    unit, power = scale
    is_scaled = one.unit == unit or (unit is None and one.unit in MONEY.units)
    if one.unit is not None and not (one.has_measure and power and is_scaled):
        return one
    power = power or (head[1] if unit in (None, head[0]) else 0)
    unit = unit or head[0] or one.unit
    amount = one.amount
    if power and unit != "%" and one.scale <= 0:
        try:
            scaled = parse_amount(f"{amount.value:f}e{power}")
        except AmountError:
            return one
        amount = replace(scaled, qualifier=amount.qualifier)
    kind = "percent" if unit == "%" else one.kind
    return replace(one, amount=amount, unit=unit, kind=kind, scale=power or one.scale)


def read_scale(tokens: Tokens, cell: range) -> Scale:
    """Read `Sales $m`, `Change %`, `Revenue (US$ million)`, `Output (tonnes)`, `€ thousand`."""
    if found := read_chinese_scale(tokens, cell):
        return found
    unit, power, tens, in_brackets = None, 0, 0, False
    is_unit = all(_is_unit_word(tokens, place) for place in cell)
    for index in cell:
        token = tokens[index]
        in_brackets = token.text in _OPENING or (in_brackets and token.text not in _CLOSING)
        is_alone = is_unit or in_brackets or tokens[index - 1].text == ","
        if is_alone and (ten := _read_tens(tokens, index)):
            tens += ten
            continue
        money = _read_money(tokens, index, is_alone=is_alone)
        if money or UNITS.by_word.get(token.fold, token.text) == "%":
            unit = money or unit or "%"
        elif scale := _read_head_power(tokens, index, unit):
            power = scale
        elif is_alone and (scaled := find_scaled(tokens, token.text)):
            power, unit = scaled
        elif unit is None and is_alone and token.kind == "word":
            measure = find_measure(tokens, index)
            unit = measure[0] if measure and measure[1] in cell else None
    return unit, 0 if unit == "%" else power + tens


def _read_tens(tokens: Tokens, index: int) -> int:
    """Return the power of ten of a number before a unit or a scale: `10,000 tons`, `100 million`.

    Behind `per` it is what a rate is for, and behind `=` the base of an index.
    """
    token, after = tokens[index], tokens[index + 1]
    digits = token.text.replace(",", "")
    is_base = tokens[index - 1].fold in ("per", "/", "=", "of")
    if token.kind != "number" or after.kind not in ("word", "number") or is_base:
        return 0
    return len(digits) - 1 if digits.strip("0") == "1" and digits[0] == "1" else 0


def read_unit_words(text: str, known: str | None = None) -> Scale | None:
    """Read a text of nothing but a unit and a scale: `trillion yuan`, `£m`, `USD bn`, `万吨`.

    A sign that several currencies have is that of the `known` one, if it may be. None where any of
    the text is something else, and for rates.
    """
    words = text.replace("per cent", "percent").split()
    codes = [one for one in words if one in MONEY.codes or _is_sign(one)]
    if len(codes) == 1:
        words.remove(codes[0])
        rest = _read_rest(words)
        named = MONEY.by_sign.get(codes[0].casefold(), ())
        code = known if known in named else normalize_unit(codes[0])
        return (code, rest[1]) if rest is not None and rest[0] is None else None
    return _read_word(words[0]) if len(words) == 1 else _read_words(" ".join(words))


def _read_word(word: str) -> Scale | None:
    """Read a unit or a scale of one word."""
    scaled = Tokens(word)
    if found := find_scaled(scaled, word):
        return found[1], found[0]
    # A single letter may be a sign of money, a scale, and much else; mt is no Mt, or is it?
    is_letter = len(word) == 1 and word.isascii() and word.isalpha()
    if is_letter or find_scaled(scaled, word.capitalize()):
        return None
    if set(word) <= CHINESE.scales.keys():
        return None, sum(CHINESE.scales[one] for one in word)
    return _read_words(word)


def _read_words(text: str) -> Scale | None:
    """Read words that are nothing but a unit and a scale: `million tonnes`."""
    tokens = Tokens(text)
    cell = range(tokens.size)
    if found := read_chinese_scale(tokens, cell):
        return found
    is_rate = any(tokens[index].fold in ("per", "/") for index in cell)
    if is_rate or not cell or not all(_is_unit_word(tokens, index) for index in cell):
        return None
    measures = {UNITS.by_word.get(tokens[index].fold) for index in cell} - {None, "%"}
    money = {_read_money(tokens, index, is_alone=True) for index in cell} - {None}
    if len(measures | money) > 1:
        # A kilo of euros is neither.
        return None
    unit, power = read_scale(tokens, cell)
    powers = [_read_head_power(tokens, index, None) for index in cell]
    # A hundred million is both.
    power = sum(powers) if sum(map(bool, powers)) > 1 else power
    return None if (unit, power) == _NOTHING else (unit, power)


def _is_sign(word: str) -> bool:
    """Whether a word is a sign of money and nothing else: `R$`, and no `k` or `Mt`."""
    is_letter = len(word) == 1 and word.isalpha()
    is_named = word.casefold() in MONEY.by_sign and not is_letter
    return is_named and normalize_unit(word) in MONEY.units


def _read_rest(words: list[str]) -> Scale | None:
    """Read what is beside a currency: nothing, `million`, `k`; a `t` may be a German thousand."""
    if not words:
        return _NOTHING
    letter = NUMBERS.letter_scales.get(words[0].casefold(), 0) if len(words) == 1 else 0
    if letter:
        return None if words[0].casefold() == "t" else (None, letter)
    return read_unit_words(" ".join(words))


def read_chinese_scale(tokens: Tokens, cell: range) -> Scale | None:
    """Read `万吨`, `亿千瓦时`, `万辆` in a cell of nothing else."""
    text = "".join(tokens[place].text for place in cell)
    scale = re.match("[千百十]?[万亿]{0,2}", text)
    unit = text[scale.end() :] if scale else ""
    if unit not in CHINESE.unit_words:
        return None
    power = sum(CHINESE.scales[one] for one in scale[0]) if scale else 0
    return normalize_unit(unit), power


def _is_unit_word(tokens: Tokens, index: int) -> bool:
    """Whether a token of a head can only be a unit, a scale, money or a sign."""
    token = tokens[index]
    return (
        token.kind == "sign"
        or _read_tens(tokens, index) > 0
        or token.fold in (*NUMBERS.letter_scales, "per", "of", "in")
        or token.fold in UNITS.by_word
        or token.text in UNITS.by_symbol
        or _read_head_power(tokens, index, None) > 0
        or _read_money(tokens, index, is_alone=True) is not None
    )


def _read_head_power(tokens: Tokens, index: int, unit: str | None) -> int:
    """Return the power of ten of a token of a head: `000`, `millions`, `mn`, `m` of money."""
    word = tokens[index].fold
    if word == "000":
        return 3 if tokens[index - 1].kind != "number" else 0
    scales = NUMBERS.scales | NUMBERS.short_scales
    letter = NUMBERS.letter_scales.get(word, 0) if unit in MONEY.units else 0
    return scales.get(word) or scales.get(word.removesuffix("s")) or letter


def _read_money(tokens: Tokens, index: int, *, is_alone: bool) -> str | None:
    """Return the currency that a token of a head names or signs."""
    token = tokens[index]
    if is_alone and token.fold in MONEY.parts:
        return MONEY.parts[token.fold]
    if token.kind == "sign" or token.text in MONEY.codes or token.fold in MONEY.letters:
        found = find_sign(tokens, index)
    else:
        found = find_name(tokens, index) if is_alone and token.fold in MONEY.by_name else None
    return found.code if found else None
