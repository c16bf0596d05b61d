"""Comparing facts: sources, periods, targets and indicators against each other.

It is arithmetic on intervals, and it says only what the sources support.
"""

from .comparison import compare, compare_indicator
from .results import (
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
)

__all__ = [
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
    "compare_indicator",
]
