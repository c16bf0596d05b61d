"""Questions: terms that say more than a name, such as `gdp growth 2025` or `2025年GDP目标`.

Only what is no name as a whole is read here: looking up a plain key loads none of it.
"""

from __future__ import annotations

import os
from functools import cache, cached_property
from itertools import pairwise

import tomli

from .errors import NotFoundError
from .lookup import describe_miss, find_named, find_topics, find_worded
from .naming import fold, forms_of, has_words, is_chinese, split_words
from .period import PeriodError, parse_period
from .record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .store import Store

# No question is as long as this, and each run of its words is looked up.
_MOST_ATOMS = 32
_YEAR_DIGITS = 4
_YEAR_SIGN, _MONTH_SIGN = "年", "月"
_PUNCTUATION = ",;:?!.，。；：？！、\"'()[]（）“”‘’"
_POSSESSIVES = ("'s", "\N{RIGHT SINGLE QUOTATION MARK}s")
_DASHES = "\N{EN DASH}~\N{FULLWIDTH TILDE}至"
# What selects a part of a year, until the year is known.
_PART = "part"
_EVERYTHING = "'cqfacts list' shows everything"


class Question(Record):
    """What a term asks: of which indicators, and which of their facts.

    `keys` are None where it names nothing, but selects. `selects` are words by what they select:
    `periods`, `measures`, `statuses` and `value`. `is_subject` says that it names a subject alone.
    `note` is what whoever asked must be told of how it was read.
    """

    keys: Sequence[str] | None
    selects: Mapping[str, tuple[str, ...]] = {}
    is_subject: bool = False
    note: str | None = None


class Vocabulary:
    """The words of questions, by the phrase they make."""

    def __init__(self) -> None:
        place = os.path.join(os.path.dirname(__file__), "question.toml")
        with open(place, "rb") as file:
            tables = tomli.load(file)
        self.selecting: dict[str, Mapping[str, str]] = {}
        for kind in ("measures", "statuses"):
            for value, phrases in tables[kind].items():
                self.selecting.update((fold(one), {kind: value}) for one in phrases)
        words = tables["words"]
        self.selecting.update(
            (fold(one), {"measures": "rank", "value": "1"}) for one in words["first"]
        )
        for part, phrases in tables["parts"].items():
            self.selecting.update((fold(one), {_PART: part}) for one in phrases)
        self.empty = frozenset(map(fold, words["empty"]))
        self.same: dict[str, list[str]] = {}
        for row in tables["same"]:
            for phrase in row["phrases"]:
                others = [one for one in row["phrases"] if one != phrase]
                for form in forms_of(fold(phrase)):
                    self.same.setdefault(form, others)
        self.near = {
            form: names
            for phrase, names in tables["near"].items()
            for form in forms_of(fold(phrase))
        }


load_vocabulary = cache(Vocabulary)


def read_question(store: Store, term: str, *, topics: bool = True) -> Question:
    """Read what a term asks, without topics where `topics` is false. Raises NotFoundError."""
    if named := find_named(store, term, topics=topics):
        return Question(keys=named)
    if period := read_period_words(term):
        return Question(keys=None, selects={"periods": (period,)})
    if not topics and find_topics(store, term):
        raise NotFoundError(
            f"'{term}' is a topic, not an indicator", f"'cqfacts list {term}' shows its indicators"
        )
    atoms = _cut(term)
    if not 0 < len(atoms) <= _MOST_ATOMS:
        raise _miss(store, term)
    reading = _Reading(store, term, atoms, topics=topics)
    found = (
        reading.read()
        or _read_otherwise(store, term, atoms, topics=topics)
        or reading.read_beginnings()
    )
    if found is None:
        raise _miss(store, term)
    return found


def read_period_words(text: str) -> str | None:
    """Return the period that words are: `2025`, `2025-Q3`, `Q3 2025`, `2025年3月`, `2021-2025`."""
    text = text.strip().replace(" ", "")
    for spelled in _spell_periods(text):
        try:
            return str(parse_period(spelled))
        except PeriodError:
            continue
    return None


