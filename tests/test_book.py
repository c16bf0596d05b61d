"""The fact book as a file: what it says, its charts, and that no stored text breaks out of it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts import Selection, open_store
from cqfacts.citing import cite_fact, format_citation
from cqfacts.export.book import compose_book
from cqfacts.export.book.chart import place_days
from cqfacts.export.excerpt import Excerpt
from cqfacts.export.links import find_link
from cqfacts.selection import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import MakeStore, Run

    from cqfacts import Store

TODAY = date(2026, 6, 30)
LARGEST_SHIPPED = 420_000
VOID = {"meta", "link", "input", "br", "path"}


@dataclass
class Element:
    """An element of a page, as a browser would see it."""

    name: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def text(self) -> str:
        words = (one.text if isinstance(one, Element) else one for one in self.children)
        return "".join(words)

    def find(self, name: str, **wanted: str) -> list[Element]:
        """Return the elements of this name; `class_` is one of its classes."""
        return [
            one
            for one in self.walk()
            if one.name == name
            and all(
                value in (one.attributes.get(key.rstrip("_")) or "").split()
                for key, value in wanted.items()
            )
        ]


class Reader(HTMLParser):
    """Reads a page into elements, and refuses one whose tags do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of <{tag}> is said twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(text: str) -> Element:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1
    return reader.root


def write(store: Store, selection: Selection = EVERYTHING) -> str:
    return "".join(compose_book(Excerpt(store, selection=selection), today=TODAY))


@pytest.fixture(scope="module")
def text(shipped: Store) -> str:
    return write(shipped)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    return read(text)


@pytest.fixture
def book(load: Callable[[str], Store]) -> Callable[[str], Element]:
    """Write the book of a store of this text, and read it."""
    return lambda text: read(write(load(text)))


def article(page: Element, key: str) -> Element:
    (found,) = page.find("article", id=key)
    return found


def rows(table: Element) -> list[list[str]]:
    """Return the words of each row of a table, without its head."""
    return [
        [" ".join(cell.text.split()) for cell in row.children if isinstance(cell, Element)]
        for body in table.find("tbody")
        for row in body.find("tr")
    ]


def said(cell: str) -> str:
    """Return what a cell says before the button."""
    return cell.removesuffix("Cite").strip()


# The shipped store


def test_the_book_of_the_shipped_store_is_small(text: str) -> None:
    print(f"{len(text.encode()):,} bytes")
    assert len(text.encode()) < LARGEST_SHIPPED


def test_every_indicator_and_every_fact_has_its_place(page: Element, shipped: Store) -> None:
    articles = page.find("article")
    assert [one.attributes["id"] for one in articles] == list(shipped.keys)
    counts = [len(one.find("button", class_="copy")) for one in articles]
    assert counts == [len(shipped.facts(key)) for key in shipped.keys]


def test_every_citation_is_the_one_of_cite(page: Element, shipped: Store) -> None:
    documents = {
        one.attributes["id"]: one.attributes["data-document"]
        for one in page.find("li")
        if "data-document" in one.attributes
    }
    for key in shipped.keys:
        composed = set()
        for cell in article(page, key).find("td", class_="said"):
            for button in cell.find("button"):
                (link,) = cell.find("a")
                document = documents[(link.attributes["href"] or "")[1:]]
                composed.add((button.attributes["data-cite"] or "").replace("\n", document or ""))
        facts = shipped.facts(key)
        assert composed == {format_citation(cite_fact(shipped, f, TODAY), "text") for f in facts}


def test_every_place_is_one_and_every_link_leads_to_one(page: Element) -> None:
    places = [one.attributes["id"] for one in page.walk() if "id" in one.attributes]
    assert len(places) == len(set(places))
    links = {one.attributes["href"] or "" for one in page.find("a")}
    inner = {link[1:] for link in links if link.startswith("#")}
    assert inner <= set(places)
    named = [one.attributes.get("aria-labelledby") for one in page.walk()]
    assert {name for name in named if name} <= set(places)


