"""read_figures: the figures of a text, in order, each read once."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount
from cqfacts.record import Record, replace

from .candidate import Candidate, doubt, make_figure
from .chinese import read_chinese
from .directions import find_direction
from .doubts import add_doubts
from .hedges import hedge
from .lengths import continues, places_in_time
from .names import (
    find_reason,
    is_joined,
    is_joined_before,
    is_parallel,
    is_written_as_name,
    names_one,
)
from .nouns import find_noun
from .numbers import is_number, read_number
from .parts import read_part, read_times
from .ranges import join
from .ranks import read_rank, read_streak
from .tables import find_tables, mark_flags, settle
from .tokens import Tokens
from .units import Unit, read_unit
from .vocabulary import NAMES, NUMBERS, PARTS, RANKS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .figure import Direction, Figure
    from .numbers import Numeral

_ARTICLES = frozenset(("a", "an"))
_RANK_WORDS = frozenset(("no", "nos", "number", "top"))
_PART_WORDS = frozenset(
    ("half", "twice", "thrice", "halve", "halved", "halves", "halving", "a", "an")
)
_BEHIND_ARTICLE = frozenset(("dozen", "half", "quarter", "percentage", "full", "whole"))
_MINUS_WORDS = frozenset(("minus", "negative"))
_MINUS, _MINUS_SIGNS = "−", frozenset("-−–‑")
_OPENING = frozenset("(\"“'‘[,;:/—|")
_FAR, _NEAR = 40, 15
_FARTHEST_COUNT = 6
_MOST_DIGITS = 40
_SHORT = 2
_ADVERBS = frozenset(("seriously", "critically", "fatally", "severely", "slightly", "badly"))
_SET_AGAINST = _ADVERBS | frozenset(
    ("more", "fewer", "less", "went", "was", "is", "remains", "had", "has", "to", "in", "for")
)


_PLAIN_REASONS = frozenset(("date", "name", "list number", "base of a rate", "time"))


class Skipped(Record):
    """A number of a text that is no figure: its characters, and what it is instead.

    `is_plain` says that it is a date, a name or the like, and that nothing of it is unsure.
    """

    start: int
    end: int
    reason: str

    @property
    def is_plain(self) -> bool:
        """Whether it plainly says no amount."""
        return self.reason in _PLAIN_REASONS


class Reading(Record):
    """What was read of a text: its figures, and the numbers in digits and words that are none."""

    figures: tuple[Figure, ...]
    skipped: tuple[Skipped, ...]


def read_figures(text: str, tokens: Tokens | None = None) -> tuple[Figure, ...]:
    """Return the figures of a text, in its order; they do not overlap.

    A range is one figure with a `high` end, and an amount in two units one that has the second as
    `also`. Units are as a store spells them: CNY, %, km; what is counted is as printed. What is
    not understood beside a number is a doubt of its figure. Dates, names with numbers in them and
    numbers that words leave vague are no figures. The time it takes grows with the length of the
    text. `tokens` are those of the text, where they are known.
    """
    return read_text(text, tokens).figures


def read_text(text: str, tokens: Tokens | None = None) -> Reading:
    """Return the figures of a text, and the numbers that are no figures."""
    tokens = tokens or Tokens(text)
    return _Reader(tokens).read()


class _Reader:
    """The reading of one text: what was read before says what a number behind it is."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.last: Candidate | None = None
        self.name_end = -_FAR
        self.ranked = -_FAR
        self.counted: dict[str, int] = {}
        self.skipped: dict[int, str] = {}

    def read(self) -> Reading:
        """Read the whole text."""
        tokens = self.tokens
        tables = find_tables(tokens)
        mark_flags(tokens, tables)
        chinese, own, unread = read_chinese(tokens)
        self.skipped.update(unread)
        candidates = self._read_all(own)
        joined = settle(tokens, join(tokens, candidates), tables)
        if chinese:
            joined = sorted([*joined, *chinese], key=lambda one: one.first)
        figures = [make_figure(tokens, one) for one in add_doubts(tokens, joined)]
        return Reading(figures=tuple(figures), skipped=self._list_skipped(figures))

    def _read_all(self, own: set[int]) -> list[Candidate]:
        tokens = self.tokens
        candidates: list[Candidate] = []
        floor = 0
        for index in range(len(tokens)):
            if index < floor or index in own:
                continue
            if tokens[index].kind != "number" and not self._may_start(index):
                continue
            candidate, after = self._read(index, floor)
            if candidate:
                candidates.append(candidate)
                self.last = candidate
                if candidate.kind == "rank":
                    self.ranked = candidate.last
            floor = max(floor, after)
        return candidates

    def _list_skipped(self, figures: list[Figure]) -> tuple[Skipped, ...]:
        """Return the numbers that no figure has, with what they are."""
        found: list[Skipped] = []
        place = 0
        for index in range(len(self.tokens)):
            token = self.tokens[index]
            if token.kind != "number" and not self._is_number_word(index):
                continue
            while place < len(figures) and figures[place].end <= token.start:
                place += 1
            if place < len(figures) and figures[place].start <= token.start:
                continue
            reason = self.skipped.get(index, "not read")
            if token.kind == "word" and reason == "name" and not token.is_capitalized:
                # A word for a small number, of which nothing is counted.
                reason = "not read"
            found.append(Skipped(start=token.start, end=token.end, reason=reason))
        return tuple(found)

    def _is_number_word(self, index: int) -> bool:
        token = self.tokens[index]
        if token.kind == "chinese":
            return index in self.skipped
        return token.fold in NUMBERS.words or token.fold in NUMBERS.vague

    def _may_start(self, index: int) -> bool:
        """Whether a figure may start with a word."""
        fold = self.tokens[index].fold
        if fold in _ARTICLES:
            after = self.tokens[index + 1].fold
            is_scale = after in NUMBERS.scales or after in NUMBERS.fractions
            return is_scale or after in _BEHIND_ARTICLE or after in UNITS.by_word
        return (
            fold in NUMBERS.words
            or fold in NUMBERS.ordinals
            or fold in _PART_WORDS
            or fold in PARTS.multiples
            or fold in _RANK_WORDS
            or fold in RANKS.plain_superlatives
            or fold in NUMBERS.vulgar
            or fold.endswith("fold")
        )

    def _read(self, index: int, floor: int) -> tuple[Candidate | None, int]:
        """Read the figure whose number starts at a token; return where to go on."""
        tokens = self.tokens
        after = floor
        found = (
            read_rank(tokens, index, after_rank=self._follows_rank(index))
            or read_streak(tokens, index)
            or read_part(tokens, index, is_share=self._follows_share(index))
        )
        if found is None:
            numeral = read_number(tokens, index)
            if numeral is None:
                return self._read_unreadable(index), after
            after = numeral.last + 1
            found = read_times(tokens, numeral) or self._read_amount(numeral, floor)
        if found is None or found.first < floor:
            return None, after
        hedged = hedge(tokens, found, floor) if found.amount.qualifier is None else found
        is_period = places_in_time(tokens, hedged, floor)
        if is_period and not continues(tokens, hedged, self.last):
            self._skip(hedged.number, "time")
            return None, hedged.last + 1
        direction = hedged.direction or find_direction(tokens, hedged, floor)
        if direction is None and hedged.kind == "percent":
            direction = self._inherit_direction(hedged)
        if direction != hedged.direction:
            hedged = replace(hedged, direction=direction)
        # What stands between a number and its noun may hold a figure of its own: `12 two-storey homes`.
        inner = hedged.number[1] + 1
        if any(is_number(tokens, place) for place in range(inner, hedged.last)):
            return replace(hedged, last=hedged.number[1]), inner
        return hedged, hedged.last + 1

    def _skip(self, span: tuple[int, int], reason: str) -> None:
        for place in range(span[0], span[1] + 1):
            self.skipped[place] = reason

    def _read_unreadable(self, index: int) -> Candidate | None:
        """Return digits that are no number as a figure in doubt, unless they are written as names are."""
        token = self.tokens[index]
        if token.kind != "number":
            return None
        groups = token.text.replace("’", ",").replace("'", ",").split(",")
        is_list = len(groups) > _SHORT and all(len(group) <= _SHORT for group in groups)
        is_list = is_list and find_noun(self.tokens, index + 1) is None
        is_tied = token.is_glued and self.tokens[index - 1].kind == "word"
        if is_written_as_name(token.text) or is_list or is_tied or len(token.text) > _MOST_DIGITS:
            self.skipped[index] = "code"
            return None
        digits = Decimal("".join(one for one in token.text if one.isdigit()))
        candidate = Candidate(
            amount=Amount(value=digits, written=token.text),
            first=index,
            last=index,
            number=(index, index),
        )
        reason = f"'{token.text}' is no number as it is written"
        return doubt(self.tokens, candidate, "number", reason, index, index)

    def _inherit_direction(self, candidate: Candidate) -> Direction | None:
        """Return the direction of an amount that is given again in percent: `a drop of £129 or 7%`."""
        last = self.last
        if last is None or last.direction is None or candidate.first - last.last > 3:  # noqa: PLR2004 - a comma and an `or`
            return None
        between = [self.tokens[index].fold for index in range(last.last + 1, candidate.first)]
        return last.direction if between in (["or"], [",", "or"]) else None

    def _follows_rank(self, index: int) -> bool:
        return self.ranked >= 0 and index - self.ranked < _NEAR

    def _follows_share(self, index: int) -> bool:
        """Whether a share stands shortly before, so that `a quarter` is likely to be another."""
        last = self.last
        is_share = last is not None and (last.kind == "fraction" or last.unit == "%")
        return last is not None and is_share and index - last.last < _NEAR

    def _read_amount(self, numeral: Numeral, floor: int) -> Candidate | None:
        tokens = self.tokens
        found = self._find_unit(numeral)
        if found is None or found.first < floor:
            return None
        if numeral.form == "words" and tokens[numeral.last + 1].fold in NUMBERS.vague:
            return None
        amount = numeral.amount
        if found.kind == "percent" and amount.step is None:
            amount = replace(amount, step=Decimal(1))
        is_years = found.kind == "none" and tokens[found.first - 1].fold == "aged"
        candidate = Candidate(
            amount=amount,
            kind="percent" if found.kind == "percent" else "number",
            unit="year" if is_years else None if found.text == "magnitude" else found.text,
            may_be=found.may_be,
            first=found.first,
            last=found.last,
            number=(numeral.first, numeral.last),
            scale=numeral.scale,
            is_spelled=numeral.form == "words",
            has_measure=found.kind in ("measure", "currency", "hyphen"),
            is_noun=found.kind == "noun",
            joined_before=is_joined_before(tokens, found.first),
            joined_after=is_joined(tokens, found.last),
        )
        candidate = self._read_sign(candidate, is_inner=found.is_negative)
        if numeral.doubt:
            span = (numeral.first, numeral.last)
            candidate = doubt(tokens, candidate, "number", numeral.doubt, *span)
        if numeral.is_spaced and found.kind == "none":
            reason = "a blank stands within the number, which may be two"
            candidate = doubt(tokens, candidate, "number", reason, numeral.first, numeral.last)
        if found.doubt:
            candidate = doubt(tokens, candidate, "unit", found.doubt, found.first, found.last)
        return candidate

    def _read_sign(self, candidate: Candidate, *, is_inner: bool) -> Candidate:
        """Read `-5`, `−€5`, `minus 5`, `− 3.2%`; a hyphen and a blank may be no sign."""
        tokens, first = self.tokens, candidate.first
        sign, before = tokens[first - 1], tokens[first - 2]
        if is_inner:
            return _negate(candidate, first)
        if sign.fold in _MINUS_WORDS:
            is_margin = before.fold in ("or", "and") and tokens[first - 3].fold == "plus"
            return candidate if is_margin else _negate(candidate, first - 1)
        if sign.text not in _MINUS_SIGNS or candidate.is_spelled or sign.kind == "end":
            return candidate
        opens = before.kind == "end" or not sign.is_glued or before.text in _OPENING
        if tokens[first].is_glued:
            return _negate(candidate, first - 1) if opens else candidate
        is_after_number = before.kind == "number" or before.text in ("%", ")")
        if sign.text == _MINUS and not is_after_number:
            return _negate(candidate, first - 1)
        if before.kind == "end" and tokens[candidate.last + 1].kind == "end":
            reason = "the sign before the number may make it negative"
            return doubt(tokens, candidate, "sign", reason, first - 1, candidate.last)
        return candidate

    def _find_unit(self, numeral: Numeral) -> Unit | None:
        """Return the unit of a number, None where the number is part of a name or a date."""
        found = read_unit(self.tokens, numeral)
        if found.kind == "none" and numeral.amount.value == 1 and numeral.form == "words":
            known = self._find_counted(numeral)
            if known:
                return known
        last = self.last
        is_listed = last is not None and last.kind == "number" and not last.has_measure
        if is_listed and last is not None and is_parallel(self.tokens, numeral, last.last):
            return found
        reason = find_reason(self.tokens, numeral, found)
        if reason is None and found.kind in ("none", "noun") and self._continues_names(numeral):
            reason = "name"
        if reason is not None:
            return self._reject(numeral, found, reason)
        if found.kind == "noun" and found.text:
            self.counted[found.text.casefold()] = found.last
        return found

    def _reject(self, numeral: Numeral, found: Unit, reason: str) -> Unit | None:
        """Leave a number out, unless its digits are those of an amount that letters are tied to."""
        tokens, last = self.tokens, numeral.last
        is_amount = (not numeral.is_plain and numeral.form == "digits") or found.kind == "currency"
        after = tokens[last + 1]
        is_lettered = reason in ("code", "name") and after.kind == "word" and after.is_glued
        is_lettered = is_lettered and after.fold not in NAMES.clock
        if is_amount and is_lettered and not tokens[found.first].is_glued:
            return replace(found, doubt=f"'{after.text}' behind the number is not known")
        is_named = reason == "name" and tokens[numeral.first - 1].is_capitalized
        if is_named or names_one(tokens, numeral.first - 1) or self._continues_names(numeral):
            self.name_end = numeral.last
        self._skip((numeral.first, numeral.last), reason)
        return None

    def _continues_names(self, numeral: Numeral) -> bool:
        """Whether a number goes on where a name with a number stood: `Class 9 and 10`."""
        link = self.tokens[numeral.first - 1]
        return self.name_end == numeral.first - 2 and (
            link.fold in ("and", "or", "to", "of") or (link.text in ",-–/" and link.text != "")
        )

    def _find_counted(self, numeral: Numeral) -> Unit | None:
        """Return the unit of a `one` that is set against others: `two doses … one dose`."""
        after = self.tokens[numeral.last + 1]
        known = f"{after.fold}s"
        if after.fold in _SET_AGAINST and self._is_set_against(numeral):
            return Unit(kind="none", first=numeral.first, last=numeral.last)
        if after.kind != "word" or numeral.last - self.counted.get(known, -_FAR) >= _FAR:
            return None
        return Unit(kind="noun", text=known, first=numeral.first, last=numeral.last + 1)

    def _is_set_against(self, numeral: Numeral) -> bool:
        """Whether a `one` ends a list of counts, or is more or fewer than another count."""
        tokens, last = self.tokens, self.last
        link = tokens[numeral.first - 1]
        after, second = tokens[numeral.last + 1].fold, tokens[numeral.last + 2]
        if after in ("more", "fewer", "less"):
            return second.fold == "than"
        if after in _ADVERBS:
            return link.fold == "and" or link.text == ","
        if last is None or last.kind != "number" or last.has_measure:
            return False
        return link.fold == "and" and numeral.first - last.last <= _FARTHEST_COUNT


def _negate(candidate: Candidate, first: int) -> Candidate:
    amount = replace(candidate.amount, value=candidate.amount.value.copy_negate())
    return replace(candidate, amount=amount, first=first)
