"""read_figures: the figures of a text, in order, each read once."""

from __future__ import annotations

import re
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
    find_name_doubt,
    find_reason,
    is_joined,
    is_joined_before,
    is_parallel,
    names_one,
)
from .nouns import find_noun
from .numbers import find_style, is_number, read_number
from .parts import read_part, read_times
from .ranges import join
from .ranks import read_rank, read_streak
from .tables import find_tables, mark_flags, settle
from .tokens import MINUS_SIGNS, Tokens, is_note_mark
from .units import Unit, read_unit
from .vocabulary import NAMES, NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .figure import Direction, Figure
    from .numbers import Numeral
    from .tables import Table

_MINUS_WORDS = frozenset(("minus", "negative"))
_MINUS, _MINUS_OR_HYPHEN = "−", MINUS_SIGNS | frozenset("‑‐")
_TRIANGLES = frozenset("△▲")  # minus signs of accounts in Japan
_OPENING = frozenset("(\"“'‘[,;:/–—|")
_FAR, _NEAR, _NEXT = 40, 15, 3
_FARTHEST_COUNT = 6
_MOST_DIGITS = 40
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_NO_DIGITS = re.compile("[^0-9]")
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")  # of versions, addresses, dates with points
_LIST = re.compile("[0-9]{1,2}(?:[,'’][0-9]{1,2}){2,}")
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
    return _Reader(tokens or Tokens(text)).read()


