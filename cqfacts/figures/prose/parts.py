"""Fractions and multiples of prose: `one in three`, `nearly a third`, `tripled`, `tenfold`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, is_whole, parse_amount
from cqfacts.figures import lexicon
from cqfacts.figures.names import is_year
from cqfacts.figures.numerals import Numeral, is_hyphen
from cqfacts.figures.reading import Reading

from . import words
from .numbers import read_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.model import Direction
    from cqfacts.figures.tokens import Tokens

_MOST_PARTS = 1_000_000
_USUAL_PARTS = frozenset((*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000))
_HALF = Decimal("0.5")
_NO_UNITS = frozenset(
    ("person", "people", "stone", "mu", "t", "m", "g", "w", "foot", "inch", "yard")
)
_BEFORE_ONE_UNIT = frozenset(
    lexicon.words_of("nearly almost under about lasted lasts took takes taking lasting")
)
_SPENT = frozenset(lexicon.words_of("held shut kept gone out offline away lost rent work live"))
_LINKS = (
    ("in", "every"),
    ("of", "every"),
    ("out", "of", "every"),
    ("out", "of"),
    ("in",),
)
_ROUND_PARTS = frozenset((3, 4, 5, 10, 20, 100))
_HALVES_OF_THEIR_OWN = frozenset(
    lexicon.words_of("year century centuries person people stone time day days")
) - {"day", "days"}
_NO_SHARES = frozenset(
    lexicon.words_of("""
        games matches races attempts attacks incidents seasons tests innings starts outings crashes
        places cities countries provinces states events finals fights bouts rounds wards districts
        regions counties towns villages reactors
    """)
)
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
        than over nearly almost about around as by just roughly only under below least quite to
        exactly approximately
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
    if tokens[index].kind == "number":
        return _read_ratio(tokens, index)
    if found := _read_part_of_unit(tokens, index) or _read_unit_and_half(tokens, index):
        return found
    if fold in ("a", "an", "one") and (
        found := _read_whole_point(tokens, index) or _read_one_unit(tokens, index)
    ):
        return found
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
    is_decimal = not is_whole(numeral.amount.value)
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
    if before in ("a", "one") and tokens[index - 2].fold in _HEDGES | {"up", "down", "or"}:
        ends = after.kind in ("sign", "end") or after.fold in lexicon.STOPS | {"and"}
        if ends and not is_hyphen(tokens, index + 1):
            return _make_fraction(Decimal(1), Decimal(2), index - 1, index)
    if after.fold == "as" and tokens[index + 2].fold in ("much", "many", "big", "large", "likely"):
        return _make_multiple(_HALF, index, index)
    if before == "and" and tokens[index - 2].fold in ("one", "a"):
        return None
    if is_hyphen(tokens, index - 1) or after.fold in ("a", "an"):
        return None
    if is_hyphen(tokens, index + 1):
        unit = tokens[index + 2].fold
        if unit in words.MEASURES and unit not in _HALVES_OF_THEIR_OWN:
            return _make_half_unit(words.MEASURES[unit], index, index + 2)
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


def _read_part_of_unit(tokens: Tokens, index: int) -> Reading | None:
    """Read `two-tenths of a percentage point`, `half a point`, `three-quarters of an hour`."""
    token = tokens[index]
    last, numerator, parts = index, 1, 0
    if token.fold == "half":
        parts, of = 2, index + 1
        of += tokens[of].fold == "of"
    else:
        numerator = 1 if token.fold in ("a", "an") else lexicon.UNITS_IN_WORDS.get(token.fold, 0)
        last = index + 2 if is_hyphen(tokens, index + 1) else index + 1
        name = tokens[last].fold
        parts = lexicon.FRACTIONS.get(name, 100 if name.startswith("hundredth") else 0)
        of = last + 2
        if tokens[last + 1].fold != "of" and not name.startswith("quarter"):
            return None
        if tokens[last + 1].fold != "of":
            of = last
    if not 0 < numerator < parts or (Decimal(numerator) / parts).normalize().as_tuple().digits[4:]:
        return None
    has_article = tokens[of].fold in ("a", "an", "one") or (
        of == last and token.fold in ("a", "an")
    )
    found = _find_part_unit(tokens, of + 1) if has_article else None
    if found is None or is_hyphen(tokens, found[1] + 1):
        return None
    kind = "percent" if found[0] == "%" else "number"
    return Reading(
        amount=parse_amount(f"{Decimal(numerator) / parts:f}"),
        kind=kind,  # type: ignore[arg-type]  # one of them
        unit=found[0],
        first=index,
        last=found[1],
        number=(index, last),
        is_spelled=True,
        has_measure=True,
    )


def _read_whole_point(tokens: Tokens, index: int) -> Reading | None:
    """Read `a percentage point`, `a full percentage point`."""
    start = index + 1 + (tokens[index + 1].fold in ("full", "whole"))
    if tokens[start].fold != "percentage" or tokens[start + 1].fold != "point":
        return None
    return Reading(
        amount=parse_amount("1"),
        unit="pp",
        first=index,
        last=start + 1,
        number=(index, index),
        is_spelled=True,
        has_measure=True,
    )


def _read_one_unit(tokens: Tokens, index: int) -> Reading | None:
    """Read a length of one that is stressed or stated: `nearly a mile`, `jailed for a year`."""
    word, before = tokens[index + 1].fold, tokens[index - 1].fold
    unit = words.MEASURES.get(word)
    if unit is None or word in _NO_UNITS or tokens[index].fold == "one":
        return None
    second = tokens[index - 2].fold
    is_hedged = before in _BEFORE_ONE_UNIT or (before == "over" and second in ("just", "well"))
    is_hedged = is_hedged or (before == "than" and second in ("more", "less", "longer"))
    is_near = before == "within" and word in ("hour", "minute", "day", "mile", "metre")
    is_spent = before == "for" and unit in words.TIMES.values()
    is_spent = is_spent and (second.endswith("ed") or second in _SPENT)
    if not (is_hedged or is_near or is_spent) or is_hyphen(tokens, index + 2):
        return None
    return Reading(
        amount=parse_amount("1"),
        unit=unit,
        first=index,
        last=index + 1,
        number=(index, index),
        is_spelled=True,
        has_measure=True,
    )


def _find_part_unit(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the unit of which a part is said, and its last token."""
    word, after = tokens[index].fold, tokens[index + 1].fold
    if word in ("percentage", "percent", "%") and after == "point":
        return "pp", index + 1
    if word == "percent":
        return "%", index
    if word == "per" and after == "cent":
        return ("pp", index + 2) if tokens[index + 2].fold == "point" else ("%", index + 1)
    if word == "point":
        return "pp", index
    if word in words.SCALES or word in ("century", "centuries", "people", "person"):
        return None
    unit = words.MEASURES.get(word)
    return (unit, index) if unit and len(word) > 1 else None


