"""How a chart looks at a terminal: its panels, what the signs mean, and the documents."""

from __future__ import annotations

from itertools import zip_longest

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
        rows = [
            tuple(map(self._plain, (describe_period(mark), mark.name or "", describe_value(mark))))
            for mark in panel.marks
        ]
        period, name, value = (max(map(width_of, column)) for column in zip(*rows, strict=True))
        name = min(name, _MOST_NAME, self._width // 3)
        before = period + len(_GAP) + (name + len(_GAP) if name else 0)
        rest = self._width - before - len(_GAP)
        value = min(value, max(rest - _LEAST_PLOT, _LEAST_VALUE))
        is_beside = rest - value >= _LEAST_PLOT
        plot = Plot(panel, min(rest - value, _MOST_PLOT) if is_beside else self._width)
        self._drawn |= panel.find_signs(plot.visible)
        if is_beside:
            yield from self._render_beside(plot, rows, (period, name, value))
        else:
            yield from self._render_stacked(plot, rows)
        indent = " " * before if is_beside else ""
        yield from (self._dim(indent + axis) for axis in plot.draw_axis())

    def _render_beside(
        self, plot: Plot, rows: Sequence[tuple[str, ...]], widths: tuple[int, int, int]
    ) -> Iterator[Text]:
        """Yield the marks with their words beside them."""
        above = ""
        for mark, (period, name, value) in zip(plot.panel.marks, rows, strict=True):
            if mark.follows_gap:
                yield self._beside(("", ""), Text(plot.draw_gap(), style="dim"), "", widths)
            drawn = Text(plot.draw(mark), style=_style_of(mark))
            lines = (_lines_of(name, widths[1]), _lines_of(value, widths[2]))
            shown = "" if period == above else period
            above = period
            for named, valued in zip_longest(*lines, fillvalue=""):
                yield self._beside((shown, named), drawn, valued, widths)
                shown, drawn = "", Text(plot.draw_gap(), style="dim")

    def _beside(
        self, words: tuple[str, str], drawn: Text, value: str, widths: tuple[int, int, int]
    ) -> Text:
        """Return a line of a plot with the words before it and behind."""
        line = Text(no_wrap=True)
        for word, width in zip(words, widths, strict=False):
            line.append(_pad(word, width) + _GAP if width else "")
        line.append(Text(self._plain(drawn.plain), style=drawn.style))
        line.append(_GAP + value)
        line.rstrip()
        return line

    def _render_stacked(self, plot: Plot, rows: Sequence[tuple[str, ...]]) -> Iterator[Text]:
        """Yield the marks with their words above them, where there is no room beside."""
        for mark, words in zip(plot.panel.marks, rows, strict=True):
            if mark.follows_gap:
                yield Text("")
            yield from self._wrap(_GAP.join(filter(None, words)), "")
            drawn = self._plain(plot.draw(mark)).rstrip()
            yield Text(drawn, style=_style_of(mark), no_wrap=True)

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


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
