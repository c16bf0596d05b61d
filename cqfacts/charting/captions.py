"""Captions: what stands beside the marks of a chart, over its panels, and below."""

from __future__ import annotations

from string import ascii_lowercase

from cqfacts.wording import JOIN, describe_source, describe_unit, number_note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cqfacts.model import Indicator

    from .marks import Chart, Mark, Panel, Section

UNDATED = "undated"
"""Stands for the period of a fact that has none."""


def describe_period(mark: Mark) -> str:
    """Return the period of a mark, or that it has none."""
    return mark.period or UNDATED


def letter_note(place: int) -> str:
    """Return the sign that refers to a note where fonts lack raised numbers: `(a)`, `(ab)`."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, len(ascii_lowercase))
        letters = ascii_lowercase[letter] + letters
    return f"({letters})"


def describe_value(mark: Mark, refer: Callable[[int], str] = number_note) -> str:
    """Return the number of a mark, its notes, and its sources: `✗ 5.3 % ¹ [2, 4]`.

    `refer` makes the sign that refers to a note.
    """
    notes = " ".join(refer(place) for place in sorted(mark.notes))
    sources = ", ".join(str(place + 1) for place in sorted(mark.sources))
    value = f"✗{JOIN}{mark.text}" if mark.is_contested else mark.text
    return f"{value}{JOIN}{notes} [{sources}]" if notes else f"{value} [{sources}]"


def describe_panel(section: Section, panel: Panel) -> str:
    """Return what stands over a panel: `growth, %`, with its indicator where there are several."""
    is_one_of_many = len(section.indicators) > 1 and len(panel.indicators) == 1
    named = [section.indicators[panel.indicators[0]].label] if is_one_of_many else []
    return ", ".join([*named, describe_axis_title(panel)])


def describe_axis_title(panel: Panel) -> str:
    """Return what a panel shows, and what its axis counts in."""
    return f"{panel.title}, {panel.axis}" if panel.axis else panel.title


def describe_indicator(indicator: Indicator) -> str:
    """Return what an indicator is about, its unit and its key."""
    words = (indicator.subject, describe_unit(indicator.unit), indicator.key)
    return ", ".join(filter(None, words))


def list_notes(chart: Chart, refer: Callable[[int], str] = number_note) -> Iterator[str]:
    """Yield the notes of a chart, each behind the sign that refers to it."""
    for place, note in enumerate(chart.notes):
        yield f"{refer(place)} {note}"


def list_sources(chart: Chart) -> Iterator[str]:
    """Yield the documents behind a chart, numbered as its marks refer to them."""
    for number, source in enumerate(chart.sources, 1):
        yield f"{number} {source.id}: {describe_source(source)}"