def selects_first(word: str) -> bool:
    """Whether a word asks for first places."""
    return "value" in load_vocabulary().selecting.get(fold(word), ())


class _Reading:
    """Reads one term: its name, what selects, a subject, and what is left."""

    def __init__(self, store: Store, term: str, atoms: Sequence[_Atom], *, topics: bool) -> None:
        self._store = store
        self._term = term
        self._atoms = atoms
        self._topics = topics
        self._words = load_vocabulary()

    def read(self) -> Question | None:
        """Return what is asked by whole words, None where they mean nothing together."""
        if _PART in self._selects:
            # A part of no year.
            return None
        name = self._name
        rest = self._rest
        if name is None and not rest:
            return Question(keys=None, selects=self._selects)
        if name is None:
            return self._answer(self._read_rest())
        subject = self._find_subject(rest)
        left = _join(self._outside(rest, subject))
        keys: Iterable[str] = self._keys_named
        if subject:
            keys = self._keep_about(keys, subject)
        named = [key for key in keys if not left or has_words(left, self._names_of(key))]
        # The words of the name may as well be words of a longer one.
        return self._answer(named or self._store_words([*rest, name]))

    def read_beginnings(self) -> Question | None:
        """Return what has words that begin as those of the term, which is told."""
        if _PART in self._selects:
            return None
        words = self._all_words()
        found = find_worded(self._store, words)
        note = (
            f"nothing is called '{self._term}'; shown is what has a name with words that begin so"
        )
        return self._answer(found, note=note)

    def _answer(self, keys: Sequence[str], *, note: str | None = None) -> Question | None:
        if not keys:
            return None
        return Question(
            keys=keys, selects=self._selects, is_subject=self._is_subject, note=note or self._note
        )

    def _read_rest(self) -> Sequence[str]:
        """Return what has the words that are left among its names, or is about a subject."""
        if found := self._read_same():
            return found
        subject = self._find_subject(self._rest)
        if subject and (subject.first, subject.last) == (self._rest[0].first, self._rest[-1].last):
            if not self._topics:
                raise NotFoundError(
                    f"'{self._term}' is a subject, not an indicator",
                    f"'cqfacts show {self._term}' shows what is about it",
                )
            self._is_subject = True
            return self._store.find_keys_about(subject.folded)
        if found := self._store_words(self._rest):
            return found
        if not subject:
            return ()
        return self._keep_about(self._store_words(self._outside(self._rest, subject)), subject)

    def _read_same(self) -> Sequence[str]:
        """Return what is called by another phrase that means all that is left."""
        phrase = fold(" ".join(_join(self._rest)))
        for other in self._words.same.get(phrase, ()):
            if found := self._find_named(other):
                self._note = _describe_same(phrase, other)
                return found
        return ()

    _is_subject = False
    _note: str | None = None

    @cached_property
    def _name(self) -> _Atom | None:
        """The longest run of words that is a name."""
        for run in _runs(self._term, self._atoms):
            if run.folded in self._words.empty:
                continue
            if keys := self._find_named(run.text):
                self._keys_named = keys
                return run
        return None

    _keys_named: Sequence[str] = ()

    def _find_named(self, text: str) -> list[str]:
        *before, last = split_words(fold(text))
        forms = forms_of(last) if last else ()
        spelled = ("-".join([*before, form]) for form in forms)
        return next(
            (
                keys
                for one in spelled
                if (keys := find_named(self._store, one, topics=self._topics))
            ),
            [],
        )

    @cached_property
    def _selecting(self) -> list[tuple[_Atom, Mapping[str, str]]]:
        """The runs outside the name that select, with what they do."""
        left = [one for one in self._atoms if self._name is None or not one.is_in(self._name)]
        found: list[tuple[_Atom, Mapping[str, str]]] = []
        for run in _runs(self._term, left):
            if any(run.touches(other) for other, _ in found):
                continue
            meaning = self._words.selecting.get(run.folded)
            if meaning is None and (period := read_period_words(run.text)):
                meaning = {"periods": period}
            if meaning:
                found.append((run, meaning))
        return sorted(found, key=lambda pair: pair[0].first)

    @cached_property
    def _selects(self) -> dict[str, tuple[str, ...]]:
        selects: dict[str, tuple[str, ...]] = {}
        for _, meaning in self._selecting:
            for kind, value in meaning.items():
                selects[kind] = tuple(dict.fromkeys((*selects.get(kind, ()), value)))
        if parts := selects.get(_PART):
            years = selects.get("periods", ())
            spelled = [read_period_words(f"{year}-{part}") for year in years for part in parts]
            found = tuple(one for one in spelled if one)
            if found and len(found) == len(spelled):
                del selects[_PART]
                selects["periods"] = found
        return selects

    @cached_property
    def _rest(self) -> list[_Atom]:
        """What is left: neither name nor selecting, and not without meaning."""
        taken = [run for run, _ in self._selecting]
        if self._name:
            taken.append(self._name)
        left = [one for one in self._atoms if not any(one.is_in(run) for run in taken)]
        empty = [run for run in _runs(self._term, left) if run.folded in self._words.empty]
        return [one for one in left if not any(one.is_in(run) for run in empty)]

    def _find_subject(self, atoms: Sequence[_Atom]) -> _Atom | None:
        runs = _runs(self._term, atoms)
        return next((run for run in runs if self._store.is_subject(run.folded)), None)

    def _keep_about(self, keys: Iterable[str], subject: _Atom) -> list[str]:
        return [key for key in keys if self._store.is_about(key, subject.folded)]

    def _outside(self, atoms: Iterable[_Atom], run: _Atom | None) -> list[_Atom]:
        return [one for one in atoms if run is None or not one.is_in(run)]

    def _names_of(self, key: str) -> list[str]:
        return [*map(fold, self._store.names(key))]

    def _all_words(self) -> list[str]:
        atoms = [*self._rest, *([self._name] if self._name else [])]
        return _join(sorted(atoms, key=lambda one: one.first))

    def _store_words(self, atoms: Sequence[_Atom]) -> list[str]:
        """Return the keys of indicators whose names have all the words, whole."""
        words = _join(sorted(atoms, key=lambda one: one.first))
        return find_worded(self._store, words, begun=False)


