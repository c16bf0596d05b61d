"""Entries: what the book says of an indicator, in words, in the order in which it is read."""

from __future__ import annotations

from itertools import islice

from cqfacts.charting import chart_over_time
from cqfacts.citing import cite_facts, format_citation
from cqfacts.citing.text import describe_document
from cqfacts.comparison import Levels, add_problems, compare_indicator
from cqfacts.comparison.verdicts import (
    describe_series_change,
    describe_step,
    describe_verdict,
    describe_yearly,
)
from cqfacts.record import Record
from cqfacts.rivals import find_narrowest
from cqfacts.wording import (
    JOIN,
    RANGE,
    describe_amount,
    describe_measure,
    describe_note,
    describe_range,
    describe_unit,
    name_reference,
)

from .chart import draw_chart
from .sources import mark_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Literal

    from cqfacts.asked import Request
    from cqfacts.comparison import IndicatorComparison, Overall, Row, Series
    from cqfacts.model import Fact, Indicator, Status
    from cqfacts.store import Store

    from .chart import Chart
    from .sources import SourceMark

    Tone = Literal["plain", "good", "bad", "open"]

_MOST_CHARTS = 3


class Frame(Record):
    """What all entries share: the store, the day from which targets are seen, what is selected.

    Targets and changes are held against all facts, and what is selected is shown. `numbers` are
    those of the sources in their list, and `documents`, which grows as entries are built, what
    citations call them.
    """

    store: Store
    today: date
    request: Request
    numbers: Mapping[str, int]
    documents: dict[str, str]


class Statement(Record):
    """A fact as one source states it.

    `means` is the range of its figure where the figure itself does not say it. `citation` is what
    stands before and behind the document that the list of sources has. `before` is the period
    under which the same fact stands already, None the first time.
    """

    figure: str
    means: str | None
    text: str | None
    stated: str | None
    note: str | None
    of: str | None
    source: SourceMark
    citation: tuple[str, str]
    about: str
    before: str | None = None


class Line(Record):
    """What all sources state for one period, and what comes of it."""

    period: str
    status: str
    statements: Sequence[Statement]
    change: str | None = None
    verdict: str | None = None
    tone: Tone = "plain"


class Group(Record):
    """The lines of one measure; `overall` is the latest against the earliest, and its words."""

    title: str | None
    lines: Sequence[Line]
    overall: tuple[str, str] | None = None


class Latest(Record):
    """The figure that answers first: the latest actual one."""

    figure: str
    period: str
    change: str | None


class TargetLine(Record):
    """A target, for the list of all of them."""

    key: str
    label: str
    period: str
    measure: str
    figure: str
    verdict: str
    tone: Tone


class Outcome(Record):
    """A period for which the sources of an indicator do not agree."""

    key: str
    label: str
    period: str
    measure: str
    verdict: str


class Entry(Record):
    """All that the book says of an indicator."""

    indicator: Indicator
    subject: str | None
    latest: Latest | None
    charts: Sequence[Chart]
    groups: Sequence[Group]
    footnotes: Sequence[str]
    left_out: int
    targets: Sequence[TargetLine]
    differing: Sequence[Outcome]

    @property
    def has_texts(self) -> bool:
        """Whether any fact is in words."""
        lines = (line for group in self.groups for line in group.lines)
        return any(statement.text for line in lines for statement in line.statements)

    @property
    def has_changes(self) -> bool:
        """Whether any figure is set against an earlier one."""
        return any(line.change for group in self.groups for line in group.lines)

    @property
    def has_verdicts(self) -> bool:
        """Whether several sources, or a target and an actual, are set against each other."""
        return any(line.verdict for group in self.groups for line in group.lines)


def build_entry(frame: Frame, key: str) -> Entry:
    """Build the entry of an indicator."""
    return _Writer(frame, key).write()


