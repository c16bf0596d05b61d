"""Findings in words, for a line of text."""

from __future__ import annotations

from cqfacts.wording import JOIN, describe_amount, describe_measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.model import Fact

    from .findings import Audit, Finding


def describe_finding(audit: Audit, finding: Finding) -> str:
    """Return a finding in one line: `'3.83 trillion yuan' differs: economy.gdp, 2025, is …`."""
    words = " ".join(audit.document.text[finding.start : finding.end].split())
    # A unit of a store, or the words of a doubt, may have a line break.
    return " ".join(f"'{words}' {describe_verdict(finding)}".splitlines())


def describe_verdict(finding: Finding) -> str:
    """Return a verdict with what the figure was held against, in words."""
    fact, verdict = finding.fact, finding.verdict
    if fact is not None and verdict == "matches":
        return f"matches {describe_fact(fact)}"
    if fact is not None and verdict == "differs":
        return f"differs: the store has {describe_fact(fact)}"
    if fact is not None and finding.older is not None:
        older = describe_fact(finding.older)
        return f"is stale: it matches {older}; now there is {describe_fact(fact)}"
    if verdict == "new":
        about = finding.key or finding.what or "something"
        return f"is new: {about}{f', {finding.period}' if finding.period else ''}"
    if finding.doubt is not None:
        about = f"; it may be {finding.key}" if finding.key else ""
        return f"is unclear: {finding.doubt.reason}{about}"
    near = f"; it may be {' or '.join(finding.near)}" if finding.near else ""
    return f"is unclear: what it is about could not be told{near}"


def describe_fact(fact: Fact) -> str:
    """Return a fact in a few words: `economy.gdp, 2025: CNY 3.38 trillion, by iChongqing`."""
    measure = describe_measure(fact.measure, fact.of, fact.base, fact.status)
    said = describe_amount(fact).replace(JOIN, " ")
    period = f", {fact.period}" if fact.period else ""
    told = "" if measure == "level" else f", {measure}"
    return f"{fact.key}{period}{told}: {said}, by {fact.source}"
