"""Text, Markdown and HTML at their worst: much of one mark, and marks that never end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MEGA = 1_000_000


def _page(text: str) -> bytes:
    return f"<!doctype html><body><p>12 homes</p>{text}".encode()


PAGES: dict[str, Callable[[], bytes]] = {
    "html-wide-cell": lambda: _page("<table><tr><td colspan=65000 rowspan=65000>5 homes</table>"),
    "html-wide-cells": lambda: _page("<td colspan=65000 rowspan=65000>5" * 50_000),
    "html-deep": lambda: _page("<div>" * 100_000 + "5 homes" + "</div>" * 100_000),
    "html-deep-tables": lambda: _page("<table><tr><td>" * 100_000 + "5 homes"),
    "html-entities": lambda: _page("&amp;" * _MEGA),
    "html-many-entities": lambda: _page("&amp;" * 5 * _MEGA),
    "html-tags": lambda: _page("<b>" * 9 * _MEGA),
    "html-paragraphs": lambda: _page("<p>" * 9 * _MEGA),
    "html-open-tags": lambda: _page("<" * 29 * _MEGA),
    "html-names-of-tags": lambda: _page("<a" * 14 * _MEGA),
    "html-ampersands": lambda: _page("&" * 29 * _MEGA),
    "html-attributes": lambda: _page("<a " + "x " * 14 * _MEGA + ">5 homes"),
    "html-open-attributes": lambda: _page("<a " + "x='" * 9 * _MEGA),
    "html-quotes": lambda: _page('<a href="' * 3 * _MEGA),
    "html-metas": lambda: _page("<meta " + 'a="b" ' * 4 * _MEGA + ">" + "<time a=b>" * 100_000),
    "html-comments": lambda: _page("<!--" * 7 * _MEGA),
    "html-scripts": lambda: _page("<script>" * 3 * _MEGA),
    "html-closed-scripts": lambda: _page("<svg></svg>" * 900_000),
    "html-heads": lambda: _page("<head>" + "<meta>" * 3 * _MEGA),
    "html-superscripts": lambda: _page("<sup> " * 4 * _MEGA),
    "html-blanks": lambda: _page("<sup>" + " " * 28 * _MEGA),
    "html-large": lambda: _page("x" * 31 * _MEGA),
    "text-line": lambda: b"5 homes " * (50 * _MEGA // 8),
    "text-large": lambda: b"5 homes\n" * (101 * _MEGA // 8),
    "text-utf-16": lambda: b"\xff\xfe" + "\U0001f3e0".encode("utf-16-le") * (24 * _MEGA),
    "text-numbers": lambda: b"1 " * 700_000,
    "text-chinese-numbers": lambda: "五 ".encode() * 700_000,
    "text-returns": lambda: b"\r" * 90 * _MEGA,
    "markdown-quotes": lambda: b">" * 2_900_000 + b" 5 homes",
    "markdown-brackets": lambda: b"[" * 1_400_000 + b"]" * 1_400_000,
    "markdown-links": lambda: b"[a](" * 300_000,
    "markdown-link-ends": lambda: b"](" * 1_400_000,
    "markdown-titles": lambda: b'](a "' * 250_000,
    "markdown-ticks": lambda: b"`" * 2_900_000,
    "markdown-stars": lambda: b"*a **b " * 200_000,
    "markdown-fences": lambda: b"```\n" * 700_000,
    "markdown-front": lambda: b"---\n" * 700_000,
    "markdown-comments": lambda: b"<!--" * 700_000,
    "markdown-tags": lambda: b"<a " * 300_000,
    "markdown-superscripts": lambda: b"<sup>1" * 50_000,
    "markdown-headings": lambda: (b"    > " * 100 + b"#" * 100 + b"\n") * 4000,
    "markdown-cells": lambda: b"|" * 65_000 + b"\n" + b"|-" * 65_000 + b"\n" + b"|5" * 30_000,
}
