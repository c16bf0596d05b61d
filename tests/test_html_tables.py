"""Tables of HTML: what a cell that spans several columns or rows is in the text of a document."""

from __future__ import annotations

import pytest

from cqfacts.auditing import parse_document
from cqfacts.errors import CqfactsError
from cqfacts.figures import read_figures


def rows_of(page: str) -> list[str]:
    text = parse_document(page, "page.html", "html").text
    return [line.strip() for line in text.splitlines() if "|" in line]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        pytest.param(
            "<table><tr><th colspan=2>a<th>b<tr><td>1<td>2<td>3</table>",
            ["| a |  | b", "| 1 | 2 | 3"],
            id="columns",
        ),
        pytest.param(
            "<table><tr><th rowspan='2'>a<th>b<tr><th>c<tr><td>1<td>2</table>",
            ["| a | b", "|  | c", "| 1 | 2"],
            id="rows",
        ),
        pytest.param(
            "<table><tr><td>1<td rowspan=2>a<tr><td>2<tr><td>3<td>4</table>",
            ["| 1 | a", "| 2", "| 3 | 4"],
            id="the-last-column",
        ),
        pytest.param(
            '<table><tr><td colspan="2" rowspan="2">a<td>b<tr><td>c<tr><td>1<td>2<td>3</table>',
            ["| a |  | b", "|  |  | c", "| 1 | 2 | 3"],
            id="both",
        ),
        pytest.param(
            "<table><tr><td colspan=two rowspan=-1>a<td>b</table>",
            ["| a | b"],
            id="what-is-no-number-is-one",
        ),
        pytest.param(
            "<table><tr><td rowspan=2>a<td><table><tr><td>x<tr><td>y</table><tr><td>b</table>",
            ["| a |", "| x", "| y", "|  | b"],
            id="a-table-within-another",
        ),
        pytest.param(
            "<table><tr><td>a<br>(bn)<td><p>b\nc</p><tr><td>1|2<td>3 &#124; 4</td>\n</table>",
            [r"| a (bn) |  b c", r"| 1\|2 | 3 \| 4"],
            id="lines-and-strokes-within-a-cell",
        ),
    ],
)
def test_cells_stand_in_the_columns_that_a_browser_shows(page: str, rows: list[str]) -> None:
    assert rows_of(page) == rows


def test_heads_in_two_rows_and_a_caption_say_what_numbers_are() -> None:
    page = """
    <table><caption>Journeys (millions) and change, by area</caption>
    <tr><th rowspan=2>Area<th colspan=2>Journeys<th rowspan=2>Change (%)
    <tr><th>2023<th>2024
    <tr><td>Kelham<td>201.4<td>214.9<td>6.7</table>
    """
    text = parse_document(page, "page.html", "html").text
    read = [(f"{one.value:f}", one.unit) for one in read_figures(text)]
    assert read == [("201400000", None), ("214900000", None), ("6.7", "%")]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<table><tr>" + "<td colspan=1000 rowspan=60000>5" * 3000, id="columns"),
        pytest.param(
            "<table><tr><td>1" + "<td colspan=1000 rowspan=60000>5" * 500 + "<tr><td>" * 100_000,
            id="rows",
        ),
    ],
)
def test_cells_that_span_more_than_a_page_may_have_are_refused(page: str) -> None:
    with pytest.raises(CqfactsError, match="page.html has more than .*; split the document"):
        parse_document(page, "page.html", "html")
