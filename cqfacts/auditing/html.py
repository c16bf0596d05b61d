"""HTML as a document: the text that a reader sees, and where its characters stand.

It is cut at its marks and not parsed: the standard library's parser takes time that grows with the
square of what is broken.
"""

from __future__ import annotations

import re
from array import array
from datetime import date
from html import unescape
from io import StringIO

from cqfacts.files import MOST_CHARACTERS, MOST_MARKS

from .documents import Document, exceed, raise_mark

_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "math", "head", "nav"))
_DELETED = frozenset(("del", "s", "strike"))
_LINES = frozenset(("br", "tr", "li"))
_BLOCKS = _LINES | frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "html", "main", "ol", "option", "p", "pre", "section"),
        *("select", "summary", "table", "tbody", "tfoot", "thead", "title", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_DATES = frozenset(
    (
        *("article:published_time", "date", "pubdate", "publishdate", "publish-date", "dc.date"),
        *("dc.date.issued", "dcterms.date", "og:published_time", "datepublished"),
    )
)
# No tag reaches beyond the next `<`, so that each is looked for in its own part of the text. What
# its attributes are is never thought over, which would take a hundred bytes for each of theirs.
_MARK = re.compile(
    r"""
      (?P<comment><!--)
    | <(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]*)(?![A-Za-z0-9:-])
      (?P<said>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>
    | (?P<other><[!?][^<>]*>)
    | &(?P<name>\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![A-Za-z:-])([A-Za-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STROKE = re.compile(r"(\|)")
_MARK_ABOVE = re.compile(r"\s*[\[(]?(-?[0-9]{1,3}|[a-pr-z])[\])]?\s*</sup\s*>", re.IGNORECASE)
# As browsers have it.
_MOST_COLUMNS, _MOST_ROWS, _LONGEST_SPAN = 1000, 65534, 9
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_html(text: str, name: str) -> Document:
    """Return HTML as a document; the date is that of its metadata or of its first `time`.

    Raises DocumentError for a page that is beyond a limit.
    """
    page = _Page(text, name)
    page.read()
    places = (page.starts, page.source_starts)
    return Document(page.text.getvalue(), name, date=page.date, source=text, places=places)


class _Row:
    """The row that is read: its column, and for how many rows more those above reach into it."""

    def __init__(self) -> None:
        self.column = 0
        self.owed = 0
        self.spans: dict[int, int] = {}

    def start_cell(self, attributes: str) -> int:
        """Return how many cells begin: what the last one and those above span, and this one."""
        cells = self.owed
        while self.spans.get(self.column):
            self.spans[self.column] -= 1
            self.column += 1
            cells += 1
        columns = rows = 1
        if "span" in attributes.lower():
            columns = _find_span(attributes, "colspan", _MOST_COLUMNS)
            rows = _find_span(attributes, "rowspan", _MOST_ROWS)
        if rows > 1:
            self.spans.update(dict.fromkeys(range(self.column, self.column + columns), rows - 1))
        self.column += columns
        self.owed = columns - 1
        return cells + 1

    def end(self) -> int:
        """End the row; return how many cells its last one still spans."""
        cells, start = self.owed, self.column
        if start:
            self.spans = {
                column: rows - (column >= start and rows > 0)
                for column, rows in self.spans.items()
                if rows
            }
        self.column = self.owed = 0
        return cells


def _find_span(attributes: str, name: str, most: int) -> int:
    """Return how many columns or rows a cell has; `0` is all the rest of its rows."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            digits = (found[2] or found[3] or found[4] or "").strip()
            is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_SPAN
            return min(int(digits) or most, most) if is_number else 1
    return 1


class _Page:
    """A page that is read: its text piece by piece, with the place of each."""

    def __init__(self, source: str, name: str) -> None:
        self.source = source
        self.name = name
        self.text = StringIO()
        # Millions of places take no more room than their numbers.
        self.starts, self.source_starts = array("q"), array("q")
        self.date: date | None = None
        self._length = self._marks = 0
        self._last = ""
        self._row = _Row()
        self._rows: list[_Row] = []  # of the tables around this one
        self._is_cell = False

    def read(self) -> None:
        """Gather the text between the marks."""
        place = 0
        while match := _MARK.search(self.source, place):
            self._add_words(self.source[place : match.start()], place)
            place = match.end()
            self._count(1)
            if match["comment"]:
                place = self._skip("-->", place)
            elif match["name"]:
                self._read_name(match)
            elif match["tag"]:
                place = self._read_tag(match, place)
        self._add_words(self.source[place:], place)

    def _add_words(self, text: str, place: int) -> None:
        """Add what stands between marks; a line of a cell is not one of its table."""
        if not self._is_cell:
            self._add(text, place)
            return
        # As many characters as before, so that each keeps its place, but for a stroke.
        for piece in _STROKE.split(_ENDS.sub(" ", text)):
            self._add(r"\|" if piece == "|" else piece, place)
            place += len(piece)

    def _count(self, marks: int) -> None:
        self._marks += marks
        if self._marks > MOST_MARKS:
            raise exceed(self.name, MOST_MARKS, "tags and names of characters")

    def _read_name(self, match: re.Match[str]) -> None:
        """Read the name of a character; one may end within: `&nbspx;` is a blank and `x;`."""
        name, text = match[0], unescape(match[0])
        rest = 0
        while rest < len(text) - 1 and text[-rest - 1] == name[-rest - 1]:
            rest += 1
        self._add_words(text[: len(text) - rest], match.start())
        self._add_words(text[len(text) - rest :], match.end() - rest)

    def _skip(self, end: str, place: int) -> int:
        found = self.source.find(end, place)
        return len(self.source) if found < 0 else found + len(end)

    def _read_tag(self, match: re.Match[str], place: int) -> int:
        """Return where to go on: behind the tag, or behind what it hides."""
        tag = match["tag"].lower()
        if tag in ("meta", "time"):
            self._note_date(tag, match["said"])
        if tag in ("table", "tr"):
            self._read_row(match)
            self._is_cell = False
        if tag in _BLOCKS:
            end = "\n" if tag in _LINES else "\n\n"
            self._add(" " if self._is_cell else end, match.start())
        elif tag in _CELLS:
            self._is_cell = bool(self._rows) and not match["end"]
            if not match["end"]:
                self._add_cells(self._row.start_cell(match["said"]), match.start())
        if tag == "sup" and not match["end"] and (mark := _MARK_ABOVE.match(self.source, place)):
            self._add_mark(mark[1], place)
            return mark.end()
        is_hidden = tag in _HIDDEN or tag in _DELETED
        is_hidden = is_hidden and not (match["end"] or match["said"].endswith("/"))
        return self._hide(tag, place) if is_hidden else place

    def _hide(self, tag: str, place: int) -> int:
        """Return where what a tag hides ends; a head may have a date in it."""
        end = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(self.source, place)
        if end is None and tag in _DELETED:
            return place
        hidden = self.source[place : end.start() if end else len(self.source)]
        if tag == "head":
            for inner in _MARK.finditer(hidden):
                if (inner["tag"] or "").lower() == "meta":
                    self._note_date("meta", inner["said"])
        return end.end() if end else len(self.source)

    def _read_row(self, match: re.Match[str]) -> None:
        """Begin or end a row, or a table, which may stand within another."""
        self._count(len(self._row.spans))
        self._add_cells(self._row.end(), match.start())
        if match["tag"].lower() == "tr":
            return
        if not match["end"]:
            self._rows.append(self._row)
            self._row = _Row()
        elif self._rows:
            self._row = self._rows.pop()

    def _add_cells(self, cells: int, place: int) -> None:
        """Add the marks of so many cells; what spans several is one with empty ones behind it."""
        self._count(cells)
        self._add(" | " * cells, place)

    def _add(self, text: str, place: int) -> None:
        if text:
            self.starts.append(self._length)
            self.source_starts.append(place)
            self.text.write(text)
            self._last = text[-1]
            self._length += len(text)
            if self._length > MOST_CHARACTERS:
                raise exceed(self.name, MOST_CHARACTERS, "characters of text")

    def _add_mark(self, mark: str, place: int) -> None:
        """Add what stands above the line as such; behind a word it is a note's number."""
        if self._last.isalpha() and mark not in ("2", "3"):
            self._add(" ", place)
        self._add(raise_mark(mark), place)

    def _note_date(self, tag: str, attributes: str) -> None:
        if self.date is not None:
            return
        said = {
            found[1].lower(): found[2] or found[3] or found[4] or ""
            for found in _ATTRIBUTE.finditer(attributes)
        }
        named = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
        found = _DAY.match(said.get("datetime" if tag == "time" else "content", ""))
        if found and (tag == "time" or named in _DATES):
            try:
                self.date = date.fromisoformat(found[0])
            except ValueError:
                return
