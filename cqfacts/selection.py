"""Selection: which facts of an indicator were asked for, and the one that answers."""

from __future__ import annotations

from datetime import date

from .errors import AmbiguousError, NotFoundError
from .record import Record, replace
from .rivals import base_of, find_common, find_narrowest, same_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal, TypeAlias

    from .interval import Interval
    from .model import Fact, Measure, Status
    from .period import Period

    Form: TypeAlias = Literal["figures", "texts"]


class Selection(Record):
    """What is asked of facts; None asks nothing, and of several values one is enough.

    `sources` are ids, `of` ignores case, and `of_keys` are the keys of the indicators that `of`
    names. `value` holds the printed number. Measures and values are asked of figures: facts of
    text have none. `any_of` are selections of which a fact meets at least one.
    """

    periods: Sequence[Period] | None = None
    measures: Sequence[Measure] | None = None
    statuses: Sequence[Status] | None = None
    sources: Sequence[str] | None = None
    of: Sequence[str] | None = None
    of_keys: Sequence[str] = ()
    value: Interval | None = None
    form: Form | None = None
    any_of: Sequence[Selection] = ()

    def select(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the facts that meet it; a period selects what speaks of a time within it."""
        return [
            fact
            for fact in facts
            if self._matches(fact)
            and (
                self.periods is None
                or any(one.is_within(asked) for one in fact.periods() for asked in self.periods)
            )
        ]

    def describe(self) -> str:
        """Return what is asked, as it follows a noun: ` with target growth for 2025 by xinhua`."""
        words = [_list(some) for some in (self.statuses, self.measures) if some]
        described = f" with {' '.join(words)}" if words else ""
        described += " of " + _list(f"'{one}'" for one in self.of) if self.of else ""
        described += f" for {_list(map(str, self.periods))}" if self.periods else ""
        described += f" by {_list(self.sources)}" if self.sources else ""
        return described + (" with that value" if self.value else "")

    def select_exactly(self, facts: Iterable[Fact]) -> list[Fact]:
        """Return the facts that meet it; a period selects what speaks of just this one."""
        return [
            fact
            for fact in facts
            if self._matches(fact)
            and (
                self.periods is None
                or fact.period in self.periods
                or any(one in self.periods for one in fact.periods())
            )
        ]

    def _matches(self, fact: Fact) -> bool:
        return (
            (self.measures is None or (fact.measure in self.measures and fact.amount is not None))
            and (self.statuses is None or fact.status in self.statuses)
            and (self.sources is None or fact.source in self.sources)
            and (self.of is None or self._is_of(fact))
            and (self.value is None or self._has_value(fact))
            and (self.form is None or (self.form == "figures") == (fact.amount is not None))
            and (not self.any_of or any(one.select([fact]) for one in self.any_of))
        )

    def _is_of(self, fact: Fact) -> bool:
        if fact.of is None or self.of is None:
            return False
        folded = fact.of.casefold()
        return fact.of in self.of_keys or any(one.casefold() == folded for one in self.of)

    def _has_value(self, fact: Fact) -> bool:
        amount, asked = fact.amount, self.value
        return amount is not None and asked is not None and asked.contains(amount.value)


EVERYTHING = Selection()
"""The selection that asks nothing."""


def split_periods(selection: Selection) -> list[Selection]:
    """Return a selection for each period that one asks for, in order; itself where it asks none."""
    return [replace(selection, periods=(one,)) for one in selection.periods or ()] or [selection]


def join_selections(selections: Sequence[Selection]) -> Selection:
    """Return the selection of what any of these selects."""
    if all(one == selections[0] for one in selections):
        return selections[0]
    periods = None
    if all(one.periods is not None for one in selections):
        periods = tuple(dict.fromkeys(one for each in selections for one in each.periods or ()))
    return Selection(periods=periods, any_of=tuple(selections))


def get_answer(facts: Sequence[Fact], selection: Selection, *, called: str) -> Fact:
    """Return the fact that answers: the latest actual level, unless the question says otherwise.

    Latest is the latest end; among equals the longest period, a closed one before an open one,
    facts without `of` first, and a growth on the year before ahead of one on another base. Rivals
    that agree give the one that says most. `called` names the indicator in messages. Raises
    NotFoundError with what there is instead, and AmbiguousError when what is there conflicts.
    """
    return find_narrowest(_find_candidates(facts, selection, called))


def get_answers(facts: Sequence[Fact], selection: Selection, *, called: str) -> list[Fact]:
    """Return the fact that answers as in `get_answer`, and then those of the sources that agree.

    Each source has one: what says most of its own. Raises what `get_answer` raises.
    """
    candidates = _find_candidates(facts, selection, called)
    answer = find_narrowest(candidates)
    by_source: dict[str, list[Fact]] = {answer.source: [answer]}
    for fact in candidates:
        by_source.setdefault(fact.source, []).append(fact)
    return [find_narrowest(own) for own in by_source.values()]


def _find_candidates(facts: Sequence[Fact], selection: Selection, called: str) -> list[Fact]:
    """Return the facts that answer and can all be true. Raises NotFoundError and AmbiguousError."""
    wanted = replace(
        selection,
        measures=selection.measures or ("level",),
        statuses=selection.statuses or ("actual",),
    )
    found = [fact for fact in wanted.select_exactly(facts) if fact.amount]
    if not found:
        raise NotFoundError(*_describe_miss(facts, wanted, called))
    # What was asked for exactly is one period, even where a fact speaks of several.
    asked = wanted.periods[0] if wanted.periods and len(wanted.periods) == 1 else None
    latest = max(_recency(fact, asked) for fact in found)
    candidates = [fact for fact in found if _recency(fact, asked) == latest]
    _check_agreement(candidates, called)
    return candidates


_Recency = tuple[date, bool, int, bool, bool]


def _recency(fact: Fact, asked: Period | None) -> _Recency:
    """Return what orders facts by time, the latest being the greatest; an undated one is least."""
    is_plain = (fact.of is None, base_of(fact) is None)
    last = asked or fact.last_period()
    if last is None:
        return (date.min, False, 0, *is_plain)
    end, start = last.end or date.max, last.start or date.min
    is_closed = last.kind is not None
    return (end, is_closed, (end - start).days if is_closed else 0, *is_plain)


def _check_agreement(candidates: list[Fact], called: str) -> None:
    """Raise AmbiguousError unless all candidates can be true at once."""
    first = candidates[0]
    if not all(_is_same_kind(first, other) for other in candidates):
        raise AmbiguousError(*_describe_choice(candidates, called))
    if find_common(candidates) is None:
        raise AmbiguousError(*_describe_conflict(candidates, called))


def _is_same_kind(one: Fact, other: Fact) -> bool:
    same = (one.measure, one.status) == (other.measure, other.status)
    return same and same_reference(one, other)


def _describe_miss(facts: Sequence[Fact], wanted: Selection, called: str) -> tuple[str, str]:
    """Return what there is not, and what there is instead.

    That is the periods of the measure, or else the measures and periods.
    """
    asked = wanted.describe().removeprefix(" with ")
    anything = Selection(measures=wanted.measures, statuses=wanted.statuses)
    same = [fact for fact in anything.select(facts) if fact.amount]
    if same:
        has = "there is only " + ", ".join(dict.fromkeys(map(_describe_place, same)))
    else:
        kinds: dict[str, None] = {}
        for fact in facts:
            kind = f"{fact.status} {fact.measure}" if fact.amount else "text"
            kinds[f"{kind} {fact.period or ''}".rstrip()] = None
        has = "there is " + ", ".join(kinds) if kinds else "it has no facts"
    return f"'{called}' has no {asked}", has


def _list(words: Iterable[str]) -> str:
    """Return words as a sentence lists them: `level`, `level or growth`, `a, b or c`."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _describe_place(fact: Fact) -> str:
    place = str(fact.period or "an undated one")
    if fact.of:
        place += f" of '{fact.of}'"
    return place


def _describe_choice(candidates: list[Fact], called: str) -> tuple[str, str]:
    """Return what the answers differ in, and how to choose one."""
    period = candidates[0].period or "no period"
    for name in ("measure", "status", "of", "unit", "base"):
        values = list(dict.fromkeys(str(getattr(fact, name) or "none") for fact in candidates))
        if len(values) > 1:
            break
    options = {
        "of": f"--of '{values[0]}'",
        "measure": f"-m {values[0]}",
        "status": f"--status {values[0]}",
    }
    remedy = f"choose with {options[name]}" if name in options else _how_to_choose(candidates)
    count = len(candidates)
    return f"'{called}' has {count} answers for {period}, by {name}: {', '.join(values)}", remedy


def _describe_conflict(candidates: list[Fact], called: str) -> tuple[str, str]:
    """Return what the sources say, and how to choose one."""
    said = ", ".join(f"{one.amount.written} by {one.source}" for one in candidates if one.amount)
    period = candidates[0].period or "no period"
    problem = f"'{called}' has {len(candidates)} facts for {period} that differ ({said})"
    return problem, _how_to_choose(candidates)


def _how_to_choose(candidates: list[Fact]) -> str:
    """Return the source that decides, where one does."""
    sources = [fact.source for fact in candidates]
    alone = [source for source in sources if sources.count(source) == 1]
    if alone:
        return f"choose with --source {alone[0]}"
    return f"one source says both, 'cqfacts show {candidates[0].key}' shows them"
