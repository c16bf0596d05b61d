"""Figures in Chinese: `超过3.37万亿元`, `增长5.3%`, `居全国第3位`, `连续九年`, `翻一番`."""

from __future__ import annotations

import re
from decimal import Decimal

from cqfacts.amount import parse_amount
from cqfacts.record import Record, replace

from .candidate import Candidate, doubt
from .numbers import is_year, parse_digits
from .units import is_firm_unit, normalize_unit
from .vocabulary import CHINESE, MONEY, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Amount, Qualifier

    from .figure import Direction, Kind
    from .tokens import Tokens

_WORDED = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,][0-9]+)*|[{_WORDED}]+(?:[万亿][{_WORDED}]+)+万?"
    rf"|[{_WORDED}]+(?:点[零〇一二三四五六七八九]+)?|半|首(?=位)"
)
_DIGITS = frozenset("一二三四五六七八九两")
_SCALE = re.compile("亿|万|千(?![瓦米克伏卡])|百(?!分点|帕)|十(?=[万亿])|兆(?!瓦)")
_HIGH = re.compile("[—–~～/-]+[0-9.]+")
_HALF_A_RANGE = re.compile("[0-9][—–~～-]+$")
_RANGE = re.compile("[至到—–~～－-]")
_VAGUE = re.compile("[数几][十百千]")
_STREAK = re.compile("连续第?$")
_DOUBLED = re.compile("翻了?(?:近|约|超)?$")
_LATIN = re.compile("[A-Za-z]")
_SYMBOL = re.compile(r" ?(%|[A-Za-zµμ°²³]+(?:/[a-z]+)?)")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_MONEY = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:元|角|币|盾|铢|镑|郎|比索|卢比|卢布|马克|克朗|里拉|兰特|先令|里亚尔|雷亚尔)"
)
_GROUP_BEFORE = re.compile("(?<![0-9.,])[0-9]{1,3} $")
_GROUP = re.compile("[0-9]{3}(?![0-9])")
_GROUP_BEHIND = re.compile("[0-9]{1,3} [0-9]{3}(?![0-9])")
_CURRENCY_BEFORE = re.compile(r"(?:人民币|RMB|US\$|HK\$|[$¥€£])(?= ?$)")
_MINUS = re.compile("(?:(?<![0-9])[-−]|(?<![担肩背胜抱])负|零下)$")
_RATE_OF_CHANGE = re.compile("增速|增幅|涨幅|增长率")
_CLAUSE = re.compile("[^，。；！？：、,;!?]*$")
_NOUN = re.compile("[\u4e00-\u9fff]{2,3}?(?=[中内里等]?(?:[，。；！？：、,;!?）)]|$))")
_AHEAD = re.compile("[^的了在是有被把将已均为占超达获，。；！？：、,;!?（）()0-9A-Za-z]{2,8}")
_LATER_DATE = re.compile("[—–至到~～-]+[0-9一二三四五六七八九十]+[月日号年]")
_LENGTHS = re.compile("个季度|个月|小时|年|天|周")
_FARTHEST = 12
_FARTHEST_CHANGE = 8
_FARTHEST_RANK = 9
_MOST_DIGITS = 16
_MOST_POWER = 10
_LONGEST_SECTION = 4
_TENTHS, _HUNDREDTHS = Decimal(10), Decimal(100)
_ALONE = {"首": "1", "半": "0.5"}
_KINDS: dict[str | None, Kind] = {"%": "percent", "×": "multiple"}


def read_chinese(tokens: Tokens) -> tuple[list[Candidate], set[int], dict[int, str]]:
    """Read the figures that stand among Chinese characters.

    Return them with the tokens of all numbers that Chinese characters stand beside, whether they
    are figures or not: nobody else is to read these. Those that are none come with what they are.
    """
    candidates: list[Candidate] = []
    own: set[int] = set()
    skipped: dict[int, str] = {}
    first = 0
    if tokens.text.isascii():
        return candidates, own, skipped
    for index in range(1, tokens.size + 1):
        if "\n" not in tokens[index].gap:
            continue
        if any(token.kind == "chinese" for token in tokens.between(first, index - 1)):
            line = _Line(tokens, first, index)
            candidates += line.read_line()
            own |= line.own
            skipped |= line.skipped
        first = index
    return candidates, own, skipped


