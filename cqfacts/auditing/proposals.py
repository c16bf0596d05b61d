"""Proposals: new figures of a document as facts that a store could have."""

from __future__ import annotations

import re
from bisect import bisect_left

from cqfacts.amount import Amount, format_amount, is_whole
from cqfacts.errors import CqfactsError
from cqfacts.figures.numbers import is_year
from cqfacts.figures.vocabulary import split_words
from cqfacts.record import Record, replace
from cqfacts.visible import make_visible
from cqfacts.writing import Given, MissingError, compose
from cqfacts.writing.toml import format_name, format_table

from .fits import round_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from cqfacts.model import Source
    from cqfacts.store import Store
    from cqfacts.writing import Composed

    from .findings import Audit, Finding

_MOST_WORDS = 8
"""Quoted words that `check` lets pass."""
_OPENING = frozenset(split_words("and but or of in on at by for with to from as while that which"))
_LONGEST_TITLE = 100
_SLUG = re.compile(r"[^a-z0-9]+")
_BREAK = re.compile(r"[.;:!?,()\"“”|]")


class Proposal(Record):
    """A new figure as a fact: what is given of it, and where it stands."""

    audit: Audit
    finding: Finding
    given: Given

    @property
    def place(self) -> str:
        """The file and the line."""
        line, _ = self.audit.document.locate(self.finding.start)
        return f"{self.audit.document.name}:{line}"

    @property
    def sentence(self) -> str:
        """The sentence that states it."""
        return " ".join(self.audit.document.text[slice(*self.finding.sentence)].split())


def propose(audit: Audit, finding: Finding, source: Mapping[str, Any]) -> Proposal:
    """Return a new figure as what would be given to add it; `source` names the document."""
    figure = finding.figure
    is_known = finding.key is not None
    given = Given(
        key=finding.key,
        words=quote(audit, finding),
        value=None if figure.high or figure.out_of else _write_value(finding),
        measure=finding.measure,
        status=None if finding.status == "actual" else finding.status,
        qualifier=figure.qualifier or "none",
        unit=None if is_known or figure.kind != "number" else finding.unit,
        period=str(finding.period) if finding.period else None,
        is_undated=finding.period is None,
        **source,
    )
    return Proposal(audit=audit, finding=finding, given=given)


def quote(audit: Audit, finding: Finding) -> str:
    """Return the few words of a document that state a figure: it, and some before it."""
    text = audit.document.text
    # As many characters as some words have; the first of them may be cut, and is not taken.
    before = text[max(_end_before(audit, finding), finding.start - 120) : finding.start]
    clause = _BREAK.split(before)[-1]
    lead = [word for one in clause.split() if (word := one.strip("[]*_"))]
    own = text[finding.start : finding.end].split()
    words = " ".join([*_begin(lead, _MOST_WORDS - len(own)), *own])
    return words if words.count('"') % 2 == 0 else words.replace('"', "")


def _end_before(audit: Audit, finding: Finding) -> int:
    """Return where the figure before ends, or the sentence begins: other words are not its own."""
    place = bisect_left(audit.findings, finding.start, key=lambda one: one.start)
    end = audit.findings[place - 1].end if place else 0
    return max(end, finding.sentence[0])


def _begin(lead: list[str], most: int) -> list[str]:
    """Return the last words before a figure, from where a phrase begins."""
    if most <= 0:
        return []
    if len(lead) > most:
        lead = lead[-most:]
        opening = (place for place, word in enumerate(lead) if word.casefold() in _OPENING)
        lead = lead[next(opening, -1) + 1 :]
    while lead and (lead[0].casefold() in _OPENING or is_year(lead[0])):
        lead = lead[1:]
    return lead


def _write_value(finding: Finding) -> str:
    amount = finding.figure.amount
    if finding.figure.kind in ("rank", "streak", "multiple") and is_whole(finding.value):
        return str(int(finding.value))
    if amount.step is None and finding.measure in ("level", "change"):
        amount = replace(amount, step=round_step(amount.value))
    return format_amount(Amount(value=finding.value, step=amount.step))


