"""Judges of what was written: whether a terminal, a browser or another reader obeys any of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from unicodedata import category
from xml.etree import ElementTree as ET

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

# What Rich writes for colour and for a link to the web, and nothing else that begins with Escape.
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_LINK = re.compile(r"\x1b\]8;(?:id=[0-9.-]+;(https?://[^\s\x1b]+)|;)\x1b\\")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0")
_MOST_MARKS = 8


def find_active(text: str, *, layout: str = "\n") -> set[str]:
    """Return the characters that a terminal obeys, or that nobody sees, but for its `layout`."""
    # An address is judged as text is.
    plain = _LINK.sub(r"\1", _STYLE.sub("", text))
    found = {one for one in set(plain) if _is_hidden(one)} - set(layout)
    marks = 0
    before = "\n"
    for one in plain:
        is_mark = category(one) in ("Mn", "Me")
        is_bare = before.isspace() or (before.isascii() and not before.isalpha())
        if is_mark and not marks and is_bare:
            found.add(f"{before}{one}")
        marks = marks + 1 if is_mark else 0
        before = one
        if marks > _MOST_MARKS:
            found.add(f"{marks} marks")
    return found


def _is_hidden(one: str) -> bool:
    number = ord(one)
    is_seen = 0x600 <= number <= 0x605  # signs over numbers
    return not is_seen and (
        category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or one in _UNSEEN
        or number & 0xFFFE == 0xFFFE
        or 0xFDD0 <= number <= 0xFDEF
    )


def squeeze(text: str) -> str:
    """Return text without white space, in whatever lines it was broken."""
    return "".join(text.split())


@dataclass
class Page(HTMLParser):
    """The elements of a page: each with its attributes, and the text between them."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        is_script = self.cdata_elem in ("script", "style")
        (self.scripts if is_script else self.words).append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def read_page(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


def find_links(page: Page) -> set[str]:
    """Return what leads somewhere else than into the page."""
    led = {
        value
        for _, attributes in page.elements
        for name, value in attributes.items()
        if name in ("href", "src", "action", "formaction", "data", "srcset", "xlink:href", "poster")
    }
    return {one for one in led if not one.startswith(("#", "data:image/svg+xml"))}


def list_names(page: Page) -> set[tuple[str, str]]:
    """Return the elements and their attributes, by name."""
    return {(tag, name) for tag, attributes in page.elements for name in (*attributes, "")}


def read_svg(text: str) -> tuple[set[str], set[str], str]:
    """Return the names of elements and attributes of an SVG, and its text."""
    root = ET.fromstring(text)
    elements = {one.tag for one in root.iter()}
    attributes = {name for one in root.iter() for name in one.attrib}
    return elements, attributes, "".join(root.itertext())


def read_markdown(text: str) -> list[list[str]]:
    """Return the rows of the one table that Markdown is, each cell as its text.

    Whatever else than text, a break of a line, and an address that leads to itself is refused.
    """
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        assert token.type.removesuffix("_open").removesuffix("_close") in _OF_TABLES, token.type
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline":
            rows[-1].append("".join(map(_read_inline, token.children or [])))
    return rows


_OF_TABLES = frozenset({"table", "thead", "tbody", "tr", "th", "td", "inline"})


def _read_inline(token: Token) -> str:
    kind, content = token.type, token.content
    if kind == "html_inline":
        assert content == "<br>"
        return "\n"
    if kind == "link_open":
        assert token.info == "auto"
        return ""
    assert kind in ("text", "text_special", "link_close"), kind
    return content
