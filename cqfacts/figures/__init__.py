"""Figures in words: what a text says in numbers, and the very characters that say it."""

from .figure import Doubt, Figure
from .reader import Reading, Skipped, read_figures, read_text
from .units import find_size, is_firm_unit, is_money, normalize_unit

__all__ = [
    "Doubt",
    "Figure",
    "Reading",
    "Skipped",
    "find_size",
    "is_firm_unit",
    "is_money",
    "normalize_unit",
    "read_figures",
    "read_text",
]