class _Number(Record):
    """A number in a line: its digits, its power of ten, its hedge, and its characters."""

    start: int
    end: int
    digits: str
    power: int = 0
    qualifier: Qualifier | None = None
    is_worded: bool = False

    def to_amount(self, unit: str | None) -> Amount:
        """Return the amount; a percentage is as precise as it is written."""
        digits = f"{self.digits}e{self.power}" if self.power else self.digits
        return parse_amount(digits, self.qualifier, exact_integers=unit != "%")


class _Line:
    """A line as one string, and the token that each of its characters is of.

    `floor` and `end` are where the figure before and the one that is read end, `before` and
    `after` the characters beside its number, and `reason` is what a number is that is none.
    """

    def __init__(self, tokens: Tokens, first: int, behind: int) -> None:
        self.tokens = tokens
        self.places: list[int] = []
        pieces = [""]
        for index in range(first, behind):
            is_apart = tokens[index].gap and pieces[-1][-1:].isascii()
            blank = " " if is_apart and tokens[index].text.isascii() else ""
            pieces.append(blank + tokens[index].text)
            self.places += [index] * len(pieces[-1])
        self.text = "".join(pieces)
        self.own: set[int] = set()
        self.skipped: dict[int, str] = {}
        self.floor = self.end = 0
        self.before = self.after = self.reason = ""

    def read_line(self) -> list[Candidate]:
        """Read all figures of the line."""
        named: set[int] = set()
        for name in CHINESE.names:
            place = self.text.find(name)
            while place >= 0:
                is_power = name[0] in CHINESE.powers and self.text[place - 1 : place] in _DIGITS
                named.update(() if is_power else range(place, place + len(name)))
                place = self.text.find(name, place + 1)
        candidates = []
        for match in _NUMBER.finditer(self.text):
            start, end = match.span()
            self.before = self.text[max(start - _FARTHEST, 0) : start]
            if not self._is_among_chinese(end):
                continue
            self.own.update(self.places[start:end])
            if start < self.floor:
                continue
            is_name = not named.isdisjoint(range(start, end))
            self.reason = "name" if is_name else "not read"
            found = None if is_name else self._read_figure(start, end)
            if found is None:
                self.skipped.update(dict.fromkeys(self.places[start:end], self.reason))
                continue
            candidates.append(found)
            self.floor = self.end
            self.own.update(self.places[start : self.end])
        return candidates

    def _is_among_chinese(self, end: int) -> bool:
        """Whether Chinese stands beside a number, with a sign between at most."""
        high = _HIGH.match(self.text, end)
        end = high.end() if high else end
        after = self.text[end : end + _FARTHEST].lstrip("%+-–~～ ")
        ends = self.before.rstrip("-−–+~～约$¥€£ ")[-1:], after[:1]
        return any(map(_IDEOGRAPH.match, ends)) and not _LATIN.match(self.before[-1:])

    def _read_figure(self, start: int, end: int) -> Candidate | None:
        """Read the figure of a number, None where it is no figure."""
        number = self._read_numeral(start, end)
        if number is None:
            return self._doubt_number(start, end)
        before, after = self.before, self.text[number.end : number.end + _FARTHEST]
        self.after = after
        is_called = before.endswith(("表", "图")) or after.startswith(("热线", "专线"))
        is_called = is_called or (after[:1] == "G" and number.digits in "23456")  # 5G
        if is_called and not number.power:
            self.reason = "name"
            return None
        is_time = self._find_unit_at(number.end)[0] in UNITS.times and not number.is_worded
        if (before.endswith("每") and not is_time) or _VAGUE.match(self.text, start - 1):
            self.reason = "base of a rate" if before.endswith("每") else "not read"
            return None
        forms = (
            (self.text[start] == "半", self._read_one_half),
            (after.startswith("分之"), self._read_parts_of),
            (after.startswith("/") and after[1:2].isdecimal(), self._read_slashed),
            (after.startswith("成") and not number.power, self._read_tenths),
            (_STREAK.search(before), self._read_streak),
            (before.endswith("第") or self.text[start] == "首", self._read_ordinal),
            (_DOUBLED.search(before) and after.startswith("番"), self._read_doubling),
            (True, self._read_quantity),
        )
        return next(read for is_form, read in forms if is_form)(number)

    def _doubt_number(self, start: int, end: int) -> Candidate | None:
        """Return digits that are no number as a figure in doubt; numerals may be a name."""
        digits = re.sub("[^0-9]", "", self.text[start:end])[:_MOST_DIGITS]
        if digits[:1] in ("", "0"):
            return None
        candidate = self._make_candidate(
            _Number(start=start, end=end, digits=digits), start, end, None
        )
        return self._doubt_value(
            candidate, f"'{self.text[start:end]}' is no number as it is written"
        )

    def _doubt_value(self, candidate: Candidate, reason: str) -> Candidate:
        """Return a figure whose number is in doubt."""
        return doubt(self.tokens, candidate, "number", reason, candidate.first, candidate.last)

    def _read_numeral(self, start: int, end: int) -> _Number | None:
        """Read `3.37万亿`, `10多万`, `四万亿`, `三点五亿`, `300余`, `50+`."""
        said = self.text[start:end]
        is_worded = not said[0].isascii()
        digits = _parse_worded(said) if is_worded else (parse_digits(said) or ("",))[0]
        if not re.fullmatch(rf"(?!0\d)[0-9.]{{1,{_MOST_DIGITS}}}", digits):
            return None
        power, qualifier = 0, None
        for _ in ("before a scale", "behind it"):
            for word, hedge in (("+", "at least"), *CHINESE.hedges_inner.items()):
                behind = end + len(word)
                if self.text.startswith(word, end) and (
                    _SCALE.match(self.text, behind) or self._find_unit_at(behind)[0]
                ):
                    end, qualifier = behind, hedge
            while (scale := _SCALE.match(self.text, end)) and power <= _MOST_POWER:
                power, end = power + CHINESE.scales.get(scale[0], 0), scale.end()
        return _Number(
            start=start,
            end=end,
            digits=digits,
            power=power,
            qualifier=qualifier,
            is_worded=is_worded,
        )

    def _find_unit_at(self, place: int) -> tuple[str | None, int]:
        """Return the unit that stands there, as a store spells it, and where it ends."""
        for word in CHINESE.unit_words:
            if self.text.startswith(word, place):
                return normalize_unit(word), place + len(word)
        symbol = _SYMBOL.match(self.text, place)
        if symbol and is_firm_unit(symbol[1]):
            return normalize_unit(symbol[1]), symbol.end()
        return None, place

    def _read_one_half(self, number: _Number) -> Candidate | None:
        """Read `一半`, `过半`, `半小时`, and no `半年` or `半导体`."""
        if found := re.match("个?(小时|公里)(?!以|内)", self.after):
            unit = UNITS.by_word.get(found[1])
            return self._make_candidate(number, number.start, number.end + found.end(), unit)
        if not self.before.endswith(("一", "过", "超", "近")) or re.match(
            "[年天小导个]", self.after
        ):
            return None
        is_more = self.before.removesuffix("一").endswith(("过", "超"))
        half = replace(number, digits="1", qualifier="over" if is_more else None)
        candidate = self._make_candidate(half, number.start - is_more, number.end, None)
        return replace(candidate, kind="fraction", out_of=Decimal(2))

    def _read_parts_of(self, number: _Number) -> Candidate | None:
        """Read `三分之一`, `百分之五`, whose second number is the numerator."""
        above = self._find_number(number.end + len("分之"))
        if above is None:
            return None
        below = number.to_amount(None).value
        if below == _HUNDREDTHS:
            return self._make_candidate(above, number.start, above.end, "%")
        candidate = self._make_candidate(
            replace(above, start=number.start), number.start, above.end, None
        )
        return replace(candidate, kind="fraction", out_of=below)

    def _read_slashed(self, number: _Number) -> Candidate | None:
        """Read `约1/6的`, a fraction, and no `3/4`, which may be a date."""
        below = self._find_number(number.end + 1)
        is_hedged = number.start > self.floor and self.before.endswith(tuple(CHINESE.hedges_before))
        if below is None or not (is_hedged or self.text.startswith("的", below.end)):
            return None
        candidate = self._make_candidate(
            replace(number, end=below.end), number.start, below.end, None
        )
        return replace(candidate, kind="fraction", out_of=below.to_amount(None).value)

    def _read_tenths(self, number: _Number) -> Candidate | None:
        """Read `三成`, `三成多` as so many parts of ten, and no `三成员`."""
        if re.match("成[为立功员果长了]", self.after):
            return None
        hedge = CHINESE.hedges_inner.get(self.after[1:2])
        number = replace(number, qualifier=hedge or number.qualifier)
        candidate = self._make_candidate(
            number, number.start, number.end + 1 + (hedge is not None), None
        )
        return replace(candidate, kind="fraction", out_of=_TENTHS)

    def _read_ordinal(self, number: _Number) -> Candidate | None:
        """Read `居全国第3位`, `全国第一`; `第3届` and `第一产业` are names."""
        if number.power or self.after.startswith(tuple(CHINESE.named)):
            self.reason = "name"
            return None
        words = self.text[max(self.floor, number.start - _FARTHEST_RANK) : number.start]
        end = next((one for one in CHINESE.rank_ends if self.after.startswith(one)), "")
        if not end and not any(one in words for one in CHINESE.ranks):
            return None
        first = number.start - self.before.endswith("第")
        candidate = self._make_candidate(number, first, number.end + len(end), None, is_plain=True)
        return replace(candidate, kind="rank")

    def _read_streak(self, number: _Number) -> Candidate | None:
        """Read `连续九年`, `连续第11个月`."""
        unit, end = self._find_unit_at(number.end)
        if unit is None:
            return None
        first = number.start - len(self.before) + self.before.rindex("连续")
        return replace(self._make_candidate(number, first, end, unit, is_plain=True), kind="streak")

    def _read_doubling(self, number: _Number) -> Candidate | None:
        """Read `翻一番` as twice, `翻两番` as four times."""
        if number.power or number.digits not in "123456789":
            return None
        number = replace(number, digits=str(2 ** int(number.digits)), end=number.end + 1)
        return self._make_candidate(number, number.start, number.end, "×")

    def _read_quantity(self, number: _Number) -> Candidate | None:  # noqa: PLR0911 - one for each form
        """Read `超过3.37万亿元`, `50万人以上`, `5%至6%`, `增长5.3%`."""
        unit, end = self._find_unit_at(number.end)
        if self._is_date(number, unit):
            self.reason = "not read" if self.after[:1] in ("几", "数") else "date"
            return None
        is_small = number.is_worded and number.digits in "012" and not number.power
        if (is_small and unit not in UNITS.by_symbol) or (
            unit is None and _LATIN.match(self.after)
        ):
            # A `one` is an article, and a `two` may be both of a pair; letters make a name of it.
            self.reason = "not read" if number.digits in "02" else "name"
            return None
        if found := self._read_high(end, unit):
            high, unit, end = found
            low = number if number.power else replace(number, power=high.power)
            return replace(
                self._make_candidate(low, number.start, end, unit), high=high.to_amount(unit)
            )
        candidate = self._make_candidate(number, number.start, end, unit)
        if (self.text[number.end - 1 : number.end]) in CHINESE.unclear_scales:
            return self._doubt_value(candidate, "the scale is a million or a million millions")
        if unit is None and (money := _MONEY.match(self.after)):
            reason = f"'{money[0]}' behind it may be its currency"
            return doubt(self.tokens, candidate, "unit", reason, candidate.first, candidate.last)
        is_beside = (unit is None and _NUMBER.match(self.after)) or self._goes_on(end, unit)
        is_beside = is_beside or 0 < self.floor == number.start or self._is_group(number)
        if is_beside or self.before.endswith(("万", "亿", "千", "百", "廿", "卅")):
            return self._doubt_value(candidate, "another number is written right beside it")
        if _HALF_A_RANGE.search(self.before):
            return self._doubt_value(candidate, "it may be the end of a range")
        if unit == "×" and self._find_change(number.start) is not None:
            return self._doubt_value(candidate, "growth by so many times may be one more than that")
        return candidate

    def _goes_on(self, end: int, unit: str | None) -> bool:
        """Whether a second amount follows the unit at once: `2小时30分钟`, `3元5角`."""
        is_measured = unit in MONEY.units or unit in UNITS.dimensions
        return is_measured and unit != "×" and _NUMBER.match(self.text, end) is not None

    def _is_group(self, number: _Number) -> bool:
        """Whether a blank may part its digits from others of the same number: `1 500万`."""
        behind = self.text[number.start : number.end + _FARTHEST]
        return bool(
            (_GROUP_BEFORE.search(self.before) and _GROUP.match(behind))
            or _GROUP_BEHIND.match(behind)
        )

    def _is_date(self, number: _Number, unit: str | None) -> bool:
        """Whether a number is a date, a time of the day or a span that places something in time."""
        length = _LENGTHS.match(self.after)
        return bool(
            self.before.endswith((".", ":", "/"))
            or self.after.startswith((":", "："))
            or (number.is_worded and not number.power and unit is None)
            or _LATER_DATE.match(self.after)
            or (self.after.startswith(tuple(CHINESE.dates)) and not number.power)
            or (is_year(number.digits) and unit in (None, "year") and not number.power)
            or (length and length[0] == "年" and self.before.endswith("近"))
            or (length and self.before.endswith(tuple(CHINESE.periods - {"近"})))
            or (length and self.after[length.end() :].startswith(tuple(CHINESE.after_periods)))
        )

    def _read_high(self, end: int, unit: str | None) -> tuple[_Number, str | None, int] | None:
        """Read the upper end of a range, with its unit and where it ends."""
        link = _RANGE.match(self.text, end)
        number = self._find_number(link.end()) if link else None
        if number is None or is_year(number.digits):
            return None
        other, behind = self._find_unit_at(number.end)
        is_range = unit in (None, other) and (other is not None or number.power)
        return (number, other, behind) if is_range else None

    def _find_number(self, place: int) -> _Number | None:
        """Read the number that starts at a character."""
        match = _NUMBER.match(self.text, place)
        return self._read_numeral(*match.span()) if match else None

    def _make_candidate(
        self, number: _Number, first: int, end: int, unit: str | None, *, is_plain: bool = False
    ) -> Candidate:
        """Return a candidate with what stands on both of its sides."""
        if unit in CHINESE.measure_words:
            unit, end = self._find_noun(end) or (unit, end)
        direction: Direction | None = None
        if not is_plain:
            first, unit = self._read_currency(first, unit)
            if minus := _MINUS.search(self.text, max(first - 3, 0), first):
                first, number = minus.start(), replace(number, digits=f"-{number.digits}")
            first, end, hedge = self._read_hedges(first, end)
            number = replace(number, qualifier=hedge or number.qualifier)
            direction = self._find_change(first)
        self.end = end
        return Candidate(
            amount=number.to_amount(unit),
            kind=_KINDS.get(unit, "number"),
            unit=unit,
            direction=direction,
            first=self.places[first],
            last=self.places[end - 1],
            number=(self.places[number.start], self.places[number.end - 1]),
            scale=number.power,
            is_spelled=number.is_worded,
            has_measure=unit is not None,
        )

    def _find_noun(self, place: int) -> tuple[str, int] | None:
        """Return what a measure word counts, and its end: `整车企业参加`, `社区食堂`, `项目。`."""
        last = _NOUN.match(self.text, place)
        if last and last[0] not in CHINESE.hedges_behind:
            return last[0], last.end()
        ahead = _AHEAD.match(self.text, place)
        text = ahead[0] if ahead else ""
        found = [(text.find(noun), -len(noun), noun) for noun in CHINESE.counted if noun in text]
        if not found:
            return None
        start, _, noun = min(found)
        while after := [one for one in CHINESE.counted if text.startswith(one, start + len(noun))]:
            start, noun = start + len(noun), max(after, key=len)
        return noun, place + start + len(noun)

    def _read_currency(self, first: int, unit: str | None) -> tuple[int, str | None]:
        """Read `¥12`, `人民币12`, `US$12`; `¥` is the yuan in Chinese."""
        found = _CURRENCY_BEFORE.search(self.text, max(first - _FARTHEST, 0), first)
        if found is None or unit not in (None, "CNY"):
            return first, unit
        name = found[0].casefold()
        return found.start(), (MONEY.by_sign.get(name) or MONEY.by_name[name])[0]

    def _read_hedges(self, first: int, end: int) -> tuple[int, int, Qualifier | None]:
        """Read `超过`, `约`, `超过了` right before a number, and `以上`, `左右` right behind it."""
        qualifier: Qualifier | None = None
        stop = first - (self.text[first - 1 : first] == "了")
        for word, hedge in CHINESE.hedges_before.items():
            if self.text.endswith(word, self.floor, stop):
                first, qualifier = stop - len(word), hedge
                break
        for word, hedge in CHINESE.hedges_behind.items():
            if self.text.startswith(word, end):
                return first, end + len(word), hedge
        return first, end, qualifier

    def _find_change(self, first: int) -> Direction | None:
        """Return the direction of a word of change that leads to no level: `增长约`, `下降了`."""
        found = _CLAUSE.search(self.text, max(self.floor, first - _FARTHEST_CHANGE), first)
        clause = found[0] if found else ""
        words = CHINESE.rises | CHINESE.falls
        place, size, word = max((clause.rfind(word), len(word), word) for word in words)
        link = clause[place + size :]
        for one in sorted(CHINESE.links - CHINESE.leads, key=len, reverse=True):
            link = link.replace(one, "")
        if place < 0 or (link and not _RATE_OF_CHANGE.search(clause)):
            return None
        is_up = word in CHINESE.rises and not clause[:place].endswith("负")  # 负增长
        return "up" if is_up else "down"


