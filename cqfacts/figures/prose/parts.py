"""Fractions and multiples of prose: `one in three`, `nearly a third`, `tripled`, `tenfold`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, parse_amount
from cqfacts.figures import lexicon
from cqfacts.figures.names import is_year
from cqfacts.figures.numerals import is_hyphen
from cqfacts.figures.reading import Reading

from . import words
from .numbers import read_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.model import Direction
    from cqfacts.figures.numerals import Numeral
    from cqfacts.figures.tokens import Tokens

_MOST_PARTS = 1000
_USUAL_PARTS = frozenset((*range(2, 11), 12, 20, 50, 100, 1000))
_HALF = Decimal("0.5")
_MULTIPLES = (
    lexicon.MULTIPLES
    | dict.fromkeys(lexicon.words_of("treble trebles trebled trebling"), 3)
    | dict.fromkeys(lexicon.words_of("quintupled quintupling quintuple"), 5)
)
_BARE = frozenset(lexicon.words_of("double triple treble quadruple quintuple doubles"))
_BEHIND_MULTIPLE = frozenset(
    lexicon.words_of("the that from over in by its their what compared within since last this")
)
_BEFORE_MULTIPLE = frozenset(
    lexicon.words_of("to will would should could may might can nearly almost than roughly about")
)
_NO_MULTIPLE = frozenset(
    lexicon.words_of("""
        down up check as for digit digits track decker deckers room rooms bed beds glazing agent
        standard standards murder act bill header figures life whammy bogey fault faults
    """)
)
_PERSONS = frozenset(
    lexicon.words_of("""
        people adults children pupils women men voters patients households workers students
        residents customers respondents families employers firms businesses companies drivers
        americans britons cases families homes firms shoppers parents teenagers
    """)
)
_BEFORE_HALF = frozenset(
    lexicon.words_of(
        "first second latter other year a an the last next this each either opening better"
    )
)
_BEHIND_HALF = frozenset(
    lexicon.words_of("of the its their his her our all those as what from that this these")
)
_HEDGES = frozenset(
    lexicon.words_of("""
        than over nearly almost about around by just roughly only under below least quite to exactly
        approximately
    """)
)
_TIME = frozenset(words.TIMES)
_LIKENESS = frozenset(
    lexicon.words_of("""
        the that as those its what more higher larger greater bigger faster less lower fewer
        longer his her their last stronger heavier likelier normal pre
    """)
)
_BEHIND_OPENING = frozenset(
    lexicon.words_of("goes go of are were say said live come came have had comes")
)
_BEHIND_QUARTERS = frozenset(lexicon.words_of("the all its their total those them our his her"))


def read_part(tokens: Tokens, index: int, *, is_share: bool = False) -> Reading | None:
    """Read a fraction or a multiple in words that starts at a token.

    `is_share` says that shares are spoken of, so that `a quarter had` is one as well.
    """
    fold = tokens[index].fold
    if fold == "half":
        return _read_half(tokens, index)
    if fold in _MULTIPLES or fold in ("halve", "halved", "halves", "halving"):
        return _read_multiple(tokens, index)
    if fold in ("twice", "thrice") and tokens[index + 1].fold in _LIKENESS | {"his", "her"}:
        return _make_multiple(Decimal(2 if fold == "twice" else 3), index, index)
    if fold.endswith("fold") and len(fold) > len("fold"):
        return _read_fold(tokens, index)
    return _read_named_fraction(tokens, index, is_share=is_share) or _read_ratio(tokens, index)


def read_times(tokens: Tokens, numeral: Numeral) -> Reading | None:
    """Read `three times the average`, `a 6.5-fold increase`, `five times as many`."""
    step = numeral.last + 1
    if is_hyphen(tokens, step):
        step += 1
    word, after = tokens[step].fold, tokens[step + 1].fold
    is_cross = word in ("x", "×") and tokens[step].is_glued and step == numeral.last + 1
    if is_cross and numeral.form == "digits" and tokens[step + 1].kind != "number":
        word = "fold"
    is_decimal = bool(numeral.amount.value % 1)
    if word == "fold" or (word == "times" and (after in _LIKENESS or is_decimal)):
        return Reading(
            amount=parse_amount(f"{numeral.amount.value:f}", exact_integers=False),
            kind="multiple",
            unit="×",
            first=numeral.first,
            last=step,
            number=(numeral.first, numeral.last),
            is_spelled=numeral.form == "words",
        )
    return None


def _make_fraction(value: Decimal, out_of: Decimal, first: int, last: int) -> Reading:
    return Reading(
        amount=Amount(value=value, written=str(value)),
        kind="fraction",
        out_of=out_of,
        first=first,
        last=last,
        number=(first, last),
        is_spelled=True,
    )


def _make_multiple(
    value: Decimal, first: int, last: int, direction: Direction | None = None
) -> Reading:
    return Reading(
        amount=parse_amount(str(value), exact_integers=False),
        kind="multiple",
        unit="×",
        direction=direction,
        first=first,
        last=last,
        number=(first, last),
        is_spelled=True,
    )


def _read_half(tokens: Tokens, index: int) -> Reading | None:
    before, after = tokens[index - 1].fold, tokens[index + 1]
    if before == "and" and tokens[index - 2].fold in ("one", "a"):
        return None
    if is_hyphen(tokens, index - 1) or after.fold in ("a", "an"):
        return None
    if is_hyphen(tokens, index + 1):
        unit = tokens[index + 2].fold
        if unit in _TIME and unit not in ("year", "term") and tokens[index + 2].text.islower():
            return _make_half_unit(words.TIMES[unit], index, index + 2)
        return None
    if before in _BEFORE_HALF and before != "the":
        return None
    is_part = after.fold in _BEHIND_HALF or before in _HEDGES
    is_period = after.fold in _TIME or (after.fold == "of" and is_year(tokens[index + 2].text))
    if before == "the" or is_period or not is_part:
        return None
    return _make_fraction(Decimal(1), Decimal(2), index, index)


def _make_half_unit(unit: str, first: int, last: int) -> Reading:
    return Reading(
        amount=parse_amount("0.5"),
        unit=unit,
        first=first,
        last=last,
        number=(first, first),
        is_spelled=True,
        has_measure=True,
    )


def _read_multiple(tokens: Tokens, index: int) -> Reading | None:
    token, after = tokens[index], tokens[index + 1]
    if after.fold in _NO_MULTIPLE or is_hyphen(tokens, index - 1) or is_hyphen(tokens, index + 1):
        return None
    before = tokens[index - 1].fold
    if token.fold.startswith("halv"):
        return _make_multiple(_HALF, index, index, "down")
    if token.fold in _BARE:
        is_verb = after.kind in ("end", "sign") or after.fold in _BEHIND_MULTIPLE
        if before in ("a", "the", "his", "her", "their", "in", "women's", "men's", "mixed"):
            return None
        if not (is_verb or before in _BEFORE_MULTIPLE):
            return None
    if token.is_capitalized and after.is_capitalized:
        return None
    return _make_multiple(Decimal(_MULTIPLES[token.fold]), index, index)


def _read_fold(tokens: Tokens, index: int) -> Reading | None:
    number = lexicon.UNITS_IN_WORDS.get(tokens[index].fold.removesuffix("fold").rstrip("-"), 0)
    neighbours = {tokens[index - 1].fold, tokens[index + 1].fold}
    is_growth = not neighbours.isdisjoint(
        words.RISES | words.FALLS | {"a", "than", "almost", "nearly"}
    )
    if number < 2 or not is_growth:  # noqa: PLR2004 - the least multiple
        return None
    return _make_multiple(Decimal(number), index, index)


def _read_named_fraction(tokens: Tokens, index: int, *, is_share: bool) -> Reading | None:
    """Read `two thirds`, `one-fifth`, `a quarter of the`, `three-quarters`."""
    token = tokens[index]
    numerator = 1 if token.fold in ("a", "an") else lexicon.UNITS_IN_WORDS.get(token.fold, 0)
    last = index + 2 if is_hyphen(tokens, index + 1) else index + 1
    name, after = tokens[last].fold, tokens[last + 1].fold
    parts = lexicon.FRACTIONS.get(name, 0)
    if not 0 < numerator < parts or (numerator > 1) != name.endswith("s") or parts == 2:  # noqa: PLR2004
        return None
    if tokens[index - 1].fold in lexicon.PERIOD_WORDS or is_hyphen(tokens, index - 1):
        return None
    is_quarter = name.startswith("quarter")
    is_joined = is_hyphen(tokens, index + 1)
    before = tokens[index - 1].fold
    if is_quarter and numerator > 1 and not is_joined and after != "of":
        return None
    opens = (is_share or (tokens.starts_sentence(index) and token.is_capitalized)) and (
        after in _BEHIND_OPENING
    )
    if token.fold in ("a", "an") and not opens:
        is_hedged = before in _HEDGES or before in ("up", "down")
        if after in words.COMPARED:
            return _make_fraction(Decimal(numerator), Decimal(parts), index, last)
        is_end = tokens[last + 1].kind in ("sign", "end") or after in lexicon.STOPS | {"and"}
        if after != "of" and not (is_hedged and is_end):
            return None
    if after == "of" and tokens[last + 2].fold in ("a", "an"):
        return None
    return _make_fraction(Decimal(numerator), Decimal(parts), index, last)


def _read_ratio(tokens: Tokens, index: int) -> Reading | None:
    """Read `one in three`, `9 out of 10`, said of people or cases in general."""
    numerator = read_number(tokens, index)
    if numerator is None or tokens[numerator.last + 1].fold not in ("in", "out"):
        return None
    if numerator.has_scale or tokens[index].fold in ("a", "an", "half"):
        return None
    after = numerator.last + 1
    is_out_of = tokens.starts_with(after, ("out", "of"))
    is_every = tokens.starts_with(after, ("in", "every"))
    if tokens[after].fold not in ("in", "out") or (tokens[after].fold == "out" and not is_out_of):
        return None
    start = after + (2 if is_out_of or is_every else 1)
    start += tokens[start].fold == "every"
    if tokens[start].fold in ("a", "an", "half"):
        return None
    denominator = read_number(tokens, start)
    if denominator is None or denominator.has_scale or is_year(tokens[start].text):
        return None
    if is_hyphen(tokens, denominator.last + 1):
        return None
    value, out_of = numerator.amount.value, denominator.amount.value
    if not 0 < value < out_of <= _MOST_PARTS or {value % 1, out_of % 1} != {Decimal(0)}:
        return None
    noun = tokens[denominator.last + 1]
    is_noun = noun.kind == "word" and noun.fold.endswith("s") and noun.fold not in lexicon.STOPS
    # `One in 20 waits` is said of all, and `9 in 15 wards` of these.
    is_one = numerator.amount.value == 1 and numerator.form == "words"
    is_general = is_one or not is_noun or noun.fold in _PERSONS
    if noun.fold in _TIME | words.MEASURES.keys() - {"people"} or out_of not in _USUAL_PARTS:
        return None
    if tokens[after].fold == "in" and not is_every and not is_general:
        return None
    return _make_fraction(value, out_of, index, denominator.last)
