"""The fact book in a real Chromium: what a reader sees, hears, types, copies and prints.

`make test-browser` runs these, with the browser of CHROMIUM or the one that is installed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from test_book import HOSTILE, SHOWN, write_many

from cqfacts import compare, open_store, search
from cqfacts.citing import cite_fact, format_citation
from cqfacts.export.book import write_book
from cqfacts.export.excerpt import Excerpt
from cqfacts.naming import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from cqfacts import Store

pytestmark = pytest.mark.browser

TODAY = date(2026, 6, 30)
NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = (1280, 900), (390, 844)
LONGEST_WAIT = 50
"""Milliseconds from a key to the first result on screen."""
TRIES = 3
"""How often it is measured at most, since other work on the machine counts as well."""
LOOKS = 250
"""How often a test looks, 20 ms apart, for what is to come."""


@dataclass
class Visit:
    """A page that is open, and what went on in it."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def search(self, text: str) -> list[str]:
        """Type into the search; return the keys of what is found."""
        self.page.fill("#Query", "")
        self.page.focus("#Query")
        self.page.keyboard.insert_text(text)
        self.wait_for_all()
        found: list[str] = self.page.eval_on_selector_all(
            "#Results:not([hidden]) li", "items => items.map((item) => item.dataset.place)"
        )
        return found

    def wait_for_all(self) -> None:
        """Until what is found is found in the whole book, not in what has been read of it."""
        assert self.becomes(False, lambda: self.status.endswith("so far"))

    @property
    def status(self) -> str:
        said: str = self.page.inner_text("#Status")
        return said

    def is_on_screen(self, selector: str) -> bool:
        return self.becomes(
            True,
            lambda: self.page.eval_on_selector(
                selector,
                "one => { const box = one.getBoundingClientRect();"
                " return box.top >= 0 && box.top < innerHeight / 2; }",
            ),
        )

    def leads_to(self, anchor: str) -> bool:
        return self.becomes(anchor, lambda: self.page.evaluate("location.hash"))

    def copies(self) -> str:
        """The text on the clipboard, once the page has said that it is there."""
        assert self.becomes("Citation copied", lambda: self.status)
        copied: str = self.page.evaluate("navigator.clipboard.readText()")
        return copied

    def becomes(self, expected: object, look: Callable[[], object]) -> bool:
        """Whether a look shows what is expected before long: a browser does things in its time."""
        for _ in range(LOOKS):
            if look() == expected:
                return True
            self.page.wait_for_timeout(20)
        return look() == expected


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "there is no Chromium; install one, or name it with CHROMIUM=/path/to/it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        opened.close()


def write(store: Store, path: Path) -> str:
    with path.open("w", encoding="utf-8") as stream:
        write_book(Excerpt(store), stream, today=TODAY)
    return path.as_uri()


@pytest.fixture(scope="session")
def address(shipped: Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(shipped, tmp_path_factory.mktemp("book") / "book.html")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "facts.toml").write_text(HOSTILE, encoding="utf-8")
    return write(open_store(folder / "facts.toml"), folder / "book.html")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page; when the test ends, it must have been quiet and asked for nothing."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def open_page(
        address: str,
        *,
        size: tuple[int, int] = WIDE,
        expects_errors: bool = False,
        **options: Any,  # noqa: ANN401 - those of Playwright
    ) -> Visit:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        made = Visit(context.new_page())
        made.page.on("console", lambda message: made.console.append(message.text))
        made.page.on("pageerror", lambda error: made.console.append(str(error)))
        context.on("request", lambda request: made.requests.append(request.url))
        context.on("response", lambda response: made.answers.append(response.url))
        made.page.goto(address)
        if not expects_errors:
            visits.append(made)
        return made

    yield open_page
    said = [line for one in visits for line in one.console]
    asked = [url for one in visits for url in one.requests if not url.startswith("file:")]
    for context in contexts:
        context.close()
    assert (said, asked) == ([], [])


# Search


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("gdp", id="alias"),
        pytest.param("Gross domestic", id="label"),
        pytest.param("新能源汽车", id="chinese"),
        pytest.param("陆海", id="part-of-chinese"),
        pytest.param("land-sea", id="hyphen"),
        pytest.param("LAND_SEA  corridor", id="joined-otherwise"),
        pytest.param("oranges Beijing", id="words-of-facts"),
        pytest.param("autos.nev", id="key"),
        pytest.param("economy growth", id="topic-and-indicator"),
        pytest.param("ＮＥＶ", id="full-width"),
        pytest.param("the", id="many"),
        pytest.param("western china", id="reference"),
        pytest.param("no such thing", id="nothing"),
    ],
)
def test_search_finds_what_the_command_line_finds(
    visit: Callable[..., Visit], address: str, shipped: Store, text: str
) -> None:
    book = visit(address)
    expected = [match.key for match in search(shipped, text.split())]
    assert book.search(text) == expected[:40]


