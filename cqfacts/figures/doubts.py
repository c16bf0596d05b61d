"""Doubts: words near a figure that may make it another than it looks.

What touches the number itself is doubted where it is read. Here the clause around a figure is
looked through for what denies it, hedges it in a way that is not read, or makes a difference of it.
Too much is found sooner than too little.
"""

from __future__ import annotations

from bisect import bisect_left

from .candidate import doubt
from .money import ends_money_name, is_money_name, is_money_sign
from .names import ARROWS, MAY_FOLLOW
from .tables import read_unit_words
from .tokens import MINUS_SIGNS
from .vocabulary import DOUBTS, HEDGES, MONEY, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .candidate import Candidate
    from .figure import DoubtKind
    from .tokens import Tokens

_FARTHEST = 24
_FARTHEST_NEAR = 4
_FARTHEST_DENIAL = 3
_LONGEST_HEADING, _LONGEST_SECTION = 10, 2
_LONGEST_BRACKET = 6
_CLAUSE_ENDS = frozenset(",;:!?()—|，；：。、（）！？")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
# Signs that may stand between two numbers, and those that may stand before a number.
_BETWEEN = frozenset("-–—−‑‐/:,;~～|()（），、；：×=±&…．$€£¥")
_MAY_PRECEDE = _BETWEEN | frozenset("{}[]\"“”'‘’«»「」『』【】《》<>≈≥≤*_•·?!.+`´#。>◆●■★✓✔→⇒△")
_REASONS: dict[DoubtKind, str] = {
    "denial": "may deny the figure",
    "hedge": "may hedge the figure",
    "comparison": "may make it a difference",
    "rate": "makes it an amount for each",
}


def add_doubts(tokens: Tokens, candidates: list[Candidate]) -> list[Candidate]:
    """Give figures the doubts that the words around them leave."""
    phrases = list(_find_phrases(tokens)) if candidates else []
    ceilings = [*[one.first for one in candidates[1:]], tokens.size]
    triples = zip(candidates, [None, *candidates], ceilings, strict=False)
    return [_Clause(tokens, one, other, end, phrases).add_all() for one, other, end in triples]


def _find_phrases(tokens: Tokens) -> Iterator[tuple[int, str, int]]:
    """Yield the phrases that leave a doubt: where each starts, its list, and its length."""
    for place, token in enumerate(tokens.between(0, tokens.size)):
        fold = token.fold
        known = DOUBTS.phrases.get(fold, ())
        if fold.endswith("n't"):
            known = (*known, *DOUBTS.phrases["n't"])
        if fold.startswith(DOUBTS.stems):
            stems = (stem for stem in DOUBTS.stems if fold.startswith(stem))
            known = (*known, *(one for stem in stems for one in DOUBTS.phrases[f"{stem}…"]))
        for phrase, name in known:
            if len(phrase) == 1 or tokens.starts_with(place + 1, phrase[1:]):
                yield place, name, len(phrase)


