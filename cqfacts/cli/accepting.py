"""Accepting: the new figures of documents, gone through and written to a store of one's own."""

from __future__ import annotations

import os

from cqfacts.auditing.proposals import (
    find_obstacle,
    propose,
    slug,
    title_of,
    write_proposals,
)
from cqfacts.errors import CqfactsError, UsageError, gravest
from cqfacts.model import Source
from cqfacts.record import replace
from cqfacts.visible import make_visible

from .prompt import is_answered, read_line
from .streams import tell, write_last, write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from cqfacts.auditing import Audit, Finding
    from cqfacts.auditing.proposals import Proposal
    from cqfacts.store import Store
    from cqfacts.writing import Composed, Entries, Given

    Found = Sequence[tuple[Audit, list[Finding]]]

ADDED = ("new", "other")
"""Figures with these verdicts are what the store does not have."""
# What describes a new source, and not one that is there.
_DESCRIBED: dict[str, str | None] = {"title": None, "publisher": None, "url": None}


def accept(
    store: Store,
    found: Found,
    paths: Sequence[str] | None,
    options: Mapping[str, Any],
    *,
    is_toml: bool,
) -> int:
    """Write the new figures, or print them as text of a store. Return the exit status."""
    described = {name: options[name] for name in ("source", *_DESCRIBED)}
    if is_toml:
        write_output(_print(store, found, described))
        return 0
    from cqfacts.writing import open_own

    # Whether there is a store that may be written is told before any question.
    open_own(paths)
    proposals = list(_list_proposals(found, described))
    if not proposals:
        tell("there are no new figures; nothing was written")
        return 0
    write = _talk if is_answered() else _write_all
    return write(proposals, paths, options)


def _list_proposals(found: Found, described: Mapping[str, Any]) -> Iterator[Proposal]:
    for audit, findings in found:
        for finding in findings:
            if finding.verdict in ADDED:
                yield propose(audit, finding, described)


def _print(store: Store, found: Found, described: Mapping[str, Any]) -> Iterator[str]:
    for audit, findings in found:
        wanted = [propose(audit, one, described) for one in findings if one.verdict in ADDED]
        if not wanted:
            continue
        name = os.path.splitext(os.path.basename(audit.document.name))[0]
        source_id = described["source"] or slug(name)
        source = Source(
            id=source_id,
            title=described["title"] or title_of(audit),
            publisher=described["publisher"],
            published=audit.document.date,
            url=described["url"],
        )
        if source_id in store.source_ids:
            source = store.source(source_id)
        yield from write_proposals(store, wanted, source)


def _talk(
    proposals: list[Proposal], paths: Sequence[str] | None, options: Mapping[str, Any]
) -> int:
    """Show the figures one by one, and write each that is accepted."""
    from cqfacts.writing import open_own

    from .asking import ask_and_add

    source: dict[str, str | None] = {}
    written = 0
    for number, proposal in enumerate(proposals, 1):
        write_output([_introduce(proposal, number, len(proposals))])
        answer = _ask_whether("Add it? [y/N/q] ")
        if answer in ("q", "quit"):
            break
        if answer not in ("y", "yes"):
            continue
        own = open_own(paths)
        given = _leave_out_known(own.store, replace(proposal.given, **source))
        try:
            composed = ask_and_add(own, given, options["file"], options["patience"])
        except CqfactsError as error:
            tell(str(error))
            continue
        if composed is not None:
            source = {**_DESCRIBED, "source": composed.fact["source"]}
            written += 1
    write_output([f"{written} of {len(proposals)} new figures written\n"])
    return 0


def _introduce(proposal: Proposal, number: int, count: int) -> str:
    finding = proposal.finding
    words = " ".join(proposal.audit.document.text[finding.start : finding.end].split())
    about = finding.key or finding.what or "what it measures is not known"
    period = f", {finding.period}" if finding.period else ""
    return make_visible(
        f"\n{number}/{count} {proposal.place}: {proposal.sentence}\n  {words}: {about}{period}\n",
        keep_layout=True,
    )


def _ask_whether(prompt: str) -> str:
    """Ask until the answer is one of those that are asked for."""
    while True:
        answer = _ask(prompt)
        if answer in ("", "y", "yes", "n", "no", "q", "quit"):
            return answer
        write_output(["y adds it, n does not, q ends\n"])


def _ask(prompt: str) -> str:
    try:
        return read_line(prompt).casefold()
    except EOFError:
        write_output(["\n"])
        return "q"


def _write_all(
    proposals: list[Proposal], paths: Sequence[str] | None, options: Mapping[str, Any]
) -> int:
    """Write all figures of which nothing is missing, at once; tell the others."""
    from cqfacts.writing import open_own

    from .changes import add_and_tell

    own = open_own(paths)
    composed, statuses = _compose_all(own.store, proposals)
    by_path: dict[str, list[Composed]] = {}
    for one in composed:
        by_path.setdefault(own.find_file(one.key, options["file"]), []).append(one)
    for path, group in by_path.items():
        anyway, patience = options["anyway"], options["patience"]
        add_and_tell(own, _join(group), path, anyway=anyway, patience=patience)
        count = f"{len(group)} {'fact' if len(group) == 1 else 'facts'}"
        write_last(make_visible(f"{path}: added {count}") + "\n", f"{path} has {count} more")
    return gravest(statuses)


def _leave_out_known(store: Store, given: Given) -> Given:
    """Return what is given without what describes a source that the store has."""
    return replace(given, **_DESCRIBED) if given.source in store.source_ids else given


def _compose_all(store: Store, proposals: Sequence[Proposal]) -> tuple[list[Composed], list[int]]:
    from cqfacts.writing import compose

    composed: list[Composed] = []
    statuses = [0]
    for proposal in proposals:
        given = proposal.given
        if given.source is None:
            raise UsageError("the document has no source", "give its id with --source")
        known = store.source(given.source) if given.source in store.source_ids else None
        given = _leave_out_known(store, given)
        if given.key is None:
            tell(f"{proposal.place}: left out, since the store has no indicator for it")
            continue
        if obstacle := find_obstacle(store, proposal, known):
            tell(f"{proposal.place}: left out: {obstacle}")
            continue
        try:
            composed.append(compose(store, given))
        except CqfactsError as error:
            tell(f"{proposal.place}: left out: {error}")
            if error.exit_status != UsageError.exit_status:
                statuses.append(error.exit_status)
    return composed, statuses


def _join(group: Sequence[Composed]) -> Entries:
    """Return the entries of several facts as one."""
    from cqfacts.writing import Entries

    indicators: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    for one in group:
        indicators.update(one.entries.indicators)
        sources.update(one.entries.sources)
    facts = tuple(fact for one in group for fact in one.entries.facts)
    return Entries(facts=facts, indicators=indicators, sources=sources)
