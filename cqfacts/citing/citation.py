"""Citation: what is said of a fact and of its document when it is quoted."""

from __future__ import annotations

from cqfacts.record import Record
from cqfacts.wording import describe_note

from .keys import name_facts
from .statement import describe_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from cqfacts.diagnostics import Location
    from cqfacts.model import Fact
    from cqfacts.store import Store

# What no address may hold as it is, by RFC 3986. Letters of other scripts are left to be read.
_NO_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in ' "<>\\^`{|}'}
_SCHEMES = ("http://", "https://")
# What has no place in a line of text. Python's own `split` knows the other separators of lines.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")


class Citation(Record):
    """A fact and its document, each text in one line.

    `key` is made of ASCII and no other fact of the store has it. `statement` is the fact in a
    sentence without its end: what, of whom, when, how much. `stated` are the words of the
    source, `note` what the store says of the fact beside. `source` is the id of the document.
    """

    key: str
    statement: str
    stated: str | None
    note: str | None
    source: str
    title: str
    publisher: str | None
    published: date | None
    url: str | None
    looked_up: date

    @property
    def link(self) -> str | None:
        """The address as a browser may be sent there, None for one of another kind."""
        if self.url is None or not self.url.lower().startswith(_SCHEMES):
            return None
        return "".join(map(_escape_hidden, self.url.translate(_NO_ADDRESS)))


def cite_fact(store: Store, fact: Fact, today: date) -> Citation:
    """Return the citation of a fact that was looked up today."""
    return next(cite_facts(store, [fact], today))


def cite_facts(store: Store, facts: Iterable[Fact], today: date) -> Iterator[Citation]:
    """Yield the citations of facts that were looked up today; those of one indicator together."""
    indicator: str | None = None
    names: Mapping[Location, str] = {}
    for fact in facts:
        if fact.key != indicator:
            indicator, names = fact.key, name_facts(store.facts(fact.key))
        source = store.source(fact.source)
        yield Citation(
            key=names[fact.origin],
            statement=_in_one_line(describe_statement(store, fact)) or fact.key,
            stated=_in_one_line(fact.stated),
            note=_in_one_line(describe_note(fact)),
            source=source.id,
            title=_in_one_line(source.title) or source.id,
            publisher=_in_one_line(source.publisher),
            published=source.published,
            url=_in_one_line(source.url),
            looked_up=today,
        )


def _escape_hidden(character: str) -> str:
    """Return a character as an address may show it: what is hidden is percent-encoded."""
    if character.isprintable():
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _in_one_line(text: str | None) -> str | None:
    """Return text without what breaks lines, None where nothing is left of it."""
    return " ".join(text.translate(_CONTROLS).split()) or None if text else None
