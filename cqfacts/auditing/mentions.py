"""Mentions: the periods that a text names, in tokens, and what beside them is not understood."""

from __future__ import annotations

from cqfacts.figures.numbers import is_year
from cqfacts.period import PeriodError, parse_period
from cqfacts.period_words import find_period, may_begin
from cqfacts.record import Record, replace

from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from cqfacts.figures.tokens import Tokens
    from cqfacts.period import Period
    from cqfacts.period_words import WrittenPeriod

_FARTHEST_YEAR = 16
_PARTING = frozenset((*".;,!?", "and", "while", "but", "whereas", "which"))
_BEFORE_CHINESE = frozenset("比较自从")
_PLAIN = str.maketrans("０１２３４５６７８９－", "0123456789-")


class Mention(Record):
    """A period that a text names, from token `first` to `last`.

    `period` is None for one that is no period of a store: `fiscal` are then the years in which a
    fiscal year begins and ends; without them it is not understood. `is_base` says that something is
    compared with it, `is_end` that its end is meant, `is_vague` that only a part of it is.
    `is_guessed` says that its year is taken from the day of the document. `shift` is the number of
    years by which it lies before the period that is spoken of: `a year earlier`. `part` is the part
    of a year, with `{year}` for the year, where the words there name none. `is_whole` says that
    it is all of the year that is spoken of, `is_day` that it is a day without a year.
    """

    first: int
    last: int
    period: Period | None = None
    fiscal: tuple[int | None, int] | None = None
    is_base: bool = False
    is_end: bool = False
    is_vague: bool = False
    is_guessed: bool = False
    shift: int = 0
    part: str | None = None
    is_day: bool = False
    is_whole: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether it is a time that is not understood."""
        return self.period is None and self.fiscal is None and not (self.shift or self.is_whole)


def find_mentions(tokens: Tokens, day: date | None, figures: Collection[int]) -> list[Mention]:
    """Return the periods that are named, in order; `figures` are tokens that belong to figures."""
    mentions: list[Mention] = []
    text = tokens.text if tokens.text.isascii() else tokens.text.translate(_PLAIN)
    everything = tokens.between(0, tokens.size)
    index, count = 0, tokens.size
    while index < count:
        token = everything[index]
        found = None
        if token.fold == "year":
            found = _read_year_before(tokens, index)
        if found is None and index not in figures:
            is_glued = token.is_glued and index > 0 and everything[index - 1].kind == "number"
            if (token.kind == "number" and not is_glued) or may_begin(token.fold):
                found = _read(tokens, text, index, day)
        if found is None or (mentions and found.first <= mentions[-1].last):
            index += 1
            continue
        if not found.is_day:
            mentions.append(found)
        index = found.last + 1
    _join_years(tokens, mentions)
    return mentions


def _read(tokens: Tokens, text: str, index: int, day: date | None) -> Mention | None:
    written = find_period(text, tokens[index].start, day)
    if written is None or not _is_name(tokens, index):
        return None
    last = max(tokens.find(written.end) - 1, index)
    before, second = tokens[index - 1].fold, tokens[index - 2].fold
    if before == "to" and second in WORDS.spans:
        # `The decade to 2025`
        return Mention(first=index, last=last)
    if before in ("since", "自") and (open_ended := _open(written.period)):
        return Mention(first=index, last=last, period=open_ended)
    if before == "between" and (found := _read_between(tokens, index, last, written)):
        return found
    is_so_far = before in ("in", "this") and tokens[index - 2].fold == "far"
    return Mention(
        first=index,
        last=last,
        period=written.period,
        fiscal=written.fiscal,
        is_base=_is_base(tokens, index, last, written),
        is_end="end" in (before, second) or before == "by" or tokens[last].text in "底末",
        is_vague=written.is_vague or is_so_far,
        is_guessed=written.is_guessed,
        part=written.part,
        is_day=written.is_day,
    )


def _open(period: Period | None) -> Period | None:
    """Return a period that goes on: `since 2020`."""
    return None if period is None or "/" in period.text else parse_period(f"{period.text}/..")


def _read_between(tokens: Tokens, index: int, last: int, written: WrittenPeriod) -> Mention | None:
    """Read `between 2021 and 2025`."""
    other = tokens[last + 2]
    if tokens[last + 1].fold != "and" or not is_year(other.text) or written.period is None:
        return None
    try:
        period = parse_period(f"{written.period.text}/{other.text}")
    except PeriodError:
        return None
    return Mention(first=index, last=last + 2, period=period)


def _is_name(tokens: Tokens, index: int) -> bool:
    """Whether a word there may name a period: a month and a letter have a capital."""
    token = tokens[index]
    if token.kind != "word":
        return True
    return token.is_capitalized or token.fold in WORDS.small_periods


def _is_base(tokens: Tokens, index: int, last: int, written: WrittenPeriod) -> bool:
    before, second, third = (tokens[index - step].fold for step in (1, 2, 3))
    if before in _BEFORE_CHINESE or (before == "period" and second == "same"):
        return True
    word = second if before in ("the", "in", "end", "of") else before
    if word not in WORDS.bases or word == "after":
        return False
    if word in ("over", "on", "to", "with") and before == "the":
        return False
    if word == "on":
        return written.period is None or written.period.step != "day"
    if word == "from":
        is_range = written.period is not None and "/" in written.period.text
        return not (is_range or tokens[last + 1].fold == "to")
    if word == "with":
        return "compared" in (second, third)
    if word == "to":
        return not {"compared", "relative"}.isdisjoint((second, third))
    return True


def _read_year_before(tokens: Tokens, index: int) -> Mention | None:
    """Read `a year earlier`, `the year before`, `the previous year`."""
    before, behind = tokens[index - 1].fold, tokens[index + 1].fold
    first, last = index - 1, index
    if before in ("full", "whole", "entire"):
        # `2.5 million from January to November, and 2.8 million in the full year`
        return Mention(first=first, last=last, is_whole=True)
    if before in ("previous", "preceding", "prior"):
        pass
    elif (before in ("a", "one") and behind in ("earlier", "before", "ago")) or (
        before == "the" and behind == "before"
    ):
        last = index + 1
    else:
        return None
    words = {tokens[first - step].fold for step in (1, 2)}
    # `Up from 5 million a year earlier`: it is when that was so.
    is_behind = tokens[first - 1].kind == "number" or tokens[first - 2].kind == "number"
    is_base = not (is_behind or words.isdisjoint(WORDS.bases | {"of"}))
    return Mention(first=first, last=last, shift=1, is_base=is_base)


def _join_years(tokens: Tokens, mentions: list[Mention]) -> None:
    """Give the parts of a year that name none the year beside them: `December sales ... in 2023`.

    A year behind such a part means the part as well, unless something parts the two.
    """
    for place, mention in enumerate(mentions):
        if mention.part is None:
            continue
        before = mentions[place - 1] if place else None
        after = mentions[place + 1] if place + 1 < len(mentions) else None
        if after and after.period and _is_year_of(tokens, mention.last, after, after.first):
            period = _fill(mention.part, after.period)
            if period is not None:
                mentions[place] = replace(mention, period=period)
                mentions[place + 1] = replace(after, period=period)
        elif before and before.period and _is_year_of(tokens, before.last, before, mention.first):
            period = _fill(mention.part, before.period)
            if period is not None:
                mentions[place] = replace(mention, period=period)


def _fill(part: str, year: Period) -> Period | None:
    try:
        return parse_period(f"{year.text}{part.replace('{year}', year.text)}")
    except PeriodError:
        return None


def _is_year_of(tokens: Tokens, start: int, year: Mention, end: int) -> bool:
    """Whether a mention is a year, and nothing from `start` to `end` parts it from its part."""
    is_one = year.period is not None and is_year(year.period.text)
    if not is_one or year.is_base or end - start > _FARTHEST_YEAR:
        return False
    parts = _PARTING if year.first == end else _PARTING - {","}
    return all(tokens[index].fold not in parts for index in range(start + 1, end))


def says_now(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words from `first` to `last` say that they speak of the present."""
    for index in range(first, last + 1):
        fold = tokens[index].fold
        if fold in WORDS.now or (fold == "date" and tokens[index - 1].fold == "to"):
            return True
        if fold == "far" and tokens[index - 1].fold == "so":
            return True
    return False


def find_date(tokens: Tokens, most: int = 400) -> date | None:
    """Return the day that the head of a text shows, None where it shows none or several."""
    days = set()
    for index in range(min(tokens.size, most)):
        token = tokens[index]
        if token.kind == "number" or (token.is_capitalized and may_begin(token.fold)):
            found = find_period(tokens.text, token.start)
            if found and found.period and found.period.step == "day":
                days.add(found.period.start)
    return days.pop() if len(days) == 1 else None
