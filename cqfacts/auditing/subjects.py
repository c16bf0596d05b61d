"""Subjects: which place the sentences of a document speak of."""

from __future__ import annotations

from cqfacts.figures.tokens import Tokens
from cqfacts.record import Record

from .gazetteer import PLACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .passages import Sentence

_IN = frozenset(("in", "of", "across", "throughout", "inside", "within", "at"))
WHOLES = frozenset(("china", "chinese", "europe", "european", "asia", "asian", "africa", "african"))
_LONGEST = 8


class Spot(Record):
    """A place that a text names, at a token; `owns` says that what is told is told of it."""

    index: int
    name: str
    owns: bool


def list_names(own: dict[tuple[str, ...], str]) -> frozenset[str]:
    """Return the words with which the name of a place may begin."""
    firsts = {name.split()[0] for name in PLACES} | {words[0] for words in own}
    return frozenset(f"{name}{ending}" for name in firsts for ending in ("", "'s", "'"))


def find_spots(
    tokens: Tokens,
    sentence: Sentence,
    own: dict[tuple[str, ...], str],
    names: frozenset[str],
) -> list[Spot]:
    """Return the places that a sentence names, in order.

    `own` are the folded words of the store's subjects, which are places as well, whatever they are;
    `names` is what `list_names` makes of them.
    """
    spots = []
    for index, token in enumerate(tokens.between(sentence.first, sentence.last), sentence.first):
        if token.fold not in names or not (token.is_capitalized or token.kind == "chinese"):
            continue
        fold = token.fold.removesuffix("'s").removesuffix("'")
        name = None
        if own:
            name = next((own[words] for words in own if _stands(tokens, index, words)), None)
        if name is None and (fold in PLACES or f"{fold} {_bare(tokens, index + 1)}" in PLACES):
            name = fold
        if name is not None:
            is_owner = token.fold.endswith("'s") and not _leads_rank(tokens, index + 1)
            # What is part of a whole is compared with it: `first in China`.
            owns = is_owner or (tokens[index - 1].fold in _IN and name not in WHOLES)
            spots.append(Spot(index=index, name=name, owns=owns or name in own.values()))
    return spots


def _leads_rank(tokens: Tokens, index: int) -> bool:
    """Whether a place is what something ranks in: `China's No. 1`, `Asia's largest`."""
    fold = tokens[index].fold
    return fold in ("no", "number", "top", "only", "first") or fold.endswith("est")


def _bare(tokens: Tokens, index: int) -> str:
    return tokens[index].fold.removesuffix("'s")


def _stands(tokens: Tokens, index: int, words: tuple[str, ...]) -> bool:
    return all(_bare(tokens, index + step) == word for step, word in enumerate(words))


def split_subject(subject: str) -> tuple[str, ...]:
    """Return the folded words of a subject."""
    tokens = Tokens(subject)
    return tuple(tokens[index].fold for index in range(min(tokens.size, _LONGEST)))
