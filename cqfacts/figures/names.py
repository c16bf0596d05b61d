"""Names, dates and codes: numbers that say which one, or when, and not how many."""

from __future__ import annotations

import re
from itertools import takewhile

from .money import is_money_sign
from .numbers import is_number, is_year, read_number, read_ordinal
from .tokens import is_note_mark
from .units import read_unit
from .vocabulary import NAMES, NOUNS, NUMBERS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .numbers import Numeral
    from .tokens import Token, Tokens
    from .units import Unit

_OPENING_QUOTES = frozenset("\"“'‘「『《")
_CLOSING_QUOTES = frozenset("\"”'’」』》")
ARROWS = frozenset("▲▵▼▽▾↑↓⬆⬇↗↘")
_MAY_TOUCH = ARROWS | frozenset("△{\"“”'‘’([（,，;；:：~≈<>≥≤±$€£¥–—-−‑‐+=|*_…•·?!.`´>#、。）)》")
MAY_FOLLOW = frozenset("}\"“”'’)]）,，.;；:：!！?？%–—-−‐‑~+…·|*_°º/`´<†‡§、。(×")
_DASHES = frozenset("–—-−‐‑~")
_LONGEST_PLAIN = 8
_SHORTEST_CALL, _BEFORE_CALLS = 7, frozenset("+)/-")
_HOURS = 12
_LONGEST_NAME = 5
_LONGEST_PARTY = 3
_FARTHEST_CALL = 7
_TWO_DIGITS = 2
_MOST_DAYS = 31
_MONEY = ("percent", "currency")
_FIRM = (*_MONEY, "measure")
_DAY = re.compile(r"0[1-9]\.[01][0-9]")  # of a month: 01.09.
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]")


def names_one(tokens: Tokens, index: int) -> bool:
    """Whether a number behind a token says which one: `Class 9`."""
    return tokens[index].fold in NAMES.naming


def reads_clock(tokens: Tokens, index: int) -> bool:
    """Whether a token is the `past` or `to` of a time: `half past six`, `at a quarter to twelve`.

    With `to` it is one only behind a quarter, or where `at` or `until` says so.
    """
    link, minutes = tokens[index].fold, tokens[index - 1].fold
    hour = NUMBERS.small.get(tokens[index + 1].fold, 0)
    behind = tokens[index + 2]
    is_alone = behind.kind != "word" or behind.fold in NOUNS.stops | NAMES.days
    if link not in ("past", "to") or not (0 < hour <= _HOURS and is_alone):
        return False
    if link == "past":
        return minutes in NAMES.clock_minutes or minutes in ("half", "quarter")
    opens = tokens[index - 2 - (tokens[index - 2].fold == "a")].fold
    is_quarter = minutes == "quarter" and opens in NAMES.before_clock
    return is_quarter or (minutes in NAMES.clock_minutes and opens in ("at", "until", "till"))


def _is_part_of_name(token: Token) -> bool:
    """Whether a word may stand in the name of a street."""
    return token.is_capitalized or token.text == "." or token.fold in NAMES.streets


def is_parallel(tokens: Tokens, numeral: Numeral, last: int) -> bool:
    """Whether plain digits behind a name go on a list of counts: `AD 91 seats, Chega 60, PS 58`."""
    link, first = tokens[last + 1], numeral.first
    if link.text not in (",", ";", "and") or first - last > 2 * _LONGEST_PARTY:
        return False
    between = tokens.between(last + 2, first - 1)
    names = [token for token in between if token.fold not in ("and", "the")]
    return (
        numeral.is_plain
        and not is_year(tokens[first].text)
        and 0 < len(names) <= _LONGEST_PARTY
        and all(name.is_capitalized and name.fold not in NAMES.months for name in names)
        and names[-1].fold not in NAMES.naming
        and tokens[numeral.last + 1].fold in ("", "and", ",", ".", ";", ")", "(")
    )


