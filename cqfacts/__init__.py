"""cqfacts: facts in plain text, looked up, compared and quoted.

The public library. Each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .amount import Amount, AmountError, format_amount, parse_amount
    from .charting import Chart, Mark, Panel, Section, chart
    from .checks import check_files, check_store
    from .citing import Citation, cite_fact, format_citation
    from .comparison import (
        Across,
        AcrossRow,
        Change,
        Comparison,
        IndicatorComparison,
        Overall,
        Relation,
        Row,
        Series,
        TargetOutcome,
        compare,
    )
    from .diagnostics import Diagnostic
    from .errors import (
        AmbiguousError,
        CqfactsError,
        NotFoundError,
        OutputError,
        StoreError,
        StoreSyntaxError,
        UsageError,
    )
    from .flat.facts import flatten_fact
    from .interval import Interval
    from .lookup import find_keys, get_keys
    from .model import Fact, Indicator, Source, Topic
    from .period import Period, PeriodError, parse_period
    from .searching import Match, search
    from .selection import Selection, get_answer
    from .store import Store, open_store

__version__ = "0.1.0"

_HOMES = {
    "amount": ("Amount", "AmountError", "format_amount", "parse_amount"),
    "charting": ("Chart", "Mark", "Panel", "Section", "chart"),
    "checks": ("check_files", "check_store"),
    "citing": ("Citation", "cite_fact", "format_citation"),
    "comparison": (
        "Across",
        "AcrossRow",
        "Change",
        "Comparison",
        "IndicatorComparison",
        "Overall",
        "Relation",
        "Row",
        "Series",
        "TargetOutcome",
        "compare",
    ),
    "diagnostics": ("Diagnostic",),
    "errors": (
        "AmbiguousError",
        "CqfactsError",
        "NotFoundError",
        "OutputError",
        "StoreError",
        "StoreSyntaxError",
        "UsageError",
    ),
    "flat.facts": ("flatten_fact",),
    "interval": ("Interval",),
    "lookup": ("find_keys", "get_keys"),
    "model": ("Fact", "Indicator", "Source", "Topic"),
    "period": ("Period", "PeriodError", "parse_period"),
    "searching": ("Match", "search"),
    "selection": ("Selection", "get_answer"),
    "store": ("Store", "open_store"),
}

__all__ = [
    "Across",
    "AcrossRow",
    "AmbiguousError",
    "Amount",
    "AmountError",
    "Change",
    "Chart",
    "Citation",
    "Comparison",
    "CqfactsError",
    "Diagnostic",
    "Fact",
    "Indicator",
    "IndicatorComparison",
    "Interval",
    "Mark",
    "Match",
    "NotFoundError",
    "OutputError",
    "Overall",
    "Panel",
    "Period",
    "PeriodError",
    "Relation",
    "Row",
    "Section",
    "Selection",
    "Series",
    "Source",
    "Store",
    "StoreError",
    "StoreSyntaxError",
    "TargetOutcome",
    "Topic",
    "UsageError",
    "__version__",
    "chart",
    "check_files",
    "check_store",
    "cite_fact",
    "compare",
    "find_keys",
    "flatten_fact",
    "format_amount",
    "format_citation",
    "get_answer",
    "get_keys",
    "open_store",
    "parse_amount",
    "parse_period",
    "search",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
