"""Summing up: what the index keeps of an indicator, from its tables.

Facts that are sound on the face of it are not built one by one: of facts that differ in nothing
but their numbers and words, the first is built, and speaks for the others.
"""

from __future__ import annotations

import re
from operator import itemgetter

from cqfacts.amount import SCALE_WORDS
from cqfacts.diagnostics import Location
from cqfacts.model import Indicator
from cqfacts.record import Record, keys_of
from cqfacts.store.facts import FACT_KEYS, build_fact
from cqfacts.store.fields import is_sound_sign, is_sound_text
from cqfacts.store.records import build_indicator, is_name, is_plain, label_of
from cqfacts.store.summary import SEARCHED, Summary, count_sources, find_wording, recency, summarize
from cqfacts.store.table_shelf import names_of
from cqfacts.store.tables import Number
from cqfacts.visible import find_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from typing import Any

    from cqfacts.store.records import Piece

_OF_INDICATOR = keys_of(Indicator)
# What may differ from fact to fact where all are of one sort.
_FREE = frozenset(name for name, one in FACT_KEYS.items() if one.kind in ("prose", "number"))
# Numbers that are this short can break no rule about lengths.
_SHORT = 10**18
_PLAIN_NUMBER = re.compile(
    r"(-?)(?=[0-9.]*[1-9])(?:[0-9]{1,9}(?P<decimal>\.[0-9]{1,9})|"
    rf"(?P<scaled>[0-9]{{1,3}}(?:\.[0-9]{{1,9}})? (?:{'|'.join(SCALE_WORDS)})))"
)
_NOWHERE = Location(file="")
_NOTHING = Indicator(topic="", name="", label="")


class Sum(Record):
    """What the index keeps of an indicator.

    `subject` is what it names itself. `problems` counts its own and those of its facts;
    `names_stranger` says whether a fact names a source that is not declared, which another file may
    yet declare. `folded` are all its words as an earlier index keeps them, each text on a line,
    where nothing of them has changed.
    """

    summary: Summary
    names: Sequence[str]
    texts: Sequence[str]
    subject: str | None
    problems: int
    names_stranger: bool
    folded: bytes | None = None


class _Verdict(Record):
    """What is known of all facts of one sort: their source, and how late their period is."""

    source: str
    period: str | None
    recency: Any
    is_actual: bool


class _Shape(Record):
    """The keys that a fact has: how to get those that decide, and those that hold words."""

    deciding: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    words: tuple[str, ...]
    has_value: bool


def sum_up(pieces: Sequence[Piece], sources: Container[str]) -> Sum:
    """Sum up an indicator by building it. `sources` are the ids that are declared."""
    records = build_indicator(pieces, subject=None, sources=sources)
    names = names_of(pieces)
    return Sum(
        summary=summarize(records),
        names=names,
        texts=find_wording(names, records).texts,
        subject=records.indicator.subject,
        problems=len(records.diagnostics),
        names_stranger=any(one.check == "source-unknown" for one in records.diagnostics),
    )


