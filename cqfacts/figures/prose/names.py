"""Names, dates and codes in prose: numbers that do not say how many."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.names import is_year
from cqfacts.figures.numerals import is_hyphen

from . import words
from .currencies import is_money_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.numerals import Numeral
    from cqfacts.figures.tokens import Tokens
    from cqfacts.figures.units import Unit

_OPENING_QUOTES = frozenset("\"“'‘「『《")
_CLOSING_QUOTES = frozenset("\"”'’」』》")
_MAY_TOUCH = frozenset("{\"“”'‘’([（,，;；:：~≈<>≥≤$€£¥￥–—-−+=|*_…•·?!.`>#")
_MAY_FOLLOW = frozenset("}\"“”'’)]）,，.;；:：!！?？%％–—-−‐‑~+…·|*_°º/`<")
_DASHES = frozenset("–—-−‐‑~")
_LONGEST_PLAIN = 8
_LONGEST_NAME = 5
_LONGEST_PARTY = 3
_FIRM = ("percent", "currency", "measure")
# Whatever is behind them, the number says which.
_STRONG_NAMES = frozenset(
    lexicon.words_of("""
        phase type section sections article articles chapter chapters page pages version lines line
        route routes stage grade category tier figure table room flight gate model windows clause
        paragraph appendix annex volume episode highway runway terminal tel phone fax telephone
        hotline code id isbn issn nos item part interstate junction exit platform bus step level
        class round lot block building unit units zone pier channel regulation rule resolution
        directive note case court psalm verse act law
    """)
)
_STRONG_NAMES |= frozenset(f"{word}s" for word in _STRONG_NAMES)
_PLAIN_WORDS = (
    lexicon.STOPS
    | lexicon.OPENING_VERBS
    | frozenset(
        lexicon.words_of("""
            just only and some another a an all about among the more most nearly almost roughly
            approximately fewer least up around police officials authorities residents total
            then now today yesterday last this next meanwhile however instead also still even
            altogether overall another other killing injuring leaving causing saving raising
            cutting adding winning scoring taking making roughly exactly barely these those
            they we he she it there here what every each both either neither several many few
            of which while when where if but or so yes no not between above below over under
        """)
    )
)
_COUNTING = frozenset(
    lexicon.words_of("some about around nearly almost than least roughly approximately only")
)
_CLOCK = frozenset(
    ("local", "am", "pm", "o'clock", "gmt", "bst", "utc", "hrs", "est", "cet", "noon")
)
_DEFINITE = frozenset(
    lexicon.words_of("the these those all both other last first next my our your")
)
_SHORT_NAMES = frozenset(
    lexicon.words_of("no nos tel art sec vol pp rev ver fig ch ed op para cl reg pt cap s ss")
)
_NEVER_BEFORE = frozenset(("per", "under-", "#", "@", "/", "\\", "&", "^"))
_IDIOM_BEFORE = frozenset(lexicon.words_of("in on into by or at"))
_PERSONS = frozenset(lexicon.words_of("person man woman child boy girl soldier policeman officer"))
_ONE_STRESSED = frozenset(
    lexicon.words_of("only just than least most exactly within under over nearly about almost")
)
_SEASON_DIGITS = 2
_BEFORE_CLOCK = frozenset(
    lexicon.words_of("at by from until till to around about before after since shortly and between")
)
_DAYS = frozenset(
    lexicon.words_of("""
        monday tuesday wednesday thursday friday saturday sunday morning afternoon evening night
    """)
)
_STREETS = frozenset(
    lexicon.words_of("""
        street road avenue lane drive boulevard blvd rd ave st crescent terrace highway parade close
    """)
)
_CALLS = frozenset(
    lexicon.words_of("""
        call calling dial dialling dialing phone ring hotline helpline lifeline telephone tel fax
        whatsapp contact mobile toll-free
    """)
)
_TALLIES = frozenset(
    lexicon.words_of("seats votes medals golds points cases deaths wins goals runs wickets jobs")
)
_COUNTED_ON = frozenset(lexicon.words_of("no day chapter part year week round stage"))
_OPENINGS = frozenset(
    lexicon.words_of("open opens opened start starts started begin begins began close closes shut")
)
_FARTHEST_CALL = 5
_MAKERS = frozenset(("boeing", "beijing", "united", "medicaid", "speed"))
_HUNDRED = 100


def is_name_or_date(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number, with the unit read behind it, is part of a name or a date."""
    before = tokens[unit.first - 1]
    if before.fold in _NEVER_BEFORE and not (before.text == "/" and not before.is_glued):
        return True
    if before.fold == "every" and tokens[unit.first - 2].fold in ("for", "of", "in"):
        return True
    if numeral.form == "words":
        return _is_spelled_name(tokens, numeral, unit)
    return (
        not _stands_free(tokens, numeral, unit)
        or _is_date(tokens, numeral, unit)
        or _is_label(tokens, numeral, unit)
        or _is_list_number(tokens, numeral, unit)
    )


