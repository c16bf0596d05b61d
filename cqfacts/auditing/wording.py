"""Findings in words, for a line of text."""

from __future__ import annotations

from cqfacts.wording import JOIN, describe_amount, describe_measure

from .records import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.model import Fact

    from .findings import Audit, Finding


def describe_finding(audit: Audit, finding: Finding) -> str:
    """Return a finding in one line: `'3.83 trillion yuan' differs: economy.gdp, 2025, is …`."""
    words = " ".join(audit.document.text[finding.start : finding.end].split())
    # A unit of a store, or the words of a doubt, may have a line break.
    return " ".join(f"'{words}' {describe_verdict(audit, finding)}".splitlines())


def describe_verdict(audit: Audit, finding: Finding) -> str:
    """Return a verdict with what the figure was held against, in words."""
    fact, verdict = finding.fact, finding.verdict
    if fact is not None and verdict == "matches":
        return f"matches {describe_fact(fact)}"
    if fact is not None and verdict == "differs":
        return f"differs: the store has {describe_fact(fact)}"
    if fact is not None and finding.older is not None:
        older = finding.older
        period = older.period or "an earlier time"
        said = f"{describe_amount(older).replace(JOIN, ' ')}, by {older.source}"
        return f"is stale: it is of {period}: {said}; now there is {describe_fact(fact)}"
    period = f", {finding.period}" if finding.period else ""
    if verdict == "other":
        return f"is other: the store has no such figure of {finding.key}{period}"
    if verdict == "new":
        return f"is new: {finding.what or 'something'}{period}"
    if verdict == "contradicts" and finding.other_words is not None:
        line, _ = audit.document.locate(finding.other_words[0])
        return f"contradicts line {line}, '{quote(audit, finding.other_words)}': {finding.rule}"
    if finding.doubt is not None:
        near = f"; it may be {' or '.join(finding.near)}" if finding.near else ""
        return f"is unclear: {finding.doubt}{near}"
    near = f"; it may be {' or '.join(finding.near)}" if finding.near else ""
    return f"is unclear: what it is about could not be told{near}"


def describe_grounds(audit: Audit, finding: Finding) -> str:
    """Return the words from which indicator, period and subject were told."""
    names = ", ".join(f"'{quote(audit, one)}'" for one in finding.key_words)
    said = (
        ("indicator", names or "no words"),
        ("period", _quoted(audit, finding.period_words)),
        ("subject", _quoted(audit, finding.subject_words)),
    )
    return "; ".join(f"{what}: {words}" for what, words in said)


def _quoted(audit: Audit, words: tuple[int, int] | None) -> str:
    said = quote(audit, words)
    return f"'{said}'" if said else "no words"


def describe_fact(fact: Fact) -> str:
    """Return a fact in a few words: `economy.gdp, 2025: CNY 3.38 trillion, by iChongqing`."""
    measure = describe_measure(fact.measure, fact.of, fact.base, fact.status)
    said = describe_amount(fact).replace(JOIN, " ")
    period = f", {fact.period}" if fact.period else ""
    told = "" if measure == "level" else f", {measure}"
    return f"{fact.key}{period}{told}: {said}, by {fact.source}"
