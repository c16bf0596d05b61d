"""Dates: the periods that a text names, in tokens, and those it names by its own date."""

from __future__ import annotations

from datetime import timedelta

from cqfacts.figures.numbers import is_year
from cqfacts.figures.vocabulary import NUMBERS, split_words
from cqfacts.period import PeriodError, parse_period
from cqfacts.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from cqfacts.figures.tokens import Tokens
    from cqfacts.period import Period

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_DASHES = frozenset("-–—")
_BASES = frozenset(
    split_words("than from since versus vs against relative compared over on to with after")
)
_HALVES = {"first": "S1", "second": "S2", "1": "S1", "2": "S2"}
_QUARTERS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4", "final": "Q4"}
_NOW = frozenset(split_words("now currently today presently"))
NOW = _NOW | {"date", "far"}
"""Words without one of which nothing says that it speaks of the present."""
_DECEMBER = 12
_FARTHEST_YEAR = 16
_PARTING = frozenset((*".;,!?", "and", "while", "but", "whereas", "which"))
_LAST_DAY = 31


class Mention(Record):
    """A period that a text names, from token `first` to `last`.

    `is_base` says that something is compared with it. `is_end` that its end is meant.
    `part` is the part of a year, with `{year}` for the year, where the words there name none.
    """

    first: int
    last: int
    period: Period
    is_base: bool = False
    is_end: bool = False
    part: str | None = None


def find_mentions(tokens: Tokens, day: date | None, figures: Collection[int]) -> list[Mention]:
    """Return the periods that are named, in order; `figures` are tokens that belong to figures."""
    mentions: list[Mention] = []
    index, count = 0, tokens.size
    everything = tokens.between(0, count)
    while index < count:
        token = everything[index]
        found = None
        if (token.kind == "number" or token.fold in _STARTS) and index not in figures:
            found = _read(tokens, index, day)
        if found is None:
            index += 1
            continue
        mentions.append(found)
        index = found.last + 1
    _join_years(tokens, mentions)
    return mentions


def _join_years(tokens: Tokens, mentions: list[Mention]) -> None:
    """Give the parts of a year that name none the year beside them: `December sales ... in 2023`.

    A year behind such a part means the part as well, unless something parts the two.
    """
    for place, mention in enumerate(mentions):
        if mention.part is None:
            continue
        before = mentions[place - 1] if place else None
        after = mentions[place + 1] if place + 1 < len(mentions) else None
        if after and _is_year_of(tokens, mention.last, after, after.first):
            period = _make(mention.part.replace("{year}", after.period.text))
            if period is not None:
                mentions[place] = replace(mention, period=period)
                mentions[place + 1] = replace(after, period=period)
        elif before and _is_year_of(tokens, before.last, before, mention.first):
            period = _make(mention.part.replace("{year}", before.period.text))
            if period is not None:
                mentions[place] = replace(mention, period=period)


def _is_year_of(tokens: Tokens, start: int, year: Mention, end: int) -> bool:
    """Whether a mention is a year, and nothing from `start` to `end` parts it from its part."""
    if not is_year(year.period.text) or year.is_base or end - start > _FARTHEST_YEAR:
        return False
    parts = _PARTING if year.first == end else _PARTING - {","}
    return all(tokens[index].fold not in parts for index in range(start + 1, end))