def names_one(tokens: Tokens, index: int) -> bool:
    """Whether a number behind a token says which one: `Class 9`."""
    return tokens[index].fold in _STRONG_NAMES


def is_parallel(tokens: Tokens, numeral: Numeral, last: int) -> bool:
    """Whether plain digits behind a name go on a list of counts: `AD 91 seats, Chega 60, PS 58`."""
    first, after = numeral.first, tokens[numeral.last + 1]
    if tokens[last + 1].text not in (",", ";") and tokens[last + 1].fold != "and":
        return False
    start = last + 2 + (tokens[last + 2].fold == "and")
    start += tokens[start].fold == "the"
    if not start < first <= start + _LONGEST_PARTY or not numeral.is_plain:
        return False
    if after.is_glued and after.text not in (",", ".", ";", ")"):
        return False
    names = [tokens[place] for place in range(start, first)]
    is_list = all(name.is_capitalized and name.fold not in lexicon.MONTHS for name in names)
    ends = after.kind in ("sign", "end") or after.fold == "and"
    return (
        is_list and ends and not is_year(tokens[first].text) and names[-1].fold not in _STRONG_NAMES
    )


def is_joined(tokens: Tokens, last: int) -> bool:
    """Whether a dash without spaces ties what ends there to a number behind it."""
    dash, after = tokens[last + 1], tokens[last + 2]
    is_tied = dash.text in _DASHES and dash.is_glued and after.is_glued
    if not is_tied:
        return False
    is_money = is_money_sign(tokens, last + 2) or tokens[last + 3].text == "$"
    return after.kind == "number" or is_money


def is_joined_before(tokens: Tokens, first: int) -> bool:
    """Whether a dash without spaces ties what begins there to a number before it."""
    dash, before = tokens[first - 1], tokens[first - 2]
    if dash.text not in _DASHES or not tokens[first].is_glued or not dash.is_glued:
        return False
    return before.kind == "number" or before.text in "%％" or before.fold in words.SUFFIXES


def _is_spelled_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    first, last = numeral.first, numeral.last
    token, before = tokens[first], tokens[first - 1]
    if token.is_capitalized and _is_capital_name(tokens, numeral, unit):
        return True
    if is_hyphen(tokens, last + 1) and unit.kind not in ("hyphen", *_FIRM):
        return True
    is_tied = is_hyphen(tokens, first - 1) and not _continues_length(tokens, unit)
    if is_tied and not before.fold.startswith(("mid", "pre", "post")):
        return True
    if before.fold in _STRONG_NAMES and unit.kind == "none":
        return True
    if _is_quoted(tokens, first, last) and not numeral.has_scale:
        return True
    if numeral.has_scale or token.fold in ("a", "an", "half"):
        return False
    value = abs(numeral.amount.value)
    if value == 1:
        return not _is_counted_one(tokens, unit)
    if value == 0:
        return unit.kind == "none" or before.fold in ("net", "near") or unit.kind == "hyphen"
    if unit.kind == "none":
        return _is_idiom(tokens, first, last)
    return False