def write_proposals(store: Store, proposals: Iterable[Proposal], source: Source) -> Iterator[str]:
    """Yield proposals as text of a store; what is not complete stands in comments."""
    if source.id not in store.source_ids:
        table: dict[str, Any] = {"title": source.title}
        table |= {
            name: said
            for name in ("publisher", "published", "url")
            if (said := getattr(source, name)) is not None
        }
        yield _lines(format_table(f"[{format_name(('sources', source.id))}]", table))
    for proposal in proposals:
        if reason := find_obstacle(store, proposal, source):
            yield _write_comment(proposal)
            yield _write_incomplete(proposal, reason, source)
            continue
        given = replace(proposal.given, source=source.id, title=None)
        if source.id not in store.source_ids:
            given = replace(given, title=source.title)
        yield _write_comment(proposal)
        try:
            composed = compose(store, given)
        except CqfactsError as error:
            reason = error.problem if isinstance(error, MissingError) else str(error)
            yield _write_incomplete(proposal, reason, source)
        else:
            yield _write_composed(composed)


def _write_comment(proposal: Proposal) -> str:
    """Return where a figure stands, in a line that nothing in the document ends."""
    return f"\n# {make_visible(f'{proposal.place}: {proposal.sentence}')}\n"


def _write_composed(composed: Composed) -> str:
    topic, name = composed.key.split(".", 1)
    return _lines(format_table(f"[[{format_name((topic, name, 'facts'))}]]", composed.fact))


def find_obstacle(store: Store, proposal: Proposal, source: Source | None) -> str | None:
    """Return why a figure can be no fact of a store as it stands, None where it can."""
    finding = proposal.finding
    if finding.figure.high is not None:
        return "a fact has one number, not a range; add one end of it, with a qualifier"
    period = finding.period
    published = source.published if source else None
    if published is None or period is None or finding.status != "actual" or finding.key is None:
        return None
    is_stock = store.indicator(finding.key).kind == "stock"
    last = period.start if is_stock else period.end
    if last is None or last <= published:
        return None
    return f"{period} was not over when the source was published on {published}; name another"


def _write_incomplete(proposal: Proposal, reason: str, source: Source) -> str:
    """Return what is known of a fact, in comments, with what is missing."""
    given, finding = proposal.given, proposal.finding
    what = finding.what or "something"
    key = finding.key or f"topic.{slug(what)}"
    topic, name = key.split(".", 1)
    header: list[str] = []
    if finding.key is None:
        described = {"label": what, **({"unit": finding.unit} if finding.unit else {})}
        header = [*format_table(f"[{format_name((topic, name))}]", described), ""]
    fact = {
        "measure": None if given.measure == "level" else given.measure,
        "status": given.status,
        "period": given.period,
        "qualifier": None if given.qualifier == "none" else given.qualifier,
        "value": given.value,
        "stated": given.words,
        "source": source.id,
    }
    told = {name: said for name, said in fact.items() if said is not None}
    rows = [*header, *format_table(f"[[{format_name((topic, name, 'facts'))}]]", told)]
    if finding.key is None:
        reason = "the store has no indicator for it; name the topic"
    return _lines([f"# {make_visible(reason)}", *(f"# {row}".rstrip() for row in rows)])


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)


def slug(text: str) -> str:
    """Return words as a name of the store: small letters, digits and hyphens."""
    return _SLUG.sub("-", text.casefold()).strip("-")[:40].strip("-") or "document"


def title_of(audit: Audit) -> str:
    """Return the first line of a document, by which a source may be called."""
    for line in audit.document.text.split("\n"):
        words = " ".join(line.split())
        if words:
            return words[:_LONGEST_TITLE]
    return audit.document.name
