"""Fractions and multiples: `one in three`, `nearly a third`, `half an hour`, `tripled`, `tenfold`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, parse_amount

from .candidate import Candidate
from .numbers import Numeral, is_number, is_year, read_number
from .vocabulary import DIRECTIONS, MONEY, NAMES, NOUNS, NUMBERS, PARTS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .figure import Direction, Kind
    from .tokens import Tokens

_MOST_PARTS = 1_000_000
_USUAL_PARTS = frozenset((*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000))
_ROUND_PARTS = frozenset((3, 4, 5, 10, 20, 100))
_HALF = Decimal("0.5")
_MOST_PART_DIGITS = 4
# Units of which a half or a part is not spoken: half a stone is a wall.
_UNDIVIDED = frozenset(("person", "stone", "mu", "centuries", "times", "×", "%"))
_PERIODS = frozenset(("year", "centuries", "decades"))
_ARTICLES = frozenset(("a", "an", "one"))
_LINKS = (("in", "every"), ("of", "every"), ("out", "of", "every"), ("out", "of"), ("in",))
_AMOUNT_WORDS = frozenset(("much", "many", "big", "large", "likely"))
_COMPARED = frozenset(
    (
        *("lower", "less", "fewer", "higher", "more", "larger", "smaller", "bigger", "cheaper"),
        *("faster", "above", "below"),
    )
)
_ADDED_TO_ONE = {("a", "half"): "1.5", ("a", "quarter"): "1.25", ("three", "quarters"): "1.75"}
_CROSSES = frozenset(("x", "×"))


def read_part(tokens: Tokens, index: int, *, is_share: bool = False) -> Candidate | None:
    """Read a fraction or a multiple in words that starts at a token.

    `is_share` says that shares are spoken of, so that `a quarter had` is one as well.
    """
    fold = tokens[index].fold
    if tokens[index].kind == "number":
        return _read_ratio(tokens, index)
    if found := _read_part_of_unit(tokens, index) or _read_unit_and_half(tokens, index):
        return found
    if fold in _ARTICLES and (
        found := _read_quarter_point(tokens, index)
        or _read_whole_point(tokens, index)
        or _read_one_unit(tokens, index)
    ):
        return found
    if fold == "half":
        return _read_half(tokens, index)
    if fold in PARTS.multiples or fold in ("halve", "halved", "halves", "halving"):
        return _read_multiple(tokens, index)
    after = tokens[index + 1].fold
    if fold in ("twice", "thrice") and (after in PARTS.likeness or after.endswith("'s")):
        return _make_multiple(Decimal(2 if fold == "twice" else 3), index, index)
    if fold.endswith("fold") and len(fold) > len("fold"):
        return _read_fold(tokens, index)
    return _read_named_fraction(tokens, index, is_share=is_share) or _read_ratio(tokens, index)


def read_times(tokens: Tokens, numeral: Numeral) -> Candidate | None:
    """Read `three times the average`, `a 6.5-fold increase`, `five times as many`, `3.3x`."""
    step = tokens.skip_hyphen(numeral.last + 1)
    word, after = tokens[step].fold, tokens[step + 1].fold
    is_cross = word in _CROSSES and tokens[step].is_glued and step == numeral.last + 1
    if is_cross and numeral.form == "digits" and tokens[step + 1].kind != "number":
        word = "fold"
    value = numeral.amount.value
    is_decimal = value != value.to_integral_value()
    is_compared = after in PARTS.likeness or (is_decimal and after not in ("a", "per", "each"))
    if word == "fold" or (word == "times" and is_compared):
        return Candidate(
            amount=parse_amount(f"{value:f}", exact_integers=False),
            kind="multiple",
            unit="×",
            first=numeral.first,
            last=step,
            number=(numeral.first, numeral.last),
            is_spelled=numeral.form == "words",
        )
    return None


def _make_fraction(value: Decimal, out_of: Decimal, first: int, last: int) -> Candidate:
    return Candidate(
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
) -> Candidate:
    return Candidate(
        amount=parse_amount(str(value), exact_integers=False),
        kind="multiple",
        unit="×",
        direction=direction,
        first=first,
        last=last,
        number=(first, last),
        is_spelled=True,
    )


def _make_measured(value: str, unit: str, first: int, last: int, number: int) -> Candidate:
    kind: Kind = "percent" if unit == "%" else "number"
    return Candidate(
        amount=parse_amount(value),
        kind=kind,
        unit=unit,
        first=first,
        last=last,
        number=(first, number),
        is_spelled=True,
        has_measure=True,
    )


def _divided(word: str) -> str | None:
    """Return the unit of a word of which parts are spoken of."""
    unit = UNITS.by_word.get(word)
    is_plain = word not in NUMBERS.scales and len(word) > 1 and unit not in _UNDIVIDED
    is_plain = is_plain and word not in ("quarter", "quarters")
    return unit if unit and is_plain else None


def _read_half(tokens: Tokens, index: int) -> Candidate | None:
    """Read `half of`, `by half`, `half as many`, `a half-hour`."""
    before, after = tokens[index - 1].fold, tokens[index + 1]
    second = tokens[index - 2].fold
    if before in ("a", "one") and (second in PARTS.before_part or second == "or"):
        ends = after.kind in ("sign", "end") or after.fold in NOUNS.stops or after.fold == "and"
        if ends and not tokens.is_hyphen(index + 1):
            return _make_fraction(Decimal(1), Decimal(2), index - 1, index)
    if after.fold == "as" and tokens[index + 2].fold in _AMOUNT_WORDS:
        return _make_multiple(_HALF, index, index)
    if (before == "and" and second in ("one", "a")) or after.fold in ("a", "an"):
        return None
    if tokens.is_hyphen(index - 1):
        return None
    if tokens.is_hyphen(index + 1):
        unit = _divided(tokens[index + 2].fold)
        if unit is None or unit == "year":
            return None
        return _make_measured("0.5", unit, index, index + 2, index)
    if before in PARTS.before_half and before != "the":
        return None
    is_part = after.fold in PARTS.behind_half or before in PARTS.before_part
    is_period = UNITS.by_word.get(after.fold) in UNITS.times or (
        after.fold == "of" and is_year(tokens[index + 2].text)
    )
    if before == "the" or is_period or not is_part:
        return None
    return _make_fraction(Decimal(1), Decimal(2), index, index)


def _read_part_of_unit(tokens: Tokens, index: int) -> Candidate | None:
    """Read `two-tenths of a percentage point`, `half a point`, `three-quarters of an hour`."""
    token = tokens[index]
    last, numerator, parts = index, 1, 0
    if token.fold == "half":
        parts, of = 2, index + 1
        of += tokens[of].fold == "of"
    else:
        numerator = 1 if token.fold in ("a", "an") else NUMBERS.small.get(token.fold, 0)
        last = tokens.skip_hyphen(index + 1)
        name = tokens[last].fold
        parts = NUMBERS.fractions.get(name, 0)
        of = last + 2
        if tokens[last + 1].fold != "of":
            if not name.startswith("quarter"):
                return None
            of = last
    if not 0 < numerator < parts:
        return None
    value = Decimal(numerator) / parts
    if len(value.normalize().as_tuple().digits) > _MOST_PART_DIGITS:
        return None
    has_article = tokens[of].fold in _ARTICLES or (of == last and token.fold in ("a", "an"))
    found = _find_part_unit(tokens, of + 1) if has_article else None
    if found is None or tokens.is_hyphen(found[1] + 1):
        return None
    return _make_measured(f"{value:f}", found[0], index, found[1], last)


def _read_quarter_point(tokens: Tokens, index: int) -> Candidate | None:
    """Read `a quarter-point`, `a half-point`, `a quarter-percentage-point`."""
    parts = {"quarter": "0.25", "half": "0.5"}.get(tokens[index + 1].fold)
    if parts is None or tokens[index].fold == "one":
        return None
    place = tokens.skip_hyphen(index + 2)
    if tokens[place].fold == "percentage":
        place = tokens.skip_hyphen(place + 1)
    is_point = tokens[place].fold in ("point", "points") and place > index + 2
    return _make_measured(parts, "pp", index, place, index + 1) if is_point else None


def _read_whole_point(tokens: Tokens, index: int) -> Candidate | None:
    """Read `a percentage point`, `a full percentage point`."""
    start = index + 1 + (tokens[index + 1].fold in ("full", "whole"))
    if not tokens.starts_with(start, ("percentage", "point")):
        return None
    return _make_measured("1", "pp", index, start + 1, index)


def _read_one_unit(tokens: Tokens, index: int) -> Candidate | None:
    """Read a length of one that is stressed or stated: `nearly a mile`, `jailed for a year`."""
    word, before, second = tokens[index + 1].fold, tokens[index - 1].fold, tokens[index - 2].fold
    unit = _divided(word)
    if unit is None or tokens[index].fold == "one" or word in ("foot", "inch", "yard", "second"):
        return None
    is_hedged = before in PARTS.before_one_unit or (before == "over" and second in ("just", "well"))
    is_hedged = is_hedged or (before == "than" and second in ("more", "less", "longer"))
    is_near = before == "within" and unit in ("hour", "minute", "day", "miles", "m")
    is_spent = before == "for" and unit in UNITS.times
    is_spent = is_spent and (second.endswith("ed") or second in PARTS.spent)
    if not (is_hedged or is_near or is_spent) or tokens.is_hyphen(index + 2):
        return None
    return _make_measured("1", unit, index, index + 1, index)


def _find_part_unit(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the unit of which a part is said, and its last token."""
    word, after = tokens[index].fold, tokens[index + 1].fold
    if word in ("percentage", "percent", "%") and after == "point":
        return "pp", index + 1
    if word in ("percent", "pct"):
        return "%", index
    if word == "per" and after == "cent":
        return ("pp", index + 2) if tokens[index + 2].fold == "point" else ("%", index + 1)
    if word == "point":
        return "pp", index
    unit = _divided(word)
    return (unit, index) if unit else None


