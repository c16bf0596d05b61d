"""What words mean to the reader of figures, as the tables beside this module have it.

The tables are read once a process. Each object here holds the words of one of them: what is a plain
list of words there is a set here, by the same name. Nothing here reads a text.
"""

from __future__ import annotations

import os

import tomli

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from cqfacts.amount import Qualifier

    from .figure import Direction

    Phrase = tuple[str, ...]

_FOLDER = os.path.dirname(__file__)
_NAMES = (
    *("numbers", "units", "money", "hedges", "directions", "nouns", "ranks", "parts", "names"),
    *("shares", "doubts", "chinese"),
)


def read_tables() -> dict[str, dict[str, Any]]:
    """Return the tables as they are written, by the name of their file."""
    tables = {}
    for name in _NAMES:
        with open(os.path.join(_FOLDER, f"{name}.toml"), "rb") as file:
            tables[name] = tomli.load(file)
    return tables


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
    """The sets of words of one table: every text in it that is no part of a larger one."""

    def __init__(self) -> None:
        self.__dict__.clear()

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        said = {**table, **table.get("sets", {})}
        for name, words in said.items():
            if isinstance(words, str):
                self.__dict__[name] = frozenset(words.split())

    def __getattr__(self, name: str) -> frozenset[str]:
        raise AttributeError(name)


class Numbers(Words):
    """Numbers in words: each with what it is worth, or the power of ten that it stands for."""

    small: dict[str, int]  # with what they are worth
    tens: dict[str, int]
    ordinals: dict[str, int]
    scales: dict[str, int]
    short_scales: dict[str, int]
    letter_scales: dict[str, int]
    scaled_units: dict[str, tuple[int, str]]
    vulgar: dict[str, str]
    fractions: dict[str, int]
    words: frozenset[str]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.small = {word: number for number, word in enumerate(table["small"].split())}
        self.tens = {word: 10 * number for number, word in enumerate(table["tens"].split(), 2)}
        self.ordinals = {word: number for number, word in enumerate(table["ordinals"].split(), 1)}
        self.ordinals |= {f"{word[:-1]}ieth": number for word, number in self.tens.items()}
        self.ordinals |= {"hundredth": 100}
        for name in ("scales", "short_scales", "letter_scales", "vulgar", "fractions"):
            setattr(self, name, table[name])
        self.scaled_units = {
            name: (power, unit) for name, (power, unit) in table["scaled_units"].items()
        }
        whole = [word for word, power in self.scales.items() if word in _COUNTING_SCALES]
        self.words = frozenset((*self.small, *self.tens, *whole))


# The scale words that other number words may stand behind: two million three hundred.
_COUNTING_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))


class Units(Words):
    """Units: `by_word` in any case, `by_symbol` in their own, `by_phrase` of several words."""

    by_word: dict[str, str]
    by_symbol: dict[str, str]
    by_phrase: dict[str, list[tuple[Phrase, str]]]
    dimensions: dict[str, str]
    sizes: dict[str, int]
    names: frozenset[str]
    counted: frozenset[str]
    times: frozenset[str]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.by_word, self.by_symbol, self.by_phrase = {}, {}, {}
        self.dimensions, self.sizes = {}, {}
        folded: dict[str, set[str]] = {}
        for row in table["unit"]:
            name = row["name"]
            for word in row.get("words", "").split():
                phrase = tuple(word.split("_"))
                if len(phrase) > 1:
                    self.by_phrase.setdefault(phrase[0], []).append((phrase, name))
                self.by_word[" ".join(phrase)] = name
            for symbol in row.get("symbols", "").split():
                self.by_symbol[symbol] = name
                folded.setdefault(symbol.casefold(), set()).add(name)
            if "dimension" in row:
                self.dimensions[name] = row["dimension"]
            if "size" in row:
                self.sizes[name] = row["size"]
        # In another case a symbol of several letters is read where only one unit is written so.
        for fold, names in folded.items():
            if len(names) == 1 and len(fold) > 1:
                self.by_word.setdefault(fold, *names)
        for phrases in self.by_phrase.values():
            phrases.sort(key=lambda one: -len(one[0]))
        self.names = frozenset(row["name"] for row in table["unit"])
        self.counted = frozenset(row["name"] for row in table["unit"] if row.get("counted"))
        self.times = frozenset(
            unit for unit, of in self.dimensions.items() if of in ("months", "seconds", "time")
        )


