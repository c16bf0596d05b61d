"""Doubts: words near a figure that may make it another than it looks.

What touches the number itself is doubted where it is read. Here the clause around a figure is
looked through for what denies it, hedges it in a way that is not read, or makes a difference of it.
Too much is found sooner than too little.
"""

from __future__ import annotations

from .candidate import doubt
from .vocabulary import DOUBTS, HEDGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .candidate import Candidate
    from .figure import DoubtKind
    from .tokens import Tokens

_FARTHEST = 24
_FARTHEST_NEAR = 4
_FARTHEST_DENIAL = 3
_CLAUSE_ENDS = frozenset(",;:!?()—|，；：。、（）！？")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_REASONS: dict[str, tuple[DoubtKind, str]] = {
    "denied_before": ("denial", "may deny the figure"),
    "denied_after": ("denial", "may deny the figure"),
    "hedged_before": ("hedge", "may hedge the figure"),
    "hedged_near": ("hedge", "may hedge the figure"),
    "hedged_after": ("hedge", "may hedge the figure"),
    "compared": ("comparison", "may make it a difference"),
    "compared_after": ("comparison", "may make it a difference"),
    "changed": ("comparison", "may make it a difference"),
    "rates": ("rate", "makes it an amount for each"),
}


def add_doubts(tokens: Tokens, candidates: list[Candidate]) -> list[Candidate]:
    """Give figures the doubts that the words around them leave."""
    doubted = []
    for number, one in enumerate(candidates):
        floor = candidates[number - 1].last + 1 if number else 0
        ceiling = candidates[number + 1].first if number + 1 < len(candidates) else len(tokens)
        doubted.append(_Clause(tokens, one, floor, ceiling).add())
    return doubted


