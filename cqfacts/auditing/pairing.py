"""Pairing: which figure goes with which: `56 and 53 billion, up 35 and 23 percent respectively`."""

from __future__ import annotations

from itertools import groupby

from cqfacts.record import Record

from .words import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .context import Context

_FEWEST = 2


class Pair(Record):
    """The figure whose indicator another one has; None where the words do not tell which.

    `first` is the first of its run, before which stands the word of a change: `up 35 and 23 %`.
    """

    place: int | None
    first: int


def pair_figures(contexts: Sequence[Context]) -> dict[int, Pair]:
    """Return what figures are paired with, by their places in the document.

    The last run of figures of one kind before the word, or in Chinese the first behind it, goes
    with the run of as many before it, one by one.
    """
    pairs: dict[int, Pair] = {}
    for _, group in groupby(range(len(contexts)), key=lambda place: contexts[place].at):
        places = list(group)
        if len(places) >= _FEWEST:
            pairs |= _pair_sentence(contexts, places)
    return pairs


def _pair_sentence(contexts: Sequence[Context], places: list[int]) -> dict[int, Pair]:
    tokens, sentence = contexts[places[0]].tokens, contexts[places[0]].sentence
    words = range(sentence.first, sentence.last + 1)
    word = next((index for index in words if tokens[index].fold in WORDS.in_turn), None)
    if word is None:
        word = next(
            (index for index in words if f"{tokens[index].text}{tokens[index + 1].text}" == "分别"),
            None,
        )
    if word is None:
        return {}
    is_before = tokens[word].kind == "chinese"
    runs = [[*run] for _, run in groupby(places, key=lambda one: contexts[one].figure.kind)]
    if is_before:
        number = next((n for n, run in enumerate(runs) if contexts[run[0]].first > word), None)
    else:
        ends = [n for n, run in enumerate(runs) if contexts[run[-1]].last < word]
        number = ends[-1] if ends else None
    if number is None or len(runs[number]) < _FEWEST:
        return {}
    own, other = runs[number], runs[number - 1] if number else []
    if len(own) == len(other):
        return {one: Pair(place=two, first=own[0]) for one, two in zip(own, other, strict=True)}
    return {one: Pair(place=None, first=own[0]) for one in own}
