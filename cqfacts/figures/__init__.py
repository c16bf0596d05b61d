"""Figures in words: what a text says in numbers, and the very characters that say it."""

from .model import Direction, Figure, Kind
from .reader import read_figures
from .units import is_firm_unit, normalize_unit

__all__ = ["Direction", "Figure", "Kind", "is_firm_unit", "normalize_unit", "read_figures"]
