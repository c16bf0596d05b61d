"""Rules of structure that look at more than one fact: what each fact says is read elsewhere."""

from __future__ import annotations

import re

from cqfacts.diagnostics import Location
from cqfacts.naming import fold

from .report import at_fact, report
from .rules import RULES_BY_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cqfacts.diagnostics import Diagnostic
    from cqfacts.model import Fact

    from .report import Context

_MOST_WORDS = 8
_MUCH_ALIKE = 0.85
_MOST_SLIPS = 20
_KEY = re.compile(r"[^\W_]+(-[^\W_]+)*\.[^\W_]+(-[^\W_]+)*")


def check_schema(context: Context) -> Iterator[Diagnostic]:
    """Report a store of which no file says its schema."""
    store = context.store
    if store.files and not store.says_schema:
        place = Location(file=store.files[0], line=1, column=1)
        remedy = "write schema = 1 at the top"
        yield report("schema-missing", place, "no schema is said", remedy, missing="schema")


def check_sources(context: Context) -> Iterator[Diagnostic]:
    """Report sources that no fact names."""
    used = {fact.source for fact in context.all_facts}
    for source_id in context.store.source_ids:
        # What a fact with a problem names cannot be known.
        if source_id not in used and not context.store.names_source(source_id):
            place = context.store.location_of_source(source_id)
            problem = f"no fact names the source '{source_id}'"
            remedy = "remove it or add its facts"
            yield report("source-unused", place, problem, remedy, missing=source_id)


def check_repetitions(context: Context) -> Iterator[Diagnostic]:
    """Report facts that say what another one says."""
    first: dict[object, Fact] = {}
    for fact in context.all_facts:
        said = (
            *(fact.key, fact.source, fact.measure, fact.status, fact.period, fact.amount),
            *(fact.text, fact.unit, fact.of, fact.base, fact.each),
        )
        if said in first:
            place = context.place(first[said].origin)
            problem = f"{fact.source} states the same fact again, first in {place}"
            yield report("fact-repeated", fact.origin, problem, "remove one of them")
        else:
            first[said] = fact


def check_names(context: Context) -> Iterator[Diagnostic]:
    """Report aliases that mean two things, and names that a topic hides."""
    store = context.store
    topics: dict[str, str] = {}
    for topic in store.topics:
        for name in (topic.name, topic.label, *topic.aliases):
            other = topics.setdefault(fold(name), topic.name)
            if other != topic.name:
                problem = f"'{name}' means the topic '{other}' as well"
                place = store.location_of_topic(topic.name, name)
                yield report("alias-ambiguous", place, problem, "keep it where it belongs")
    owners: dict[str, str] = {fold(key): key for key in store.keys}
    for key in store.keys:
        own_name, *names = store.names(key)
        for name in (own_name, *names):
            folded = fold(name)
            place = store.location_of_name(key, name)
            if folded in topics:
                problem = f"'{name}' is hidden by the topic '{topics[folded]}'"
                yield report("alias-hidden", place, problem, "choose another name")
            # Indicators of different topics may share their own name.
            elif owners.get(folded, key) != key and folded != fold(own_name):
                problem = f"'{name}' means {owners[folded]} as well"
                yield report("alias-ambiguous", place, problem, "keep it where it belongs")
            owners.setdefault(folded, key)


def check_units(context: Context) -> Iterator[Diagnostic]:
    """Report units that differ only in spelling from one said before."""
    spelled: dict[str, str] = {}
    for unit, place in _units(context):
        folded = fold(unit).removesuffix("s")
        if spelled.setdefault(folded, unit) != unit:
            problem = f"the unit '{unit}' is spelled '{spelled[folded]}' elsewhere"
            yield report("unit-spelled", place, problem, "write it one way")


def _units(context: Context) -> Iterator[tuple[str, Location]]:
    """Yield the units of indicators and those that facts say themselves, with their places."""
    store = context.store
    for key in store.keys:
        unit = store.indicator(key).unit
        if unit:
            yield unit, store.location_of(key, "unit")
        for fact in store.facts(key):
            is_own = fact.measure in ("level", "change") and fact.unit != unit
            if is_own and fact.unit:
                yield fact.unit, at_fact(fact, "unit")


