"""How a chart looks at a terminal: honest in every cell, and never wider than it may be."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from conftest import HEADER
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from terminals import run_in_terminal

from cqfacts import Fact, Indicator, chart, open_store, parse_amount
from cqfacts.charting.axis import choose_scale, find_ends
from cqfacts.charting.marks import Mark, Panel
from cqfacts.cli.drawing.chart import render_chart
from cqfacts.cli.drawing.console import draw
from cqfacts.cli.drawing.plot import PLAIN, Plot
from cqfacts.diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run

    from cqfacts import Chart
    from cqfacts.amount import Qualifier
    from cqfacts.model import Measure, Status

PLACE = Indicator(topic="town", name="homes", label="Homes")
QUALIFIERS: tuple[Qualifier | None, ...] = (
    "over",
    "at least",
    "under",
    "at most",
    "about",
    "nearly",
    None,
)


def make_mark(written: str, status: Status = "actual") -> Mark:
    """Make a mark of a figure: a qualifier and a number, apart by a colon."""
    qualifier, _, digits = written.rpartition(":")
    found = next(one for one in QUALIFIERS if (one or "") == qualifier)
    fact = Fact(
        key=PLACE.key,
        source="gazette",
        status=status,
        amount=parse_amount(digits, found),
        origin=Location(file="facts.toml"),
    )
    assert fact.interval is not None
    return Mark(indicator=0, about=PLACE, when=None, of=None, facts=(fact,), interval=fact.interval)


def make_panel(marks: Sequence[Mark], measure: Measure = "level") -> Panel:
    low, high = find_ends(marks, measure)
    return Panel(
        title=measure,
        measure=measure,
        unit=None,
        scale=choose_scale(low, high, measure),
        axis="",
        low=low,
        high=high,
        indicators=(0,),
        marks=tuple(marks),
    )


@pytest.mark.parametrize(
    ("figures", "measure", "drawn", "plain"),
    [
        pytest.param(
            ["10", "5", "2", "1", "0"],
            "level",
            ["│██████████", "│█████     ", "│██        ", "│█         ", "│          "],
            ["|##########", "|#####     ", "|##        ", "|#         ", "|          "],
            id="bars-in-proportion",
        ),
        pytest.param(
            ["100", "55", "12", "1"],
            "level",
            ["│██████████", "│█████▌    ", "│█▎        ", "│▏         "],
            ["|##########", "|######    ", "|##        ", "|#         "],
            id="parts-of-a-cell",
        ),
        pytest.param(
            ["over:8", "10"],
            "level",
            ["│██████▍► ", "│████████ "],
            ["|#######> ", "|######## "],
            id="over-is-open",
        ),
        pytest.param(
            ["under:8", "10"],
            "level",
            ["◄╌╌╌╌╌╌╌┤ ", " │████████"],
            ["<.......| ", " |########"],
            id="under-has-no-bar",
        ),
        pytest.param(
            ["about:6", "10"],
            "level",
            ["│████├┼┤   ", "│██████████"],
            ["|####|+|   ", "|##########"],
            id="about-is-a-whisker",
        ),
        pytest.param(
            ["nearly:9", "10"],
            "level",
            ["│█████████ ", "│██████████"],
            ["|######### ", "|##########"],
            id="a-whisker-too-small-to-see",
        ),
        pytest.param(
            ["-5", "5"],
            "level",
            ["█████│     ", "     │█████"],
            ["#####|     ", "     |#####"],
            id="below-zero-to-the-left",
        ),
        pytest.param(
            ["over:-4", "5"],
            "level",
            ["◄████│     ", "     │█████"],
            ["<####|     ", "     |#####"],
            id="fell-by-over",
        ),
        pytest.param(
            ["under:0.5", "0", "100"],
            "share",
            ["│●         ", "│          ", "│██████████"],
            ["|*         ", "|          ", "|##########"],
            id="too-small-for-a-range",
        ),
        pytest.param(
            ["1", "3", "5"],
            "rank",
            ["│ ●        ", "│     ●    ", "│         ●"],
            ["| *        ", "|     *    ", "|         *"],
            id="ranks-are-dots",
        ),
        pytest.param(
            ["at most:5", "5"],
            "rank",
            ["│ ├───────┤", "│         ●"],
            ["| |-------|", "|         *"],
            id="top-five-is-a-range",
        ),
    ],
)
def test_every_cell_is_honest(
    figures: list[str], measure: Measure, drawn: list[str], plain: list[str]
) -> None:
    marks = [make_mark(figure) for figure in figures]
    width = len(drawn[0])
    plot = Plot(make_panel(marks, measure), width)
    lines = [plot.draw(mark) for mark in marks]
    assert lines == drawn
    assert [line.translate(PLAIN) for line in lines] == plain


@pytest.mark.parametrize(
    ("figure", "status", "drawn"),
    [
        pytest.param("10", "actual", "│██████████ ", id="actual"),
        pytest.param("10", "target", "│═════════╡ ", id="target-is-hollow"),
        pytest.param("over:10", "target", "│══════════▷", id="open-target-is-hollow"),
        pytest.param("10", "estimate", "│▒▒▒▒▒▒▒▒▒▒ ", id="estimate"),
    ],
)
def test_a_status_has_a_sign_of_its_own(figure: str, status: Status, drawn: str) -> None:
    mark = make_mark(figure, status)
    panel = make_panel([mark, make_mark("over:1")])
    assert Plot(panel, 12).draw(mark) == drawn


@pytest.mark.parametrize(
    ("figures", "width", "axis"),
    [
        pytest.param(["10"], 11, ("└────┴────┴", "0    5   10"), id="from-zero"),
        pytest.param(["-10"], 11, ("┴────┴────┘", "−10  −5   0"), id="to-zero"),
        pytest.param(
            ["-10", "10"], 21, ("┴────┴────┴────┴────┴", "−10  −5   0    5   10"), id="both"
        ),
    ],
)
def test_numbers_stand_under_their_cells(
    figures: list[str], width: int, axis: tuple[str, str]
) -> None:
    assert Plot(make_panel([make_mark(one) for one in figures]), width).draw_axis() == axis


NUMBERS = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=3, allow_nan=False
)


@given(st.lists(NUMBERS, min_size=2, max_size=6), st.integers(min_value=16, max_value=120))
def test_a_larger_number_never_has_a_shorter_bar(numbers: list[Decimal], width: int) -> None:
    marks = [make_mark(f"{number:f}") for number in numbers]
    plot = Plot(make_panel(marks), width)
    lengths = {}
    for number, mark in zip(numbers, marks, strict=True):
        line = plot.draw(mark)
        assert len(line) == width
        right, left = line[plot.zero + 1 :].rstrip(), line[: plot.zero].strip()
        lengths[number] = len(right) if number > 0 else -len(left) if number < 0 else 0
    ordered = [lengths[number] for number in sorted(lengths)]
    assert ordered == sorted(ordered)


@given(
    st.lists(
        st.tuples(NUMBERS, st.sampled_from(QUALIFIERS), st.sampled_from(["level", "growth"])),
        min_size=1,
        max_size=5,
    ),
    st.integers(min_value=16, max_value=120),
)
def test_an_arrow_is_drawn_for_an_open_end_and_for_nothing_else(
    figures: list[tuple[Decimal, str | None, str]], width: int
) -> None:
    marks = [make_mark(f"{qualifier or ''}:{number:f}") for number, qualifier, _ in figures]
    plot = Plot(make_panel(marks), width)
    for mark in marks:
        line = plot.draw(mark)
        opens = (mark.interval.low is None, mark.interval.high is None)
        assert ("◄" in line, "►" in line) == opens
        assert len(line) == width


def quote(text: str) -> str:
    """Write text as TOML does, with everything unusual escaped."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08X}" for c in text) + '"'


