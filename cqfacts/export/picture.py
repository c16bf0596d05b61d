"""Charts as pictures: SVG, PNG, HTML and Vega-Lite, made by Altair and vl-convert, offline.

The only place that knows either. What is drawn is decided in `charting`; here is how it looks.
"""

from __future__ import annotations

import json
import os
from importlib.util import find_spec
from xml.sax.saxutils import escape

from cqfacts.charting.axis import choose_ticks
from cqfacts.charting.words import (
    describe_indicator,
    describe_panel,
    describe_period,
    describe_value,
    letter_note,
    list_notes,
    list_sources,
)
from cqfacts.errors import UsageError
from cqfacts.record import Record
from cqfacts.visible import make_visible
from cqfacts.wording import JOIN

from .lines import count_cells, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal
    from typing import Any, TypeAlias

    from altair import VConcatChart

    from cqfacts.charting import Chart, Mark, Panel, Section

    # What Altair makes, whose own types know neither its data nor its options.
    View: TypeAlias = Any
    # Makes the axis of a panel for a field of its data.
    Axis: TypeAlias = Callable[[str], Any]

FONTS = "CQFACTS_FONTS"
"""The environment variable that names folders with fonts, separated as in PATH."""

_WIDTH = 820
_LEAST_PLOT = 260
_MOST_NAME = 30
_MOST_VALUE = 40
_LONGEST_LINE = 126
_LONGEST_TITLE = 76
_CELL = 6.7
_GAP = 8
_ROW = 26
_LINE = 15
_FONT_SIZE = 12
_BAR = 14
_ARROW = 12
_VISIBLE_PIXELS = 4
_PIXELS_A_TICK = 70
_PIXELS_A_PLACE = 35
_PIXELS_A_POINT = 2

