"""Figures in words: what a text says in numbers, and the very characters that say it."""

from .model import Figure
from .reader import read_figures
from .units import is_firm_unit, normalize_unit

__all__ = ["Figure", "is_firm_unit", "normalize_unit", "read_figures"]
