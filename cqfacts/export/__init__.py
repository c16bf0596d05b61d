"""Machine formats: one module a format, behind one table of formats."""

from __future__ import annotations

from importlib import import_module

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    FlatRecord: TypeAlias = Mapping[str, Any]


class Document(Record):
    """What is to be written: flat records of `fields`, and the whole as an envelope for JSON."""

    fields: Sequence[str]
    records: Iterable[FlatRecord]
    envelope: Callable[[], Mapping[str, Any]]


ENDINGS = {
    ".tsv": "tsv",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "md",
}
"""The formats by the ending of a file; each is the module of its name."""

FORMATS = tuple(ENDINGS.values())

PICTURES = ("svg", "png", "html", "json")
"""What a chart can be written as, by `pictures`; each is the ending of its files."""


def write(document: Document, format_name: str, *, header: bool = True) -> Iterator[str]:
    """Yield the text of a document in one of FORMATS, piece by piece."""
    module = import_module(f"{__name__}.{format_name}")
    pieces: Iterator[str] = module.write(document, header=header)
    return pieces
