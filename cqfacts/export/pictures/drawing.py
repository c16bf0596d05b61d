"""Charts in Altair: the only place that knows it. What is drawn is decided in `charting`."""

from __future__ import annotations

from cqfacts.charting.axis import choose_ticks
from cqfacts.errors import NotFoundError

from .fonts import choose_fonts
from .labels import describe_for_ears, describe_heads, describe_rest, describe_title
from .places import ARROW, GAP, WIDTH, lay_out, list_rows, list_signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from altair import VConcatChart

    from cqfacts.charting import Chart, Panel

    from .places import Layout

    # What Altair makes, whose own types know neither its data nor its options.
    View: TypeAlias = Any
    # Makes the axis of a panel for a field of its data.
    Axis: TypeAlias = Callable[[str], Any]
    Rows: TypeAlias = Sequence[Mapping[str, Any]]

_ROW = 26
_LINE = 15
_FONT_SIZE = 12
_BAR = 14
_PIXELS_A_TICK = 70
_PIXELS_A_PLACE = 35
_INK = "#1f1f1f"
_DIM = "#595959"
_GRID = "#e2e2e2"


def to_altair(chart: Chart) -> VConcatChart:
    """Return a chart as Altair has it: a panel below the other, then what is to be known of them.

    Raises NotFoundError where there is nothing to draw.
    """
    alt = _load_altair()

    if not chart.sections:
        raise NotFoundError("the chart has no figure to draw", "choose other facts")
    layout = lay_out(chart)
    views = [
        _draw_panel(panel, layout, describe_heads(chart, section, panel, is_first=place == 0))
        for section in chart.sections
        for place, panel in enumerate(section.panels)
    ]
    above, below = describe_title(chart)
    # Given at once: each method of Altair's copies all that is there.
    picture: VConcatChart = alt.vconcat(
        *views,
        _draw_lines(list(describe_rest(chart, list_signs(chart, layout)))),
        title=_build_title(above, below, fontSize=19, subtitlePadding=6, offset=20),
        description=describe_for_ears(chart),
        spacing=20,
        padding=20,
        background="white",
        config=alt.Config(font=choose_fonts(chart), view=alt.ViewConfig(stroke=None)),
    )
    return picture


def find_version(known: Sequence[str]) -> str:
    """Return the version of Vega-Lite that Altair writes, or the last of those that are known."""
    wanted = ".".join(_load_altair().SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return wanted if wanted in known else known[-1]


def _load_altair() -> View:
    import altair as alt

    return alt


def _build_title(above: Sequence[str], below: Sequence[str], **options: Any) -> View:  # noqa: ANN401 - as in Altair
    alt = _load_altair()

    # Room is kept for a subtitle even when it is empty.
    more = {"subtitle": below} if below else {}
    return alt.TitleParams(
        text=above,
        anchor="start",
        color=_INK,
        subtitleColor=_DIM,
        subtitleFontSize=_FONT_SIZE,
        **more,
        **options,
    )


def _draw_panel(panel: Panel, layout: Layout, heads: tuple[Sequence[str], Sequence[str]]) -> View:
    """Return the layers of a panel: the axis, bars, whiskers, open ends, and words."""
    alt = _load_altair()

    rows = list_rows(panel, layout)
    count = rows[-1]["row"] + 1
    lines = max(max(len(row["name"]), len(row["label"])) for row in rows)
    base = alt.Chart().encode(
        alt.Y("row:O").axis(None).scale(domain=list(range(count)), padding=0),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=name)
            for name in ("key", "period", "figure", "status", "stated", "sources")
        ],
    )
    axis = _build_axis(panel, layout)
    return alt.layer(
        *_draw_parts(base, rows, axis),
        *_draw_words(base, axis, layout),
        data=alt.Data(values=rows),
        width=layout.end,
        height=max(_ROW, lines * _LINE + 6) * count,
        title=_build_title(*heads, frame="group", fontSize=13, offset=8),
    )


