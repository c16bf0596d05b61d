"""Whether the lists of figures in a folder are sound, and what of their texts no entry covers.

    python tests/audit/validate.py [FOLDER] [--documents FOLDER] [--uncovered]

Every `words` stands on its line, every value is a decimal or a fraction, every entry is said once.
"""

from __future__ import annotations

import argparse
import re
import sys
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

if TYPE_CHECKING:
    from collections.abc import Iterator

QUALIFIERS = {"", "over", "at least", "under", "at most", "about", "nearly"}
MEASURES = {"level", "change", "growth", "share", "multiple", "rank", "streak"}
KINDS = {"figures", "not_figures", "either"}
FIGURE_KEYS = {
    *("line", "words", "nth", "value", "low", "high", "qualifier", "unit", "measure"),
    *("period", "elided", "status", "also", "key", "verdict"),
}
OTHER_KEYS = {"line", "words", "nth", "why"}
NUMBERS = re.compile(
    r"""\d[\d,.]*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen
    |twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?
    |trillions?|dozens?|scores?|half|halves|halved|halving|thirds?|quarters?|first|second|fourth
    |fifths?|sixth|seventh|eighth|ninth|tenths?|twelfth|\w+tieth|doubl\w+|tripl\w+|trebl\w+
    |quadrupl\w+|twice|thrice|both|pair|couple|zero|nil|single|twofold|threefold|consecutive
    |straight|row|last)\b|[〇零一二两三四五六七八九十百千万亿半]+""",
    re.VERBOSE | re.IGNORECASE,
)
# Chinese is written without spaces: its characters end a word as a space does.
LETTER = r"[^\W\u4e00-\u9fff]"
MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>|&#?\w+;", re.DOTALL)


def main() -> int:
    """Print what is wrong with the lists; 1 where anything is."""
    options = read_options()
    faults = 0
    for path in sorted(options.folder.glob("*.toml")):
        content = tomli.loads(path.read_text(encoding="utf-8"))
        text_path = find_text(path, content, options.documents)
        text = text_path.read_text(encoding="utf-8") if text_path else None
        for fault in find_faults(content, text):
            print(f"{path.name}: {fault}")
            faults += 1
        if text and options.uncovered:
            is_html = text_path is not None and text_path.suffix == ".html"
            for line, words in find_uncovered(content, text, is_html=is_html):
                print(f"{path.name}: line {line}: no entry covers {words!r}")
    return 1 if faults else 0


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--documents", type=Path, help="the folder of the shipped documents")
    parser.add_argument("--uncovered", action="store_true", help="list numbers without an entry")
    return parser.parse_args()


def find_text(path: Path, content: dict[str, Any], documents: Path | None) -> Path | None:
    """Return the text of a list; None where it is a document that is not at hand."""
    if "document" in content:
        return documents / content["document"] if documents else None
    return path.parent / str(content["text"])


def find_faults(content: dict[str, Any], text: str | None) -> Iterator[str]:
    """Yield what is wrong with a list, in words."""
    seen: dict[tuple[int, str, int], str] = {}
    for kind in sorted(KINDS & set(content)):
        for entry in content[kind]:
            place = f"line {entry.get('line')}: {entry.get('words')!r}"
            allowed = FIGURE_KEYS if kind == "figures" else OTHER_KEYS
            yield from (f"{place}: unknown key {key}" for key in set(entry) - allowed)
            identity = (entry["line"], entry["words"], entry.get("nth", 1))
            if identity in seen:
                yield f"{place}: said twice ({seen[identity]} and {kind})"
            seen[identity] = kind
            if kind == "figures":
                yield from (f"{place}: {fault}" for fault in find_figure_faults(entry))
            if text is not None:
                yield from (f"{place}: {fault}" for fault in find_place_faults(entry, text))
    if text is not None:
        yield from find_overlaps(content, text)


