"""What words mean to the reader of figures, as the tables beside this module have it.

The tables are read once a process. Each object here holds the words of one of them: what is a list
of words there is a set here, by the same name. Nothing here reads a text.
"""

from __future__ import annotations

import os

import tomli

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeVar

    from cqfacts.amount import Qualifier

    from .figure import Direction

    Table = dict[str, Any]
    Phrase = tuple[str, ...]
    Meaning = TypeVar("Meaning")
    Phrases = dict[str, list[tuple[Phrase, Meaning]]]

_FOLDER = os.path.dirname(__file__)


def read_tables() -> dict[str, Table]:
    """Return the tables as they are written, by the name of their file."""
    tables = {}
    for name in _TABLES:
        with open(os.path.join(_FOLDER, f"{name}.toml"), "rb") as file:
            tables[name] = tomli.load(file)
    return tables


def load(tables: dict[str, Table]) -> None:
    """Take over what tables say, in the place of what is known."""
    for name, words in _TABLES.items():
        words.fill(tables[name])
    _derive_numbers(tables["numbers"])
    _derive_units(tables["units"]["unit"])
    _derive_money(tables["money"]["currencies"])
    _derive_directions(tables["directions"])
    _derive_chinese(tables["chinese"])
    hedges = tables["hedges"]
    HEDGES.add(before=_group(hedges["before"].items(), -1))
    HEDGES.add(behind=_group(hedges["behind"].items()))
    phrases = _group(tables["doubts"].items())
    stems = tuple(word[:-1] for word in phrases if word.endswith("…"))
    DOUBTS.add(phrases=phrases, stems=stems)
    NOUNS.add(peoples_endings=split_words(tables["nouns"]["peoples"]))
    pairs = tables["parts"]["multiples"].items()
    multiples = {form: times for word, times in pairs for form in _inflect(word)}
    PARTS.add(multiples=multiples | tables["parts"]["adverbs"])
    RANKS.add(tails=_group([(None, tables["ranks"]["streak_tails"])]))
    # All words that a figure may begin with.
    openers = NUMBERS.words.union(NUMBERS.starts, NUMBERS.ordinals, NUMBERS.thirds, multiples)
    NUMBERS.add(openers=openers | RANKS.plain_superlatives)
    NAMES.add(naming=NAMES.naming.union(f"{word}s" for word in NAMES.naming))


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text; a list of words is easier to read without their quotes."""
    return tuple(text.split())


def split_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases between the commas of a text, each as its words."""
    return tuple(tuple(phrase.split()) for phrase in text.split(",") if phrase.strip())


def list_phrases(text: str) -> tuple[str, ...]:
    """Return the phrases between the commas of a text, each with single blanks."""
    return tuple(" ".join(phrase) for phrase in split_phrases(text))


class Words:
    """The words of one table: a text there is a set of words here, anything else as it is written.

    What is no set is listed here, by the table that has it.
    """

    # Numbers
    small: dict[str, int]
    tens: dict[str, int]
    ordinals: dict[str, int]
    scales: dict[str, int]
    short_scales: dict[str, int]
    letter_scales: dict[str, int]
    scaled_units: dict[str, tuple[int, str]]
    thirds: dict[str, tuple[int, int]]
    vulgar: dict[str, str]
    fractions: dict[str, int]
    # Units
    by_word: dict[str, str]  # in any case
    by_symbol: dict[str, str]  # in their own case
    glued: dict[str, str]  # those that only digits make units of
    by_phrase: Phrases[str]  # by the first of several words
    normal: dict[str, str]  # units as a store spells them, by what was asked for
    dimensions: dict[str, str]
    sizes: dict[str, int]
    # Money
    by_name: dict[str, tuple[str, ...]]  # currencies, the likeliest first
    by_sign: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    parts: dict[str, str]
    # Hedges, doubts, nouns, ranks, parts
    before: Phrases[Qualifier]  # by the word next to the number
    behind: Phrases[Qualifier]
    phrases: Phrases[str]  # by their first word, each with its list
    stems: tuple[str, ...]
    peoples_endings: tuple[str, ...]
    tails: Phrases[None]  # by their first word
    multiples: dict[str, int]
    # Chinese
    numerals: dict[str, int]
    powers: dict[str, int]
    simplified: dict[int, int]  # for `str.translate`
    hedges_before: dict[str, Qualifier]
    hedges_behind: dict[str, Qualifier]
    hedges_inner: dict[str, Qualifier]
    unit_words: list[str]

    def fill(self, table: Table) -> None:
        """Take over what a table says."""
        self.__dict__.clear()
        for name, said in {**table, **table.get("sets", {})}.items():
            self.__dict__[name] = frozenset(said.split()) if isinstance(said, str) else said

    def add(self, **words: object) -> None:
        """Add what follows from a table."""
        self.__dict__ |= words

    def __getattr__(self, name: str) -> frozenset[str]:
        raise AttributeError(name)


class Directions(Words):
    """Words of rising and falling."""

    def of(self, word: str) -> Direction | None:
        """Return the direction that a word tells."""
        if word in self.up:
            return "up"
        return "down" if word in self.down else None


_TABLES: dict[str, Words] = {
    name: Words()
    for name in (
        *("numbers", "units", "money", "hedges", "doubts", "nouns", "ranks", "parts", "names"),
        *("shares", "chinese"),
    )
}
NUMBERS, UNITS, MONEY, HEDGES, DOUBTS, NOUNS, RANKS, PARTS, NAMES, SHARES, CHINESE = (
    _TABLES.values()
)
DIRECTIONS = _TABLES["directions"] = Directions()