def _build_axis(panel: Panel, layout: Layout) -> Axis:
    """Return what makes the axis of a panel for a field, with the numbers of `choose_ticks`."""
    alt = _load_altair()

    pixels = _PIXELS_A_PLACE if panel.shape == "dot" else _PIXELS_A_TICK
    ticks = choose_ticks(panel, max((layout.end - layout.axis) // pixels, 2))
    places = max(len(tick.label.partition(".")[2]) for tick in ticks)
    scale = alt.Scale(
        domain=[panel.place(panel.low), panel.place(panel.high)],
        range=[layout.axis, layout.end],
        nice=False,
        zero=False,
    )
    axis = alt.Axis(
        values=[panel.place(tick.value) for tick in ticks],
        # Nothing of a store is in what is evaluated here.
        labelExpr=f"datum.value === 0 ? '0' : format(datum.value, ',.{places}f')",
        title=None,
        domain=False,
        ticks=False,
        gridColor=alt.expr(f"datum.value === 0 ? '{_DIM}' : '{_GRID}'"),
        labelColor=_DIM,
        labelFontSize=11,
        labelPadding=6,
        labelOverlap=False,
        labelFlush=False,
    )
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _draw_parts(base: View, rows: Rows, axis: Axis) -> Iterator[View]:
    """Yield what is drawn of the marks, a layer a part, as far as any mark has it."""
    alt = _load_altair()

    dyed = {
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("color:N", scale=None, legend=None),
    }
    ink = {"color": alt.value(_INK)}
    line = {"strokeWidth": 1.5}
    end = {"size": _BAR - 4, "thickness": 1.5}
    arrow = {"size": 80, "opacity": 1, **line}
    layers: dict[str, Callable[[View], View]] = {
        "bar": lambda view: view.mark_bar(size=_BAR, **line).encode(axis("from"), x2="to", **dyed),
        "range": lambda view: view.mark_rule(**line).encode(axis("low"), x2="high", **ink),
        "open range": lambda view: view.mark_rule(strokeDash=[4, 3], **line).encode(
            axis("low"), x2="high", **ink
        ),
        "low end": lambda view: view.mark_tick(**end).encode(axis("low"), **ink),
        "high end": lambda view: view.mark_tick(**end).encode(axis("high"), **ink),
        "left": lambda view: view.mark_point(
            shape="triangle-left", xOffset=-ARROW / 2, **arrow
        ).encode(axis("tip"), **dyed),
        "right": lambda view: view.mark_point(
            shape="triangle-right", xOffset=ARROW / 2, **arrow
        ).encode(axis("tip"), **dyed),
        "dot": lambda view: view.mark_point(shape="circle", size=90, opacity=1, **line).encode(
            axis("value"), **dyed
        ),
        "middle": lambda view: view.mark_circle(size=14, opacity=1).encode(axis("value"), **ink),
    }
    for part, draw in layers.items():
        if any(part in row["parts"] for row in rows):
            yield draw(base.transform_filter(f"indexof(datum.parts, '{part}') >= 0"))


def _draw_words(base: View, axis: Axis, layout: Layout) -> Iterator[View]:
    """Yield the periods, the names, and the figures at the end of what is drawn."""
    alt = _load_altair()

    words = {"fontSize": _FONT_SIZE, "baseline": "middle", "lineHeight": _LINE}
    yield base.mark_text(align="left", color=_INK, **words).encode(x=alt.value(0), text="shown:N")
    yield base.mark_text(align="right", color=_INK, **words).encode(
        x=alt.value(layout.name + GAP), text="name:N"
    )
    yield base.mark_text(align="left", color=_INK, dx=GAP + 2, **words).encode(
        axis("end"), text="label:N"
    )


def _draw_lines(lines: Sequence[tuple[str, bool]]) -> View:
    """Return lines of text below the panels, headings among them."""
    alt = _load_altair()

    rows = [{"row": row, "text": text, "head": head} for row, (text, head) in enumerate(lines)]
    ink = alt.when("datum.head").then(alt.value(_INK)).otherwise(alt.value(_DIM))
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_text(align="left", baseline="middle", fontSize=11)
        .encode(alt.Y("row:O").axis(None), x=alt.value(0), text="text:N", color=ink)
        .properties(width=WIDTH, height=_LINE * len(rows))
    )