class _Clause:
    """A figure with the tokens of its sentence `before` and `behind` it, up to other figures.

    `clause` are those before it without a sign between, and `found` has how long the phrases of
    each list are, by where they stand.
    """

    def __init__(
        self,
        tokens: Tokens,
        one: Candidate,
        other: Candidate | None,
        ceiling: int,
        phrases: list[tuple[int, str, int]],
    ) -> None:
        self.tokens = tokens
        self.one = one
        self.other = other
        least = max(other.last + 1 if other else 0, one.first - _FARTHEST)
        most = min(ceiling, one.last + 1 + _FARTHEST)
        start, end = tokens.find_sentence(one.first, one.last, least, most)
        self.before, self.behind = range(start, one.first), range(one.last + 1, end)
        start = one.first
        while start > self.before.start and not self._ends_clause(start - 1):
            start -= 1
        self.clause = range(start, one.first)
        self.found: dict[str, dict[int, int]] = {}
        near = bisect_left(phrases, (self.before.start,))
        for place, name, length in phrases[near : bisect_left(phrases, (end,))]:
            self.found.setdefault(name, {}).setdefault(place, length)

    def _ends_clause(self, place: int) -> bool:
        """Whether a sign there ends the clause."""
        return self.tokens[place].text in _CLAUSE_ENDS

    def add_all(self) -> Candidate:
        """Return the figure with its doubts."""
        self._add_brackets()
        self._add_whole()
        self._add_again()
        self._add_heading()
        if self.found:
            self._look_for("denial", "denied_before", self.clause)
            self._look_for("denial", "denied_after", self.behind[:_FARTHEST_DENIAL])
            self._look_for("rate", "rates", self.behind[:1])
        self._add_rate()
        self._add_beside()
        self._look_chinese()
        if self.one.amount.qualifier is not None:
            self._look_for_second_hedge()
        elif self.found:
            self._look_for("hedge", "hedged_before", self.clause)
            self._look_for("hedge", "hedged_near", self.clause[-_FARTHEST_NEAR:])
            self._look_for("hedge", "hedged_after", self.behind)
        if self.found:
            self._look_for_comparison()
        return self.one

    def _look_for(self, kind: DoubtKind, name: str, places: Iterable[int]) -> bool:
        """Doubt the figure at the first place of a phrase; return whether there is one."""
        lengths = self.found.get(name)
        if not lengths:
            return False
        place = next((place for place in places if place in lengths), None)
        if place is not None:
            last = place + lengths[place] - 1
            said = self.tokens.text[self.tokens[place].start : self.tokens[last].end]
            self._doubt_by(kind, said, place, last)
        return place is not None

    def _doubt_by(self, kind: DoubtKind, said: str, first: int, last: int) -> None:
        """Doubt the figure by the words that stand at some tokens."""
        self._doubt(kind, f"'{said}' {_REASONS[kind]}", first, last)

    def _doubt(
        self, kind: DoubtKind, reason: str, first: int | None = None, last: int | None = None
    ) -> None:
        """Doubt the figure, for what stands at some tokens or else its own, once a kind."""
        if all(one.kind != kind for one in self.one.doubts):
            first = self.one.first if first is None else first
            last = self.one.last if last is None else last
            self.one = doubt(self.tokens, self.one, kind, reason, first, last)

    def _look_for_second_hedge(self) -> None:
        """Doubt the hedge where another one stands before it: `about at least 5`."""
        last = self.one.first - 1
        for phrase, _ in HEDGES.before.get(self.tokens[last].fold, ()):
            if last in self.before and self.tokens.ends_with(last, phrase):
                reason = f"'{' '.join(phrase)}' hedges what is hedged already"
                self.one = doubt(self.tokens, self.one, "hedge", reason, last, last)
                return

    def _look_for_comparison(self) -> None:
        """Look for words by which a figure may be a difference, and not what it looks like."""
        one, tokens = self.one, self.tokens
        # A growth is against the year before; and a unit may reach over a word: 52 more species.
        of_growth = self.found.get("year_before", {}) if one.kind == "percent" else {}
        skipped = {place + step for place, length in of_growth.items() for step in range(length)}
        places = [*self.before, *range(one.number[1] + 1, self.behind.stop)]
        open_places = (
            place for place in places if place not in skipped and tokens[place - 1].fold != "or"
        )
        if (
            self._look_for("comparison", "compared", open_places)
            or self._look_for("comparison", "compared_after", self.behind)
            or one.kind != "number"
            or one.direction is not None
        ):
            return
        changes = [place for place in self.clause if place in self.found.get("changed", ())]
        if not changes:
            end = next(filter(self._ends_clause, self.behind), self.behind.stop)
            self._look_for("comparison", "changed", range(one.last + 1, end))
        elif not any(
            tokens[place].fold in DOUBTS.leads_to for place in range(changes[-1] + 1, one.first)
        ):
            self._look_for("comparison", "changed", changes[-1:])

    def _look_chinese(self) -> None:
        """Look for a denial, a hedge or a comparison in Chinese in the clause before the figure."""
        tokens, first = self.tokens, self.one.first
        if "chinese" not in (tokens[first - 1].kind, tokens[first].kind):
            return
        before = "".join(tokens[place].text for place in self.clause)
        words: dict[DoubtKind, frozenset[str]] = {
            "denial": DOUBTS.denied_chinese,
            "hedge": frozenset() if self.one.amount.qualifier else DOUBTS.hedged_chinese,
            "comparison": DOUBTS.compared_chinese,
            "rate": DOUBTS.rates_chinese,
        }
        for kind, known in words.items():
            # A longer word of another meaning may have one of them in it.
            longest = sorted(known | DOUBTS.not_chinese, key=len, reverse=True)
            found = next((word for word in _find_words(before, longest) if word in known), None)
            if found:
                self._doubt_by(kind, found, first - 1, first - 1)

    def _add_whole(self) -> None:
        """Doubt the number of which another figure is a part: `half of 5 million`."""
        before, place = self.other, self.one.first - 1
        # A third of a million.
        if self.tokens[place].fold == "of" and self.tokens[place - 1].fold in NUMBERS.fractions:
            said = f"{self.tokens[place - 1].text} of"
            self._doubt("denial", f"'{said}' before it makes it a part", place - 1, place)
        if before is None or before.kind not in ("fraction", "multiple", "percent"):
            return
        if self.tokens[place].fold == "of" and before.last == place - 1:
            reason = "the figure before it is a part of this one"
            self.one = doubt(self.tokens, self.one, "denial", reason, before.first, self.one.last)

    def _add_rate(self) -> None:
        """Doubt an amount for each of something: `12 t/d`, `€68/MWh`, `5 euros per share`."""
        behind, second = self.tokens[self.one.last + 1], self.tokens[self.one.last + 2]
        is_each = behind.fold == "per" or (behind.fold in ("a", "an") and _is_each(second.fold))
        if is_each and second.kind in ("word", "number"):
            said = f"{behind.text} {second.text}"
            self._doubt_by("rate", said, self.one.last + 1, self.one.last + 2)
        if self.found:
            self._look_for("rate", "rates_before", self.clause)
        for place in (self.one.number[1] + 1, self.one.last + 1):
            slash, unit = self.tokens[place], self.tokens[place + 1]
            if self.one.unit and slash.text == "/" and slash.is_glued and unit.is_glued:
                self._doubt_by("rate", f"/{unit.text}", place, place + 1)

    def _add_beside(self) -> None:
        """Doubt a number with a scale, a currency or a sign beside it that it is not read with.

        `EUR m 5,200`, `kr 5 million`, `Canadian $2`, `2 miliardi`, `5-`.
        """
        tokens, one = self.tokens, self.one
        place = one.first - 1 - (tokens[one.first - 1].text in (":", "."))
        before, behind = tokens[place], tokens[one.number[1] + 1]
        if not one.scale and self._ends_scaled_money(place):
            self._doubt("number", f"'{before.text}' before it may be its scale")
        elif behind.fold in NUMBERS.unread_scales and not one.doubts:
            self._doubt("number", f"'{behind.text}' behind it may be its scale")
        self._add_touching()
        after = tokens[one.last + 1]
        self._add_bracketed()
        if tokens[one.last].text in UNITS.unclear:
            self._doubt("unit", f"'{tokens[one.last].text}' is more than one unit")
        if one.unit in MONEY.units and tokens[one.last + 1].is_hyphen:
            said = f"{tokens[one.last].text}-{tokens[one.last + 2].text}"
            self._doubt("unit", f"'{said}' may be another unit")
        if after.text in MINUS_SIGNS and after.is_glued and not tokens[one.last + 2].is_glued:
            self._doubt("sign", f"'{after.text}' behind it may make it negative")
        if one.unit is None and one.kind == "number" and self._names_money(place):
            self._doubt("unit", f"'{before.text}' before it may be its currency")
        places = {word for code in one.may_be for word in MONEY.places.get(code, ())}
        places -= set(MONEY.places.get(one.unit or "", ()))
        named = tokens[one.last + 1 + (after.text == "(")]
        for token in (before, named):
            if token.is_capitalized and token.fold in places:
                self._doubt("unit", f"'{token.text}' may say which currency it is")

    def _add_bracketed(self) -> None:
        """Doubt a number beside a scale or a unit in brackets that it is not read with.

        `€500 (million)`, `3 billion (USD)`, `Revenue (€m): 500`.
        """
        tokens, one = self.tokens, self.one
        before = one.first - 1 - (tokens[one.first - 1].text == ":")
        behind = one.last + 1
        spans = []
        if tokens[behind].text in _OPENING:
            rest = range(behind + 1, behind + _LONGEST_BRACKET)
            spans += [range(behind + 1, end) for end in rest if tokens[end].text in _CLOSING][:1]
        if tokens[before].text in _CLOSING:
            rest = range(before - 1, before - _LONGEST_BRACKET, -1)
            spans += [range(end + 1, before) for end in rest if tokens[end].text in _OPENING][:1]
        for span in filter(None, spans):
            text = tokens.text[tokens[span[0]].start : tokens[span[-1]].end]
            unit, power = read_unit_words(text.removeprefix("in ")) or (None, 0)
            if power and not one.scale:
                self._doubt("number", f"'{text}' in brackets beside it may be its scale")
            elif unit and one.unit is None:
                self._doubt("unit", f"'{text}' in brackets beside it may be its unit")

    def _add_touching(self) -> None:
        """Doubt a number that a sign ties to another, or that an unknown sign stands before.

        `1*500`, `1·500`, `5"000`, `▼500`, `--500`.
        """
        tokens, one = self.tokens, self.one
        first, behind = one.first, one.number[1] + 1
        sign, farther = tokens[first - 1], tokens[first - 2]
        is_tied = tokens[first].is_glued and sign.kind == "sign"
        signs = (farther.text, sign.text, tokens[first].text)
        if self._is_tied_to_number(first - 1, -1):
            self._doubt("number", f"the digits before '{sign.text}' may be a part of it")
        elif tokens[first].text in ARROWS:
            self._doubt("sign", f"'{tokens[first].text}' before it may say which sign it has")
        elif sign.text in ARROWS or (is_tied and sign.text not in _MAY_PRECEDE):
            self._doubt("sign", f"'{sign.text}' before it may say which sign it has")
        elif is_tied and (MINUS_SIGNS.issuperset(signs[:2]) or MINUS_SIGNS.issuperset(signs[1:])):
            self._doubt("sign", f"'{sign.text}' before it is one of two signs")
        # 3 .5 million; 1 ,500.
        is_apart = sign.kind == "number" and tokens[first].text[0] == "."
        is_apart = is_apart or (sign.text == "," and not sign.is_glued and tokens[first].is_glued)
        if is_apart and "number" in (sign.kind, farther.kind):
            self._doubt("number", "the digits before it may be a part of it")
        after = tokens[one.last + 1]
        if after.kind == "sign" and after.is_glued and after.text not in MAY_FOLLOW:
            self._doubt("unit", f"'{after.text}' behind it may be its unit")
        if self._is_tied_to_number(behind, 1):
            self._doubt("number", f"its digits may go on behind '{tokens[behind].text}'")

    def _is_tied_to_number(self, place: int, step: int) -> bool:
        """Whether a sign, or several alike, ties another number to the figure from there on."""
        tokens, text = self.tokens, self.tokens[place].text
        is_sign = tokens[place].kind == "sign" and text not in _BETWEEN
        if not is_sign or (text == "+" and step < 0) or (text == "." and step > 0):
            return False
        start = place
        # A token says whether it is glued to the one before it.
        while tokens[place].text == text and tokens[max(place, place - step)].is_glued:
            place += step
        is_glued = tokens[max(place, place - step)].is_glued
        return place != start and tokens[place].kind == "number" and is_glued

    def _ends_scaled_money(self, place: int) -> bool:
        """Whether a scale stands there behind a currency: `EUR m`, `€bn`, `EUR'000`."""
        tokens, fold = self.tokens, self.tokens[place].fold
        scales = (NUMBERS.scales, NUMBERS.short_scales, NUMBERS.letter_scales)
        is_thousands = tokens[place].text == "000" and tokens[place - 1].text in ("'", "’")
        money = place - 1 - is_thousands
        is_scale = is_thousands or any(fold in words for words in scales)
        return is_scale and (is_money_sign(tokens, money) or tokens[money].fold in MONEY.by_name)

    def _names_money(self, place: int) -> bool:
        """Whether a currency is named there that the number before it would be in."""
        token = self.tokens[place]
        if token.kind == "chinese":
            words = (self.tokens.between(place - size, place) for size in range(3))
            return any("".join(one.text for one in word) in MONEY.by_name for word in words)
        is_short = token.text[:1].isupper() or token.fold in ("kr", "zł")
        is_sign = token.kind == "word" and is_short and token.fold in MONEY.by_sign
        return is_sign or ends_money_name(self.tokens, place)

    def _add_again(self) -> None:
        """Doubt a bare number in brackets behind a scaled one: `CHF 291.4 million (267.9)`."""
        tokens, one, before = self.tokens, self.one, self.other
        is_bare = one.unit is None and not one.scale and one.kind == "number"
        is_in_brackets = tokens[one.first - 1].text in _OPENING
        is_in_brackets = is_in_brackets and tokens[one.last + 1].text in _CLOSING
        if before and before.scale and is_bare and is_in_brackets:
            reason = "the scale and unit of the figure before it may be meant"
            if before.last == one.first - len("( ") and one.amount.value % 1:
                self.one = doubt(tokens, one, "unit", reason, one.first, one.last)

    def _add_heading(self) -> None:
        """Doubt a small number that opens a line of a few words between empty lines."""
        tokens, one = self.tokens, self.one
        number, behind = tokens[one.first], tokens[one.number[1] + 1]
        is_small = number.text.isdecimal() and len(number.text) <= _LONGEST_SECTION
        opens = number.opens_block or tokens[one.first - 1].kind == "end"
        if not (opens and behind.is_capitalized and is_small) or one.has_measure:
            return
        rest = range(one.first + 1, one.first + _LONGEST_HEADING)
        last = next((place for place in rest if "\n" in tokens[place].gap), one.first)
        is_apart = tokens[last].opens_block and tokens[last].kind != "end"
        if is_apart and tokens[last - 1].kind == "word":
            reason = "it may number a heading"
            self.one = doubt(tokens, one, "number", reason, one.first, one.last)

    def _add_brackets(self) -> None:
        """Doubt a number in brackets that is all of a text, or that a scale or a unit is tied to.

        `(5.2)`, `(5.2) million euros`.
        """
        tokens, one = self.tokens, self.one
        opens = tokens[one.first - 1].text in _OPENING
        if not opens or tokens[one.last + 1].text not in _CLOSING:
            return
        behind = one.last + 2
        is_alone = "end" == tokens[one.first - 2].kind == tokens[behind].kind
        is_scaled = tokens[behind].fold in NUMBERS.scales or is_money_name(tokens, behind)
        if is_alone or is_scaled or tokens[behind].text == "%":
            reason = "brackets around a number may make it negative"
            self.one = doubt(tokens, one, "sign", reason, one.first - 1, one.last + 1)


def _find_words(text: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the words that a text without blanks has one after the other."""
    place = 0
    while place < len(text):
        word = next((one for one in words if text.startswith(one, place)), "")
        if word:
            yield word
        place += len(word) or 1


def _is_each(word: str) -> bool:
    """Whether `a` before a word says that an amount is for each of them."""
    return word in UNITS.by_word or word in DOUBTS.each
