"""A Frictionless Data Package: tables as CSV in a zip, with what describes them."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile

from cqfacts.flat.tables import (
    tabulate_fact,
    tabulate_indicator,
    tabulate_source,
    tabulate_topic,
)
from cqfacts.shipped import find_shipped

from . import Document
from .csv import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, BinaryIO

    from . import FlatRecord
    from .excerpt import Excerpt

DESCRIPTOR = "datapackage.json"
LICENCE = "LICENCE.txt"

# What a zip can say earliest: the same facts make the same bytes on every day.
_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_ON_UNIX = 3
_PROFILE = "tabular-data-resource"
_LISTS = {"type": "array", "format": "default"}
_TEXT = {"type": "string"}
_NEEDED = {"type": "string", "constraints": {"required": True}}
_KEY = {"type": "string", "constraints": {"required": True, "unique": True}}
_NUMBER = {"type": "number"}
_DAY_FIELD = {"type": "date"}

_TOPICS: dict[str, Any] = {
    "topic": _KEY,
    "label": _NEEDED,
    "aliases": _LISTS,
    "description": _TEXT,
}
_INDICATORS: dict[str, Any] = {
    "key": _KEY,
    "topic": _NEEDED,
    "label": _NEEDED,
    "aliases": _LISTS,
    "description": _TEXT,
    "unit": _TEXT,
    "subject": _TEXT,
    "kind": _NEEDED,
    "better": _NEEDED,
    "growth_basis": _NEEDED,
}
_SOURCES: dict[str, Any] = {
    "source": _KEY,
    "title": _NEEDED,
    "publisher": _TEXT,
    "published": _DAY_FIELD,
    "url": _TEXT,
}
_FACTS: dict[str, Any] = {
    "id": {"type": "integer", "constraints": {"required": True, "unique": True}},
    "key": _NEEDED,
    "measure": _TEXT,
    "status": _NEEDED,
    "period": _TEXT,
    "period_start": _DAY_FIELD,
    "period_end": _DAY_FIELD,
    "qualifier": _TEXT,
    "value": _NUMBER,
    "unit": _TEXT,
    "low": _NUMBER,
    "high": _NUMBER,
    "bounds": _TEXT,
    "written": _TEXT,
    "of": _TEXT,
    "base": _TEXT,
    "each": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "text": _TEXT,
    "stated": _TEXT,
    "source": _NEEDED,
    "note": _TEXT,
    "accept": _LISTS,
}
_FOREIGN = {
    "facts": {"key": "indicators", "source": "sources"},
    "indicators": {"topic": "topics"},
}

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
        facts = writing.write_table("facts", _FACTS, _list_facts(excerpt))
        indicators = writing.write_table("indicators", _INDICATORS, _list_indicators(excerpt))
        topics = writing.write_table("topics", _TOPICS, _list_topics(excerpt))
        sources = writing.write_table("sources", _SOURCES, _list_sources(excerpt))
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

    def write_table(
        self, name: str, fields: dict[str, Any], records: Iterable[FlatRecord]
    ) -> dict[str, Any]:
        """Write a table as CSV. Return its resource."""
        document = Document(fields=tuple(fields), records=records, envelope=dict)
        path = f"{name}.csv"
        written = self.write(path, write(document))
        schema: dict[str, Any] = {
            "fields": [{"name": field, **kind} for field, kind in fields.items()],
            "missingValues": [""],
            "primaryKey": [next(iter(fields))],
        }
        if name in _FOREIGN:
            schema["foreignKeys"] = [
                {"fields": [field], "reference": {"resource": table, "fields": [field]}}
                for field, table in _FOREIGN[name].items()
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


def _list_facts(excerpt: Excerpt) -> Iterator[FlatRecord]:
    number = 0
    for _, facts in excerpt:
        for fact in facts:
            number += 1
            yield {"id": number, **tabulate_fact(fact)}


def _list_indicators(excerpt: Excerpt) -> Iterator[FlatRecord]:
    return (tabulate_indicator(excerpt.store.indicator(key)) for key in excerpt.keys)


def _list_topics(excerpt: Excerpt) -> Iterator[FlatRecord]:
    return (tabulate_topic(excerpt.store.topic(name)) for name in excerpt.list_topics())


def _list_sources(excerpt: Excerpt) -> Iterator[FlatRecord]:
    return (tabulate_source(excerpt.store.source(one)) for one in excerpt.sources)


def _describe(excerpt: Excerpt, *, is_shipped: bool) -> dict[str, Any]:
    store = excerpt.store
    about = f", about {store.subject}" if store.subject else ""
    return {
        "profile": "tabular-data-package",
        "name": _find_name(store.title or ""),
        "title": store.title or "Facts",
        "description": f"{excerpt.facts:,} facts of {len(excerpt.keys):,} indicators{about}, "
        "each with its source and the words that state it.",
        "licenses": [
            {"path": LICENCE, "title": "Whose the figures are"},
            *([_MIT] if is_shipped else ()),
        ],
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