class _Reader:
    """The reading of one text: what was read before says what a number behind it is."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.last: Candidate | None = None
        self.name_end = self.rank_end = self.share_end = self.count_end = -_FAR
        self.counted: dict[str, int] = {}
        self.skipped: dict[int, str] = {}

    def read(self) -> Reading:
        """Read the whole text."""
        tokens = self.tokens
        tables = find_tables(tokens)
        mark_flags(tokens, tables)
        chinese, own, unread = read_chinese(tokens)
        self.skipped.update(unread)
        joined = join(tokens, self._read_all(own))
        if tables:
            joined = self._settle_tables(joined, tables)
        if chinese:
            joined = sorted([*joined, *chinese], key=lambda one: one.first)
        figures = tuple(make_figure(tokens, one) for one in add_doubts(tokens, joined))
        parts = [part for one in joined for part in (one, one.also) if part]
        read = {place for one in parts for place in range(one.first, one.last + 1)}
        return Reading(figures=figures, skipped=tuple(self._list_skipped(read)))

    def _settle_tables(self, candidates: list[Candidate], tables: list[Table]) -> list[Candidate]:
        """Give numbers what their place in a table says; leave out those of notes and of units."""
        settled = settle(self.tokens, candidates, tables)
        kept = {one.first for one in settled}
        for one in candidates:
            if one.first not in kept:
                self._skip(one.number, "name")
        return settled

    def _read_all(self, own: set[int]) -> list[Candidate]:
        """Return the figures of all tokens but `own`, read from left to right."""
        candidates: list[Candidate] = []
        floor = 0
        for index in range(self.tokens.size):
            token = self.tokens[index]
            may_start = token.kind == "number" or token.fold in NUMBERS.openers
            if index < floor or index in own or not (may_start or token.fold.endswith("fold")):
                continue
            candidate, after = self._read_at(index, floor)
            if candidate:
                candidates.append(candidate)
                self._note(candidate)
            floor = max(floor, after)
        return candidates

    def _note(self, candidate: Candidate) -> None:
        """Keep what a figure says of those behind it."""
        kind, self.last = candidate.kind, candidate
        if kind == "rank":
            self.rank_end = candidate.last
        if kind == "fraction" or candidate.unit == "%":
            self.share_end = candidate.last
        is_count = kind == "number" and not candidate.has_measure
        self.count_end = candidate.last if is_count else -_FAR

    def _list_skipped(self, read: set[int]) -> Iterator[Skipped]:
        """Yield the numbers that no figure has, with what they are."""
        for index, token in enumerate(self.tokens.between(0, self.tokens.size)):
            if index in read or token.kind == "sign":
                continue
            is_word = token.fold in NUMBERS.words or token.fold in NUMBERS.vague
            is_chinese = token.kind == "chinese" and index in self.skipped
            is_vulgar = token.kind == "word" and token.text.isnumeric()  # ⅔
            is_vulgar = is_vulgar and not is_note_mark(token.text)
            if not (is_word or is_chinese or is_vulgar or token.kind == "number"):
                continue
            reason = self.skipped.get(index, "not read")
            if token.kind == "word" and reason == "name" and not token.is_capitalized:
                # A word for a small number, of which nothing is counted.
                reason = "not read"
            yield Skipped(start=token.start, end=token.end, reason=reason)

    def _read_at(self, index: int, floor: int) -> tuple[Candidate | None, int]:
        """Read the figure whose number starts at a token; return where to go on."""
        tokens, after = self.tokens, floor
        found = (
            read_rank(tokens, index, after_rank=index - self.rank_end < _NEAR)
            or read_streak(tokens, index)
            or read_part(tokens, index, is_share=index - self.share_end < _NEAR)
        )
        if found is None:
            numeral = read_number(tokens, index)
            if numeral is None:
                return self._read_unreadable(index), after
            after = numeral.last + 1
            found = read_times(tokens, numeral) or self._read_amount(numeral)
        if found is None or found.first < floor:
            return None, after
        hedged = hedge(tokens, found, floor) if found.amount.qualifier is None else found
        if places_in_time(tokens, hedged, floor) and not continues(tokens, hedged, self.last):
            self._skip(hedged.number, "time")
            return None, hedged.last + 1
        direction = hedged.direction or find_direction(tokens, hedged, floor)
        direction = direction or self._inherit_direction(hedged)
        if direction:
            hedged = replace(hedged, direction=direction)
        # What stands between a number and its noun may hold a figure: `12 two-storey homes`.
        inner = hedged.number[1] + 1
        if inner < hedged.last and any(
            is_number(tokens, place) for place in range(inner, hedged.last)
        ):
            return replace(hedged, last=hedged.number[1]), inner
        return hedged, hedged.last + 1

    def _skip(self, span: tuple[int, int], reason: str) -> None:
        """Note why the tokens of a span are no figure."""
        self.skipped.update(dict.fromkeys(range(span[0], span[1] + 1), reason))

    def _read_unreadable(self, index: int) -> Candidate | None:
        """Return digits that are no number, `1,23,4`, as a figure in doubt, but no name or list."""
        token = self.tokens[index]
        if token.kind != "number":
            return None
        is_list = _LIST.fullmatch(token.text) and find_noun(self.tokens, index + 1) is None
        is_tied = token.is_glued and self.tokens[index - 1].kind == "word"
        if is_list or is_tied or _CODE.fullmatch(token.text) or len(token.text) > _MOST_DIGITS:
            self.skipped[index] = "code"
            return None
        amount = Amount(value=Decimal(_NO_DIGITS.sub("", token.text)), written=token.text)
        candidate = Candidate(amount=amount, first=index, last=index, number=(index, index))
        reason = f"'{token.text}' is no number as it is written"
        return doubt(self.tokens, candidate, "number", reason, index, index)

    def _inherit_direction(self, candidate: Candidate) -> Direction | None:
        """Return the direction of what is given again in percent: `a drop of £129 or 7%`."""
        last, first = self.last, candidate.first
        is_again = candidate.kind == "percent" and self.tokens[first - 1].fold == "or"
        return last.direction if last and is_again and first - last.last <= _NEXT else None

    def _read_amount(self, numeral: Numeral) -> Candidate | None:
        """Read a number with its unit and its sign: `RMB 5 million`, `− 3.2%`, `12 cars`."""
        tokens, amount = self.tokens, numeral.amount
        found = self._find_unit(numeral)
        is_vague = numeral.form == "words" and tokens[numeral.last + 1].fold in NUMBERS.vague
        if found is None or is_vague:
            return None
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
        reason = numeral.doubt
        written = tokens[numeral.first].text
        if written.isdecimal() and written[0] == "0" and len(written) > 1:
            reason = f"'{written}' may be the end of another number"
        is_money = found.kind == "currency" and not numeral.scale
        if is_money and _THOUSANDS.fullmatch(written) and find_style(tokens) == "unknown":
            reason = f"'{written}' has decimals or thousands behind its point"
        if numeral.is_spaced and found.kind == "none":
            reason = "a blank stands within the number, which may be two"
        if reason:
            candidate = doubt(tokens, candidate, "number", reason, numeral.first, numeral.last)
        if found.doubt:
            candidate = doubt(tokens, candidate, "unit", found.doubt, found.first, found.last)
        return candidate

    def _read_sign(self, candidate: Candidate, *, is_inner: bool) -> Candidate:
        """Read `-5`, `−€5`, `minus 5`, `− 3.2%`; a hyphen and a blank may be no sign."""
        tokens, first = self.tokens, candidate.first
        sign, before, is_tied = tokens[first - 1], tokens[first - 2], tokens[first].is_glued
        is_sign = sign.text in _MINUS_OR_HYPHEN and not candidate.is_spelled
        opens = before.kind == "end" or not sign.is_glued or before.text in _OPENING
        follows = before.kind == "number" or before.text in ("%", ")")
        is_minus = opens if is_tied else sign.text == _MINUS and not follows
        is_share = candidate.unit in ("%", "pp", "basis points")
        if sign.text == "+" and is_tied and opens and is_share:
            return replace(candidate, direction="up")
        is_margin = before.fold in ("or", "and") and tokens[first - 3].fold == "plus"
        is_word = sign.fold in _MINUS_WORDS and not is_margin
        is_word = is_word or (sign.text in _TRIANGLES and is_tied)
        if is_inner or is_word or (is_sign and is_minus):
            amount = replace(candidate.amount, value=candidate.amount.value.copy_negate())
            return replace(candidate, amount=amount, first=first if is_inner else first - 1)
        ends = (before, tokens[candidate.last + 1])
        is_dash = is_sign or (sign.text == "—" and not candidate.is_spelled)
        if is_dash and all(one.kind == "end" or one.text == "|" for one in ends):
            reason = "the sign before the number may make it negative"
            return doubt(tokens, candidate, "sign", reason, first - 1, candidate.last)
        return candidate

    def _find_unit(self, numeral: Numeral) -> Unit | None:
        """Return the unit of a number, None where the number is part of a name or a date."""
        found = read_unit(self.tokens, numeral)
        is_bare = found.kind == "none"
        if is_bare and numeral.form == "words" and numeral.amount.value == 1:
            known = self._find_counted(numeral)
            if known:
                return known
        if is_parallel(self.tokens, numeral, self.count_end):
            return found
        reason = find_reason(self.tokens, numeral, found)
        if reason is None and (is_bare or found.kind == "noun") and self._continues_names(numeral):
            reason = "name"
        if reason is not None:
            return self._reject(numeral, found, reason)
        if doubt := find_name_doubt(self.tokens, numeral, found):
            found = replace(found, doubt=found.doubt or doubt)
        if found.kind == "noun" and found.text:
            self.counted[found.text.casefold()] = found.last
        return found

    def _reject(self, numeral: Numeral, found: Unit, reason: str) -> Unit | None:
        """Leave a number out, unless its digits are those of an amount that letters are tied to."""
        tokens, before, after = self.tokens, numeral.first - 1, self.tokens[numeral.last + 1]
        is_amount = (not numeral.is_plain and numeral.form == "digits") or found.kind == "currency"
        is_tied = after.kind == "word" and after.is_glued and after.fold not in NAMES.clock
        is_apart = not tokens[found.first].is_glued or tokens[found.first - 1].kind == "end"
        is_code = reason in ("code", "name") and is_apart
        if is_amount and is_tied and is_code:
            return replace(found, doubt=f"'{after.text}' behind the number is not known")
        is_named = reason == "name" and tokens[before].is_capitalized
        if is_named or names_one(tokens, before) or self._continues_names(numeral):
            self.name_end = numeral.last
        self._skip((numeral.first, numeral.last), reason)
        return None

    def _continues_names(self, numeral: Numeral) -> bool:
        """Whether a number goes on where a name with a number stood: `Class 9 and 10`."""
        link = self.tokens[numeral.first - 1].fold
        is_link = link in ("and", "or", "to", "of", ",", "-", "–", "/")
        return is_link and self.name_end == numeral.first - 2

    def _find_counted(self, numeral: Numeral) -> Unit | None:
        """Return the unit of a `one` that is set against others: `two doses … one dose`."""
        tokens, end = self.tokens, numeral.last
        link, after = tokens[numeral.first - 1].fold, tokens[end + 1].fold
        is_near = link == "and" and numeral.first - self.count_end <= _FARTHEST_COUNT
        if (
            (after in ("more", "fewer", "less") and tokens[end + 2].fold == "than")
            or (after in NAMES.of_the_injured and link in ("and", ","))
            or (after in NAMES.set_against and is_near)
        ):
            return Unit(kind="none", first=numeral.first, last=end)
        if end - self.counted.get(f"{after}s", -_FAR) < _FAR:
            return Unit(kind="noun", text=f"{after}s", first=numeral.first, last=end + 1)
        return None
