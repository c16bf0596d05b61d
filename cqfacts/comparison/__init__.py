"""Comparing facts: sources, periods, targets and indicators against each other.

It is arithmetic on intervals, and it says only what the sources support.
"""

from .claims import Levels, add_problems
from .comparison import compare, compare_indicator
from .results import (
    Across,
    AcrossRow,
    Change,
    Comparison,
    Discrepancy,
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
    "Discrepancy",
    "IndicatorComparison",
    "Levels",
    "Overall",
    "Relation",
    "Row",
    "Series",
    "TargetOutcome",
    "add_problems",
    "compare",
    "compare_indicator",
]
