"""Phrases: which words around a figure say what is measured, and which say nothing of it."""

from __future__ import annotations

from cqfacts.figures.vocabulary import NOUNS, NUMBERS, split_words

from .stems import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cqfacts.figures.tokens import Tokens

_NEUTRAL_WORDS = split_words("""
    reach reached reaching hit hits total totaled totalled totaling totalling exceed exceeded
    exceeding surpass surpassed surpassing top topped amount amounted amounting come came comes
    coming stand stood stands standing rise rose risen rising grow grew grown growing growth
    increase increased increasing increases fall fell fallen falling drop dropped decline
    declined decrease decreased climb climbed jump jumped surge surged soar soared expand
    expanded record recorded recording post posted posting achieve achieved
    achieving attain attained make made making account accounted accounting see saw seen put set
    bring brought remain remained report reported reporting show showed shown get got turn
    turned go went gone going pass passed close closed end ended ending mark marked number
    numbered count counted include included including cover covered covering link linked linking
    connect connected connecting join joined serve served carry carried place placed keep kept
    hold held take took taken taking use used rank ranked ranking ranks aim aims aiming aimed
    target targets targeted goal plan plans planned planning expect expected forecast advance
    deal double doubled triple tripled maintain maintained maintaining establish established
    deliver announce announced continue continued enter entered say said says according estimate
    estimated lead leading led become became cross crossed city municipality town region province
    area economy level figure figures value volume amount number share part rate scale data
    statistics government bureau authorities sum high low period time term place country nation
    nationwide national nationally world global globally worldwide end start beginning first
    second third place position spot year years month annually annual yearly regional local
    municipal whole entire real nominal cumulative combined official officially latest strong
    robust big key large largest highest biggest great overall alone around across some only
    just nearly almost already again also still even now currently today far date previous
    earlier later last next past over under above below compared comparison against same
    respectively each every together altogether including more most least less than past mark
    threshold january february march april may june july august september october november
    december quarter half basis term terms gain gained up down back forward ahead consecutive
    straight row running excellent worth here there whose whom out off through thanks despite
    amid while when after before since until during among between within without unit units
    piece pieces person people item items trillion billion million thousand hundred percent per
    cent pct yuan rmb dollar dollars usd cny having signed begun started launched created
    completed opened built founded formed found according counted gave given brought cut reduced
    raised lifted lost won handle handled handling reaches stays stayed stay kind sort times fold
    system project
    projects move moved drive driving help helped
""")
_NEUTRAL = frozenset(one for word in _NEUTRAL_WORDS if (one := stem(word))) - {"excellent"}
_LINKS = frozenset(
    split_words("""
        the a an of to by at in on was were is are be been has have had will would with for and
        its their his her about around some over under from as that which this now also only
        just up down worth record still already
    """)
)
_MOST_WORDS = 6


def find_unexplained(stems: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return the stems that say something of what is measured which an indicator does not."""
    explained = frozenset(known)
    return [one for one in stems if one not in explained and one not in _NEUTRAL]


def is_neutral(stem: str) -> bool:
    """Whether a stem says nothing of what is measured."""
    return stem in _NEUTRAL


def find_what(tokens: Tokens, first: int, last: int, start: int, *, counts: bool) -> str | None:
    """Return the words that say what a figure measures, None where none can be told.

    The figure stands from token `first` to `last`, its clause begins at `start`; `counts` says that
    the noun that is counted is part of it.
    """
    if counts:
        return _join(tokens, _find_noun(tokens, first, last))
    if tokens[last + 1].fold == "of" and tokens[last + 2].kind == "word":
        found = _gather(tokens, last + 2, 1)
        if found:
            return _join(tokens, found)
    index = first - 1
    while index >= start and _is_link(tokens, index):
        index -= 1
    found = []
    while index >= start and len(found) < _MOST_WORDS:
        token = tokens[index]
        is_name = token.kind == "word" and (token.fold == "of" or not _is_link(tokens, index))
        if not is_name and token.text not in "-'’":
            break
        found.append(index)
        index -= 1
    while found and tokens[found[-1]].fold in _LINKS:
        found.pop()
    return _join(tokens, list(reversed(found)))


def _is_link(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    if token.kind != "word":
        return False
    return token.fold in _LINKS or token.fold in NOUNS.stops or token.fold in _VERBS


_VERBS = frozenset(
    split_words("reached hit totaled totalled stood came amounted fell grew made saw put set")
)


def _gather(tokens: Tokens, index: int, step: int) -> list[int]:
    found: list[int] = []
    while len(found) < _MOST_WORDS:
        token = tokens[index]
        if token.kind != "word" or token.fold in NOUNS.stops:
            break
        found.append(index)
        index += step
    return found


def _find_noun(tokens: Tokens, first: int, last: int) -> list[int]:
    """Return the words of a figure behind its number: `additional fish species`."""
    found = []
    for index in range(last, first, -1):
        token = tokens[index]
        is_number = token.kind == "number" or token.fold in NUMBERS.words
        if is_number or token.fold in ("more", "fewer", "additional", "new"):
            break
        found.append(index)
    return list(reversed(found))


def _join(tokens: Tokens, indexes: list[int]) -> str | None:
    text = ""
    for index in indexes:
        text += (
            tokens[index].text if not text else f"{tokens[index].gap and ' '}{tokens[index].text}"
        )
    return text or None
