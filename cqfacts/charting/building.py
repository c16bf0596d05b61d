"""chart(): from terms to a Chart."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from cqfacts.asked import ask, gather
from cqfacts.comparison.series import build_series, place_of
from cqfacts.interval import exactly
from cqfacts.model import MEASURES, STATUSES
from cqfacts.period import describe_kind
from cqfacts.record import replace
from cqfacts.rivals import base_of, find_narrowest
from cqfacts.selection import EVERYTHING
from cqfacts.wording import describe_measure, describe_note, name_reference

from .axis import choose_scale, describe_axis, find_ends
from .marks import Chart, Mark, Panel, Section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from cqfacts.asked import Asked, Request
    from cqfacts.comparison import Series
    from cqfacts.interval import Interval
    from cqfacts.model import Fact, Indicator, Measure
    from cqfacts.period import Kind, Period
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    # How long the periods of a panel are; None where that makes no difference.
    Span: TypeAlias = Kind | str | None
    # What puts marks on one axis: measure, unit, reference and base.
    Scope: TypeAlias = tuple[Measure, str | None, str, str]

# How much there is of these depends on how long it was counted.
_COUNTED_OVER_TIME: frozenset[Measure] = frozenset({"level", "change"})
_UNDATED = "undated"
_OPEN = "open"


def chart(
    store: Store, terms: str | Iterable[str | Asked], *, selection: Selection = EVERYTHING
) -> Chart:
    """Make a chart of what the terms mean.

    Several terms are drawn together, on one axis where their units agree; a single one that means
    several indicators (a topic) draws each by itself. Facts of text are left out. Raises
    NotFoundError when a term means nothing; a chart of nothing has no sections.
    """
    asked = ask(store, terms, selection)
    request = gather(asked)
    groups = [list(request.keys)] if len(asked) > 1 else [[key] for key in request.keys]
    builder = _Builder(store, request)
    sections = [section for group in groups if (section := builder.build_section(group))]
    return Chart(
        title=_find_title(store, sections),
        sections=tuple(sections),
        sources=tuple(map(store.source, builder.sources)),
        notes=tuple(builder.notes),
    )


def chart_over_time(
    store: Store, indicator: Indicator, all_series: Iterable[Series]
) -> tuple[Panel, ...]:
    """Return the panels of an indicator whose horizontal axis is time, of its series.

    A panel has at least two days. Each part of an amount has a panel of its own, since nothing
    beside its marks names them.
    """
    builder = _Builder(store)
    marks = list(_find_marks(0, indicator, all_series))
    return tuple(
        builder.build_panel(group, is_apart=apart)
        for group, apart in _group(marks, is_by_part=True)
        if len({one.day for one in group}) > 1
    )


class _Builder:
    """Builds the sections of a chart, whose sources and notes are numbered as they appear."""

    def __init__(self, store: Store, request: Request | None = None) -> None:
        self._store = store
        self._request = request
        self.sources: list[str] = []
        self.notes: list[str] = []

    def build_section(self, keys: Sequence[str]) -> Section | None:
        """Draw indicators together. None where they have no figure."""
        marks: list[Mark] = []
        indicators: list[Indicator] = []
        texts = 0
        for key in keys:
            selection = self._request.selection_of(key) if self._request else EVERYTHING
            facts = selection.select(self._store.facts(key))
            about = self._store.indicator(key)
            series = build_series(about, facts, selection.periods)
            stated = list(_find_marks(len(indicators), about, series, facts))
            if stated:
                indicators.append(about)
                texts += sum(fact.amount is None for fact in facts)
            marks += stated
        if not marks:
            return None
        panels = tuple(self.build_panel(group, is_apart=apart) for group, apart in _group(marks))
        return Section(
            indicators=tuple(indicators),
            panels=panels,
            footnotes=tuple(_explain(indicators, panels, texts)),
        )

    def build_panel(self, marks: Sequence[Mark], *, is_apart: bool) -> Panel:
        """Put marks on one axis. `is_apart` says that others of its measure have another."""
        first = marks[0]
        fact = first.facts[0]
        whose = tuple(sorted({one.indicator for one in marks}))
        names = {(one.indicator, (one.of or "").casefold()) for one in marks}
        is_by_part = len({of for _, of in names}) > 1
        of = None if is_by_part else name_reference(self._store, first.of)
        title = describe_measure(fact.measure, of, base_of(fact))
        in_order = sorted(marks, key=_order)
        placed = tuple(
            replace(
                mark,
                name=self._name(mark, len(whose) > 1, is_by_part) if len(names) > 1 else None,
                follows_gap=_leave_gap(before, mark),
                sources=_number(self.sources, [fact.source for fact in mark.facts]),
                notes=_number(
                    self.notes, [note for fact in mark.facts if (note := describe_note(fact))]
                ),
            )
            for before, mark in pairwise([in_order[0], *in_order])
        )
        low, high = find_ends(placed, fact.measure)
        scale = choose_scale(low, high, fact.measure)
        return Panel(
            title=f"{title}{_describe_span(first)}" if is_apart else title,
            measure=fact.measure,
            unit=fact.unit,
            scale=scale,
            axis=describe_axis(fact.unit, scale, fact.measure),
            low=low,
            high=high,
            indicators=whose,
            marks=placed,
        )

    def _name(self, one: Mark, has_several: bool, is_by_part: bool) -> str:
        of = name_reference(self._store, one.of)
        if not has_several:
            return of or "all"
        return f"{one.about.label}: {of}" if is_by_part and of else one.about.label


def _find_marks(
    number: int, about: Indicator, all_series: Iterable[Series], facts: Iterable[Fact] = ()
) -> Iterator[Mark]:
    """Yield what is stated of an indicator: of each period, then what has none among the facts."""
    stated: list[tuple[Period | None, str | None, tuple[Fact, ...], Interval | None]] = [
        (row.period, series.of, row.facts, row.judgement.common)
        for series in all_series
        for row in series.rows
    ]
    undated = (fact for fact in facts if fact.amount and fact.period is None)
    stated += [(None, fact.of, (fact,), fact.interval) for fact in undated]
    for when, of, rivals, common in stated:
        for together in [rivals] if common else [(fact,) for fact in rivals]:
            yield Mark(
                indicator=number,
                about=about,
                when=when,
                of=of,
                facts=together,
                interval=_meaning(together, common),
                is_contested=common is None,
            )


def _meaning(facts: tuple[Fact, ...], common: Interval | None) -> Interval:
    """Return the numbers that facts may mean together.

    A target without a hedge is drawn as the number it is: what is wanted is not rounded.
    """
    amount = find_narrowest(facts).amount
    assert amount is not None  # noqa: S101 - facts of text are not drawn
    if facts[0].status == "target" and amount.qualifier is None:
        return exactly(amount.value)
    return common or amount.interval


def _group(marks: Sequence[Mark], *, is_by_part: bool = False) -> list[tuple[list[Mark], bool]]:
    """Put marks that share an axis together, each group with whether its span sets it apart.

    Amounts of flows over periods of different length are kept apart. A stock has no length, and
    goes with the flows of most periods. The parts of an amount share an axis unless `is_by_part`.
    """
    scopes: dict[Scope, list[Mark]] = {}
    for one in marks:
        scopes.setdefault(_scope(one, is_by_part), []).append(one)
    groups: list[tuple[list[Mark], bool]] = []
    for scope in sorted(scopes, key=lambda scope: MEASURES.index(scope[0])):
        spans: dict[Span, list[Mark]] = {}
        said = [_span(one) for one in scopes[scope]]
        dated = [span for span in said if span is not None and span != _UNDATED]
        usual = max(dated, key=dated.count, default=None)
        for one, span in zip(scopes[scope], said, strict=True):
            spans.setdefault(usual if span is None else span, []).append(one)
        order = sorted(spans, key=lambda span: (span != usual, span == _UNDATED))
        groups += [(spans[span], len(spans) > 1) for span in order]
    return groups


def _scope(one: Mark, is_by_part: bool) -> Scope:
    fact = one.facts[0]
    # A share of one thing is no share of another.
    has_parts = fact.measure == "level" and not is_by_part
    of = "" if has_parts else (one.of or "").casefold()
    return (fact.measure, fact.unit, of, str(base_of(fact) or ""))


def _span(one: Mark) -> Span:
    if one.about.kind == "stock" or one.facts[0].measure not in _COUNTED_OVER_TIME:
        return None
    if one.when is None:
        return _UNDATED
    return one.when.kind or _OPEN


def _describe_span(one: Mark) -> str:
    span = _span(one)
    if span == _UNDATED:
        return ", undated"
    return f" over {describe_kind(one.when.kind)}" if span and one.when else ""


def _order(one: Mark) -> tuple[bool, date, date, int, str, int]:
    """Return what sorts the marks of a panel: time, then indicator, part and status."""
    end, start = place_of(one.about, one.when) if one.when else (date.max, date.max)
    of = (one.of or "").casefold()
    return (one.when is None, end, start, one.indicator, of, STATUSES.index(one.status))


def _leave_gap(earlier: Mark, later: Mark) -> bool:
    """Return whether periods of the length of both are left out between two marks.

    Nobody expects a stock to be counted on each day.
    """
    if earlier.when is None or later.when is None:
        return False
    is_daily = (earlier.when.kind or "day")[0] == "day"
    if is_daily and earlier.about.kind == later.about.kind == "stock":
        return False
    return earlier.when.leaves_gap(later.when)


def _number(known: list[str], named: Iterable[str]) -> tuple[int, ...]:
    """Return the places of names in a list, to which those that are new are added."""
    named = list(dict.fromkeys(named))
    known += [name for name in named if name not in known]
    return tuple(map(known.index, named))


def _explain(indicators: Sequence[Indicator], panels: Sequence[Panel], texts: int) -> Iterator[str]:
    """Yield what a reader must know of the panels of a section."""
    marks = [mark for panel in panels for mark in panel.marks]
    if len({panel.unit for panel in panels if panel.measure == "level"}) > 1:
        yield "What is in different units has axes of its own."
    if len(set(map(_span, marks)) - {None, _UNDATED}) > 1:
        yield "Amounts over periods of different length are kept apart."
    real = ", ".join(one.key for one in indicators if one.growth_basis == "real")
    if real and any(panel.measure == "growth" for panel in panels):
        yield "Growth is in real terms." if len(indicators) == 1 else f"Growth of {real} is real."
    for key in dict.fromkeys(mark.about.key for mark in marks if mark.is_contested):
        yield f"✗ Sources conflict, or one contradicts itself; 'cqfacts compare {key}' says how."
    if texts:
        yield f"{texts} {'fact' if texts == 1 else 'facts'} of text not drawn."


def _find_title(store: Store, sections: Sequence[Section]) -> str:
    """Return what is drawn, in words: the indicators, or their topic where each is by itself."""
    labels = [one.label for section in sections for one in section.indicators]
    topics = {one.topic for section in sections for one in section.indicators}
    if len(sections) == 1:
        return ", ".join(labels)
    if len(topics) == 1:
        return store.topic(topics.pop()).label
    return store.title or "Facts"