def test_nothing_comes_from_elsewhere(page: Element) -> None:
    for one in page.walk():
        addresses = {"src", "srcset", "action", "data", "poster", "xlink:href"} & set(
            one.attributes
        )
        assert not addresses
    outer = {one.attributes["href"] or "" for one in page.find("a")}
    assert all(link.startswith(("#", "http://", "https://")) for link in outer)
    assert [one.attributes["href"] for one in page.find("link")] == ["data:,"]


def test_the_policy_allows_this_style_and_this_script_alone(page: Element) -> None:
    (policy,) = [
        one.attributes["content"] or ""
        for one in page.find("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (style,) = page.find("style")
    (script,) = page.find("script")
    hashes = [b64encode(sha256(one.text.encode()).digest()).decode() for one in (script, style)]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert [rules["script-src"], rules["style-src"]] == [f"'sha256-{one}'" for one in hashes]
    assert not [
        name
        for one in page.walk()
        for name in one.attributes
        if name == "style" or name.startswith("on")
    ]


def test_a_book_is_the_same_every_time(text: str, shipped: Store) -> None:
    assert write(shipped) == text


def test_the_first_lines_count_what_there_is(page: Element) -> None:
    (masthead,) = page.find("header", class_="masthead")
    assert "158 indicators, 351 facts, 26 sources. Targets as of 2026-06-30." in masthead.text


def test_sources_that_agree_are_judged_together(page: Element) -> None:
    (table,) = article(page, "economy.gdp").find("table")
    together = next(row for row in rows(table) if row[0] == "2025")
    assert together[1] == "CNY 3.38 trillion 3.375 – 3.385 trillion"
    assert together[3] == "✓ agree: 3.375 – 3.385 trillion"


def test_targets_stand_beside_what_became_of_them(page: Element) -> None:
    (section,) = page.find("section", id="Targets")
    (table,) = section.find("table")
    assert [
        "2023",
        "Gross domestic product growth",
        "> 6 %",
        "✓ met by 6.1 %",
    ] in rows(table)
    (own,) = article(page, "economy.gdp").find("table")
    verdicts = [row[3] for row in rows(own) if row[0] == "2023 target"]
    assert verdicts == ["✓ met by 6.1 %"]


def test_chinese_is_marked_as_such(page: Element) -> None:
    aliases = [one for one in article(page, "autos.nev").find("span") if one.text == "新能源汽车"]
    assert [one.attributes["lang"] for one in aliases] == ["zh"]


# Single indicators

HOMES = """\
[town.homes]
label = "New homes"
unit = "homes"
"""


def fact(period: str, value: str, more: str = "", source: str = "gazette") -> str:
    return (
        f'[[town.homes.facts]]\nperiod = "{period}"\nvalue = {value}\nsource = "{source}"\n'
        f'stated = "said so"\n{more}\n'
    )


def test_sources_that_differ_are_listed(book: Callable[[str], Element]) -> None:
    page = book(HOMES + fact("2025", "12") + fact("2025", "14", source="herald"))
    (section,) = page.find("section", id="Differences")
    (table,) = section.find("table")
    assert rows(table) == [["2025", "New homes level", "✗ conflict: 12 – 14 between"]]
    (latest,) = article(page, "town.homes").find("p", class_="latest")
    assert latest.text == "sources differ 2025"


def test_a_fact_for_each_year_is_said_once_and_referred_to(book: Callable[[str], Element]) -> None:
    page = book(HOMES + fact("2023/2025", "12", "each = true"))
    (table,) = article(page, "town.homes").find("table")
    assert [said(row[-1]) for row in rows(table)[1:]] == [
        "said so Gazette [1]",
        "as for 2023",
        "as for 2023",
        "unchanged",
    ]


def test_words_and_figures_without_a_period_are_not_lost(book: Callable[[str], Element]) -> None:
    page = book(
        HOMES
        + '[[town.homes.facts]]\nvalue = 7\nstated = "seven"\nsource = "gazette"\n'
        + '[[town.homes.facts]]\nstatus = "plan"\nperiod = "2027"\ntext = "Build more"\n'
        + 'source = "herald"\nnote = "Perhaps"\n'
    )
    (table,) = article(page, "town.homes").find("table")
    assert [[said(cell) for cell in row] for row in rows(table)] == [
        ["Without a period"],
        ["–", "7 homes", "seven Gazette [1]"],
        ["In words"],
        ["2027 plan", "Build more", "The Herald [2]CitePerhaps"],
    ]


def test_what_is_left_out_is_told(book: Callable[[str], Element]) -> None:
    page = book(HOMES + fact("2025", "12") + fact("2026", '"a dozen"'))
    warnings = [one.text for one in page.find("p", class_="warning")]
    assert warnings == ["1 fact with a problem is left out.", "1 fact with a problem left out."]


def test_a_selection_is_shown_and_held_against_all(load: Callable[[str], Store]) -> None:
    store = load(HOMES + fact("2025", "12") + fact("2025", "10", 'status = "target"'))
    page = read(write(store, Selection(statuses=["target"])))
    (table,) = article(page, "town.homes").find("table")
    assert [row[:3] for row in rows(table)[1:]] == [["2025 target", "10", "✓ met by 12"]]
    assert len(page.find("button", class_="copy")) == 1


# Charts


def charts(page: Element) -> list[Element]:
    return article(page, "town.homes").find("svg")


def test_one_moment_is_no_chart(book: Callable[[str], Element]) -> None:
    assert charts(book(HOMES + fact("2025", "12") + fact("2025", "12", source="herald"))) == []


def parts(chart: Element, kind: str) -> list[list[str]]:
    """Return the paths of a kind in words: letters and numbers."""
    paths = [one.attributes["d"] or "" for one in chart.find("path", class_=kind)]
    return [re.findall(r"[a-zA-Z]|-?[\d.]+", path) for path in paths]


def middles(chart: Element) -> list[float]:
    """Return where the columns of a chart are."""
    return [float(path[1]) + float(path[4]) / 2 for path in parts(chart, "column")]


def heights(chart: Element, kind: str) -> list[float]:
    return [float(path[2]) for path in parts(chart, kind)]


def values(chart: Element) -> list[str]:
    return [one.text for one in chart.find("text", class_="value")]


def test_time_is_a_scale(book: Callable[[str], Element]) -> None:
    years = ("2018", "2020", "2022", "2023")
    (chart,) = charts(book(HOMES + "".join(fact(year, "5") for year in years)))
    places = middles(chart)
    a_year = places[3] - places[2]
    assert [round((place - places[0]) / a_year, 1) for place in places] == [0, 2, 4, 5]
    assert not chart.find("path", class_="line")


def test_a_stock_is_at_its_last_day_and_a_flow_in_the_middle_of_its_period(
    book: Callable[[str], Element],
) -> None:
    flow = HOMES + "".join(fact(period, "5") for period in ("2024-Q1", "2024-Q4", "2025-Q4"))
    (chart,) = charts(book(flow))
    first, second, third = middles(chart)
    assert (second - first) / (third - first) == pytest.approx(3 / 7, abs=0.01)
    stock = HOMES.replace("[town.homes]", '[town.homes]\nkind = "stock"')
    days = "".join(fact(period, "5") for period in ("2023-12-31", "2024", "2025-12"))
    (chart,) = charts(book(stock + days))
    first, second, third = middles(chart)
    assert second - first == pytest.approx(third - second, abs=0.5)


def test_periods_of_different_length_have_charts_of_their_own(
    book: Callable[[str], Element],
) -> None:
    months = "".join(fact(period, "1") for period in ("2025-10", "2025-11"))
    page = book(HOMES + fact("2024", "12") + fact("2025", "15") + months + fact("2021/2025", "60"))
    captions = [one.text for one in article(page, "town.homes").find("figcaption")]
    assert captions == ["level over a year, homes", "level over a month, homes"]


def test_a_bound_is_an_open_end(book: Callable[[str], Element]) -> None:
    page = book(
        HOMES
        + fact("2023", "12")
        + fact("2024", "13", 'qualifier = "over"')
        + fact("2025", "15", 'qualifier = "at most"')
    )
    (chart,) = charts(page)
    # Only what is sure is a column.
    assert len(parts(chart, "column")) == 2
    (possible,) = parts(chart, "possible")
    up, down = parts(chart, "arrow")
    assert float(up[4]) < 0 < float(down[4])
    assert float(possible[4]) < float(possible[2]) == float(down[2])
    (caption,) = article(page, "town.homes").find("figcaption")
    assert caption.text.endswith("↑ or more ↓ or less")


def test_a_target_is_hollow(book: Callable[[str], Element]) -> None:
    page = book(HOMES + fact("2025", "10") + fact("2026", "12", 'status = "target"'))
    (chart,) = charts(page)
    (hollow,) = chart.find("g", class_="target")
    assert hollow.find("title")[0].text == "2026: 12 (target)"


TARGET, ESTIMATE = ('status = "target"', 'status = "estimate"')


@pytest.mark.parametrize(
    ("facts", "labels"),
    [
        pytest.param(
            fact("2024", "9") + fact("2025", "10") + fact("2026", "12", TARGET),
            ["10", "12"],
            id="actual-then-target",
        ),
        pytest.param(fact("2023", "9", TARGET) + fact("2025", "10"), ["10", "9"], id="old-target"),
        pytest.param(fact("2024", "9") + fact("2025", "10", ESTIMATE), ["9"], id="estimate"),
        pytest.param(
            fact("2024", "9") + fact("2025", "10") + fact("2025", "12", source="herald"),
            ["12", "10"],
            id="sources-differ",
        ),
    ],
)
def test_the_latest_actual_is_labelled_before_a_target(
    book: Callable[[str], Element], facts: str, labels: list[str]
) -> None:
    assert values(charts(book(HOMES + facts))[0]) == labels


def test_the_latest_actual_has_room_among_many(book: Callable[[str], Element]) -> None:
    """The target beside it is higher, and its own label yields to that of the actual."""
    facts = "".join(fact(str(year), f'"{year}.5 billion"') for year in range(1960, 2025))
    target = fact("2025", '"2999.5 billion"', TARGET)
    (chart,) = charts(book(HOMES + facts + target))
    assert values(chart)[0] == "2024.5\N{NO-BREAK SPACE}billion"


def test_a_rounding_is_a_whisker_where_it_can_be_seen(book: Callable[[str], Element]) -> None:
    seen = charts(book(HOMES + fact("2024", '"1 thousand"') + fact("2025", '"2 thousand"')))
    unseen = charts(
        book(HOMES + fact("2024", '"1.001 thousand"') + fact("2025", '"2.001 thousand"'))
    )
    assert len(seen[0].find("path", class_="range")) == 2 * 4
    assert len(unseen[0].find("path", class_="range")) == 0


def test_a_range_begins_where_what_is_sure_ends(book: Callable[[str], Element]) -> None:
    about = fact("2025", "6", 'measure = "growth"\nqualifier = "about"')
    page = book(HOMES + fact("2024", "7", 'measure = "growth"') + about)
    (chart,) = charts(page)
    _, column = parts(chart, "column")
    *_, line, low, high, printed = parts(chart, "range")
    assert column[6] == line[2] == low[2]
    assert line[4] == high[2]
    middle = (float(low[2]) + float(high[2])) / 2
    assert float(printed[2]) == pytest.approx(middle, abs=0.1)


def test_the_first_rank_is_at_the_top(book: Callable[[str], Element]) -> None:
    rank = 'measure = "rank"\nof = "towns"'
    page = book(HOMES + fact("2024", "5", rank) + fact("2025", "1", rank))
    first, second = heights(charts(page)[0], "dot")
    assert first > second


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("0", "0", id="zero"),
        pytest.param('"-5.5"', '"3"', id="negative"),
        pytest.param("9" * 30, "1", id="thirty-digits"),
        pytest.param('"0.0000001"', '"0.0000002"', id="tiny"),
    ],
)
def test_any_numbers_stay_within_a_chart(
    book: Callable[[str], Element], first: str, second: str
) -> None:
    (chart,) = charts(book(HOMES + fact("2024", first) + fact("2025", second)))
    drawn = [*parts(chart, "column"), *parts(chart, "dot"), *parts(chart, "range")]
    assert len(drawn) >= 2
    for path in drawn:
        assert 0 <= float(path[1]) <= 336
        assert 0 <= float(path[2]) <= 160