def _read_unit_and_half(tokens: Tokens, index: int) -> Candidate | None:
    """Read `an hour and a half`, `one mile and a quarter`."""
    if tokens[index].fold not in _ARTICLES or tokens[index + 2].fold != "and":
        return None
    unit = UNITS.by_word.get(tokens[index + 1].fold)
    value = _ADDED_TO_ONE.get((tokens[index + 3].fold, tokens[index + 4].fold))
    if unit is None or value is None:
        return None
    return _make_measured(value, unit, index, index + 4, index + 4)


def _read_multiple(tokens: Tokens, index: int) -> Candidate | None:
    """Read `doubled`, `to triple`, `double the`, `halved`."""
    token, after = tokens[index], tokens[index + 1]
    is_tied = tokens.is_hyphen(index - 1) and tokens[index - 2].fold != "near"
    if after.fold in PARTS.no_multiple or is_tied or tokens.is_hyphen(index + 1):
        return None
    before = tokens[index - 1].fold
    if token.fold.startswith("halv"):
        return _make_multiple(_HALF, index, index, "down")
    if not token.fold.endswith(("ed", "ing")):
        is_verb = after.kind in ("end", "sign") or after.fold in PARTS.behind_multiple
        if before in ("a", "the", "his", "her", "their", "in", "women's", "men's", "mixed"):
            return None
        if not (is_verb or before in PARTS.before_multiple):
            return None
    if token.is_capitalized and after.is_capitalized:
        return None
    return _make_multiple(Decimal(PARTS.multiples[token.fold]), index, index)


