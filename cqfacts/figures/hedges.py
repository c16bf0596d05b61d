"""Hedges: the words on either side of a figure that qualify it."""

from __future__ import annotations

from cqfacts.record import replace

from .vocabulary import DIRECTIONS, HEDGES, MONEY, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier

    from .candidate import Candidate
    from .tokens import Tokens
    from .vocabulary import Phrase

_OPPOSITES: dict[Qualifier, Qualifier] = {"over": "at most", "under": "at least"}
_FARTHEST_START = 4
_LAST_SMALL = 12


def hedge(tokens: Tokens, candidate: Candidate, floor: int) -> Candidate:
    """Add the qualifier that the words give, looking back no further than the token `floor`."""
    behind = _read_behind(tokens, candidate)
    if behind.amount.qualifier and behind.amount.qualifier != candidate.amount.qualifier:
        return behind
    return _read_before(tokens, candidate, floor)


def _read_before(tokens: Tokens, candidate: Candidate, floor: int) -> Candidate:
    """Read `more than 5`, `not more than 5`, `just over 5`, `past the 5 million mark`."""
    last = candidate.first - 1
    if last < floor or tokens[candidate.first].opens_block:
        return candidate
    found = _find_phrase(tokens, last, floor)
    if found is None and tokens[last].fold in HEDGES.skipped and candidate.kind != "rank":
        last -= 1
        found = _find_phrase(tokens, last, floor)
    if found is None:
        return _read_start(tokens, candidate, floor)
    phrase, qualifier = found
    first = last - len(phrase) + 1
    if not _fits(tokens, candidate, phrase, first):
        return candidate
    if phrase[-1] == "the" and tokens[candidate.last + 1].fold not in HEDGES.marks:
        return candidate
    end = candidate.last
    if tokens[end + 1].fold in HEDGES.marks and (candidate.scale > 0 or phrase[-1] == "the"):
        end += 1
    before = tokens[first - 1].fold
    is_denied = before in HEDGES.negations or before.endswith("n't")
    if first - 1 >= floor and is_denied and qualifier in _OPPOSITES:
        qualifier, first = _OPPOSITES[qualifier], first - 1
    elif before in HEDGES.intensifiers and first - 1 >= floor:
        first -= 1
    amount = replace(candidate.amount, qualifier=qualifier)
    return replace(candidate, amount=amount, first=max(first, floor), last=end)


def _read_start(tokens: Tokens, candidate: Candidate, floor: int) -> Candidate:
    """Read `tickets from £12`, which is at least that."""
    index = candidate.first - 1
    if tokens[index].fold != "from" or candidate.kind not in ("number", "percent"):
        return candidate
    if candidate.kind == "number" and not candidate.has_measure:
        return candidate
    near = [tokens[place].fold for place in range(max(index - _FARTHEST_START, floor), index)]
    is_range = tokens[candidate.last + 1].fold in ("to", "–", "-")
    if HEDGES.starting.isdisjoint(near) or is_range:
        return candidate
    if any(word.endswith(("ed", "fell", "rose")) and word != "priced" for word in near):
        return candidate
    amount = replace(candidate.amount, qualifier="at least")
    return replace(candidate, amount=amount, first=index)


def _find_phrase(tokens: Tokens, last: int, floor: int) -> tuple[Phrase, Qualifier] | None:
    """Return the longest hedge that ends with a token."""
    for phrase, qualifier in HEDGES.before.get(tokens[last].fold, ()):
        if last - len(phrase) + 1 >= floor and tokens.ends_with(last, phrase):
            return phrase, qualifier
    return None


def _fits(tokens: Tokens, candidate: Candidate, phrase: Phrase, first: int) -> bool:  # noqa: PLR0911 - one for each form
    """Whether the words can be a hedge of this figure, and not a place, a period or a name."""
    word, before = phrase[0], tokens[first - 1].fold
    is_large = (
        candidate.scale > 0
        or candidate.kind in ("percent", "fraction", "multiple")
        or candidate.unit in MONEY.units
        or candidate.has_measure
        or abs(candidate.amount.value) > _LAST_SMALL
    )
    if _leads(tokens, phrase, first):
        return False
    if word == "some":
        return before not in ("of", "in") or is_large
    if word in ("all", "virtually"):
        return candidate.kind in ("percent", "fraction") and candidate.amount.value != 1
    if word == "estimated":
        return before in ("an", "the") or is_large
    if word in HEDGES.large_only and len(phrase) == 1:
        return is_large and before not in HEDGES.before_adverbs
    if word == "over" and candidate.unit in UNITS.times and candidate.kind == "number":
        is_many = not candidate.is_spelled and candidate.amount.value > _LAST_SMALL
        is_many = is_many and UNITS.dimensions.get(candidate.unit) == "seconds"
        return is_many or before in HEDGES.before_over or before in HEDGES.intensifiers
    if word == "under" and tokens[candidate.number[1] + 1].is_hyphen:
        # It is what is agreed or given: under a three-year pact.
        return candidate.unit not in UNITS.times
    if word in ("within", "inside"):
        return candidate.has_measure or candidate.kind == "percent"
    if word in HEDGES.where and candidate.is_spelled and candidate.kind == "number":
        return is_large or word == "around"
    return True


def _leads(tokens: Tokens, phrase: Phrase, first: int) -> bool:
    """Whether the words lead to the figure instead: `crept up to 5%`, `talks about 5`, `B.C. 5`."""
    word, before = phrase[0], tokens[first - 1].fold
    if word == "~":  # a range: 5~6
        return tokens[first].is_glued and tokens[first - 1].kind == "number"
    if word == "c":
        return tokens[first].text != "c" or tokens[first - 1].text == "."
    if word in ("around", "about"):
        is_asked = before in HEDGES.asked and tokens[first - 2].fold in HEDGES.around_which
        return is_asked or before in HEDGES.around_which
    if word == "over" and before in HEDGES.spread:
        return True
    return phrase == ("up", "to") and (before in HEDGES.moved_up or before in DIRECTIONS.up)


def _read_behind(tokens: Tokens, candidate: Candidate) -> Candidate:
    """Read `300+`, `5% or more`, `300-odd`, `900-plus`."""
    inner = tokens[candidate.number[1] + 1]
    if inner.text == "+" and inner.is_glued:
        last = max(candidate.last, candidate.number[1] + 1)
        return replace(candidate, amount=replace(candidate.amount, qualifier="at least"), last=last)
    for place in dict.fromkeys((candidate.number[1], candidate.last)):
        for phrase, qualifier in HEDGES.behind.get(tokens[place + 1].fold, ()):
            if not tokens.starts_with(place + 1, phrase):
                continue
            if phrase in (("plus",), ("odd",)) and place != candidate.number[1]:
                continue
            if phrase[-1] == "up" and tokens[place + 1 + len(phrase)].fold == "to":
                continue
            behind = tokens[place + 2]
            is_sum = behind.kind != "word" or behind.fold in ("a", "the")
            if phrase == ("plus",) and (is_sum or candidate.has_measure):
                continue
            last = max(place + len(phrase), candidate.last)
            amount = replace(candidate.amount, qualifier=qualifier)
            return replace(candidate, amount=amount, last=last)
    return candidate
