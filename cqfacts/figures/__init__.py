"""Figures in words: what a text says in numbers, and the very characters that say it."""

from .figure import Doubt, Figure
from .numbers import parse_digits
from .reader import Reading, Skipped, read_figures, read_text
from .tables import read_unit_words
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
    "parse_digits",
    "read_figures",
    "read_text",
    "read_unit_words",
]