def _read_fold(tokens: Tokens, index: int) -> Candidate | None:
    """Read `tenfold` beside a word of change; elsewhere it may tell of kinds, not of times."""
    number = NUMBERS.small.get(tokens[index].fold.removesuffix("fold").rstrip("-"), 0)
    neighbours = {tokens[index - 1].fold, tokens[index + 1].fold}
    is_change = any(DIRECTIONS.of(word) for word in neighbours)
    is_change = is_change or not neighbours.isdisjoint(("a", "than", "almost", "nearly"))
    if number < 2 or not is_change:  # noqa: PLR2004 - the least multiple
        return None
    return _make_multiple(Decimal(number), index, index)


def _read_named_fraction(tokens: Tokens, index: int, *, is_share: bool) -> Candidate | None:
    """Read `two thirds`, `one-fifth`, `a quarter of the`, `three-quarters`."""
    token = tokens[index]
    numerator = 1 if token.fold in ("a", "an") else NUMBERS.small.get(token.fold, 0)
    last = tokens.skip_hyphen(index + 1)
    is_joined = last != index + 1
    name, after = tokens[last].fold, tokens[last + 1].fold
    parts = NUMBERS.fractions.get(name, 0)
    if not 0 < numerator < parts or (numerator > 1) != name.endswith("s") or parts == 2:  # noqa: PLR2004 - halves are read elsewhere
        return None
    before = tokens[index - 1].fold
    if before in NAMES.period_words - {"the"} or tokens.is_hyphen(index - 1):
        return None
    if name.startswith("quarter") and numerator > 1 and not is_joined and after != "of":
        return None
    opens = (is_share or (tokens.starts_sentence(index) and token.is_capitalized)) and (
        after in PARTS.behind_opening
    )
    if token.fold in ("a", "an") and not opens:
        is_hedged = before in PARTS.before_part
        if after in _COMPARED:
            return _make_fraction(Decimal(numerator), Decimal(parts), index, last)
        is_end = tokens[last + 1].kind in ("sign", "end") or after in NOUNS.stops or after == "and"
        if after != "of" and not (is_hedged and is_end):
            return None
    if after == "of" and tokens[last + 2].fold in ("a", "an"):
        return None
    return _make_fraction(Decimal(numerator), Decimal(parts), index, last)