LABELS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
FACTS = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["level", "growth", "share", "rank", "multiple", "change"]),
        "status": st.sampled_from(["actual", "target", "estimate"]),
        "period": st.sampled_from(
            ["2024", "2025", "2025-Q1", "2021/2025", "../2020", "2025-06-30"]
        ),
        "qualifier": st.sampled_from(QUALIFIERS),
        "of": st.one_of(st.none(), LABELS),
        "note": st.one_of(st.none(), LABELS),
    }
)
VALUES = st.one_of(
    st.integers(min_value=1, max_value=10**20),
    st.integers(min_value=1, max_value=12),
    st.sampled_from(["43 thousand", "-3.38 trillion", "0.000001", "12.5", "0", "95.3万"]),
)


def write_store(
    path: Path, labels: Sequence[str], facts: Sequence[tuple[dict[str, str], object]]
) -> None:
    text = HEADER
    for number, label in enumerate(labels):
        text += f"[town.i{number}]\nlabel = {quote(label)}\nunit = {quote(label)}\n"
    for number, (fact, value) in enumerate(facts):
        text += f"[[town.i{number % len(labels)}.facts]]\n"
        text += "".join(f"{key} = {quote(said)}\n" for key, said in fact.items() if said)
        base = 'base = "2020"\n' if fact["measure"] in ("multiple", "change") else ""
        written = quote(value) if isinstance(value, str) else value
        text += f'value = {written}\n{base}source = "gazette"\n'
    path.write_text(text, encoding="utf-8")


