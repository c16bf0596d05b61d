"""Figures in Chinese: `超过3.37万亿元`, `增长5.3%`, `居全国第3位`, `连续九年`, `翻一番`, `三分之一`."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import Amount, AmountError, parse_amount
from cqfacts.record import Record, replace

from .candidate import Candidate, doubt
from .numbers import is_year, parse_digits
from .vocabulary import CHINESE, MONEY, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier

    from .figure import Direction
    from .tokens import Tokens

_WORDED = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*|[{_WORDED}]+(?:点[零〇一二三四五六七八九]+)?|半|首(?=位)"
)
_SCALE = re.compile("万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏卡])|百|兆(?![瓦])")
_PERCENT = re.compile("%|个百分点|百分点")
_RANGE = re.compile("至|到|—|–|-|~|～|－")
_STREAK = re.compile(r"连续第?$")
_DOUBLED = re.compile(r"翻了?$")
_ENDS = frozenset("，。；！？：、,;!?")
_LATIN = re.compile(r"[A-Za-z]")
_LATIN_UNIT = re.compile(r"[A-Za-zµμ°²³]+(?:/[a-z]+)?")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_CURRENCIES_BEFORE = re.compile(r"(?:人民币|RMB|US\$|HK\$|[$¥€£])$")
_RATE_OF_CHANGE = re.compile("(?:增速|增幅|涨幅|增长率|增速为|增幅达)")
_FARTHEST_CHANGE = 8
_LONGEST_NOUN = 3
_CLASSIFIERS = frozenset(
    "个家项件条种座所列趟班艘架名位处部篇场支只股类块批例张间株头册本幢栋宗起笔"
)
_COUNTING_YEARS = 1000
_TENTHS = 10


class _Line(Record):
    """A line as one string, and the token that each of its characters is of."""

    text: str
    places: tuple[int, ...]


def read_chinese(tokens: Tokens) -> tuple[list[Candidate], set[int], dict[int, str]]:
    """Read the figures that stand among Chinese characters.

    Return them with the tokens of all numbers that Chinese characters stand beside, whether they
    are figures or not: nobody else is to read these. Those that are none come with what they are.
    """
    candidates: list[Candidate] = []
    own: set[int] = set()
    skipped: dict[int, str] = {}
    index, size = 0, len(tokens)
    while index < size:
        if tokens[index].kind != "chinese":
            index += 1
            continue
        first = index
        while first > 0 and "\n" not in tokens[first].gap:
            first -= 1
        while index < size - 1 and "\n" not in tokens[index + 1].gap:
            index += 1
        _read_line(tokens, _make_line(tokens, first, index), candidates, own, skipped)
        index += 1
    return candidates, own, skipped


def _make_line(tokens: Tokens, first: int, last: int) -> _Line:
    text, places = "", []
    for index in range(first, last + 1):
        token = tokens[index]
        piece = token.text
        if token.gap and _LATIN.match(text[-1:]) and not _IDEOGRAPH.match(piece):
            piece = f" {piece}"
        text += piece
        places += [index] * len(piece)
    return _Line(text=text, places=tuple(places))


def _read_line(
    tokens: Tokens,
    line: _Line,
    candidates: list[Candidate],
    own: set[int],
    skipped: dict[int, str],
) -> None:
    names = _find_names(line.text)
    floor = 0
    for match in _NUMBER.finditer(line.text):
        start, end = match.span()
        if not _is_among_chinese(line.text, start, end):
            continue
        own.update(line.places[start:end])
        if start < floor:
            continue
        reader = _Reader(tokens, line, floor)
        is_name = any(one < end and start < behind for one, behind in names)
        found = None if is_name else reader.read(start, end)
        if found is None:
            reason = "name" if is_name else reader.reason
            skipped.update(dict.fromkeys(line.places[start:end], reason))
            continue
        candidate, floor = found
        candidates.append(candidate)
        own.update(line.places[start:floor])


def _find_names(text: str) -> list[tuple[int, int]]:
    """Return where names stand whose numerals count nothing: `一带一路`, `十四五`."""
    return [(place, place + len(name)) for name in CHINESE.names for place in _find_all(text, name)]


def _find_all(text: str, name: str) -> list[int]:
    places, place = [], text.find(name)
    while place >= 0:
        places.append(place)
        place = text.find(name, place + 1)
    return places


def _is_among_chinese(text: str, start: int, end: int) -> bool:
    """Whether Chinese stands beside a number, with a sign between at most."""
    if not text[start].isascii():
        return True
    before = text[:start].rstrip("-−–+~～约$¥€£ ")[-1:]
    after = text[end:].lstrip("%+-–~～ ")[:1]
    beside = text[start - 1 : start] + text[end : end + 1]
    if _LATIN.search(beside):
        return bool(_IDEOGRAPH.match(before) and not _LATIN.match(text[start - 1 : start]))
    return bool(_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after) or before in _ENDS - {","})


class _Number(Record):
    """A number in a line: its digits, its power of ten, its hedge, and where it ends."""

    digits: str
    power: int
    end: int
    qualifier: Qualifier | None = None
    is_worded: bool = False


class _Reader:
    """The reading of one number of a line."""

    def __init__(self, tokens: Tokens, line: _Line, floor: int) -> None:
        self.tokens = tokens
        self.line = line
        self.text = line.text
        self.floor = floor
        self.reason = "not read"

    def read(self, start: int, end: int) -> tuple[Candidate, int] | None:
        """Read the figure of a number; return it with where it ends, None where it is no figure."""
        if self.text[end - 1] == "半":
            return self._read_half(start, end)
        number = self._read_number(start, end)
        if number is None:
            return self._doubt_number(start, end)
        before, after = self.text[:start], self.text[number.end :]
        if before.endswith("每"):
            self.reason = "base of a rate"
            return None
        if after.startswith("分之"):
            return self._read_fraction(start, number)
        if after.startswith("成") and not number.power:
            return self._read_tenths(start, number)
        if streak := _STREAK.search(before):
            return self._read_streak(streak.start(), start, number)
        if before.endswith("第") or self.text[start] == "首":
            return self._read_ordinal(start, number)
        if _DOUBLED.search(before) and after.startswith("番"):
            return self._read_doubling(start, number)
        if self._is_date(start, number):
            self.reason = "date"
            return None
        return self._read_amount(start, number)

    def _doubt_number(self, start: int, end: int) -> tuple[Candidate, int] | None:
        """Return digits that are no number as a figure in doubt; numerals may be a name."""
        if not self.text[start].isascii():
            return None
        plain = re.sub("[^0-9]", "", self.text[start:end])[:20]
        if plain[0] == "0":
            return None
        number = _Number(digits=plain, power=0, end=end)
        made = self._make(start, start, number, end, None)
        if made is None:
            return None
        places = self.line.places
        reason = f"'{self.text[start:end]}' is no number as it is written"
        return doubt(self.tokens, made[0], "number", reason, places[start], places[end - 1]), end

    def _read_number(self, start: int, end: int) -> _Number | None:
        """Read `3.37万亿`, `10多万`, `四万亿`, `三点五亿`, `300余`."""
        said = self.text[start:end]
        if said == "首":
            return _Number(digits="1", power=0, end=end, is_worded=True)
        if not said[0].isascii():
            worded = _parse_worded(said, end)
            if worded is None:
                return None
            end, qualifier = self._read_inner(end)
            return replace(worded, end=end, qualifier=qualifier)
        if said.isdigit() and said[0] == "0" and len(said) > 1:
            return None
        parsed = parse_digits(said)
        if parsed is None:
            return None
        digits, power, qualifier = parsed[0], 0, None
        for hedge, words in CHINESE.hedges_inner.items():
            if self.text.startswith(hedge, end) and _SCALE.match(self.text, end + len(hedge)):
                qualifier, end = words, end + len(hedge)
        while (scale := _SCALE.match(self.text, end)) is not None and power + 2 <= 12:  # noqa: PLR2004 - a million millions
            power, end = power + CHINESE.scales[scale[0]], scale.end()
        if qualifier is None:
            end, qualifier = self._read_inner(end)
        return _Number(digits=digits, power=power, end=end, qualifier=qualifier)

    def _read_inner(self, end: int) -> tuple[int, Qualifier | None]:
        """Read the sign for more that stands before a unit: `300余家`, `50+`."""
        if self.text.startswith("+", end):
            return end + 1, "at least"
        for hedge, words in CHINESE.hedges_inner.items():
            if self.text.startswith(hedge, end) and self._find_unit(end + len(hedge)):
                return end + len(hedge), words
        return end, None

    def _find_unit(self, place: int) -> tuple[str, int] | None:
        """Return the unit that stands there, as a store spells it, and where it ends."""
        if found := _PERCENT.match(self.text, place):
            return ("%" if found[0] == "%" else "pp"), found.end()
        for unit in CHINESE.unit_words:
            if self.text.startswith(unit, place):
                end = place + len(unit)
                known = UNITS.by_word.get(unit) or MONEY.by_name.get(unit, (unit,))[0]
                return known, end
        latin = _LATIN_UNIT.match(self.text, place + (self.text[place : place + 1] == " "))
        if latin:
            name = latin[0].casefold()
            money = MONEY.by_name.get(name, ("",))[0]
            known = UNITS.by_symbol.get(latin[0]) or UNITS.by_word.get(name) or money
            if known or latin[0] in MONEY.codes:
                return known or latin[0], latin.end()
        return None

    def _read_fraction(self, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `三分之一`, whose second number is the numerator."""
        place = number.end + len("分之")
        match = _NUMBER.match(self.text, place)
        above = self._read_number(match.start(), match.end()) if match else None
        if above is None:
            return None
        one = self._make(start, start, above, above.end, None)
        if one is None:
            return None
        below = Decimal(number.digits) * Decimal(10) ** number.power
        if below == 100:  # noqa: PLR2004 - `百分之五`
            return self._make(start, place, above, above.end, "%")
        return replace(one[0], kind="fraction", out_of=below), one[1]

    def _read_tenths(self, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `三成`, `三成多` as so many parts of ten."""
        end = number.end + 1
        if self.text[end : end + 1] in ("为", "立", "功", "员", "果", "长", "了"):
            return None
        qualifier = number.qualifier
        if self.text[end : end + 1] in CHINESE.hedges_inner:
            qualifier, end = CHINESE.hedges_inner[self.text[end]], end + 1
        one = self._make(start, start, replace(number, qualifier=qualifier), end, None)
        return (replace(one[0], kind="fraction", out_of=Decimal(_TENTHS)), end) if one else None

    def _read_half(self, start: int, end: int) -> tuple[Candidate, int] | None:
        """Read `一半`, `过半`, and no `半年` or `半导体`."""
        if found := re.match("(?:个)?(小时|公里|年)(?!以|内)", self.text[end:]):
            number = _Number(digits="0.5", power=0, end=end)
            unit = UNITS.by_word.get(found[1])
            is_stated = found[1] != "年"
            return self._make(start, start, number, end + found.end(), unit) if is_stated else None
        is_half = self.text[:start].endswith(("一", "过", "超", "近"))
        if not is_half or self.text[end : end + 1] in ("年", "天", "小", "导", "个"):
            return None
        is_more = self.text[:start].endswith(("过", "超"))
        number = _Number(digits="1", power=0, end=end, qualifier="over" if is_more else None)
        one = self._make(start - is_more, start, number, end, None)
        return (replace(one[0], kind="fraction", out_of=Decimal(2)), end) if one else None

    def _read_ordinal(self, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `居全国第3位`, `全国第一`; `第3届` and `第一产业` are names."""
        after = self.text[number.end :]
        before = self.text[max(self.floor, start - 12) : start - 1]
        if number.power or any(after.startswith(one) for one in CHINESE.named):
            self.reason = "name"
            return None
        ends = next((one for one in CHINESE.rank_ends if after.startswith(one)), "")
        place = max((before.rfind(one) for one in CHINESE.ranks), default=-1)
        is_near = place >= 0 and len(before) - place <= _FARTHEST_CHANGE
        is_alone = after[:1] in _ENDS or not after or after[:1] in "的大"
        if not ends and not (is_near and (is_alone or len(before) - place <= 4)):  # noqa: PLR2004 - two words
            return None
        end = number.end + len(ends)
        first = start - 1 if before.endswith("第") or self.text[start - 1] == "第" else start
        one = self._make(first, start, number, end, None, is_plain=True)
        return (replace(one[0], kind="rank"), end) if one else None

    def _read_streak(self, first: int, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `连续九年`, `连续第11个月`."""
        found = self._find_unit(number.end)
        if found is None:
            return None
        one = self._make(first, start, number, found[1], found[0], is_plain=True)
        return (replace(one[0], kind="streak"), found[1]) if one else None

    def _read_doubling(self, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `翻一番` as twice, `翻两番` as four times."""
        times = Decimal(number.digits)
        if times != times.to_integral_value() or times > _TENTHS:
            return None
        twice = _Number(digits=str(2 ** int(times)), power=0, end=number.end + 1)
        one = self._make(start, start, twice, number.end + 1, "×")
        return (replace(one[0], kind="multiple"), number.end + 1) if one else None

    def _is_date(self, start: int, number: _Number) -> bool:
        """Whether a number is a date, a time of the day or a span that only places something in time."""
        before, after = self.text[:start], self.text[number.end :]
        said = self.text[start : number.end]
        is_worded = not said[0].isascii()
        if self.text[start - 1 : start] in (".", ":", "/") or after[:1] in (":", "："):
            return True
        if is_worded and not number.power and self._find_unit(number.end) is None:
            return True
        if re.match(r"[—–\-至到~～]+[0-9一二三四五六七八九十]+(?:月|日|号|年)", after):
            return True
        if after.startswith(
            ("月", "日", "号", "时", "点", "周年", "季度", "年代", "年度", "届", "分钟后")
        ):
            return not number.power
        if is_year(said):
            unit = self._find_unit(number.end)
            return (
                unit is None
                or unit[0] == "year"
                or (after.startswith(("-", "—", "–", "至")) and is_year(after[1:5]))
            )
        if not after.startswith(("年", "个月", "天", "周", "个季度", "小时")):
            return False
        length = next(
            len(one)
            for one in ("个季度", "个月", "小时", "年", "天", "周")
            if after.startswith(one)
        )
        behind = after[length:]
        is_period = any(before.endswith(one) for one in CHINESE.periods)
        return is_period or any(behind.startswith(one) for one in CHINESE.after_periods)

    def _read_amount(self, start: int, number: _Number) -> tuple[Candidate, int] | None:
        """Read `超过3.37万亿元`, `50万人以上`, `5%至6%`, `增长5.3%`."""
        found = self._find_unit(number.end)
        unit, end = found or (None, number.end)
        if number.is_worded and number.digits == "0" and unit not in UNITS.by_symbol:
            return None
        if (
            number.is_worded
            and number.digits in ("1", "2")
            and not number.power
            and unit not in UNITS.by_symbol
        ):
            # An article, or one of a pair.
            self.reason = "name" if number.digits == "1" else "not read"
            return None
        high = self._read_high(end, unit)
        if high is not None:
            top, unit, end = high
            low = number if number.power or not top.power else replace(number, power=top.power)
            one = self._make(start, start, low, end, unit)
            upper = _to_amount(top)
            return (replace(one[0], high=upper), end) if one and upper else None
        one = self._make(start, start, number, end, unit)
        if one is not None and self._is_part(start, number):
            reason = "another number is written right beside it"
            return doubt(self.tokens, one[0], "number", reason, one[0].first, one[0].last), one[1]
        if one is None or unit != "×":
            return one
        candidate = replace(one[0], kind="multiple")
        if self._find_change(start) is not None:
            reason = "growth by so many times may be one more than that"
            first = candidate.number[0]
            candidate = doubt(self.tokens, candidate, "number", reason, first, candidate.last)
        return candidate, one[1]

    def _is_part(self, start: int, number: _Number) -> bool:
        """Whether a number is one part of a larger one: `5万3千`."""
        after, before = self.text[number.end : number.end + 1], self.text[start - 1 : start]
        return bool(_NUMBER.match(after) and number.power) or (start > 0 and before in "万亿千百")

    def _read_high(self, end: int, unit: str | None) -> tuple[_Number, str | None, int] | None:
        """Read the upper end of a range, with its unit and where it ends."""
        link = _RANGE.match(self.text, end)
        match = _NUMBER.match(self.text, link.end()) if link else None
        if match is None:
            return None
        number = self._read_number(match.start(), match.end())
        if number is None or is_year(match[0]):
            return None
        found = self._find_unit(number.end)
        other, behind = found or (None, number.end)
        if unit is not None and other != unit:
            return None
        return (number, other, behind) if other is not None or number.power else None

    def _make(  # noqa: PLR0913 - where its parts stand
        self,
        first: int,
        start: int,
        number: _Number,
        end: int,
        unit: str | None,
        *,
        is_plain: bool = False,
    ) -> tuple[Candidate, int] | None:
        """Return a candidate with what stands on both of its sides."""
        amount = _to_amount(number)
        if amount is None:
            return None
        noun = self._read_noun(end, unit)
        unit, end = noun or (unit, end)
        qualifier: Qualifier | None = number.qualifier
        direction: Direction | None = None
        if not is_plain:
            first, unit = self._read_currency(first, unit)
            if (
                self.text[first - 1 : first] in ("-", "−")
                and not self.text[first - 2 : first - 1].isdigit()
            ):
                first, amount = first - 1, replace(amount, value=amount.value.copy_negate())
            first, qualifier = self._read_hedge(first, qualifier)
            for word, hedge in CHINESE.hedges_behind.items():
                if self.text.startswith(word, end):
                    end, qualifier = end + len(word), hedge
                    break
            direction = self._find_change(first)
        if unit == "%" and amount.step is None:
            amount = replace(amount, step=Decimal(1))
        places = self.line.places
        return (
            Candidate(
                amount=replace(amount, qualifier=qualifier),
                kind="percent" if unit == "%" else "number",
                unit=unit,
                direction=direction,
                first=places[max(first, 0)],
                last=places[end - 1],
                number=(places[start], places[number.end - 1]),
                scale=number.power,
                is_spelled=number.is_worded,
                has_measure=unit is not None,
            ),
            end,
        )

    def _read_noun(self, end: int, unit: str | None) -> tuple[str, int] | None:
        """Read the noun behind what it is counted in: `36个项目`; only where it plainly ends."""
        if unit not in _CLASSIFIERS:
            return None
        match = re.match(
            rf"[\u4e00-\u9fff]{{2,{_LONGEST_NOUN}}}?(?=[中内里等]?(?:[，。；！？：、,;!?）)]|$))",
            self.text[end:],
        )
        return (
            (match[0], end + match.end())
            if match and match[0] not in CHINESE.hedges_behind
            else None
        )

    def _read_currency(self, first: int, unit: str | None) -> tuple[int, str | None]:
        found = _CURRENCIES_BEFORE.search(self.text, 0, first)
        if found is None or unit not in (None, "CNY"):
            return first, unit
        name = found[0].casefold()
        codes = MONEY.by_sign.get(name) or MONEY.by_name.get(name)
        return found.start(), "CNY" if found[0] == "¥" or not codes else codes[0]

    def _read_hedge(self, first: int, qualifier: Qualifier | None) -> tuple[int, Qualifier | None]:
        """Read the hedge that ends right before a number: `超过`, `约`, `超过了`."""
        stop = first - 1 if self.text[first - 1 : first] == "了" else first
        for word, hedge in CHINESE.hedges_before.items():
            if self.text.endswith(word, self.floor, stop) and stop - len(word) >= self.floor:
                return stop - len(word), hedge
        return first, qualifier

    def _find_change(self, first: int) -> Direction | None:
        """Return the direction of a word of change that leads up to no level: `增长约`, `下降了`."""
        clause = self.text[max(self.floor, first - _FARTHEST_CHANGE) : first]
        for sign in _ENDS:
            clause = clause.rpartition(sign)[2]
        words = CHINESE.rises | CHINESE.falls
        place, word = max(
            ((clause.rfind(one), one) for one in words), key=lambda one: (one[0], len(one[1]))
        )
        if place < 0:
            return None
        link = clause[place + len(word) :]
        is_rate = _RATE_OF_CHANGE.search(clause) is not None
        if not is_rate and any(one in link for one in CHINESE.leads):
            return None
        rest = link
        for one in sorted(CHINESE.links | CHINESE.leads, key=len, reverse=True):
            rest = rest.replace(one, "")
        if rest and not is_rate:
            return None
        return "up" if word in CHINESE.rises else "down"


def _to_amount(number: _Number) -> Amount | None:
    digits = f"{number.digits}e{number.power}" if number.power else number.digits
    try:
        return parse_amount(digits)
    except AmountError:
        return None


def _parse_worded(said: str, end: int) -> _Number | None:
    """Return the number that numerals write: `四万亿` is 4 and 12, `二十五` is 25, `三点五亿` 3.5 and 8."""
    whole, point, decimals = said.partition("点")
    for scale in sorted(CHINESE.scales, key=len, reverse=True):
        if scale[0] not in "百千十" and whole.endswith(scale) and len(whole) > len(scale):
            small = _parse_below_ten_thousand(whole[: -len(scale)])
            if small is None or point:
                return None
            return _Number(digits=str(small), power=CHINESE.scales[scale], end=end, is_worded=True)
    small = _parse_below_ten_thousand(whole)
    if small is None:
        return None
    digits = str(small)
    if point:
        digits += "." + "".join(str(CHINESE.numerals[one]) for one in decimals)
    return _Number(digits=digits, power=0, end=end, is_worded=True)


def _parse_below_ten_thousand(text: str) -> int | None:
    """Return the number of numerals below ten thousand: `三百五十`, None for a row of digits."""
    total = 0
    digit: int | None = None
    last_power = 4
    for place, character in enumerate(text):
        power = CHINESE.powers.get(character)
        if power is None:
            if digit or character not in CHINESE.numerals:
                return None
            digit = CHINESE.numerals[character]
        elif power >= last_power or (digit is None and place):
            return None
        else:
            total += (1 if digit is None else digit) * 10**power
            digit, last_power = None, power
    is_whole = digit is None or last_power in (1, 4) or text[-2:-1] in ("零", "〇")
    return total + (digit or 0) if is_whole and text else None