class Money(Words):
    """Currencies, each by its code; of one name or sign may be several, the likeliest first."""

    codes: frozenset[str]
    code_words: frozenset[str]
    name_words: frozenset[str]
    letters: frozenset[str]
    by_name: dict[str, tuple[str, ...]]
    by_sign: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    parts: dict[str, str]
    units: frozenset[str]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        rows = table["currencies"]
        self.codes = frozenset(row["code"] for row in rows)
        self.code_words = frozenset(row["code"] for row in rows if row.get("code_word"))
        self.places = {row["code"]: tuple(row.get("places", "").split()) for row in rows}
        self.letters = frozenset(one for row in rows for one in row.get("letters", "").split())
        bare = [one for row in rows for one in row.get("name_words", "").split()]
        self.name_words = frozenset((*bare, *(f"{one}s" for one in bare)))
        self.by_name = self._group(rows, ("names", "name_words"), ("", "s"))
        self.by_sign = self._group(rows, ("signs", "letters"), ("",))
        self.parts = table["parts"]
        self.units = self.codes | frozenset(self.parts.values())

    @staticmethod
    def _group(
        rows: Iterable[dict[str, Any]], keys: tuple[str, ...], endings: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in rows:
            words = [one for key in keys for one in row.get(key, "").split()]
            for form in (one + ending for one in words for ending in endings):
                found[form] = (*found.get(form, ()), row["code"])
        return found


class Hedges(Words):
    """Phrases that hedge a number, by their last word (`before`) or their first (`behind`)."""

    before: dict[str, list[tuple[Phrase, Qualifier]]]
    behind: dict[str, list[tuple[Phrase, Qualifier]]]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.before = _group_phrases(table["before"], -1)
        self.behind = _group_phrases(table["behind"], 0)


def _group_phrases(
    hedges: dict[Qualifier, str], place: int
) -> dict[str, list[tuple[Phrase, Qualifier]]]:
    """Return phrases by the word at a place of theirs, the longest first."""
    grouped: dict[str, list[tuple[Phrase, Qualifier]]] = {}
    for qualifier, text in hedges.items():
        for phrase in split_phrases(text):
            grouped.setdefault(phrase[place], []).append((phrase, qualifier))
    for phrases in grouped.values():
        phrases.sort(key=lambda one: -len(one[0]))
    return grouped


class Directions(Words):
    """Words of rising and falling."""

    up: frozenset[str]
    down: frozenset[str]
    up_behind: frozenset[str]
    down_behind: frozenset[str]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        for name in ("up", "down"):
            said = table[name]
            both = {*_inflect(said["verbs"]), *said["words"].split()}
            setattr(self, name, frozenset(both))
            setattr(self, f"{name}_behind", frozenset(said["behind"].split()))

    def of(self, word: str) -> Direction | None:
        """Return the direction that a word tells."""
        if word in self.up:
            return "up"
        return "down" if word in self.down else None


def _inflect(verbs: str) -> Iterator[str]:
    """Yield regular verbs in all their forms; those with an `=` double their last letter."""
    for word in verbs.split():
        base = word.removesuffix("=")
        root = base + base[-1] if word.endswith("=") else base.removesuffix("e")
        yield from (base, f"{root}ing", f"{root}ed")
        yield f"{base}es" if base[-1] in "shx" else f"{base}s"


class Nouns(Words):
    """What tells the noun that a number counts."""

    noun_stops: frozenset[str]
    peoples_endings: tuple[str, ...]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        changes = {word for word in DIRECTIONS.up | DIRECTIONS.down if word.endswith("s")}
        self.noun_stops = self.stops - changes - self.stops_that_count | self.phrase_ends
        self.peoples_endings = tuple(table["peoples"].split())


class Ranks(Words):
    """What tells a place among others."""

    tails: tuple[Phrase, ...]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.tails = split_phrases(table["streak_tails"])


class Parts(Words):
    """What tells fractions and multiples."""

    multiples: dict[str, int]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.multiples = {
            form: times for word, times in table["multiples"].items() for form in _inflect(word)
        } | table["adverbs"]


class Names(Words):
    """What tells names, dates and codes."""

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.__dict__["naming"] = self.naming | {f"{word}s" for word in self.naming}


class Doubts(Words):
    """Phrases near a figure that leave it in doubt, by their first word."""

    phrases: dict[str, dict[str, list[Phrase]]]
    stems: dict[str, tuple[str, ...]]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.phrases, self.stems = {}, {}
        for name, text in table.items():
            grouped: dict[str, list[Phrase]] = {}
            for phrase in split_phrases(text) if "," in text else ():
                if not phrase[0].endswith("…"):
                    grouped.setdefault(phrase[0], []).append(phrase)
            self.phrases[name] = grouped
            self.stems[name] = tuple(
                phrase[0][:-1] for phrase in split_phrases(text) if phrase[0].endswith("…")
            )

    def find_chinese(self, words: frozenset[str], text: str) -> str | None:
        """Return the first of the words in a text that is no part of a longer one of another meaning."""
        known = sorted(words | self.not_chinese, key=len, reverse=True)
        place = 0
        while place < len(text):
            found = next((one for one in known if text.startswith(one, place)), None)
            if found in words:
                return found
            place += len(found) if found else 1
        return None


class Chinese(Words):
    """Figures in Chinese: `simplified` maps other characters to those of the table."""

    numerals: dict[str, int]
    powers: dict[str, int]
    scales: dict[str, int]
    simplified: dict[int, int]
    before: dict[str, Qualifier]
    behind: dict[str, Qualifier]
    inner: dict[str, Qualifier]
    units: tuple[str, ...]

    def load(self, table: dict[str, Any]) -> None:
        """Take over what a table says."""
        super().load(table)
        self.numerals = {digit: number for number, digit in enumerate(table["digits"])}
        self.numerals |= table["other_digits"]
        self.powers, self.scales = table["powers"], table["scales"]
        self.simplified = {ord(pair[0]): ord(pair[1]) for pair in table["traditional"].split()}
        for name in ("before", "behind", "inner"):
            spelled = {w: hedge for hedge, words in table[name].items() for w in words.split()}
            setattr(self, name, dict(sorted(spelled.items(), key=lambda one: -len(one[0]))))
        known = (*UNITS.by_word, *MONEY.by_name, *table["classifiers"].split())
        self.units = tuple(
            sorted({one for one in known if not one.isascii()}, key=lambda one: -len(one))
        )


NUMBERS, UNITS, MONEY, HEDGES = Numbers(), Units(), Money(), Hedges()
DIRECTIONS, NOUNS, RANKS, PARTS = Directions(), Nouns(), Ranks(), Parts()
NAMES, SHARES, DOUBTS, CHINESE = Names(), Words(), Doubts(), Chinese()
_ALL = (
    *(NUMBERS, UNITS, MONEY, HEDGES, DIRECTIONS, NOUNS, RANKS, PARTS, NAMES),
    *(SHARES, DOUBTS, CHINESE),
)


def load(tables: dict[str, dict[str, Any]]) -> None:
    """Take over what tables say, in the place of what is known."""
    for name, words in zip(_NAMES, _ALL, strict=True):
        words.load(tables[name])


load(read_tables())
