"""The list of sources, and how a fact refers to it."""

from __future__ import annotations

from cqfacts.export.links import find_link
from cqfacts.record import Record

from .links import anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cqfacts.model import Source
    from cqfacts.store import Store


class SourceLine(Record):
    """A source in the list.

    `link` is its address where that may be a link, `document` the source as citations have it.
    """

    source: Source
    place: str
    link: str | None
    document: str


class SourceMark(Record):
    """What a fact calls its source: who says it and when, and its number in the list."""

    number: int
    name: str
    published: str | None
    place: str


def build_sources(
    store: Store, documents: Mapping[str, str], ids: Iterable[str]
) -> Iterator[SourceLine]:
    """Yield the sources of these ids, as the list has them; `documents` is what citations have."""
    for source_id in ids:
        source = store.source(source_id)
        yield SourceLine(
            source=source,
            place=_place_of(source),
            link=find_link(source.url),
            document=documents.get(source_id, ""),
        )


def mark_source(source: Source, number: int) -> SourceMark:
    """Return what the facts of a source call it."""
    return SourceMark(
        number=number,
        name=source.publisher or source.title,
        published=source.published.isoformat() if source.published else None,
        place=_place_of(source),
    )


def _place_of(source: Source) -> str:
    # No topic and no indicator has a name with a colon.
    return f"source:{anchor(source.id)}"
