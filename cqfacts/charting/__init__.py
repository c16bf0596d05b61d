"""Charting: facts → Chart, the content of a picture. Who draws it is elsewhere.

What a chart shows is what the sources support: an open end where they give a bound, a range where
they round, and nothing side by side that must not be compared.
"""

from .building import chart, chart_over_time
from .marks import Chart, Extent, Mark, Panel, Parts, Section

__all__ = ["Chart", "Extent", "Mark", "Panel", "Parts", "Section", "chart", "chart_over_time"]
