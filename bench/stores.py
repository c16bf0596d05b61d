"""Stores of any size, the same for the same seed: sound facts in the shape of real ones.

python bench/stores.py FACTS PATH

A path that ends in .toml is a file, any other a folder.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from made_up import SOURCES, make_indicators
from words import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made_up import Fact, Indicator

_HEADER = 'schema = 1\n\n[store]\ntitle   = "Figures made up"\nsubject = "Testville"\n\n'
# In the order in which they are written.
_KEYS = "measure status of period qualifier value text stated source note"
_FACT_KEYS = tuple(_KEYS.split())


def write_store(path: Path, facts: int, seed: int = 1) -> None:
    """Write a store of so many facts as one file, of about 200 bytes a fact."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEADER + _format_sources())
        for topic, indicators in _group(facts, seed):
            stream.write(_format_topic(topic))
            stream.writelines(map(_format_indicator, indicators))


def write_folder(folder: Path, facts: int, seed: int = 1) -> None:
    """Write the same as a folder: a file for the sources, and one for every topic."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "0-sources.toml").write_text(_HEADER + _format_sources(), encoding="utf-8")
    for topic, indicators in _group(facts, seed):
        with (folder / f"{topic}.toml").open("w", encoding="utf-8") as stream:
            stream.write(f"schema = 1\n\n{_format_topic(topic)}")
            stream.writelines(map(_format_indicator, indicators))


def _group(facts: int, seed: int) -> Iterator[tuple[str, Iterator[Indicator]]]:
    return groupby(make_indicators(facts, seed), key=lambda indicator: indicator.topic)


def _format_sources() -> str:
    text = ""
    for name, published in SOURCES.items():
        title = name.replace("-", " ").capitalize()
        text += f'[sources.{name}]\ntitle     = "{title}"\npublisher = "Office of Statistics"\n'
        text += f"published = {published}\n\n" if published else "\n"
    return text


def _format_topic(topic: str) -> str:
    return f'[{topic}]\nlabel   = "{topic.capitalize()}"\naliases = ["{TOPICS[topic]}"]\n\n'


def _format_indicator(indicator: Indicator) -> str:
    aliases = ", ".join(f'"{alias}"' for alias in indicator.aliases)
    header = f"[[{indicator.key}.facts]]\n"
    return (
        f'[{indicator.key}]\nlabel   = "{indicator.label}"\naliases = [{aliases}]\n'
        f'unit    = "{indicator.unit}"\n\n'
        + "".join(header + _format_fact(fact) for fact in indicator.facts)
    )


def _format_fact(fact: Fact) -> str:
    """Return the keys that a fact has, their values below each other."""
    said = [(key, value) for key in _FACT_KEYS if (value := getattr(fact, key)) != ""]
    width = max(len(key) for key, _ in said)
    # Decimals are written as they are; words, and what looks like a number and is none, in quotes.
    return (
        "".join(
            f"{key:{width}} = {value}\n"
            if key == "value" and " " not in str(value)
            else f'{key:{width}} = "{value}"\n'
            for key, value in said
        )
        + "\n"
    )


if __name__ == "__main__":
    facts, place = int(sys.argv[1]), Path(sys.argv[2])
    write = write_store if place.suffix == ".toml" else write_folder
    write(place, facts)
