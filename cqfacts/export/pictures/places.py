"""Where the parts of a picture stand: columns in pixels, marks in the units of their axes."""

from __future__ import annotations

from itertools import accumulate

from cqfacts.charting.captions import describe_period
from cqfacts.record import Record

from .labels import clean, describe_figure
from .lines import count_cells, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.charting import Chart, Mark, Panel
    from cqfacts.charting.marks import Sign

WIDTH = 820
GAP = 8
ARROW = 12

_LEAST_PLOT = 260
_MOST_NAME = 30
_MOST_FIGURE = 40
_CELL = 6.7
_VISIBLE_PIXELS = 4
# Told apart by most who see colours differently; names and numbers say the same without them.
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#b0528c", "#7a5c00", "#3f7fbf")
_CONTESTED = "#b00020"
_EMPTY = "#ffffff"


class Layout(Record):
    """Where names end, and where axes start and end, in pixels from the left."""

    name: int
    axis: int
    end: int


def lay_out(chart: Chart) -> Layout:
    """Return where the columns of words begin and end, so that all panels stand in line."""
    periods = max(count_cells(describe_period(mark)) for mark in chart.marks)
    names = max(min(count_cells(clean(mark.name or "")), _MOST_NAME) for mark in chart.marks)
    figures = max(min(count_cells(describe_figure(mark)), _MOST_FIGURE) for mark in chart.marks)
    # An arrow that points to the left stands between the names and the axis.
    opens = any(mark.interval.low is None for mark in chart.marks)
    name = round(periods * _CELL) + (GAP + round(names * _CELL) if names else 0)
    axis = name + 2 * GAP + (ARROW if opens else 0)
    end = max(WIDTH - round(figures * _CELL) - 2 * GAP - ARROW, axis + _LEAST_PLOT)
    return Layout(name=name, axis=axis, end=end)


def list_rows(panel: Panel, layout: Layout) -> list[dict[str, Any]]:
    """Return the marks of a panel as plain data: numbers in the unit of its axis, words in lines.

    A row that no mark has is a gap. `parts` names what is drawn of a mark. `from` and `to` are the
    ends of its bar, `low` and `high` those of a range, `value` is where the printed number is
    marked, `tip` where an arrow stands, and `end` is the rightmost of all.
    """
    above = ["", *(mark.period for mark in panel.marks)]
    gaps = accumulate(mark.follows_gap for mark in panel.marks)
    return [
        {
            "row": number + before,
            **_describe_mark(mark),
            "shown": "" if mark.period == above[number] else clean(describe_period(mark)),
            **_place_mark(panel, mark, layout),
        }
        for number, (mark, before) in enumerate(zip(panel.marks, gaps, strict=True))
    ]


def list_signs(chart: Chart, layout: Layout) -> set[Sign]:
    """Return the signs of a chart that need an explanation."""
    return set().union(*(one.find_signs(_find_visible(one, layout)) for one in chart.panels))


def _describe_mark(mark: Mark) -> dict[str, Any]:
    said = dict.fromkeys(clean(fact.stated) for fact in mark.facts if fact.stated)
    return {
        "key": mark.facts[0].key,
        "period": clean(describe_period(mark)),
        "name": wrap(clean(mark.name or ""), _MOST_NAME),
        "figure": clean(mark.text),
        "label": wrap(describe_figure(mark), _MOST_FIGURE),
        "status": mark.status,
        "stated": "; ".join(said),
        "sources": ", ".join(dict.fromkeys(fact.source for fact in mark.facts)),
        **_color_mark(mark),
    }


def _color_mark(mark: Mark) -> dict[str, str]:
    color = _CONTESTED if mark.is_contested else _COLORS[mark.indicator % len(_COLORS)]
    if mark.is_hollow:
        return {"fill": _EMPTY, "color": color}
    return {"fill": _lighten(color) if mark.status == "estimate" else color, "color": color}


def _lighten(color: str) -> str:
    """Return a colour halfway to white."""
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{(part + 255) // 2:02x}" for part in parts)


def _place_mark(panel: Panel, mark: Mark, layout: Layout) -> dict[str, Any]:
    """Return the parts that are drawn of a mark, and where they lie on its axis."""
    visible = _find_visible(panel, layout)
    drawn = panel.find_parts(mark, visible)
    least, most = drawn.reach
    low, high = drawn.range or (None, None)
    opens_low, opens_high = drawn.open_end == "low", drawn.open_end == "high"
    parts = {
        "bar": drawn.bar is not None,
        "range": drawn.range and not drawn.open_end,
        "open range": drawn.range and drawn.open_end,
        "low end": drawn.range and not opens_low,
        "high end": drawn.range and not opens_high,
        "left": opens_low,
        "right": opens_high,
        "dot": drawn.dot is not None,
        "middle": drawn.tick is not None,
    }
    return {
        "parts": [part for part, is_there in parts.items() if is_there],
        "value": drawn.dot if drawn.tick is None else drawn.tick,
        "low": low,
        "high": high,
        "from": None if drawn.bar is None else min(drawn.bar, 0.0),
        "to": None if drawn.bar is None else max(drawn.bar, 0.0),
        "tip": least if opens_low else most if opens_high else None,
        "end": max(0.0, most) + (ARROW / _VISIBLE_PIXELS * visible if opens_high else 0.0),
    }


def _find_visible(panel: Panel, layout: Layout) -> float:
    """Return the least range that can be seen, in the unit of an axis."""
    span = panel.place(panel.high) - panel.place(panel.low)
    return _VISIBLE_PIXELS * span / (layout.end - layout.axis)