@given(
    days=st.lists(st.dates(), min_size=2, max_size=80, unique=True),
    copies=st.integers(min_value=1, max_value=3),
)
def test_no_mark_hides_another(days: list[date], copies: int) -> None:
    ordinals = sorted(day.toordinal() for day in days for _ in range(copies))
    places, width = place_days(ordinals, 40)
    assert places == sorted(places)
    assert all(later - place >= width for place, later in pairwise(places))
    assert places[0] - width / 2 >= 40
    assert places[-1] + width / 2 <= 336


def test_an_open_period_is_at_the_end_that_it_has(book: Callable[[str], Element]) -> None:
    share = 'measure = "share"\nof = "towns"'
    facts = fact("../2020", "3", share) + fact("2024", "5", share) + fact("2025/..", "9", share)
    assert len(parts(charts(book(HOMES + facts))[0], "column")) == 3


# Untrusted text

BREAKOUT = "</script></style><script>alert(1)</script><img src=x onerror=alert(1)>"
WORDS = f"{BREAKOUT} \" ' & {{{{ 7*7 }}}} {{% raw %}} {{# #}} \u202egnp.exe <!-- ]]>"
SHOWN = WORDS.replace("\u202e", "<U+202E>")


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202e") + '"'


HOSTILE = f"""\
schema = 1
[store]
title = {quoted(WORDS)}
subject = {quoted(WORDS)}
[sources.{quoted(WORDS)}]
title = {quoted(WORDS)}
publisher = {quoted(WORDS)}
url = "javascript:alert(1)"
[sources.good]
title = "Good"
url = "https://example.org/?a=1&b=%22%3E"
[town]
label = {quoted(WORDS)}
aliases = [{quoted(WORDS)}]
description = {quoted(WORDS)}
[town.homes]
label = {quoted(WORDS)}
aliases = [{quoted(WORDS)}]
description = {quoted(WORDS)}
subject = {quoted(WORDS + "!")}
unit = {quoted(WORDS)}
[[town.homes.facts]]
period = "2024"
value = 3
of = {quoted(WORDS)}
stated = {quoted(WORDS)}
note = {quoted(WORDS)}
source = {quoted(WORDS)}
[[town.homes.facts]]
period = "2025"
value = 4
of = {quoted(WORDS)}
stated = {quoted(WORDS)}
source = "good"
[[town.homes.facts]]
period = "2025"
text = {quoted(WORDS)}
source = {quoted(WORDS)}
"""


