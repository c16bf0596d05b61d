"""Seeds: what the fuzzer begins with, taken from the tests and from the shipped store."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cqfacts import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        return _find_stores()
    if target == "index":
        return [bytes([0, 0, n, 255 - n]) * (n % 7 + 1) for n in range(0, 256, 5)]
    named = {"amount": "amount", "period": "period", "prose": "figures", "term": "lookup"}
    return {one.encode("utf-8", "surrogatepass") for one in _find_texts(target, named[target])}


def _find_stores() -> Iterator[bytes]:
    """Yield the stores of the tests, cases of TOML, and the head of the shipped store."""
    for path in sorted([*(_TESTS / "errors").glob("*.toml"), *(_HERE / "toml").glob("*.toml")]):
        yield path.read_bytes()
    yield _SHIPPED.read_bytes()[:4000]


def _find_texts(target: str, test: str) -> Iterator[str]:
    """Yield what a test has in quotes, and what the shipped store says of the same sort."""
    yield from _QUOTED.findall((_TESTS / f"test_{test}.py").read_text(encoding="utf-8"))
    store = open_store(_SHIPPED)
    for key in store.keys:
        indicator = store.indicator(key)
        if target == "term":
            yield from (key, indicator.label, *indicator.aliases)
        for fact in store.facts(key):
            if target == "prose" and fact.stated:
                yield fact.stated
            if target == "amount" and fact.amount:
                yield fact.amount.written
            if target == "period" and fact.period:
                yield str(fact.period)