def is_joined(tokens: Tokens, last: int) -> bool:
    """Whether a dash without spaces ties what ends there to a number behind it."""
    dash, after = tokens[last + 1], tokens[last + 2]
    is_money = is_money_sign(tokens, last + 2) or tokens[last + 3].text == "$"
    is_tied = dash.text in _DASHES and dash.is_glued and after.is_glued
    return is_tied and (after.kind == "number" or is_money)


def is_joined_before(tokens: Tokens, first: int) -> bool:
    """Whether a dash without spaces ties what begins there to a number before it."""
    dash = tokens[first - 1]
    is_tied = dash.text in _DASHES and dash.is_glued and tokens[first].is_glued
    return is_tied and _ends_number(tokens[first - 2])


def _ends_number(token: Token) -> bool:
    """Whether a number, its scale or its percent sign ends there."""
    is_suffix = token.fold in NUMBERS.short_scales or token.fold in NUMBERS.letter_scales
    return token.kind == "number" or token.text == "%" or is_suffix


def find_reason(tokens: Tokens, numeral: Numeral, unit: Unit) -> str | None:
    """Return why a number is no figure, as it is part of a name or a date; None where it is one."""
    return _Place(tokens, numeral, unit).explain()


def find_name_doubt(tokens: Tokens, numeral: Numeral, unit: Unit) -> str | None:
    """Return the doubt of a count behind the first word of a sentence: `Apollo 11 astronauts`."""
    before = tokens[unit.first - 1]
    is_first = before.is_capitalized and tokens.starts_sentence(unit.first - 1)
    is_first = is_first and unit.text not in NAMES.tallies
    is_open = (
        is_first and numeral.is_plain and unit.kind == "noun" and "\n" not in tokens[unit.first].gap
    )
    is_known = before.fold in NOUNS.stops | NAMES.plain | NAMES.months or before.fold.endswith(
        ("'s", "s'", "ed", "ing")
    )
    return None if is_known or not is_open else f"'{before.text}' before it may make it a name"


