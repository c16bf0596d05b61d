"""Periods: reading them, their order, their kind, and what lies within what."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from .errors import UsageError
from .record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from typing import Literal

    Step = Literal["year", "half", "quarter", "month", "day"]
    Kind = tuple[Literal["month", "day"], int]


_MONTHS: dict[Step, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_SHORTEST_DAYS: dict[Step, int] = {"year": 365, "half": 181, "quarter": 90, "month": 28, "day": 1}
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_MOST_PARTS = 1000
# After so many years the calendar begins again.
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_YEAR_DIGITS = 4
_FORMS = "write 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27 or a range such as 2021/2025 or ../2020"
_KIND_NAMES: dict[Kind, str] = {
    ("month", 12): "a year",
    ("month", 3): "a quarter",
    ("month", 1): "a month",
    ("day", 1): "a day",
}


class PeriodError(UsageError, ValueError):
    """Text that is not a period; the message says what to write instead."""


class Period(Record):
    """A stretch of time from `start` to `end`, both days included.

    None is an open end. `text` is how it was written and `step` the unit its ends were written
    in; neither takes part in equality, so that `2025-01/2025-12` equals `2025`.
    """

    start: date | None
    end: date | None
    text: str = field(compare=False)
    step: Step = field(compare=False)

    def __str__(self) -> str:
        """Return the period as it was written."""
        return self.text

    @property
    def kind(self) -> Kind | None:
        """How long it is: a number of whole months or else of days. None when an end is open."""
        if self.start is None or self.end is None:
            return None
        if self.start.day == 1 and self.end == _last_day(self.end.year, self.end.month):
            return ("month", _month_number(self.end) - _month_number(self.start) + 1)
        return ("day", (self.end - self.start).days + 1)

    def is_within(self, other: Period) -> bool:
        """Whether no day of this period lies outside `other`."""
        starts = other.start is None or (self.start is not None and self.start >= other.start)
        ends = other.end is None or (self.end is not None and self.end <= other.end)
        return starts and ends

    def overlaps(self, other: Period) -> bool:
        """Whether a day belongs to both."""
        starts_in_time = self.start is None or other.end is None or self.start <= other.end
        return starts_in_time and (
            other.start is None or self.end is None or other.start <= self.end
        )

    def is_in_step(self, other: Period) -> bool:
        """Whether a whole number of periods of its length lies between the beginnings of both.

        So it is where both are years of the calendar; an open period is in step with all.
        """
        if self.kind is None or self.start is None or other.start is None:
            return True
        unit, length = self.kind
        if unit == "month":
            return (_month_number(self.start) - _month_number(other.start)) % length == 0
        return (self.start - other.start).days % length == 0

    def leaves_gap(self, later: Period) -> bool:
        """Whether a later period is as long, and one more of that length fits in between."""
        if self.kind != later.kind or self.kind is None or self.end is None or later.start is None:
            return False
        unit, length = self.kind
        if unit == "month":
            return _month_number(later.start) - _month_number(self.end) > length
        return (later.start - self.end).days > length

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed. A period without an end is never over."""
        return self.end is not None and self.end < today

    def parts(self) -> Iterator[Period]:
        """Yield the steps of a closed range, first to last: 2020/2022 gives 2020, 2021, 2022.

        A period with an open end, or one of more than a thousand steps, yields itself.
        """
        if not self._has_parts or self.start is None or self.end is None:
            yield self
            return
        start = self.start
        while start <= self.end:
            part = _step_from(start, self.step)
            yield part
            if part.end is None or part.end >= self.end:
                return
            start = part.end + timedelta(days=1)

    def last_part(self) -> Period:
        """Return the last of the `parts`."""
        if not self._has_parts or self.end is None:
            return self
        if self.step == "day":
            return _step_from(self.end, self.step)
        months = _MONTHS[self.step]
        first = (self.end.month - 1) // months * months + 1
        return _step_from(date(self.end.year, first, 1), self.step)

    def count_parts(self) -> int:
        """Return how many `parts` there are, without making them."""
        if not self._has_parts or self.start is None or self.end is None:
            return 1
        if self.step == "day":
            return (self.end - self.start).days + 1
        months = _month_number(self.end) - _month_number(self.start)
        return months // _MONTHS[self.step] + 1

    @property
    def _has_parts(self) -> bool:
        if self.start is None or self.end is None:
            return False
        return (self.end - self.start).days <= _MOST_PARTS * _SHORTEST_DAYS[self.step]


