"""Reading files to be indexed: what each says, and where."""

from __future__ import annotations

from hashlib import blake2b
from zlib import crc32

from cqfacts.errors import StoreSyntaxError
from cqfacts.record import Record
from cqfacts.store.records import TOPIC_KEYS
from cqfacts.store.table_shelf import find_meant
from cqfacts.store.tables import File, check_schema, parse_tables, read_content

from .cutting import cut
from .schema import pack, pack_tables
from .states import is_settled, observe, wait_until_settled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from .cutting import Keys
    from .slices import Place
    from .states import State

_DIGEST = 16
_RESERVED = frozenset({"schema", "store", "sources"})


class Part(Record):
    """What one file says of an indicator: where, or itself where the file is read whole.

    `packed` is that in the form in which an index keeps it; `crc` is the checksum of what stands at
    the places.
    """

    file: int
    number: int
    places: Sequence[Place] = ()
    packed: bytes | None = None
    crc: int = 0

    @property
    def size(self) -> int:
        """How many bytes it takes in the file, 0 where that is read whole."""
        return sum(end - start for start, end in self.places)


class FileSnapshot(Record):
    """A file as it was when it was read: all but its indicators, and where these are.

    `is_known` says that an earlier index says so, and that the file is still the same; `is_settled`
    that a change since it was read would show in its state.
    """

    state: State
    is_settled: bool
    digest: bytes
    head: File
    parts: Mapping[Keys, Part]
    size: int = 0
    is_known: bool = False

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.head.name


def read_file(path: str, number: int, *, whole: bool) -> FileSnapshot:
    """Read a file and find what it says where; `whole` does not try to cut it.

    Raises StoreError.
    """
    try:
        wait_until_settled(path)
        state = observe(path)
    except OSError:
        # Reading says what is wrong in better words.
        state = ()
    settled = bool(state) and is_settled(state)
    content = read_content(path)
    found = (None if whole else _cut(content, path, number)) or _read_whole(content, path, number)
    head, parts = found
    check_schema(head.tables, path)
    digest = find_digest(content)
    return FileSnapshot(
        state=state,
        is_settled=settled,
        digest=digest,
        head=head,
        parts=parts,
        size=len(content),
    )


def find_digest(content: bytes) -> bytes:
    """Return what tells one content from another."""
    return blake2b(content, digest_size=_DIGEST).digest()


def _cut(content: bytes, path: str, number: int) -> tuple[File, dict[Keys, Part]] | None:
    try:
        found = cut(content)
    except (StoreSyntaxError, LookupError, TypeError):
        return None
    if found is None:
        return None
    alone = found.head.keys() - {topic for topic, _ in found.places}
    head = File(name=path, tables=dict(found.head), meant=_find_all_meant(found.head, alone))
    return head, {
        keys: Part(
            file=number,
            number=at,
            places=places,
            crc=crc32(b"".join([content[start:end] for start, end in places])),
        )
        for at, (keys, places) in enumerate(found.places.items())
    }


def _read_whole(content: bytes, path: str, number: int) -> tuple[File, dict[Keys, Part]]:
    tables = parse_tables(content, path)
    meant = _find_all_meant(tables, tables.keys())
    head: dict[str, Any] = {}
    parts: dict[Keys, Part] = {}
    for topic, table in tables.items():
        if not isinstance(table, dict) or topic in _RESERVED or topic in meant:
            head[topic] = table
            continue
        # A table under a key of a topic is a problem of it, and an indicator as well.
        head[topic] = {
            key: value
            for key, value in table.items()
            if key in TOPIC_KEYS or not isinstance(value, dict)
        }
        for name, inner in table.items():
            if isinstance(inner, dict):
                packed = pack(((topic, name), pack_tables(inner)))
                parts[topic, name] = Part(file=number, number=len(parts), packed=packed)
    return File(name=path, tables=head, meant=meant), parts


def _find_all_meant(tables: Mapping[str, Any], topics: Iterable[str]) -> dict[str, str]:
    """Return the reserved tables that any of the topics was meant for."""
    tables_of = {name: tables[name] for name in topics if name not in _RESERVED}
    found = {
        name: find_meant(name, table) for name, table in tables_of.items() if type(table) is dict
    }
    return {name: meant for name, meant in found.items() if meant}
