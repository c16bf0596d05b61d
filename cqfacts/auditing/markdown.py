"""Markdown as a document: its marks are blanked out, so that every character keeps its place."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from .documents import Document, raise_mark

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_DATE = re.compile(
    r"^(?:date|published)[ \t]*[:=][ \t]*[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# Each of these begins with a character of its own and cannot run past its line.
_INLINE = re.compile(
    r"""
      \]\([^()\s]{0,2000}(?:[ ]"[^"\n]{0,500}")?\)  # the end of a link, whose words stay
    | \]\[[^\[\]\n]{0,200}\]
    | \[\^[^\[\]\n]{1,50}\]:?
    | </?[A-Za-z][^<>\n]{0,1000}>
    | [*_~`]+
    """,
    re.VERBOSE | re.DOTALL,
)
_ABOVE = re.compile(r"(.?)<sup>[\[(]?(-?[0-9]{1,3}|[A-PR-Za-pr-z])[\])]?</sup>")
_DELETED = re.compile(r"~~[^~\n]{1,500}~~|<(?:del|s|strike)>[^<\n]{1,500}</")
_NAMED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Marks within a number, which a reader does not see: `1**500**`.
_WITHIN = re.compile(
    r"(?<=[0-9.,])(?:\*\*+|`+)(?=[0-9.,])|(?<=[0-9.,])[*`](?=[0-9.,]*[*`])"
    r"|(?<=[0-9])<sup>(?=(?:st|nd|rd|th)</sup>)"
)
_UNSEEN = "\u2060"
_LINE_MARK = re.compile(r"^[ \t]{0,20}(?:>[ \t]?){0,20}#{1,6}(?=[ \t])", re.MULTILINE)


def parse_markdown(text: str, name: str) -> Document:
    """Return Markdown as a document; the date is that of its front matter."""
    day = None
    front = _FRONT.match(text)
    masked = text
    if front:
        found = _DATE.search(front[1])
        day = _read_day(found[1]) if found else None
        masked = _blank(front) + text[front.end() :]
    masked = _blank_comments(_blank_code(masked))
    masked = _DELETED.sub(_blank, masked)
    masked = _NAMED.sub(_read_name, masked)
    masked = _ABOVE.sub(_raise_mark, masked)
    masked = _WITHIN.sub(lambda match: _UNSEEN * len(match[0]), masked)
    masked = _INLINE.sub(_blank_inline, masked)
    masked = _LINE_MARK.sub(_blank, masked)
    return Document(masked, name, date=day, source=text)


def _raise_mark(match: re.Match[str]) -> str:
    """Write what stands above the line as such; behind a word it is a note's number."""
    before, mark = match[1], match[2]
    raised = raise_mark(mark)
    blanks = " " * (len(match[0]) - len(before) - len(mark))
    is_note = before.isalpha() and mark not in ("2", "3")
    return f"{before}{blanks}{raised}" if is_note else f"{before}{raised}{blanks}"


def _read_name(match: re.Match[str]) -> str:
    """Return the character of a name as `&nbsp;`, and as many without width as it has more."""
    text = unescape(match[0])
    return text + _UNSEEN * (len(match[0]) - len(text)) if len(text) == 1 else match[0]


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _blank_inline(match: re.Match[str]) -> str:
    found = match[0]
    if set(found) == {"_"} or found == "~":
        # `snake_case` and `~5` are no marks.
        return found
    return _blank(match)


def _blank_comments(text: str) -> str:
    """Blank out comments; one that does not end goes on to the end."""
    pieces, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        pieces += [text[place:start], re.sub(r"[^\n]", " ", text[start:end])]
        place = end
    return "".join([*pieces, text[place:]])


def _blank_code(text: str) -> str:
    """Blank out what stands between fences."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            lines[number] = " " * len(line)
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1][:3]
            lines[number] = " " * len(line)
    return "\n".join(lines)