class _Place:
    """A number with the unit that was read of it and the tokens around both."""

    def __init__(self, tokens: Tokens, numeral: Numeral, unit: Unit) -> None:
        self.tokens, self.numeral, self.unit = tokens, numeral, unit
        self.first, self.last = numeral.first, numeral.last
        self.digits = tokens[numeral.last].text
        self.is_plain = numeral.is_plain
        self.is_bare = unit.kind == "none"
        self.is_glued = tokens[unit.first].is_glued
        self.before, self.farther = tokens[unit.first - 1], tokens[unit.first - 2]
        self.after, self.second = tokens[numeral.last + 1], tokens[numeral.last + 2]

    def explain(self) -> str | None:
        """Return why it is no figure."""
        before, behind = self.before, self.tokens[self.unit.last + 1]
        if self.is_base(behind):
            return "base of a rate"
        if before.fold in NAMES.never_before and (before.text != "/" or before.is_glued):
            return "name"
        is_tied = self.tokens[self.numeral.first + 1].is_glued
        if is_tied and read_ordinal(self.tokens, self.numeral.first):
            return "name"
        if self.numeral.form == "words":
            places = (self.first - 1, self.last + 1)
            is_time = any(reads_clock(self.tokens, place) for place in places)
            if is_time or self.after.fold in NAMES.clock:
                return "time"
            return "name" if self.is_spelled_name() else None
        return self.explain_digits()

    def explain_digits(self) -> str | None:  # noqa: PLR0911 - one for each reason
        """Return why digits are no figure."""
        before = self.before
        if self.after.fold.endswith(("illionth", "thousandth")):
            return "not read"
        # (202) 555-0119
        is_area = before.text == "(" and self.after.text == ")" and self.second.kind == "number"
        if is_area and self.is_plain and self.tokens[self.last + 3].is_hyphen:
            return "code"
        if not (self.is_free_before() and self.is_free_behind()):
            return "name" if "word" in (before.kind, self.after.kind) else "code"
        if self.is_date():
            return "date"
        if self.is_beside_number():
            return "not read"
        if self.is_label():
            return "name"
        return "list number" if self.is_list_number() else None

    def is_base(self, behind: Token) -> bool:
        """Whether it is what an amount is for or an index starts from: `€1 =`, `2015=100`."""
        before, farther = self.before, self.farther
        return (
            (self.numeral.amount.value == 1 and behind.text == "=")
            or (before.text == "=" and is_year(farther.text))
            or (before.fold == "every" and farther.fold in ("for", "of", "in"))
            or (before.fold == "each" and self.numeral.amount.value == 1)
        )

    def is_spelled_name(self) -> bool:
        """Whether words for a number are part of a name, or count nothing: `Channel Four`."""
        tokens, first, before, unit = self.tokens, self.first, self.before, self.unit
        has_scale, value = self.numeral.scale > 0, self.numeral.amount.value
        is_title = tokens[tokens.skip_hyphen(self.last + 1)].is_capitalized
        is_title = is_title and (self.is_bare or tokens[unit.last].is_capitalized)
        is_name = tokens[first].is_capitalized and (is_title or not tokens.starts_sentence(first))
        if is_name and not (has_scale and unit.kind in _FIRM):
            return True
        if tokens[self.last + 1].is_hyphen and unit.kind not in ("hyphen", *_FIRM):
            return not has_scale or self.is_bare
        if tokens[first - 1].is_hyphen and not self.continues_length():
            return not before.fold.startswith(("mid", "pre", "post"))
        if has_scale or tokens[first].fold in ("a", "an", "half"):
            return False
        if value == 1:
            return self.is_quoted() or not self.is_counted_one()
        is_level = before.fold in ("to", "at") or (not self.is_bare and unit.kind != "hyphen")
        is_none = value == 0 and (before.fold in ("net", "near") or not is_level)
        return is_none or self.is_quoted() or (self.is_bare and self.is_idiom())

    def is_counted_one(self) -> bool:
        """Whether a spelled `one` counts: it is stressed, or a part of a hundred, or a measure."""
        before, unit = self.before.fold, self.unit
        noun = self.tokens[unit.first + 1].fold
        is_stressed = before in NAMES.stressed
        if unit.kind in _MONEY:
            return True
        if unit.kind == "measure":
            return is_stressed or unit.text not in UNITS.times | {"person", "second", "degrees"}
        if noun == "or" and is_number(self.tokens, unit.first + 2):
            return True
        if noun in ("of", "another", "by", "more", "who", "or"):
            return noun == "of" and before in ("only", "just")
        return noun in NOUNS.casualties or (is_stressed and unit.kind == "noun")

    def is_idiom(self) -> bool:
        """Whether a small number in words without a unit points back or belongs to a saying."""
        is_pointing = self.before.fold in NAMES.pointing or names_one(self.tokens, self.first - 1)
        is_saying = self.after.fold in ("by", "decades") or is_pointing
        return is_saying and self.after.fold not in ("to", "or")

    def is_quoted(self) -> bool:
        """Whether a quotation begins with the number and ends within a few words behind it."""
        tokens, first = self.tokens, self.first
        behind = tokens.between(self.last + 1, self.last + 5)
        is_closed = any(token.text in _CLOSING_QUOTES and token.is_glued for token in behind)
        return is_closed and tokens[first - 1].text in _OPENING_QUOTES and tokens[first].is_glued

    def is_free_before(self) -> bool:
        """Whether nothing is tied to a number from before but what belongs to figures."""
        before, second = self.before, self.farther
        if not self.is_glued or before.kind in ("end", "chinese") or self.continues_length():
            return True
        if before.kind in ("word", "number"):
            return False
        if before.text not in _MAY_TOUCH:
            # It is read with a doubt, unless letters or digits are tied to the sign as well.
            return not before.is_glued or second.kind not in ("word", "number")
        if not before.is_glued:
            return True
        if before.text in _DASHES and before.text not in "–—":
            is_part = second.fold in NAMES.joined or second.fold in NUMBERS.scales
            is_name = second.kind == "word" and not is_part
            return _ends_number(second) or not is_name
        is_short = second.kind == "end" or second.fold in ("rs", "c", "approx")
        allowed = {
            "+": second.kind not in ("number", "word"),
            ".": is_short or self.unit.kind == "currency",
            ":": second.kind != "number",
        }
        return allowed.get(before.text, True)

    def is_free_behind(self) -> bool:
        """Whether nothing is tied to a number from behind but what belongs to figures."""
        tokens, last, after, second = self.tokens, self.last, self.after, self.second
        if not after.is_glued or self.unit.last > last or after.kind in ("end", "chinese"):
            return True
        if after.kind == "word":
            return is_note_mark(after.text)
        if after.text == "/":
            return second.kind == "word" or is_money_sign(tokens, last + 2)
        if tokens[last + 1].is_hyphen and not is_joined(tokens, last):
            is_rate = second.fold in ("a", "an", "per") and tokens[last + 3].is_hyphen
            return is_rate or second.fold in NAMES.behind_hyphen
        is_part = after.text == "(" and len(second.fold) == 1 and second.kind == "word"
        is_clock = after.text == ":" and second.kind == "number" and second.is_glued
        if after.text not in MAY_FOLLOW:
            # It is read with a doubt, unless letters or digits are tied to the sign as well.
            return not (second.is_glued and second.kind in ("word", "number"))
        return not is_clock and not is_part

    def continues_length(self) -> bool:
        """Whether an amount goes on behind a hyphen: `two-hour-six-minute`."""
        is_length = self.unit.text in UNITS.times or self.unit.text == "inches"
        is_tied = self.tokens[self.unit.first - 1].is_hyphen
        return is_length and is_tied and self.farther.fold in UNITS.by_word

    def is_date(self) -> bool:
        """Whether a number is a year, a day of a month or a time of the day."""
        tokens, last, unit, after = self.tokens, self.last, self.unit, self.after
        is_dated = is_year(self.digits)
        if (is_dated and self.before.fold in NAMES.prices) or _DAY.fullmatch(self.digits):
            return True
        if self.numeral.scale > 0 or unit.kind in _MONEY:
            return False
        is_half = after.fold in ("a", "p") and tokens[last + 3].fold == "m"
        is_hour = unit.kind != "measure" and (after.fold in NAMES.clock or is_half)
        is_era = not NAMES.eras.isdisjoint((after.text, after.text + tokens[last + 3].text))
        is_plain_year = is_dated and self.is_plain and not self.counts_like_year()
        return is_era or is_hour or is_plain_year or self.is_day() or self.is_clock()

    def counts_like_year(self) -> bool:
        """Whether what looks like a year counts something after all: `about 2000 homes`."""
        if self.unit.kind == "measure":
            return self.unit.text not in UNITS.times
        return self.unit.kind == "noun" and self.before.fold in NAMES.stressed

    def is_day(self) -> bool:
        """Whether it is the day of a month: `Jan. 27`, `27th of January`, `January 27 and 28`."""
        tokens, first, last, after = self.tokens, self.first, self.last, self.after
        before = tokens[first - 1]
        places = [first - 1, last + 1]
        is_open = before.text == "," and (not self.is_bare or after.fold == "of")
        if not is_open and (before.text in (".", ",") or tokens[first - 2].kind == "number"):
            places += [first - 2, first - 3]
        if after.fold in NUMBERS.ordinal_endings:
            places += [last + 2, last + 3]
        if after.text in "-–" or after.fold in ("and", "to"):
            places += [last + 3]
        is_short = self.digits.isdecimal() and len(self.digits) <= _TWO_DIGITS
        near = [tokens[place] for place in places if is_short and int(self.digits) <= _MOST_DAYS]
        return any(token.fold in NAMES.months and token.is_capitalized for token in near)

    def is_clock(self) -> bool:
        """Whether it is a time of the day: `at 9.20 on Friday`, `Doors open at 10.`."""
        before, after, second = self.before.fold, self.after, self.second.fold
        if not self.is_bare:
            return False
        if self.is_plain and len(self.digits) <= _TWO_DIGITS:
            is_open = before == "at" and self.farther.fold in NAMES.openings
            return is_open and after.kind != "word"
        if not _CLOCK.fullmatch(self.digits):
            return False
        is_until = after.text in ("–", "-") and before in NAMES.openings
        is_told = after.fold in NAMES.days | NAMES.clock or second in NAMES.days
        return is_until or (is_told and before in NAMES.before_clock | NAMES.openings)

    def is_label(self) -> bool:
        """Whether a number in digits says which one: line 15, M9, a telephone number."""
        before, unit = self.before, self.unit
        is_cut = before.text == "." and before.is_glued and self.farther.fold in NAMES.short_names
        if is_cut or before.text in ("No", "Nos", "NO", "NOS"):
            return True
        is_post = before.fold in NAMES.posts and self.farther.fold in ("at", "from", "near")
        if is_post or (before.fold in NAMES.naming and self.is_lettered()):
            return True
        if self.numeral.scale > 0 or unit.kind in _MONEY:
            return False
        is_level = before.fold == before.text and before.fold.endswith("s")
        is_level = is_level and unit.kind == "noun"
        if before.fold in NAMES.naming and unit.kind != "measure" and not is_level:
            is_short = self.is_plain and len(self.digits) <= _LONGEST_NAME
            return before.is_capitalized or unit.kind != "noun" or is_short
        words = takewhile(_is_part_of_name, self.tokens.between(self.last + 1, self.last + 4))
        is_address = not NAMES.streets.isdisjoint([one.fold for one in words][1:])
        is_called = self.is_called() or self.is_code() or is_address
        return (self.is_plain and is_called) or self.follows_name()

    def is_lettered(self) -> bool:
        """Whether a letter is tied to the digits, as in `ward 6B`."""
        digits, letter = self.tokens[self.first], self.tokens[self.first + 1]
        is_short = digits.text.isdecimal() and not digits.gap.strip(" ")
        return is_short and letter.is_glued and letter.kind == "word" and len(letter.text) == 1

    def is_called(self) -> bool:
        """Whether plain digits are to be called, or a year with two of its digits: `'82`."""
        before, after, is_glued = self.before, self.after, self.tokens[self.first].is_glued
        is_short = len(self.digits) == _TWO_DIGITS and before.text in ("'", "’", "‘")
        is_dialled = before.text == "+" and self.is_bare and after.kind != "word"
        is_dialled = is_dialled and "number" in (after.kind, self.second.kind)
        if is_glued and (is_dialled or (is_short and after.text not in ("'", "’"))):
            return True
        is_long = len(self.digits) > _TWO_DIGITS and self.unit.kind not in ("measure", "noun")
        return is_long and self.tokens.looks_back(self.first, NAMES.calls, _FARTHEST_CALL)

    def is_code(self) -> bool:
        """Whether plain digits are written as codes and telephone numbers are."""
        before, digits = self.tokens[self.first - 1], self.digits
        return (
            len(digits) > _LONGEST_PLAIN
            or (len(digits) > 1 and digits[0] == "0")
            or (self.is_quoted() and self.unit.kind in ("none", "noun"))
            or (self.is_bare and before.fold in ("last", "final"))
            or (self.is_bare and before.fold == "number" and len(digits) > _TWO_DIGITS)
            or bool(self.list_beside())
        )

    def list_beside(self) -> list[Token]:
        """Return the digits right before and behind on the line, but no year before."""
        before, after = self.tokens[self.first - 1], self.after
        is_beside = before.kind == "number" and not is_year(before.text) and not self.opens_line()
        is_behind = after.kind == "number" and "\n" not in after.gap
        return [before] * is_beside + [after] * is_behind

    def is_beside_number(self) -> bool:
        """Whether plain digits stand beside others, and both are too short for a telephone's."""
        tokens, first = self.tokens, self.first
        is_open = self.is_plain and self.unit.kind in ("none", "noun") and not self.numeral.scale
        beside = self.list_beside() if is_open else []
        if len(beside) != 1:
            return False
        first -= beside[0] is self.before
        is_run = tokens[first + 2].kind == "number" or tokens[first - 1].kind == "number"
        digits = self.digits + beside[0].text
        return (
            len(digits) < _SHORTEST_CALL
            and not is_run
            and tokens[first - 1].text not in _BEFORE_CALLS
        )

    def opens_line(self) -> bool:
        """Whether nothing stands before the number on its line."""
        return "\n" in self.tokens[self.first].gap or self.tokens[self.first - 1].kind == "end"

    def opens_range(self) -> bool:
        """Whether a number with a unit of measure stands behind `to`, `or` or a dash."""
        is_link = self.after.fold in ("to", "or") or self.after.text in _DASHES
        numeral = read_number(self.tokens, self.last + 2) if is_link else None
        return numeral is not None and read_unit(self.tokens, numeral).kind in _FIRM

    def follows_name(self) -> bool:
        """Whether digits belong to the word with a capital letter before them: `Python 3.13`."""
        before, unit, index = self.before, self.unit, self.unit.first - 1
        opens = self.tokens.starts_sentence(index)
        gap = self.tokens[unit.first].gap
        is_column = len(gap) > _TWO_DIGITS or "\t" in gap or gap.count("\n") > 1
        is_name = before.kind == "word" and before.text != before.fold and not is_column
        is_name = is_name and not self.opens_range()
        is_verb = before.fold.endswith(("'s", "s'", "ed")) or (
            before.fold.endswith("ing")
            and opens
            and unit.kind == "noun"
            and not self.after.is_capitalized
        )
        if not is_name or is_verb or before.fold in NOUNS.stops | NAMES.plain | NAMES.months:
            return False
        if not self.is_plain:
            is_version = self.digits.count(".") == 1 and self.first == self.last
            is_version = is_version and not is_joined(self.tokens, self.last)
            return is_version and self.is_bare and not opens
        if opens and unit.kind == "noun" and self.after.fold == self.after.text:
            return False  # It may be one: see `find_name_doubt`.
        is_tally = unit.text in NAMES.tallies and unit.last == self.last + 1
        is_short = len(self.digits) <= _LONGEST_NAME
        return is_short and not is_tally and unit.kind not in ("measure", "hyphen")

    def is_list_number(self) -> bool:
        """Whether it numbers a section, an item of a list or a note."""
        before, after, second = self.tokens[self.first - 1], self.after, self.second
        is_short = len(self.digits) <= _TWO_DIGITS
        if self.numeral.scale > 0 or self.unit.kind in _FIRM:
            return False
        if before.text in ("(", "[", "（") and after.text in (")", "]", "）"):
            return self.is_plain and (before.text == "[" or (is_short and self.numbers_note()))
        if not self.is_plain:
            is_section = "," not in self.digits and self.first == self.last
            return is_section and after.is_capitalized and self.opens_line()
        is_item = after.text in (")", ".", "、") and after.is_glued and second.kind != "end"
        is_inner = before.text == after.text == "." and second.is_capitalized and self.is_bare
        is_scale = len(after.text) == 1 and after.fold in NUMBERS.letter_scales
        is_title = after.is_capitalized and not is_scale
        is_item = is_item or (self.is_bare and is_short and is_title)
        is_last = before.text in (".", "”", '"') and "\n" in after.gap and is_short
        opens = self.opens_line()
        return (is_item and (opens or is_inner or before.text == "#")) or (is_last and not opens)

    def numbers_note(self) -> bool:
        """Whether a small number in brackets numbers something: `(1) the`, and not `China (40)`."""
        before, bracket = self.farther, self.before
        if before.text == "|" or len(bracket.gap) > _TWO_DIGITS:
            return False  # It is the cell of a table.
        opens = before.kind == "end" or "\n" in bracket.gap or before.text in ";:,."
        return opens or not (before.is_capitalized or before.text == "%")