def _read_otherwise(
    store: Store, term: str, atoms: Sequence[_Atom], *, topics: bool
) -> Question | None:
    """Read a term in which a phrase is put in other words of the same meaning."""
    same = load_vocabulary().same
    for run in _runs(term, atoms):
        for other in same.get(run.folded, ()):
            changed = f"{term[: run.first]} {other} {term[run.last :]}".strip()
            cut = _cut(changed)
            found = (
                Question(keys=keys)
                if (keys := find_named(store, changed, topics=topics))
                else _Reading(store, changed, cut, topics=topics).read()
            )
            if found and found.keys:
                return Question(
                    keys=found.keys,
                    selects=found.selects,
                    note=_describe_same(run.text, other),
                )
    return None


def _describe_same(phrase: str, other: str) -> str:
    return f"nothing is called '{phrase}'; shown is '{other}'"


def _miss(store: Store, term: str) -> NotFoundError:
    problem, guess = describe_miss(store, term)
    guess = guess or _find_near_in_meaning(store, term)
    return NotFoundError(problem, f"{guess} {_EVERYTHING}".lstrip())


def _find_near_in_meaning(store: Store, term: str) -> str:
    """Return a question for what the store has that is near a term in meaning, or nothing."""
    near = load_vocabulary().near
    for run in _runs(term, _cut(term)):
        for name in near.get(run.folded, ()):
            keys = find_named(store, name) or find_worded(
                store, split_words(fold(name)), begun=False
            )
            if keys:
                return f"did you mean '{name}' ({keys[0]})?"
    return ""


