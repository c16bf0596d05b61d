"""Documents: their text, with the places of its characters in the file that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from cqfacts.errors import CqfactsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


_ABOVE = str.maketrans(
    "-0123456789abcdefghijklmnoprstuvwxyz", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)


class DocumentError(CqfactsError):
    """A document cannot be read."""

    exit_status = 5


def exceed(name: str, most: int, what: str) -> DocumentError:
    """Return the error of a document that is beyond a limit."""
    return DocumentError(f"{name} has more than {most:,} {what}", "split the document")


def raise_mark(mark: str) -> str:
    """Return digits or a letter, but no q, as characters that stand above the line."""
    return mark.lower().translate(_ABOVE)


class Document:
    """A document as it is audited: its text, its name, and the date that it shows.

    `source` is what the file has where its text is not all of it, as in HTML; `places` are then
    the offsets in the text, and in the source, from which on both run alike. Of a docx or a
    pdf the text is the source: its lines are paragraphs, or those of the pages.
    """

    def __init__(
        self,
        text: str,
        name: str = "text",
        *,
        date: date | None = None,
        source: str | None = None,
        places: tuple[Sequence[int], Sequence[int]] = ((), ()),
    ) -> None:
        self.text = text
        self.name = name
        self.date = date
        self.source = text if source is None else source
        self._starts, self._source_starts = places

    def find_offset(self, offset: int, *, is_end: bool = False) -> int:
        """Return where a character of the text stands in the source, or where one ends."""
        if not self._starts:
            return offset
        place = max(bisect_right(self._starts, offset - is_end) - 1, 0)
        start, source_start = self._starts[place], self._source_starts[place]
        if is_end and self.source.startswith("&", source_start) and offset == start + 1:
            # A character that is written by its name ends with the name.
            return self.source.index(";", source_start) + 1
        return source_start + offset - start

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character of the text, both counted from 1."""
        place = self.find_offset(offset)
        line = bisect_right(self._line_starts, place)
        return line, place - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        found = self.source.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.source.find("\n", found + 1)
        return starts
