"""Doubts: what stands in words beside a figure, and may make it another than it looks.

Figures are read where that is sure, and the rest of the words is left. Whoever writes a figure has
to know what was left: a number, a hedge, a negation, a comparison. Here too much is found sooner
than too little, since what is found is asked about.
"""

from __future__ import annotations

import re

from cqfacts.amount import Amount
from cqfacts.figures import Figure, read_figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

_SCALES = "hundred|thousand|million|billion|trillion"
_SPELLED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
# More than one of what they name, or less.
_VAGUE = (
    "hundreds|thousands|millions|billions|trillions|dozens?|scores|couple|several|lakhs?|crores?|"
    "half|halves|thirds|quarters|fifths|tenths|twice|thrice|double|triple"
)
_NUMBER = re.compile(
    rf"""
      [0-9]+(?:[.,][0-9]+)*(?:[\s-]?(?i:{_SCALES}|万亿|亿|万)\b)?
    | \b(?i:{_SPELLED}|{_SCALES}|{_VAGUE})
      (?:[\s-](?:(?i:and)\s)?(?i:{_SPELLED}|{_SCALES}))*\b
    | [零〇一二两三四五六七八九十百千万亿]+
    """,
    re.VERBOSE,
)

_YEAR = r"(?:1[89]|20|21)[0-9]{2}(?![0-9%]|[.,][0-9])"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|January|February|March|April|May|June|"
    r"July|August|September|October|November|December"
)
# What is counted may stand behind what looks like a year: 2000 new homes.
_NO_NOUN = (
    r"(?!\s+(?:[a-z-]+\s+)?"
    r"(?:(?!(?:was|is|has|as|its|this|versus|reaches)\b)[a-z]+s|people|staff)\b)"
)
# Dates, and names that have a number.
_NO_NUMBER = re.compile(
    rf"""
      {_YEAR}年(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}[日号])?
    | [0-9]{{1,2}}(?:[-–—至到][0-9]{{1,2}})?月(?:[0-9]{{1,2}}[日号])?
    | (?:第?[一二三四]季度 | 第一 | 十[三四五]五 | 一带一路 | 三峡 | 两江 | 万州 | 统一)
    | \b(?i:in|since|during|until|before|after|by)\s(?:the\s(?:year|end\sof)\s)?
      {_YEAR}(?:\s?[-–/]\s?{_YEAR})?{_NO_NOUN}
    | \b(?:{_MONTH})\s[0-9]{{1,2}}\b(?:,?\s{_YEAR})? | \b[0-9]{{1,2}}\s(?:{_MONTH})(?:\s{_YEAR})?
    | \b(?i:{_MONTH})\s{_YEAR}
    | \b(?i:first|last|past|next|previous|coming|recent)\s(?:[0-9]{{1,2}}|(?i:{_SPELLED}))\s
      (?i:days|weeks|months|quarters|years)\b
    | \b(?i:first|second|last)\s(?i:half)\b
    | \b[0-9]{{2}}th\s(?i:five-year)\b
    | \b[A-Z]{{1,2}}[0-9]{{1,3}}\b | \b[0-9][GD]\b
    """,
    re.VERBOSE,
)
_PLAIN_YEAR = re.compile(rf"(?<!\bto\s)(?<![\w.,]){_YEAR}{_NO_NOUN}")