class _Atom(Record):
    """A word of a term, or a run of words, and where it stands."""

    text: str
    first: int
    last: int

    @property
    def folded(self) -> str:
        """The words as they are compared."""
        return fold(self.text)

    def is_in(self, other: _Atom) -> bool:
        """Whether it is a part of another run."""
        return other.first <= self.first and self.last <= other.last

    def touches(self, other: _Atom) -> bool:
        """Whether two runs share a character."""
        return self.first < other.last and other.first < self.last


def _cut(term: str) -> list[_Atom]:
    """Cut a term at blanks and underscores, and what is Chinese into its characters."""
    atoms: list[_Atom] = []
    start = 0
    for at, one in enumerate(f"{term} "):
        is_blank, is_sign = one.isspace() or one == "_", is_chinese(one)
        if not (is_blank or is_sign):
            # A word goes on, except behind a Chinese character.
            continue
        atoms += _trim(term, start, at)
        if is_sign:
            atoms += _trim(term, at, at + 1)
        start = at + 1
    return atoms


def _trim(term: str, first: int, last: int) -> Iterator[_Atom]:
    """Yield a word without the punctuation around it, nothing where it is nothing else.

    One with hyphens that is no period is cut at them.
    """
    while first < last and term[first] in _PUNCTUATION:
        first += 1
    while first < last and term[last - 1] in _PUNCTUATION:
        last -= 1
    if term[first:last].endswith(_POSSESSIVES):
        last -= len(_POSSESSIVES[0])
    text = term[first:last]
    if "-" not in text or read_period_words(text):
        if text:
            yield _Atom(text=text, first=first, last=last)
        return
    for part in text.split("-"):
        if part:
            yield _Atom(text=part, first=first, last=first + len(part))
        first += len(part) + 1


def _runs(term: str, atoms: Sequence[_Atom]) -> Iterator[_Atom]:
    """Yield the runs of neighbouring atoms, the longest first."""
    for length in range(len(atoms), 0, -1):
        for at in range(len(atoms) - length + 1):
            part = atoms[at : at + length]
            first, last = part[0].first, part[-1].last
            # Between neighbours there is nothing that is left out.
            between = (term[one.last : other.first] for one, other in pairwise(part))
            if not any(map(_says_more, between)):
                yield _Atom(text=term[first:last], first=first, last=last)


def _says_more(between: str) -> bool:
    """Whether there is more between two words than what joins them."""
    left = between.removeprefix(_POSSESSIVES[0]).removeprefix(_POSSESSIVES[1])
    return any(not (one.isspace() or one in "-_" or one in _PUNCTUATION) for one in left)


def _join(atoms: Iterable[_Atom]) -> list[str]:
    """Return the folded words of atoms; Chinese characters that touch are one."""
    words: list[str] = []
    last = -1
    for atom in atoms:
        if words and atom.first == last and is_chinese(atom.text) and is_chinese(words[-1]):
            words[-1] += atom.folded
        else:
            words += split_words(atom.folded)
        last = atom.last
    return words


def _spell_periods(text: str) -> Iterator[str]:
    """Yield what a period may be in the words of `parse_period`."""
    upper = text.upper()
    year, _, rest = text.partition(_YEAR_SIGN)
    if _YEAR_SIGN in text and len(year) == _YEAR_DIGITS:
        month = rest.removesuffix(_MONTH_SIGN)
        yield f"{year}-{month:0>2}" if month else year
        return
    yield upper
    for dash in (*_DASHES, "-"):
        first, found, last = text.partition(dash)
        if found and len(first) == len(last) == _YEAR_DIGITS:
            yield f"{first}/{last}"
    for part, year in ((upper[:2], upper[2:]), (upper[-2:], upper[:-2])):
        if part[:1] in ("Q", "H", "S"):
            yield f"{year}-{part.replace('H', 'S')}"
