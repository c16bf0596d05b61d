"""A Frictionless Data Package: tables as CSV in a zip, with what describes them."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile

from cqfacts.flat.tables import REFERENCES, TABLES, tabulate
from cqfacts.shipped import find_shipped

from . import Document
from .csv import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, BinaryIO

    from cqfacts.model import Fact
    from cqfacts.record import Field

    from .excerpt import Excerpt

DESCRIPTOR = "datapackage.json"
LICENCE = "LICENCE.txt"

# What a zip can say earliest: the same facts make the same bytes on every day.
_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_ON_UNIX = 3
_PROFILE = "tabular-data-resource"
_KINDS: dict[str, Any] = {
    "day": {"type": "date"},
    "flag": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "number": {"type": "number"},
    "texts": {"type": "array", "format": "default"},
    "ids": {"type": "array", "format": "default"},
}
_UNIQUE = {"required": True, "unique": True}
_ID = {"name": "id", "type": "integer", "constraints": _UNIQUE}

_OTHERS_FIGURES = """\
The figures, and the few words that are quoted with them, are those of their publishers.
sources.csv names each document, and facts.csv the document of each figure.
"""
_OWN_STORE = """\
Who keeps the store that this was made from decides how it may be used; nothing here allows it.
"""
_SHIPPED_STORE = """\
Their arrangement is that of the store that ships with cqfacts, which is under the MIT licence:
https://opensource.org/license/mit
"""


def write_package(excerpt: Excerpt, stream: BinaryIO) -> None:
    """Write an excerpt as a package."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        writing = _Writing(excerpt, archive)
        # Facts come first: going through them says of which indicators and sources there are any.
        facts = writing.write_table("facts", _list_facts(excerpt))
        store = excerpt.store
        indicators = writing.write_table("indicators", map(store.indicator, excerpt.keys))
        topics = writing.write_table("topics", map(store.topic, excerpt.list_topics()))
        sources = writing.write_table("sources", map(store.source, excerpt.sources))
        is_shipped = tuple(excerpt.store.files) == (str(find_shipped("facts.toml")),)
        licence = _OTHERS_FIGURES + (_SHIPPED_STORE if is_shipped else _OWN_STORE)
        writing.write(LICENCE, [licence])
        described = _describe(excerpt, is_shipped=is_shipped)
        described["resources"] = [topics, indicators, facts, sources]
        text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
        writing.write(DESCRIPTOR, [text])


class _Writing:
    """A zip that is written member by member."""

    def __init__(self, excerpt: Excerpt, archive: zipfile.ZipFile) -> None:
        self.excerpt = excerpt
        self.archive = archive

    def write(self, name: str, pieces: Iterable[str]) -> dict[str, Any]:
        """Write a member. Return its size and hash as a descriptor has them."""
        member = zipfile.ZipInfo(name, _DAY)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = _MODE
        member.create_system = _ON_UNIX
        size, digest = 0, hashlib.sha256()
        # How long a member gets is not known when it is begun.
        with self.archive.open(member, "w", force_zip64=True) as stream:
            for piece in pieces:
                content = piece.encode()
                size += len(content)
                digest.update(content)
                stream.write(content)
        return {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}

    def write_table(self, name: str, records: Iterable[Any]) -> dict[str, Any]:
        """Write a table as CSV. Return its resource."""
        fields = _describe_fields(name)
        names = tuple(one["name"] for one in fields)
        # The id is a column of facts alone.
        rows = ({"id": n, **tabulate(name, one)} for n, one in enumerate(records, 1))
        document = Document(fields=names, records=rows, envelope=dict)
        path = f"{name}.csv"
        written = self.write(path, write(document))
        schema: dict[str, Any] = {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": [names[0]],
        }
        references = [(one, REFERENCES[one]) for one in names[1:] if one in REFERENCES]
        if references:
            schema["foreignKeys"] = [
                {"fields": [field], "reference": {"resource": table, "fields": [field]}}
                for field, table in references
            ]
        return {
            "name": name,
            "path": path,
            "profile": _PROFILE,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            **written,
            "schema": schema,
        }


def _list_facts(excerpt: Excerpt) -> Iterator[Fact]:
    for _, facts in excerpt:
        yield from facts


def _describe_fields(table: str) -> list[dict[str, Any]]:
    """Return the fields of a table as its schema has them."""
    fields = [{"name": name, **_describe_field(one)} for name, one in TABLES[table].items()]
    if table == "facts":
        return [_ID, *fields]
    fields[0]["constraints"] = _UNIQUE
    return fields


def _describe_field(one: Field) -> dict[str, Any]:
    text = {"type": "string"}
    return _KINDS.get(one.kind) or (
        text | {"constraints": {"required": True}} if one.is_needed else text
    )


def _describe(excerpt: Excerpt, *, is_shipped: bool) -> dict[str, Any]:
    store = excerpt.store
    about = f", about {store.subject}" if store.subject else ""
    return {
        "profile": "tabular-data-package",
        "name": _find_name(store.title or ""),
        "title": store.title or "Facts",
        "description": f"{excerpt.facts:,} facts of {len(excerpt.keys):,} indicators{about}, "
        "each with its source and the words that state it.",
        "licenses": [_OWNERS, _MIT] if is_shipped else [_OWNERS],
        "sources": [
            {"title": source.title, **({"path": source.url} if is_link(source.url) else {})}
            for source in map(store.source, excerpt.sources)
        ],
    }


_OWNERS = {"path": LICENCE, "title": "Whose the figures are"}
_MIT = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}


def is_link(url: str | None) -> bool:
    """Whether the address of a document may stand where programs follow it."""
    return url is not None and _LINK.fullmatch(url) is not None


_LINK = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")


def _find_name(title: str) -> str:
    """Return a title as a name that addresses may hold."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "facts"
