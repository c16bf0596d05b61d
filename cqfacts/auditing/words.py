"""What general words mean to an audit, as the tables beside this module have it."""

from __future__ import annotations

import os

import tomli

from cqfacts.figures.vocabulary import split_phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Phrase = tuple[str, ...]

_FOLDER = os.path.dirname(__file__)
_OF_PHRASES = ("saying", "up_from", "same_again")


class Words:
    """The words of `words.toml` by the names that they have there, each a set.

    `saying`, `up_from` and `same_again` are phrases by their first word, `phrases` is the word that
    a phrase says beside its own, likewise, and `scopes` the words of each whole that something
    ranks in. `same` has words with the one that they stand for, and
    `chinese_wholes` those of wholes with those of their parts, which stand in them.
    """

    phrases: dict[str, list[tuple[Phrase, str]]]
    scopes: dict[str, frozenset[str]]
    same: dict[str, str]
    chinese_wholes: dict[str, str]
    saying: dict[str, list[Phrase]]
    up_from: dict[str, list[Phrase]]
    same_again: dict[str, list[Phrase]]

    def __init__(self, table: dict[str, Any]) -> None:
        for name, said in table.items():
            if isinstance(said, str) and name not in _OF_PHRASES:
                self.__dict__[name] = frozenset(said.split())
        for name in _OF_PHRASES:
            self.__dict__[name] = _group(table[name])
        pairs = [
            (phrase, word)
            for word, text in table["phrases"].items()
            for phrase in split_phrases(text)
        ]
        self.phrases = {}
        for phrase, word in pairs:
            self.phrases.setdefault(phrase[0], []).append((phrase, word))
        self.scopes = {
            name: frozenset(" ".join(phrase) for phrase in split_phrases(text))
            for name, text in table["scopes"].items()
        }
        self.chinese_wholes = table["chinese_wholes"]
        self.same = {
            one: word for word, said in table["same"].items() for one in (word, *said.split())
        }

    def __getattr__(self, name: str) -> frozenset[str]:
        raise AttributeError(name)


class Places:
    """The places of `places.toml`: `names` are all, `firsts` the words that one begins with.

    `chinese` has those that are written in Chinese by what they are in English.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.chinese: dict[str, str] = table["chinese"]
        lists = {
            name: frozenset(" ".join(phrase) for phrase in split_phrases(text))
            for name, text in table.items()
            if name != "chinese"
        }
        self.wholes, self.parts, self.kinds, self.around = (
            lists.pop(name) for name in ("wholes", "parts", "kinds", "around")
        )
        self.names = frozenset(name for names in lists.values() for name in names)
        self.longest = max(name.count(" ") for name in self.names) + 1
        self.firsts = frozenset(name.split()[0] for name in self.names)


def _group(text: str) -> dict[str, list[Phrase]]:
    """Return the phrases of a text by their first word, the longest first."""
    grouped: dict[str, list[Phrase]] = {}
    for phrase in sorted(split_phrases(text), key=len, reverse=True):
        grouped.setdefault(phrase[0], []).append(phrase)
    return grouped


def _read(name: str) -> dict[str, Any]:
    with open(os.path.join(_FOLDER, f"{name}.toml"), "rb") as file:
        return tomli.load(file)


WORDS = Words(_read("words"))
PLACES = Places(_read("places"))