@lru_cache(maxsize=1000)
def parse_period(text: str) -> Period:
    """Read a period as SDMX and ISO 8601 write it. Raises PeriodError."""
    first, slash, last = text.partition("/")
    if not slash:
        return _parse_point(text, text)
    if first == "..":
        end = _parse_point(last, text)
        return Period(start=None, end=end.end, text=text, step=end.step)
    start = _parse_point(first, text)
    if last == "..":
        return Period(start=start.start, end=None, text=text, step=start.step)
    end = _parse_point(last, text)
    if start.step != end.step:
        raise PeriodError(
            f"the ends of '{text}' are written in different units", "write both alike"
        )
    if (start.start or date.min) > (end.end or date.max):
        raise PeriodError(f"'{text}' ends before it starts", "write the earlier end first")
    return Period(start=start.start, end=end.end, text=text, step=start.step)


def describe_kind(kind: Kind | None) -> str:
    """Return how long a period is, in words: `a year`, `11 months`, `an open period`."""
    if kind is None:
        return "an open period"
    unit, length = kind
    if unit == "month" and length > _MONTHS["year"] and length % _MONTHS["year"] == 0:
        return f"{length // _MONTHS['year']} years"
    return _KIND_NAMES.get(kind) or f"{length} {unit}s"


def years_between(earlier: Period, later: Period) -> Fraction | None:
    """Return the years from the end of one period to the end of another, exactly.

    Between ends of months they are counted in months, else in days of which 365.2425 are a year.
    None when an end is open.
    """
    from fractions import Fraction

    if earlier.end is None or later.end is None:
        return None
    if all(end == _last_day(end.year, end.month) for end in (earlier.end, later.end)):
        months = _month_number(later.end) - _month_number(earlier.end)
        return Fraction(months, _MONTHS["year"])
    return Fraction((later.end - earlier.end).days * _CYCLE_YEARS, _CYCLE_DAYS)


def year_before(period: Period) -> Period | None:
    """Return the same period a year earlier, None where an end is open or there is no such day."""
    if period.start is None or period.end is None or period.start.year == 1:
        return None
    start, end = period.start, period.end
    # The last day of a February stays one.
    last = _last_day(end.year - 1, end.month)
    is_month_end = end == _last_day(end.year, end.month)
    try:
        return Period(
            start=start.replace(year=start.year - 1),
            end=last if is_month_end else end.replace(year=end.year - 1),
            text="",
            step=period.step,
        )
    except ValueError:
        return None


def _parse_point(text: str, whole: str) -> Period:
    """Read one end of a range, or a period that is no range."""
    try:
        if len(text) >= _YEAR_DIGITS and _is_number(text[:_YEAR_DIGITS]):
            return _parse_after_year(int(text[:_YEAR_DIGITS]), text[_YEAR_DIGITS:], text)
    except ValueError:
        # A month 13 or a day that the calendar lacks.
        pass
    raise PeriodError(f"'{whole}' is not a period", _FORMS)


def _parse_after_year(year: int, rest: str, text: str) -> Period:
    if not rest:
        return _span(date(year, 1, 1), "year", text)
    digits = rest[2:]
    match len(rest), rest[:2]:
        case 3, "-S" if digits in "12":
            return _span(date(year, 6 * int(digits) - 5, 1), "half", text)
        case 3, "-Q" if digits in "1234":
            return _span(date(year, 3 * int(digits) - 2, 1), "quarter", text)
        case 3, _ if rest[0] == "-" and _is_number(rest[1:]):
            return _span(date(year, int(rest[1:]), 1), "month", text)
        case 6, _ if rest[0] == rest[3] == "-" and _is_number(rest[1:3] + rest[4:]):
            return _span(date(year, int(rest[1:3]), int(rest[4:])), "day", text)
    raise ValueError(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _span(start: date, step: Step, text: str) -> Period:
    """Return the one step that begins on `start`."""
    if step == "day":
        return Period(start=start, end=start, text=text, step=step)
    month = start.month + _MONTHS[step] - 1
    return Period(start=start, end=_last_day(start.year, month), text=text, step=step)


def _step_from(start: date, step: Step) -> Period:
    year, month = start.year, start.month
    texts: dict[Step, str] = {
        "year": f"{year:04}",
        "half": f"{year:04}-S{(month + 5) // 6}",
        "quarter": f"{year:04}-Q{(month + 2) // 3}",
        "month": f"{year:04}-{month:02}",
        "day": start.isoformat(),
    }
    return _span(start, step, texts[step])


def _last_day(year: int, month: int) -> date:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 29 if is_leap and month == _FEBRUARY else _MONTH_DAYS[month - 1])


def _month_number(day: date) -> int:
    return day.year * 12 + day.month