def check_indicators(context: Context) -> Iterator[Diagnostic]:
    """Report indicators without a fact."""
    for key in context.store.keys:
        if not context.store.facts(key) and not context.store.left_out(key):
            place = context.store.location_of(key)
            problem, remedy = f"'{key}' has no facts", "add one or remove it"
            yield report("indicator-empty", place, problem, remedy, missing=_name_of(key))


def check_keys(context: Context) -> Iterator[Diagnostic]:
    """Report keys that only facts say, and that are much like one that has a table of its own."""
    store = context.store
    declared = [key for key in store.keys if store.is_declared(key)]
    undeclared = set(store.keys) - set(declared)
    # So many are a habit, not slips.
    for key in sorted(undeclared) if len(undeclared) <= _MOST_SLIPS else ():
        near = context.find_near(key, declared, cutoff=_MUCH_ALIKE)
        if near:
            problem = f"'{key}' has facts but no label, unit or other key"
            remedy = f"did you mean '{near}'?"
            place = store.location_of(key, "facts")
            yield report("indicator-undeclared", place, problem, remedy, missing=_name_of(key))


def _name_of(key: str) -> str:
    """Return the name of an indicator within its topic, as it may be written in any way."""
    return key.rpartition(".")[2]


def check_periods(context: Context) -> Iterator[Diagnostic]:
    """Report actual figures of a time that had not come.

    A flow is over at the end of its period; a stock may be counted within it.
    """
    for fact in context.all_facts:
        if fact.status != "actual" or fact.period is None or fact.amount is None:
            continue
        is_stock = context.store.indicator(fact.key).kind == "stock"
        last = fact.period.start if is_stock else fact.period.end
        last = last or fact.period.start or fact.period.end
        published = context.store.source(fact.source).published
        if last and last > context.today:
            problem = f"{fact.period} is still to come, and the figure is an actual"
            remedy = 'write status = "target" or correct the period'
            yield report("period-future", at_fact(fact, "period"), problem, remedy)
        elif last and published and last > published:
            problem = f"{fact.period} was not over when {fact.source} was published on {published}"
            remedy = "correct the period, the status or the date"
            yield report("period-impossible", at_fact(fact, "period"), problem, remedy)


def check_words(context: Context) -> Iterator[Diagnostic]:
    """Report figures without the words that state them, or with too many."""
    for fact in context.all_facts:
        if fact.amount and not fact.stated:
            problem = "the figure lacks the words that state it"
            yield report("stated-missing", fact.origin, problem, 'add stated = "…"')
        elif fact.stated and len(fact.stated.split()) > _MOST_WORDS:
            count = len(fact.stated.split())
            problem = f"stated has {count} words"
            remedy = f"quote the shortest fragment, of at most {_MOST_WORDS}"
            yield report("stated-long", at_fact(fact, "stated"), problem, remedy)


def check_references(context: Context) -> Iterator[Diagnostic]:
    """Report references that look like a key and are none."""
    for fact in context.all_facts:
        if fact.of and _KEY.fullmatch(fact.of) and fact.of not in context.store.keys:
            near = context.find_near(fact.of, context.store.keys)
            remedy = f"did you mean '{near}'?" if near else "name an indicator, or use words"
            problem = f"of is '{fact.of}', which is no indicator"
            yield report("of-unknown", at_fact(fact, "of"), problem, remedy)


def check_accepted(context: Context) -> Iterator[Diagnostic]:
    """Report acceptances of what does not exist, or without a reason."""
    for fact in context.all_facts:
        for check in fact.accept:
            if check not in RULES_BY_ID:
                near = context.find_near(check, RULES_BY_ID)
                remedy = f"did you mean '{near}'?" if near else "'cqfacts check --list' has all"
                problem = f"'{check}' is not a check"
                yield report("accept-unknown", at_fact(fact, "accept"), problem, remedy)
        if fact.accept and not fact.note:
            problem = "a discrepancy is accepted without a note"
            remedy = 'say why in note = "…"'
            yield report("accept-unexplained", at_fact(fact, "accept"), problem, remedy)