def says_now(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` say that they speak of the present."""
    for index in range(first, last + 1):
        fold = tokens[index].fold
        if fold in _NOW or (fold == "date" and tokens[index - 1].fold == "to"):
            return True
        if fold == "far" and tokens[index - 1].fold == "so":
            return True
    return False


def find_date(tokens: Tokens, most: int = 400) -> date | None:
    """Return the day that the head of a text shows, None where it shows none or several."""
    days = set()
    for index in range(min(tokens.size, most)):
        token = tokens[index]
        if token.fold in _MONTHS and token.is_capitalized:
            period = _read_month(tokens, index)
            if period and period[0].step == "day":
                days.add(period[0].start)
        elif token.kind == "number" and is_year(token.text):
            found = _read_numeric_day(tokens, index)
            if found:
                days.add(found[0].start)
    return days.pop() if len(days) == 1 else None


_STARTS = frozenset(
    (
        *_MONTHS,
        *split_words(
            "first second third fourth final last this next previous past h q year fiscal end today"
            " yesterday q1 q2 q3 q4 h1 h2 early late mid"
        ),
    )
)


def _read(tokens: Tokens, index: int, day: date | None) -> Mention | None:
    found = _read_period(tokens, index, day)
    if found is None:
        return None
    period, last = found
    before, second = tokens[index - 1].fold, tokens[index - 2].fold
    word = second if before in ("the", "in", "end", "of") else before
    is_range = "/" in period.text
    is_base = word in _BASES and not (
        word == "from" and (is_range or tokens[last + 1].fold == "to")
    )
    if word in ("over", "on", "to", "after", "with") and before == "the":
        is_base = False
    if word == "with":
        is_base = second == "compared" or tokens[index - 3].fold == "compared"
    if word == "to":
        is_base = "compared" in (second, tokens[index - 3].fold) or "relative" in (
            second,
            tokens[index - 3].fold,
        )
    if word == "after":
        is_base = False
    is_end = "end" in (tokens[index - 1].fold, tokens[index - 2].fold) or before == "by"
    part = None if _names_year(tokens, index, last) else _part_of(period)
    return Mention(first=index, last=last, period=period, is_base=is_base, is_end=is_end, part=part)


def _names_year(tokens: Tokens, first: int, last: int) -> bool:
    return any(
        is_year(tokens[index].text) or tokens[index].fold in ("year", "last", "this", "next")
        for index in range(first, last + 1)
    )


def _part_of(period: Period) -> str | None:
    """Return a period with `{year}` for its year, None for one that is no part of a year."""
    year, rest = period.text[:4], period.text[4:]
    if period.step == "day" or not rest or not is_year(year):
        return None
    return "{year}" + rest.replace(year, "{year}")


def _read_period(tokens: Tokens, index: int, day: date | None) -> tuple[Period, int] | None:
    token = tokens[index]
    if token.kind == "number":
        return _read_digits(tokens, index)
    if token.fold in _MONTHS:
        return _read_month(tokens, index, day)
    if token.fold in ("q", "h") and tokens[index + 1].kind == "number":
        return _read_letter(tokens, index)
    return _read_part_of_year(tokens, index, day) or (
        _read_relative(tokens, index, day) if day else None
    )


def _make(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None


def _pair(text: str, last: int) -> tuple[Period, int] | None:
    period = _make(text)
    return None if period is None else (period, last)


def _read_digits(tokens: Tokens, index: int) -> tuple[Period, int] | None:
    text = tokens[index].text
    if not is_year(text):
        return _read_day_first(tokens, index)
    if found := _read_numeric_day(tokens, index):
        return found
    link, other = tokens[index + 1], tokens[index + 2]
    is_range = (link.text in _DASHES and link.is_glued) or link.fold == "to"
    if is_range and other.kind == "number" and is_year(other.text) and text < other.text:
        return _pair(f"{text}/{other.text}", index + 2)
    if link.fold == "and" and tokens[index - 1].fold == "between" and is_year(other.text):
        return _pair(f"{text}/{other.text}", index + 2)
    if link.text in ("/", "-", "–") and link.is_glued and other.kind == "number" and other.is_glued:
        return None
    return _pair(text, index)


def _read_numeric_day(tokens: Tokens, index: int) -> tuple[Period, int] | None:
    """Read `2026-01-27` and `2026-01`."""
    if tokens[index + 1].text != "-" or not tokens[index + 1].is_glued:
        return None
    month, link, number = tokens[index + 2], tokens[index + 3], tokens[index + 4]
    if len(month.text) != 2 or not month.text.isdigit() or not month.is_glued:  # noqa: PLR2004
        return None
    text = f"{tokens[index].text}-{month.text}"
    if link.text == "-" and link.is_glued and number.text.isdigit() and number.is_glued:
        return _pair(f"{text}-{number.text}", index + 4)
    return _pair(text, index + 2)


def _read_day_first(tokens: Tokens, index: int) -> tuple[Period, int] | None:
    """Read `27 January 2026`."""
    month, year = tokens[index + 1], tokens[index + 2]
    text = tokens[index].text
    if month.fold not in _MONTHS or not month.is_capitalized or not is_year(year.text):
        return None
    if not text.isdigit() or len(text) > 2:  # noqa: PLR2004
        return None
    return _pair(f"{year.text}-{_MONTHS[month.fold]:02}-{int(text):02}", index + 2)


def _read_month(tokens: Tokens, index: int, day: date | None = None) -> tuple[Period, int] | None:
    """Read `January 2026`, `Jan. 27, 2026`, `January to November 2025`, `January`."""
    if not tokens[index].is_capitalized:
        return None
    month = _MONTHS[tokens[index].fold]
    place = index + 2 if tokens[index + 1].text == "." else index + 1
    token = tokens[place]
    links = ("to", "through", "and") if tokens[index - 1].fold == "between" else ("to", "through")
    if (token.text in _DASHES or token.fold in links) and tokens[place + 1].fold in _MONTHS:
        return _read_months(tokens, month, place + 1, day)
    if is_year(token.text):
        return _pair(f"{token.text}-{month:02}", place)
    if token.kind == "number" and token.text.isdigit() and len(token.text) <= 2:  # noqa: PLR2004
        after = place + 2 if tokens[place + 1].text == "," else place + 1
        if is_year(tokens[after].text):
            return _pair(f"{tokens[after].text}-{month:02}-{int(token.text):02}", after)
        if day is None or not 0 < int(token.text) <= _LAST_DAY:
            return None
        year = day.year if (month, int(token.text)) <= (day.month, day.day) else day.year - 1
        return _pair(f"{year}-{month:02}-{int(token.text):02}", place)
    if tokens[index].fold == "may" and tokens[index - 1].fold not in (
        "in",
        "of",
        "last",
        "since",
        "by",
    ):
        return None
    if token.fold == "of" and is_year(tokens[place + 1].text):
        return _pair(f"{tokens[place + 1].text}-{month:02}", place + 1)
    if day is None:
        ahead = _find_year_ahead(tokens, index)
        return None if ahead is None else _pair(f"{ahead}-{month:02}", index)
    return _pair(f"{day.year if month <= day.month else day.year - 1}-{month:02}", index)


def _read_months(
    tokens: Tokens, first: int, place: int, day: date | None
) -> tuple[Period, int] | None:
    last, after = _MONTHS[tokens[place].fold], place + 1
    while tokens[after].fold in ("of", "in", "period", "the") and after < place + 4:
        after += 1
    if is_year(tokens[after].text):
        year, place = int(tokens[after].text), after
    elif day is not None:
        year = day.year if last <= day.month else day.year - 1
    else:
        return None
    if first >= last:
        return None
    return _pair(f"{year}-{first:02}/{year}-{last:02}", place)


def _read_letter(tokens: Tokens, index: int) -> tuple[Period, int] | None:
    """Read `Q3 2025`, `H1 2025`."""
    letter, number, year = tokens[index], tokens[index + 1], tokens[index + 2]
    if not letter.is_capitalized or not number.is_glued or not is_year(year.text):
        return None
    sign = "Q" if letter.fold == "q" else "S"
    return _pair(f"{year.text}-{sign}{number.text}", index + 2)


def _read_part_of_year(tokens: Tokens, index: int, day: date | None) -> tuple[Period, int] | None:
    """Read `the third quarter of 2025`, `the first 11 months`, `the first half of last year`."""
    fold, last = tokens[index].fold, index + 1
    if tokens[last].text == "-":
        last += 1
    word, text = tokens[last], ""
    if word.fold == "half" and fold in _HALVES:
        text = f"-{_HALVES[fold]}"
    elif word.fold == "quarter" and fold in _QUARTERS:
        text = f"-{_QUARTERS[fold]}"
    elif fold == "first" and tokens[last + 1].fold in ("months", "quarters", "month"):
        months = _read_small(word.fold)
        if months is None:
            return None
        last += 1
        months *= 3 if tokens[last].fold == "quarters" else 1
        if not 0 < months <= _DECEMBER:
            return None
        text = f"-01/{{year}}-{months:02}" if months > 1 else "-01"
    else:
        return None
    found = _find_year_of(tokens, last, text, day)
    if found is None:
        return None
    year, last = found
    return _pair(f"{year}{text.replace('{year}', str(year))}", last)


def _find_year_of(tokens: Tokens, last: int, text: str, day: date | None) -> tuple[int, int] | None:
    """Return the year of a part of a year whose words end at `last`, and where it ends with it."""
    after = last + 2 if tokens[last + 1].fold in ("of", "in") else last + 1
    if is_year(tokens[after].text):
        return int(tokens[after].text), after
    if tokens[after].fold in ("last", "this") and tokens[after + 1].fold == "year" and day:
        return day.year - (tokens[after].fold == "last"), after + 1
    if day is not None:
        found = _make(f"{day.year}{text.replace('{year}', str(day.year))}")
        # A part of this year that is not over is not reported on yet.
        return day.year - (found is not None and not found.is_over(day)), last
    ahead = _find_year_ahead(tokens, last)
    return None if ahead is None else (ahead, last)


def _find_year_ahead(tokens: Tokens, index: int) -> int | None:
    """Return the year that is named further on in the sentence: `first-half sales rose in 2025`."""
    for place in range(index + 1, index + 1 + _FARTHEST_YEAR):
        token = tokens[place]
        if token.opens_block or token.text in (".", ";"):
            return None
        if token.kind == "number" and is_year(token.text):
            return int(token.text)
    return None


def _read_small(word: str) -> int | None:
    if word.isdigit() and len(word) <= 2:  # noqa: PLR2004
        return int(word)
    return NUMBERS.small.get(word)


def _read_relative(tokens: Tokens, index: int, day: date | None) -> tuple[Period, int] | None:
    """Read `last year`, `this month`, `next year`, by the date of the document."""
    if day is None:
        return None
    fold, unit = tokens[index].fold, tokens[index + 1].fold
    step = {"last": -1, "this": 0, "next": 1}.get(fold)
    if fold == "yesterday":
        return _pair((day - timedelta(days=1)).isoformat(), index)
    if step is None:
        return None
    if unit == "year":
        return _pair(str(day.year + step), index + 1)
    if unit == "month":
        number = day.year * 12 + day.month - 1 + step
        return _pair(f"{number // 12}-{number % 12 + 1:02}", index + 1)
    if unit == "quarter":
        number = day.year * 4 + (day.month - 1) // 3 + step
        return _pair(f"{number // 4}-Q{number % 4 + 1}", index + 1)
    return None
