"""Hedges of prose: the words on either side of a figure that qualify it."""

from __future__ import annotations

from cqfacts.figures import lexicon, phrases
from cqfacts.figures.hedges import group_phrases
from cqfacts.record import replace

from . import currencies, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier
    from cqfacts.figures.reading import Reading
    from cqfacts.figures.tokens import Tokens

_PREFIXES = group_phrases(words.QUALIFIERS_OF_PROSE, -1)
_SUFFIXES = group_phrases(words.SUFFIXES_OF_PROSE, 0)
_INTENSIFIERS = frozenset(
    lexicon.words_of("just well slightly only still already even comfortably far significantly")
)
_SKIPPED = frozenset(lexicon.words_of("a an another further additional extra just only its"))
_MARKS = frozenset(lexicon.words_of("mark threshold barrier milestone level line figure"))
_LARGE_ONLY = frozenset(
    lexicon.words_of("""
        past top tops passed passing crossed crossing near nearing virtually all estimated minimum
        maximum topple near breached breaching
    """)
)
_PLACES = frozenset(lexicon.words_of("over under above below past beyond within around near"))
_BEFORE_ADVERBS = frozenset(lexicon.words_of("the a its their in of"))
_STARTING = frozenset(
    lexicon.words_of("""
        ticket tickets price prices priced start starts starting fare fares rent rents cost costs
        costing available sale range rates fees begin begins beginning
    """)
)
_OVER_TIME = frozenset(
    lexicon.words_of("year month week day hour minute second decades nights centuries quarters")
)
_CREPT = frozenset(
    lexicon.words_of("""
        inched crept edged nudged ticked pushed bumped moved shot drove brought added revised sped
        inching creeping edging ticking pushing bumping moving crawled back comes taking bringing
        takes brings
        sent sends caught catching summed tots totted added stepped
    """)
)
_FARTHEST_START = 4
_LAST_SMALL = 12


def hedge(tokens: Tokens, reading: Reading, floor: int) -> Reading:
    """Add the qualifier that the words give, looking back no further than the token `floor`."""
    behind = _read_suffix(tokens, reading)
    if behind.amount.qualifier and behind.amount.qualifier != reading.amount.qualifier:
        return behind
    return _read_prefix(tokens, reading, floor)


def _read_prefix(tokens: Tokens, reading: Reading, floor: int) -> Reading:
    last = reading.first - 1
    if last < floor or tokens[reading.first].opens_block:
        return reading
    found = _find_phrase(tokens, last, floor)
    if found is None and tokens[last].fold in _SKIPPED and reading.kind != "rank":
        last -= 1
        found = _find_phrase(tokens, last, floor)
    if found is None:
        return _read_start(tokens, reading, floor)
    phrase, qualifier = found
    first = last - len(phrase) + 1
    if not _fits(tokens, reading, phrase, first):
        return reading
    if phrase[-1] == "the" and tokens[reading.last + 1].fold not in _MARKS:
        return reading
    end = reading.last
    if tokens[end + 1].fold in _MARKS and (reading.has_scale or phrase[-1] == "the"):
        end += 1
    before = tokens[first - 1].fold
    if before in phrases.NEGATIONS or before.endswith("n't"):
        qualifier, first = phrases.OPPOSITES.get(qualifier, qualifier), first - 1
    elif before in _INTENSIFIERS and first - 1 >= floor:
        first -= 1
    amount = replace(reading.amount, qualifier=qualifier)
    return replace(reading, amount=amount, first=max(first, floor), last=end)


def _read_start(tokens: Tokens, reading: Reading, floor: int) -> Reading:
    """Read `tickets from £12`, which is at least that."""
    index = reading.first - 1
    if tokens[index].fold != "from" or reading.kind != "number" or not reading.has_measure:
        return reading
    near = [tokens[place].fold for place in range(max(index - _FARTHEST_START, floor), index)]
    if _STARTING.isdisjoint(near) or tokens[reading.last + 1].fold in ("to", "–", "-"):
        return reading
    if any(word.endswith(("ed", "fell", "rose")) and word != "priced" for word in near):
        return reading
    return replace(reading, amount=replace(reading.amount, qualifier="at least"), first=index)


def _find_phrase(tokens: Tokens, last: int, floor: int) -> tuple[tuple[str, ...], Qualifier] | None:
    """Return the longest hedge that ends with a token."""
    for phrase, qualifier in _PREFIXES.get(tokens[last].fold, ()):
        if last - len(phrase) + 1 >= floor and tokens.ends_with(last, phrase):
            return phrase, qualifier
    return None


def _fits(tokens: Tokens, reading: Reading, phrase: tuple[str, ...], first: int) -> bool:
    """Whether the words can be a hedge of this figure, and not a place, a period or a name."""
    word, before = phrase[0], tokens[first - 1].fold
    is_money = reading.unit in currencies.UNITS
    is_large = (
        reading.has_scale
        or reading.kind in ("percent", "fraction", "multiple")
        or is_money
        or reading.has_measure
        or abs(reading.amount.value) > _LAST_SMALL
    )
    if _leads(tokens, phrase, first):
        return False
    if word == "some":
        return before not in ("of", "in") or is_large
    if word in ("all", "virtually"):
        return reading.kind in ("percent", "fraction") and reading.amount.value != 1
    if word == "estimated":
        return before in ("an", "the") or is_large
    if word in _LARGE_ONLY and len(phrase) == 1:
        return is_large and before not in _BEFORE_ADVERBS
    if word == "over" and reading.unit in _OVER_TIME and reading.kind == "number":
        return before in _INTENSIFIERS | {
            "for",
            "lasted",
            "take",
            "takes",
            "took",
            "is",
            "was",
            "of",
            "aged",
        }
    if word == "within":
        return reading.has_measure or reading.kind == "percent"
    if word in _PLACES and reading.is_spelled and reading.kind == "number":
        return is_large or word == "around"
    return True


def _leads(tokens: Tokens, phrase: tuple[str, ...], first: int) -> bool:
    """Whether the words lead to the figure instead: `crept up to 5%`, `talks about 5`, `B.C. 5`."""
    word, before = phrase[0], tokens[first - 1].fold
    if word == "c":
        return tokens[first].text != "c" or tokens[first - 1].text == "."
    if word in ("around", "about"):
        return before in lexicon.AROUND_WHICH
    return phrase == ("up", "to") and before in _CREPT | words.RISES | lexicon.MOVES


def _read_suffix(tokens: Tokens, reading: Reading) -> Reading:
    """Add a qualifier that stands behind the number or the unit."""
    inner = tokens[reading.number[1] + 1]
    if inner.text == "+" and inner.is_glued:
        last = max(reading.last, reading.number[1] + 1)
        return replace(reading, amount=replace(reading.amount, qualifier="at least"), last=last)
    for place in dict.fromkeys((reading.number[1], reading.last)):
        for phrase, qualifier in _SUFFIXES.get(tokens[place + 1].fold, ()):
            if tokens.starts_with(place + 1, phrase):
                if phrase in (("plus",), ("odd",)) and place != reading.number[1]:
                    continue
                behind = tokens[place + 2]
                is_sum = behind.kind != "word" or behind.fold in ("a", "the")
                if phrase == ("plus",) and (is_sum or reading.has_measure):
                    continue
                last = max(place + len(phrase), reading.last)
                amount = replace(reading.amount, qualifier=qualifier)
                return replace(reading, amount=amount, last=last)
    return reading
