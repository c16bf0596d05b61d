"""How a chart looks at a terminal: its panels, what the signs mean, and the documents."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from cqfacts.charting.captions import (
    describe_indicator,
    describe_panel,
    describe_period,
    describe_value,
    list_notes,
    list_sources,
)
from cqfacts.record import Record

from .parts import render_heading
from .plot import PLAIN, Plot
from .wrapping import show_wrapped, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from cqfacts.charting import Chart, Mark, Panel, Section
    from cqfacts.charting.marks import Sign


_GAP = "  "
_LEAST_PLOT = 16
_MOST_PLOT = 100
_MOST_NAME = 32
_LEAST_VALUE = 12
_COLORS = ("cyan", "yellow", "magenta", "green", "blue")
_CONTESTED = "red"
_MEANINGS: dict[Sign, tuple[str, str]] = {
    "empty bar": ("══╡", "a target"),
    "empty dot": ("○", "a target"),
    "estimate": ("▒▒▒", "an estimate"),
}
_ARROWS: dict[Sign, str] = {"open low": "◄", "open high": "►"}
# What ASCII says in place of signs.
_PLAIN = PLAIN | str.maketrans(
    {
        "≈": "~",
        "≥": ">=",
        "≤": "<=",
        "−": "-",
        "–": "-",
        "…": "...",
        "×": "x",
        "·": "-",
        "✗": "x",
        "“": '"',
        "”": '"',
        "’": "'",
        **{chr(number): f"<U+{number:04X}>" for number in (*range(0x20), 0x7F)},
        **{raised: f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    }
)


class _Line(Record):
    """A mark beside its plot: what stands before and behind it."""

    period: str
    name: str
    value: str


def render_chart(chart: Chart, width: int, *, is_ascii: bool = False) -> Iterator[RenderableType]:
    """Yield a chart section by section, then its legend, notes and sources."""
    drawing = _Drawing(chart, width, is_ascii=is_ascii)
    for section in chart.sections:
        yield Group(*drawing.render_section(section), Text(""))
    yield Group(*drawing.render_rest())


class _Drawing:
    """What all parts of a drawing share: its width, how text is shown, and what was drawn."""

    def __init__(self, chart: Chart, width: int, *, is_ascii: bool) -> None:
        self._chart = chart
        self._width = width
        self._is_ascii = is_ascii
        self._drawn: set[Sign] = set()

    def render_section(self, section: Section) -> Iterator[RenderableType]:
        """Yield the headings, panels and footnotes of a section."""
        for indicator in section.indicators:
            if self._is_ascii:
                described = f"{indicator.label}, {describe_indicator(indicator)}"
                yield from self._wrap(described, "bold")
            else:
                yield render_heading(indicator)
        for panel in section.panels:
            yield Text("")
            yield from self._wrap(describe_panel(section, panel), "bold")
            yield from self._render_panel(panel)
        if section.footnotes:
            yield Text("")
        for note in section.footnotes:
            yield from self._wrap(note, "dim", indent=2)

    def render_rest(self) -> Iterator[RenderableType]:
        """Yield what the signs mean, the notes and the sources."""
        said = [
            *(f"{sign:3}  {meaning}" for sign, meaning in self._explain_signs()),
            *list_notes(self._chart),
        ]
        for line in said:
            yield from self._wrap(line, "dim")
        if said:
            yield Text("")
        yield Text("Sources", style="dim")
        for source in list_sources(self._chart):
            yield from self._wrap(source, "dim", indent=2)

    def _render_panel(self, panel: Panel) -> Iterator[RenderableType]:
        lines = [
            _Line(
                period=self._plain(describe_period(mark)),
                name=self._plain(mark.name or ""),
                value=self._plain(describe_value(mark)),
            )
            for mark in panel.marks
        ]
        period = max(width_of(line.period) for line in lines)
        name = min(max(width_of(line.name) for line in lines), _MOST_NAME, self._width // 3)
        value = max(width_of(line.value) for line in lines)
        before = period + len(_GAP) + (name + len(_GAP) if name else 0)
        rest = self._width - before - len(_GAP)
        value = min(value, max(rest - _LEAST_PLOT, _LEAST_VALUE))
        plot = min(rest - value, _MOST_PLOT)
        if plot < _LEAST_PLOT:
            yield from self._render_stacked(panel, lines)
        else:
            yield from self._render_beside(panel, lines, (period, name, value, plot))

    def _render_beside(
        self, panel: Panel, lines: Sequence[_Line], widths: tuple[int, int, int, int]
    ) -> Iterator[RenderableType]:
        """Yield the marks with their words beside them."""
        period_width, name_width, value_width, plot_width = widths
        plot = Plot(panel, plot_width)
        indent = " " * (period_width + len(_GAP) + (name_width + len(_GAP) if name_width else 0))
        above = ""
        for mark, line in zip(panel.marks, lines, strict=True):
            period = "" if line.period == above else line.period
            above = line.period
            if mark.follows_gap:
                yield self._dim(indent + plot.draw_gap())
            names = _lines_of(line.name, name_width) if name_width else [""]
            values = _lines_of(line.value, value_width)
            for number in range(max(len(names), len(values))):
                text = Text(no_wrap=True)
                text.append(_pad(period if number == 0 else "", period_width) + _GAP)
                if name_width:
                    text.append(_pad(_at(names, number), name_width) + _GAP)
                if number == 0:
                    text.append(self._plain(plot.draw(mark)), style=_style_of(mark))
                else:
                    text.append(self._plain(plot.draw_gap()), style="dim")
                text.append(_GAP + _at(values, number))
                text.rstrip()
                yield text
        self._drawn |= panel.find_signs(plot.visible)
        yield from (self._dim(indent + axis) for axis in plot.draw_axis())

    def _render_stacked(self, panel: Panel, lines: Sequence[_Line]) -> Iterator[RenderableType]:
        """Yield the marks with their words above them, where there is no room beside."""
        plot = Plot(panel, self._width)
        for mark, line in zip(panel.marks, lines, strict=True):
            if mark.follows_gap:
                yield Text("")
            words = [word for word in (line.period, line.name, line.value) if word]
            yield from self._wrap(_GAP.join(words), "")
            drawn = self._plain(plot.draw(mark)).rstrip()
            yield Text(drawn, style=_style_of(mark), no_wrap=True)
        self._drawn |= panel.find_signs(plot.visible)
        yield from map(self._dim, plot.draw_axis())

    def _explain_signs(self) -> Iterator[tuple[str, str]]:
        """Yield the signs that need words, each with its meaning, for what was drawn so far."""
        yield from (meaning for sign, meaning in _MEANINGS.items() if sign in self._drawn)
        if arrows := [arrow for sign, arrow in _ARROWS.items() if sign in self._drawn]:
            meaning = "an open end: the source gives a bound, and the figure lies beyond it"
            yield " ".join(arrows), meaning
        if "range" in self._drawn:
            yield "├─┤", "what a figure may mean that is rounded or not exact"

    def _wrap(self, text: str, style: str, *, indent: int = 0) -> Iterator[Text]:
        for line in _lines_of(self._plain(text), self._width - indent):
            yield Text(" " * indent + line, style=style, no_wrap=True)

    def _dim(self, line: str) -> Text:
        return Text(self._plain(line).rstrip(), style="dim", no_wrap=True)

    def _plain(self, text: str) -> str:
        """Return text as it is to be shown: in ASCII, as far as the words are our own."""
        return text.translate(_PLAIN) if self._is_ascii else text


def _style_of(mark: Mark) -> str:
    return _CONTESTED if mark.is_contested else _COLORS[mark.indicator % len(_COLORS)]


def _lines_of(text: str, width: int) -> list[str]:
    return show_wrapped(text, max(width, 1)).plain.split("\n")


def _at(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