@pytest.fixture
def hostile(tmp_path: Path) -> Element:
    path = tmp_path / "hostile.toml"
    path.write_text(HOSTILE, encoding="utf-8")
    return read(write(open_store(path)))


def test_no_stored_text_becomes_an_element(hostile: Element, page: Element) -> None:
    names = {one.name for one in hostile.walk()}
    assert names <= {one.name for one in page.walk()}
    assert len(hostile.find("script")) == 1
    known = {name for one in page.walk() for name in one.attributes}
    assert {name for one in hostile.walk() for name in one.attributes} <= known | {"data-of"}


def test_stored_text_is_shown_as_it_is_and_nothing_of_it_is_hidden(hostile: Element) -> None:
    own = article(hostile, "town.homes")
    assert own.find("h3")[0].text == SHOWN
    assert own.find("p", class_="about")[0].text == SHOWN
    assert {one.text for one in own.find("q")} == {SHOWN}
    assert own.find("small")[0].text == SHOWN
    assert hostile.find("title")[0].text == SHOWN
    assert "\u202e" not in hostile.text


def test_only_addresses_of_the_web_are_links(hostile: Element) -> None:
    (sources,) = hostile.find("ol", class_="sources")
    links = [one.attributes["href"] for one in sources.find("a")]
    assert links == ["https://example.org/?a=1&b=%22%3E"]
    assert "javascript:alert(1)" in sources.text


