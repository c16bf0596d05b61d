"""Labels: all that is written in a picture, in lines, with nothing hidden in them."""

from __future__ import annotations

from cqfacts.charting.captions import (
    describe_indicator,
    describe_panel,
    describe_period,
    describe_value,
    letter_note,
    list_notes,
    list_sources,
)
from cqfacts.visible import make_visible, shorten
from cqfacts.wording import JOIN

from .lines import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cqfacts.charting import Chart, Mark, Panel, Section
    from cqfacts.charting.marks import Sign

_LONGEST_LINE = 126
_LONGEST_TITLE = 76
# What fonts have no sign for, and no XML may hold.
_WITHOUT_SIGNS = {number: f"<U+{number:04X}>" for number in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
# What few fonts have is shown as what most have.
_CONFLICT, _DAGGER = "✗", "†"


def clean(text: str) -> str:
    """Return stored text with nothing hidden in it, as all formats can hold it.

    Both ends of it are shown where it is longer than any picture.
    """
    return make_visible(shorten(text).translate(_WITHOUT_SIGNS)).replace(JOIN, " ")


def describe_figure(mark: Mark) -> str:
    """Return the number of a mark, its notes and its sources, in signs that fonts have."""
    said = describe_value(mark, letter_note)
    return clean(said.replace(_CONFLICT, _DAGGER, 1) if mark.is_contested else said)


def describe_title(chart: Chart) -> tuple[list[str], list[str]]:
    """Return the title of a picture in lines, and what stands below it."""
    above = wrap(clean(chart.title), _LONGEST_TITLE)
    if len(chart.sections) > 1:
        return above, []
    return above, _lines_of(map(describe_indicator, chart.sections[0].indicators))


def describe_heads(
    chart: Chart, section: Section, panel: Panel, *, is_first: bool
) -> tuple[list[str], list[str]]:
    """Return what stands over a panel, the indicators with the first of each section."""
    own = _lines_of([describe_panel(section, panel)])
    if len(chart.sections) == 1 or not is_first:
        return own, []
    labels = ", ".join(one.label for one in section.indicators)
    below = [clean(describe_indicator(one)) for one in section.indicators]
    return wrap(clean(labels), _LONGEST_LINE), [*below, *own]


def describe_rest(chart: Chart, signs: Collection[Sign]) -> Iterator[tuple[str, bool]]:
    """Yield the lines below a picture, the signs explained, and which of them are headings."""
    own = (note for section in chart.sections for note in _own_notes(chart, section))
    notes = _lines_of([*_explain_signs(signs), *own, *list_notes(chart, letter_note)])
    yield from ((line, False) for line in [*notes, ""] if notes)
    yield "Sources", True
    yield from ((line, False) for line in _lines_of(list_sources(chart)))


def _lines_of(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in wrap(clean(text), _LONGEST_LINE)]


def _own_notes(chart: Chart, section: Section) -> Iterator[str]:
    """Yield the footnotes of a section, with what they are about where there are several."""
    named = f"{section.indicators[0].key}: " if len(chart.sections) > 1 else ""
    yield from (f"{named}{note.replace(_CONFLICT, _DAGGER)}" for note in section.footnotes)


def _explain_signs(signs: Collection[Sign]) -> Iterator[str]:
    """Yield what a reader must know of bounds, rounding and targets, where there are any."""
    if "empty bar" in signs or "empty dot" in signs:
        yield "Empty marks are targets, filled ones what was reached."
    if "estimate" in signs:
        yield "Pale marks are estimates."
    if "open low" in signs or "open high" in signs:
        yield "An arrow is an open end: the source gives a bound, and the figure lies beyond it."
    if "range" in signs:
        yield "A line between two ends is what a figure may mean that is rounded or not exact."


def describe_for_ears(chart: Chart) -> str:
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
    return clean(". ".join([chart.title, *said]))


def list_texts(chart: Chart) -> Iterator[str]:
    """Yield all that is written in a picture."""
    for lines in describe_title(chart):
        yield from lines
    for section in chart.sections:
        for panel in section.panels:
            yield from describe_heads(chart, section, panel, is_first=True)[0]
            yield clean(describe_panel(section, panel))
    for mark in chart.marks:
        yield clean(mark.name or "")
        yield describe_figure(mark)
    for line, _ in describe_rest(chart, ()):
        yield line
