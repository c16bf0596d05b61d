"""read_prose: the figures of a document, in order, as a reader would count them."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

from cqfacts.figures import lexicon
from cqfacts.figures.reader import read_figures
from cqfacts.figures.reading import Reading, make_figure
from cqfacts.figures.tokens import Tokens
from cqfacts.figures.units import Unit
from cqfacts.record import replace

from . import words
from .directions import find_direction
from .hedges import hedge
from .joining import PARTS, join
from .names import is_joined, is_joined_before, is_name_or_date, is_parallel, names_one
from .numbers import read_number
from .parts import read_part, read_times
from .ranks import read_rank, read_streak
from .spans import places_in_time
from .tables import settle_tables
from .units import read_unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.model import Direction, Figure
    from cqfacts.figures.numerals import Numeral

_PART_WORDS = frozenset(
    lexicon.words_of("""
        half twice thrice double doubles doubled doubling triple triples tripled tripling treble
        trebles trebled trebling quadruple quadruples quadrupled quadrupling halve halved halves
        halving a an
    """)
)
_RANK_WORDS = frozenset(("no", "nos", "number", "top"))
_ORDINALS = (
    frozenset(lexicon.ORDINALS)
    | frozenset(lexicon.TENS_IN_WORDS)
    | frozenset(f"{word[:-1]}ieth" for word in lexicon.TENS_IN_WORDS)
)
_STARTS = _PART_WORDS | _RANK_WORDS | _ORDINALS | words.NUMBER_WORDS | frozenset(words.VULGAR)
_ARTICLES = frozenset(("a", "an"))
_BEHIND_ARTICLE = frozenset((*words.SCALES, *lexicon.FRACTIONS, "dozen", "half", "quarter"))
_POINTS = frozenset(("percentage", "full", "whole"))
_FAR = 40
_NEAR = 15
_LONGEST_WORD = 5
_FARTHEST_COUNT = 6
_ADVERBS = frozenset(lexicon.words_of("seriously critically fatally severely slightly badly"))
_SET_AGAINST = _ADVERBS | frozenset(
    lexicon.words_of("more fewer less went was is remains had has to in for against from died")
)


def read_prose(text: str, tokens: Tokens | None = None) -> tuple[Figure, ...]:
    """Return the figures of a text, in its order; they do not overlap.

    A range is one figure with a `high` end, and an amount in two units one that has the second as
    `also`. Units are as a store spells them: CNY, %, km; what is counted is as printed. The time it
    takes grows with the length of the text. `tokens` are those of the text, where they are known.
    """
    tokens = tokens or Tokens(text)
    readings: list[Reading] = []
    state = _State()
    floor = 0
    for index in range(len(tokens)):
        token = tokens[index]
        if index < floor or not (token.kind == "number" or _may_start(tokens, index)):
            continue
        reading, after = _read(tokens, index, floor, state)
        if reading:
            readings.append(reading)
            state.last = reading
            if reading.kind == "rank":
                state.ranked = reading.last
        floor = max(floor, after)
    joined = settle_tables(text, tokens, join(tokens, readings))
    figures = tuple(make_figure(tokens, reading) for reading in joined)
    return _add_chinese(text, tokens, figures)


def _add_chinese(text: str, tokens: Tokens, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return figures with those of Chinese lines, which the reader of `stated` words knows."""
    everything = tokens.between(0, len(tokens))
    places = [token.start for token in everything if token.kind == "chinese"]
    taken = [one.number_start for one in figures]
    found = list(figures)
    end = 0
    for start in places:
        if start < end:
            continue
        first, end = text.rfind("\n", end, start) + 1 or end, text.find("\n", start)
        end = len(text) if end < 0 else end
        for figure in read_figures(text[first:end]):
            one = _shift(figure, first)
            near = bisect_right(places, one.end)
            is_chinese = near > 0 and places[near - 1] >= one.start - _LONGEST_WORD
            place = bisect_right(taken, one.number_end - 1)
            is_known = place > 0 and figures[place - 1].end > one.number_start
            if is_chinese and not is_known:
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.number_start)) if places else figures


