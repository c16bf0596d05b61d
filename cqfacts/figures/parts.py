"""Fractions and multiples: `one in three`, `half an hour`, `tripled`, `tenfold`."""

from __future__ import annotations

from decimal import Decimal

from cqfacts.amount import Amount, parse_amount
from cqfacts.record import replace

from .candidate import Candidate
from .names import reads_clock
from .numbers import is_year, read_number, read_whole
from .vocabulary import DIRECTIONS, MONEY, NAMES, NOUNS, NUMBERS, PARTS, UNITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .figure import Kind
    from .numbers import Numeral
    from .tokens import Tokens

_MOST_PARTS = 10**9
_USUAL_PARTS = frozenset((*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000))
_MOST_PART_DIGITS = 4
_HALF, _QUARTER = 2, 4
_ARTICLES = frozenset(("a", "an", "one"))
_LINKS = (("in", "every"), ("of", "every"), ("out", "of", "every"), ("out", "of"), ("in",))
_LINK_WORDS, _FARTHEST_LINK = frozenset(link[0] for link in _LINKS), 4


def read_part(tokens: Tokens, index: int, *, is_share: bool = False) -> Candidate | None:
    """Read a fraction or a multiple in words that starts at a token.

    `is_share` says that shares are spoken of, so that `a quarter had` is one as well.
    """
    if tokens[index].kind == "number":
        return _read_ratio(tokens, index)
    if tokens[index].fold in NUMBERS.thirds:
        return _read_third(tokens, index)
    return (
        _read_part_of_unit(tokens, index)
        or _read_one_unit(tokens, index)
        or _read_half(tokens, index)
        or _read_multiple(tokens, index)
        or _read_named_fraction(tokens, index, is_share=is_share)
        or _read_ratio(tokens, index)
    )


def _read_third(tokens: Tokens, index: int) -> Candidate | None:
    """Read `⅔ of`, and no `1⅔`."""
    is_apart = tokens[index - 1].kind != "number"
    terms = NUMBERS.thirds[tokens[index].fold]
    return _make_fraction(*terms, index, index) if is_apart else None


def read_times(tokens: Tokens, numeral: Numeral) -> Candidate | None:
    """Read `three times the average`, `a 6.5-fold increase`, `five times as many`, `3.3x`."""
    step = tokens.skip_hyphen(numeral.last + 1)
    word, after = tokens[step], tokens[step + 1]
    value = numeral.amount.value
    is_digits = numeral.form == "digits" and after.kind != "number"
    is_cross = word.fold in ("x", "×") and word.is_glued and step == numeral.last + 1
    is_decimal = value != value.to_integral_value() and after.fold not in ("a", "per", "each")
    is_times = word.fold == "times" and (is_decimal or after.fold in PARTS.likeness)
    if not (is_times or word.fold == "fold" or (is_cross and is_digits)):
        return None
    found = _measure(f"{value:f}", "×", numeral.first, numeral.last, step)
    return replace(found, is_spelled=numeral.form == "words")


def _measure(value: str, unit: str, first: int, number: int, last: int) -> Candidate:
    """Return so much of a unit; `number` is the last token of its number."""
    kinds: dict[str, Kind] = {"%": "percent", "×": "multiple"}
    return Candidate(
        amount=parse_amount(value, exact_integers=unit != "×"),
        kind=kinds.get(unit, "number"),
        unit=unit,
        first=first,
        last=last,
        number=(first, number),
        is_spelled=True,
        has_measure=unit != "×",
    )


def _make_fraction(numerator: int, parts: int, first: int, last: int) -> Candidate:
    """Return a number of so many parts."""
    return Candidate(
        amount=Amount(value=Decimal(numerator), written=str(numerator)),
        kind="fraction",
        out_of=Decimal(parts),
        first=first,
        last=last,
        number=(first, last),
        is_spelled=True,
    )


def _find_fraction(tokens: Tokens, index: int) -> tuple[int, int, int] | None:
    """Find `half`, `a third`, `two-tenths`, `three quarters`: both terms, and the last token."""
    fold = tokens[index].fold
    if fold == "half":
        return 1, _HALF, index
    last = tokens.skip_hyphen(index + 1)
    numerator = 1 if fold in ("a", "an") else NUMBERS.small.get(fold, 0)
    parts = NUMBERS.fractions.get(tokens[last].fold, 0)
    return (numerator, parts, last) if 0 < numerator < parts else None


