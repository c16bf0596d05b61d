"""Periods as people write them: `the third quarter of 2025`, `3Q25`, `FY2024/25`, `2025年上半年`.

One form after the other is looked for at a place of a text. What is clearly a time and no period
of the store (a week, a season, `2025 to date`) is found as well, so that it is not passed over.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from functools import cache

import tomli

from .period import PeriodError, parse_period
from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any, TypeAlias

    from .period import Period


_SIGNS_OF_CHINESE = frozenset("年月")
_FARTHEST_SIGN = 10
_TABLE = os.path.join(os.path.dirname(__file__), "period_words.toml")


class WrittenPeriod(Record):
    """A period as a text has it, which ends at the character `end` of the text.

    `period` is None for a time that no period of a store is. `fiscal` are then the years in which
    a fiscal year begins and ends, the first None where only one is written. `part` is a part of a
    year whose year is not written there, with `{year}` for it: `-Q3`. `is_guessed` says that its
    year is taken from the day of the document, `is_vague` that less than the whole is meant: early
    2025, 2025 to date. `is_day` says that it is a day whose year no one knows.
    """

    end: int
    period: Period | None = None
    fiscal: tuple[int | None, int] | None = None
    part: str | None = None
    is_guessed: bool = False
    is_vague: bool = False
    is_day: bool = False


if TYPE_CHECKING:
    Read: TypeAlias = Callable[[re.Match[str], date | None], WrittenPeriod | None]
    Form: TypeAlias = tuple[re.Pattern[str], Read]


def find_period(text: str, place: int, day: date | None = None) -> WrittenPeriod | None:
    """Return the period that is written at a place of a text, None where there is none.

    `day` is the day of the text, by which `last year` and a month without a year are understood.
    """
    first = text[place : place + 1]
    if first.isdigit():
        has_chinese = not _SIGNS_OF_CHINESE.isdisjoint(text[place : place + _FARTHEST_SIGN])
        forms = _list_chinese_digit_forms() if has_chinese else _list_digit_forms()
    elif first.isascii():
        forms = _list_word_forms()
    else:
        forms = _list_chinese_forms()
    for pattern, read in forms:
        match = pattern.match(text, place)
        if match is not None and (found := read(match, day)) is not None:
            return found
    return None


def may_begin(fold: str) -> bool:
    """Whether a period may begin with a word or a character, in small letters."""
    return fold in _FIRST or (fold.startswith(("q", "h", "fy", "s", "m")) and len(fold) <= 2)  # noqa: PLR2004


def _load() -> dict[str, Any]:
    with open(_TABLE, "rb") as file:
        return tomli.load(file)


_SAID = _load()
_MONTHS, _COUNTS, _PLACES, _STEPS = (
    _SAID[name] for name in ("months", "counts", "places", "steps")
)


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]  # of words


_Y = r"(?:19|20)[0-9]{2}(?![0-9])"
_END = r"(?![0-9A-Za-z])"
_MONTH = rf"(?:{_any(_MONTHS)})(?![a-z])\.?"
_COUNT = rf"(?:[0-9]{{1,2}}|{_any(one for one in _COUNTS if one.isascii())})"
_PLACE = rf"(?:{_any(one for one in _PLACES if one.isascii())})"
_STEP = "(?:last|previous|this|current|next|coming)"
_GAP = r"\s{0,3}"
_OF = rf"(?:,?{_GAP}(?:of|in)?(?:{_GAP}the)?{_GAP})"
_DASH = r"[-–—]"


def _form(pattern: str, read: Read) -> Form:
    """Return a form: how it is written, in any case, and how it is read."""
    return re.compile(pattern, re.IGNORECASE), read


def _make(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None


def _of(
    match: re.Match[str], text: str, *, is_guessed: bool = False, is_vague: bool = False
) -> WrittenPeriod:
    """Return a match as a period of that text; one that there is not is a time all the same."""
    return WrittenPeriod(
        end=match.end(), period=_make(text), is_guessed=is_guessed, is_vague=is_vague
    )


def _none(match: re.Match[str], _day: date | None) -> WrittenPeriod:
    return WrittenPeriod(end=match.end())


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004


def _read_day(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    return _of(match, f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}")


def _read_day_first(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    """Read `31.07.2019`; `03/04/2025` is another day in another country."""
    number, month = int(match["d"]), int(match["m"])
    if match[0][len(match["d"])] == "/" and number <= 12:  # noqa: PLR2004
        is_same = number == month
        return _read_day(match, None) if is_same else WrittenPeriod(end=match.end())
    return _read_day(match, None)


def _read_pair(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    """Read `2021-2025`, `2021/25`, `2024/25`, `2025-07`, `2019/07`."""
    first, other = int(match["y"]), match["other"]
    is_next = int(other[-2:]) == (first + 1) % 100
    is_month = len(other) == 2 and 0 < int(other) <= 12  # noqa: PLR2004
    if is_next and is_month:
        # December, or a fiscal year.
        return WrittenPeriod(end=match.end())
    if is_next and (len(other) == 2 or match["sign"] == "/"):  # noqa: PLR2004
        return WrittenPeriod(end=match.end(), fiscal=(first, first + 1))
    if is_month:
        return _of(match, f"{first}-{other}") if match["sign"] in "-/." else None
    last = int(other) if len(other) == 4 else first // 100 * 100 + int(other)  # noqa: PLR2004
    return _of(match, f"{first}/{last}") if last > first else None


def _read_years(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read a pair of years, which a `season` behind makes no period."""
    return _none(match, day) if match["season"] else _read_pair(match, day)


