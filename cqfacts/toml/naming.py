"""Naming: every place where a file gives a table its name, in a header, a key or within braces."""

from __future__ import annotations

from cqfacts.record import Record, replace

from .scanning import find_pairs, find_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scanning import Name
    from .sections import Sections


class Named(Record):
    """A header or a pair that belongs to a table of some name.

    `parts` are the spans of the parts of its own key, `depth` counts the parts of the name before
    those. A pair is from `start` to `end`, in a section or between the braces that `braces` has.
    """

    section: int = 0
    depth: int
    parts: tuple[tuple[int, int], ...]
    start: int
    end: int
    is_header: bool = False
    braces: tuple[int, int] | None = None


def find_named(sections: Sections, name: Name) -> Iterator[Named]:
    """Yield all headers and pairs that belong to the table of a name, in the order of the file.

    What a header or a pair holds further names of is not gone into.
    """
    for number in range(len(sections)):
        own = sections.name(number)
        if own and own[: len(name)] == name:
            start = sections.header(number)
            key = start + 1 + sections.is_list(number)
            yield Named(
                section=number,
                depth=0,
                parts=tuple(find_parts(sections.content, key)),
                start=start,
                end=sections.body(number),
                is_header=True,
            )
        elif name[: len(own)] == own:
            span = (sections.body(number), sections.stop(number))
            for one in _find_pairs(sections.content, span, name, len(own)):
                yield replace(one, section=number)


def _find_pairs(
    content: bytes, span: tuple[int, int], name: Name, depth: int, *, is_inner: bool = False
) -> Iterator[Named]:
    rest = name[depth:]
    for key, start, value, end in find_pairs(content, *span):
        if key[: len(rest)] == rest:
            yield Named(
                depth=depth,
                parts=tuple(find_parts(content, start)),
                start=start,
                end=end,
                braces=span if is_inner else None,
            )
        elif rest[: len(key)] == key and content[value : value + 1] == b"{":
            inner = (value + 1, end)
            yield from _find_pairs(content, inner, name, depth + len(key), is_inner=True)