def _shift(figure: Figure, offset: int) -> Figure:
    """Return a figure of a line with its places in the text."""
    return replace(
        figure,
        start=figure.start + offset,
        end=figure.end + offset,
        number_start=figure.number_start + offset,
        number_end=figure.number_end + offset,
    )


def _may_start(tokens: Tokens, index: int) -> bool:
    """Whether a figure may start with a word."""
    fold = tokens[index].fold
    if fold in _ARTICLES:
        after = tokens[index + 1].fold
        return after in _BEHIND_ARTICLE | _POINTS or (after in words.MEASURES)
    return fold in _STARTS or fold.endswith("fold")


class _State:
    """What was read before: the last figure, and where the last name with a number ended."""

    def __init__(self) -> None:
        self.last: Reading | None = None
        self.name_end = -1
        self.ranked = -_FAR
        self.counted: dict[str, int] = {}


def _read(tokens: Tokens, index: int, floor: int, state: _State) -> tuple[Reading | None, int]:
    """Read the figure whose number starts at a token; return where to go on."""
    after = floor
    found = (
        read_rank(tokens, index, after_rank=_follows_rank(index, state))
        or read_streak(tokens, index)
        or read_part(tokens, index, is_share=_follows_share(index, state))
    )
    if found is None:
        numeral = read_number(tokens, index)
        if numeral is None:
            return None, after
        after = numeral.last + 1
        found = read_times(tokens, numeral) or _read_amount(tokens, numeral, floor, state)
    if found is None or found.first < floor:
        return None, after
    hedged = hedge(tokens, found, floor) if found.amount.qualifier is None else found
    if places_in_time(tokens, hedged, floor) and not _goes_on_from(tokens, hedged, state):
        return None, hedged.last + 1
    direction = hedged.direction or find_direction(tokens, hedged, floor)
    if direction is None and hedged.kind == "percent":
        direction = _inherit(tokens, hedged, state)
    if direction != hedged.direction:
        hedged = replace(hedged, direction=direction)
    # What stands between a number and its noun may hold a figure of its own: `12 two-storey homes`.
    end = hedged.last
    inner = hedged.number[1] + 1
    if any(_is_number(tokens, place) for place in range(inner, end)):
        return replace(hedged, last=hedged.number[1]), inner
    return hedged, end + 1


def _goes_on_from(tokens: Tokens, small: Reading, state: _State) -> bool:
    """Whether a length goes on from the one before it: `1 minute 45 seconds before the landing`."""
    if _goes_on_to(tokens, small):
        return True
    large = state.last
    if large is None or (large.unit, small.unit) not in PARTS or small.first - large.last > 2:  # noqa: PLR2004
        return False
    return tokens[small.last + 1].fold not in ("ago", "later", "earlier")


def _goes_on_to(tokens: Tokens, large: Reading) -> bool:
    """Whether a smaller unit of the same length follows: `in 3 hours 25 minutes`."""
    place = large.last + 1
    place += tokens[place].fold == "and"
    small = words.TIMES.get(tokens[place + 1].fold, "")
    is_length = _is_number(tokens, place) and (large.unit, small) in PARTS
    return is_length and tokens[place + 2].fold not in ("ago", "later", "earlier")


def _inherit(tokens: Tokens, reading: Reading, state: _State) -> Direction | None:
    """Return the direction of an amount that is said again in percent: `a drop of £129 or 7%`."""
    last = state.last
    if last is None or last.direction is None:
        return None
    between = [tokens[index].fold for index in range(last.last + 1, reading.first)]
    return last.direction if between in (["or"], [",", "or"]) else None


def _follows_rank(index: int, state: _State) -> bool:
    last = state.last
    return last is not None and state.ranked >= 0 and index - state.ranked < _NEAR


def _follows_share(index: int, state: _State) -> bool:
    """Whether a share stands shortly before, so that `a quarter` is likely to be another."""
    last = state.last
    is_share = last is not None and (last.kind == "fraction" or last.unit == "%")
    return last is not None and is_share and index - last.last < _NEAR


