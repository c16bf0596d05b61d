"""Figures that were listed by hand, and how many of them a reading of the text gets right."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

from cqfacts.figures import normalize_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cqfacts.figures import Figure

LISTS = Path(os.environ.get("CQFACTS_LISTS") or Path(__file__).parent / "audit")
DOCUMENTS = os.environ.get("CQFACTS_DOCUMENTS")
DOLLARS = frozenset(("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD"))
BARE_DOLLAR = re.compile(r"(?<![A-Za-z])\$|(?:^|\b[a-z\d]+[ -])dollars?\b")
RATES = frozenset(("km/h", "m/s"))
LETTER = r"[^\W\u4e00-\u9fff]"
Entry = dict[str, Any]


@dataclass
class Score:
    """What a reading of one text, or of several, got right, missed and said falsely."""

    entries: int = 0
    found: int = 0
    right: int = 0
    signed: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.entries

    @property
    def precision(self) -> float:
        return self.right / self.found

    def add(self, other: Score) -> None:
        self.entries += other.entries
        self.found += other.found
        self.right += other.right
        self.signed += other.signed
        self.lost += other.lost
        self.faults += other.faults


@dataclass
class FigureList:
    """A text and the figures in it, as a person listed them."""

    name: str
    path: Path
    content: Entry

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def is_document(self) -> bool:
        return "document" in self.content


def load_lists() -> Iterator[FigureList]:
    """Yield the lists whose texts are at hand."""
    # Those in the folder `drafts` are labelled with verdicts, which is another form.
    for path in sorted(set(LISTS.rglob("*.toml")) - set((LISTS / "drafts").rglob("*.toml"))):
        content = tomli.loads(path.read_text(encoding="utf-8"))
        if "document" not in content:
            yield FigureList(path.stem, path.parent / content["text"], content)
        elif DOCUMENTS:
            yield FigureList(path.stem, Path(DOCUMENTS) / content["document"], content)


def find_place(entry: Entry, text: str) -> tuple[int, int]:
    """Return where the words of an entry stand."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: entry["line"] - 1])
    words = r"\s+".join(re.escape(word) for word in entry["words"].split())
    pattern = re.compile(rf"(?<!{LETTER})(?<!\d[.,]){words}(?!{LETTER})(?![.,]\d)")
    found = [match.span() for match in pattern.finditer(text, start)]
    number: int = entry.get("nth", 1)
    return found[number - 1]


def score(listed: FigureList, figures: list[tuple[Figure, int, int]]) -> Score:
    """Hold figures, each with the place of its number in the text, against a list."""
    text, content = listed.text, listed.content
    result = Score(entries=len(content.get("figures", [])))
    places = [(find_place(entry, text), entry) for entry in content.get("figures", [])]
    ignored = [find_place(entry, text) for entry in content.get("either", [])]
    ignored += (
        find_place({**form, "line": entry["line"]}, text)
        for entry in content.get("figures", [])
        for form in entry.get("also", [])
    )
    taken: set[int] = set()
    for figure, number_start, number_end in figures:
        hits = [
            number
            for number, ((start, end), _) in enumerate(places)
            if start < number_end and number_start < end and number not in taken
        ]
        if not hits:
            start, end = number_start, number_end
            if not any(first < end and start < last for first, last in ignored):
                result.found += 1
                result.faults.append(
                    f"{listed.name}: false: {_show(text, start, end)} {_say(figure)}"
                )
            continue
        taken.add(hits[0])
        result.found += 1
        entry = places[hits[0]][1]
        problem = find_difference(figure, entry)
        if problem:
            result.faults.append(
                f"{listed.name}:{entry['line']}: {entry['words']!r}: {problem} {_say(figure)}"
            )
        else:
            result.right += 1
            result.signed += has_sign(figure, entry)
    for number, ((start, end), entry) in enumerate(places):
        if number not in taken:
            # What is said in digits must be found, if only to be called unclear, or be a part of
            # another figure: 5 out of 12.
            is_part = any(first < end and start < last for _, first, last in figures)
            result.lost += any(one.isdigit() for one in entry["words"]) and not is_part
            result.faults.append(f"{listed.name}:{entry['line']}: missed: {entry['words']!r}")
    return result


def _show(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 20) : start]}[{text[start:end]}]{text[end : end + 20]}")


def _say(figure: Figure) -> str:
    return f"(read {signed(figure)} {figure.qualifier} {figure.unit} {figure.kind})"


def signed(figure: Figure) -> Decimal:
    """Return the number, below zero where words call it a decrease."""
    value = figure.value
    if figure.direction == "down" and figure.kind != "multiple":
        value = -abs(value)
    return value


def ends_of(figure: Figure) -> tuple[Decimal, ...]:
    """Return both ends of a range by their magnitude, the lower one first."""
    ends = [figure.value, figure.high.value] if figure.high else [figure.value]
    return tuple(sorted(abs(end) for end in ends))


def has_sign(figure: Figure, entry: Entry) -> bool:
    """Whether a figure is below zero where the entry is; it is scored apart from the rest."""
    return (signed(figure) < 0) == str(entry.get("low") or entry["value"]).startswith("-")


def find_difference(figure: Figure, entry: Entry) -> str | None:
    """Return what of a figure is not as the entry has it; signs are left to `has_sign`."""
    if "low" in entry:
        ends = sorted(abs(Decimal(entry[end])) for end in ("low", "high"))
        if ends_of(figure) != tuple(ends):
            return f"the range is {entry['low']} to {entry['high']}"
    elif not _is_same_value(figure, entry["value"]):
        return f"the value is {entry['value']}"
    if (figure.qualifier or "") != entry["qualifier"]:
        return f"the qualifier is {entry['qualifier']!r}"
    is_open = _is_bare_dollar(figure.unit, entry) or bool(entry.get("elided") and not figure.unit)
    if not is_open and not is_same_unit(figure.unit or "", entry["unit"]):
        return f"the unit is {entry['unit']!r}"
    return None


def _is_same_value(figure: Figure, listed: str) -> bool:
    if figure.high is not None:
        return False
    value = abs(figure.value / figure.out_of if figure.out_of else figure.value)
    numerator, _, denominator = listed.removeprefix("-").partition("/")
    wanted = Decimal(numerator) / Decimal(denominator or 1)
    return abs(value - wanted) < Decimal("0.0000001") or (
        bool(denominator) and figure.unit == "%" and abs(value / 100 - wanted) < Decimal("0.005")
    )


def _is_bare_dollar(unit: str | None, entry: Entry) -> bool:
    """Whether the words do not say which country's dollars they speak of, and dollars were read."""
    is_bare = BARE_DOLLAR.search(entry["words"]) is not None
    return is_bare and unit in DOLLARS and entry["unit"] in DOLLARS


def is_same_unit(one: str, other: str) -> bool:
    """Whether two units are the same; of two nouns joined by `and`, either will do."""
    return not _reduce(one).isdisjoint(_reduce(other))


def _reduce(unit: str) -> set[str]:
    whole = normalize_unit(unit).casefold()
    if whole not in RATES:
        whole = whole.partition("/")[0].strip()
    return {_singular(noun.replace("-", " ").split()[-1:]) for noun in whole.split(" and ")}


def _singular(words: list[str]) -> str:
    last = words[0] if words else ""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", "")):
        if last.endswith("ss"):
            return last
        if last.endswith(ending) and len(last) > len(ending) + 1:
            return last.removesuffix(ending) + instead
    return last