def _read_unit_and_half(tokens: Tokens, index: int) -> Reading | None:
    """Read `an hour and a half`, `one mile and a quarter`."""
    unit = words.MEASURES.get(tokens[index + 1].fold)
    if tokens[index].fold not in ("a", "an", "one") or unit is None:
        return None
    parts = {("a", "half"): "1.5", ("a", "quarter"): "1.25", ("three", "quarters"): "1.75"}
    value = parts.get((tokens[index + 3].fold, tokens[index + 4].fold))
    if tokens[index + 2].fold != "and" or value is None:
        return None
    return Reading(
        amount=parse_amount(value),
        unit=unit,
        first=index,
        last=index + 4,
        number=(index, index + 4),
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
    if numerator is None or numerator.has_scale or tokens[index].fold in ("a", "an", "half"):
        return None
    if tokens[index].is_glued and tokens[index - 1].text in ("-", "–"):
        return None
    noun_between = _find_noun_between(tokens, numerator.last + 1)
    after = numerator.last + 1 + noun_between
    link = next((phrase for phrase in _LINKS if tokens.starts_with(after, phrase)), None)
    if link is None:
        return None
    denominator = _read_denominator(tokens, after + len(link))
    if denominator is None or denominator.has_scale or is_year(tokens[denominator.first].text):
        return None
    if is_hyphen(tokens, denominator.last + 1) or _goes_on(tokens, denominator.last + 1):
        return None
    value, out_of = numerator.amount.value, denominator.amount.value
    if not 0 < value < out_of <= _MOST_PARTS or not (is_whole(value) and is_whole(out_of)):
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
    is_noun = noun.kind == "word" and noun.fold.endswith("s") and noun.fold not in lexicon.STOPS
    is_one = numerator.amount.value == 1
    if noun.fold in _TIME | words.MEASURES.keys() - {"people"}:
        return False
    if link[-1] == "every":
        return True
    if out_of not in _USUAL_PARTS and not is_one:
        return False
    if link[0] == "out":
        is_round = out_of in _ROUND_PARTS and not is_noun
        return is_round if has_noun else noun.fold not in _NO_SHARES
    if has_noun:
        return not is_noun
    return is_one or noun.fold not in _NO_SHARES


def _find_noun_between(tokens: Tokens, index: int) -> int:
    """Return how many words stand between the two numbers of `1 hospital in 4`."""
    for length in (1, 2):
        last = tokens[index + length - 1]
        if (
            last.kind != "word"
            or last.is_glued
            or last.fold in lexicon.STOPS
            or last.fold in words.MEASURES.keys() - {"people"}
        ):
            return 0
        link = tokens[index + length]
        opens = link.fold == "in" or tokens.starts_with(index + length, ("out", "of"))
        opens = opens or tokens.starts_with(index + length, ("of", "every"))
        step = index + length + (1 if link.fold == "in" else 2)
        step += tokens[step].fold == "every"
        number = tokens[step]
        is_small = number.kind == "number" or number.fold in words.NUMBER_WORDS
        if opens and is_small and last.fold not in _NO_SHARES | {"more", "fewer"}:
            return length
    return 0


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Whether what looks like the second number of a ratio is a part of something else."""
    return tokens[index].fold in words.PERCENT or tokens[index].fold in ("per", "percentage")


def _read_denominator(tokens: Tokens, index: int) -> Numeral | None:
    """Read the second number of a ratio; `hundred` may stand alone there."""
    found = read_number(tokens, index)
    is_bare = tokens[index].fold in ("hundred", "thousand") and (found is None or found.has_scale)
    if not is_bare:
        return found
    value = Decimal(10) ** words.SCALES[tokens[index].fold]
    amount = Amount(value=value, written=str(value))
    return Numeral(amount=amount, first=index, last=index, form="words")