def _parse_worded(said: str) -> str:
    """Return the digits of numerals: `三百五十`, `三点五`, `半`; none for a row of digits."""
    if said in _ALONE:
        return _ALONE[said]
    if set(said) & set("万亿"):
        return _parse_sections(said)
    whole, point, decimals = said.partition("点")
    total, digit, last_power = 0, None, 4
    for character in whole:
        power = CHINESE.powers.get(character)
        if power is None and not digit:
            digit = CHINESE.numerals.get(character)
        elif power is None or power >= last_power or (digit is None and total):
            return ""
        else:
            total += (1 if digit is None else digit) * 10**power
            digit, last_power = None, power
    if digit is not None and last_power not in (1, 4) and whole[-2] not in "零〇":
        return ""
    digits = "".join(str(CHINESE.numerals.get(character, "")) for character in decimals)
    return f"{total + (digit or 0)}.{digits}" if point else str(total + (digit or 0))


def _parse_sections(said: str) -> str:
    """Return the digits of `一万二千`, `三亿五千万`; none for `两万三`, which leaves one out."""
    total, rest = 0, said
    for scale, power in (("亿", 8), ("万", 4)):
        above, found, below = rest.partition(scale)
        if found:
            section = _parse_worded(above.lstrip("零〇"))
            if not section:
                return ""
            total, rest = total + int(section) * 10**power, below
    if not rest:
        return str(total)
    section = _parse_worded(rest.lstrip("零〇"))
    is_whole = rest[0] in "零〇" or len(section) == _LONGEST_SECTION
    return str(total + int(section)) if section and is_whole else ""