# Where there is Chinese to be shown, a font that has it goes first, for all text alike.
_FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "sans-serif")
_CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
# Told apart by most who see colours differently; names and numbers say the same without them.
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#b0528c", "#7a5c00", "#3f7fbf")
_CONTESTED = "#b00020"
_INK = "#1f1f1f"
_DIM = "#595959"
_GRID = "#e2e2e2"
# What fonts have no sign for, and no XML may hold.
_WITHOUT_SIGNS = {number: f"<U+{number:04X}>" for number in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
# What few fonts have is shown as what most have.
_CONFLICT, _DAGGER = "✗", "†"
# What a page of its own has of the libraries that draw.
_LIBRARY = "window.vegaEmbed = vegaEmbed;"
# A character that no font has, but the box in its place.
_IN_NO_FONT = "\U000f1234"


class _Layout(Record):
    """Where names end, and where axes start and end, in pixels from the left."""

    name: int
    axis: int
    end: int


def require_altair() -> None:
    """Raise UsageError where what draws pictures is not installed."""
    if not all(find_spec(name) for name in ("altair", "vl_convert")):
        raise UsageError(
            "a picture needs Altair and vl-convert; install them with pip install 'cqfacts[charts]'"
        )


def write_picture(chart: Chart, format_name: str) -> str | bytes:
    """Return a chart as one of PICTURES. Raises UsageError where Altair is not installed."""
    require_altair()
    spec = to_altair(chart).to_dict()
    if format_name == "json":
        return json.dumps(spec, indent=2, ensure_ascii=False) + "\n"
    import vl_convert

    _register_fonts()
    told: dict[str, Any] = {"vl_version": _choose_version(), "allowed_base_urls": []}
    if format_name == "png":
        from .png import compress

        return compress(vl_convert.vegalite_to_png(spec, scale=_PIXELS_A_POINT, **told))
    svg = _name_svg(vl_convert.vegalite_to_svg(spec, **told), chart)
    if format_name == "svg":
        return svg
    from .page import write_page

    return write_page(chart, svg, spec, vl_convert.javascript_bundle(_LIBRARY, _choose_version()))


def find_missing_characters(chart: Chart) -> str:
    """Return the characters of a chart that no font of this system has, each once.

    A character is missing where it is drawn as what no font has is drawn: an empty box.
    """
    import vl_convert

    _register_fonts()

    def draw(character: str) -> bytes:
        size = 2 * _FONT_SIZE
        fonts = escape(_choose_fonts(chart), {'"': "'"})
        return vl_convert.svg_to_png(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
            f'<text y="{1.5 * _FONT_SIZE}" font-family="{fonts}" font-size="{_FONT_SIZE}">'
            f"{escape(character)}</text></svg>"
        )

    box = draw(_IN_NO_FONT)
    words = dict.fromkeys(character for text in _texts(chart) for character in text)
    unusual = (one for one in words if not one.isascii() and not one.isspace())
    return "".join(one for one in unusual if draw(one) == box)


def to_altair(chart: Chart) -> VConcatChart:
    """Return a chart as Altair has it: a panel below the other, then what is to be known of them.

    Raises UsageError where Altair is not installed.
    """
    require_altair()
    alt = _load_altair()

    layout = _lay_out(chart)
    views: list[Any] = []
    for section in chart.sections:
        for number, panel in enumerate(section.panels):
            heads = _describe_heads(chart, section, panel, is_first=number == 0)
            views.append(_draw_panel(panel, layout, heads))
    views.append(_draw_lines(list(_describe_rest(chart, layout))))
    above, below = _describe_title(chart)
    title = alt.TitleParams(
        text=above,
        **({"subtitle": below} if below else {}),
        anchor="start",
        fontSize=19,
        subtitleFontSize=12.5,
        subtitleColor=_DIM,
        subtitlePadding=6,
        offset=20,
        color=_INK,
    )
    # Given at once: each method of Altair's copies all that is there.
    picture: VConcatChart = alt.vconcat(
        *views,
        title=title,
        description=_describe_for_ears(chart),
        spacing=20,
        padding=20,
        background="white",
        config=alt.Config(font=_choose_fonts(chart), view=alt.ViewConfig(stroke=None)),
    )
    return picture


def _load_altair() -> View:
    import altair as alt

    return alt


def _choose_version() -> str:
    """Return the version of Vega-Lite that Altair writes, or the nearest that can be drawn."""
    import vl_convert

    known = vl_convert.get_vegalite_versions()
    wanted = ".".join(_load_altair().SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return wanted if wanted in known else known[-1]


def _register_fonts() -> None:
    import vl_convert

    for folder in filter(None, os.environ.get(FONTS, "").split(os.pathsep)):
        if not os.path.isdir(folder):
            raise UsageError(f"{FONTS} names '{folder}', which is no folder; name one with fonts")
        vl_convert.register_font_directory(os.path.abspath(folder))


def _choose_fonts(chart: Chart) -> str:
    is_wide = any(count_cells(text) > len(text) for text in _texts(chart))
    return ", ".join((*_CHINESE_FONTS, *_FONTS) if is_wide else _FONTS)


def _texts(chart: Chart) -> Iterator[str]:
    """Yield all that is written in a picture."""
    for lines in _describe_title(chart):
        yield from lines
    for section in chart.sections:
        for panel in section.panels:
            yield _clean(describe_panel(section, panel))
    for mark in chart.marks:
        yield _clean(mark.name or "")
        yield _describe_value(mark)
    for line, _ in _describe_rest(chart, _lay_out(chart)):
        yield line


def _lay_out(chart: Chart) -> _Layout:
    """Return where the columns of words begin and end, so that all panels stand in line."""
    periods = max(count_cells(describe_period(mark)) for mark in chart.marks)
    names = max(min(count_cells(_clean(mark.name or "")), _MOST_NAME) for mark in chart.marks)
    values = max(min(count_cells(_describe_value(mark)), _MOST_VALUE) for mark in chart.marks)
    # An arrow that points to the left stands between the names and the axis.
    opens = any(mark.interval.low is None for mark in chart.marks)
    name = round(periods * _CELL) + (_GAP + round(names * _CELL) if names else 0)
    axis = name + 2 * _GAP + (_ARROW if opens else 0)
    end = max(_WIDTH - round(values * _CELL) - 2 * _GAP - _ARROW, axis + _LEAST_PLOT)
    return _Layout(name=name, axis=axis, end=end)


def _draw_panel(panel: Panel, layout: _Layout, heads: tuple[list[str], list[str]]) -> View:
    """Return the layers of a panel: the axis, bars, whiskers, open ends, and words."""
    alt = _load_altair()

    rows = [_to_row(panel, number, layout) for number in range(len(panel.marks))]
    lines = max(max(len(row["name"]), len(row["label"])) for row in rows)
    base = alt.Chart().encode(
        alt.Y("row:O").axis(None).scale(domain=list(range(len(rows))), padding=0),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=name)
            for name in ("key", "period", "figure", "status", "stated", "sources")
        ],
    )
    axis = _build_axis(panel, layout)
    layers = [*_draw_parts(base, rows, axis), *_draw_words(base, axis, layout)]
    title, below = heads
    return alt.layer(
        *layers,
        data=alt.Data(values=rows),
        width=layout.end,
        height=max(_ROW, lines * _LINE + 6) * len(rows),
        title=alt.TitleParams(
            text=title,
            **({"subtitle": below} if below else {}),
            anchor="start",
            frame="group",
            fontSize=13,
            subtitleFontSize=_FONT_SIZE,
            subtitleColor=_DIM,
            color=_INK,
            offset=8,
        ),
    )