def test_names_are_folded_as_on_the_command_line(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    names = ["Straße", "ΌΣΟΣ", "ﬁne ﬂow", "İstanbul", "ＡＢＣ１２", "a_b - c", "Ⅷ 万亿", "ǅ"]
    tables = "\n".join(f'[town.n{number}]\nlabel = "{name}"' for number, name in enumerate(names))
    facts = "\n".join(
        f'[[town.n{number}.facts]]\ntext = "t"\nsource = "s"' for number in range(len(names))
    )
    path = tmp_path / "facts.toml"
    path.write_text(f'schema = 1\n[sources.s]\ntitle = "S"\n{tables}\n{facts}\n', encoding="utf-8")
    book = visit(write(open_store(path), tmp_path / "book.html"))
    for number, name in enumerate(names):
        for spelling in (name, name.upper(), name.lower(), fold(name)):
            assert f"town.n{number}" in book.search(spelling), spelling


def test_nothing_found_is_said(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address)
    assert book.search("no such thing") == []
    assert book.status == "Nothing mentions “no such thing”"
    assert book.page.get_attribute("#Query", "aria-expanded") == "false"
    assert book.search("Seres Super Factory") == ["autos.seres"]
    assert book.status == "1 indicator"


def test_a_result_shows_its_figure_and_why_it_was_found(
    visit: Callable[..., Visit], address: str
) -> None:
    book = visit(address)
    book.search("新能源汽车")
    words = book.page.inner_text("#Results li").split("\n")
    assert words == [
        "New energy vehicle output",
        "1.296\xa0million\xa0vehicles, 2025",
        "autos.nev · 新能源汽车",
    ]


def test_the_keyboard_is_enough(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address)
    press = book.page.keyboard.press
    press("/")
    book.page.keyboard.type("land-sea")
    book.wait_for_all()
    chosen = "#Results [aria-selected=true]"
    assert book.page.get_attribute(chosen, "data-place") == "logistics.corridor"
    press("ArrowDown")
    second = book.page.get_attribute(chosen, "id")
    assert book.page.get_attribute("#Query", "aria-activedescendant") == second
    press("ArrowUp")
    press("ArrowUp")
    assert book.page.get_attribute(chosen, "data-place") == "logistics.xiaonanya"
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    assert book.leads_to("#logistics.corridor-ports")
    assert book.is_on_screen("[id='logistics.corridor-ports'] h3")
    assert book.page.evaluate("document.activeElement.textContent") == (
        "Ports on the Land-Sea Corridor"
    )
    assert book.page.is_hidden("#Results")
    # From there, Tab goes on through what can be used.
    press("Tab")
    assert book.page.evaluate("document.activeElement.className") == "key"


def test_escape_closes_and_then_empties(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address)
    book.search("gdp")
    book.page.keyboard.press("Escape")
    assert book.page.is_hidden("#Results")
    assert book.page.input_value("#Query") == "gdp"
    book.page.keyboard.press("Escape")
    assert book.page.input_value("#Query") == ""


def test_the_first_tab_leads_past_the_search(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address)
    book.page.keyboard.press("Tab")
    assert book.page.evaluate("document.activeElement.textContent") == "Skip to the facts"
    assert book.is_on_screen(".skip")
    book.page.keyboard.press("Enter")
    assert book.becomes("Facts", lambda: book.page.evaluate("document.activeElement.id"))


def test_a_result_can_be_clicked(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address)
    book.search("population")
    book.page.click("#Results li")
    assert book.leads_to("#wellbeing.population")


MEASURE = """() => {
  addEventListener("keydown", (event) => { window.pressed = event.timeStamp; }, true);
  window.waited = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => {
        resolve(performance.now() - window.pressed);
      }));
    }).observe(document.getElementById("Results"), { childList: true });
  });
}"""


def test_the_first_result_is_there_in_no_time(visit: Callable[..., Visit], address: str) -> None:
    for _ in range(TRIES):
        waits = [measure_wait(visit(address), key) for key in "gne新tcaso"]
        print(f"first result after {median(waits):.0f} ms, {min(waits):.0f} to {max(waits):.0f}")
        if median(waits) <= LONGEST_WAIT:
            return
    pytest.fail(f"the first result takes more than {LONGEST_WAIT} ms")


def measure_wait(book: Visit, key: str) -> float:
    """Milliseconds from the key to the second frame behind it, by which the first is drawn."""
    book.page.evaluate(MEASURE)
    book.page.focus("#Query")
    book.page.keyboard.press(key) if key.isascii() else book.page.evaluate(
        "key => { dispatchEvent(new KeyboardEvent('keydown'));"
        " const field = document.getElementById('Query'); field.value = key;"
        " field.dispatchEvent(new InputEvent('input')); }",
        key,
    )
    waited: float = book.page.evaluate("window.waited")
    assert book.page.is_visible("#Results li")
    book.page.close()
    return waited


# Links, copying, theme


def test_a_key_is_a_deep_link(visit: Callable[..., Visit], address: str) -> None:
    book = visit(f"{address}#ecology.good-air-days")
    assert book.is_on_screen("[id='ecology.good-air-days'] h3")
    border = "one => getComputedStyle(one).borderLeftWidth"
    assert book.page.eval_on_selector("[id='ecology.good-air-days'] h3", border) == "4px"
    book.page.click("[id='ecology.good-air-days'] cite a")
    targets = "items => items.filter((item) => item.id.startsWith('source:')).length"
    assert book.becomes(1, lambda: book.page.eval_on_selector_all("li:target", targets))
    assert book.page.evaluate("decodeURIComponent(location.hash)").startswith("#source:")


def test_a_chinese_key_is_a_deep_link(visit: Callable[..., Visit], tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    facts = "\n".join(
        f'[["经济"."总值-{number}".facts]]\ntext = "t"\nsource = "s"' for number in range(40)
    )
    path.write_text(f'schema = 1\n[sources.s]\ntitle = "S"\n{facts}\n', encoding="utf-8")
    book = visit(f"{write(open_store(path), tmp_path / 'book.html')}#经济.总值-37")
    assert book.is_on_screen("[id='经济.总值-37'] h3")


def test_a_link_leads_there_in_a_book_drawn_as_it_is_seen(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    write_many(tmp_path / "facts.toml", 450)
    address = write(open_store(tmp_path / "facts.toml"), tmp_path / "book.html")
    drawn = "getComputedStyle(document.querySelector('article')).contentVisibility"
    for size in (WIDE, NARROW):
        for place in ("town0.homes-20", "town6.homes-333"):
            book = visit(f"{address}#{place}", size=size)
            assert book.page.evaluate(drawn) == "auto"
            book.page.wait_for_timeout(500)
            assert book.is_on_screen(f"[id='{place}'] h3")
    book.search("Homes 42")
    book.page.keyboard.press("Enter")
    assert book.is_on_screen("[id='town0.homes-42'] h3")


def test_a_citation_is_copied(visit: Callable[..., Visit], address: str, shipped: Store) -> None:
    book = visit(address, permissions=["clipboard-read", "clipboard-write"])
    button = book.page.locator("[id='autos.nev'] .copy").first
    button.click()
    copied = book.copies()
    first = shipped.facts("autos.nev")[0]
    series = compare(shipped, "autos.nev").indicators[0].series[0]
    assert series.rows[0].facts[0] == first
    assert copied == format_citation(cite_fact(shipped, first, TODAY), "text")
    assert button.inner_text() == "Copied"


def test_where_copying_is_refused_the_citation_is_there_to_be_copied(
    visit: Callable[..., Visit], address: str
) -> None:
    book = visit(address)
    book.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    book.page.locator("[id='autos.nev'] .copy").first.click()
    field = book.page.locator("textarea")
    assert "New energy vehicle output" in field.input_value()
    selected = field.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
    assert selected == field.input_value()
    book.page.keyboard.press("Tab")
    assert book.page.locator("textarea").count() == 0


def test_the_theme_can_be_chosen_and_is_kept(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address, color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = book.page.evaluate(paper)
    book.page.click("#Theme")
    assert (book.page.inner_text("#Theme"), book.page.evaluate(paper)) == ("Theme: light", light)
    book.page.click("#Theme")
    assert book.page.inner_text("#Theme") == "Theme: dark"
    assert book.page.evaluate(paper) != light
    book.page.reload()
    assert book.page.inner_text("#Theme") == "Theme: dark"
    assert book.page.evaluate(paper) != light


def test_the_theme_is_first_that_of_the_system(visit: Callable[..., Visit], address: str) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    papers = {visit(address, color_scheme=one).page.evaluate(paper) for one in ("light", "dark")}
    assert len(papers) == 2


# Everybody


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    visit: Callable[..., Visit], address: str, scheme: str, size: tuple[int, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # What is allowed to run is another test's; axe-core itself needs more than the page allows.
    book = visit(address, size=size, color_scheme=scheme, bypass_csp=True)
    find_violations = Axe().run
    found = [find_violations(book.page)]
    for text in ("land-sea", "no such thing"):
        book.search(text)
        found.append(find_violations(book.page, context=".bar"))
    violations = [one for results in found for one in results.response["violations"]]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


@pytest.mark.parametrize("name", ["address", "hostile"])
def test_a_phone_scrolls_no_other_way_than_down(
    visit: Callable[..., Visit], request: pytest.FixtureRequest, name: str
) -> None:
    for size in (NARROW, WIDE, (320, 640)):
        book = visit(request.getfixturevalue(name), size=size)
        assert book.page.evaluate("document.documentElement.scrollWidth") == size[0]
        book.search("a")
        assert book.page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_a_table_stays_one_for_screen_readers_on_a_phone(
    visit: Callable[..., Visit], address: str
) -> None:
    book = visit(address, size=NARROW)
    table = book.page.locator("[id='autos.nev']").get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts()[:2] == ["Period", "Figure"]
    assert table.get_by_role("rowheader", name="2020", exact=True).count() == 1


def test_it_reads_without_scripts(visit: Callable[..., Visit], address: str) -> None:
    book = visit(f"{address}#autos.nev", java_script_enabled=False)
    own = book.page.locator("[id='autos.nev']")
    assert "1.296 million" in own.inner_text()
    assert own.locator("svg").first.is_visible()
    assert own.bounding_box() is not None
    assert book.page.locator(".copy").first.is_hidden()
    assert book.page.locator("#Query").is_hidden()
    assert book.page.locator("#Theme").is_hidden()


def test_it_prints_as_a_document(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address, color_scheme="dark")
    book.page.emulate_media(media="print")
    for selector in ("#Query", "#Theme", ".copy", ".skip"):
        assert book.page.locator(selector).first.is_hidden()
    styles = "getComputedStyle(document.body)"
    assert book.page.evaluate(f"{styles}.backgroundColor") == "rgb(255, 255, 255)"
    assert book.page.locator("[id='autos.nev'] table").is_visible()
    pages = book.page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages > 10


# Untrusted text


def test_the_policy_is_in_force(visit: Callable[..., Visit], address: str) -> None:
    book = visit(address, expects_errors=True)
    blocked = book.page.evaluate(
        """async () => {
          const blocked = [];
          addEventListener("securitypolicyviolation", (event) => {
            blocked.push(event.effectiveDirective);
          });
          const tries = [
            () => { document.body.innerHTML += "<b>x</b>"; },
            () => {
              const script = document.createElement("script");
              script.textContent = "window.broken = true";
              document.body.append(script);
            },
            () => {
              const style = document.createElement("style");
              style.textContent = "body { display: none }";
              document.head.append(style);
            },
            () => document.body.setAttribute("style", "display: none"),
            () => {
              const image = document.createElement("img");
              image.src = "https://example.org/pixel.png";
              document.body.append(image);
            },
            () => fetch("https://example.org/").catch(() => {}),
          ];
          for (const one of tries) {
            try { await one(); } catch { /* Refused at once. */ }
          }
          await new Promise((resolve) => setTimeout(resolve, 200));
          return blocked;
        }"""
    )
    assert set(blocked) == {
        "require-trusted-types-for",
        "style-src-elem",
        "style-src-attr",
        "img-src",
        "connect-src",
    }
    assert book.page.evaluate("[window.broken, getComputedStyle(document.body).display]") == [
        None,
        "block",
    ]
    assert not any(url.startswith("http") for url in book.answers)


def test_a_hostile_store_is_nothing_but_text(visit: Callable[..., Visit], hostile: str) -> None:
    book = visit(hostile)
    book.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    assert book.page.title() == SHOWN
    assert book.page.text_content("h1") == SHOWN
    assert book.page.text_content("article h3") == SHOWN
    assert book.page.eval_on_selector_all("script", "items => items.length") == 1
    assert book.page.eval_on_selector_all("img, iframe, object", "items => items.length") == 0
    links = "items => items.map((item) => item.protocol)"
    assert set(book.page.eval_on_selector_all("a", links)) == {"file:", "https:"}
    # What is found is made of stored text as well.
    assert book.search("</script>") == ["town.homes"]
    assert book.page.text_content("#Results b") == SHOWN
    assert book.search("49") == []
    assert book.page.evaluate("document.body.textContent").count("{{ 7*7 }}") > 5


def test_the_citation_of_a_hostile_fact_is_copied_as_text(
    visit: Callable[..., Visit], hostile: str
) -> None:
    book = visit(hostile, permissions=["clipboard-read", "clipboard-write"])
    for button in book.page.locator(".copy").all():
        button.click()
        copied = book.copies()
        assert "<script>alert(1)</script>" in copied
        assert "\u202e" not in copied