_CLAUSE_END = re.compile(r"[,;:!?()，；：。、（）—](?![0-9])|\.(?![0-9])")
_NEGATION = re.compile(
    r"\b(?i:not|no(?!\.\s?[0-9])|never|nor|neither|without|cannot|hardly|barely|fail(?:s|ed)?)\b"
    r"|\b\w+n['’]t\b|不是|没有|并非|未达|未能|没达"
)
_HEDGE_BEFORE = re.compile(
    r"""
      \b(?i:exceed\w*|surpass\w*|(?:more|less|fewer|greater|higher|lower)\sthan|at\s(?:least|most)|
            nearly|almost|approximately|approx|roughly|approach\w*|close\sto|in\sexcess|
            upwards?\sof|minimum|maximum|topp(?:ed|ing)|estimated)\b
    | (?<!went\s)(?<!rose\s)(?<!climbed\s)(?<!moved\s)(?<!gone\s)\b(?i:up\sto)\b
    | \b(?i:over|above|under|below|beyond|about|around|past|within|some|near)\s(?:[^\W\d]+\s){0,3}$
    | 超(?![级市])|逾|突破|(?<![节合条预])约(?!束)|不足|不到|低于|高于|至少|最多|接近|将近|近$
    """,
    re.VERBOSE,
)
_HEDGE_AFTER = re.compile(
    r"""
      \b(?i:or\s(?:more|less|above|below|fewer|over|under|so)|and\s(?:above|counting|more)|
            at\s(?:least|most)|plus|minimum|maximum|mark|club|threshold|milestone|barrier|
            roughly|approximately|give\sor\stake)\b
    | \+|以上|以下|左右|上下|以内|余|大关
    """,
    re.VERBOSE,
)

# A growth is against the year before where nothing else is said.
_YEAR_BEFORE = re.compile(
    r"\b(?i:(?:higher|lower|more|less)\s)?(?i:than|compared\s(?:with|to))\s(?i:in\s|that\sof\s)?"
    r"(?i:a\syear\s(?:earlier|ago|before)|(?:the\s)?(?:last|previous|preceding)\syear)\b"
)
_COMPARISON = re.compile(
    r"\b(?<!or\s)(?i:than|compar\w+|versus|vs|relative\sto|against|difference|gap|additional\w*|another|"
    r"extra|further|incremental\w*|fewer|less|more|higher|lower|larger|smaller|faster|slower|"
    r"(?:month|quarter)[\s-]on[\s-](?:month|quarter)|(?:previous|last)\s(?:month|quarter))\b"
    r"|(?<!同)(?:比|较)(?!上年|去年|上一年|重(?!庆)|例|快|高|大|好)|相比|高出|多出|净增|增量|环比"
)
_COMPARISON_AFTER = re.compile(r"\b(?i:above|below|short\sof|ahead\sof|behind|over\sthe)\b")
_CHANGE = re.compile(
    r"\b(?i:(?:in|de)creas\w*|rise[ns]?|rising|rose|grew|grow\w*|f[ae]ll(?:s|en|ing)?|drop\w*|"
    r"declin\w*|reduc\w*|gain\w*|climb\w*|jump\w*|surg(?:e|es|ed|ing)|soar\w*|shr[aiu]nk\w*|"
    r"cut(?:s|ting)?|add(?:s|ed|ing)|los[est]\w*|expand\w*)\b|增长|增加|上升|提高|下降|减少|降低"
)
_LEADS_TO = re.compile(r"\b(?i:to|at|from|reach\w*|hit|total\w*|stood|is|was)\b|到|至|达|为")
_PERCENT = re.compile(r"%|％|\b(?i:percent\w*|pct|per\scent|times|fold)\b|百分|倍")

# Every hedge goes with a large number and with a measure.
_STAND_IN = "987,654,321"


def find_unread(words: str, figures: Sequence[Figure], years: Collection[str] = ()) -> str | None:
    """Return the first number in words that no figure has, None where there is none.

    Dates are no numbers, and neither are the `years` that the fact is said to be of.
    """
    left = _blank(words, [(one.start, one.end) for one in figures])
    left = _blank(left, [match.span() for match in _NO_NUMBER.finditer(left)])
    own = [match.span() for match in _PLAIN_YEAR.finditer(left) if match[0] in years]
    found = _NUMBER.search(_blank(left, own))
    return found[0] if found and found[0] != "一" else None


def find_years(words: str) -> list[str]:
    """Return what looks like a year."""
    return [match[0] for match in re.finditer(rf"(?<![0-9A-Za-z.,]){_YEAR}(?![0-9A-Za-z])", words)]