class Summing:
    """Sums up indicators of one store, remembering which sorts of facts are sound."""

    def __init__(self, sources: Container[str]) -> None:
        self._sources = sources
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._verdicts: dict[tuple[Any, ...], _Verdict | None] = {}

    def sum_up(self, pieces: Sequence[Piece]) -> Sum:
        """Sum up an indicator, the quick way where there is no doubt about any fact."""
        found = self._sum_plainly(pieces[0]) if len(pieces) == 1 else None
        return found or sum_up(pieces, self._sources)

    def _sum_plainly(self, piece: Piece) -> Sum | None:
        """Sum up an indicator that is sound on the face of it, None where it may not be."""
        table = piece.table
        tables = table.get("facts")
        topic, name = piece.keys
        is_named = is_plain(topic) and is_name(name)
        if type(tables) is not list or not is_named or not _is_plain_header(table):
            return None
        verdicts: list[_Verdict] = []
        description = table.get("description")
        texts: list[str] = [] if description is None else [description]
        for fact in tables:
            verdict = self._judge(fact, texts)
            if verdict is None:
                return None
            verdicts.append(verdict)
        if not _are_plain_texts(texts):
            return None
        summary = Summary(
            label=table.get("label") or label_of(piece.keys[1]),
            unit=table.get("unit"),
            facts=len(verdicts),
            left_out=0,
            latest=_find_latest(verdicts),
            by_source=count_sources(one.source for one in verdicts),
        )
        return Sum(
            summary=summary,
            names=names_of([piece]),
            texts=texts,
            subject=table.get("subject"),
            problems=0,
            names_stranger=False,
        )

    def _judge(self, fact: Any, texts: list[str]) -> _Verdict | None:  # noqa: ANN401 - any of TOML
        """Return what is known of a fact of its sort, and add its words to the texts."""
        if type(fact) is not dict:
            return None
        keys = tuple(fact)
        shape = self._shapes.get(keys) or self._find_shape(keys)
        deciding = shape.deciding(fact)
        sort = _sort_number(fact["value"]) if shape.has_value else "none"
        if sort is None:
            return None
        for one in deciding:
            if type(one) is not str:
                return None
        for key in shape.words:
            texts.append(fact[key])  # noqa: PERF401 - there are one or two
        known = (keys, sort, deciding)
        if known not in self._verdicts:
            self._verdicts[known] = self._build(fact)
        return self._verdicts[known]

    def _find_shape(self, keys: tuple[str, ...]) -> _Shape:
        """Return how facts with these keys are read."""
        deciding = [key for key in keys if key not in _FREE]
        is_plain = FACT_KEYS.keys() >= set(keys) and not {"each", "accept"}.intersection(keys)
        if not is_plain or not deciding:
            # None is no text, so that such facts are built one by one.
            return _Shape(deciding=lambda _: (None,), words=(), has_value=False)
        shape = _Shape(
            # Of a single key it would return no tuple.
            deciding=itemgetter(*deciding, deciding[0]),
            words=tuple(key for key in SEARCHED if key in keys),
            has_value="value" in keys,
        )
        self._shapes[keys] = shape
        return shape

    def _build(self, table: dict[str, Any]) -> _Verdict | None:
        fact, problems = build_fact(table, _NOWHERE, _NOTHING, self._sources)
        if fact is None or problems:
            return None
        return _Verdict(
            source=fact.source,
            period=str(fact.period) if fact.period else None,
            recency=recency(fact.period) if fact.period else None,
            is_actual=fact.status == "actual",
        )


def _sort_number(value: Any) -> str | None:  # noqa: ANN401 - any of TOML
    """Return the sort of a number other than 0, None for whatever needs a closer look.

    Numbers of a sort are all sound, or all not, for a measure.
    """
    kind = type(value)
    if kind is int:
        if not -_SHORT < value < _SHORT or value == 0:
            return None
        return "whole" if value > 0 else "-whole"
    plain = _PLAIN_NUMBER.fullmatch(value) if kind is Number or kind is str else None
    return plain[1] + (plain.lastgroup or "") if plain else None


def _is_plain_header(table: Mapping[str, Any]) -> bool:
    """Whether what an indicator says of itself is sound on the face of it."""
    for key, value in table.items():
        one = _OF_INDICATOR.get(key)
        if one is None:
            is_sound = key == "facts"
        elif one.kind == "texts":
            is_sound = type(value) is list and all(map(is_sound_text, value))
        elif one.kind == "choice":
            is_sound = type(value) is str and value in one.choices
        else:
            is_sound = is_sound_text(value) if one.kind == "text" else is_sound_sign(value)
        if not is_sound:
            return False
    return True


def _are_plain_texts(texts: list[Any]) -> bool:
    """Whether all are text with a word in it, seen at once."""
    if not texts:
        return True
    return (
        {*map(type, texts)} == {str} and all(map(find_word, texts)) and "\0" not in "".join(texts)
    )


def _find_latest(verdicts: Sequence[_Verdict]) -> str | None:
    dated = [one for one in verdicts if one.period]
    dated = [one for one in dated if one.is_actual] or dated
    return max(dated, key=lambda one: one.recency).period if dated else None
