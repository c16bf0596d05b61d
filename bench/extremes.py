"""Stores and documents at their worst: of stores kinds that grow with what they are asked for.

A kind is what somebody might write to make a program slow, or a program that writes stores by
mistake: much of one thing. A kind of document has the size that it needs. `tests/test_bounds.py`
and `tests/test_bombs.py` hold the work against their size and the limits, and `bench/bounds.py`
measures it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from extreme_pages import PAGES
from extreme_pdfs import PDFS
from extreme_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Piece = Callable[[int], str]

_HEAD = 'schema = 1\n[sources.s]\ntitle = "S"\n[t.i]\nlabel = "I"\nunit = "x"\n'
_FACT = '[[t.i.facts]]\nsource = "s"\nstated = "1"\n'
_DAYS = 3_000_000


def write_extreme(kind: str, size: int) -> bytes:
    """Return a store of a kind, of about so many bytes."""
    head, piece, tail = _KINDS[kind]
    pieces = [head]
    length = len(head)
    for text in _repeat(piece):
        pieces.append(text)
        length += len(text.encode())
        if length >= size:
            break
    return "".join([*pieces, tail]).encode()


def _repeat(piece: Piece) -> Iterator[str]:
    number = 0
    while True:
        yield piece(number)
        number += 1


def _day(number: int) -> str:
    return (date(1, 1, 1) + timedelta(days=number % _DAYS)).isoformat()


def _fact(text: str, key: str = "t.i") -> str:
    return _FACT.replace("t.i", key) + text + "\n"


# The start, what is repeated, by its number, and the end.
_KINDS: dict[str, tuple[str, Piece, str]] = {
    # TOML that says nothing, or too much.
    "blank-lines": (_HEAD, lambda _: "\n" * 100, ""),
    "comments": (_HEAD, lambda _: "# x\n", ""),
    "numbers": ("x = [", lambda _: "1,", "]\n"),
    "arrays": ("x = [", lambda _: "[],", "]\n"),
    "inline-tables": ("x = [", lambda _: "{a=1},", "]\n"),
    "escapes": ('x = "', lambda _: "\\\\", '"\n'),
    "long-key": ('"', lambda _: "a" * 100, '" = 1\n'),
    "keys": ("", lambda n: f"a{n} = 1\n", ""),
    "names": ("", lambda n: f"[a{n}.b.c.d]\n", ""),
    "dotted-keys": ("", lambda n: f"a{n}.b = 1\n", ""),
    # Much of one thing that a store has.
    "topics": ("schema = 1\n", lambda n: f"[t{n}]\nlabel = 'same'\n", ""),
    "sources": ("schema = 1\n", lambda n: f"[sources.s{n}]\ntitle = 'same'\n", ""),
    "slips-of-sources": ("schema = 1\n", lambda n: f"[sorces{n}.a]\ntitle = 'x'\n", ""),
    "indicators": ("schema = 1\n", lambda n: f"[t.i{n}]\nlabel = 'x{n}'\n", ""),
    "labels-alike": ("schema = 1\n", lambda n: f"[t.i{n}]\nlabel = 'same'\n", ""),
    "aliases": (_HEAD + "aliases = [", lambda n: f"'a{n}',", "]\n"),
    "aliases-alike": (_HEAD, lambda n: f"[t.i{n}]\naliases = ['a', 'b', 'c{n}']\n", ""),
    "one-line": (
        'schema = 1\nsources.s.title = "S"\nt.i.facts = [',
        lambda n: f'{{source="s",value={n},period="2025-1"}},',
        "]\n",
    ),
    "long-note": (_HEAD + _FACT + 'value = 1\nnote = "', lambda _: "word " * 20, '"\n'),
    "long-words": (_HEAD + '[[t.i.facts]]\nsource="s"\nstated="', lambda n: f"{n} million ", '"\n'),
    # Facts with problems.
    "empty-facts": (_HEAD, lambda _: "[[t.i.facts]]\n", ""),
    "unknown-keys": (_HEAD + _FACT, lambda n: f"valeu{n} = 1\n", ""),
    "slips-of-keys": (_HEAD, lambda n: _fact(f"valeu{n} = 1"), ""),
    "unknown-sources": (_HEAD, lambda n: f'[[t.i.facts]]\nvalue = 1\nsource = "x{n}"\n', ""),
    "unknown-choices": (_HEAD, lambda n: _fact(f"measure='m{n}'\nstatus='s{n}'\nvalue='v'"), ""),
    "unknown-checks": (_HEAD + _FACT + "value = 1\naccept = [", lambda n: f"'x{n}',", "]\n"),
    "unknown-references": (
        _HEAD,
        lambda n: _fact(f"measure = 'share'\nvalue = 1\nof = 'b.a{n}'", f"t.a{n}"),
        "",
    ),
    # Sound facts in every relation to each other.
    "same-facts": (_HEAD, lambda _: _fact("value = 1\nperiod = '2025'"), ""),
    "parts": (_HEAD, lambda n: _fact(f"value = {n}\nof = 'p{n}'\nperiod = '2025'"), ""),
    "units": (_HEAD, lambda n: _fact(f"value = {n}\nunit = 'u{n}'\nperiod = '2025'"), ""),
    "bases": (
        _HEAD,
        lambda n: _fact(f"measure='multiple'\nvalue=2\nbase='{_day(n)}'\nperiod='9999'"),
        "",
    ),
    "days": (_HEAD, lambda n: _fact(f"value = {n}\nperiod = '{_day(n)}'"), ""),
    "lengths": (_HEAD, lambda n: _fact(f"value = {n}\nperiod = '0001-01-01/{_day(n)}'"), ""),
    "growths": (
        _HEAD,
        lambda n: (
            _fact(f"value = {n}\nperiod = '{_day(n)}'")
            + _fact(f"measure='growth'\nvalue=1\nperiod='{_day(n)}'")
        ),
        "",
    ),
    "multiples": (
        _HEAD,
        lambda n: (
            _fact(f"value = {n}\nperiod = '{_day(n + 1)}'")
            + _fact(f"measure='multiple'\nvalue=1\nbase='{_day(n)}'\nperiod='{_day(n + 1)}'")
        ),
        "",
    ),
    "shares": (
        _HEAD + "[t.j]\nlabel = 'J'\nunit = 'x'\n",
        lambda n: (
            _fact(f"value = {n}\nperiod = '{_day(n)}'")
            + _fact(f"value = {n}\nperiod = '{_day(n)}'", "t.j")
            + _fact(f"measure='share'\nof='t.j'\nvalue=3\nperiod='{_day(n)}'")
        ),
        "",
    ),
    "shares-of-one": (
        _HEAD + _fact("value = 3\nperiod = '2025'"),
        lambda n: _fact("measure='share'\nof='t.i'\nvalue=1\nperiod='2025'", f"t.a{n}"),
        "",
    ),
    "targets": (
        _HEAD,
        lambda n: (
            _fact(f"value = {n}\nperiod = '{_day(n)}'")
            + _fact(f"status='target'\nvalue=1\nperiod='{_day(n)}'")
        ),
        "",
    ),
    "open-targets": (
        _HEAD,
        lambda n: _fact(f"status='target'\nvalue={n}\nperiod='{_day(n + 900_000)}'"),
        "",
    ),
    "streaks": (
        _HEAD,
        lambda n: _fact(f"measure='streak'\nof='a'\nvalue=2\nperiod='{_day(n)}'"),
        "",
    ),
    "sources-that-differ": (
        _HEAD,
        lambda n: (
            f"[sources.s{n}]\ntitle = 'S'\n"
            f"[[t.i.facts]]\nsource = 's{n}'\nstated = '1'\nvalue = {n}\nperiod = '2025'\n"
        ),
        "",
    ),
    "a-source-that-differs": (_HEAD, lambda n: _fact(f"value = {n}\nperiod = '2025'"), ""),
    "each": (_HEAD, lambda n: _fact(f"value={n}\neach=true\nperiod='1000/1998'"), ""),
    "each-of-many": (
        _HEAD,
        lambda n: _fact("value=1\neach=true\nperiod='1000/1998'", f"t.i{n}"),
        "",
    ),
}

KINDS = tuple(_KINDS)


def write_broken(kind: str, size: int) -> bytes:
    """Return what is no TOML, in one of many ways, of about so many bytes."""
    sound = _fact("value = 1\nperiod = '2025'") * (size // 80)
    return {
        "slips": lambda: _HEAD + _spread(sound, _fact("value = 2025-1")),
        "tables-said-twice": lambda: _HEAD + _spread(sound, "[sources.s]\ntitle = 'again'\n"),
        "keys-said-twice": lambda: _HEAD + "kind = 1\n" * (size // 9),
        "open-lists": lambda: _HEAD + _spread(sound, "[[t.i.facts]]\nvalue = [1,\n"),
        "open-list-at-the-start": lambda: _HEAD + "x = [\n" + sound,
        "open-list-at-the-end": lambda: _HEAD + sound + "[[t.i.facts]]\nvalue = [1,\n",
        "open-list-of-all": lambda: _HEAD + "x = [\n" + "1,\n" * (size // 3),
        "open-text": lambda: _HEAD + 'x = """\n' + sound,
        "no-equals-signs": lambda: _HEAD + "value 1\n" * (size // 8),
        "brackets": lambda: "[[" * (size // 2),
        "brackets-on-lines": lambda: "]\n" * (size // 2),
        "quotes": lambda: '"' * size,
        "deep": lambda: "x = " + "[" * (size // 2) + "]" * (size // 2) + "\n",
        "deep-keys": lambda: "a." * (size // 2) + "b = 1\n",
        "digits": lambda: "x = " + "9" * size + "\n",
        "page": lambda: "<html>\n<p>x</p>\n" * (size // 16),
        "one-word": lambda: "a" * size,
        "controls": lambda: "\x01\x02" * (size // 2),
        "carriage-returns": lambda: sound.replace("\n", "\r"),
        "not-utf-8": lambda: "\udcff" * size,
    }[kind]().encode("utf-8", "surrogateescape")


def _spread(sound: str, bad: str) -> str:
    """Return sound text with a fault after every hundredth of it."""
    facts = sound.split("[[")[1:]
    step = len(facts) // 100 + 1
    return "".join(
        f"[[{fact}{bad if number % step == 0 else ''}" for number, fact in enumerate(facts)
    )


BROKEN = (
    *("slips", "tables-said-twice", "keys-said-twice", "open-lists", "open-list-at-the-start"),
    *("open-list-at-the-end", "open-list-of-all", "open-text", "no-equals-signs", "brackets"),
    *("brackets-on-lines", "quotes", "deep", "deep-keys", "digits", "page", "one-word"),
    *("controls", "carriage-returns", "not-utf-8"),
)


# Kinds of documents that are within the limits, and are read whole.
READ = frozenset(
    (
        *("html-wide-cell", "html-wide-cells", "html-deep", "html-deep-tables", "html-entities"),
        *("html-attributes", "html-metas", "html-comments", "html-scripts", "html-closed-scripts"),
        *("html-heads", "docx-many-parts", "docx-nested", "docx-wide-cells", "docx-deep-tables"),
        *("docx-file", "docx-device", "docx-names", "pdf-xref-loop", "pdf-objects"),
        *("pdf-object-loop", *(kind for kind in PAGES if kind.startswith("markdown"))),
    )
)
_DOCUMENTS = PAGES | WORDS | PDFS
_ENDINGS = {"html": ".html", "text": ".txt", "markdown": ".md", "docx": ".docx", "pdf": ".pdf"}

DOCUMENTS = tuple(_DOCUMENTS)


def write_document(kind: str) -> tuple[str, bytes]:
    """Return the ending of a document of a kind, and what it holds."""
    return _ENDINGS[kind.partition("-")[0]], _DOCUMENTS[kind]()
