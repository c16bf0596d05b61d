"""A fact as it is cited."""

from __future__ import annotations

from cqfacts.wording import describe_amount, describe_measure, name_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from cqfacts.model import Fact
    from cqfacts.store import Store


def cite(store: Store, fact: Fact, today: date) -> str:
    """Return a fact with its source and the day on which it was looked up."""
    source = store.source(fact.source)
    of = name_reference(store, fact.of)
    measure = describe_measure(fact.measure, of, fact.base, fact.status)
    figure = f"{measure}: {describe_amount(fact)}" if measure != "level" else describe_amount(fact)
    words = [store.indicator(fact.key).label, str(fact.period or ""), figure or fact.text]
    said = ", ".join(word for word in words if word)
    published = source.published.isoformat() if source.published else None
    document = [source.publisher, f"“{source.title}”", published, source.url]
    return f"{said}. {', '.join(word for word in document if word)} (looked up {today})."
