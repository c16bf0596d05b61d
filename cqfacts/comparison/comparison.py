"""compare(): from terms to a Comparison."""

from __future__ import annotations

from datetime import date

from cqfacts.asked import ask, gather
from cqfacts.errors import NotFoundError
from cqfacts.period import parse_period
from cqfacts.rivals import reference_of
from cqfacts.selection import EVERYTHING

from .across import set_across
from .changes import add_changes, find_base
from .claims import Levels, add_problems
from .footnotes import explain_rest, explain_series
from .results import Comparison, IndicatorComparison
from .series import build_series
from .targets import add_targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cqfacts.asked import Asked
    from cqfacts.model import Fact, Indicator
    from cqfacts.period import Period
    from cqfacts.selection import Selection
    from cqfacts.store import Store

    from .results import Series


def compare(
    store: Store,
    terms: str | Iterable[str | Asked],
    *,
    selection: Selection = EVERYTHING,
    base: Period | str | None = None,
    today: date | None = None,
) -> Comparison:
    """Compare what the terms ask: sources, periods, targets, and indicators side by side.

    `base` is the period that the latest one is held against, the earliest where it is None. A
    target is open while its period lasts, as seen from `today`. The selection decides what is
    shown; targets and the base are held against everything. Raises NotFoundError when a term means
    nothing or no indicator has an actual for `base`, and PeriodError for a `base` that is none.
    """
    asked = ask(store, terms, selection)
    request = gather(asked)
    keys = list(request.keys)
    if isinstance(base, str):
        base = parse_period(base)
    if base:
        _require_base(store, keys, base)
    today = today or date.today()  # noqa: DTZ011 - a period is over when it is for the reader
    levels = Levels(store)
    compared = [
        add_problems(
            compare_indicator(
                store.indicator(key),
                store.facts(key),
                today,
                selection=request.selection_of(key),
                base=base,
            ),
            levels,
        )
        for key in keys
    ]
    is_across = len(asked) > 1 and len(compared) > 1
    return Comparison(
        indicators=tuple(compared), across=set_across(compared) if is_across else None
    )


def compare_indicator(
    indicator: Indicator,
    facts: Sequence[Fact],
    today: date,
    *,
    selection: Selection = EVERYTHING,
    base: Period | None = None,
) -> IndicatorComparison:
    """Compare the facts of one indicator, as `compare` does, with what becomes of its targets.

    What its claims come to is left to `add_problems`.
    """
    selected = selection.select(facts)
    # What is selected is shown; bases and targets are still held against all there is.
    shown = build_series(indicator, selected, selection.periods)
    is_all = selection.periods is None and len(selected) == len(facts)
    whole = shown if is_all else build_series(indicator, facts, None)
    everything = {_place_of(one): one.rows for one in whole}
    series = []
    for one in shown:
        pool = everything[_place_of(one)]
        changed = add_changes(one, indicator, base, pool)
        series.append(add_targets(changed, indicator, today, pool))
    footnotes = dict.fromkeys([*explain_series(indicator, series), *explain_rest(selected)])
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
