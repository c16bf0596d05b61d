"""Seeds: what the fuzzer begins with, taken from the tests and from the shipped store."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import cycle, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cqfacts import flatten_fact, open_store
from cqfacts.export import Document, write
from cqfacts.flat.facts import FACT_FIELDS
from cqfacts.writing.row_formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_HERE = Path(__file__).parent
_TESTS = _HERE.parent / "tests"
_SHIPPED = _HERE.parent / "facts.toml"
_QUOTED = re.compile(r'"([^"\\\n]{1,200})"')


def write_seeds(folder: Path, target: str) -> None:
    """Write the seeds of a target into a folder, each under a name of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in _find_seeds(target):
        (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)


def _find_seeds(target: str) -> Iterable[bytes]:
    if target == "store":
        return [*_find_stores(), *_find_stores_of_several()]
    if target == "placing":
        return (bytes([number % 256]) + one for number, one in enumerate(_find_stores()))
    if target == "document":
        documents = list(_find_documents())
        return [*documents, *_put_before(documents[::5], cycle(_find_words()))]
    if target == "rows":
        return _find_tables()
    if target == "index":
        return [bytes([0, 0, n, 255 - n]) * (n % 7 + 1) for n in range(0, 256, 5)]
    named = {"amount": "amount", "period": "period", "figures": "figures", "term": "lookup"}
    return {one.encode("utf-8", "surrogatepass") for one in _find_texts(target, named[target])}


def _find_stores() -> Iterator[bytes]:
    """Yield the stores of the tests, cases of TOML, and the head of the shipped store."""
    for path in sorted([*(_TESTS / "errors").glob("*.toml"), *(_HERE / "toml").glob("*.toml")]):
        yield path.read_bytes()
    yield _SHIPPED.read_bytes()[:4000]


def _find_stores_of_several() -> Iterator[bytes]:
    """Yield stores of several files that speak of the same things, the files parted by U+0000."""
    for folder in sorted(path for path in (_TESTS / "errors").iterdir() if path.is_dir()):
        files = [path.read_bytes() for path in sorted(folder.glob("*.toml")) if path.is_file()]
        if len(files) > 1:
            yield b"\0".join(files)
    alone = [path.read_bytes() for path in sorted((_TESTS / "errors").glob("*.toml"))]
    # They have their topic and their indicator in common.
    yield from (b"\0".join(pair) for pair in pairwise(alone))


def _find_texts(target: str, test: str) -> Iterator[str]:
    """Yield what a test has in quotes, and what the shipped store says of the same sort."""
    yield from _QUOTED.findall((_TESTS / f"test_{test}.py").read_text(encoding="utf-8"))
    store = open_store(_SHIPPED)
    for key in store.keys:
        indicator = store.indicator(key)
        if target == "term":
            yield from (key, indicator.label, *indicator.aliases)
        for fact in store.facts(key):
            if target == "figures" and fact.stated:
                yield fact.stated
            if target == "amount" and fact.amount:
                yield fact.amount.written
            if target == "period" and fact.period:
                yield str(fact.period)


def _find_documents() -> Iterator[bytes]:
    """Yield the documents of the tests, passage by passage, each as a kind that it may be of."""
    for path in sorted([*(_TESTS / "audit").glob("*.txt"), *(_TESTS / "audits").glob("*.md")]):
        passages = path.read_bytes().split(b"\n\n")
        for number in range(0, len(passages), 6):
            joined = b"\n\n".join(passages[number : number + 6])
            yield bytes([number // 6 % 2]) + joined
            yield b"\2<p>" + joined.replace(b"\n\n", b"</p>\n<p>")
    for name in ("auditing", "figures", "prose"):
        text = (_TESTS / f"test_{name}.py").read_text(encoding="utf-8")
        for one in dict.fromkeys(_QUOTED.findall(text)):
            is_html, is_markdown = "<" in one, "[" in one or "*" in one
            kind = 2 if is_html else int(is_markdown)
            yield bytes([kind]) + one.replace("\\n", "\n").encode()


def _find_words() -> Iterator[bytes]:
    """Yield words for the places of a store: those of a sound one, and some that are hardly any."""
    sound = (
        *("Homes of the town", "Testville", "Report", "Gazette", "Town", "town", "New homes"),
        *("homes", "yuan", "China", "5 million", "Beijing", "as of May", "A first", "x", "towns"),
    )
    yield "\1".join(sound).encode()
    for odd in (
        " ",
        "—",
        "%",
        "\u200b",
        "\u3164",
        "\u0301",
        "ʰ",
        "\U0001f3e0",
        "₂",
        "\ufdfa",
        "'s",
    ):
        yield odd.encode()
        yield "\1".join((*sound[:5], odd, *sound[5:])).encode()


def _put_before(documents: Iterable[bytes], stores: Iterator[bytes]) -> Iterator[bytes]:
    """Yield documents, each with the words of a store."""
    for document in documents:
        yield document[:1] + next(stores) + b"\0" + document[1:].replace(b"\0", b"")


def _find_tables() -> Iterator[bytes]:
    """Yield a few facts of each indicator that ships, in a format of rows, and those of the tests.

    A store that has other indicators gets new ones of them.
    """
    store = open_store(_SHIPPED)
    records = [[flatten_fact(store, one) for one in store.facts(key)[:4]] for key in store.keys]
    for number, some in enumerate(records):
        kind = number % len(FORMATS)
        yield bytes([kind]) + _write_table(some, FORMATS[kind])
    own = {"key": "town.homes", "label": "New homes", "unit": "homes", "source": "gazette"}
    fact = {"period": "2025", "written": "52 thousand", "stated": "52,000 homes"}
    for kind, name in enumerate(FORMATS):
        yield bytes([kind]) + _write_table([{**own, **fact}], name)
        yield bytes([kind]) + _write_table(
            [{**own, "text": "Open"}, {**own, "text": 'Built \t"new"\nones'}], name
        )
    text = (_TESTS / "test_importing.py").read_text(encoding="utf-8")
    for one in re.findall(r"'([\[{][^']*)'", text):
        yield bytes([3 if one.startswith("[") else 2]) + one.encode()
    yield from (b"\2" + one.encode() for one in re.findall(r"^\{.*\}$", text, re.MULTILINE))


def _write_table(records: list[dict[str, Any]], format_name: str) -> bytes:
    envelope = {"schema_version": 1, "facts": records}
    fields = [name for name in FACT_FIELDS if name in records[-1]]
    document = Document(fields=fields, records=records, envelope=lambda: envelope)
    return "".join(write(document, format_name)).encode()