def find_printed(words: str, value: Decimal) -> Figure | None:
    """Return a number of this size that is printed in words, though it is not read as a figure.

    Its qualifier and unit are what the words give right beside it.
    """
    for match in _NUMBER.finditer(words):
        alone = read_figures(f"{match[0]} tons")
        if len(alone) == 1 and alone[0].value.copy_abs() == value:
            return _read_at(words, *match.span(), alone[0])
    return None


def find_hedge(words: str, figure: Figure | None, figures: Sequence[Figure]) -> str | None:
    """Return words that may hedge a figure and are not read so, None where there are none."""
    before, after = _split(words, figure, figures)
    negation = _NEGATION.search(before) or _NEGATION.search(after)
    if negation:
        return negation[0]
    near_before = before if figure is None else _CLAUSE_END.split(before)[-1]
    found = _HEDGE_BEFORE.search(near_before) or _HEDGE_AFTER.search(after)
    return found[0].strip() if found else None


def find_comparison(words: str, figure: Figure | None, figures: Sequence[Figure]) -> str | None:
    """Return words by which a figure may be a difference, and not what it looks like."""
    before, after = _split(words, figure, figures)
    if figure is None and (found := _PERCENT.search(words)):
        return found[0]
    if figure is None:
        before = after = _HEDGE_BEFORE.sub(" ", before)
    else:
        # A unit may reach over such a word: 52 additional species.
        after = words[figure.number_end : figure.end] + after
    if figure is not None and figure.kind == "percent":
        before, after = (_YEAR_BEFORE.sub(" ", text) for text in (before, after))
    found = _COMPARISON.search(before) or _COMPARISON.search(after)
    found = found or _COMPARISON_AFTER.search(after)
    if found is None and (figure is None or figure.kind == "number"):
        found = _find_change(before, after)
    return found[0] if found else None


def _find_change(before: str, after: str) -> re.Match[str] | None:
    """Return a word of change that leads to no level."""
    near = _CLAUSE_END.split(before)[-1]
    changes = list(_CHANGE.finditer(near))
    if changes and not _LEADS_TO.search(near, changes[-1].end()):
        return changes[-1]
    return _CHANGE.search(_CLAUSE_END.split(after)[0])


def _read_at(words: str, start: int, end: int, alone: Figure) -> Figure:
    """Return what the words say of the number that stands there."""
    behind = next(
        (one for one in read_figures(_STAND_IN + words[end:]) if not one.number_start), None
    )
    ahead = next(
        (one for one in read_figures(f"{words[:start]}{_STAND_IN} tons") if one.number_end > start),
        None,
    )
    first, last = start, end
    amount = Amount(value=alone.value, step=alone.step)
    found = {one.qualifier for one in (ahead, behind) if one and one.qualifier}
    # Two hedges that differ are left to whoever looks for what is not read.
    if len(found) < 2:  # noqa: PLR2004 - one hedge or none
        first = ahead.start if ahead else start
        last = end + (behind.end - len(_STAND_IN) if behind else 0)
        amount = Amount(
            value=alone.value, step=alone.step, qualifier=next(iter(found), None), written=""
        )
    return Figure(
        amount=amount,
        kind=behind.kind if behind else "number",
        unit=behind.unit if behind else None,
        start=first,
        end=last,
        number_start=start,
        number_end=end,
    )


def _split(words: str, figure: Figure | None, figures: Sequence[Figure]) -> tuple[str, str]:
    """Return what stands before a figure and behind it, without what other figures have.

    Without a figure both are all the words.
    """
    if figure is None:
        return words, words
    others = [(one.start, one.end) for one in figures if one.end <= figure.start]
    others += [(one.start, one.end) for one in figures if one.start >= figure.end]
    left = _blank(words, others)
    return left[: figure.start], left[figure.end :]


def _blank(words: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        words = f"{words[:start]}{'_' * (end - start)}{words[end:]}"
    return words