def _find_part_unit(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Find `percentage point`, `per cent`, `hour`: a unit that has parts, and its end."""
    word, behind = tokens[index].fold, tokens.skip_hyphen(index + 1)
    if word in ("point", "points"):
        return "pp", index
    if word in ("percentage", "percent", "pct", "%", "per"):
        behind += word == "per" and tokens[behind].fold == "cent"
        if tokens[behind].fold in ("point", "points"):
            return "pp", behind
        return None if word == "percentage" else ("%", behind - 1)
    unit = UNITS.by_word.get(word)
    is_divided = word not in NUMBERS.scales and len(word) > 1 and unit not in PARTS.undivided
    return (unit, index) if unit and is_divided else None


def _read_part_of_unit(tokens: Tokens, index: int) -> Candidate | None:
    """Read `two-tenths of a percentage point`, `half an hour`, `half-hour`, `a quarter mile`."""
    found = _find_fraction(tokens, index)
    if found is None:
        return None
    numerator, parts, last = found
    start, is_joined = last + 1 + (tokens[last + 1].fold == "of"), tokens[last + 1].is_hyphen
    has_article = tokens[start].fold in _ARTICLES and (start > last + 1 or parts == _HALF)
    if not has_article and not is_joined and (numerator, parts) != (1, _QUARTER):
        return None
    unit = _find_part_unit(tokens, start + (has_article or is_joined))
    value = (Decimal(numerator) / parts).normalize()
    is_exact = len(value.as_tuple().digits) <= _MOST_PART_DIGITS
    if unit is None or not is_exact or tokens[unit[1] + 1].is_hyphen:
        return None
    # A half-year is a period.
    is_period = unit[0] == "year" and is_joined
    return None if is_period else _measure(f"{value:f}", unit[0], index, last, unit[1])


def _read_one_unit(tokens: Tokens, index: int) -> Candidate | None:
    """Read `nearly a mile`, `jailed for a year`, `a percentage point`, `an hour and a half`."""
    start = index + 1 + (tokens[index + 1].fold in ("full", "whole"))
    found = _find_part_unit(tokens, start) if tokens[index].fold in _ARTICLES else None
    if found is None:
        return None
    unit, last = found
    part = _find_fraction(tokens, last + 2) if tokens[last + 1].fold == "and" else None
    if part:
        return _measure(f"{1 + Decimal(part[0]) / part[1]:f}", unit, index, part[2], part[2])
    before, second = tokens[index - 1].fold, tokens[index - 2].fold
    is_hedged = before in PARTS.before_one_unit or (before == "over" and second in ("just", "well"))
    is_hedged = is_hedged or (before == "than" and second in ("more", "less", "longer"))
    is_near = before == "within" and unit in ("hour", "minute", "day", "miles", "m")
    is_spent = before == "for" and (second.endswith("ed") or second in PARTS.spent)
    is_told = is_hedged or is_near or (is_spent and unit in UNITS.times)
    is_told = is_told and tokens[start].fold not in PARTS.no_lengths
    is_told = is_told and not tokens[last + 1].is_hyphen
    if tokens[index].fold == "one" or not (is_told or tokens[start].fold == "percentage"):
        return None
    return _measure("1", unit, index, start, last)


def _read_half(tokens: Tokens, index: int) -> Candidate | None:
    """Read `half of`, `by half`, `dropped by a half`, `half as many`."""
    before, second, after = tokens[index - 1].fold, tokens[index - 2].fold, tokens[index + 1]
    if tokens[index].fold != "half" or tokens[index - 1].is_hyphen or tokens[index + 1].is_hyphen:
        return None
    if after.fold == "as" and tokens[index + 2].fold in PARTS.amounts:
        return _measure("0.5", "×", index, index, index)
    if before in ("a", "one") and (second in PARTS.before_part or second == "or"):
        return _make_fraction(1, _HALF, index - 1, index) if _ends_part(tokens, index + 1) else None
    is_part = after.fold in PARTS.behind_half or before in PARTS.before_part
    is_period = UNITS.by_word.get(after.fold) in UNITS.times or (
        after.fold == "of" and is_year(tokens[index + 2].text)
    )
    if not is_part or is_period or before in PARTS.before_half or after.fold in ("a", "an"):
        return None
    return _make_fraction(1, _HALF, index, index)


def _ends_part(tokens: Tokens, index: int) -> bool:
    """Whether nothing stands there that a word like `half` or `a third` may belong to."""
    token = tokens[index]
    return token.kind in ("sign", "end") or token.fold in NOUNS.stops or token.fold == "and"


def _read_multiple(tokens: Tokens, index: int) -> Candidate | None:
    """Read `doubled`, `to triple`, `double the`, `halved`, `twice as many`, `rose tenfold`."""
    token, after, before = tokens[index], tokens[index + 1], tokens[index - 1].fold
    name, fold, _ = token.fold.partition("fold")
    value = NUMBERS.small.get(name) if fold else PARTS.multiples.get(token.fold)
    is_verb = after.kind in ("end", "sign") or after.fold in PARTS.behind_multiple
    is_tied = tokens[index - 1].is_hyphen and tokens[index - 2].fold != "near"
    is_named = is_tied or (token.is_capitalized and after.is_capitalized)
    if fold:
        # Elsewhere it may tell of kinds, not of times.
        is_multiple = any(
            DIRECTIONS.of(one) or one in PARTS.beside_fold for one in (before, after.fold)
        )
    elif token.fold in ("twice", "thrice"):
        is_multiple = after.fold in PARTS.likeness or after.fold.endswith("'s")
    elif is_named or after.fold in PARTS.no_multiple or tokens[index + 1].is_hyphen:
        is_multiple = False
    elif not token.fold.endswith(("ed", "ing")) and not token.fold.startswith("halve"):
        is_multiple = before in PARTS.before_multiple or (is_verb and before not in PARTS.not_verbs)
    else:
        is_multiple = True
    if value is None or not is_multiple:
        return None
    found = _measure(str(value), "×", index, index, index)
    return replace(found, direction="down") if value < 1 else found


def _read_named_fraction(tokens: Tokens, index: int, *, is_share: bool) -> Candidate | None:
    """Read `two thirds`, `one-fifth`, `a quarter of the`, `three-quarters`, `a third more`."""
    token, before = tokens[index], tokens[index - 1].fold
    found = _find_fraction(tokens, index)
    if found and reads_clock(tokens, found[2] + 1):
        return None
    if found is None or before in NAMES.period_words - {"the"} or tokens[index - 1].is_hyphen:
        return None
    numerator, parts, last = found
    after = tokens[last + 1].fold
    is_plural = tokens[last].fold.endswith("s")
    if parts == _HALF or (numerator > 1) != is_plural:
        return None
    # Three quarters are months as well.
    is_period = parts == _QUARTER and is_plural and last == index + 1 and after != "of"
    if is_period or (after == "of" and tokens[last + 2].fold in ("a", "an")):
        return None
    is_opening = is_share or (tokens.starts_sentence(index) and token.is_capitalized)
    is_told = is_opening and after in PARTS.behind_opening
    is_told = is_told or after == "of" or after in PARTS.compared
    is_told = is_told or (before in PARTS.before_part and _ends_part(tokens, last + 1))
    if token.fold in ("a", "an") and not is_told:
        return None
    return _make_fraction(numerator, parts, index, last)


def _read_ratio(tokens: Tokens, index: int) -> Candidate | None:
    """Read `one in three`, `9 out of 10`, `one hospital in four`, said of cases in general."""
    numerator, before = read_whole(tokens, index), tokens[index - 1]
    is_tied = tokens[index].is_glued and (before.text in ("-", "–") or before.kind == "word")
    if numerator is None or is_tied:
        return None
    value, last = numerator
    place = last + 1
    if _LINK_WORDS.isdisjoint([tokens[one].fold for one in range(place, place + _FARTHEST_LINK)]):
        return None
    while (link := next((one for one in _LINKS if tokens.starts_with(place, one)), None)) is None:
        word = tokens[place]
        is_plain = word.kind == "word" and not word.is_glued and word.fold not in NOUNS.stops
        is_one_of = tokens[index].fold == "one" and word.fold in MONEY.by_name
        is_plain = is_plain and (is_one_of or _is_person(tokens, place))
        if place - last > 2 or not is_plain:  # noqa: PLR2004 - words of a case
            return None
        place += 1
    has_noun = place > last + 1
    start = place + len(link)
    # £1 in every £12.
    is_money = before.kind == "sign" and tokens[start].text == before.text
    start += is_money
    parts, last = _read_parts(tokens, start) or (0, start)
    if has_noun and tokens[place - 1].fold in PARTS.no_shares:
        return None
    is_whole = 0 < value < parts <= _MOST_PARTS and not is_year(tokens[last].text)
    if not is_whole or not _is_person(tokens, last + 1) or tokens[last + 1].is_hyphen:
        return None
    noun = tokens[last + 1]
    is_noun = noun.kind == "word" and noun.fold.endswith("s") and noun.fold not in NOUNS.stops
    is_all = not is_noun if has_noun else noun.fold not in PARTS.no_shares
    is_all = is_all or (value == 1 and link == ("in",) and not has_noun)
    is_all = is_all and (parts in _USUAL_PARTS or value == 1)
    is_all = is_all or link[-1] == "every"
    return _make_fraction(value, parts, index - is_money, last) if is_all else None


def _read_parts(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read how many parts a whole has: `in six`, `in a million`, `in 3.5 million`."""
    last = index + (tokens[index].fold == "a")
    if scale := NUMBERS.scales.get(tokens[last].fold):
        return 10**scale, last
    numeral = read_number(tokens, index)
    is_scaled = numeral is not None and numeral.scale > 0
    return (
        (int(numeral.amount.value), numeral.last)
        if numeral and is_scaled
        else read_whole(tokens, index)
    )


def _is_person(tokens: Tokens, index: int) -> bool:
    """Whether no other unit than that of people stands there."""
    word = tokens[index].fold
    is_rate = word in ("%", "per", "percentage") or word in MONEY.by_name
    return not is_rate and UNITS.by_word.get(word) in (None, "person")