def _derive_numbers(table: Table) -> None:
    """Give words in their order what they are worth."""
    small = {word: value for value, word in enumerate(table["small"].split())}
    tens = {word: 10 * value for value, word in enumerate(table["tens"].split(), 2)}
    ordinals = {word: value for value, word in enumerate(table["ordinals"].split(), 1)}
    ordinals |= {f"{word[:-1]}ieth": value for word, value in tens.items()}
    # The scale words that other number words may stand behind: two million three hundred.
    whole = NUMBERS.scales.keys() & {"hundred", "thousand", "million", "billion", "trillion"}
    words = frozenset((*small, *tens, *whole))
    NUMBERS.add(small=small, tens=tens, ordinals=ordinals, words=words)


def _derive_units(rows: list[Table]) -> None:
    """Find units by each of their words and symbols."""
    by_symbol = {one: row["name"] for row in rows for one in row.get("symbols", "").split()}
    pairs = ((word, row["name"]) for row in rows for word in row.get("words", "").split())
    by_word = {word.replace("_", " "): name for word, name in pairs}
    phrases = ((name, word) for word, name in by_word.items() if " " in word)
    # In another case a symbol of several letters is read where only one unit is written so.
    folded = {(symbol.casefold(), name) for symbol, name in by_symbol.items()}
    folds = [fold for fold, _ in folded]
    once = {fold: name for fold, name in folded if len(fold) > 1 and folds.count(fold) == 1}
    dimensions = {row["name"]: row["dimension"] for row in rows if "dimension" in row}
    UNITS.add(
        by_symbol=by_symbol,
        by_word=once | by_word,
        by_phrase=_group(phrases),
        dimensions=dimensions,
        sizes={row["name"]: row["size"] for row in rows if "size" in row},
        names=frozenset(row["name"] for row in rows),
        normal={},
        counted=frozenset(row["name"] for row in rows if row.get("counted")),
        times={unit for unit, of in dimensions.items() if of in ("months", "seconds", "time")},
    )


def _derive_money(rows: list[Table]) -> None:
    """Find currencies by each of their names and signs."""
    codes = frozenset(row["code"] for row in rows)
    MONEY.add(
        codes=codes,
        code_words={row["code"] for row in rows if row.get("code_word")},
        units=codes.union(MONEY.parts.values()),
        places={row["code"]: split_words(row.get("places", "")) for row in rows},
        by_name=_list_codes(rows, "names", "name_words", endings=("", "s")),
        name_words=frozenset(_list_codes(rows, "name_words", endings=("", "s"))),
        by_sign=_list_codes(rows, "signs", "letters"),
        letters=frozenset(_list_codes(rows, "letters")),
    )


def _list_codes(
    rows: list[Table], *keys: str, endings: tuple[str, ...] = ("",)
) -> dict[str, tuple[str, ...]]:
    """Return the codes of the rows that have a word, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        words = [word for key in keys for word in row.get(key, "").split()]
        for form in (word + ending for word in words for ending in endings):
            found[form] = (*found.get(form, ()), row["code"])
    return found


def _derive_directions(table: Table) -> None:
    """Add the forms of verbs, and from them the words that no noun goes on behind."""
    for name in ("up", "down"):
        said = table[name]
        words = frozenset((*_inflect(said["verbs"]), *said["words"].split()))
        DIRECTIONS.add(**{name: words, f"{name}_behind": frozenset(said["behind"].split())})
    changes = {word for word in DIRECTIONS.up | DIRECTIONS.down if word.endswith("s")}
    NOUNS.add(noun_stops=NOUNS.stops - changes - NOUNS.stops_that_count | NOUNS.phrase_ends)


def _inflect(verbs: str) -> Iterator[str]:
    """Yield regular verbs in all their forms; those with an `=` double their last letter."""
    for word in verbs.split():
        base = word.removesuffix("=")
        root = base + base[-1] if word.endswith("=") else base.removesuffix("e")
        yield from (base, f"{root}ing", f"{root}ed")
        yield f"{base}es" if base[-1] in "shx" else f"{base}s"


def _group(lists: Iterable[tuple[Meaning, str]], place: int = 0) -> Phrases[Meaning]:
    """Return the phrases of lists by the word at a place of theirs, the longest first."""
    phrases = [(phrase, meaning) for meaning, text in lists for phrase in split_phrases(text)]
    grouped: Phrases[Meaning] = {}
    for phrase, meaning in sorted(phrases, key=lambda one: -len(one[0])):
        grouped.setdefault(phrase[place], []).append((phrase, meaning))
    return grouped


def _derive_chinese(table: Table) -> None:
    """Put longer words before the shorter ones that they begin with."""
    numerals = {digit: value for value, digit in enumerate(table["digits"])}
    simplified = {ord(pair[0]): ord(pair[1]) for pair in table["traditional"].split()}
    CHINESE.add(numerals=numerals | table["other_digits"], simplified=simplified)
    for name in ("before", "behind", "inner"):
        spelled = {word: hedge for hedge, said in table[name].items() for word in said.split()}
        hedges = {word: spelled[word] for word in sorted(spelled, key=len, reverse=True)}
        CHINESE.add(**{f"hedges_{name}": hedges})
    known = {*UNITS.by_word, *MONEY.by_name, *CHINESE.classifiers}
    chinese = (word for word in known if not word.isascii())
    CHINESE.add(unit_words=sorted(chinese, key=len, reverse=True))


load(read_tables())