def test_a_source_of_any_name_is_found(hostile: Element) -> None:
    places = {one.attributes["id"] for one in hostile.find("li") if "id" in one.attributes}
    links = [link for cite in hostile.find("cite") for link in cite.find("a")]
    marks = {(link.attributes["href"] or "")[1:] for link in links}
    assert marks == places
    assert not any(re.search(r"\s", place or "") for place in places)
    assert {unquote(place or "") for place in places} == {f"source:{SHOWN}", "source:good"}


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://example.org/a?b=c", "https://example.org/a?b=c", id="https"),
        pytest.param("HTTP://example.org", "HTTP://example.org", id="upper"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("java\nscript:alert(1)", None, id="newline"),
        pytest.param(" https://example.org", None, id="space"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("//example.org", None, id="no-scheme"),
        pytest.param("https:", None, id="no-host"),
        pytest.param("https://[", None, id="broken"),
        pytest.param("https://example.org/\u202egnp", None, id="bidi"),
        pytest.param(None, None, id="none"),
    ],
)
def test_what_may_be_a_link(url: str | None, link: str | None) -> None:
    assert find_link(url) == link


# The command


def test_export_writes_a_book(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "autos.html"
    result = run("export", "autos", "-o", str(path))
    assert (result.out, result.err) == (
        f"{path}: 33 facts of 10 indicators from 6 sources\n",
        "",
    )
    page = read(path.read_text(encoding="utf-8"))
    assert {(one.attributes["id"] or "").partition(".")[0] for one in page.find("article")} == {
        "autos"
    }
    assert "Targets as of 2026-06-30." in page.text


def test_a_book_goes_to_standard_output(run: Run, text: str) -> None:
    assert run("export", "--format", "html").out == text


def test_an_empty_topic_has_no_chapter(make_store: MakeStore) -> None:
    path = make_store(HOMES + fact("2025", "12") + '[village]\nlabel = "Village"\n')
    page = read(write(open_store(path)))
    assert [one.attributes["id"] for one in page.find("section", class_="topic")] == ["town"]


def write_many(path: Path, count: int) -> None:
    """Write a store of so many indicators, each of which names another."""
    lines = ['schema = 1\n[sources.gazette]\ntitle = "The Gazette"\npublisher = "Gazette"\n']
    for number in range(count):
        key = f"town{number // 50}.homes-{number}"
        lines.append(f'[{key}]\nlabel = "Homes {number}"\nunit = "homes"\n')
        for year in (2023, 2024, 2025):
            lines.append(f'[[{key}.facts]]\nperiod = "{year}"\nvalue = {year - number}\n')
            lines.append(f'source = "gazette"\nstated = "came to {year - number} homes"\n')
        lines.append(f'[[{key}.facts]]\nmeasure = "share"\nof = "town0.homes-{number % 50}"\n')
        lines.append('period = "2025"\nvalue = 5.5\nsource = "gazette"\nstated = "5.5 %"\n')
    path.write_text("".join(lines), encoding="utf-8")


def test_a_book_is_the_same_through_an_index(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "facts.toml"
    write_many(path, 600)
    assert path.stat().st_size > 1 << 18
    indexed = run("export", "--format", "html", "-s", str(path))
    assert open_store(path).facts("town0.homes-0")[-1].of == "town0.homes-0"
    monkeypatch.setenv("CQFACTS_INDEX", "off")
    assert run("export", "--format", "html", "-s", str(path)) == indexed
    assert indexed.out.count("<article") == 600