class _Writer:
    """Writes one entry, and knows which facts stand in it already."""

    def __init__(self, frame: Frame, key: str) -> None:
        self.frame = frame
        self.store = frame.store
        self.indicator = frame.store.indicator(key)
        # Held: a store may build them anew when it is asked again.
        self.everything = frame.store.facts(key)
        self.selection = frame.request.selection_of(key)
        self.facts = self.selection.select(self.everything)
        self.said: dict[int, str] = {}
        self.citations = {
            id(fact): citation
            for fact, citation in zip(
                self.facts, cite_facts(self.store, self.facts, frame.today), strict=True
            )
        }

    def write(self) -> Entry:
        figures = [fact for fact in self.everything if fact.amount and fact.period]
        compared = compare_indicator(
            self.indicator, figures, self.frame.today, selection=self.selection
        )
        compared = add_problems(compared, Levels(self.store))
        groups = [self._write_series(series) for series in compared.series]
        groups += self._write_rest()
        indicator, subject = self.indicator, self.indicator.subject
        return Entry(
            indicator=indicator,
            subject=subject if subject != self.store.subject else None,
            latest=self._find_latest(compared.series),
            charts=list(self._draw(compared.series)),
            groups=groups,
            footnotes=compared.footnotes,
            left_out=self.store.left_out(indicator.key),
            targets=list(self._list_targets(compared)),
            differing=list(self._list_differing(compared)),
        )

    def _write_series(self, series: Series) -> Group:
        return Group(
            title=self._title(series),
            lines=[self._write_row(series, row) for row in series.rows],
            overall=_write_overall(series.overall, series) if series.overall else None,
        )

    def _measure(self, series: Series, status: Status = "actual") -> str:
        of = name_reference(self.store, series.of)
        return describe_measure(series.measure, of, series.base, status)

    def _title(self, series: Series) -> str:
        title = self._measure(series)
        unit = describe_unit(series.unit) if series.measure in ("level", "change") else None
        return f"{title}, {unit}" if unit else title

    def _write_row(self, series: Series, row: Row) -> Line:
        is_compared = row.target or row.problems or row.judgement.verdict != "one source"
        return Line(
            period=str(row.period),
            status="" if row.status == "actual" else row.status,
            statements=[self._state(fact, str(row.period)) for fact in row.facts],
            change=_let_break(describe_step(row.change, series)) if row.change else None,
            verdict=_let_break(describe_verdict(row)) if is_compared else None,
            tone=_find_tone(row),
        )

    def _write_rest(self) -> Iterator[Group]:
        """Yield what no comparison has a place for: figures without a period, and texts."""
        undated = [fact for fact in self.facts if fact.amount and fact.period is None]
        if undated:
            yield Group(title="Without a period", lines=list(map(self._write_alone, undated)))
        texts = [fact for fact in self.facts if fact.amount is None]
        if texts:
            is_all = len(texts) == len(self.facts)
            title = None if is_all else "In words"
            yield Group(title=title, lines=list(map(self._write_alone, texts)))

    def _write_alone(self, fact: Fact) -> Line:
        period = str(fact.period or "–")
        status = "" if fact.status == "actual" else fact.status
        return Line(period=period, status=status, statements=[self._state(fact, period)])

    def _state(self, fact: Fact, period: str) -> Statement:
        before = self.said.get(id(fact))
        self.said.setdefault(id(fact), period)
        figure = describe_amount(fact, alone=fact.period is None)
        if fact.amount and fact.period is None:
            of = name_reference(self.store, fact.of)
            measure = describe_measure(fact.measure, of, fact.base, fact.status)
            figure = f"{measure}: {figure}" if fact.measure != "level" or of else figure
        return Statement(
            figure=figure,
            means=_describe_means(fact),
            text=fact.text,
            stated=fact.stated,
            note=describe_note(fact),
            of=fact.of,
            source=mark_source(self.store.source(fact.source), self.frame.numbers[fact.source]),
            citation=self._cite(fact),
            about=f"{figure or 'the words'}, {period}",
            before=before,
        )

    def _cite(self, fact: Fact) -> tuple[str, str]:
        citation = self.citations[id(fact)]
        document = describe_document(citation)
        self.frame.documents[fact.source] = document
        before, _, behind = format_citation(citation, "text").partition(document)
        return before, behind

    def _find_latest(self, all_series: Sequence[Series]) -> Latest | None:
        """Return the latest actual row of the first measure that has any, the level before others.

        What is about a part, or from a base of its own, comes last.
        """
        for series in sorted(
            all_series, key=lambda one: (one.of is not None, one.base is not None)
        ):
            actuals = [row for row in series.rows if row.status == "actual"]
            if actuals:
                return self._describe_latest(series, actuals[-1])
        return None

    def _describe_latest(self, series: Series, row: Row) -> Latest:
        is_judged = row.judgement.common is not None
        fact = find_narrowest(row.facts)
        figure = describe_amount(fact) if is_judged else "sources differ"
        if series.measure != "level" or series.of:
            figure = f"{figure}, {self._measure(series)}"
        is_decided = row.change is not None and row.change.direction != "undetermined"
        step = describe_step(row.change, series) if is_decided else None
        return Latest(figure=figure, period=str(row.period), change=step)

    def _draw(self, all_series: Sequence[Series]) -> Iterator[Chart]:
        panels = chart_over_time(self.store, self.indicator, all_series)
        yield from islice(filter(None, map(draw_chart, panels)), _MOST_CHARTS)

    def _list_targets(self, compared: IndicatorComparison) -> Iterator[TargetLine]:
        for series, row in _rows_of(compared):
            if row.target:
                yield TargetLine(
                    key=self.indicator.key,
                    label=self.indicator.label,
                    period=str(row.period),
                    measure=self._measure(series),
                    figure="; ".join(dict.fromkeys(map(describe_amount, row.facts))),
                    verdict=describe_verdict(row),
                    tone=_find_tone(row),
                )

    def _list_differing(self, compared: IndicatorComparison) -> Iterator[Outcome]:
        for series, row in _rows_of(compared):
            if row.judgement.common is None or row.problems:
                yield Outcome(
                    key=self.indicator.key,
                    label=self.indicator.label,
                    period=str(row.period),
                    measure=self._measure(series, row.status),
                    verdict=describe_verdict(row),
                )


def _let_break(text: str) -> str:
    """Return words of a comparison that may be broken behind the first end of a range."""
    return text.replace(RANGE, f"{RANGE.rstrip(JOIN)} ")


def _rows_of(compared: IndicatorComparison) -> Iterable[tuple[Series, Row]]:
    return ((series, row) for series in compared.series for row in series.rows)


def _write_overall(overall: Overall, series: Series) -> tuple[str, str]:
    change = overall.change
    words = [describe_series_change(change, series)]
    if change.yearly and change.direction in ("up", "down"):
        words.append(describe_yearly(change))
    return f"{overall.period} against {change.against}", _let_break("; ".join(words))


def _describe_means(fact: Fact) -> str | None:
    """Return the range of a figure that has two ends; a bound says its own."""
    interval = fact.interval
    if interval is None or interval.low is None or interval.low == interval.high:
        return None
    unit = fact.unit if fact.unit == "%" else None
    return describe_range(interval, unit) if interval.high is not None else None


def _find_tone(row: Row) -> Tone:
    """Return how a verdict is marked beside its words."""
    if row.judgement.common is None or row.problems:
        return "bad"
    if row.target is None:
        return "good" if row.judgement.verdict == "agree" else "plain"
    tones: dict[str, Tone] = {"met": "good", "missed": "bad", "open": "open"}
    return tones.get(row.target.verdict, "plain")