def _read_ratio(tokens: Tokens, index: int) -> Candidate | None:
    """Read `one in three`, `9 out of 10`, `one hospital in four`, said of people or cases in general."""
    numerator = read_number(tokens, index)
    if numerator is None or numerator.has_scale or tokens[index].fold in ("a", "an", "half"):
        return None
    if tokens[index].is_glued and (
        tokens[index - 1].text in ("-", "–") or tokens[index - 1].kind == "word"
    ):
        return None
    noun_between = _find_noun_between(tokens, numerator.last + 1)
    after = numerator.last + 1 + noun_between
    link = next((phrase for phrase in _LINKS if tokens.starts_with(after, phrase)), None)
    if link is None:
        return None
    denominator = _read_denominator(tokens, after + len(link))
    if denominator is None or denominator.has_scale or is_year(tokens[denominator.first].text):
        return None
    if tokens.is_hyphen(denominator.last + 1) or _is_measured(tokens, denominator.last + 1):
        return None
    value, out_of = numerator.amount.value, denominator.amount.value
    is_whole = value == value.to_integral_value() and out_of == out_of.to_integral_value()
    if not 0 < value < out_of <= _MOST_PARTS or not is_whole:
        return None
    if not _is_of_all(tokens, numerator, denominator, link, has_noun=noun_between > 0):
        return None
    return _make_fraction(value, out_of, index, denominator.last)


def _is_of_all(
    tokens: Tokens,
    numerator: Numeral,
    denominator: Numeral,
    link: tuple[str, ...],
    *,
    has_noun: bool,
) -> bool:
    """Whether a ratio is said of all and not of so many: `one in 20 waits`, `9 in 15 wards`."""
    out_of, noun = denominator.amount.value, tokens[denominator.last + 1]
    is_noun = noun.kind == "word" and noun.fold.endswith("s") and noun.fold not in NOUNS.stops
    is_one = numerator.amount.value == 1
    unit = UNITS.by_word.get(noun.fold)
    if unit is not None and unit != "person":
        return False
    if link[-1] == "every":
        return True
    if out_of not in _USUAL_PARTS and not is_one:
        return False
    if link[0] == "out":
        is_round = out_of in _ROUND_PARTS and not is_noun
        return is_round if has_noun else noun.fold not in PARTS.no_shares
    if has_noun:
        return not is_noun
    return is_one or noun.fold not in PARTS.no_shares


def _find_noun_between(tokens: Tokens, index: int) -> int:
    """Return how many words stand between the two numbers of `1 hospital in 4`."""
    for length in (1, 2):
        last = tokens[index + length - 1]
        unit = UNITS.by_word.get(last.fold)
        if last.kind != "word" or last.is_glued or last.fold in NOUNS.stops:
            return 0
        if unit is not None and unit != "person":
            return 0
        link = tokens[index + length]
        opens = link.fold == "in" or tokens.starts_with(index + length, ("out", "of"))
        opens = opens or tokens.starts_with(index + length, ("of", "every"))
        step = index + length + (1 if link.fold == "in" else 2)
        step += tokens[step].fold == "every"
        is_counted = last.fold in PARTS.no_shares or last.fold in ("more", "fewer")
        if opens and is_number(tokens, step) and not is_counted:
            return length
    return 0


def _is_measured(tokens: Tokens, index: int) -> bool:
    """Whether what looks like the second number of a ratio is a part of something else."""
    word = tokens[index].fold
    return (
        UNITS.by_word.get(word) in ("%", "pp")
        or word in ("%", "per", "percentage")
        or word in MONEY.by_name
    )


def _read_denominator(tokens: Tokens, index: int) -> Numeral | None:
    """Read the second number of a ratio; `hundred` may stand alone there."""
    found = read_number(tokens, index)
    is_bare = tokens[index].fold in ("hundred", "thousand") and (found is None or found.has_scale)
    if not is_bare:
        return found
    value = Decimal(10) ** NUMBERS.scales[tokens[index].fold]
    return Numeral(
        amount=Amount(value=value, written=str(value)), first=index, last=index, form="words"
    )
