"""Parts and multiples without a number of their own: `half a day`, `one in three`, `tripled`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, is_whole, parse_amount

from . import lexicon
from .names import is_year
from .numerals import is_hyphen, read_numeral
from .reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .model import Direction
    from .numerals import Numeral
    from .tokens import Tokens

_HALF = Decimal("0.5")
_MOST_PARTS = 1000
# In digits, `3 in 10` is a part where `43 in 58` may count things in places.
_USUAL_PARTS = frozenset((*range(2, 11), 100))
_HALF_TIMES = frozenset(lexicon.words_of("day hour minute"))
_BEFORE_HALF = frozenset(lexicon.words_of("first second latter other year a an the last next"))
_HEDGES_BEFORE_HALF = frozenset(
    lexicon.words_of("than over nearly almost about around by in exactly roughly")
)
_BEHIND_MULTIPLE = frozenset(
    lexicon.words_of("the that from over in by its their what compared within since")
)
_BEFORE_MULTIPLE = frozenset(lexicon.words_of("to will would should could nearly almost than"))
_NO_MULTIPLE = frozenset(lexicon.words_of("down up check as for - ‐ ‑ digit digits track"))
_BEHIND_QUARTERS = frozenset(lexicon.words_of("the all its their total those them"))


def read_part(tokens: Tokens, index: int, numeral: Numeral | None) -> Reading | None:
    """Read a fraction or a multiple in words that starts at a token."""
    fold = tokens[index].fold
    if fold == "half":
        return _read_half(tokens, index)
    if fold in lexicon.MULTIPLES or fold in ("halve", "halved", "halving"):
        return _read_multiple(tokens, index)
    if fold in ("twice", "thrice") and tokens[index + 1].fold in ("the", "as", "that"):
        return _make_multiple(Decimal(2 if fold == "twice" else 3), index)
    if fold.endswith("fold"):
        return _read_fold(tokens, index)
    return _read_named_fraction(tokens, index) or _read_ratio(tokens, index, numeral)


def _read_half(tokens: Tokens, index: int) -> Reading | None:
    before, after = tokens[index - 1].fold, tokens[index + 1]
    if before in ("and", "a") or is_hyphen(tokens, index - 1):
        return None
    if after.fold in ("a", "an"):
        return _read_half_of_one(tokens, index)
    behind = tokens[index + 2].fold
    if is_hyphen(tokens, index + 1):
        is_time = behind in _HALF_TIMES
        return _make_half(tokens[index + 2].text, 0, index, index + 2) if is_time else None
    is_part = after.fold in ("of", "the") or before in _HEDGES_BEFORE_HALF
    is_period = before in _BEFORE_HALF or not lexicon.TIME_UNITS.isdisjoint((after.fold, behind))
    return (
        _make_fraction(Decimal(1), Decimal(2), index, index) if is_part and not is_period else None
    )


def _read_half_of_one(tokens: Tokens, index: int) -> Reading | None:
    """Read `half a million` and `half an hour`."""
    one = tokens[index + 2]
    scale = lexicon.SCALES.get(one.fold, 0)
    if scale and tokens[index + 3].fold not in lexicon.SCALES:
        return _make_half(None, scale, index, index + 2)
    if one.fold in lexicon.MEASURES and not one.fold.endswith("s"):
        return _make_half(one.text, 0, index, index + 2)
    return None


def _make_half(unit: str | None, scale: int, first: int, last: int) -> Reading:
    return Reading(
        amount=parse_amount(f"0.5e{scale}" if scale else "0.5"),
        unit=unit,
        first=first,
        last=last,
        number=(first, last if scale else first),
        scale=scale,
        is_spelled=True,
        has_measure=unit is not None,
    )


def _make_fraction(value: Decimal, out_of: Decimal, first: int, last: int) -> Reading:
    amount = Amount(value=value, written=str(value))
    return Reading(
        amount=amount,
        kind="fraction",
        out_of=out_of,
        first=first,
        last=last,
        number=(first, last),
        is_spelled=True,
    )


def _make_multiple(value: Decimal, index: int, direction: Direction | None = None) -> Reading:
    return Reading(
        # "Tripled" is rounded as the other multiples are: to the last place of its number.
        amount=parse_amount(str(value), exact_integers=False),
        kind="multiple",
        direction=direction,
        first=index,
        last=index,
        number=(index, index),
        is_spelled=True,
    )


def _read_multiple(tokens: Tokens, index: int) -> Reading | None:
    token, after = tokens[index], tokens[index + 1]
    if after.fold in _NO_MULTIPLE or is_hyphen(tokens, index - 1):
        return None
    if token.fold.startswith("halv"):
        return _make_multiple(_HALF, index, "down")
    is_bare = token.fold in ("double", "triple", "quadruple")
    is_verb = (
        after.kind in ("end", "sign")
        or after.fold in _BEHIND_MULTIPLE
        or tokens[index - 1].fold in _BEFORE_MULTIPLE
    )
    if (is_bare and not is_verb) or (token.is_capitalized and after.is_capitalized):
        return None
    return _make_multiple(Decimal(lexicon.MULTIPLES[token.fold]), index)


def _read_fold(tokens: Tokens, index: int) -> Reading | None:
    """Read `tenfold` beside a word of growth; elsewhere it may tell of kinds, not of times."""
    number = lexicon.UNITS_IN_WORDS.get(tokens[index].fold.removesuffix("fold"), 0)
    neighbours = {tokens[index - 1].fold, tokens[index + 1].fold}
    if number < 2 or neighbours.isdisjoint(lexicon.RISES):  # noqa: PLR2004 - the least multiple
        return None
    return _make_multiple(Decimal(number), index)


def _read_named_fraction(tokens: Tokens, index: int) -> Reading | None:
    """Read `two thirds`, `one fifth`, `a quarter of the`."""
    token = tokens[index]
    numerator = 1 if token.fold == "a" else lexicon.UNITS_IN_WORDS.get(token.fold, 0)
    last = index + 2 if is_hyphen(tokens, index + 1) else index + 1
    name, after = tokens[last].fold, tokens[last + 1].fold
    parts = lexicon.FRACTIONS.get(name, 0)
    if not 0 < numerator < parts or (numerator > 1) != name.endswith("s"):
        return None
    if tokens[index - 1].fold in lexicon.PERIOD_WORDS or is_hyphen(tokens, index - 1):
        return None
    is_period = parts == lexicon.FRACTIONS["quarter"] and name.startswith("quarter")
    whole = tokens[last + 2]
    if after == "of" and whole.fold in ("a", "an"):
        return None
    is_joined = is_hyphen(tokens, index + 1) and after == "of"
    if is_period and not is_joined and not (after == "of" and whole.fold in _BEHIND_QUARTERS):
        return None
    if token.fold == "a" and after != "of":
        return None
    return _make_fraction(Decimal(numerator), Decimal(parts), index, last)


def _read_ratio(tokens: Tokens, index: int, numerator: Numeral | None) -> Reading | None:
    """Read `one in three`, `9 out of 10`."""
    if numerator is None or numerator.has_scale or numerator.first != index:
        return None
    after = numerator.last + 1
    is_out_of = tokens.starts_with(after, ("out", "of"))
    is_every = tokens.starts_with(after, ("in", "every"))
    if not (is_out_of or is_every or tokens[after].fold == "in"):
        return None
    denominator, _ = read_numeral(tokens, after + (2 if is_out_of or is_every else 1))
    if denominator is None or denominator.has_scale or is_year(tokens[denominator.last].text):
        return None
    if is_hyphen(tokens, denominator.last + 1) or denominator.form != numerator.form:
        return None
    value, out_of = numerator.amount.value, denominator.amount.value
    is_told = is_out_of or is_every or numerator.form == "words" or out_of in _USUAL_PARTS
    if (
        not is_told
        or not 0 < value < out_of <= _MOST_PARTS
        or not (is_whole(value) and is_whole(out_of))
    ):
        return None
    return _make_fraction(value, out_of, index, denominator.last)