class _Clause:
    """A figure and the tokens around it up to the figures beside it."""

    def __init__(self, tokens: Tokens, one: Candidate, floor: int, ceiling: int) -> None:
        self.tokens = tokens
        self.one = one
        self.before = self._find_start(max(floor, one.first - _FARTHEST))
        self.behind = self._find_end(min(ceiling, one.last + 1 + _FARTHEST))

    def _find_start(self, floor: int) -> int:
        """Return the first token of the sentence, no further back than the figure before."""
        start = self.one.first
        while start > floor and not self.tokens.ends_clause(start - 1):
            if self.tokens[start].opens_block:
                break
            start -= 1
        return start

    def _find_end(self, ceiling: int) -> int:
        """Return the token behind the sentence, no further than the next figure."""
        end = self.one.last + 1
        while (
            end < ceiling and not self.tokens.ends_clause(end) and not self.tokens[end].opens_block
        ):
            end += 1
        return end

    def add(self) -> Candidate:
        """Return the figure with its doubts."""
        self._add_brackets()
        near = self._find_clause_start()
        self._look("denied_before", near, self.one.first)
        self._look(
            "denied_after",
            self.one.last + 1,
            min(self.behind, self.one.last + 1 + _FARTHEST_DENIAL),
        )
        self._look_at("rates", self.one.last + 1)
        self._look_chinese()
        if self.one.amount.qualifier is not None:
            self._look_for_second_hedge()
        else:
            self._look("hedged_before", near, self.one.first)
            self._look("hedged_near", max(near, self.one.first - _FARTHEST_NEAR), self.one.first)
            self._look("hedged_after", self.one.last + 1, self.behind)
        self._look_for_comparison(near)
        return self.one

    def _look_for_second_hedge(self) -> None:
        """Doubt the hedge where another one stands before it: `about at least 5`."""
        last = self.one.first - 1
        for phrase, _ in HEDGES.before.get(self.tokens[last].fold, ()):
            if last >= self.before and self.tokens.ends_with(last, phrase):
                reason = f"'{' '.join(phrase)}' hedges what is hedged already"
                self.one = doubt(self.tokens, self.one, "hedge", reason, last, last)
                return

    def _find_clause_start(self) -> int:
        start = self.one.first
        while start > self.before and self.tokens[start - 1].text not in _CLAUSE_ENDS:
            start -= 1
        return start

    def _look_for_comparison(self, near: int) -> None:
        """Look for words by which a figure may be a difference, and not what it looks like."""
        one, tokens = self.one, self.tokens
        if any(doubt.kind == "comparison" for doubt in one.doubts):
            return
        skipped = self._find_year_before() if one.kind == "percent" else range(0)
        # A unit may reach over such a word: 52 additional species.
        spans = ((self.before, one.first), (one.number[1] + 1, self.behind))
        for first, end in spans:
            for place in range(first, end):
                if place not in skipped and self._look_at("compared", place):
                    return
        if self._look("compared_after", one.last + 1, self.behind):
            return
        if one.kind != "number" or one.direction is not None:
            return
        changes = [place for place in range(near, one.first) if self._match("changed", place)]
        if changes:
            last = changes[-1]
            leads = (tokens[place].fold for place in range(last + 1, one.first))
            if not any(word in DOUBTS.leads_to for word in leads):
                self._look_at("changed", last)
            return
        end = one.last + 1
        while end < self.behind and tokens[end].text not in _CLAUSE_ENDS:
            end += 1
        self._look("changed", one.last + 1, end)

    def _find_year_before(self) -> range:
        """Return the tokens of `than a year earlier`, against which a growth is without a word."""
        for place in range(self.before, self.behind):
            length = self._match("year_before", place)
            if length:
                return range(place, place + length)
        return range(0)

    def _look(self, name: str, first: int, end: int) -> bool:
        return any(self._look_at(name, place) for place in range(first, end))

    def _look_at(self, name: str, place: int) -> bool:
        """Doubt the figure where one of the phrases stands at a token."""
        length = self._match(name, place)
        is_inner = self.one.first <= place <= self.one.last
        if not length or (is_inner and name != "compared"):
            return False
        if name == "compared" and self.tokens[place - 1].fold == "or":
            return False
        kind, reason = _REASONS[name]
        if any(one.kind == kind for one in self.one.doubts):
            return True
        last = place + length - 1
        said = self.tokens.text[self.tokens[place].start : self.tokens[last].end]
        self.one = doubt(self.tokens, self.one, kind, f"'{said}' {reason}", place, last)
        return True

    def _match(self, name: str, place: int) -> int:
        """Return how many tokens one of the phrases has that stands at a place, 0 without one."""
        fold = self.tokens[place].fold
        for phrase in DOUBTS.phrases[name].get(fold, ()):
            if self.tokens.starts_with(place, phrase):
                return len(phrase)
        if fold.endswith("n't") and "n't" in DOUBTS.phrases[name]:
            return 1
        stems = DOUBTS.stems[name]
        return int(bool(stems) and fold.startswith(stems))

    def _look_chinese(self) -> None:
        """Look for a denial or a comparison in Chinese before the figure."""
        tokens, one = self.tokens, self.one
        if tokens[one.first - 1].kind != "chinese" and tokens[one.first].kind != "chinese":
            return
        start = one.first
        while start > self.before and tokens[start - 1].text not in _CLAUSE_ENDS:
            start -= 1
        said = "".join(tokens[place].text for place in range(start, one.first))
        self._search("denied_chinese", "denied_before", said)
        if one.amount.qualifier is None:
            self._search("hedged_chinese", "hedged_before", said)
        self._search("compared_chinese", "compared", said)

    def _search(self, name: str, like: str, said: str) -> None:
        """Doubt the figure where a pattern is found in the characters before it."""
        found = DOUBTS.find_chinese(getattr(DOUBTS, name), said)
        kind, reason = _REASONS[like]
        if found and all(one.kind != kind for one in self.one.doubts):
            first = self.one.first
            self.one = doubt(
                self.tokens, self.one, kind, f"'{found}' {reason}", first - 1, first - 1
            )

    def _add_brackets(self) -> None:
        """Doubt the sign of a number in brackets that is all of a text."""
        tokens, one = self.tokens, self.one
        opens = tokens[one.first - 1].text in _OPENING and tokens[one.first - 2].kind == "end"
        if opens and tokens[one.last + 1].text in _CLOSING and tokens[one.last + 2].kind == "end":
            reason = "brackets around a number may make it negative"
            self.one = doubt(tokens, one, "sign", reason, one.first - 1, one.last + 1)
