"""read_figures: the figures of a text, in order, each read once and none of them guessed."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.record import replace

from . import lexicon, phrases
from .hedges import hedge
from .names import is_joined_after, is_joined_before, is_name_or_date
from .numerals import read_numeral
from .parts import read_part
from .places import read_rank, read_streak
from .ranges import join_ranges
from .reading import Reading, make_figure
from .tokens import Tokens
from .units import read_unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .model import Figure, Kind
    from .numerals import Numeral
    from .tokens import Token
    from .units import Unit

_LIKENESS = frozenset(lexicon.words_of("the that as those its what"))
_COMPARATIVES = frozenset(
    lexicon.words_of("more higher larger greater bigger faster less lower fewer")
)


# Every word that any of the readers below begins with.
_STARTS = frozenset(
    {*lexicon.NUMBER_WORDS, *lexicon.UNITS_IN_WORDS, *lexicon.ORDINALS, *lexicon.SUPERLATIVES}
    | {*lexicon.MULTIPLES, "a", "an", "no", "number", "top", "half", "halve", "halved", "halving"}
    | {"twice", "thrice"}
)


def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text, in its order; they do not overlap.

    Dates, names with numbers in them and numbers that words leave vague are no figures. A range is
    two figures, `at least` its low end and `at most` its high one. The time it takes grows with the
    length of the text.
    """
    tokens = Tokens(text)
    readings: list[Reading] = []
    index = floor = 0
    while index < len(tokens):
        reading, index = _read(tokens, index, floor)
        if reading:
            readings.append(reading)
            floor = index
    return tuple(make_figure(tokens, reading) for reading in join_ranges(tokens, readings))


def _read(tokens: Tokens, index: int, floor: int) -> tuple[Reading | None, int]:
    """Read the figure whose number starts at a token; return where to go on."""
    if not _may_start(tokens[index]):
        return None, index + 1
    numeral, after = read_numeral(tokens, index)
    found = (
        read_rank(tokens, index, floor)
        or read_streak(tokens, index, numeral)
        or read_part(tokens, index, numeral)
    )
    if found is None and numeral:
        found = _read_number(tokens, numeral, floor)
    if found is None:
        return None, after
    hedged = hedge(tokens, found, floor) if found.amount.qualifier is None else found
    if hedged is None or hedged.first < floor:
        return None, max(after, found.number[1] + 1)
    if _is_bare(hedged):
        hedged = replace(hedged, needs_partner=True)
    return hedged, hedged.last + 1


def _may_start(token: Token) -> bool:
    """Whether a number may start with a token, by the token alone."""
    if token.kind != "word":
        return token.kind in ("number", "chinese")
    return token.fold in _STARTS or token.fold.endswith("fold")


def _is_bare(reading: Reading) -> bool:
    """Whether a small number in words stands alone: `all four`, `in two`."""
    has_more = reading.unit or reading.has_scale or reading.amount.qualifier
    return reading.is_spelled and reading.kind == "number" and not has_more


def _read_number(tokens: Tokens, numeral: Numeral, floor: int) -> Reading | None:
    unit = read_unit(tokens, numeral)
    if _is_half_read(tokens, numeral):
        return None
    if unit.first < floor or is_name_or_date(tokens, numeral, unit):
        return None
    kind = _find_kind(tokens, unit)
    if kind is None:
        return None
    amount = numeral.amount
    if kind in ("percent", "multiple") and amount.step is None:
        amount = replace(amount, step=Decimal(1))
    return Reading(
        amount=amount,
        kind=kind,
        unit=unit.text,
        first=unit.first,
        last=unit.last,
        number=(numeral.first, numeral.last),
        scale=numeral.scale,
        is_spelled=numeral.form == "words",
        has_measure=unit.kind in ("measure", "currency", "hyphen"),
        joined_before=is_joined_before(tokens, unit.first),
        joined_after=is_joined_after(tokens, unit.last),
    )


def _is_half_read(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a scale stands behind the sign for more: `10多万`."""
    inner, scale = tokens[numeral.last + 1], tokens[numeral.last + 2]
    return inner.text in phrases.INNER_QUALIFIERS and scale.text in lexicon.CHINESE_SCALES


def _find_kind(tokens: Tokens, unit: Unit) -> Kind | None:
    """Return what kind of figure a unit makes, None where the words can mean two numbers."""
    text = (unit.text or "").lower()
    after = tokens[unit.last + 1].fold
    if unit.kind == "percent":
        return "percent"
    if text == "fold":
        return "multiple"
    if text == "times" and after in _COMPARATIVES:
        return None
    if text == "times" and after in _LIKENESS:
        return "multiple"
    if text == "倍":
        return None if tokens[unit.first - 1].text in lexicon.RISES else "multiple"
    return "number"