def draw_lines(drawn: Chart, width: int, *, is_ascii: bool) -> list[str]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COLUMNS", str(width))
        pieces = draw(
            lambda given: render_chart(drawn, given, is_ascii=is_ascii), "never", is_file=True
        )
        return "".join(pieces).split("\n")


@given(
    labels=st.lists(LABELS, min_size=1, max_size=3),
    facts=st.lists(st.tuples(FACTS, VALUES), min_size=1, max_size=6),
    width=st.integers(min_value=20, max_value=220),
    is_ascii=st.booleans(),
)
def test_nothing_is_drawn_outside_its_width(
    tmp_path_factory: pytest.TempPathFactory,
    labels: list[str],
    facts: list[tuple[dict[str, str], object]],
    width: int,
    is_ascii: bool,
) -> None:
    path = tmp_path_factory.mktemp("drawn") / "facts.toml"
    write_store(path, labels, facts)
    terms = [f"town.i{number}" for number in range(len(labels))]
    lines = draw_lines(chart(open_store(path), terms), width, is_ascii=is_ascii)
    assert [line for line in lines if cell_len(line) > width] == []
    hidden = {"\x1b", "\r", "\t", "\x9b", "\u202e", "\u200b", "\u2066"}
    assert not hidden & set("".join(lines))
    if is_ascii and all(label.isascii() for label in labels):
        said = "".join(str(fact[key]) for fact, _ in facts for key in ("of", "note"))
        assert not said.isascii() or "".join(lines).replace("万", "").isascii()


def test_a_terminal_has_colour_and_a_pipe_has_none(run: Run) -> None:
    command = "cqfacts chart nev -m level"
    assert "\x1b[36m" in run_in_terminal(command)
    assert "\x1b" not in run_in_terminal(command, {"NO_COLOR": "1"})
    assert "\x1b" not in run_in_terminal(command, {"TERM": "dumb"})
    piped = run("chart", "nev", "-m", "level").out
    assert "\x1b" not in piped
    assert piped == run_in_terminal(command, {"NO_COLOR": "1"})


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_chart_is_as_wide_as_its_terminal(width: int) -> None:
    lines = run_in_terminal("cqfacts chart gdp", {"NO_COLOR": "1"}, width=width).split("\n")
    assert width * 0.6 < max(map(cell_len, lines)) <= width


def test_signs_that_a_stream_lacks_are_drawn_in_ascii() -> None:
    args = [sys.executable, "-m", "cqfacts", "chart", "gdp"]
    plain = subprocess.run(
        args, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    asked = subprocess.run(
        [*args, "--ascii"], capture_output=True, check=True, env={"PYTHONUTF8": "1"}
    )
    assert plain.stdout == asked.stdout
    assert b"##" in plain.stdout
    assert plain.stdout.isascii()


def test_colour_is_never_the_only_sign(run: Run) -> None:
    """Two indicators on an axis, and sources that conflict, are told apart without it."""
    out = run("chart", "新能源汽车", "汽车产量", "-s", "tests/golden/chart.toml").out
    bars = [line for line in out.split("\n") if "│" in line]
    assert len(bars) == 5
    assert all("新能源汽车产量" in line or " 汽车产量" in line for line in bars)
    assert [("✗" in line) for line in bars] == [False, False, False, True, True]