def find_figure_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the value, qualifier and measure of a figure."""
    if ("value" in entry) == ("low" in entry and "high" in entry):
        yield "has neither a value nor low and high, or all of them"
    for form in [entry, *entry.get("also", [])]:
        values = [form[key] for key in ("value", "low", "high") if key in form]
        yield from (f"value {value!r}" for value in values if not is_value(value))
        if form["qualifier"] not in QUALIFIERS:
            yield f"qualifier {form['qualifier']!r}"
    if "low" in entry and Decimal(entry["low"]) >= Decimal(entry["high"]):
        yield "low is not below high"
    if entry["measure"] not in MEASURES:
        yield f"measure {entry['measure']!r}"
    if entry["measure"] in ("growth", "share") and entry["unit"] not in ("%", ""):
        yield f"a {entry['measure']} in {entry['unit']!r}"
    if entry["measure"] in ("rank", "multiple") and entry["unit"] not in ("", "×"):
        yield f"a {entry['measure']} in {entry['unit']!r}"
    if re.search(r"\d", entry["words"]) and "value" in entry:
        yield from find_digit_faults(entry)


def find_digit_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Yield a value whose leading digits are not those that the words print."""
    words = re.sub(r"\d", lambda digit: str(int(digit.group())), entry["words"])
    printed = re.search(r"\d[\d,  ]*(?:\.\d+)?", words)
    digits = re.sub(r"\D", "", printed.group()).strip("0") if printed else ""
    if digits not in re.sub(r"\D", "", entry["value"]).strip("0"):
        yield f"value {entry['value']} has not the digits {digits}"


def is_value(value: object) -> bool:
    """Whether a value is text with a decimal or a fraction of two whole numbers."""
    if not isinstance(value, str):
        return False
    if re.fullmatch(r"-?\d+/\d+", value):
        return True
    try:
        return Decimal(value).is_finite() and "e" not in value.lower()
    except InvalidOperation:
        return False


def find_places(entry: dict[str, Any], text: str, reach: int = 1) -> list[tuple[int, int]]:
    """Return where the words stand: whole words that begin on the line or soon after, in order."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: entry["line"] - 1])
    end = start + sum(len(line) + 1 for line in lines[entry["line"] - 1 :][:reach])
    words = r"\s+".join(re.escape(word) for word in entry["words"].split())
    found = re.compile(rf"(?<!{LETTER})(?<!\d[.,]){words}(?!{LETTER})(?![.,]\d)").finditer(
        text, start
    )
    return [match.span() for match in found if match.start() < end]


def find_place_faults(entry: dict[str, Any], text: str) -> Iterator[str]:
    """Yield words that are not on their line, or stand there more than once without `nth`."""
    places = find_places(entry, text)
    if len(places) < entry.get("nth", 1):
        yield "is not there"
    elif len(places) > 1 and "nth" not in entry:
        yield f"stands there {len(places)} times; add nth"
    for form in entry.get("also", []):
        if not find_places({**entry, "words": form["words"]}, text, reach=2):
            yield f"{form['words']!r} is not there"


def find_spans(content: dict[str, Any], text: str) -> list[tuple[int, int, str]]:
    """Return the place of every entry, in order."""
    spans = []
    for kind in KINDS & set(content):
        for entry in content[kind]:
            places = find_places(entry, text)[entry.get("nth", 1) - 1 :][:1]
            spans += [(*place, kind) for place in places]
            for form in entry.get("also", []):
                places = find_places({**entry, "words": form["words"]}, text, reach=2)
                spans += [(*place, kind) for place in places[:1]]
    return sorted(spans)


def find_overlaps(content: dict[str, Any], text: str) -> Iterator[str]:
    """Yield entries that cover the same characters."""
    spans = find_spans(content, text)
    for (start, end, _), (second, last, _) in pairwise(spans):
        if second < end:
            yield f"{text[start:end]!r} overlaps {text[second:last]!r}"


def find_uncovered(
    content: dict[str, Any], text: str, *, is_html: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield numbers of a text that no entry covers, years left out and what HTML does not show."""
    spans = find_spans(content, text)
    if is_html:
        text = MARKUP.sub(lambda match: re.sub(r"\S", " ", match.group()), text)
    for match in NUMBERS.finditer(text):
        is_year = re.fullmatch(r"(?:19|20)\d\d[.,]?", match.group())
        if is_year or match.group() == "last":
            continue
        if not any(start < match.end() and match.start() < end for start, end, _ in spans):
            line = text.count("\n", 0, match.start()) + 1
            around = text[max(0, match.start() - 25) : match.end() + 25]
            yield line, " ".join(around.split())


if __name__ == "__main__":
    sys.exit(main())
