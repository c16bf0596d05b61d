"""Charts as pictures: SVG, PNG, HTML and Vega-Lite, where `cqfacts[charts]` is installed."""

from .drawing import to_altair
from .fonts import find_missing_characters
from .writing import require_altair, write_picture

__all__ = ["find_missing_characters", "require_altair", "to_altair", "write_picture"]