def _build_axis(panel: Panel, layout: _Layout) -> Axis:
    """Return what makes the axis of a panel for a field, with the numbers of `choose_ticks`."""
    alt = _load_altair()

    pixels = _PIXELS_A_PLACE if panel.shape == "dot" else _PIXELS_A_TICK
    ticks = choose_ticks(panel, max((layout.end - layout.axis) // pixels, 2))
    places = max(len(tick.label.partition(".")[2]) for tick in ticks)
    scale = alt.Scale(
        domain=[_scaled(panel.low, panel.scale), _scaled(panel.high, panel.scale)],
        range=[layout.axis, layout.end],
        nice=False,
        zero=False,
    )
    axis = alt.Axis(
        values=[_scaled(tick.value, panel.scale) for tick in ticks],
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


def _draw_parts(base: View, rows: Sequence[Mapping[str, Any]], axis: Axis) -> Iterator[View]:
    """Yield what is drawn of the marks, a layer a part, as far as any mark has it."""
    dyed = {"fill": _color("fill"), "stroke": _color("color")}
    ink = {"color": _color("ink")}
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
            shape="triangle-left", xOffset=-_ARROW / 2, **arrow
        ).encode(axis("tip"), **dyed),
        "right": lambda view: view.mark_point(
            shape="triangle-right", xOffset=_ARROW / 2, **arrow
        ).encode(axis("tip"), **dyed),
        "dot": lambda view: view.mark_point(shape="circle", size=90, opacity=1, **line).encode(
            axis("value"), **dyed
        ),
        "middle": lambda view: view.mark_circle(size=14, opacity=1).encode(axis("value"), **ink),
    }
    for part, draw in layers.items():
        if any(part in row["parts"] for row in rows):
            yield draw(base.transform_filter(f"indexof(datum.parts, '{part}') >= 0"))


def _draw_words(base: View, axis: Axis, layout: _Layout) -> Iterator[View]:
    """Yield the periods, the names, and the figures at the end of what is drawn."""
    alt = _load_altair()

    words = {"fontSize": _FONT_SIZE, "baseline": "middle", "lineHeight": _LINE}
    yield base.mark_text(align="left", color=_INK, **words).encode(x=alt.value(0), text="shown:N")
    yield base.mark_text(align="right", color=_INK, **words).encode(
        x=alt.value(layout.name + _GAP), text="name:N"
    )
    yield base.mark_text(align="left", color=_INK, dx=_GAP + 2, **words).encode(
        axis("end"), text="label:N"
    )


def _to_row(panel: Panel, number: int, layout: _Layout) -> dict[str, Any]:
    """Return a mark as plain data: numbers in the unit of the axis, words in lines."""
    mark = panel.marks[number]
    above = panel.marks[number - 1].period if number else ""
    period = _clean(describe_period(mark))
    color = _CONTESTED if mark.is_contested else _COLORS[mark.indicator % len(_COLORS)]
    said = dict.fromkeys(_clean(fact.stated) for fact in mark.facts if fact.stated)
    return {
        "row": number,
        "key": mark.facts[0].key,
        "period": period,
        "shown": "" if above == mark.period else period,
        "name": wrap(_clean(mark.name or ""), _MOST_NAME),
        "figure": _clean(mark.text),
        "label": wrap(_describe_value(mark), _MOST_VALUE),
        "status": mark.status,
        "stated": "; ".join(said),
        "sources": ", ".join(dict.fromkeys(fact.source for fact in mark.facts)),
        **_place_mark(panel, mark, layout),
        "fill": "#ffffff"
        if mark.is_hollow
        else _lighten(color)
        if mark.status == "estimate"
        else color,
        "color": color,
        "ink": _INK,
    }


def _place_mark(panel: Panel, mark: Mark, layout: _Layout) -> dict[str, Any]:
    """Return the parts that are drawn of a mark, and where they lie on its axis.

    `from` and `to` are the ends of its bar, `low` and `high` those of what it may mean, `tip` is
    where an arrow stands, and `end` is the rightmost of all.
    """

    def place(number: Decimal) -> float:
        return _scaled(number, panel.scale)

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
    is_dot = is_known and (panel.shape == "dot" or not (bar or is_ranged))
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
    shown = [*bar, *([low, high] if is_ranged or is_loose else [value] if is_known else [])]
    return {
        "parts": [part for part, is_there in parts.items() if is_there],
        "value": value,
        "low": low,
        "high": high,
        "from": bar[0] if bar else None,
        "to": bar[1] if bar else None,
        "tip": tips.get(side or ""),
        "end": max(0.0, *shown) + (_ARROW / pixels if side == "right" else 0.0),
    }


def _draw_lines(lines: Sequence[tuple[str, bool]]) -> View:
    """Return lines of text below the panels, headings among them."""
    alt = _load_altair()

    rows = [{"row": row, "text": text, "head": head} for row, (text, head) in enumerate(lines)]
    ink = alt.when("datum.head").then(alt.value(_INK)).otherwise(alt.value(_DIM))
    return (
        alt.Chart(alt.Data(values=rows))
        .mark_text(align="left", baseline="middle", fontSize=11)
        .encode(alt.Y("row:O").axis(None), x=alt.value(0), text="text:N", color=ink)
        .properties(width=_WIDTH, height=_LINE * len(rows))
    )


def _describe_value(mark: Mark) -> str:
    said = describe_value(mark, letter_note)
    return _clean(said.replace(_CONFLICT, _DAGGER, 1) if mark.is_contested else said)


def _describe_title(chart: Chart) -> tuple[list[str], list[str]]:
    """Return the title of a picture in lines, and what stands below it."""
    above = wrap(_clean(chart.title), _LONGEST_TITLE)
    if len(chart.sections) > 1:
        return above, []
    below = [_clean(describe_indicator(one)) for one in chart.sections[0].indicators]
    return above, [line for text in below for line in wrap(text, _LONGEST_LINE)]


def _describe_heads(
    chart: Chart, section: Section, panel: Panel, *, is_first: bool
) -> tuple[list[str], list[str]]:
    """Return what stands over a panel, the indicators with the first of each section."""
    own = wrap(_clean(describe_panel(section, panel)), _LONGEST_LINE)
    if len(chart.sections) == 1 or not is_first:
        return own, []
    labels = ", ".join(one.label for one in section.indicators)
    below = [_clean(describe_indicator(one)) for one in section.indicators]
    return wrap(_clean(labels), _LONGEST_LINE), [*below, *own]


def _describe_rest(chart: Chart, layout: _Layout) -> Iterator[tuple[str, bool]]:
    """Yield the lines below a picture, and which of them are headings."""
    said = [
        *_explain_signs(chart, layout),
        *(note for section in chart.sections for note in _own_notes(chart, section)),
        *list_notes(chart, letter_note),
    ]
    for text in said:
        yield from ((line, False) for line in wrap(_clean(text), _LONGEST_LINE))
    if said:
        yield "", False
    yield "Sources", True
    for source in list_sources(chart):
        yield from ((line, False) for line in wrap(_clean(source), _LONGEST_LINE))


def _own_notes(chart: Chart, section: Section) -> Iterator[str]:
    """Yield the footnotes of a section, with what they are about where there are several."""
    named = f"{section.indicators[0].key}: " if len(chart.sections) > 1 else ""
    yield from (f"{named}{note.replace(_CONFLICT, _DAGGER)}" for note in section.footnotes)


def _explain_signs(chart: Chart, layout: _Layout) -> Iterator[str]:
    """Yield what a reader must know of bounds, rounding and targets, where there are any."""
    places = [
        _place_mark(panel, mark, layout)
        for section in chart.sections
        for panel in section.panels
        for mark in panel.marks
    ]
    if any(mark.is_hollow for mark in chart.marks):
        yield "Empty marks are targets, filled ones what was reached."
    if any(mark.status == "estimate" for mark in chart.marks):
        yield "Pale marks are estimates."
    if any({"left", "right"} & set(place["parts"]) for place in places):
        yield "An arrow is an open end: the source gives a bound, and the figure lies beyond it."
    if any("range" in place["parts"] for place in places):
        yield "A line between two ends is what a figure may mean that is rounded or not exact."


def _describe_for_ears(chart: Chart) -> str:
    """Return a picture in words, for those who do not see it."""
    said = [
        f"{describe_panel(section, panel)}: "
        + "; ".join(
            " ".join(word for word in (describe_period(mark), mark.name, mark.text) if word)
            for mark in panel.marks
        )
        for section in chart.sections
        for panel in section.panels
    ]
    return _clean(". ".join([chart.title, *said]))


def _name_svg(svg: str, chart: Chart) -> str:
    """Return an SVG with a title, which programs show and read out."""
    title = f"<title>{escape(_clean(chart.title))}</title>"
    text = f"<desc>{escape(_describe_for_ears(chart))}</desc>"
    start, bracket, rest = svg.partition(">")
    return f'{start} role="img"{bracket}{title}{text}{rest}\n'


def _color(field: str) -> View:
    """Return an encoding by the colours that stand in a field themselves."""
    alt = _load_altair()

    kinds = {"fill": alt.Fill, "color": alt.Stroke, "ink": alt.Color}
    return kinds[field](f"{field}:N", scale=None, legend=None)


def _lighten(color: str) -> str:
    """Return a colour halfway to white."""
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{(part + 255) // 2:02x}" for part in parts)


def _scaled(number: Decimal, scale: int) -> float:
    """Return a number in the unit of an axis, as exact as a picture needs it."""
    return float(number.scaleb(-scale))


def _clean(text: str) -> str:
    """Return stored text with nothing hidden in it, as all formats can hold it."""
    return make_visible(text.translate(_WITHOUT_SIGNS)).replace(JOIN, " ")
