"""Statements: a fact in words, to be read where nothing else explains it."""

from __future__ import annotations

from cqfacts.record import replace
from cqfacts.wording import JOIN, MINUS, describe_amount, describe_measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Amount
    from cqfacts.model import Fact
    from cqfacts.period import Period
    from cqfacts.store import Store


def describe_statement(store: Store, fact: Fact) -> str:
    """Return what a fact states: `Gross domestic product, Chongqing, 2025: over CNY 3.37 trillion`.

    A qualifier is written as a word, and a period without signs that need explaining.
    """
    indicator = store.indicator(fact.key)
    subject = indicator.subject
    if subject and subject.casefold() in indicator.label.casefold():
        subject = None
    parts = [indicator.label, subject, _describe_kind(store, fact), _describe_period(fact.period)]
    figure = _describe_figure(fact, fact.amount) if fact.amount else fact.text or ""
    return f"{', '.join(part for part in parts if part)}: {figure}".replace(JOIN, " ")


def _describe_kind(store: Store, fact: Fact) -> str | None:
    """Return the measure and status of a fact, None for an actual level."""
    of = store.indicator(fact.of).label if fact.of and fact.of in store.keys else fact.of
    if fact.amount and fact.measure != "level":
        return describe_measure(fact.measure, of, fact.base, fact.status)
    words = [f"of which {of}" if of else "", "" if fact.status == "actual" else fact.status]
    return ", ".join(word for word in words if word) or None


def _describe_figure(fact: Fact, amount: Amount) -> str:
    qualifier = amount.qualifier
    if qualifier is None or (fact.measure == "rank" and qualifier == "at most"):
        return describe_amount(fact)
    # A qualifier speaks of the magnitude, which a sign behind it would hide.
    is_below = amount.value.is_signed()
    magnitude = replace(
        amount,
        value=amount.value.copy_abs(),
        written=amount.written.lstrip("-" + MINUS),
        qualifier=None,
    )
    described = f"{qualifier} {describe_amount(replace(fact, amount=magnitude))}"
    if not is_below:
        return described
    if fact.measure == "change" and fact.base is None:
        return f"{described} below"  # what it is a change from, which is no earlier time
    return f"{'down' if fact.measure in ('growth', 'change') else 'minus'} {described}"


def _describe_period(period: Period | None) -> str | None:
    if period is None:
        return None
    start, slash, end = str(period).partition("/")
    if not slash:
        return start
    if start == "..":
        return f"up to {end}"
    return f"from {start}" if end == ".." else f"{start} to {end}"
