"""compare(): from terms to a Comparison."""

from __future__ import annotations

from collections import Counter
from datetime import date

from cqfacts.errors import NotFoundError
from cqfacts.lookup import get_keys
from cqfacts.period import describe_kind, parse_period
from cqfacts.rivals import reference_of
from cqfacts.selection import Selection

from .across import set_across
from .changes import add_changes, find_base
from .claims import Levels, add_problems
from .results import Comparison, IndicatorComparison
from .series import build_series
from .targets import add_targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Period
    from cqfacts.store import Store

    from .results import Series

_EVERYTHING = Selection()


def compare(
    store: Store,
    terms: str | Iterable[str],
    *,
    selection: Selection = _EVERYTHING,
    base: Period | str | None = None,
    today: date | None = None,
) -> Comparison:
    """Compare what the terms mean: sources, periods, targets, and indicators side by side.

    `base` is the period that the latest one is held against, the earliest where it is None. A
    target is open while its period lasts, as seen from `today`. The selection decides what is
    shown; targets and the base are held against everything. Raises NotFoundError when a term means
    nothing or no indicator has an actual for `base`, and PeriodError for a `base` that is none.
    """
    terms = [terms] if isinstance(terms, str) else list(terms)
    keys = list(dict.fromkeys(key for term in terms for key in get_keys(store, term)))
    if isinstance(base, str):
        base = parse_period(base)
    if base:
        _require_base(store, keys, base)
    today = today or date.today()  # noqa: DTZ011 - a period is over when it is for the reader
    levels = Levels(store)
    compared = [
        add_problems(
            compare_indicator(
                store.indicator(key), store.facts(key), today, selection=selection, base=base
            ),
            levels,
        )
        for key in keys
    ]
    is_across = len(terms) > 1 and len(compared) > 1
    return Comparison(
        indicators=tuple(compared), across=set_across(compared) if is_across else None
    )


def compare_indicator(
    indicator: Indicator,
    facts: Sequence[Fact],
    today: date,
    *,
    selection: Selection = _EVERYTHING,
    base: Period | None = None,
) -> IndicatorComparison:
    """Compare the facts of one indicator, as `compare` does, with what becomes of its targets.

    What its claims come to is left to `add_problems`.
    """
    selected = selection.select(facts)
    # What is selected is shown; bases and targets are still held against all there is.
    shown = build_series(indicator, selected, selection.period)
    is_all = selection.period is None and len(selected) == len(facts)
    whole = shown if is_all else build_series(indicator, facts, None)
    everything = {_place_of(one): one.rows for one in whole}
    series = []
    for one in shown:
        pool = everything[_place_of(one)]
        changed = add_changes(one, indicator, base, pool)
        series.append(add_targets(changed, indicator, today, pool))
    footnotes = dict.fromkeys([*_explain_series(indicator, series), *_explain_rest(selected)])
    return IndicatorComparison(
        indicator=indicator, series=tuple(series), footnotes=tuple(footnotes)
    )


def _place_of(series: Series) -> object:
    """Return what tells the series of an indicator apart."""
    fact = series.rows[0].facts[0]
    return fact.measure, reference_of(fact)


def _require_base(store: Store, keys: Sequence[str], base: Period) -> None:
    """Raise NotFoundError, naming the periods there are, unless one indicator has the base."""
    periods: dict[str, None] = {}
    for key in keys:
        indicator = store.indicator(key)
        for series in build_series(indicator, store.facts(key), None):
            if find_base(series.rows, indicator, base):
                return
            periods.update((str(row.period), None) for row in series.rows if row.status == "actual")
    there_is = ", ".join(periods) or "no period with an actual figure"
    raise NotFoundError(f"nothing has an actual figure for the base {base}", f"there is {there_is}")


def _explain_series(indicator: Indicator, series: Sequence[Series]) -> Iterator[str]:
    """Yield what a reader must know of why figures were kept apart."""
    for one in series:
        if indicator.kind == "flow":
            yield from _explain_kinds(one)
    for measure in dict.fromkeys(one.measure for one in series):
        same = [one for one in series if one.measure == measure]
        references = list(dict.fromkeys(one.of or "all" for one in same))
        if len(references) > 1:
            yield f"Each {measure} is kept apart by what it is of: {', '.join(references)}."
        units = list(dict.fromkeys(one.unit or "none" for one in same))
        if len(units) > 1:
            yield f"Each {measure} is kept apart by its unit: {', '.join(units)}."
    has_level_change = any(
        one.measure == "level" and any(row.change for row in one.rows) for one in series
    )
    if indicator.growth_basis == "real" and has_level_change:
        yield (
            "Changes of the level are nominal; stated growth is in real terms and is never set "
            "against them."
        )


def _explain_kinds(series: Series) -> Iterator[str]:
    """Yield why periods of other lengths than most were kept apart."""
    rows = [row for row in series.rows if row.status == "actual"]
    kinds = [row.period.kind for row in rows]
    if len(set(kinds)) < 2:  # noqa: PLR2004 - one kind keeps nothing apart
        return
    counts = Counter(kinds)
    usual = max(counts, key=lambda kind: (kind is not None, counts[kind]))
    for row in rows:
        if row.period.kind != usual:
            yield (
                f"{row.period} is {describe_kind(row.period.kind)} and is kept apart from periods "
                f"of {describe_kind(usual)}."
            )


def _explain_rest(facts: Sequence[Fact]) -> Iterator[str]:
    """Yield how many facts a comparison has no place for."""
    texts = sum(fact.amount is None for fact in facts)
    undated = sum(fact.amount is not None and fact.period is None for fact in facts)
    if texts:
        yield f"{texts} {'fact' if texts == 1 else 'facts'} of text not compared."
    if undated:
        yield f"{undated} {'fact' if undated == 1 else 'facts'} without a period not compared."