def _read_part_behind(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    """Read `2025Q3`, `2025-S1`, `2025H1`, `2025M07`, `2025-W30`."""
    letter, number = match["letter"].upper(), match["number"]
    if letter == "W":
        return WrittenPeriod(end=match.end())
    if letter == "M":
        return _of(match, f"{match['y']}-{int(number):02}")
    return _of(match, f"{match['y']}-{'Q' if letter == 'Q' else 'S'}{int(number)}")


def _read_part_before(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    """Read `3Q25`, `1H 2025`, `9M25`, `07/2025`."""
    year, letter, number = _full_year(match["y"]), match["letter"].upper(), int(match["number"])
    if letter == "M":
        return _of(match, f"{year}-01/{year}-{number:02}")
    if letter in "QHS":
        return _of(match, f"{year}-{'Q' if letter == 'Q' else 'S'}{number}")
    return _of(match, f"{year}-{number:02}")


def _read_letter(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `Q3 2025`, `Q3 '25`, `H1/2025`; a year may follow later."""
    part = f"-{'Q' if match['letter'] == 'Q' else 'S'}{match['number']}"
    if match["y"] is not None:
        return _of(match, f"{_full_year(match['y'])}{part}")
    return _date_part(match, part, day)


def _read_year(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    return _of(match, match["y"])


def _read_to_date(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    return _of(match, match["y"], is_vague=True)


def _read_fiscal(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    first = _full_year(match["y"])
    if match["other"] is None:
        return WrittenPeriod(end=match.end(), fiscal=(None, first))
    return WrittenPeriod(end=match.end(), fiscal=(first, first + 1))


def _month(name: str) -> int:
    number: int = _MONTHS[name.lower().rstrip(".")]
    return number


def _read_month_day(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `Jan. 27, 2026`, `27 January 2026`, `January 27`."""
    month, number = _month(match["m"]), int(match["d"])
    if match["y"] is not None:
        return _of(match, f"{match['y']}-{month:02}-{number:02}")
    if not 0 < number <= 31:  # noqa: PLR2004
        return None
    if day is None:
        return WrittenPeriod(end=match.end(), is_day=True)
    year = day.year if (month, number) <= (day.month, day.day) else day.year - 1
    return _of(match, f"{year}-{month:02}-{number:02}", is_guessed=True)


def _read_months(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `January to November 2025`, `Jan-Sep 2025`, `October 2024 to March 2025`."""
    first, last = _month(match["m"]), _month(match["n"])
    year = match["y"] or match["x"]
    if year is None:
        part = f"-{first:02}/{{year}}-{last:02}"
        return _date_part(match, part, day) if first < last else None
    start = match["x"] or (year if first < last else str(int(year) - 1))
    return _of(match, f"{start}-{first:02}/{year}-{last:02}")


def _read_month(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `January 2026`, `January`, which begins with a capital letter."""
    if match["y"] is not None:
        return _of(match, f"{match['y']}-{_month(match['m']):02}")
    is_word = match["m"].lower() in ("may", "march", "mar")
    before = match.string[: match.start()].rsplit(None, 1)[-1:]
    if is_word and (not before or before[0].lower() not in ("in", "of", "last", "since", "by")):
        return None
    return _date_part(match, f"-{_month(match['m']):02}", day)


def _read_year_to(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `the year ended 30 June 2025`, `the 12 months to September`."""
    month = _month(match["m"])
    year = int(match["y"]) if match["y"] else None
    if year is None:
        if day is None:
            return WrittenPeriod(end=match.end())
        year = day.year if month <= day.month else day.year - 1
    if month == 12:  # noqa: PLR2004
        return _of(match, str(year))
    return _of(match, f"{year - 1}-{month + 1:02}/{year}-{month:02}", is_guessed=not match["y"])


def _read_part_of_year(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `the third quarter of 2025`, `first-half`, `the first 11 months of last year`."""
    is_half, place = match["unit"].lower() == "half", _PLACES[match["place"].lower()]
    if is_half and place > 2:  # noqa: PLR2004
        return None
    return _with_year(match, f"-{'S' if is_half else 'Q'}{place}", day)


def _read_first_months(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    count = match["count"].lower()
    months = int(count) if count.isdigit() else _COUNTS[count]
    months *= 3 if match["unit"].lower().startswith("quarter") else 1
    if not 1 < months <= 12:  # noqa: PLR2004
        return None
    return _with_year(match, f"-01/{{year}}-{months:02}", day)


def _with_year(match: re.Match[str], part: str, day: date | None) -> WrittenPeriod | None:
    if match["y"] is not None:
        return _of(match, _fill(match["y"], part))
    if match["step"] is not None and day is not None:
        return _of(match, _fill(day.year + _STEPS[match["step"].lower()], part))
    return _date_part(match, part, day)


def _fill(year: int | str, part: str) -> str:
    return f"{year}{part.replace('{year}', str(year))}"


def _date_part(match: re.Match[str], part: str, day: date | None) -> WrittenPeriod:
    """Return a part of a year that is not written: the last that was over on the day."""
    if day is None:
        return WrittenPeriod(end=match.end(), part=part)
    period = _make(_fill(day.year, part))
    if period is not None and period.end is not None and not period.is_over(day):
        start = period.start
        is_running = period.kind == ("month", 1) and start is not None and start <= day
        year = day.year if is_running else day.year - 1
        period = _make(_fill(year, part))
    return WrittenPeriod(end=match.end(), period=period, part=part, is_guessed=True)


def _read_step(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `last year`, `this month`, `next quarter`."""
    if day is None:
        return WrittenPeriod(end=match.end())
    step, unit = _STEPS[match["step"].lower()], match["unit"].lower()
    if unit == "year":
        return _of(match, str(day.year + step), is_vague=step == 0)
    if unit == "month":
        number = day.year * 12 + day.month - 1 + step
        return _of(match, f"{number // 12}-{number % 12 + 1:02}", is_vague=step == 0)
    if unit == "quarter":
        number = day.year * 4 + (day.month - 1) // 3 + step
        return _of(match, f"{number // 4}-Q{number % 4 + 1}", is_vague=step == 0)
    return WrittenPeriod(end=match.end())


def _read_yesterday(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    return None if day is None else _of(match, (day - timedelta(days=1)).isoformat())


def _read_chinese(match: re.Match[str], day: date | None) -> WrittenPeriod | None:
    """Read `2025年`, `2025年上半年`, `去年前三季度`, `2025年1-11月`, `1月27日`."""
    year = match["y"]
    if year is None and match["step"] is not None:
        if day is None:
            return WrittenPeriod(end=match.end())
        year = str(day.year + _STEPS[match["step"]])
    part = _read_chinese_part(match)
    if part is None:
        return WrittenPeriod(end=match.end())
    if year is not None:
        is_vague = bool(match["vague"]) or (match["step"] in ("今", "本") and not part)
        return _of(match, _fill(year, part), is_vague=is_vague)
    return _date_part(match, part, day) if part else None


def _read_chinese_part(match: re.Match[str]) -> str | None:
    """Return the part of a year that Chinese words name, None for one that is no period."""
    if match["half"]:
        return f"-S{_PLACES[match['half']]}"
    if match["quarter"]:
        return f"-Q{_read_place(match['quarter'])}"
    if match["quarters"] or match["count"]:
        months = 3 * _read_place(match["quarters"]) if match["quarters"] else int(match["count"])
        return f"-01/{{year}}-{months:02}"
    if match["from"]:
        return f"-{int(match['from']):02}/{{year}}-{int(match['to']):02}"
    if match["m"]:
        number = f"-{int(match['d']):02}" if match["d"] else ""
        return f"-{int(match['m']):02}{number}"
    return None if match["week"] else ""


def _read_place(text: str) -> int:
    return int(text if text.isdigit() else _PLACES[text])


def _read_chinese_range(match: re.Match[str], _day: date | None) -> WrittenPeriod | None:
    return _of(match, f"{match['x']}/{match['y']}") if match["x"] < match["y"] else None


_CHINESE_PART = (
    r"(?:全年|(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|前(?P<quarters>[二三23])季度"
    r"|前(?P<count>[0-9]{1,2})个?月"
    r"|(?P<from>[0-9]{1,2})月?[-—–~至到](?P<to>[0-9]{1,2})月份?"
    r"|(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日|份)?"
    r"|第(?P<week>[0-9]{1,2})周)"
)
_BEHIND = rf"(?:{_OF}(?:(?P<y>{_Y})|(?P<step>{_STEP}){_GAP}year{_END}))?"


@cache
def _list_digit_forms() -> tuple[Form, ...]:
    """Return the forms that begin with a digit, which are made when one is first looked for."""
    return (
        _form(rf"(?P<y>{_Y})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}){_END}", _read_day),
        _form(
            rf"(?P<y>{_Y})[-/ ]?(?P<letter>[QHSMW])(?P<number>[0-9]{{1,2}}){_END}",
            _read_part_behind,
        ),
        _form(
            rf"(?P<y>{_Y})(?P<sign>[-–/.])(?P<other>{_Y}|[0-9]{{2}}){_END}(?![-/.][0-9])"
            rf"(?:,?{_GAP}(?P<season>seasons?){_END})?",
            _read_years,
        ),
        _form(rf"(?P<y>{_Y}){_GAP}(?:season|harvest|campaign){_END}", _none),
        _form(rf"(?P<y>{_Y}){_GAP}(?:to{_GAP}date|so{_GAP}far){_END}", _read_to_date),
        _form(rf"(?P<y>{_Y})(?P<sign> to )(?P<other>{_Y}){_END}", _read_pair),
        _form(rf"(?P<y>{_Y})(?![0-9])", _read_year),
        _form(
            rf"(?P<d>[0-9]{{1,2}})(?:[./])(?P<m>[0-9]{{1,2}})[./](?P<y>{_Y}){_END}", _read_day_first
        ),
        _form(rf"(?P<number>[0-9]{{1,2}})(?P<letter>[/.])(?P<y>{_Y}){_END}", _read_part_before),
        _form(
            rf"(?P<number>[1-4])(?P<letter>Q){_GAP}['’]?(?P<y>{_Y}|[0-9]{{2}}){_END}",
            _read_part_before,
        ),
        _form(
            rf"(?P<number>[12])(?P<letter>H){_GAP}['’]?(?P<y>{_Y}|[0-9]{{2}}){_END}",
            _read_part_before,
        ),
        _form(
            rf"(?P<number>[369])(?P<letter>M){_GAP}['’]?(?P<y>{_Y}|[0-9]{{2}}){_END}",
            _read_part_before,
        ),
        _form(
            rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:of{_GAP})?(?P<m>{_MONTH})"
            rf"(?:,?{_GAP}(?P<y>{_Y}))?",
            _read_month_day,
        ),
        _form(rf"(?P<place>{_PLACE})[ -](?P<unit>quarter|half){_END}{_BEHIND}", _read_part_of_year),
        _form(
            rf"(?:12|52){_GAP}(?:months|weeks){_GAP}(?:to|ended|ending|through){_GAP}"
            rf"(?:the{_GAP}end{_GAP}of{_GAP})?(?:[0-9]{{1,2}}{_GAP})?"
            rf"(?P<m>{_MONTH})(?:{_GAP}[0-9]{{1,2}}(?![0-9]),?)?(?:{_OF}(?P<y>{_Y}))?",
            _read_year_to,
        ),
    )


@cache
def _list_chinese_digit_forms() -> tuple[Form, ...]:
    """Return those that begin with a digit and go on in Chinese, likewise."""
    return (
        _form(rf"(?P<x>{_Y})年?[-—–至到~](?P<y>{_Y})年", _read_chinese_range),
        _form(
            rf"(?:(?P<y>{_Y})年|(?P<step>(?!)))(?:{_CHINESE_PART}|[底末初])?(?P<vague>以来)?",
            _read_chinese,
        ),
        _form(
            rf"(?P<y>(?!))?(?P<step>(?!))?(?P<vague>(?!))?(?=[0-9]{{1,2}}月|[0-9]{{1,2}}[-—–~至到]"
            rf"[0-9]{{1,2}}月){_CHINESE_PART}",
            _read_chinese,
        ),
    )


@cache
def _list_word_forms() -> tuple[Form, ...]:
    """Return those that begin with a Latin letter, likewise."""
    return (
        _form(
            rf"FY{_GAP}['’]?(?P<y>{_Y}|[0-9]{{2}})(?:[/–-](?P<other>{_Y}|[0-9]{{2}}))?{_END}",
            _read_fiscal,
        ),
        _form(
            rf"(?:fiscal|financial)(?:{_GAP}year)?{_GAP}(?P<y>{_Y})"
            rf"(?:[/–-](?P<other>{_Y}|[0-9]{{2}}))?{_END}",
            _read_fiscal,
        ),
        _form(rf"(?:fiscal|financial){_GAP}years?{_END}(?!{_GAP}(?:to|ended|ending){_END})", _none),
        _form(
            rf"(?:(?:fiscal|financial){_GAP})?(?:year|(?:12|twelve){_GAP}months){_GAP}"
            rf"(?:to|ended|ending|through){_GAP}(?:on{_GAP}|in{_GAP}|the{_GAP}end{_GAP}of{_GAP})?"
            rf"(?:[0-9]{{1,2}}{_GAP})?(?P<m>{_MONTH})(?:{_GAP}[0-9]{{1,2}}(?![0-9]),?)?(?:{_OF}(?P<y>{_Y}))?",
            _read_year_to,
        ),
        _form(rf"(?:year|month|quarter){_GAP}to{_GAP}date{_END}", _none),
        _form(
            rf"(?P<m>{_MONTH})(?:{_GAP}(?P<x>{_Y}))?{_GAP}(?:{_DASH}|to|through|and){_GAP}"
            rf"(?P<n>{_MONTH})(?:{_GAP}period{_END})?(?:{_OF}(?P<y>{_Y}))?",
            _read_months,
        ),
        _form(
            rf"(?P<m>{_MONTH}){_GAP}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9.])(?:,?{_GAP}(?P<y>{_Y}))?",
            _read_month_day,
        ),
        _form(rf"(?P<m>{_MONTH})(?:{_OF}(?P<y>{_Y}))?", _read_month),
        _form(
            rf"(?P<letter>[QHS])(?P<number>[1-4])(?:[-/ ,]{{0,2}}(?:of{_GAP}|in{_GAP})?['’]?"
            rf"(?P<y>{_Y}|(?<=['’])[0-9]{{2}}))?{_END}",
            _read_letter,
        ),
        _form(
            rf"(?:first|opening){_GAP}(?P<count>{_COUNT}){_GAP}(?P<unit>months|quarters){_END}{_BEHIND}",
            _read_first_months,
        ),
        _form(
            rf"(?P<place>{_PLACE})[ -](?P<unit>quarter|half){_END}(?!{_GAP}as{_END}){_BEHIND}",
            _read_part_of_year,
        ),
        _form(
            rf"(?:last|past|previous|coming|next|preceding){_GAP}(?:{_COUNT}|several|few){_GAP}"
            rf"(?:years|months|quarters|weeks|days|decades){_END}",
            _none,
        ),
        _form(rf"so{_GAP}far{_GAP}(?:this|in{_GAP}the){_GAP}(?:year|month|quarter){_END}", _none),
        _form(
            rf"(?P<step>{_STEP}){_GAP}(?P<unit>year|month|quarter){_GAP}(?:so{_GAP}far|to{_GAP}date)",
            _none,
        ),
        _form(
            rf"(?P<step>{_STEP}){_GAP}(?P<unit>year|month|quarter|week|decade){_END}", _read_step
        ),
        _form(
            rf"(?:spring|summer|autumn|fall|winter|season|easter|christmas){_GAP}(?:of{_GAP})?"
            rf"(?P<y>{_Y})(?:/[0-9]{{2}})?{_END}",
            _none,
        ),
        _form(rf"(?:late|early|mid)[- ]{_GAP}(?P<y>{_Y}){_END}", _read_to_date),
        _form(rf"weeks?{_GAP}[0-9]{{1,2}}(?:{_OF}{_Y})?{_END}", _none),
        _form(rf"yesterday{_END}", _read_yesterday),
    )


@cache
def _list_chinese_forms() -> tuple[Form, ...]:
    """Return those that begin with a Chinese character, made when one is first looked for."""
    return (
        _form(r"(?:今年|本年|年初)以来", _none),
        _form(
            rf"(?:(?P<step>[去今本明前上])年|(?P<y>(?!)))(?:{_CHINESE_PART}|[底末初])?(?P<vague>以来)?",
            _read_chinese,
        ),
        _form(rf"(?P<y>(?!))?(?P<step>(?!))?(?P<vague>(?!))?{_CHINESE_PART}", _read_chinese),
    )


_FIRST = frozenset(
    (
        *_MONTHS,
        *(one for one in _PLACES if one.isascii()),
        *_SAID["firsts"].split(),
        *"今本去明前上下第一二三四全年",
    )
)