def _is_idiom(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a small number in words without a unit points back or belongs to a saying."""
    before, after = tokens[first - 1].fold, tokens[last + 1]
    if before in _DEFINITE or tokens[first - 1].text in ("back", "front"):
        return True
    if before in _IDIOM_BEFORE and after.fold not in ("of", "and", "to"):
        return before in ("at", "by") or tokens[first].fold in ("two", "three", "half")
    return after.fold in ("by", "decades") or before in _COUNTED_ON


def _is_capital_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number in words with a capital letter is part of a name."""
    first, last = numeral.first, numeral.last
    if numeral.has_scale and unit.kind in _FIRM:
        return False
    if not tokens.starts_sentence(first):
        return True
    after = tokens[last + 2 if is_hyphen(tokens, last + 1) else last + 1]
    if not after.is_capitalized:
        return False
    noun = tokens[unit.last]
    return unit.kind == "none" or noun.is_capitalized


def _is_counted_one(tokens: Tokens, unit: Unit) -> bool:
    """Whether a spelled `one` counts: it is stressed, or a part of a hundred, or a measure."""
    if unit.kind in ("percent", "currency"):
        return True
    before = tokens[unit.first - 1].fold
    stressed = before in _ONE_STRESSED
    noun = tokens[unit.first + 1].fold
    if noun in _PERSONS and any(
        tokens[place].fold in words.CASUALTIES | {"died", "dies"}
        for place in range(unit.first + 2, unit.first + 5)
    ):
        return True
    if unit.kind == "measure":
        return stressed or unit.text not in (*words.TIMES.values(), "person", "second", "degrees")
    after = tokens[unit.first + 1].fold
    if after in ("of", "another", "by", "more", "who", "or"):
        return stressed and after == "of" and before in ("only", "just")
    return after in words.CASUALTIES or (stressed and unit.kind == "noun")


def _is_quoted(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a quotation begins with the number and ends within two words behind it."""
    if tokens[first - 1].text not in _OPENING_QUOTES or not tokens[first].is_glued:
        return False
    return any(
        tokens[last + step].text in _CLOSING_QUOTES and tokens[last + step].is_glued
        for step in (1, 2, 3)
    )


def _stands_free(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether nothing is tied to a number in digits but what belongs to figures."""
    is_first = not tokens[unit.first].is_glued or _continues_length(tokens, unit)
    is_free = is_first or _is_free_before(tokens, unit)
    return is_free and _is_free_behind(tokens, numeral, unit)


def _is_free_before(tokens: Tokens, unit: Unit) -> bool:
    first = unit.first
    before = tokens[first - 1]
    if before.kind == "end":
        return True
    if before.kind in ("word", "number") or before.text not in _MAY_TOUCH:
        return False
    if before.text in _DASHES and before.is_glued and not _may_join(tokens, first):
        return False
    if before.text == "." and before.is_glued and tokens[first - 2].kind != "end":
        return unit.kind == "currency" or tokens[first - 2].fold in ("rs", "c", "approx")
    return not (before.text == ":" and tokens[first - 2].kind == "number" and before.is_glued)


def _is_free_behind(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    last = numeral.last
    after = tokens[last + 1]
    if not after.is_glued or unit.last > last or after.kind == "end":
        return True
    if after.kind == "word":
        return False
    if after.text == "/":
        return tokens[last + 2].kind == "word" or is_money_sign(tokens, last + 2)
    if is_hyphen(tokens, last + 1) and not is_joined(tokens, last):
        second = tokens[last + 2].fold
        is_rate = second in ("a", "an", "per") and is_hyphen(tokens, last + 3)
        return is_rate or second in ("strong", "odd", "plus")
    is_clock = after.text == ":" and tokens[last + 2].kind == "number" and tokens[last + 2].is_glued
    return after.text in _MAY_FOLLOW and not is_clock


def _continues_length(tokens: Tokens, unit: Unit) -> bool:
    """Whether an amount goes on behind a hyphen: `two-hour-six-minute`."""
    is_length = unit.text in words.TIMES.values() or unit.text == "inches"
    large = tokens[unit.first - 2].fold
    return is_length and is_hyphen(tokens, unit.first - 1) and large in words.MEASURES


def _may_join(tokens: Tokens, first: int) -> bool:
    """Whether a figure may begin behind a dash without spaces."""
    before = tokens[first - 2]
    if before.kind == "number" or before.text in '%％)"”' or before.fold in words.SUFFIXES:
        return True
    if before.fold in ("magnitude", "mid", "pre", "post", "sub") or before.kind == "sign":
        return True
    return (
        tokens[first - 1].text in "–—" or before.fold in words.SCALES or before.fold in ("c", "km")
    )


def _is_date(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    if _is_era(tokens, numeral.last + 1) or _is_clock(tokens, numeral, unit):
        return True
    if is_year(tokens[numeral.last].text) and not _counts(tokens, unit):
        return True
    months = [before, after]
    if before.text in (".", ",") or tokens[numeral.first - 2].kind == "number":
        # "Jan. 27", and the second day of "January 27 and 28".
        months += [tokens[numeral.first - 2], tokens[numeral.first - 3]]
    if after.text in "-–" or after.fold in ("and", "to"):
        months += [tokens[numeral.last + 3]]
    if _is_day(tokens, numeral) and any(
        token.fold in lexicon.MONTHS and token.is_capitalized for token in months
    ):
        return True
    if unit.kind == "measure" and unit.text not in ("hour", "pence"):
        return False
    is_clock = after.fold in _CLOCK or (
        after.fold in ("a", "p") and tokens[numeral.last + 3].fold == "m"
    )
    return is_clock and unit.kind != "measure"


def _is_era(tokens: Tokens, index: int) -> bool:
    """Whether `AD`, `B.C.` or the like stands there."""
    text = tokens[index].text + tokens[index + 2].text * (tokens[index + 1].text == ".")
    return text in ("AD", "BC", "CE", "BCE") or tokens.starts_with(index, ("b", ".", "c", ".", "e"))


def _is_clock(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number with a point is a time of the day: `at 9.20 on Friday`."""
    hour, point, minute = tokens[numeral.last].text.partition(".")
    if unit.kind == "none" and not point:
        is_at = tokens[unit.first - 1].fold == "at" and tokens[numeral.last + 1].kind != "word"
        is_hour = numeral.is_plain and len(hour) <= _SEASON_DIGITS
        return is_at and is_hour and tokens[unit.first - 2].fold in _OPENINGS
    if (
        unit.kind != "none"
        or not point
        or len(minute) != _SEASON_DIGITS
        or len(hour) > _SEASON_DIGITS
    ):
        return False
    if int(hour) >= 24 or int(minute) >= 60 or tokens[unit.first - 1].fold not in _BEFORE_CLOCK:  # noqa: PLR2004
        return False
    after, second = tokens[numeral.last + 1].fold, tokens[numeral.last + 2].fold
    if after in _DAYS or after in ("yesterday", "today", "tonight", "am", "pm", "a", "p", "local"):
        return True
    return second in _DAYS or (after == "in" and second == "the")


def _is_day(tokens: Tokens, numeral: Numeral) -> bool:
    text = tokens[numeral.last].text
    return text.isdigit() and len(text) <= _SEASON_DIGITS and int(text) <= 31  # noqa: PLR2004


def _counts(tokens: Tokens, unit: Unit) -> bool:
    """Whether a number that looks like a year counts something after all."""
    if unit.kind == "measure" and unit.text not in words.TIMES.values():
        return True
    is_hedged = tokens[unit.first - 1].fold in _COUNTING
    return unit.kind == "noun" and is_hedged and unit.text not in ("levels", "figures")


def _is_label(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number in digits says which one: line 15, M9, a telephone number."""
    index = unit.first - 1
    before = tokens[index]
    if before.text == "." and tokens[index - 1].fold in _SHORT_NAMES:
        return True
    if before.fold in ("no", "nos") and before.is_capitalized:
        return True
    if numeral.has_scale or unit.kind in ("percent", "currency"):
        return False
    if _is_address(tokens, numeral) or _is_called(tokens, numeral, unit):
        return True
    if before.fold in _STRONG_NAMES and unit.kind in ("none", "noun", "hyphen"):
        digits = tokens[numeral.last].text
        is_short = numeral.is_plain and len(digits) <= _LONGEST_NAME
        return before.is_capitalized or unit.kind != "noun" or is_short
    if not numeral.is_plain:
        return _is_version(tokens, numeral, unit)
    return _is_code(tokens, numeral, unit) or _follows_name(tokens, numeral, unit)


def _is_address(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether it is the number of a house: `80 Favona Rd`."""
    if not numeral.is_plain:
        return False
    for step in range(1, 5):
        token = tokens[numeral.last + step]
        if not token.is_capitalized or token.opens_block:
            return False
        if token.fold in _STREETS and step > 1:
            return True
    return False


def _is_called(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits without a unit are to be called, or a year with two of its digits."""
    before = tokens[unit.first - 1]
    if not numeral.is_plain:
        return False
    digits = tokens[numeral.last].text
    is_short = len(digits) == _SEASON_DIGITS and before.text in "'’‘" and before.kind == "sign"
    if is_short and tokens[numeral.first].is_glued and tokens[numeral.last + 1].text not in "'’":
        return True
    if unit.kind in ("measure", "noun") or len(digits) <= _SEASON_DIGITS:
        return False
    if before.text == "+" and tokens[numeral.first].is_glued and unit.kind == "none":
        return tokens[numeral.last + 1].kind == "number"
    first = numeral.first
    for place in range(first - 1, first - 1 - _FARTHEST_CALL, -1):
        token = tokens[place]
        if token.opens_block or token.text in (".", ";", "!", "?"):
            return False
        if token.fold in _CALLS:
            return True
    return False


def _is_version(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether a number with a point stands behind a name: `Python 3.13`."""
    before = tokens[unit.first - 1]
    is_name = before.is_capitalized and before.fold not in _PLAIN_WORDS
    is_alone = unit.kind == "none" and "," not in tokens[numeral.last].text
    return is_name and is_alone and not tokens.starts_sentence(unit.first - 1)


def _is_code(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits are written as codes and telephone numbers are."""
    digits = tokens[numeral.last].text
    if len(digits) > _LONGEST_PLAIN or (len(digits) > 1 and digits[0] == "0"):
        return True
    is_quoted = _is_quoted(tokens, numeral.first, numeral.last)
    return (is_quoted and unit.kind in ("none", "noun")) or _has_plain_neighbour(tokens, numeral)


def _follows_name(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether plain digits belong to the word with a capital letter before them."""
    if unit.kind in ("measure", "hyphen") or len(tokens[numeral.last].text) > _LONGEST_NAME:
        return False
    index = unit.first - 1
    before = tokens[index]
    is_name = before.kind == "word" and before.text != before.fold
    is_verb = before.fold.endswith(("'s", "s'", "ing", "ed")) and before.fold not in _MAKERS
    if not is_name or is_verb or before.fold in _PLAIN_WORDS | lexicon.MONTHS:
        return False
    is_counted = unit.kind == "noun" and unit.last == numeral.last + 1
    if is_counted and unit.text in _TALLIES:
        return False
    return not (is_counted and _ends_place(tokens, index))


def _ends_place(tokens: Tokens, index: int) -> bool:
    """Whether the name of a place ends there, as in `in the Western Cape`."""
    while tokens[index].is_capitalized:
        index -= 1
    if tokens[index].fold == "the":
        index -= 1
    return tokens[index].fold in ("in", "at", "from", "across")


def _has_plain_neighbour(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether another number stands beside it with a space between, as in telephone numbers."""
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if after.kind == "number" and not after.opens_block and "\n" not in after.gap:
        return True
    return (
        before.kind == "number"
        and not is_year(before.text)
        and "\n" not in tokens[numeral.first].gap
    )


def _is_list_number(tokens: Tokens, numeral: Numeral, unit: Unit) -> bool:
    """Whether it numbers a section, an item of a list or a note."""
    if numeral.has_scale or unit.kind in _FIRM:
        return False
    before, after = tokens[numeral.first - 1], tokens[numeral.last + 1]
    if before.text in ("(", "[", "（") and after.text in (")", "]", "）"):
        return "," not in tokens[numeral.last].text and "." not in tokens[numeral.last].text
    is_note = before.text == "." and after.text == "." and after.is_glued and numeral.is_plain
    if is_note and tokens[numeral.last + 2].is_capitalized and unit.kind == "none":
        return True
    if not (before.kind == "end" or "\n" in tokens[numeral.first].gap or before.text == "#"):
        return False
    is_item = after.text in (")", ".", "、") and after.is_glued
    is_section = not numeral.is_plain and "," not in tokens[numeral.last].text
    return (is_item and tokens[numeral.last + 2].kind != "end") or (
        is_section and after.is_capitalized
    )
