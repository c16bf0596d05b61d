"""Where the parts of a picture stand: columns in pixels, marks in the units of their axes."""

from __future__ import annotations

from cqfacts.charting.captions import describe_period
from cqfacts.record import Record

from .labels import clean, describe_figure
from .lines import count_cells, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Any

    from cqfacts.charting import Chart, Mark, Panel

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

    `parts` names what is drawn of a mark. `from` and `to` are the ends of its bar, `low` and `high`
    those of what it may mean, `tip` is where an arrow stands, and `end` is the rightmost of all.
    """
    above = ["", *(mark.period for mark in panel.marks)]
    return [
        {
            "row": number,
            **_describe_mark(mark),
            "shown": "" if mark.period == above[number] else clean(describe_period(mark)),
            **_place_mark(panel, mark, layout),
        }
        for number, mark in enumerate(panel.marks)
    ]


def list_parts(panels: Sequence[Sequence[dict[str, Any]]]) -> set[str]:
    """Return the parts that any of the rows has."""
    return {part for rows in panels for row in rows for part in row["parts"]}


def scale_down(number: Decimal, scale: int) -> float:
    """Return a number in the unit of an axis, as exact as a picture needs it."""
    return float(number.scaleb(-scale))


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

    def place(number: Decimal) -> float:
        return scale_down(number, panel.scale)

    extent = panel.extent(mark)
    least, most, value = place(panel.low), place(panel.high), place(mark.value)
    pixels = (layout.end - layout.axis) / (most - least)
    bar = [place(end) for end in extent.sure or ()]
    low = least if extent.low is None else place(extent.low)
    high = most if extent.high is None else place(extent.high)
    is_known = mark.interval.low is not None and mark.interval.high is not None
    is_ranged = not extent.is_open and (high - low) * pixels >= _VISIBLE_PIXELS
    is_loose = extent.is_open and not bar
    if bar and is_known and not is_ranged:
        bar = sorted([0.0, min(max(value, low), high)])
    side = "left" if extent.low is None else "right" if extent.high is None else None
    is_drawn = bool(bar) or is_ranged or is_loose
    is_dot = not is_drawn or (is_known and panel.shape == "dot")
    parts = {
        "bar": bool(bar),
        "range": is_ranged,
        "open range": is_loose,
        "low end": is_ranged or (is_loose and side == "right"),
        "high end": is_ranged or (is_loose and side == "left"),
        "left": side == "left",
        "right": side == "right",
        "dot": is_dot,
        "middle": is_ranged and is_known and not is_dot,
    }
    tips = {
        "left": low if is_loose else min(bar, default=low),
        "right": high if is_loose else max(bar, default=high),
    }
    shown = [*bar, *([low, high] if is_ranged or is_loose else []), *([value] if is_dot else [])]
    return {
        "parts": [part for part, is_there in parts.items() if is_there],
        "value": value,
        "low": low,
        "high": high,
        "from": bar[0] if bar else None,
        "to": bar[1] if bar else None,
        "tip": tips.get(side or ""),
        "end": max(0.0, *shown) + (ARROW / pixels if side == "right" else 0.0),
    }