def _find_counted(tokens: Tokens, numeral: Numeral, state: _State) -> Unit | None:
    """Return the unit of a `one` that is set against others: `two doses … one dose`."""
    after = tokens[numeral.last + 1]
    known = f"{after.fold}s"
    if after.fold in _SET_AGAINST and _is_set_against(tokens, numeral, state):
        return Unit(kind="none", first=numeral.first, last=numeral.last)
    if after.kind != "word" or numeral.last - state.counted.get(known, -_FAR) >= _FAR:
        return None
    return Unit(kind="noun", text=known, first=numeral.first, last=numeral.last + 1)


def _is_set_against(tokens: Tokens, numeral: Numeral, state: _State) -> bool:
    """Whether a `one` ends a list of counts, or is more or fewer than another count."""
    link, last = tokens[numeral.first - 1], state.last
    after, second = tokens[numeral.last + 1].fold, tokens[numeral.last + 2]
    if after in ("more", "fewer", "less"):
        return second.fold == "than"
    if after in _ADVERBS:
        return link.fold == "and" or link.text == ","
    if last is None or last.kind != "number" or last.has_measure:
        return False
    return link.fold == "and" and numeral.first - last.last <= _FARTHEST_COUNT


def _is_listed(tokens: Tokens, numeral: Numeral, rejected: int) -> bool:
    """Whether a number goes on where a name with a number stood: `Class 9 and 10`."""
    link = tokens[numeral.first - 1]
    return rejected == numeral.first - 2 and (
        link.fold in ("and", "or", "to") or link.text in ",-–/"
    )


def _is_number(tokens: Tokens, index: int) -> bool:
    return tokens[index].kind == "number" or tokens[index].fold in words.NUMBER_WORDS


def _read_amount(tokens: Tokens, numeral: Numeral, floor: int, state: _State) -> Reading | None:
    unit = _find_unit(tokens, numeral, state)
    if unit is None or unit.first < floor:
        return None
    if numeral.form == "words" and tokens[numeral.last + 1].fold in words.VAGUE:
        return None
    amount = numeral.amount
    if unit.kind == "percent" and amount.step is None:
        amount = replace(amount, step=Decimal(1))
    return Reading(
        amount=amount,
        kind="percent" if unit.kind == "percent" else "number",
        unit=_name_unit(tokens, unit),
        first=unit.first,
        last=unit.last,
        number=(numeral.first, numeral.last),
        scale=numeral.scale,
        is_spelled=numeral.form == "words",
        has_measure=unit.kind in ("measure", "currency", "hyphen"),
        joined_before=is_joined_before(tokens, unit.first),
        joined_after=is_joined(tokens, unit.last),
    )


def _find_unit(tokens: Tokens, numeral: Numeral, state: _State) -> Unit | None:
    """Return the unit of a number, None where the number is part of a name or a date."""
    unit = read_unit(tokens, numeral)
    if unit.kind == "none" and numeral.amount.value == 1 and numeral.form == "words":
        known = _find_counted(tokens, numeral, state)
        if known:
            return known
    last = state.last
    is_listed = last is not None and last.kind == "number" and not last.has_measure
    if is_listed and last is not None and is_parallel(tokens, numeral, last.last):
        return unit
    is_name = is_name_or_date(tokens, numeral, unit)
    if is_name or _is_listed(tokens, numeral, state.name_end):
        if names_one(tokens, numeral.first - 1) or not is_name:
            state.name_end = numeral.last
        return None
    if unit.kind == "noun" and unit.text:
        state.counted[unit.text.casefold()] = unit.last
    return unit


def _name_unit(tokens: Tokens, unit: Unit) -> str | None:
    """Return what a unit is called: a magnitude has none, an age is in years."""
    if unit.text == "magnitude":
        return None
    if unit.kind == "none" and tokens[unit.first - 1].fold == "aged":
        return "year"
    if unit.kind == "hyphen" and unit.text:
        return words.TIMES.get(unit.text) or words.MEASURES.get(unit.text, unit.text)
    return unit.text
